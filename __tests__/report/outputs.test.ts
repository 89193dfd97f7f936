import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { isoTime, outputsOf } from '../../src/report/outputs.ts'
import { cacheHit, overallBuild, type Report, type UnitReport } from '../../src/report/report.ts'
import { summaryOf } from '../../src/report/summary.ts'
import { createReport, installableReport, unitReport } from '../../testing/report.ts'

const manifest = parse(readFileSync(fileURLToPath(new URL('../../action.yml', import.meta.url)), 'utf8'))
const unitsOf = (report: Report) => JSON.parse(outputsOf(report).units ?? '')

describe('outputsOf', () => {
  it('gives every output of action.yml', () => {
    const { units, ...others } = outputsOf(createReport())
    expect(others).toEqual({
      revision: 'a'.repeat(40),
      boundary: '2023-11-14T22:15:00Z',
      'full-build-path': '/nix/store/x-core-1.0-intermediates',
      'cache-hit': 'true',
      build: 'incremental',
      matrix: '{"include":[]}',
      simulation: '',
      'simulation-picture': '',
      'out-paths': '{".#pkg":["/nix/store/y-pkg"]}',
      'modules-compiled': '1',
      'modules-total': '60',
    })
    expect(Object.keys({ ...others, units }).sort()).toEqual(Object.keys(manifest.outputs).sort())
  })

  const older = { revision: 'b'.repeat(40), time: 1_699_900_000, boundary: 1_699_913_700, root: false }
  it.each([
    ['all', [unitReport({ ownBase: older })], 'b'.repeat(40), '2023-11-13T22:15:00Z'],
    [
      'some',
      [unitReport(), unitReport({ ownBase: older }), unitReport({ ownBase: older })],
      `${'a'.repeat(40)}\n${'b'.repeat(40)}`,
      '2023-11-14T22:15:00Z\n2023-11-13T22:15:00Z',
    ],
  ])('names the older commits that %s of the units are built on', (_, units, revision, boundary) => {
    const report = createReport({ units })
    expect(outputsOf(report)).toMatchObject({ revision, boundary })
    for (const one of revision.split('\n')) expect(summaryOf(report)).toContain(one.slice(0, 12))
    expect(summaryOf(report).includes('a'.repeat(12))).toBe(revision.includes('a'))
  })

  it('is empty where nothing is known', () => {
    const units = [unitReport({ build: 'plain', fullBuild: undefined, origin: 'none' })]
    expect(outputsOf(createReport({ base: undefined, units }))).toMatchObject({
      revision: '',
      boundary: '',
      'full-build-path': '',
      'cache-hit': 'false',
    })
  })

  it('counts the modules of all units, and has a line for each full build', () => {
    const units = [
      unitReport({ fullBuild: '/nix/store/a' }),
      unitReport({ build: 'plain', fullBuild: undefined, modulesTotal: 0 }),
      unitReport({ build: 'unchanged', fullBuild: '/nix/store/b', compiled: [], modulesTotal: 40 }),
    ]
    expect(outputsOf(createReport({ units }))).toMatchObject({
      'full-build-path': '/nix/store/a\n/nix/store/b',
      'modules-compiled': '2',
      'modules-total': '101',
    })
  })

  it('joins the paths of an installable that several branches have', () => {
    const installables = [
      installableReport({ branch: 'main', outPaths: ['/a'] }),
      installableReport({ branch: 'release', outPaths: ['/a', '/b'] }),
    ]
    expect(outputsOf(createReport({ installables }))['out-paths']).toBe('{".#pkg":["/a","/b"]}')
  })
})

describe('the output `units`', () => {
  const known = {
    name: 'core-1.0',
    package: 'core',
    system: 'x86_64-linux',
    build: 'incremental',
    reason: null,
    modulesCompiled: 1,
    modulesTotal: 60,
    seconds: null,
    fullBuild: '/nix/store/x-core-1.0-intermediates',
    origin: 'cache',
  }
  it.each<[string, Partial<UnitReport>, object]>([
    ['as it is', {}, known],
    ['with a time', { seconds: 1.5 }, { ...known, seconds: 1.5 }],
    [
      'built plainly',
      { build: 'plain', reason: 'new since "then"\n', fullBuild: undefined, origin: 'none' },
      { ...known, build: 'plain', reason: 'new since "then"\n', fullBuild: null, origin: 'none' },
    ],
    [
      'built, with nothing to show it',
      { compiled: [], modulesTotal: 0 },
      { ...known, modulesCompiled: null, modulesTotal: null },
    ],
    [
      'unchanged, and not counted',
      { build: 'unchanged', compiled: [], modulesTotal: 0 },
      { ...known, build: 'unchanged', modulesCompiled: 0, modulesTotal: null },
    ],
  ])('has one %s', (_, overrides, expected) => {
    expect(unitsOf(createReport({ units: [unitReport(overrides)] }))).toEqual([expected])
  })

  const long = (count: number, overrides: (index: number) => Partial<UnitReport>) =>
    Array.from({ length: count }, (_, index) =>
      unitReport({
        name: `company-product-component-${index}-1.2.3.4`,
        package: `company-product-component-${index}`,
        reason: 'its dependencies changed since the full build',
        fullBuild: `/nix/store/${'x'.repeat(32)}-company-product-component-${index}-1.2.3.4-intermediates`,
        ...overrides(index),
      }),
    )
  it.each<[string, readonly UnitReport[], { units: number; named: number; paths: number }]>([
    ['500 units', long(500, () => ({})), { units: 500, named: 500, paths: 500 }],
    ['1,200, without their paths', long(1200, () => ({})), { units: 1200, named: 0, paths: 1200 }],
    [
      '9,000, only those that were built',
      long(9000, (index) => ({ build: index % 9 === 0 ? 'incremental' : 'unchanged' })),
      { units: 1000, named: 0, paths: 1557 },
    ],
    ['9,000 that were built, the first', long(9000, () => ({})), { units: 1259, named: 0, paths: 1557 }],
  ])('fits with the others into what GitHub takes: %s', (_, units, expected) => {
    const outputs = outputsOf(createReport({ units }))
    const length = Object.values(outputs).reduce((sum, text) => sum + text.length, 0)
    expect(length * 2).toBeLessThan(1_000_000)
    const listed: UnitReport[] = JSON.parse(outputs.units ?? '')
    expect({
      units: listed.length,
      named: listed.filter(({ fullBuild }) => fullBuild !== null).length,
      paths: outputs['full-build-path']?.split('\n').length,
    }).toEqual(expected)
    expect(outputs['modules-compiled']).toBe(String(units.length))
  })

  it('is empty where the others take all of the room', () => {
    const outPaths = Array.from({ length: 9000 }, (_, index) => `/nix/store/${'x'.repeat(60)}-${index}`)
    const outputs = outputsOf(createReport({ installables: [installableReport({ outPaths })] }))
    expect(outputs).toMatchObject({ units: '[]', 'full-build-path': '' })
    expect(JSON.parse(outputs['out-paths'] ?? '')['.#pkg']).toHaveLength(9000)
  })
})

it.each<[Report['mode'], readonly UnitReport['build'][], string]>([
  ['incremental', ['incremental', 'none'], 'incremental'],
  ['incremental', ['incremental', 'plain'], 'incremental'],
  ['incremental', ['unchanged', 'plain'], 'incremental'],
  ['incremental', ['plain', 'none'], 'plain'],
  ['incremental', [], 'plain'],
  ['full', ['full', 'none'], 'full'],
  ['full', ['none'], 'none'],
])('overallBuild in mode %s of %j', (mode, kinds, overall) => {
  const units = kinds.map((build) => unitReport({ build }))
  expect(overallBuild(createReport({ mode, units }))).toBe(overall)
})

it('overallBuild of a run that built nothing', () => {
  expect(overallBuild(createReport({ units: [], installables: [installableReport({ outPaths: [] })] }))).toBe(
    'none',
  )
})

it.each([
  [['cache', 'store'], true],
  [['cache', 'none'], true],
  [['cache', 'built'], false],
  [['none'], false],
] as const)('cacheHit of %j', (origins, hit) => {
  expect(cacheHit(origins.map((origin) => unitReport({ origin })))).toBe(hit)
})

it('isoTime', () => {
  expect(isoTime(0)).toBe('1970-01-01T00:00:00Z')
})
