import { cacheKey } from '../cache/index.ts'
import {
  type Change,
  pairUnits,
  type RewriteRequest,
  type Rewritten,
  rewriteRequest,
  type Unit,
  withDependents,
} from '../graph/index.ts'
import { info } from '../lib/log.ts'
import { ProcessError } from '../lib/process.ts'
import { unlessEvaluationFails } from '../nix/evaluate.ts'
import { lastErrorOf } from '../nix/nix.ts'
import type { Context } from './context.ts'
import { type BaseGraph, everyFullBuild, type FullBuild, replacementBy, startOn } from './full-build.ts'
import { rewriteGraph } from './graphs.ts'

/** The full builds of a base, as derivations. */

/** All that there is to a base but its full builds. */
export type EvaluatedBase = Omit<BaseGraph, 'fullBuilds'>

/** The base with full builds of these, and of all that need them, which are made without being checked. */
export async function withoutChecks(
  context: Context,
  base: BaseGraph,
  failing: ReadonlySet<FullBuild>,
): Promise<BaseGraph> {
  const concerned = everyFullBuild(base).some((full) => failing.has(full))
  if (!concerned) return base
  const coarser = base.coarser && (await withoutChecks(context, base.coarser, failing))
  const own = [...base.fullBuilds].flatMap(([path, full]) =>
    full.unchecked || failing.has(full) ? [path] : [],
  )
  const made = await instantiate(context, { ...base, coarser }, withDependents(base.graph, own))
  // What is the same stays the same.
  const fullBuilds = [...made.fullBuilds].map(([path, full]) => {
    const before = base.fullBuilds.get(path)
    return [path, before?.derivation === full.derivation ? before : full] as const
  })
  return { ...made, fullBuilds: new Map(fullBuilds) }
}

/** The base with its full builds. `unchecked`: the paths of units that are not to be checked. */
export async function instantiate(
  context: Context,
  evaluated: EvaluatedBase,
  unchecked: ReadonlySet<string> = new Set(),
): Promise<BaseGraph> {
  const { base, below, coarser, units } = evaluated
  const plans = planFullBuilds(units, coarser, unchecked)
  const changes = new Map(plans.map((plan) => [plan.unit.derivation.path, changeOf(plan, unchecked)]))
  const rewritten = await rewriteAll(context, rewriteRequest(below, changes))
  const fullBuilds = new Map<string, FullBuild>()
  for (const { kind, unit, on } of plans) {
    const { path, system } = unit.derivation
    if (kind === 'same') {
      fullBuilds.set(path, on)
      continue
    }
    const made = rewritten.get(path)
    const intermediates = made?.outputs.intermediates
    if (made === undefined || intermediates === undefined) continue
    const key = cacheKey({ system, name: unit.package, revision: base.revision, path: intermediates })
    const { derivation, outputs } = made
    fullBuilds.set(path, {
      ...{ unit, base, key, derivation, outputs, intermediates, on },
      unchecked: unchecked.has(path),
    })
  }
  return { ...evaluated, fullBuilds }
}

/** `same`: the full build of the level above is that of this one. */
type FullBuildPlan =
  | { readonly kind: 'same'; readonly unit: Unit; readonly on: FullBuild }
  | { readonly kind: 'made'; readonly unit: Unit; readonly on: FullBuild | undefined }

function planFullBuilds(
  units: readonly Unit[],
  coarser: BaseGraph | undefined,
  unchecked: ReadonlySet<string>,
): readonly FullBuildPlan[] {
  if (coarser === undefined) return units.map((unit) => ({ kind: 'made', unit, on: undefined }))
  return pairUnits(units, coarser.units).map((pairing): FullBuildPlan => {
    const { head: unit } = pairing
    const on = pairing.kind === 'unpaired' ? undefined : coarser.fullBuilds.get(pairing.base.derivation.path)
    // One that is not checked stands only for one that is not to be.
    const isSame = pairing.kind === 'unchanged' && on?.unchecked === unchecked.has(unit.derivation.path)
    return on !== undefined && isSame ? { kind: 'same', unit, on } : { kind: 'made', unit, on }
  })
}

function changeOf({ kind, unit, on }: FullBuildPlan, unchecked: ReadonlySet<string>): Change {
  const { adapter, derivation } = unit
  if (kind === 'same') return replacementBy(on, derivation)
  return {
    kind: 'keep',
    adapter,
    unchecked: unchecked.has(derivation.path),
    on: on === undefined ? null : startOn(on, derivation),
  }
}

/** Without an answer of Nix, no unit has a full build. */
async function rewriteAll(
  context: Context,
  request: RewriteRequest,
): Promise<ReadonlyMap<string, Rewritten>> {
  const rewritten = await unlessEvaluationFails(rewriteGraph(context, request))
  if (!(rewritten instanceof ProcessError)) return rewritten
  info(`The full builds cannot be instantiated: ${lastErrorOf(rewritten.stderr) || rewritten.message}.`)
  return new Map()
}
