import { info } from '../lib/log.ts'
import { isoTime } from '../report/outputs.ts'
import type { Base } from './base.ts'
import type { Plan } from './plan.ts'

/** What the log says of a plan. */

export function describePlan(plan: Plan): void {
  const { base, checkout } = plan
  info(`HEAD is ${checkout.head}${checkout.dirty ? ', with uncommitted changes, which are built too' : ''}.`)
  if (base !== undefined) describeBase(base)
  describePackages(plan)
}

export function describeBase({ boundary, revision, time }: Base): void {
  const limit = boundary === undefined ? '' : `, at or before ${isoTime(boundary)}`
  info(`The full build is of ${revision} (${isoTime(time)})${limit}.`)
}

export function describePackages({ packages }: Plan): void {
  for (const { full, incremental, installable } of packages) {
    const text =
      full === undefined
        ? 'no full build'
        : `${incremental === undefined ? '' : 'on top of '}${full.intermediates}, cache key ${full.key}`
    info(`${installable.text}: ${text}`)
  }
}
