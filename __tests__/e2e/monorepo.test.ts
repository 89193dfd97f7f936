import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { runAction, type StepResult } from '../../testing/action.ts'
import { differences } from '../../testing/monorepo/compare.ts'
import { aboveUnits, type Edit, edits, plainTops, tops } from '../../testing/monorepo/edits.ts'
import { intoMonorepo, type Monorepo } from '../../testing/monorepo/monorepo.ts'
import { basePackages, moduleCount } from '../../testing/monorepo/packages.ts'
import { currentSystem } from '../../testing/monorepo/system.ts'
import { createNixWorld, type NixWorld } from '../../testing/nix-world.ts'
import { createScenario, type Scenario } from '../../testing/scenario.ts'

/**
 * Twelve packages, an image and checks above them: one job makes the full builds, and then each edit is built by a job
 * that has nothing but the cache. What it builds is what the table says, and what comes out is what Nix alone makes.
 */
const every = process.env.MONOREPO_ROWS === 'all'
const rows = edits.filter((row) => every || row.short)
const system = currentSystem()
const morning = '2026-01-02T05:00:00Z'

/**
 * Built where something needs it and not counted: the package set's own GHC, which no upstream cache has, and the
 * wrapper, since nixpkgs forbids to take a symlinkJoin from a cache.
 */
const helpers = /^(ghc-[\d.]+|shop)$/

interface Unit {
  readonly name: string
  readonly package: string
  readonly system: string
  readonly build: 'incremental' | 'plain' | 'unchanged' | 'none' | 'full'
  readonly reason: string | null
  readonly modulesCompiled: number
  readonly modulesTotal: number
  readonly seconds: number | null
  readonly fullBuild: string | null
  readonly origin: 'cache' | 'found' | 'store' | 'built' | 'none'
}

let scenario: Scenario
let plainWorld: NixWorld
let repo: Monorepo
let base: string

beforeAll(() => {
  console.log(`${rows.length} of ${edits.length} edits${every ? '' : '; all with MONOREPO_ROWS=all'}`)
  scenario = createScenario({ modules: 1 })
  repo = intoMonorepo(scenario.sample)
  base = repo.commit('base', '2026-01-01T12:00:00Z')
  // It keeps its store, so that a row costs what changed. Its name is as long as the other's, as `differences` wants.
  plainWorld = createNixWorld(join(scenario.directory, 'two'))
})
afterAll(() => scenario.dispose())

/** A job on a new machine: all that it has is the cache. */
async function job(revision: string, inputs: Record<string, string>): Promise<StepResult> {
  scenario.world.wipeStore()
  const { main, post } = await runAction(
    scenario.step(scenario.checkout(revision), {
      inputs: { revision: base, cache: `file://${join(scenario.directory, 'cache')}`, ...inputs },
    }),
  )
  expect(main.errors).toEqual([])
  expect([main.exitCode, post.exitCode]).toEqual([0, 0])
  expect(scenario.leftovers()).toEqual([])
  return main
}

const unitsOf = (result: StepResult) => JSON.parse(result.outputs.units ?? '[]') as Unit[]
const outPathsOf = (result: StepResult) =>
  Object.values(JSON.parse(result.outputs['out-paths'] ?? '{}') as Record<string, string[]>).flat()
const builtBy = (result: StepResult) =>
  [...result.log.matchAll(/^\s*building (\S+)$/gm)].flatMap(([, name = '']) =>
    helpers.test(name) ? [] : [name],
  )
const nameHash = (path: string) => /(\w{32})-[^/]*$/.exec(path)?.[1] ?? ''
const nameOf = (path: string) => path.replace(/^.*\/\w{32}-/, '')

function headOf(row: Edit): string {
  repo.branch(`row-${edits.indexOf(row)}`, base)
  row.edit(repo)
  return repo.commit(row.name, morning)
}

/** Each output against the plain build's of that name. `names`: only these, all if empty. */
async function expectSameProducts(
  result: StepResult,
  revision: string,
  plainInstallables: readonly string[],
  names: readonly string[] = [],
): Promise<void> {
  const { stdout } = await plainWorld.nix(['build', '--no-link', '--print-out-paths', ...plainInstallables], {
    cwd: scenario.checkout(revision),
  })
  const plain = stdout.trim().split('\n')
  const paths = outPathsOf(result)
  expect(paths.map(nameOf).sort()).toEqual(plain.map(nameOf).sort())
  for (const path of paths) {
    if (names.length > 0 && !names.includes(nameOf(path))) continue
    const counterpart = plain.find((other) => nameOf(other) === nameOf(path)) ?? ''
    expect({ [nameOf(path)]: differences(path, counterpart) }).toEqual({ [nameOf(path)]: [] })
  }
}

/** What the table says of a package, in the shape of its unit. */
function expectedUnits(row: Edit): Record<string, unknown> {
  const names = new Set([...basePackages.map(({ name }) => name), ...Object.keys(row.expected)])
  return Object.fromEntries(
    [...names].flatMap((name) => {
      const { build, compiled } = row.expected[name] ?? { build: 'unchanged' as const, compiled: 0 }
      if (build === 'gone') return []
      return [
        [
          name,
          expect.objectContaining({
            build,
            system,
            modulesCompiled: compiled ?? expect.any(Number),
            ...(build === 'plain'
              ? { reason: expect.stringMatching(/./) }
              : {
                  reason: null,
                  origin: originOf(build),
                  fullBuild: expect.stringContaining(scenario.world.store),
                }),
          }),
        ],
      ]
    }),
  )
}
/** An unchanged unit that nothing but unchanged ones need is not asked for. */
const originOf = (build: string) =>
  build === 'unchanged' ? expect.stringMatching(/^(cache|none)$/) : 'cache'
const byPackage = (units: readonly Unit[]) => Object.fromEntries(units.map((unit) => [unit.package, unit]))

describe('a team', () => {
  beforeAll(async () => {
    const result = await job(base, { mode: 'full', installables: tops(system).join('\n') })
    expect(result.warnings).toEqual([])
    expect(result.outputs).toMatchObject({ build: 'full', revision: base, 'cache-hit': 'false' })
    expect(byPackage(unitsOf(result))).toEqual(
      Object.fromEntries(
        basePackages.map((package_) => [
          package_.name,
          expect.objectContaining({
            name: `${package_.name}-${package_.version}`,
            build: 'full',
            origin: 'built',
            modulesCompiled: moduleCount(package_),
            modulesTotal: moduleCount(package_),
          }),
        ]),
      ),
    )
  })

  it.each(rows.map((row) => [row.name, row] as const))('%s', async (_, row) => {
    const head = headOf(row)
    const more = row.installables ?? []
    const result = await job(head, { installables: [...tops(system), ...more].join('\n') })

    if (row.warnings === undefined) expect(result.warnings).toEqual([])
    else for (const warning of result.warnings) expect(warning).toMatch(row.warnings)
    const units = unitsOf(result)
    expect(byPackage(units)).toEqual(expectedUnits(row))
    expect(units).toHaveLength(Object.keys(expectedUnits(row)).length)

    const rewritten = units.flatMap(({ name, build }) =>
      build === 'incremental' || build === 'plain' ? [name] : [],
    )
    // What is above the units is in no cache: image and checks are made of what the full builds gave. What else these
    // need is in the cache.
    const others = [...new Set([...aboveUnits, ...row.others])].filter((name) => !helpers.test(name))
    expect(builtBy(result).sort()).toEqual([...rewritten, ...others].sort())

    // What the programs print is what these checks consist of.
    const printed = row.compare === 'printed' ? ['check-programs', 'check-admin'] : []
    await expectSameProducts(result, head, [...plainTops(system), ...more], printed)
  })

  it('makes a full build that was lost, and builds nothing else for it', async () => {
    const cache = join(scenario.directory, 'cache')
    const [orders] = unitsOf(await job(base, { mode: 'plan', installables: '.#orders' })).filter(
      (unit) => unit.package === 'orders',
    )
    const hash = nameHash(orders?.fullBuild ?? '')
    rmSync(join(cache, `${hash}.narinfo`))
    const inputs = { mode: 'full', installables: tops(system).join('\n') }
    const result = await job(base, inputs)
    expect(result.warnings).toEqual([])
    expect(builtBy(result)).toEqual(['orders-0.1.0.0'])
    expect(result.log).not.toContain('building ghc')
    expect(existsSync(join(cache, `${hash}.narinfo`))).toBe(true)
    const others = Object.values(byPackage(unitsOf(result))).filter((unit) => unit.package !== 'orders')
    expect(others.map(({ origin }) => origin)).toEqual(others.map(() => 'found'))
  })

  it('builds a list of a classic file on the same full builds', async () => {
    repo.branch('classic', base)
    repo.changeBody('Service.Cart')
    const head = repo.commit('classic', morning)
    const result = await job(head, { file: 'release.nix' })
    expect(result.warnings).toEqual([])
    const units = byPackage(unitsOf(result))
    expect(units.service).toMatchObject({ build: 'incremental', modulesCompiled: 1, origin: 'cache' })
    expect(units.server).toMatchObject({ build: 'incremental', modulesCompiled: 0, origin: 'cache' })
    expect(units.core).toMatchObject({ build: 'unchanged' })
    // Neither is below what the list has.
    expect([units.admin, units.storage]).toEqual([undefined, undefined])
    expect(builtBy(result).sort()).toEqual(
      ['check-programs', 'image', 'server-0.1.0.0', 'service-0.1.0.0'].sort(),
    )
    await expectSameProducts(result, head, ['--file', 'release.nix'])
  })
})
