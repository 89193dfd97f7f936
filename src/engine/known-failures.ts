import { type EntryRequest, type FullBuildEntry, failureKey } from '../cache/index.ts'
import { textPath } from '../graph/index.ts'
import { info } from '../lib/log.ts'
import type { FailedBuild } from '../nix/log.ts'
import { addTexts } from '../nix/texts.ts'
import { type BaseGraph, entryOf, type FullBuild } from './base-graph.ts'
import type { Context } from './context.ts'
import { isFailed, seek } from './seek.ts'

/**
 * Full builds that fail, so that one job finds out and not all: beside the full builds the caches keep notes, each of them
 * a text in the store that names the derivation. Its path is known before, and every cache can be asked for it.
 */

const noteName = 'incremental-nix-failed'
const noteOf = ({ derivation }: FullBuild) => `${derivation}\n`

function entryOfNote(full: FullBuild, storeDirectory: string): FullBuildEntry {
  return { key: failureKey(full.key), paths: [textPath(noteName, noteOf(full), storeDirectory)] }
}

/** What else ends a build than its own code; it may not happen again. */
const accidents =
  /No space left on device|Cannot allocate memory|out of memory|heap exhausted|\bKilled\b|ExitFailure \(?(?:-9|9|137)\b|exit(?:ed with)? code:? -?(?:9|137|143)\b|timed out|Could not resolve|name resolution|Connection (?:refused|reset)|Network is unreachable|Input\/output error|Read-only file system|Too many open files|Resource temporarily unavailable/i

/** Whether a build failed by its own doing: its builder ended by itself, and says nothing of the machine. */
export function failedByItself({ error, log }: Pick<FailedBuild, 'error' | 'log'>): boolean {
  const code = Number(/\bfailed with exit code (\d+)/.exec(error)?.[1] ?? Number.NaN)
  return code > 0 && code < 126 && !log.some((line) => accidents.test(line))
}

/** Of the full builds that are missing, those that need one of which a cache has a note, which may be themselves: with that one. */
export async function knownToFail(
  { caches, nix }: Pick<Context, 'caches' | 'nix'>,
  base: BaseGraph,
  missing: readonly FullBuild[],
): Promise<ReadonlyMap<FullBuild, FullBuild>> {
  if (caches.length === 0 || missing.length === 0) return new Map()
  const below = needed(base, missing)
  // One that was made after all counts, whatever the note says.
  const entries = below.flatMap((full) => [entryOfNote(full, nix.storeDirectory), entryOf(full)])
  const answers = await Promise.all(caches.map((cache) => cache.has(entries)))
  const isFound = (index: number) => answers.some((found) => found[index]?.status === 'found')
  const noted = new Set(below.filter((_, index) => isFound(2 * index) && !isFound(2 * index + 1)))
  return new Map(
    missing.flatMap((full) => {
      const culprit = noted.size === 0 ? undefined : needed(base, [full]).find((one) => noted.has(one))
      return culprit === undefined ? [] : [[full, culprit] as const]
    }),
  )
}

/** Full builds with all those that they need, dependencies first. */
function needed({ graph, fullBuilds }: BaseGraph, some: readonly FullBuild[]): readonly FullBuild[] {
  const seen = new Set<string>()
  const stack = some.map(({ unit }) => unit.derivation.path)
  for (let path = stack.pop(); path !== undefined; path = stack.pop()) {
    if (seen.has(path)) continue
    seen.add(path)
    stack.push(...(graph.get(path)?.inputDrvs.keys() ?? []))
  }
  return [...fullBuilds].flatMap(([path, full]) => (seen.has(path) ? [full] : []))
}

/** What is to be pushed, with notes of full builds that failed. */
export async function withNotes(
  { caches, nix }: Pick<Context, 'caches' | 'nix'>,
  request: EntryRequest,
  failed: readonly FullBuild[],
): Promise<EntryRequest> {
  if (caches.length === 0 || failed.length === 0) return request
  const written = await seek(addTexts(nix, noteName, failed.map(noteOf)))
  if (!isFailed(written))
    return {
      ...request,
      wanted: [...request.wanted, ...failed.map((full) => entryOfNote(full, nix.storeDirectory))],
    }
  info(`That full builds fail cannot be noted for later jobs: ${written.failed}.`)
  return request
}
