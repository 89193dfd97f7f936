import { createHash } from 'node:crypto'

/** Store paths that follow from what lies there. Nix manual, "Store Path Specification". */

/** Of a tree with this hash, in base 16, that is named `source`, as all are that flakes fetch. */
export function sourcePath(narHash: string, storeDirectory: string): string {
  return hashedPath(`source:sha256:${narHash}`, 'source', storeDirectory)
}

/** Of a text that refers to no other path, as `builtins.toFile` adds it. */
export function textPath(name: string, text: string, storeDirectory: string): string {
  const hash = createHash('sha256').update(text).digest('hex')
  return hashedPath(`text:sha256:${hash}`, name, storeDirectory)
}

function hashedPath(content: string, name: string, storeDirectory: string): string {
  const digest = createHash('sha256').update(`${content}:${storeDirectory}:${name}`).digest()
  const folded = Buffer.alloc(20)
  for (const [index, byte] of digest.entries()) folded[index % 20]! ^= byte
  return `${storeDirectory}/${base32(folded)}-${name}`
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
