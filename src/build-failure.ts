import { UserError } from './errors.ts'
import type { BuildLog } from './nix/log.ts'

/** A build that fails the job. */
export class BuildFailure extends UserError {
  readonly log: BuildLog

  constructor(message: string, log: BuildLog) {
    super(message)
    this.log = log
  }
}
