import { join } from 'node:path'
import { info } from '../lib/log.ts'
import { ProcessError } from '../lib/process.ts'
import { type BuildLog, createBuildLog } from '../nix/log.ts'
import type { Nix } from '../nix/nix.ts'
import { validAmong } from '../nix/store.ts'
import type { BaseGraph, FullBuild } from './base-graph.ts'
import type { Context } from './context.ts'
import { installablesOf, type Needed } from './full-builds.ts'
import { failedByItself } from './known-failures.ts'
import { listed } from './ladder.ts'

/** Full builds that are nowhere, built. */

export interface BuiltFullBuilds {
  /** Those that were asked for and are there now. */
  readonly there: readonly FullBuild[]
  /** What was built of the base, whether it was asked for or needed for that. */
  readonly made: readonly FullBuild[]
  /** What would fail again if it were built again. */
  readonly failing: readonly FullBuild[]
  readonly log: BuildLog
}

export interface FullBuildsRequest {
  readonly missing: Needed
  readonly base: BaseGraph
  /** Installables of what else is to be built for the caches. That it fails is not their failure. */
  readonly others: readonly string[]
}

/** Builds those that are nowhere, and steps down the ladder for those that fail. */
export async function buildFullBuilds(
  { nix, builder, ladder, scratch }: Context,
  { missing, base, others }: FullBuildsRequest,
): Promise<BuiltFullBuilds> {
  if (missing.size === 0) {
    info('All full builds are there.')
    return { there: [], made: [], failing: [], log: createBuildLog() }
  }
  const wanted = [...installablesOf(missing), ...others]
  const outLink = join(scratch, 'full-build')
  const { ok, error, log } = await builder.build(wanted, { outLink, keepGoing: true })
  const all = [...new Set([...missing.keys(), ...base.fullBuilds.values()])]
  const valid = await validAfter(ok, nix, all)
  const there = [...missing.keys()].filter((full) => valid.has(full.intermediates))
  const failed = [...missing.keys()].filter((full) => !valid.has(full.intermediates))
  if (failed.length > 0 && !ok)
    ladder.stepDown(listed(failed.map(({ unit }) => unit.derivation.name)), 'full-build-failed', error, log)
  const made = all.filter(
    (full) => valid.has(full.intermediates) && log.seconds(full.derivation) !== undefined,
  )
  const failures = new Set(
    log
      .failures()
      .filter(failedByItself)
      .map(({ derivation }) => derivation),
  )
  const failing = all.filter((full) => failures.has(full.derivation))
  return { there, made, failing, log }
}

/** The intermediates that are in the store after a build; if that cannot be asked, what the build itself came to counts. */
async function validAfter(
  ok: boolean,
  nix: Pick<Nix, 'run' | 'dialect'>,
  fullBuilds: readonly FullBuild[],
): Promise<ReadonlySet<string>> {
  const paths = fullBuilds.map((full) => full.intermediates)
  try {
    return await validAmong(nix, paths)
  } catch (error) {
    if (!(error instanceof ProcessError) || error.reason === 'cancelled') throw error
    return new Set(ok ? paths : [])
  }
}
