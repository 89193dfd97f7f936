import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { run } from '../../src/lib/process.ts'
import { drawMonolith, usualMonolith } from '../../testing/monolith/plan.ts'
import { monolithInstallable, writeMonolith } from '../../testing/monolith/project.ts'
import { createScenario, type Scenario } from '../../testing/scenario.ts'

// The bench builds large ones. Here, that what is drawn is Haskell, with one module of each kind at least.

let scenario: Scenario
beforeAll(() => {
  scenario = createScenario({ modules: 1 })
})
afterAll(() => scenario.dispose())

it('is a package that compiles, whose tests pass and whose programs print what their modules say', async () => {
  const { sample, world } = scenario
  const monolith = drawMonolith({ ...usualMonolith, modules: 12, optimization: 0, seed: 5 })
  writeMonolith(sample, monolith)
  const workspace = scenario.checkout(sample.commit('base', '2026-01-01T12:00:00Z'))
  const { stdout } = await world.nix(
    ['build', '--no-link', '--print-out-paths', '--print-build-logs', monolithInstallable],
    { cwd: workspace },
  )
  const bin = join(stdout.trim(), 'bin')
  expect(readdirSync(bin).sort()).toEqual(monolith.programs.map(({ name }) => name))
  const printed = await Promise.all(monolith.programs.map(({ name }) => run(join(bin, name), [])))
  monolith.programs.forEach(({ name, imports }, index) => {
    const [title, ...lines] = printed[index]!.stdout.trim().split('\n')
    expect(title).toBe(name)
    expect(lines.filter((line) => /^\d+$/.test(line))).toHaveLength(imports.length)
    const located = imports.filter((module) => monolith.modules[module]!.paths)
    expect(lines.filter((line) => line === '0.1.0.0 some words')).toHaveLength(located.length)
  })
  expect(printed[0]?.stdout).toContain('some words')
})
