import { readFile } from 'node:fs/promises'
import type { Occasion } from '../cache/index.ts'
import type { JobEvent } from '../engine/event.ts'

/** What set the job off, from the environment and from the file of the event's payload. */

interface Payload {
  readonly pull_request?: {
    readonly head?: { readonly sha?: unknown; readonly repo?: { readonly full_name?: string } | null }
  }
  readonly workflow_run?: { readonly head_repository?: { readonly full_name?: string } | null }
  readonly repository?: { readonly default_branch?: unknown }
}

/** Reads the event from the environment and from the file of its payload, which may be missing. */
export async function readEvent(environment: NodeJS.ProcessEnv): Promise<JobEvent> {
  const text = await readFile(environment.GITHUB_EVENT_PATH ?? '', 'utf8').catch(() => '{}')
  const { pull_request, repository } = parse(text)
  const head = pull_request?.head?.sha
  const defaultBranch = repository?.default_branch
  return {
    name: environment.GITHUB_EVENT_NAME || undefined,
    ref: environment.GITHUB_REF || undefined,
    baseBranch: environment.GITHUB_BASE_REF || undefined,
    defaultBranch: typeof defaultBranch === 'string' ? defaultBranch : undefined,
    // It becomes an argument of git's.
    pullRequestHead:
      typeof head === 'string' && /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(head) ? head : undefined,
  }
}

/** Reads the occasion from the environment and from the file of the event's payload, which may be missing. */
export async function readOccasion(environment: NodeJS.ProcessEnv): Promise<Occasion> {
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
  const { pull_request, workflow_run } = parse(payload)
  return pull_request?.head?.repo?.full_name ?? workflow_run?.head_repository?.full_name
}

function parse(text: string): Payload {
  try {
    return (JSON.parse(text) as Payload | null) ?? {}
  } catch {
    return {}
  }
}
