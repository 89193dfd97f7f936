/** Derivation graphs: which derivations are units, what they are in relation to the base, and how they are rewritten. */
export type {
  Adapter,
  Belief,
  FailedUnit,
  Obstacle,
  Recognised,
  ReportedError,
  Unit,
} from './adapter.ts'
export { parseDerivation } from './aterm.ts'
export {
  attribute,
  attributeNames,
  attributeWords,
  type Derivation,
  isFixedOutput,
  type Output,
  runsPhases,
} from './derivation.ts'
export { environmentChanged } from './distrust.ts'
export { lockedSources } from './locked.ts'
export { type Pairing, pairUnits, type Unpaired } from './pair.ts'
export {
  type Change,
  type OutputPath,
  type RequestedDerivation,
  type RewriteRequest,
  type Rewritten,
  rewriteRequest,
  type Start,
} from './rewrite.ts'
export { textPath } from './store-path.ts'
export { findUnits, type UnitSearch } from './units.ts'
export { type Graph, type ReadDerivation, walk, withDependents } from './walk.ts'
