import { type Branch, remoteBranches } from './branches.ts'
import { type Change, changedFiles, changesOf, type Pair } from './changes.ts'
import type { Checkout } from './checkout.ts'
import { parseDate } from './date.ts'
import type { Places } from './places.ts'
import type { RemoteError } from './remote.ts'
import { openReplay, type Replay } from './replay.ts'
import { fetchStart, type Resolved, resolveRevision } from './resolve.ts'
import { type OpenSource, sourceRepository } from './source.ts'
import { commitsPassed, type Truncated, truncate, truncateAll, type Wanted } from './truncate.ts'
import { readFileAt, workTree } from './work-tree.ts'

/**
 * The commits of a repository, as if the checkout were complete: what it lacks is fetched from its remote, into
 * repositories of our own. The checkout is only ever read.
 */
export interface History {
  readonly checkout: Checkout
  /** The truncated revision. Throws `RemoteError` if the remote does not give what it takes to find it. */
  truncate(wanted: Wanted): Promise<Truncated>
  /** Those of many walks, in their order; see `truncateAll` in truncate.ts. */
  truncateAll(wanted: readonly Wanted[]): Promise<readonly (Truncated | RemoteError)[]>
  /** The commits that the walk passes before the truncated revision, in its order; that has been found before. */
  commitsPassed(wanted: Wanted): Promise<readonly Resolved[]>
  /** The commit that the user names. Throws `UserError` if that names none, `RemoteError` if nobody could be asked. */
  resolve(text: string): Promise<Resolved>
  /** A commit by its full id, for a walk to start at. Throws `RemoteError` if it cannot be had. */
  fetchStart(id: string): Promise<Resolved>
  /** The instant that git takes a date for, seen from another one. Epoch seconds. Throws `UserError` for what is no date. */
  parseDate(text: string, instant: number): Promise<number>
  /** The branches of the remote. Throws `RemoteError`. */
  branches(): Promise<readonly Branch[]>
  /** The files in which two commits (full ids) differ. Throws `RemoteError`. */
  changedFiles(from: string, to: string): Promise<readonly string[]>
  /** The last so many commits of HEAD's branch, and their truncated revisions. Throws `RemoteError`. */
  replay(most: number): Promise<Replay>
  /** For each pair of commits, in what they differ; see `changesOf` in changes.ts. Throws `RemoteError`. */
  changesOf(pairs: readonly Pair[], patterns: readonly string[]): Promise<readonly (readonly Change[])[]>
  /** The path of a repository that holds these commits (full ids) complete, for Nix to read. Throws `RemoteError`. */
  sourceRepository(revisions: readonly string[]): Promise<string>
  /** The path of a work tree of this commit (full id), named like the checkout's. Throws `RemoteError`. */
  workTree(revision: string): Promise<string>
  /** A file as it is in this commit (full id); undefined if it is not there. Throws `RemoteError`. */
  readFile(revision: string, path: string): Promise<string | undefined>
}

export function openHistory(places: Places): History {
  const { checkout } = places
  const inTurn = createQueue()
  const source = rememberingLast((revisions) => sourceRepository(places, revisions))
  return {
    checkout,
    truncate: (wanted) => truncate(places, wanted),
    truncateAll: (wanted) => truncateAll(places, wanted),
    commitsPassed: (wanted) => commitsPassed(places, wanted),
    resolve: (text) => resolveRevision(places, text),
    fetchStart: (id) => fetchStart(places, id),
    parseDate: (text, instant) => parseDate(checkout, text, instant),
    branches: () => remoteBranches(places),
    changedFiles: (from, to) => changedFiles(places, from, to),
    replay: (most) => openReplay(places, most),
    changesOf: (pairs, patterns) => changesOf(places, pairs, patterns),
    sourceRepository: (revisions) => inTurn(() => source(revisions)),
    workTree: (revision) => inTurn(() => workTree(places, revision, source)),
    readFile: (revision, path) => inTurn(() => readFileAt(source, revision, path)),
  }
}

/** Asked for the same as the last time, it has nothing to do; for others, the branches are theirs then. */
function rememberingLast(fill: OpenSource): OpenSource {
  let last: { readonly key: string; readonly path: string } | undefined
  return async (revisions) => {
    const key = revisions.join(' ')
    if (last?.key === key) return last.path
    last = undefined
    const path = await fill(revisions)
    last = { key, path }
    return path
  }
}

/** What fills the one repository that Nix reads goes one after the other: git locks files and does not wait for them. */
function createQueue(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const next = last.then(work, work)
    last = next.catch(() => undefined)
    return next
  }
}
