/** Which parents of a commit the walk goes on to. */
export type Parents = 'first-parent' | 'all'

/** A commit in the order in which git's walk visits it. */
export interface Visit {
  readonly revision: string
  /** Committer time, seconds since the epoch. */
  readonly time: number
  /** No parents, as far as this repository knows. */
  readonly root: boolean
}

export interface Settled {
  readonly found: Visit
  /** Found by the root rule. */
  readonly root: boolean
}

export type Judgement =
  | Settled
  /** Commits whose parents must be fetched before there is an answer. */
  | { readonly cuts: readonly string[] }

/**
 * The last commit at or before the boundary, or the root of the walk, if the visible part of the history settles it.
 *
 * Git takes commits from a queue ordered by committer date and adds the parents of each. A walk over a shallow
 * repository therefore visits the same commits in the same order as one over the complete history until it comes to
 * a commit that misses its parents, a cut, and means nothing after it.
 */
export function judge(visits: readonly Visit[], boundary: number, cuts: ReadonlySet<string>): Judgement {
  const at = visits.findIndex((visit) => visit.time <= boundary)
  const before = at < 0 ? visits : visits.slice(0, at)
  const met = before.filter((visit) => cuts.has(visit.revision)).map((visit) => visit.revision)
  if (met.length > 0) return { cuts: met }
  const found = at < 0 ? visits.find((visit) => visit.root) : visits[at]
  if (found === undefined) throw new Error('a walk without a cut must end in a root')
  return { found, root: at < 0 }
}

/** What `git rev-list --timestamp --parents` printed. Throws if it is anything else. */
export function parseVisits(printed: string): readonly Visit[] {
  if (printed === '') return []
  return printed.split('\n').map((line) => {
    if (!/^\d+( [0-9a-f]+)+ *$/.test(line)) throw new Error('this is no commit')
    const [time, revision, ...parents] = line.trimEnd().split(' ')
    return { revision: revision!, time: Number(time), root: parents.length === 0 }
  })
}
