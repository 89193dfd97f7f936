import type { TruncateSettings } from '../../engine/settings.ts'
import { pathInside, readBaseSettings } from '../../inputs/index.ts'
import { reader, workspaceOf } from './reader.ts'

/** Throws `UserError` for the first input that is wrong. */
export function loadTruncateInputs(environment: NodeJS.ProcessEnv = process.env): TruncateSettings {
  const workspace = workspaceOf(environment)
  return {
    ...readBaseSettings(reader),
    directory: reader.read('path', (text) => pathInside(workspace, text)),
    token: reader.optional('github-token'),
  }
}
