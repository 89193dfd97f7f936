import { basename } from 'node:path'

/**
 * The key of a full build's cache entry. The store path is part of it because it covers all that the revision does
 * not: nixpkgs overlays passed from outside, impure evaluation, the flags of this action. GitHub allows 512 characters
 * and no comma; the parts that a user chooses are shortened, since the hash alone makes the key unique.
 */
export function cacheKey(system: string, packageName: string, revision: string, storePath: string): string {
  const hash = basename(storePath).split('-')[0] ?? ''
  const parts = [system, packageName, revision].map((part) => part.replace(/[^\w.+-]+/g, '_').slice(0, 128))
  return ['incremental-nix-v1', ...parts, hash].join('-')
}
