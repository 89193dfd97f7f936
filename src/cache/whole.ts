import { isDependenciesKey } from './key.ts'
import type { FullBuildEntry, Saved } from './types.ts'

/** What becomes of an entry of which the local store lacks some paths, so that it is not saved. */
export function notWhole({ key }: FullBuildEntry): Saved {
  if (isDependenciesKey(key)) return { status: 'incomplete' }
  return { status: 'failed', reason: 'not all of its paths are in the local store' }
}
