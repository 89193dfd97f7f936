import { install } from './install.ts'
import { settle } from './limit.ts'
import { withFastCompression, withParameter } from './pack.ts'
import { maskUrls } from './reason.ts'
import { withKeyFile } from './signing.ts'
import type { BinaryCache, Found, Restored, StoreAccess } from './types.ts'
import { withoutUpstreamPaths } from './upstream.ts'

export interface RemoteCacheOptions {
  readonly url: string
  readonly scratch: string
  readonly timeoutSeconds: number
  /** See `CacheOptions`. */
  readonly signingKey?: string | undefined
  readonly trustedPublicKeys?: readonly string[] | undefined
}

/**
 * A store that only Nix can write: ssh and s3. Copying runs in Nix's client, as the user whose keys and environment this
 * job has; as a substituter the daemon would open the store, as root, who has neither. `nix copy` pushes
 * the closure; stores at the end of ssh take what upstream caches have from there.
 */
export function remoteCache(store: StoreAccess, options: RemoteCacheOptions): BinaryCache {
  const { url, timeoutSeconds, trustedPublicKeys: keys } = options
  const binaryCache = url.startsWith('s3://')
  return {
    name: maskUrls(url),
    restore: (entry) =>
      settle(timeoutSeconds, async (limit): Promise<Restored> => {
        if ((await store.missingIn(url, entry.paths, limit.left())).length > 0) return { status: 'miss' }
        return install(store, undefined, limit, (seconds) => store.pull(url, entry.paths, seconds, keys))
      }),
    has: (entry) =>
      settle(timeoutSeconds, async (limit): Promise<Found> => {
        const missing = await store.missingIn(url, entry.paths, limit.left())
        return { status: missing.length === 0 ? 'found' : 'absent' }
      }),
    save: (entry) =>
      settle(timeoutSeconds, async (limit) => {
        if ((await store.missingIn(url, entry.paths, limit.left())).length === 0) return { status: 'exists' }
        const closure = await store.closure(entry.paths, limit.left())
        const ours = await withoutUpstreamPaths(store, closure, limit)
        await withKeyFile(options.scratch, options.signingKey, async (file) => {
          // A binary cache signs what is written to it; at the end of ssh there is a store, which takes signatures as they are.
          const target = binaryCache ? withFastCompression(url) : url
          if (file === undefined) return store.push(target, entry.paths, limit.left())
          if (binaryCache)
            return store.push(withParameter(target, 'secret-key', file), entry.paths, limit.left())
          await store.sign(
            ours.map((info) => info.path),
            file,
            limit.left(),
          )
          return store.push(target, entry.paths, limit.left())
        })
        // Nix does not say what it sent: the size before compression of what no upstream cache has.
        return { status: 'saved', bytes: ours.reduce((sum, info) => sum + info.narSize, 0) }
      }),
  }
}
