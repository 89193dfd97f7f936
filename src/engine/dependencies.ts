import { dependenciesKey, type FullBuildEntry } from '../cache/index.ts'
import { type Derivation, type Graph, isFixedOutput, type Unit, withDependents } from '../graph/index.ts'
import { outputsOf } from '../nix/installable.ts'

/**
 * What units, and what is made of units, are built with: outputs of derivations that no unit is part of. Upstream caches
 * have most of them as a rule, and then they are not kept. A compiler that was patched, a library of third parties, or a
 * program of this repository that another builder makes, they have not.
 */
export interface Dependencies {
  readonly entry: FullBuildEntry
  /** The outputs that are needed, by the paths of the derivations that make them. */
  readonly outputs: ReadonlyMap<string, readonly string[]>
}

/**
 * Those of the base: what the units need in one entry, what is needed above them alone in another, since that changes
 * oftener. `below` are the units with all that they need. Both graphs are in the order of `walk`.
 */
export function dependenciesOf(
  units: readonly Unit[],
  { graph, below }: { readonly graph: Graph; readonly below: Graph },
): readonly Dependencies[] {
  const made = withDependents(
    graph,
    units.map(({ derivation }) => derivation.path),
  )
  const inputsOf = (dependents: readonly Derivation[], known: ReadonlySet<string>) =>
    outputsNeeded(dependents, (input) => {
      const found = graph.get(input)
      return found !== undefined && !made.has(input) && !known.has(input) && !isFixedOutput(found)
    })
  const dependents = [...graph.values()].filter(({ path }) => made.has(path))
  const first = inputsOf(
    dependents.filter(({ path }) => below.has(path)),
    new Set(),
  )
  const second = inputsOf(
    dependents.filter(({ path }) => !below.has(path)),
    new Set(first.keys()),
  )
  return [first, second].flatMap((outputs) => {
    const paths = [...outputs].flatMap(([path, names]) => pathsOf(graph.get(path), names))
    return paths.length === 0 ? [] : { entry: { key: dependenciesKey(paths), paths }, outputs }
  })
}

/** For `nix build`. */
export function installablesFor(dependencies: readonly Dependencies[]): readonly string[] {
  return dependencies.flatMap(({ outputs }) => [...outputs].map(([path, names]) => outputsOf(path, names)))
}

/** The outputs that these derivations take of each of their inputs for which `counts` holds. */
export function outputsNeeded(
  dependents: Iterable<Derivation>,
  counts: (input: string) => boolean,
): ReadonlyMap<string, readonly string[]> {
  const needed = new Map<string, Set<string>>()
  for (const { inputDrvs } of dependents)
    for (const [input, outputs] of inputDrvs)
      if (counts(input)) needed.set(input, new Set([...(needed.get(input) ?? []), ...outputs]))
  return new Map([...needed].map(([input, outputs]) => [input, [...outputs].sort()]))
}

function pathsOf(derivation: Derivation | undefined, names: readonly string[]): readonly string[] {
  return names.map((name) => derivation?.outputs.get(name)?.path ?? '').filter((path) => path !== '')
}
