import { createHash } from 'node:crypto'

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

/** The path of a tree with this hash that is named `source`, as all are that flakes fetch. Nix manual, "Store Path Specification". */
function sourcePath(narHash: string, storeDirectory: string): string {
  const fingerprint = `source:sha256:${narHash}:${storeDirectory}:source`
  const digest = createHash('sha256').update(fingerprint).digest()
  const folded = Buffer.alloc(20)
  for (const [index, byte] of digest.entries()) folded[index % 20]! ^= byte
  return `${storeDirectory}/${base32(folded)}-source`
}

const alphabet = '0123456789abcdfghijklmnpqrsvwxyz'

/** Nix's own: the last bits first. */
function base32(bytes: Buffer): string {
  const length = Math.ceil((bytes.length * 8) / 5)
  let text = ''
  for (let position = length - 1; position >= 0; position--) {
    const bit = position * 5
    const index = bit >> 3
    const shift = bit & 7
    const value = (bytes[index]! >> shift) | ((bytes[index + 1] ?? 0) << (8 - shift))
    text += alphabet[value & 31]
  }
  return text
}
