import { messageOf, UserError } from '../lib/errors.ts'
import { showStack } from '../lib/log.ts'
import { cancelled, ProcessError } from '../lib/process.ts'
import { GitError, RemoteError } from '../revision/index.ts'
import { UndatedError } from './base.ts'
import { DoubtfulFailure, ForeignStoreError } from './failures.ts'

/** What came of something that the job can do without. */
export interface Failed {
  /** Why, on one line. */
  readonly failed: string
  readonly error: unknown
}

/** What is no defect of ours. */
const foreseen = [ProcessError, RemoteError, GitError, UndatedError, DoubtfulFailure, ForeignStoreError]

/**
 * The result, or why there is none: whatever goes wrong costs the optimisation; only the user's own errors, and a cancel,
 * end the job. The stack of a defect is printed, for those who are to mend it.
 */
export async function seek<T>(work: Promise<T>): Promise<T | Failed> {
  try {
    return await work
  } catch (error) {
    if (error instanceof UserError || cancelled.aborted) throw error
    if (!foreseen.some((kind) => error instanceof kind)) await showStack(error)
    return { failed: messageOf(error), error }
  }
}

export const isFailed = (value: unknown): value is Failed =>
  typeof value === 'object' && value !== null && 'failed' in value
