import type { TruncateSettings } from '../../engine/settings.ts'
import { baseInputs } from './base.ts'
import { optional, pathInside, read, workspaceOf } from './reading.ts'

/** Throws `UserError` for the first input that is wrong. */
export function loadTruncateInputs(environment: NodeJS.ProcessEnv = process.env): TruncateSettings {
  const workspace = workspaceOf(environment)
  return {
    ...baseInputs(),
    directory: read('path', (text) => pathInside(workspace, text)),
    token: optional('github-token'),
  }
}
