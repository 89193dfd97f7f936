import { makeForCheckout } from '../../src/engine/modes/full.ts'
import { setLog } from '../../src/lib/log.ts'
import { createEngine, createPackage, rewritten, type World } from '../../testing/engine.ts'
import { createDerivation, outOf, storePath } from '../../testing/graph.ts'

// Mode `full`: what is made, what is restored for that, and what is left alone.

const silent = () => {}
setLog({
  info: silent,
  warn: silent,
  notice: silent,
  group: (_, body) => body(),
  foreign: (body) => body(silent),
  build: (body) => body(silent, () => {}),
})

/** An image of pages and of a program that needs a library. */
const ghc = createDerivation('ghc-9.6.6')
const library = createPackage('library', { inputs: [ghc] })
const program = createPackage('program', { inputs: [ghc, library] })
const pages = createDerivation('pages')
const image = createDerivation('image', { inputs: [program, pages] })
const world: World = {
  derivations: [ghc, library, program, pages, image],
  head: image,
  base: image,
  valid: [outOf(ghc), outOf(pages)],
}
const fullOf = (derivation: typeof library, output: string) =>
  storePath(`${derivation.name}-${output}`, rewritten(derivation.path))
const built = (derivation: typeof library) => `${rewritten(derivation.path)}^out,intermediates`

async function run(change: Partial<World>, settings: Parameters<typeof createEngine>[1] = {}) {
  const engine = createEngine({ ...world, ...change }, { mode: 'full', revisions: ['main'], ...settings })
  await makeForCheckout(engine.context, engine.progress)
  const origins = Object.fromEntries(engine.progress.units.map(({ name, origin }) => [name, origin]))
  return { ...engine, origins, warnings: engine.context.ladder.warnings }
}

it('builds nothing, and downloads nothing, where the cache has all', async () => {
  const { deeds, origins } = await run({ cached: () => true, valid: [] })
  expect(origins).toEqual({ 'library-1.0': 'found', 'program-1.0': 'found' })
  expect([deeds.built, deeds.restored]).toEqual([[], []])
})

it('builds what is missing on what the cache has', async () => {
  const { deeds, origins, warnings } = await run({ cached: (key) => !key.includes('program'), valid: [] })
  expect(warnings).toEqual([])
  expect(origins).toEqual({ 'library-1.0': 'found', 'program-1.0': 'built' })
  expect(deeds.built.map(([first]) => first)).toEqual([built(program)])
  // The library's own intermediates are for those who change it, and the pages for those who build the image.
  expect(deeds.restored.toSorted()).toEqual([fullOf(library, 'out'), outOf(ghc)].toSorted())
})

it('restores nothing that the store has', async () => {
  const { deeds } = await run({
    cached: (key) => !key.includes('program'),
    valid: [outOf(ghc), outOf(pages), fullOf(library, 'out')],
  })
  expect(deeds.restored).toEqual([])
})

it('builds what the image holds beside programs, if nobody has it', async () => {
  const { deeds } = await run({ valid: [outOf(ghc)] })
  expect(deeds.built).toEqual([[built(library), built(program), `${pages.path}^out`]])
})

it('does not mind if that fails', async () => {
  const { origins, warnings } = await run({ valid: [outOf(ghc)], fails: (path) => path === pages.path })
  expect(warnings).toEqual([])
  expect(origins).toEqual({ 'library-1.0': 'built', 'program-1.0': 'built' })
})

it('builds nothing for caches where there is none', async () => {
  const engine = createEngine({ ...world, valid: [outOf(ghc)] }, { mode: 'full', revisions: ['main'] })
  await makeForCheckout({ ...engine.context, caches: [] }, engine.progress)
  expect(engine.deeds.built).toEqual([[built(library), built(program)]])
})

it('does not ask a cache again that did not answer', async () => {
  const engine = createEngine({ ...world, cached: () => true }, { mode: 'full', revisions: ['main'] })
  const [cache] = engine.context.caches
  const failed = async (all: readonly unknown[]) =>
    all.map(() => ({ status: 'failed' as const, reason: 'late' }))
  await makeForCheckout({ ...engine.context, caches: [{ ...cache!, has: failed }] }, engine.progress)
  expect(engine.deeds.restored).toEqual([])
  expect(engine.deeds.built[0]).toEqual([built(library), built(program)])
  expect(engine.context.ladder.warnings).toEqual([expect.stringContaining('late')])
})
