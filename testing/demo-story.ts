import { runAction, type StepResult } from './action.ts'
import { cacheEnvironment, cacheToken, startCacheService } from './cache-service/service.ts'
import { type SampleOptions, tenDaysOfHistory } from './sample/project.mjs'
import { createScenario } from './scenario.ts'

/** One use of the action. */
export interface Row {
  readonly run: string
  readonly base: string
  readonly hit: boolean
  readonly compiled: string
  readonly seconds: number
  /** Seconds of the plain build of the same commit; undefined for the nightly, which builds no HEAD. */
  readonly plainSeconds: number | undefined
  /** The job summary, Markdown. */
  readonly summary: string
}

const day = 24 * 3600 * 1000

/**
 * Ten days of a sample project, then the action as a runner would use it, against a loopback stand-in of the GitHub
 * Actions cache: the first run of a day, the next commit, a pull request, the nightly, and, in an empty store, the
 * next morning. Calls `tell` with every row as soon as it is known. Throws if a job fails.
 */
export async function tellStory(options: SampleOptions, tell: (row: Row) => void): Promise<Row[]> {
  const scenario = createScenario(options)
  const service = await startCacheService()
  const environment = cacheEnvironment(service.url, cacheToken(['refs/heads/main']))
  const rows: Row[] = []
  try {
    const midnight = Math.floor(Date.now() / day) * day
    const yesterday = new Date(midnight - day)
    const { commits, pullRequest } = tenDaysOfHistory(scenario.sample, yesterday)
    const before = commits.findLastIndex(({ date }) => date < yesterday)
    const [first, last] = [commits[before + 1]?.revision ?? '', commits.at(-1)?.revision ?? '']
    scenario.sample.changeLeaf(2)
    const next = scenario.sample.commit('The next morning', midnight + 9 * 3600 * 1000)
    scenario.sample.git('branch', '--force', 'yesterday', last)

    const use = async (run: string, revision: string, inputs: Record<string, string> = {}) => {
      const workspace = scenario.checkout(revision)
      const started = performance.now()
      const { main, post } = await runAction(
        scenario.step(workspace, {
          inputs: { cache: 'github', installables: '.#sample', ...inputs },
          env: environment,
        }),
      )
      const seconds = (performance.now() - started) / 1000
      demandSuccess(run, main)
      demandSuccess(run, post)
      const plainSeconds = inputs.mode === 'full' ? undefined : await timePlainBuild(workspace)
      const { outputs } = main
      const row: Row = {
        run,
        base: outputs.revision?.slice(0, 12) ?? '',
        hit: outputs['cache-hit'] === 'true',
        compiled: `${outputs['modules-compiled']} of ${outputs['modules-total']}`,
        seconds,
        plainSeconds,
        summary: main.summary,
      }
      rows.push(row)
      tell(row)
    }
    const timePlainBuild = async (workspace: string): Promise<number> => {
      const started = performance.now()
      await scenario.world.nix(['build', '--no-link', '.#sample'], { cwd: workspace })
      return (performance.now() - started) / 1000
    }

    await use('first run of the day', first)
    await use('next commit', last)
    await use('pull request', pullRequest.merge)
    await use('nightly, mode full', last, { mode: 'full' })
    scenario.world.wipeStore()
    await use('next morning, empty store', next)
    return rows
  } finally {
    await service.close()
    scenario.dispose()
  }
}

function demandSuccess(run: string, { exitCode, errors, warnings, log }: StepResult): void {
  if (exitCode === 0 && errors.length === 0 && warnings.length === 0) return
  throw new Error(`${run}: ${[...errors, ...warnings].join('; ') || `exit code ${exitCode}`}\n${log}`)
}
