import { basename } from 'node:path'
import type { PathInfo } from './types.ts'

/**
 * The paths that no upstream cache has. A signature by a trusted key tells that a path was fetched from one; a path that
 * was built here carries such a signature only because this machine signs what it builds.
 */
export function withoutUpstream(
  closure: readonly PathInfo[],
  trustedKeyNames: ReadonlySet<string>,
): readonly PathInfo[] {
  return closure.filter(
    (info) =>
      info.ultimate ||
      !info.signatures.some((signature) => trustedKeyNames.has(signature.split(':')[0] ?? '')),
  )
}

/** The same paths, each one after all that it refers to. */
export function referencesFirst(infos: readonly PathInfo[]): readonly PathInfo[] {
  const byPath = new Map(infos.map((info) => [info.path, info]))
  const ordered = new Set<PathInfo>()
  const open = new Set<PathInfo>()
  const visit = (info: PathInfo): void => {
    if (ordered.has(info) || open.has(info)) return
    open.add(info)
    for (const reference of info.references) {
      const next = byPath.get(reference)
      if (next !== undefined) visit(next)
    }
    ordered.add(info)
  }
  infos.forEach(visit)
  return [...ordered]
}

/** The same paths in groups, each one in a later group than all that it refers to. */
export function referenceLevels(infos: readonly PathInfo[]): readonly (readonly PathInfo[])[] {
  const depths = new Map<string, number>()
  const levels: PathInfo[][] = []
  for (const info of referencesFirst(infos)) {
    const depth = Math.max(0, ...info.references.map((path) => (depths.get(path) ?? -1) + 1))
    depths.set(info.path, depth)
    levels[depth] = [...(levels[depth] ?? []), info]
  }
  return levels
}

/** The paths and all that they refer to, as far as `infos` knows. */
export function closureOf(
  paths: readonly string[],
  infos: ReadonlyMap<string, PathInfo>,
): ReadonlySet<string> {
  const all = new Set(paths.filter((path) => infos.has(path)))
  for (const path of all)
    for (const reference of infos.get(path)?.references ?? []) if (infos.has(reference)) all.add(reference)
  return all
}

/** The paths of `closure` that `packed` refers to and does not contain. */
export function outsideReferences(
  packed: readonly PathInfo[],
  closure: readonly PathInfo[],
): readonly PathInfo[] {
  const inside = new Set(packed.map((info) => info.path))
  const wanted = new Set(packed.flatMap((info) => info.references).filter((path) => !inside.has(path)))
  return closure.filter((info) => wanted.has(info.path))
}

/** The name of the file that describes a path in a binary cache. */
export function narinfoName(path: string): string {
  return `${basename(path).slice(0, 32)}.narinfo`
}

/** The text of a narinfo that lets Nix believe that a binary cache has the path. There is no NAR behind it. */
export function narinfoStub(info: PathInfo): string {
  return [
    `StorePath: ${info.path}`,
    'URL: nar/none.nar',
    'Compression: none',
    `NarHash: ${info.narHash}`,
    `NarSize: ${info.narSize}`,
    `References: ${info.references.map((path) => basename(path)).join(' ')}`,
    '',
  ].join('\n')
}
