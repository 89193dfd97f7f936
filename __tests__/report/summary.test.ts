import MarkdownIt from 'markdown-it'
import { failureText } from '../../src/report/failure.ts'
import { annotationsOf, inOrder, titleOf } from '../../src/report/messages.ts'
import { groupByReason, kindOf } from '../../src/report/reasons.ts'
import type { Message, Report, UnitReport } from '../../src/report/report.ts'
import { summaryOf } from '../../src/report/summary.ts'
import { timeSaved } from '../../src/report/time-saved.ts'
import { timeline } from '../../src/report/timeline.ts'
import { createMessage, createReport, unitReport } from '../../testing/report.ts'

describe('kindOf', () => {
  // Every text of `RecompReason` in GHC 9.4 to 9.12, GHC.Iface.Recomp.
  it.each([
    [undefined, 'first-build'],
    ['Source file changed', 'own-source'],
    ['A.B changed', 'dependency'],
    ['A.B changed (raw)', 'dependency'],
    ['A.B changed (interface)', 'dependency'],
    ['A.B removed', 'dependency'],
    ['A.B added', 'dependency'],
    ['base-4.18 package changed', 'dependency'],
    ['text-2.0.2 removed', 'dependency'],
    ['data/table.csv changed', 'dependency'],
    ['Implementing module changed', 'dependency'],
    ['Flags changed', 'flags'],
    ['Optimisation flags changed', 'flags'],
    ['HPC flags changed', 'flags'],
    ['-this-unit-id changed', 'flags'],
    ['Plugins changed', 'flags'],
    ['Plugin fingerprint changed', 'flags'],
    ['Missing object file', 'missing'],
    ['Missing dynamic object file', 'missing'],
    ['Missing dynamic interface file', 'missing'],
    ['Mismatched dynamic interface file', 'missing'],
    ['Missing bytecode', 'missing'],
    ['HIE file is missing', 'missing'],
    ['HIE file is out of date', 'missing'],
    ['Impure plugin forced recompilation', 'other'],
    ['Objects changed', 'dependency'],
    ['Library changed', 'dependency'],
    ['A reason of a GHC to come', 'other'],
  ] as const)('%s: %s', (reason, kind) => {
    expect(kindOf(reason)).toBe(kind)
  })
})

it('groupByReason counts what depends on the same module together, the most frequent first', () => {
  const compiled = [
    { name: 'C', reason: 'A changed' },
    { name: 'A', reason: 'Source file changed' },
    { name: 'D', reason: 'B changed' },
    { name: 'E', reason: 'B changed' },
  ]
  expect(groupByReason(compiled)).toEqual([
    { kind: 'own-source', count: 1, reasons: [{ reason: 'Source file changed', modules: ['A'] }] },
    {
      kind: 'dependency',
      count: 3,
      reasons: [
        { reason: 'B changed', modules: ['D', 'E'] },
        { reason: 'A changed', modules: ['C'] },
      ],
    },
  ])
})

describe('timeSaved', () => {
  type Overrides = Omit<Partial<UnitReport>, 'fullSeconds'> & { readonly fullSeconds?: number | undefined }
  const timed = ({ fullSeconds, ...more }: Overrides) =>
    unitReport({ ...more, ...(fullSeconds === undefined ? {} : { fullSeconds }) })
  const onTop = (overrides: Overrides = {}) => timed({ seconds: 20, fullSeconds: 600, ...overrides })
  const unchanged = (overrides: Overrides = {}) =>
    timed({ build: 'unchanged', compiled: [], fullSeconds: 300, ...overrides })
  const phases = [{ name: 'Restore full builds', start: 0, seconds: 10 }]
  const cases: [string, readonly UnitReport[], string][] = [
    [
      'a hit',
      [onTop()],
      '**9 min 30 s saved**: the full build took 10 min when it was made, HEAD 20 s on top, and restoring 10 s.',
    ],
    [
      'two units, one of them plain',
      [onTop(), onTop({ seconds: 40 }), onTop({ build: 'plain' })],
      '**18 min 50 s saved**: the full builds took 20 min when they were made, HEAD 1 min on top, and restoring 10 s.',
    ],
    [
      'in the store already',
      [onTop({ origin: 'store' })],
      '**9 min 40 s saved**: the full build took 10 min when it was made, HEAD 20 s on top.',
    ],
    [
      'built now',
      [onTop({ origin: 'built' })],
      'The full build, for this run and those to come, took 10 min; HEAD took 20 s on top.',
    ],
    [
      'slower',
      [onTop({ fullSeconds: 25 })],
      'No time was saved: the full build took 25 s when it was made, HEAD 20 s on top, and restoring 10 s.',
    ],
    ['not known how long the full build took', [unitReport({ seconds: 20 })], ''],
    [
      'not known of one',
      [onTop(), unitReport({ seconds: 20 })],
      '**9 min 30 s saved**: the full build took 10 min when it was made, HEAD 20 s on top, and restoring 10 s; 1 unit whose times are not known is left out.',
    ],
    ['HEAD was built before', [unitReport({ fullSeconds: 600 })], ''],
    [
      'unchanged ones beside it, of some of which nothing is known',
      [onTop(), unchanged(), unchanged({ fullSeconds: undefined }), unchanged({ fullSeconds: undefined })],
      '**14 min 30 s saved**: the full builds took 15 min when they were made, HEAD 20 s on top, and restoring 10 s; 2 units whose times are not known are left out.',
    ],
    [
      'unchanged ones alone',
      [unchanged()],
      '**4 min 50 s saved**: the full build took 5 min when it was made, HEAD 0 s on top, and restoring 10 s.',
    ],
    [
      'some built now, and some restored',
      [onTop({ origin: 'built' }), onTop({ seconds: 40 }), unchanged()],
      'The full build that this run made, for this run and those to come, took 10 min; HEAD took 1 min on top.',
    ],
    [
      'some built now, in a time that is not known',
      [onTop({ origin: 'built', fullSeconds: undefined }), onTop()],
      '',
    ],
    ['unchanged ones of which nothing is known', [unchanged({ fullSeconds: undefined })], ''],
    ['plain', [onTop({ build: 'plain' })], ''],
  ]
  it.each(cases)('%s', (_, units, sentence) => {
    expect(timeSaved(createReport({ units, phases }))).toBe(sentence)
  })

  it('is not told of a run that failed', () => {
    const failure = { message: 'No.', builds: [] }
    expect(timeSaved(createReport({ units: [onTop()], phases, failure }))).toBe('')
  })
})

it('the timeline places every phase where it ran, however short', () => {
  const phases = [
    { name: 'Plan', start: 0, seconds: 1.5 },
    { name: 'Restore full builds', start: 1.5, seconds: 14.5 },
    { name: 'Boot', start: 0, seconds: 16 },
    { name: 'Build full builds', start: 16, seconds: 0 },
    { name: 'Build HEAD', start: 31.9, seconds: 0.1 },
  ]
  expect(timeline(phases).split('\n')).toEqual([
    '```text',
    'Plan                 1.5 s  ██',
    `Restore full builds   15 s   ${'█'.repeat(15)}`,
    `Boot                  16 s  ${'█'.repeat(16)}`,
    `Build HEAD           0.1 s  ${' '.repeat(31)}█`,
    '```',
  ])
})

describe('messages', () => {
  const warning = createMessage({ severity: 'warning', code: 'GHC-66111', flag: '-Wunused-imports' })
  it('come once, errors first, then those of changed files', () => {
    const messages = [
      createMessage({ ...warning, line: 1 }),
      createMessage({ ...warning, line: 2, changed: true }),
      createMessage({ line: 3 }),
      createMessage({ line: 3, text: 'the same, for profiling' }),
      createMessage({ line: 3, column: 9 }),
    ]
    expect(inOrder(messages).map(({ line, column }) => [line, column])).toEqual([
      [3, 5],
      [3, 9],
      [2, 5],
      [1, 5],
    ])
  })

  const many = Array.from({ length: 30 }, (_, index) => [
    createMessage({ line: index + 1 }),
    createMessage({ ...warning, line: index + 1 }),
  ]).flat()
  it.each([
    ['all', { error: 1, warning: 2 }, 9, 8],
    ['all', { error: 0, warning: 12 }, 10, 0],
    ['errors', { error: 1, warning: 0 }, 9, 0],
    ['none', { error: 0, warning: 0 }, 0, 0],
  ] as const)('annotations: %s, beside %j', (level, others, errors, warnings) => {
    const chosen = annotationsOf(many, level, others)
    expect(chosen.filter(({ severity }) => severity === 'error')).toHaveLength(errors)
    expect(chosen.filter(({ severity }) => severity === 'warning')).toHaveLength(warnings)
  })

  it.each([
    [createMessage(), 'GHC-88464'],
    [warning, 'GHC-66111 -Wunused-imports'],
    [{ ...warning, code: undefined }, '-Wunused-imports'],
    [{ ...createMessage(), code: undefined }, 'Error'],
  ])('titleOf %#', (message, title) => {
    expect(titleOf(message as Message)).toBe(title)
  })

  it('link to the file and to the page of the code', () => {
    const url = 'https://github.com/octo/sample'
    const text = summaryOf(
      createReport({
        messages: [createMessage({ file: 'a b/ü.hs' })],
        repositoryUrl: url,
        failure: { message: 'no', builds: [] },
      }),
    )
    expect(text).toContain(
      `<a href="https&#58;//github.com/octo/sample/blob/${'f'.repeat(40)}/a%20b/%C3%BC.hs&#35;L3">`,
    )
    expect(text).toContain('href="https&#58;//errors.haskell.org/messages/GHC-88464/"')
  })
})

/** Every table is one, with as many cells in each row as in its header, and whatever is folded ends. */
function expectValid(text: string): void {
  const html = new MarkdownIt({ html: true }).render(text)
  expect(html.split('<details>')).toHaveLength(html.split('</details>').length)
  // What was not taken for a table would begin with a bar.
  expect(html).not.toMatch(/^(<p>)?\|/m)
  for (const [table] of html.matchAll(/<table>[\s\S]*?<\/table>/g)) {
    const [header = '', ...rows] = table.split('<tr>').slice(1)
    const cells = header.split('<th>').length
    expect(rows.filter((row) => row.split('<td>').length !== cells)).toEqual([])
  }
  // Written out, and not made into elements.
  expect(html).not.toMatch(/<script|<b>|<img/)
}

describe('the size of a summary', () => {
  const hostile = '</details>| `x` [a](b) <script>@team #1\u202e\r\n'
  const names = (count: number, name: string) =>
    Array.from({ length: count }, (_, index) => ({
      name: `${name}.Module${index}`,
      reason: index % 2 === 0 ? 'Source file changed' : `${name}.Module${index} changed`,
    }))
  const cases: [string, Partial<Report>, boolean][] = [
    [
      '5,000 modules',
      { units: [unitReport({ compiled: names(5000, 'Company.Product.Component.Part') })] },
      true,
    ],
    [
      '5,000 modules with long and hostile names',
      { units: [unitReport({ compiled: names(5000, hostile.repeat(20)) })] },
      false,
    ],
    [
      '1,000 units, and 9,000 unchanged ones',
      {
        units: Array.from({ length: 10_000 }, (_, index) =>
          unitReport({
            name: `${hostile}${index}`,
            system: index % 2 === 0 ? hostile : 'x86_64-linux',
            ...(index % 10 === 0
              ? { reason: hostile, compiled: names(20, hostile) }
              : { build: 'unchanged', compiled: [] }),
          }),
        ),
        others: Array.from({ length: 1000 }, (_, index) => ({ name: `${hostile}${index}` })),
      },
      false,
    ],
    [
      '200 branches of 50 units, most of which are there',
      {
        mode: 'full',
        units: Array.from({ length: 10_000 }, (_, index) =>
          unitReport({
            branch: `${hostile}${Math.floor(index / 50)}`,
            name: `${hostile}${index}`,
            build: 'full',
            origin: index % 50 === 0 ? 'built' : 'found',
          }),
        ),
      },
      false,
    ],
    [
      '9,000 messages and 5,000 warnings',
      {
        messages: Array.from({ length: 9_000 }, (_, line) =>
          createMessage({ line, text: hostile.repeat(99) }),
        ),
        warnings: Array.from({ length: 5000 }, () => hostile.repeat(99)),
      },
      false,
    ],
    [
      'a log of long lines',
      {
        failure: {
          message: hostile.repeat(999),
          builds: [{ name: hostile, log: Array.from({ length: 9999 }, () => '`'.repeat(9999)) }],
        },
      },
      true,
    ],
  ]
  it.each(cases)('%s', (_, overrides, complete) => {
    const text = summaryOf(createReport(overrides))
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(1_000_000)
    expect(/… and [\d,]+ more/.test(text)).toBe(!complete)
    // Inside of a fence everything is text.
    const markup = text.replace(/^(`{3,})text\n[\s\S]*?\n\1$/gm, '')
    expect(markup).not.toMatch(/<script|@team|`/)
    expect(text).not.toContain('\u202e')
    expectValid(text)
  })

  it('fits into a comment as well', () => {
    const report = createReport({ units: [unitReport({ compiled: names(5000, 'Company.Product') })] })
    expect(Buffer.byteLength(summaryOf(report, 60_000))).toBeLessThanOrEqual(60_000)
    expect(summaryOf(report, 60_000)).toContain(
      '5,000 modules compiled on top of the full build: source changed (2,500)',
    )
  })
})

describe('a failure', () => {
  const failure = {
    message: '.#pkg does not build: builder failed.',
    builds: [{ name: 'pkg-1.0', log: ['one', '```', '</details>'] }],
  }
  it('shows what failed and the end of its log, verbatim and inert', () => {
    const text = summaryOf(createReport({ failure }))
    expect(text).toContain('### The build failed')
    expect(text).toContain('> [!CAUTION]\n> .&#35;pkg does not build')
    expect(text).toContain('````text\nThe end of the log of pkg-1.0:\n  one\n  ```\n  </details>\n````')
  })

  it('shows errors in full, and then folds the log', () => {
    const messages = [
      createMessage({ text: 'first\n  second `line`' }),
      ...Array.from({ length: 9 }, (_, index) => createMessage({ line: 10 + index })),
    ]
    const text = summaryOf(createReport({ failure, messages }))
    expect(text).toContain('**10 errors**')
    expect(text).toContain('```text\nfirst\n  second `line`\n```')
    expect(text).toContain('<details><summary>The end of the log</summary>')
    expect(text.match(/<code>src\/A.hs:\d+:5<\/code>/g)).toHaveLength(10)
  })

  it('shows of the log what is not progress', () => {
    const log = [
      '[ 1 of 60] Compiling A ( A.hs, A.o )',
      'A.hs:1:1: error: no',
      '',
      '[ 2 of 60] Compiling B ( B.hs, B.o )',
    ]
    expect(failureText({ message: 'No.', builds: [{ name: 'a-1', log }] })).toBe(
      'No.\nThe end of the log of a-1:\n  A.hs:1:1: error: no',
    )
  })

  it('shows of each of several builds what there is room for', () => {
    const builds = ['a', 'b', 'c', 'd', 'e'].map((name) => ({
      name,
      log: Array.from({ length: 99 }, (_, index) => `${name}${index}`),
    }))
    const lines = failureText({ message: 'No.', builds }).split('\n')
    expect(lines).toHaveLength(1 + 4 * (1 + 5))
    expect(lines.slice(-2)).toEqual(['  d97', '  d98'])
  })

  it('needs no plan', () => {
    const text = summaryOf(createReport({ failure, head: undefined, base: undefined, units: [], phases: [] }))
    expect(text).toContain('does not build')
    expect(text).not.toContain('HEAD')
  })
})

it('of builds from scratch modules are counted and not listed, and the time is told once', () => {
  const units = [unitReport({ build: 'full', origin: 'built', seconds: 60, fullSeconds: 60 })]
  const text = summaryOf(createReport({ mode: 'full', units }))
  expect(text).toContain('| 1 of 60 | 1 min |\n')
  expect(text).not.toContain('Which')
})
