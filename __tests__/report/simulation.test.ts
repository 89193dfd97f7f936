import { outputsOf } from '../../src/report/outputs.ts'
import type { SimulatedInterval, Simulation } from '../../src/report/simulation.ts'
import { simulationPicture, simulationSection, simulationTable } from '../../src/report/simulation.ts'
import { summaryOf } from '../../src/report/summary.ts'
import { createReport } from '../../testing/report.ts'

const interval = (overrides: Partial<SimulatedInterval> = {}): SimulatedInterval => ({
  ...{ name: '1 day', configured: false, fullBuilds: 40, levelledBuilds: 0, levelledWork: 0 },
  ...{ pinned: 0.1, low: 0.154, middle: 0.28 },
  ...overrides,
})
const levels = interval({
  ...{ name: '1 week, 1 day', configured: true, fullBuilds: 14, levelledBuilds: 30, levelledWork: 8.4 },
})
const simulation = (overrides: Partial<Simulation> = {}): Simulation => ({
  ...{
    head: 'f'.repeat(40),
    commits: 300,
    wanted: 300,
    complete: true,
    from: 1_767_225_600,
    to: 1_769_904_000,
  },
  ...{ sources: 1234, imports: true, intervals: [interval(), levels] },
  ...overrides,
})
const cellsOf = (one: SimulatedInterval) => simulationTable([one]).split('\n')[2]!.split(' | ').slice(1)

it.each([
  ['an interval', interval(), ['40', '15–28 %', '10 %', '6–20 %', '68 full builds |']],
  ['levels', levels, ['14, and 30 on those', '15–28 %', '10 %', '6–20 %', '50 full builds |']],
  [
    'hardly anything',
    interval({ fullBuilds: 0.2, pinned: 0, low: 0, middle: 0.001 }),
    ['< 1', '0–< 1 %', '0 %', '0–< 1 %', '< 1 full builds |'],
  ],
  [
    'commits that all compile all',
    interval({ pinned: 1, low: 1, middle: 1 }),
    ['40', '100 %', '100 %', '', '140 full builds |'],
  ],
  ['no sources', interval({ low: undefined, middle: undefined }), ['40', '', '10 %', '', ' |']],
])('a row of %s', (_, one, cells) => {
  expect(cellsOf(one)).toEqual(cells)
})

it('shows the one that the user set, and takes no name for markup', () => {
  expect(simulationTable([interval({ name: '5 0 * * *', configured: true })])).toContain(
    '| **5 0 &#42; &#42; &#42;** |',
  )
})

it('draws each as one bar on one scale', () => {
  const bars = simulationSection(simulation())
    .split('\n')
    .filter((line) => /[█▓▒░] \d/.test(line))
  expect(bars.map((bar) => [...'█▓▒░'].map((fill) => bar.split(fill).length - 1))).toEqual([
    // 60 characters are the greatest sum, 68.
    [35, 9, 5, 11],
    [20, 9, 4, 11],
  ])
  expect(bars.map((bar) => bar.replace(/[█▓▒░]+/, '…'))).toEqual([
    '1 day          … 68',
    '1 week, 1 day  … 50',
  ])
})

it('is the same as a picture', () => {
  const picture = simulationPicture('Work & more', [interval(), levels])
  expect(picture).toContain('<title>Work &amp; more</title>')
  expect(picture).toContain('>1 week, 1 day</text>')
  expect(
    [...picture.matchAll(/<title>([^<:]+): ([^<]+)<\/title>/g)].map(
      ([, name, length]) => `${name}: ${length}`,
    ),
  ).toEqual([
    'full builds: 40',
    'all, after a change of what is depended on: 10',
    'sources that changed since: 5',
    'what imports them: 13',
    'full builds: 22',
    'all, after a change of what is depended on: 10',
    'sources that changed since: 5',
    'what imports them: 13',
  ])
})

describe('the summary', () => {
  const summary = (overrides: Partial<Simulation> = {}, report: Parameters<typeof createReport>[0] = {}) =>
    summaryOf(
      createReport({
        mode: 'plan',
        units: [],
        installables: [],
        base: undefined,
        simulation: simulation(overrides),
        ...report,
      }),
    )

  it('says what was replayed, and what the figures are', () => {
    const text = summary()
    expect(text).toMatch(/^### What intervals would have cost\n/)
    expect(text).toContain(
      '**The last 300 commits** up to <code>ffffffffffff</code>, from 2026-01-01 to 2026-02-01',
    )
    expect(text).toContain('of 1,234 Haskell sources at HEAD')
    expect(text).toContain('These are estimates by files')
    expect(text).toContain('| **1 week, 1 day** |')
    expect(text).not.toMatch(/Time did not suffice|not known|Cache:/)
  })

  it.each([
    [
      { complete: false, commits: 120 },
      /\*\*The last 120 commits\*\*.* Time did not suffice for all of 300\./,
    ],
    [{ imports: false }, /the middle one is no higher, since the checkout lacks sources of HEAD/],
    [{ sources: 0 }, /There are no Haskell sources at HEAD/],
    [{ commits: 0, intervals: [] }, /There is no commit to replay/],
  ] as const)('says what it lacks: %j', (lacking, expected) => {
    expect(summary(lacking)).toMatch(expected)
  })

  it('begins with the failure where there is one', () => {
    expect(summary({}, { failure: { message: 'no', builds: [] } })).toMatch(/^### The build failed/)
  })
})

it('gives the figures to later steps', () => {
  const intervals = [interval(), interval({ low: undefined, middle: undefined, levelledWork: undefined })]
  const outputs = outputsOf(createReport({ mode: 'plan', simulation: simulation({ intervals }) }))
  expect(JSON.parse(outputs.simulation ?? '')).toEqual({
    head: 'f'.repeat(40),
    commits: 300,
    intervals: [intervals[0], { ...intervals[1], low: null, middle: null, levelledWork: null }],
  })
  expect(outputs['simulation-picture']).toMatch(/^<svg xmlns=/)
})
