import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openCheckout, openHistory } from '../../src/revision/index.ts'
import { type Commit, git, origin, removeTemporaries, temporary } from '../../testing/git.ts'

afterAll(removeTemporaries)

const access = { serverUrl: 'https://git.example' }
const commits: Commit[] = [0, 1, 2, 3].map((n) => ({
  parents: n === 0 ? [] : [n - 1],
  time: 1_700_000_000 + n * 1000,
  files: { [`dir/${n}`]: `${n}`, changing: `changing ${n}`, other: 'same' },
  refs: n === 3 ? ['refs/heads/main'] : [],
}))

function clone(format: 'sha1' | 'sha256', ...options: string[]) {
  const made = origin(commits, format)
  const directory = join(temporary(), 'checkout')
  git('/', ['clone', '--quiet', ...options, made.url, directory])
  return { directory, ids: made.ids, url: made.url }
}

/** Every object of the commit is there, without any fetching. */
function expectComplete(source: string, revision: string, files: number) {
  const offline = { GIT_ALLOW_PROTOCOL: 'none' }
  const listed = git(source, ['rev-list', '--objects', '--no-walk', revision], '', offline).split('\n')
  const objects = listed.map((one) => one.split(' ')[0])
  const types = git(source, ['cat-file', '--batch-check=%(objecttype)'], objects.join('\n'), offline).split(
    '\n',
  )
  expect(types.filter((type) => type === 'blob')).toHaveLength(files)
  expect(readFileSync(join(source, 'config'), 'utf8')).not.toMatch(/promisor|partialclone/i)
  git(source, ['fsck', '--connectivity-only', revision], '', offline)
}

describe('sourceRepository', () => {
  const kinds: ['sha1' | 'sha256', string[]][] = [
    ['sha1', []],
    ['sha1', ['--depth=1']],
    ['sha256', ['--depth=1']],
    ['sha1', ['--depth=2']],
    ['sha1', ['--depth=1', '--filter=blob:none']],
    ['sha1', ['--filter=tree:0']],
  ]
  it.each(kinds)('holds both commits of a %s clone %p', async (format, options) => {
    const { directory, ids, url } = clone(format, ...options)
    const source = await openHistory({
      checkout: await openCheckout(directory),
      access,
      scratch: temporary(),
    }).sourceRepository([ids[3]!, ids[1]!])
    expectComplete(source, ids[3]!, 6)
    expectComplete(source, ids[1]!, 4)
    expect(git(source, ['rev-parse', 'HEAD', 'refs/heads/revision-2'])).toBe(`${ids[3]}\n${ids[1]}`)
    expect(git(source, ['config', 'remote.origin.url'])).toBe(url)
  })

  it.each([[['--depth=1']], [['--depth=1', '--filter=blob:none']]])(
    'holds a commit that exists only in the checkout (%p)',
    async (options) => {
      const { directory, ids } = clone('sha1', ...options)
      git(directory, ['rm', '--quiet', 'other'])
      git(directory, ['commit', '--quiet', '-m', 'local'])
      const checkout = await openCheckout(directory)
      const source = await openHistory({ checkout, access, scratch: temporary() }).sourceRepository([
        checkout.head,
        ids[1]!,
      ])
      expectComplete(source, checkout.head, 5)
      expectComplete(source, ids[1]!, 4)
    },
  )

  it('can be asked again', async () => {
    const { directory, ids } = clone('sha1', '--depth=1')
    const checkout = await openCheckout(directory)
    const scratch = temporary()
    await openHistory({ checkout, access, scratch }).sourceRepository([ids[3]!, ids[2]!])
    const source = await openHistory({ checkout, access, scratch }).sourceRepository([ids[3]!, ids[0]!])
    expectComplete(source, ids[0]!, 3)
  })

  it('asks git for nothing that it has just had', async () => {
    const { directory, ids } = clone('sha1', '--depth=1')
    const history = openHistory({ checkout: await openCheckout(directory), access, scratch: temporary() })
    const source = await history.sourceRepository([ids[1]!])
    const { PATH } = process.env
    process.env.PATH = '/nonexistent'
    try {
      expect(await history.sourceRepository([ids[1]!])).toBe(source)
      await expect(history.sourceRepository([ids[0]!])).rejects.toMatchObject({ reason: 'not-found' })
      await expect(history.sourceRepository([ids[1]!])).rejects.toMatchObject({ reason: 'not-found' })
    } finally {
      process.env.PATH = PATH
    }
    for (const id of [ids[0]!, ids[1]!]) {
      await history.sourceRepository([id])
      expect(git(source, ['rev-parse', 'revision-1'])).toBe(id)
    }
  })

  it('lends to another clone, as Nix makes one', async () => {
    const { directory, ids } = clone('sha1', '--depth=1')
    const source = await openHistory({
      checkout: await openCheckout(directory),
      access,
      scratch: temporary(),
    }).sourceRepository([ids[3]!, ids[1]!])
    const other = temporary()
    git(other, ['init', '--quiet', '--bare', '.'])
    git(other, ['fetch', '--quiet', '--depth=1', `file://${source}`, ids[1]!])
    expectComplete(other, ids[1]!, 4)
  })

  it('says so if a commit is nowhere', async () => {
    const { directory, ids } = clone('sha1', '--depth=1')
    const wanted = [ids[3]!, 'f'.repeat(40)]
    const error = await openHistory({ checkout: await openCheckout(directory), access, scratch: temporary() })
      .sourceRepository(wanted)
      .catch((e) => e)
    expect(error).toMatchObject({ name: 'RemoteError' })
  })
})
