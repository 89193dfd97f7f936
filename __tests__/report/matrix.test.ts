import { entriesLeft, matrixOf } from '../../src/report/matrix.ts'
import type { Report, UnitReport } from '../../src/report/report.ts'
import { installableReport, unitReport } from '../../testing/report.ts'

const one = (more: Partial<UnitReport> = {}): UnitReport =>
  unitReport({ build: 'none', origin: 'none', compiled: [], modulesTotal: 0, ...more })
const base = (revision: string) => ({ revision, time: 0, boundary: 0, root: false })
const on = (branch: string, more: Partial<UnitReport> = {}): UnitReport =>
  one({ branch, ownBase: base(`of-${branch}`), ...more })
const plan = (units: readonly UnitReport[], more: Partial<Report> = {}) => ({
  mode: 'plan' as const,
  base: undefined,
  installables: ['.#pkg', '.#image', '.#pkg'].map((installable) => installableReport({ installable })),
  units,
  ...more,
})

it('has a job for each commit that lacks a full build, with all that the run was asked for', () => {
  const units = [
    on('main', { origin: 'found' }),
    on('main'),
    // What is in the store of this machine alone has to be pushed.
    on('main', { origin: 'store' }),
    on('release/1', { origin: 'store' }),
    on('there', { origin: 'found' }),
  ]
  expect(matrixOf(plan(units))).toEqual({
    include: [
      { branch: 'main', installables: '.#pkg\n.#image', revision: 'of-main', revisions: 'of-main' },
      {
        branch: 'release/1',
        installables: '.#pkg\n.#image',
        revision: 'of-release/1',
        revisions: 'of-release/1',
      },
    ],
  })
})

it.each<[string, readonly UnitReport[]]>([
  ['in a cache', [on('main', { origin: 'found' })]],
  ['impossible', [on('main', { fullBuild: undefined })]],
  ['of no known commit', [one()]],
  ['of no unit', []],
])('has none for full builds that are %s', (_, units) => {
  expect(JSON.stringify(matrixOf(plan(units)))).toBe('{"include":[]}')
})

it('is of the checkout where no branches are named, and empty in other modes', () => {
  const of = (mode: Report['mode']) => matrixOf(plan([one(), one()], { mode, base: base('abc') })).include
  expect(of('plan')).toEqual([
    { branch: '', installables: '.#pkg\n.#image', revision: 'abc', revisions: 'abc' },
  ])
  expect([of('full'), of('incremental')]).toEqual([[], []])
})

it('stays within the number of jobs, and the size, that GitHub allows', () => {
  const branches = (count: number) =>
    Array.from({ length: count }, (_, n) => [on(`b${n}`), on(`b${n}`)]).flat()
  expect(matrixOf(plan(branches(200))).include).toHaveLength(200)
  expect(entriesLeft(plan(branches(200)))).toBe(0)
  expect(matrixOf(plan(branches(300))).include).toHaveLength(256)
  expect(entriesLeft(plan(branches(300)))).toBe(44)
  expect(entriesLeft(plan(branches(300), { mode: 'full' }))).toBe(0)

  const installables = Array.from({ length: 300 }, (_, n) =>
    installableReport({ installable: `.#package-${n}` }),
  )
  const long = plan(branches(200), { installables })
  const { include } = matrixOf(long)
  expect(JSON.stringify(include).length).toBeLessThanOrEqual(300_000)
  expect(include.length).toBeGreaterThan(50)
  expect(entriesLeft(long)).toBe(200 - include.length)
})
