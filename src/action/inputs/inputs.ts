import * as core from '@actions/core'
import type { Mode, Settings } from '../../engine/settings.ts'
import { modes, readSettings } from '../../inputs/index.ts'
import { reader, workspaceOf } from './reader.ts'

export type Annotations = 'all' | 'errors' | 'none'

/** All that the user can say to the action, validated. */
export interface Inputs extends Settings {
  readonly summary: boolean
  /** Which of the compilers' messages are shown at their lines. */
  readonly annotations: Annotations
  /** Whether the report is shown on the pull request, too. */
  readonly comment: boolean
}

const annotationLevels: readonly Annotations[] = ['all', 'errors', 'none']

/** Reads and validates every input; with the others in this folder the only reader of them. Throws `UserError` for the first that is wrong. */
export function loadInputs(environment: NodeJS.ProcessEnv = process.env): Inputs {
  const { flag, oneOf, optional } = reader
  // Masked in the log first of all.
  const key = optional('signing-key')
  if (key !== undefined) core.setSecret(key)
  const mode =
    optional('mode') === undefined ? defaultMode(environment.GITHUB_EVENT_NAME) : oneOf('mode', modes)
  return {
    ...readSettings(reader, {
      workspace: workspaceOf(environment),
      mode,
      searchPath: environment.PATH ?? '',
      outLink: undefined,
    }),
    summary: flag('summary'),
    annotations: oneOf('annotations', annotationLevels),
    comment: flag('comment'),
  }
}

/** The nightly and the run by hand make full builds; everything else uses them. */
export function defaultMode(event: string | undefined): Mode {
  return event === 'schedule' || event === 'workflow_dispatch' ? 'full' : 'incremental'
}
