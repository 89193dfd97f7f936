import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { run } from '../../src/lib/process.ts'
import { recordedModules } from '../../src/nix/intermediates.ts'
import { differences } from '../../testing/monorepo/compare.ts'
import { createWorkshop, type Outcome, type Workshop } from '../../testing/rewriting.ts'
import { hostGhc } from '../../testing/sample/project.mjs'

/**
 * What nixpkgs' builder can be asked for, each in a package of its own, all of which are built at the base and again,
 * on top of that, at HEAD.
 */

type Files = Readonly<Record<string, string | null>>

interface Case {
  /** Nix code: arguments of `mkDerivation`. */
  readonly options?: string
  /** Nix code: a function that is applied to the package. */
  readonly change?: string
  /** Beside a library of `A`, which imports `B`, and of `C`. */
  readonly base: Files
  readonly head: Files
}

const library = (more = '', modules = 'A B C') => `cabal-version: 2.4
name:          NAME
version:       1.0
build-type:    Simple

library
  default-language: Haskell2010
  exposed-modules:  ${modules.split(' ').join(', ')}
  build-depends:    base
${more}`
const program = `
executable NAME
  default-language: Haskell2010
  hs-source-dirs:   app
  main-is:          Main.hs
  build-depends:    base, NAME
`
const tests = `
test-suite spec
  default-language: Haskell2010
  type:             exitcode-stdio-1.0
  hs-source-dirs:   test
  main-is:          Spec.hs
  build-depends:    base, NAME
`
const moduleOf = (module: string, text: string, imports = '') =>
  `module ${module} where\n${imports}value :: String\nvalue = ${text}\n{-# NOINLINE value #-}\n`
const B = (text: string) => ({ 'B.hs': moduleOf('B', `"${text}"`) })
const modules = {
  'A.hs': moduleOf('A', 'B.value ++ C.value', 'import qualified B\nimport qualified C\n'),
  'C.hs': moduleOf('C', '"c"'),
  ...B('base '),
}
const main = {
  'app/Main.hs': 'module Main (main) where\nimport qualified A\nmain :: IO ()\nmain = putStrLn A.value\n',
}
const spec = (text: string) => ({
  'test/Spec.hs': `module Main (main) where\nimport qualified A\nmain :: IO ()\nmain = putStrLn ("${text} " ++ A.value)\n`,
})
const sources = { 'NAME.cabal': library(program), ...modules, ...main }
const change = B('head ')
const structured = (more = '') =>
  `(package: package.overrideAttrs (old: { __structuredAttrs = true; ${more} }))`
const second = program.replace('executable NAME', 'executable other-NAME')
const sayJobs = 'postBuild = "echo linked: $(cd \\${incrementalNixTools-.} && echo job-*)";'
/** Has the package stripped by a program that does something else before. */
const stripBy = (first: string) => `buildTools = [
  (pkgs.stdenv.mkDerivation {
    name = "strip";
    buildCommand = ''
      mkdir -p $out/bin
      cat > $out/bin/strip << 'EOF'
      #!/bin/sh
      ${first}
      exec /usr/bin/strip "$@"
      EOF
      chmod +x $out/bin/strip
    '';
  })
];`
const sayInstalled =
  'echo installed: $(cd \\${incrementalNixTools-.} && echo job-* abi-hash-*); find $out -name *.conf -exec grep -h ^abi: {} +; cat \\${incrementalNixTools-.}/abi-hash-* || true'
/** Cabal runs it when it compiles the other program. */
const tool = program
  .replace('executable NAME', 'executable NAME-tool')
  .replace('app', 'tool')
  .replace(', NAME', '')
const toolSource = `module Main (main) where
import System.Environment
main = do
  [_, from, to] <- getArgs
  readFile from >>= writeFile to . unlines . map said . lines
 where said line = if line == "  SAID" then "  putStrLn A.value" else line
`
/** A version bump, by which each symbol would get another name. */
const bumped = { 'NAME.cabal': library(program).replace('1.0', '1.1') }
const withPaths = library(program).replace(
  'base\n',
  'base\n  ghc-options:      -O1\n  other-modules:    Paths_NAME\n  autogen-modules:  Paths_NAME\n',
)
const installed = {
  'NAME.cabal': withPaths,
  ...modules,
  ...main,
  'C.hs': moduleOf(
    'C',
    'showVersion version ++ " " ++ unsafePerformIO getDataDir',
    'import Data.Version (showVersion)\nimport Paths_NAME (getDataDir, version)\nimport System.IO.Unsafe (unsafePerformIO)\n',
  ),
}
const includesGhc = `{-# LANGUAGE CPP #-}\n#include "ghc-of-the-store.h"\n${moduleOf('C', '"c"')}`
const setup = (text: string) => `import Distribution.Simple
import System.Directory
main = do
  defaultMainWithHooks simpleUserHooks
    { postConf = \\_ _ _ _ -> do
        createDirectoryIfMissing True "dist/build/autogen"
        writeFile "dist/build/autogen/C.hs" ${JSON.stringify(moduleOf('C', `"${text}"`))}
    }
`
const ordinarySetup = `#!/usr/bin/env runhaskell
module Main (main) where
-- As tools write it.
import Distribution.Simple

main :: IO ()
main = defaultMain
`
/** A module of the package in place of Cabal's. */
const shadow = `module Distribution.Simple (defaultMain) where
import qualified "Cabal" Distribution.Simple as Cabal
defaultMain :: IO ()
defaultMain = putStrLn "shadowed" >> Cabal.defaultMain
`.replace(/^/, '{-# LANGUAGE PackageImports #-}\n')
const helper = (text: string) => ({
  'helper/helper.cabal': library('', 'Helper').replace('NAME', 'helper'),
  'helper/Helper.hs': moduleOf('Helper', `"${text}"`),
})
const custom = library(program, 'A B')
  .replace('Simple\n', 'Custom\n\ncustom-setup\n  setup-depends: base, Cabal, directory\n')
  .replace('base\n', 'base\n  other-modules: C\n  autogen-modules: C\n')
const sublibrary = `${library().replace('base\n', 'base, inner\n').replace('A, B, C', 'A')}
library inner
  default-language: Haskell2010
  hs-source-dirs:   inner
  exposed-modules:  B, C
  build-depends:    base
`
const inner = (files: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(files).map(([path, text]) => [path === 'A.hs' ? path : `inner/${path}`, text]),
  )
const onlyProgram = `cabal-version: 2.4
name:          NAME
version:       1.0
build-type:    Simple

executable NAME
  default-language: Haskell2010
  hs-source-dirs:   app, .
  main-is:          Main.hs
  other-modules:    A, B, C
  build-depends:    base
`
const hie = (modules?: string) => library('  ghc-options: -fwrite-ide-info -hiedir=.hie\n', modules)
const hsc = (module: string) => moduleOf(module, '"hsc "')

const splices = library(program).replace('base\n', 'base, template-haskell, directory\n')
const splice = (action: string) => `{-# LANGUAGE TemplateHaskell #-}
module C where
import Language.Haskell.TH
import System.Directory (listDirectory)
import System.Environment (lookupEnv)
value :: String
value = $(runIO (${action}) >>= stringE)
{-# NOINLINE value #-}
`
const capi = `{-# LANGUAGE CApiFFI #-}
module C where
import Foreign.C
foreign import capi "own.h value OWN" own :: CInt
value :: String
value = show own
{-# NOINLINE value #-}
`

const splicing = {
  'NAME.cabal': library().replace('base\n', 'base, template-haskell\n'),
  ...modules,
  'C.hs': `{-# LANGUAGE TemplateHaskell #-}
module C where
import qualified B
import Language.Haskell.TH
-- | Of a splice.
value :: String
value = $(stringE (reverse B.value))

-- | Runs backwards.
class Backward a where
  backward :: a -> a
instance Backward [a] where
  backward items = let turned = reverse items in turned
`,
}
const exportingB = (text: string) => ({
  'B.hs': `${B(text)['B.hs']}foreign export ccall next :: Int -> Int\nnext :: Int -> Int\nnext = (+ 1)\n`,
})
const pages = 'doHaddock = true; enableSeparateDocOutput = false;'
const showsObjectCode = `${pages} haddockFlags = [ "--haddock-option=--optghc=-ddump-asm" ];`
const saysC = `-- | Says c.\n${moduleOf('C', '"c"')}`
const readsProducts = `{-# LANGUAGE TemplateHaskell #-}
module A where
import qualified B
import Language.Haskell.TH
value :: String
value = $(runIO (readFile "dist/build/C.hi") >> [| B.value |])
`

const located = `module C where
import GHC.Stack
value :: String
value = show (map (srcLocFile . snd) (getCallStack here))
  where
    here :: HasCallStack => CallStack
    here = callStack
{-# NOINLINE value #-}
`
/** `-Wall` warns of it. */
const untidy = { 'C.hs': moduleOf('C', '"c"', 'import Data.List (sort)\n') }

const cases = {
  plain: { base: sources, head: change },
  bumped: { base: sources, head: { ...change, ...bumped } },
  structured: { change: structured(), base: sources, head: { ...change, ...bumped } },
  'structured-arrays': {
    change: structured(`
      configurePhase = builtins.replaceStrings [ "configure $configureFlags" ]
        [ "configure $configureFlags \\"\\\${configureFlags[@]:1}\\"" ] old.configurePhase;`),
    base: sources,
    head: { ...change, ...bumped },
  },
  coverage: {
    options: 'doCoverage = true; doCheck = true;',
    base: {
      'NAME.cabal': library(tests, 'A B C D'),
      ...modules,
      ...spec('base'),
      'D.hs': moduleOf('D', '"d"'),
    },
    head: { 'NAME.cabal': library(tests), ...change, 'D.hs': null },
  },
  hie: {
    options: `postInstall = "cp -r .hie $out/hie";`,
    base: { 'NAME.cabal': hie('A B C D'), ...modules, 'D.hs': moduleOf('D', '"d"') },
    head: { 'NAME.cabal': hie(), ...change, 'D.hs': null },
  },
  static: {
    options: 'configureFlags = [ "--extra-include-dirs=${pkgs.haskellPackages.ghc}/include" ];',
    change: 'pkgs.haskell.lib.compose.justStaticExecutables',
    base: { ...sources, 'C.hs': includesGhc },
    head: change,
  },
  leaky: {
    options:
      'postInstall = builtins.readFile ./leaky/install.sh; env.compiler = "${pkgs.haskellPackages.ghc}";',
    change: 'pkgs.haskell.lib.compose.justStaticExecutables',
    base: { ...sources, 'install.sh': '' },
    head: { ...change, 'install.sh': 'echo $compiler > $out/compiler' },
  },
  // As nixpkgs builds libraries unless told otherwise.
  profiled: {
    options: 'enableLibraryProfiling = true; enableExecutableProfiling = true;',
    base: sources,
    head: change,
  },
  // Tells what it is called for.
  stripped: {
    options: `${stripBy('echo "stripping $*"')} postInstall = "find . -name 'libHS*-ghc*.a'; ${sayInstalled}";`,
    base: sources,
    head: change,
  },
  unstripped: {
    options: stripBy('if [ -e refused ]; then echo "it is refused"; exit 1; fi'),
    base: sources,
    head: { ...change, refused: '' },
  },
  // Looks at what was installed before the library is registered.
  'installs-more': {
    change: `(package: package.overrideAttrs (old: {
      installPhase = builtins.replaceStrings [ "local database=" ] [ "cp $out/bin/installs-more $out/copy; local database=" ] old.installPhase;
    }))`,
    base: sources,
    head: change,
  },
  // Has use for what Cabal installs nowhere.
  standalone: {
    options: 'postInstall = "cp dist/build/libHS*-ghc*.a $out/lib";',
    base: sources,
    head: change,
  },
  // Two programs and a test suite, which are linked beside one another; and where that would not do.
  linked: {
    options: `doCheck = true; ${sayJobs}`,
    base: { 'NAME.cabal': library(program + second + tests), ...modules, ...main, ...spec('base') },
    head: change,
  },
  unlinked: {
    options: sayJobs,
    base: { 'NAME.cabal': library(program + second), ...modules, ...main },
    head: {
      'app/Main.hs':
        'module Main (main) where\nforeign import ccall "nowhere_at_all" nowhere :: IO ()\nmain :: IO ()\nmain = nowhere\n',
    },
  },
  tool: {
    options: sayJobs,
    base: {
      'NAME.cabal': library(`${tool}${program}  build-tool-depends: NAME:NAME-tool\n`),
      ...modules,
      'app/Main.hs':
        '{-# OPTIONS_GHC -F -pgmF NAME-tool #-}\nmodule Main (main) where\nimport qualified A\nmain :: IO ()\nmain =\n  SAID\n',
      'tool/Main.hs': toolSource,
    },
    head: { ...change, 'tool/Main.hs': toolSource.replace('A.value"', '(reverse A.value)"') },
  },
  outputs: {
    options:
      'enableSeparateBinOutput = true; enableSeparateDataOutput = true; enableSeparateDocOutput = true;',
    base: sources,
    head: change,
  },
  // As nixpkgs itself exports intermediates, below the same name.
  exporting: {
    options: 'doInstallIntermediates = true; enableSeparateIntermediatesOutput = true;',
    base: sources,
    head: change,
  },
  custom: {
    base: { 'NAME.cabal': custom, ...modules, ...main, 'C.hs': null, 'Setup.hs': setup('base') },
    head: { ...change, 'Setup.hs': setup('head') },
  },
  // What calls Cabal: as good as the builder's, HEAD's own, of another library, with hooks around it, compiled otherwise.
  'setup-ordinary': { base: { ...sources, 'Setup.hs': ordinarySetup }, head: change },
  'setup-added': {
    base: {
      'NAME.cabal': custom.replace('  autogen-modules: C\n', ''),
      ...modules,
      ...main,
    },
    head: { ...change, 'NAME.cabal': custom, 'C.hs': null, 'Setup.hs': setup('head') },
  },
  'setup-depends': {
    options:
      'setupHaskellDepends = [ (pkgs.haskellPackages.callCabal2nix "helper" ./setup-depends/helper { }) ];',
    base: { ...sources, ...helper('base') },
    head: { ...change, ...helper('head') },
  },
  'setup-hooked': {
    options: `preCompileBuildDriver = "echo 'import Distribution.Simple; main = defaultMain' > Setup.hs";`,
    base: sources,
    head: change,
  },
  'setup-otherwise': {
    change: `(package: package.overrideAttrs (old: {
      compileBuildDriverPhase = builtins.replaceStrings [ "$setupCompileFlags" ] [ "-threaded" ] old.compileBuildDriverPhase;
    }))`,
    base: sources,
    head: change,
  },
  'setup-shadowed': {
    base: { ...sources, 'Setup.hs': ordinarySetup, 'Distribution/Simple.hs': shadow },
    head: change,
  },
  replaced: {
    base: { ...sources, 'C.hs': null, 'C.hsc': hsc('C') },
    head: { ...change, 'C.hsc': null, 'C.hs': moduleOf('C', '"own"') },
  },
  deleted: { base: { ...sources, 'C.hs': null, 'C.hsc': hsc('C') }, head: { 'C.hsc': null } },
  preprocessed: { base: { ...sources, 'C.hs': null, 'C.hsc': hsc('C') }, head: change },
  several: { base: { 'NAME.cabal': sublibrary, ...inner(modules) }, head: inner(change) },
  program: {
    options: 'isExecutable = true;',
    base: { 'NAME.cabal': onlyProgram, ...modules, ...main },
    head: change,
  },
  tested: {
    options: 'doCheck = true;',
    base: { 'NAME.cabal': library(tests), ...modules, ...spec('base') },
    head: { ...change, ...spec('of head') },
  },
  // As haskell-flake has it: of the sources those that Cabal packs.
  packed: {
    change: `(package:
      package.overrideAttrs (old: {
        src = "\${pkgs.haskell.lib.compose.sdistTarball package}/packed-1.0.tar.gz";
        sourceRoot = "packed-1.0";
      }))`,
    base: sources,
    head: change,
  },
  // Where the package is installed, which GHC tells with optimisation to whatever imports it.
  directories: { base: installed, head: change },
  released: {
    base: installed,
    head: { ...change, 'NAME.cabal': withPaths.replace('1.0', '1.1') },
  },
  // A splice that has it printed into the module itself.
  inspliced: {
    base: {
      ...installed,
      'NAME.cabal': withPaths.replace('build-depends:    base', 'build-depends:    base, template-haskell'),
      'C.hs': `{-# LANGUAGE TemplateHaskell #-}\nmodule C where\nimport Language.Haskell.TH.Syntax\nimport Paths_NAME (getDataDir)\nvalue :: String\nvalue = $(lift . reverse =<< runIO getDataDir)\n{-# NOINLINE value #-}\n`,
    },
    head: change,
  },
  // Somebody chose the compiler.
  chosen: {
    options: `configureFlags = [ "--with-ghc=${hostGhc().bin}/ghc" ];`,
    base: installed,
    head: change,
  },
  // Interface files with other names, of modules below directories, and one that Cabal writes.
  dynamic: {
    options: 'enableSharedExecutables = true; doCheck = true;',
    base: {
      'NAME.cabal': `${library(program + tests, 'A B C Deep.D Deep.Deeper.E').replace('base\n', 'base\n  other-modules: Paths_NAME\n')}`,
      ...modules,
      ...main,
      ...spec('base'),
      'Deep/D.hs': moduleOf('Deep.D', '"d"'),
      'Deep/Deeper/E.hs': moduleOf('Deep.Deeper.E', '"e"'),
    },
    head: change,
  },
  // What GHC does not compare.
  environment: {
    options: 'preBuild = builtins.readFile ./environment/hook.sh;',
    base: {
      'NAME.cabal': splices,
      ...modules,
      ...main,
      'C.hs': splice(
        'concat . map (maybe "none" id) <$> mapM lookupEnv (words "GIT_REV file text tools i ghc")',
      ),
      'hook.sh': 'export GIT_REV=base',
    },
    head: { ...change, 'hook.sh': 'export GIT_REV=head file=1 text=2 tools=3 i=4 ghc=5' },
  },
  listed: {
    base: {
      'NAME.cabal': splices,
      ...modules,
      ...main,
      'C.hs': splice('show . length <$> listDirectory "data"'),
      'data/one': '',
    },
    head: { ...change, 'data/two': '' },
  },
  everywhere: {
    base: {
      'NAME.cabal': splices.replaceAll(
        'Haskell2010\n',
        'Haskell2010\n  default-extensions: TemplateHaskell\n',
      ),
      ...modules,
      ...main,
      'data/one': '',
    },
    head: { ...change, 'data/two': '' },
  },
  // Versions of all dependencies, and its own, are in what a module with CPP includes.
  'bumped-cpp': {
    base: { ...sources, 'C.hs': `{-# LANGUAGE CPP #-}\n${moduleOf('C', '"c"')}` },
    head: { ...change, ...bumped },
  },
  // Which file a module is in, it says itself.
  moved: {
    base: { ...sources, 'C.hs': located },
    head: {
      ...change,
      'NAME.cabal': library(`  hs-source-dirs: ., lib\n${program}`),
      'C.hs': null,
      'lib/C.hs': located,
    },
  },
  // What is an error only for those who are compiled.
  'warnings-described': {
    base: { 'NAME.cabal': library(), ...modules, ...untidy },
    head: { ...change, 'NAME.cabal': library('  ghc-options: -Wall -Werror\n') },
  },
  'warnings-configured': {
    options: 'configureFlags = import ./warnings-configured/flags.nix;',
    base: { 'NAME.cabal': library(), ...modules, ...untidy, 'flags.nix': '[ ]' },
    head: { ...change, 'flags.nix': '[ "--ghc-option=-Wall" "--ghc-option=-Werror" ]' },
  },
  'warnings-by-flag': {
    options: 'configureFlags = import ./warnings-by-flag/flags.nix;',
    base: {
      'NAME.cabal': `${library('  if flag(dev)\n    ghc-options: -Wall -Werror\n')}\nflag dev\n  default: False\n  manual: True\n`,
      ...modules,
      ...untidy,
      'flags.nix': '[ ]',
    },
    head: { ...change, 'flags.nix': '[ "-fdev" ]' },
  },
  'warnings-built': {
    options: 'buildFlags = import ./warnings-built/flags.nix;',
    base: { 'NAME.cabal': library(), ...modules, ...untidy, 'flags.nix': '[ ]' },
    head: { ...change, 'flags.nix': '[ "--ghc-options=-Werror=unused-imports" ]' },
  },
  deprecated: {
    base: { 'NAME.cabal': library('  ghc-options: -Wall -Werror\n'), ...modules },
    head: { 'B.hs': `${B('base ')['B.hs']}{-# DEPRECATED\n  value "no" #-}\n` },
  },
  // Nobody is told, and nothing fails.
  'deprecated-quietly': {
    base: { 'NAME.cabal': library('  ghc-options: -Wall\n'), ...modules },
    head: { 'B.hs': `${B('base ')['B.hs']}{-# DEPRECATED value "no" #-}\n` },
  },
  documented: {
    options: 'configureFlags = import ./documented/flags.nix;',
    base: { ...sources, 'flags.nix': '[ ]', 'C.hs': saysC },
    head: { ...change, 'flags.nix': '[ "--ghc-option=-haddock" ]' },
  },
  // Of what the splice runs Haddock needs code, and shows what object code it makes.
  'spliced-pages': {
    options: showsObjectCode,
    base: splicing,
    head: change,
  },
  // Something that there is no byte code for.
  'spliced-exports': {
    options: showsObjectCode,
    base: { ...splicing, ...exportingB('base ') },
    head: exportingB('head '),
  },
  // What Haddock reads is not there before the build, or changes after it.
  'pages-of-build': {
    options: pages,
    base: { 'NAME.cabal': splices, ...modules, ...main, 'A.hs': readsProducts },
    head: change,
  },
  'pages-of-hook': {
    options: `${pages} preHaddock = "sed -i 's/Says/Said/' C.hs";`,
    base: { ...sources, 'C.hs': saysC },
    head: change,
  },
  // Looked at before they are installed; and a builder that does not tell where they belong.
  'pages-counted': {
    options: `${pages} preInstall = "find dist/doc -name C.html | wc -l > pages"; postInstall = "cp pages $out/share/doc";`,
    base: { ...sources, 'C.hs': saysC },
    head: change,
  },
  'pages-unregistered': {
    options: pages,
    change: `(package: package.overrideAttrs (old: {
      installPhase = builtins.replaceStrings [ "Setup register " ] [ "Setup register -v1 " ] old.installPhase;
    }))`,
    base: { ...sources, 'C.hs': saysC },
    head: change,
  },
  'errors-as-before': {
    options: 'configureFlags = [ "--ghc-option=-Werror=unused-imports" ];',
    base: { 'NAME.cabal': library('  ghc-options: -Wall\n'), ...modules },
    head: change,
  },
  header: {
    base: {
      'NAME.cabal': library(program).replace('base\n', 'base\n  include-dirs: .\n'),
      ...modules,
      ...main,
      'C.hs': capi,
      'own.h': '#define OWN 1\n',
    },
    head: { ...change, 'own.h': '#define OWN 2\n' },
  },
} satisfies Record<string, Case>
type Name = keyof typeof cases

const failing: readonly Name[] = [
  'deleted',
  'unlinked',
  'unstripped',
  'leaky',
  'warnings-described',
  'warnings-configured',
  'warnings-by-flag',
  'warnings-built',
  'deprecated',
]

/** Where the product could be another one, or the build succeed where it must not. */
const comparedWithPlain: readonly Name[] = [
  'bumped',
  'linked',
  'unlinked',
  'tool',
  'custom',
  'setup-added',
  'stripped',
  'unstripped',
  'replaced',
  'deleted',
  'leaky',
  'coverage',
  'hie',
  'environment',
  'listed',
  'header',
  'moved',
  'warnings-described',
  'warnings-configured',
  'warnings-by-flag',
  'warnings-built',
  'deprecated',
  'documented',
  'spliced-pages',
  'spliced-exports',
  'pages-of-build',
  'pages-of-hook',
  'pages-counted',
  'pages-unregistered',
]

let workshop: Workshop
let full: ReadonlyMap<string, Outcome>
let head: ReadonlyMap<string, Outcome>
let plain: ReadonlyMap<string, Outcome>

const minutes = 60_000

beforeAll(async () => {
  workshop = createWorkshop()
  const entries = Object.entries<Case>(cases)
  workshop.write({ 'default.nix': project(entries) })
  for (const [name, { base }] of entries) workshop.write(filesOf(name, base))
  full = await workshop.makeFullBuilds()
  for (const [name, { head }] of entries) workshop.write(filesOf(name, head))
  head = await workshop.buildHead()
  plain = await workshop.buildPlainly(comparedWithPlain)
}, 20 * minutes)
afterAll(() => workshop.dispose())

function project(entries: readonly (readonly [string, Case])[]): string {
  const packages = entries.map(
    ([name, { options = '', change = '' }]) => `
    ${name} = ${change} (
      pkgs.haskellPackages.callPackage (
        { mkDerivation }:
        mkDerivation {
          pname = "${name}";
          version = "1.0";
          src = ./${name};
          isLibrary = ${!options.includes('isExecutable')};
          ${options.includes('doCheck') ? '' : 'doCheck = false;'}
          ${options}
        }
      ) { }
    );`,
  )
  return `{ }:\nlet\n  pkgs = import ./nixpkgs { };\nin\n{${packages.join('')}\n}\n`
}

function filesOf(name: string, files: Files): Files {
  const named = Object.entries(files)
    // A file that is only left out at the base was never there.
    .filter(([path, text]) => text !== null || existsSync(join(workshop.directory, name, path)))
    .map(([path, text]) => [`${name}/${path.replace('NAME', name)}`, text?.replaceAll('NAME', name) ?? null])
  return Object.fromEntries(named)
}

const compiled = (name: Name) =>
  head
    .get(name)
    ?.compiled.map(({ name, reason }) => `${name}${reason === undefined ? '' : `: ${reason}`}`)
    .sort()
const printed = async (name: Name, { out } = head.get(name)!) =>
  (await run(`${out}/bin/${name}`, [])).stdout.trim()
const filesBelow = (directory: string) => readdirSync(directory, { recursive: true, encoding: 'utf8' }).sort()

it.each(Object.keys(cases) as Name[])('%s: there is a full build', (name) => {
  expect(full.get(name)).toMatchObject({ out: expect.any(String), intermediates: expect.any(String) })
  expect(head.get(name)?.change).toBe('resume')
})

it.each(Object.keys(cases) as Name[])(
  '%s: the full build tells how many modules it compiled',
  async (name) => {
    const { intermediates = '', considered } = full.get(name)!
    expect(await recordedModules(intermediates)).toEqual(considered)
  },
)

it.each(Object.keys(cases) as Name[])('%s: HEAD builds, unless it does not plainly', (name) => {
  expect(head.get(name)?.out === undefined).toBe(failing.includes(name))
})

it.each(comparedWithPlain)('%s: HEAD builds exactly if it does plainly', (name) => {
  expect(head.get(name)?.out === undefined).toBe(plain.get(name)?.out === undefined)
})

it.each<Name>([
  'plain',
  'bumped',
  'structured',
  'structured-arrays',
  'profiled',
  'coverage',
  'hie',
  'static',
  'preprocessed',
  'exporting',
  'several',
  'packed',
  'deprecated-quietly',
  'errors-as-before',
])('%s: only the module that changed is compiled', (name) => {
  expect(compiled(name)).toEqual(['B: Source file changed'])
})

it('program: a package without a library is linked anew', async () => {
  expect(compiled('program')).toEqual(['B: Source file changed'])
  expect(await printed('program')).toBe('head c')
})

it.each<Name>(['bumped', 'custom', 'setup-added', 'replaced', 'environment', 'listed', 'header', 'moved'])(
  '%s: the program prints what a plain build prints',
  async (name) => {
    const text = await printed(name)
    expect(text).toMatch(/^head /)
    expect(text).toBe(await printed(name, plain.get(name)))
  },
)

it.each<Name>(['plain', 'structured', 'structured-arrays', 'profiled', 'static', 'packed'])(
  '%s: the program is of HEAD',
  async (name) => expect(await printed(name)).toBe('head c'),
)

it('custom, replaced: what HEAD itself makes wins', async () => {
  expect(await printed('custom')).toBe('head head')
  expect(await printed('replaced')).toBe('head own')
})

it.each<Name>(['environment', 'listed', 'header', 'moved', 'bumped-cpp'])(
  '%s: modules that see more than GHC compares are compiled, and no others',
  (name) => {
    expect(compiled(name)).toEqual(['B: Source file changed', expect.stringMatching(/^C(:|$)/)])
  },
)

it('everywhere: all modules are compiled if the package says that all of them may', () => {
  expect(compiled('everywhere')?.map((text) => text.split(':')[0])).toEqual(['A', 'B', 'C', 'Main'])
})

it.each<Name>(['directories', 'released'])(
  '%s: modules that know where the package is installed are not compiled again',
  (name) => expect(compiled(name)).toEqual(['B: Source file changed', `Paths_${name}`]),
)

it('chosen: they are where the package chooses the compiler', () => {
  expect(compiled('chosen')).toEqual(expect.arrayContaining([expect.stringMatching(/^C: .*Paths_chosen/)]))
})

it.each<readonly [Name, (path: string) => string]>([
  ['directories', (path) => `1.0 ${path}`],
  ['released', (path) => `1.1 ${path}`],
  ['inspliced', (path) => [...path].reverse().join('')],
  ['chosen', (path) => `1.0 ${path}`],
])('%s: the program knows where it is installed', async (name, expected) => {
  const text = await printed(name)
  const { out = '' } = head.get(name)!
  const version = name === 'released' ? '1.1' : '1.0'
  const [, directory = ''] = /^head (.*)$/.exec(text) ?? []
  const path = [directory, [...directory].reverse().join('')].find((one) => one.includes(out)) ?? ''
  expect(path.replace(`${version} `, '')).toMatch(new RegExp(`^${out}/share/.*/${name}-${version}$`))
  expect(directory).toBe(expected(path.replace(`${version} `, '')))
})

it.each<Name>(['plain', 'structured', 'static', 'bumped', 'setup-ordinary'])(
  '%s: what calls Cabal is not compiled again',
  (name) => expect(head.get(name)?.log).not.toContain('Linking Setup'),
)

it.each<Name>([
  'custom',
  'setup-added',
  'setup-depends',
  'setup-hooked',
  'setup-otherwise',
  'setup-shadowed',
])('%s: what calls Cabal is compiled where the package may have a say in it', (name) =>
  expect(head.get(name)?.log).toContain('Linking Setup'),
)

it('plain, setup-otherwise: what is kept to call Cabal by is small, or nothing', () => {
  const size = (name: Name) =>
    statSync(join(full.get(name)?.intermediates ?? '', 'incremental-nix/setup'), { throwIfNoEntry: false })
      ?.size
  expect(size('plain')).toBeLessThan(1_000_000)
  expect(size('setup-otherwise')).toBeUndefined()
})

it('deleted: a generated source that is not there any more is not found', () => {
  expect(head.get('deleted')?.log).toContain("can't find source for C")
})

it.each([
  ['coverage', 'share/hpc'],
  ['hie', 'hie'],
] as const)('%s: has files of exactly the modules of HEAD', (name, directory) => {
  const files = ({ out }: Outcome) =>
    filesBelow(join(out ?? '', directory)).filter((file) => /\.(mix|hie)$/.test(file))
  expect(files(head.get(name)!)).toEqual(files(plain.get(name)!))
  expect(files(head.get(name)!).some((file) => /\bB\./.test(file))).toBe(true)
})

it('static: nothing refers to the compiler, in the eyes of Nix', async () => {
  const closure = async (path = '') => (await workshop.world.nix(['path-info', '--recursive', path])).stdout
  expect(await closure(full.get('static')?.intermediates)).not.toMatch(/-ghc-[\d.]+$/m)
  expect(await closure(full.get('static')?.out)).not.toMatch(/-ghc-[\d.]+$/m)
  expect(await closure(head.get('static')?.out)).not.toMatch(/-ghc-[\d.]+$/m)
})

it('leaky: what HEAD may not refer to is still checked', () => {
  expect(head.get('leaky')?.said.join('\n')).toMatch(/not allowed to refer/)
  expect(plain.get('leaky')?.said.join('\n')).toMatch(/not allowed to refer/)
})

it('profiled: the modules are there for profiling too, of HEAD as well', () => {
  for (const { log } of [full.get('profiled')!, head.get('profiled')!])
    expect(log).toMatch(/Compiling B .*dist\/build\/B\.p_o/)
  expect(head.get('profiled')?.log).not.toMatch(/Compiling [AC] /)
})

it('spliced-pages: Haddock makes no object code for what splices run', () => {
  expect(plain.get('spliced-pages')?.log).toContain('Asm code')
  for (const { log } of [full.get('spliced-pages')!, head.get('spliced-pages')!]) {
    expect(log).toContain('Documentation created')
    expect(log).not.toContain('Asm code')
  }
})

it('spliced-pages: the full build tells how much memory Haddock took, without which nothing runs beside it', () => {
  const { intermediates = '' } = full.get('spliced-pages')!
  expect(readFileSync(join(intermediates, 'incremental-nix/haddock-megabytes'), 'utf8')).toMatch(
    /^[1-9]\d*\n$/,
  )
})

it('spliced-exports: it does where there is no byte code', () => {
  for (const { log } of [full.get('spliced-exports')!, head.get('spliced-exports')!])
    expect(log).toMatch(/Once more, without -fprefer-byte-code:.*Asm code.*Documentation created/s)
})

it.each<[Name, boolean]>([
  ['spliced-pages', true],
  ['spliced-exports', true],
  ['pages-of-build', false],
  ['pages-of-hook', false],
  ['pages-counted', true],
  ['pages-unregistered', true],
])('%s: the pages are those of a plain build, and made beside the build: %s', (name, beside) => {
  const { log } = head.get(name)!
  expect(log.includes('Haddock has run beside the build')).toBe(beside)
  expect([...log.matchAll(/Documentation created/g)]).toHaveLength(1)
  const pagesOf = ({ out }: Outcome) => join(out ?? '', 'share/doc')
  const made = filesBelow(pagesOf(head.get(name)!)).map((file) => file.replace(/^.*\/html\//, ''))
  expect(made).toEqual(
    expect.arrayContaining(['C.html', 'src/C.html', 'doc-index.html', 'doc-index.json', `${name}.txt`]),
  )
  expect(differences(pagesOf(head.get(name)!), pagesOf(plain.get(name)!))).toEqual([])
})

it.each<[Name, 'before' | 'after', number]>([
  ['spliced-pages', 'after', 1],
  ['pages-of-build', 'after', 1],
  ['pages-of-hook', 'before', 1],
  ['pages-counted', 'before', 1],
  ['pages-unregistered', 'after', 2],
])('%s: the pages come %s all else is installed, which takes %s calls of Cabal', (name, order, calls) => {
  const { log } = head.get(name)!
  const installing = [...log.matchAll(/Installing library in/g)].map(({ index }) => index)
  expect(installing).toHaveLength(calls)
  const documented = log.indexOf('Documentation created')
  expect(documented > installing[0]! ? 'after' : 'before').toBe(order)
})

it('pages-of-build, pages-of-hook: Haddock reads what there is after the build', () => {
  const again = 'Haddock failed beside the build'
  expect(head.get('pages-of-build')?.log).toContain(again)
  expect(head.get('pages-of-hook')?.log).not.toContain(again)
  const { out = '' } = head.get('pages-of-hook')!
  const page = filesBelow(out).find((path) => path.endsWith('/html/C.html')) ?? ''
  expect(readFileSync(join(out, page), 'utf8')).toContain('Said c.')
})

it('stripped: once, and no interfaces, since twice would change nothing', async () => {
  const outcomes = [full.get('stripped')!, head.get('stripped')!]
  for (const { log } of outcomes) {
    expect(log).toMatch(/^stripping .*--strip-unneeded .*\.a$/m)
    expect(log).toMatch(/^stripping -S -p \S+\.so$/m)
    expect(log).not.toMatch(/^stripping -S -p \S+\.a$/m)
    expect(log).not.toMatch(/^stripping .*hi$/m)
  }
  expect(plain.get('stripped')?.log).toMatch(/^stripping -S -p \S+\.a$/m)
  expect(plain.get('stripped')?.log).toMatch(/^stripping -S -p \S+\.dyn_hi$/m)
  const archives = outcomes.flatMap(({ out }) =>
    filesBelow(out!).flatMap((path) => (path.endsWith('.a') ? [join(out!, path)] : [])),
  )
  expect(archives).toHaveLength(2)
  for (const archive of archives) {
    const again = join(workshop.directory, 'archive')
    await run('strip', ['-S', '-p', '-o', again, archive])
    expect(readFileSync(again).equals(readFileSync(archive))).toBe(true)
  }
})

it('stripped: beside the copying, as is the hash of interfaces made', () => {
  const installedBy = ({ log }: Outcome) => /^installed: (.*)$/m.exec(log)?.[1]
  expect(installedBy(full.get('stripped')!)).toBe('job-* abi-hash-*')
  const made = head.get('stripped')!
  // The program was linked, too.
  expect(installedBy(made)).toMatch(/^job-0 job-1 job-2 job-3 abi-hash-[0-9a-f]{64}$/)
  const [, registered, noted] = /^abi:\s*([0-9a-f]{32})\n([0-9a-f]{32})$/m.exec(made.log) ?? []
  expect(noted).toMatch(/./)
  expect(registered).toBe(noted)
})

it('installs-more: what the builder does after Cabal has installed sees all of it stripped', () => {
  const { out = '' } = head.get('installs-more')!
  const [copy, program] = ['copy', 'bin/installs-more'].map((path) => readFileSync(join(out, path)))
  expect(copy!.equals(program!)).toBe(true)
})

it('unstripped: where `strip` fails, so does the build, as it does plainly', () => {
  expect(plain.get('unstripped')?.log).toContain('it is refused')
  expect(head.get('unstripped')?.log).toContain('it is refused')
})

it('standalone: the archive with all that the library depends on is made only for who installs it', () => {
  const made = /^\.\/dist\/build\/libHS\S+-ghc\S+\.a$/m
  expect(head.get('stripped')?.log).not.toMatch(made)
  expect(plain.get('stripped')?.log).toMatch(made)
  for (const { out } of [full.get('standalone')!, head.get('standalone')!])
    expect(readdirSync(join(out!, 'lib'))).toContainEqual(expect.stringMatching(/^libHS.*-ghc.*\.a$/))
})

it('linked: programs and test suites at the same time, all of HEAD', async () => {
  const { out, log } = head.get('linked')!
  expect(log).toMatch(/^linked: job-0 job-1 job-2$/m)
  expect(log).toMatch(/Linking dist\/build\/other-linked\/other-linked/)
  expect(log).toMatch(/^base head c$/m)
  for (const name of ['linked', 'other-linked'])
    expect((await run(`${out}/bin/${name}`, [])).stdout.trim()).toBe('head c')
  expect(full.get('linked')?.log).toMatch(/^linked: job-\*$/m)
})

it('unlinked: what cannot be linked fails as it does plainly', () => {
  const missing = /undefined reference to [`']nowhere_at_all'/
  expect(plain.get('unlinked')?.log).toMatch(missing)
  expect(head.get('unlinked')?.log).toMatch(missing)
  expect(head.get('unlinked')?.log).not.toMatch(/^linked/m)
})

it('tool: a program that Cabal runs is linked before it does', async () => {
  expect(head.get('tool')?.log).toMatch(/^linked: job-\*$/m)
  expect(await printed('tool')).toBe('c daeh')
  expect(await printed('tool', plain.get('tool'))).toBe('c daeh')
})

it.each([
  ['of other packages', 'build-tool-depends: hspec-discover:hspec-discover, my-package-tools:gen', false],
  ['of this one', 'build-tool-depends: alex:alex,\n    my-package:gen', true],
  ['of other packages, as they were named before', 'build-tools: alex,\n    happy', false],
  [
    'of this one, as they were named before',
    'build-tools: alex,\n    gen\n  default-language: Haskell2010',
    true,
  ],
  ['none', 'build-depends: gen', false],
])('programs that Cabal runs: %s', async (_, field, expected) => {
  workshop.write({
    'tools/tools.cabal': `Name:  my-package\nversion: 1\nexecutable gen\n  main-is: Gen.hs\nexecutable it\n  ${field}\n`,
  })
  expect(await answerOf('tools', 'runsOwn', { call: 'incrementalNixRunsOwn', cwd: 'tools' })).toBe(expected)
})

it.each([
  ['a megabyte', '1', true],
  ['more than there is', '100000000', false],
  ['an unknown amount', '', false],
])('memory for Haddock beside the build: it takes %s', async (_, megabytes, expected) => {
  workshop.write({ 'memory/incremental-nix/haddock-megabytes': megabytes })
  const call = 'incrementalNixFrom=.; incrementalNixEnoughMemory'
  expect(await answerOf('haddock', 'enoughMemory', { call, cwd: 'memory' })).toBe(expected)
})

/** What a shell function of an adapter answers. */
async function answerOf(
  file: string,
  attribute: string,
  { call, cwd }: { readonly call: string; readonly cwd: string },
): Promise<boolean> {
  const { pathname } = new URL(`../../nix/adapters/${file}.nix`, import.meta.url)
  const { stdout } = await run('nix-instantiate', [
    '--eval',
    '--json',
    '--expr',
    `(import ${pathname}).${attribute}`,
  ])
  const script = `set -eu\n${JSON.parse(stdout)}\nif ${call}; then echo true; else echo false; fi`
  const answer = await run('bash', ['-c', script], { cwd: join(workshop.directory, cwd) })
  return JSON.parse(answer.stdout)
}

it('outputs: programs, data and documentation are where they belong', () => {
  const { log } = head.get('outputs')!
  expect(log).toMatch(/Installing executable outputs in \S+-outputs-1\.0-bin\/bin/)
})

it('documented: interfaces hold the documentation of all modules', async () => {
  const interfaceOf = async ({ out = '' }: Outcome) => {
    const path = filesBelow(out).find((file) => file.endsWith('/C.hi')) ?? ''
    return (await run('ghc', ['--show-iface', join(out, path)])).stdout
  }
  expect(await interfaceOf(plain.get('documented')!)).toContain('Says c.')
  expect(await interfaceOf(head.get('documented')!)).toContain('Says c.')
})

it('tested: the tests that run are those of HEAD', () => {
  expect(head.get('tested')?.log).toContain('of head head c')
  expect(compiled('tested')).toEqual(['B: Source file changed', 'Main: Source file changed'])
})
