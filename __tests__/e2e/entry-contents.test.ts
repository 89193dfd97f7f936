import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createBuildLog } from '../../src/nix/log.ts'
import { createScenario, type Scenario } from '../../testing/scenario.ts'

/** What is left out of a full build is what HEAD makes anew anyway: it compiles the same modules with and without. */
const library = fileURLToPath(new URL('../../nix', import.meta.url))
let scenario: Scenario
let base: string
let head: string

beforeAll(() => {
  scenario = createScenario({ tests: true, pathsModule: true, optimization: 1 })
  // A module of which others are made up, and which says its version: it must not be compiled for that.
  const { edit, modules } = scenario.sample
  edit(`src/${(modules[0] ?? '').replaceAll('.', '/')}.hs`, (text) =>
    text
      .replace('score) where\n', 'score, release) where\n\nimport Paths_sample (version)\n')
      .concat('\nrelease :: String\nrelease = show version\n'),
  )
  base = scenario.sample.commit('base', '2026-01-01T12:00:00Z')
  scenario.sample.changeLeaf()
  head = scenario.sample.commit('head', '2026-01-02T12:00:00Z')
})
afterAll(() => scenario.dispose())

/**
 * Builds an attribute of the library's two builds; `everything` keeps all of dist/build, as nixpkgs alone does, of the same
 * modules.
 */
async function build(attribute: string): Promise<{ path: string; compiled: string[] }> {
  const sample = (revision: string) =>
    `(builtins.getFlake "git+file://${scenario.sample.directory}?rev=${revision}").packages.\${builtins.currentSystem}.sample`
  const expression = `
    let
      inherit (import ${library} { }) fullBuild incrementalBuild;
      base = ${sample(base)};
      package = ${sample(head)};
      full = fullBuild base;
      # All products, in the place where the hooks look for them, and what the hooks note beside them. The shell exits
      # itself: cp closes its standard error before it ends, and Nix kills a builder that has done so.
      laidOut = derivation {
        name = "everything";
        system = builtins.currentSystem;
        builder = "/bin/bash";
        PATH = "/usr/bin:/bin";
        args = [ "-c" "mkdir -p $out/dist; cp -r $products/share/haskell/*/*/dist/build $out/dist/build; cp -r $notes/incremental-nix $out; exit" ];
        products = everything.intermediates;
        notes = full.intermediates;
      };
      everything = (base.override (arguments: arguments // {
        mkDerivation = attributes: (arguments.mkDerivation attributes).override {
          doInstallIntermediates = true;
          enableSeparateIntermediatesOutput = true;
        };
      })).overrideAttrs ((import ${library}/adapters).haskell.identify { from = null; });
    in {
      full = full.intermediates;
      everything = everything.intermediates;
      onTop = incrementalBuild { inherit full package; };
      onTopOfEverything = incrementalBuild { full.intermediates = laidOut; inherit package; };
    }.${attribute}`
  const log = createBuildLog()
  const { stdout } = await scenario.world
    .nix(
      [
        'build',
        '--impure',
        '--no-link',
        '--json',
        '--log-format',
        'internal-json',
        '-v',
        '--expr',
        expression,
      ],
      { onStderrLine: (line) => void log.feed(line) },
    )
    .catch((error) => {
      const logs = log.failures().flatMap((failure) => failure.log.slice(-40))
      throw new Error([...log.errors(), ...logs].join('\n'), { cause: error })
    })
  const [{ drvPath, outputs }] = JSON.parse(stdout)
  const compiled = log.modules(drvPath).compiled.map(({ name }) => name)
  return { path: Object.values(outputs)[0] as string, compiled }
}

const closure = async (path: string) =>
  Object.keys(
    JSON.parse((await scenario.world.nix(['path-info', '--json', '--recursive', path])).stdout),
  ).sort()
const filesBelow = (path: string) =>
  readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
const linked = (path: string) =>
  filesBelow(path).filter((file) => /\/libHS|\/Paths_|\/(sample|spec)\/\1$/.test(file))

it('has neither what is linked nor the outputs of the full build', async () => {
  const { path: everything } = await build('everything')
  expect(linked(everything).length).toBeGreaterThan(5)
  expect(await closure(everything)).toHaveLength(2)
  const { path } = await build('full')
  expect(linked(path)).toEqual([])
  expect(await closure(path)).toEqual([path])
})

it('lets HEAD compile the same modules, to the same programs', async () => {
  const onTop = await build('onTop')
  const onTopOfEverything = await build('onTopOfEverything')
  expect(onTop.compiled).toContain('Paths_sample')
  expect(onTop.compiled.length).toBeLessThan(5)
  expect(onTop.compiled.toSorted()).toEqual(onTopOfEverything.compiled.toSorted())
  const say = ({ path }: { path: string }) => execFileSync(join(path, 'bin/sample'), { encoding: 'utf8' })
  expect(say(onTop)).toBe(say(onTopOfEverything))
  const names = ({ path }: { path: string }) =>
    filesBelow(path)
      .map((file) => file.slice(path.length))
      .sort()
  expect(names(onTop)).toEqual(names(onTopOfEverything))
  // Nothing in HEAD's output is of a store that has only its inputs.
  expect(await closure(onTop.path)).toEqual([onTop.path])
})
