/** A Haskell package that has a bit of everything, as a value that edits change and that is written as files. */

/** A module of the library. It imports only what is before it in the list. */
export interface Source {
  readonly name: string
  readonly directory: string
  readonly imports: readonly string[]
  readonly number: number
  readonly type: string
  readonly constructors: readonly string[]
  readonly deriving: readonly string[]
  readonly more: readonly string[]
  readonly inline: '' | 'INLINE' | 'NOINLINE'
  readonly comment: string
  readonly exportsAll: boolean
  readonly hidden: boolean
  /** Whether it has an import that nothing needs, of which `-Wall` warns. */
  readonly untidy: boolean
  /** Whether it needs the package `containers`. */
  readonly maps: boolean
  readonly deprecated: boolean
  readonly options: string
  readonly extensions: readonly string[]
  /** In place of all the above. */
  readonly broken: string
}

export interface Package {
  readonly name: string
  /** Whether there is an internal library. */
  readonly several: boolean
  readonly version: number
  readonly sources: readonly Source[]
  readonly header: number
  readonly chained: number
  readonly native: number
  readonly data: string
  readonly dataFiles: readonly string[]
  readonly embedded: string
  readonly listed: readonly string[]
  readonly revision: string
  /** By the hook `preBuild`. */
  readonly hooked: string
  readonly spliced: number
  readonly generated: 'hsc' | 'hs'
  readonly dependencies: readonly string[]
  readonly cppOptions: readonly string[]
  readonly ghcOptions: readonly string[]
  readonly extensions: readonly string[]
  readonly language: string
  readonly flag: boolean
  readonly configureFlags: readonly string[]
  readonly projectOptions: string
  readonly synopsis: string
  readonly programs: readonly string[]
  readonly greeting: string
  readonly innerNumber: number
  readonly check: boolean
  /** What the test suite demands of the first module's number. */
  readonly demanded: 'right' | 'wrong'
  readonly haddock: boolean
  /** An embedded file that is not there. */
  readonly missing: boolean
  /** A line that Cabal does not understand. */
  readonly cabalError: boolean
}

/** A module that says `number`. */
export function source(name: string, number: number, imports: readonly string[] = []): Source {
  return {
    name,
    imports,
    number,
    directory: 'src',
    type: 'Int',
    constructors: ['A'],
    deriving: ['Show'],
    more: [],
    inline: '',
    comment: '',
    exportsAll: false,
    hidden: false,
    untidy: false,
    maps: false,
    deprecated: false,
    options: '',
    extensions: [],
    broken: '',
  }
}

/** What every walk starts from. */
export function firstPackage(name: string, several: boolean): Package {
  return {
    name,
    several,
    version: 1,
    sources: [
      source('Data.Base', 1),
      source('Data.Middle', 2, ['Data.Base']),
      source('Other', 3),
      source('Top', 4, ['Data.Middle', 'Other']),
    ],
    header: 1,
    chained: 1,
    native: 1,
    data: 'data',
    dataFiles: ['data/read.txt'],
    embedded: 'embedded',
    listed: ['one'],
    revision: 'none',
    hooked: 'none',
    spliced: 1,
    generated: 'hsc',
    dependencies: [],
    cppOptions: [],
    ghcOptions: ['-O0'],
    extensions: [],
    language: 'Haskell2010',
    flag: false,
    configureFlags: [],
    projectOptions: '',
    synopsis: 'A package',
    programs: ['main'],
    greeting: 'hello',
    innerNumber: 1,
    check: true,
    demanded: 'right',
    haddock: false,
    missing: false,
    cabalError: false,
  }
}

/** Nix code: arguments of `mkDerivation`. */
export function nixArguments(pkg: Package): string {
  const flags = pkg.configureFlags.map((flag) => ` "${flag}"`).join('')
  return `{
  version = "${pkg.version}.0";
  configureFlags = [${flags} ];
  env = { REVISION = "${pkg.revision}"; };
  preBuild = "export HOOKED=${pkg.hooked}\\n";
  doCheck = ${pkg.check};
  doHaddock = ${pkg.haddock};
  enableSeparateDocOutput = false;
}
`
}

/** The files of the package, by their paths. */
export function filesOf(pkg: Package): Readonly<Record<string, string>> {
  return {
    [`${pkg.name}.cabal`]: cabalFile(pkg),
    'cabal.project': `packages: .\n${pkg.projectOptions}`,
    'cbits/native.c': `#include "own.h"\nint native_value(void) { return ${pkg.native} * CHAINED; }\n`,
    'include/own.h': `#include "chained.h"\n#define OWN ${pkg.header}\n`,
    'include/chained.h': `#define CHAINED ${pkg.chained}\n`,
    ...Object.fromEntries(pkg.dataFiles.map((path) => [path, `${pkg.data} in ${path}\n`])),
    ...(pkg.missing ? {} : { 'embedded.txt': `${pkg.embedded}\n` }),
    ...Object.fromEntries(pkg.listed.map((name) => [`listed/${name}`, ''])),
    ...Object.fromEntries(
      pkg.sources.map((one) => [`${one.directory}/${one.name.replaceAll('.', '/')}.hs`, moduleOf(one)]),
    ),
    'src/Embed.hs': embed,
    'src/Listing.hs': listing,
    'src/Macros.hs': macros,
    [`src/Gen.${pkg.generated}`]:
      pkg.generated === 'hsc' ? hsc : hsc.replace('#include "own.h"\n', '').replace('#{const OWN}', '77'),
    'src/Native.hs': native,
    'src/Maker.hs':
      `module Maker (make) where\nimport Language.Haskell.TH (Exp, Q)\nmake :: Int -> Q Exp\nmake n = [| n + ${pkg.spliced} :: Int |]\n`.replace(
        'module',
        '{-# LANGUAGE TemplateHaskell #-}\nmodule',
      ),
    'src/Splice.hs': splice(pkg),
    'src/Info.hs': info(pkg),
    ...(pkg.several
      ? { 'inner/Inner.hs': `module Inner (inner) where\ninner :: Int\ninner = ${pkg.innerNumber}\n` }
      : {}),
    ...Object.fromEntries(pkg.programs.map((program) => [`app/${program}.hs`, mainOf(pkg, program)])),
    'test/Spec.hs': spec(pkg),
  }
}

const dependencyNames = ['containers', 'bytestring']

function cabalFile(pkg: Package): string {
  const common = `  default-language: ${pkg.language}
  ghc-options: ${pkg.ghcOptions.join(' ')}
`
  const modules = pkg.sources.filter(({ hidden }) => !hidden).map(({ name }) => name)
  const hidden = pkg.sources.filter(({ hidden }) => hidden).map(({ name }) => name)
  const directories = [...new Set(['src', ...pkg.sources.map(({ directory }) => directory)])]
  const programs = pkg.programs.map(
    (program) => `
executable ${program}
${common}  hs-source-dirs: app
  main-is: ${program}.hs
  build-depends: base, ${pkg.name}
`,
  )
  return `cabal-version: 3.0
name: ${pkg.name}
version: ${pkg.version}.0
build-type: Simple
synopsis: ${pkg.synopsis}
data-files: ${pkg.dataFiles.join(', ')}
extra-source-files: include/*.h embedded.txt
${pkg.cabalError ? 'library\n  build-depends: base, no-such-package\n' : ''}
flag extra
  default: ${pkg.flag ? 'True' : 'False'}
  manual: True

library
${common}  hs-source-dirs: ${directories.join(', ')}
  include-dirs: include
  c-sources: cbits/native.c
  cpp-options: ${pkg.cppOptions.join(' ')}
  default-extensions: ${pkg.extensions.join(', ')}
  if flag(extra)
    cpp-options: -DFLAGGED
  exposed-modules: ${[...modules, 'Embed', 'Listing', 'Macros', 'Gen', 'Native', 'Maker', 'Splice', 'Info'].join(', ')}
  other-modules: ${[`Paths_${pkg.name}`, ...hidden].join(', ')}
  autogen-modules: Paths_${pkg.name}
  build-depends: ${['base', 'directory', 'template-haskell', ...pkg.dependencies, ...(pkg.several ? [`${pkg.name}:inner`] : [])].join(', ')}
${pkg.several ? `\nlibrary inner\n${common}  hs-source-dirs: inner\n  exposed-modules: Inner\n  build-depends: base\n` : ''}${programs.join('')}
test-suite spec
${common}  type: exitcode-stdio-1.0
  hs-source-dirs: test
  main-is: Spec.hs
  build-depends: base, ${pkg.name}
`
}

function moduleOf(one: Source): string {
  if (one.broken !== '') return one.broken
  const exports = ['value', 'helper', 'T (..)', ...one.more.map((name) => name)]
  const [first = 'A'] = one.constructors
  const pragmas = [
    ...one.extensions.map((extension) => `{-# LANGUAGE ${extension} #-}`),
    ...(one.options === '' ? [] : [`{-# OPTIONS_GHC ${one.options} #-}`]),
  ]
  const uses = one.imports.map((name) => ` + fromIntegral (${name}.helper 1)`).join('')
  const types = one.imports.map((name) => ` ++ show ${name}.first`).join('')
  return `${pragmas.map((line) => `${line}\n`).join('')}-- ${one.comment}
module ${one.name}${one.deprecated ? ' {-# DEPRECATED "old" #-}' : ''}${one.exportsAll ? '' : ` (first, ${exports.join(', ')})`} where
${one.imports.map((name) => `import qualified ${name}\n`).join('')}${one.untidy ? 'import Data.List (sort)\n' : ''}import GHC.Stack (CallStack, HasCallStack, callStack, getCallStack, srcLocFile)\n${one.maps ? 'import qualified Data.Map as Map\n' : ''}
data T = ${one.constructors.join(' | ')}
  deriving (${one.deriving.join(', ')})

first :: T
first = ${first}

helper :: ${one.type} -> ${one.type}
helper x = x * 2 + ${one.number}${uses}
${one.inline === '' ? '' : `{-# ${one.inline} helper #-}\n`}
${one.more.map((name, index) => `${name} :: Int\n${name} = ${index}\n`).join('\n')}
file :: String
file = show (map (srcLocFile . snd) (getCallStack here))
  where
    here :: HasCallStack => CallStack
    here = callStack

value :: String
value = show (helper 3) ++ file${one.maps ? ' ++ show (Map.fromList [(1 :: Int, True)])' : ''} ++ show first${types}
`
}

const embed = `{-# LANGUAGE TemplateHaskell #-}
module Embed (value) where
import Language.Haskell.TH (runIO, stringE)
import Language.Haskell.TH.Syntax (addDependentFile)
value :: String
value = $(addDependentFile "embedded.txt" >> runIO (readFile "embedded.txt") >>= stringE)
`

const listing = `{-# LANGUAGE TemplateHaskell #-}
module Listing (value) where
import Data.List (sort)
import Language.Haskell.TH (runIO, stringE)
import System.Directory (listDirectory)
import System.Environment (lookupEnv)
value :: String
value = $(runIO ((\\files revision hooked -> unwords (maybe "" id revision : maybe "" id hooked : sort files))
  <$> listDirectory "listed" <*> lookupEnv "REVISION" <*> lookupEnv "HOOKED") >>= stringE)
`

const macros = `{-# LANGUAGE CPP #-}
module Macros (value) where
#include "own.h"
value :: String
value = show (OWN + CHAINED :: Int) ++ own ++ flagged ++ known ++ VERSION_base
  where
#ifdef EXTRA
    own = "extra"
#else
    own = "no extra"
#endif
#ifdef FLAGGED
    flagged = "flagged"
#else
    flagged = "not flagged"
#endif
#ifdef MIN_VERSION_${dependencyNames[0]}
    known = "containers"
#else
    known = "no containers"
#endif
`

const hsc = `module Gen (value) where
#include "own.h"
value :: String
value = show (#{const OWN} :: Int)
`

const native = `{-# LANGUAGE CApiFFI #-}
module Native (value) where
import Foreign.C (CInt (..))
foreign import ccall unsafe "native_value" native :: CInt
foreign import capi "own.h value OWN" own :: CInt
value :: String
value = show native ++ show own
`

const splice = ({ several }: Package) => `{-# LANGUAGE TemplateHaskell #-}
module Splice (value) where
import Maker (make)
${several ? 'import Inner (inner)\n' : ''}value :: String
value = show ($(make 40) :: Int)${several ? ' ++ show inner' : ''}
`

const info = ({ name, dataFiles }: Package) => `module Info (value) where
import Data.Version (showVersion)
import Paths_${name} (getDataFileName, version)
value :: IO String
value = (showVersion version ++) <$> (getDataFileName "${dataFiles[0]}" >>= readFile)
`

/** All that can be seen of the library. */
function values({ sources }: Package): { readonly imports: string; readonly action: string } {
  const visible = sources.filter(({ hidden }) => !hidden).map(({ name }) => name)
  const names = [...visible, 'Embed', 'Listing', 'Macros', 'Gen', 'Native', 'Splice']
  return {
    imports: [...names, 'Info'].map((name) => `import qualified ${name}\n`).join(''),
    action: `mapM_ putStrLn [${names.map((name) => `${name}.value`).join(', ')}] >> Info.value >>= putStrLn`,
  }
}

function mainOf(pkg: Package, program: string): string {
  const { imports, action } = values(pkg)
  return `module Main (main) where
${imports}
main :: IO ()
main = putStrLn "${program} ${pkg.greeting}" >> ${action}
`
}

function spec(pkg: Package): string {
  const first = pkg.sources.find(({ hidden }) => !hidden)
  const name = first?.name ?? 'Top'
  return `module Main (main) where
import Control.Monad (unless)
import System.Exit (exitFailure)
import qualified ${name}
import qualified Macros
main :: IO ()
main = do
  putStrLn ("spec: " ++ ${name}.value ++ Macros.value)
  unless (${name}.helper 0 == ${name}.helper 0 ${pkg.demanded === 'right' ? '' : '+ 1'}) exitFailure
`
}
