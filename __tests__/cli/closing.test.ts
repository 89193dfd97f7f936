import { closingLines } from '../../src/cli/closing.ts'
import { createReport, unitReport } from '../../testing/report.ts'

const base =
  'HEAD ffffffffffff is 1 h newer than the full build’s commit aaaaaaaaaaaa, the last commit before 2023-11-14T22:15:00Z. Cache: github.'

it('says what was compiled, on which base, and how old that is', () => {
  const units = [
    unitReport({ seconds: 5, fullSeconds: 65 }),
    unitReport({
      name: 'new-2.0',
      build: 'plain',
      origin: 'none',
      reason: 'new since the full build',
      modulesTotal: 1,
    }),
    unitReport({ name: 'same-1.0', build: 'unchanged', compiled: [], fullSeconds: 10 }),
  ]
  expect(closingLines(createReport({ units }))).toEqual([
    'Built on top of the full build',
    '  core-1.0: incremental, 1 of 60 modules compiled, full build restored',
    '  new-2.0: plain (new since the full build), 1 of 1 modules compiled',
    '2 of 121 modules compiled in 2 units; 1 unit was taken unchanged from its full build.',
    '1 min 10 s saved: the full builds took 1 min 15 s when they were made, HEAD 5 s on top.',
    base,
  ])
})

it('lists twenty units, and says how many more there are', () => {
  const units = Array.from({ length: 25 }, (_, number) => unitReport({ name: `u-${number}` }))
  const lines = closingLines(createReport({ units }))
  expect(lines.filter((line) => line.startsWith('  '))).toHaveLength(21)
  expect(lines).toContain('  … and 5 more')
})

it('lets nothing through that a terminal obeys', () => {
  const units = [unitReport({ name: 'a\x1b[2J\u202eb', build: 'plain', reason: 'x\x07\ny' })]
  expect(closingLines(createReport({ units })).join('\n')).not.toMatch(/[\x00-\x09\x0b-\x1f\u202e]/)
})

it('has no report on units where there are none', () => {
  expect(closingLines(createReport({ units: [] }))).toEqual(['Nothing had to be built', base])
  const failure = { message: 'no', builds: [] }
  expect(closingLines(createReport({ units: [], head: undefined, failure }))).toEqual(['The build failed'])
})
