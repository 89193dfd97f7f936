import { execFileSync } from 'node:child_process'
import { createSample } from '../testing/sample/project.mjs'

/**
 * `nixpkgs-project.mjs DIRECTORY SEED [BRANCH]`: the sample project on that branch of nixpkgs itself, for workflows: a
 * commit of yesterday and one of today. The same seed gives the same commits' contents, another one a full build that no
 * cache has.
 */
const [directory, seed, branch = 'nixos-25.11'] = process.argv.slice(2)
if (directory === undefined || seed === undefined || !/^[\w.-]+$/.test(branch)) {
  console.error('usage: nixpkgs-project.mjs DIRECTORY SEED [BRANCH]')
  process.exit(2)
}

const flake = `{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs/${branch}";

  outputs =
    { nixpkgs, ... }:
    {
      packages = nixpkgs.lib.genAttrs [ "x86_64-linux" "aarch64-linux" "aarch64-darwin" ] (system: {
        sample = nixpkgs.legacyPackages.\${system}.haskellPackages.callPackage ./package.nix { };
      });
    };
}
`

const day = 24 * 3600 * 1000
const midnight = Math.floor(Date.now() / day) * day
const sample = createSample(directory, {
  modules: 20,
  optimization: 1,
  // The compiler is that of nixpkgs; only the package set that the flake does without would use this one.
  ghc: { version: '0', bin: '/' },
})
sample.write('flake.nix', flake)
sample.edit('app/Main.hs', (text) => `-- ${seed.replace(/[^0-9a-z]/gi, '')}\n${text}`)
// Pure evaluation takes locked inputs only, and flakes see only what git knows.
sample.git('add', '--all')
execFileSync('nix', ['flake', 'lock', directory], { stdio: 'inherit' })
sample.commit('Yesterday', midnight - day / 2)
sample.changeLeaf()
sample.commit('Today', midnight + 60_000)
