export type { Branch } from './branches.ts'
export { type Checkout, GitError, openCheckout, trackedFiles } from './checkout.ts'
export type { RemoteAccess } from './credentials.ts'
export { type History, openHistory } from './history.ts'
export {
  boundaryOf,
  type Levels,
  parseDuration,
  parseLevels,
  previousBoundaries,
  withOffset,
} from './interval.ts'
export { type Filter, parseFilter } from './pattern.ts'
export type { Places } from './places.ts'
export { RemoteError } from './remote.ts'
export type { Resolved } from './resolve.ts'
export type { Truncated, Wanted } from './truncate.ts'
export type { Parents } from './walk.ts'
