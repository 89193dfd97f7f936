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

describe('of many pairs of commits', () => {
  const first = { 'a.hs': '1', 'b/c.hs': '1', 'flake.lock': '1', 'odd \n"ä.hs': '1', 'README.md': '1' }
  const steps = [
    { files: first },
    { files: { 'a.hs': '2', 'README.md': '2' } },
    { files: { 'a.hs': '1', 'README.md': '1', 'new.hs': '1' } },
    { files: {} },
  ]
  const quoted = (files: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(files).map(([path, text]) => [JSON.stringify(path), text]))
  const many = steps.map(({ files }, n) => ({
    parents: n === 0 ? [] : [n - 1],
    time: 1_700_000_000 + n,
    files: quoted(files),
    ...(n === 3 ? { refs: ['refs/heads/main'] } : {}),
  }))

  it.each([
    [['--depth=1']],
    [['--depth=1', '--filter=tree:0']],
    [['--filter=tree:0']],
    [['--filter=blob:none']],
    [[]],
  ])('tells in a clone %j what changed, in files of the patterns', async (options) => {
    const { url, ids } = origin(many)
    const directory = join(temporary(), 'clone')
    git('/', ['clone', '--quiet', ...options, url, directory])
    const before = fingerprint(directory)
    const history = openHistory({ checkout: await openCheckout(directory), access, scratch: temporary() })
    const pairs = [
      [ids[0]!, ids[1]!],
      [ids[1]!, ids[0]!],
      [ids[3]!, ids[0]!],
      [ids[2]!, ids[3]!],
      [ids[0]!, ids[3]!],
    ] as const
    expect(await history.changesOf(pairs, ['*.hs', '*flake.lock'])).toEqual([
      [{ path: 'a.hs', kind: 'changed' }],
      [{ path: 'a.hs', kind: 'changed' }],
      [{ path: 'new.hs', kind: 'removed' }],
      [],
      [{ path: 'new.hs', kind: 'added' }],
    ])
    expect(fingerprint(directory)).toEqual(before)
  })

  it('takes any name of a file', async () => {
    const { url, ids } = origin([
      many[0]!,
      { parents: [0], time: 1_700_000_001, files: quoted({ 'odd \n"ä.hs': '2' }), refs: ['refs/heads/main'] },
    ])
    const directory = join(temporary(), 'clone')
    git('/', ['clone', '--quiet', url, directory])
    const history = openHistory({ checkout: await openCheckout(directory), access, scratch: temporary() })
    expect(await history.changesOf([[ids[0]!, ids[1]!]], ['*.hs'])).toEqual([
      [{ path: 'odd \n"ä.hs', kind: 'changed' }],
    ])
    expect(await history.changesOf([], ['*.hs'])).toEqual([])
  })

  it('does not take files that it cannot have for files that did not change', async () => {
    const { url, ids } = origin(many)
    const directory = join(temporary(), 'clone')
    git('/', ['clone', '--quiet', '--depth=1', url, directory])
    git(directory, ['remote', 'remove', 'origin'])
    const history = openHistory({ checkout: await openCheckout(directory), access, scratch: temporary() })
    await expect(history.changesOf([[ids[0]!, ids[3]!]], ['*.hs'])).rejects.toMatchObject({
      name: 'RemoteError',
    })
  })
})
