import {
  type BinaryCache,
  type EntryRequest,
  type FailureOfCache,
  type FullBuildEntry,
  mayWrite,
  openCaches,
  restoreFromFirst,
  type Saved,
} from '../cache/index.ts'
import { info } from '../lib/log.ts'
import { outputsOf } from '../nix/installable.ts'
import type { Nix } from '../nix/nix.ts'
import { createStoreAccess, validAmong } from '../nix/store.ts'
import type { Origin } from '../report/report.ts'
import type { Context, RunContext } from './context.ts'
import { type BaseGraph, entriesOf, entryOf, type FullBuild } from './full-build.ts'
import { listed } from './ladder.ts'
import type { Settings } from './settings.ts'

/** Full builds: from the store or a cache, and on to the caches. */

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
    roots: scratch,
  }
  return openCaches(settings.caches, createStoreAccess(nix), options, (cache) =>
    mayWrite(settings.cacheWrite, cache, occasion),
  )
}

/** Where full builds are; those that are nowhere are left out. */
export type Origins = Map<FullBuild, Origin>

/** Outputs by full build. */
export type Needed = ReadonlyMap<FullBuild, readonly string[]>

export interface RestoredFullBuilds {
  readonly origins: Origins
  /** By key, the names of the caches that have a bad copy. */
  readonly refusedFrom: ReadonlyMap<string, readonly string[]>
  /** Those that could not be asked. To ask again would take as long again. */
  readonly silent: readonly BinaryCache[]
}

export interface RestoreRequest {
  readonly needed: Needed
  /** Store paths of `dependencies`. */
  readonly dependencies: readonly string[]
  readonly base: BaseGraph
  /** Where they are looked for. */
  readonly caches: readonly BinaryCache[]
}

/** Restores what the store lacks. Throws `UserError` if a cache fails and `strict` forbids that. */
export async function restoreFullBuilds(
  { nix, ladder }: Context,
  { needed, dependencies, base, caches }: RestoreRequest,
): Promise<RestoredFullBuilds> {
  const entries = new Map([...needed].map(([full, outputs]) => [full, entryOf(full, outputs)]))
  const all = [...entries.values()].flatMap(({ paths }) => paths)
  const valid = await validAmong(nix, [...all, ...dependencies])
  const isThere = ({ paths }: FullBuildEntry) => paths.every((path) => valid.has(path))
  const origins: Origins = new Map()
  for (const [full, entry] of entries) if (isThere(entry)) origins.set(full, 'store')
  const lacking = [...entries].filter(([full]) => !origins.has(full))
  const lackingDependencies = new Set(dependencies.filter((path) => !valid.has(path)))
  const more = base.dependencies.flatMap(({ entry: { key, paths } }) => {
    const wanted = paths.filter((path) => lackingDependencies.has(path))
    return wanted.length === 0 ? [] : { key, paths: wanted }
  })
  const wanted = [...lacking.map(([, entry]) => entry), ...more]
  const refusedFrom = new Map<string, string[]>()
  if (wanted.length === 0) return { origins, refusedFrom, silent: [] }
  const restored = await restoreFromFirst(caches, { wanted, neighbours: entriesOf(base) })
  for (const [index, [full]] of lacking.entries()) {
    const from = restored.from[index]
    if (from !== undefined) origins.set(full, 'cache')
    info(
      `${full.unit.derivation.name}: ${from === undefined ? 'not in the cache' : `restored from ${from.name}`}.`,
    )
  }
  for (const { cache, entries, failure } of restored.failures)
    if (failure.refused === true)
      for (const key of failure.refusedKeys ?? entries.map((entry) => entry.key))
        refusedFrom.set(key, [...(refusedFrom.get(key) ?? []), cache.name])
  const names = new Map(lacking.map(([full, entry]) => [entry, full.unit.derivation.name]))
  const had = (entry: FullBuildEntry) => restored.from[wanted.indexOf(entry)]?.name
  complainOf(restored.failures, { names, had, complain: ladder.complain })
  const silent = restored.failures.flatMap(({ cache, failure }) => (failure.refused === true ? [] : cache))
  return { origins, refusedFrom, silent }
}

interface Complaining {
  /** By entry; others hold what units are built with. */
  readonly names: ReadonlyMap<FullBuildEntry, string>
  /** The cache that gave it in the end. */
  had(entry: FullBuildEntry): string | undefined
  complain(message: string): void
}

/** One line for each cache: what is wrong with it is as a rule the same for all that it was asked for. */
function complainOf(failures: readonly FailureOfCache[], { names, had, complain }: Complaining): void {
  for (const cache of new Set(failures.map((one) => one.cache))) {
    const own = failures.filter((one) => one.cache === cache)
    const entries = own.flatMap((one) => one.entries)
    const units = entries.flatMap((entry) => names.get(entry) ?? [])
    const { failure } = own.find((one) => one.entries.some((entry) => names.has(entry))) ?? own[0]!
    const subject = units.length > 0 ? `The full build of ${listed(units)}` : 'What the units are built with'
    const elsewhere = entries.map(had)
    const consequence = elsewhere.includes(undefined) ? 'It is built anew' : `${elsewhere[0]} had it`
    const remedy = failure.remedy ?? 'If this goes on, see whether the cache can be reached and read'
    complain(
      `${subject} could not be restored from ${cache.name}: ${failure.reason}. ${consequence}. ${remedy}.`,
    )
  }
}

/** For `nix build`. */
export function installablesOf(needed: Needed): readonly string[] {
  return [...needed].map(([full, outputs]) => outputsOf(full.derivation, outputs))
}

/** What is to be pushed after full builds were made: they, and what they were built with. */
export function pushRequest(
  made: readonly FullBuild[],
  base: BaseGraph,
  refusedFrom: ReadonlyMap<string, readonly string[]> = new Map(),
): EntryRequest {
  const own = made.map((full) => entryOf(full))
  const all = own.length === 0 ? own : [...own, ...base.dependencies.map(({ entry }) => entry)]
  const wanted = all.map((entry) => ({ ...entry, refusedFrom: refusedFrom.get(entry.key) ?? [] }))
  const keys = new Set(wanted.map(({ key }) => key))
  return { wanted, neighbours: entriesOf(base).filter(({ key }) => !keys.has(key)) }
}

/**
 * Pushes what was built to every cache. `complain` is told of failures; a cache that has it already or may not be written
 * is none.
 */
export async function pushFullBuilds(
  request: EntryRequest,
  caches: readonly BinaryCache[],
  complain: (message: string) => void,
): Promise<void> {
  if (caches.length === 0 || request.wanted.length === 0) {
    info('There is nothing to push.')
    return
  }
  for (const cache of caches) {
    const saved = await cache.save(request)
    tell(request.wanted, cache, saved, complain)
  }
}

function tell(
  entries: readonly FullBuildEntry[],
  cache: BinaryCache,
  saved: readonly Saved[],
  complain: (message: string) => void,
): void {
  const failures = new Map<string, string[]>()
  for (const [index, { key }] of entries.entries()) {
    const one = saved[index]!
    if (one.status === 'saved') info(`Pushed ${key} (${(one.bytes / 1e6).toFixed(1)} MB) to ${cache.name}.`)
    if (one.status === 'exists') info(`${key} is in the cache already (${cache.name}).`)
    if (one.status === 'read-only')
      info(`${key} is not pushed to ${cache.name}: this run may not write to the cache (${one.reason}).`)
    if (one.status === 'incomplete')
      info(`${key} is not pushed to ${cache.name}: not all of it was needed here.`)
    if (one.status === 'failed') failures.set(one.reason, [...(failures.get(one.reason) ?? []), key])
  }
  for (const [reason, keys] of failures)
    complain(
      `The full build ${listed(keys)} could not be pushed to ${cache.name}: ${reason}. Later jobs will build it again; see whether the cache can be reached and written.`,
    )
}
