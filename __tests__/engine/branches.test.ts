import {
  boundariesBack,
  chooseBranches,
  groupByBase,
  hasMoved,
  nameOf,
  surveyBranches,
} from '../../src/engine/branches.ts'
import { openCheckout, openHistory, parseFilter } from '../../src/revision/index.ts'
import {
  type Commit,
  git,
  origin,
  removeTemporaries,
  shallowCheckout,
  temporary,
  truth,
} from '../../testing/git.ts'
import { serveGit } from '../../testing/git-server.ts'

afterAll(removeTemporaries)

const day = 86_400
const now = 20_000 * day + 2100
const previous = 19_999 * day

it.each([
  ['newer than the boundary before', previous + 1, false, true],
  ['on the boundary before, for which it was made', previous, false, false],
  ['older', previous - 1, false, false],
  ['a root, younger than both boundaries', now, true, true],
])('hasMoved: %s', (_, time, root, expected) => expect(hasMoved({ time, root }, previous)).toBe(expected))
it('with a date instead of an interval there is no boundary before', () =>
  expect(hasMoved({ time: 0, root: false }, undefined)).toBe(true))

it('takes branches in the order of the patterns, and those with one full build together', () => {
  const tip = 'f'.repeat(40)
  const branches = ['a', 'main', 'release/2', 'x'].map((name) => ({ name, tip }))
  const chosen = chooseBranches(branches, parseFilter(['main', 'release/*', '**', '!x']))
  expect(chosen.map(({ name }) => name)).toEqual(['main', 'release/2', 'a'])
  const base = (revision: string) => ({
    revision,
    time: 0,
    boundary: 0,
    root: false,
    fitting: false,
    coarser: undefined,
  })
  const units = groupByBase(
    chosen.map((one) => ({ ...one, base: base(one.name === 'release/2' ? 'r' : 'm') })),
  )
  expect(units.map(({ names, base }) => [names, base.revision])).toEqual([
    [['main', 'a'], 'm'],
    [['release/2'], 'r'],
  ])
})

it.each([
  [['a'], 'a'],
  [['a', 'b', 'c'], 'a, b, c'],
  [['a', 'b', 'c', 'd', 'e'], 'a, b, c and 2 more'],
])('nameOf %j', (names, expected) => {
  expect(
    nameOf({
      names,
      tip: '',
      base: { revision: '', time: 0, boundary: 0, root: false, fitting: false, coarser: undefined },
    }),
  ).toBe(expected)
})

describe('hundreds of branches', () => {
  // A trunk of fifty commits, one a day; from each of the last ones many branches, of up to three commits of today,
  // yesterday and longer ago.
  const count = 300
  const trunk = Array.from(
    { length: 50 },
    (_, n): Commit => ({
      parents: n === 0 ? [] : [n - 1],
      time: now - (50 - n) * day,
      ...(n === 49 ? { refs: ['refs/heads/main'] } : {}),
    }),
  )
  const commits: Commit[] = [...trunk]
  for (let n = 0; n < count; n++) {
    let parent = 49 - (n % 7)
    const ages = [[0.01], [1, 0.01], [3, 0.5], [5], [1.5, 1.2, 0.01], []][n % 6] ?? []
    for (const [index, age] of ages.entries()) {
      const refs = index === ages.length - 1 ? [`refs/heads/b/${n}`] : []
      commits.push({ parents: [parent], time: Math.round(now - age * day), refs })
      parent = commits.length - 1
    }
  }
  const choice = {
    revisions: [],
    date: undefined,
    levels: [{ seconds: day, offset: 0 }] as const,
    parents: 'first-parent' as const,
  }
  const boundary = 20_000 * day

  it('takes a handful of requests, and finds what the complete history says', async () => {
    const { directory, ids } = origin(commits)
    const served = temporary()
    git(served, ['clone', '--quiet', '--mirror', directory, 'origin.git'])
    for (const name of ['allowFilter', 'allowAnySHA1InWant'])
      git(`${served}/origin.git`, ['config', `uploadpack.${name}`, 'true'])
    const server = await serveGit(served)
    try {
      const local = shallowCheckout(`file://${directory}`, ids[49] ?? '')
      git(local, ['remote', 'set-url', 'origin', `${server.url}/origin.git`])
      const checkout = await openCheckout(local)
      const access = { serverUrl: 'https://git.example' }
      const history = openHistory({ checkout, access, scratch: temporary() })
      const survey = await surveyBranches(parseFilter(['**']), choice, history, now)
      const branches = git(directory, ['for-each-ref', '--format=%(refname:lstrip=2)', 'refs/heads']).split(
        '\n',
      )
      expect(survey).toMatchObject({ total: branches.length, lost: [] })
      const expected = new Map(
        branches.map((name) => [name, truth(directory, name, boundary, 'first-parent')]),
      )
      const before = new Map(
        branches.map((name) => [
          name,
          truth(directory, name, boundary - boundariesBack * day, 'first-parent'),
        ]),
      )
      const found = [...survey.moved, ...survey.unmoved].flatMap(({ names, base }) =>
        names.map((name): [string, string] => [name, base.revision]),
      )
      expect(new Map(found.sort())).toEqual(new Map([...expected].sort()))
      const moved = survey.moved.flatMap(({ names }) => names).sort()
      expect(moved).toEqual(branches.filter((name) => expected.get(name) !== before.get(name)).sort())
      expect(moved.length).toBeGreaterThan(50)
      // A fetch over HTTP is two or three of them.
      expect(server.requests.length).toBeLessThan(20)
    } finally {
      await server.close()
    }
  }, 120_000)

  it('passes over a branch whose root has a date that is none', async () => {
    const root = { parents: [], time: 1_767_225_600_000_000, refs: ['refs/heads/odd'] }
    const { ids, url } = origin([root, { parents: [], time: boundary, refs: ['refs/heads/main'] }])
    const checkout = await openCheckout(shallowCheckout(url, ids[1] ?? ''))
    const history = openHistory({
      checkout,
      access: { serverUrl: 'https://git.example' },
      scratch: temporary(),
    })
    const survey = await surveyBranches(parseFilter(['**']), choice, history, now)
    expect([...survey.moved, ...survey.unmoved].map(({ names }) => names)).toEqual([['main']])
    expect(survey.lost).toEqual([
      { name: 'odd', reason: expect.stringContaining('1767225600000000 seconds') },
    ])
  })

  it('passes over a branch that is gone', async () => {
    const { directory, ids, url } = origin(commits.slice(0, 60))
    const checkout = await openCheckout(shallowCheckout(url, ids[49] ?? ''))
    const access = { serverUrl: 'https://git.example' }
    // A ref to a commit that is not there is what a branch looks like that was deleted meanwhile.
    const gone = 'e'.repeat(40)
    git(directory, ['config', 'uploadpack.allowAnySHA1InWant', 'true'])
    const history = openHistory({ checkout, access, scratch: temporary() })
    const [first] = await history.branches()
    const wanted = [gone, first?.tip ?? ''].map((start) => ({
      start,
      boundary,
      parents: 'first-parent' as const,
    }))
    const [lost, kept] = await history.truncateAll(wanted)
    expect(lost).toBeInstanceOf(Error)
    expect(kept).toMatchObject({ revision: truth(directory, first?.tip ?? '', boundary, 'first-parent') })
  })
})
