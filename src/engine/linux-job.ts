import { tmpdir } from 'node:os'
import { type Job, leftovers, type ProcessId, processId, processName, takeDown } from '../builder/index.ts'
import { info } from '../lib/log.ts'

/** The job of the runner that a Linux builder belongs to. */

/** Uses of the action that share what this names are of one job. */
export function currentJob(): Job {
  const { RUNNER_TEMP, GITHUB_RUN_ID, GITHUB_RUN_ATTEMPT, GITHUB_JOB } = process.env
  return {
    runnerTemp: RUNNER_TEMP || tmpdir(),
    id: [GITHUB_RUN_ID, GITHUB_RUN_ATTEMPT, GITHUB_JOB].join(' '),
  }
}

/** The runner's process of this job, if that is what started us: what the job leaves is over when it is. */
export async function runnerProcess(): Promise<ProcessId | undefined> {
  const name = await processName(process.ppid)
  return name === 'Runner.Worker' ? processId(process.ppid) : undefined
}

/** Removes what an earlier job on the same runner could not remove. */
export async function cleanUpBefore(job: Job): Promise<void> {
  for (const folder of await leftovers([job.runnerTemp, tmpdir()], job)) {
    info(`A Linux builder that an earlier job left behind is removed: ${folder}.`)
    await takeDown(folder)
  }
}
