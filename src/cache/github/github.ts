import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { run } from '../../lib/process.ts'
import { install } from '../install.ts'
import { type Limit, settle, withPrivateDirectory } from '../limit.ts'
import { asSubstituter, pack } from '../pack.ts'
import type { BinaryCache, Restored, Saved, StoreAccess } from '../types.ts'
import { withoutUpstreamPaths } from '../upstream.ts'
import { entryDirectory, readFound, readStored } from './output.ts'

export interface GithubCacheOptions {
  readonly scratch: string
  readonly timeoutSeconds: number
  /** See `CacheOptions`. */
  readonly signingKey?: string | undefined
  readonly trustedPublicKeys?: readonly string[] | undefined
  /** The program of worker.ts. */
  readonly worker: string
}

/** Relative to this module in the sources, where node strips the types itself, or to the bundle's root. */
export const defaultWorker = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './cache/github-worker.js', import.meta.url),
)

/**
 * The GitHub Actions cache: one entry per full build, which is a small binary cache packed by @actions/cache.
 *
 * @actions/cache runs in a process of its own, in a private directory that is at once its working directory, its
 * GITHUB_WORKSPACE and its RUNNER_TEMP, for four reasons. It unpacks an entry relative to GITHUB_WORKSPACE, so that
 * any path outside would tie the entry to the place of the checkout on this one runner, and any path inside would
 * write into the user's checkout. The path as spelled is part of an entry's identity: here it is one fixed word. An
 * upload that hangs can be ended, with the tar and zstd below it. And it writes annotations of its own to standard
 * output, where this action wants one clear warning.
 *
 * The NARs are compressed by Nix, and tar's own compression finds nothing more to do. Measured with 228 MB of build
 * products on 2 cores: 1.2 s to save and 0.8 s to restore, against 1.6 s and 1.5 s with bare NARs, for the same 34 MB;
 * and where zstd is not on PATH, @actions/cache would take gzip to bare NARs.
 */
export function githubCache(store: StoreAccess, options: GithubCacheOptions): BinaryCache {
  const withWorker = <T>(use: (directory: string) => Promise<T>): Promise<T> =>
    withPrivateDirectory(options.scratch, use)
  const work = async (operation: string, key: string, directory: string, limit: Limit): Promise<string> => {
    const temporary = join(directory, 'temporary')
    await mkdir(temporary, { recursive: true })
    const finished = await run(process.execPath, [options.worker, operation, key], {
      cwd: directory,
      env: { GITHUB_WORKSPACE: directory, RUNNER_TEMP: temporary },
      timeoutSeconds: limit.left(),
    })
    return finished.stdout
  }
  const keys = options.trustedPublicKeys
  const name = 'GitHub Actions cache'
  const restoreKey = (key: string, paths: readonly string[], limit: Limit): Promise<Restored> =>
    withWorker(async (directory) => {
      const found = readFound(await work('restore', key, directory, limit), key)
      if (found.status === 'failed') return found
      if (found.status === 'absent') return { status: 'miss' }
      const url = asSubstituter(`file://${join(directory, entryDirectory)}`, keys)
      return install(store, undefined, limit, (seconds) => store.substitute(url, paths, seconds, keys))
    })
  return {
    name,
    restore: (entry) =>
      settle(options.timeoutSeconds, async (limit) => {
        const first = await restoreKey(entry.key, entry.paths, limit)
        if (first.status !== 'failed' || first.refused !== true) return first
        const second = await restoreKey(repairKey(entry.key), entry.paths, limit)
        return second.status === 'hit' ? second : first
      }),
    has: (entry) =>
      settle(options.timeoutSeconds, (limit) =>
        withWorker(async (directory) =>
          readFound(await work('lookup', entry.key, directory, limit), entry.key),
        ),
      ),
    find: (prefix) =>
      settle(options.timeoutSeconds, (limit) =>
        withWorker(async (directory) => {
          const begin = `${prefix}-`
          return readFound(await work('find', begin, directory, limit), begin, 'prefix')
        }),
      ),
    save: (entry) =>
      settle(options.timeoutSeconds, (limit) =>
        withWorker(async (directory): Promise<Saved> => {
          const forbidden = writesForbidden(process.env.ACTIONS_CACHE_MODE)
          if (forbidden !== undefined) return { status: 'read-only', reason: forbidden }
          const key = entry.refusedFrom?.includes(name) === true ? repairKey(entry.key) : entry.key
          // One cheap request that spares packing and uploading what the cache will refuse to take twice.
          const found = readFound(await work('lookup', key, directory, limit), key)
          if (found.status === 'found') return { status: 'exists' }
          if (found.status === 'failed') return found
          const closure = await store.closure(entry.paths, limit.left())
          const ours = await withoutUpstreamPaths(store, closure, limit)
          if (ours.length === 0) return { status: 'exists' }
          const bytes = await pack(store, {
            directory: join(directory, entryDirectory),
            paths: ours,
            closure,
            signingKey: options.signingKey,
            limit,
          })
          const stored = readStored(await work('save', key, directory, limit))
          return stored.status === 'saved' ? { status: 'saved', bytes } : stored
        }),
      ),
  }
}

/**
 * The key of the entry that stands in for one whose content was refused: what is in the GitHub cache can be neither
 * changed nor, with the rights that jobs have, removed. No key begins with another, since the service answers a lookup
 * with an entry whose key is longer.
 */
export function repairKey(key: string): string {
  return key.replace(/^(incremental-nix-v\d+)-/, '$1-repaired-')
}

/** Why ACTIONS_CACHE_MODE forbids writing; undefined if it does not. Unknown modes permit it, as in @actions/cache. */
export function writesForbidden(mode: string | undefined): string | undefined {
  const known = mode?.trim().toLowerCase()
  return known === 'none' || known === 'read' ? `the cache mode of this job is "${known}"` : undefined
}
