import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createModuleCount } from '../../src/adapters/haskell/modules.ts'
import { createScenario, type Scenario } from '../../testing/scenario.ts'

/** flake.nix, from outside: pure, and without a network. */
const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))
let scenario: Scenario
let flake: string
let system: string
let base: string

beforeAll(async () => {
  scenario = createScenario()
  // Not in place, where there is all of node_modules beside it.
  flake = join(scenario.directory, 'incremental-nix')
  mkdirSync(flake)
  cpSync(at('flake.nix'), join(flake, 'flake.nix'))
  cpSync(at('nix'), join(flake, 'nix'), { recursive: true })
  system = await evaluate(['--impure', '--expr', 'builtins.currentSystem'])
  const { sample } = scenario
  sample.write('flake.nix', usersFlake)
  base = sample.commit('base', '2026-01-01T12:00:00Z')
  sample.changeLeaf()
  sample.commit('head', '2026-01-02T05:00:00Z')
})
afterAll(() => scenario.dispose())

/** As nix/README.md shows it. */
const usersFlake = `{
  inputs.incremental-nix.url = "github:incremental-nix/incremental-nix";
  inputs.base = {
    url = "github:owner/repository";
    flake = false;
  };
  outputs =
    { incremental-nix, base, ... }:
    let
      inherit (incremental-nix.lib) fullBuild incrementalBuild;
      packageOf = system: source: (import source { inherit system; }).sample;
      each = system: rec {
        plain = packageOf system ./.;
        full = fullBuild (packageOf system base);
        named = incrementalBuild {
          inherit full;
          package = plain;
        };
        byHistory = pkgs.haskell.lib.compose.incremental previous plain;
        flipped = pkgs.haskell.lib.incremental plain previous;
        pkgs = import ./nixpkgs { inherit system; overlays = [ incremental-nix.overlays.default ]; };
        previous.makePreviousBuild = truncate: packageOf system (truncate ./.);
      };
      systems = [ "x86_64-linux" "aarch64-linux" ];
    in
    {
      legacyPackages = builtins.listToAttrs (map (name: { inherit name; value = each name; }) systems);
    };
}
`

async function evaluate(args: readonly string[]) {
  const { stdout } = await scenario.world.nix(['eval', '--offline', '--json', ...args])
  return JSON.parse(stdout)
}

const ofTheUser = (attribute: string) => [
  ...['--override-input', 'incremental-nix', `path:${flake}`],
  ...['--override-input', 'base', `git+file://${scenario.sample.directory}?rev=${base}`],
  ...['--no-write-lock-file', `git+file://${scenario.sample.directory}#${attribute}`],
]

it('has nothing to lock', async () => {
  const { stdout } = await scenario.world.nix(['flake', 'metadata', '--offline', '--json', `path:${flake}`])
  expect(Object.keys(JSON.parse(stdout).locks.nodes)).toEqual(['root'])
  await scenario.world.nix(['flake', 'check', '--offline', '--no-build', `path:${flake}`])
  expect(existsSync(join(flake, 'flake.lock'))).toBe(false)
})

it('has the functions that the page names, as the file has', async () => {
  const page = readFileSync(at('nix/README.md'), 'utf8')
  const section = /### Functions\n([\s\S]*?)\n### /.exec(page)?.[1] ?? ''
  const named = [...section.matchAll(/^\| `(\w+) /gm)].map(([, name]) => name)
  const names = await evaluate([`path:${flake}#lib`, '--apply', 'builtins.attrNames'])
  expect(names).toEqual(named.sort())
  const classic = ['--impure', '--expr', `builtins.attrNames (import ${at('nix')} { })`]
  expect(await evaluate(classic)).toEqual(names)
})

it('has the settings that the page names', async () => {
  const page = readFileSync(at('nix/README.md'), 'utf8')
  const section = /### Settings\n([\s\S]*?)\n### /.exec(page)?.[1] ?? ''
  const named = [...section.matchAll(/^\| `(\w+)` /gm)].map(([, name]) => name)
  const settings = ['--impure', '--expr', `builtins.attrNames (builtins.functionArgs (import ${at('nix')}))`]
  expect(await evaluate(settings)).toEqual(named.sort())
})

it('builds on the commit that is an input, in pure evaluation', async () => {
  const build = async (attribute: string) => {
    const args = ofTheUser(`legacyPackages.${system}.${attribute}`)
    const { stderr } = await scenario.world.nix([
      'build',
      '--offline',
      '--no-link',
      '--print-build-logs',
      ...args,
    ])
    const count = createModuleCount()
    for (const line of stderr.split('\n')) count.feed(line.replace(/^sample> /, ''))
    return count.modules().compiled.map(({ name, reason }) => ({ name, reason }))
  }
  expect(await build('full')).toHaveLength(scenario.sample.modules.length + 1)
  expect(await build('named')).toEqual([{ name: scenario.sample.leaves[0], reason: 'Source file changed' }])
}, 300_000)

it('leaves a package as it is that has no history, as in a flake', async () => {
  const paths = ['plain', 'byHistory', 'flipped', 'named'].map((name) =>
    evaluate(ofTheUser(`legacyPackages.${system}.${name}.drvPath`)),
  )
  const [plain, byHistory, flipped, named] = await Promise.all(paths)
  expect([byHistory, flipped]).toEqual([plain, plain])
  expect(named).not.toBe(plain)
})
