import type { HandOver } from './hand-over.ts'
import type { Surroundings } from './surroundings.ts'

/** What a run depends on besides its settings. */
export interface RunContext {
  /** Private directory of this run. */
  readonly scratch: string
  /** Epoch seconds. */
  readonly now: number
  readonly surroundings: Surroundings
  readonly handOver: HandOver
}
