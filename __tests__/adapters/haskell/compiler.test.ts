import { readdirSync, readFileSync } from 'node:fs'
import { stripVTControlCharacters } from 'node:util'
import fc from 'fast-check'
import { createCompilerParser, type Diagnostic } from '../../../src/adapters/haskell/compiler.ts'
import { marksOf, sorted } from '../../../testing/marks.ts'
import { compilerMarks } from '../../../testing/read-corpus.ts'
import { cases } from '../../fixtures/compiler/cases.mjs'

const corpus = new URL('../../fixtures/compiler/', import.meta.url)

function parse(lines: readonly string[]): readonly Diagnostic[] {
  const parser = createCompilerParser()
  for (const line of lines) parser.feed(stripVTControlCharacters(line))
  return parser.found()
}

const outputs = readdirSync(corpus).filter((name) => /^ghc-.*\.json$/.test(name))

it('the corpus is of GHC 9.0, 9.6 and 9.10', () => {
  expect(outputs.map((name) => /^ghc-(\d+\.\d+)/.exec(name)?.[1]).sort()).toEqual(['9.0', '9.10', '9.6'])
})

describe.each(outputs)('%s', (name) => {
  const version = /^ghc-(\d+\.\d+)/.exec(name)?.[1] ?? ''
  const all = JSON.parse(readFileSync(new URL(name, corpus), 'utf8')) as Record<string, string[]>

  it.each(Object.entries(all))('%s', (title, lines) => {
    const files = cases[title]?.files ?? {}
    expect(compilerMarks(lines, files)).toEqual(sorted(marksOf(files, version)))
  })
})

describe('the text of a message', () => {
  const text = (lines: readonly string[]) => parse(lines)[0]?.text
  const cpp = JSON.parse(readFileSync(new URL('ghc-9.6.6.json', corpus), 'utf8'))
  it.each([
    ['not-in-scope', /^Variable not in scope: nothing :: Int\nSuggested fix:\n {2}Perhaps use/],
    ['type-mismatch', /^Couldn't match type ‘\[Char\]’ with ‘Int’\n {2,4}Expected: Int\n/],
    ['parse-error', /^parse error on input ‘=’$/],
    ['cpp-error', /^#error not for this platform$/],
    ['c-header', /^nosuch.h: No such file or directory$/],
    ['cabal-file', /^unexpected "o"\nexpecting space/],
  ])('%s', (name, expected) => {
    expect(text(cpp[name])).toMatch(expected)
  })
})

describe('whatever is printed', () => {
  const fragment = fc.constantFrom(
    ...[
      'src/A.hs',
      ':',
      '3',
      '(',
      ')',
      ',',
      '-',
      ' ',
      'error',
      'warning',
      '[',
      ']',
      'GHC-1',
      '-W',
      '|',
      '\t',
    ],
    ...['{"version":', '"span"', '}', 'Warning: x.cabal', '\u0000', '💥', '.x', '@nix '],
  )
  it('is read without an error', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.array(fragment).map((parts) => parts.join('')),
            fc.string(),
          ),
        ),
        (lines) => {
          for (const { line, column = 1, text } of parse(lines)) {
            expect(line).toBeGreaterThan(0)
            expect(column).toBeGreaterThan(0)
            expect(typeof text).toBe('string')
          }
        },
      ),
      { numRuns: 2000 },
    )
  })

  // Each of them takes a backtracking pattern minutes.
  it.each([
    ':1'.repeat(500_000),
    '(1,1)-'.repeat(200_000),
    `A:${'1'.repeat(1_000_000)}`,
    `A.hs:1:1: error: ${'[GHC-1] '.repeat(100_000)}`,
    `A.hs:1:1: error:${' '.repeat(1_000_000)}x`,
    `error: ${'a.x:'.repeat(200_000)}`,
    `{"version":${'['.repeat(1_000_000)}`,
    `${' '.repeat(1_000_000)}|`,
  ])('takes no longer than its length warrants (%#)', (line) => {
    expect(parse([line, line, 'A.hs:1:1: error: real']).at(-1)).toMatchObject({ text: 'real' })
  })

  it('is kept within bounds', () => {
    const lines = Array.from({ length: 9000 }, (_, index) => `A.hs:${index + 1}:1: error: one`)
    expect(parse(lines)).toHaveLength(2000)
    expect(parse(['A.hs:1:1: error:', ...Array(9000).fill('    more')])[0]?.text.split('\n')).toHaveLength(40)
  })
})
