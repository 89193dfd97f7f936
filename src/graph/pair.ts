import type { Obstacle, Unit } from './adapter.ts'
import type { Derivation } from './derivation.ts'

/**
 * What a unit of HEAD is in relation to the base. `unchanged`: the base has the very same derivation. `changed`: it is
 * `base` further developed. `unpaired`: there is nothing that it could be built on.
 */
export type Pairing =
  | { readonly kind: 'unchanged'; readonly head: Unit; readonly base: Unit }
  | { readonly kind: 'changed'; readonly head: Unit; readonly base: Unit }
  | { readonly kind: 'unpaired'; readonly head: Unit; readonly why: Unpaired }

export type Unpaired =
  | { readonly code: 'new' }
  | { readonly code: 'ambiguous' }
  | { readonly code: 'compiler-changed'; readonly detail: string }
  | Obstacle

/**
 * Pairs the units of HEAD with those of the base by adapter, package, system and compiler. A package that is there in
 * several variants (static and dynamic, say) is paired with the one that has most of its attributes; where two have
 * equally many, with none.
 */
export function pairUnits(head: readonly Unit[], base: readonly Unit[]): readonly Pairing[] {
  const byPath = new Map(base.map((unit) => [unit.derivation.path, unit]))
  const heads = new Set(head.map((unit) => unit.derivation.path))
  const changedHeads = head.filter((unit) => !byPath.has(unit.derivation.path))
  const changedBases = base.filter((unit) => !heads.has(unit.derivation.path))
  const partners = new Map<Unit, Pairing>()
  for (const [key, group] of groupBy(changedHeads, packageKey)) {
    const candidates = changedBases.filter((unit) => packageKey(unit) === key)
    for (const unit of group) partners.set(unit, pairOne(unit, group, candidates))
  }
  return head.map((unit) => {
    const same = byPath.get(unit.derivation.path)
    if (unit.obstacle !== undefined) return { kind: 'unpaired', head: unit, why: unit.obstacle }
    return same === undefined ? partners.get(unit)! : { kind: 'unchanged', head: unit, base: same }
  })
}

function pairOne(unit: Unit, heads: readonly Unit[], candidates: readonly Unit[]): Pairing {
  if (candidates.length === 0) return { kind: 'unpaired', head: unit, why: { code: 'new' } }
  const sameCompiler = candidates.filter(({ compiler }) => compiler === unit.compiler)
  const other = candidates[0]!
  if (sameCompiler.length === 0)
    return {
      kind: 'unpaired',
      head: unit,
      why: { code: 'compiler-changed', detail: `${other.compiler} -> ${unit.compiler}` },
    }
  const rivals = heads.filter(({ compiler }) => compiler === unit.compiler)
  const best = nearest(unit, sameCompiler)
  // Chosen by both, so that no two units are built on one.
  if (best === undefined || nearest(best, rivals) !== unit)
    return { kind: 'unpaired', head: unit, why: { code: 'ambiguous' } }
  if (best.obstacle !== undefined) return { kind: 'unpaired', head: unit, why: best.obstacle }
  return { kind: 'changed', head: unit, base: best }
}

/** The one that shares more attributes with `unit` than all others do; undefined if there is no such one. */
function nearest(unit: Unit, candidates: readonly Unit[]): Unit | undefined {
  if (candidates.length === 1) return candidates[0]
  const ranked = candidates
    .map((candidate) => ({ candidate, shared: sharedAttributes(unit.derivation, candidate.derivation) }))
    .sort((a, b) => b.shared - a.shared)
  return ranked[0]!.shared > ranked[1]!.shared ? ranked[0]!.candidate : undefined
}

/** How many attributes are the same, whatever the hashes of the store paths in them. */
function sharedAttributes(a: Derivation, b: Derivation): number {
  const blurred = (text: string) => text.replace(/[0-9a-df-np-sv-z]{32}-/g, '')
  let shared = a.name === b.name ? 1 : 0
  for (const [name, value] of a.env) {
    const other = b.env.get(name)
    if (other !== undefined && blurred(value) === blurred(other)) shared += 1
  }
  return shared
}

const packageKey = (unit: Unit) => JSON.stringify([unit.adapter, unit.package, unit.derivation.system])

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item])
  return groups
}
