import { directoryFiles } from './directory.ts'
import { fileCache } from './files.ts'
import { defaultWorker, githubCache } from './github.ts'
import { httpFiles } from './http.ts'
import type { CacheKind } from './input.ts'
import type { Pruner } from './prune.ts'
import { directoryPruner } from './prune-directory.ts'
import { githubPruner } from './prune-github.ts'
import { remoteCache } from './remote.ts'
import type { BinaryCache, StoreAccess } from './types.ts'

export interface CacheOptions {
  /** An existing directory for temporary files, RUNNER_TEMP as a rule. Nothing stays in it. */
  readonly scratch: string
  /** For each restore and each save as a whole. */
  readonly timeoutSeconds: number
  /** Path of the bundled github-worker.ts, if it is not beside this module. */
  readonly githubWorker?: string
}

/** The cache that the user chose; undefined if none. */
export function openCache(
  kind: CacheKind,
  store: StoreAccess,
  options: CacheOptions,
): BinaryCache | undefined {
  const { scratch, timeoutSeconds } = options
  switch (kind.kind) {
    case 'none':
      return undefined
    case 'github':
      return githubCache(store, { scratch, timeoutSeconds, worker: options.githubWorker ?? defaultWorker })
    case 'file': {
      const { url } = kind
      return fileCache(store, { url, scratch, timeoutSeconds, open: () => directoryFiles(url) })
    }
    case 'http': {
      const { url } = kind
      return fileCache(store, { url, scratch, timeoutSeconds, open: (limit) => httpFiles(url, limit) })
    }
    case 'nix':
      return remoteCache(store, kind.url, timeoutSeconds)
  }
}

/** What removes full builds from the cache; undefined if nothing can. `token` is for the GitHub Actions cache. */
export function openPruner(
  kind: CacheKind,
  { token, timeoutSeconds }: { readonly token: string | undefined; readonly timeoutSeconds: number },
): Pruner | undefined {
  switch (kind.kind) {
    case 'github':
      return githubPruner({
        token,
        repository: process.env.GITHUB_REPOSITORY ?? '',
        apiUrl: process.env.GITHUB_API_URL || 'https://api.github.com',
        timeoutSeconds,
      })
    case 'file':
      return directoryPruner(kind.url, timeoutSeconds)
    default:
      return undefined
  }
}
