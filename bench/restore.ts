import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cacheKey, type FullBuildEntry, openCache, parseCacheInput } from '../src/cache/index.ts'
import { inParallel } from '../src/lib/parallel.ts'
import { openNix } from '../src/nix/nix.ts'
import { createStoreAccess } from '../src/nix/store.ts'
import {
  cacheEnvironment,
  cacheToken,
  type Operation,
  startCacheService,
} from '../testing/cache-service/service.ts'
import { azureHost, bundleWorker, dnsOverride } from '../testing/cache-service/worker.ts'
import { createNixWorld } from '../testing/nix-world.ts'
import { writeResult } from './machine.ts'
import { table, timed } from './measures.ts'

/**
 * `npm run bench:restore`: the full builds of a graph of many units, in the GitHub Actions cache, where each request
 * takes its time: together, and one by one. BENCH_UNITS (60) and BENCH_LATENCY (100, in milliseconds) set how many;
 * BENCH_TOGETHER=true leaves out what is done one by one, which takes minutes.
 */
const count = Number(process.env.BENCH_UNITS ?? 60)
const milliseconds = Number(process.env.BENCH_LATENCY ?? 100)

const directory = realpathSync(mkdtempSync(join(tmpdir(), 'incremental-nix-bench-')))
const world = createNixWorld(join(directory, 'nix'))
const at = (name: string) => join(directory, name)
const operations: readonly Operation[] = ['create', 'finalize', 'lookup', 'upload', 'download']
let service = await startCacheService({ blobHost: azureHost })

function serveSlowly(): void {
  for (const operation of operations) service.fail(operation, { kind: 'slow', milliseconds })
  Object.assign(process.env, world.env, cacheEnvironment(service.url, cacheToken(['refs/heads/main'])), {
    NODE_OPTIONS: dnsOverride,
  })
}

/** Each unit has intermediates of about a megabyte and an output that refers to those of up to two units before it. */
const expressions = `
let
  unit = number: derivation {
    name = "unit-\${toString number}";
    outputs = [ "out" "intermediates" ];
    system = builtins.currentSystem;
    builder = "/bin/sh";
    PATH = "/usr/local/bin:/usr/bin:/bin";
    needs = map (other: (unit other).out) (builtins.filter (other: other >= 0) [ (number - 1) (number / 2 - 1) ]);
    args = [ "-c" ''
      echo $needs > $out
      awk 'BEGIN { srand(\${toString number}); for (n = 0; n < 110000; n++) printf "%d\\n", rand() * 100000000 }' > $intermediates
    '' ];
  };
in builtins.genList unit ${count}
`

interface Row {
  readonly what: string
  readonly seconds: number
  readonly requests: number
}
const rows: Row[] = []

try {
  serveSlowly()
  mkdirSync(at('scratch'))
  writeFileSync(at('default.nix'), expressions)
  const entries: FullBuildEntry[] = []
  for (let number = 0; number < count; number++) {
    const { stdout } = await world.nix([
      'build',
      '--no-link',
      '--print-out-paths',
      '-f',
      at('default.nix'),
      `${number}^*`,
    ])
    const paths = stdout.trim().split('\n')
    const path = paths[0] ?? ''
    entries.push({ key: cacheKey({ system: 's', name: `unit-${number}`, revision: 'r', path }), paths })
  }
  const access = createStoreAccess(await openNix([], directory))
  const githubWorker = await bundleWorker(directory)
  const options = { scratch: at('scratch'), timeoutSeconds: 600, githubWorker }
  const cache = openCache(parseCacheInput('github'), access, options)
  if (cache === undefined) throw new Error('there is no GitHub cache')

  const total = () => Object.values(service.counts.requests).reduce((sum, one) => sum + one, 0)
  const measure = async (
    what: string,
    expected: string,
    work: () => Promise<readonly { readonly status: string }[]>,
  ): Promise<void> => {
    if (process.env.BENCH_TOGETHER === 'true' && what.includes('one by one')) return
    const before = total()
    const { seconds, value } = await timed(work)
    const wrong = value.find(({ status }) => status !== expected)
    if (wrong !== undefined) throw new Error(`${what}: ${JSON.stringify(wrong)}`)
    rows.push({ what, seconds, requests: total() - before })
    console.log(`${what}: ${seconds.toFixed(1)} s`)
  }
  const each = async <T>(
    atOnce: number,
    one: (entry: FullBuildEntry) => Promise<readonly T[]>,
  ): Promise<readonly T[]> => {
    const results: T[] = []
    await inParallel(entries, atOnce, async (entry) => void results.push(...(await one(entry))))
    return results
  }

  // Packing alone, without the network.
  const pack = (name: string, paths: readonly string[]) =>
    world.nix([
      'copy',
      '--no-recursive',
      '--to',
      `file://${at(name)}?compression=zstd&parallel-compression=true`,
      ...paths,
    ])
  const packed = async (work: () => Promise<unknown>) => {
    await work()
    return [{ status: 'packed' }]
  }
  await measure('Pack: one `nix copy`', 'packed', () =>
    packed(() =>
      pack(
        'one',
        entries.flatMap(({ paths }) => paths),
      ),
    ),
  )
  await measure('Pack: one `nix copy` for each unit', 'packed', () =>
    packed(async () => {
      for (const { paths } of entries) await pack('many', paths)
    }),
  )

  await measure('Save: one by one', 'saved', () =>
    each(1, (entry) => cache.save({ wanted: [entry], neighbours: entries })),
  )
  await service.close()
  service = await startCacheService({ blobHost: azureHost })
  serveSlowly()
  await measure('Save: together', 'saved', () => cache.save({ wanted: entries, neighbours: [] }))
  await measure('Ask: one by one', 'found', () => each(1, (entry) => cache.has([entry])))
  await measure('Ask: together', 'found', () => cache.has(entries))
  for (const atOnce of [1, 3]) {
    world.wipeStore()
    const how = atOnce === 1 ? 'one by one' : `one by one, ${atOnce} at once`
    await measure(`Restore: ${how}`, 'hit', () =>
      each(atOnce, (entry) => cache.restore({ wanted: [entry], neighbours: entries })),
    )
  }
  world.wipeStore()
  await measure('Restore: together', 'hit', () => cache.restore({ wanted: entries, neighbours: entries }))
  world.wipeStore()
  const last = entries.at(-1)!
  await measure('Restore: the last unit, which refers to all others', 'hit', () =>
    cache.restore({ wanted: [last], neighbours: entries }),
  )
  world.wipeStore()
  service.fail('lookup', { kind: 'hang' })
  const limited = openCache(parseCacheInput('github'), access, { ...options, timeoutSeconds: 10 })
  await measure('Restore: together, from a cache that hangs, with a limit of 10 s', 'failed', async () =>
    limited === undefined ? [] : limited.restore({ wanted: entries, neighbours: entries }),
  )

  writeResult('restore', 'Restoring the full builds of many units', [
    `${count} units in the GitHub Actions cache, each with 1 MB of intermediates and an output that refers to those of two units before it. The service is on this machine and answers each request after ${milliseconds} ms. “One by one” is the same program asked for one unit at a time. Made by \`npm run bench:restore\`.`,
    table(
      ['What', 'Time', 'Requests'],
      rows.map(({ what, seconds, requests }) => [what, `${seconds.toFixed(1)} s`, String(requests)]),
    ),
  ])
} finally {
  await service.close()
  world.dispose()
  rmSync(directory, { recursive: true, force: true })
}
