import { recompilesAll } from '../../../src/adapters/haskell/flags.ts'
import { createPackage } from '../../../testing/engine.ts'

const withFlags = (configureFlags: string) => createPackage('program', { env: { configureFlags } })

// Each was seen with GHC 9.6.6; __tests__/e2e/price.test.ts compiles with one of them.
it.each<[string, string, string | undefined]>([
  ['--enable-shared', '--enable-shared', undefined],
  ['', '--ghc-option=-O2', '-O2'],
  ['--ghc-options=-O2', '--ghc-options=-O0', '-O0, no -O2'],
  ['--enable-optimization=2', '', 'no --enable-optimization=2'],
  ['', '--ghc-option=-DFOO=1', '-DFOO=1'],
  ['', '--ghc-option=-XStrict', '-XStrict'],
  ['', '--extra-include-dirs=/nix/store/a/include', '--extra-include-dirs=/nix/store/a/include'],
  ['', '--enable-coverage', '--enable-coverage'],
  ['', '--ghc-option=-g', '-g'],
  ['--ghc-option=-O1 --ghc-option=-O2', '--ghc-option=-O2 --ghc-option=-O1', 'in another order'],
  ['', '--ghc-option=-Wall --ghc-option=-Werror', undefined],
  ['', '--ghc-option=-haddock', '-haddock'],
  ['', '--ghc-option=-threaded --ghc-option=-rtsopts', undefined],
  ['', '--ghc-option=-j4', undefined],
  ['', '--enable-library-profiling', undefined],
  ['', '--extra-lib-dirs=/nix/store/a/lib', undefined],
])('%j -> %j: %j', (base, head, expected) => {
  expect(recompilesAll(withFlags(head), withFlags(base))).toBe(expected)
})

it('compares no other attribute', () => {
  const [one, other] = [
    createPackage('a', { env: { version: '1' } }),
    createPackage('a', { env: { version: '2' } }),
  ]
  expect(recompilesAll(one, other)).toBeUndefined()
})
