import { settle } from './limit.ts'
import { withFastCompression } from './pack.ts'
import { maskUrls } from './reason.ts'
import type { BinaryCache, StoreAccess } from './types.ts'
import { withoutUpstreamPaths } from './upstream.ts'

/**
 * A store that only Nix can write: ssh and s3. Copying runs in Nix's client, as the user whose keys and environment this
 * job has; as a substituter the daemon would open the store, as root, who has neither. `nix copy` pushes
 * the closure; stores at the end of ssh take what upstream caches have from there.
 */
export function remoteCache(store: StoreAccess, url: string, timeoutSeconds: number): BinaryCache {
  const target = url.startsWith('s3://') ? withFastCompression(url) : url
  return {
    name: maskUrls(url),
    restore: (entry) =>
      settle(timeoutSeconds, async (limit) => {
        if ((await store.missingIn(url, entry.paths, limit.left())).length > 0) return { status: 'miss' }
        await store.pull(url, entry.paths, limit.left())
        return { status: 'hit' }
      }),
    save: (entry) =>
      settle(timeoutSeconds, async (limit) => {
        if ((await store.missingIn(url, entry.paths, limit.left())).length === 0) return { status: 'exists' }
        const closure = await store.closure(entry.paths, limit.left())
        const ours = await withoutUpstreamPaths(store, closure, limit)
        await store.push(target, entry.paths, limit.left())
        // Nix does not say what it sent: the size before compression of what no upstream cache has.
        return { status: 'saved', bytes: ours.reduce((sum, info) => sum + info.narSize, 0) }
      }),
  }
}
