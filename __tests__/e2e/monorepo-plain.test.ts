import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { differences } from '../../testing/monorepo/compare.ts'
import { edits, plainTops } from '../../testing/monorepo/edits.ts'
import { intoMonorepo, type Monorepo } from '../../testing/monorepo/monorepo.ts'
import { currentSystem } from '../../testing/monorepo/system.ts'
import { createNixWorld, type NixWorld } from '../../testing/nix-world.ts'
import { createScenario, type Scenario } from '../../testing/scenario.ts'

/** The sample monorepo without the action: that it builds, that the table of edits is true of it, and the comparison. */
const system = currentSystem()
let scenario: Scenario
let second: NixWorld
let repo: Monorepo
let base: string

beforeAll(() => {
  scenario = createScenario({ modules: 1 })
  repo = intoMonorepo(scenario.sample)
  base = repo.commit('base', '2026-01-01T12:00:00Z')
  // As long a name as the first world has: a path in a product stands where it stands in the other.
  second = createNixWorld(join(scenario.directory, 'two'))
})
afterAll(() => scenario.dispose())

describe('the base', () => {
  let log: string
  let paths: string[]
  const build = async (world: NixWorld, revision: string, ...installables: string[]) => {
    const { stdout, stderr } = await world.nix(
      ['build', '--no-link', '--print-out-paths', '--print-build-logs', ...installables],
      { cwd: scenario.checkout(revision) },
    )
    return { paths: stdout.trim().split('\n'), log: stderr }
  }
  const named = (name: string) => paths.find((path) => path.endsWith(`-${name}`)) ?? ''

  beforeAll(async () => {
    const built = await build(scenario.world, base, ...plainTops(system))
    paths = built.paths
    log = built.log
  })

  it('builds, with the settings that its packages have', () => {
    const says = readFileSync(named('check-programs'), 'utf8')
    expect(says).toMatch(/^client\n\("Client.View",\d+\)\nnorth\nserver\n\("Server.Routes",\d+\)\n/)
    expect(log).toMatch(/^orders> Test suite spec: PASS$/m)
    expect(log).not.toMatch(/^(storage|admin)> Running 1 test suites/m)
  })

  it('builds the same by the classic entries', async () => {
    const classic = await build(scenario.world, base, '--file', 'release.nix')
    expect(paths).toEqual(expect.arrayContaining(classic.paths))
    expect(classic.paths).toHaveLength(2)
  })

  it('compares equal in another store, and a changed program does not', async () => {
    const again = await build(second, base, ...plainTops(system))
    paths.forEach((path, index) => {
      expect(differences(path, again.paths[index] ?? '')).toEqual([])
    })

    repo.branch('changed', base)
    repo.changeBody('Client.View')
    const changed = await build(second, repo.commit('changed', '2026-01-02T05:00:00Z'), ...plainTops(system))
    expect(paths.map((path, index) => differences(path, changed.paths[index] ?? '').length > 0)).toEqual([
      true,
      true,
      true,
      false,
    ])
  })
})

/** What Nix would have to build at HEAD and not at the base, by name, without building anything. */
describe('an edit changes the derivations that the table says', () => {
  const graph = async (revision: string, more: readonly string[] = []) => {
    const { stdout } = await scenario.world.nix(
      ['derivation', 'show', '--recursive', ...plainTops(system), ...more],
      {
        cwd: scenario.checkout(revision),
      },
    )
    const shown = JSON.parse(stdout) as { derivations?: Record<string, unknown> }
    return Object.keys(shown.derivations ?? shown).map((path) => path.replace(/^.*\//, ''))
  }
  let before: string[]
  beforeAll(async () => {
    before = await graph(base)
  })

  it.each(edits.map((row, index) => [row.name, row, index] as const))('%s', async (_, row, index) => {
    repo.branch(`row-${index}`, base)
    row.edit(repo)
    const after = await graph(repo.commit(row.name, '2026-01-02T05:00:00Z'), row.installables)
    const changed = after
      .filter((name) => !before.includes(name))
      .map((name) => name.replace(/^\w{32}-(.*)\.drv$/, '$1'))
      .filter((name) => !name.startsWith('ghc-'))
    const units = Object.entries(row.expected).flatMap(([name, { build }]) =>
      build === 'gone' ? [] : [name],
    )
    expect(changed.map((name) => name.replace(/-\d[\d.]*$/, '')).sort()).toEqual(
      [...units, ...row.others].sort(),
    )
    for (const [name, { build }] of Object.entries(row.expected)) {
      if (build === 'gone') expect(after.filter((path) => path.includes(`-${name}-0`))).toEqual([])
    }
  })
})
