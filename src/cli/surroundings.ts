import { tmpdir } from 'node:os'
import type { Surroundings } from '../engine/surroundings.ts'

/** A developer's machine: no job, no event, no token, and a store that is there for the next build. */
export function terminalSurroundings(environment: NodeJS.ProcessEnv): Surroundings {
  return {
    serverUrl: '',
    apiUrl: '',
    repository: undefined,
    sha: undefined,
    event: {
      name: undefined,
      ref: undefined,
      baseBranch: undefined,
      defaultBranch: undefined,
      pullRequestHead: undefined,
    },
    occasion: {
      event: undefined,
      repository: undefined,
      headRepository: undefined,
      actor: undefined,
      ref: undefined,
      cacheMode: undefined,
      hasCacheToken: false,
    },
    job: { runnerTemp: tmpdir(), id: `terminal ${process.pid}` },
    owner: undefined,
    hosted: false,
    environment,
  }
}
