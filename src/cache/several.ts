import type { BinaryCache, EntryRequest, FullBuildEntry, RestoreFailure } from './types.ts'

/** Entries that one cache could not give for one and the same reason. */
export interface FailureOfCache {
  readonly cache: BinaryCache
  readonly failure: RestoreFailure
  readonly entries: readonly FullBuildEntry[]
}

/** What asking several caches came to. */
export interface RestoredFromFirst {
  /** For each wanted entry the cache that had it. */
  readonly from: readonly (BinaryCache | undefined)[]
  /** In the order in which the caches were asked; a miss is no failure. */
  readonly failures: readonly FailureOfCache[]
}

/** Takes each wanted entry from the first cache that has it. Each cache is asked once, for what those before it lack. */
export async function restoreFromFirst(
  caches: readonly BinaryCache[],
  { wanted, neighbours }: EntryRequest,
): Promise<RestoredFromFirst> {
  const from = wanted.map((): BinaryCache | undefined => undefined)
  const failures: FailureOfCache[] = []
  for (const cache of caches) {
    const open = [...wanted.keys()].filter((index) => from[index] === undefined)
    if (open.length === 0) break
    const rest = open.map((index) => wanted[index]!)
    const restored = await cache.restore({ wanted: rest, neighbours })
    const groups = new Map<string, { failure: RestoreFailure; entries: FullBuildEntry[] }>()
    for (const [position, index] of open.entries()) {
      const result = restored[position]
      if (result?.status === 'hit') from[index] = cache
      if (result?.status !== 'failed') continue
      const alike = JSON.stringify(result)
      const group = groups.get(alike) ?? { failure: result, entries: [] }
      groups.set(alike, group)
      group.entries.push(wanted[index]!)
    }
    for (const { failure, entries } of groups.values()) failures.push({ cache, failure, entries })
  }
  return { from, failures }
}
