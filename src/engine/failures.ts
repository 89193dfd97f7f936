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

/** Nix code that does not evaluate. */
export class EvaluationFailure extends UserError {
  readonly stderr: string

  constructor(message: string, stderr: string) {
    super(message)
    this.stderr = stderr
  }
}
