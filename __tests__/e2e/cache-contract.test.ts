import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openCache } from '../../src/cache/index.ts'
import {
  type CacheService,
  cacheEnvironment,
  cacheToken,
  startCacheService,
} from '../../testing/cache-service/service.ts'
import { type CopyingStore, copyingStore } from '../../testing/cache-service/store.ts'
import { azureHost, bundleWorker, dnsOverride } from '../../testing/cache-service/worker.ts'
import { type SingleCache, single } from '../../testing/single.ts'

/**
 * What this action takes for granted of the GitHub Actions cache. By default of the loopback service; with
 * REAL_CACHE_SERVICE=true of the service that the environment names, as in the workflow of the tests, so that the two
 * cannot drift apart. Entries stay on the real one until GitHub removes them: their keys are never used again.
 */
const real = process.env.REAL_CACHE_SERVICE === 'true'
const before = { ...process.env }
let service: CacheService | undefined
let directory: string
let worker: string
let store: CopyingStore
let path: string
let prefix: string

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'cache-contract-'))
  worker = await bundleWorker(directory)
  if (real) return
  service = await startCacheService({ blobHost: azureHost })
  Object.assign(process.env, cacheEnvironment(service.url, cacheToken(['refs/heads/main'])), {
    NODE_OPTIONS: dnsOverride,
  })
})
afterAll(async () => {
  await service?.close()
  await rm(directory, { recursive: true })
  process.env = { ...before }
})
beforeEach(async () => {
  store = copyingStore(await mkdtemp(join(directory, 'store-')), [])
  prefix = `contract-${randomUUID()}`
})

async function withContent(bytes: number): Promise<void> {
  path = await store.add('full-build', randomBytes(bytes).toString('latin1'))
}

async function open(): Promise<SingleCache & { readonly scratch: string }> {
  const scratch = await mkdtemp(join(directory, 'scratch-'))
  const cache = openCache({ kind: 'github' }, store, { scratch, timeoutSeconds: 300, githubWorker: worker })
  if (cache === undefined) throw new Error('there is no GitHub cache')
  return { ...single(cache), scratch }
}

const entry = (name = 'a') => ({ key: `${prefix}-${name}`, paths: [path] })

it.each([
  ['a small one', 1_000],
  // More than one block of an upload, and more than one range of a download.
  ['one of several blocks', 140_000_000],
])('an entry is absent, is saved, and comes back on another machine: %s', async (_, bytes) => {
  await withContent(bytes)
  const cache = await open()
  expect(await cache.restore(entry())).toEqual({ status: 'miss' })
  expect(await cache.save(entry())).toEqual({ status: 'saved', bytes: expect.any(Number) })
  const content = await store.read(path)
  await store.wipe()
  const elsewhere = await open()
  expect(await elsewhere.restore(entry())).toEqual({ status: 'hit' })
  expect(await store.read(path)).toBe(content)
  expect([...(await readdir(cache.scratch)), ...(await readdir(elsewhere.scratch))]).toEqual([])
})

it('an entry is written once', async () => {
  await withContent(1_000)
  expect(await (await open()).save(entry())).toMatchObject({ status: 'saved' })
  expect(await (await open()).save(entry())).toEqual({ status: 'exists' })
})

it('ten jobs at once push the same key, and one of them does', async () => {
  await withContent(1_000)
  const caches = await Promise.all(Array.from({ length: 10 }, open))
  const saved = await Promise.all(caches.map((cache) => cache.save(entry())))
  const statuses = saved.map(({ status }) => status)
  expect(statuses.filter((status) => status === 'saved')).toHaveLength(1)
  expect(statuses.filter((status) => status === 'exists')).toHaveLength(9)
})

it('an entry whose key is longer is not taken for this one, and is found by the beginning of its key', async () => {
  await withContent(1_000)
  const cache = await open()
  expect(await cache.find(prefix)).toEqual({ status: 'absent' })
  expect(await cache.save(entry('ab'))).toMatchObject({ status: 'saved' })
  expect(await cache.restore(entry('a'))).toEqual({ status: 'miss' })
  expect(await cache.find(prefix)).toEqual({ status: 'found' })
})

it('a mode that forbids writing is heeded', async () => {
  await withContent(1_000)
  process.env.ACTIONS_CACHE_MODE = 'read'
  try {
    expect(await (await open()).save(entry())).toMatchObject({ status: 'read-only' })
  } finally {
    delete process.env.ACTIONS_CACHE_MODE
  }
})
