import { settleEach } from './limit.ts'
import { withFastCompression, withParameter } from './pack.ts'
import { maskUrls } from './reason.ts'
import { withKeyFile } from './signing.ts'
import type { BinaryCache, StoreAccess } from './types.ts'
import { presenceIn, restorePresent, saveMissing } from './whole-store.ts'

export interface RemoteCacheOptions {
  readonly url: string
  readonly scratch: string
  readonly timeoutSeconds: number
  /** See `CacheOptions`. */
  readonly signingKey?: string | undefined
  readonly trustedPublicKeys?: readonly string[] | undefined
  readonly roots?: string | undefined
}

/**
 * A store that only Nix can write: ssh and s3. Copying runs in Nix's client, as the user whose keys and environment this
 * job has; as a substituter the daemon would open the store, as root, who has neither. `nix copy` pushes
 * the closure; stores at the end of ssh take what upstream caches have from there.
 */
export function remoteCache(store: StoreAccess, options: RemoteCacheOptions): BinaryCache {
  const { url, timeoutSeconds, trustedPublicKeys: keys, roots } = options
  const binaryCache = url.startsWith('s3://')
  const attempt = (paths: readonly string[], seconds: number) => store.pull(url, paths, seconds, keys)
  return {
    name: maskUrls(url),
    restore: ({ wanted }) =>
      settleEach(wanted, timeoutSeconds, (limit) =>
        restorePresent(store, wanted, { url, attempt, roots, named: false }, limit),
      ),
    has: (entries) => settleEach(entries, timeoutSeconds, (limit) => presenceIn(store, url, entries, limit)),
    save: ({ wanted }) =>
      settleEach(wanted, timeoutSeconds, (limit) =>
        saveMissing(store, wanted, { url, limit }, async (paths, ours) => {
          await withKeyFile(options.scratch, options.signingKey, async (file) => {
            // A binary cache signs what is written to it; at the end of ssh there is a store, which takes signatures as they are.
            const target = binaryCache ? withFastCompression(url) : url
            if (file === undefined) return store.push(target, paths, limit.left())
            if (binaryCache) return store.push(withParameter(target, 'secret-key', file), paths, limit.left())
            await store.sign(
              ours.map((info) => info.path),
              file,
              limit.left(),
            )
            return store.push(target, paths, limit.left())
          })
          return undefined
        }),
      ),
  }
}
