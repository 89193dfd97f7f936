import { join } from 'node:path'
import { openCheckout, openHistory } from '../../src/revision/index.ts'
import { type Commit, git, origin, removeTemporaries, temporary } from '../../testing/git.ts'

afterAll(removeTemporaries)

const commits: Commit[] = [0, 1, 2, 3, 4].map((n) => ({
  parents: n === 0 ? [] : [n - 1],
  time: 1_700_000_000 + n * 1000,
  files: { file: `${n}` },
  refs: [
    [],
    ['refs/tags/v1', 'refs/heads/same', 'refs/heads/x;y'],
    ['refs/heads/feature/a'],
    ['refs/tags/same'],
    ['refs/heads/main'],
  ][n]!,
}))
const { directory, url, ids } = origin(commits)
git(directory, ['tag', '--annotate', '--message=x', 'annotated', ids[2]!])
git(directory, ['update-ref', 'refs/pull/7/head', ids[3]!])

const shallow = join(temporary(), 'shallow')
git('/', ['clone', '--quiet', '--depth=1', '--no-tags', url, shallow])
const complete = join(temporary(), 'complete')
git('/', ['clone', '--quiet', url, complete])
git(complete, ['remote', 'remove', 'origin'])

const access = { serverUrl: 'https://git.example' }
const scratch = temporary()
const resolveIn = async (checkout: string, text: string, directory = scratch) =>
  openHistory({ checkout: await openCheckout(checkout), access, scratch: directory }).resolve(text)

const names: [string, number][] = [
  ['main', 4],
  ['HEAD', 4],
  ['HEAD~2', 2],
  ['main~1', 3],
  ['feature/a', 2],
  ['origin/feature/a', 2],
  ['refs/heads/feature/a', 2],
  ['refs/pull/7/head', 3],
  ['x;y', 1],
  ['v1', 1],
  ['annotated', 2],
  // Git prefers the tag.
  ['same', 3],
  [ids[1]!, 1],
  [ids[1]!.toUpperCase(), 1],
  [ids[1]!.slice(0, 7), 1],
]
it.each(names)('finds %s from a depth-1 checkout', async (text, expected) => {
  expect(await resolveIn(shallow, text, temporary())).toEqual({
    revision: ids[expected],
    time: commits[expected]!.time,
  })
})

const nothing = [
  'no-such-branch',
  '',
  ' ',
  '-1',
  '--all',
  '--upload-pack=touch x',
  '*',
  'feature/*',
  '+refs/heads/*:refs/heads/*',
  'main:refs/heads/evil',
  ':/commit',
  'HEAD~99',
  '$(touch x)',
  '`touch x`',
  'a\nb',
  'main^{tree}',
  'deadbee',
  'f'.repeat(40),
  '0'.repeat(40),
]
it.each(nothing.flatMap((text) => [[text, shallow] as const, [text, complete] as const]))(
  'rejects %p',
  async (text, checkout) => {
    const error = await resolveIn(checkout, text).catch((e: unknown) => e)
    expect(error).toMatchObject({ name: 'UserError' })
    expect((error as Error).message).toMatch(
      /^".*" names no commit .*: write a branch, a tag or a commit id[^\n]*$/,
    )
  },
)
