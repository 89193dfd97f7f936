import type { FullBuildEntry } from '../cache/index.ts'
import type { Graph, Unit } from '../graph/index.ts'
import type { Base } from './base.ts'
import type { Dependencies } from './dependencies.ts'

/** Full builds as values: what they are, and what a cache keeps of them. */

/** The build of a unit of the base, from scratch, with its intermediates kept. */
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
}

/** The base with its full builds. They depend on nothing but the base, so that every job means the same ones. */
export interface BaseGraph {
  readonly base: Base
  readonly graph: Graph
  readonly units: readonly Unit[]
  /** The units with all that they need. */
  readonly below: Graph
  /** By the paths of the units' derivations; a unit that cannot be rewritten has none. */
  readonly fullBuilds: ReadonlyMap<string, FullBuild>
  readonly dependencies: readonly Dependencies[]
}

/** What a cache keeps of a full build, or what is wanted of it. */
export function entryOf(
  { key, outputs }: FullBuild,
  wanted: readonly string[] = Object.keys(outputs),
): FullBuildEntry {
  return { key, paths: wanted.map((output) => outputs[output] ?? '').filter((path) => path !== '') }
}

/** All entries of a base, with what its full builds may refer to. */
export function entriesOf({ fullBuilds, dependencies }: BaseGraph): readonly FullBuildEntry[] {
  return [...[...fullBuilds.values()].map((full) => entryOf(full)), ...dependencies.map(({ entry }) => entry)]
}
