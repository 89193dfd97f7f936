/** The binary caches that hold full builds between jobs. Other modules import from here only. */
export { demandClients } from './client.ts'
export { type CacheKind, parseCacheInput, parseCacheList } from './input.ts'
export { cacheKey } from './key.ts'
export { type CacheOptions, openCache, openCaches } from './open.ts'
export { type CacheWrite, mayWrite, readOccasion } from './permission.ts'
export { restoreFromFirst } from './several.ts'
export { parsePublicKeys, parseSigningKey } from './signing.ts'
export type { BinaryCache, FullBuildEntry, PathInfo, Restored, Saved, StoreAccess } from './types.ts'
