import { readFile } from 'node:fs/promises'
import { writesForbidden } from './github/github.ts'

/** The input `cache-write`. */
export type CacheWrite = 'auto' | 'always' | 'never'

/** What decides whether a job may write. Undefined where the runner does not say. */
export interface Occasion {
  /** GITHUB_EVENT_NAME. */
  readonly event: string | undefined
  /** `owner/name` of the repository that the job runs for. */
  readonly repository: string | undefined
  /** `owner/name` that the commit comes from, of a pull request or of the run that a `workflow_run` followed. */
  readonly headRepository: string | undefined
  /** Who set the job off. */
  readonly actor: string | undefined
  /** GITHUB_REF. */
  readonly ref: string | undefined
  /** ACTIONS_CACHE_MODE. */
  readonly cacheMode: string | undefined
  /** Whether the runner offers the GitHub Actions cache to this job. */
  readonly hasCacheToken: boolean
}

export type Permission = { readonly write: true } | { readonly write: false; readonly why: string }

const allowed: Permission = { write: true }
const denied = (why: string): Permission => ({ write: false, why })

/** Events that only people with write access set off, on commits of the repository itself. */
const own = new Set([
  'push',
  'schedule',
  'workflow_dispatch',
  'repository_dispatch',
  'merge_group',
  'release',
])

/**
 * Whether a job pushes to a cache. The GitHub cache is told apart since it has rules of its own: what is written on a tag
 * or in a merge queue can be read there alone, and a mode or a missing token makes every attempt vain.
 */
export function mayWrite(setting: CacheWrite, cache: 'github' | 'store', occasion: Occasion): Permission {
  if (setting === 'never') return denied('`cache-write` is `never`')
  if (cache === 'github') {
    const forbidden = writesForbidden(occasion.cacheMode)
    if (forbidden !== undefined) return denied(forbidden)
    if (!occasion.hasCacheToken) return denied('the runner offers it no token for the GitHub Actions cache')
  }
  if (setting === 'always') return allowed
  const { event, actor, ref, repository, headRepository } = occasion
  if (event === undefined) return allowed
  if (actor === 'dependabot[bot]') return denied('it was set off by Dependabot')
  const fromFork = headRepository === undefined || headRepository !== repository
  switch (event) {
    case 'pull_request':
    case 'pull_request_review':
      return fromFork ? denied('the pull request comes from a fork') : allowed
    case 'pull_request_target':
      return denied('`pull_request_target` runs with rights of the base branch on behalf of any pull request')
    case 'workflow_run':
      return fromFork ? denied('it follows a run for a fork') : allowed
  }
  if (!own.has(event)) return denied(`outsiders may have caused the event \`${event}\``)
  if (cache === 'github' && event === 'merge_group')
    return denied('the GitHub Actions cache of a merge queue is read by nobody else')
  if (cache === 'github' && ref?.startsWith('refs/tags/') === true)
    return denied('the GitHub Actions cache of a tag is read by nobody else')
  return allowed
}

interface Payload {
  readonly pull_request?: { readonly head?: { readonly repo?: { readonly full_name?: string } | null } }
  readonly workflow_run?: { readonly head_repository?: { readonly full_name?: string } | null }
}

/** Reads the occasion from the environment and from the file of the event's payload, which may be missing. */
export async function readOccasion(environment: NodeJS.ProcessEnv = process.env): Promise<Occasion> {
  const text = await readFile(environment.GITHUB_EVENT_PATH ?? '', 'utf8').catch(() => '{}')
  return {
    event: environment.GITHUB_EVENT_NAME || undefined,
    repository: environment.GITHUB_REPOSITORY || undefined,
    headRepository: headRepositoryOf(text),
    actor: environment.GITHUB_ACTOR || undefined,
    ref: environment.GITHUB_REF || undefined,
    cacheMode: environment.ACTIONS_CACHE_MODE || undefined,
    hasCacheToken: Boolean(environment.ACTIONS_RUNTIME_TOKEN),
  }
}

/** `owner/name` in an event's payload; undefined if there is none, as when a fork was deleted. */
export function headRepositoryOf(payload: string): string | undefined {
  try {
    const { pull_request, workflow_run } = JSON.parse(payload) as Payload
    return pull_request?.head?.repo?.full_name ?? workflow_run?.head_repository?.full_name
  } catch {
    return undefined
  }
}
