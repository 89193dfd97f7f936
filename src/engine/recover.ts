import { UserError } from '../lib/errors.ts'
import { DoubtfulFailure } from './failures.ts'
import { names } from './installables.ts'
import { buildPlainly, type PlainContext } from './plain-build.ts'
import { type Progress, timed } from './progress.ts'
import type { Failed } from './seek.ts'

/**
 * Does what the job is for after something failed that should not have: the plain build, unless HEAD has been built; where
 * only full builds are made, nothing. One warning says so. Throws `UserError` if HEAD does not build, or for `strict`.
 */
export async function recover(
  tools: PlainContext,
  progress: Progress,
  { failed, error }: Failed,
): Promise<void> {
  const { ladder } = progress
  const { installables, mode, strict } = tools.settings
  // Whether Nix was right about HEAD, the build will tell; a step down is one only if it was not.
  const doubted = error instanceof DoubtfulFailure ? error.failure : undefined
  if (mode === 'verify') {
    if (doubted !== undefined) throw doubted
    return ladder.complain(
      `Nothing was verified: something failed that the build itself does not need (${failed}). If this goes on, please report it to the authors of the action, with the log of this run.`,
    )
  }
  if (progress.built)
    return ladder.complain(
      `HEAD is built, but not all of what became of it is reported: ${failed}. If this goes on, please report it to the authors of the action, with the log of this run.`,
    )
  const stepDown = () => ladder.stepDown(names(installables), 'unexpected', failed)
  if (mode !== 'incremental') return stepDown()
  if (doubted === undefined) stepDown()
  else if (strict) throw doubted
  try {
    progress.installables = await timed(progress, 'Build HEAD', () => buildPlainly(tools))
  } catch (failure) {
    throw failure instanceof UserError ? (doubted ?? failure) : failure
  }
  progress.units = progress.units.map((unit) => ({
    ...unit,
    build: 'plain',
    reason: 'something else failed',
  }))
  if (doubted !== undefined) stepDown()
}
