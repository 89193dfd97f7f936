import { isDependenciesKey, parseKey } from './key.ts'

/** Which full builds are removed from a cache. */

/** At least one of the two is given. */
export interface Keep {
  /** So many of each package, system and branch, newest first. */
  readonly count: number | undefined
  /** Seconds that one is kept. */
  readonly age: number | undefined
}

export interface Prunable {
  readonly key: string
  /** The commit that it is of; undefined for dependencies, which are of many. */
  readonly revision: string | undefined
  /** What the full builds of one package on one system have in common, see `parseKey`; undefined for dependencies. */
  readonly series: string | undefined
  /** Keys of the dependencies that a full build was made with; undefined where the cache does not tell. */
  readonly dependencies: readonly string[] | undefined
  readonly branch: string
  /** When it was pushed, of dependencies when they were last used, seconds since the epoch. */
  readonly time: number
  readonly bytes: number
}

/** What pruning came to. `problem`: why it ended before its time. */
export interface Pruned {
  readonly removed: readonly string[]
  readonly freedBytes: number
  readonly problem?: { readonly kind: 'forbidden' | 'failed'; readonly reason: string }
}

export interface Pruner {
  /**
   * Removes what `keep` does not keep, but never an entry of one of the commits `inUse`. `now` in seconds since the epoch.
   * Does not throw, and ends within its time limit.
   */
  prune(keep: Keep, inUse: ReadonlySet<string>, now: number): Promise<Pruned>
}

/** What a key says about an entry as far as pruning is concerned; undefined for foreign keys. */
export function identify(key: string): Pick<Prunable, 'revision' | 'series'> | undefined {
  const parsed = parseKey(key)
  if (parsed !== undefined) return { revision: parsed.revision, series: parsed.series }
  return isDependenciesKey(key) ? { revision: undefined, series: undefined } : undefined
}

/** Seconds for which dependencies may be there before the full builds that are pushed with them. */
const pushTime = 24 * 3600

/** The entries to remove: full builds, then dependencies that none of the kept needs, each oldest first. Those in use count as kept. */
export function chooseRemoved<T extends Prunable>(
  entries: readonly T[],
  keep: Keep,
  inUse: ReadonlySet<string>,
  now: number,
): readonly T[] {
  const newestFirst = [...entries].sort((a, b) => b.time - a.time || (a.key < b.key ? 1 : -1))
  const counts = new Map<string, number>()
  const isInUse = ({ revision }: T) => revision !== undefined && inUse.has(revision)
  const isTooOld = ({ time }: T) => now - time > (keep.age ?? Number.POSITIVE_INFINITY)
  const fullBuilds = newestFirst.filter(({ series }) => series !== undefined)
  const inUseFirst = [...fullBuilds.filter(isInUse), ...fullBuilds.filter((one) => !isInUse(one))]
  const removed = inUseFirst.filter((entry) => {
    const group = JSON.stringify([entry.branch, entry.series])
    const rank = (counts.get(group) ?? 0) + 1
    counts.set(group, rank)
    if (isInUse(entry)) return false
    return rank > (keep.count ?? Number.POSITIVE_INFINITY) || isTooOld(entry)
  })
  const kept = fullBuilds.filter((one) => !removed.includes(one))
  const used = new Set(kept.flatMap(({ dependencies }) => dependencies ?? []))
  const allTell = kept.every(({ dependencies }) => dependencies !== undefined)
  const unused = newestFirst.filter((entry) => {
    if (entry.series !== undefined || used.has(entry.key)) return false
    return allTell ? now - entry.time > pushTime : isTooOld(entry)
  })
  return [...removed.reverse(), ...unused.reverse()]
}
