import { runAction, type StepResult } from '../../testing/action.ts'
import { createScenario, type Scenario } from '../../testing/scenario.ts'

/** What compilers and Nix say, shown at the lines that it is about, in a package that is not at the top. */
let scenario: Scenario
let base: string
let branches = 0

beforeAll(() => {
  scenario = createScenario({ subdirectory: 'backend', modules: 3 })
  scenario.sample.edit('sample.cabal', (text) => text.replace('-O0', '-O0 -Wunused-imports'))
  base = scenario.sample.commit('base', '2026-01-01T12:00:00Z')
})
afterAll(() => scenario.dispose())

async function job(change: () => void, inputs: Record<string, string> = {}): Promise<StepResult> {
  const { sample } = scenario
  sample.branch(`head-${++branches}`, base)
  change()
  const workspace = scenario.checkout(sample.commit('head', '2026-01-02T05:00:00Z'))
  const step = scenario.step(workspace, { inputs: { installables: './backend#sample', ...inputs } })
  const { main, post } = await runAction(step)
  expect(post.exitCode).toBe(0)
  expect(scenario.leftovers()).toEqual([])
  return main
}

const file = () => `src/${scenario.sample.modules[0]?.replaceAll('.', '/')}.hs`
const lineOf = (text: string, part: string) =>
  String(text.split('\n').findIndex((line) => line.includes(part)) + 1)

/** What the runner does not fold, that is, what comes after the last group. */
const open = (log: string) => log.slice(log.lastIndexOf('::endgroup::'))

it('shows a warning of a build that passes', async () => {
  let text = ''
  const result = await job(() =>
    scenario.sample.edit(file(), (before) => {
      text = before.replace('import Data.List', 'import Data.Char (ord)\nimport Data.List')
      return text
    }),
  )
  expect(result.errors).toEqual([])
  expect(result.outputs).toMatchObject({ build: 'incremental', 'modules-compiled': '1' })
  expect(result.located).toEqual([
    {
      severity: 'warning',
      properties: {
        title: '-Wunused-imports',
        file: `backend/${file()}`,
        line: lineOf(text, 'Data.Char'),
        col: '1',
      },
      message: expect.stringContaining('The import of ‘Data.Char’ is redundant'),
    },
  ])
  expect(result.summary).toContain('<details><summary>1 warning</summary>')
  expect(result.summary).toMatch(
    /The full build, for this run and those to come, took [\dmins ]+; HEAD took [\dmins ]+ on top\./,
  )
})

it('shows an error once, at its line, and leaves the log of what failed open', async () => {
  let text = ''
  const result = await job(() =>
    scenario.sample.edit(file(), (before) => {
      text = `${before}\nbroken :: Int\nbroken = "::error::text"\n`
      return text
    }),
  )
  expect(result.exitCode).toBe(1)
  expect(result.located).toEqual([
    {
      severity: 'error',
      properties: {
        title: 'GHC-83865',
        file: `backend/${file()}`,
        line: lineOf(text, '::error::text'),
        col: '10',
      },
      message: expect.stringMatching(/^Couldn't match type ‘\[Char\]’ with ‘Int’/),
    },
  ])
  const [error = ''] = result.errors
  expect(result.errors).toHaveLength(1)
  expect(error).toMatch(/^\.\/backend#sample does not build: (builder for|Cannot build) .*\.\n/)
  expect(error).toContain('\n  ')
  expect(error).toContain('broken = "::error::text"')
  expect(error.split('\n').length).toBeLessThanOrEqual(25)
  expect(open(result.log)).toMatch(/The log of sample-0\.1\.0\.0:\n::stop-commands::.*\n.*Couldn't match/s)
  expect(result.summary).toContain('### The build failed')
  expect(result.summary).toContain('**1 error**')
  expect(result.summary).toContain(`<code>backend/${file()}:${lineOf(text, '::error::text')}:10</code>`)
})

it('shows errors alone, or nothing, if so wished', async () => {
  const change = () =>
    scenario.sample.edit(
      file(),
      (text) => `${text.replace('import Data.List', 'import Data.Char ()\n$&')}\nbroken\n`,
    )
  const errors = await job(change, { annotations: 'errors' })
  expect(errors.located.map(({ severity }) => severity)).toEqual(['error'])
  const none = await job(change, { annotations: 'none', summary: 'false' })
  expect(none.located).toEqual([])
  expect(none.errors).toHaveLength(1)
  expect(none.summary).toBe('')
})

it('shows where Nix code does not evaluate', async () => {
  const result = await job(() =>
    scenario.sample.edit('package.nix', (text) => text.replace('"sample"', 'nothing.at.all')),
  )
  expect(result.exitCode).toBe(1)
  expect(result.located).toEqual([
    {
      severity: 'error',
      properties: { title: 'Error', file: 'backend/package.nix', line: '3', col: '11' },
      message: "undefined variable 'nothing'",
    },
  ])
  expect(open(result.log)).toContain("undefined variable 'nothing'")
  expect(result.summary).toContain('### The build failed')
})
