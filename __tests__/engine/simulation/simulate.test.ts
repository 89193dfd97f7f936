import { candidatesOf } from '../../../src/engine/simulation/choices.ts'
import { simulate } from '../../../src/engine/simulation/simulate.ts'
import { openCheckout, openHistory, parseLevels } from '../../../src/revision/index.ts'
import {
  type Commit,
  fingerprint,
  git,
  origin,
  removeTemporaries,
  shallowCheckout,
  temporary,
} from '../../../testing/git.ts'

// Real git, and figures that were counted by hand.

afterAll(removeTemporaries)

const at = (text: string) => Date.parse(`2026-01-${text}:00Z`) / 1000
const source = (name: string, ...imports: string[]) =>
  [`module ${name} where`, ...imports.map((one) => `import ${one}`), ''].join('\n')

/** Four modules: B and C import A, nothing imports B, C and D. Weeks end on Wednesdays. */
const files = {
  'A.hs': source('A'),
  'B.hs': source('B', 'A'),
  'C.hs': source('C', 'A'),
  'D.hs': source('D'),
  'flake.lock': '1',
}
const commits: readonly Commit[] = [
  { parents: [], time: at('01T12:00'), files },
  { parents: [0], time: at('08T12:00'), files: { 'flake.lock': '2' } },
  { parents: [1], time: at('12T12:10'), files: { 'D.hs': `${source('D')}-- 1` } },
  // A topic that began on the 12th. What it changed counts from its merge on.
  { parents: [2], time: at('12T13:10'), files: { 'A.hs': `${source('A')}-- 1` } },
  { parents: [2, 3], time: at('13T10:10'), files: { 'A.hs': `${source('A')}-- 1` } },
  { parents: [4], time: at('13T11:30'), files: { 'README.md': '1' } },
  {
    parents: [5],
    time: at('14T09:10'),
    files: { 'B.hs': `${source('B', 'A')}-- 1` },
    refs: ['refs/heads/main'],
  },
]
const wish = (interval = '1 week, 1 day') => ({
  commits: 4,
  candidates: candidatesOf({
    levels: parseLevels(interval),
    date: undefined,
    parents: 'first-parent' as const,
  }),
  directories: [],
  limitSeconds: 600,
})

async function historyOf(directory: string) {
  const checkout = await openCheckout(directory)
  return openHistory({ checkout, access: { serverUrl: 'https://git.example' }, scratch: temporary() })
}

it.each([
  ['of depth 1', ['--depth=1']],
  ['of depth 3', ['--depth=3']],
  ['of everything', []],
  ['without files', ['--filter=blob:none']],
])('replays a checkout %s', async (_, options) => {
  const { url, ids } = origin(commits)
  const directory = `${temporary()}/checkout`
  git('/', ['clone', '--quiet', ...options, url, directory])
  const before = fingerprint(directory)
  const found = await simulate(await historyOf(directory), wish())
  expect(found).toMatchObject({
    ...{ head: ids[6], commits: 4, wanted: 4, complete: true, sources: 4, imports: true },
    ...{ from: at('12T12:10'), to: at('14T09:10') },
  })
  const figures = Object.fromEntries(
    found.intervals.map(({ name, configured: _, ...numbers }) => [name, Object.values(numbers)]),
  )
  // Commits 2, 4, 5 and 6. Full builds, those on others and what these compile; pinned, low, middle.
  expect(figures).toEqual({
    // Bases 1, 2, 4 and 5: D; A and its importers; nothing; B.
    '1 hour': [100, 0, 0, 0, (0.25 + 0.25 + 0 + 0.25) / 4, (0.25 + 0.75 + 0 + 0.25) / 4],
    // Bases 1, 2, 2 and 5.
    '6 hours': [75, 0, 0, 0, (0.25 + 0.25 + 0.25 + 0.25) / 4, (0.25 + 0.75 + 0.75 + 0.25) / 4],
    // The same.
    '1 day': [75, 0, 0, 0, 0.25, 0.5],
    // Weeks begin on Thursdays, the 8th among them: base 0, whose lock file is another, for all.
    '1 week': [25, 0, 0, 1, 1, 1],
    // Of 1 January and of 4 December, before which there is nothing: the root.
    '30 days': [25, 0, 0, 1, 1, 1],
    // On base 0: 1, 2 and 5, which all have the other lock file.
    '1 week, 1 day': [25, 75, 75, 0, 0.25, 0.5],
  })
  expect(found.intervals.filter(({ configured }) => configured).map(({ name }) => name)).toEqual([
    '1 week, 1 day',
  ])
  expect(fingerprint(directory)).toEqual(before)
})

it('takes what time allows, and says so', async () => {
  const { url, ids } = origin(commits)
  const history = await historyOf(shallowCheckout(url, ids[6]!))
  const found = await simulate(history, { ...wish(), limitSeconds: -1 })
  expect(found).toMatchObject({ commits: 0, complete: false, intervals: [] })
})

it('leaves commits out whose dates are none', async () => {
  const { url, directory, ids } = origin(commits)
  // Written by hand: in microseconds, which git keeps and JavaScript has no date for.
  const microseconds = at('14T09:20') * 1_000_000
  const commit = git(directory, ['cat-file', 'commit', ids[6]!]).replace(
    /^(committer .*>) \d+/m,
    `$1 ${microseconds}`,
  )
  const write = ['hash-object', '-t', 'commit', '-w', '--literally', '--stdin']
  const undated = git(directory, write, `${commit}\n`)
  const head = git(
    directory,
    write,
    `${commit.replace(/^parent .*/m, `parent ${undated}`).replace(` ${microseconds}`, ` ${at('14T10:10')}`)}\n`,
  )
  const found = await simulate(await historyOf(shallowCheckout(url, head)), wish('1 day'))
  expect(found).toMatchObject({ head, commits: 3, complete: true, to: at('14T10:10') })
})

it('does without the contents of sources', async () => {
  const { directory: bare, ids } = origin(commits)
  const directory = `${temporary()}/checkout`
  git('/', [
    'clone',
    '--quiet',
    '--no-checkout',
    '--filter=blob:none',
    '--depth=1',
    `file://${bare}`,
    directory,
  ])
  const found = await simulate(await historyOf(directory), wish())
  expect(found).toMatchObject({ head: ids[6], sources: 4, imports: false })
  expect(found.intervals.find(({ name }) => name === '1 day')).toMatchObject({ low: 0.25, middle: 0.25 })
})

it('counts full builds where there are no Haskell sources', async () => {
  const { url, ids } = origin(
    commits.map((commit) => ({ ...commit, files: { 'main.c': String(commit.time) } })),
  )
  const found = await simulate(await historyOf(shallowCheckout(url, ids[6]!)), wish('1 day'))
  expect(found.sources).toBe(0)
  expect(found.intervals.find(({ name }) => name === '1 day')).toMatchObject({
    fullBuilds: 75,
    low: undefined,
  })
})
