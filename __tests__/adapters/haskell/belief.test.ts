import { readFileSync } from 'node:fs'
import { stripVTControlCharacters } from 'node:util'
import { believe } from '../../../src/adapters/haskell/belief.ts'
import { createCompilerParser } from '../../../src/adapters/haskell/compiler.ts'
import { createModuleCount } from '../../../src/adapters/haskell/modules.ts'
import type { Belief, FailedUnit } from '../../../src/graph/index.ts'
import { cases } from '../../fixtures/compiler/cases.mjs'

type Files = Readonly<Record<string, string>>

/** Of a build whose log has these lines. */
function verdict(printed: readonly string[], files: Files, facts: Partial<FailedUnit> = {}): Belief {
  const [parser, modules] = [createCompilerParser(), createModuleCount()]
  // Where Cabal has GHC put what the corpus has in `out`.
  const log = printed.map((line) => stripVTControlCharacters(line).replace(/, out\//g, ', dist/build/'))
  for (const line of log) {
    parser.feed(line)
    modules.feed(line)
  }
  return believe({
    phase: 'buildPhase',
    log,
    errors: parser.found().filter(({ severity }) => severity === 'error'),
    compiled: new Set(modules.modules().compiled.map(({ file }) => file)),
    isOfHead: ({ file, line, quoted }) =>
      files[file] !== undefined &&
      (quoted === undefined || files[file].split('\n')[line - 1]?.trim() === quoted.trim()),
    ...facts,
  })
}

const reasonOf = (belief: Belief) => (belief.believed ? 'believed' : belief.because)

const noError = 'no error of GHC at a line of a source was seen'
const otherProgram = 'a linker or another program that GHC calls failed'
const atCompileTime = 'code that runs at compile time is involved in src/A.hs'
const notCompiled = (file: string) => `the log does not show that ${file} was compiled`

/** Those of the corpus that are not believed; all others are. */
const doubted: Readonly<Record<string, string>> = {
  'missing-module': 'GHC could not find or load a module',
  'hidden-package': 'GHC could not find or load a module',
  'wrong-module-name': notCompiled('src/B.hs'),
  cycle: noError,
  warnings: noError,
  'warnings-of-tabs-and-pragmas': noError,
  deprecations: noError,
  'missing-method-and-orphan': noError,
  'deferred-type-errors': noError,
  'warning-groups': noError,
  'unknown-flags': noError,
  haddock: noError,
  'no-caret': 'the line of src/A.hs was not quoted',
  json: 'the line of src/A.hs was not quoted',
  'template-haskell': atCompileTime,
  'template-haskell-result': atCompileTime,
  'template-haskell-stage': atCompileTime,
  'cpp-error': otherProgram,
  'cpp-unterminated': otherProgram,
  'cpp-include': otherProgram,
  'line-pragma': notCompiled('src/Other.hs'),
  'absolute-path': '/build/source/src/A.hs is not a source',
  c: otherProgram,
  'c-header': notCompiled('cbits/x.c'),
  'c-in-included-file': notCompiled('cbits/x.h'),
  linker: otherProgram,
  hsc2hs: notCompiled('A.hsc'),
  alex: notCompiled('src/Lexer.x'),
  happy: notCompiled('src/Parser.y'),
  'happy-syntax': notCompiled('src/Parser.y'),
  'cabal-file': notCompiled('x.cabal'),
  'cabal-dependency': noError,
  'cabal-missing-module': noError,
}

describe.each(['9.0.2', '9.6.6', '9.10.3'])('GHC %s', (version) => {
  const url = new URL(`../../fixtures/compiler/ghc-${version}.json`, import.meta.url)
  const all = JSON.parse(readFileSync(url, 'utf8')) as Record<string, string[]>
  it.each(Object.entries(all))('%s', (title, lines) => {
    expect(reasonOf(verdict(lines, cases[title]?.files ?? {}))).toBe(doubted[title] ?? 'believed')
  })
})

const files: Files = { 'src/A.hs': 'module A where\nimport B\na :: Int\na = b\n' }
const compiling = '[2 of 3] Compiling A                ( src/A.hs, dist/build/A.o ) [Source file changed]'
const mismatch = [
  ...[compiling, '', 'src/A.hs:4:5: error: [GHC-83865]', "    • Couldn't match type ‘Char’ with ‘Int’"],
  ...['  |', '4 | a = b', '  |     ^', ''],
]

describe('beside an error that is believed', () => {
  it('is believed by itself', () => {
    expect(verdict(mismatch, files)).toEqual({ believed: true })
  })

  // As GHC 9.6.6 and the programs that it calls print them.
  it.each([
    ['a damaged interface file', "    panic! (the 'impossible' happened)", 'GHC itself broke down'],
    [
      'an interface file of another kind',
      'Bad interface file: dist/build/B.hi',
      'GHC could not read an interface file',
    ],
    ['a module that cannot be found', '    Could not find module ‘B’', 'GHC could not find or load a module'],
    [
      'loading code for splices',
      "During interactive linking, GHCi couldn't find the following symbol:",
      otherProgram,
    ],
    ['the assembler', "`gcc' failed in phase `Assembler'. (Exit code: 1)", otherProgram],
    [
      'a full disk',
      'dist/build/A.o: withBinaryFile: No space left on device',
      'memory or disk space ran out',
    ],
    ['a full heap', 'ghc: Heap exhausted;', 'memory or disk space ran out'],
  ])('%s raises doubt', (_, line, because) => {
    expect(verdict([line, ...mismatch], files)).toEqual({ believed: false, because })
  })
})

describe('an error is not believed', () => {
  it.each<[string, readonly string[], Files, Partial<FailedUnit>, string]>([
    ['in another phase', mismatch, files, { phase: 'checkPhase' }, 'it failed in checkPhase'],
    ['in a phase that nobody named', mismatch, files, { phase: undefined }, 'its phase is not known'],
    ['without a log', mismatch, files, { log: [] }, 'its log was not kept'],
    [
      'at a line that HEAD does not have',
      mismatch,
      { 'src/A.hs': 'module A where\n' },
      {},
      'src/A.hs does not have that line at HEAD',
    ],
    ['in a module that was not compiled', mismatch.slice(1), files, {}, notCompiled('src/A.hs')],
    [
      'in a module that was made in the build',
      mismatch.map((line) => line.replaceAll('src/A.hs', 'dist/build/autogen/A.hs')),
      { 'dist/build/autogen/A.hs': files['src/A.hs']! },
      {},
      'dist/build/autogen/A.hs is not a source',
    ],
    [
      'about what there are two of',
      mismatch.flatMap((line) =>
        line.includes('•') ? [line, '      NB: ‘B.T’ is defined in ‘B’ in package ‘b-1’'] : [line],
      ),
      files,
      {},
      'GHC saw two packages or modules of one name in src/A.hs',
    ],
  ])('%s', (_, lines, sources, facts, because) => {
    expect(verdict(lines, sources, facts)).toEqual({ believed: false, because })
  })
})

describe('a line from which code may be generated', () => {
  it.each<[string, boolean]>([
    ["make 'f", true],
    ["makeLenses ''Config", true],
    ['deriveAll defaultOptions', true],
    ['a = $(wrong "x")', true],
    ['a = $$typed', true],
    ['  $splice', true],
    ['page = [hamlet|', true],
    ['|]', true],
    ["names = [''Config]", true],
    ['a = b', false],
    ['a, b :: Int', false],
    ['f (Just n) | n > 1 = n', false],
    ['  pure $ map toUpper text', false],
    ["  where g' = 'x'", false],
    ["  go x' y' = x' + y'", false],
    ['import Data.List (nope)', false],
    ['instance Show A where', false],
    ['data A = A', false],
    ['  [ x | x <- xs ]', false],
  ])('%s', (line, generated) => {
    const lines = mismatch.map((text) => (text.startsWith('4 |') ? `4 | ${line}` : text))
    const belief = verdict(lines, { 'src/A.hs': ['module A where', '', '', line].join('\n') })
    expect(reasonOf(belief)).toBe(generated ? atCompileTime : 'believed')
  })
})

it('one error that is believed is enough', () => {
  const splice = mismatch.map((line) => line.replace('4:5', '6:5').replace('4 | a = b', '6 | b = $(make)'))
  const sources = { 'src/A.hs': `${files['src/A.hs']}\nb = $(make)\n` }
  expect(reasonOf(verdict(splice, sources))).toBe(atCompileTime)
  expect(reasonOf(verdict([...splice, ...mismatch.slice(1)], sources))).toBe('believed')
})
