import type { Occasion, Permission } from '../../src/cache/permission.ts'

/** Who may write with `cache-write: auto`: the cases of the test and the rows of docs/caches.md. */
export interface WriteRow {
  readonly when: string
  readonly occasion: Partial<Occasion>
  /** Of a store URL, cachix or attic. */
  readonly store: Permission
  /** Of the GitHub cache. */
  readonly github: Permission
}

const yes: Permission = { write: true }
const no = (why: string): Permission => ({ write: false, why })
const both = (verdict: Permission) => ({ store: verdict, github: verdict })
const own = 'octo/sample'
const fork = 'mallory/sample'

export const writeTable: readonly WriteRow[] = [
  { when: '`push` to a branch', occasion: { event: 'push', ref: 'refs/heads/main' }, ...both(yes) },
  {
    when: '`push` of a tag',
    occasion: { event: 'push', ref: 'refs/tags/v1' },
    store: yes,
    github: no('the GitHub Actions cache of a tag is read by nobody else'),
  },
  { when: '`schedule`', occasion: { event: 'schedule' }, ...both(yes) },
  { when: '`workflow_dispatch`', occasion: { event: 'workflow_dispatch' }, ...both(yes) },
  { when: '`repository_dispatch`', occasion: { event: 'repository_dispatch' }, ...both(yes) },
  {
    when: '`pull_request` from a branch of the repository',
    occasion: { event: 'pull_request', headRepository: own },
    ...both(yes),
  },
  {
    when: '`pull_request` from a fork',
    occasion: { event: 'pull_request', headRepository: fork },
    ...both(no('the pull request comes from a fork')),
  },
  {
    when: '`pull_request` from a fork that was deleted',
    occasion: { event: 'pull_request' },
    ...both(no('the pull request comes from a fork')),
  },
  {
    when: '`pull_request` by Dependabot',
    occasion: { event: 'pull_request', headRepository: own, actor: 'dependabot[bot]' },
    ...both(no('it was set off by Dependabot')),
  },
  {
    when: '`push` by Dependabot',
    occasion: { event: 'push', actor: 'dependabot[bot]' },
    ...both(no('it was set off by Dependabot')),
  },
  {
    when: '`pull_request_target`',
    occasion: { event: 'pull_request_target', headRepository: own },
    ...both(no('`pull_request_target` runs with rights of the base branch on behalf of any pull request')),
  },
  {
    when: '`merge_group`',
    occasion: { event: 'merge_group', ref: 'refs/heads/gh-readonly-queue/main/pr-1-abc' },
    store: yes,
    github: no('the GitHub Actions cache of a merge queue is read by nobody else'),
  },
  {
    when: '`workflow_run` after a run of the repository',
    occasion: { event: 'workflow_run', headRepository: own },
    ...both(yes),
  },
  {
    when: '`workflow_run` after a run for a fork',
    occasion: { event: 'workflow_run', headRepository: fork },
    ...both(no('it follows a run for a fork')),
  },
  {
    when: '`release`',
    occasion: { event: 'release', ref: 'refs/tags/v1' },
    store: yes,
    github: no('the GitHub Actions cache of a tag is read by nobody else'),
  },
  {
    when: '`issue_comment`, and every other event',
    occasion: { event: 'issue_comment', ref: 'refs/heads/main' },
    ...both(no('outsiders may have caused the event `issue_comment`')),
  },
  {
    when: 'ACTIONS_CACHE_MODE is `read` or `none`',
    occasion: { event: 'push', cacheMode: 'read' },
    store: yes,
    github: no('the cache mode of this job is "read"'),
  },
  {
    when: 'the runner offers no cache token',
    occasion: { event: 'push', hasCacheToken: false },
    store: yes,
    github: no('the runner offers it no token for the GitHub Actions cache'),
  },
  { when: 'outside of GitHub Actions', occasion: {}, ...both(yes) },
]

export const defaultOccasion: Occasion = {
  event: undefined,
  repository: own,
  headRepository: undefined,
  actor: 'octocat',
  ref: 'refs/heads/main',
  cacheMode: undefined,
  hasCacheToken: true,
}

const cell = (verdict: Permission) => (verdict.write ? 'yes' : `no: ${verdict.why}`)

export function writeTableMarkdown(): string {
  return [
    '| Set off by | Store, cachix, attic | GitHub cache |',
    '| --- | --- | --- |',
    ...writeTable.map(({ when, store, github }) => `| ${when} | ${cell(store)} | ${cell(github)} |`),
  ].join('\n')
}
