import { join } from 'node:path'
import {
  type BinaryCache,
  type FullBuildEntry,
  mayWrite,
  openCaches,
  restoreFromFirst,
  type Saved,
} from '../cache/index.ts'
import { info } from '../lib/log.ts'
import { inParallel } from '../lib/parallel.ts'
import { type BuildLog, createBuildLog } from '../nix/log.ts'
import type { Nix } from '../nix/nix.ts'
import { createStoreAccess, isValid } from '../nix/store.ts'
import type { Origin } from '../report/report.ts'
import type { RunContext } from './context.ts'
import type { Ladder } from './ladder.ts'
import type { LinuxBuilder } from './linux-builder.ts'
import type { PackagePlan, Plan } from './plan.ts'
import type { Settings } from './settings.ts'

/** The full builds of a plan: from the store, from a cache, or built; and on to the caches. */

/** The caches of the settings, writable as far as what set the job off permits. */
export function openInputCaches(
  settings: Settings,
  nix: Nix,
  { scratch, surroundings }: Pick<RunContext, 'scratch' | 'surroundings'>,
): readonly BinaryCache[] {
  const { occasion } = surroundings
  const { signingKey, trustedPublicKeys } = settings
  const options = {
    scratch,
    timeoutSeconds: settings.cacheTimeout,
    signingKey,
    trustedPublicKeys,
    ref: occasion.ref,
  }
  return openCaches(settings.caches, createStoreAccess(nix), options, (cache) =>
    mayWrite(settings.cacheWrite, cache, occasion),
  )
}

export interface RestoredFullBuilds {
  /** Where each full build came from; those that are not there are left out. */
  readonly origins: Map<PackagePlan, Origin>
  /** Names of the caches that have a bad copy. */
  readonly refusedFrom: ReadonlyMap<PackagePlan, readonly string[]>
}

/** One restore waits for the network, or unpacks with one core: few at once use both. */
const restoresAtOnce = 3

/** Restores what the store lacks. Throws `UserError` if a cache fails and `strict` forbids that. */
export async function restoreFullBuilds(
  plan: Plan,
  nix: Nix,
  caches: readonly BinaryCache[],
  ladder: Ladder,
): Promise<RestoredFullBuilds> {
  const origins = new Map<PackagePlan, Origin>()
  const refusedFrom = new Map<PackagePlan, readonly string[]>()
  const givenUp = new Set<BinaryCache>()
  const neighbours = plan.packages.flatMap(({ full }) => full ?? [])
  await inParallel(plan.packages, restoresAtOnce, async (one) => {
    const { full, installable } = one
    if (full === undefined) return
    if (await isValid(nix, full.intermediates)) {
      info(`${installable.text}: the full build is in the store already.`)
      origins.set(one, 'store')
      return
    }
    const asked = caches.filter((cache) => !givenUp.has(cache))
    const restored = await restoreFromFirst(asked, { wanted: [full], neighbours })
    const { failures } = restored
    const from = restored.from[0]
    if (from !== undefined) origins.set(one, 'cache')
    const consequence = from === undefined ? 'It is built anew' : `${from.name} had it`
    for (const { cache, failure } of failures) {
      if (failure.remedy !== undefined) givenUp.add(cache)
      const remedy = failure.remedy ?? 'If this goes on, see whether the cache can be reached and read'
      ladder.complain(
        `The full build of ${installable.text} could not be restored from ${cache.name}: ${failure.reason}. ${consequence}. ${remedy}.`,
      )
    }
    refusedFrom.set(
      one,
      failures.filter(({ failure }) => failure.refused === true).map(({ cache }) => cache.name),
    )
    info(
      `${installable.text}: ${from === undefined ? 'no full build in the cache' : `restored from ${from.name}`}.`,
    )
  })
  return { origins, refusedFrom }
}

export interface BuiltFullBuilds {
  /** Those that there are now. */
  readonly built: readonly PackagePlan[]
  readonly log: BuildLog
}

/** Builds those that are nowhere, and steps down the ladder for each that fails. */
export async function buildFullBuilds(
  missing: readonly PackagePlan[],
  nix: Nix,
  builder: LinuxBuilder,
  ladder: Ladder,
  scratch: string,
): Promise<BuiltFullBuilds> {
  const wanted = missing.flatMap(({ full }) =>
    full === undefined ? [] : [`${full.derivation}^intermediates`],
  )
  if (wanted.length === 0) {
    info('All full builds are there.')
    return { built: [], log: createBuildLog() }
  }
  const outLink = join(scratch, 'full-build')
  const { ok, error, log } = await builder.build(wanted, { outLink, keepGoing: true })
  const built: PackagePlan[] = []
  for (const one of missing) {
    if (one.full === undefined) continue
    if (await isValid(nix, one.full.intermediates)) built.push(one)
    else if (!ok) ladder.stepDown(one.installable.text, 'full-build-failed', error, log)
  }
  return { built, log }
}

/**
 * Pushes what was built to every cache. `complain` is told of failures; a cache that has it already or may not be written
 * is none.
 */
export async function pushFullBuilds(
  entries: readonly FullBuildEntry[],
  caches: readonly BinaryCache[],
  complain: (message: string) => void,
): Promise<void> {
  if (caches.length === 0 || entries.length === 0) {
    info('There is nothing to push.')
    return
  }
  for (const cache of caches) {
    const saved = await cache.save({ wanted: entries, neighbours: [] })
    for (const [index, entry] of entries.entries()) tell(entry, cache, saved[index]!, complain)
  }
}

function tell(
  entry: FullBuildEntry,
  cache: BinaryCache,
  saved: Saved,
  complain: (message: string) => void,
): void {
  switch (saved.status) {
    case 'saved':
      info(`Pushed ${entry.key} (${(saved.bytes / 1e6).toFixed(1)} MB) to ${cache.name}.`)
      break
    case 'exists':
      info(`${entry.key} is in the cache already (${cache.name}).`)
      break
    case 'read-only':
      info(
        `${entry.key} is not pushed to ${cache.name}: this job may not write to the cache (${saved.reason}).`,
      )
      break
    case 'failed':
      complain(
        `The full build ${entry.key} could not be pushed to ${cache.name}: ${saved.reason}. Later jobs will build it again; see whether the cache can be reached and written.`,
      )
  }
}
