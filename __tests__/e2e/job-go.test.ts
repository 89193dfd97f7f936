import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { runAction } from '../../testing/action.ts'
import { compiledPackages, hostGo } from '../../testing/go/host.ts'
import { type Files, moduleFiles, packageOf, projectOf } from '../../testing/go/module.ts'
import { createScenario, type Scenario } from '../../testing/scenario.ts'
import { spoilProducts } from '../../testing/spoil.ts'

/** The main job on a Go module: full build, HEAD on top of it, again with only the cache left, and verified. */

let scenario: Scenario
let base: string
let leaf: string
let next: string

beforeAll(() => {
  scenario = createScenario()
  const buildDirectory = join(scenario.directory, 'build')
  mkdirSync(buildDirectory)
  scenario.world.configure(`build-dir = ${buildDirectory}`)
  const { sample } = scenario
  const write = (files: Files) => {
    for (const [path, text] of Object.entries(files)) sample.write(`sample/${path}`, text ?? '')
  }
  sample.write('nixpkgs/go.json', JSON.stringify(hostGo()))
  sample.write('default.nix', projectOf({ sample: 'doCheck = false;' }))
  write(moduleFiles)
  base = sample.commit('first', '2026-01-01T12:00:00Z')
  write({ 'p4/p4.go': packageOf('p4', 105) })
  leaf = sample.commit('leaf', '2026-01-02T05:00:00Z')
  write({ 'p0/p0.go': packageOf('p0', 7) })
  next = sample.commit('next', '2026-01-02T06:00:00Z')
})
afterAll(() => scenario.dispose())

async function job(revision: string, more: Readonly<Record<string, string>> = {}) {
  const inputs = {
    file: 'default.nix',
    installables: 'sample',
    cache: `file://${join(scenario.directory, 'cache')}`,
    ...more,
  }
  const { main } = await runAction(scenario.step(scenario.checkout(revision), { inputs }))
  return main
}

async function build(revision: string) {
  const main = await job(revision)
  expect([main.errors, main.warnings, main.exitCode]).toEqual([[], [], 0])
  const [out = ''] = JSON.parse(main.outputs['out-paths'] ?? '{}').sample as string[]
  // Of the last build: that of HEAD.
  const log = main.log.slice(
    main.log.lastIndexOf("incremental-nix: Go's build cache is that of the full build"),
  )
  return {
    outputs: main.outputs,
    printed: execFileSync(join(out, 'bin/app'), { encoding: 'utf8' }),
    compiled: compiledPackages(log.replaceAll(/^.*sample-1\.0> /gm, '')),
  }
}

it('makes the full build, and compiles what changed', async () => {
  const { outputs, compiled } = await build(leaf)
  expect(outputs).toMatchObject({ revision: base, 'cache-hit': 'false', build: 'incremental' })
  expect(compiled).toEqual(['p1', 'p4'])
}, 300_000)

it('takes the full build from the cache, where the store has nothing', async () => {
  scenario.world.wipeStore()
  const { outputs, printed, compiled } = await build(next)
  expect(outputs).toMatchObject({ revision: base, 'cache-hit': 'true', build: 'incremental' })
  expect(compiled).toEqual(['app', 'p0', 'p1', 'p4'])
  expect(printed).toContain('assets asset one\n')
}, 300_000)

it('verifies that both make the same', async () => {
  const main = await job(next, { mode: 'verify' })
  expect([main.errors, main.warnings, main.exitCode]).toEqual([[], [], 0])
  expect(main.log).toMatch(/^sample-1\.0: equal/m)
}, 300_000)

it('finds a package that is not what the sources say, when it verifies', async () => {
  const { outputs } = await job(leaf, { mode: 'plan' })
  spoilProducts(outputs['full-build-path'] ?? '', 'asset one', 'asset two')
  const main = await job(leaf, { mode: 'verify' })
  expect(main.exitCode).toBe(1)
  expect(main.errors.join('\n')).toMatch(/is not what the plain build makes: sample-1\.0, bin\/app/)
}, 300_000)
