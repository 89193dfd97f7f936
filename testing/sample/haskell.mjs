/**
 * The Haskell of the sample project. Modules are laid out in layers: each imports two of the layer below, Main imports
 * the topmost layer, and so a module is either a leaf (of the topmost layer: only Main sees it) or interior.
 */

/** How many of the modules are leaves; the rest share the other layers evenly. */
const layerWidth = 6

/** Names like `Sample.L02.M04`, topmost layer last. */
export function moduleNames(count) {
  return Array.from({ length: count }, (_, index) => moduleName(index))
}

export function leafNames(count) {
  const top = Math.floor((count - 1) / layerWidth)
  return moduleNames(count).slice(top * layerWidth)
}

function moduleName(index) {
  return `Sample.L${pad(Math.floor(index / layerWidth))}.M${pad(index % layerWidth)}`
}

const pad = (number) => String(number).padStart(2, '0')

export const moduleFile = (name) => `src/${name.replaceAll('.', '/')}.hs`

/**
 * A module takes the compiler time in proportion to `size`, most of it for derived instances. `score` is not inlined:
 * its body can change without a change of the interface, whatever the optimisation.
 */
export function moduleSource(index, size) {
  const name = moduleName(index)
  const layer = Math.floor(index / layerWidth)
  const imports =
    layer === 0
      ? []
      : [0, 1].map((step) => moduleName((layer - 1) * layerWidth + ((index + step) % layerWidth)))
  const kinds = Array.from({ length: size }, (_, number) => `Kind${pad(number)}`)
  const fields = Array.from({ length: size }, (_, number) => `field${pad(number)}`)
  return `module ${name} (Kind (..), Settings (..), score) where

import Data.List (foldl')
${imports.map((imported) => `import qualified ${imported}`).join('\n')}

data Kind
  = ${kinds.join('\n  | ')}
  deriving (Eq, Ord, Show, Read, Enum, Bounded)

data Settings = Settings
  { ${fields.map((field) => `${field} :: Int`).join('\n  , ')}
  }
  deriving (Eq, Ord, Show, Read)

initial :: Int -> Settings
initial n = Settings
  { ${fields.map((field, number) => `${field} = n + ${number}`).join('\n  , ')}
  }

{-# NOINLINE score #-}
score :: Int -> Int
score n = foldl' step seed [minBound .. maxBound :: Kind]
  where
    seed = ${index + 1}
    step total kind = total + fromEnum kind + length (show (initial n))${imports
      .map((imported) => `\n      + ${imported}.score n + fromEnum (maxBound :: ${imported}.Kind)`)
      .join('')}
`
}

export function mainSource(count) {
  const leaves = leafNames(count)
  return `module Main (main) where

${leaves.map((name) => `import qualified ${name}`).join('\n')}

main :: IO ()
main = print (sum [${leaves.map((name) => `${name}.score 1`).join(', ')}])
`
}

export function testSource(count) {
  const name = leafNames(count)[0]
  return `module Main (main) where

import Control.Monad (unless)
import qualified ${name}

main :: IO ()
main = unless (${name}.score 1 > 0) (fail "score is not positive")
`
}

export function cabalFile({ count, version, optimization, pathsModule, tests }) {
  const modules = moduleNames(count)
  return `cabal-version: 2.4
name:          sample
version:       ${version}
build-type:    Simple

common shared
  default-language: Haskell2010
  build-depends:    base
  ghc-options:      -O${optimization}

library
  import:          shared
  hs-source-dirs:  src
  exposed-modules:
    ${modules.join('\n    ')}
${pathsModule ? '  other-modules:   Paths_sample\n  autogen-modules: Paths_sample\n' : ''}
executable sample
  import:         shared
  hs-source-dirs: app
  main-is:        Main.hs
  build-depends:  sample
${
  tests
    ? `
test-suite spec
  import:         shared
  type:           exitcode-stdio-1.0
  hs-source-dirs: test
  main-is:        Spec.hs
  build-depends:  sample
`
    : ''
}`
}
