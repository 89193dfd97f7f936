import { fileURLToPath } from 'node:url'
import { createScenario, type Scenario } from '../../testing/scenario.ts'

/** nix/default.nix as a library, by hand. The action's own use of it is what the other tests are about. */
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

async function evaluate(expression: string): Promise<unknown> {
  const all = `let
    here = ${scenario.sample.directory};
    package = (import here { }).sample;
    by = revision: (import ${library} { inherit revision; }).incremental {
      interval = 86400;
      makePreviousBuild = truncate: (import (truncate here) { }).sample;
    };
    library = import ${library} { };
  in ${expression}`
  const { stdout } = await scenario.world.nix(['eval', '--impure', '--json', '--expr', all])
  return JSON.parse(stdout)
}

it('`incremental` builds on the full build of the revision', async () => {
  const [incremental, plain, previous, full] = (await evaluate(`
    let base = (import (builtins.fetchGit { url = here; rev = "${base}"; }) { }).sample;
    in [
      (by "${base}" package).drvPath
      package.drvPath
      (library.incrementalBuild { full = library.fullBuild base; inherit package; }).drvPath
      (library.fullBuild base).outputs
    ]`)) as string[]
  expect(incremental).toBe(previous)
  expect(incremental).not.toBe(plain)
  expect(full).toContain('intermediates')
})

it('`incremental` without a revision returns the package as it is', async () => {
  const [incremental, plain] = (await evaluate('[ (by null package).drvPath package.drvPath ]')) as string[]
  expect(incremental).toBe(plain)
})

it('on macOS both builds agree on the separate output, which HEAD leaves empty', async () => {
  const [outputs, postInstall, linux] = (await evaluate(`
    let on = system: library.incrementalBuild rec {
      package = (import here { inherit system; }).sample;
      full = library.fullBuild package;
    };
    in [ (on "aarch64-darwin").outputs (on "aarch64-darwin").postInstall (on "x86_64-linux").outputs ]`)) as string[]
  expect(outputs).toContain('intermediates')
  expect(postInstall).toContain('mkdir -p "$intermediates"')
  expect(linux).not.toContain('intermediates')
})

it('says why there can be no incremental build', async () => {
  const problems = await evaluate(`
    let packages = import here { };
    in [
      (library.fullBuildProblem packages.sample)
      (library.fullBuildProblem packages.script).code
      (library.fullBuildProblem { name = "x"; }).code
      (library.incrementalBuildProblem { base = packages.sample; package = packages.other; }).code
      (library.incrementalBuildProblem { base = packages.sample; package = packages.sample; })
    ]`)
  expect(problems).toEqual([null, 'not-haskell', 'not-haskell', 'package-changed', null])
})
