import { type Derivation, type Graph, type Pairing, pairUnits, type Unit, walk } from '../graph/index.ts'
import type { Context } from './context.ts'
import type { BaseGraph } from './full-build.ts'
import { adapterOf, findUnitsOf, recognise, walkGraph } from './graphs.ts'
import { listed } from './ladder.ts'

/** Full builds that are there, or could be, and are of little use: nearly all would be compiled again on top of them. */

export interface Misfit {
  readonly code: 'compiler-changed' | 'flags-changed' | 'packages-changed'
  readonly detail: string
}

/**
 * The units of HEAD, by the paths of their derivations, that another compiler, other flags or other packages of their kind
 * keep from fitting to the base. Of packages names and versions count, which their ids in the compiler follow from, and
 * not store paths, which change with every library of the system.
 */
export function misfitsOf(
  context: Pick<Context, 'read' | 'isLocked'>,
  units: readonly Unit[],
  base: Pick<BaseGraph, 'graph' | 'units'>,
): ReadonlyMap<string, Misfit> {
  const paths = units.map(({ derivation }) => derivation.path)
  // What both have is the same with all that it needs.
  const ofHead = walkGraph(context, paths, (path) => !base.graph.has(path))
  const differences = { ofHead, replaced: replacedPackages(context, ofHead, base) }
  return new Map(
    pairUnits(units, base.units).flatMap((pairing) => {
      const misfit = misfitOf(pairing, differences)
      return misfit === undefined ? [] : [[pairing.head.derivation.path, misfit] as const]
    }),
  )
}

interface Differences {
  readonly ofHead: Graph
  /** Of derivations of HEAD, in place of which the base has other versions of the same packages. */
  readonly replaced: ReadonlySet<string>
}

function misfitOf(pairing: Pairing, { ofHead, replaced }: Differences): Misfit | undefined {
  if (pairing.kind === 'unpaired') return pairing.why.code === 'compiler-changed' ? pairing.why : undefined
  if (pairing.kind === 'unchanged') return undefined
  const { derivation } = pairing.head
  const flags = adapterOf(pairing.head)?.recompilesAll?.(derivation, pairing.base.derivation)
  if (flags !== undefined) return { code: 'flags-changed', detail: flags }
  if (replaced.size === 0) return undefined
  const below = walk([derivation.path], (path) => ofHead.get(path)).values()
  const names = [...below].flatMap(({ name, path }) => (replaced.has(path) ? name : []))
  return names.length === 0 ? undefined : { code: 'packages-changed', detail: listed(names) }
}

/** The paths of packages that are no units of HEAD, and that the base has in other versions only. */
function replacedPackages(
  context: Pick<Context, 'read' | 'isLocked'>,
  ofHead: Graph,
  { graph }: Pick<BaseGraph, 'graph'>,
): ReadonlySet<string> {
  const own = new Set(findUnitsOf(context, ofHead).map(({ derivation }) => derivation.path))
  const others = packagesOf([...ofHead.values()].filter(({ path }) => !own.has(path)))
  if (others.length === 0) return new Set()
  const before = packagesOf(graph.values())
  const packages = new Set(before.map(({ key }) => key))
  const names = new Set(before.map(({ derivation }) => derivation.name))
  return new Set(
    others.flatMap(({ key, derivation }) =>
      packages.has(key) && !names.has(derivation.name) ? derivation.path : [],
    ),
  )
}

function packagesOf(derivations: Iterable<Derivation>) {
  return [...derivations].flatMap((derivation) => {
    const recognised = recognise(derivation)
    // Others have no ids of packages: what they are compiled with is compared by their hooks and tools.
    return recognised === undefined || adapterOf(recognised)?.recompilesAll === undefined
      ? []
      : [{ derivation, key: `${recognised.adapter} ${recognised.package} ${derivation.system}` }]
  })
}
