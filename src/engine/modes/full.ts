import type { BinaryCache } from '../../cache/index.ts'
import { messageOf } from '../../lib/errors.ts'
import { info } from '../../lib/log.ts'
import { validAmong } from '../../nix/store.ts'
import { findBase, findStart, rungFor, type Start } from '../base.ts'
import { readBase } from '../base-graph.ts'
import { buildFullBuilds } from '../build-full-builds.ts'
import type { Context } from '../context.ts'
import { type Dependencies, installablesFor } from '../dependencies.ts'
import { describeBase, describeFullBuilds } from '../describe.ts'
import { fittingBase } from '../fitting-base.ts'
import { type BaseGraph, entryOf, everyFullBuild, type FullBuild } from '../full-build.ts'
import { type Origins, pushFullBuilds, pushRequest } from '../full-builds.ts'
import { readHead } from '../head-graph.ts'
import { names } from '../installables.ts'
import { withNotes } from '../known-failures.ts'
import type { Progress } from '../progress.ts'
import { isFailed, seek } from '../seek.ts'
import { fullReports, type Outcome, othersBuilt } from '../unit-reports.ts'

/** Modes `full` and `plan`: full builds made for others, or said to be missing. */

/** The full builds of the branch that is checked out. Throws `UserError` if `strict` forbids that something is missing. */
export async function makeForCheckout(context: Context, progress: Progress): Promise<void> {
  const { ladder, now, phase, settings, sources, surroundings } = context
  const base = await phase('Plan', async () => {
    const found = await findStart(settings.start, surroundings.event, sources.history, ladder.complain)
    // Tonight's full build is the one that all of tomorrow's commits will want.
    if (settings.mode === 'full') return findFullBuilds(context, { ...found, instant: now })
    return fittingHead(context, found, await findFullBuilds(context, found))
  })
  progress.base = base?.base
  const outcome = await makeFullBuilds(context, base)
  Object.assign(progress, outcome)
}

/** The base that HEAD would be built on. */
async function fittingHead(
  context: Context,
  start: Start,
  base: BaseGraph | undefined,
): Promise<BaseGraph | undefined> {
  if (base === undefined) return undefined
  const head = await seek(readHead(context))
  if (!isFailed(head)) return fittingBase(context, { head, start, base })
  info(`Whether HEAD can be built on it cannot be told: ${head.failed}.`)
  return base
}

/** The base of a walk that starts there, evaluated; undefined after a step down the ladder. */
export async function findFullBuilds(context: Context, start: Start): Promise<BaseGraph | undefined> {
  const { ladder, settings, sources } = context
  try {
    const base = await findBase(settings, sources.history, start)
    describeBase(base)
    const graph = await readBase(context, base)
    describeFullBuilds(everyFullBuild(graph))
    return graph
  } catch (error) {
    const rung = rungFor(error)
    if (rung === undefined) throw error
    ladder.stepDown(names(settings.installables), rung, messageOf(error))
    return undefined
  }
}

/** Those that are nowhere yet are built, and pushed; in mode `plan`, only looked for. */
export async function makeFullBuilds(context: Context, found: BaseGraph | undefined): Promise<Outcome> {
  const { builder, caches, ladder, phase, settings } = context
  const installables = settings.installables.map(({ text }) => ({ installable: text, outPaths: [] }))
  if (found === undefined) return { installables, units: [], others: [] }
  const known = new Set(everyFullBuild(found))
  const located = await phase('Look for full builds', () =>
    locateFullBuilds(context, { fullBuilds: [...known], dependencies: found.dependencies }),
  )
  const { origins, answering } = located
  if (settings.mode === 'plan')
    return { installables, units: await fullReports(found, origins, []), others: [] }
  const missingOf = (some: BaseGraph) => everyFullBuild(some).filter((full) => !origins.has(full))
  await builder.expect(new Set(missingOf(found).map(({ unit }) => unit.derivation.system)))
  const { base, there, failing, logs } = await phase('Build full builds', () =>
    buildFullBuilds(context, {
      base: found,
      caches: answering,
      asked: [],
      others: installablesFor(located.lacked),
      async missing(some) {
        if (some !== found) {
          // Another job may have made those that stand in the place of others.
          const again = await locateFullBuilds(
            { ...context, caches: answering },
            {
              fullBuilds: everyFullBuild(some).filter((full) => !known.has(full)),
              dependencies: [],
            },
          )
          for (const [full, origin] of again.origins) origins.set(full, origin)
        }
        return new Map(missingOf(some).map((full) => [full, Object.keys(full.outputs)]))
      },
    }),
  )
  for (const full of there) origins.set(full, 'built')
  const here = [...origins].flatMap(([full, origin]) => (['built', 'store'].includes(origin) ? [full] : []))
  const pending = await withNotes(context, pushRequest(here, base), failing)
  await phase('Push full builds', () => pushFullBuilds(pending, caches, ladder.complain))
  const others = othersBuilt(
    logs,
    everyFullBuild(base).map(({ derivation }) => derivation),
  )
  return { installables, units: await fullReports(base, origins, logs), others }
}

interface Sought {
  readonly fullBuilds: readonly FullBuild[]
  readonly dependencies: readonly Dependencies[]
}

interface Located {
  readonly origins: Origins
  /** The caches that could be asked. */
  readonly answering: readonly BinaryCache[]
  /** What not all of those have. */
  readonly lacked: readonly Dependencies[]
}

/**
 * Where full builds are, of which nothing is downloaded: what a cache has, others will restore. One that is in the store
 * and not in every cache counts as being in the store, to be pushed.
 */
async function locateFullBuilds(
  { nix, caches, ladder }: Context,
  { fullBuilds: all, dependencies }: Sought,
): Promise<Located> {
  const origins: Origins = new Map()
  const entries = all.map((full) => entryOf(full))
  const asked = [...entries, ...dependencies.map(({ entry }) => entry)]
  const answers = await Promise.all(caches.map((cache) => cache.has(asked)))
  const valid = await validAmong(
    nix,
    entries.flatMap(({ paths }) => paths),
  )
  for (const [number, cache] of caches.entries()) {
    const reasons = answers[number]!.flatMap((found) => (found.status === 'failed' ? found.reason : []))
    for (const reason of new Set(reasons))
      ladder.complain(
        `${cache.name} could not be asked for full builds: ${reason}. They are taken to be missing there. If this goes on, see whether the cache can be reached and read.`,
      )
  }
  for (const [index, full] of all.entries()) {
    const holders = caches.filter((_, number) => answers[number]![index]?.status === 'found')
    const everywhere = caches.length > 0 && holders.length === caches.length
    if (!everywhere && entries[index]!.paths.every((path) => valid.has(path))) origins.set(full, 'store')
    else if (holders.length > 0) origins.set(full, 'found')
    tell(full, origins, holders.map(({ name }) => `in ${name}`).join(', '))
  }
  const answering = caches.filter((_, number) => answers[number]!.every(({ status }) => status !== 'failed'))
  const lacked = dependencies.filter((_, index) =>
    answers.some((found) => found[all.length + index]?.status === 'absent'),
  )
  return { origins, answering, lacked }
}

function tell(full: FullBuild, origins: Origins, places: string): void {
  const origin = origins.get(full)
  info(
    `${full.unit.derivation.name}: the full build is ${origin === 'store' ? 'in the store' : origin === 'found' ? `${places} already` : 'missing'}.`,
  )
}
