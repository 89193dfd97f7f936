import { join } from 'node:path'
import { fetchInputs } from '../../src/engine/fetch-inputs.ts'
import { createReader, walkGraph } from '../../src/engine/graphs.ts'
import { openNix } from '../../src/nix/nix.ts'
import { validAmong } from '../../src/nix/store.ts'
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
  const isValid = async (path: string) => (await validAmong(caller, [path])).has(path)
  // As if nothing but the derivation itself had to be built.
  const fetchFor = (derivation: string) => {
    const graph = walkGraph({ read: createReader() }, [derivation], (path) => path === derivation)
    return fetchInputs({ nix: caller, settings: { cacheTimeout: 60 } }, graph)
  }
  expect(await isValid(other)).toBe(false)
  await fetchFor(client)
  expect(await isValid(other)).toBe(true)
  expect(await isValid(await nix('eval', '--raw', '.#client.outPath'))).toBe(false)

  // Not there either: an input that no upstream has is left alone.
  world.wipeStore()
  world.configure('substituters =')
  await fetchFor(await nix('eval', '--raw', '.#client.drvPath'))
  expect(await isValid(other)).toBe(false)
  expect(await isValid(await nix('eval', '--raw', '.#client.outPath'))).toBe(false)
})
