import { UserError } from '../lib/errors.ts'
import type { Checkout } from './checkout.ts'
import { refOf } from './credentials.ts'
import { type Git, openGit, unlessFailed } from './git.ts'
import type { Places } from './places.ts'
import { openRemote, type Remote, RemoteError } from './remote.ts'
import type { Repository } from './repository.ts'
import { fetchAllCommits, fetchCommits, fetchParents, walkRepository } from './truncate.ts'

export interface Resolved {
  readonly revision: string
  /** Committer time, seconds since the epoch. */
  readonly time: number
}

const fullId = /^([0-9a-f]{40}|[0-9a-f]{64})$/i
const shortId = /^[0-9a-f]{4,64}$/i

/**
 * The commit that a branch, a tag, a full or short id, or any expression of git's names: in the checkout or, as a
 * shallow checkout lacks most of them, on its remote. Throws `UserError` if it names none, `RemoteError` if the
 * remote could not be asked.
 */
export async function resolveRevision(places: Places, text: string): Promise<Resolved> {
  const { checkout } = places
  // No name of git's starts with a hyphen, and so nothing that could be taken for an option goes further.
  if (text === '' || text.startsWith('-') || /[\0-\x1f\x7f]/.test(text)) throw unknown(text)
  const local = await named(openGit(checkout.directory), text)
  if (local !== undefined) return local
  if (checkout.remote === undefined) throw unknown(text)
  const walk = await walkRepository(places)
  const earlier = fullId.test(text) ? await named(walk.git, text) : undefined
  return earlier ?? onRemote(checkout, text, await openRemote(places), walk)
}

/**
 * A commit by its full id, for a walk to start at. A server that serves refs only has it as a parent of the ref of the
 * job, which is the merge commit of a pull request. Throws `RemoteError` if it cannot be had.
 */
export async function fetchStart(places: Places, id: string): Promise<Resolved> {
  const walk = await walkRepository(places)
  const present = await named(walk.git, id)
  if (present !== undefined) return present
  const remote = await openRemote(places)
  await fetchCommits(remote, walk, [id]).catch((error: unknown) => {
    if (!(error instanceof RemoteError) || error.reason !== 'refused') throw error
    return fetchParents(remote, walk, refOf(places.access))
  })
  const found = await named(walk.git, id)
  if (found === undefined) throw new RemoteError('incomplete', `${remote.publicUrl} does not have ${id}`)
  return found
}

async function onRemote(
  checkout: Checkout,
  text: string,
  remote: Remote,
  walk: Repository,
): Promise<Resolved> {
  const id = fullId.test(text) ? text.toLowerCase() : await remoteRef(checkout, text, remote, walk)
  if (id !== undefined) {
    try {
      await fetchCommits(remote, walk, [id])
      const found = await named(walk.git, id)
      if (found !== undefined) return found
    } catch (error) {
      if (!(error instanceof RemoteError) || error.reason !== 'refused') throw error
    }
  }
  if (id === undefined && !shortId.test(text) && !/[~^@]/.test(text)) throw unknown(text)
  await walk.git.text(['update-ref', '--no-deref', 'HEAD', checkout.head])
  await fetchAllCommits(remote, walk)
  const found = await named(walk.git, text)
  if (found === undefined) throw unknown(text)
  return found
}

/** What the remote has under that name, in git's own order of preference. */
async function remoteRef(
  checkout: Checkout,
  text: string,
  remote: Remote,
  walk: Repository,
): Promise<string | undefined> {
  // `ls-remote` takes patterns, and these characters cannot be part of a name.
  if (/[ ~^:?*[\\]|\.\.|@\{/.test(text)) return undefined
  const prefix = `${checkout.remote}/`
  const names = text.startsWith(prefix) ? [text, text.slice(prefix.length)] : [text]
  const refs = await remote.refs(
    walk.directory,
    names.flatMap((name) => [name, `${name}^{}`]),
  )
  const candidates = names.flatMap((name) => [
    name,
    `refs/${name}`,
    `refs/tags/${name}`,
    `refs/heads/${name}`,
  ])
  // An annotated tag is followed to its commit.
  const found = candidates.find((candidate) => refs.has(candidate))
  return found === undefined ? undefined : (refs.get(`${found}^{}`) ?? refs.get(found))
}

async function named(git: Git, text: string): Promise<Resolved | undefined> {
  const commit = `${text}^{commit}`
  const revision = await unlessFailed(
    git.text(['rev-parse', '--verify', '--quiet', '--end-of-options', commit]),
  )
  if (!revision) return undefined
  const printed = await git.text(['rev-list', '-1', '--timestamp', revision, '--'])
  return { revision, time: Number(printed.split(' ')[0]) }
}

function unknown(text: string): UserError {
  return new UserError(
    `${JSON.stringify(text)} names no commit in the checkout or on its remote: write a branch, a tag or a commit id that exists there`,
  )
}
