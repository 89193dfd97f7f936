import { mayWrite, type Occasion } from '../../src/cache/permission.ts'

/** What each event means for the choice of the full build: the cases of the test and the rows of docs/events.md. */
export interface EventRow {
  readonly when: string
  /** The commit that is checked out, by its name in the test's history. */
  readonly head: CommitName
  readonly environment: Readonly<Record<string, string>>
  /** Made from the ids of the commits. */
  readonly payload?: (ids: Readonly<Record<CommitName, string>>) => unknown
  readonly mode: 'incremental' | 'full'
  /** The commit of the full build; with `start: pull-request-head` where that is another. */
  readonly base: CommitName
  readonly ownBase?: CommitName
  readonly scopes: readonly string[]
  /** For people. */
  readonly checkedOut: string
  readonly truncatesTo: string
}

/**
 * main:         old (two days ago) ── yesterday ── today
 * pull request:  └── topic (yesterday) ── topicToday
 * merge and queue are merges of `today` and `topicToday`, made later today.
 */
export type CommitName = 'old' | 'yesterday' | 'today' | 'topic' | 'topicToday' | 'merge' | 'queue'

export const repository = 'octo/sample'
const main = 'refs/heads/main'
const ofMain = 'the last commit of the branch before the boundary'
const byBase = 'the base branch’s last commit before the boundary'
const ofNow = 'the last commit of the branch before the boundary of now'

const pullRequest =
  (full_name: string) =>
  ({ topicToday }: Readonly<Record<CommitName, string>>) => ({
    repository: { full_name: repository, default_branch: 'main' },
    pull_request: { number: 7, head: { sha: topicToday, repo: { full_name } } },
  })
const onMain = () => ({ repository: { full_name: repository, default_branch: 'main' } })

export const eventTable: readonly EventRow[] = [
  {
    when: '`push` to a branch',
    head: 'today',
    environment: { GITHUB_EVENT_NAME: 'push', GITHUB_REF: main },
    payload: onMain,
    mode: 'incremental',
    base: 'yesterday',
    scopes: [main],
    checkedOut: 'the pushed commit',
    truncatesTo: ofMain,
  },
  {
    when: '`push` to a branch other than the default one',
    head: 'topicToday',
    environment: { GITHUB_EVENT_NAME: 'push', GITHUB_REF: 'refs/heads/topic' },
    payload: onMain,
    mode: 'incremental',
    base: 'topic',
    scopes: ['refs/heads/topic', main],
    checkedOut: 'the pushed commit',
    truncatesTo:
      'the same; where the branch is younger than the boundary, a commit of the branch that it came from',
  },
  {
    when: '`pull_request` from a branch of the repository',
    head: 'merge',
    environment: {
      GITHUB_EVENT_NAME: 'pull_request',
      GITHUB_REF: 'refs/pull/7/merge',
      GITHUB_BASE_REF: 'main',
    },
    payload: pullRequest(repository),
    mode: 'incremental',
    base: 'yesterday',
    ownBase: 'topic',
    scopes: ['refs/pull/7/merge', main],
    checkedOut: 'a merge of the pull request onto the base branch',
    truncatesTo: byBase,
  },
  {
    when: '`pull_request` from a fork',
    head: 'merge',
    environment: {
      GITHUB_EVENT_NAME: 'pull_request',
      GITHUB_REF: 'refs/pull/7/merge',
      GITHUB_BASE_REF: 'main',
    },
    payload: pullRequest('mallory/sample'),
    mode: 'incremental',
    base: 'yesterday',
    ownBase: 'topic',
    scopes: ['refs/pull/7/merge', main],
    checkedOut: 'the same',
    truncatesTo: byBase,
  },
  {
    when: '`pull_request` against a branch other than the default one',
    head: 'merge',
    environment: {
      GITHUB_EVENT_NAME: 'pull_request',
      GITHUB_REF: 'refs/pull/7/merge',
      GITHUB_BASE_REF: 'release',
    },
    payload: pullRequest(repository),
    mode: 'incremental',
    base: 'yesterday',
    ownBase: 'topic',
    scopes: ['refs/pull/7/merge', 'refs/heads/release', main],
    checkedOut: 'the same',
    truncatesTo: byBase,
  },
  {
    when: '`pull_request` where the workflow checks out the pull request’s own head',
    head: 'topicToday',
    environment: {
      GITHUB_EVENT_NAME: 'pull_request',
      GITHUB_REF: 'refs/pull/7/merge',
      GITHUB_BASE_REF: 'main',
    },
    payload: pullRequest(repository),
    mode: 'incremental',
    base: 'topic',
    scopes: ['refs/pull/7/merge', main],
    checkedOut: 'the pull request’s last commit',
    truncatesTo:
      'the pull request’s last commit before the boundary, or else the base branch’s at which it began',
  },
  {
    when: '`pull_request_target`',
    head: 'today',
    environment: { GITHUB_EVENT_NAME: 'pull_request_target', GITHUB_REF: main, GITHUB_BASE_REF: 'main' },
    payload: pullRequest('mallory/sample'),
    mode: 'incremental',
    base: 'yesterday',
    scopes: [main],
    checkedOut: 'the base branch',
    truncatesTo: byBase,
  },
  {
    when: '`merge_group`',
    head: 'queue',
    environment: {
      GITHUB_EVENT_NAME: 'merge_group',
      GITHUB_REF: 'refs/heads/gh-readonly-queue/main/pr-7-abc',
    },
    payload: onMain,
    mode: 'incremental',
    base: 'yesterday',
    scopes: ['refs/heads/gh-readonly-queue/main/pr-7-abc', main],
    checkedOut: 'what the base branch would become',
    truncatesTo: byBase,
  },
  {
    when: '`schedule`',
    head: 'today',
    environment: { GITHUB_EVENT_NAME: 'schedule', GITHUB_REF: main },
    payload: onMain,
    mode: 'full',
    base: 'today',
    scopes: [main],
    checkedOut: 'the default branch',
    truncatesTo: ofNow,
  },
  {
    when: '`workflow_dispatch`',
    head: 'today',
    environment: { GITHUB_EVENT_NAME: 'workflow_dispatch', GITHUB_REF: main },
    payload: onMain,
    mode: 'full',
    base: 'today',
    scopes: [main],
    checkedOut: 'the branch that was chosen',
    truncatesTo: ofNow,
  },
  {
    when: '`workflow_run`',
    head: 'today',
    environment: { GITHUB_EVENT_NAME: 'workflow_run', GITHUB_REF: main },
    payload: () => ({ ...onMain(), workflow_run: { head_repository: { full_name: repository } } }),
    mode: 'incremental',
    base: 'yesterday',
    scopes: [main],
    checkedOut: 'the default branch, unless the workflow names another commit',
    truncatesTo: 'the last commit before the boundary, seen from there',
  },
  {
    when: '`push` of a tag, `release`',
    head: 'yesterday',
    environment: { GITHUB_EVENT_NAME: 'push', GITHUB_REF: 'refs/tags/v1' },
    payload: onMain,
    mode: 'incremental',
    base: 'old',
    scopes: ['refs/tags/v1', main],
    checkedOut: 'the tagged commit',
    truncatesTo: 'its last ancestor before the boundary of the day on which it was committed',
  },
  {
    when: 'an old run again',
    head: 'yesterday',
    environment: { GITHUB_EVENT_NAME: 'push', GITHUB_REF: main, GITHUB_RUN_ATTEMPT: '2' },
    payload: onMain,
    mode: 'incremental',
    base: 'old',
    scopes: [main],
    checkedOut: 'the same commit as then',
    truncatesTo:
      'the same commit as then, whose full build may be gone from the cache: then it is made again',
  },
  {
    when: 'outside of GitHub Actions',
    head: 'today',
    environment: {},
    mode: 'incremental',
    base: 'yesterday',
    scopes: [],
    checkedOut: 'whatever is',
    truncatesTo: 'its last ancestor before the boundary',
  },
]

const scopeNames: Readonly<Record<string, string>> = {
  [main]: 'the default branch’s',
  'refs/heads/topic': 'the branch’s',
  'refs/heads/release': 'the base branch’s',
  'refs/pull/7/merge': 'the pull request’s',
  'refs/tags/v1': 'the tag’s',
  'refs/heads/gh-readonly-queue/main/pr-7-abc': 'the queue’s',
}

export function eventTableMarkdown(writes: (row: EventRow) => Occasion): string {
  return [
    '| Set off by | Checked out | The full build is of | GitHub caches read | Written |',
    '| --- | --- | --- | --- | --- |',
    ...eventTable.map((row) => {
      const own = row.ownBase === undefined ? '' : '. With `start: pull-request-head`: the pull request’s own'
      const scopes = row.scopes.map((scope) => scopeNames[scope]).join(', then ') || 'none'
      const write = mayWrite('auto', 'github', writes(row))
      const written = row.scopes.length === 0 ? '–' : write.write ? 'the first' : 'none'
      return `| ${row.when} | ${row.checkedOut} | ${row.truncatesTo}${own} | ${scopes} | ${written} |`
    }),
  ].join('\n')
}
