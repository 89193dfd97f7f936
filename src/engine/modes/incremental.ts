import { warn } from '../../lib/log.ts'
import type { Context } from '../context.ts'
import { everyFullBuild } from '../full-build.ts'
import { buildHead, installableReports } from '../head-build.ts'
import { messagesOfHead } from '../messages.ts'
import { prepareHead } from '../prepare-head.ts'
import type { Progress } from '../progress.ts'
import { isFailed, seek } from '../seek.ts'
import { headReports, othersBuilt } from '../unit-reports.ts'

/** Mode `incremental`: HEAD on top of the full builds of its base. */

/** Throws `UserError` if HEAD's own build fails, if an input is wrong, or if `strict` forbids a step down the ladder. */
export async function buildOnTop(context: Context, progress: Progress): Promise<void> {
  const { head, base, plans, origins, fullLogs } = await prepareHead(context, progress)
  const built = await context.phase('Build HEAD', () => buildHead(context, head, plans))
  // Whatever fails from here on, HEAD has been built.
  progress.installables = installableReports(head, built.outPaths)
  progress.built = true
  const messages = await seek(messagesOfHead(built, head, context))
  if (isFailed(messages)) warn(`Warnings of compilers are not shown at their lines: ${messages.failed}.`)
  else progress.messages = messages
  progress.units = await headReports(built, origins, base?.base)
  progress.others = othersBuilt(
    [...fullLogs, built.log, ...built.failedLogs],
    [
      ...(base === undefined ? [] : everyFullBuild(base).map(({ derivation }) => derivation)),
      ...built.plans.map(({ unit }) => built.derivationOf(unit.derivation.path)),
    ],
  )
}
