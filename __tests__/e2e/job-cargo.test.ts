import { createPackageJobs, type PackageJobs } from '../../testing/package-job.ts'
import { compiledCrates, hostRust } from '../../testing/rust/host.ts'
import { crate, projectOf, workspaceFiles } from '../../testing/rust/workspace.ts'
import { createScenario, type Scenario } from '../../testing/scenario.ts'
import { spoilProducts } from '../../testing/spoil.ts'

/** The main job on a package that is not Haskell: full build, HEAD on top of it, and again with only the cache left. */

let scenario: Scenario
let jobs: PackageJobs
let base: string
let leaf: string
let next: string

beforeAll(() => {
  scenario = createScenario()
  jobs = createPackageJobs(scenario, 'incremental-nix: target is that of the full build')
  const { sample } = scenario
  sample.write('nixpkgs/rust.json', JSON.stringify(hostRust()))
  sample.write('default.nix', projectOf({ sample: 'doCheck = false;' }))
  jobs.write(workspaceFiles)
  sample.commit('of the week before', '2025-12-31T12:00:00Z')
  jobs.write({ 'assets/text.txt': 'asset of the day' })
  base = sample.commit('first', '2026-01-01T12:00:00Z')
  jobs.write({ 'c4/src/lib.rs': crate('c4', 105) })
  leaf = sample.commit('leaf', '2026-01-02T05:00:00Z')
  jobs.write({ 'c5/src/lib.rs': crate('c5', 7) })
  next = sample.commit('next', '2026-01-02T06:00:00Z')
})
afterAll(() => scenario.dispose())

it('makes the full build, and compiles what changed', async () => {
  const { main, printed, log } = await jobs.build(leaf)
  expect([main.errors, main.warnings]).toEqual([[], []])
  expect(main.outputs).toMatchObject({ revision: base, 'cache-hit': 'false', build: 'incremental' })
  expect(compiledCrates(log)).toEqual(['app', 'c1', 'c4'])
  expect(printed).toContain('values 20 117\n')
}, 300_000)

it('takes the full build from the cache, where the store has nothing', async () => {
  scenario.world.wipeStore()
  const { main, printed, log } = await jobs.build(next)
  expect([main.errors, main.warnings]).toEqual([[], []])
  expect(main.outputs).toMatchObject({ revision: base, 'cache-hit': 'true', build: 'incremental' })
  expect(compiledCrates(log)).toEqual(['app', 'c0', 'c1', 'c2', 'c3', 'c4', 'c5'])
  expect(printed).toContain('values 22 118\n')
}, 300_000)

it('makes the full build of a day on that of the week', async () => {
  const { main, printed, log } = await jobs.build(next, { interval: '1 week, 1 day', cache: 'none' })
  expect([main.errors, main.warnings]).toEqual([[], []])
  expect(main.log.match(/incremental-nix: target is that of the full build/g)).toHaveLength(2)
  expect(compiledCrates(log)).toEqual(['app', 'c0', 'c1', 'c2', 'c3', 'c4', 'c5'])
  expect(printed).toContain('assets asset of the day\n')
  expect(printed).toContain('values 22 118\n')
}, 300_000)

it('verifies that both make the same', async () => {
  const main = await jobs.run(next, { mode: 'verify' })
  expect([main.errors, main.warnings, main.exitCode]).toEqual([[], [], 0])
  expect(main.log).toMatch(/^sample-1\.0: equal/m)
}, 300_000)

it('finds a crate that is not what the sources say, when it verifies', async () => {
  const { outputs } = await jobs.run(leaf, { mode: 'plan' })
  spoilProducts(outputs['full-build-path'] ?? '', 'asset of the day', 'asset of another')
  const main = await jobs.run(leaf, { mode: 'verify' })
  expect(main.exitCode).toBe(1)
  expect(main.errors.join('\n')).toMatch(/is not what the plain build makes: sample-1\.0, bin\/app/)
}, 300_000)
