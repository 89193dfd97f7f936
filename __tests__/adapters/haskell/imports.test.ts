import { execFileSync } from 'node:child_process'
import { importExpression, importersOf, isSource } from '../../../src/adapters/haskell/imports.ts'

const importersIn = (files: Readonly<Record<string, readonly string[]>>) =>
  Object.fromEntries(
    importersOf(
      Object.keys(files),
      Object.entries(files).flatMap(([path, lines]) => lines.map((text) => ({ path, text }))),
    ),
  )

describe('importersOf', () => {
  it.each([
    ['import A.B'],
    ['import  A.B (c)'],
    ['import A.B hiding (c)'],
    ['import qualified A.B as X'],
    ['import A.B qualified as X'],
    ['import safe qualified A.B'],
    ['import "core" A.B'],
    ['import {-# SOURCE #-} A.B'],
    ['  import A.B'],
    ['> import A.B'],
  ])('takes %j for an import', (text) => {
    expect(importersIn({ 'src/A/B.hs': [], 'src/C.hs': [text] })['src/A/B.hs']).toEqual(['src/C.hs'])
  })

  it.each([
    ['import A.BC'],
    ['import A'],
    ['-- import A.B'],
    ['imports A.B'],
    ['module C (module A.B) where'],
  ])('does not take %j for one', (text) => {
    expect(importersIn({ 'src/A/B.hs': [], 'src/C.hs': [text] })['src/A/B.hs']).toEqual([])
  })

  it('names a module by its header where the path begins with capitals, or by the path', () => {
    const found = importersIn({
      'Tests/A/B.hs': ['module A.B', 'module C'],
      'Core/C.hs': ['module Other.Name'],
      'app/Main.hs': ['import A.B', 'import Core.C'],
      'app/D.hs': ['import C'],
    })
    expect(found).toEqual({
      'Tests/A/B.hs': ['app/Main.hs'],
      'Core/C.hs': ['app/Main.hs'],
      'app/Main.hs': [],
      'app/D.hs': [],
    })
  })

  it('tells no package from another, and counts no file as its own importer', () => {
    const found = importersIn({
      'a/src/Util.hs': ['module Util'],
      'b/src/Util.hs': ['module Util', 'import Util'],
      'b/src/Use.hs': ['import Util', 'import Util'],
    })
    expect(found['a/src/Util.hs']).toEqual(['b/src/Util.hs', 'b/src/Use.hs'])
    expect(found['b/src/Util.hs']).toEqual(['b/src/Use.hs'])
  })
})

it.each([
  ['src/A.hs', true],
  ['A.lhs', true],
  ['src/A.hsc', true],
  ['src/Lexer.x', true],
  ['src/A.hs-boot', false],
  ['README.md', false],
  ['hs', false],
])('%s is a source: %s', (path, expected) => {
  expect(isSource(path)).toBe(expected)
})

it.each([
  ['module A where', true],
  ['> import A', true],
  ['  import qualified A', true],
  ['important', false],
  ['x = import A', false],
])('grep finds %j: %s', (line, expected) => {
  const found = () => execFileSync('grep', ['-E', importExpression], { input: `${line}\n`, stdio: 'pipe' })
  if (expected) expect(String(found())).toBe(`${line}\n`)
  else expect(found).toThrow()
})
