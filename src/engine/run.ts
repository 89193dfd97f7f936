import { UserError } from '../lib/errors.ts'
import { openNix } from '../nix/nix.ts'
import { type Report, revisionsOf } from '../report/report.ts'
import type { Context, RunContext } from './context.ts'
import { openInputCaches } from './full-builds.ts'
import { createReader } from './graphs.ts'
import { failOnWarnings } from './ladder.ts'
import { openLinuxBuilder, systemsNamedBy } from './linux-builder.ts'
import { lockedInHead } from './locks.ts'
import { makeForBranches } from './modes/branches.ts'
import { makeForCheckout } from './modes/full.ts'
import { buildOnTop } from './modes/incremental.ts'
import type { PlainContext } from './plain-build.ts'
import { createProgress, failureReport, type Progress, reportOf, timed } from './progress.ts'
import { pruneFullBuilds } from './prune.ts'
import { recover } from './recover.ts'
import { isFailed, seek } from './seek.ts'
import type { Settings } from './settings.ts'
import { openSources, type Sources } from './sources.ts'
import { accessOf } from './surroundings.ts'

/**
 * Runs, and reports also what fails for a reason that the user can act on. Whatever else fails costs the optimisation
 * and not the build, so that it throws only if the job is cancelled, or if there is no Nix to build with.
 */
export async function run(settings: Settings, given: RunContext): Promise<Report> {
  const progress = createProgress(settings, given.surroundings)
  const sources = openSourcesOf(settings, given)
  try {
    if (settings.simulate !== undefined) {
      // Loaded only where they are asked for, as in mode `verify`: start-up is part of every job.
      const { replayHistory } = await import('./simulation/replay-history.ts')
      await replayHistory({ ...settings, simulate: settings.simulate }, sources, progress)
      return reportOf(progress)
    }
    const tools = await openTools(settings, given, progress)
    const outcome = await seek(runMode({ ...tools, sources }, given, progress))
    if (isFailed(outcome)) await recover(tools, progress, outcome)
    return reportOf(progress)
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return await failureReport(progress, settings, error)
  }
}

/** Git looks at the checkout while Nix is asked what it is. Its failure is seen where it is waited for, if it is. */
function openSourcesOf(settings: Settings, { scratch, surroundings }: RunContext): Promise<Sources> {
  const opening = openSources(settings, { access: accessOf(settings, surroundings), scratch })
  opening.catch(() => {})
  return opening
}

interface Tools extends PlainContext {
  readonly sources: Promise<Sources>
}

/** What HEAD can be built with, plainly. */
async function openTools(
  settings: Settings,
  { surroundings, handOver }: RunContext,
  { ladder }: Progress,
): Promise<PlainContext> {
  const nix = await openNix(settings.nixOptions, settings.workspace)
  const builder = await openLinuxBuilder(settings.linuxBuilder, nix, {
    complain: ladder.complain,
    surroundings,
    handOver,
  })
  return { settings, nix: builder.nix, builder }
}

async function openContext(tools: Tools, given: RunContext, progress: Progress): Promise<Context> {
  const { builder, nix, settings } = tools
  const { ladder } = progress
  // The VM boots while the plan is made.
  if (settings.mode !== 'plan') await builder.expect(systemsNamedBy(settings))
  const sources = await tools.sources
  progress.sources = sources
  const caches = openInputCaches(settings, nix, given)
  progress.cacheName = caches.map((cache) => cache.name).join(', ') || 'none'
  return {
    ...given,
    ...tools,
    sources,
    caches,
    ladder,
    read: createReader(),
    isLocked: lockedInHead(sources, nix.storeDirectory),
    phase: (name, body) => timed(progress, name, body),
  }
}

/** Throws `UserError` as the modes do. */
async function runMode(tools: Tools, given: RunContext, progress: Progress): Promise<void> {
  const context = await openContext(tools, given, progress)
  const { ladder, settings } = context
  if (settings.mode === 'incremental') return buildOnTop(context, progress)
  if (settings.mode === 'verify') {
    const { verify } = await import('./modes/verify.ts')
    return verify(context, progress)
  }
  if (settings.branches === undefined) {
    await makeForCheckout(context, progress)
    return prune(context, revisionsOf(progress.base))
  }
  const { inUse, ...outcome } = await makeForBranches(context, settings.branches)
  Object.assign(progress, outcome)
  await prune(context, inUse)
  if (settings.strict) failOnWarnings(ladder)
}

async function prune(
  { phase, now, settings, surroundings }: Context,
  inUse: readonly string[],
): Promise<void> {
  const { keep, mode } = settings
  if (mode !== 'full' || (keep.count === undefined && keep.age === undefined)) return
  await phase('Remove old full builds', () => pruneFullBuilds(settings, { inUse, now, surroundings }))
}
