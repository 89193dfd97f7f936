import { join } from 'node:path'
import { openCheckout, openHistory } from '../../src/revision/index.ts'
import { fingerprint, git, origin, removeTemporaries, temporary } from '../../testing/git.ts'

afterAll(removeTemporaries)

const access = { serverUrl: 'https://git.example' }
const commits = Array.from({ length: 4 }, (_, n) => ({
  parents: n === 0 ? [] : [n - 1],
  time: 1_700_000_000 + n,
  files: { [`deep/er/${n}`]: String(n), same: 'same' },
  ...(n === 3 ? { refs: ['refs/heads/main'] } : {}),
}))

it.each([
  [['--depth=1']],
  [['--depth=1', '--filter=tree:0']],
  [['--depth=3', '--filter=tree:0']],
  [['--filter=tree:0']],
  [['--filter=blob:none']],
  [[]],
])('tells which files changed in a clone %j', async (options) => {
  const { url, ids } = origin(commits)
  const directory = join(temporary(), 'clone')
  git('/', ['clone', '--quiet', ...options, url, directory])
  const before = fingerprint(directory)
  const history = openHistory({ checkout: await openCheckout(directory), access, scratch: temporary() })
  expect(await history.changedFiles(ids[1]!, ids[3]!)).toEqual(['deep/er/2', 'deep/er/3'])
  expect(fingerprint(directory)).toEqual(before)
})
