import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { narinfoName } from '../../src/cache/closure.ts'
import { openCache, parseCacheInput } from '../../src/cache/index.ts'
import { openNix } from '../../src/nix/nix.ts'
import { createStoreAccess } from '../../src/nix/store.ts'
import { createNixWorld, type NixWorld } from '../../testing/nix-world.ts'
import { single } from '../../testing/single.ts'

/** An upstream cache whose paths bear no signature, on a real Nix: nothing that it has is pushed. */
const before = { ...process.env }
let directory: string
let world: NixWorld
let upstream: string
let ours: string

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'upstream-'))
  world = createNixWorld(join(directory, 'world'))
  Object.assign(process.env, world.env)
  await mkdir(join(directory, 'scratch'))
  const file = join(directory, 'default.nix')
  await writeFile(
    file,
    `rec {
      upstream = derivation { name = "upstream"; system = builtins.currentSystem; builder = "/bin/sh"; args = [ "-c" "echo up > $out" ]; };
      ours = derivation { name = "ours"; system = builtins.currentSystem; builder = "/bin/sh"; args = [ "-c" "echo \${upstream} > $out" ]; };
    }`,
  )
  const build = async (attribute: string) =>
    (await world.nix(['build', '--no-link', '--print-out-paths', '-f', file, attribute])).stdout.trim()
  upstream = await build('upstream')
  await world.nix(['copy', '--to', `file://${directory}/theirs`, upstream])
  world.wipeStore()
  world.configure(`substituters = file://${directory}/theirs?trusted=1`)
  ours = await build('ours')
})
afterAll(async () => {
  process.env = { ...before }
  world.dispose()
  await rm(directory, { recursive: true, force: true })
})

it.each([
  ['that has the path', [], () => [ours]],
  ['that is not there', ['substituters = file:///nonexistent?trusted=1'], () => [ours, upstream]],
  [
    'that the next machine would not believe',
    [`substituters = file://DIRECTORY/theirs`],
    () => [ours, upstream],
  ],
])('an upstream cache %s', async (name, settings, pushed) => {
  const url = `file://${directory}/cache-${name.replaceAll(' ', '-')}`
  const nix = await openNix(
    settings.map((line) => line.replace('DIRECTORY', directory)),
    directory,
  )
  const options = { scratch: join(directory, 'scratch'), timeoutSeconds: 30 }
  const cache = single(openCache(parseCacheInput(url), createStoreAccess(nix), options)!)
  const entry = { key: 'key', paths: [ours] }
  expect(await cache.save(entry)).toMatchObject({ status: 'saved' })
  const narinfos = (await readdir(new URL(url))).filter((file) => file.endsWith('.narinfo'))
  expect(narinfos.sort()).toEqual(pushed().map(narinfoName).sort())
})
