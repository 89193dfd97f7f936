import * as core from '@actions/core'
import { messageOf, UserError } from '../lib/errors.ts'
import { showStack } from '../lib/log.ts'
import { cancelled } from '../lib/process.ts'

/** Ends the step as failed. A defect of the action prints its stack, for those who are to mend it. */
export async function fail(error: unknown): Promise<void> {
  if (cancelled.aborted) return core.setFailed('The job was cancelled.')
  if (!(error instanceof UserError)) await showStack(error)
  core.setFailed(messageOf(error))
}
