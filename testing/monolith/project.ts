import type { Sample } from '../sample/project.mjs'
import { filesOf } from './package.ts'
import type { Monolith } from './plan.ts'

/** Where in the repository of a scenario it is. */
export const monolithDirectory = 'monolith'

/** What to give to `nix build`. */
export const monolithInstallable = '.#monolith'

/** Puts a monolith in the place of the packages of a scenario, or writes it anew after an edit. */
export function writeMonolith(sample: Sample, monolith: Monolith): void {
  for (const [file, text] of filesOf(monolith)) sample.write(`${monolithDirectory}/${file}`, text)
  sample.write('default.nix', projectFile)
}

const projectFile = `{
  system ? builtins.currentSystem,
}:

let
  pkgs = import ./nixpkgs { inherit system; };
in
{
  monolith = pkgs.haskellPackages.callPackage ./monolith/package.nix { };
}
`
