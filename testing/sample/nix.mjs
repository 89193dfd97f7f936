/** The sample project's Nix code, in the manner in which users write it. Nothing in it knows of incremental builds. */

export const flake = `{
  description = "Sample";

  outputs =
    { self }:
    let
      systems = [ "x86_64-linux" "aarch64-linux" "x86_64-darwin" "aarch64-darwin" ];
      forEach = f: builtins.listToAttrs (map (name: { inherit name; value = f name; }) systems);
    in
    {
      packages = forEach (
        system:
        let
          packages = import ./. { inherit system; };
        in
        packages // { default = packages.sample; }
      );
    };
}
`

export const classic = `{
  system ? builtins.currentSystem,
}:

let
  pkgs = import ./nixpkgs { inherit system; };
  other = pkgs.haskellPackages.callPackage ./other/package.nix { };
in
{
  inherit other;
  sample = pkgs.haskellPackages.callPackage ./package.nix { };
  client = pkgs.haskellPackages.callPackage ./client/package.nix { inherit other; };
  script = pkgs.callPackage ./script/package.nix { };
}
`

export const samplePackage = (version, tests) => `{ mkDerivation, base, lib }:
mkDerivation {
  pname = "sample";
  version = "${version}";
  src = lib.sourceByRegex ./. [
    "sample.cabal"
    "(src|app|test)(/.*)?"
  ];
  isLibrary = true;
  isExecutable = true;
  libraryHaskellDepends = [ base ];
  executableHaskellDepends = [ base ];
${tests ? '  testHaskellDepends = [ base ];\n' : '  doCheck = false;\n'}  description = "A sample";
  license = "Apache-2.0";
}
`

/** A library that has nothing to do with the sample. */
export const other = {
  'other/package.nix': `{ mkDerivation, base }:
mkDerivation {
  pname = "other";
  version = "2.0";
  src = ./.;
  libraryHaskellDepends = [ base ];
  doCheck = false;
}
`,
  'other/other.cabal': `cabal-version: 2.4
name:          other
version:       2.0
build-type:    Simple

library
  default-language: Haskell2010
  hs-source-dirs:   src
  exposed-modules:
    Other
    Other.Words
  build-depends:    base
`,
  'other/src/Other.hs': `module Other (greeting) where

import Other.Words (hello)

greeting :: String
greeting = hello ++ ", other"
`,
  'other/src/Other/Words.hs': `module Other.Words (hello) where

hello :: String
hello = "hello"
`,
}

/** An executable without a library, which depends on `other`. */
export const client = {
  'client/package.nix': `{ mkDerivation, base, other }:
mkDerivation {
  pname = "client";
  version = "1.0";
  src = ./.;
  isExecutable = true;
  executableHaskellDepends = [ base other ];
  doCheck = false;
}
`,
  'client/client.cabal': `cabal-version: 2.4
name:          client
version:       1.0
build-type:    Simple

executable client
  default-language: Haskell2010
  main-is:          Main.hs
  build-depends:    base, other
`,
  'client/Main.hs': `module Main (main) where

import Other (greeting)

main :: IO ()
main = putStrLn greeting
`,
}

/** A package that is not Haskell. */
export const script = {
  'script/package.nix': `{ stdenv }:
stdenv.mkDerivation {
  pname = "script";
  version = "1.0";
  src = ./.;
  installPhase = ''
    mkdir -p $out/bin
    cp script.sh $out/bin/script
  '';
}
`,
  'script/script.sh': `#!/bin/sh
echo script
`,
}
