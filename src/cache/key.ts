import { basename } from 'node:path'

/**
 * The key of a full build's cache entry. The store path is part of it because it covers all that the revision does
 * not: nixpkgs overlays passed from outside, impure evaluation, the flags of this action. GitHub allows 512 characters
 * and no comma; the parts that a user chooses are shortened, since the hash alone makes the key unique.
 */
export function cacheKey(system: string, packageName: string, revision: string, storePath: string): string {
  const hash = basename(storePath).split('-')[0] ?? ''
  return `${keyPrefix(system, packageName, revision)}-${hash}`
}

/** All of the key that is known without evaluating the revision. */
export function keyPrefix(system: string, packageName: string, revision: string): string {
  const parts = [system, packageName, revision].map((part) => part.replace(/[^\w.+-]+/g, '_').slice(0, 128))
  return [anyKey, ...parts].join('-')
}

/** What every key begins with. */
export const anyKey = 'incremental-nix-v1'

/** `series`: what the full builds of one package on one system have in common; undefined for foreign keys. */
export function parseKey(
  key: string,
): { readonly series: string; readonly prefix: string; readonly revision: string } | undefined {
  const match = /^((incremental-nix-v1-.+)-([0-9a-f]{64}|[0-9a-f]{40}))-[0-9a-z]{32}$/.exec(key)
  return match === null ? undefined : { series: match[2]!, prefix: match[1]!, revision: match[3]! }
}
