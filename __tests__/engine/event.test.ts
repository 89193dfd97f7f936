import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { replaceSection } from '../../scripts/reference.mjs'
import { headRepositoryOf, readEvent } from '../../src/action/event.ts'
import { defaultMode } from '../../src/action/inputs/index.ts'
import { findBase, findStart } from '../../src/engine/base.ts'
import { cacheScopes, type JobEvent, type StartSetting, startCommit } from '../../src/engine/event.ts'
import { openCheckout, openHistory } from '../../src/revision/index.ts'
import { git, origin, removeTemporaries, shallowCheckout, temporary } from '../../testing/git.ts'
import { serveGit } from '../../testing/git-server.ts'
import { type CommitName, type EventRow, eventTable, eventTableMarkdown, repository } from './event-table.ts'

afterAll(removeTemporaries)

const at = (text: string) => Date.parse(text) / 1000
const names: readonly CommitName[] = ['old', 'yesterday', 'today', 'topic', 'topicToday', 'merge', 'queue']
const { directory, url, ids } = origin([
  { parents: [], time: at('2026-01-12T12:00:00Z') },
  { parents: [0], time: at('2026-01-13T12:00:00Z'), refs: ['refs/tags/v1'] },
  { parents: [1], time: at('2026-01-14T08:00:00Z'), refs: ['refs/heads/main'] },
  { parents: [0], time: at('2026-01-13T18:00:00Z') },
  { parents: [3], time: at('2026-01-14T09:00:00Z'), refs: ['refs/heads/topic', 'refs/pull/7/head'] },
  { parents: [2, 4], time: at('2026-01-14T10:00:00Z'), refs: ['refs/pull/7/merge'] },
  { parents: [2, 4], time: at('2026-01-14T11:00:00Z'), refs: ['refs/heads/gh-readonly-queue/main/pr-7-abc'] },
])
const commits = Object.fromEntries(names.map((name, index) => [name, ids[index]])) as Record<
  CommitName,
  string
>

function fail(message: string): never {
  throw new Error(message)
}

/** As the runner hands it over. */
async function eventOf({ environment, payload }: EventRow): Promise<JobEvent> {
  const place = mkdtempSync(join(tmpdir(), 'event-'))
  const path = join(place, 'event.json')
  writeFileSync(path, JSON.stringify(payload?.(commits) ?? {}))
  const event = await readEvent({ ...environment, GITHUB_EVENT_PATH: path })
  rmSync(place, { recursive: true })
  return event
}

async function baseOf(
  row: EventRow,
  start: StartSetting,
  complain: (message: string) => void = fail,
): Promise<string | undefined> {
  const { levels, now } = {
    levels: [{ seconds: 86_400, offset: 0 }] as const,
    now: at('2026-01-15T00:35:00Z'),
  }
  const checkout = await openCheckout(shallowCheckout(url, commits[row.head]))
  const ref = row.environment.GITHUB_REF
  const access = { serverUrl: 'https://git.example', ...(ref === undefined ? {} : { ref }) }
  const history = openHistory({ checkout, access, scratch: temporary() })
  const found = await findStart(start, await eventOf(row), history, complain)
  const choice = { revisions: [], date: undefined, levels, parents: 'first-parent' as const }
  const instant = row.mode === 'full' ? now : found.instant
  const base = await findBase(choice, history, { ...found, instant })
  return names.find((name) => commits[name] === base.revision)
}

describe.each(eventTable)('$when', (row) => {
  it('has this full build, in a checkout of depth 1', async () => {
    expect(defaultMode(row.environment.GITHUB_EVENT_NAME)).toBe(row.mode)
    expect(await baseOf(row, 'checkout')).toBe(row.base)
    expect(await baseOf(row, 'pull-request-head')).toBe(row.ownBase ?? row.base)
  })
  it('reads these caches', async () => {
    expect(cacheScopes(await eventOf(row))).toEqual(row.scopes)
  })
})

const pullRequest = eventTable.find(({ head }) => head === 'merge')
if (pullRequest === undefined) throw new Error('there is no row of a pull request')

it('finds the head of a pull request on a server that serves refs only', async () => {
  const served = temporary()
  git(served, ['clone', '--quiet', '--mirror', directory, 'origin.git'])
  const server = await serveGit(served)
  try {
    // Over HTTP and without any permission to ask for ids, git serves those of its refs only.
    git(join(served, 'origin.git'), ['update-ref', '-d', 'refs/pull/7/head'])
    git(join(served, 'origin.git'), ['update-ref', '-d', 'refs/heads/topic'])
    git(join(served, 'origin.git'), ['config', 'uploadpack.allowFilter', 'true'])
    const local = shallowCheckout(url, commits.merge)
    git(local, ['remote', 'set-url', 'origin', `${server.url}/origin.git`])
    const checkout = await openCheckout(local)
    const access = { serverUrl: 'https://git.example', ref: 'refs/pull/7/merge' }
    const start = await findStart(
      'pull-request-head',
      await eventOf(pullRequest),
      openHistory({ checkout, access, scratch: temporary() }),
      fail,
    )
    expect(start).toEqual({ revision: commits.topicToday, instant: at('2026-01-14T09:00:00Z') })
  } finally {
    await server.close()
  }
})

it('warns, and starts at the checkout, where the head cannot be fetched', async () => {
  const row = { ...pullRequest, payload: () => ({ pull_request: { head: { sha: 'e'.repeat(40) } } }) }
  const complaints: string[] = []
  expect(await baseOf(row, 'pull-request-head', (text) => complaints.push(text))).toBe('yesterday')
  expect(complaints).toEqual([
    expect.stringMatching(/^The full build is that of the base branch: .*e{40} could not be fetched/),
  ])
})

it.each([
  ['no JSON', 'x'],
  ['null', 'null'],
  ['an option instead of an id', '{"pull_request":{"head":{"sha":"--upload-pack=touch x"}}}'],
  ['a short id', '{"pull_request":{"head":{"sha":"abcdef"}}}'],
  ['a number', '{"pull_request":{"head":{"sha":7}},"repository":{"default_branch":7}}'],
])('a payload with %s has no head', async (_, text) => {
  const place = temporary()
  const path = join(place, 'event.json')
  writeFileSync(path, text)
  const event = await readEvent({ GITHUB_EVENT_NAME: 'pull_request', GITHUB_EVENT_PATH: path })
  expect([event.pullRequestHead, event.defaultBranch]).toEqual([undefined, undefined])
  expect(startCommit('pull-request-head', event)).toBeUndefined()
})

it('the table of docs/events.md is this one (UPDATE_DOCS=1 writes it)', () => {
  const path = fileURLToPath(new URL('../../docs/events.md', import.meta.url))
  const text = readFileSync(path, 'utf8')
  const markdown = eventTableMarkdown(({ environment, payload }) => ({
    event: environment.GITHUB_EVENT_NAME,
    repository,
    headRepository: headRepositoryOf(JSON.stringify(payload?.(commits) ?? {})),
    actor: 'octocat',
    ref: environment.GITHUB_REF,
    cacheMode: undefined,
    hasCacheToken: true,
  }))
  const expected = replaceSection(text, 'events', markdown)
  if (process.env.UPDATE_DOCS === '1') writeFileSync(path, expected)
  else expect(text).toBe(expected)
})
