import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { cacheEnvironment, cacheToken, startCacheService } from '../testing/cache-service/service.ts'
import { azureHost, dnsOverride } from '../testing/cache-service/worker.ts'
import { createNixWorld } from '../testing/nix-world.ts'
import { compiledHaskell, storePaths } from './cache/content.ts'
import { measure, type Turn } from './cache/measure.ts'
import { directly, nixCopy, ourWays, plainTar, type Way } from './cache/ways.ts'
import { writeResult } from './machine.ts'
import { median, spread, table } from './measures.ts'

/**
 * `npm run bench:cache`: saving and restoring the products of a Haskell build, by this action and by what one could use
 * in its place. The products are those of GHC's own libraries; BENCH_MEGABYTES sets how many (1000). This action and
 * plain `tar` and `zstd` are measured in turn, BENCH_REPEAT (5) times; the others once, unless BENCH_OTHERS=false.
 * `nix copy` with xz takes minutes for that much, and gets an eighth.
 */
const megabytes = Number(process.env.BENCH_MEGABYTES ?? 1000)
const turns = Number(process.env.BENCH_REPEAT ?? 5)
const withOthers = process.env.BENCH_OTHERS !== 'false'
const xzShare = 8
const packages = 10
/** Of the time of plain `tar` and `zstd`. */
const goals = { save: 1.5, restore: 1 }

const directory = realpathSync(mkdtempSync(join(tmpdir(), 'incremental-nix-bench-')))
const world = createNixWorld(join(directory, 'nix'))
const service = await startCacheService({ blobHost: azureHost })
Object.assign(process.env, world.env, cacheEnvironment(service.url, cacheToken(['refs/heads/main'])), {
  GITHUB_WORKSPACE: directory,
  RUNNER_TEMP: directory,
  NODE_OPTIONS: dnsOverride,
})

const seconds = (figures: readonly number[]) => spread(figures, 1, ' s')
const megabytesOf = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`

/** The time in proportion to that of plain `tar` and `zstd` in the same turn. */
function ratio(own: readonly Turn[], plain: readonly Turn[], of: 'save' | 'restore'): number {
  return median(own.map((turn, index) => turn[of] / plain[index]![of]))
}

try {
  const place = { directory, world, service }
  const compiled = join(directory, 'compiled')
  mkdirSync(join(directory, 'scratch'))
  await compiledHaskell(compiled)
  const content = (name: string, parts: number, share = 1) =>
    storePaths(world, { name, source: compiled, bytes: (megabytes * 1e6) / share, parts })
  const big = await content('intermediates', 1)
  const graph = await content('package', packages)
  const small = await content('part', 1, xzShare)
  rmSync(compiled, { recursive: true })

  const compare = async (paths: readonly string[]): Promise<ReadonlyMap<Way, readonly Turn[]>> => {
    const ways = [...(await ourWays(place, paths)), plainTar(place, paths)]
    const measured = new Map<Way, Turn[]>(ways.map((way) => [way, []]))
    for (let turn = 0; turn < turns; turn++)
      for (const way of ways) measured.get(way)?.push(await measure(world, way))
    return measured
  }
  const [ofOne, ofGraph] = [await compare(big), await compare(graph)]

  const copy = (title: string, parameters: string, paths = big) =>
    nixCopy(place, { title, parameters, paths })
  const others = [
    directly(place, big),
    ...[1, 3, 9].map((level) =>
      copy(`\`nix copy\`, zstd level ${level}`, `?compression=zstd&compression-level=${level}`),
    ),
    copy(
      '`nix copy`, zstd level 3, `parallel-compression`',
      '?compression=zstd&compression-level=3&parallel-compression=true',
    ),
    copy('`nix copy`, no compression', '?compression=none'),
    copy(`\`nix copy\`, its default (xz), ${1 / xzShare} of the size`, '', small),
  ]
  const once: { readonly way: Way; readonly turn: Turn }[] = []
  for (const way of withOthers ? others : []) once.push({ way, turn: await measure(world, way) })

  writeResult('cache', 'Saving and restoring intermediates', [
    `${megabytes} MB of interface and object files, those of GHC’s own libraries and, where they do not suffice, copies with their bytes rotated, so that no copy is found in another. The caches are on this machine, so that the network costs nothing. ${availableParallelism()} cores. Made by \`npm run bench:cache\`.`,
    `Medians of ${turns} turns, in each of which all were measured one after the other, with the least and the greatest; what was not on the disk yet was written before each. The ratios are medians of those within a turn, to plain \`tar\` and \`zstd\`; the goals are ${goals.save}× for saving, ${goals.restore}× for restoring.`,
    'In one store path, as the products of a single big package are:',
    comparedTable(ofOne),
    `In ${packages} store paths of the same size, as those of a graph of packages are:`,
    comparedTable(ofGraph),
    ...(once.length === 0 ? [] : ['Other ways, once, of one store path:', othersTable(once)]),
  ])
} finally {
  await service.close()
  world.dispose()
  rmSync(directory, { recursive: true, force: true })
}

/** The last of the ways is plain `tar` and `zstd`. */
function comparedTable(measured: ReadonlyMap<Way, readonly Turn[]>): string {
  const plain = [...measured.values()].at(-1)!
  const verdict = (own: readonly Turn[], of: 'save' | 'restore') => {
    const value = ratio(own, plain, of)
    return own === plain ? '' : `${value.toFixed(2)}×, ${value <= goals[of] ? 'met' : 'missed'}`
  }
  return table(
    ['Way', 'Stored', 'Save', 'ratio', 'Restore', 'ratio'],
    [...measured].map(([{ title }, own]) => [
      title,
      megabytesOf(own.at(-1)!.stored),
      seconds(own.map(({ save }) => save)),
      verdict(own, 'save'),
      seconds(own.map(({ restore }) => restore)),
      verdict(own, 'restore'),
    ]),
  )
}

function othersTable(rows: readonly { readonly way: Way; readonly turn: Turn }[]): string {
  return table(
    ['Way', 'Input', 'Stored', 'Save', 'Restore'],
    rows.map(({ way, turn }) => [
      way.title,
      megabytesOf(turn.size),
      megabytesOf(turn.stored),
      `${turn.save.toFixed(1)} s`,
      `${turn.restore.toFixed(1)} s`,
    ]),
  )
}
