import { existsSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { annotations, runAction } from '../../testing/action.ts'
import { type CacheRest, startCacheRest } from '../../testing/cache-rest.ts'
import {
  type CacheService,
  cacheEnvironment,
  cacheToken,
  startCacheService,
} from '../../testing/cache-service/service.ts'
import { createScenario, type Scenario } from '../../testing/scenario.ts'

/** Nightlies of three days that keep some of what they push, on real Nix. */
let scenario: Scenario
let service: CacheService
let rest: CacheRest
const revisions: string[] = []

beforeAll(async () => {
  service = await startCacheService()
  rest = await startCacheRest('octo/sample', 'secret')
  scenario = createScenario({ modules: 4 })
  for (const day of [1, 2, 3]) {
    scenario.sample.changeLeaf(day)
    revisions.push(scenario.sample.commit(`day ${day}`, `2026-01-0${day}T12:00:00Z`))
  }
})
afterAll(async () => {
  await Promise.all([service.close(), rest.close()])
  scenario.dispose()
})

async function nightly(revision: string, inputs: Record<string, string>) {
  const { main, post } = await runAction(
    scenario.step(scenario.checkout(revision), {
      inputs: { installables: '.#sample', mode: 'full', 'github-token': 'secret', ...inputs },
      env: { ...cacheEnvironment(service.url, cacheToken(['refs/heads/main'])), GITHUB_API_URL: rest.url },
    }),
  )
  expect([main.exitCode, main.errors, main.warnings, post.warnings]).toEqual([0, [], [], []])
  expect(scenario.leftovers()).toEqual([])
  return main
}

describe('file store', () => {
  const store = () => join(scenario.directory, 'cache')
  const cache = () => `file://${store()}`
  const filesOf = () =>
    readdirSync(store(), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))

  /** What the cache has of the dependencies: description, narinfo, and NAR. */
  const dependencies = () =>
    filesOf()
      .filter((file) => file.includes('-dependencies-'))
      .flatMap((file) => {
        const [path = ''] = JSON.parse(readFileSync(file, 'utf8')).paths as string[]
        const narinfo = join(store(), `${path.split('/').at(-1)?.slice(0, 32)}.narinfo`)
        const nar = /^URL: (.*)$/m.exec(readFileSync(narinfo, 'utf8'))?.[1] ?? ''
        return [file, narinfo, join(store(), nar)].map((one) => one.slice(store().length))
      })

  it('keeps the newest, which still restore, and leaves nothing of the others', async () => {
    for (const revision of revisions.slice(0, 2)) await nightly(revision, { cache: cache() })
    // What other tools put there stays.
    const foreign = join(store(), '00000000000000000000000000000000.narinfo')
    writeFileSync(foreign, 'StorePath: /nix/store/00000000000000000000000000000000-x\nURL: nar/x.nar\n')
    const before = filesOf()
    const main = await nightly(revisions[2] ?? '', { cache: cache(), keep: '1' })
    expect(main.log).toMatch(/Removed 2 full builds, which freed \d+\.\d MB\./)
    for (const revision of revisions.slice(0, 2))
      expect(main.log).toMatch(new RegExp(`Removed incremental-nix\\S*${revision}`))
    const after = filesOf()
    // The compiler of the package set, which the kept full build was made with too.
    const shared = dependencies()
    expect(shared).toHaveLength(3)
    const left = before.filter((file) => after.includes(file)).map((file) => file.slice(store().length))
    expect(left.sort()).toEqual(
      ['/00000000000000000000000000000000.narinfo', '/nix-cache-info', ...shared].sort(),
    )
    // Of the kept one: its product and its intermediates, and what is known of it.
    expect(after.filter((file) => /\/nar\//.test(file))).toHaveLength(2 + 1)
    expect(after.filter((file) => /\/incremental-nix\//.test(file))).toHaveLength(2 + 1)
    scenario.world.wipeStore()
    const again = await nightly(revisions[2] ?? '', { cache: cache(), keep: '1' })
    expect(again.outputs['cache-hit']).toBe('true')
    expect(again.log).toContain('Removed 0 full builds')
  })

  it('does not remove what a kept full build shares with one that goes', async () => {
    const index = join(store(), 'incremental-nix')
    const [kept = ''] = readdirSync(index).filter((name) => /-sample-.*\.json$/.test(name))
    const description = JSON.parse(readFileSync(join(index, kept), 'utf8'))
    const key = description.key.replace(/[0-9a-f]{40}/, 'e'.repeat(40))
    writeFileSync(join(index, `${key}.json`), JSON.stringify({ ...description, key, time: 1 }))
    const main = await nightly(revisions[2] ?? '', { cache: cache(), 'keep-days': '1' })
    expect(main.log).toContain(`Removed ${key}`)
    expect(readdirSync(index)).toContain(kept)
    scenario.world.wipeStore()
    const again = await nightly(revisions[2] ?? '', { cache: cache() })
    expect(again.outputs['cache-hit']).toBe('true')
  })

  it('removes what only removed ones were built with, and keeps what a kept one was, at any age', async () => {
    const index = join(store(), 'incremental-nix')
    const read = (name: string) => JSON.parse(readFileSync(join(index, name), 'utf8'))
    const write = (value: { readonly key: string }) =>
      writeFileSync(join(index, `${value.key}.json`), JSON.stringify(value))
    const find = (pattern: RegExp) => readdirSync(index).find((name) => pattern.test(name)) ?? ''
    const shared = read(find(/-dependencies-.*\.json$/))
    const kept = read(find(/-sample-.*\.json$/))
    // The compiler before the last, as it is left by a full build that goes now.
    const hash = '1'.repeat(32)
    const path = `${shared.paths[0].slice(0, shared.paths[0].lastIndexOf('/'))}/${hash}-ghc`
    const lonely = {
      ...shared,
      key: shared.key.replace(/[0-9a-f]{32}$/, hash),
      paths: [path],
      closure: [path],
    }
    const files = [join(store(), `${hash}.narinfo`), join(store(), 'nar', `${hash}.nar`)]
    writeFileSync(files[0] ?? '', `StorePath: ${path}\nURL: nar/${hash}.nar\nReferences: \n`)
    writeFileSync(files[1] ?? '', 'x')
    write({ ...lonely, time: 1 })
    write({ ...shared, time: 1 })
    const old = kept.key.replace(/[0-9a-f]{40}/, 'd'.repeat(40))
    write({ ...kept, key: old, dependencies: [lonely.key], time: 1 })
    const main = await nightly(revisions[2] ?? '', { cache: cache(), keep: '1', 'keep-days': '1' })
    expect(main.log.match(/(?<=Removed )incremental-nix\S*(?=\.)/g)).toEqual([old, lonely.key])
    expect(main.log).toContain('Removed 1 full builds and 1 entries of dependencies, which freed')
    expect(files.map((file) => existsSync(file))).toEqual([false, false])
    expect(readdirSync(index)).toContain(`${shared.key}.json`)
    // What is said to be kept can still be restored, without building any of it.
    scenario.world.wipeStore()
    const again = await nightly(revisions[2] ?? '', { cache: cache() })
    expect(again.outputs['cache-hit']).toBe('true')
    expect(dependencies()).toHaveLength(3)
    expect(dependencies().filter((file) => !existsSync(join(store(), file)))).toEqual([])
  })

  it('finishes a pruning that was cut off', async () => {
    await nightly(revisions[0] ?? '', { cache: cache() })
    const index = join(store(), 'incremental-nix')
    const name =
      readdirSync(index).find((one) => one.endsWith('.json') && one.includes(revisions[0] ?? '')) ?? ''
    const { paths } = JSON.parse(readFileSync(join(index, name), 'utf8'))
    const narinfo = join(store(), `${paths[0].split('/').at(-1).slice(0, 32)}.narinfo`)
    const nar = join(store(), /^URL: (.*)$/m.exec(readFileSync(narinfo, 'utf8'))?.[1] ?? '')
    // The narinfo went, and then the machine did.
    rmSync(narinfo)
    const old = new Date(Date.now() - 2 * 24 * 3600 * 1000)
    utimesSync(nar, old, old)
    await nightly(revisions[2] ?? '', { cache: cache(), keep: '1' })
    expect([existsSync(nar), existsSync(join(index, name))]).toEqual([false, false])
  })
})

describe('GitHub cache', () => {
  const hash = '0yi2jj87njfi9kb3sr4zr979lha3mc8v'
  const old = (id: number) => ({
    id,
    key: `incremental-nix-v2-x86_64-linux-sample-${String(id).padStart(40, '0')}-${hash}`,
    ref: 'refs/heads/main',
    created_at: `2026-01-0${id}T00:00:00Z`,
    size_in_bytes: 2_000_000,
  })

  it('removes by way of the REST API', async () => {
    rest.entries.push(old(1), old(2), old(3))
    const main = await nightly(revisions[1] ?? '', { cache: 'github', keep: '1' })
    expect(rest.entries).toEqual([old(3)])
    expect(main.log).toContain('Removed 2 full builds, which freed 4.0 MB.')
    expect(annotations(main.log, 'notice')).toEqual([])
    expect(main.log).not.toContain('secret')
  })

  it('says once that it may not, and goes on', async () => {
    rest.entries.push(old(4), old(5))
    rest.intercept = (method) =>
      method === 'DELETE' ? { status: 403, message: 'Resource not accessible by integration' } : undefined
    const main = await nightly(revisions[1] ?? '', { cache: 'github', keep: '1', strict: 'true' })
    expect(annotations(main.log, 'notice')).toEqual([expect.stringContaining('`actions: write`')])
  })

  it('asks nothing unless it is told to, and never outside of mode full', async () => {
    rest.requests.length = 0
    await nightly(revisions[1] ?? '', { cache: 'github' })
    await nightly(revisions[1] ?? '', { cache: 'github', keep: '1', mode: 'incremental' })
    expect(rest.requests).toEqual([])
  })
})

it('says where it cannot', async () => {
  const main = await nightly(revisions[1] ?? '', { cache: 'none', 'keep-days': '3' })
  expect(annotations(main.log, 'notice')).toEqual([expect.stringContaining('`file://` stores')])
})
