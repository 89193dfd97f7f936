import { UserError } from '../lib/errors.ts'
import type { BuildLog } from '../nix/log.ts'

/** What fails the job, with what a person will want to read. */

/** A build. */
export class BuildFailure extends UserError {
  readonly log: BuildLog

  constructor(message: string, log: BuildLog) {
    super(message)
    this.log = log
  }
}

/** A store whose derivations cannot be read, because it is not a directory of this machine. */
export class ForeignStoreError extends Error {}

/** A failure that is one only if the plain build fails as well: what asked about HEAD may have been at fault. */
export class DoubtfulFailure extends Error {
  readonly failure: EvaluationFailure

  /** `why`: what keeps the question about HEAD from being answered, in short. */
  constructor(failure: EvaluationFailure, why: string) {
    super(why)
    this.failure = failure
  }
}

/** Nix code that does not evaluate. */
export class EvaluationFailure extends UserError {
  readonly stderr: string

  constructor(message: string, stderr: string) {
    super(message)
    this.stderr = stderr
  }
}
