import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { hostGhc } from '../../../testing/sample/project.mjs'
import { standInGhc } from '../../../testing/stand-in-ghc.ts'
import { describeWithAct } from '../../../testing/workflows/act.ts'
import {
  createWorkflowRepository,
  type Run,
  type WorkflowRepository,
} from '../../../testing/workflows/repository.ts'

// The examples as they are, but for their names, and the package set of the tests in place of nixpkgs.

const examples = fileURLToPath(new URL('../../../examples/', import.meta.url))

let directory: string
let team: WorkflowRepository | undefined

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'examples-'))
})
afterEach(async () => {
  await team?.dispose()
  team = undefined
  rmSync(directory, { recursive: true, force: true })
})

/** A repository with an example in it, and a first commit of Monday. */
async function repositoryOf(example: string, ghc = standInGhc(directory)): Promise<WorkflowRepository> {
  const made = await createWorkflowRepository({ modules: 8, ghc })
  for (const name of readdirSync(join(examples, example)))
    made.write(name.endsWith('.yml') ? `.github/workflows/${name}` : name, text(join(example, name)))
  return made
}

/** A file of the examples, for the repository of the test. */
function text(path: string): string {
  return readFileSync(join(examples, path), 'utf8')
    .replaceAll('my-package', 'sample')
    .replaceAll('github:NixOS/nixpkgs/nixos-25.11', 'path:./nixpkgs')
    .replaceAll('(import ./npins).nixpkgs', './nixpkgs')
    .replaceAll('/var/cache/incremental-nix', join(directory, 'cache'))
}

async function commitMonday(repository: WorkflowRepository): Promise<string> {
  const { scenario } = repository
  // Pure evaluation takes locked inputs only, and flakes see only what git knows.
  scenario.sample.git('add', '--all')
  await scenario.world.nix(['flake', 'lock'], { cwd: scenario.sample.directory })
  return repository.commit('main', '2026-03-02T12:00:00Z')
}

/** What the uses of the action in a run gave. Throws if the run has an error or a warning. */
function outputsOf({ result }: Run) {
  const problems = [...result.errors, ...result.warnings]
  if (!result.ok || problems.length > 0) throw new Error(`${problems.join('; ')}\n${result.log}`)
  return result.steps.map(({ outputs }) => outputs).filter(({ revision }) => revision !== undefined)
}

describeWithAct(() => {
  it.each([
    ['flake', 'stand-in'],
    ['classic', 'stand-in'],
    ['callcabal2nix', 'real'],
    ['self-hosted', 'stand-in'],
  ])(
    '%s, with a %s compiler',
    async (example, compiler) => {
      team = await repositoryOf(example, compiler === 'real' ? hostGhc() : undefined)
      const { sample } = team.scenario
      const monday = await commitMonday(team)

      team.commit('main', '2026-03-03T09:00:00Z', () => sample.changeLeaf(0))
      const [first] = outputsOf(await team.push('main', '2026-03-03T09:00:00Z'))
      expect(first).toMatchObject({
        revision: monday,
        build: 'incremental',
        'cache-hit': 'false',
        'modules-compiled': '1',
      })

      const tuesday = team.commit('main', '2026-03-03T15:00:00Z', () => sample.changeInterior(0))
      const [second] = outputsOf(await team.push('main', '2026-03-03T15:00:00Z'))
      expect(second).toMatchObject({ revision: monday, 'cache-hit': 'true', 'modules-compiled': '2' })

      const [night] = outputsOf(await team.schedule('2026-03-04T00:05:00Z'))
      expect(night).toMatchObject({ revision: tuesday, build: 'full', 'modules-compiled': '9' })
    },
    300_000,
  )

  it('monorepo: a package and one that depends on it', async () => {
    team = await repositoryOf('monorepo')
    const repository = team
    const project = (name: string, depends: string, module: string) => {
      repository.write(
        `${name}/${name}.cabal`,
        `cabal-version: 2.4
name:          ${name}
version:       1.0
build-type:    Simple

library
  default-language: Haskell2010
  hs-source-dirs:   src
  exposed-modules:  ${module}
  build-depends:    ${depends}
`,
      )
      repository.write(`${name}/src/${module}.hs`, `module ${module} where\n`)
    }
    project('core', 'base', 'Core')
    project('server', 'base, core', 'Server')
    const monday = await commitMonday(repository)

    repository.commit('main', '2026-03-03T09:00:00Z', () =>
      repository.write('server/src/Server.hs', 'module Server where\n\nport :: Int\nport = 80\n'),
    )
    const [first] = outputsOf(await repository.push('main', '2026-03-03T09:00:00Z'))
    expect(first).toMatchObject({ revision: monday, build: 'incremental', 'modules-compiled': '1' })
    expect(Object.keys(JSON.parse(first?.['out-paths'] ?? '{}'))).toEqual(['.#core', '.#server'])
    expect(first?.['full-build-path']?.split('\n')).toHaveLength(2)
  }, 300_000)

  it('verify: a commit of the day, on top of the full build and plainly', async () => {
    team = await repositoryOf('verify', hostGhc())
    const { sample } = team.scenario
    const monday = await commitMonday(team)
    team.commit('main', '2026-03-04T09:00:00Z', () => sample.changeLeaf(0))
    const [verified] = outputsOf(await team.schedule('2026-03-04T12:00:00Z'))
    expect(verified).toMatchObject({ revision: monday, build: 'incremental', 'modules-compiled': '1' })
  }, 300_000)

  it('nightly-branches: the full builds of both branches, which the next push finds', async () => {
    team = await repositoryOf('nightly-branches')
    const repository = team
    const { sample } = repository.scenario
    repository.write('.github/workflows/build.yml', text('fork-friendly/build.yml'))
    const monday = await commitMonday(repository)
    repository.branch('release-1', 'main')
    const release = repository.commit('release-1', '2026-03-02T13:00:00Z', () => sample.changeLeaf(0))
    repository.branch('topic', 'main')
    repository.commit('topic', '2026-03-02T14:00:00Z', () => sample.changeLeaf(1))
    sample.checkout('main')

    outputsOf(await repository.schedule('2026-03-03T00:05:00Z'))
    const keys = repository.cacheEntries().map(({ scope, key }) => `${scope} ${key.split('-').at(-2)}`)
    // One for what both were built with.
    expect(keys.sort()).toEqual(
      [monday, release, 'dependencies'].map((name) => `refs/heads/main ${name}`).sort(),
    )

    const [byHand] = outputsOf(await repository.dispatch('main', '2026-03-03T08:00:00Z'))
    expect(byHand).toMatchObject({ 'cache-hit': 'true', 'modules-compiled': '0' })
    expect(repository.cacheEntries()).toHaveLength(3)

    repository.commit('release-1', '2026-03-03T09:00:00Z', () => sample.changeInterior(0))
    const [first] = outputsOf(await repository.push('release-1', '2026-03-03T09:00:00Z'))
    expect(first).toMatchObject({ revision: release, 'cache-hit': 'true', 'modules-compiled': '1' })
  }, 300_000)
})
