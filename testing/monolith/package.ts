import { moduleSource, programSource, splicesModule, testSource } from './haskell.ts'
import type { Monolith } from './plan.ts'

/** The files of a monolith by their paths: what a team would have in a directory. */
export function filesOf(monolith: Monolith): ReadonlyMap<string, string> {
  return new Map([
    ['monolith.cabal', cabalFile(monolith)],
    ['package.nix', nixFile(monolith)],
    ['data/words.txt', 'some words\n'],
    ['src/Monolith/Splices.hs', splicesModule],
    ...monolith.modules.map((module) => [fileOf(module.name), moduleSource(monolith, module)] as const),
    ...monolith.programs.map(
      (program) => [`app/${program.name}.hs`, programSource(monolith, program)] as const,
    ),
    ['test/Spec.hs', testSource(monolith)],
  ])
}

const fileOf = (name: string) => `src/${name.replaceAll('.', '/')}.hs`

function cabalFile({ options, modules, programs }: Monolith): string {
  const names = ['Monolith.Splices', ...modules.map(({ name }) => name)]
  return `cabal-version: 2.4
name:          monolith
version:       0.1.0.0
build-type:    Simple
data-files:    data/words.txt

common shared
  default-language: Haskell2010
  build-depends:    base, bytestring, containers
  ghc-options:      -O${options.optimization}${options.linker === undefined ? '' : ` -optl-fuse-ld=${options.linker}`}

library
  import:          shared
  build-depends:   template-haskell
  hs-source-dirs:  src
  exposed-modules:
    ${names.join('\n    ')}
  other-modules:   Paths_monolith
  autogen-modules: Paths_monolith
${programs
  .map(
    ({ name }) => `
executable ${name}
  import:         shared
  hs-source-dirs: app
  main-is:        ${name}.hs
  build-depends:  monolith
`,
  )
  .join('')}
test-suite spec
  import:         shared
  type:           exitcode-stdio-1.0
  hs-source-dirs: test
  main-is:        Spec.hs
  build-depends:  monolith
`
}

/** Cabal says by -v2 which programs it runs, and so in a log with times one sees how long each took. */
function nixFile({ options }: Monolith): string {
  return `{ mkDerivation, base, bytestring, containers, lib, template-haskell }:
mkDerivation {
  pname = "monolith";
  version = "0.1.0.0";
  src = lib.sourceByRegex ./. [
    "monolith.cabal"
    "(src|app|test|data)(/.*)?"
  ];
  isLibrary = true;
  isExecutable = true;
  libraryHaskellDepends = [ base bytestring containers template-haskell ];
  executableHaskellDepends = [ base bytestring containers ];
  testHaskellDepends = [ base bytestring containers ];
  doHaddock = ${options.defaults};
  enableLibraryProfiling = ${options.defaults};
  buildFlags = [ "-v2" ];
  license = "Apache-2.0";
}
`
}
