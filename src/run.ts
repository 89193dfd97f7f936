import { join } from 'node:path'
import {
  type BinaryCache,
  type FullBuildEntry,
  mayWrite,
  openCaches,
  readOccasion,
  restoreFromFirst,
  type Saved,
} from './cache/index.ts'
import { UserError } from './errors.ts'
import { restoreOlder } from './fallback.ts'
import type { Inputs } from './inputs.ts'
import { createLadder, type Ladder } from './ladder.ts'
import { foreign, group, info } from './log.ts'
import { type Built, build, countModules } from './nix/build.ts'
import { fetchInputs } from './nix/fetch.ts'
import { type BuildLog, createBuildLog } from './nix/log.ts'
import { type Nix, openNix } from './nix/nix.ts'
import { createStoreAccess, isValid } from './nix/store.ts'
import { inParallel } from './parallel.ts'
import { makePlan, openSources, type PackagePlan, type Plan, plainArguments } from './plan.ts'
import { pruneFullBuilds } from './prune.ts'
import type { Origin, PackageReport, Phase, Report } from './report/report.ts'
import { saveState } from './state.ts'

/** What the result of a run depends on besides the inputs. */
export interface Surroundings {
  /** Private directory of this use of the action. */
  readonly scratch: string
  /** Epoch seconds. */
  readonly now: number
}

/**
 * The story: plan, restore or build the full builds, build HEAD on top of them, leave the push to post.
 * Throws `UserError` if HEAD's own build fails, if an input is wrong, or if `strict` forbids a step down the ladder.
 */
export async function run(inputs: Inputs, { scratch, now }: Surroundings): Promise<Report> {
  const ladder = createLadder(inputs.strict)
  const phases: Phase[] = []
  const phase = <T>(name: string, body: () => Promise<T>) => timed(phases, name, body)

  const nix = await openNix(inputs.nixOptions, inputs.workspace)
  const sources = await openSources(inputs)
  const caches = await openInputCaches(inputs, nix, scratch)
  let plan = await phase('Plan', async () => {
    const made = await makePlan(inputs, sources, nix, ladder, scratch, now)
    describePlan(made)
    return made
  })
  const finish = (packages: readonly PackageReport[]): Report => ({
    mode: inputs.mode,
    head: { revision: plan.checkout.head, time: plan.checkout.headTime },
    base: plan.base,
    cacheName: caches.map((cache) => cache.name).join(', ') || 'none',
    packages,
    phases,
    warnings: ladder.warnings,
  })
  if (inputs.mode === 'plan') return finish(plan.packages.map((one) => planned(one)))

  const { origins, refusedFrom } = await phase('Restore full builds', async () => {
    const fetching = fetchHeadInputs(plan, nix, inputs.cacheTimeout)
    const restored = await restoreFullBuilds(plan, nix, caches, ladder)
    await fetching
    return restored
  })
  if (inputs.mode === 'incremental' && inputs.fallbackIntervals > 0 && caches.length > 0) {
    const search = { inputs, plan, locations: sources.locations, nix, caches, ladder, scratch }
    const lacking = plan.packages.filter((one) => one.full !== undefined && !origins.has(one))
    const older = await phase('Look for older full builds', () => restoreOlder(lacking, search))
    for (const one of older.values()) origins.set(one, 'cache')
    plan = { ...plan, packages: plan.packages.map((one) => older.get(one) ?? one) }
  }
  const missing = plan.packages.filter((one) => one.full !== undefined && !origins.has(one))
  const fullLog = await phase('Build full builds', () => buildFullBuilds(missing, nix, ladder, scratch))
  for (const one of missing) {
    if (one.full !== undefined && (await isValid(nix, one.full.intermediates))) origins.set(one, 'built')
  }
  const made = plan.packages.filter((one) => origins.get(one) === 'built')
  const pending = made.map(
    (one): FullBuildEntry => ({
      key: one.full?.key ?? '',
      paths: one.full?.paths ?? [],
      refusedFrom: refusedFrom.get(one) ?? [],
    }),
  )

  if (inputs.mode === 'full') {
    await phase('Push full builds', () => pushFullBuilds(pending, caches, ladder.complain))
    if (inputs.keep.count !== undefined || inputs.keep.age !== undefined) {
      const inUse = plan.packages.flatMap(({ full }) => full?.key ?? [])
      await phase('Remove old full builds', () => pruneFullBuilds(inputs, inUse, now))
    }
    return finish(await Promise.all(plan.packages.map((one) => fullReport(one, origins.get(one), fullLog))))
  }
  if (caches.length > 0 && pending.length > 0) saveState({ scratch, pending })
  const head = await phase('Build HEAD', () => buildHead(inputs, plan, origins, nix, ladder))
  return finish(
    await Promise.all(plan.packages.map((one, index) => headReport(one, origins.get(one), head[index]))),
  )
}

async function timed<T>(phases: Phase[], name: string, body: () => Promise<T>): Promise<T> {
  const started = performance.now()
  try {
    return await group(name, body)
  } finally {
    phases.push({ name, seconds: (performance.now() - started) / 1000 })
  }
}

function describePlan({ base, checkout, packages }: Plan): void {
  info(`HEAD is ${checkout.head}${checkout.dirty ? ', with uncommitted changes, which are built too' : ''}.`)
  if (base !== undefined) {
    const boundary =
      base.boundary === undefined ? '' : `, at or before ${new Date(base.boundary * 1000).toISOString()}`
    info(`The full build is of ${base.revision} (${new Date(base.time * 1000).toISOString()})${boundary}.`)
  }
  for (const { full, installable } of packages) {
    info(
      `${installable.text}: ${full === undefined ? 'plain build' : `on top of ${full.intermediates}, cache key ${full.key}`}`,
    )
  }
}

/** The caches of the inputs, writable as far as what set the job off permits. */
export async function openInputCaches(
  inputs: Inputs,
  nix: Nix,
  scratch: string,
): Promise<readonly BinaryCache[]> {
  const occasion = await readOccasion()
  const { signingKey, trustedPublicKeys } = inputs
  const options = { scratch, timeoutSeconds: inputs.cacheTimeout, signingKey, trustedPublicKeys }
  return openCaches(inputs.caches, createStoreAccess(nix), options, (cache) =>
    mayWrite(inputs.cacheWrite, cache, occasion),
  )
}

/** Downloads what HEAD's builds need, unless they were done before. */
async function fetchHeadInputs(plan: Plan, nix: Nix, timeoutSeconds: number): Promise<void> {
  const wanted = plan.packages.flatMap(({ incremental }) => incremental ?? [])
  const done = await Promise.all(
    wanted.map(async ({ paths }) =>
      (await Promise.all(paths.map((path) => isValid(nix, path)))).every(Boolean),
    ),
  )
  const derivations = wanted.filter((_, index) => done[index] === false).map(({ derivation }) => derivation)
  await fetchInputs(nix, derivations, timeoutSeconds)
}

interface RestoredFullBuilds {
  /** Where each full build came from; those that are not there are left out. */
  readonly origins: Map<PackagePlan, Origin>
  /** Names of the caches that have a bad copy. */
  readonly refusedFrom: ReadonlyMap<PackagePlan, readonly string[]>
}

/** One restore waits for the network, or unpacks with one core: few at once use both. */
const restoresAtOnce = 3

async function restoreFullBuilds(
  plan: Plan,
  nix: Nix,
  caches: readonly BinaryCache[],
  ladder: Ladder,
): Promise<RestoredFullBuilds> {
  const origins = new Map<PackagePlan, Origin>()
  const refusedFrom = new Map<PackagePlan, readonly string[]>()
  const givenUp = new Set<BinaryCache>()
  await inParallel(plan.packages, restoresAtOnce, async (one) => {
    const { full, installable } = one
    if (full === undefined) return
    if (await isValid(nix, full.intermediates)) {
      info(`${installable.text}: the full build is in the store already.`)
      origins.set(one, 'store')
      return
    }
    const asked = caches.filter((cache) => !givenUp.has(cache))
    const { from, failures } = await restoreFromFirst(asked, full)
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

async function buildFullBuilds(
  missing: readonly PackagePlan[],
  nix: Nix,
  ladder: Ladder,
  scratch: string,
): Promise<BuildLog> {
  const wanted = missing.flatMap(({ full }) =>
    full === undefined ? [] : [`${full.derivation}^intermediates`],
  )
  if (wanted.length === 0) {
    info('All full builds are there.')
    return createBuildLog()
  }
  const outLink = join(scratch, 'full-build')
  const { ok, error, log } = await foreign((print) => build(nix, wanted, { print, outLink, keepGoing: true }))
  if (!ok) {
    for (const { full, installable } of missing) {
      if (full !== undefined && !(await isValid(nix, full.intermediates)))
        ladder.stepDown(installable.text, 'full-build-failed', error)
    }
  }
  return log
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
    for (const entry of entries) tell(entry, cache, await cache.save(entry), complain)
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

/** What became of one package's HEAD. */
interface HeadBuild {
  readonly build: 'incremental' | 'plain'
  readonly built: Built
  readonly log: BuildLog
}

/** HEAD of every package, in their order. Throws `UserError` if one fails as the user wrote it. */
async function buildHead(
  inputs: Inputs,
  plan: Plan,
  origins: ReadonlyMap<PackagePlan, Origin>,
  nix: Nix,
  ladder: Ladder,
): Promise<HeadBuild[]> {
  const incremental = plan.packages.filter((one) => origins.has(one) && one.incremental !== undefined)
  const done = await buildIncrementally(incremental, nix, ladder)
  const plain = plan.packages.filter((one) => !done.has(one))
  for (const [one, result] of await buildPlainly(inputs, plain, nix)) done.set(one, result)
  return plan.packages.flatMap((one) => done.get(one) ?? [])
}

async function buildIncrementally(
  packages: readonly PackagePlan[],
  nix: Nix,
  ladder: Ladder,
): Promise<Map<PackagePlan, HeadBuild>> {
  const done = new Map<PackagePlan, HeadBuild>()
  if (packages.length === 0) return done
  const wanted = packages.flatMap(({ incremental }) =>
    incremental === undefined ? [] : [`${incremental.derivation}^${incremental.outputs.join(',')}`],
  )
  const { ok, error, log } = await foreign((print) => build(nix, wanted, { print, keepGoing: true }))
  for (const one of packages) {
    if (one.incremental === undefined) continue
    const { derivation, paths } = one.incremental
    const valid = ok || (await Promise.all(paths.map((path) => isValid(nix, path)))).every(Boolean)
    if (valid) done.set(one, { build: 'incremental', built: { derivation, paths }, log })
    else ladder.stepDown(one.installable.text, 'incremental-build-failed', error)
  }
  return done
}

async function buildPlainly(
  inputs: Inputs,
  packages: readonly PackagePlan[],
  nix: Nix,
): Promise<Map<PackagePlan, HeadBuild>> {
  if (packages.length === 0) return new Map()
  const installables = packages.map((one) => one.installable)
  const { ok, error, built, log } = await foreign((print) =>
    build(nix, plainArguments(inputs, installables), { print, keepGoing: true }),
  )
  const names = installables.map((one) => one.text || 'the file').join(', ')
  if (!ok) throw new UserError(`${names} does not build: ${error}. The log of the build is above.`)
  return new Map(
    packages.map((one, index) => {
      const own = built.find(({ derivation }) => derivation === one.plainDerivation) ?? built[index]
      return [one, { build: 'plain', built: own ?? { derivation: '', paths: [] }, log }]
    }),
  )
}

function planned(one: PackagePlan): PackageReport {
  return {
    installable: one.installable.text,
    build: 'none',
    fullBuild: one.full?.intermediates,
    origin: 'none',
    compiled: [],
    modulesTotal: 0,
    outPaths: [],
    ...(one.olderBase === undefined ? {} : { olderBase: one.olderBase }),
  }
}

async function fullReport(one: PackagePlan, origin: Origin = 'none', log: BuildLog): Promise<PackageReport> {
  const { full } = one
  const there = full !== undefined && origin !== 'none'
  return {
    ...planned(one),
    build: there ? 'full' : 'none',
    origin,
    compiled: origin === 'built' && full !== undefined ? log.modules(full.derivation).compiled : [],
    modulesTotal: there ? await countModules(full.intermediates) : 0,
    outPaths: there ? full.paths : [],
  }
}

async function headReport(
  one: PackagePlan,
  origin: Origin = 'none',
  head: HeadBuild | undefined,
): Promise<PackageReport> {
  if (head === undefined) return { ...planned(one), origin }
  const { compiled, considered } = head.log.modules(head.built.derivation)
  const before = one.full !== undefined && origin !== 'none' ? await countModules(one.full.intermediates) : 0
  return {
    ...planned(one),
    build: head.build,
    origin,
    compiled,
    // GHC says nothing of a component that it has nothing to do for.
    modulesTotal: Math.max(considered, before),
    outPaths: head.built.paths,
  }
}
