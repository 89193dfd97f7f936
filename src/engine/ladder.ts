import { UserError } from '../lib/errors.ts'
import { warn } from '../lib/log.ts'
import type { BuildLog } from '../nix/log.ts'
import { BuildFailure } from './failures.ts'

/**
 * The ladder: what is missing costs the optimisation, never the build. Each step down is one warning that says what
 * happened, why, and what to do.
 */
export type Rung =
  | 'revision-unavailable'
  | 'no-date'
  | 'base-does-not-evaluate'
  | 'full-build-failed'
  | 'known-to-fail'
  | 'incremental-build-failed'
  | 'ambiguous'
  | 'cannot-be-rewritten'
  | 'compiler-changed'
  | 'compiler-too-old'
  | 'own-intermediates'
  | 'own-build-directory'
  | 'hie-output'
  | 'unexpected'

interface Explanation {
  readonly why: string
  readonly remedy: string
}

/** `detail` is what Nix or git said, or the two values that differ. */
const explanations: Record<Rung, (detail: string) => Explanation> = {
  'revision-unavailable': (detail) => ({
    why: `the commit of the full build could not be fetched (${detail})`,
    remedy: 'Give `actions/checkout` a `fetch-depth: 0`, or see that `github-token` can read the repository',
  }),
  'no-date': (detail) => ({
    why: `a commit has a committer date that is out of range (${detail})`,
    remedy: 'Correct the clock and commit again, or set `revision`',
  }),
  'base-does-not-evaluate': (detail) => ({
    why: `the commit of the full build does not evaluate (${detail})`,
    remedy: 'The next boundary will choose a later commit; to choose one now, set `revision`',
  }),
  'compiler-too-old': (detail) => ({
    why: `GHC ${detail} decides by time stamps what to compile, and all of them are new in a Nix build`,
    remedy: 'Use GHC 9.4 or later',
  }),
  'own-intermediates': (detail) => ({
    why: `its own Nix code starts it from intermediates already (${detail})`,
    remedy: 'Remove `previousIntermediates`, or the function of nix/default.nix, to leave that to the action',
  }),
  'own-build-directory': (detail) => ({
    why: `it is not built in \`dist\` (${detail})`,
    remedy: 'Remove that flag',
  }),
  'hie-output': (detail) => ({
    why: `GHC writes .hie files straight into an output (${detail}), and compiles every module whose file is not there`,
    remedy: 'Let `-hiedir` name a directory of the build, and copy it in `postInstall`',
  }),
  'compiler-changed': (detail) => ({
    why: `the compiler changed since the full build (${detail})`,
    remedy: 'Nothing is to be done; the next full build will be made with the new one',
  }),
  unexpected: (detail) => ({
    why: `something failed that the build itself does not need (${detail})`,
    remedy: 'If this goes on, please report it to the authors of the action, with the log of this run',
  }),
  ambiguous: () => ({
    why: 'the commit of the full build has several variants of it, and it is like more than one of them',
    remedy: 'Give the variants different names (`pname`)',
  }),
  'cannot-be-rewritten': (detail) => ({
    why: `Nix does not make the same derivation again of what it says${detail === '' ? '' : ` (${detail})`}`,
    remedy: 'Please report this to the authors of the action, with the text of the `.drv` file',
  }),
  'full-build-failed': (detail) => ({
    why: `the full build failed (${detail})`,
    remedy: 'If the branch was broken at that commit, set `revision` to a commit that builds',
  }),
  'known-to-fail': (detail) => ({
    why: `an earlier job found that the full build fails (${detail})`,
    remedy:
      'The next boundary will choose a later commit; where it was a fault that passes, a run in mode `full` makes the full build',
  }),
  'incremental-build-failed': (detail) => ({
    why: `the incremental build failed (${detail})`,
    remedy:
      'If HEAD builds without it, please report this to the authors of the action, with the log of the incremental build',
  }),
}

/** What a step down means: for HEAD, or where only full builds are made. */
export type Consequence = 'is built without the optimisation' | 'gets no full build'

/** The one line for a step down. `subject` is what people know it by. */
export function explain(
  subject: string,
  rung: Rung,
  detail: string,
  consequence: Consequence = 'is built without the optimisation',
): string {
  const { why, remedy } = explanations[rung](detail)
  return `${subject} ${consequence}: ${why}. ${remedy}.`
}

export interface Ladder {
  /** Warns about a step down. Throws `UserError` instead if the user asked for `strict`. `log`: of a build that failed. */
  stepDown(subject: string, rung: Rung, detail: string, log?: BuildLog): void
  /** Warns about what costs time but no rung. Throws likewise. */
  complain(message: string): void
  readonly warnings: readonly string[]
  /** Whether a step down is a failure. */
  readonly strict: boolean
}

/** `strict`, late: for a ladder that warned so that everything could be tried. Throws `UserError`. */
export function failOnWarnings({ warnings }: Ladder): void {
  if (warnings.length > 0)
    throw new UserError(`${warnings.join(' ')} (\`strict: true\` makes this a failure.)`)
}

/** The same ladder for one of several things: each of its lines begins with the name of it. */
export function about(ladder: Ladder, name: string): Ladder {
  return {
    stepDown: (subject, rung, detail, log) => ladder.stepDown(`${name}: ${subject}`, rung, detail, log),
    complain: (message) => ladder.complain(`${name}: ${message}`),
    warnings: ladder.warnings,
    strict: ladder.strict,
  }
}

/** A ladder that says nothing until `tell` repeats to the real one what it was told. */
export interface HeldLadder extends Ladder {
  /** Throws `UserError` as the real one does. */
  tell(): void
}

/** For what may turn out not to matter. */
export function holdBack(ladder: Ladder): HeldLadder {
  const held: (() => void)[] = []
  return {
    stepDown: (...args) => void held.push(() => ladder.stepDown(...args)),
    complain: (message) => void held.push(() => ladder.complain(message)),
    tell: () => held.splice(0).forEach((say) => void say()),
    warnings: ladder.warnings,
    strict: ladder.strict,
  }
}

export function createLadder(strict: boolean, consequence?: Consequence): Ladder {
  const warnings: string[] = []
  function complain(message: string, log?: BuildLog): void {
    if (strict) {
      const text = `${message} (\`strict: true\` makes this a failure.)`
      throw log === undefined ? new UserError(text) : new BuildFailure(text, log)
    }
    warnings.push(message)
    warn(message)
  }
  return {
    stepDown: (subject, rung, detail, log) => complain(explain(subject, rung, detail, consequence), log),
    complain: (message) => complain(message),
    warnings,
    strict,
  }
}

const mostNames = 5

/** For people: all of few names, or how many more there are. */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, mostNames).join(', ')
  return names.length > mostNames ? `${shown} and ${names.length - mostNames} more` : shown
}
