import { makeForCheckout } from '../../src/engine/modes/full.ts'
import { buildOnTop } from '../../src/engine/modes/incremental.ts'
import { setLog } from '../../src/lib/log.ts'
import {
  createEngine,
  createPackage,
  rewritten,
  silentLog,
  unchecked,
  type World,
} from '../../testing/engine.ts'
import { createDerivation, outOf, storePath } from '../../testing/graph.ts'

// A base whose tests fail: its full builds are made without them, HEAD is built on those, and none of them stands for HEAD's.

setLog(silentLog)

/** A program that needs two libraries; at HEAD the program is another one. The tests of one library fail. */
const ghc = createDerivation('ghc-9.6.6')
const sound = createPackage('sound', { inputs: [ghc] })
const faulty = createPackage('faulty', { inputs: [ghc] })
const before = createPackage('program', { salt: 'before', inputs: [ghc, sound, faulty] })
const after = createPackage('program', { salt: 'after', inputs: [ghc, sound, faulty] })
const testsFail = (path: string) => path === rewritten(faulty.path) && 'checkPhase'
const world: World = {
  derivations: [ghc, sound, faulty, before, after],
  head: after,
  base: before,
  valid: [outOf(ghc)],
  fails: testsFail,
}

type Change = Partial<World>
type Overrides = Parameters<typeof createEngine>[1]

function engineOf(change: Change, settings: Overrides) {
  return createEngine(
    { ...world, ...change },
    { revisions: ['main'], caches: [{ kind: 'github' }], ...settings },
  )
}

async function run(change: Change = {}, settings: Overrides = {}, hosted = false) {
  const engine = createEngine(
    { ...world, ...change },
    { revisions: ['main'], caches: [{ kind: 'github' }], ...settings },
    { hosted, occasion: { event: 'push' } } as never,
  )
  await buildOnTop(engine.context, engine.progress)
  const { deeds, progress, context } = engine
  return {
    deeds,
    warnings: context.ladder.warnings,
    builds: Object.fromEntries(progress.units.map(({ package: name, build }) => [name, build])),
    pushed: deeds.pushed.flatMap(({ wanted }) => wanted.map(({ key }) => key)),
  }
}

const productsOf = (path: string, name: string) => storePath(`${name}-intermediates`, path)
const hashOf = (path: string) => path.slice('/nix/store/'.length).split('-')[0]
const isNote = (key: string, name: string) =>
  key.startsWith(`incremental-nix-v2-failed-checks-x86_64-linux-${name}-`)
/** What a cache has after the job that found out. */
const uncheckedHashes = [
  hashOf(productsOf(unchecked(faulty.path), faulty.name)),
  hashOf(productsOf(unchecked(before.path), before.name)),
]
const soundHash = hashOf(productsOf(rewritten(sound.path), sound.name))
const known = (key: string) =>
  isNote(key, 'faulty') || [...uncheckedHashes, soundHash].includes(key.slice(-32))
const warning = (detail: string) =>
  expect.stringMatching(
    `^The full build of faulty-1\\.0 fails its tests or its documentation \\(${detail}\\)\\. It is made without`,
  )

it('builds it without its tests, and HEAD on that, with them', async () => {
  const { builds, deeds, pushed, warnings } = await run()
  expect(warnings).toEqual([warning('.*failed with exit code 1')])
  const [first, second, head] = deeds.built
  expect(first).toContain(`${rewritten(faulty.path)}^out`)
  expect(second?.toSorted()).toEqual(
    [`${unchecked(faulty.path)}^intermediates`, `${unchecked(before.path)}^intermediates`].toSorted(),
  )
  // What did not change and passed stands for HEAD's; what did not pass is built again.
  expect(builds).toEqual({ sound: 'unchanged', faulty: 'incremental', program: 'incremental' })
  expect(head).toEqual([`${rewritten(after.path)}^out`])
  expect(pushed.filter((key) => isNote(key, 'faulty'))).toHaveLength(1)
  for (const hash of uncheckedHashes) expect(pushed.some((key) => key.endsWith(`-${hash}`))).toBe(true)
})

it.each(['installCheckPhase', 'haddockPhase'])('likewise in %s', async (phase) => {
  const { builds } = await run({ fails: (path) => path === rewritten(faulty.path) && phase })
  expect(builds.faulty).toBe('incremental')
})

it.each<[string, Change]>([
  ['another phase fails', { fails: (path) => path === rewritten(faulty.path) }],
  ['the machine was at fault', { prints: () => ['No space left on device'] }],
])('makes nothing without tests where %s', async (_, change) => {
  const { builds, deeds, warnings } = await run(change)
  expect(deeds.built.flat().filter((argument) => argument.includes('-unchecked.drv'))).toEqual([])
  expect(builds.faulty).toBe('plain')
  expect(warnings).toEqual([expect.stringContaining('the full build failed (')])
})

it.each([
  ['a job that may push', false],
  ['one that keeps nothing', true],
])('is known to %s later, and restored', async (_, hosted) => {
  const settings: Overrides = hosted ? { cacheWrite: 'never' } : {}
  const { builds, deeds, pushed, warnings } = await run({ cached: known }, settings, hosted)
  expect(warnings).toEqual([warning('an earlier job found out')])
  expect(builds).toEqual({ sound: 'unchanged', faulty: 'incremental', program: 'incremental' })
  expect(deeds.built).toEqual([[`${rewritten(after.path)}^out`]])
  expect(deeds.restored).toContain(productsOf(unchecked(faulty.path), faulty.name))
  expect(pushed).toEqual([])
})

it('is plain where it does not build without them either', async () => {
  const fails = (path: string) => testsFail(path) || path === unchecked(faulty.path)
  const { builds, pushed, warnings } = await run({ fails })
  expect(builds).toMatchObject({ sound: 'unchanged', faulty: 'plain' })
  expect(warnings).toEqual([warning('.*'), expect.stringContaining('the full build failed (')])
  const note = `incremental-nix-v2-failed-build-x86_64-linux-faulty-`
  expect(pushed.filter((key) => key.startsWith(note))).toEqual([
    expect.stringMatching(`-${uncheckedHashes[0]}$`),
  ])
})

it('fails for `strict`', async () => {
  await expect(run({}, { strict: true })).rejects.toThrow('fails its tests or its documentation')
})

describe('a nightly', () => {
  async function nightly(change: Change = {}) {
    const { context, deeds, progress } = engineOf({ ...change, head: before }, { mode: 'full' })
    await makeForCheckout(context, progress)
    return {
      built: deeds.built.flat(),
      saved: deeds.saved.flatMap(({ wanted }) => wanted.map(({ key }) => key)),
      origins: Object.fromEntries(progress.units.map(({ package: name, origin }) => [name, origin])),
      warnings: context.ladder.warnings,
    }
  }

  it('makes what passes, and the rest without tests', async () => {
    const { built, origins, saved, warnings } = await nightly()
    expect(warnings).toEqual([warning('.*')])
    expect(origins).toEqual({ sound: 'built', faulty: 'built', program: 'built' })
    expect(built).toContain(`${unchecked(before.path)}^out,intermediates`)
    expect(saved.filter((key) => isNote(key, 'faulty'))).toHaveLength(1)
    for (const hash of [...uncheckedHashes, soundHash])
      expect(saved.some((key) => key.endsWith(`-${hash}`))).toBe(true)
  })

  it('tries the tests again, in case they pass now, and leaves the rest where it is', async () => {
    const { built, origins } = await nightly({ cached: known })
    expect(built).toContain(`${rewritten(faulty.path)}^out,intermediates`)
    expect(built.filter((argument) => argument.includes('-unchecked.drv'))).toEqual([])
    expect(origins).toEqual({ sound: 'found', faulty: 'found', program: 'found' })
  })
})
