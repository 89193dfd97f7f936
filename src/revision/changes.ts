import { join } from 'node:path'
import { type Git, unlessFailed } from './git.ts'
import type { Places } from './places.ts'
import { openRemote, RemoteError } from './remote.ts'
import { borrowingRepository } from './repository.ts'

/**
 * The files in which two commits (full ids) differ, by their paths from the root of the repository, in git's order. Names
 * may hold any character but NUL. What is missing of their trees is fetched, without history and without files.
 * Throws `RemoteError`.
 */
export async function changedFiles(places: Places, from: string, to: string): Promise<readonly string[]> {
  const { checkout, scratch } = places
  // Not the repository of the walk: git takes a commit that it has for one whose trees it has.
  const { directory, git } = await borrowingRepository(checkout, join(scratch, 'trees.git'))
  const known = await unlessFailed(compare(git, from, to))
  if (known !== undefined) return known
  // A server takes our saying that we have the checkout's commits for having their trees, and leaves those out.
  if (checkout.partial) await git.text(['config', 'core.alternateRefsCommand', 'true'])
  const remote = await openRemote(places)
  await remote.fetch(directory, ['--filter=blob:none', '--depth=1'], [from])
  const found = await unlessFailed(compare(git, from, to))
  if (found === undefined)
    throw new RemoteError('incomplete', `${remote.publicUrl} did not give the list of files of ${from}`)
  return found
}

async function compare(git: Git, from: string, to: string): Promise<readonly string[]> {
  const trees = [`${from}^{tree}`, `${to}^{tree}`]
  const printed = await git.text(['diff-tree', '-r', '-z', '--name-only', '--no-renames', ...trees, '--'])
  return printed.split('\0').filter((path) => path !== '')
}
