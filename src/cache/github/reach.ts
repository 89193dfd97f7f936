/** Which entries a restore needs. Store paths are named without their directory here, as in narinfos. */

export interface Downloaded {
  /** Of each path in the entries that are here, the paths that it refers to. */
  readonly references: ReadonlyMap<string, readonly string[]>
  /** Paths that the local store lacks, with the key of the entry that is known to hold them. */
  readonly holders: ReadonlyMap<string, string>
  /** Of paths in the entries that are here, what they need and other entries hold, also at a distance. */
  readonly leftOut: ReadonlyMap<string, readonly string[]>
}

export interface Reach {
  /** Paths in the entries that are here: all that `names` need of them. */
  readonly here: ReadonlySet<string>
  /** The keys of entries that hold what is needed and not here. */
  readonly keys: ReadonlySet<string>
  /** What is needed, is not here, and was left to an entry that is not known, which may be one of dependencies. */
  readonly leftOut: readonly string[]
}

/**
 * Follows the references of `names` through what was downloaded. That an entry tells what it needs at a distance spares
 * a round for each step of a long way. What is neither there, nor with a holder, nor left out
 * is valid in the local store or comes from an upstream cache.
 */
export function reach(names: Iterable<string>, { references, holders, leftOut }: Downloaded): Reach {
  const seen = new Set(names)
  const elsewhere = new Set<string>()
  const here = new Set<string>()
  const keys = new Set<string>()
  const unheld: string[] = []
  for (const name of seen) {
    const next = references.get(name)
    if (next !== undefined) {
      here.add(name)
      for (const reference of next) seen.add(reference)
      for (const other of leftOut.get(name) ?? []) {
        seen.add(other)
        elsewhere.add(other)
      }
      continue
    }
    const holder = holders.get(name)
    if (holder !== undefined) keys.add(holder)
    else unheld.push(name)
  }
  return { here, keys, leftOut: unheld.filter((name) => elsewhere.has(name)) }
}
