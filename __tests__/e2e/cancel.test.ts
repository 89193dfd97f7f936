import { execFileSync } from 'node:child_process'
import { runMain, runPost } from '../../testing/action.ts'
import { createScenario, type Scenario } from '../../testing/scenario.ts'

/** A cancelled job leaves nothing: the runner sends SIGINT, 7.5 s later SIGTERM, 2.5 s later it kills. */
let scenario: Scenario
beforeAll(() => {
  scenario = createScenario({ modules: 12, size: 20 })
  scenario.sample.commit('first', '2026-01-01T12:00:00Z')
  scenario.sample.changeLeaf()
  scenario.sample.commit('second', '2026-01-02T05:00:00Z')
})
afterAll(() => scenario.dispose())

/** Processes with a file or directory of the scenario in their command line, environment aside. */
function survivors(): string[] {
  const all = execFileSync('ps', ['-eo', 'pid=,stat=,args='], { encoding: 'utf8' }).split('\n')
  return all.filter((line) => line.includes(scenario.directory) && !/^\s*\d+\s+Z/.test(line))
}

const stages: [string, string][] = [
  ['while it plans', '::group::Plan'],
  ['while the full build compiles', 'Compiling Sample'],
  ['while HEAD is being built', '::group::Build HEAD'],
]

it.each(
  stages.flatMap(([stage, marker]) =>
    (['SIGINT', 'SIGTERM'] as const).map((signal) => [stage, signal, marker] as const),
  ),
)('%s, by %s', async (_, signal, marker) => {
  scenario.world.wipeStore()
  let sent = false
  const step = scenario.step(scenario.checkout('main'), {
    inputs: { installables: '.#sample' },
    onOutput(output, kill) {
      if (sent || !output.includes(marker)) return
      sent = true
      kill(signal)
    },
  })
  const main = await runMain(step)
  expect(sent).toBe(true)
  expect(main.exitCode).toBe(1)
  expect(main.outputs).toEqual({})
  expect(survivors()).toEqual([])
  expect(scenario.leftovers()).toEqual([])
  const post = await runPost(step, main)
  expect(post.exitCode).toBe(0)
  expect(scenario.leftovers()).toEqual([])
})
