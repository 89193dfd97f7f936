import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type ActionStep, runMain, runPost, type StepResult } from '../../testing/action.ts'
import { type FaultyPrograms, faultyPrograms } from '../../testing/faulty-programs.ts'
import { createScenario, type Scenario } from '../../testing/scenario.ts'
import { standInGhc } from '../../testing/stand-in-ghc.ts'
import { type CallRow, callRows, type RunnerRow, runnerRows, titleOf } from './call-faults/rows.ts'

/** Runs the rows: the bundled action, real Nix and git with one call broken; the compiler is a stand-in. */

type Row = CallRow | RunnerRow

/** All of them with CALL_FAULT_ROWS=all; else those that once failed, and a part of the others. */
const every = process.env.CALL_FAULT_ROWS === 'all'
const all: readonly Row[] = [...callRows, ...runnerRows]
const rows = all.filter((row, index) => every || row.mended || index % 4 === 0)

let scenario: Scenario
/** Of what the jobs are given, beside the scenario's own. */
let directory: string
let programs: FaultyPrograms
let workspace: string
/** Where a compiler warns. */
let warned: string
let expected: string

const say = (path: string) => execFileSync(join(path, 'bin/sample'), { encoding: 'utf8' })

beforeAll(async () => {
  console.log(`${rows.length} of ${all.length} faults${every ? '' : '; all with CALL_FAULT_ROWS=all'}`)
  directory = mkdtempSync(join(tmpdir(), 'call-faults-'))
  scenario = createScenario({ modules: 1, ghc: standInGhc(directory) })
  const { sample, world } = scenario
  sample.commit('base', '2026-01-01T12:00:00Z')
  sample.changeLeaf()
  workspace = scenario.checkout(sample.commit('head', '2026-01-02T05:00:00Z'))
  const warning = ['app/Main.hs:1:1: warning: [-Wunused-imports]', '    The import is redundant', '']
  sample.edit('package.nix', (text) =>
    text.replace(
      '  license',
      `  preBuild = "${warning.map((line) => `echo '${line}'`).join('; ')}";\n  license`,
    ),
  )
  warned = scenario.checkout(sample.commit('warning', '2026-01-02T06:00:00Z'))
  programs = faultyPrograms(join(directory, 'programs'))
  mkdirSync(join(directory, 'nix-alone'))
  const nix = execFileSync('bash', ['-c', 'command -v nix'], { encoding: 'utf8' }).trim()
  symlinkSync(nix, join(directory, 'nix-alone/nix'))
  writeFileSync(join(directory, 'rubbish'), Buffer.from([0xff, 0x7b, 0x22, 0]))
  const plain = ['build', '--no-link', '--print-out-paths', '.#sample']
  const { stdout } = await world.nix(plain, { cwd: workspace })
  expected = say(stdout.trim())
  world.wipeStore()
  const step = stepOf({ job: 'hit' })
  await runPost(step, await runMain(step))
})
afterAll(() => {
  scenario.dispose()
  rmSync(directory, { recursive: true, force: true })
})

function stepOf(row: Pick<Row, 'job'> & Partial<CallRow & RunnerRow>): ActionStep {
  const { job, fault, limits, env } = row
  const makes = job === 'miss' || job === 'full' || job === 'post'
  const short = fileURLToPath(new URL('../../testing/short-limits.cjs', import.meta.url))
  return scenario.step(job === 'compiler' ? warned : workspace, {
    inputs: {
      installables: '.#sample',
      cache: `file://${join(scenario.directory, makes ? 'other-cache' : 'cache')}`,
      ...(job === 'file' ? { file: 'default.nix', installables: 'sample' } : {}),
      ...(job === 'date' ? { date: 'midnight' } : {}),
      ...(job === 'full' ? { mode: 'full' } : {}),
      ...limits,
    },
    env: {
      PATH: `${programs.bin}:${process.env.PATH}`,
      ...(fault?.manner === 'hang' && limits === undefined
        ? { NODE_OPTIONS: `--require=${short}`, LONGEST_LIMIT: '3' }
        : {}),
      ...env?.(directory),
    },
  })
}

/** The step of the row that meets its fault. */
async function runRow(row: Row): Promise<StepResult> {
  const step = stepOf(row)
  if (row.job === 'again') await runPost(step, await runMain(stepOf({ job: 'again' })))
  const main = row.job === 'post' ? await runMain(stepOf({ job: 'post' })) : undefined
  if ('between' in row) damage(row, main?.state['incremental-nix'] ?? '')
  programs.heal()
  if ('fault' in row) programs.break(row.fault)
  const result = main === undefined ? await runMain(step) : await runPost(step, main)
  if ('fault' in row) expect(programs.met()).toBeGreaterThan(0)
  programs.heal()
  if (row.job === 'post') return result
  const post = await runPost(stepOf({ job: row.job }), result)
  expect([post.exitCode, post.errors, post.warnings]).toEqual([0, [], []])
  return result
}

function damage({ between }: RunnerRow, state: string): void {
  const { scratch } = JSON.parse(state) as { readonly scratch: string }
  if (between === 'scratch is gone') rmSync(scratch, { recursive: true })
  else writeFileSync(join(scratch, 'pending.json'), '{"wanted": [')
}

/** What was built, also where the outputs of the step could not be set: nothing else in the store is HEAD's. */
function builtProgram({ outputs }: StepResult): string {
  const named = Object.values(JSON.parse(outputs['out-paths'] ?? '{}') as Record<string, string[]>).flat()
  const names = readdirSync(scenario.world.store).filter((name) => name.endsWith('-sample-0.1.0.0'))
  return say(named[0] ?? join(scenario.world.store, names[0] ?? ''))
}

function expectOutcome(row: Row, result: StepResult): void {
  const { outcome, says = /./ } = row
  if (outcome === 'refused') {
    expect([result.exitCode, result.warnings]).toEqual([1, []])
    expect(result.errors).toEqual([expect.stringMatching(says)])
    return
  }
  expect([result.exitCode, result.errors]).toEqual([0, []])
  expect(result.warnings).toEqual(outcome === 'kept' ? [] : [expect.stringMatching(says)])
  if (row.job === 'post') return
  if (row.job === 'full') {
    expect(result.outputs.build).toBe(outcome === 'none' ? 'none' : 'full')
    return
  }
  if (row.job !== 'compiler') expect(builtProgram(result)).toBe(expected)
  if (result.outputs.build !== undefined)
    expect(result.outputs.build).toBe(outcome === 'plain' ? 'plain' : 'incremental')
}

/** Processes that name what the jobs work with. */
function survivors(): string[] {
  const lines = execFileSync('ps', ['-eo', 'pid=,stat=,args='], { encoding: 'utf8' }).split('\n')
  const ours = (line: string) => line.includes(scenario.directory) || line.includes(directory)
  return lines.filter((line) => ours(line) && !/^\s*\d+\s+Z/.test(line))
}

// Only what a row that failed has left.
afterEach(() => {
  for (const name of scenario.leftovers())
    rmSync(join(scenario.directory, 'runner-temp', name), { recursive: true, force: true })
})

it.each(rows.map((row) => [titleOf(row), row] as const))('%s', async (_, row) => {
  scenario.world.wipeStore()
  rmSync(join(scenario.directory, 'other-cache'), { recursive: true, force: true })
  expectOutcome(row, await runRow(row))
  expect(survivors()).toEqual([])
  expect(scenario.leftovers()).toEqual([])
})
