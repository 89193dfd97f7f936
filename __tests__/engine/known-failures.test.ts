import { failedByItself } from '../../src/engine/known-failures.ts'
import { makeForCheckout } from '../../src/engine/modes/full.ts'
import { buildOnTop } from '../../src/engine/modes/incremental.ts'
import { setLog } from '../../src/lib/log.ts'
import { createEngine, createPackage, rewritten, silentLog, type World } from '../../testing/engine.ts'
import { createDerivation, outOf } from '../../testing/graph.ts'

// A full build that fails: one job finds out, and the others know.

setLog(silentLog)

describe('a build that would fail again', () => {
  const nix = "builder for '/nix/store/x-a.drv' failed with exit code 1"
  it.each<[string, string, readonly string[], boolean]>([
    ['an error of the compiler', nix, ['src/A.hs:3:5: error: [GHC-88464]'], true],
    ['a test', nix, ['1 of 1 test suites (0 of 1 test cases) passed.'], true],
    [
      'the words of later versions of Nix',
      'Cannot build x. Reason: builder failed with exit code 2.',
      [],
      true,
    ],
    ['a signal', "builder for '/nix/store/x-a.drv' failed due to signal 9 (Killed)", [], false],
    ['a time limit', "building of '/nix/store/x-a.drv' timed out after 10 seconds", [], false],
    ['a shell whose command was killed', "builder for 'x' failed with exit code 137", [], false],
    ['a remote machine that was lost', "build of 'x' on 'ssh://b' failed: broken pipe", [], false],
    ['a full disk', nix, ['A.o: withBinaryFile: resource exhausted (No space left on device)'], false],
    ['a compiler that was killed', nix, ["`gcc' failed: ExitFailure (-9)"], false],
    ['too little memory', nix, ['ghc: Heap exhausted;'], false],
    ['a network', nix, ['curl: (6) Could not resolve host: example.org'], false],
    ['a test that waited for too long', nix, ['server: Timed out'], false],
  ])('%s', (_, error, log, expected) => {
    expect(failedByItself({ error, log })).toBe(expected)
  })
})

/** A program that needs a library; at HEAD the program is another one. */
const ghc = createDerivation('ghc-9.6.6')
const library = createPackage('library', { inputs: [ghc] })
const before = createPackage('program', { salt: 'before', inputs: [ghc, library] })
const after = createPackage('program', { salt: 'after', inputs: [ghc, library] })
const world: World = {
  derivations: [ghc, library, before, after],
  head: after,
  base: before,
  valid: [outOf(ghc)],
}

function engineOf(change: Partial<World>, settings: Parameters<typeof createEngine>[1] = {}) {
  return createEngine(
    { ...world, ...change },
    { revisions: ['main'], caches: [{ kind: 'github' }], ...settings },
  )
}

async function run(change: Partial<World>, strict = false) {
  const engine = engineOf(change, { strict })
  await buildOnTop(engine.context, engine.progress)
  const { deeds, progress, context } = engine
  return {
    deeds,
    warnings: context.ladder.warnings,
    reasons: progress.units.map(({ package: name, reason }) => [name, reason]),
    notes: deeds.pushed.flatMap(({ wanted }) => wanted).filter(({ key }) => isNote(key)),
  }
}

const isNote = (key: string) => key.startsWith('incremental-nix-v2-failed-build-')
const fails = (path: string) => path === rewritten(before.path)
const ofProgram = (key: string) => isNote(key) && key.includes('-program-')

it('leaves a note in the cache, beside what was made', async () => {
  const { deeds, notes, warnings } = await run({ fails })
  expect(warnings).toEqual([expect.stringContaining('the full build failed (')])
  expect(notes).toEqual([
    {
      key: expect.stringMatching(/^incremental-nix-v2-failed-build-x86_64-linux-program-a{40}-[0-9a-z]{32}$/),
      paths: [expect.stringMatching(/^\/nix\/store\/[0-9a-z]{32}-incremental-nix-failed$/)],
    },
  ])
  expect(deeds.pushed[0]?.wanted.some(({ key }) => key.includes('-x86_64-linux-library-'))).toBe(true)
})

it('leaves none of what may have been an accident', async () => {
  const { notes } = await run({ fails, prints: () => ['No space left on device'] })
  expect(notes).toEqual([])
})

it('a nightly leaves one too', async () => {
  const { context, deeds, progress } = engineOf({ fails }, { mode: 'full' })
  await makeForCheckout(context, progress)
  expect(deeds.saved.flatMap(({ wanted }) => wanted.map(({ key }) => key)).filter(isNote)).toHaveLength(1)
})

it('is not built again where there is a note', async () => {
  const { deeds, notes, reasons, warnings } = await run({ fails, cached: ofProgram })
  expect(deeds.built.flat().some((argument) => argument.startsWith(rewritten(before.path)))).toBe(false)
  expect(reasons).toContainEqual(['program', 'an earlier job found that the full build fails'])
  expect(warnings).toEqual([
    expect.stringMatching(
      /^program-1\.0 is built without .* an earlier job found that the full build fails \(program-1\.0 of a{12}\)\. The next/,
    ),
  ])
  expect(notes).toEqual([])
})

it('nor is what needs it', async () => {
  const { reasons, warnings } = await run({ cached: (key) => isNote(key) && key.includes('-library-') })
  expect(reasons).toContainEqual(['program', 'an earlier job found that the full build fails'])
  expect(warnings).toEqual([expect.stringMatching(/program-1\.0.*fails \(library-1\.0 of a{12}\)/)])
})

it('a full build that is there counts more than the note', async () => {
  const { warnings } = await run({ cached: (key) => key.includes('-program-') })
  expect(warnings).toEqual([])
})

it.each<[string, Partial<World>, number]>([
  ['a cache that answers is asked once', {}, 1],
  ['one that has all is not', { cached: (key) => !isNote(key) }, 0],
  ['one that was too slow is not asked again', { fault: { status: 'failed', reason: 'too slow' } }, 0],
  ['one whose copy was refused is', { fault: { status: 'failed', reason: 'x', refused: true } }, 1],
])('%s', async (_, change, times) => {
  const { deeds } = await run(change)
  expect(deeds.asked.filter(ofProgram)).toHaveLength(times)
})

it('`strict` fails on a note', async () => {
  await expect(run({ cached: ofProgram }, true)).rejects.toThrow('`strict: true` makes this a failure')
})
