import type { FullBuildEntry } from '../cache/index.ts'
import {
  type Change,
  type Derivation,
  environmentChanged,
  type Graph,
  type OutputPath,
  type Start,
  type Unit,
} from '../graph/index.ts'
import type { Base } from './base.ts'
import type { Dependencies } from './dependencies.ts'

/** Full builds as values: what they are, and what a cache keeps of them. */

/** The build of a unit of the base with its intermediates kept: from scratch, or on the full build of the level above. */
export interface FullBuild {
  readonly unit: Unit
  readonly base: Base
  /** Of its entry in a cache. */
  readonly key: string
  readonly derivation: string
  /** Store paths by name, `intermediates` among them. */
  readonly outputs: Readonly<Record<string, string>>
  readonly intermediates: string
  /**
   * Whether it was made without tests and documentation, since its own fail or those of what it needs do. Then it stands
   * for nothing: HEAD's own has to pass them.
   */
  readonly unchecked: boolean
  /** The one that it is built on; undefined for one from scratch. */
  readonly on: FullBuild | undefined
}

/** The base with its full builds. They depend on nothing but the base, so that every job means the same ones. */
export interface BaseGraph {
  readonly base: Base
  readonly graph: Graph
  readonly units: readonly Unit[]
  /** The units with all that they need. */
  readonly below: Graph
  /**
   * By the paths of the units' derivations; a unit that cannot be rewritten has none. Those of units that are the same at the
   * level above are of that.
   */
  readonly fullBuilds: ReadonlyMap<string, FullBuild>
  /** Of all levels. */
  readonly dependencies: readonly Dependencies[]
  /** The level above. */
  readonly coarser: BaseGraph | undefined
}

/** The full builds of all levels, those first that others are built on. */
export function everyFullBuild({ coarser, fullBuilds }: BaseGraph): readonly FullBuild[] {
  return [...new Set([...(coarser === undefined ? [] : everyFullBuild(coarser)), ...fullBuilds.values()])]
}

/** What a derivation is to start from if it is built on this one. */
export function startOn(full: FullBuild, derivation: Derivation): Start {
  return {
    from: outputOf(full, 'intermediates'),
    distrust: environmentChanged(derivation, full.unit.derivation),
  }
}

/** The full build in place of a derivation that is its unit's. */
export function replacementBy(full: FullBuild, { outputs }: Derivation): Change {
  return {
    kind: 'replace',
    by: new Map([...outputs.keys()].map((output) => [output, outputOf(full, output)])),
  }
}

const outputOf = ({ derivation, outputs }: FullBuild, output: string): OutputPath => ({
  derivation,
  output,
  path: outputs[output] ?? '',
})

/** What a cache keeps of a full build, or what is wanted of it. */
export function entryOf(
  { key, outputs }: FullBuild,
  wanted: readonly string[] = Object.keys(outputs),
): FullBuildEntry {
  return { key, paths: wanted.map((output) => outputs[output] ?? '').filter((path) => path !== '') }
}

/** All entries of a base, with what its full builds may refer to. */
export function entriesOf(base: BaseGraph): readonly FullBuildEntry[] {
  return [
    ...everyFullBuild(base).map((full) => entryOf(full)),
    ...base.dependencies.map(({ entry }) => entry),
  ]
}
