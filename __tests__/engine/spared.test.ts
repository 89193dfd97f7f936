import type { CacheKind } from '../../src/cache/index.ts'
import { buildOnTop } from '../../src/engine/modes/incremental.ts'
import { whyNotKept } from '../../src/engine/spared.ts'
import type { Surroundings } from '../../src/engine/surroundings.ts'
import { setLog } from '../../src/lib/log.ts'
import { createEngine, createPackage, rewritten, silentLog, type World } from '../../testing/engine.ts'
import { createDerivation, outOf } from '../../testing/graph.ts'

// Full builds that are missing, and that the job is better off without.

setLog(silentLog)

const occasion = (more: Partial<Surroundings['occasion']> = {}): Surroundings['occasion'] => ({
  event: 'push',
  repository: 'octo/sample',
  headRepository: undefined,
  actor: 'octocat',
  ref: 'refs/heads/main',
  cacheMode: undefined,
  hasCacheToken: true,
  ...more,
})
const fork = occasion({ event: 'pull_request', headRepository: 'mallory/sample' })
const github: CacheKind = { kind: 'github' }
const store = { kind: 'file', url: 'file:///srv/cache' } as CacheKind

describe('a full build would be lost with the job', () => {
  it.each<[string, readonly CacheKind[], boolean, Surroundings['occasion'], string | undefined]>([
    ['a push', [github], true, occasion(), undefined],
    ['a pull request from a fork', [github], true, fork, 'the pull request comes from a fork'],
    ['the same on a machine that stays', [github], false, fork, undefined],
    ['Dependabot', [github], true, occasion({ actor: 'dependabot[bot]' }), 'it was set off by Dependabot'],
    ['no cache', [{ kind: 'none' }], true, occasion(), 'there is no cache'],
    ['no cache on a machine that stays', [{ kind: 'none' }], false, occasion(), undefined],
    [
      'a merge queue',
      [github],
      true,
      occasion({ event: 'merge_group' }),
      'the GitHub Actions cache of a merge queue is read by nobody else',
    ],
    ['a merge queue with a store', [github, store], true, occasion({ event: 'merge_group' }), undefined],
  ])('%s', (_, caches, hosted, given, why) => {
    expect(whyNotKept({ caches, cacheWrite: 'auto' }, { hosted, occasion: given })).toBe(why)
  })

  it('if nothing may be written', () => {
    const settings = { caches: [github], cacheWrite: 'never' } as const
    expect(whyNotKept(settings, { hosted: true, occasion: occasion() })).toBe('`cache-write` is `never`')
  })
})

/** An image around a program that needs a library that needs another; at HEAD the program changed. */
const ghc = createDerivation('ghc-9.6.6')
const core = createPackage('core', { inputs: [ghc] })
const library = createPackage('library', { inputs: [ghc, core] })
const before = createPackage('program', { salt: 'before', inputs: [ghc, library] })
const after = createPackage('program', { salt: 'after', inputs: [ghc, library] })
const baseImage = createDerivation('image', { salt: 'before', inputs: [before] })
const image = createDerivation('image', { salt: 'after', inputs: [after] })
const world: World = {
  derivations: [ghc, core, library, before, after, baseImage, image],
  head: image,
  base: baseImage,
  valid: [outOf(ghc)],
}

async function run(change: Partial<World>, around: Partial<Surroundings> = {}) {
  const settings = { revisions: ['main'], caches: [github] }
  const engine = createEngine({ ...world, ...change }, settings, around)
  await buildOnTop(engine.context, engine.progress)
  return {
    ...engine,
    units: Object.fromEntries(engine.progress.units.map(({ package: name, build }) => [name, build])),
    reasons: new Set(engine.progress.units.flatMap(({ reason }) => reason ?? [])),
    warnings: engine.context.ladder.warnings,
  }
}

const lost = 'the full build is missing and could not be kept: the pull request comes from a fork'

describe('a job for a fork on a hosted runner', () => {
  const onHosted = { hosted: true, occasion: fork }

  it('builds as without the action where the cache has nothing, and warns of nothing', async () => {
    const { deeds, reasons, units, warnings } = await run({}, onHosted)
    expect(deeds.built).toEqual([['.#image']])
    expect(units).toEqual({ core: 'plain', library: 'plain', program: 'plain' })
    expect([...reasons]).toEqual([lost])
    expect([warnings, deeds.pushed]).toEqual([[], []])
  })

  it('takes from the cache what is needed only since something is built plainly', async () => {
    // Nobody needs `core` as long as `library` is taken from its full build.
    const { deeds, units } = await run({ cached: (key) => /core|program/.test(key) }, onHosted)
    expect(units).toEqual({ core: 'unchanged', library: 'plain', program: 'incremental' })
    expect(deeds.built).toEqual([[`${rewritten(image.path)}^out`]])
    expect(deeds.restored.some((path) => path.includes('core'))).toBe(true)
  })

  it('restores as ever', async () => {
    const { units } = await run({ cached: () => true }, onHosted)
    expect(units).toEqual({ core: 'unchanged', library: 'unchanged', program: 'incremental' })
  })

  it('makes the full build on a machine that stays', async () => {
    const { units } = await run({}, { hosted: false, occasion: fork })
    expect(units).toMatchObject({ library: 'unchanged', program: 'incremental' })
  })
})

describe('where the flags changed so that everything would be compiled again', () => {
  const flags = (configureFlags: string) => ({ configureFlags })
  const head = createPackage('program', {
    salt: 'after',
    inputs: [ghc, library],
    env: flags('--ghc-option=-O2'),
  })
  const headImage = createDerivation('image', { salt: 'flags', inputs: [head] })
  const changed = { head: headImage, derivations: [...world.derivations, head, headImage] }

  it('a full build that is missing is not made', async () => {
    const { deeds, reasons, units, warnings } = await run(changed)
    expect(units).toMatchObject({ library: 'unchanged', program: 'plain' })
    expect([...reasons]).toEqual(['the full build is missing and of no use: flags changed (-O2)'])
    expect(deeds.built[0]).toEqual([expect.stringContaining('library')])
    expect(warnings).toEqual([])
  })

  it('one that is there is used', async () => {
    const { units } = await run({ ...changed, cached: () => true })
    expect(units).toMatchObject({ library: 'unchanged', program: 'incremental' })
  })
})
