import { existsSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runAction } from '../../testing/action.ts'
import { createScenario, type Scenario } from '../../testing/scenario.ts'
import { standInGhc } from '../../testing/stand-in-ghc.ts'

/** What set the job off decides whether it pushes; cache/write-table.ts has the cases, here is the way they take. */
let scenario: Scenario
let directory: string
let workspace: string
let fork: Record<string, string>

beforeAll(() => {
  directory = realpathSync(mkdtempSync(join(tmpdir(), 'cache-write-')))
  scenario = createScenario({ modules: 2, ghc: standInGhc(directory) })
  scenario.sample.commit('base', '2026-01-01T12:00:00Z')
  scenario.sample.changeLeaf()
  workspace = scenario.checkout(scenario.sample.commit('head', '2026-01-02T05:00:00Z'))
  const payload = join(directory, 'event.json')
  writeFileSync(payload, '{"pull_request":{"head":{"repo":{"full_name":"mallory/sample"}}}}')
  fork = { GITHUB_EVENT_NAME: 'pull_request', GITHUB_EVENT_PATH: payload, GITHUB_ACTOR: 'mallory' }
})
afterAll(() => {
  scenario.dispose()
  rmSync(directory, { recursive: true, force: true })
})

it.each([
  [
    'auto',
    false,
    /is not pushed to file:.*may not write to the cache \(the pull request comes from a fork\)/,
  ],
  ['never', false, /is not pushed.*`cache-write` is `never`/],
  ['always', true, /Pushed incremental-nix/],
])('a pull request from a fork, cache-write %s', async (write, pushes, says) => {
  scenario.world.wipeStore()
  const store = join(directory, `store-${write}`)
  const { main, post } = await runAction(
    scenario.step(workspace, {
      inputs: { installables: '.#sample', cache: `file://${store}`, 'cache-write': write },
      env: fork,
    }),
  )
  expect([main.exitCode, main.warnings, post.exitCode, post.warnings]).toEqual([0, [], 0, []])
  expect(main.outputs).toMatchObject({ build: 'incremental' })
  expect(post.log).toMatch(says)
  expect(existsSync(store)).toBe(pushes)
})
