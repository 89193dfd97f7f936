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

// Full builds that are made on those of the level above.

setLog(silentLog)

/** A program that needs a library. The program is another one at each level and at HEAD, the library never. */
const ghc = createDerivation('ghc-9.6.6')
const library = createPackage('library', { inputs: [ghc] })
const program = (salt: string) => createPackage('program', { salt, inputs: [ghc, library] })
const [week, day, after] = [program('week'), program('day'), program('head')]
const world: World = {
  derivations: [ghc, library, week, day, after],
  head: after,
  base: day,
  above: week,
  valid: [outOf(ghc)],
}

async function run(change: Partial<World> = {}, hosted = false) {
  const engine = createEngine(
    { ...world, ...change },
    {
      revisions: ['main', 'above'],
      caches: [{ kind: 'github' }],
      cacheWrite: hosted ? 'never' : 'auto',
    },
    { hosted, occasion: { event: 'push' } } as never,
  )
  await buildOnTop(engine.context, engine.progress)
  const { deeds, progress, context } = engine
  return {
    deeds,
    built: deeds.built.map((some) => some.toSorted()),
    builds: Object.fromEntries(progress.units.map(({ package: name, build }) => [name, build])),
    own: progress.units.flatMap(({ ownBase }) => ownBase ?? []),
    pushed: deeds.pushed.flatMap(({ wanted }) => wanted.map(({ key }) => key)),
    warnings: context.ladder.warnings,
  }
}

it('takes from the level above what did not change since, and keeps it there', async () => {
  const { built, builds, own, pushed, warnings } = await run()
  expect(warnings).toEqual([])
  expect(built[0]).toEqual([`${rewritten(day.path)}^intermediates`, `${rewritten(library.path)}^out`].sort())
  expect(builds).toEqual({ library: 'unchanged', program: 'incremental' })
  // No other base, as an older full build would be.
  expect(own).toEqual([])
  const revisionOf = (name: string) =>
    pushed.flatMap((key) => new RegExp(`-${name}-([ac]{40})-`).exec(key)?.[1]?.[0] ?? [])
  expect([revisionOf('library'), revisionOf('program')]).toEqual([['c'], ['a']])
})

it('needs nothing of the level above where the cache has the level below', async () => {
  const { deeds, built } = await run({ cached: (key) => !key.includes('-failed-') })
  expect(built).toEqual([[`${rewritten(after.path)}^out`]])
  expect(deeds.restored.some((path) => path.includes('-program-1.0-intermediates'))).toBe(true)
})

it('a job that could not keep the level below is built on the one above', async () => {
  const ofWeek = (key: string) => key.includes(`-${'c'.repeat(40)}-`)
  const { deeds, built, builds, warnings } = await run({ cached: ofWeek }, true)
  expect(warnings).toEqual([])
  expect(built).toEqual([[`${rewritten(after.path)}^out`]])
  expect(builds).toEqual({ library: 'unchanged', program: 'incremental' })
  const products = storePath('program-1.0-intermediates', rewritten(week.path))
  expect(deeds.restored).toContain(products)
})

it('leaves checks out at both levels where they fail above', async () => {
  const { built, builds, warnings } = await run({
    fails: (path) => path === rewritten(library.path) && 'checkPhase',
  })
  expect(warnings).toEqual([expect.stringContaining('The full build of library-1.0 fails its tests')])
  expect(built[1]).toEqual(
    [`${unchecked(day.path)}^intermediates`, `${unchecked(library.path)}^intermediates`].sort(),
  )
  expect(builds).toEqual({ library: 'incremental', program: 'incremental' })
})

it('is made from scratch where the level above has no such package', async () => {
  const { builds, warnings } = await run({ above: createDerivation('nothing') })
  expect(warnings).toEqual([])
  expect(builds).toEqual({ library: 'unchanged', program: 'incremental' })
})
