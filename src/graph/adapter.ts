import type { Derivation } from './derivation.ts'

/** What is known of one kind of builder. */
export interface Adapter {
  /** Also the name of its hooks, in nix/adapters. */
  readonly name: string
  /** Undefined for a derivation that another kind of builder makes. */
  recognise(derivation: Derivation): Recognised | undefined
  /** Whether a failure on top of a full build is that of HEAD's code. Absent where nothing but a plain build tells. */
  believe?(failed: FailedUnit): Belief
  /** What changed so that everything is compiled again on top of a full build; absent where that is not known. */
  recompilesAll?(head: Derivation, base: Derivation): string | undefined
}

/** What is known of the failed build of a unit. */
export interface FailedUnit {
  /** Of stdenv, the one in which it ended. */
  readonly phase: string | undefined
  /** The last lines of its log. */
  readonly log: readonly string[]
  /** What the compiler said at places of files, without warnings. */
  readonly errors: readonly ReportedError[]
  /** The sources that were compiled, as the compiler names them. */
  readonly compiled: ReadonlySet<string>
  /** Whether HEAD has this file, with what was quoted at that line. */
  isOfHead(error: ReportedError): boolean
}

/** As printed. */
export interface ReportedError {
  readonly file: string
  readonly line: number
  readonly quoted?: string
  readonly text: string
}

export type Belief = { readonly believed: true } | { readonly believed: false; readonly because: string }

export interface Recognised {
  readonly package: string
  /** Name and version of what compiles it, for example `ghc-9.6.6`. */
  readonly compiler: string
  /** Why it cannot be built on top of a full build, though it is of this kind. */
  readonly obstacle?: Obstacle
}

/** `detail` is the value that stands in the way. */
export interface Obstacle {
  readonly code:
    | 'compiler-too-old'
    /** It is started from intermediates by its own Nix code already. */
    | 'own-intermediates'
    /** It does not build in `dist`. */
    | 'own-build-directory'
    /** GHC writes files for tools straight into an output, and compiles every module for which one is missing there. */
    | 'hie-output'
  readonly detail: string
}

/** A derivation that compiles this repository's own code with a builder that an adapter knows. */
export interface Unit extends Recognised {
  readonly adapter: string
  readonly derivation: Derivation
}
