import { type BinaryCache, type Found, keyPrefix } from '../cache/index.ts'
import { messageOf } from '../lib/errors.ts'
import { info } from '../lib/log.ts'
import { isoTime } from '../report/outputs.ts'
import { revisionsOf } from '../report/report.ts'
import { previousBoundaries, RemoteError } from '../revision/index.ts'
import { type Base, baseOf, type Start, UndatedError, withLevels } from './base.ts'
import { readBase } from './base-graph.ts'
import type { Context } from './context.ts'
import type { BaseGraph } from './full-build.ts'
import { type Origins, restoreFullBuilds } from './full-builds.ts'
import type { HeadGraph } from './head-graph.ts'
import { listed } from './ladder.ts'
import { neededOutputs, planUnits, type UnitPlan } from './unit-plan.ts'

/** What the search for older full builds needs. */
export interface Search {
  readonly start: Start
  /** Whose full builds are missing. */
  readonly base: Base
  readonly head: HeadGraph
  readonly plans: readonly UnitPlan[]
  readonly missing: readonly UnitPlan[]
}

export interface Older {
  readonly plans: readonly UnitPlan[]
  readonly origins: Origins
}

/** The one line for the step down to an older full build. Times in seconds since the epoch. */
export function explainOlder(subject: string, wanted: Base, older: Base): string {
  return `${subject} is built on top of an older full build, of ${older.revision.slice(0, 12)} (${isoTime(older.time)}): the cache has none of ${wanted.revision.slice(0, 12)} (${isoTime(wanted.time)}). Let a scheduled run in mode \`full\` make it, or see why that one failed.`
}

/**
 * The plans with those whose full build is missing put on top of the newest one of the previous boundaries that a cache has;
 * it is restored then. Those for which there is none stay as they are. Commits are found by walking and full builds by key:
 * only a commit of which there is one is evaluated. Throws `UserError` if one is used and `strict` forbids that step.
 */
export async function restoreOlder(context: Context, search: Search): Promise<Older> {
  const { caches, ladder } = context
  for (const cache of caches.filter(({ find }) => find === undefined))
    info(`${cache.name} cannot be searched by key: there is no looking for older full builds in it.`)
  const older = new Map<UnitPlan, UnitPlan>()
  const origins: Origins = new Map()
  for await (const base of previousBases(context, search)) {
    const lacking = search.missing.filter((plan) => !older.has(plan))
    if (lacking.length === 0) break
    const holders = await holdersOf(caches, base, lacking)
    const held = lacking.filter((plan) => (holders.get(plan) ?? []).length > 0)
    if (held.length === 0) continue
    const graph = await readOlder(context, base)
    if (graph === undefined) continue
    const used = await restoreOn(context, {
      ...{ head: search.head, lacking: held, graph },
      caches: [...new Set(held.flatMap((plan) => holders.get(plan) ?? []))],
    })
    if (used.plans.size === 0) continue
    for (const [before, after] of used.plans) older.set(before, after)
    for (const [full, origin] of used.origins) origins.set(full, origin)
    const subject = listed([...used.plans.keys()].map(({ unit }) => unit.derivation.name))
    ladder.complain(explainOlder(subject, search.base, base))
  }
  return { plans: search.plans.map((plan) => older.get(plan) ?? plan), origins }
}

interface Substitution {
  readonly head: HeadGraph
  /** Those that are to be put on other full builds. */
  readonly lacking: readonly UnitPlan[]
  /** Of which these are. */
  readonly graph: BaseGraph
  readonly caches: readonly BinaryCache[]
}

/** Restores what there is of another base: the plans on that, by those in whose place they are. */
export async function restoreOn(
  context: Context,
  { head, lacking, graph, caches }: Substitution,
): Promise<{ readonly plans: ReadonlyMap<UnitPlan, UnitPlan>; readonly origins: Origins }> {
  const replanned = planUnits(
    lacking.map(({ unit }) => unit),
    graph,
  )
  const needed = neededOutputs(head, replanned)
  const { origins } = await restoreFullBuilds(context, { needed, dependencies: [], base: graph, caches })
  const used = replanned.flatMap((plan, index) =>
    plan.kind !== 'plain' && origins.has(plan.full) ? [[lacking[index]!, plan] as const] : [],
  )
  return { plans: new Map(used), origins }
}

/** The distinct commits of the previous boundaries, newest first, each found when it is wanted. */
async function* previousBases({ settings, sources }: Context, { base, start }: Search): AsyncGenerator<Base> {
  if (base.boundary === undefined || base.root) return
  let last = base
  for (const boundary of previousBoundaries(base.boundary, settings.levels[0], settings.fallbackIntervals)) {
    if (last.root) return
    try {
      const wanted = { start: start.revision, boundary, parents: settings.parents }
      const found = baseOf(await sources.history.truncate(wanted), boundary)
      if (found instanceof UndatedError) return
      if (found.revision === last.revision) continue
      last = await withLevels(found, settings, sources.history)
    } catch (error) {
      if (!(error instanceof RemoteError)) throw error
      info(`The history does not go further back: ${messageOf(error)}.`)
      return
    }
    yield last
  }
}

/** For each unit the caches that have a full build of it at this commit, or at one of the levels above. */
async function holdersOf(
  caches: readonly BinaryCache[],
  base: Base,
  lacking: readonly UnitPlan[],
): Promise<ReadonlyMap<UnitPlan, readonly BinaryCache[]>> {
  const levels = revisionsOf(base)
  const prefixes = lacking.flatMap(({ unit }) =>
    levels.map((revision) => keyPrefix({ system: unit.derivation.system, name: unit.package, revision })),
  )
  const answers = await Promise.all(
    caches.map(async (cache): Promise<readonly Found[]> => (await cache.find?.(prefixes)) ?? []),
  )
  return new Map(
    lacking.map((plan, index) => {
      const holders = caches.filter((_, number) =>
        answers[number]
          ?.slice(index * levels.length, (index + 1) * levels.length)
          .some(({ status }) => status === 'found'),
      )
      const places = holders.map((cache) => cache.name).join(', ')
      info(
        `${plan.unit.derivation.name}: full build of ${base.revision}: ${places === '' ? 'absent' : `in ${places}`}.`,
      )
      return [plan, holders]
    }),
  )
}

/** Undefined if there is nothing to be made of it. */
async function readOlder(context: Context, base: Base): Promise<BaseGraph | undefined> {
  try {
    return await readBase(context, base)
  } catch (error) {
    if (!(error instanceof RemoteError)) throw error
    info(`${base.revision} cannot be fetched: ${messageOf(error)}.`)
    return undefined
  }
}
