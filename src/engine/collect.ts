import type { BinaryCache } from '../cache/index.ts'
import { restorePhase } from '../report/report.ts'
import type { Start } from './base.ts'
import type { Context } from './context.ts'
import { restoreOlder, restoreOn } from './fallback.ts'
import { fetchInputs } from './fetch-inputs.ts'
import type { BaseGraph, FullBuild } from './full-build.ts'
import {
  type Needed,
  type Origins,
  type RestoredFullBuilds,
  type RestoreRequest,
  restoreFullBuilds,
} from './full-builds.ts'
import type { HeadGraph } from './head-graph.ts'
import { withoutChecks } from './instantiate.ts'
import { knownFailures, tellUnchecked } from './known-failures.ts'
import { type Ladder, listed } from './ladder.ts'
import { misfitsOf } from './misfits.ts'
import { isFailed, seek } from './seek.ts'
import { reasonsToSpare, whyNotKept } from './spared.ts'
import { neededDependencies, neededOutputs, planAnew, type UnitPlan, withoutFullBuilds } from './unit-plan.ts'

/** The full builds that HEAD is built on, as far as they are somewhere or worth making. */

export interface Wish {
  readonly head: HeadGraph
  readonly base: BaseGraph
  readonly start: Start
  readonly plans: readonly UnitPlan[]
}

export interface Collected {
  /** Without the checks that are known to fail. */
  readonly base: BaseGraph
  /** On older full builds, or plain, where there are no others. */
  readonly plans: readonly UnitPlan[]
  readonly origins: Origins
  readonly refusedFrom: RestoredFullBuilds['refusedFrom']
  /** The caches that can be asked again. */
  readonly answering: readonly BinaryCache[]
  /** Those that are nowhere and not made since they would be lost with the job. */
  readonly lost: readonly FullBuild[]
}

/**
 * Takes them from the store, the caches, or older commits, and drops what is not worth making. Throws `UserError` if
 * `strict` forbids that.
 */
export async function collectFullBuilds(context: Context, wish: Wish): Promise<Collected> {
  const { caches, ladder, nix, phase, settings, surroundings } = context
  const { head, start } = wish
  const origins: Origins = new Map()
  const refusedFrom = new Map<string, readonly string[]>()
  const asked = new Set<FullBuild>()
  const silent = new Set<BinaryCache>()
  let { base, plans } = wish
  const missing = () => missingOf(neededOutputs(head, plans), origins)
  const look = async (dependencies: readonly string[]) => {
    const needed = new Map([...missing()].filter(([full]) => !asked.has(full)))
    for (const full of needed.keys()) asked.add(full)
    const restored = await restore(context, { needed, dependencies, base, caches })
    for (const [full, origin] of restored.origins) origins.set(full, origin)
    for (const [key, names] of restored.refusedFrom) refusedFrom.set(key, names)
    for (const cache of restored.silent) silent.add(cache)
  }
  const answering = () => caches.filter((cache) => !silent.has(cache))
  const culprits = new Map<FullBuild, FullBuild | undefined>()
  /** Heeds what earlier jobs noted. */
  const consult = async () => {
    for (;;) {
      const open = [...missing().keys()].filter((full) => !culprits.has(full))
      const known = await knownFailures({ nix, caches: answering() }, base, open)
      for (const full of open) culprits.set(full, known.failing.get(full))
      if (known.unchecked.length === 0) return
      tellUnchecked(ladder, known.unchecked, 'an earlier job found out')
      const now = await withoutChecks(context, base, new Set(known.unchecked))
      plans = planAnew(plans, base, now)
      base = now
      await look([])
    }
  }
  await phase(restorePhase, async () => {
    // While the caches are asked, what HEAD needs from other substituters is fetched.
    const fetching = fetchInputs(context, head.graph)
    await look(neededDependencies(head.graph, base))
    await fetching
    await consult()
  })
  const lacking = missing()
  if (settings.fallbackIntervals > 0 && caches.length > 0 && lacking.size > 0) {
    const search = {
      ...{ start, base: base.base, head, plans },
      missing: plans.filter((one) => one.kind !== 'plain' && lacking.has(one.full)),
    }
    const older = await phase('Look for older full builds', () => restoreOlder(context, search))
    plans = older.plans
    for (const [full, origin] of older.origins) origins.set(full, origin)
  }
  // To build on full builds is what `verify` is for, whatever becomes of them.
  const notKept = settings.mode === 'verify' ? undefined : whyNotKept(settings, surroundings)
  // What is not made, a level above may stand in for.
  for (let graph = base.coarser; notKept !== undefined && graph !== undefined; graph = graph.coarser) {
    const open = missing()
    if (open.size === 0) break
    const unfit = misfitsOf(context, head.units, graph)
    const lacking = plans.filter(
      (one) => one.kind !== 'plain' && open.has(one.full) && !unfit.has(one.unit.derivation.path),
    )
    if (lacking.length === 0) break
    const used = await restoreOn(context, { head, lacking, graph, caches: answering() })
    plans = plans.map((plan) => used.plans.get(plan) ?? plan)
    for (const [full, origin] of used.origins) origins.set(full, origin)
  }
  const lost: FullBuild[] = []
  for (;;) {
    await consult()
    const open = [...missing().keys()]
    // As a rule nothing is missing, and graphs are not compared once more.
    const misfits = open.length === 0 ? new Map() : misfitsOf(context, head.units, base)
    const spared = new Map(reasonsToSpare(plans, new Set(open), { notKept, misfits }))
    const failing = new Map(
      open.flatMap((full) => {
        const culprit = spared.has(full) ? undefined : culprits.get(full)
        return culprit === undefined ? [] : [[full, culprit] as const]
      }),
    )
    for (const full of failing.keys()) spared.set(full, { code: 'known-to-fail' })
    stepDownFailing(ladder, failing)
    if (spared.size === 0) return { base, plans, origins, refusedFrom, answering: answering(), lost }
    for (const [full, { code }] of spared) if (code === 'not-kept') lost.push(full)
    plans = withoutFullBuilds(plans, (full) => spared.get(full))
    // What is built plainly may need outputs of unchanged units, which nobody needed before.
    await look([])
  }
}

function stepDownFailing(ladder: Ladder, failing: ReadonlyMap<FullBuild, FullBuild>): void {
  if (failing.size === 0) return
  const names = (fullBuilds: Iterable<FullBuild>) =>
    listed([...new Set(fullBuilds)].map(({ unit }) => unit.derivation.name))
  const [{ base }] = [...failing.values()] as [FullBuild]
  const detail = `${names(failing.values())} of ${base.revision.slice(0, 12)}`
  ladder.stepDown(names(failing.keys()), 'known-to-fail', detail)
}

async function restore(context: Context, request: RestoreRequest): Promise<RestoredFullBuilds> {
  const restored = await seek(restoreFullBuilds(context, request))
  if (!isFailed(restored)) return restored
  context.ladder.complain(
    `Full builds could not be restored: ${restored.failed}. They are built anew. If this goes on, please report it.`,
  )
  return { origins: new Map(), refusedFrom: new Map(), silent: request.caches }
}

/** Those of the needed that were found nowhere. */
export function missingOf(needed: Needed, origins: Origins): Needed {
  return new Map([...needed].filter(([full]) => !origins.has(full)))
}
