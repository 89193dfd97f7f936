import {
  type Change,
  type Graph,
  type Pairing,
  pairUnits,
  type Unit,
  type Unpaired,
  walk,
} from '../graph/index.ts'
import { outputsNeeded } from './dependencies.ts'
import { type BaseGraph, type FullBuild, replacementBy, startOn } from './full-build.ts'
import type { HeadGraph } from './head-graph.ts'

/** What is decided for each unit of HEAD, and what follows from it. All of it is pure. */

/** `unchanged`: its full build stands for it. `incremental`: it is built on its full build. */
export type UnitPlan =
  | { readonly kind: 'unchanged' | 'incremental'; readonly unit: Unit; readonly full: FullBuild }
  | { readonly kind: 'plain'; readonly unit: Unit; readonly why: Why }

/** Why a unit is built plainly. */
export type Why =
  | Unpaired
  | {
      readonly code:
        | 'no-base'
        | 'cannot-be-rewritten'
        | 'full-build-failed'
        | 'known-to-fail'
        | 'incremental-build-failed'
    }
  /** The full build is missing and not worth making. */
  | { readonly code: 'not-kept' | 'flags-changed' | 'packages-changed'; readonly detail: string }

export function planUnits(units: readonly Unit[], base: BaseGraph): readonly UnitPlan[] {
  return pairUnits(units, base.units).map((pairing) => planUnit(pairing, base))
}

function planUnit(pairing: Pairing, { fullBuilds }: BaseGraph): UnitPlan {
  const { head: unit } = pairing
  if (pairing.kind === 'unpaired') return { kind: 'plain', unit, why: pairing.why }
  const full = fullBuilds.get(pairing.base.derivation.path)
  if (full === undefined) return { kind: 'plain', unit, why: { code: 'cannot-be-rewritten' } }
  return { kind: pairing.kind === 'unchanged' ? 'unchanged' : 'incremental', unit, full }
}

/**
 * The plans after some full builds of a base were replaced by unchecked ones, which stand for nothing; those on other bases
 * stay.
 */
export function planAnew(plans: readonly UnitPlan[], before: BaseGraph, now: BaseGraph): readonly UnitPlan[] {
  return plans.map((plan) => {
    if (plan.kind === 'plain') return plan
    const { kind, unit } = plan
    const { path } = plan.full.unit.derivation
    if (before.fullBuilds.get(path) !== plan.full) return plan
    const full = now.fullBuilds.get(path)
    if (full === undefined) return { kind: 'plain', unit, why: { code: 'full-build-failed' } }
    return { kind: full.unchecked ? 'incremental' : kind, unit, full }
  })
}

/** Where there is nothing to build on. */
export function planPlainly(units: readonly Unit[], why: Why): readonly UnitPlan[] {
  return units.map((unit) => ({ kind: 'plain', unit, why }))
}

/** Those that have no full build after all are plain. `whyNot`: undefined for one that there is. */
export function withoutFullBuilds(
  plans: readonly UnitPlan[],
  whyNot: (full: FullBuild) => Why | undefined,
): readonly UnitPlan[] {
  return plans.map((plan) => {
    const why = plan.kind === 'plain' ? undefined : whyNot(plan.full)
    return why === undefined ? plan : { kind: 'plain', unit: plan.unit, why }
  })
}

/** The outputs that HEAD needs of each full build. An unchanged unit that only unchanged ones need is not among them. */
export function neededOutputs(
  { graph, installables }: Pick<HeadGraph, 'graph' | 'installables'>,
  plans: readonly UnitPlan[],
): ReadonlyMap<FullBuild, readonly string[]> {
  const needed = new Map<FullBuild, Set<string>>()
  const add = (full: FullBuild, outputs: Iterable<string>) =>
    needed.set(full, new Set([...(needed.get(full) ?? []), ...outputs]))
  const unchanged = new Map<string, FullBuild>()
  for (const plan of plans) {
    if (plan.kind === 'incremental') add(plan.full, ['intermediates'])
    if (plan.kind === 'unchanged') unchanged.set(plan.unit.derivation.path, plan.full)
  }
  const others = [...graph.values()].filter(({ path }) => !unchanged.has(path))
  for (const [input, outputs] of outputsNeeded(others, (path) => unchanged.has(path)))
    add(unchanged.get(input)!, outputs)
  for (const { derivation, outputs } of installables.flatMap(({ wanted }) => wanted)) {
    const full = unchanged.get(derivation ?? '')
    if (full !== undefined) add(full, Object.keys(outputs))
  }
  return new Map([...needed].map(([full, outputs]) => [full, [...outputs].sort()]))
}

/** The store paths of the base's dependencies that HEAD would have to build. */
export function neededDependencies(graph: Graph, { dependencies }: BaseGraph): readonly string[] {
  const built = new Set(
    [...graph.values()].flatMap(({ outputs }) => [...outputs.values()].map(({ path }) => path)),
  )
  return dependencies.flatMap(({ entry }) => entry.paths.filter((path) => built.has(path)))
}

/** What the plans change in HEAD's graph. */
export function changesOf(plans: readonly UnitPlan[]): ReadonlyMap<string, Change> {
  const changes = new Map<string, Change>()
  for (const plan of plans) {
    if (plan.kind === 'plain') continue
    const {
      full,
      unit: { adapter, derivation },
    } = plan
    changes.set(
      derivation.path,
      plan.kind === 'incremental'
        ? { kind: 'resume', adapter, ...startOn(full, derivation) }
        : replacementBy(full, derivation),
    )
  }
  return changes
}

/**
 * The plans after derivations failed: each of them exactly as the user wrote it, with all units that it needs. `failed` are
 * paths of derivations in the graph.
 */
export function withoutFailed(
  graph: Graph,
  plans: readonly UnitPlan[],
  failed: readonly string[],
): readonly UnitPlan[] {
  const below = walk(failed, (path) => graph.get(path))
  return plans.map((plan) =>
    plan.kind !== 'plain' && below.has(plan.unit.derivation.path)
      ? { kind: 'plain', unit: plan.unit, why: { code: 'incremental-build-failed' } }
      : plan,
  )
}
