import { tmpdir } from 'node:os'
import { type ProcessId, processId, processName } from '../builder/index.ts'
import type { Surroundings } from '../engine/surroundings.ts'
import { withoutConfidences } from './confidences.ts'
import { readEvent, readOccasion } from './event.ts'

/** The job as the runner describes it: with event.ts and the inputs, the only reader of what it says. */
export async function readSurroundings(environment: NodeJS.ProcessEnv = process.env): Promise<Surroundings> {
  const { GITHUB_RUN_ID, GITHUB_RUN_ATTEMPT, GITHUB_JOB } = environment
  const [event, occasion, owner] = await Promise.all([
    readEvent(environment),
    readOccasion(environment),
    runnerProcess(),
  ])
  return {
    serverUrl: environment.GITHUB_SERVER_URL || 'https://github.com',
    apiUrl: environment.GITHUB_API_URL || 'https://api.github.com',
    repository: environment.GITHUB_REPOSITORY || undefined,
    sha: environment.GITHUB_SHA || undefined,
    event,
    occasion,
    job: {
      runnerTemp: environment.RUNNER_TEMP || tmpdir(),
      id: [GITHUB_RUN_ID, GITHUB_RUN_ATTEMPT, GITHUB_JOB].join(' '),
    },
    owner,
    hosted: environment.RUNNER_ENVIRONMENT === 'github-hosted',
    environment: withoutConfidences(environment),
  }
}

/** The runner's process of this job, if that is what started us: what the job leaves is over when it is. */
async function runnerProcess(): Promise<ProcessId | undefined> {
  const name = await processName(process.ppid)
  return name === 'Runner.Worker' ? processId(process.ppid) : undefined
}
