import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openCache } from '../../src/cache/index.ts'
import { openNix } from '../../src/nix/nix.ts'
import { createStoreAccess, validAmong } from '../../src/nix/store.ts'
import { createNixWorld, type NixWorld } from '../../testing/nix-world.ts'
import { type SingleCache, single } from '../../testing/single.ts'
import { type StandInClients, standInClients } from '../../testing/stand-in-clients.ts'

// cachix and attic on a real Nix, with stand-ins for their clients: see testing/stand-in-clients.ts for what these check.

const before = { ...process.env }
let directory: string
let world: NixWorld
let clients: StandInClients
let path: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hosted-'))
  world = createNixWorld(join(directory, 'world'))
  clients = standInClients(join(directory, 'clients'))
  const PATH = `${clients.bin}:${before.PATH}`
  Object.assign(process.env, world.env, { PATH, CACHIX_AUTH_TOKEN: 'canary' })
  await writeFile(join(directory, 'content'), 'content')
  const { stdout } = await world.nix(['store', 'add-file', join(directory, 'content')])
  path = stdout.trim()
})
afterEach(async () => {
  process.env = { ...before }
  world.dispose()
  await rm(directory, { recursive: true })
})

async function open(kind: 'cachix' | 'attic', timeoutSeconds = 30): Promise<SingleCache> {
  const nix = await openNix([], directory)
  const options = { scratch: directory, timeoutSeconds, cachixUrl: () => `file://${clients.store}` }
  return single(openCache({ kind, name: 'team' }, createStoreAccess(nix), options)!)
}
const entry = () => ({ key: 'k', paths: [path] })

describe.each([
  ['cachix', () => [`cachix push team < ${path}`]],
  ['attic', () => [`attic push team ${path} <`]],
] as const)('%s', (kind, pushes) => {
  it('pushes by its client, and restores what was pushed', async () => {
    const cache = await open(kind)
    expect(cache.name).toBe(`${kind}:team`)
    expect(await cache.has(entry())).toEqual({ status: 'absent' })
    expect(await cache.restore(entry())).toEqual({ status: 'miss' })
    expect(await cache.save(entry())).toEqual({ status: 'saved', bytes: expect.any(Number) })
    expect(await cache.save(entry())).toEqual({ status: 'exists' })
    expect(clients.calls().filter((line) => line.includes(' push '))).toEqual(pushes())
    world.wipeStore()
    expect(await cache.has(entry())).toEqual({ status: 'found' })
    expect(await cache.restore(entry())).toEqual({ status: 'hit' })
    expect([...(await validAmong(await openNix([], directory), [path]))]).toEqual([path])
  })

  it.each([
    [
      'no credentials',
      'echo "Neither auth token nor signing key are present." >&2; exit 1',
      'read-only',
      /auth token/,
    ],
    ['a token that may only read', 'echo "Error: Unauthorized: Unauthorized." >&2; exit 1', 'read-only', /./],
    ['an outage', 'echo "error: ConnectionTimeout" >&2; exit 1', 'failed', /ConnectionTimeout/],
    ['a hang', 'exec sleep 60', 'failed', /time limit/],
  ])('%s', async (_, script, status, reason) => {
    clients.onPush(script)
    const started = performance.now()
    const saved = await (await open(kind, 3)).save(entry())
    expect(saved).toMatchObject({ status, reason: expect.stringMatching(reason) })
    expect(performance.now() - started).toBeLessThan(10_000)
  })
})

it('an attic cache that its client does not know', async () => {
  await writeFile(join(clients.bin, 'attic'), '#!/bin/sh\necho "Error: NoSuchCache" >&2\nexit 1\n')
  const failed = { status: 'failed', reason: expect.stringMatching(/NoSuchCache/) }
  expect(await (await open('attic')).restore(entry())).toMatchObject(failed)
})
