import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as core from '@actions/core'
import type { EntryRequest } from '../cache/index.ts'
import type { BuilderUse, HandOver } from '../engine/hand-over.ts'

/** What main leaves for post. No secret: state is kept in a file of the runner. */
export interface State {
  /** Private directory of this use of the action, to be removed. */
  readonly scratch: string
}

const key = 'incremental-nix'

export function saveState(state: State): void {
  core.saveState(key, JSON.stringify(state))
}

/** What main left, or undefined if main did not come that far. */
export function loadState(): State | undefined {
  const text = core.getState(key)
  return text === '' ? undefined : (JSON.parse(text) as State)
}

/** In a file: state travels in the environment, which has no room for some hundred full builds. */
const pendingFile = ({ scratch }: State) => join(scratch, 'pending.json')

/** The full builds that post pushes to the cache; undefined if there are none. */
export async function loadPending(state: State): Promise<EntryRequest | undefined> {
  try {
    return JSON.parse(await readFile(pendingFile(state), 'utf8')) as EntryRequest
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

const builderKey = 'linux-builder'

/** In a state of its own: it is saved before anything else is known. Called again with more to say, the last one counts. */
export function saveBuilderState(state: BuilderUse): void {
  core.saveState(builderKey, JSON.stringify(state))
}

/** What main left, or undefined if there was no Linux builder. */
export function loadBuilderState(): BuilderUse | undefined {
  const text = core.getState(builderKey)
  return text === '' ? undefined : (JSON.parse(text) as BuilderUse)
}

/** Leaves to post what a run with this private directory hands over. */
export function handOverFrom(scratch: string): HandOver {
  return {
    push: (pending) => writeFile(pendingFile({ scratch }), JSON.stringify(pending)),
    takeDown: saveBuilderState,
  }
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
