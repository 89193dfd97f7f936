import { summaryOf } from '../../src/report/summary.ts'
import type { Verification, VerifiedOutput } from '../../src/report/verification.ts'
import { createReport, unitReport } from '../../testing/report.ts'

const output = (overrides: Partial<VerifiedOutput> = {}): VerifiedOutput => ({
  name: 'core-1.0',
  output: 'out',
  onTop: '/nix/store/a-core-1.0',
  plain: '/nix/store/b-core-1.0',
  files: 12,
  rules: ['store paths of the two builds'],
  differences: [],
  unproven: [],
  ...overrides,
})
const verified = (overrides: Partial<Verification> = {}): Verification => ({
  outputs: [output()],
  missing: 0,
  plain: [],
  otherIds: [],
  apart: [],
  disagreements: [],
  ...overrides,
})
const summary = (verification: Verification | undefined, failure?: string) =>
  summaryOf(
    createReport({
      mode: 'verify',
      units: [unitReport({ build: 'incremental' })],
      ...(verification === undefined ? {} : { verification }),
      ...(failure === undefined ? {} : { failure: { message: failure, builds: [] } }),
    }),
  )

it('says that nothing differs, what was compared, and what means nothing', () => {
  const outputs = [output(), output({ name: 'image', files: 0, rules: [] })]
  const text = summary(verified({ outputs, otherIds: ['core-1.0'], apart: ['server-1.0'] }))
  expect(text).toMatch(/^### Verified: the build on top is the plain build\n/)
  expect(text).toContain(
    'Compared with the plain build: 1 output by the hash of all, 1 output in 12 files; **nothing differs**.',
  )
  expect(text).toContain('- store paths of the two builds\n- the id of the package of <code>core-1.0</code>')
  expect(text).toContain('- that <code>server-1.0</code> calls what is in <code>Paths&#95;</code> modules')
  expect(text).not.toContain('What was not compared')
})

it('has a row for each difference, of which everything is escaped', () => {
  const differences = [
    { file: 'lib/libHScore.a', where: 'member Cart.o, offset 3', onTop: '"a|b"', plain: '<c>' },
    { file: '', where: '', onTop: 'link', plain: 'x'.repeat(500) },
  ]
  const text = summary(verified({ outputs: [output({ output: 'doc', differences })] }), 'It differs')
  expect(text).toMatch(/^### The build on top is not the plain build\n/)
  expect(text).toContain('**2 files differ**')
  expect(text).toContain(
    '| <code>core-1.0, doc</code> | <code>lib/libHScore.a</code> | <code>member Cart.o, offset 3</code> |',
  )
  expect(text).toContain('<code>.</code>')
  expect(text).toContain('It differs')
  expect(text).not.toContain('x'.repeat(300))
  expect(text).not.toMatch(/\| <c> \|/)
})

it('says which derivations fail on one side only', () => {
  const text = summary(
    verified({ outputs: [], disagreements: [{ name: 'core-1.0', fails: 'plainly' }] }),
    'core-1.0 fails plainly',
  )
  expect(text).toMatch(/^### The build on top is not the plain build\n/)
  expect(text).toContain('**<code>core-1.0</code> fails plainly, and not on top of the full build.**')
})

it('does not call verified what was not compared', () => {
  const title = (text: string) => text.split('\n', 1)[0]
  expect(title(summary(undefined))).toBe('### Nothing was verified')
  expect(title(summary(verified({ outputs: [], plain: ['core-1.0'] })))).toBe('### Nothing was verified')
  expect(summary(verified({ outputs: [], plain: ['core-1.0'] }))).toContain(
    '- <code>core-1.0</code>: built plainly anyway, so that there is nothing to compare',
  )
  expect(title(summary(undefined, 'GHC is broken'))).toBe('### The build failed')
  const unproven = [{ file: 'A.hi', why: 'no GHC' }]
  const text = summary(verified({ outputs: [output({ unproven })], missing: 2 }))
  expect(text).toContain('Of 1 file it cannot be told.')
  expect(text).toContain('- 2 outputs that nothing needs\n- <code>core-1.0/A.hi</code>: no GHC')
})
