import type { BinaryCache, FullBuildEntry, RestoreFailure } from './types.ts'

/** What asking several caches came to. */
export interface RestoredFromFirst {
  /** The cache that had the entry. */
  readonly from: BinaryCache | undefined
  /** Those that were asked before and failed; a miss is no failure. */
  readonly failures: readonly { readonly cache: BinaryCache; readonly failure: RestoreFailure }[]
}

/** Asks one cache after the other until one has the entry. */
export async function restoreFromFirst(
  caches: readonly BinaryCache[],
  entry: FullBuildEntry,
): Promise<RestoredFromFirst> {
  const failures: { readonly cache: BinaryCache; readonly failure: RestoreFailure }[] = []
  for (const cache of caches) {
    const restored = await cache.restore(entry)
    if (restored.status === 'hit') return { from: cache, failures }
    if (restored.status === 'failed') failures.push({ cache, failure: restored })
  }
  return { from: undefined, failures }
}
