import { messageOf } from '../lib/errors.ts'
import { info } from '../lib/log.ts'
import { cancelled } from '../lib/process.ts'
import { entriesLeft } from '../report/matrix.ts'
import type { PackageReport } from '../report/report.ts'
import { type Filter, RemoteError } from '../revision/index.ts'
import { nameOf, type Survey, surveyBranches, type Unit } from './branches.ts'
import { describeBase, describePackages } from './describe.ts'
import { about, type Ladder } from './ladder.ts'
import { makeFullBuilds, planFullBuilds, type Step, type Workshop } from './nightly.ts'
import { notMade } from './package-reports.ts'
import { makePlan, type Sources } from './plan.ts'
import type { Settings } from './settings.ts'

/** The full builds of several branches: for each what is done for one, whatever becomes of the others. */

export interface Nightly {
  readonly packages: readonly PackageReport[]
  /** The commits whose full builds the branches need now. */
  readonly inUse: readonly string[]
}

/**
 * Whatever fails is a warning by the ladder, which must not throw. `now` in epoch seconds. Throws `UserError` for an input
 * that is wrong.
 */
export async function overBranches(
  filter: Filter,
  settings: Settings,
  sources: Sources,
  workshop: Workshop,
  phase: Step,
  now: number,
): Promise<Nightly> {
  const { moved, unmoved } = await phase('Find branches', () =>
    survey(filter, settings, sources, workshop, now),
  )
  const packages: PackageReport[] = []
  for (const unit of moved) {
    const branch = nameOf(unit)
    const own = { ...workshop, ladder: about(workshop.ladder, `Branch ${branch}`) }
    const made = await phase(`Branch ${branch}`, () => forBranch(unit, settings, sources, own, now))
    packages.push(...made.map((one) => ({ ...one, branch, ownBase: unit.base })))
  }
  const left = entriesLeft(settings.mode, packages)
  if (left > 0)
    workshop.ladder.complain(
      `The output \`matrix\` lacks ${left} full builds: GitHub makes 256 jobs of a matrix at most. Name fewer branches, or run mode \`full\` without a matrix.`,
    )
  return { packages, inUse: [...moved, ...unmoved].map(({ base }) => base.revision) }
}

async function survey(
  filter: Filter,
  settings: Settings,
  { history }: Sources,
  { ladder }: Workshop,
  now: number,
): Promise<Survey> {
  try {
    const found = await surveyBranches(filter, settings, history, now)
    describeSurvey(found, ladder)
    return found
  } catch (error) {
    if (!(error instanceof RemoteError)) throw error
    ladder.complain(`The branches of the remote could not be read: ${messageOf(error)}.`)
    return { total: 0, moved: [], unmoved: [], lost: [] }
  }
}

function describeSurvey({ total, moved, unmoved, lost }: Survey, ladder: Ladder): void {
  for (const unit of moved) {
    info(`${unit.names.join(', ')}:`)
    describeBase(unit.base)
  }
  for (const { names, base } of unmoved)
    info(`${names.join(', ')}: not moved for three intervals, still of ${base.revision}.`)
  for (const { name, reason } of lost) ladder.complain(`Branch ${name}: No full build is made: ${reason}.`)
  if (moved.length + unmoved.length + lost.length === 0)
    ladder.complain(
      `No full build is made: none of the ${total} branches of the remote matches the input \`branches\`. Write one pattern per line, as in \`on.push.branches\`.`,
    )
}

async function forBranch(
  { tip }: Unit,
  settings: Settings,
  sources: Sources,
  workshop: Workshop,
  now: number,
): Promise<readonly PackageReport[]> {
  const { builder, ladder } = workshop
  try {
    const start = { revision: tip, instant: now }
    const plan = await makePlan({ ...settings, mode: 'full' }, sources, start, builder.nix, ladder)
    if (plan.base !== undefined) describeBase(plan.base)
    describePackages(plan)
    // Groups of the log cannot lie in one another.
    const step: Step = (title, body) => {
      info(`${title}:`)
      return body()
    }
    return await (settings.mode === 'plan' ? planFullBuilds : makeFullBuilds)(plan, workshop, step)
  } catch (error) {
    if (cancelled.aborted) throw error
    ladder.complain(`No full build is made: ${messageOf(error)}.`)
    return settings.installables.map(notMade)
  }
}
