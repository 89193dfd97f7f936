import { readdir, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { inParallel } from '../../lib/parallel.ts'
import { closureOf, narinfoName, referenceLevels } from '../closure.ts'
import { install, pathsOf } from '../install.ts'
import { isDependenciesKey, parseKey } from '../key.ts'
import { type Limit, settleEach, withPrivateDirectory } from '../limit.ts'
import { asSubstituter, pack } from '../pack.ts'
import { maskUrls } from '../reason.ts'
import type { BinaryCache, Found, FullBuildEntry, PathInfo, Restored, Saved, StoreAccess } from '../types.ts'
import { withoutUpstreamPaths } from '../upstream.ts'
import { notWhole } from '../whole.ts'
import { describeEntry, descriptionName, markName } from './catalogue.ts'

/** A binary cache as files; names are relative to its root. */
export interface StoreFiles {
  has(name: string): Promise<boolean>
  /** Writes the whole file or nothing. Throws `ReadOnlyError` if this job may not write. */
  put(name: string, source: string): Promise<void>
  /** Ends what is still open. */
  close(): void
}

/** The cache answered that this job may not write. */
export class ReadOnlyError extends Error {
  override readonly name = 'ReadOnlyError'
}

export interface FileCacheOptions {
  readonly url: string
  readonly scratch: string
  readonly timeoutSeconds: number
  /** See `CacheOptions`. */
  readonly signingKey?: string | undefined
  readonly trustedPublicKeys?: readonly string[] | undefined
  readonly roots?: string | undefined
  readonly ref?: string | undefined
  readonly open: (limit: Limit) => Promise<StoreFiles>
}

/** Requests for small files wait for the network only. */
const atOnce = 16

/**
 * A binary cache whose files this action writes itself, because `nix copy` would push the closure with all that
 * upstream caches have. Nix reads it as a substituter beside the user's own.
 */
export function fileCache(store: StoreAccess, options: FileCacheOptions): BinaryCache {
  const withFiles = async <T>(limit: Limit, use: (files: StoreFiles) => Promise<T>): Promise<T> => {
    const files = await options.open(limit)
    try {
      return await use(files)
    } finally {
      files.close()
    }
  }
  const { url, timeoutSeconds, trustedPublicKeys: keys, roots } = options
  const name = maskUrls(url)
  const withEntries = <T>(
    entries: readonly unknown[],
    use: (files: StoreFiles, limit: Limit) => Promise<readonly T[]>,
  ) => settleEach(entries, timeoutSeconds, (limit) => withFiles(limit, (files) => use(files, limit)))
  return {
    name,
    restore: ({ wanted }) =>
      withEntries(wanted, async (files, limit): Promise<readonly Restored[]> => {
        const present = await having(files, wanted)
        const entries = wanted.filter((entry) => present.has(entry))
        const attempt = (paths: readonly string[], seconds: number) =>
          store.substitute(asSubstituter(url, keys), paths, seconds, keys)
        const restored = await install(store, { entries, url, roots, attempt }, limit)
        return wanted.map((entry) => restored[entries.indexOf(entry)] ?? { status: 'miss' })
      }),
    has: (entries) =>
      withEntries(entries, async (files): Promise<readonly Found[]> => {
        const present = await having(files, entries)
        return entries.map((entry) => ({ status: present.has(entry) ? 'found' : 'absent' }))
      }),
    find: (prefixes) =>
      withEntries(prefixes, async (files): Promise<readonly Found[]> => {
        const names = prefixes.map(markName)
        const missing = await absent(files, names)
        return names.map((mark) => ({ status: missing.has(mark) ? 'absent' : 'found' }))
      }),
    save: ({ wanted }) =>
      withEntries(wanted, (files, limit) => saveEntries(store, files, wanted, { name, options, limit })),
  }
}

interface Saving {
  readonly name: string
  readonly options: FileCacheOptions
  readonly limit: Limit
}

async function saveEntries(
  store: StoreAccess,
  files: StoreFiles,
  wanted: readonly FullBuildEntry[],
  { name, options, limit }: Saving,
): Promise<readonly Saved[]> {
  const { scratch, signingKey } = options
  const replaced = wanted.filter((entry) => entry.refusedFrom?.includes(name) === true)
  const present = await having(
    files,
    wanted.filter((entry) => !replaced.includes(entry)),
  )
  const valid = await store.valid(pathsOf(wanted), limit.left())
  const isWhole = (entry: FullBuildEntry) => entry.paths.every((path) => valid.has(path))
  // Dependencies that are there are described anew, which tells pruning that they are in use.
  const isUsed = (entry: FullBuildEntry) => present.has(entry) && isDependenciesKey(entry.key)
  const open = wanted.filter((entry) => (!present.has(entry) || isUsed(entry)) && isWhole(entry))
  const closure = open.length === 0 ? [] : await store.closure(pathsOf(open), limit.left())
  const infos = new Map(closure.map((info) => [info.path, info]))
  const ours = await withoutUpstreamPaths(store, closure, limit)
  const ofEntry = new Map(
    open.map((entry) => {
      const paths = closureOf(entry.paths, infos)
      return [entry, ours.filter(({ path }) => paths.has(path))] as const
    }),
  )
  const again = new Set(replaced.flatMap((entry) => ofEntry.get(entry) ?? []))
  const lacked = new Set(
    await lacking(
      files,
      ours.filter((info) => !again.has(info)),
    ),
  )
  const missing = ours.filter((info) => again.has(info) || lacked.has(info))
  const pushed = open.filter((entry) => ofEntry.get(entry)?.some((info) => missing.includes(info)))
  const described = open.filter((entry) => pushed.includes(entry) || isUsed(entry))
  const dependencies = wanted.map(({ key }) => key).filter(isDependenciesKey)
  const bytes = new Map<FullBuildEntry, number>()
  const push = async (directory: string): Promise<void> => {
    const packed = join(directory, 'store')
    if (missing.length > 0) {
      const { search: parameters } = new URL(options.url)
      const packing = { directory: packed, paths: missing, closure, parameters, signingKey, limit }
      const sizes = new Map(await pack(store, packing))
      for (const entry of pushed) {
        // What several entries share counts once.
        const own = (ofEntry.get(entry) ?? []).map(({ path }) => path)
        const sum = own.reduce((total, path) => total + (sizes.get(path)?.bytes ?? 0), 0)
        bytes.set(entry, sum)
        for (const path of own) sizes.delete(path)
      }
    }
    await inParallel([...described.entries()], atOnce, ([index, entry]) => {
      const text = describeEntry(entry, ofEntry.get(entry) ?? [], {
        dependencies: isDependenciesKey(entry.key) ? [] : dependencies,
        branch: options.ref ?? '',
        time: Date.now() / 1000,
      })
      return describe(files, join(directory, `description-${index}`), entry, text)
    })
    if (missing.length > 0) await upload(files, packed, missing, limit)
    await inParallel([...pushed.entries()], atOnce, ([index, entry]) =>
      mark(files, join(directory, `mark-${index}`), entry),
    )
  }
  let refusal: Saved | undefined
  if (described.length > 0)
    await withPrivateDirectory(scratch, push).catch((error: unknown) => {
      if (!(error instanceof ReadOnlyError)) throw error
      refusal = { status: 'read-only', reason: maskUrls(error.message) }
    })
  return wanted.map((entry): Saved => {
    if (present.has(entry)) return { status: 'exists' }
    if (!isWhole(entry)) return notWhole(entry)
    if (!pushed.includes(entry)) return { status: 'exists' }
    return refusal ?? { status: 'saved', bytes: bytes.get(entry) ?? 0 }
  })
}

/** Those of the files that are not there. The first that cannot be asked for ends it, since the others could not either. */
async function absent(files: StoreFiles, names: readonly string[]): Promise<ReadonlySet<string>> {
  const missing = new Set<string>()
  await inParallel([...new Set(names)], atOnce, async (name) => {
    if (!(await files.has(name))) missing.add(name)
  })
  return missing
}

/** Those of the entries all of whose paths are there. */
async function having(
  files: StoreFiles,
  entries: readonly FullBuildEntry[],
): Promise<ReadonlySet<FullBuildEntry>> {
  const missing = await absent(files, pathsOf(entries).map(narinfoName))
  return new Set(entries.filter(({ paths }) => paths.every((path) => !missing.has(narinfoName(path)))))
}

async function lacking(files: StoreFiles, infos: readonly PathInfo[]): Promise<readonly PathInfo[]> {
  const missing = await absent(
    files,
    infos.map(({ path }) => narinfoName(path)),
  )
  return infos.filter(({ path }) => missing.has(narinfoName(path)))
}

/**
 * Before the upload, so that pruning knows of one that is cut off. Servers that take nothing but what Nix writes refuse
 * it; what is lost then is the search by key.
 */
async function describe(
  files: StoreFiles,
  file: string,
  { key }: FullBuildEntry,
  description: string,
): Promise<void> {
  await writeFile(file, description)
  await files.put(descriptionName(key), file).catch(() => undefined)
}

/** After the upload, for the search by key. */
async function mark(files: StoreFiles, file: string, entry: FullBuildEntry): Promise<void> {
  const prefix = parseKey(entry.key)?.prefix
  if (prefix === undefined) return
  await writeFile(file, `${entry.key}\n`)
  await files.put(markName(prefix), file).catch(() => undefined)
}

/**
 * NARs first, then each narinfo after those that it refers to: whoever finds a narinfo finds all that it promises, also
 * when this upload is cut off.
 */
async function upload(
  files: StoreFiles,
  packed: string,
  infos: readonly PathInfo[],
  limit: Limit,
): Promise<void> {
  const entries = await readdir(packed, { recursive: true, withFileTypes: true })
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(packed, join(entry.parentPath, entry.name)))
  const narinfos = new Set(infos.map((info) => narinfoName(info.path)))
  const description = 'nix-cache-info'
  const put = async (name: string): Promise<void> => {
    limit.left()
    await files.put(name, join(packed, name))
  }
  if (!(await files.has(description))) await put(description)
  await inParallel(
    names.filter((name) => name !== description && !narinfos.has(name)),
    atOnce,
    put,
  )
  for (const level of referenceLevels(infos))
    await inParallel(
      level.map((info) => narinfoName(info.path)),
      atOnce,
      put,
    )
}
