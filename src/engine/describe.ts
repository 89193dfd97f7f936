import { info } from '../lib/log.ts'
import { isoTime } from '../report/outputs.ts'
import { levelsOf } from '../report/report.ts'
import type { Checkout } from '../revision/index.ts'
import type { Base } from './base.ts'
import type { FullBuild } from './full-build.ts'
import { reasonOf } from './plain-units.ts'
import type { UnitPlan } from './unit-plan.ts'

/** What the log says of what was decided. */

export function describeHead({ head, dirty }: Checkout): void {
  info(`HEAD is ${head}${dirty ? ', with uncommitted changes, which are built too' : ''}.`)
}

export function describeBase(base: Base): void {
  const [finest, ...above] = levelsOf(base).map(({ boundary, revision, time }) => {
    const limit = boundary === undefined ? '' : `, at or before ${isoTime(boundary)}`
    return `${revision} (${isoTime(time)})${limit}`
  })
  info(`The full build is of ${finest}.`)
  for (const level of above) info(`It is made on the full build of ${level}.`)
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
