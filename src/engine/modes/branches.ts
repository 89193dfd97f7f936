import { messageOf } from '../../lib/errors.ts'
import { info } from '../../lib/log.ts'
import { cancelled } from '../../lib/process.ts'
import { entriesLeft } from '../../report/matrix.ts'
import { revisionsOf } from '../../report/report.ts'
import { type Filter, RemoteError } from '../../revision/index.ts'
import { type BranchGroup, nameOf, type Survey, surveyBranches } from '../branches.ts'
import type { Context } from '../context.ts'
import { describeBase } from '../describe.ts'
import { about, type Ladder } from '../ladder.ts'
import type { Outcome } from '../unit-reports.ts'
import { findFullBuilds, makeFullBuilds } from './full.ts'

/** The full builds of several branches: for each what is done for one, whatever becomes of the others. */

export interface Nightly extends Outcome {
  /** The commits whose full builds the branches need now. */
  readonly inUse: readonly string[]
}

/** Whatever fails is a warning by the ladder, which must not throw. Throws `UserError` for an input that is wrong. */
export async function makeForBranches(context: Context, filter: Filter): Promise<Nightly> {
  const { phase, settings } = context
  const { moved, unmoved } = await phase('Find branches', () => survey(context, filter))
  const outcomes: Outcome[] = []
  for (const group of moved) {
    const branch = nameOf(group)
    const own = { ...context, ladder: about(context.ladder, `Branch ${branch}`) }
    const { installables, units, others } = await phase(`Branch ${branch}`, () => makeForGroup(own, group))
    outcomes.push({
      installables: installables.map((one) => ({ ...one, branch, ownBase: group.base })),
      units: units.map((one) => ({ ...one, branch, ownBase: group.base })),
      others,
    })
  }
  const merged = {
    installables: outcomes.flatMap(({ installables }) => installables),
    units: outcomes.flatMap(({ units }) => units),
    others: outcomes.flatMap(({ others }) => others),
  }
  const left = entriesLeft({ mode: settings.mode, base: undefined, ...merged })
  if (left > 0)
    context.ladder.complain(
      `The output \`matrix\` lacks ${left} branches: GitHub makes 256 jobs of a matrix at most. Name fewer branches, or run mode \`full\` without a matrix.`,
    )
  return {
    ...merged,
    inUse: [...moved, ...unmoved].flatMap(({ base }) => revisionsOf(base)),
  }
}

async function survey({ ladder, now, settings, sources }: Context, filter: Filter): Promise<Survey> {
  try {
    const found = await surveyBranches(filter, settings, sources.history, now)
    describeSurvey(found, ladder)
    return found
  } catch (error) {
    if (!(error instanceof RemoteError)) throw error
    ladder.complain(`The branches of the remote could not be read: ${messageOf(error)}.`)
    return { total: 0, moved: [], unmoved: [], lost: [] }
  }
}

function describeSurvey({ total, moved, unmoved, lost }: Survey, ladder: Ladder): void {
  for (const group of moved) {
    info(`${group.names.join(', ')}:`)
    describeBase(group.base)
  }
  for (const { names, base } of unmoved)
    info(`${names.join(', ')}: not moved for three intervals, still of ${base.revision}.`)
  for (const { name, reason } of lost) ladder.complain(`Branch ${name}: No full build is made: ${reason}.`)
  if (moved.length + unmoved.length + lost.length === 0)
    ladder.complain(
      `No full build is made: none of the ${total} branches of the remote matches the input \`branches\`. Write one pattern per line, as in \`on.push.branches\`.`,
    )
}

async function makeForGroup(context: Context, { tip }: BranchGroup): Promise<Outcome> {
  const { ladder, now, settings } = context
  try {
    const base = await findFullBuilds(context, { revision: tip, instant: now })
    // Groups of the log cannot lie in one another.
    const phase: Context['phase'] = (title, body) => {
      info(`${title}:`)
      return body()
    }
    return await makeFullBuilds({ ...context, phase }, base)
  } catch (error) {
    if (cancelled.aborted) throw error
    ladder.complain(`No full build is made: ${messageOf(error)}.`)
    const installables = settings.installables.map(({ text }) => ({ installable: text, outPaths: [] }))
    return { installables, units: [], others: [] }
  }
}
