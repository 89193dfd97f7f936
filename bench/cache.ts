import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { openCache, parseCacheInput } from '../src/cache/index.ts'
import { run } from '../src/lib/process.ts'
import { openNix } from '../src/nix/nix.ts'
import { createStoreAccess } from '../src/nix/store.ts'
import { node24 } from '../testing/action.ts'
import { cacheEnvironment, cacheToken, startCacheService } from '../testing/cache-service/service.ts'
import { bundleWorker } from '../testing/cache-service/worker.ts'
import { createNixWorld } from '../testing/nix-world.ts'
import { single } from '../testing/single.ts'
import { table, timed, writeResult } from './machine.ts'

/**
 * `npm run bench:cache`: saving and restoring the products of a Haskell build, by this action and by what one could use
 * in its place. The products are those of GHC's own libraries; BENCH_MEGABYTES sets how many (default 1000).
 * `nix copy` with xz takes minutes for that much, and gets an eighth.
 */
const megabytes = Number(process.env.BENCH_MEGABYTES ?? 1000)
const xzShare = 8

const directory = realpathSync(mkdtempSync(join(tmpdir(), 'incremental-nix-bench-')))
const world = createNixWorld(join(directory, 'nix'))
const service = await startCacheService()
const at = (name: string) => join(directory, name)
Object.assign(process.env, world.env, cacheEnvironment(service.url, cacheToken(['refs/heads/main'])), {
  GITHUB_WORKSPACE: directory,
  RUNNER_TEMP: directory,
})
mkdirSync(at('scratch'))

interface Row {
  readonly way: string
  readonly size: number
  readonly stored: number
  readonly save: number
  readonly restore: number
}

const print = async (...args: string[]) => (await world.nix(args)).stdout.trim()

/** Bytes of all files below a directory. */
function sizeOf(path: string): number {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0)
}

/** GHC's own libraries as its build left them: interface files, and the object files out of the archives. */
async function compiledHaskell(): Promise<string> {
  const library = join((await run('ghc', ['--print-libdir'])).stdout.trim(), '../lib')
  const target = at('compiled')
  for (const entry of readdirSync(library, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name)
    const into = join(target, relative(library, entry.parentPath))
    if (/\.(dyn_)?hi$/.test(entry.name)) {
      mkdirSync(into, { recursive: true })
      copyFileSync(file, join(into, entry.name))
    } else if (/^libHS.*\.a$/.test(entry.name)) {
      mkdirSync(into, { recursive: true })
      await run('ar', ['x', file], { cwd: into })
    }
  }
  return target
}

/**
 * A store path of about that many bytes, made of files of `source`, and of copies of them if they do not suffice. The
 * bytes of a copy are rotated: their statistics stay, and no copy is found in another.
 */
async function storePath(name: string, source: string, bytes: number): Promise<string> {
  const order = (file: string) => createHash('sha256').update(file).digest('hex')
  const files = readdirSync(source, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort((a, b) => (order(a) < order(b) ? -1 : 1))
  const target = at(name)
  let total = 0
  for (let copy = 0; total < bytes; copy++) {
    for (const file of files) {
      if (total >= bytes) break
      const into = join(target, `copy-${copy}`, relative(source, file))
      const content = readFileSync(file)
      mkdirSync(dirname(into), { recursive: true })
      writeFileSync(into, copy === 0 ? content : content.map((byte) => (byte + copy * 37) & 0xff))
      total += content.length
    }
  }
  const path = await print('store', 'add-path', '--name', name, target)
  rmSync(target, { recursive: true })
  return path
}

const drop = (path: string) => world.nix(['store', 'delete', '--ignore-liveness', path])

/** Saves, loses the path, restores, and demands that it came back the same. */
async function measure(
  way: string,
  path: string,
  save: () => Promise<unknown>,
  stored: () => number,
  restore: () => Promise<unknown>,
): Promise<Row> {
  const size = sizeOf(path)
  const hash = await print('hash', 'path', path)
  const saving = await timed(save)
  await drop(path)
  const restoring = await timed(restore)
  if ((await print('hash', 'path', path)) !== hash) throw new Error(`${way}: another content came back`)
  const row = { way, size, stored: stored(), save: saving.seconds, restore: restoring.seconds }
  console.log(
    `${way}: ${row.save.toFixed(1)} s, ${row.restore.toFixed(1)} s, ${(row.stored / 1e6).toFixed(0)} MB`,
  )
  return row
}

const rows: Row[] = []
try {
  const compiled = await compiledHaskell()
  const big = await storePath('intermediates', compiled, megabytes * 1e6)
  const small = await storePath('part', compiled, (megabytes * 1e6) / xzShare)
  rmSync(compiled, { recursive: true })
  const githubWorker = await bundleWorker(directory)
  const access = createStoreAccess(await openNix([], directory))
  const options = { scratch: at('scratch'), timeoutSeconds: 1800, githubWorker }

  const ours = async (way: string, url: string, stored: () => number, path = big) => {
    const cache = single(openCache(parseCacheInput(url), access, options)!)
    const entry = { key: `bench-${rows.length}`, paths: [path] }
    const demand = async (status: string, done: Promise<{ status: string }>) => {
      const result = await done
      if (result.status !== status) throw new Error(`${way}: ${JSON.stringify(result)}`)
    }
    rows.push(
      await measure(
        way,
        path,
        () => demand('saved', cache.save(entry)),
        stored,
        () => demand('hit', cache.restore(entry)),
      ),
    )
  }
  const copy = async (way: string, name: string, parameters: string, path: string) => {
    const url = `file://${at(name)}${parameters}`
    rows.push(
      await measure(
        way,
        path,
        () => world.nix(['copy', '--to', url, path]),
        () => sizeOf(at(name)),
        () => world.nix(['copy', '--no-check-sigs', '--from', url, path]),
      ),
    )
    rmSync(at(name), { recursive: true })
  }

  await ours('this action, `cache: github`', 'github', () => service.counts.uploadedBytes)
  await ours('this action, `cache: file://`', `file://${at('ours')}`, () => sizeOf(at('ours')))
  rmSync(at('ours'), { recursive: true })

  const tar = at('plain.tar.zst')
  const shell = (command: string) => run('bash', ['-c', `set -o pipefail; ${command}`], { cwd: world.store })
  const name = big.slice(world.store.length + 1)
  rows.push(
    await measure(
      'plain `tar` and `zstd -T0`',
      big,
      () => shell(`tar c ${name} | zstd -q -T0 -o ${tar}`),
      () => statSync(tar).size,
      () => shell(`chmod u+w . && zstd -q -dc ${tar} | tar x`),
    ),
  )
  rmSync(tar)
  // tar wrote to the store behind Nix's back: Nix learns of the path again.
  await readmit()

  const worker = at('direct.mjs')
  writeFileSync(
    worker,
    `import { restoreCache, saveCache } from '${new URL('../node_modules/@actions/cache/lib/cache.js', import.meta.url).href}'
const [operation, path] = process.argv.slice(2)
const done = operation === 'save' ? await saveCache([path], 'direct') : await restoreCache([path], 'direct')
process.exit(done === undefined || done === -1 ? 1 : 0)
`,
  )
  let before = 0
  const direct = (operation: string) => run(node24, [worker, operation, big], { cwd: directory })
  rows.push(
    await measure(
      '@actions/cache on the paths themselves',
      big,
      () => {
        before = service.counts.uploadedBytes
        return direct('save')
      },
      () => service.counts.uploadedBytes - before,
      () => direct('restore'),
    ),
  )
  await readmit()

  for (const level of [1, 3, 9]) {
    await copy(
      `\`nix copy\`, zstd level ${level}`,
      `zstd-${level}`,
      `?compression=zstd&compression-level=${level}`,
      big,
    )
  }
  await copy(
    '`nix copy`, zstd level 3, `parallel-compression`',
    'zstd-parallel',
    '?compression=zstd&compression-level=3&parallel-compression=true',
    big,
  )
  await copy('`nix copy`, no compression', 'none', '?compression=none', big)
  await copy(`\`nix copy\`, its default (xz), ${1 / xzShare} of the size`, 'xz', '', small)

  async function readmit(): Promise<void> {
    const copied = at('intermediates')
    execFileSync('cp', ['-a', big, copied])
    execFileSync('chmod', ['-R', 'u+w', copied, big])
    rmSync(big, { recursive: true })
    if ((await print('store', 'add-path', '--name', 'intermediates', copied)) !== big)
      throw new Error('another path')
    rmSync(copied, { recursive: true })
  }

  const [first] = rows
  const perGigabyte = (seconds: number, size: number) => (seconds * 1e9) / size
  const ratio = (row: Row, of: (row: Row) => number) =>
    first === undefined
      ? ''
      : `${(perGigabyte(of(row), row.size) / perGigabyte(of(first), first.size)).toFixed(1)}×`
  writeResult('cache', 'Saving and restoring intermediates', [
    `${((first?.size ?? 0) / 1e6).toFixed(0)} MB of interface and object files, those of GHC’s own libraries and, where they do not suffice, copies with their bytes rotated, so that no copy is found in another. The caches are on this machine, so that the network costs nothing; ratios are to the first row, per byte. ${availableParallelism()} cores. Made by \`npm run bench:cache\`.`,
    table(
      ['Way', 'Input', 'Stored', 'Save', 'ratio', 'Restore', 'ratio'],
      rows.map((row) => [
        row.way,
        `${(row.size / 1e6).toFixed(0)} MB`,
        `${(row.stored / 1e6).toFixed(1)} MB`,
        `${row.save.toFixed(1)} s`,
        ratio(row, ({ save }) => save),
        `${row.restore.toFixed(1)} s`,
        ratio(row, ({ restore }) => restore),
      ]),
    ),
  ])
} finally {
  await service.close()
  world.dispose()
  rmSync(directory, { recursive: true, force: true })
}
