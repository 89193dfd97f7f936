import { randomUUID } from 'node:crypto'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { ProcessError } from '../lib/process.ts'
import type { Limit } from './limit.ts'
import { maskUrls, reasonOf } from './reason.ts'
import type { FullBuildEntry, Restored, RestoreFailure, StoreAccess } from './types.ts'

/** What Nix says when a server did not give what it has, as opposed to what it has being bad. */
const outage =
  /HTTP error (?:401|403|408|429|5\d\d)|could ?n[o']t (?:connect|resolve)|connection (?:reset|refused|timed)|timed out|timeout|transfer closed|recv failure|empty reply|no space left|disk (?:is )?full/i

/** Whether Nix refused what a store gave: bad content or a signature that does not fit, not an outage. */
export function isRefusal(reason: string): boolean {
  return !outage.test(reason)
}

/** So many failures are told apart by trying each alone; with more, all have the reason of all. */
const toldApart = 4
/** For what is asked when the limit is over. */
const briefSeconds = 3

export interface Installation {
  readonly entries: readonly FullBuildEntry[]
  /** The store, if Nix's daemon could be told of it. */
  readonly url?: string | undefined
  /** A directory for links that keep the garbage collector off, see `CacheOptions`. */
  readonly roots?: string | undefined
  /** Makes the paths valid, and as many of them as it can if it throws. */
  readonly attempt: (paths: readonly string[], seconds: number) => Promise<void>
}

/**
 * Makes the paths of all entries valid at once, and says of each what became of it. Throws when the job was cancelled,
 * or when there is no time left to begin.
 */
export async function install(
  store: StoreAccess,
  { entries, url, roots, attempt }: Installation,
  limit: Limit,
): Promise<readonly Restored[]> {
  const paths = pathsOf(entries)
  if (paths.length === 0) return entries.map(() => ({ status: 'hit' }))
  const failure = await failureOf(attempt, paths, limit)
  if (failure === undefined) {
    await protect(store, paths, roots)
    return entries.map(() => ({ status: 'hit' }))
  }
  const valid = await store.valid(paths, briefSeconds).catch((): ReadonlySet<string> => new Set())
  await protect(
    store,
    paths.filter((path) => valid.has(path)),
    roots,
  )
  const isHit = (entry: FullBuildEntry) => entry.paths.every((path) => valid.has(path))
  const failed = entries.filter((entry) => !isHit(entry))
  const common = await explain(store, failure, url)
  const apart = entries.length > 1 && failed.length <= toldApart && common.refused === true
  const results: Restored[] = []
  for (const entry of entries) {
    if (isHit(entry)) results.push({ status: 'hit' })
    else if (!apart) results.push(common)
    else {
      const alone = await failureOf(attempt, entry.paths, limit)
      if (alone === undefined) await protect(store, entry.paths, roots)
      results.push(alone === undefined ? { status: 'hit' } : await explain(store, alone, url))
    }
  }
  return results
}

export function pathsOf(entries: readonly FullBuildEntry[]): readonly string[] {
  return [...new Set(entries.flatMap((entry) => entry.paths))]
}

async function failureOf(
  attempt: Installation['attempt'],
  paths: readonly string[],
  limit: Limit,
): Promise<unknown> {
  const seconds = limit.left()
  try {
    await attempt(paths, seconds)
    return undefined
  } catch (error) {
    if (error instanceof ProcessError && error.reason === 'cancelled') throw error
    return error ?? new Error('it gave no reason')
  }
}

async function explain(store: StoreAccess, error: unknown, url: string | undefined): Promise<RestoreFailure> {
  const reason = reasonOf(error)
  if (error instanceof ProcessError && error.reason !== 'failed') return { status: 'failed', reason }
  // If Nix cannot even say that, what it said before counts.
  const trusted = await store.trusted(briefSeconds).catch(() => undefined)
  if (trusted === false) return untrusted(userInfo().username, url)
  return { status: 'failed', reason, refused: isRefusal(reason) }
}

/** Without it the garbage collector may take what was restored, which is made anew then: no reason to fail. */
async function protect(
  store: StoreAccess,
  paths: readonly string[],
  roots: string | undefined,
): Promise<void> {
  if (roots === undefined || paths.length === 0) return
  await store.keep(paths, join(roots, `restored-${randomUUID()}`), briefSeconds).catch(() => undefined)
}

/** The failure of a user who may not name substituters. `url` is the store, if Nix's daemon could be told of it. */
export function untrusted(user: string, url: string | undefined): RestoreFailure {
  const ofItsOwn =
    url === undefined
      ? ''
      : `, or, for this store alone, \`extra-substituters = ${maskUrls(url)}\` and \`extra-trusted-public-keys = \` with the key that its content is signed by`
  return {
    status: 'failed',
    reason: `the user \`${user}\` is not in \`trusted-users\` of the Nix daemon, which then ignores the stores that a job names`,
    remedy: `Add \`trusted-users = root ${user}\` to /etc/nix/nix.conf and restart the Nix daemon${ofItsOwn}`,
  }
}
