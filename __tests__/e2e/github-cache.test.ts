import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { openCache } from '../../src/cache/index.ts'
import {
  type CacheService,
  cacheEnvironment,
  cacheToken,
  type Fault,
  startCacheService,
} from '../../testing/cache-service/service.ts'
import { type CopyingStore, copyingStore } from '../../testing/cache-service/store.ts'
import { azureHost, bundleWorker, dnsOverride } from '../../testing/cache-service/worker.ts'
import { type SingleCache, single } from '../../testing/single.ts'

// The real @actions/cache, in the download path of production, against the loopback service.

const main = ['refs/heads/main']
const key = 'incremental-nix-v2-system-package-revision-hash'
const before = { ...process.env }
let bundle: string
let worker: string
let service: CacheService
let directory: string
let scratch: string
let store: CopyingStore
let path: string

beforeAll(async () => {
  bundle = await mkdtemp(join(tmpdir(), 'cache-worker-'))
  worker = await bundleWorker(bundle)
})
afterAll(() => rm(bundle, { recursive: true }))

beforeEach(async () => {
  service = await startCacheService({ blobHost: azureHost })
  directory = await mkdtemp(join(tmpdir(), 'cache-test-'))
  scratch = await mkdtemp(join(tmpdir(), 'cache-scratch-'))
  store = copyingStore(join(directory, 'store'), ['upstream-1'])
  const upstream = await store.add('upstream', 'up', { ultimate: false, signatures: ['upstream-1:s'] })
  path = await store.add('full-build', randomBytes(200_000).toString('hex'), { references: [upstream] })
  runAs(cacheToken(main))
})
afterEach(async () => {
  await service.close()
  expect(await readdir(scratch)).toEqual([])
  await rm(scratch, { recursive: true })
  await rm(directory, { recursive: true })
  process.env = { ...before }
})

function runAs(token: string, haste = 1): void {
  Object.assign(process.env, cacheEnvironment(service.url, token), {
    NODE_OPTIONS: dnsOverride,
    LOOPBACK_HASTE: String(haste),
    GITHUB_WORKSPACE: directory,
  })
}

function open(timeoutSeconds = 60, place = scratch): SingleCache {
  const options = { scratch: place, timeoutSeconds, githubWorker: worker }
  return single(openCache({ kind: 'github' }, store, options)!)
}

const entry = () => ({ key, paths: [path] })

describe('the usual way', () => {
  test('miss, save, hit in another place', async () => {
    expect(await open().restore(entry())).toEqual({ status: 'miss' })
    const saved = await open().save(entry())
    expect(saved).toEqual({ status: 'saved', bytes: expect.any(Number) })
    const content = await store.read(path)
    await store.wipe()
    // Neither the checkout, nor HOME, nor RUNNER_TEMP is where it was.
    Object.assign(process.env, { GITHUB_WORKSPACE: join(directory, 'very', 'deep'), HOME: '/nowhere' })
    const deeper = await mkdtemp(join(directory, 'deeper-'))
    expect(await open(60, deeper).restore(entry())).toEqual({ status: 'hit' })
    expect(await readdir(deeper)).toEqual([])
    expect(await store.read(path)).toBe(content)
    expect(service.counts.rangedDownloads).toBeGreaterThan(0)
    expect(store.calls).toContain('write 1')
  })

  test('one entry per full build, and what is there is neither packed nor uploaded again', async () => {
    await open().save(entry())
    const { uploadedBytes } = service.counts
    store.calls.length = 0
    expect(await open().save(entry())).toEqual({ status: 'exists' })
    expect(store.calls).toEqual([])
    expect(service.counts.uploadedBytes).toBe(uploadedBytes)
    expect(service.entries()).toHaveLength(1)
  })

  test('nothing is saved if upstream has it all', async () => {
    const [upstream] = (await store.closure([path], 1)).filter((one) => !one.ultimate)
    expect(await open().save({ key, paths: [upstream!.path] })).toEqual({ status: 'exists' })
    expect(service.entries()).toHaveLength(0)
  })
})

describe('scopes', () => {
  test('a pull request reads what the base branch saved and writes to its own scope', async () => {
    await open().save(entry())
    runAs(cacheToken(['refs/pull/1/merge', ...main]))
    expect(await open().restore(entry())).toEqual({ status: 'hit' })
    expect(await open().save(entry())).toEqual({ status: 'exists' })
    const other = { key: `${key}-2`, paths: [path] }
    expect(await open().save(other)).toMatchObject({ status: 'saved' })
    expect(service.entries().map((one) => one.scope)).toEqual([...main, 'refs/pull/1/merge'])
    runAs(cacheToken(main))
    expect(await open().restore(other)).toEqual({ status: 'miss' })
  })

  test('an entry whose key is longer is not taken for this one', async () => {
    await open().save({ key: `${key}0`, paths: [path] })
    expect(await open().restore(entry())).toEqual({ status: 'miss' })
  })

  test('read-only token', async () => {
    runAs(cacheToken(main, { readOnly: true }))
    expect(await open().save(entry())).toEqual({
      status: 'read-only',
      reason: 'cache write denied: token is read-only',
    })
  })

  test('ACTIONS_CACHE_MODE=read spares even the packing', async () => {
    process.env.ACTIONS_CACHE_MODE = 'read'
    expect(await open().save(entry())).toMatchObject({ status: 'read-only' })
    expect(store.calls).toEqual([])
  })
})

describe('nothing to talk to', () => {
  test.each([
    ['no service', { ACTIONS_RESULTS_URL: '' }, /not offered to this job/],
    ['no token', { ACTIONS_RUNTIME_TOKEN: '' }, /ACTIONS_RUNTIME_TOKEN/],
    ['enterprise server', { GITHUB_SERVER_URL: 'https://git.example.com' }, /not offered to this job/],
    ['a token of another run', { ACTIONS_RUNTIME_TOKEN: 'a.b.c' }, /401/],
  ])('%s', async (_, environment, reason) => {
    Object.assign(process.env, environment)
    const expected = { status: 'failed', reason: expect.stringMatching(reason) }
    expect(await open().restore(entry())).toMatchObject(expected)
    expect(await open().save(entry())).toMatchObject(expected)
  })

  test('refused connections', async () => {
    await service.close()
    runAs(cacheToken(main), 50)
    const expected = { status: 'failed', reason: expect.stringMatching(/ECONNREFUSED/) }
    expect(await open().restore(entry())).toMatchObject(expected)
    expect(await open().save(entry())).toMatchObject(expected)
  })
})

describe('faults', () => {
  const status = (code: number, retryAfter?: number): Fault => ({
    kind: 'status',
    status: code,
    ...(retryAfter === undefined ? {} : { retryAfter }),
  })

  test.each([
    ['lookup reset', 'lookup', { kind: 'reset' }, /ECONNRESET|socket hang up/],
    ['lookup 503', 'lookup', status(503), /503/],
    ['lookup 429', 'lookup', status(429, 30), /429/],
    ['download 503', 'download', status(503), /./],
    ['download 404', 'download', status(404), /./],
    ['download cut off', 'download', { kind: 'cut' }, /./],
    ['download truncated', 'download', { kind: 'truncate' }, /cannot be unpacked/],
    ['download with a bit flipped', 'download', { kind: 'flip' }, /hash mismatch/],
  ] as const)(
    'restore: %s',
    async (_, operation, fault, reason) => {
      await open().save(entry())
      await store.wipe()
      service.fail(operation, fault)
      runAs(cacheToken(main), 50)
      const restored = await open().restore(entry())
      expect(restored).toMatchObject({ status: 'failed', reason: expect.stringMatching(reason) })
      expect(await store.read(path)).toBeUndefined()
      expect(JSON.stringify(restored)).not.toMatch(/sig=/)
    },
    60_000,
  )

  test.each([
    ['lookup 503', 'lookup', status(503), /503/],
    ['reservation 503', 'create', status(503), /503/],
    ['reservation 429', 'create', status(429, 30), /429/],
    ['reservation reset', 'create', { kind: 'reset' }, /ECONNRESET|socket hang up/],
    ['upload 503', 'upload', status(503), /./],
    ['upload 403', 'upload', status(403), /./],
    ['upload reset', 'upload', { kind: 'reset' }, /./],
    ['finalize 503', 'finalize', status(503), /503/],
  ] as const)(
    'save: %s',
    async (_, operation, fault, reason) => {
      service.fail(operation, fault)
      runAs(cacheToken(main), 50)
      expect(await open().save(entry())).toMatchObject({
        status: 'failed',
        reason: expect.stringMatching(reason),
      })
      service.heal()
      expect(await open().restore(entry())).toEqual({ status: 'miss' })
    },
    60_000,
  )

  test('the key was taken meanwhile', async () => {
    service.fail('create', status(409))
    expect(await open().save(entry())).toEqual({ status: 'exists' })
  })

  test('slow is not broken', async () => {
    service.fail('upload', { kind: 'slow', milliseconds: 1500 })
    expect(await open().save(entry())).toMatchObject({ status: 'saved' })
  })

  test.each(['lookup', 'download', 'upload', 'finalize'] as const)(
    'a hanging %s ends with the limit',
    async (operation) => {
      if (operation === 'download') await open().save(entry())
      service.fail(operation, { kind: 'hang' })
      const started = performance.now()
      const limited = open(3)
      const outcome = await (operation === 'download' ? limited.restore(entry()) : limited.save(entry()))
      expect(outcome).toMatchObject({ status: 'failed', reason: expect.stringMatching(/time limit/) })
      expect(performance.now() - started).toBeLessThan(8_000)
    },
    30_000,
  )
})

test('the log of @actions/cache does not reach ours', async () => {
  const lines: string[] = []
  const { write } = process.stdout
  process.stdout.write = ((text: string) => lines.push(text) > 0) as typeof write
  try {
    service.fail('create', { kind: 'status', status: 429, retryAfter: 5 })
    await open().save(entry())
  } finally {
    process.stdout.write = write
  }
  expect(lines).toEqual([])
})
