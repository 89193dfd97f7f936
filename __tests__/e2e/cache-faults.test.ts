import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runAction, type StepResult } from '../support/action.ts'
import {
  type CacheService,
  cacheEnvironment,
  cacheToken,
  type Fault,
  type Operation,
  startCacheService,
} from '../support/cache-service.ts'
import { azureHost, dnsOverride } from '../support/cache-service-worker.ts'
import { createScenario, type Scenario } from '../support/scenario.ts'

/**
 * Whatever the cache does, the job's result is that of the plain build, and the log says what happened. The bundled
 * action against the loopback service, in the download path of production.
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

  const restoring: [string, Operation, Fault, RegExp][] = [
    [
      'a service that resets connections',
      'lookup',
      { kind: 'reset' },
      /could not be restored from GitHub Actions cache: .*It is built anew/,
    ],
    ['a service that answers 503', 'lookup', { kind: 'status', status: 503 }, /could not be restored.*503/],
    [
      'a service that answers 429',
      'lookup',
      { kind: 'status', status: 429, retryAfter: 1 },
      /could not be restored.*429/,
    ],
    ['a truncated download', 'download', { kind: 'truncate' }, /could not be restored/],
    ['a download with a flipped bit', 'download', { kind: 'flip' }, /could not be restored/],
    ['a download that ends half-way', 'download', { kind: 'cut' }, /could not be restored/],
  ]
  it.each(restoring)('%s: the full build is built', async (_, operation, fault, warning) => {
    await fill()
    service.fail(operation, fault)
    const { main } = await job()
    expect(main.warnings).toEqual([expect.stringMatching(warning)])
    expect(main.outputs['cache-hit']).toBe('false')
  })

  it('a download that hangs: given up after cache-timeout', async () => {
    await fill()
    service.fail('download', { kind: 'hang' })
    const { main } = await job({ 'cache-timeout': '3s' })
    expect(main.warnings).toEqual([expect.stringMatching(/could not be restored.*(limit|in time|seconds)/)])
  })

  const pushing: [string, Operation, Fault, RegExp][] = [
    [
      'a service that answers 503',
      'create',
      { kind: 'status', status: 503 },
      /could not be pushed to GitHub Actions cache.*503/,
    ],
    [
      'a service that answers 429',
      'create',
      { kind: 'status', status: 429, retryAfter: 1 },
      /could not be pushed.*429/,
    ],
    ['an upload that is reset', 'upload', { kind: 'reset' }, /could not be pushed/],
    ['an upload that hangs', 'upload', { kind: 'hang' }, /could not be pushed.*(limit|in time|seconds)/],
    ['an entry that is not finished', 'finalize', { kind: 'status', status: 503 }, /could not be pushed/],
  ]
  it.each(pushing)('%s: post warns and does not fail', async (_, operation, fault, warning) => {
    service.fail(operation, fault)
    const { main, post } = await job(
      operation === 'upload' && fault.kind === 'hang' ? { 'cache-timeout': '5s' } : {},
    )
    expect(main.warnings).toEqual([])
    expect(post.warnings).toEqual([expect.stringMatching(warning)])
  })

  it('a key that another job took meanwhile: no warning', async () => {
    service.fail('create', { kind: 'status', status: 409 })
    const { post } = await job()
    expect(post.warnings).toEqual([])
    expect(post.log).toContain('is in the cache already')
  })

  it('a read-only token: no warning', async () => {
    const { post } = await job({}, cacheToken(['refs/heads/main'], { readOnly: true }))
    expect(post.warnings).toEqual([])
    expect(post.log).toContain('is not pushed: this job may not write to the cache')
  })

  it('a service that is not there', async () => {
    const environment = cacheEnvironment(service.url, cacheToken(['refs/heads/main']))
    await service.close()
    const { main, post } = await runAction(
      scenario.step(scenario.checkout(head), {
        inputs: { installables: '.#sample', cache: 'github' },
        env: { ...environment, NODE_OPTIONS: dnsOverride, LOOPBACK_HASTE: '50' },
      }),
    )
    expect([main.exitCode, main.errors, post.exitCode, post.errors]).toEqual([0, [], 0, []])
    expect(main.warnings).toEqual([expect.stringContaining('could not be restored')])
    expect(post.warnings).toEqual([expect.stringContaining('could not be pushed')])
    service = await startCacheService()
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

describe('file store', () => {
  it('a corrupt NAR: the full build is built', async () => {
    const directory = join(scenario.directory, 'corrupt')
    const cache = { cache: `file://${directory}` }
    await job(cache)
    scenario.world.wipeStore()
    for (const name of readdirSync(join(directory, 'nar'))) {
      const path = join(directory, 'nar', name)
      const bytes = readFileSync(path)
      bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1
      chmodSync(path, 0o644)
      writeFileSync(path, bytes)
    }
    const { main } = await job(cache)
    expect(main.warnings).toEqual([expect.stringContaining('could not be restored')])
  })

  it('a directory that cannot be written: post says so', async () => {
    mkdirSync(join(scenario.directory, 'blocked'))
    writeFileSync(join(scenario.directory, 'blocked', 'nar'), 'not a directory')
    const { post } = await job({ cache: `file://${join(scenario.directory, 'blocked')}` })
    expect(post.warnings).toEqual([expect.stringContaining('could not be pushed')])
  })
})
