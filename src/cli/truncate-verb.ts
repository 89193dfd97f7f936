import { isFailed, seek } from '../engine/seek.ts'
import type { TruncateSettings } from '../engine/settings.ts'
import { findTruncated, type TruncateOutputs } from '../engine/truncated.ts'
import { UserError } from '../lib/errors.ts'
import { terminalSurroundings } from './surroundings.ts'

export interface TruncateRequest {
  readonly settings: TruncateSettings
  readonly json: boolean
  /** Private directory of this run. */
  readonly scratch: string
  readonly environment: NodeJS.ProcessEnv
}

/** Prints the commit. Throws `UserError`, also where the history cannot be read. */
export async function truncateVerb({ settings, json, scratch, environment }: TruncateRequest): Promise<void> {
  const found = await seek(findTruncated(settings, terminalSurroundings(environment), scratch))
  if (isFailed(found)) throw new UserError(`The truncated revision was not found: ${found.failed}.`)
  process.stdout.write(`${json ? JSON.stringify(jsonOf(found)) : found.revision}\n`)
}

function jsonOf(found: TruncateOutputs) {
  return {
    revision: found.revision,
    boundary: found.boundary,
    levels: JSON.parse(found.levels) as unknown,
    commitsSince: Number(found['commits-since']),
    // The list is empty where it is too long.
    filesChanged: found['files-changed'] === '' ? null : (JSON.parse(found['files-changed']) as unknown),
    filesChangedCount: Number(found['files-changed-count']),
  }
}
