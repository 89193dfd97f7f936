/** What of the job's environment is nobody else's. */

/**
 * What the runner gives to an action and not to a `run:` step: inputs, state, the tokens and addresses of its services, and
 * the files by which this step talks to it. Identity tokens a `run:` step can ask for too, where the job may have some;
 * nothing here needs to.
 */
const confided = /^(INPUT_|STATE_|ACTIONS_|GITHUB_(ENV|OUTPUT|PATH|STATE|STEP_SUMMARY)$)/

/** Whether no program may have the variable. What a `run:` step has, programs have; the user put some of it there. */
export function isConfided(name: string): boolean {
  return confided.test(name)
}

/** Tokens that users give to their job for clients of GitHub's. */
const tokens = new Set(['GITHUB_TOKEN', 'GH_TOKEN', 'GITHUB_ENTERPRISE_TOKEN'])

/** What a program of the user's may see of the environment that outlives the step. */
export function withoutConfidences(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => !isConfided(name) && !tokens.has(name)),
  )
}
