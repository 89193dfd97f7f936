import { warn } from '../lib/log.ts'
import { isoTime } from '../report/outputs.ts'
import { levelsOf } from '../report/report.ts'
import { openCheckout, openHistory } from '../revision/index.ts'
import { findBase, findStart } from './base.ts'
import type { TruncateSettings } from './settings.ts'
import { accessOf, type Surroundings } from './surroundings.ts'

/** The outputs of truncate/action.yml. */
export type TruncateOutputs = Readonly<
  Record<
    'revision' | 'boundary' | 'levels' | 'commits-since' | 'files-changed' | 'files-changed-count',
    string
  >
>

/** What later steps see where the commit could not be found. */
export const noOutputs: TruncateOutputs = {
  revision: '',
  boundary: '',
  levels: '',
  'commits-since': '',
  'files-changed': '',
  'files-changed-count': '',
}

/** All outputs of a job together may have 1 MB, in UTF-16. */
const longestList = 500_000

/**
 * The commit alone, for teams with a build step of their own. Throws `UserError` for a wrong input, and whatever keeps the
 * history from being read or fetched.
 */
export async function findTruncated(
  settings: TruncateSettings,
  surroundings: Surroundings,
  scratch: string,
): Promise<TruncateOutputs> {
  const { directory, parents, start: setting } = settings
  const checkout = await openCheckout(directory)
  const history = openHistory({ checkout, access: accessOf(settings, surroundings), scratch })
  const start = await findStart(setting, surroundings.event, history, warn)
  const base = await findBase({ ...settings, revisions: [] }, history, start)
  const boundary = base.boundary ?? start.instant
  const wanted = { start: start.revision, boundary, parents }
  const files = await history.changedFiles(base.revision, checkout.head)
  return {
    revision: base.revision,
    boundary: isoTime(boundary),
    levels: JSON.stringify(
      levelsOf(base).map((level) => ({
        revision: level.revision,
        boundary: isoTime(level.boundary ?? boundary),
      })),
    ),
    'commits-since': String((await history.commitsPassed(wanted)).length),
    'files-changed': listOf(files),
    'files-changed-count': String(files.length),
  }
}

/** As JSON, since a file's name may hold any character; empty if that is too long. */
export function listOf(files: readonly string[]): string {
  const list = JSON.stringify(files)
  return list.length > longestList ? '' : list
}
