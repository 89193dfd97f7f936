import { closureOf } from '../closure.ts'
import { isDependenciesKey } from '../key.ts'
import type { FullBuildEntry, PathInfo } from '../types.ts'

/** What an entry is made of. */
export interface Contents {
  readonly held: readonly PathInfo[]
  /** For each of its own paths what that needs and other entries hold, also at a distance. */
  readonly leftOut: ReadonlyMap<string, readonly string[]>
}

/** All that is known when an entry is made. */
export interface Surroundings {
  /** All entries of the graph, whether they are to be saved or not. */
  readonly entries: readonly FullBuildEntry[]
  /** The closures of the entry and of the dependencies. */
  readonly infos: ReadonlyMap<string, PathInfo>
  /** Paths that no upstream cache has. */
  readonly ours: ReadonlySet<string>
}

/**
 * An entry holds its own paths, and of what these refer to all that is neither upstream, nor one of the paths of another
 * entry, nor in an entry of dependencies. Of two entries of dependencies that share something, the first by its key
 * holds it.
 */
export function contentsOf(entry: FullBuildEntry, { entries, infos, ours }: Surroundings): Contents {
  const own = new Set(entry.paths)
  const others = entries.filter(({ key }) => key !== entry.key)
  const theirs = new Set(others.flatMap(({ paths }) => paths))
  const dependencies = others
    .filter(({ key }) => isDependenciesKey(key) && (!isDependenciesKey(entry.key) || key < entry.key))
    .flatMap(({ paths }) => [...closureOf(paths, infos)])
  const shared = new Set(dependencies)
  const all = [...closureOf(entry.paths, infos)].filter((path) => ours.has(path))
  const held = all.filter((path) => own.has(path) || (!theirs.has(path) && !shared.has(path)))
  const here = new Set(held)
  const leftOut = new Map<string, readonly string[]>()
  for (const path of held.filter((one) => own.has(one))) {
    const elsewhere = [...closureOf([path], infos)].filter((one) => ours.has(one) && !here.has(one))
    if (elsewhere.length > 0) leftOut.set(path, elsewhere)
  }
  return { held: held.map((path) => infos.get(path)!), leftOut }
}
