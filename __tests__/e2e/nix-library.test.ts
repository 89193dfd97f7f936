import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createModuleCount } from '../../src/adapters/haskell/modules.ts'
import { run } from '../../src/lib/process.ts'
import { createScenario, type Scenario } from '../../testing/scenario.ts'

/** nix/default.nix as a library, by hand. */
const library = fileURLToPath(new URL('../../nix', import.meta.url))
let scenario: Scenario
let base: string

beforeAll(() => {
  scenario = createScenario()
  base = scenario.sample.commit('base', '2026-01-01T12:00:00Z')
  scenario.sample.changeLeaf()
  scenario.sample.commit('head', '2026-01-02T05:00:00Z')
})
afterAll(() => scenario.dispose())

const inContext = (expression: string) => `let
    here = ${scenario.sample.directory};
    packages = import here { };
    package = packages.sample;
    previous = (import (builtins.fetchGit { url = here; rev = "${base}"; }) { }).sample;
    component = (import "\${here}/nixpkgs" { }).haskell-nix.component {
      package = "other";
      version = "2.0";
      src = here;
      subDir = "other";
    };
    by = revision: (import ${library} { inherit revision; }).incremental {
      interval = 86400;
      makePreviousBuild = truncate: (import (truncate here) { }).sample;
    };
    library = import ${library} { };
  in ${expression}`

async function evaluate(expression: string): Promise<unknown> {
  const { stdout } = await scenario.world.nix(['eval', '--impure', '--json', '--expr', inContext(expression)])
  return JSON.parse(stdout)
}

/** What building it compiled of the sample, with GHC's reasons. */
async function build(expression: string) {
  const { stderr } = await scenario.world.nix([
    ...['build', '--impure', '--no-link', '--print-build-logs'],
    ...['--expr', inContext(expression)],
  ])
  const count = createModuleCount()
  for (const line of stderr.split('\n')) count.feed(line.replace(/^sample> /, ''))
  return count.modules().compiled.map(({ name, reason }) => ({ name, reason }))
}

it('builds on top of a full build, and compiles what changed', async () => {
  const { modules, leaves } = scenario.sample
  const full = await build('(library.fullBuild previous).intermediates')
  expect(full.map(({ name }) => name).sort()).toEqual(['Main', ...modules].sort())
  const incremental = await build(`by "${base}" package`)
  expect(incremental).toEqual([{ name: leaves[0], reason: 'Source file changed' }])
}, 300_000)

it('`incremental` builds on the full build of the revision', async () => {
  const [incremental, plain, previous, full] = (await evaluate(`[
      (by "${base}" package).drvPath
      package.drvPath
      (library.incrementalBuild { full = library.fullBuild previous; inherit package; }).drvPath
      (library.fullBuild previous).outputs
    ]`)) as string[]
  expect(incremental).toBe(previous)
  expect(incremental).not.toBe(plain)
  expect(full).toEqual(['out', 'intermediates'])
})

it('`incremental` without a revision returns the package as it is', async () => {
  const [incremental, plain] = (await evaluate('[ (by null package).drvPath package.drvPath ]')) as string[]
  expect(incremental).toBe(plain)
})

it('`incremental` returns the package as it is where there is no previous build', async () => {
  const bare = {
    nothing: 'null',
    thrown: 'throw "x"',
    asserted: 'assert false; package',
    other: 'packages.other',
  }
  const results = Object.values({ ...bare, script: 'packages.script' }).map(
    (previous) =>
      `(library.incremental { makePreviousBuild = truncate: ${previous}; } package).drvPath == package.drvPath`,
  )
  const none = `(by "none" package).drvPath == package.drvPath`
  const empty = `(by "" package).drvPath == package.drvPath`
  const all = [...results, none, empty]
  expect(await evaluate(`[ ${all.map((one) => `(${one})`).join(' ')} ]`)).toEqual(all.map(() => true))
})

it('`incremental` takes the revision from another repository, for sources without one', async () => {
  const tree = join(scenario.directory, 'tarball')
  mkdirSync(tree)
  scenario.sample.git('archive', '--output', `${tree}.tar`, 'HEAD')
  await run('tar', ['-xf', `${tree}.tar`, '-C', tree])
  const [elsewhere, here] = (await evaluate(`[
      ((import ${library} { revision = "${base}"; repository = "file://\${toString here}"; }).incremental {
        makePreviousBuild = truncate: (import (truncate ${tree}) { }).sample;
      } package).drvPath
      (by "${base}" package).drvPath
    ]`)) as string[]
  expect(elsewhere).toBe(here)
})

it('chooses the adapter by the attributes of the package, whatever was done to it', async () => {
  const texts = (await evaluate(`let
      static = (import "\${here}/nixpkgs" { }).haskell.lib.compose.justStaticExecutables package;
      full = library.fullBuild static;
    in [
      (library.fullBuild component).postInstall
      full.incrementalNixKeepPhase
      (full.disallowedRequisites == static.disallowedRequisites && static.disallowedRequisites != null)
      (library.incrementalBuild { full = library.fullBuild component; package = component; }).preConfigure
    ]`)) as unknown[]
  expect(texts).toEqual([
    expect.stringContaining('incrementalNixDist='),
    expect.stringMatching(/incrementalNixKept=\$\(mktemp -d\)[\s\S]*incremental-nix-hidden/),
    true,
    expect.stringContaining('>> "$configFiles/configure-flags"'),
  ])
})

it.each([
  [['libHSfoo-1.0-AbC.a', 'libHSfoo-1.0-AbC-ghc9.6.6.so', 'libHSfoo-1.0-AbC_p.a'], 'foo-1.0-AbC'],
  [['libHSfoo-1.0-AbC_p.a'], 'foo-1.0-AbC'],
  [['libHSfoo-1.0-AbC_p-ghc9.12.1.so'], 'foo-1.0-AbC'],
  [['libHSfoo-1.0-AbC-ghc9.12.1.dylib'], 'foo-1.0-AbC'],
  [['inner/libHSfoo-1.0-AbC-inner.a', 'libHSfoo-1.0-AbC.a'], ''],
  [[], ''],
])('the unit id is read off the names of the libraries: %j', async (libraries, id) => {
  const full = join(scenario.directory, 'full')
  mkdirSync(join(full, 'incremental-nix'), { recursive: true })
  writeFileSync(join(full, 'incremental-nix', 'libraries'), libraries.map((name) => `${name}\n`).join(''))
  const hook = await evaluate(`(import ${library}/adapters/cabal.nix).findLibrary`)
  const { stdout } = await run('bash', [
    '-euo',
    'pipefail',
    '-c',
    `incrementalNixFrom=${full}\n${hook}\necho "[$incrementalNixLibrary]"`,
  ])
  expect(stdout.trim()).toBe(`[${id}]`)
})

it('says why there can be no incremental build', async () => {
  const problems = await evaluate(`
    let
      own = package.overrideAttrs (old: {
        buildPhase = "cp -r /x/share/haskell/9.6.6/sample-0.1/dist/build dist/build\\n" + old.buildPhase;
      });
      old = package.overrideAttrs (old: {
        setupCompilerEnvironmentPhase =
          "echo \\"Build with /nix/store/00000000000000000000000000000000-ghc-9.2.8.\\"\\n";
      });
    in [
      (library.fullBuildProblem package)
      (library.fullBuildProblem component)
      (library.fullBuildProblem packages.script).code
      (library.fullBuildProblem { name = "x"; }).code
      (library.fullBuildProblem own).code
      (library.fullBuildProblem (library.fullBuild package)).code
      (library.fullBuildProblem (library.incrementalBuild { full = library.fullBuild package; inherit package; })).code
      (library.fullBuildProblem old)
      (library.incrementalBuildProblem { base = packages.other; inherit package; }).code
      (library.incrementalBuildProblem { base = component; inherit package; }).code
      (library.incrementalBuildProblem { base = package; inherit package; })
    ]`)
  expect(problems).toEqual([
    null,
    null,
    'unknown-builder',
    'unknown-builder',
    ...['own-intermediates', 'own-intermediates', 'own-intermediates'],
    { code: 'compiler-too-old', detail: 'ghc-9.2.8' },
    'package-changed',
    'builder-changed',
    null,
  ])
})
