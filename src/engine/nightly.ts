import type { BinaryCache, FullBuildEntry } from '../cache/index.ts'
import { info } from '../lib/log.ts'
import { inParallel } from '../lib/parallel.ts'
import type { Nix } from '../nix/nix.ts'
import { isValid } from '../nix/store.ts'
import type { Origin, PackageReport } from '../report/report.ts'
import { buildFullBuilds, pushFullBuilds } from './full-builds.ts'
import type { Ladder } from './ladder.ts'
import type { LinuxBuilder } from './linux-builder.ts'
import { fullReport, planned } from './package-reports.ts'
import type { PackagePlan, Plan } from './plan.ts'

/** Full builds made for others: those that are nowhere yet are built, and pushed. */

export interface Workshop {
  readonly nix: Nix
  readonly builder: LinuxBuilder
  readonly caches: readonly BinaryCache[]
  readonly ladder: Ladder
  readonly scratch: string
}

/** Runs `body` under a title. */
export type Step = <T>(title: string, body: () => Promise<T>) => Promise<T>

/** Throws `UserError` if `strict` forbids that something is missing. */
export async function makeFullBuilds(
  plan: Plan,
  workshop: Workshop,
  step: Step,
): Promise<readonly PackageReport[]> {
  const origins = await step('Look for full builds', () => locateFullBuilds(plan, workshop))
  const { nix, builder, caches, ladder, scratch } = workshop
  const missing = plan.packages.filter((one) => one.full !== undefined && !origins.has(one))
  await builder.expect(missing.flatMap(({ full }) => full?.system ?? []))
  const { built, log } = await step('Build full builds', () =>
    buildFullBuilds(missing, nix, builder, ladder, scratch),
  )
  for (const one of built) origins.set(one, 'built')
  const here = plan.packages.filter((one) => ['built', 'store'].includes(origins.get(one) ?? 'none'))
  await step('Push full builds', () =>
    pushFullBuilds(
      here.flatMap(({ full }): FullBuildEntry[] => (full === undefined ? [] : [full])),
      caches,
      ladder.complain,
    ),
  )
  return Promise.all(plan.packages.map((one) => fullReport(one, origins.get(one), log)))
}

/** The same without building anything: what is missing, and what is not. */
export async function planFullBuilds(
  plan: Plan,
  workshop: Workshop,
  step: Step,
): Promise<readonly PackageReport[]> {
  const origins = await step('Look for full builds', () => locateFullBuilds(plan, workshop))
  return plan.packages.map((one) => planned(one, origins.get(one)))
}

const asksAtOnce = 3

/**
 * Where full builds are, of which nothing is downloaded: what a cache has, others will restore. One that is in the store
 * and not in every cache counts as being in the store, to be pushed.
 */
async function locateFullBuilds(
  plan: Plan,
  { nix, caches, ladder }: Workshop,
): Promise<Map<PackagePlan, Origin>> {
  const origins = new Map<PackagePlan, Origin>()
  await inParallel(plan.packages, asksAtOnce, async (one) => {
    const { full, installable } = one
    if (full === undefined) return
    const holders: string[] = []
    for (const cache of caches) {
      const found = (await cache.has([full]))[0]!
      if (found.status === 'found') holders.push(cache.name)
      if (found.status === 'failed')
        ladder.complain(
          `${cache.name} could not be asked for the full build of ${installable.text}: ${found.reason}. It is taken to be missing there. If this goes on, see whether the cache can be reached and read.`,
        )
    }
    const everywhere = caches.length > 0 && holders.length === caches.length
    if (!everywhere && (await isValid(nix, full.intermediates))) origins.set(one, 'store')
    else if (holders.length > 0) origins.set(one, 'found')
    const places = holders.map((name) => `in ${name}`).join(', ')
    const origin = origins.get(one)
    info(
      `${installable.text}: the full build is ${origin === 'store' ? 'in the store' : origin === 'found' ? `${places} already` : 'missing'}.`,
    )
  })
  return origins
}
