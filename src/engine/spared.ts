import { mayWrite } from '../cache/index.ts'
import type { FullBuild } from './full-build.ts'
import type { Misfit } from './misfits.ts'
import type { Settings } from './settings.ts'
import type { Surroundings } from './surroundings.ts'
import type { UnitPlan, Why } from './unit-plan.ts'

/** Full builds that are missing and not made: with them the job would take longer than without. */

/** Why a full build would be lost with the job that makes it; undefined if it is kept. */
export function whyNotKept(
  { caches, cacheWrite }: Pick<Settings, 'caches' | 'cacheWrite'>,
  { hosted, occasion }: Pick<Surroundings, 'hosted' | 'occasion'>,
): string | undefined {
  // The store of a machine of one's own is there for the next job.
  if (!hosted) return undefined
  const kinds = caches.filter(({ kind }) => kind !== 'none')
  const verdicts = kinds.map(({ kind }) =>
    mayWrite(cacheWrite, kind === 'github' ? 'github' : 'store', occasion),
  )
  if (verdicts.some(({ write }) => write)) return undefined
  const refusal = verdicts.find((verdict) => !verdict.write)
  return refusal?.why ?? 'there is no cache'
}

/** The reasons not to make full builds, of those `missing` for which there is one. */
export function reasonsToSpare(
  plans: readonly UnitPlan[],
  missing: ReadonlySet<FullBuild>,
  {
    notKept,
    misfits,
  }: { readonly notKept: string | undefined; readonly misfits: ReadonlyMap<string, Misfit> },
): ReadonlyMap<FullBuild, Why> {
  const reasons = new Map<FullBuild, Why>()
  for (const plan of plans) {
    if (plan.kind === 'plain' || !missing.has(plan.full)) continue
    const why =
      notKept === undefined
        ? misfits.get(plan.unit.derivation.path)
        : ({ code: 'not-kept', detail: notKept } as const)
    if (why !== undefined) reasons.set(plan.full, why)
  }
  return reasons
}
