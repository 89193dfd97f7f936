import { type Branch, type Filter, type History, previousBoundaries, RemoteError } from '../revision/index.ts'
import { type Base, baseOf, boundaryFor, type Choice, UndatedError, withLevels } from './base.ts'

/** The branches that a nightly is for, and what is to be done for each. */

/** Branches that share a full build. */
export interface BranchGroup {
  /** In the order of the patterns, at least one. Whoever may push chose them. */
  readonly names: readonly string[]
  /** The last commit of the first. */
  readonly tip: string
  readonly base: Base
}

export interface Survey {
  /** How many branches the remote has, matching or not. */
  readonly total: number
  /** Those that have another full build since some boundaries ago. It may be there already. */
  readonly moved: readonly BranchGroup[]
  /** Those whose full build has been the same for longer: it was made then. */
  readonly unmoved: readonly BranchGroup[]
  readonly lost: readonly { readonly name: string; readonly reason: string }[]
}

/**
 * How many boundaries back a branch may have moved. One would do if every nightly ran and succeeded; so, each has some more
 * to make up for it. Longer, and the nightly evaluates branches that nobody works on.
 */
export const boundariesBack = 3

/**
 * Whether a branch has another full build than at a previous boundary: whether the commit of it is newer than that one.
 * For otherwise it was the last at or before that boundary, too. A root commit that is taken because nothing is old
 * enough belongs to a branch that was not there then.
 */
export function hasMoved({ time, root }: Pick<Base, 'time' | 'root'>, previous: number | undefined): boolean {
  return root || previous === undefined || time > previous
}

/** The wanted branches, those of the first pattern first. */
export function chooseBranches(branches: readonly Branch[], filter: Filter): readonly Branch[] {
  return branches
    .flatMap((branch) => {
      const rank = filter.rank(branch.name)
      return rank === undefined ? [] : [{ branch, rank }]
    })
    .sort((a, b) => a.rank - b.rank)
    .map(({ branch }) => branch)
}

/** Branches of the same full build together, in the order of the first of them. */
export function groupByBase(branches: readonly (Branch & { readonly base: Base })[]): readonly BranchGroup[] {
  const groups = new Map<string, BranchGroup>()
  for (const { name, tip, base } of branches) {
    const group = groups.get(base.revision)
    const names = [...(group?.names ?? []), name]
    groups.set(base.revision, { tip, base, ...group, names })
  }
  return [...groups.values()]
}

/**
 * Looks at all branches of the remote, with a handful of requests however many there are. `now` in epoch seconds.
 * Throws `RemoteError` if the remote cannot be asked, `UserError` for a wrong date.
 */
export async function surveyBranches(
  filter: Filter,
  choice: Choice,
  history: History,
  now: number,
): Promise<Survey> {
  const all = await history.branches()
  const chosen = chooseBranches(all, filter)
  const boundary = await boundaryFor(choice, history, now)
  const previous =
    choice.date === undefined
      ? previousBoundaries(boundary, choice.levels[0], boundariesBack).at(-1)
      : undefined
  const wanted = chosen.map(({ tip }) => ({ start: tip, boundary, parents: choice.parents }))
  const found = await history.truncateAll(wanted)
  const tails: (Branch & { base: Base })[] = []
  const lost: { name: string; reason: string }[] = []
  for (const [index, branch] of chosen.entries()) {
    const tail = found[index]
    const base =
      tail === undefined || tail instanceof RemoteError
        ? tail
        : await levelled(baseOf(tail, boundary), choice, history)
    if (base === undefined || base instanceof Error)
      lost.push({ name: branch.name, reason: base?.message ?? 'it is gone' })
    else tails.push({ ...branch, base })
  }
  return {
    total: all.length,
    moved: groupByBase(tails.filter(({ base }) => hasMoved(base, previous))),
    unmoved: groupByBase(tails.filter(({ base }) => !hasMoved(base, previous))),
    lost,
  }
}

async function levelled(
  base: Base | UndatedError,
  choice: Choice,
  history: History,
): Promise<Base | UndatedError | RemoteError> {
  if (base instanceof UndatedError) return base
  try {
    return await withLevels(base, choice, history)
  } catch (error) {
    if (error instanceof RemoteError) return error
    throw error
  }
}

/** For people: all names, or how many more there are. */
export function nameOf({ names }: BranchGroup): string {
  const shown = names.slice(0, 3).join(', ')
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown
}
