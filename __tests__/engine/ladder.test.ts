import { createLadder, explain, holdBack, type Rung } from '../../src/engine/ladder.ts'

const rungs: Record<Rung, string> = {
  'revision-unavailable': 'could not be fetched (DETAIL)',
  'no-date': 'committer date that is out of range (DETAIL)',
  'base-does-not-evaluate': 'does not evaluate (DETAIL)',
  'compiler-too-old': 'GHC DETAIL decides by time stamps',
  'compiler-changed': 'compiler changed since the full build (DETAIL)',
  unexpected: 'failed that the build itself does not need (DETAIL)',
  ambiguous: 'several variants of it',
  'own-intermediates': 'starts it from intermediates already (DETAIL)',
  'own-build-directory': 'not built in `dist` (DETAIL)',
  'hie-output': 'straight into an output (DETAIL)',
  'cannot-be-rewritten': 'does not make the same derivation again of what it says (DETAIL)',
  'full-build-failed': 'the full build failed (DETAIL)',
  'known-to-fail': 'an earlier job found that the full build fails (DETAIL)',
  'incremental-build-failed': 'the incremental build failed (DETAIL)',
}

it.each(Object.entries(rungs))('explains %s in one line: what, why, what to do', (rung, why) => {
  const text = explain('.#pkg', rung as Rung, 'DETAIL')
  expect(text).toMatch(/^\.#pkg is built without the optimisation: [^\n]+\. [A-Z][^\n]+\.$/)
  expect(text).toContain(why)
})

it('fails instead of warning if strict', () => {
  const ladder = createLadder(true)
  expect(() => ladder.stepDown('.#pkg', 'compiler-changed', '')).toThrow('strict')
  expect(ladder.warnings).toEqual([])
})

it('can be held back', () => {
  const ladder = createLadder(false)
  const held = holdBack(ladder)
  held.complain('first')
  held.stepDown('.#pkg', 'ambiguous', '')
  expect(ladder.warnings).toEqual([])
  held.tell()
  held.tell()
  expect(ladder.warnings).toEqual(['first', explain('.#pkg', 'ambiguous', '')])
  const strict = holdBack(createLadder(true))
  strict.complain('first')
  expect(() => strict.tell()).toThrow('strict')
})
