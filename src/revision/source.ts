import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Checkout } from './checkout.ts'
import { type RemoteAccess, refOf } from './credentials.ts'
import { openGit, unlessFailed } from './git.ts'
import type { Places } from './places.ts'
import { openRemote, type Remote, RemoteError } from './remote.ts'
import { borrowingRepository, emptyRepository, hasParents, type Repository } from './repository.ts'

/** `sourceRepository` of some places. */
export type OpenSource = (revisions: readonly string[]) => Promise<string>

/**
 * A bare repository under `scratch` that holds these commits (full ids) complete with their trees and files, for Nix
 * to read. Nix reads it through libgit2, which knows no partial clones: nothing in it may be missing, and a partial
 * clone cannot lend it objects. The n-th of them is `refs/heads/revision-<n>`. Returns its path. Throws `RemoteError`.
 */
export async function sourceRepository(places: Places, revisions: readonly string[]): Promise<string> {
  const { checkout, access, scratch } = places
  const directory = join(scratch, 'source.git')
  const source = await (checkout.partial ? emptyRepository : borrowingRepository)(checkout, directory)
  const lacking: string[] = []
  for (const revision of revisions) {
    if (await adopt(source, revision, revisions)) continue
    if (checkout.partial) await copyFrom(checkout, source, revision)
    if (!(await adopt(source, revision, revisions))) lacking.push(revision)
  }
  const remote = checkout.remote === undefined ? undefined : await openRemote(places)
  // Relative URLs of submodules are relative to this one.
  if (remote !== undefined) await source.git.text(['config', 'remote.origin.url', remote.publicUrl])
  for (const revision of lacking) {
    await obtain(source, revision, remote ?? (await openRemote(places)), access)
    if (!(await adopt(source, revision, revisions)))
      throw new RemoteError(
        'incomplete',
        `${remote?.publicUrl} did not give the commit ${revision}: fetch it in an earlier step, or check out with \`fetch-depth: 0\``,
      )
  }
  return directory
}

/** Gives the commit a branch, `revision-1` and so on, so that git can negotiate with it; the first is HEAD's. */
async function adopt(source: Repository, revision: string, all: readonly string[]): Promise<boolean> {
  if (
    (await unlessFailed(source.git.text(['rev-parse', '--verify', '--quiet', `${revision}^{tree}`]))) ===
    undefined
  )
    return false
  const branch = `refs/heads/revision-${all.indexOf(revision) + 1}`
  await source.git.text(['update-ref', '--stdin'], `start\nupdate ${branch} ${revision}\ncommit\n`)
  return true
}

/** Copies a commit and its files out of a partial clone, if they are all there, as they are for its own HEAD. */
async function copyFrom(checkout: Checkout, source: Repository, revision: string): Promise<void> {
  // Run in our repository: in the checkout, git would make its temporary files there, and fetch what is missing.
  const git = openGit(source.directory, { isolated: true, borrowed: checkout.objects })
  const list = ['rev-list', '--objects', '--no-object-names', '--no-walk', revision, '--']
  const objects = await unlessFailed(git.text(list))
  if (objects === undefined) return
  const pack = ['pack-objects', '-q', join(source.directory, 'objects/pack/pack')]
  if ((await unlessFailed(git.text(pack, `${objects}\n`))) === undefined) return
  const shallowFile = join(source.directory, 'shallow')
  if (await hasParents(source.git, revision)) await appendFile(shallowFile, `${revision}\n`)
}

async function obtain(
  source: Repository,
  revision: string,
  remote: Remote,
  access: RemoteAccess,
): Promise<void> {
  try {
    await remote.fetch(source.directory, ['--depth=1'], [revision])
  } catch (error) {
    if (!(error instanceof RemoteError) || error.reason !== 'refused') throw error
    // A server that serves refs only: the commit comes with the history of the ref.
    await remote.fetch(source.directory, ['--depth=2147483647'], [refOf(access)])
  }
}
