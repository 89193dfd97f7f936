import { compiledPackages, hostGo } from '../../testing/go/host.ts'
import { moduleFiles, packageOf, projectOf } from '../../testing/go/module.ts'
import { createPackageJobs, type PackageJobs } from '../../testing/package-job.ts'
import { createScenario, type Scenario } from '../../testing/scenario.ts'
import { spoilProducts } from '../../testing/spoil.ts'

/** The main job on a Go module: full build, HEAD on top of it, again with only the cache left, and verified. */

let scenario: Scenario
let jobs: PackageJobs
let base: string
let leaf: string
let next: string

beforeAll(() => {
  scenario = createScenario()
  jobs = createPackageJobs(scenario, "incremental-nix: Go's build cache is that of the full build")
  const { sample } = scenario
  sample.write('nixpkgs/go.json', JSON.stringify(hostGo()))
  sample.write('default.nix', projectOf({ sample: 'doCheck = false;' }))
  jobs.write(moduleFiles)
  base = sample.commit('first', '2026-01-01T12:00:00Z')
  jobs.write({ 'p4/p4.go': packageOf('p4', 105) })
  leaf = sample.commit('leaf', '2026-01-02T05:00:00Z')
  jobs.write({ 'p0/p0.go': packageOf('p0', 7) })
  next = sample.commit('next', '2026-01-02T06:00:00Z')
})
afterAll(() => scenario.dispose())

it('makes the full build, and compiles what changed', async () => {
  const { main, log } = await jobs.build(leaf)
  expect([main.errors, main.warnings, main.exitCode]).toEqual([[], [], 0])
  expect(main.outputs).toMatchObject({ revision: base, 'cache-hit': 'false', build: 'incremental' })
  expect(compiledPackages(log)).toEqual(['p1', 'p4'])
}, 300_000)

it('takes the full build from the cache, where the store has nothing', async () => {
  scenario.world.wipeStore()
  const { main, printed, log } = await jobs.build(next)
  expect([main.errors, main.warnings, main.exitCode]).toEqual([[], [], 0])
  expect(main.outputs).toMatchObject({ revision: base, 'cache-hit': 'true', build: 'incremental' })
  expect(compiledPackages(log)).toEqual(['app', 'p0', 'p1', 'p4'])
  expect(printed).toContain('assets asset one\n')
}, 300_000)

it('verifies that both make the same', async () => {
  const main = await jobs.run(next, { mode: 'verify' })
  expect([main.errors, main.warnings, main.exitCode]).toEqual([[], [], 0])
  expect(main.log).toMatch(/^sample-1\.0: equal/m)
}, 300_000)

it('finds a package that is not what the sources say, when it verifies', async () => {
  const { outputs } = await jobs.run(leaf, { mode: 'plan' })
  spoilProducts(outputs['full-build-path'] ?? '', 'asset one', 'asset two')
  const main = await jobs.run(leaf, { mode: 'verify' })
  expect(main.exitCode).toBe(1)
  expect(main.errors.join('\n')).toMatch(/is not what the plain build makes: sample-1\.0, bin\/app/)
  // The reason that only Haskell has.
  expect(main.summary).not.toContain('Paths')
}, 300_000)
