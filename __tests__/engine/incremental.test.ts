import { buildOnTop } from '../../src/engine/modes/incremental.ts'
import { setLog } from '../../src/lib/log.ts'
import { ProcessError } from '../../src/lib/process.ts'
import type { NixOptions } from '../../src/nix/nix.ts'
import { createEngine, createPackage, rewritten, silentLog, type World } from '../../testing/engine.ts'
import { createDerivation, outOf, storePath } from '../../testing/graph.ts'

// What a run does with Nix, a cache and a history, in the order in which it does it.

setLog(silentLog)

/** An image around a program that needs a library; at HEAD the program is another one. */
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
}
const named = { revisions: ['main'] }
const fullOf = (derivation: typeof library, output: string) =>
  storePath(`${derivation.name}-${output}`, rewritten(derivation.path))

async function run(change: Partial<World> = {}, settings: Parameters<typeof createEngine>[1] = {}) {
  const engine = createEngine({ ...world, ...change }, { ...named, ...settings })
  await buildOnTop(engine.context, engine.progress)
  const units = Object.fromEntries(
    engine.progress.units.map(({ name, build, origin }) => [name, [build, origin]]),
  )
  return { ...engine, units, warnings: engine.context.ladder.warnings }
}

it('restores what HEAD needs, and nothing else, and builds the image', async () => {
  const { deeds, units, warnings } = await run({ cached: () => true })
  expect(warnings).toEqual([])
  expect(units).toEqual({ 'library-1.0': ['unchanged', 'cache'], 'program-1.0': ['incremental', 'cache'] })
  expect(deeds.restored.sort()).toEqual([fullOf(before, 'intermediates'), fullOf(library, 'out')].sort())
  expect(deeds.built).toEqual([[`${rewritten(image.path)}^out`]])
  expect(deeds.pushed).toEqual([])
})

it('builds plainly where HEAD has a date that is none', async () => {
  const engine = createEngine(world)
  const { history } = engine.context.sources
  const checkout = { ...history.checkout, headTime: 1_767_225_600_000_000 }
  const sources = { ...engine.context.sources, history: { ...history, checkout } }
  await buildOnTop({ ...engine.context, sources }, engine.progress)
  expect(engine.context.ladder.warnings).toEqual([
    expect.stringMatching(/out of range \(b{40} is dated 1767225600000000 seconds after 1970\)\. Correct/),
  ])
  expect(engine.progress.units.map(({ build }) => build)).toEqual(['plain', 'plain'])
})

it('makes the full builds that no cache has, and leaves their push to the end', async () => {
  const { deeds, units } = await run()
  expect(units).toEqual({ 'library-1.0': ['unchanged', 'built'], 'program-1.0': ['incremental', 'built'] })
  expect(deeds.built.map((args) => args.length)).toEqual([2, 1])
  const [{ wanted, neighbours } = { wanted: [], neighbours: [] }] = deeds.pushed
  // Each full build with all of its outputs, and what both are built with.
  expect(wanted).toHaveLength(3)
  expect(wanted.flatMap(({ paths }) => paths).sort()).toEqual(
    [
      ...['out', 'intermediates'].flatMap((output) => [fullOf(library, output), fullOf(before, output)]),
      outOf(ghc),
    ].sort(),
  )
  expect(neighbours).toEqual([])
})

it('makes a lost full build on those that the cache has', async () => {
  const changed = createPackage('library', { salt: 'after', inputs: [ghc] })
  const program = createPackage('program', { salt: 'after', inputs: [ghc, changed] })
  const top = createDerivation('image', { salt: 'after', inputs: [program] })
  const { deeds } = await run({
    derivations: [...world.derivations, changed, program, top],
    head: top,
    cached: (key) => !key.includes('program'),
  })
  expect(deeds.built[0]).toEqual([`${rewritten(before.path)}^intermediates`])
  // HEAD starts from the library's intermediates; the lost full build needs the library.
  expect(deeds.restored.toSorted()).toEqual(
    [fullOf(library, 'intermediates'), fullOf(library, 'out')].toSorted(),
  )
})

it('asks for nothing twice of a cache that has bad copies', async () => {
  const fault = { status: 'failed', reason: 'it is damaged', refused: true } as const
  const { units, warnings } = await run({ valid: [], cached: () => true, fault })
  expect(warnings).toEqual([expect.stringContaining('could not be restored from cache: it is damaged')])
  expect(units).toEqual({ 'library-1.0': ['unchanged', 'built'], 'program-1.0': ['incremental', 'built'] })
})

it('takes what is there, and asks nobody', async () => {
  const { deeds, units } = await run({ valid: [outOf(ghc), outOf(image)] })
  expect(units).toEqual({})
  expect(deeds.restored).toEqual([])
  expect(deeds.built).toEqual([])
})

it.each([
  ['in a substituter alone', { stdout: '{}', stderr: '' }],
  ['where the store cannot be asked', new ProcessError('failed', 'nix', 1, 'error: no')],
])("has Nix get what is there, in the user's own words, %s", async (_, answer) => {
  const engine = createEngine({ ...world, valid: [outOf(ghc), outOf(image)] }, named)
  const { run } = engine.context.nix
  const nix = {
    ...engine.context.nix,
    run: async (args: readonly string[], options: NixOptions) => {
      if (args[0] !== 'path-info' || args.includes('--derivation')) return run(args, options)
      if (answer instanceof ProcessError) throw answer
      return answer
    },
  }
  await buildOnTop({ ...engine.context, nix }, engine.progress)
  expect(engine.deeds.built).toEqual([['.#image']])
  expect(engine.progress.installables).toEqual([{ installable: '.#image', outPaths: [outOf(image)] }])
})

it('ends the evaluation of the base once it is known that nothing is to be built on it', async () => {
  const engine = createEngine({ ...world, valid: [outOf(ghc), outOf(image)] }, named)
  const { run } = engine.context.nix
  let unwanted: AbortSignal | undefined
  let begin = () => {}
  const begun = new Promise<void>((done) => {
    begin = done
  })
  const nix = {
    ...engine.context.nix,
    run: async (args: readonly string[], options: NixOptions) => {
      if (args.includes('--dry-run')) await begun
      if (!args.includes('--derivation')) return run(args, options)
      unwanted = options.signal
      begin()
      return new Promise<never>(() => {})
    },
  }
  await buildOnTop({ ...engine.context, nix }, engine.progress)
  expect(unwanted?.aborted).toBe(true)
})

it('builds a new package plainly, without a warning, on what is unchanged', async () => {
  const { deeds, units, warnings, progress } = await run({
    base: library,
    cached: () => true,
  })
  expect(warnings).toEqual([])
  expect(units).toEqual({ 'library-1.0': ['unchanged', 'cache'], 'program-1.0': ['plain', 'none'] })
  expect(progress.units.find(({ package: name }) => name === 'program')?.reason).toBe(
    'new since the full build',
  )
  expect(deeds.built).toEqual([[`${rewritten(image.path)}^out`]])
})

it('leaves plain what has no full build, with one warning, and the rest as it is', async () => {
  const { units, warnings } = await run({
    cached: (key) => key.includes('library'),
    fails: (path) => path === rewritten(before.path),
  })
  expect(warnings).toEqual([expect.stringMatching(/^program-1\.0 is built without .*the full build failed/)])
  expect(units).toEqual({ 'library-1.0': ['unchanged', 'cache'], 'program-1.0': ['plain', 'none'] })
})

it('builds plainly what fails on top of the full builds, and warns only if that passes', async () => {
  const { deeds, units, warnings } = await run({
    cached: () => true,
    fails: (path) => path === rewritten(image.path),
  })
  // The image with all that it needs, as the user wrote it.
  expect(deeds.built).toEqual([[`${rewritten(image.path)}^out`], ['.#image']])
  expect(warnings).toEqual([expect.stringContaining('the incremental build failed')])
  expect(units).toEqual({ 'library-1.0': ['plain', 'none'], 'program-1.0': ['plain', 'none'] })
})

it('fails the job if HEAD fails as the user wrote it', async () => {
  const failing = run({
    cached: () => true,
    fails: (path) => path === rewritten(image.path) || path === '.#image',
  })
  await expect(failing).rejects.toThrow('.#image does not build')
})

it('`strict` fails at once', async () => {
  const failing = run(
    { cached: () => true, fails: (path) => path === rewritten(image.path) },
    { strict: true },
  )
  await expect(failing).rejects.toThrow('`strict: true` makes this a failure')
})

describe('whatever fails before HEAD is built costs the optimisation alone', () => {
  const withFault = async (
    args: (args: readonly string[]) => boolean,
    reason: 'failed' | 'timed-out' | 'unreadable',
  ) => {
    const engine = createEngine({ ...world, cached: () => true }, named)
    const { run } = engine.context.nix
    const nix = {
      ...engine.context.nix,
      run: (given: readonly string[], options: NixOptions) =>
        args(given)
          ? Promise.reject(new ProcessError(reason, 'nix', 1, 'error: out of order'))
          : run(given, options),
    }
    await buildOnTop({ ...engine.context, nix }, engine.progress)
    return { ...engine, warnings: engine.context.ladder.warnings }
  }
  it.each<[string, (args: readonly string[]) => boolean, number]>([
    ['evaluating the base', (args) => args.includes('--derivation'), 1],
    ['rewriting', (args) => args[0] === 'eval', 1],
    ['asking the store', (args) => args[0] === 'path-info' && !args.includes('--derivation'), 1],
    ['fetching what HEAD needs', (args) => args[0] === 'build' && args.includes('--max-jobs'), 0],
  ])('%s', async (_, fault, warnings) => {
    for (const reason of ['failed', 'timed-out', 'unreadable'] as const) {
      const result = await withFault(fault, reason)
      expect(result.warnings).toHaveLength(warnings)
      expect(result.progress.installables).toEqual([
        { installable: '.#image', outPaths: [expect.any(String)] },
      ])
    }
  })

  it('nothing is said of a base, nor is it waited for, if there is nothing to build on it', async () => {
    for (const answer of [
      Promise.reject(new ProcessError('failed', 'nix', 1, 'error: no')),
      new Promise(() => {}),
    ]) {
      answer.catch(() => {})
      const engine = createEngine({ ...world, valid: [outOf(ghc), outOf(image)] }, named)
      const { run } = engine.context.nix
      const nix = {
        ...engine.context.nix,
        run: (args: readonly string[], options: NixOptions) =>
          args.includes('--derivation') ? (answer as never) : run(args, options),
      }
      await buildOnTop({ ...engine.context, nix }, engine.progress)
      expect(engine.context.ladder.warnings).toEqual([])
      expect(engine.progress.base).toBeDefined()
    }
  })

  it('the commit that cannot be found', async () => {
    const engine = createEngine({ ...world, cached: () => true }, named)
    const { history } = engine.context.sources
    const broken = { ...history, resolve: () => Promise.reject(new Error('Invalid time value')) }
    const sources = { ...engine.context.sources, history: broken }
    await buildOnTop({ ...engine.context, sources }, engine.progress)
    expect(engine.context.ladder.warnings).toEqual([expect.stringContaining('Invalid time value')])
    expect(engine.deeds.built).toEqual([['.#image']])
  })
})

it('is of no use where the store is not a directory of this machine, and says so', async () => {
  const engine = createEngine({ ...world, cached: () => true }, named)
  const elsewhere = { ...engine.context, read: () => undefined }
  await expect(buildOnTop(elsewhere, engine.progress)).rejects.toThrow(
    `${image.path} cannot be read: the Nix store is not a directory of this machine`,
  )
})

it('builds on full builds that cannot be left to the post step, with one warning', async () => {
  const engine = createEngine(world, named)
  const handOver = { ...engine.context.handOver, push: () => Promise.reject(new Error('ENOSPC')) }
  await buildOnTop({ ...engine.context, handOver }, engine.progress)
  expect(engine.context.ladder.warnings).toEqual([
    expect.stringMatching(/^The full build will not be pushed to the cache: ENOSPC\./),
  ])
  expect(engine.progress.units.map(({ build }) => build)).toEqual(['unchanged', 'incremental'])
})
