import { type BinaryCache, type Found, keyPrefix, restoreFromFirst } from '../cache/index.ts'
import { messageOf } from '../lib/errors.ts'
import { info } from '../lib/log.ts'
import type { Nix } from '../nix/nix.ts'
import { isoTime } from '../report/outputs.ts'
import { previousBoundaries, RemoteError } from '../revision/index.ts'
import type { Base } from './base.ts'
import type { Ladder } from './ladder.ts'
import { type PackagePlan, type Plan, planOnOlder, type Sources } from './plan.ts'
import type { Settings } from './settings.ts'

/** What the search for older full builds needs. */
export interface Search {
  readonly settings: Settings
  readonly plan: Plan
  readonly sources: Sources
  readonly nix: Nix
  /** In the order in which they are asked. */
  readonly caches: readonly BinaryCache[]
  readonly ladder: Ladder
}

/** The one line for the step down to an older full build. Times in seconds since the epoch. */
export function explainOlder(subject: string, wanted: Base, older: Base): string {
  return `${subject} is built on top of an older full build, of ${older.revision.slice(0, 12)} (${isoTime(older.time)}): the cache has none of ${wanted.revision.slice(0, 12)} (${isoTime(wanted.time)}). Let a scheduled run in mode \`full\` make it, or see why that one failed.`
}

/**
 * For each of the packages whose full build is missing, the plan on top of the newest full build of the previous
 * boundaries that the cache has; it is restored then. Packages for which there is none are left out. Commits are found
 * by walking and full builds by key: only the commit of one that is there is evaluated.
 * Throws `UserError` if one is used and `strict` forbids that step down the ladder.
 */
export async function restoreOlder(
  missing: readonly PackagePlan[],
  search: Search,
): Promise<Map<PackagePlan, PackagePlan>> {
  const replaced = new Map<PackagePlan, PackagePlan>()
  const { caches, plan, ladder } = search
  for (const cache of caches.filter(({ find }) => find === undefined))
    info(`${cache.name} cannot be searched by key: there is no looking for older full builds in it.`)
  const bases = createBases(search)
  for (const one of missing) {
    const older = await newest(one, bases, search)
    if (older?.olderBase === undefined || plan.base === undefined) continue
    ladder.complain(explainOlder(one.installable.text, plan.base, older.olderBase))
    replaced.set(one, older)
  }
  return replaced
}

type Bases = (index: number) => Promise<Base | undefined>

/** The distinct commits of the previous boundaries, newest first, each found when it is first asked for. */
function createBases({ settings, sources, plan }: Search): Bases {
  const { base, start } = plan
  const boundaries =
    base?.boundary === undefined || base.root
      ? []
      : previousBoundaries(base.boundary, settings.interval, settings.fallbackIntervals)
  const found: Base[] = []
  let next = 0
  const advance = async (): Promise<boolean> => {
    const boundary = boundaries[next++]
    if (boundary === undefined || found.at(-1)?.root === true) return false
    try {
      const wanted = { start: start.revision, boundary, parents: settings.parents }
      const { revision, time, root } = await sources.history.truncate(wanted)
      const last = found.at(-1) ?? base
      if (revision !== last?.revision) found.push({ revision, time, root, boundary })
      return true
    } catch (error) {
      if (!(error instanceof RemoteError)) throw error
      info(`The history does not go further back: ${messageOf(error)}.`)
      next = boundaries.length
      return false
    }
  }
  return async (index) => {
    while (found[index] === undefined && (await advance()));
    return found[index]
  }
}

/** The caches that have a full build with this beginning of a key. */
async function having(prefix: string, caches: readonly BinaryCache[]): Promise<readonly BinaryCache[]> {
  const found = await Promise.all(
    caches.map(async (cache): Promise<Found> => (await cache.find?.([prefix]))?.[0] ?? { status: 'absent' }),
  )
  return caches.filter((_, index) => found[index]?.status === 'found')
}

async function newest(one: PackagePlan, bases: Bases, search: Search): Promise<PackagePlan | undefined> {
  const { full, installable } = one
  const { caches, settings, sources, nix, plan } = search
  if (full === undefined) return undefined
  for (let index = 0; ; index++) {
    const base = await bases(index)
    if (base === undefined) return undefined
    const holders = await having(
      keyPrefix({ system: full.system, name: full.name, revision: base.revision }),
      caches,
    )
    const places = holders.map((cache) => cache.name).join(', ')
    info(`${installable.text}: full build of ${base.revision}: ${places === '' ? 'absent' : `in ${places}`}.`)
    if (holders.length === 0) continue
    const older = await planOnOlder(base, one, plan, settings, sources, nix).catch((error: unknown) => {
      if (!(error instanceof RemoteError)) throw error
      info(`${base.revision} cannot be fetched: ${messageOf(error)}.`)
      return undefined
    })
    if (older?.full === undefined) continue
    const restored = await restoreFromFirst(holders, { wanted: [older.full], neighbours: [] })
    const from = restored.from[0]
    info(
      `${installable.text}: ${older.full.key}: ${from === undefined ? 'not restored' : `restored from ${from.name}`}.`,
    )
    if (from !== undefined) return older
  }
}
