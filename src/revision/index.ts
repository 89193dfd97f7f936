export type { Branch } from './branches.ts'
export type { Change, Pair } from './changes.ts'
export {
  type Checkout,
  GitError,
  headFiles,
  headLines,
  openCheckout,
  trackedFiles,
} from './checkout.ts'
export type { RemoteAccess } from './credentials.ts'
export { type History, openHistory } from './history.ts'
export {
  boundaryOf,
  type Interval,
  type Levels,
  parseDuration,
  parseLevels,
  previousBoundaries,
  withOffset,
} from './interval.ts'
export { type Filter, parseFilter } from './pattern.ts'
export type { Places } from './places.ts'
export { RemoteError } from './remote.ts'
export type { Replay } from './replay.ts'
export type { Resolved } from './resolve.ts'
export type { Truncated, Wanted } from './truncate.ts'
export type { Parents, Visit } from './walk.ts'
