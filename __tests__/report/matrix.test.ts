import { entriesLeft, matrixOf } from '../../src/report/matrix.ts'
import type { PackageReport } from '../../src/report/report.ts'

const one = (installable: string, more: Partial<PackageReport> = {}): PackageReport => ({
  installable,
  build: 'none',
  fullBuild: '/nix/store/x-intermediates',
  origin: 'none',
  compiled: [],
  modulesTotal: 0,
  outPaths: [],
  ...more,
})
const base = (revision: string) => ({ revision, time: 0, boundary: 0, root: false })
const on = (branch: string, installable = '.#pkg'): PackageReport =>
  one(installable, { branch, ownBase: base(`of-${branch}`) })

it('has a job for each full build that is missing', () => {
  // What is in the store of this machine alone has to be pushed.
  const packages = [on('main'), { ...on('main', '.#other'), origin: 'store' as const }, on('release/1')]
  expect(matrixOf({ mode: 'plan', base: undefined, packages })).toEqual({
    include: [
      { branch: 'main', installables: '.#pkg', revision: 'of-main' },
      { branch: 'main', installables: '.#other', revision: 'of-main' },
      { branch: 'release/1', installables: '.#pkg', revision: 'of-release/1' },
    ],
  })
})

it.each<[string, PackageReport]>([
  ['in a cache', { ...on('main'), origin: 'found' }],
  ['impossible', { ...on('main'), fullBuild: undefined }],
])('has none for one that is %s', (_, report) => {
  expect(JSON.stringify(matrixOf({ mode: 'plan', base: undefined, packages: [report] }))).toBe(
    '{"include":[]}',
  )
})

it('is of the checkout where no branches are named, and empty in other modes', () => {
  const packages = [one('.#pkg')]
  expect(matrixOf({ mode: 'plan', base: base('abc'), packages }).include).toEqual([
    { branch: '', installables: '.#pkg', revision: 'abc' },
  ])
  for (const mode of ['full', 'incremental'] as const)
    expect(matrixOf({ mode, base: base('abc'), packages }).include).toEqual([])
})

it('stays within the number of jobs that GitHub allows', () => {
  const branches = (count: number) => Array.from({ length: count }, (_, n) => `b${n}`)
  const two = branches(200).flatMap((name) => [on(name), on(name, '.#other')])
  const { include } = matrixOf({ mode: 'plan', base: undefined, packages: two })
  expect(include).toHaveLength(200)
  expect(include[7]).toEqual({ branch: 'b7', installables: '.#pkg\n.#other', revision: 'of-b7' })
  expect(entriesLeft('plan', two)).toBe(0)
  const many = branches(300).map((name) => on(name))
  expect(matrixOf({ mode: 'plan', base: undefined, packages: many }).include).toHaveLength(256)
  expect([entriesLeft('plan', many), entriesLeft('full', many)]).toEqual([44, 0])
})
