export { type Branch, remoteBranches } from './branches.ts'
export { changedFiles } from './changes.ts'
export { type Checkout, openCheckout, trackedFiles } from './checkout.ts'
export type { RemoteAccess } from './credentials.ts'
export { parseDate } from './date.ts'
export {
  boundaryOf,
  type Interval,
  parseDuration,
  parseInterval,
  previousBoundaries,
  withOffset,
} from './interval.ts'
export { type Filter, parseFilter } from './pattern.ts'
export { RemoteError } from './remote.ts'
export { fetchStart, type Resolved, resolveRevision } from './resolve.ts'
export { sourceRepository } from './source.ts'
export { commitsPassed, type Truncated, truncate, truncateAll, type Wanted } from './truncate.ts'
export type { History } from './walk.ts'
