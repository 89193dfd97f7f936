/** The binary caches that hold full builds between jobs. Other modules import from here only. */
export { type CacheKind, parseCacheInput } from './input.ts'
export { cacheKey, keyPrefix } from './key.ts'
export { type CacheOptions, openCache, openPruner } from './open.ts'
export type { Keep, Pruned, Pruner } from './prune.ts'
export type {
  BinaryCache,
  Found,
  FullBuildEntry,
  PathInfo,
  Restored,
  Saved,
  StoreAccess,
  Substituters,
} from './types.ts'
