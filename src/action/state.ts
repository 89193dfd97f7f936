import * as core from '@actions/core'
import type { FullBuildEntry } from '../cache/index.ts'

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

/** What main leaves for post of the Linux builder. In a state of its own: it is saved before anything else is known. */
export interface BuilderState {
  /** This use of it, among those that share a VM. */
  readonly use: string
  readonly folders: readonly string[]
}

const builderKey = 'linux-builder'

/** Called again with more to say, the last one counts. */
export function saveBuilderState(state: BuilderState): void {
  core.saveState(builderKey, JSON.stringify(state))
}

/** What main left, or undefined if there was no Linux builder. */
export function loadBuilderState(): BuilderState | undefined {
  const text = core.getState(builderKey)
  return text === '' ? undefined : (JSON.parse(text) as BuilderState)
}

/** What `linux-builder/action.yml` changed for the steps that follow. */
export interface Exported {
  /** Lines that NIX_CONFIG was given. */
  readonly settings: readonly string[]
  /** Variables as they were before. */
  readonly variables: Readonly<Record<string, string>>
}

const exportedKey = 'exported'

export function saveExported(exported: Exported): void {
  core.saveState(exportedKey, JSON.stringify(exported))
}

export function loadExported(): Exported | undefined {
  const text = core.getState(exportedKey)
  return text === '' ? undefined : (JSON.parse(text) as Exported)
}
