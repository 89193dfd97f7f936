import type { Module, Package } from './packages.ts'

/** The text of a package's Cabal file and modules. */

export const moduleFile = (package_: string, name: string, directory = 'src') =>
  `packages/${package_}/${directory}/${name.replaceAll('.', '/')}.hs`

/** All files of a package, by path in the repository, but for `package.nix` where it has one. */
export function packageFiles(package_: Package): Record<string, string> {
  const { name, library, executable = [], tests } = package_
  const texts = (directory: string, list: readonly Module[], failing = false) =>
    list.map((module) => [moduleFile(name, module.name, directory), moduleText(module, failing)])
  return Object.fromEntries([
    [`packages/${name}/${name}.cabal`, cabalFile(package_)],
    ...texts('src', library),
    ...texts('app', executable),
    ...texts('test', tests?.modules ?? [], tests?.fails),
  ])
}

function moduleText(module: Module, failing: boolean): string {
  if (module.name === 'Main') return mainText(module, failing)
  if (module.name === 'Pricing.Shop') return shopText
  return libraryText(module)
}

/** `value` is not inlined: without optimisation its body can change without a change of the interface. */
function libraryText({ name, imports }: Module): string {
  const seed = [...name].reduce((sum, letter) => sum + letter.charCodeAt(0), 0)
  return `module ${name} (Kind (..), value) where

${imports.map((imported) => `import qualified ${imported}\n`).join('')}
data Kind = One | Two
  deriving (Eq, Show, Enum, Bounded)

{-# NOINLINE value #-}
value :: Int -> Int
value n = seed + n + sum (map fromEnum [minBound .. maxBound :: Kind])${imports
    .map((imported) => `\n    + 2 * ${imported}.value n + fromEnum (maxBound :: ${imported}.Kind)`)
    .join('')}
  where
    seed = ${seed}
`
}

/** What it holds comes from the environment of the build: GHC does not see that change. */
const shopText = `{-# LANGUAGE TemplateHaskell #-}

module Pricing.Shop (name) where

import Language.Haskell.TH (runIO, stringE)
import System.Environment (lookupEnv)

{-# NOINLINE name #-}
name :: String
name = $(runIO (lookupEnv "SHOP") >>= maybe (fail "SHOP is not set") stringE)
`

function mainText({ imports }: Module, failing: boolean): string {
  const lines = imports.map((name) =>
    name === 'Pricing.Shop' ? `putStrLn ${name}.name` : `print ("${name}", ${name}.value 1)`,
  )
  return `module Main (main) where

${imports.map((name) => `import qualified ${name}\n`).join('')}
main :: IO ()
main = do
  ${[...lines, failing ? 'fail "this test fails"' : 'return ()'].join('\n  ')}
`
}

function cabalFile({ name, version, depends, library, executable, tests, ghcOptions }: Package): string {
  const base = name === 'pricing' ? ['base', 'template-haskell'] : ['base']
  const own = library.length > 0 ? [name] : []
  const section = (head: string, directory: string, needs: readonly string[], fields: readonly string[]) => `
${head}
  default-language: Haskell2010
  ghc-options:      ${ghcOptions}
  hs-source-dirs:   ${directory}
  build-depends:    ${needs.join(', ')}
  ${fields.join('\n  ')}
`
  const names = (list: readonly Module[]) => list.map((module) => module.name).join(' ')
  const program = (list: readonly Module[]) => [
    'main-is:          Main.hs',
    ...(list.length > 1 ? [`other-modules:    ${names(list.slice(0, -1))}`] : []),
  ]
  return `cabal-version: 2.4
name:          ${name}
version:       ${version}
build-type:    Simple
${
  library.length === 0
    ? ''
    : section('library', 'src', [...base, ...depends], [`exposed-modules:  ${names(library)}`])
}${
  executable === undefined
    ? ''
    : section(
        `executable ${name}`,
        'app',
        [...base, ...(own.length > 0 ? own : depends)],
        program(executable),
      )
}${
  tests === undefined
    ? ''
    : section(
        'test-suite spec',
        'test',
        [...base, ...own],
        ['type:             exitcode-stdio-1.0', ...program(tests.modules)],
      )
}`
}
