import { info, notice } from '../lib/log.ts'
import type { BuildLog } from '../nix/log.ts'
import { endedBy } from '../nix/nix.ts'
import { findBase, findStart, rungFor, type Start } from './base.ts'
import { readBase } from './base-graph.ts'
import { buildFullBuilds } from './build-full-builds.ts'
import { collectFullBuilds, missingOf } from './collect.ts'
import type { Context } from './context.ts'
import { describeBase, describeHead, describePlans } from './describe.ts'
import { fittingBase } from './fitting-base.ts'
import type { BaseGraph } from './full-build.ts'
import { type Origins, pushRequest } from './full-builds.ts'
import { type HeadGraph, readHead } from './head-graph.ts'
import { names } from './installables.ts'
import { withNotes } from './known-failures.ts'
import { holdBack } from './ladder.ts'
import { type Missing, remarkOnNightly } from './missing-nightly.ts'
import { stepDownUnits } from './plain-units.ts'
import type { Progress } from './progress.ts'
import { isFailed, seek } from './seek.ts'
import {
  neededDependencies,
  neededOutputs,
  planAnew,
  planPlainly,
  planUnits,
  type UnitPlan,
  withoutFullBuilds,
} from './unit-plan.ts'
import { plannedReports } from './unit-reports.ts'

/** What is done for HEAD before it is built: which full builds it is built on, and where they come from. */

/** What is decided before anything is built. */
interface Plan {
  readonly head: HeadGraph
  readonly start: Start
  readonly base: BaseGraph | undefined
  readonly plans: readonly UnitPlan[]
}

/** HEAD with the full builds that it is built on, as far as there are any. */
export interface Prepared {
  readonly head: HeadGraph
  /** Undefined where nothing is built on it. */
  readonly base: BaseGraph | undefined
  readonly plans: readonly UnitPlan[]
  readonly origins: Origins
  /** Of the full builds that were made. */
  readonly fullLogs: readonly BuildLog[]
}

/**
 * Plans, restores or builds the full builds, and leaves the push to the end of the job. Throws `UserError` if HEAD does not
 * evaluate, if an input is wrong, or if `strict` forbids a step down the ladder.
 */
export async function prepareHead(context: Context, progress: Progress): Promise<Prepared> {
  const { builder, caches, phase } = context
  const plan = await phase('Plan', () => makePlan(context, progress))
  progress.units = plannedReports(plan.plans, plan.base?.base)
  const { head } = plan
  await builder.expect(new Set([...head.graph.values()].map(({ system }) => system)))
  let { base, plans } = plan
  let origins: Origins = new Map()
  let fullLogs: readonly BuildLog[] = []
  if (base !== undefined) {
    const collected = await collectFullBuilds(context, { ...plan, base })
    ;({ base, plans, origins } = collected)
    const before = base
    const missing = (some: BaseGraph) =>
      missingOf(neededOutputs(head, planAnew(plans, before, some)), origins)
    const wanted = missing(base)
    const made = collected.lost.length === 0
    await remark(context, progress, {
      ...{ made, base: base.base },
      missing: made ? [...wanted.keys()] : collected.lost,
    })
    const asked = neededDependencies(head.graph, base)
    const request = { missing, base, caches: collected.answering, asked, others: [] }
    const built = await phase('Build full builds', () => buildFullBuilds(context, request))
    fullLogs = built.logs
    base = built.base
    plans = planAnew(plans, before, base)
    for (const full of [...built.there, ...built.made]) origins.set(full, 'built')
    // The ladder has been stepped down for them.
    const failed = missing(base)
    plans = withoutFullBuilds(plans, (full) => (failed.has(full) ? { code: 'full-build-failed' } : undefined))
    const pending = await withNotes(
      context,
      pushRequest(built.made, base, collected.refusedFrom),
      built.failing,
    )
    if (caches.length > 0 && pending.wanted.length > 0) {
      const left = await seek(context.handOver.push(pending))
      if (isFailed(left))
        context.ladder.complain(
          `The full build will not be pushed to the cache: ${left.failed}. Later jobs will build it again; see whether the disk is full.`,
        )
    }
  }
  return { head, base, plans, origins, fullLogs }
}

/** The base is looked for and evaluated while HEAD is, until it turns out that nothing is to be built on it. */
async function makePlan(context: Context, progress: Progress): Promise<Plan> {
  const { ladder, settings, sources, surroundings } = context
  const { history } = sources
  const start = await findStart(settings.start, surroundings.event, history, ladder.complain)
  const finding = seek(findBase(settings, history, start))
  const held = holdBack(ladder)
  const unwanted = new AbortController()
  const nix = endedBy(context.nix, unwanted.signal)
  const reading = finding.then((found) => {
    unwanted.signal.throwIfAborted()
    return isFailed(found) ? found : seek(readBase({ ...context, nix, ladder: held }, found))
  })
  // Its failure is seen where it is waited for, if it is.
  reading.catch(() => {})
  const readingHead = readHead(context).then(
    (head) => {
      if (head.units.length === 0) unwanted.abort()
      return head
    },
    (error: unknown) => {
      unwanted.abort()
      throw error
    },
  )
  const [head, found] = await Promise.all([readingHead, finding])
  describeHead(history.checkout)
  if (!isFailed(found)) {
    progress.base = found
    describeBase(found)
  }
  if (head.units.length === 0) {
    tellNothing(context, progress, head)
    return { head, start, base: undefined, plans: [] }
  }
  const base = await reading
  held.tell()
  if (isFailed(base)) {
    const rung = rungFor(base.error) ?? 'revision-unavailable'
    ladder.stepDown(names(settings.installables), rung, base.failed)
    return { head, start, base: undefined, plans: planPlainly(head.units, { code: 'no-base' }) }
  }
  const fitting = await fittingBase(context, { head, start, base })
  progress.base = fitting.base
  const plans = planUnits(head.units, fitting)
  describePlans(plans)
  stepDownUnits(ladder, plans)
  return { head, start, base: fitting, plans }
}

function tellNothing({ settings }: Context, progress: Progress, { graph }: HeadGraph): void {
  if (graph.size === 0) {
    info('There is nothing to build: all of it is in the store, or in a substituter.')
    return
  }
  const subject = names(settings.installables)
  remarkOn(
    progress,
    `Nothing that is to be built for ${subject} is compiled by a builder that can be incremental. It is built as it is.`,
  )
}

function remarkOn(progress: Progress, text: string): void {
  notice(text)
  progress.notices.push(text)
}

async function remark(
  { settings, surroundings }: Context,
  progress: Progress,
  missing: Missing,
): Promise<void> {
  const text = await remarkOnNightly(missing, surroundings, settings)
  if (text !== undefined) remarkOn(progress, text)
}
