import type { FullBuildEntry, PathInfo } from '../types.ts'

/**
 * What lies beside the NARs of a binary cache that this action writes, in the directory `incremental-nix`: for each full
 * build a description, named by its key, from which pruning learns what belongs to it; and a mark, named by the part
 * of the key that is known without evaluating, which the search for an older full build looks for.
 */
export const catalogueDirectory = 'incremental-nix'

export interface Description {
  readonly key: string
  /** Store paths that the next build starts from. */
  readonly paths: readonly string[]
  /** Store paths that were pushed, or were there already; without those of upstream caches. */
  readonly closure: readonly string[]
  /** Keys of the dependencies that it was pushed with; undefined where that was not written down. */
  readonly dependencies: readonly string[] | undefined
  /** The ref of the run that pushed it. */
  readonly branch: string
  /** When it was pushed, seconds since the epoch. */
  readonly time: number
}

export function descriptionName(key: string): string {
  return `${catalogueDirectory}/${key}.json`
}

export function markName(prefix: string): string {
  return `${catalogueDirectory}/${prefix}`
}

/** The text of a description. */
export function describeEntry(
  { key, paths }: FullBuildEntry,
  closure: readonly PathInfo[],
  { time, ...rest }: Pick<Description, 'dependencies' | 'branch' | 'time'>,
): string {
  const description: Description = {
    key,
    paths,
    closure: closure.map((info) => info.path),
    ...rest,
    time: Math.floor(time),
  }
  return `${JSON.stringify(description)}\n`
}

/** Undefined for what is not a description. */
export function parseDescription(text: string): Description | undefined {
  try {
    const { key, paths, closure, dependencies, branch, time } = JSON.parse(text) as Partial<Description>
    if (typeof key !== 'string' || !Array.isArray(paths) || !Array.isArray(closure)) return undefined
    if (dependencies !== undefined && !Array.isArray(dependencies)) return undefined
    return { key, paths, closure, dependencies, branch: branch ?? '', time: time ?? 0 }
  } catch {
    return undefined
  }
}
