import { messageOf, UserError } from '../lib/errors.ts'
import { cancelled } from '../lib/process.ts'

/** Whatever goes wrong before HEAD's build costs the optimisation; only the user's own errors, and a cancel, end the job. */
export async function seek<T>(work: Promise<T>): Promise<T | Failed> {
  try {
    return await work
  } catch (error) {
    if (error instanceof UserError || cancelled.aborted) throw error
    return { failed: messageOf(error), error }
  }
}

export interface Failed {
  /** Why. */
  readonly failed: string
  readonly error: unknown
}

export const isFailed = (value: object): value is Failed => 'failed' in value
