import { readdir, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { inParallel } from '../../lib/parallel.ts'
import { narinfoName, referencesFirst } from '../closure.ts'
import { install } from '../install.ts'
import { parseKey } from '../key.ts'
import { type Limit, settle, withPrivateDirectory } from '../limit.ts'
import { asSubstituter, pack } from '../pack.ts'
import { maskUrls } from '../reason.ts'
import type { BinaryCache, Found, FullBuildEntry, PathInfo, Restored, Saved, StoreAccess } from '../types.ts'
import { withoutUpstreamPaths } from '../upstream.ts'
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
  /** See `CacheOptions`. */
  readonly ref?: string | undefined
  readonly open: (limit: Limit) => StoreFiles
}

const atOnce = 8

/**
 * A binary cache whose files this action writes itself, because `nix copy` would push the closure with all that
 * upstream caches have. Nix reads it as a substituter beside the user's own.
 */
export function fileCache(store: StoreAccess, options: FileCacheOptions): BinaryCache {
  const withFiles = async <T>(limit: Limit, use: (files: StoreFiles) => Promise<T>): Promise<T> => {
    const files = options.open(limit)
    try {
      return await use(files)
    } finally {
      files.close()
    }
  }
  const name = maskUrls(options.url)
  return {
    name,
    restore: (entry) =>
      settle(options.timeoutSeconds, (limit) =>
        withFiles(limit, async (files): Promise<Restored> => {
          if (!(await hasEntry(files, entry))) return { status: 'miss' }
          const { url, trustedPublicKeys: keys } = options
          return install(store, url, limit, (seconds) =>
            store.substitute(asSubstituter(url, keys), entry.paths, seconds, keys),
          )
        }),
      ),
    has: (entry) =>
      settle(options.timeoutSeconds, (limit) =>
        withFiles(
          limit,
          async (files): Promise<Found> => ({ status: (await hasEntry(files, entry)) ? 'found' : 'absent' }),
        ),
      ),
    find: (prefix) =>
      settle(options.timeoutSeconds, (limit) =>
        withFiles(
          limit,
          async (files): Promise<Found> => ({
            status: (await files.has(markName(prefix))) ? 'found' : 'absent',
          }),
        ),
      ),
    save: (entry) =>
      settle(options.timeoutSeconds, (limit) =>
        withFiles(limit, async (files): Promise<Saved> => {
          const replace = entry.refusedFrom?.includes(name) === true
          if (!replace && (await hasEntry(files, entry))) return { status: 'exists' }
          const closure = await store.closure(entry.paths, limit.left())
          const ours = await withoutUpstreamPaths(store, closure, limit)
          const missing = replace ? ours : await lacking(files, ours)
          if (missing.length === 0) return { status: 'exists' }
          return withPrivateDirectory(options.scratch, async (directory) => {
            const packed = join(directory, 'store')
            const bytes = await pack(store, {
              directory: packed,
              paths: missing,
              closure,
              parameters: new URL(options.url).search,
              signingKey: options.signingKey,
              limit,
            })
            try {
              await describe(
                files,
                directory,
                entry,
                describeEntry(entry, ours, options.ref ?? '', Date.now() / 1000),
              )
              await upload(files, packed, missing, limit)
              await mark(files, directory, entry)
            } catch (error) {
              if (!(error instanceof ReadOnlyError)) throw error
              return { status: 'read-only', reason: maskUrls(error.message) }
            }
            return { status: 'saved', bytes }
          })
        }),
      ),
  }
}

async function hasEntry(files: StoreFiles, entry: FullBuildEntry): Promise<boolean> {
  for (const path of entry.paths) if (!(await files.has(narinfoName(path)))) return false
  return true
}

async function lacking(files: StoreFiles, infos: readonly PathInfo[]): Promise<readonly PathInfo[]> {
  const present = new Set<string>()
  await inParallel(infos, atOnce, async ({ path }) => {
    if (await files.has(narinfoName(path))) present.add(path)
  })
  return infos.filter(({ path }) => !present.has(path))
}

/**
 * Before the upload, so that pruning knows of one that is cut off. Servers that take nothing but what Nix writes refuse
 * it; what is lost then is the search by key.
 */
async function describe(
  files: StoreFiles,
  directory: string,
  { key }: FullBuildEntry,
  description: string,
): Promise<void> {
  const file = join(directory, 'description')
  await writeFile(file, description)
  await files.put(descriptionName(key), file).catch(() => undefined)
}

/** After the upload, for the search by key. */
async function mark(files: StoreFiles, directory: string, entry: FullBuildEntry): Promise<void> {
  const prefix = parseKey(entry.key)?.prefix
  if (prefix === undefined) return
  const file = join(directory, 'mark')
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
  const narinfos = referencesFirst(infos).map((info) => narinfoName(info.path))
  const description = 'nix-cache-info'
  const put = async (name: string): Promise<void> => {
    limit.left()
    await files.put(name, join(packed, name))
  }
  if (!(await files.has(description))) await put(description)
  await inParallel(
    names.filter((name) => name !== description && !narinfos.includes(name)),
    atOnce,
    put,
  )
  for (const name of narinfos) await put(name)
}
