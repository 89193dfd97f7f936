import { commentOnPullRequest } from '../../src/action/comment.ts'
import { actionLog } from '../../src/action/log.ts'
import { setLog } from '../../src/lib/log.ts'
import type { Report } from '../../src/report/report.ts'
import { type CommentsRest, startCommentsRest } from '../../testing/comments-rest.ts'
import { createReport, unitReport } from '../../testing/report.ts'

const bot = { login: 'github-actions[bot]', type: 'Bot' } as const
const mallory = { login: 'mallory', type: 'User' } as const
const robot = { login: 'robot', type: 'User' } as const

let rest: CommentsRest
let printed: string[]
let write: typeof process.stdout.write

beforeEach(async () => {
  rest = await startCommentsRest('octo/sample', 7, [
    { token: 'job', user: bot, permission: 'write' },
    { token: 'fork', user: bot, permission: 'read' },
    { token: 'personal', user: robot, permission: 'write' },
  ])
  printed = []
  write = process.stdout.write
  process.stdout.write = ((text: string) => printed.push(text) > 0) as typeof process.stdout.write
})
afterEach(async () => {
  process.stdout.write = write
  await rest.close()
})

setLog(actionLog)

interface Job {
  readonly report?: Report
  readonly token?: string | undefined
  readonly installables?: readonly string[]
  readonly environment?: NodeJS.ProcessEnv
  readonly timeoutSeconds?: number
}

const comment = ({ report = createReport(), environment, ...options }: Job = {}) =>
  commentOnPullRequest(report, {
    token: 'job',
    installables: ['.#pkg'],
    environment: {
      GITHUB_API_URL: rest.url,
      GITHUB_REPOSITORY: 'octo/sample',
      GITHUB_REF: 'refs/pull/7/merge',
      GITHUB_WORKFLOW: 'CI',
      GITHUB_JOB: 'build',
      GITHUB_ACTION: '__self',
      RUNNER_OS: 'Linux',
      RUNNER_ARCH: 'X64',
      ...environment,
    },
    ...options,
  })

const writes = () => rest.requests.filter((line) => !line.startsWith('GET'))

/** Nothing that the runner would show anybody. */
function expectQuiet(): void {
  expect(printed.filter((line) => line.startsWith('::'))).toEqual([])
}

it('is made once and then updated in place', async () => {
  await comment()
  expect(rest.comments).toEqual([
    { id: 1, user: bot, body: expect.stringContaining('1 of 60 modules compiled') },
  ])
  await comment({ report: createReport({ failure: { message: 'It broke.', builds: [] }, units: [] }) })
  expect(rest.comments).toEqual([{ id: 1, user: bot, body: expect.stringContaining('It broke.') }])
  expect(writes()).toEqual([
    'POST /repos/octo/sample/issues/7/comments',
    'PATCH /repos/octo/sample/issues/comments/1',
  ])
  expectQuiet()
})

it('is found among hundreds of others', async () => {
  await comment()
  const others = Array.from({ length: 250 }, (_, index) => ({
    id: 1000 + index,
    user: mallory,
    body: 'LGTM',
  }))
  rest.comments.unshift(...others)
  await comment()
  expect(rest.comments).toHaveLength(251)
  expect(writes().at(-1)).toBe('PATCH /repos/octo/sample/issues/comments/1')
})

it.each<[string, Job]>([
  ['workflow', { environment: { GITHUB_WORKFLOW: 'Other' } }],
  ['job', { environment: { GITHUB_JOB: 'other' } }],
  ['step', { environment: { GITHUB_ACTION: '__self_2' } }],
  ['system', { environment: { RUNNER_OS: 'macOS' } }],
  ['installable', { installables: ['.#other'] }],
])('is another one for another %s', async (_, other) => {
  await comment()
  await comment(other)
  await comment()
  await comment(other)
  expect(rest.comments.map(({ id }) => id)).toEqual([1, 2])
})

it('leaves alone what others wrote, marker and all', async () => {
  await comment()
  const [own] = rest.comments
  rest.comments.splice(0, 1, { id: 99, user: mallory, body: own?.body ?? '' })
  await comment()
  expect(rest.comments.map(({ id }) => id)).toEqual([99, 2])
  // With the token of a person it is that person's own.
  await comment({ token: 'personal' })
  await comment({ token: 'personal' })
  expect(rest.comments.map(({ id, user }) => [id, user.login])).toEqual([
    [99, 'mallory'],
    [2, bot.login],
    [3, 'robot'],
  ])
})

it('fits, whatever is in the report', async () => {
  const compiled = Array.from({ length: 5000 }, (_, index) => ({
    name: `Module${index}`,
    reason: 'Flags changed',
  }))
  await comment({ report: createReport({ units: [unitReport({ compiled })] }) })
  expect(rest.comments[0]?.body).toContain('5,000 modules compiled')
})

it('mentions nobody', async () => {
  await comment({ report: createReport({ warnings: ['@octo/team see #12'] }) })
  expect(rest.comments[0]?.body).not.toMatch(/@octo|#12/)
})

it.each<[string, Job, RegExp]>([
  ['a fork', { token: 'fork' }, /not accessible by integration.*`pull-requests: write`/],
  ['a bad token', { token: 'nonsense' }, /Bad credentials/],
  ['no token', { token: undefined }, /`github-token` is empty/],
  ['a push', { environment: { GITHUB_REF: 'refs/heads/main' } }, /not for a pull request/],
  [
    'a branch named like one',
    { environment: { GITHUB_REF: 'refs/heads/refs/pull/7/' } },
    /not for a pull request/,
  ],
  [
    'a service that is not there',
    { environment: { GITHUB_API_URL: 'http://127.0.0.1:1' } },
    /There is no comment/,
  ],
])('%s costs the comment and nothing else', async (_, job, line) => {
  await comment(job)
  expect(rest.comments).toEqual([])
  expect(printed.join('')).toMatch(line)
  expectQuiet()
})

it.each([
  ['fails', { status: 500, message: 'Server Error' } as const],
  ['hangs', 'hang' as const],
])('a service that %s costs the comment and nothing else', async (_, answer) => {
  rest.intercept = () => answer
  await comment({ timeoutSeconds: 1 })
  expect(rest.comments).toEqual([])
  expect(printed.join('')).toContain('There is no comment on pull request 7')
  expectQuiet()
})
