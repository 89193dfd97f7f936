/** The binary caches that hold full builds between jobs. Other modules import from here only. */
export { demandClients } from './client.ts'
export type { Newest } from './github/newest.ts'
export { type CacheKind, parseCacheInput, parseCacheList } from './input.ts'
export { cacheKey, dependenciesKey, failureKey, type KeyPrefix, keyPrefix, parseKey } from './key.ts'
export { type CacheOptions, newestFullBuild, openCache, openCaches, openPruner } from './open.ts'
export { type CacheWrite, mayWrite, type Occasion } from './permission.ts'
export type { Keep, Pruned, Pruner } from './prune.ts'
export { type FailureOfCache, type RestoredFromFirst, restoreFromFirst } from './several.ts'
export { parsePublicKeys, parseSigningKey } from './signing.ts'
export type {
  BinaryCache,
  EntryRequest,
  Found,
  FullBuildEntry,
  PathInfo,
  Restored,
  RestoreFailure,
  Saved,
  StoreAccess,
  Substituters,
} from './types.ts'
