import type { FullBuildEntry } from '../cache/index.ts'
import { UserError } from '../lib/errors.ts'
import { notice } from '../lib/log.ts'
import { openNix } from '../nix/nix.ts'
import { type PackageReport, type Report, restorePhase } from '../report/report.ts'
import { findStart } from './base.ts'
import type { RunContext } from './context.ts'
import { describePlan } from './describe.ts'
import { restoreOlder } from './fallback.ts'
import { buildFullBuilds, openInputCaches, restoreFullBuilds } from './full-builds.ts'
import { buildHead, fetchHeadInputs } from './head.ts'
import { failOnWarnings } from './ladder.ts'
import { openLinuxBuilder, systemsNamedBy } from './linux-builder.ts'
import { messagesOfHead } from './messages.ts'
import { remarkOnNightly } from './missing-nightly.ts'
import { makeFullBuilds, planFullBuilds } from './nightly.ts'
import { overBranches } from './over-branches.ts'
import { headReport } from './package-reports.ts'
import { makePlan, openSources } from './plan.ts'
import { createProgress, failureReport, type Progress, reportOf, timed } from './progress.ts'
import { pruneFullBuilds } from './prune.ts'
import type { Settings } from './settings.ts'
import { accessOf } from './surroundings.ts'

/** Runs, and reports also what fails for a reason that the user can act on. Throws whatever else is thrown. */
export async function run(settings: Settings, context: RunContext): Promise<Report> {
  const progress = createProgress(settings, context.surroundings)
  try {
    return reportOf(progress, await story(settings, context, progress))
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return await failureReport(progress, error)
  }
}

/**
 * The story: plan, restore or build the full builds, build HEAD on top of them, leave the push to post. In mode `full`
 * build and push what is missing, for one branch or for several.
 * Throws `UserError` if HEAD's own build fails, if an input is wrong, or if `strict` forbids a step down the ladder.
 */
async function story(
  settings: Settings,
  context: RunContext,
  progress: Progress,
): Promise<readonly PackageReport[]> {
  const { scratch, now, surroundings, handOver } = context
  const { ladder } = progress
  const phase = <T>(name: string, body: () => Promise<T>) => timed(progress, name, body)

  const nix = await openNix(settings.nixOptions, settings.workspace)
  const sources = await openSources(settings, { access: accessOf(settings, surroundings), scratch })
  const { history, locations } = sources
  const place = { checkout: history.checkout, locations, fromFile: settings.file !== undefined }
  progress.place = place
  const caches = openInputCaches(settings, nix, context)
  progress.cacheName = caches.map((cache) => cache.name).join(', ') || 'none'
  const builder = await openLinuxBuilder(settings.linuxBuilder, nix, {
    complain: ladder.complain,
    surroundings,
    handOver,
  })
  // The VM boots while the plan is made.
  if (settings.mode !== 'plan') await builder.expect(systemsNamedBy(settings))
  const workshop = { nix, builder, caches, ladder, scratch }
  const prune = async (inUse: readonly string[]): Promise<void> => {
    if (settings.mode !== 'full' || (settings.keep.count === undefined && settings.keep.age === undefined))
      return
    await phase('Remove old full builds', () => pruneFullBuilds(settings, { inUse, now, surroundings }))
  }

  if (settings.mode !== 'incremental' && settings.branches !== undefined) {
    const made = await overBranches(settings.branches, settings, sources, workshop, phase, now)
    progress.packages = made.packages
    await prune(made.inUse)
    if (settings.strict) failOnWarnings(ladder)
    return made.packages
  }

  let plan = await phase('Plan', async () => {
    const found = await findStart(settings.start, surroundings.event, history, ladder.complain)
    // Tonight's full build is the one that all of tomorrow's commits will want.
    const start = settings.mode === 'full' ? { ...found, instant: now } : found
    const made = await makePlan(settings, sources, start, builder.nix, ladder)
    describePlan(made)
    return made
  })
  progress.plan = plan
  if (settings.mode === 'plan') return planFullBuilds(plan, workshop, phase)
  if (settings.mode === 'full') {
    const packages = await makeFullBuilds(plan, workshop, phase)
    await prune(plan.base === undefined ? [] : [plan.base.revision])
    return packages
  }

  await builder.expect(plan.packages.flatMap(({ full }) => full?.system ?? []))
  const { origins, refusedFrom } = await phase(restorePhase, async () => {
    const fetching = fetchHeadInputs(plan, nix, settings.cacheTimeout)
    const restored = await restoreFullBuilds(plan, nix, caches, ladder)
    await fetching
    return restored
  })
  if (settings.fallbackIntervals > 0 && caches.length > 0) {
    const search = { settings, plan, sources, nix, caches, ladder }
    const lacking = plan.packages.filter((one) => one.full !== undefined && !origins.has(one))
    const older = await phase('Look for older full builds', () => restoreOlder(lacking, search))
    for (const one of older.values()) origins.set(one, 'cache')
    plan = { ...plan, packages: plan.packages.map((one) => older.get(one) ?? one) }
    progress.plan = plan
  }
  const missing = plan.packages.filter((one) => one.full !== undefined && !origins.has(one))
  const remark = await remarkOnNightly(missing, plan, surroundings, settings)
  if (remark !== undefined) {
    notice(remark)
    progress.notices.push(remark)
  }
  const { built } = await phase('Build full builds', () =>
    buildFullBuilds(missing, nix, builder, ladder, scratch),
  )
  for (const one of built) origins.set(one, 'built')
  const pending = built.map(
    (one): FullBuildEntry => ({
      key: one.full?.key ?? '',
      paths: one.full?.paths ?? [],
      refusedFrom: refusedFrom.get(one) ?? [],
    }),
  )
  if (caches.length > 0 && pending.length > 0) handOver.push(pending)
  const head = await phase('Build HEAD', () => buildHead(settings, plan, origins, nix, builder, ladder))
  progress.messages = await messagesOfHead(head, place)
  return Promise.all(plan.packages.map((one, index) => headReport(one, origins.get(one), head[index])))
}
