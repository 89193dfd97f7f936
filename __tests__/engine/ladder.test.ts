import { createLadder, explain, type Rung } from '../../src/engine/ladder.ts'

const rungs: Record<Rung, string> = {
  'revision-unavailable': 'could not be fetched (DETAIL)',
  'head-not-isolated': 'committed files alone (DETAIL)',
  'base-does-not-evaluate': 'does not evaluate (DETAIL)',
  'missing-in-base': 'does not have it yet',
  'not-haskell': 'DETAIL is not made by the Haskell builder',
  'ghc-too-old': 'GHC DETAIL decides by time stamps',
  'ghc-changed': 'compiler changed since the full build (DETAIL)',
  'package-changed': 'another package at the commit of the full build (DETAIL)',
  'no-intermediates': 'DETAIL has no output `intermediates`',
  'full-build-failed': 'the full build failed (DETAIL)',
  'incremental-build-failed': 'the incremental build failed (DETAIL)',
}

it.each(Object.entries(rungs))('explains %s in one line: what, why, what to do', (rung, why) => {
  const text = explain('.#pkg', rung as Rung, 'DETAIL')
  expect(text).toMatch(/^\.#pkg is built without the optimisation: [^\n]+\. [A-Z][^\n]+\.$/)
  expect(text).toContain(why)
})

it('fails instead of warning if strict', () => {
  const ladder = createLadder(true)
  expect(() => ladder.stepDown('.#pkg', 'missing-in-base', '')).toThrow('strict')
  expect(ladder.warnings).toEqual([])
})
