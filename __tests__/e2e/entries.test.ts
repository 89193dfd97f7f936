import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { jest } from '@jest/globals'
import { narinfoName } from '../../src/cache/closure.ts'
import {
  type BinaryCache,
  dependenciesKey,
  type FullBuildEntry,
  openCache,
  parseCacheInput,
  type StoreAccess,
} from '../../src/cache/index.ts'
import { openNix } from '../../src/nix/nix.ts'
import { createStoreAccess } from '../../src/nix/store.ts'
import {
  type CacheService,
  cacheEnvironment,
  cacheToken,
  type Snapshot,
  startCacheService,
} from '../../testing/cache-service/service.ts'
import { azureHost, bundleWorker, dnsOverride } from '../../testing/cache-service/worker.ts'
import { createNixWorld, type NixWorld, removeReadOnly } from '../../testing/nix-world.ts'

// The entries of one graph on a real Nix: a client, its library, that one's library, and what all of them use.

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
  unit = name: needs: make name [ "out" "intermediates" ] ''
    echo \${toString needs} > $out
    echo objects of \${name} > $intermediates
  '';
in rec {
  third = make "third" [ "out" ] "echo third > $out";
  base = unit "base" [ third ];
  lib = unit "lib" [ base ];
  client = unit "client" [ lib third ];
}
`
const names = ['client', 'lib', 'base'] as const
type Name = (typeof names)[number]

const before = { ...process.env }
let directory: string
let scratch: string
let world: NixWorld
let worker: string
let service: CacheService
let saved: Snapshot
let third: FullBuildEntry
let units: Record<Name, FullBuildEntry>

const at = (name: string) => join(directory, name)
const nix = async (...args: string[]) => (await world.nix(args)).stdout.trim()
const access = async () => createStoreAccess(await openNix([], directory))
const build = async (attribute: string) =>
  (await nix('build', '--no-link', '--print-out-paths', '-f', at('default.nix'), attribute)).split('\n')

async function open(timeoutSeconds = 30, url = 'github'): Promise<BinaryCache> {
  return openCache(parseCacheInput(url), await access(), { scratch, timeoutSeconds, githubWorker: worker })!
}

const all = () => [units.client, units.lib, units.base]
const neighbours = () => [...all(), third]
/** What is wanted of a unit. */
const part = (name: Name, output: 'out' | 'intermediates'): FullBuildEntry => ({
  key: units[name].key,
  paths: units[name].paths.filter((path) => path.endsWith('-intermediates') === (output === 'intermediates')),
})

/** Names of the units, and of `third`, that the store has. */
async function present(): Promise<string[]> {
  const paths = neighbours().flatMap((entry) => entry.paths)
  const valid = await (await access()).valid(paths, 30)
  return [...valid].map((path) => path.slice(path.lastIndexOf('/') + 34)).sort()
}

async function serve(from?: Snapshot): Promise<void> {
  service = await startCacheService({ blobHost: azureHost, from })
  Object.assign(process.env, cacheEnvironment(service.url, cacheToken(['refs/heads/main'])), {
    NODE_OPTIONS: dnsOverride,
    LOOPBACK_HASTE: '50',
    GITHUB_WORKSPACE: directory,
  })
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'entries-'))
  scratch = at('scratch')
  await mkdir(scratch)
  worker = await bundleWorker(directory)
  world = createNixWorld(at('world'))
  Object.assign(process.env, world.env)
  await writeFile(at('default.nix'), expressions)
  const paths = await build('third')
  third = { key: dependenciesKey(paths), paths }
  const unit = async (name: Name): Promise<FullBuildEntry> => ({
    key: `incremental-nix-v2-system-${name}-revision-hash`,
    paths: await build(`${name}^*`),
  })
  units = { client: await unit('client'), lib: await unit('lib'), base: await unit('base') }
  await serve()
  const request = { wanted: neighbours(), neighbours: [] }
  expect(await (await open()).save(request)).toEqual(
    neighbours().map(() => ({ status: 'saved', bytes: expect.any(Number) })),
  )
  saved = service.snapshot()
  await service.close()
})
beforeEach(async () => {
  world.wipeStore()
  await serve(saved)
})
afterEach(async () => {
  await service.close()
  expect(await readdir(scratch)).toEqual([])
})
afterAll(() => {
  process.env = { ...before }
  world.dispose()
  removeReadOnly(directory)
})

const hit = { status: 'hit' }
const miss = { status: 'miss' }

describe('GitHub cache', () => {
  it.each([
    // Entry by entry, so that a neighbour is a download of its own.
    ['intermediates alone fetch one entry', 'client', 'intermediates', 1, ['client-intermediates']],
    ['an output fetches what it refers to', 'client', 'out', 4, ['base', 'client', 'lib', 'third']],
    ['and no more than that', 'base', 'out', 2, ['base', 'third']],
  ] as const)('%s', async (_, name, output, downloads, expected) => {
    const cache = await open()
    const wanted = [part(name, output)]
    expect(await cache.restore({ wanted, neighbours: neighbours() })).toEqual([hit])
    expect(await present()).toEqual(expected)
    expect(service.counts.requests.lookup).toBe(downloads)
  })

  it('what the store has is not fetched', async () => {
    const cache = await open()
    await cache.restore({ wanted: [part('lib', 'out')], neighbours: neighbours() })
    const { lookup } = service.counts.requests
    const wanted = [part('client', 'out')]
    expect(await cache.restore({ wanted, neighbours: neighbours() })).toEqual([hit])
    expect(service.counts.requests.lookup - lookup).toBe(1)
  })

  it('the whole graph, and no entry holds what another does', async () => {
    const cache = await open()
    expect(await cache.has([...all(), { key: 'other', paths: [] }])).toEqual([
      ...all().map(() => ({ status: 'found' })),
      { status: 'absent' },
    ])
    expect(await cache.find?.(['incremental-nix-v2-system-lib-revision', 'x'])).toEqual([
      { status: 'found' },
      { status: 'absent' },
    ])
    const request = { wanted: all(), neighbours: neighbours() }
    expect(await cache.restore(request)).toEqual([hit, hit, hit])
    expect(await present()).toHaveLength(7)
    expect(service.counts.requests.lookup).toBe(3 + 1 + 2 + 4)
    expect(await cache.save(request)).toEqual(all().map(() => ({ status: 'exists' })))
  })

  it('a damaged entry among three costs itself, and is replaced', async () => {
    const blob = damage('lib')
    await service.close()
    await serve({ ...saved, blobs: new Map([...saved.blobs, [blob, Buffer.from('damaged')]]) })
    const intermediates = names.map((name) => part(name, 'intermediates'))
    const cache = await open()
    const bad = { status: 'failed', reason: 'it is no archive', refused: true }
    expect(await cache.restore({ wanted: intermediates, neighbours: neighbours() })).toEqual([hit, bad, hit])
    // Whose output is wanted is told that it is the library's entry.
    expect(await cache.restore({ wanted: [part('client', 'out')], neighbours: neighbours() })).toEqual([
      {
        ...bad,
        reason: expect.stringMatching(/it refers to incremental-nix-v2-system-lib/),
        refused: false,
        refusedKeys: [units.lib.key],
      },
    ])
    await build('lib^*')
    const again = { ...units.lib, refusedFrom: [cache.name] }
    expect(await cache.save({ wanted: [again], neighbours: neighbours() })).toMatchObject([
      { status: 'saved' },
    ])
    world.wipeStore()
    expect(await cache.restore({ wanted: [part('client', 'out')], neighbours: neighbours() })).toEqual([hit])
  })

  it('content that Nix refuses costs what refers to it, and names the entry', async () => {
    // A bad NAR in a good archive: nothing is wrong with that.
    await service.close()
    await serve({ entries: saved.entries.filter(({ key }) => key !== units.lib.key), blobs: saved.blobs })
    await build('client^*')
    const store = await access()
    const forging: StoreAccess = {
      ...store,
      async write(url, paths, seconds) {
        await store.write(url, paths, seconds)
        const folder = new URL(url).pathname
        const [out = ''] = part('lib', 'out').paths
        const narinfo = await readFile(join(folder, narinfoName(out)), 'utf8')
        await writeFile(join(folder, /^URL: (.+)$/m.exec(narinfo)![1]!), 'bad')
      },
    }
    const options = { scratch, timeoutSeconds: 30, githubWorker: worker }
    const forger = openCache({ kind: 'github' }, forging, options)!
    expect(await forger.save({ wanted: [units.lib], neighbours: neighbours() })).toMatchObject([
      { status: 'saved' },
    ])
    world.wipeStore()
    const wanted = [part('client', 'out'), part('lib', 'out'), part('base', 'out')]
    const cache = await open()
    const refused = { status: 'failed', reason: expect.stringMatching(/./), refusedKeys: [units.lib.key] }
    expect(await cache.restore({ wanted, neighbours: neighbours() })).toEqual([
      { ...refused, refused: false },
      { ...refused, refused: true },
      hit,
    ])
    await build('lib^*')
    const again = { ...units.lib, refusedFrom: [cache.name] }
    expect(await cache.save({ wanted: [again], neighbours: neighbours() })).toMatchObject([
      { status: 'saved' },
    ])
    world.wipeStore()
    expect(await cache.restore({ wanted, neighbours: neighbours() })).toEqual([hit, hit, hit])
  })

  it('an entry whose neighbour was dropped is a miss', async () => {
    await service.close()
    await serve({ ...saved, entries: saved.entries.filter(({ key }) => key !== units.base.key) })
    const wanted = [part('client', 'out'), part('client', 'intermediates'), part('base', 'out')]
    expect(await (await open()).restore({ wanted, neighbours: neighbours() })).toEqual([miss, hit, miss])
  })

  it('and so is one whose dependencies were dropped', async () => {
    await service.close()
    await serve({ ...saved, entries: saved.entries.filter(({ key }) => key !== third.key) })
    const wanted = [part('base', 'out'), part('client', 'intermediates')]
    expect(await (await open()).restore({ wanted, neighbours: neighbours() })).toEqual([miss, hit])
    expect(await (await open()).restore({ wanted, neighbours: all() })).toEqual([miss, hit])
  })

  it.each(['lookup', 'download'] as const)(
    'a hanging %s costs one limit for ten entries',
    async (operation) => {
      service.fail(operation, { kind: 'hang' })
      const wanted = Array.from({ length: 10 }, (_, index) => ({
        key: operation === 'lookup' ? `incremental-nix-v2-${index}` : units[names[index % 3]!].key,
        paths: units.client.paths,
      }))
      const started = performance.now()
      const late = { status: 'failed', reason: 'it did not finish within its time limit of 4 s' }
      expect(await (await open(4)).restore({ wanted, neighbours: neighbours() })).toEqual(
        wanted.map(() => late),
      )
      const seconds = (performance.now() - started) / 1000
      expect(Math.round(seconds)).toBeGreaterThan(2)
      expect(seconds).toBeLessThan(6)
    },
  )
})

/** The blob of a unit's entry. */
function damage(name: Name): string {
  return saved.entries.find(({ key }) => key === units[name].key)!.blob
}

it('a store of files: one call for all', async () => {
  await build('client^*')
  const cache = await open(30, `file://${at('files')}`)
  const request = { wanted: all(), neighbours: neighbours() }
  expect(await cache.save(request)).toMatchObject(all().map(() => ({ status: 'saved' })))
  expect(await cache.save(request)).toEqual(all().map(() => ({ status: 'exists' })))
  world.wipeStore()
  expect(await cache.restore({ wanted: [part('client', 'out')], neighbours: [] })).toEqual([hit])
  expect(await present()).toEqual(['base', 'client', 'lib', 'third'])
  const intermediates = names.map((name) => part(name, 'intermediates'))
  const strange = { key: 'x', paths: [`${world.store}/${'0'.repeat(32)}-x`] }
  expect(await cache.restore({ wanted: [...intermediates, strange], neighbours: [] })).toEqual([
    hit,
    hit,
    hit,
    miss,
  ])
  expect(await present()).toHaveLength(7)
})

it('a directory for roots keeps the garbage collector off', async () => {
  const roots = at('roots')
  await mkdir(roots)
  const options = { scratch, timeoutSeconds: 30, githubWorker: worker, roots }
  const cache = openCache({ kind: 'github' }, await access(), options)!
  expect(await cache.restore({ wanted: [part('client', 'out')], neighbours: neighbours() })).toEqual([hit])
  await nix('store', 'gc')
  expect(await present()).toEqual(['base', 'client', 'lib', 'third'])
  await rm(roots, { recursive: true })
  await nix('store', 'gc')
  expect(await present()).toEqual([])
})
