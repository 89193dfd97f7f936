import type { Adapter, Unit } from './adapter.ts'
import { attribute, type Derivation, isFixedOutput, isInputAddressed } from './derivation.ts'
import type { Graph, ReadDerivation } from './walk.ts'

export interface UnitSearch {
  readonly adapters: readonly Adapter[]
  readonly read: ReadDerivation
  /** Whether a store path is the tree of a locked input, which no derivation tells. */
  readonly isLocked: (path: string) => boolean
}

/** The units of a graph, in its order. */
export function findUnits(graph: Graph, search: UnitSearch): readonly Unit[] {
  return [...graph.values()].flatMap((derivation) => {
    for (const adapter of search.adapters) {
      const recognised = adapter.recognise(derivation)
      if (recognised === undefined) continue
      const local = isInputAddressed(derivation) && hasLocalSource(derivation, search)
      return local ? [{ ...recognised, adapter: adapter.name, derivation }] : []
    }
    return []
  })
}

/**
 * Whether the source is not fetched by hash: neither by itself nor, where another derivation makes it, as that one's
 * source (a patched or unpacked release, for example).
 */
function hasLocalSource(derivation: Derivation, search: UnitSearch): boolean {
  const seen = new Set<string>()
  for (let current = derivation; ; ) {
    const source = attribute(current, 'src')
    const path = source === undefined ? undefined : storePathOf(source)
    // Without a source of its own, what it is made of lies in the Nix code.
    if (path === undefined) return true
    if (search.isLocked(path)) return false
    const maker = makerOf(current, path, search.read)
    if (maker === undefined || seen.has(maker.path)) return true
    if (isFixedOutput(maker)) return false
    seen.add(maker.path)
    current = maker
  }
}

/** The input of which `path` is an output. */
function makerOf(derivation: Derivation, path: string, read: ReadDerivation): Derivation | undefined {
  for (const input of derivation.inputDrvs.keys()) {
    const made = read(input)
    if (made !== undefined && [...made.outputs.values()].some((output) => output.path === path)) return made
  }
  return undefined
}

/** The store path that a path lies in; undefined if it lies in none. */
export function storePathOf(path: string): string | undefined {
  return /^.*?\/[0-9a-df-np-sv-z]{32}-[^/\s]+/.exec(path)?.[0]
}
