import { createHash } from 'node:crypto'
import { basename } from 'node:path'

/** All of a full build's key that is known without evaluating the revision. */
export interface KeyPrefix {
  readonly system: string
  /** Of the package. */
  readonly name: string
  readonly revision: string
}

/**
 * The key of a full build's cache entry. The store path is part of it because it covers all that the revision does
 * not: nixpkgs overlays passed from outside, impure evaluation, the flags of this action. GitHub allows 512 characters
 * and no comma; the parts that a user chooses are shortened, since the hash alone makes the key unique.
 */
export function cacheKey({ path, ...prefix }: KeyPrefix & { readonly path: string }): string {
  const hash = basename(path).split('-')[0] ?? ''
  return `${keyPrefix(prefix)}-${hash}`
}

/** The key of the entry that says of a full build that it fails. */
export function failureKey(key: string, failure: string): string {
  return key.replace(anyKey, `${anyKey}-failed-${failure}`)
}

export function keyPrefix({ system, name, revision }: KeyPrefix): string {
  const parts = [system, name, revision].map((part) => part.replace(/[^\w.+-]+/g, '_').slice(0, 128))
  return [anyKey, ...parts].join('-')
}

/** What every key begins with. */
export const anyKey = 'incremental-nix-v2'

/**
 * The key of an entry that holds dependencies of full builds, `paths` and what they refer to. It names no revision: the
 * same dependencies are kept once.
 */
export function dependenciesKey(paths: readonly string[]): string {
  const text = [...new Set(paths)].sort().join('\n')
  return `${anyKey}-dependencies-${createHash('sha256').update(text).digest('hex').slice(0, 32)}`
}

export function isDependenciesKey(key: string): boolean {
  return /^incremental-nix-v2-(?:repaired-)?dependencies-[0-9a-f]{32}$/.test(key)
}

/** `series`: what the full builds of one package on one system have in common; undefined for all other keys. */
export function parseKey(
  key: string,
): { readonly series: string; readonly prefix: string; readonly revision: string } | undefined {
  const match = /^((incremental-nix-v2-.+)-([0-9a-f]{64}|[0-9a-f]{40}))-[0-9a-z]{32}$/.exec(key)
  if (match === null || isDependenciesKey(key)) return undefined
  return { series: match[2]!, prefix: match[1]!, revision: match[3]! }
}
