import * as core from '@actions/core'
import { createReader, defaults } from '../../inputs/index.ts'

/** Inputs as the runner hands them over. */
export const reader = createReader({
  textOf: (name) => core.getInput(name),
  labelOf: (name) => `Input \`${name}\``,
  defaults,
})

/** The checkout of the job. */
export function workspaceOf(environment: NodeJS.ProcessEnv): string {
  return environment.GITHUB_WORKSPACE || process.cwd()
}
