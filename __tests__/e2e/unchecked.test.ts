import { join } from 'node:path'
import { runAction, type StepResult } from '../../testing/action.ts'
import { createScenario, type Scenario } from '../../testing/scenario.ts'

/** A base whose tests or documentation fail: its intermediates serve HEAD, and HEAD is checked. */
let scenario: Scenario
let base: string
let branches = 0

beforeAll(() => {
  scenario = createScenario({ modules: 3, tests: true })
  base = scenario.sample.commit('base', '2026-01-01T10:00:00Z')
})
afterAll(() => scenario.dispose())

function branch(start: string, date: string, change: () => void): string {
  scenario.sample.branch(`branch-${++branches}`, start)
  change()
  return scenario.sample.commit('change', date)
}
const head = (start: string, change: () => void) => branch(start, '2026-01-02T05:00:00Z', change)

/** On a new machine, each kind of fault with a cache of its own. */
async function job(revision: string, { cache = '', ...inputs }: Readonly<Record<string, string>>) {
  scenario.world.wipeStore()
  const { main, post } = await runAction(
    scenario.step(scenario.checkout(revision), {
      inputs: {
        installables: '.#sample',
        cache: `file://${join(scenario.directory, cache)}`,
        ...inputs,
      },
    }),
  )
  expect([post.warnings, post.exitCode]).toEqual([[], 0])
  return { main, post }
}

const testsRun = ({ log }: StepResult) => log.includes('1 of 1 test suites (1 of 1 test cases) passed')
const known = expect.stringContaining('fails its tests or its documentation (an earlier job found out)')
const foundOut = expect.stringMatching(
  /The full build of sample-0\.1\.0\.0 fails its tests or its documentation \(.*exit code \d+\)/,
)

describe('tests that fail', () => {
  let broken: string
  const inputs = () => ({ cache: 'tests', revision: broken })
  const spec = (from: string, to: string) =>
    scenario.sample.edit('test/Spec.hs', (text) => text.replace(from, to))

  beforeAll(() => {
    broken = branch(base, '2026-01-01T12:00:00Z', () => spec('> 0', '< 0'))
  })

  it('do not keep a nightly from making a full build', async () => {
    const { main } = await job(broken, { ...inputs(), mode: 'full' })
    expect([main.errors, main.exitCode]).toEqual([[], 0])
    expect(main.warnings).toEqual([foundOut])
    expect(main.log).toMatch(/Pushed incremental-nix-v2-x86_64-linux-sample-/)
    expect(main.log).toMatch(/Pushed incremental-nix-v2-failed-checks-x86_64-linux-sample-/)
  })

  it('cost a HEAD that mends them nothing but the tests', async () => {
    const revision = head(broken, () => spec('< 0', '> 0'))
    const { main } = await job(revision, inputs())
    expect([main.errors, main.exitCode]).toEqual([[], 0])
    expect(main.warnings).toEqual([known])
    expect(main.outputs).toMatchObject({ build: 'incremental', 'cache-hit': 'true', 'modules-compiled': '1' })
    expect(testsRun(main)).toBe(true)
  })

  it('fail a HEAD that changes something else', async () => {
    const { main } = await job(
      head(broken, () => scenario.sample.changeLeaf()),
      inputs(),
    )
    expect(main.exitCode).toBe(1)
    expect(main.log).toContain('score is not positive')
  })

  it('fail a HEAD that changes nothing', async () => {
    const { main } = await job(
      head(broken, () => scenario.sample.edit('README.md', (text) => `${text}\nMore.\n`)),
      inputs(),
    )
    expect(main.exitCode).toBe(1)
    expect(main.log).toContain('score is not positive')
  })
})

describe('documentation that fails', () => {
  const withHaddock = (phase: string) =>
    scenario.sample.edit('package.nix', (text) =>
      text
        .replace('mkDerivation {', '(mkDerivation {')
        .replace('isLibrary = true;', 'isLibrary = true;\n  doHaddock = true;')
        .replace(/\n}\s*$/, `\n}).overrideAttrs (_: { preHaddock = "${phase}"; })\n`),
    )

  it('is left out of the full build, and made at HEAD', async () => {
    const broken = branch(base, '2026-01-01T12:00:00Z', () => withHaddock('echo no; exit 3'))
    const mended = head(base, () => {
      withHaddock('echo yes')
      scenario.sample.changeLeaf()
    })
    const { main, post } = await job(mended, { cache: 'documentation', revision: broken })
    expect([main.errors, main.exitCode]).toEqual([[], 0])
    expect(main.warnings).toEqual([foundOut])
    expect(main.outputs).toMatchObject({ build: 'incremental', 'modules-compiled': '1' })
    expect(main.log).toContain('Documentation created')
    expect(testsRun(main)).toBe(true)
    expect(post.log).toMatch(/Pushed incremental-nix-v2-failed-checks-/)
  })
})
