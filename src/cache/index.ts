/** The binary caches that hold full builds between jobs. Other modules import from here only. */
export { type CacheKind, parseCacheInput } from './input.ts'
export { cacheKey } from './key.ts'
export { type CacheOptions, openCache } from './open.ts'
export type { BinaryCache, FullBuildEntry, PathInfo, Restored, Saved, StoreAccess } from './types.ts'
