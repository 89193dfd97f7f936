import { type BaseInputs, baseInputs } from './base.ts'
import { optional, pathInside, read, workspaceOf } from './reading.ts'

/** What the action that only finds the commit is told. */
export interface TruncateInputs extends BaseInputs {
  readonly token: string | undefined
  /** Absolute path. */
  readonly directory: string
}

/** Throws `UserError` for the first input that is wrong. */
export function loadTruncateInputs(environment: NodeJS.ProcessEnv = process.env): TruncateInputs {
  const workspace = workspaceOf(environment)
  return {
    ...baseInputs(),
    directory: read('path', (text) => pathInside(workspace, text || '.')),
    token: optional('github-token'),
  }
}
