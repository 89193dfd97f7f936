import type { BinaryCache, Found, FullBuildEntry, Restored, Saved } from '../src/cache/index.ts'

/** A cache as the tests of single entries use it. */
export interface SingleCache {
  readonly name: string
  restore(entry: FullBuildEntry): Promise<Restored>
  has(entry: FullBuildEntry): Promise<Found>
  find(prefix: string): Promise<Found | undefined>
  save(entry: FullBuildEntry): Promise<Saved>
}

/** One entry in, its result out. */
export function single(cache: BinaryCache): SingleCache {
  const only = <T>(results: readonly T[]): T => {
    if (results.length !== 1) throw new Error(`${results.length} results for one entry`)
    return results[0]!
  }
  return {
    name: cache.name,
    restore: async (entry) => only(await cache.restore({ wanted: [entry], neighbours: [] })),
    has: async (entry) => only(await cache.has([entry])),
    find: async (prefix) => (cache.find === undefined ? undefined : only(await cache.find([prefix]))),
    save: async (entry) => only(await cache.save({ wanted: [entry], neighbours: [] })),
  }
}
