import * as core from '@actions/core'
import type { FullBuildEntry } from './cache/index.ts'

/** What main leaves for post. No secret: state is kept in a file of the runner. */
export interface State {
  /** Private directory of this use of the action, to be removed. */
  readonly scratch: string
  /** Full builds that post pushes to the cache. */
  readonly pending: readonly FullBuildEntry[]
}

const key = 'incremental-nix'

/** Called again with more to say, the last one counts. */
export function saveState(state: State): void {
  core.saveState(key, JSON.stringify(state))
}

/** What main left, or undefined if main did not come that far. */
export function loadState(): State | undefined {
  const text = core.getState(key)
  return text === '' ? undefined : (JSON.parse(text) as State)
}
