/** What a comparison of HEAD's build on top with its plain build came to. */
export interface Verification {
  /** What was compared. */
  readonly outputs: readonly VerifiedOutput[]
  /** How many outputs were not there to be compared, since nothing needs them. */
  readonly missing: number
  /** Names of units that were built plainly on both sides. */
  readonly plain: readonly string[]
  /** Names of units whose packages have other ids than plainly, which were compared with builds under those. */
  readonly otherIds: readonly string[]
  /** Names of units whose modules call what is in `Paths_` modules, which were compared with builds that do so, too. */
  readonly apart: readonly string[]
  /** Names of derivations that fail on one side only, with that side. */
  readonly disagreements: readonly { readonly name: string; readonly fails: 'on top' | 'plainly' }[]
}

export interface VerifiedOutput {
  /** Of the derivation. */
  readonly name: string
  readonly output: string
  readonly onTop: string
  readonly plain: string
  /** How many files, links and directories; 0 where the hashes of all are equal. */
  readonly files: number
  /** What is different and means nothing. */
  readonly rules: readonly string[]
  readonly differences: readonly FileDifference[]
  readonly unproven: readonly { readonly file: string; readonly why: string }[]
}

export interface FileDifference {
  /** Below the store path. */
  readonly file: string
  /** In the file; empty for all of it. */
  readonly where: string
  readonly onTop: string
  readonly plain: string
}

/** All differences, with whose they are. */
export function differencesOf({ outputs }: Verification): readonly (FileDifference & VerifiedOutput)[] {
  return outputs.flatMap((output) => output.differences.map((one) => ({ ...output, ...one })))
}
