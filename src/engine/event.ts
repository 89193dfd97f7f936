import { readFile } from 'node:fs/promises'

/** What set the job off, as far as it decides which commits are read. Undefined where the runner does not say. */
export interface JobEvent {
  /** GITHUB_EVENT_NAME. */
  readonly name: string | undefined
  /** GITHUB_REF. */
  readonly ref: string | undefined
  /** The branch that a pull request is to be merged into. */
  readonly baseBranch: string | undefined
  readonly defaultBranch: string | undefined
  /** Id of the pull request's own last commit. */
  readonly pullRequestHead: string | undefined
}

/** The input `start`. */
export type StartSetting = 'checkout' | 'pull-request-head'

/** Those on which GitHub checks out what a pull request would be when merged. */
const onMergeCommits = new Set(['pull_request', 'pull_request_review', 'pull_request_review_comment'])

/**
 * The commit at which the walk starts, if that is not the one that is checked out. `pull_request_target` is no such
 * case: it checks out the base branch, or whatever commit the workflow names, which is then the one that is meant.
 */
export function startCommit(setting: StartSetting, event: JobEvent): string | undefined {
  if (setting === 'checkout' || event.name === undefined || !onMergeCommits.has(event.name)) return undefined
  return event.pullRequestHead
}

/**
 * The refs whose GitHub Actions caches the job reads, in GitHub's order; it writes the first.
 * https://docs.github.com/actions/reference/workflows-and-actions/dependency-caching#restrictions-for-accessing-a-cache
 */
export function cacheScopes({ ref, baseBranch, defaultBranch }: JobEvent): readonly string[] {
  const branches = [baseBranch, defaultBranch].flatMap((name) =>
    name === undefined ? [] : `refs/heads/${name}`,
  )
  return [...new Set([...(ref === undefined ? [] : [ref]), ...branches])]
}

interface Payload {
  readonly pull_request?: { readonly head?: { readonly sha?: unknown } }
  readonly repository?: { readonly default_branch?: unknown }
}

/** Reads the event from the environment and from the file of its payload, which may be missing. */
export async function readEvent(environment: NodeJS.ProcessEnv = process.env): Promise<JobEvent> {
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

function parse(text: string): Payload {
  try {
    return (JSON.parse(text) as Payload | null) ?? {}
  } catch {
    return {}
  }
}
