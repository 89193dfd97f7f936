import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runAction, type StepResult } from '../../testing/action.ts'
import { createScenario, type Scenario } from '../../testing/scenario.ts'

/** Full builds of a day that are made on those of a week. */
let scenario: Scenario
/** The last commits of two weeks, which begin on Thursdays, and of two days in the second. */
let week: string
let earlier: string
let day: string
let head: string

const levels = { interval: '1 week, 1 day' }
const url = (name: string) => `file://${join(scenario.directory, name)}`

beforeAll(() => {
  scenario = createScenario({ modules: 6, tests: true })
  const { sample } = scenario
  sample.commit('first', '2026-01-05T12:00:00Z')
  sample.changeLeaf()
  week = sample.commit('week', '2026-01-07T12:00:00Z')
  sample.changeLeaf(1)
  earlier = sample.commit('earlier', '2026-01-09T12:00:00Z')
  // A module that is gone, and one in its place.
  const gone = sample.leaves[2]!
  const rename = (text: string) => text.replaceAll(gone, `${gone}New`)
  const source = `src/${gone.replaceAll('.', '/')}`
  sample.git('mv', `${source}.hs`, `${source}New.hs`)
  for (const file of [`${source}New.hs`, 'sample.cabal', 'app/Main.hs']) sample.edit(file, rename)
  day = sample.commit('day', '2026-01-10T12:00:00Z')
  sample.changeLeaf(3)
  head = sample.commit('head', '2026-01-11T05:00:00Z')
})
afterAll(() => scenario.dispose())

/** On a new machine. */
async function job(inputs: Readonly<Record<string, string>>, revision = head) {
  scenario.world.wipeStore()
  const { main, post } = await runAction(
    scenario.step(scenario.checkout(revision), {
      inputs: { installables: '.#sample', cache: url('cache'), ...levels, ...inputs },
    }),
  )
  expect([main.errors, main.warnings, main.exitCode]).toEqual([[], [], 0])
  expect([post.warnings, post.exitCode]).toEqual([[], 0])
  return { main, post }
}

const timesCompiled = ({ log }: StepResult, module: string) =>
  log
    .split('\n')
    .filter((line) =>
      new RegExp(`\\[ ?\\d+ of \\d+\\] Compiling ${module.replaceAll('.', '[.]')} `).test(line),
    ).length
const keysOf = ({ log }: StepResult) => log.match(/(?<=Pushed )incremental-nix-v2-x86_64\S*/g) ?? []

it('is made of both levels by the first job, and the lower one compiles what changed since the upper', async () => {
  const { main, post } = await job({})
  expect(main.outputs).toMatchObject({ revision: day, build: 'incremental', 'modules-compiled': '1' })
  const [first, second, third, fourth] = scenario.sample.leaves
  // By the full builds of week and day, and by HEAD.
  expect(timesCompiled(main, first!)).toBe(1)
  expect(timesCompiled(main, second!)).toBe(2)
  expect([timesCompiled(main, third!), timesCompiled(main, `${third}New`)]).toEqual([1, 1])
  expect(timesCompiled(main, fourth!)).toBe(2)
  expect(keysOf(post).filter((key) => key.includes(week))).toHaveLength(1)
  expect(keysOf(post).filter((key) => key.includes(day))).toHaveLength(1)
  expect(main.log).toContain(`It is made on the full build of ${week}`)
  expect(main.summary).toContain('Full builds of it are made on those of')
})

it('and restored alone by the next, which counts the modules that there are', async () => {
  const { main, post } = await job({})
  // Of the library, the program and the test suite; the one that is gone is not among them.
  expect(main.outputs).toMatchObject({ 'cache-hit': 'true', 'modules-compiled': '1', 'modules-total': '8' })
  expect(main.log).not.toMatch(new RegExp(`${week}.*restored`))
  expect(keysOf(post)).toEqual([])
})

it('another day is made on the same week', async () => {
  const start = scenario.checkout(day)
  scenario.world.wipeStore()
  const { main, post } = await runAction(
    scenario.step(start, { inputs: { installables: '.#sample', cache: url('cache'), ...levels } }),
  )
  expect([main.errors, main.warnings, main.exitCode]).toEqual([[], [], 0])
  expect(main.outputs.revision).toBe(earlier)
  // What the day compiled of the week, and HEAD of the day.
  expect(timesCompiled(main, scenario.sample.leaves[0]!)).toBe(0)
  expect(timesCompiled(main, scenario.sample.leaves[1]!)).toBe(1)
  expect(keysOf(post).map((key) => key.includes(earlier))).toEqual([true])
})

it('a nightly makes both levels, by date or by name', async () => {
  const byName = { mode: 'full', revision: `${day} ${week}` }
  const { main } = await job({ ...byName, cache: url('other') })
  expect(keysOf(main).map((key) => [day, week].find((revision) => key.includes(revision)))).toEqual(
    expect.arrayContaining([day, week]),
  )
  const { main: used } = await job({ cache: url('other') })
  expect(used.outputs).toMatchObject({ 'cache-hit': 'true', revision: day, 'modules-compiled': '1' })
})

it('a plan shows both, and names both for the jobs of its matrix', async () => {
  const { main } = await job({ mode: 'plan', revision: `${day} ${week}`, cache: url('empty') })
  const { include } = JSON.parse(main.outputs.matrix ?? '') as { include: Record<string, string>[] }
  expect(include).toEqual([
    { branch: '', installables: '.#sample', revision: day, revisions: `${day} ${week}` },
  ])
})

it('what was compiled on two levels is what a plain build compiles', async () => {
  const { main } = await job({})
  const [out = ''] =
    (JSON.parse(main.outputs['out-paths'] ?? '{}') as Record<string, string[]>)['.#sample'] ?? []
  const abi = (path: string) => {
    const file = readdirSync(path, { recursive: true, encoding: 'utf8' }).find((name) =>
      name.endsWith('.conf'),
    )
    return /^abi:.*$/m.exec(readFileSync(join(path, file ?? ''), 'utf8'))?.[0]
  }
  const onTop = abi(out)
  scenario.world.wipeStore()
  const plain = await scenario.world.nix(['build', '--no-link', '--print-out-paths', '.#sample'], {
    cwd: scenario.checkout(head),
  })
  expect(abi(plain.stdout.trim())).toBe(onTop)
})
