import { readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { openCheckout, openHistory } from '../../src/revision/index.ts'
import { fingerprint, git, origin, removeTemporaries, shallowCheckout, temporary } from '../../testing/git.ts'

afterAll(removeTemporaries)

const { url, ids } = origin([
  { parents: [], time: 1, files: { a: '1' } },
  { parents: [0], time: 2, files: { 'src/b': '2' } },
  { parents: [1], time: 3, files: { 'src/b': '3' }, refs: ['refs/heads/main'] },
])

async function workTree(revision: string) {
  const checkout = await openCheckout(shallowCheckout(url, ids[2]!))
  const history = openHistory({
    checkout,
    access: { serverUrl: 'https://git.example' },
    scratch: temporary(),
  })
  return { checkout, path: await history.workTree(revision), again: () => history.workTree(revision) }
}

/** Contents by path, without the times of files. */
const contents = (directory: string) =>
  Object.entries(fingerprint(directory)).map(([path, text]) => [
    path.slice(directory.length),
    text.replace(/ \S+ /, ' '),
  ])

it('is what git takes for a clean checkout of the commit, and has the name of that of the job', async () => {
  const { checkout, path } = await workTree(ids[1]!)
  expect(basename(path)).toBe(basename(checkout.topLevel))
  expect(readFileSync(join(path, 'src/b'), 'utf8')).toBe('2')
  expect(git(path, ['rev-parse', 'HEAD', '--show-toplevel', '--is-shallow-repository']).split('\n')).toEqual([
    ids[1],
    path,
    'true',
  ])
  expect(git(path, ['status', '--porcelain'])).toBe('')
  expect(git(path, ['ls-files'])).toBe('a\nsrc/b')
  writeFileSync(join(path, 'src/b'), 'changed')
  expect(git(path, ['status', '--porcelain'])).toBe(' M src/b')
})

it('is made once', async () => {
  const { path, again } = await workTree(ids[1]!)
  const before = fingerprint(path)
  expect(await again()).toBe(path)
  expect(fingerprint(path)).toEqual(before)
})

it('has the same contents in each job, for code that takes all of it as a source', async () => {
  const [one, other] = [await workTree(ids[1]!), await workTree(ids[1]!)]
  expect(one.path).not.toBe(other.path)
  expect(contents(one.path)).toEqual(contents(other.path))
  const paths = contents(one.path).map(([path]) => path)
  expect(paths).toEqual(expect.arrayContaining(['/.git/index', '/.git/objects/info/alternates', '/src/b']))
})
