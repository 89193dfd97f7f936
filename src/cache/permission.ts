import { writesForbidden } from './github/github.ts'

/** The input `cache-write`. */
export type CacheWrite = 'auto' | 'always' | 'never'

/** What decides whether a job may write. Undefined where the runner does not say. */
export interface Occasion {
  /** By GitHub's names of events. */
  readonly event: string | undefined
  /** `owner/name` of the repository that the job runs for. */
  readonly repository: string | undefined
  /** `owner/name` that the commit comes from, of a pull request or of the run that a `workflow_run` followed. */
  readonly headRepository: string | undefined
  /** Who set the job off. */
  readonly actor: string | undefined
  /** The ref that the job runs for, `refs/…`. */
  readonly ref: string | undefined
  /** What the service lets the job do, see `writesForbidden`. */
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
