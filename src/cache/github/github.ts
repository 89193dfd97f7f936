import { link, mkdir, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ProcessError } from '../../lib/process.ts'
import { install, pathsOf } from '../install.ts'
import { isDependenciesKey } from '../key.ts'
import { type Limit, settleEach, tooSlow, withPrivateDirectory } from '../limit.ts'
import { asSubstituter, type PackedFiles, pack } from '../pack.ts'
import type {
  BinaryCache,
  EntryRequest,
  Found,
  FullBuildEntry,
  Restored,
  RestoreFailure,
  Saved,
  StoreAccess,
} from '../types.ts'
import { withoutUpstreamPaths } from '../upstream.ts'
import { notWhole } from '../whole.ts'
import { type Contents, contentsOf } from './contents.ts'
import { type Helper, startHelper } from './helper.ts'
import {
  entryDirectory,
  type LeftOut,
  leftOutFile,
  type Order,
  readFound,
  readStored,
  repairKey,
  type Told,
} from './output.ts'
import { type Reach, reach } from './reach.ts'

export interface GithubCacheOptions {
  readonly scratch: string
  readonly timeoutSeconds: number
  /** See `CacheOptions`. */
  readonly signingKey?: string | undefined
  readonly trustedPublicKeys?: readonly string[] | undefined
  readonly roots?: string | undefined
  /** The program of worker.ts. */
  readonly worker: string
}

/** Relative to this module in the sources, where node strips the types itself, or to the bundle's root. */
export const defaultWorker = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './cache/github-worker.js', import.meta.url),
)

/** How @actions/cache reaches the service, which no other child is told. */
function serviceVariables(): Readonly<Record<string, string | undefined>> {
  const names = ['CACHE_MODE', 'CACHE_SERVICE_V2', 'CACHE_URL', 'RESULTS_URL', 'RUNTIME_TOKEN']
  return Object.fromEntries(names.map((one) => [`ACTIONS_${one}`, process.env[`ACTIONS_${one}`]]))
}

/** Distributed over an order, unlike `Omit`. */
type Task = Order extends infer One ? (One extends Order ? Omit<One, 'seconds' | 'late'> : never) : never
type RestoreTask = Extract<Task, { readonly operation: 'restore' }>
/** Runs the worker. */
type Work = (task: Task) => Promise<ReadonlyMap<string, Told>>

/**
 * Of the time that is left when the worker begins. What a restore brings has to be installed yet; what a save has told
 * when the limit comes was saved.
 */
const share = { lookup: 0.9, find: 0.9, restore: 0.8, save: 0.95 }

const name = 'GitHub Actions cache'

/**
 * The GitHub Actions cache: one entry per full build, which is a small binary cache packed by @actions/cache. Entries do
 * not hold what others do: those of one request are put together, with the neighbours that they need, and Nix takes all
 * that is wanted from there at once.
 *
 * @actions/cache runs in a process of its own, in a private directory that is at once its working directory, its
 * GITHUB_WORKSPACE and its RUNNER_TEMP, for four reasons. It packs an entry relative to GITHUB_WORKSPACE, so that any path
 * outside would tie the entry to the place of the checkout on this one runner, and any path inside would write into the
 * user's checkout. The path as spelled is part of an entry's identity: here it is one fixed word. An
 * upload that hangs can be ended, with the tar below it. And it writes annotations of its own to standard
 * output, where this action wants one clear warning.
 *
 * Nix compresses the NARs, on all cores, and nothing compresses them once more. Bare NARs, compressed by tar, took longer
 * both ways, and their archive could unpack to anything.
 */
export function githubCache(store: StoreAccess, options: GithubCacheOptions): BinaryCache {
  const { scratch, timeoutSeconds, worker } = options
  const startIn = async (directory: string, limit: Limit): Promise<Helper> => {
    const temporary = join(directory, 'temporary')
    await mkdir(temporary, { recursive: true })
    const env = { ...serviceVariables(), GITHUB_WORKSPACE: directory, RUNNER_TEMP: temporary }
    return startHelper({ worker, directory, env, timeoutSeconds: limit.left() })
  }
  const withWorker = <T>(
    entries: readonly unknown[],
    use: (directory: string, work: Work, limit: Limit) => Promise<readonly T[]>,
  ) =>
    settleEach(entries, timeoutSeconds, (limit) =>
      withPrivateDirectory(scratch, async (directory) => {
        let helper: Helper | undefined
        const work: Work = async (task) => {
          if (helper === undefined || helper.ended()) helper = await startIn(directory, limit)
          const seconds = limit.left() * share[task.operation]
          return helper
            .carryOut({ ...task, seconds, late: tooSlow(timeoutSeconds) })
            .catch((error: unknown) => {
              // It ends itself, but for when it is not even begun in time.
              const late = error instanceof ProcessError && error.reason === 'timed-out'
              throw late ? new Error(tooSlow(timeoutSeconds)) : error
            })
        }
        try {
          return await use(directory, work, limit)
        } finally {
          await helper?.end()
        }
      }),
    )
  return {
    name,
    restore: (request) =>
      withWorker(request.wanted, (directory, work, limit) =>
        restoreEntries(store, request, { directory, work, limit, options }),
      ),
    has: (entries) =>
      withWorker(entries, async (_, work): Promise<readonly Found[]> => {
        const told = await work({ operation: 'lookup', keys: keysOf(entries) })
        return entries.map(({ key }) => readFound(told.get(key), key))
      }),
    find: (prefixes) =>
      withWorker(prefixes, async (_, work): Promise<readonly Found[]> => {
        const keys = prefixes.map((prefix) => `${prefix}-`)
        const told = await work({ operation: 'find', keys: [...new Set(keys)] })
        return keys.map((key) => readFound(told.get(key), key, 'prefix'))
      }),
    save: (request) =>
      withWorker(request.wanted, (directory, work, limit) =>
        saveEntries(store, request, { directory, work, limit, options }),
      ),
  }
}

/** What one operation works with. */
interface Bench {
  /** Private to it. */
  readonly directory: string
  readonly work: Work
  readonly limit: Limit
  readonly options: GithubCacheOptions
}

function keysOf(entries: readonly FullBuildEntry[]): readonly string[] {
  return [...new Set(entries.map(({ key }) => key))]
}

function namesOf(paths: readonly string[]): readonly string[] {
  return paths.map((path) => basename(path))
}

async function restoreEntries(
  store: StoreAccess,
  { wanted, neighbours }: EntryRequest,
  { directory, work, limit, options }: Bench,
): Promise<readonly Restored[]> {
  const others = neighbours.filter(({ key }) => !isDependenciesKey(key))
  const there = await store.valid(pathsOf(others), limit.left())
  const holders: Record<string, string> = {}
  for (const { key, paths } of others)
    for (const path of paths) if (!there.has(path)) holders[basename(path)] ??= key
  const names = namesOf(pathsOf(wanted))
  const fetched = new Fetched(holders)
  const fetch = async (task: Pick<RestoreTask, 'keys' | 'names' | 'repairs'>) => {
    const missing = Object.fromEntries(Object.entries(holders).filter(([, key]) => !fetched.has(key)))
    return fetched.add(await work({ operation: 'restore', holders: missing, ...task }))
  }

  await fetch({ keys: keysOf(wanted), names, repairs: true })
  const dependencies = keysOf(neighbours.filter(({ key }) => isDependenciesKey(key)))
  const storeDirectory = dirname(pathsOf(wanted)[0] ?? '')
  const left = fetched.reach(names).leftOut
  const paths = left.map((one) => join(storeDirectory, one))
  const present = await store.valid(paths, limit.left())
  const unheld = left.filter((_, index) => !present.has(paths[index]!))
  if (unheld.length > 0) {
    const more = dependencies.filter((key) => !fetched.has(key))
    if (more.length > 0) await fetch({ keys: more, names: unheld, repairs: true })
    fetched.lacks(unheld, dependencies)
  }

  const common = join(directory, entryDirectory)
  await mkdir(common, { recursive: true })
  // What entries say of it is not taken: one of them would say it for all.
  await writeFile(join(common, 'nix-cache-info'), `StoreDir: ${storeDirectory}\n`)
  const { trustedPublicKeys: keys, roots } = options
  const url = asSubstituter(`file://${common}`, keys)
  const installFrom = (entries: readonly FullBuildEntry[]) =>
    install(
      store,
      { entries, roots, attempt: (paths, seconds) => store.substitute(url, paths, seconds, keys) },
      limit,
    )
  const outcomes = wanted.map(({ key }) => fetched.found(key))
  const arrived = wanted.filter((_, index) => outcomes[index]?.status === 'found')
  const first = await installFrom(arrived)
  const results = new Map(arrived.map((entry, index) => [entry, first[index]!]))

  const refused = arrived.filter(
    (entry) => isRefused(results.get(entry)) && fetched.missing(entry) === undefined,
  )
  if (refused.length > 0) {
    const culprits = await fetched.culprits(store, storeDirectory, refused, limit)
    const suspects = [...new Set([...culprits.values()].flatMap(({ suspects }) => suspects))]
    const told = await fetch({ keys: suspects.map(repairKey), names: [], repairs: false })
    if (suspects.some((key) => readFound(told.get(repairKey(key)), repairKey(key)).status === 'found')) {
      const second = await installFrom(refused)
      for (const [index, entry] of refused.entries())
        if (second[index]?.status === 'hit') results.set(entry, { status: 'hit' })
    }
    for (const entry of refused) {
      const result = results.get(entry)
      if (isRefused(result)) results.set(entry, judged(entry, result, culprits.get(entry)))
    }
  }
  return wanted.map((entry, index): Restored => {
    const outcome = outcomes[index]!
    if (outcome.status === 'absent') return { status: 'miss' }
    if (outcome.status === 'failed') return outcome
    const result = results.get(entry)!
    return result.status === 'failed' ? lacking(entry, result, fetched) : result
  })
}

function isRefused(result: Restored | undefined): result is RestoreFailure {
  return result?.status === 'failed' && result.refused === true
}

interface Culprits {
  /** Entries that hold something that is wanted and was not installed. */
  readonly suspects: readonly string[]
  /** Those of them whose content has all that it refers to, and was not installed all the same. */
  readonly proven: readonly string[]
}

/** Blames the entry that is bad, which may be a neighbour. */
function judged(
  entry: FullBuildEntry,
  failure: RestoreFailure,
  culprits: Culprits | undefined,
): RestoreFailure {
  const proven = culprits?.proven ?? []
  if (proven.length === 0) return failure
  return { ...failure, refused: proven.includes(entry.key), refusedKeys: proven }
}

/** The failure of an entry that refers to one that did not come, by that one's. */
function lacking(entry: FullBuildEntry, failure: RestoreFailure, fetched: Fetched): Restored {
  const missing = fetched.missing(entry)
  if (missing === undefined) return failure
  for (const key of missing) {
    const found = fetched.found(key)
    if (found.status === 'failed')
      return {
        status: 'failed',
        reason: `it refers to ${key}: ${found.reason}`,
        ...('refused' in found ? { refused: false, refusedKeys: [key] } : {}),
      }
  }
  return { status: 'miss' }
}

/** What the worker has brought. */
class Fetched {
  readonly #told = new Map<string, Told>()
  readonly #references = new Map<string, readonly string[]>()
  /** The key of the entry that each path came with. */
  readonly #suppliers = new Map<string, string>()
  readonly #leftOut = new Map<string, readonly string[]>()
  readonly #holders: ReadonlyMap<string, string>
  /** Names of paths that only dependencies can hold, and the keys of these. */
  #unheld: ReadonlySet<string> = new Set()
  #dependencies: readonly string[] = []

  constructor(holders: Readonly<Record<string, string>>) {
    this.#holders = new Map(Object.entries(holders))
  }

  add(told: ReadonlyMap<string, Told>): ReadonlyMap<string, Told> {
    for (const [key, one] of told) {
      this.#told.set(key, one)
      for (const [path, others] of Object.entries(one.leftOut ?? {})) this.#leftOut.set(path, others)
      for (const [path, references] of Object.entries(one.paths ?? {})) {
        this.#references.set(path, references)
        if (!this.#suppliers.has(path)) this.#suppliers.set(path, key)
      }
    }
    return told
  }

  has(key: string): boolean {
    return this.#told.has(key)
  }

  /** The store lacks `names`, which only `dependencies` can hold. */
  lacks(names: readonly string[], dependencies: readonly string[]): void {
    this.#unheld = new Set(names)
    this.#dependencies = dependencies
  }

  /** The entries that an entry refers to and that did not come, as far as they are known; undefined if all did. */
  missing(entry: FullBuildEntry): readonly string[] | undefined {
    const { keys, leftOut } = this.reach(namesOf(entry.paths))
    const lacksDependencies = leftOut.some((one) => this.#unheld.has(one))
    if (keys.size === 0 && !lacksDependencies) return undefined
    return [...keys, ...(lacksDependencies ? this.#dependencies : [])]
  }

  found(key: string) {
    return readFound(this.#told.get(key), key)
  }

  reach(names: readonly string[]): Reach {
    return reach(names, {
      references: this.#references,
      holders: this.#holders,
      leftOut: this.#leftOut,
    })
  }

  /** For each of the entries who is to blame that its paths are not valid. */
  async culprits(
    store: StoreAccess,
    storeDirectory: string,
    entries: readonly FullBuildEntry[],
    limit: Limit,
  ): Promise<ReadonlyMap<FullBuildEntry, Culprits>> {
    const needed = entries.map((entry) => [entry, [...this.reach(namesOf(entry.paths)).here]] as const)
    const all = [...new Set(needed.flatMap(([, names]) => names))]
    const valid = await store.valid(
      all.map((one) => join(storeDirectory, one)),
      limit.left(),
    )
    const invalid = new Set(all.filter((one) => !valid.has(join(storeDirectory, one))))
    const proven = (one: string) =>
      (this.#references.get(one) ?? []).every((reference) => reference === one || !invalid.has(reference))
    const keys = (names: readonly string[]) => [
      ...new Set(names.flatMap((one) => this.#suppliers.get(one) ?? [])),
    ]
    return new Map(
      needed.map(([entry, names]) => {
        const bad = names.filter((one) => invalid.has(one))
        return [entry, { suspects: keys(bad), proven: keys(bad.filter(proven)) }] as const
      }),
    )
  }
}

async function saveEntries(
  store: StoreAccess,
  { wanted, neighbours }: EntryRequest,
  { directory, work, limit, options }: Bench,
): Promise<readonly Saved[]> {
  const forbidden = writesForbidden(process.env.ACTIONS_CACHE_MODE)
  if (forbidden !== undefined) return wanted.map(() => ({ status: 'read-only', reason: forbidden }))
  const keyOf = (entry: FullBuildEntry) =>
    entry.refusedFrom?.includes(name) === true ? repairKey(entry.key) : entry.key
  // One cheap request each that spares packing and uploading what the cache will refuse to take twice.
  const told = await work({ operation: 'lookup', keys: [...new Set(wanted.map(keyOf))] })
  const results = new Map<string, Saved>()
  for (const key of new Set(wanted.map(keyOf))) {
    const found = readFound(told.get(key), key)
    if (found.status === 'found') results.set(key, { status: 'exists' })
    if (found.status === 'failed') results.set(key, found)
  }
  const open = wanted.filter((entry) => !results.has(keyOf(entry)))
  if (open.length > 0) {
    const packed = await packEntries(store, open, [...wanted, ...neighbours], {
      directory,
      work,
      limit,
      options,
    })
    const keys: string[] = []
    const bytes: number[] = []
    for (const [index, entry] of open.entries()) {
      const one = packed[index]!
      const key = keyOf(entry)
      if ('status' in one) results.set(key, one)
      else {
        keys.push(key)
        bytes.push(one.bytes)
        await one.moveTo(join(directory, String(keys.length - 1), entryDirectory))
      }
    }
    const stored = keys.length === 0 ? new Map<string, Told>() : await work({ operation: 'save', keys })
    for (const [index, key] of keys.entries()) {
      const one = readStored(stored.get(key))
      results.set(key, one.status === 'saved' ? { status: 'saved', bytes: bytes[index] ?? 0 } : one)
    }
  }
  return wanted.map((entry) => results.get(keyOf(entry))!)
}

interface PackedEntry {
  readonly bytes: number
  /** Makes the directory a binary cache of just this entry. */
  moveTo(target: string): Promise<void>
}

/** All entries are packed by one `nix copy`, and parted afterwards. */
async function packEntries(
  store: StoreAccess,
  open: readonly FullBuildEntry[],
  entries: readonly FullBuildEntry[],
  { directory, limit, options }: Bench,
): Promise<readonly (PackedEntry | Saved)[]> {
  const dependencies = pathsOf(entries.filter(({ key }) => isDependenciesKey(key)))
  const asked = [...new Set([...pathsOf(open), ...dependencies])]
  const valid = await store.valid(asked, limit.left())
  const closure = await store.closure(
    asked.filter((path) => valid.has(path)),
    limit.left(),
  )
  const infos = new Map(closure.map((info) => [info.path, info]))
  const ours = new Set((await withoutUpstreamPaths(store, closure, limit)).map((info) => info.path))
  const isWhole = ({ paths }: FullBuildEntry) => paths.every((path) => valid.has(path))
  // What is not saved holds nothing that others could leave out.
  const left = new Set(open.filter((entry) => !isWhole(entry)).map(({ key }) => key))
  const kept = entries.filter(({ key }) => !left.has(key))
  const contents = open.map((entry): Contents | undefined =>
    isWhole(entry) ? contentsOf(entry, { entries: kept, infos, ours }) : undefined,
  )
  const held = [...new Set(contents.flatMap((one) => one?.held ?? []))]
  const source = join(directory, 'packed')
  const files: ReadonlyMap<string, PackedFiles> =
    held.length === 0
      ? new Map()
      : await pack(store, { directory: source, paths: held, closure, signingKey: options.signingKey, limit })
  return contents.map((one, index): PackedEntry | Saved => {
    if (one === undefined) return notWhole(open[index]!)
    if (one.held.length === 0) return { status: 'exists' }
    const own = one.held.map(({ path }) => files.get(path)!)
    return {
      bytes: own.reduce((sum, { bytes }) => sum + bytes, 0),
      async moveTo(target) {
        await mkdir(join(target, 'nar'), { recursive: true })
        const names = new Set(['nix-cache-info', ...own.flatMap(({ narinfo, nar }) => [narinfo, nar])])
        for (const file of names) await link(join(source, file), join(target, file))
        const leftOut: LeftOut = Object.fromEntries(
          [...one.leftOut].map(([path, others]) => [basename(path), namesOf(others)]),
        )
        if (one.leftOut.size > 0) await writeFile(join(target, leftOutFile), JSON.stringify(leftOut))
      },
    }
  })
}

/** Why ACTIONS_CACHE_MODE forbids writing; undefined if it does not. Unknown modes permit it, as in @actions/cache. */
export function writesForbidden(mode: string | undefined): string | undefined {
  const known = mode?.trim().toLowerCase()
  return known === 'none' || known === 'read' ? `the cache mode of this job is "${known}"` : undefined
}
