import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BuildFailure } from '../../src/engine/failures.ts'
import { buildOnTop } from '../../src/engine/modes/incremental.ts'
import type { ConfirmFailures } from '../../src/engine/settings.ts'
import { setLog } from '../../src/lib/log.ts'
import { createEngine, createPackage, rewritten, silentLog, type World } from '../../testing/engine.ts'
import { git } from '../../testing/git.ts'
import { createDerivation, outOf } from '../../testing/graph.ts'

// When HEAD fails on top of its full builds: whether it is built once more, without them.

setLog(silentLog)

let checkout: string
beforeAll(() => {
  checkout = realpathSync(mkdtempSync(join(tmpdir(), 'belief-')))
  mkdirSync(join(checkout, 'src'))
  writeFileSync(join(checkout, 'program.cabal'), 'name: program\n')
  writeFileSync(join(checkout, 'src/A.hs'), 'module A where\n\na = b\n')
  git(checkout, ['init', '--quiet'])
  git(checkout, ['add', '.'])
})
afterAll(() => rmSync(checkout, { recursive: true }))

const ghc = createDerivation('ghc-9.6.6')
const before = createPackage('program', { salt: 'before', inputs: [ghc] })
const after = createPackage('program', { salt: 'after', inputs: [ghc] })
const world: World = {
  derivations: [ghc, before, after],
  head: after,
  base: before,
  valid: [outOf(ghc)],
  cached: () => true,
}
const onTop = rewritten(after.path)
const compiling = '[1 of 1] Compiling A                ( src/A.hs, dist/build/A.o ) [Source file changed]'
const atLine = ['src/A.hs:3:5: error: [GHC-88464]', '    Variable not in scope: b', '  |', '3 | a = b', '']

/** What was built, and the error. */
async function run(
  printed: readonly string[],
  confirmFailures: ConfirmFailures,
  { strict = false, plainFails = true } = {},
) {
  const engine = createEngine(
    {
      ...world,
      fails: (path) => path === onTop || (plainFails && path === '.#image'),
      prints: (path) => (path === onTop ? printed : []),
    },
    { revisions: ['main'], confirmFailures, strict },
  )
  const { sources } = engine.context
  const history = { ...sources.history, checkout: { ...sources.history.checkout, topLevel: checkout } }
  const context = { ...engine.context, sources: { ...sources, history } }
  const error = await buildOnTop(context, engine.progress).catch((thrown: unknown) => thrown)
  const attempts = engine.deeds.built.map((args) => (args[0] === '.#image' ? 'plain' : 'on top'))
  return { attempts, error, warnings: engine.context.ladder.warnings }
}

const believed =
  /^\.#image does not build: it failed\. The errors are the compiler's own, .*`confirm-failures: always`/
const confirmed = /^\.#image does not build: it failed\.$/

it.each<[string, readonly string[], ConfirmFailures, readonly string[], RegExp]>([
  ['an error at a line of HEAD', [compiling, ...atLine], 'auto', ['on top'], believed],
  ['the same, if all are to be confirmed', [compiling, ...atLine], 'always', ['on top', 'plain'], confirmed],
  [
    'an error of something else',
    [compiling, 'collect2: error: ld returned 1'],
    'auto',
    ['on top', 'plain'],
    confirmed,
  ],
  ['no error at all', [], 'auto', ['on top', 'plain'], confirmed],
  [
    'the same, if none is to be confirmed',
    [],
    'never',
    ['on top'],
    /which is not confirmed by one without them/,
  ],
  [
    'an error at a line that HEAD does not have',
    [compiling, ...atLine.map((line) => line.replace('a = b', 'a = c'))],
    'auto',
    ['on top', 'plain'],
    confirmed,
  ],
])('%s', async (_, printed, confirm, attempts, message) => {
  const result = await run(printed, confirm)
  expect(result.attempts).toEqual(attempts)
  expect(result.error).toBeInstanceOf(BuildFailure)
  expect((result.error as Error).message).toMatch(message)
  expect(result.warnings).toEqual([])
})

it('a failure that is not believed is none if HEAD builds plainly', async () => {
  const result = await run([compiling, 'collect2: error: ld returned 1'], 'auto', { plainFails: false })
  expect(result.error).toBeUndefined()
  expect(result.warnings).toEqual([expect.stringContaining('the incremental build failed')])
})

it("what is believed is HEAD's own with `strict` too", async () => {
  const { error } = await run([compiling, ...atLine], 'auto', { strict: true })
  expect((error as Error).message).toMatch(believed)
})

it('a checkout that cannot be read is a reason to confirm', async () => {
  const { topLevel } = { topLevel: checkout }
  rmSync(join(topLevel, '.git'), { recursive: true })
  const { attempts } = await run([compiling, ...atLine], 'auto')
  expect(attempts).toEqual(['on top', 'plain'])
  git(topLevel, ['init', '--quiet'])
  git(topLevel, ['add', '.'])
})
