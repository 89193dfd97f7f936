import { openPruner, type Pruned, parseKey } from '../cache/index.ts'
import { info, notice, warn } from '../lib/log.ts'
import type { Settings } from './settings.ts'
import type { Surroundings } from './surroundings.ts'

/** What decides besides the settings. */
export interface Pruning {
  /** Commits whose full builds stay. */
  readonly inUse: readonly string[]
  /** Epoch seconds. */
  readonly now: number
  readonly surroundings: Surroundings
}

/**
 * Removes the full builds that the inputs `keep` and `keep-days` do not keep, and prints which and how much that freed.
 * What hinders it costs space only: it never fails the job.
 */
export async function pruneFullBuilds(
  settings: Settings,
  { inUse, now, surroundings }: Pruning,
): Promise<void> {
  const { caches, cacheTimeout, keep, token } = settings
  const { apiUrl, repository = '' } = surroundings
  const api = { token, repository, apiUrl, timeoutSeconds: cacheTimeout }
  const pruners = caches.flatMap((cache) => openPruner(cache, api) ?? [])
  if (pruners.length < Math.max(caches.length, 1)) {
    notice(
      'Old full builds are not removed: inputs `keep` and `keep-days` work for the GitHub Actions cache and for `file://` stores. Remove them by the means of the store, or leave the inputs out.',
    )
  }
  for (const pruner of pruners) tell(await pruner.prune(keep, new Set(inUse), now))
}

function tell({ removed, freedBytes, problem }: Pruned): void {
  for (const key of removed) info(`Removed ${key}.`)
  const fullBuilds = removed.filter((key) => parseKey(key) !== undefined).length
  const others = removed.length - fullBuilds
  const dependencies = others === 0 ? '' : ` and ${others} entries of dependencies`
  info(`Removed ${fullBuilds} full builds${dependencies}, which freed ${(freedBytes / 1e6).toFixed(1)} MB.`)
  if (problem?.kind === 'forbidden')
    notice(
      `Old full builds are not removed, since this job may not do that (${problem.reason}). For the GitHub Actions cache give the job the permission \`actions: write\`; for a \`file://\` store let its user write the directory.`,
    )
  if (problem?.kind === 'failed')
    warn(
      `Old full builds could not be removed: ${problem.reason}. The next run in mode \`full\` will try again.`,
    )
}
