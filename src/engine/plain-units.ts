import { type Ladder, listed, type Rung } from './ladder.ts'
import type { UnitPlan, Why } from './unit-plan.ts'

/** What people are told of units that are built plainly. */

/** Why a unit is built plainly, as a clause. */
export function reasonOf(why: Why): string {
  return reasons[why.code]('detail' in why ? why.detail : '')
}

const reasons: Record<Why['code'], (detail: string) => string> = {
  new: () => 'new since the full build',
  'no-base': () => 'the full build’s commit is not known',
  'full-build-failed': () => 'the full build failed',
  'known-to-fail': () => 'an earlier job found that the full build fails',
  'not-kept': (detail) => `the full build is missing and could not be kept: ${detail}`,
  'packages-changed': (detail) => `the full build is missing and of no use: packages changed (${detail})`,
  'flags-changed': (detail) => `the full build is missing and of no use: flags changed (${detail})`,
  'incremental-build-failed': () => 'the incremental build failed',
  ambiguous: () => 'like several variants of the full build',
  'cannot-be-rewritten': () => 'Nix does not make the same derivation again',
  'compiler-changed': (detail) => `the compiler changed (${detail})`,
  'compiler-too-old': (detail) => `GHC ${detail} is too old`,
  'own-intermediates': () => 'started from intermediates by its own Nix code',
  'own-build-directory': (detail) => `not built in \`dist\` (${detail})`,
  'hie-output': () => 'its .hie files go straight into an output',
}

/** What nobody has to do anything about. */
const harmless = ['new', 'no-base', 'not-kept', 'flags-changed', 'packages-changed'] as const
const isHarmless = (code: Why['code']): code is (typeof harmless)[number] =>
  harmless.some((one) => one === code)

/** The plans that are plain for a reason that somebody can do something about: one warning for each reason. */
export function stepDownUnits(ladder: Ladder, plans: readonly UnitPlan[]): void {
  const groups = new Map<string, { readonly rung: Rung; readonly detail: string; readonly names: string[] }>()
  for (const plan of plans) {
    if (plan.kind !== 'plain') continue
    const { code } = plan.why
    if (isHarmless(code)) continue
    const detail = 'detail' in plan.why ? plan.why.detail : ''
    const key = JSON.stringify([code, detail])
    const group = groups.get(key) ?? { rung: code, detail, names: [] }
    group.names.push(plan.unit.derivation.name)
    groups.set(key, group)
  }
  for (const { rung, detail, names } of groups.values()) ladder.stepDown(listed(names), rung, detail)
}
