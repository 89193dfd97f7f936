import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ProcessError } from '../../src/lib/process.ts'
import { createNixWorld, type NixWorld } from '../../testing/nix-world.ts'
import { createSample, type Sample } from '../../testing/sample/project.mjs'

/**
 * What the tests build with has to be as strict as nixpkgs, or they prove nothing about nixpkgs. Hence the override is
 * written out here, on its own, and not taken from the action.
 */

const day = 86_400_000
const minute = 60_000
let directory: string
let world: NixWorld
let sample: Sample
let base: string
let head: string
let bumped: string

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'package-set-'))
  world = createNixWorld(join(directory, 'nix'))
  sample = createSample(join(directory, 'sample'), { modules: 14, pathsModule: true })
  base = sample.commit('base', day)
  sample.changeLeaf()
  head = sample.commit('leaf', 2 * day)
  sample.bumpVersion('0.2.0.0')
  bumped = sample.commit('version', 3 * day)
})
afterAll(() => {
  world.dispose()
  rmSync(directory, { recursive: true, force: true })
})

/** `expression` sees `overrideCabal`, `package` (by revision), `full` (of the base) and `base`, `head`, `bumped`. */
function inContext(expression: string): string {
  return `let
    package = revision:
      (builtins.getFlake "git+file://${sample.directory}?rev=\${revision}").packages.\${builtins.currentSystem}.sample;
    overrideCabal = change: drv:
      drv.override (args: args // { mkDerivation = given: (args.mkDerivation given).override change; });
    export = { doInstallIntermediates = true; enableSeparateIntermediatesOutput = true; };
    full = overrideCabal (_: export) (package base);
    base = "${base}"; head = "${head}"; bumped = "${bumped}";
  in ${expression}`
}

async function build(expression: string) {
  const { stdout, stderr } = await world.nix([
    ...['build', '--impure', '--no-link', '--print-out-paths', '--print-build-logs'],
    ...['--expr', inContext(expression)],
  ])
  return { path: stdout.trim(), compiled: compiledModules(stderr) }
}

/** Name and reason of what was compiled into `dist`; the build driver, Setup.hs, is not part of the package. */
function compiledModules(log: string): string[] {
  return [...log.matchAll(/\] Compiling (\S+) +\( .* dist\/build\/.* \)(?: \[(.*)\])?$/gm)].map(
    ([, name, reason]) => (reason === undefined ? `${name}` : `${name}: ${reason}`),
  )
}

const evaluate = async (expression: string) =>
  JSON.parse((await world.nix(['eval', '--impure', '--json', '--expr', inContext(expression)])).stdout)

const failure = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(ProcessError)
  return (error as ProcessError).stderr
}

test(
  'a leaf that changed is all that HEAD compiles, besides the module that holds its own store path',
  async () => {
    const exported = await build('full.intermediates')
    expect(exported.compiled).toHaveLength(sample.modules.length + 2)
    expect(exported.path).toMatch(/-sample-0\.1\.0\.0-intermediates$/)

    const incremental = await build(
      'overrideCabal (_: { previousIntermediates = full.intermediates; }) (package head)',
    )
    expect(incremental.compiled).toEqual([
      'Paths_sample: Source file changed',
      `${sample.leaves[0]}: Source file changed`,
    ])
    const { stdout } = await world.nix(['path-info', '--recursive', incremental.path])
    expect(stdout).not.toContain('sample-0.1.0.0-intermediates')
  },
  3 * minute,
)

test(
  'intermediates of another version are not found, and that fails the build',
  async () => {
    const log = await failure(
      build('overrideCabal (_: { previousIntermediates = full.intermediates; }) (package bumped)'),
    )
    expect(log).toMatch(/cannot stat '.*\/share\/haskell\/[\d.]+\/sample-0\.2\.0\.0\/dist\/build'/)
  },
  3 * minute,
)

test('overrideAttrs does not reach the builder: there is no such output', async () => {
  expect(await evaluate('((package base).overrideAttrs (_: export)).outputs')).toEqual(['out'])
  expect(await evaluate('full.outputs')).toEqual(['out', 'intermediates'])
})

test('an argument that the builder does not know is an evaluation error', async () => {
  const log = await failure(
    evaluate('(overrideCabal (_: { doInstalIntermediates = true; }) (package base)).name'),
  )
  expect(log).toContain("unexpected argument 'doInstalIntermediates'")
})

test('one override does not lose another', async () => {
  const renamed = '(package base).overrideAttrs (old: { name = "renamed-${old.version}"; })'
  expect(await evaluate(`(overrideCabal (_: export) (${renamed})).outputs`)).toEqual(['out', 'intermediates'])
  expect(await evaluate(`(overrideCabal (_: export) (${renamed})).name`)).toBe('renamed-0.1.0.0')
})

test('a package has the attributes by which it is recognised', async () => {
  expect(
    await evaluate(`let drv = package base; in {
      inherit (drv) pname version isHaskellLibrary;
      functor = builtins.isAttrs drv.override;
      intermediates = full.intermediates.version;
      darwin = drv.stdenv.hostPlatform.isDarwin;
    }`),
  ).toEqual({
    pname: 'sample',
    version: '0.1.0.0',
    isHaskellLibrary: true,
    functor: true,
    intermediates: '0.1.0.0',
    darwin: process.platform === 'darwin',
  })
})

test(
  'packages depend on one another, and need not be Haskell',
  async () => {
    const flake = `git+file://${sample.directory}?rev=${base}`
    const { stdout } = await world.nix(
      ['build', '--no-link', '--print-out-paths', `${flake}#client`, `${flake}#script`],
      { cwd: sample.root },
    )
    expect(stdout.trim().split('\n')).toEqual([
      expect.stringMatching(/-client-1\.0$/),
      expect.stringMatching(/-script-1\.0$/),
    ])
  },
  3 * minute,
)
