import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { git } from './git.ts'
import { hostGhc } from './sample/project.mjs'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** A project whose default.nix is written for `haskell.lib.compose.incremental` of the proposal to nixpkgs. */
export interface ProposalProject {
  readonly directory: string
  /** Modules of the library, the one that imports all others last. */
  readonly modules: readonly string[]
  write(path: string, text: string): void
  /** Puts a blank line into a module. */
  addWhitespace(module: string): void
  /** Returns its id. */
  commit(date: string): string
  git(...args: string[]): string
}

/** Makes it in `directory`, and beside it what stands for nixpkgs; nothing is committed yet. */
export function createProposalProject(directory: string): ProposalProject {
  const nixpkgs = `${directory}-nixpkgs`
  const sources = new Map<string, string>(Object.entries(modules))
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(directory, path)), { recursive: true })
    writeFileSync(join(directory, path), text)
  }
  const dated = (date: string, ...args: string[]) =>
    git(directory, args, '', { GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date })

  mkdirSync(nixpkgs)
  writeFileSync(join(nixpkgs, 'default.nix'), nixpkgsWithOverlay)
  write('default.nix', project(nixpkgs))
  write('turtle.cabal', cabal)
  write('app/Main.hs', main)
  for (const [name, text] of sources) write(fileOf(name), text)
  git(directory, ['init', '--quiet', '--initial-branch=main'])
  return {
    directory,
    modules: [...sources.keys()],
    write,
    addWhitespace(module) {
      const text = `${sources.get(module)}\n`
      sources.set(module, text)
      write(fileOf(module), text)
    },
    commit(date) {
      git(directory, ['add', '--all'])
      dated(date, 'commit', '--quiet', '--allow-empty', '--message', date)
      return git(directory, ['rev-parse', 'HEAD'])
    },
    git: (...args) => git(directory, args),
  }
}

const fileOf = (module: string) => `src/${module.replaceAll('.', '/')}.hs`

const nixpkgsWithOverlay = `{ config, overlays }:
import ${at('./package-set')} {
  inherit config;
  ghc = ${nixSet(hostGhc())};
  overlays = [ (import ${at('../nix/overlay.nix')}) ] ++ overlays;
}
`

function nixSet(ghc: { readonly version: string; readonly bin: string }): string {
  return `{ version = "${ghc.version}"; bin = "${ghc.bin}"; }`
}

const [major, minor] = hostGhc().version.split('.')

/** Of the shape of the proposal's own example. */
const project = (nixpkgs: string) => `{ interval ? 24 * 60 * 60 }:

let
  compiler = "ghc${major}${minor}";

  packagesOf =
    { composeExtensions, fold, ... }:
    extensions: old:
    { overrides = fold composeExtensions (old.overrides or (_: _: { })) extensions; };

  overlay = self: super: {
    haskell = super.haskell // {
      packages = super.haskell.packages // {
        "\${compiler}" = super.haskell.packages."\${compiler}".override (packagesOf self.lib [
          (self.haskell.lib.packageSourceOverrides { turtle = ./.; })
          (hself: hsuper: {
            turtle-incremental = self.haskell.lib.compose.incremental {
              inherit interval;
              makePreviousBuild = truncate: (import (truncate ./.) { }).turtle;
            } hsuper.turtle;
          })
        ]);
      };
    };
  };

  pkgs = import ${nixpkgs} { config = { }; overlays = [ overlay ]; };
in
{ inherit (pkgs.haskell.packages."\${compiler}") turtle turtle-incremental; }
`

const cabal = `cabal-version: 2.4
name:          turtle
version:       1.0
build-type:    Simple

library
  default-language: Haskell2010
  hs-source-dirs:   src
  exposed-modules:
    Turtle
    Turtle.Format
    Turtle.Line
    Turtle.Pattern
    Turtle.Shell
  build-depends:    base

executable turtle
  default-language: Haskell2010
  hs-source-dirs:   app
  main-is:          Main.hs
  build-depends:    base, turtle
`

const modules = {
  'Turtle.Line': `module Turtle.Line (Line (..), toLines) where

newtype Line = Line { text :: String }
  deriving (Eq, Show)

toLines :: String -> [Line]
toLines = map Line . lines
`,
  'Turtle.Pattern': `module Turtle.Pattern (Pattern, has, matches) where

import Data.List (isInfixOf)
import Turtle.Line (Line (..))

newtype Pattern = Pattern (Line -> Bool)

has :: String -> Pattern
has part = Pattern (isInfixOf part . text)

matches :: Pattern -> Line -> Bool
matches (Pattern test) = test
`,
  'Turtle.Shell': `module Turtle.Shell (Shell, grep, select) where

import Turtle.Line (Line)
import Turtle.Pattern (Pattern, matches)

type Shell = [Line]

select :: [Line] -> Shell
select = id

grep :: Pattern -> Shell -> Shell
grep pattern = filter (matches pattern)
`,
  'Turtle.Format': `module Turtle.Format (format) where

import Turtle.Line (Line (..))

format :: [Line] -> String
format = unlines . map text
`,
  Turtle: `module Turtle (module Turtle.Format, module Turtle.Line, module Turtle.Pattern, module Turtle.Shell) where

import Turtle.Format
import Turtle.Line
import Turtle.Pattern
import Turtle.Shell
`,
} as const

const main = `module Main (main) where

import Turtle

main :: IO ()
main = putStr (format (grep (has "s") (select (toLines "sea\\nair\\nsand"))))
`
