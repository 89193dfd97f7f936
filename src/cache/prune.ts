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
  /** The commit that it is of. */
  readonly revision: string
  /** What the full builds of one package on one system have in common, see `parseKey`. */
  readonly series: string
  readonly branch: string
  /** When it was pushed, seconds since the epoch. */
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

/** The entries to remove, oldest first. Those in use count as kept. */
export function chooseRemoved<T extends Prunable>(
  entries: readonly T[],
  keep: Keep,
  inUse: ReadonlySet<string>,
  now: number,
): readonly T[] {
  const newestFirst = [...entries].sort((a, b) => b.time - a.time || (a.key < b.key ? 1 : -1))
  const counts = new Map<string, number>()
  const inUseFirst = [
    ...newestFirst.filter(({ revision }) => inUse.has(revision)),
    ...newestFirst.filter(({ revision }) => !inUse.has(revision)),
  ]
  const removed = inUseFirst.filter((entry) => {
    const group = JSON.stringify([entry.branch, entry.series])
    const rank = (counts.get(group) ?? 0) + 1
    counts.set(group, rank)
    if (inUse.has(entry.revision)) return false
    return (
      rank > (keep.count ?? Number.POSITIVE_INFINITY) ||
      now - entry.time > (keep.age ?? Number.POSITIVE_INFINITY)
    )
  })
  return removed.reverse()
}
