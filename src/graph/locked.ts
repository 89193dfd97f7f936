import { sourcePath } from './store-path.ts'

/**
 * The store paths of the trees that a flake.lock names, other than those that lie in the repository itself. Throws nothing:
 * of what cannot be read there are none.
 */
export function lockedSources(lock: string, storeDirectory: string): ReadonlySet<string> {
  const paths = new Set<string>()
  for (const node of Object.values(readNodes(lock))) {
    const { type, narHash } = node?.locked ?? {}
    if (type === 'path' || typeof narHash !== 'string' || !narHash.startsWith('sha256-')) continue
    const hash = Buffer.from(narHash.slice('sha256-'.length), 'base64')
    paths.add(sourcePath(hash.toString('hex'), storeDirectory))
  }
  return paths
}

/** Nothing in the file is checked, since people merge it by hand. */
type Node = { readonly locked?: { readonly type?: unknown; readonly narHash?: unknown } | null } | null

function readNodes(lock: string): Readonly<Record<string, Node>> {
  try {
    return (JSON.parse(lock) as { nodes?: Record<string, Node> | null } | null)?.nodes ?? {}
  } catch {
    return {}
  }
}
