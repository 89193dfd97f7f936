import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { basename, join, relative } from 'node:path'
import { openGit, quotePath, unlessFailed } from './git.ts'
import type { Places } from './places.ts'
import { hasParents } from './repository.ts'
import type { OpenSource } from './source.ts'

/**
 * A work tree of one commit (full id), below the directory for repositories of our own: a clone, so that code which asks
 * git about its own files finds what it looks for. It has the name of the checkout's directory, and the same contents in
 * each job: where the whole directory is the source of a package, with `.git`, jobs could share no full build else. Returns
 * its path. Throws `RemoteError` if the commit cannot be had.
 */
export async function workTree(
  places: Omit<Places, 'access'>,
  revision: string,
  source: OpenSource,
): Promise<string> {
  const { checkout, scratch } = places
  const directory = join(scratch, 'trees', revision, basename(checkout.topLevel))
  const ready = join(directory, '.git/incremental-nix')
  if (existsSync(ready)) return directory
  const repository = await source([revision])
  await mkdir(directory, { recursive: true })
  // Without the user's own configuration: filters such as those of LFS would want to reach a remote.
  const config = [['core.logAllRefUpdates', 'false']] as const
  const git = openGit(directory, { isolated: true, config })
  await git.text(['init', '--quiet', '--template=', `--object-format=${checkout.objectFormat}`, '.'])
  const objects = join(directory, '.git/objects')
  await mkdir(join(objects, 'info'), { recursive: true })
  const borrowed = relative(objects, join(repository, 'objects'))
  await writeFile(join(objects, 'info/alternates'), `${quotePath(borrowed)}\n`)
  if (await hasParents(git, revision)) await writeFile(join(directory, '.git/shallow'), `${revision}\n`)
  await git.text(['checkout', '--quiet', '--detach', revision])
  // An index without the times of the files.
  await git.text(['read-tree', revision])
  await writeFile(ready, '')
  return directory
}

/** A file as it is in a commit (full id); undefined if it is not there. Throws `RemoteError` if the commit cannot be had. */
export async function readFileAt(
  source: OpenSource,
  revision: string,
  path: string,
): Promise<string | undefined> {
  const git = openGit(await source([revision]), { isolated: true })
  return unlessFailed(git.text(['cat-file', 'blob', `${revision}:${path}`]))
}
