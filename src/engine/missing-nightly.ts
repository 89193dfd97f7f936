import { type Newest, newestFullBuild, parseKey } from '../cache/index.ts'
import { isoTime } from '../report/outputs.ts'
import type { Base } from './base.ts'
import { cacheScopes, startCommit } from './event.ts'
import type { FullBuild } from './full-build.ts'
import { listed } from './ladder.ts'
import type { Settings } from './settings.ts'
import type { Surroundings } from './surroundings.ts'

/** What a pull request is told when it finds no full build of its base branch. */

/** Seconds: nobody should wait for a remark. */
const limit = 10

/** What is missing, and whether it is made now. */
export interface Missing {
  readonly missing: readonly FullBuild[]
  readonly made: boolean
  readonly base: Base
}

/** One sentence or two; undefined where no nightly is to blame. Never throws. */
export async function remarkOnNightly(
  { missing, made, base }: Missing,
  { event, apiUrl, repository = '' }: Surroundings,
  { caches, start, token }: Settings,
): Promise<string | undefined> {
  const branch = event.baseBranch
  const ofItsOwn = startCommit(start, event) !== undefined
  if (missing.length === 0 || caches.length === 0 || branch === undefined || ofItsOwn) return undefined
  // No nightly makes that of a later commit.
  if (base.boundary === undefined || base.fitting) return undefined
  const series = missing.flatMap(({ key }) => parseKey(key)?.series ?? [])
  // What runs on the base branch and on the default one write, all of its pull requests read.
  const shared = cacheScopes({ ...event, ref: undefined })
  const newest = await newestFullBuild(caches, series, shared, {
    token,
    repository,
    apiUrl,
    timeoutSeconds: limit,
  })
  const what = listed(missing.map(({ unit }) => unit.derivation.name))
  return describeMissing({ what, branch, revision: base.revision, made }, newest)
}

const remedies: Record<Newest['status'], (time: number) => string> = {
  found: (time) =>
    `The last one that was made for all came into the cache at ${isoTime(time)}: see why the nightly has made none since`,
  none: () => 'None has ever been made for all: let a nightly run in mode `full` do that',
  unknown: () => 'See whether the nightly, a scheduled run in mode `full`, has failed',
}

/** The text of it. `branch` is of the pull request's author's choosing, as far as there is a choice. */
export function describeMissing(
  {
    what,
    branch,
    revision,
    made,
  }: { readonly what: string; readonly branch: string; readonly revision: string; readonly made: boolean },
  newest: Newest,
): string {
  const consequence = made ? 'this job makes it' : 'this job, which could not keep one, builds without it'
  const remedy = remedies[newest.status](newest.status === 'found' ? newest.time : 0)
  return `The cache has no full build of ${what} for ${branch} at ${revision.slice(0, 12)}, so that ${consequence}. ${remedy}.`
}
