import type { SimulatedInterval } from '../../report/simulation.ts'
import type { Base } from '../base.ts'
import type { Candidate } from './choices.ts'
import type { Estimate } from './estimate.ts'

/** What a commit would have been built on. */
export interface Step {
  readonly commit: string
  readonly base: Base
}

/** A full build that is made on that of the level above. */
export interface LevelledBuild {
  readonly revision: string
  readonly coarser: string
}

export interface FullBuildsNeeded {
  /** Commits of full builds that are made from scratch. */
  readonly scratch: readonly string[]
  readonly levelled: readonly LevelledBuild[]
}

/** The full builds that the steps need, each once. */
export function fullBuildsOf(steps: readonly Step[]): FullBuildsNeeded {
  const scratch = new Set<string>()
  const levelled = new Map<string, LevelledBuild>()
  const add = ({ revision, coarser }: Base): void => {
    if (coarser === undefined) scratch.add(revision)
    else {
      levelled.set(`${revision} ${coarser.revision}`, { revision, coarser: coarser.revision })
      add(coarser)
    }
  }
  for (const { base } of steps) add(base)
  return { scratch: [...scratch], levelled: [...levelled.values()] }
}

/** What an interval takes. `estimate`: of a build of the second commit on the full build of the first. */
export function figuresOf(
  { name, configured }: Candidate,
  steps: readonly Step[],
  estimate: (from: string, to: string) => Estimate,
): SimulatedInterval {
  const { scratch, levelled } = fullBuildsOf(steps)
  const commits = steps.map(({ commit, base }) => estimate(base.revision, commit))
  const builds = levelled.map(({ revision, coarser }) => estimate(coarser, revision))
  const per100 = (number: number) => (100 * number) / steps.length
  return {
    name,
    configured,
    fullBuilds: per100(scratch.length),
    levelledBuilds: per100(levelled.length),
    levelledWork: levelled.length === 0 ? 0 : scaled(meanOf(builds, 'middle'), per100(levelled.length)),
    pinned: commits.filter(({ pinned }) => pinned).length / steps.length,
    low: meanOf(commits, 'low'),
    middle: meanOf(commits, 'middle'),
  }
}

/** Undefined where there is nothing to compile. */
function meanOf(estimates: readonly Estimate[], which: 'low' | 'middle'): number | undefined {
  const shares = estimates.flatMap((one) => one[which] ?? [])
  return shares.length === 0 ? undefined : shares.reduce((sum, share) => sum + share, 0) / shares.length
}

const scaled = (share: number | undefined, factor: number) =>
  share === undefined ? undefined : share * factor
