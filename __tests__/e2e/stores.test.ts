import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { narinfoName } from '../../src/cache/closure.ts'
import { openCache, parseCacheInput } from '../../src/cache/index.ts'
import { openNix } from '../../src/nix/nix.ts'
import { createStoreAccess, validAmong } from '../../src/nix/store.ts'
import {
  type CacheService,
  cacheEnvironment,
  cacheToken,
  startCacheService,
} from '../../testing/cache-service/service.ts'
import { azureHost, bundleWorker, dnsOverride } from '../../testing/cache-service/worker.ts'
import { type Server, startNginx } from '../../testing/nginx.ts'
import { createNixWorld, type NixWorld, removeReadOnly } from '../../testing/nix-world.ts'
import { type SingleCache, single } from '../../testing/single.ts'
import { type SshServer, startSshd } from '../../testing/sshd.ts'

// Every cache on a real Nix: what is pushed, what comes back from where, and what happens when things are broken.

jest.setTimeout(60_000)

const expressions = `
let
  make = name: outputs: script: derivation {
    inherit name outputs;
    system = builtins.currentSystem;
    builder = "/bin/sh";
    PATH = "/usr/local/bin:/usr/bin:/bin";
    args = [ "-c" script ];
  };
in rec {
  upstream = make "upstream" [ "out" ] "mkdir $out; echo up > $out/file";
  ours = make "ours" [ "out" ] "mkdir $out; echo \${upstream} > $out/file";
  full = make "full" [ "out" "intermediates" ] ''
    mkdir $out $intermediates
    echo \${ours} \${upstream} > $out/file
    echo $out > $intermediates/file
    ln -s file $intermediates/link
    seq 60000 > $intermediates/objects
    exit # seq closes its standard error before it ends, and Nix kills a builder that has done so.
  '';
}
`

const before = { ...process.env }
const key = 'incremental-nix-v2-system-full-revision-hash'
let directory: string
let scratch: string
let world: NixWorld
let worker: string
let upstream: string
let ours: string
let out: string
let intermediates: string

const at = (name: string) => join(directory, name)
const entry = () => ({ key, paths: [intermediates] })

async function access() {
  return createStoreAccess(await openNix([], directory))
}

async function open(url: string, timeoutSeconds = 30): Promise<SingleCache> {
  return single(
    openCache(parseCacheInput(url), await access(), { scratch, timeoutSeconds, githubWorker: worker })!,
  )
}

const nix = async (...args: string[]) => (await world.nix(args)).stdout.trim()
const hashOf = (path: string) => nix('hash', 'path', path)

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'stores-'))
  scratch = at('scratch')
  await mkdir(scratch)
  worker = await bundleWorker(directory)
  world = createNixWorld(at('world'))
  await writeFile(at('default.nix'), expressions)
  await writeFile(at('key'), await nix('key', 'generate-secret', '--key-name', 'upstream-1'))
  const { stdout: publicKey } = await world.nix(['key', 'convert-secret-to-public'], {
    input: await readFile(at('key'), 'utf8'),
  })
  world.configure(`substituters = file://${at('upstream')}`, `trusted-public-keys = ${publicKey}`)
  upstream = await nix('build', '--no-link', '--print-out-paths', '-f', at('default.nix'), 'upstream')
  await nix('store', 'sign', '-k', at('key'), upstream)
  await nix('copy', '--to', `file://${at('upstream')}`, upstream)
  world.wipeStore()
  ;[intermediates, out] = (
    await nix('build', '--no-link', '--print-out-paths', '-f', at('default.nix'), 'full^*')
  )
    .split('\n')
    .sort((a) => (a.endsWith('-intermediates') ? -1 : 1)) as [string, string]
  ours = await nix('build', '--no-link', '--print-out-paths', '-f', at('default.nix'), 'ours')
  // The state in which every test begins: built here, upstream's path fetched.
  for (const name of ['store', 'state'])
    await cp(join(world.directory, name), at(`built-${name}`), { recursive: true, verbatimSymlinks: true })
})

beforeEach(async () => {
  Object.assign(process.env, world.env)
  world.wipeStore()
  for (const name of ['store', 'state']) {
    removeReadOnly(join(world.directory, name))
    await cp(at(`built-${name}`), join(world.directory, name), { recursive: true, verbatimSymlinks: true })
  }
})

afterEach(async () => {
  process.env = { ...before }
  expect(await readdir(scratch)).toEqual([])
})

afterAll(async () => {
  world.dispose()
  removeReadOnly(directory)
})

/** Saves, loses the store, restores, and compares. */
async function roundTrip(cache: SingleCache): Promise<void> {
  const paths = [upstream, ours, out, intermediates]
  const hashes = await Promise.all(paths.map(hashOf))
  expect(await cache.has(entry())).toEqual({ status: 'absent' })
  expect(await cache.restore(entry())).toEqual({ status: 'miss' })
  expect(await cache.save(entry())).toEqual({ status: 'saved', bytes: expect.any(Number) })
  expect(await cache.save(entry())).toEqual({ status: 'exists' })
  world.wipeStore()
  expect(await cache.has(entry())).toEqual({ status: 'found' })
  expect(await cache.restore(entry())).toEqual({ status: 'hit' })
  expect(await Promise.all(paths.map(hashOf))).toEqual(hashes)
  await nix('store', 'verify', '--no-trust', '--recursive', intermediates)
}

async function expectNothingInstalled(): Promise<void> {
  expect([...(await validAmong(await openNix([], directory), [intermediates]))]).toEqual([])
}

/** Upstream's path came from upstream: it bears the signature that only upstream has. */
async function expectUpstreamSignature(): Promise<void> {
  const closure = await (await access()).closure([intermediates], 30)
  const signed = closure.filter((info) => info.signatures.length > 0).map((info) => info.path)
  expect(signed).toEqual([upstream])
}

async function narinfosIn(store: string): Promise<string[]> {
  return (await readdir(store)).filter((name) => name.endsWith('.narinfo')).sort()
}

const oursOnly = () => [ours, out, intermediates].map(narinfoName).sort()

async function bigNarOf(store: string): Promise<string> {
  const text = await readFile(join(store, narinfoName(intermediates)), 'utf8')
  return join(store, /^URL: (.+)$/m.exec(text)![1]!)
}

describe('GitHub cache', () => {
  let service: CacheService
  beforeEach(async () => {
    service = await startCacheService({ blobHost: azureHost })
    Object.assign(process.env, cacheEnvironment(service.url, cacheToken(['refs/heads/main'])), {
      NODE_OPTIONS: dnsOverride,
      LOOPBACK_HASTE: '50',
      GITHUB_WORKSPACE: directory,
    })
  })
  afterEach(() => service.close())

  test('round trip', async () => {
    await roundTrip(await open('github'))
    await expectUpstreamSignature()
    expect(service.entries()).toHaveLength(1)
    expect(service.counts.rangedDownloads).toBeGreaterThan(0)
  })

  test.each([
    ['503', 'lookup', { kind: 'status', status: 503 }],
    ['429', 'lookup', { kind: 'status', status: 429, retryAfter: 60 }],
    ['truncated', 'download', { kind: 'truncate' }],
    ['a bit flipped', 'download', { kind: 'flip' }],
    ['cut off', 'download', { kind: 'cut' }],
    ['hanging', 'download', { kind: 'hang' }],
  ] as const)('restore: %s', async (_, operation, fault) => {
    await (await open('github')).save(entry())
    world.wipeStore()
    service.fail(operation, fault)
    const restored = await (await open('github', 5)).restore(entry())
    expect(restored).toMatchObject({ status: 'failed', reason: expect.any(String) })
    await expectNothingInstalled()
  })
})

describe('file store', () => {
  let store: string
  beforeEach(async () => {
    store = await mkdtemp(at('file-store-'))
  })

  test('round trip', async () => {
    await roundTrip(await open(`file://${store}`))
    await expectUpstreamSignature()
    expect(await narinfosIn(store)).toEqual(oursOnly())
    expect((await readdir(store, { recursive: true })).filter((name) => name.includes('tmp'))).toEqual([])
    expect(basename(await bigNarOf(store))).toMatch(/\.zst$/)
  })

  test('a later full build adds only what is new', async () => {
    const cache = await open(`file://${store}`)
    expect(await cache.save({ key, paths: [ours] })).toMatchObject({ status: 'saved' })
    const first = await stat(join(store, narinfoName(ours)))
    expect(await cache.save(entry())).toMatchObject({ status: 'saved' })
    expect((await stat(join(store, narinfoName(ours)))).mtimeMs).toBe(first.mtimeMs)
    expect(await narinfosIn(store)).toEqual(oursOnly())
  })

  test('the compression and the key of the URL are used', async () => {
    await (await open(`file://${store}?compression=xz&secret-key=${at('key')}`)).save(entry())
    const text = await readFile(join(store, narinfoName(intermediates)), 'utf8')
    expect(text).toMatch(/^Compression: xz$/m)
    expect(text).toMatch(/^Sig: upstream-1:/m)
  })

  test.each([
    ['truncated NAR', async (nar: string) => writeFile(nar, (await readFile(nar)).subarray(0, 1000))],
    ['flipped bit', flipBit],
    ['lost NAR', (nar: string) => rm(nar)],
  ])('%s', async (_, damage) => {
    const cache = await open(`file://${store}`)
    await cache.save(entry())
    await damage(await bigNarOf(store))
    world.wipeStore()
    expect(await cache.restore(entry())).toMatchObject({ status: 'failed', reason: expect.any(String) })
    await expectNothingInstalled()
  })

  test('flipped bit in an uncompressed NAR: the hash does not fit', async () => {
    const cache = await open(`file://${store}?compression=none`)
    await cache.save(entry())
    await flipBit(await bigNarOf(store))
    world.wipeStore()
    expect(await cache.restore(entry())).toMatchObject({
      status: 'failed',
      reason: expect.stringMatching(/hash mismatch/),
    })
    await expectNothingInstalled()
  })

  test('a store for another place', async () => {
    const cache = await open(`file://${store}`)
    await cache.save(entry())
    await writeFile(join(store, 'nix-cache-info'), 'StoreDir: /another/store\n')
    world.wipeStore()
    expect(await cache.restore(entry())).toMatchObject({
      status: 'failed',
      reason: expect.stringMatching(/another/),
    })
  })

  test.each([
    ['a directory that cannot be made', '/proc/incremental-nix', 'failed'],
    ['a file where the directory should be', undefined, 'failed'],
  ])('%s', async (_, path, status) => {
    const cache = await open(`file://${path ?? join(store, 'file', 'below')}`)
    if (path === undefined) await writeFile(join(store, 'file'), '')
    expect(await cache.save(entry())).toMatchObject({ status, reason: expect.any(String) })
  })

  // Root may write everywhere.
  const unprivileged = process.getuid?.() === 0 ? test.skip : test
  unprivileged('read-only directory', async () => {
    await chmod(store, 0o555)
    const saved = await (await open(`file://${store}`)).save(entry())
    await chmod(store, 0o755)
    expect(saved).toEqual({ status: 'read-only', reason: expect.stringMatching(/EACCES/) })
  })
})

async function flipBit(file: string): Promise<void> {
  const content = await readFile(file)
  content[content.length >> 1]! ^= 1
  await chmod(file, 0o644)
  await writeFile(file, content)
}

describe('http store on nginx', () => {
  let root: string
  let server: Server
  let url: string
  beforeEach(async () => {
    root = await mkdtemp(at('http-store-'))
    const password = join(root, '..', 'htpasswd')
    await writeFile(password, 'user:{PLAIN}canary\n')
    server = await startNginx(
      await mkdtemp(at('nginx-')),
      root,
      `location /readonly/ { limit_except GET HEAD { deny all; } }
       location /static/ { }
       location /private/ { auth_basic store; auth_basic_user_file ${password}; dav_methods PUT; create_full_put_path on; }
       location /broken/ { return 500; }
       location /busy/ { add_header Retry-After 60 always; return 429; }`,
    )
    url = `http://127.0.0.1:${server.port}`
  })
  afterEach(() => server.stop())

  test('round trip', async () => {
    await roundTrip(await open(`${url}/team`))
    await expectUpstreamSignature()
    expect(await narinfosIn(join(root, 'team'))).toEqual(oursOnly())
  })

  test('round trip with user name and password, which nothing shows', async () => {
    const cache = await open(url.replace('://', '://user:canary@').concat('/private'))
    await roundTrip(cache)
    expect(cache.name).not.toMatch(/canary/)
    await rm(await bigNarOf(join(root, 'private')))
    world.wipeStore()
    expect(JSON.stringify(await cache.restore(entry()))).toMatch(/^(?!.*canary).*failed/)
  })

  test.each([
    ['403 on PUT', '/readonly', 'read-only', /403/],
    ['405 on PUT', '/static', 'read-only', /405/],
    ['no credentials', '/private', 'failed', /401/],
    ['500', '/broken', 'failed', /500/],
    ['429 beyond the limit', '/busy', 'failed', /429/],
  ])('%s', async (_, path, status, reason) => {
    const saved = await (await open(url + path)).save(entry())
    expect(saved).toEqual({ status, reason: expect.stringMatching(reason) })
  })

  test.each([
    ['truncated NAR', async (nar: string) => writeFile(nar, (await readFile(nar)).subarray(0, 1000))],
    ['flipped bit', flipBit],
    ['lost NAR', (nar: string) => rm(nar)],
  ])('%s', async (_, damage) => {
    const cache = await open(url)
    await cache.save(entry())
    await damage(await bigNarOf(root))
    world.wipeStore()
    expect(await cache.restore(entry())).toMatchObject({ status: 'failed', reason: expect.any(String) })
    await expectNothingInstalled()
  })

  test('a path that was missing a moment ago is found', async () => {
    await mkdir(join(root, 'team'))
    const cache = await open(`${url}/team`)
    await cache.save(entry())
    await rename(join(root, 'team'), join(root, 'away'))
    await mkdir(join(root, 'team'))
    world.wipeStore()
    // Nix itself asks and remembers.
    await expect(
      nix('build', '--no-link', '--option', 'extra-substituters', `${url}/team?trusted=1`, intermediates),
    ).rejects.toThrow()
    await rm(join(root, 'team'), { recursive: true })
    await rename(join(root, 'away'), join(root, 'team'))
    expect(await cache.restore(entry())).toEqual({ status: 'hit' })
  })

  test('server down', async () => {
    await server.stop()
    const cache = await open(url)
    const expected = { status: 'failed', reason: expect.stringMatching(/ECONNREFUSED/) }
    expect(await cache.restore(entry())).toMatchObject(expected)
    expect(await cache.save(entry())).toMatchObject(expected)
  })

  test('hanging server', async () => {
    const hanging = createServer(() => undefined).listen(0, '127.0.0.1')
    await once(hanging, 'listening')
    const { port } = hanging.address() as AddressInfo
    const cache = await open(`http://127.0.0.1:${port}`, 2)
    const started = performance.now()
    const expected = { status: 'failed', reason: expect.any(String) }
    expect(await cache.restore(entry())).toMatchObject(expected)
    expect(await cache.save(entry())).toMatchObject(expected)
    expect(performance.now() - started).toBeLessThan(8_000)
    hanging.closeAllConnections()
    hanging.close()
  })
})

describe('ssh-ng store on sshd', () => {
  let server: SshServer
  let remote: string
  beforeEach(async () => {
    remote = await mkdtemp(at('remote-'))
    // Store paths are the same on both sides, so the remote keeps them elsewhere, as a chroot store.
    const uri = `local?root=${remote}&store=${world.store}`
    const settings = `NIX_CONF_DIR=${world.env.NIX_CONF_DIR} NIX_REMOTE= HOME=${remote}`
    server = await startSshd(await mkdtemp(at('ssh-')), `env ${settings} nix-daemon --stdio --store '${uri}'`)
    process.env.NIX_SSHOPTS = server.options
  })
  afterEach(() => server.stop())

  test('round trip', async () => {
    await roundTrip(await open(`ssh-ng://${server.target}`))
    expect(existsSync(remote)).toBe(true)
  })

  test('server down', async () => {
    await server.stop()
    const cache = await open(`ssh-ng://${server.target}`)
    const expected = { status: 'failed', reason: expect.stringMatching(/SSH|ssh|refused/) }
    expect(await cache.restore(entry())).toMatchObject(expected)
    expect(await cache.save(entry())).toMatchObject(expected)
  })

  test('wrong key', async () => {
    process.env.NIX_SSHOPTS = server.options.replace(/-i \S+/, '-i /nonexistent -o IdentitiesOnly=yes')
    const restored = await (await open(`ssh-ng://${server.target}`)).restore(entry())
    expect(restored).toMatchObject({ status: 'failed', reason: expect.any(String) })
  })
})
