/**
 * A Nix file: a function that makes a graph of `others` derivations, of `packages` that are like a repository's own Haskell
 * packages, and of an image of those. Each has as much text as those of nixpkgs, about 5 KB, and as many inputs.
 */
export const derivations = `
{ others, packages, edit }:
let
  inherit (builtins) concatStringsSep elemAt genList toFile toString;
  text = concatStringsSep "\\n" (genList (index: "export VARIABLE_\${toString index}=\\"value of it\\"") 80);
  make = attributes: derivation ({
    system = "x86_64-linux"; builder = "/bin/sh"; args = [ "-e" (toFile "builder.sh" "source $stdenv/setup") ];
    buildCommand = text;
  } // attributes);
  below = index: distances: map (distance: elemAt list (index - distance)) (builtins.filter (distance: distance <= index) distances);
  list = genList (index: make {
    name = "other-\${toString index}"; nativeBuildInputs = below index [ 40 41 43 45 48 53 61 74 95 129 184 273 ];
  }) others;
  ghc = make { name = "ghc-9.6.6"; inputs = below (others - 1) [ 0 1 2 ]; };
  local = genList (index: make {
    name = "package\${toString index}-1.0"; pname = "package\${toString index}"; version = "1.0";
    outputs = [ "out" "doc" ];
    src = toFile "source" "\${toString index} \${if index == 0 then edit else ""}";
    buildCommand = ""; installPhase = text;
    prePhases = "setupCompilerEnvironmentPhase"; preConfigurePhases = "compileBuildDriverPhase";
    setupCompilerEnvironmentPhase = "echo \\"Build with \${ghc}.\\"";
    compileBuildDriverPhase = "ghc Setup.hs";
    configurePhase = "runHook preConfigure\\n./Setup configure $configureFlags\\n";
    buildPhase = "runHook preBuild\\n./Setup build\\n";
    propagatedBuildInputs = below (others - 1) [ 3 7 11 13 17 19 23 29 ]
      ++ (if index == 0 then [ ] else [ (elemAt local (index - 1)) (elemAt local (index / 2)) ]);
  }) packages;
in
{ top = make { name = "image"; contents = local; }; }
`
