import type { BinaryCache } from '../cache/index.ts'
import type { ReadDerivation } from '../graph/index.ts'
import type { Nix } from '../nix/nix.ts'
import type { HandOver } from './hand-over.ts'
import type { Ladder } from './ladder.ts'
import type { LinuxBuilder } from './linux-builder.ts'
import type { Settings } from './settings.ts'
import type { Sources } from './sources.ts'
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

/** What all parts of a run work with. */
export interface Context extends RunContext {
  readonly settings: Settings
  readonly sources: Sources
  /** Evaluates, with the Linux builder where code depends on the result of a build. */
  readonly nix: Nix
  readonly builder: LinuxBuilder
  /** In the order in which they are asked. */
  readonly caches: readonly BinaryCache[]
  readonly ladder: Ladder
  readonly read: ReadDerivation
  /** Whether a store path is the tree of a locked input of a flake. */
  readonly isLocked: (path: string) => boolean
  /** Runs `body` as a part of the run that people see by itself. */
  readonly phase: Phase
}

export type Phase = <T>(title: string, body: () => Promise<T>) => Promise<T>
