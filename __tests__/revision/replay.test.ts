import { openCheckout, openHistory, type Parents } from '../../src/revision/index.ts'
import {
  type Commit,
  fingerprint,
  origin,
  removeTemporaries,
  shallowCheckout,
  temporary,
  truth,
} from '../../testing/git.ts'

// What a replay says of the commits of a branch is what git says of each of them in the complete history.

afterAll(removeTemporaries)

const access = { serverUrl: 'https://git.example' }
const day = 86_400
const start = 1_700_006_400
const at = (days: number) => Math.floor(start + days * day)
const line = (...days: number[]): Commit[] =>
  days.map((d, n) => ({ parents: n === 0 ? [] : [n - 1], time: at(d) }))

const histories: [string, readonly Commit[]][] = [
  ['a line', line(0, 1, 1.2, 1.4, 3, 9, 9.1, 40)],
  [
    'topics that were merged late',
    [
      ...line(0, 1, 2, 3),
      { parents: [0], time: at(0.5) },
      { parents: [3, 4], time: at(4) },
      { parents: [2], time: at(2.5) },
      { parents: [5, 6], time: at(5) },
      { parents: [7], time: at(6) },
    ],
  ],
  ['a clock ahead', line(0, 1, 30, 3, 4, 5)],
  ['a clock behind', line(0, 1, 2, -30, 3, 4)],
  ['equal times', line(0, 0, 0, 1, 1, 1)],
]
const depths = [1, 100]
const kinds: readonly Parents[] = ['first-parent', 'all']

it.each(
  histories.flatMap(([name, commits]) =>
    depths.map((depth): [string, number, readonly Commit[]] => [name, depth, commits]),
  ),
)('%s, in a checkout of depth %i', async (_, depth, commits) => {
  const { directory, url, ids } = origin(commits)
  const place = shallowCheckout(url, ids.at(-1)!, depth)
  const before = fingerprint(place)
  const history = openHistory({ checkout: await openCheckout(place), access, scratch: temporary() })
  const replay = await history.replay(4)
  let expected: string[] = [ids.at(-1)!]
  while (expected.length < 4) {
    const parent = commits[ids.indexOf(expected.at(-1)!)]!.parents[0]!
    expected = [...expected, ids[parent]!]
  }
  expect(replay.commits.map(({ revision }) => revision)).toEqual(expected)
  for (const { revision, time } of replay.commits)
    for (const parents of kinds)
      for (const boundary of [time, time - 0.3 * day, time - 7 * day, time - 400 * day]) {
        const whole = Math.floor(boundary)
        const { revision: found } = await replay.truncate({ start: revision, boundary: whole, parents })
        expect([boundary, found]).toEqual([boundary, truth(directory, revision, whole, parents)])
      }
  expect(fingerprint(place)).toEqual(before)
})

it('has all commits there are, and asks no remote for what it has', async () => {
  const { url, ids } = origin(line(0, 1, 2))
  const checkout = { ...(await openCheckout(shallowCheckout(url, ids[2]!, 100))), remote: 'none' }
  const { commits, truncate } = await openHistory({ checkout, access, scratch: temporary() }).replay(50)
  expect(commits.map(({ revision }) => revision)).toEqual(ids.toReversed())
  expect(await truncate({ start: ids[2]!, boundary: at(1), parents: 'first-parent' })).toEqual({
    ...{ revision: ids[1], time: at(1), root: false, fetches: 0 },
  })
})

it('fetches the history of many commits with a handful of requests', async () => {
  const hours = Array.from({ length: 300 }, (_, n) => n / 6)
  const { url, ids } = origin(line(...hours))
  const checkout = await openCheckout(shallowCheckout(url, ids.at(-1)!))
  const replay = await openHistory({ checkout, access, scratch: temporary() }).replay(100)
  expect(replay.commits).toHaveLength(100)
  let fetches = 0
  for (const { revision, time } of replay.commits.toReversed())
    fetches += (
      await replay.truncate({ start: revision, boundary: time - 20 * day, parents: 'first-parent' })
    ).fetches
  expect(fetches).toBeLessThanOrEqual(2)
})

it('names the remote that does not give it', async () => {
  const { url, ids } = origin(line(0, 1, 2))
  const place = shallowCheckout(url, ids[2]!)
  const checkout = await openCheckout(place)
  const { remote: _, ...alone } = checkout
  const history = openHistory({ checkout: alone, access, scratch: temporary() })
  await expect(history.replay(2)).rejects.toMatchObject({ name: 'RemoteError', reason: 'no-remote' })
  expect((await history.replay(1)).commits).toHaveLength(1)
})
