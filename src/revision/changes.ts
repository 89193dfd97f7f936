import { join } from 'node:path'
import { readAnswer } from '../lib/answer.ts'
import { ProcessError } from '../lib/process.ts'
import { type Git, namesIn, unlessFailed } from './git.ts'
import type { Places } from './places.ts'
import { openRemote, RemoteError } from './remote.ts'
import { borrowingRepository } from './repository.ts'

/**
 * The files in which two commits (full ids) differ, by their paths from the root of the repository, in git's order. Names
 * may hold any character but NUL. What is missing of their trees is fetched, without history and without files.
 * Throws `RemoteError`.
 */
export async function changedFiles(places: Places, from: string, to: string): Promise<readonly string[]> {
  return withTrees(places, [from], (git) => compare(git, from, to))
}

/** Full ids of two commits: from the first to the second. */
export type Pair = readonly [from: string, to: string]

export interface Change {
  readonly path: string
  readonly kind: 'added' | 'removed' | 'changed'
}

/**
 * In what the commits of each pair differ, of the files whose paths match one of the patterns, without a guess at what was
 * renamed. What is missing is fetched, for all of them at once, likewise. Throws `RemoteError`.
 */
export async function changesOf(
  places: Places,
  pairs: readonly Pair[],
  patterns: readonly string[],
): Promise<readonly (readonly Change[])[]> {
  if (pairs.length === 0) return []
  const commits = [...new Set(pairs.flat())]
  return withTrees(places, commits, (git) => compareAll(git, pairs, patterns))
}

/** Looks at trees of commits, all of which but HEAD's may have to be fetched first. */
async function withTrees<T>(
  places: Places,
  commits: readonly string[],
  look: (git: Git) => Promise<T>,
): Promise<T> {
  const { checkout, scratch } = places
  // Not the repository of the walk: git takes a commit that it has for one whose trees it has.
  const { directory, git } = await borrowingRepository(checkout, join(scratch, 'trees.git'))
  const known = await unlessFailed(look(git))
  if (known !== undefined) return known
  // A server takes our saying that we have the checkout's commits for having their trees, and leaves those out.
  if (checkout.partial) await git.text(['config', 'core.alternateRefsCommand', 'true'])
  const remote = await openRemote(places)
  const lacking = commits.filter((commit) => commit !== checkout.head)
  await remote.fetch(directory, ['--filter=blob:none', '--depth=1'], lacking)
  const found = await unlessFailed(look(git))
  if (found === undefined)
    throw new RemoteError('incomplete', `${remote.publicUrl} did not give the list of files of ${lacking[0]}`)
  return found
}

async function compare(git: Git, from: string, to: string): Promise<readonly string[]> {
  const trees = [`${from}^{tree}`, `${to}^{tree}`]
  const printed = await git.text(['diff-tree', '-r', '-z', '--name-only', '--no-renames', ...trees, '--'])
  return namesIn(printed)
}

async function compareAll(
  git: Git,
  pairs: readonly Pair[],
  patterns: readonly string[],
): Promise<readonly (readonly Change[])[]> {
  const treeOf = await treesOf(git, [...new Set(pairs.flat())])
  const trees = pairs.map(([from, to]) => `${treeOf.get(from)} ${treeOf.get(to)}`)
  // What two commits differ in, their trees do, and many commits have the trees of others.
  const distinct = [...new Set(trees)]
  const how = ['--stdin', '-r', '-z', '--name-status', '--no-renames']
  const printed = await git.text(['diff-tree', ...how, '--', ...patterns], `${distinct.join('\n')}\n`)
  const found = readAnswer('git diff-tree', printed, parseChanges)
  return trees.map((pair) => {
    const changes = found.get(pair)
    // Git says nothing of a tree that it does not have, and goes on.
    if (changes === undefined)
      throw new ProcessError('failed', 'git diff-tree', undefined, 'a tree is missing')
    return changes
  })
}

/** The trees of commits, by the commits. Throws `ProcessError` if one of them is not there. */
async function treesOf(git: Git, commits: readonly string[]): Promise<ReadonlyMap<string, string>> {
  // By standard input: there may be more of them than a command line takes.
  const names = commits.map((commit) => `${commit}^{tree}\n`).join('')
  const lines = (await git.catFile(['--batch-check'], names)).toString('latin1').split('\n')
  return new Map(
    commits.map((commit, n) => {
      const tree = /^([0-9a-f]+) tree /.exec(lines[n] ?? '')?.[1]
      if (tree === undefined) throw new ProcessError('failed', 'git cat-file', undefined, 'a tree is missing')
      return [commit, tree]
    }),
  )
}

const kinds: Readonly<Record<string, Change['kind']>> = {
  A: 'added',
  D: 'removed',
  M: 'changed',
  T: 'changed',
}

/**
 * What `git diff-tree --stdin -z --name-status` prints for pairs of trees: the pair and a newline, then for each file a
 * letter, NUL, the path, NUL. Throws if it is anything else.
 */
function parseChanges(printed: string): ReadonlyMap<string, readonly Change[]> {
  const found = new Map<string, Change[]>()
  const item = /([0-9a-f]+ [0-9a-f]+)(?:\n|$)|([A-Z])\0([^\0]+)\0/y
  let changes: Change[] = []
  while (item.lastIndex < printed.length) {
    const [, pair, letter = '', path = ''] = item.exec(printed) ?? []
    const kind = kinds[letter]
    if (pair !== undefined) {
      changes = []
      found.set(pair, changes)
    } else if (kind !== undefined) changes.push({ path, kind })
    else throw new Error('this is no change')
  }
  return found
}
