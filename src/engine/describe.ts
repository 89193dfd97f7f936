import { info } from '../lib/log.ts'
import { isoTime } from '../report/outputs.ts'
import type { Checkout } from '../revision/index.ts'
import type { Base } from './base.ts'
import type { FullBuild } from './full-build.ts'
import { reasonOf } from './plain-units.ts'
import type { UnitPlan } from './unit-plan.ts'

/** What the log says of what was decided. */

export function describeHead({ head, dirty }: Checkout): void {
  info(`HEAD is ${head}${dirty ? ', with uncommitted changes, which are built too' : ''}.`)
}

export function describeBase({ boundary, revision, time }: Base): void {
  const limit = boundary === undefined ? '' : `, at or before ${isoTime(boundary)}`
  info(`The full build is of ${revision} (${isoTime(time)})${limit}.`)
}

export function describePlans(plans: readonly UnitPlan[]): void {
  for (const plan of plans) {
    const text =
      plan.kind === 'plain'
        ? `built plainly: ${reasonOf(plan.why)}`
        : `${plan.kind === 'incremental' ? 'built on' : 'unchanged, as in'} ${describeFull(plan.full)}`
    info(`${plan.unit.derivation.name}: ${text}`)
  }
}

export function describeFullBuilds(fullBuilds: Iterable<FullBuild>): void {
  for (const full of fullBuilds) info(`${full.unit.derivation.name}: ${describeFull(full)}`)
}

const describeFull = ({ intermediates, key }: FullBuild) => `${intermediates}, cache key ${key}`
