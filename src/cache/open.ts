import { directoryFiles } from './directory.ts'
import { fileCache } from './files.ts'
import { defaultWorker, githubCache } from './github.ts'
import { httpFiles } from './http.ts'
import type { CacheKind } from './input.ts'
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
