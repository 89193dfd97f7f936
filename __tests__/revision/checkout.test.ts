import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openCheckout, openHistory } from '../../src/revision/index.ts'
import { fingerprint, git, origin, removeTemporaries, temporary } from '../../testing/git.ts'

afterAll(removeTemporaries)

const commits = [1, 2, 3].map((n) => ({
  parents: n === 1 ? [] : [n - 2],
  time: 1_700_000_000 + n * 1000,
  files: { 'sub/dir/file': `${n}`, link: 'x' },
  ...(n === 3 ? { refs: ['refs/heads/main'] } : {}),
}))

function clone(...options: string[]) {
  const { url, ids } = origin(commits)
  const directory = join(temporary(), 'a checkout')
  git('/', ['clone', '--quiet', ...options, url, directory])
  return { directory, ids }
}

describe('openCheckout', () => {
  it('describes a complete clone', async () => {
    const { directory, ids } = clone()
    expect(await openCheckout(directory)).toEqual({
      directory,
      topLevel: directory,
      prefix: '',
      head: ids[2],
      headTime: 1_700_003_000,
      objectFormat: 'sha1',
      shallow: false,
      partial: false,
      dirty: false,
      remote: 'origin',
      objects: join(directory, '.git/objects'),
      shallowFile: join(directory, '.git/shallow'),
    })
  })

  it('describes a directory inside a changed, shallow one', async () => {
    const { directory } = clone('--depth=1', '--origin=up')
    writeFileSync(join(directory, 'sub/dir/file'), 'changed')
    expect(await openCheckout(join(directory, 'sub/dir'))).toMatchObject({
      topLevel: directory,
      prefix: 'sub/dir',
      shallow: true,
      dirty: true,
      remote: 'up',
    })
  })

  it('does not take untracked files for changes', async () => {
    const { directory } = clone()
    writeFileSync(join(directory, 'result'), '')
    expect(await openCheckout(directory)).toMatchObject({ dirty: false })
  })

  it('works in an environment that belongs to another repository', async () => {
    const { directory, ids } = clone('--depth=1')
    const foreign = {
      GIT_DIR: '/nowhere',
      GIT_INDEX_FILE: '/nowhere/index',
      GIT_WORK_TREE: '/nowhere',
      GIT_OBJECT_DIRECTORY: '/nowhere',
      EDITOR: 'vi',
      VISUAL: 'vi',
      PAGER: 'less',
      PREFIX: '/usr',
      GIT_EDITOR: 'vi',
      GIT_PAGER: 'less',
      GIT_SSH_COMMAND: 'ssh -v',
      GIT_ASKPASS: '/bin/true',
      GIT_CONFIG_PARAMETERS: "'x.y=z'",
      GIT_CONFIG_COUNT: '2',
      GIT_CONFIG_KEY_0: 'alias.rev-parse',
      GIT_CONFIG_VALUE_0: '!false',
      GIT_CONFIG_KEY_1: 'http.extraheader',
      GIT_CONFIG_VALUE_1: 'X-A: b',
    }
    const before = { ...process.env }
    Object.assign(process.env, foreign)
    try {
      const checkout = await openCheckout(directory)
      const wanted = { start: checkout.head, boundary: 1_700_002_500, parents: 'all' as const }
      const { revision } = await openHistory({
        checkout,
        access: { serverUrl: 'https://git.example' },
        scratch: temporary(),
      }).truncate(wanted)
      expect(revision).toBe(ids[1])
    } finally {
      for (const name of Object.keys(foreign)) delete process.env[name]
      Object.assign(process.env, before)
    }
  })

  const ownerTest = process.getuid?.() === 0 ? it : it.skip
  ownerTest('reads a checkout of another user', async () => {
    const { directory, ids } = clone('--depth=1')
    execFileSync('chown', ['-R', '12345', directory])
    const checkout = await openCheckout(directory)
    const access = { serverUrl: 'https://git.example' }
    const wanted = { start: checkout.head, boundary: 1_700_002_500, parents: 'all' as const }
    expect(await openHistory({ checkout, access, scratch: temporary() }).truncate(wanted)).toMatchObject({
      revision: ids[1],
    })
    await openHistory({ checkout, access, scratch: temporary() }).sourceRepository([ids[2]!, ids[1]!])
  })

  it.each([
    [
      'a directory that does not exist',
      (d: string) => join(d, 'no'),
      /does not exist: run actions\/checkout/,
    ],
    [
      'a directory outside a repository',
      (d: string) => d,
      /is not in a git repository: run actions\/checkout/,
    ],
    [
      'a repository without a commit',
      (d: string) => {
        git(d, ['init', '--quiet', '.'])
        return d
      },
      /has no commit yet: commit something/,
    ],
    [
      'a bare repository',
      (d: string) => {
        git(d, ['init', '--quiet', '--bare', '.'])
        return d
      },
      /is not a checkout, but a bare repository: run actions\/checkout/,
    ],
  ])('rejects %s', async (_, make, message) => {
    const error = await openCheckout(make(temporary())).catch((e: unknown) => e)
    expect(error).toMatchObject({ name: 'UserError', message: expect.stringMatching(message) })
    expect((error as Error).message).not.toContain('\n')
  })

  it('says that git is missing', async () => {
    const empty = join(temporary(), 'bin')
    mkdirSync(empty)
    const path = process.env.PATH
    process.env.PATH = empty
    try {
      await expect(openCheckout(temporary())).rejects.toThrow('git is not on PATH: install git')
    } finally {
      process.env.PATH = path
    }
  })
})

it.each([[['--depth=1']], [['--depth=1', '--filter=tree:0']], [['--filter=blob:none']], [[]]])(
  'leaves a checkout byte for byte as it was (clone %p)',
  async (options) => {
    const { directory, ids } = clone(...options)
    // A file whose time stamp alone differs is what makes git rewrite the index.
    writeFileSync(join(directory, 'link'), 'x')
    const before = fingerprint(directory)
    const scratch = temporary()
    const checkout = await openCheckout(directory)
    const access = { serverUrl: 'https://git.example' }
    const wanted = { start: checkout.head, boundary: 1_700_001_500, parents: 'all' as const }
    const { revision } = await openHistory({ checkout, access, scratch }).truncate(wanted)
    expect(revision).toBe(ids[0])
    for (const name of ['main', ids[1]!, ids[1]!.slice(0, 8), 'HEAD~1', 'no-such-thing', '0'.repeat(40)])
      await openHistory({ checkout, access, scratch })
        .resolve(name)
        .catch(() => {})
    await openHistory({ checkout, access, scratch }).sourceRepository([checkout.head, revision])
    expect(fingerprint(directory)).toEqual(before)
  },
)
