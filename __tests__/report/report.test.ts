import { duration, escaped } from '../../src/report/markdown.ts'
import type { Report, UnitReport } from '../../src/report/report.ts'
import { unitsSentence } from '../../src/report/sentences.ts'
import { summaryOf } from '../../src/report/summary.ts'
import { createReport, installableReport, unitReport } from '../../testing/report.ts'

const unchanged = (more: Partial<UnitReport> = {}) =>
  unitReport({ build: 'unchanged', compiled: [], modulesTotal: 40, ...more })
const times = <T>(count: number, one: (index: number) => T) => Array.from({ length: count }, (_, n) => one(n))
/** Of the table that is not folded. */
const rowsOf = (text: string) =>
  (text.split('<details>')[0] ?? '').split('\n').filter((line) => line.startsWith('| <code>'))

describe('summaryOf', () => {
  it('says what was built on what', () => {
    const text = summaryOf(createReport())
    expect(text).toContain('### Built on top of the full build')
    expect(text).toContain('is 1 h newer than the full build’s commit <code>aaaaaaaaaaaa</code>')
    expect(text).toContain('| <code>core-1.0</code> | incremental | restored | 1 of 60 |')
    expect(text).toContain('| Source file changed | 1 |')
    expect(text).toContain('1 module compiled on top of the full build: source changed (1)')
    expect(text).toContain('Plan  1.2 s  ██')
  })

  it('shows warnings, with nothing in them taken for markup', () => {
    const text = summaryOf(createReport({ warnings: ['<img src=x> @everyone `a|b`\n# b'] }))
    expect(text).toContain(
      '> [!WARNING]\n> &#60;img src=x&#62; &#64;&#8203;everyone &#96;a&#124;b&#96; &#35; b',
    )
  })

  it('has rows for what was built, and folds the rest', () => {
    const text = summaryOf(
      createReport({
        units: [
          unitReport({ seconds: 20 }),
          unitReport({
            name: 'new-1',
            build: 'plain',
            reason: 'new since the full build',
            fullBuild: undefined,
            origin: 'none',
            modulesTotal: 1200,
          }),
          ...times(8, (index) => unchanged({ name: `library-${index}` })),
        ],
        others: [{ name: 'image.tar.gz', seconds: 40 }, { name: 'vm-test' }],
      }),
    )
    expect(rowsOf(text)).toEqual([
      '| <code>core-1.0</code> | incremental | restored | 1 of 60 | 20 s |',
      '| <code>new-1</code> | plain: new since the full build | – | 1 of 1,200 | – |',
    ])
    expect(text).toMatch(
      /<details><summary>8 unchanged units<\/summary>\n\n(<code>library-\d<\/code>, ){7}<code>library-7<\/code>\n/,
    )
    expect(text).toContain(
      '<details><summary>2 derivations built beside the units: 40 s, without 1 whose time is not known</summary>\n\n- <code>image.tar.gz</code>: 40 s\n- <code>vm-test</code>\n',
    )
    expect(text).toContain('<code>core-1.0</code>:\n\n| Reason that was given |')
  })

  it('names systems where there are several', () => {
    const units = [
      unitReport(),
      unitReport({ system: 'aarch64-linux' }),
      unchanged({ system: 'aarch64-linux' }),
    ]
    const text = summaryOf(createReport({ units }))
    expect(rowsOf(text).map((row) => row.slice(0, 60))).toEqual([
      expect.stringContaining('| <code>x86&#95;64-linux</code> |'),
      expect.stringContaining('| <code>aarch64-linux</code> |'),
    ])
    expect(text).toContain('\n<code>core-1.0</code> (<code>aarch64-linux</code>)\n')
  })

  it.each<[string, Partial<Report>, string]>([
    ['nothing had to be built', { units: [] }, 'Nothing had to be built'],
    ['no unit changed', { units: [unchanged()] }, 'No unit changed since the full build'],
    ['only an image was built', { units: [], others: [{ name: 'image' }] }, 'Built without the optimisation'],
    ['the units are not known', { units: [], warnings: ['No.'] }, 'Built without the optimisation'],
    ['all is plain', { units: [unitReport({ build: 'plain' })] }, 'Built without the optimisation'],
    [
      'nothing came of it',
      { units: [], installables: [installableReport({ outPaths: [] })] },
      'Nothing was built',
    ],
    ['plan', { mode: 'plan', units: [unitReport({ build: 'none' })] }, 'Plan'],
    ['nightly', { mode: 'full', units: [unitReport({ build: 'full' })] }, 'Full build for the next commits'],
    ['no nightly', { mode: 'full', units: [] }, 'No full build was made'],
  ])('is headed by what happened: %s', (_, overrides, headline) => {
    expect(summaryOf(createReport(overrides)).split('\n')[0]).toBe(`### ${headline}`)
  })

  it('shows which unit failed, and counts those that were not built after it', () => {
    const none = (name: string) => unitReport({ name, build: 'none', compiled: [] })
    const failure = { message: 'No.', builds: [{ name: 'b-1', log: ['no'] }] }
    const text = summaryOf(createReport({ failure, units: [unchanged(), none('b-1'), none('c-1')] }))
    expect(rowsOf(text)).toEqual(['| <code>b-1</code> | failed | restored | – |'])
    expect(text).toContain('<summary>1 unit that was not built</summary>\n\n<code>c-1</code>\n')
  })

  it('says in a nightly how units were built where some were not', () => {
    const units = [
      unitReport({ build: 'full', origin: 'built' }),
      unitReport({ build: 'none', origin: 'none', reason: 'it does not build', fullBuild: undefined }),
    ]
    expect(rowsOf(summaryOf(createReport({ mode: 'full', units })))).toEqual([
      '| <code>core-1.0</code> | full | built now | 1 of 60 |',
      '| <code>core-1.0</code> | none: it does not build | – | 1 of 60 |',
    ])
  })

  it('has a row for each unit of a plan', () => {
    const units = [
      unitReport({ build: 'none', origin: 'found', compiled: [] }),
      unitReport({ build: 'none', origin: 'none', compiled: [] }),
    ]
    expect(rowsOf(summaryOf(createReport({ mode: 'plan', units })))).toEqual([
      '| <code>core-1.0</code> | in the cache already |',
      '| <code>core-1.0</code> | – |',
    ])
  })
})

describe('unitsSentence', () => {
  const plain = (more: Partial<UnitReport> = {}) => unitReport({ build: 'plain', origin: 'none', ...more })
  const unknown = { compiled: [], modulesTotal: 0 }
  const full = (more: Partial<UnitReport> = {}) => unitReport({ build: 'full', origin: 'built', ...more })
  const cases: [string, Report['mode'], readonly UnitReport[], string][] = [
    ['one', 'incremental', [unitReport()], '**1 of 60 modules compiled in 1 unit.**'],
    [
      'several, plain ones too',
      'incremental',
      [unitReport(), unitReport(), plain({ modulesTotal: 1200 })],
      '**3 of 1,320 modules compiled in 3 units.**',
    ],
    [
      'some unchanged',
      'incremental',
      [unitReport(), unchanged(), unchanged()],
      '**1 of 140 modules compiled in 1 unit**; 2 units were taken unchanged from the full builds.',
    ],
    ['one unchanged', 'incremental', [unchanged()], '**1 unit was taken unchanged from its full build.**'],
    [
      'of some nothing is known',
      'incremental',
      [unitReport(), plain(unknown)],
      '**1 of 60 modules compiled in 1 unit**; how many modules 1 unit compiled is not known.',
    ],
    [
      'of none anything is known',
      'incremental',
      [plain(unknown), plain(unknown)],
      '**How many modules 2 units compiled is not known.**',
    ],
    [
      'the full builds are made first',
      'incremental',
      [unitReport({ origin: 'built' }), unchanged({ origin: 'built' })],
      '**1 of 100 modules compiled in 1 unit**; 1 unit was taken unchanged from its full build; the full builds of 2 units were made first.',
    ],
    [
      'a failure',
      'incremental',
      [unitReport({ build: 'none' }), unitReport({ build: 'none', compiled: [] })],
      '**1 of 120 modules compiled in 1 unit**; 1 unit was not built.',
    ],
    [
      'a nightly',
      'full',
      [full(), full({ origin: 'found', ...unknown }), full({ origin: 'store', compiled: [] })],
      '**1 of 120 modules compiled in 1 unit**; 2 units had full builds already.',
    ],
    [
      'a nightly with nothing to do',
      'full',
      [full({ origin: 'found', ...unknown })],
      '**1 unit had a full build already.**',
    ],
    [
      'a plan',
      'plan',
      [plain({ build: 'none' }), plain({ build: 'none', origin: 'found' })],
      '**1 of 2 units has no full build in the cache.**',
    ],
    [
      'a plan with nothing to do',
      'plan',
      times(2, () => plain({ build: 'none', origin: 'found' })),
      '**All 2 units have full builds in the cache.**',
    ],
    ['no units', 'incremental', [], ''],
    ['no units to plan', 'plan', [], ''],
  ]
  it.each(cases)('%s', (_, mode, units, sentence) => {
    expect(unitsSentence(createReport({ mode, units }))).toBe(sentence)
  })
})

it.each([
  [0, '0 s'],
  [59.4, '59 s'],
  [200, '3 min 20 s'],
  [93_784, '1 d 2 h'],
  [86_460, '1 d 1 min'],
])('duration(%d)', (seconds, text) => {
  expect(duration(seconds)).toBe(text)
})

it('escaped leaves letters alone', () => {
  expect(escaped('Grüße 1.2')).toBe('Grüße 1.2')
})

describe('a run over branches', () => {
  const base = { revision: 'b'.repeat(40), time: 0, boundary: 0, root: false }
  const branch = 'x|`<b>\n![](http://a)'
  const on = (name: string, more: Partial<UnitReport> = {}) =>
    unitReport({ build: 'full', branch: name, ownBase: base, ...more })
  const report = createReport({
    mode: 'full',
    base: undefined,
    units: [
      on('main', { origin: 'found' }),
      on('main', { origin: 'found', name: 'other-1' }),
      on(branch, { origin: 'found' }),
      on(branch, { origin: 'built', name: branch, fullSeconds: 60 }),
    ],
    phases: [{ name: `Branch ${branch}`, start: 0, seconds: 1 }],
  })

  it('has a row for each unit that was built, whatever its name', () => {
    const rows = rowsOf(summaryOf(report))
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatch(
      /^\| <code>x.*<\/code> \| b{12} \| <code>x.*<\/code> \| built now \| 1 of 60 \| 1 min \|$/,
    )
    // Between fences everything is text.
    expect(summaryOf(report).replace(/^```text\n[^`]*`?[^`]*\n```$/m, '')).not.toMatch(/<b>|!\[|x\|/)
  })

  it('lists what was there already by branch', () => {
    expect(summaryOf(report)).toMatch(
      /<summary>3 units with full builds in the cache already<\/summary>\n\n- <code>main<\/code>: <code>core-1.0<\/code>, <code>other-1<\/code>\n- <code>x.*<\/code>: <code>core-1.0<\/code>\n/,
    )
  })
})
