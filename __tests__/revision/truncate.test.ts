import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openCheckout, openHistory, type Parents, RemoteError } from '../../src/revision/index.ts'
import {
  type Commit,
  fingerprint,
  git,
  origin,
  removeTemporaries,
  shallowCheckout,
  temporary,
  truth,
} from '../../testing/git.ts'

afterAll(removeTemporaries)

const access = { serverUrl: 'https://git.example' }
const day = 86_400
const noon = 1_700_006_400 - (1_700_006_400 % day) + day / 2
/** Noon of a day. */
const at = (days: number) => noon + days * day
const line = (...days: number[]): Commit[] =>
  days.map((d, n) => ({ parents: n === 0 ? [] : [n - 1], time: at(d) }))

async function answer(
  directory: string,
  boundary: number,
  parents: Parents = 'first-parent',
  start?: string,
) {
  const checkout = await openCheckout(directory)
  return openHistory({ checkout, access, scratch: temporary() }).truncate({
    start: start ?? checkout.head,
    boundary,
    parents,
  })
}

describe('truncate in a depth-1 checkout', () => {
  // 0 ── 1 ──────── 3 ── 4   a side branch from before the boundary, merged after it
  //  └── 2 (later than 1) ┘
  const sideBranch: Commit[] = [
    { parents: [], time: at(0) },
    { parents: [0], time: at(1) },
    { parents: [0], time: at(2) },
    { parents: [1], time: at(3) },
    { parents: [3, 2], time: at(4) },
  ]
  const named: [string, Commit[], number, Partial<Record<Parents, number>>, boolean][] = [
    ['a line', line(0, 1, 2, 3), at(1) + 5, { 'first-parent': 1, all: 1 }, false],
    ['a side branch merged late', sideBranch, at(2.5), { 'first-parent': 1, all: 2 }, false],
    ['a boundary on a commit', line(0, 1, 2, 3), at(1), { 'first-parent': 1, all: 1 }, false],
    ['a boundary just before a commit', line(0, 1, 2, 3), at(1) - 1, { 'first-parent': 0, all: 0 }, false],
    ['the head on the boundary', line(0, 1, 2), at(2), { 'first-parent': 2, all: 2 }, false],
    ['the head before the boundary', line(0, 1, 2), at(9), { 'first-parent': 2, all: 2 }, false],
    ['the root rule', line(0, 1, 2), at(-1), { 'first-parent': 0, all: 0 }, true],
    ['a boundary before the epoch', line(0, 1, 2), -day, { 'first-parent': 0, all: 0 }, true],
    ['a single commit', line(0), at(-1), { 'first-parent': 0, all: 0 }, true],
    [
      'two roots',
      [
        { parents: [], time: at(0) },
        { parents: [], time: at(1) },
        { parents: [0, 1], time: at(2) },
      ],
      at(-1),
      { 'first-parent': 0, all: 1 },
      true,
    ],
    // Beyond 2^31 seconds, which is in 2038.
    [
      'a boundary later than some gits can count',
      line(0, 5_300, 5_500, 5_501),
      at(5_500.5),
      { 'first-parent': 2, all: 2 },
      false,
    ],
    ['equal times', line(0, 0, 0, 1, 1), at(0), { 'first-parent': 2, all: 2 }, false],
    // The clock of the machine that made commit 2 was a month ahead.
    ['a clock ahead', line(0, 1, 30, 3, 4), at(2), { 'first-parent': 1, all: 1 }, false],
    ['a clock behind', line(0, 1, -30, 3, 4), at(2), { 'first-parent': 2, all: 2 }, false],
    [
      'a month of a clock ahead',
      line(0, ...Array.from({ length: 40 }, (_, n) => 50 - n), 60),
      at(2),
      { 'first-parent': 0, all: 0 },
      false,
    ],
  ]
  it.each(named)('%s', async (_, commits, boundary, expected, root) => {
    const { directory, url, ids } = origin(commits)
    const checkout = shallowCheckout(url, ids.at(-1)!)
    for (const history of ['first-parent', 'all'] as const) {
      const result = await answer(checkout, boundary, history)
      const position = expected[history]!
      expect(result).toMatchObject({ revision: ids[position], time: commits[position]!.time, root })
      if (boundary >= 0) expect(result.revision).toBe(truth(directory, ids.at(-1)!, boundary, history))
    }
  })

  it('asks nobody if the head is the answer, even without a remote', async () => {
    const { url, ids } = origin(line(0, 1))
    const directory = shallowCheckout(url, ids[1]!)
    git(directory, ['remote', 'remove', 'origin'])
    expect(await answer(directory, at(1))).toMatchObject({ revision: ids[1], fetches: 0 })
    const error = await answer(directory, at(0)).catch((e: unknown) => e)
    expect(error).toBeInstanceOf(RemoteError)
    expect(error).toMatchObject({ reason: 'no-remote', message: expect.stringContaining('fetch-depth: 0') })
  })
})

describe('truncate in other checkouts', () => {
  const pullRequest: Commit[] = [
    ...line(0, 1, 2, 3),
    { parents: [1], time: at(2.2) },
    { parents: [4], time: at(4) },
    { parents: [3, 5], time: at(4.5) },
  ]

  it('takes the merge commit of a pull request, or the pull request itself as start', async () => {
    const { url, ids } = origin(pullRequest)
    const directory = shallowCheckout(url, ids[6]!)
    expect(await answer(directory, at(2.5))).toMatchObject({ revision: ids[2], fetches: 1 })
    expect(await answer(directory, at(2.5), 'all')).toMatchObject({ revision: ids[4] })
    // The second parent, which the checkout does not have.
    expect(await answer(directory, at(2.5), 'first-parent', ids[5])).toMatchObject({ revision: ids[4] })
  })

  it('takes a merge that exists only here', async () => {
    const { url, ids } = origin(pullRequest)
    const directory = shallowCheckout(url, ids[3]!)
    git(directory, ['fetch', '--quiet', '--depth=1', 'origin', ids[5]!])
    git(directory, ['merge', '--quiet', '--allow-unrelated-histories', '-m', 'local', ids[5]!])
    expect(await answer(directory, at(2.5))).toMatchObject({ revision: ids[2] })
    expect(await answer(directory, at(2.5), 'all')).toMatchObject({ revision: ids[4] })
  })

  it('takes local commits on top of a shallow checkout', async () => {
    const { url, ids } = origin(line(0, 1, 2))
    const directory = shallowCheckout(url, ids[2]!)
    git(directory, ['commit', '--quiet', '--allow-empty', '-m', 'local'])
    expect(await answer(directory, at(1.5))).toMatchObject({ revision: ids[1], fetches: 1 })
  })

  it('takes the parent of what came after a long rest, of whatever length, with 2 fetches', async () => {
    const { url, ids } = origin(line(-5_000, -4_000, 0, 1))
    const directory = shallowCheckout(url, ids[3]!)
    expect(await answer(directory, at(-1))).toMatchObject({ revision: ids[1], fetches: 2 })
  })

  it('asks git itself in a complete clone', async () => {
    const { url, ids } = origin([
      ...line(0, 1, 2, 3).slice(0, 3),
      { parents: [2], time: at(3), refs: ['refs/heads/main'] },
    ])
    const directory = join(temporary(), 'clone')
    git('/', ['clone', '--quiet', url, directory])
    expect(await answer(directory, at(1))).toEqual({ revision: ids[1], time: at(1), root: false, fetches: 0 })
    expect(await answer(directory, at(-1))).toEqual({ revision: ids[0], time: at(0), root: true, fetches: 0 })
    expect(await answer(directory, -day)).toMatchObject({ revision: ids[0], root: true })
  })

  it('asks git itself for times after 2038', async () => {
    const commits = line(0, 5_300, 5_500, 5_501)
    const { url, ids } = origin(
      commits.map((commit, n) => (n === 3 ? { ...commit, refs: ['refs/heads/main'] } : commit)),
    )
    const directory = join(temporary(), 'clone')
    git('/', ['clone', '--quiet', url, directory])
    expect(await answer(directory, at(5_500.5))).toMatchObject({ revision: ids[2], root: false })
    expect(await answer(directory, at(5_400))).toMatchObject({ revision: ids[1], root: false })
  })

  it.each(['sha1', 'sha256'] as const)(
    'works with %s, partial clones, worktrees and subdirectories',
    async (format) => {
      const commits = line(0, 1, 2, 3).map((commit, n) => ({
        ...commit,
        files: { 'pkg/a b/file': String(n) },
        ...(n === 3 ? { refs: ['refs/heads/main'] } : {}),
      }))
      const { url, ids } = origin(commits, format)
      const clone = join(temporary(), 'clone')
      git('/', ['clone', '--quiet', '--depth=1', '--filter=blob:none', url, clone])
      const worktree = join(temporary(), 'worktree')
      git(clone, ['worktree', 'add', '--quiet', '--detach', worktree])
      for (const directory of [clone, worktree, join(clone, 'pkg/a b')]) {
        const checkout = await openCheckout(directory)
        expect(checkout).toMatchObject({ objectFormat: format, shallow: true, partial: true, head: ids[3] })
        expect(await answer(directory, at(1))).toMatchObject({ revision: ids[1] })
      }
    },
  )

  it('works in a submodule, and in a repository with one', async () => {
    const inner = origin(line(0, 1, 2, 3).map((c, n) => (n === 3 ? { ...c, refs: ['refs/heads/main'] } : c)))
    const outer = join(temporary(), 'outer')
    const { url, ids } = origin([
      ...line(0, 1, 2).slice(0, 2),
      { parents: [1], time: at(2), refs: ['refs/heads/main'] },
    ])
    git('/', ['clone', '--quiet', '--depth=1', url, outer])
    git(outer, ['submodule', 'add', '--quiet', '--depth=1', inner.url, 'sub'])
    expect(await answer(join(outer, 'sub'), at(1))).toMatchObject({ revision: inner.ids[1] })
    expect(await answer(outer, at(1))).toMatchObject({ revision: ids[1] })
  })

  it('reads a checkout that borrows its objects', async () => {
    const { directory, ids } = origin(
      line(0, 1, 2).map((c, n) => (n === 2 ? { ...c, refs: ['refs/heads/main'] } : c)),
    )
    const clone = join(temporary(), 'clone')
    git('/', ['clone', '--quiet', '--shared', directory, clone])
    const second = join(temporary(), 'second')
    git('/', ['clone', '--quiet', '--shared', clone, second])
    writeFileSync(join(second, '.git/shallow'), `${ids[2]}\n`)
    expect(await answer(second, at(1))).toMatchObject({ revision: ids[1] })
  })

  it.each([
    '$(touch x)',
    'a;touch x'.replace(' ', '${IFS}'),
    '`touch${IFS}x`',
    'q\'uo"te',
    '::error::x',
    '&&x',
    '%0Ax',
  ])('is not impressed by the branch %s', async (name) => {
    const ref = `refs/heads/${name.replace(' ', '').replaceAll(':', '')}`
    const { url, ids } = origin(line(0, 1, 2).map((c, n) => (n === 2 ? { ...c, refs: [ref] } : c)))
    const directory = shallowCheckout(url, ref)
    git(directory, ['checkout', '--quiet', '-B', ref.slice(11)])
    const checkout = await openCheckout(directory)
    const wanted = { start: checkout.head, boundary: at(1), parents: 'all' as const }
    expect(
      await openHistory({ checkout, access: { ...access, ref }, scratch: temporary() }).truncate(wanted),
    ).toMatchObject({
      revision: ids[1],
    })
    expect(Object.keys(fingerprint(directory)).filter((path) => path.endsWith('/x'))).toEqual([])
  })

  it('asks for the ref where the server refuses ids', async () => {
    const { directory, url, ids } = origin(
      line(0, 1, 2, 3).map((c, n) => (n === 3 ? { ...c, refs: ['refs/heads/b'] } : c)),
    )
    const checkout = shallowCheckout(url, 'refs/heads/b')
    // An old server: protocol 0, and only the tips of refs are served.
    git(directory, ['config', 'uploadpack.allowAnySHA1InWant', 'false'])
    git(directory, ['config', 'uploadpack.allowFilter', 'false'])
    git(directory, ['update-ref', 'refs/heads/b', ids[2]!])
    const opened = await openCheckout(checkout)
    git(checkout, ['config', 'protocol.version', '0'])
    const wanted = { start: opened.head, boundary: at(1), parents: 'first-parent' as const }
    const refused = await openHistory({
      checkout: opened,
      access: { ...access, ref: 'refs/heads/gone' },
      scratch: temporary(),
    })
      .truncate(wanted)
      .catch((e) => e)
    expect(refused).toBeInstanceOf(RemoteError)
    git(directory, ['update-ref', 'refs/heads/b', ids[3]!])
    git(directory, [
      'update-ref',
      'refs/heads/newer',
      git(directory, ['commit-tree', '-p', ids[3]!, '-m', 'x', `${ids[3]}^{tree}`]),
    ])
    git(directory, ['update-ref', '-d', 'refs/heads/b'])
    const result = await openHistory({
      checkout: opened,
      access: { ...access, ref: 'refs/heads/newer' },
      scratch: temporary(),
    }).truncate(wanted)
    expect(result).toMatchObject({ revision: ids[1] })
  })

  it('says so if the remote lacks the history itself', async () => {
    const { url, ids } = origin(line(0, 1, 2, 3))
    const middle = shallowCheckout(url, ids[3]!)
    const directory = shallowCheckout(`file://${middle}`, 'HEAD')
    const error = await answer(directory, at(1)).catch((e: unknown) => e)
    expect(error).toBeInstanceOf(RemoteError)
  })
})
