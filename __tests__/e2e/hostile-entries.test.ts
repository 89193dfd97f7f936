import { execFileSync, spawnSync } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { runAction } from '../../testing/action.ts'
import { archiveOf, type Member, membersOf } from '../../testing/archives.ts'
import {
  cacheEnvironment,
  cacheToken,
  type Snapshot,
  startCacheService,
} from '../../testing/cache-service/service.ts'
import { azureHost, dnsOverride } from '../../testing/cache-service/worker.ts'
import { createScenario, type Scenario } from '../../testing/scenario.ts'
import { standInGhc } from '../../testing/stand-in-ghc.ts'
import { changed, type HostileRow, hostileRows, mark } from './hostile/rows.ts'

/** Entries that somebody else than this action has written, as the bundled action restores them. */
let scenario: Scenario
let directory: string
let outside: string
let workspace: string
let expected: string
let pushed: Snapshot
/** Of the full build, in the cache. */
let blob: string
let good: readonly Member[]
/** With what it was built with, which a store of files holds as well. */
let all: readonly Member[]
const token = cacheToken(['refs/heads/main'])

const say = (path: string) => execFileSync(join(path, 'bin/sample'), { encoding: 'utf8' })

beforeAll(async () => {
  directory = realpathSync(mkdtempSync(join(tmpdir(), 'hostile-')))
  outside = join(directory, 'outside')
  scenario = createScenario({ modules: 2, ghc: standInGhc(directory) })
  scenario.sample.commit('base', '2026-01-01T12:00:00Z')
  scenario.sample.changeLeaf()
  workspace = scenario.checkout(scenario.sample.commit('head', '2026-01-02T05:00:00Z'))
  const { stdout } = await scenario.world.nix(['build', '--no-link', '--print-out-paths', '.#sample'], {
    cwd: workspace,
  })
  expected = say(stdout.trim())
  scenario.world.wipeStore()
  const { snapshot } = await job(undefined, {})
  pushed = snapshot
  blob = pushed.entries.find(({ key }) => !key.includes('-dependencies-'))?.blob ?? ''
  const entries = await Promise.all(
    [...pushed.blobs].map(async ([name, text]) => [name, await membersOf(text)] as const),
  )
  good = entries.find(([name]) => name === blob)?.[1] ?? []
  all = [...new Map(entries.flatMap(([, members]) => members).map((one) => [one.header.name, one])).values()]
})
afterAll(() => {
  scenario.dispose()
  rmSync(directory, { recursive: true, force: true })
})

/** A job on an empty store, with a cache that holds `from`. */
async function job(from: Snapshot | undefined, inputs: Readonly<Record<string, string>>) {
  scenario.world.wipeStore()
  const service = await startCacheService({ blobHost: azureHost, from })
  try {
    const { main, post } = await runAction(
      scenario.step(workspace, {
        inputs: { installables: '.#sample', cache: 'github', ...inputs },
        env: { ...cacheEnvironment(service.url, token), NODE_OPTIONS: dnsOverride, LOOPBACK_HASTE: '50' },
      }),
    )
    expect([main.exitCode, main.errors, post.exitCode, post.errors, post.warnings]).toEqual([
      0,
      [],
      0,
      [],
      [],
    ])
    expect(main.outputs).toMatchObject({ build: 'incremental', 'modules-compiled': '1' })
    expect(say(JSON.parse(main.outputs['out-paths'] ?? '')['.#sample'][0])).toBe(expected)
    expect(scenario.leftovers()).toEqual([])
    return { main, snapshot: service.snapshot() }
  } finally {
    await service.close()
  }
}

/** A job that finds `archive` in the cache. */
function restore(
  archive: Buffer,
  { cache, inputs }: Pick<HostileRow, 'cache' | 'inputs'> = { cache: 'GitHub cache' },
) {
  const readOnly = { 'cache-write': 'never', ...inputs }
  if (cache === 'File store')
    return job(undefined, { ...readOnly, cache: pathToFileURL(fileStore(archive)).href })
  return job({ ...pushed, blobs: new Map([...pushed.blobs, [blob, archive]]) }, readOnly)
}

function fileStore(archive: Buffer): string {
  const store = mkdtempSync(join(directory, 'store-'))
  execFileSync('tar', ['-x', '-C', store], { input: archive })
  return join(store, 'full-build')
}

it.each(['GitHub cache', 'File store'] as const)('%s: what was pushed comes back', async (cache) => {
  const members = cache === 'File store' ? all : good
  const { main } = await restore(await archiveOf(members), { cache })
  expect([main.outputs['cache-hit'], main.warnings]).toEqual(['true', []])
})

it('GitHub cache: no entry says for the others which store they are of', async () => {
  const elsewhere = changed(/nix-cache-info$/, () => 'StoreDir: /somewhere/else\n')
  const { main } = await restore(await elsewhere({ good, outside }))
  expect([main.outputs['cache-hit'], main.warnings]).toEqual(['true', []])
})

it.each(hostileRows.map((row): [string, HostileRow] => [`${row.cache}: ${row.entry}`, row]))(
  '%s',
  async (_, row) => {
    rmSync(outside, { recursive: true, force: true })
    mkdirSync(outside)
    writeFileSync(join(outside, 'victim'), 'as it was')
    const { main } = await restore(
      await row.make({ good: row.cache === 'File store' ? all : good, outside }),
      row,
    )
    expect(main.outputs['cache-hit']).toBe('false')
    expect(main.warnings).toEqual([expect.stringMatching(/could not be restored.*It is built anew/)])
    expect(main.warnings[0]).toMatch(row.says)
    expect(readdirSync(outside)).toEqual(['victim'])
    expect(readFileSync(join(outside, 'victim'), 'utf8')).toBe('as it was')
    const found = spawnSync('grep', ['-rl', mark, scenario.directory], { encoding: 'utf8' })
    expect([found.status, found.stdout]).toEqual([1, ''])
    expect(execFileSync('git', ['status', '--porcelain'], { cwd: workspace, encoding: 'utf8' })).toBe('')
  },
)
