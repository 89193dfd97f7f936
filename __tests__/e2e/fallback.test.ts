import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { runAction } from '../../testing/action.ts'
import {
  type CacheService,
  cacheEnvironment,
  cacheToken,
  startCacheService,
} from '../../testing/cache-service/service.ts'
import { createScenario, type Scenario } from '../../testing/scenario.ts'

/** Yesterday's full build is in the cache and today's is not. */
let scenario: Scenario
let service: CacheService
const revisions: string[] = []
let head: string

beforeAll(async () => {
  service = await startCacheService()
  scenario = createScenario({ modules: 6 })
  const { sample } = scenario
  for (const day of [1, 2, 3, 4]) {
    sample.changeLeaf(day)
    revisions.push(sample.commit(`day ${day}`, `2026-01-0${day}T12:00:00Z`))
  }
  sample.changeLeaf()
  head = sample.commit('head', '2026-01-05T05:00:00Z')
})
afterAll(async () => {
  await service.close()
  scenario.dispose()
})

async function job(cache: string, inputs: Record<string, string> = {}, revision = head) {
  scenario.world.wipeStore()
  const { main, post } = await runAction(
    scenario.step(scenario.checkout(revision), {
      inputs: { installables: '.#sample', cache, ...inputs },
      env: cacheEnvironment(service.url, cacheToken(['refs/heads/main'])),
    }),
  )
  expect([main.exitCode, main.errors, post.exitCode, post.warnings]).toEqual([0, [], 0, []])
  expect(scenario.leftovers()).toEqual([])
  return { main, post }
}

describe.each([
  ['GitHub cache', () => 'github'],
  ['file store', () => `file://${join(scenario.directory, 'cache')}`],
])('%s', (_, url) => {
  it('builds on the newest that is there, and makes none', async () => {
    // Of the first day; the last one's and the two between are missing.
    const [wanted] = revisions
    const filled = await job(url(), {}, revisions[1])
    expect(filled.main.outputs.revision).toBe(wanted)
    expect(filled.post.log).toContain('Pushed incremental-nix')

    const { main, post } = await job(url(), { 'fallback-intervals': '3' })
    expect(main.outputs).toMatchObject({
      revision: wanted,
      boundary: '2026-01-02T00:00:00Z',
      'cache-hit': 'true',
      build: 'incremental',
    })
    expect(Number(main.outputs['modules-compiled'])).toBeLessThan(7)
    expect(main.warnings).toEqual([
      expect.stringMatching(
        new RegExp(
          `^sample-0.1.0.0 is built on top of an older full build, of ${wanted?.slice(0, 12)} .* mode`,
        ),
      ),
    ])
    expect(main.summary).toContain(wanted?.slice(0, 12))
    expect(main.summary).not.toContain(`commit <code>${revisions[3]?.slice(0, 12)}`)
    expect(main.summary).toContain('| restored |')
    expect(post.log).not.toContain('Pushed')
    const { stdout } = await scenario.world.nix(['build', '--no-link', '--print-out-paths', '.#sample'], {
      cwd: scenario.checkout(head),
    })
    const say = (path: string) => execFileSync(join(path, 'bin/sample'), { encoding: 'utf8' })
    expect(say(JSON.parse(main.outputs['out-paths'] ?? '')['.#sample'][0])).toBe(say(stdout.trim()))
  })

  it('makes the full build where none of those is there, and without the input', async () => {
    const near = await job(url(), { 'fallback-intervals': '2' })
    expect(near.main.outputs).toMatchObject({ revision: revisions[3], 'cache-hit': 'false' })
    expect(near.main.warnings).toEqual([])
    expect(near.main.log).toMatch(/full build of [0-9a-f]{40}: absent/)
    const again = await job(url(), { 'fallback-intervals': '3' })
    expect(again.main.outputs).toMatchObject({ revision: revisions[3], 'cache-hit': 'true' })
    expect(again.main.warnings).toEqual([])
  })
})

it('falls back for one package and restores the other', async () => {
  const cache = `file://${join(scenario.directory, 'several')}`
  const installables = '.#sample\n.#client'
  await job(cache, { installables }, revisions[1])
  const { main } = await job(cache, { installables, 'fallback-intervals': '3' })
  // The client has not changed since, and so the store has the full build of both commits.
  expect(main.outputs).toMatchObject({ 'cache-hit': 'true', build: 'incremental' })
  expect(main.outputs.revision?.split('\n').sort()).toEqual([revisions[0], revisions[3]].sort())
  expect(main.outputs.boundary?.split('\n').sort()).toEqual(['2026-01-02T00:00:00Z', '2026-01-05T00:00:00Z'])
  expect(main.warnings).toEqual([
    expect.stringMatching(/^sample-0.1.0.0 is built on top of an older full build/),
  ])
})

it('looks no further back than the root commit', async () => {
  const { main } = await job(`file://${join(scenario.directory, 'empty')}`, { 'fallback-intervals': '9' })
  expect(main.outputs).toMatchObject({ revision: revisions[3], build: 'incremental' })
  expect(main.warnings).toEqual([])
  // The root commit is the end of the search.
  expect(main.log.match(/: absent/g)).toHaveLength(3)
  const catalogue = readdirSync(join(scenario.directory, 'empty', 'incremental-nix'))
  expect(catalogue.filter((name) => name.includes('-sample-'))).toHaveLength(2)
})
