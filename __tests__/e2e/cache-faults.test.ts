import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { runAction, type StepResult } from '../../testing/action.ts'
import {
  type CacheService,
  cacheEnvironment,
  cacheToken,
  startCacheService,
} from '../../testing/cache-service/service.ts'
import { azureHost, dnsOverride } from '../../testing/cache-service/worker.ts'
import { createScenario, type Scenario } from '../../testing/scenario.ts'

/**
 * Whatever the cache does, the job's result is that of the plain build, and the log says what happened. The bundled
 * action against the loopback service, in the download path of production, with the real compiler; the faults
 * themselves are rows of cache-fault-table-*.test.ts.
 */
let scenario: Scenario
let service: CacheService
let head: string
let expected: string

beforeAll(async () => {
  scenario = createScenario({ modules: 4 })
  scenario.sample.commit('base', '2026-01-01T12:00:00Z')
  scenario.sample.changeLeaf()
  head = scenario.sample.commit('head', '2026-01-02T05:00:00Z')
  const { stdout } = await scenario.world.nix(['build', '--no-link', '--print-out-paths', '.#sample'], {
    cwd: scenario.checkout(head),
  })
  expected = say(stdout.trim())
})
afterAll(() => scenario.dispose())
beforeEach(async () => {
  service = await startCacheService({ blobHost: azureHost })
  scenario.world.wipeStore()
})
afterEach(() => service.close())

const say = (path: string) => execFileSync(join(path, 'bin/sample'), { encoding: 'utf8' })

async function job(
  inputs: Record<string, string> = {},
  token = cacheToken(['refs/heads/main']),
): Promise<{ main: StepResult; post: StepResult }> {
  const result = await runAction(
    scenario.step(scenario.checkout(head), {
      inputs: { installables: '.#sample', cache: 'github', ...inputs },
      env: { ...cacheEnvironment(service.url, token), NODE_OPTIONS: dnsOverride, LOOPBACK_HASTE: '50' },
    }),
  )
  const { main, post } = result
  expect([main.exitCode, main.errors, post.exitCode, post.errors]).toEqual([0, [], 0, []])
  expect(main.outputs).toMatchObject({ build: 'incremental', 'modules-compiled': '1' })
  expect(say(JSON.parse(main.outputs['out-paths'] ?? '')['.#sample'][0])).toBe(expected)
  expect(scenario.leftovers()).toEqual([])
  return result
}

/** Fills the cache and empties the store, as for the second job of the day. */
async function fill(): Promise<void> {
  const { post } = await job()
  expect(post.log).toContain('Pushed incremental-nix')
  scenario.world.wipeStore()
}

describe('GitHub cache', () => {
  it('works without a fault', async () => {
    await fill()
    const { main } = await job()
    expect(main.warnings).toEqual([])
    expect(main.outputs['cache-hit']).toBe('true')
    expect(service.counts.rangedDownloads).toBeGreaterThan(0)
  })

  it('a read-only token: no warning', async () => {
    const { post } = await job({}, cacheToken(['refs/heads/main'], { readOnly: true }))
    expect(post.warnings).toEqual([])
    expect(post.log).toContain('this run may not write to the cache')
  })

  it('`strict` makes a failed push of the nightly a failure', async () => {
    service.fail('create', { kind: 'status', status: 503 })
    const { main } = await runAction(
      scenario.step(scenario.checkout(head), {
        inputs: { installables: '.#sample', cache: 'github', mode: 'full', strict: 'true' },
        env: {
          ...cacheEnvironment(service.url, cacheToken(['refs/heads/main'])),
          NODE_OPTIONS: dnsOverride,
          LOOPBACK_HASTE: '50',
        },
      }),
    )
    expect(main.exitCode).toBe(1)
    expect(main.errors).toEqual([
      expect.stringMatching(/could not be pushed.*`strict: true` makes this a failure/),
    ])
  })
})
