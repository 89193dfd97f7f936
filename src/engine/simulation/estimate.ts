import { importersOf, isSource, type SourceLine } from '../../adapters/haskell/imports.ts'
import type { Change } from '../../revision/index.ts'

/** What share of the sources is compiled on top of a full build, guessed from the names of the files that changed. */
export interface Estimate {
  /** Where all is compiled, since what the units depend on changed: guessed from the names of files, too. */
  readonly pinned: boolean
  /** The sources that changed; undefined where there are none at all. */
  readonly low: number | undefined
  /** Those, and the sources that import them directly. */
  readonly middle: number | undefined
}

/** HEAD's sources, whose imports stand for those of all commits. */
export interface Sources {
  readonly files: readonly string[]
  readonly importers: ReadonlyMap<string, readonly string[]>
}

export function sourcesOf(files: readonly string[], lines: readonly SourceLine[]): Sources {
  const sources = files.filter(isSource)
  return { files: sources, importers: importersOf(sources, lines) }
}

/** Files that say what a project depends on, by their paths from a directory that is built from. */
const pins =
  /^(flake\.lock|[^/]*\.nix|stack[^/]*\.yaml(\.lock)?|cabal\.project[^/]*|(\.?nix|npins)\/.*\.(nix|json))$/

/** The same as patterns for git. It takes some more. */
export const pinPatterns: readonly string[] = [
  '*flake.lock',
  '*.nix',
  '*stack*.yaml*',
  '*cabal.project*',
  '*.json',
]

/**
 * Whether a change of this file may change what the units depend on. `directories`: those that are built from, relative to
 * the root of the repository. Elsewhere such files are those of examples and tests as a rule.
 */
export function isPin(path: string, directories: readonly string[]): boolean {
  return ['', ...directories].some((directory) => {
    const prefix = directory === '' ? '' : `${directory}/`
    return path.startsWith(prefix) && pins.test(path.slice(prefix.length))
  })
}

/** The sources of a commit, which differs from HEAD in this. */
export function filesAt(head: Sources, sinceHead: readonly Change[]): ReadonlySet<string> {
  const changes = sinceHead.filter(({ path }) => isSource(path))
  const removed = new Set(changes.filter(({ kind }) => kind === 'removed').map(({ path }) => path))
  const added = changes.filter(({ kind }) => kind === 'added').map(({ path }) => path)
  return new Set([...head.files.filter((path) => !removed.has(path)), ...added])
}

/** Of a commit with these sources, which differs from that of its full build in this. */
export function estimateOf(
  changes: readonly Change[],
  files: ReadonlySet<string>,
  { sources, directories }: { readonly sources: Sources; readonly directories: readonly string[] },
): Estimate {
  const pinned = changes.some(({ path }) => isPin(path, directories))
  const share = (number: number) => (pinned ? 1 : files.size === 0 ? undefined : number / files.size)
  const changed = changes.filter(({ path }) => files.has(path)).map(({ path }) => path)
  // A module that is gone was imported by nothing, or by what changed with it.
  const reached = new Set(changed)
  for (const path of changed)
    for (const importer of sources.importers.get(path) ?? []) if (files.has(importer)) reached.add(importer)
  return { pinned, low: share(changed.length), middle: share(reached.size) }
}
