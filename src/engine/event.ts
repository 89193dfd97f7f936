/** What set the job off, as far as it decides which commits are read. Undefined where the runner does not say. */
export interface JobEvent {
  /** By GitHub's names of events. */
  readonly name: string | undefined
  /** The ref that the job runs for, `refs/…`. */
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

/** Whether a walk from what is checked out starts at a merge that GitHub made for this job, and that nobody builds on. */
export function startsAtMerge(setting: StartSetting, { name }: JobEvent): boolean {
  return setting === 'checkout' && name !== undefined && onMergeCommits.has(name)
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
