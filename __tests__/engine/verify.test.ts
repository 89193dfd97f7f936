import { verify } from '../../src/engine/modes/verify.ts'
import { UserError } from '../../src/lib/errors.ts'
import { setLog } from '../../src/lib/log.ts'
import { createEngine, createPackage, rewritten, silentLog, type World } from '../../testing/engine.ts'
import { createDerivation, outOf } from '../../testing/graph.ts'

// Which builds are made and compared in mode `verify`, and what fails it. What is compared how is in __tests__/compare.

setLog(silentLog)

const ghc = createDerivation('ghc-9.6.6')
const library = createPackage('library', { inputs: [ghc] })
const before = createPackage('program', { salt: 'before', inputs: [ghc, library] })
const after = createPackage('program', { salt: 'after', inputs: [ghc, library] })
const baseImage = createDerivation('image', { salt: 'before', inputs: [before] })
const image = createDerivation('image', { salt: 'after', inputs: [after] })
const world: World = {
  derivations: [ghc, library, before, after, baseImage, image],
  head: image,
  base: baseImage,
  valid: [outOf(ghc)],
  cached: () => true,
}

async function run(change: Partial<World> = {}, settings: Parameters<typeof createEngine>[1] = {}) {
  const all = { mode: 'verify' as const, revisions: ['main'], ...settings }
  const engine = createEngine({ ...world, ...change }, all, { hosted: true })
  const thrown = await verify(engine.context, engine.progress).catch((error: unknown) => error)
  return { ...engine, thrown, warnings: engine.context.ladder.warnings }
}

const compared = ({ progress }: Awaited<ReturnType<typeof run>>) =>
  progress.verification?.outputs.map(({ name, output }) => `${name} ${output}`)

it('builds everything from the units to the top twice, and compares it', async () => {
  const result = await run()
  expect([result.thrown, result.warnings]).toEqual([undefined, []])
  const all = [after, image].map(({ path }) => path)
  expect(result.deeds.built).toEqual([
    [...all.map((path) => `${rewritten(path)}^*`), `${rewritten(image.path)}^out`],
    [...[library.path, ...all].map((path) => `${path}^*`), `${image.path}^out`],
  ])
  expect(compared(result)).toEqual(['library-1.0 out', 'program-1.0 out', 'image out'])
  expect(result.progress.installables).toEqual([{ installable: '.#image', outPaths: [outOf(image)] }])
  expect(result.progress.units.map(({ build }) => build)).toEqual(['unchanged', 'incremental'])
})

it('does so where the plain build is there already', async () => {
  const result = await run({ valid: [outOf(ghc), outOf(library), outOf(after), outOf(image)] })
  expect(compared(result)).toEqual(['library-1.0 out', 'program-1.0 out', 'image out'])
})

it('makes full builds that are missing, whether or not they can be kept', async () => {
  const result = await run({ cached: () => false }, { caches: [{ kind: 'none' }] })
  expect(result.warnings).toEqual([])
  expect(compared(result)).toHaveLength(3)
})

it('says that nothing was verified where nothing is built on full builds', async () => {
  const result = await run({ base: createDerivation('other') })
  expect(result.thrown).toBeUndefined()
  expect(result.warnings).toEqual([expect.stringMatching(/^Nothing was verified: no unit was built on top/)])
  expect(result.progress.verification).toMatchObject({ outputs: [], plain: ['library-1.0', 'program-1.0'] })
  const strict = await run({ base: createDerivation('other') }, { strict: true })
  expect(strict.thrown).toBeInstanceOf(UserError)
})

it.each([
  [
    'on top',
    (path: string) => path === rewritten(after.path),
    /^program-1\.0 fails on top of the full build, and not plainly/,
  ],
  [
    'plainly',
    (path: string) => path === after.path,
    /^program-1\.0 fails plainly, and not on top of the full build/,
  ],
] as const)('fails where the build fails only %s', async (fails, isRed, message) => {
  const { thrown, progress } = await run({ fails: isRed })
  expect(thrown).toBeInstanceOf(UserError)
  expect((thrown as Error).message).toMatch(message)
  expect(progress.verification?.disagreements).toEqual([{ name: 'program-1.0', fails }])
})

it('does not call it a difference where both fail', async () => {
  const { thrown, progress } = await run({
    fails: (path) => path === after.path || path === rewritten(after.path),
  })
  expect((thrown as Error).message).toMatch(
    /^\.#image does not build, neither on top of the full build nor plainly/,
  )
  expect(progress.verification?.disagreements).toEqual([])
})
