import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from '../../src/lib/process.ts'
import { createWorkshop, type Outcome, type Workshop } from '../../testing/rewriting.ts'

/** Components as haskell.nix builds them: a library, once with its sources kept, and what depends on it. */

const project = `{ }:
let
  pkgs = import ./nixpkgs { };
  component = arguments: pkgs.haskell-nix.component ({
    package = "foo";
    version = builtins.readFile ./version;
    src = builtins.path { path = ./sources; name = "source-root"; };
    subDir = "foo";
  } // arguments);
  program = { kind = "exe"; name = "bar"; depends = [ library ]; };
  library = component { };
in
{
  inherit library;
  program = component program;
  kept = component { keepSource = true; keepConfigFiles = true; keepGhc = true; };
  check = (component { kind = "test"; name = "spec"; depends = [ library ]; }).checked;
  hie = component { writeHieFiles = true; };
}
`
const cabal = (version: string) => `cabal-version: 2.4
name:          foo
version:       ${version}
build-type:    Simple

library
  default-language: Haskell2010
  hs-source-dirs:   src
  exposed-modules:  A, B, C
  build-depends:    base

executable bar
  default-language: Haskell2010
  hs-source-dirs:   app
  main-is:          Main.hs
  build-depends:    base, foo

test-suite spec
  default-language: Haskell2010
  type:             exitcode-stdio-1.0
  hs-source-dirs:   test
  main-is:          Main.hs
  build-depends:    base, foo
`
const version = (text: string) => ({ version: text, 'sources/foo/foo.cabal': cabal(text) })
const B = (text: string) => ({
  'sources/foo/src/B.hs': `module B where\nvalue :: String\nvalue = "${text}"\n{-# NOINLINE value #-}\n`,
})
const main = 'module Main (main) where\nimport qualified A\nmain :: IO ()\nmain = putStrLn A.value\n'

let workshop: Workshop
let full: ReadonlyMap<string, Outcome>
let head: ReadonlyMap<string, Outcome>
let bumped: ReadonlyMap<string, Outcome>

const minutes = 60_000

beforeAll(async () => {
  workshop = createWorkshop()
  workshop.write({
    'default.nix': project,
    ...version('1.0'),
    ...B('base'),
    'sources/foo/src/A.hs':
      'module A where\nimport qualified B\nimport qualified C\nvalue :: String\nvalue = B.value ++ C.value\n',
    'sources/foo/src/C.hs': 'module C where\nvalue :: String\nvalue = " c"\n{-# NOINLINE value #-}\n',
    'sources/foo/app/Main.hs': main,
    'sources/foo/test/Main.hs': main,
  })
  full = await workshop.makeFullBuilds()
  workshop.write(B('head'))
  head = await workshop.buildHead()
  workshop.write({ ...B('bumped'), ...version('1.1') })
  bumped = await workshop.buildHead()
}, 20 * minutes)
afterAll(() => workshop.dispose())

const compiled = (outcomes: ReadonlyMap<string, Outcome>, name: string) =>
  outcomes.get(name)?.compiled.map(({ name, reason }) => `${name}: ${reason}`)
const out = (outcomes: ReadonlyMap<string, Outcome>, name: string) => outcomes.get(name)?.out ?? ''

it.each(['library', 'program', 'kept'])('%s: there is a full build', (name) => {
  expect(full.get(name)).toMatchObject({ out: expect.any(String), intermediates: expect.any(String) })
})

it.each(['library', 'kept'])(
  '%s: only the module that changed is compiled, also after a version bump',
  (name) => {
    expect(compiled(head, name)).toEqual(['B: Source file changed'])
    expect(compiled(bumped, name)).toEqual(['B: Source file changed'])
  },
)

it('the program is linked with the new library, and its own module not compiled', async () => {
  expect(compiled(head, 'program')).toEqual([])
  expect((await run(join(out(head, 'program'), 'bin/bar'), [])).stdout).toBe('head c')
  expect((await run(join(out(bumped, 'program'), 'bin/bar'), [])).stdout).toBe('bumped c')
})

it('what runs the test is no unit, and runs the new one', () => {
  expect(full.get('check')?.intermediates).toBeUndefined()
  expect(head.get('check')?.change).toBeUndefined()
  expect(readFileSync(join(out(head, 'check'), 'test-stdout'), 'utf8')).toBe('head c\n')
})

it('a component whose .hie files are an output is built plainly', () => {
  expect(full.get('hie')?.change).toBeUndefined()
  expect(head.get('hie')).toMatchObject({ out: expect.any(String), change: undefined })
})
