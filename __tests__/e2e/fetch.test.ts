import { join } from 'node:path'
import { fetchInputs } from '../../src/nix/fetch.ts'
import { openNix } from '../../src/nix/nix.ts'
import { isValid } from '../../src/nix/store.ts'
import { createScenario, type Scenario } from '../../testing/scenario.ts'

let scenario: Scenario
const before = { ...process.env }
beforeAll(() => {
  scenario = createScenario({ modules: 2 })
  scenario.sample.commit('first', '2026-01-01T12:00:00Z')
  Object.assign(process.env, scenario.world.env)
})
afterAll(() => {
  process.env = { ...before }
  scenario.dispose()
})

it('fetches what upstream has of the inputs, and builds nothing', async () => {
  const { world, sample } = scenario
  const nix = async (...args: string[]) => (await world.nix(args, { cwd: sample.directory })).stdout.trim()
  const other = await nix('build', '--no-link', '--print-out-paths', '.#other')
  const upstream = `file://${join(scenario.directory, 'upstream')}`
  await nix('copy', '--to', upstream, other)
  world.wipeStore()
  world.configure(`substituters = ${upstream}?trusted=1`)
  const client = await nix('eval', '--raw', '.#client.drvPath')
  const caller = await openNix([], sample.directory)
  expect(await isValid(caller, other)).toBe(false)
  await fetchInputs(caller, [client], 60)
  expect(await isValid(caller, other)).toBe(true)
  expect(await isValid(caller, await nix('eval', '--raw', '.#client.outPath'))).toBe(false)

  // Not there either: an input that no upstream has is left alone.
  world.wipeStore()
  const script = await nix('eval', '--raw', '.#script.drvPath')
  await fetchInputs(caller, [script], 60)
  expect(await isValid(caller, await nix('eval', '--raw', '.#script.outPath'))).toBe(false)
})
