import type { Belief, ReportedError } from '../graph/index.ts'
import { messageOf } from '../lib/errors.ts'
import { cancelled } from '../lib/process.ts'
import { nameOf } from '../lib/store-path.ts'
import type { BuildLog, FailedBuild } from '../nix/log.ts'
import { adapterOf } from './graphs.ts'
import { locatorOf, type Where } from './locate.ts'
import type { UnitPlan } from './unit-plan.ts'

/** Which failures on top of full builds fail the job at once, and which only if the plain build fails too. */

export interface FailedAttempt {
  readonly log: BuildLog
  /** As they were carried out. */
  readonly plans: readonly UnitPlan[]
  /** What was built of a derivation of HEAD's graph. */
  derivationOf(path: string): string
}

/** Why a plain build has to confirm the failure; undefined if it is believed. All that failed must be believed. */
export async function doubtOf(where: Where, attempt: FailedAttempt): Promise<string | undefined> {
  const { confirmFailures } = where.settings
  if (confirmFailures === 'never') return undefined
  if (confirmFailures === 'always') return '`confirm-failures` is `always`'
  const failures = attempt.log.failures()
  if (failures.length === 0) return 'Nix does not say which build failed'
  try {
    for (const failure of failures) {
      const belief = await beliefIn(failure, where, attempt)
      if (!belief.believed) return `${nameOf(failure.derivation)}: ${belief.because}`
    }
    return undefined
  } catch (error) {
    if (cancelled.aborted) throw error
    return `the checkout cannot be searched (${messageOf(error)})`
  }
}

async function beliefIn(
  { derivation, log: lines, phase }: FailedBuild,
  where: Where,
  { log, plans, derivationOf }: FailedAttempt,
): Promise<Belief> {
  const plan = plans.find(({ unit }) => derivationOf(unit.derivation.path) === derivation)
  const adapter = plan === undefined ? undefined : adapterOf(plan.unit)
  if (plan?.kind !== 'incremental' || adapter?.believe === undefined)
    return { believed: false, because: 'it is not built by a compiler that the action knows' }
  const locate = await locatorOf(where)
  return adapter.believe({
    phase,
    log: lines,
    errors: log.diagnostics().filter((one) => one.severity === 'error' && one.derivation === derivation),
    compiled: new Set(log.modules(derivation).compiled.map(({ file }) => file)),
    isOfHead: (error: ReportedError) => locate(error, nameOf(derivation), true) !== undefined,
  })
}

/** What is said of a failure that no plain build confirmed. */
export function unconfirmed({ settings }: Pick<Where, 'settings'>): string {
  return settings.confirmFailures === 'never'
    ? 'This is the build on top of full builds, which is not confirmed by one without them, as `confirm-failures` is `never`.'
    : "The errors are the compiler's own, at lines of HEAD's sources, so HEAD was not built again without full builds to confirm them; `confirm-failures: always` has that done."
}
