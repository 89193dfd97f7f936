import { clientCache } from './client.ts'
import { directoryFiles } from './files/directory.ts'
import { fileCache } from './files/files.ts'
import { directoryPruner } from './files/prune.ts'
import { defaultWorker, githubCache } from './github/github.ts'
import { type Newest, newestInGithubCache } from './github/newest.ts'
import { type GithubApi, githubPruner } from './github/prune.ts'
import type { CacheKind } from './input.ts'
import type { Limit } from './limit.ts'
import type { Permission } from './permission.ts'
import type { Pruner } from './prune.ts'
import { remoteCache } from './remote.ts'
import type { BinaryCache, StoreAccess } from './types.ts'

export interface CacheOptions {
  /** An existing directory for temporary files. Nothing stays in it. */
  readonly scratch: string
  /** For each call as a whole, however many entries it is about. */
  readonly timeoutSeconds: number
  /** A secret key in Nix's own format: what is pushed is signed with it. */
  readonly signingKey?: string | undefined
  /** If given, what comes back must be signed by one of these, or by a key that Nix trusts anyway. */
  readonly trustedPublicKeys?: readonly string[] | undefined
  /**
   * An existing directory for links, which keep Nix's garbage collector from what was restored as long as they are
   * there; without one nothing keeps it.
   */
  readonly roots?: string | undefined
  /** Path of the bundled github/worker.ts, if it is not beside its caller. */
  readonly githubWorker?: string
  /** The ref of the run, which the catalogue of a store of files names. */
  readonly ref?: string | undefined
  /** For tests, see `ClientCacheOptions`. */
  readonly cachixUrl?: (name: string) => string
}

/** The caches that the user chose, in their order. Those that the job may not write answer `read-only` to a save. */
export function openCaches(
  kinds: readonly CacheKind[],
  store: StoreAccess,
  options: CacheOptions,
  permission: (cache: 'github' | 'store') => Permission,
): readonly BinaryCache[] {
  return kinds.flatMap((kind) => {
    const cache = openCache(kind, store, options)
    if (cache === undefined) return []
    const verdict = permission(kind.kind === 'github' ? 'github' : 'store')
    if (verdict.write) return [cache]
    const refusal = { status: 'read-only' as const, reason: verdict.why }
    return [{ ...cache, save: async ({ wanted }) => wanted.map(() => refusal) }]
  })
}

/** The cache that the user chose; undefined if none. */
export function openCache(
  kind: CacheKind,
  store: StoreAccess,
  options: CacheOptions,
): BinaryCache | undefined {
  const { scratch, timeoutSeconds, signingKey, trustedPublicKeys, roots, ref } = options
  const common = { scratch, timeoutSeconds, signingKey, trustedPublicKeys, roots }
  switch (kind.kind) {
    case 'none':
      return undefined
    case 'github':
      return githubCache(store, { ...common, worker: options.githubWorker ?? defaultWorker })
    case 'file': {
      const { url } = kind
      return fileCache(store, { ...common, url, ref, open: async () => directoryFiles(url) })
    }
    case 'http': {
      const { url } = kind
      // Loaded where it is used, since the HTTP client in it takes its time.
      const open = async (limit: Limit) => (await import('./files/http.ts')).httpFiles(url, limit)
      return fileCache(store, { ...common, url, ref, open })
    }
    case 'nix':
      return remoteCache(store, { ...common, url: kind.url })
    case 'cachix':
    case 'attic':
      return clientCache(store, { ...common, ...kind, cachixUrl: options.cachixUrl })
  }
}

/** When the newest full build of one of `series`, written by a run on one of `refs`, came into the caches. */
export async function newestFullBuild(
  kinds: readonly CacheKind[],
  series: readonly string[],
  refs: readonly string[],
  api: GithubApi,
): Promise<Newest> {
  return kinds.length === 1 && kinds[0]?.kind === 'github'
    ? newestInGithubCache(series, refs, api)
    : { status: 'unknown' }
}

/** What removes full builds from the cache; undefined if nothing can. `api` is for the GitHub Actions cache. */
export function openPruner(kind: CacheKind, api: GithubApi): Pruner | undefined {
  switch (kind.kind) {
    case 'github':
      return githubPruner(api)
    case 'file':
      return directoryPruner(kind.url, api.timeoutSeconds)
    default:
      return undefined
  }
}
