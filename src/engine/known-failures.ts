import { type EntryRequest, type FullBuildEntry, failureKey } from '../cache/index.ts'
import { textPath, walk } from '../graph/index.ts'
import { info } from '../lib/log.ts'
import type { FailedBuild } from '../nix/log.ts'
import { addTexts } from '../nix/texts.ts'
import type { Context } from './context.ts'
import { type BaseGraph, entryOf, everyFullBuild, type FullBuild } from './full-build.ts'
import { type Ladder, listed } from './ladder.ts'
import { isFailed, seek } from './seek.ts'

/**
 * What is known of full builds that fail, so that one job finds out and not all: beside the full builds the caches keep notes, each of them
 * a text in the store that names the derivation. Its path is known before, and every cache can be asked for it.
 */

const noteName = 'incremental-nix-failed'

/** `checks`: it builds, but its tests or its documentation fail. */
export type Failure = 'build' | 'checks'
const failures: readonly Failure[] = ['build', 'checks']

const noteOf = ({ derivation }: FullBuild, failure: Failure) => `${derivation} ${failure}\n`

function entryOfNote(full: FullBuild, failure: Failure, storeDirectory: string): FullBuildEntry {
  const path = textPath(noteName, noteOf(full, failure), storeDirectory)
  return { key: failureKey(full.key, failure), paths: [path] }
}

/** What else ends a build than its own code; it may not happen again. */
const accidents =
  /No space left on device|Cannot allocate memory|out of memory|heap exhausted|\bKilled\b|ExitFailure \(?(?:-9|9|137)\b|exit(?:ed with)? code:? -?(?:9|137|143)\b|timed out|Could not resolve|name resolution|Connection (?:refused|reset)|Network is unreachable|Input\/output error|Read-only file system|Too many open files|Resource temporarily unavailable/i

/** Whether a build failed by its own doing: its builder ended by itself, and says nothing of the machine. */
export function failedByItself({ error, log }: Pick<FailedBuild, 'error' | 'log'>): boolean {
  const code = Number(/\bfailed with exit code (\d+)/.exec(error)?.[1] ?? Number.NaN)
  return code > 0 && code < 126 && !log.some((line) => accidents.test(line))
}

export interface KnownFailures {
  /** Those of the missing that need one which does not build, which may be themselves: with that one. */
  readonly failing: ReadonlyMap<FullBuild, FullBuild>
  /** Those that the missing need, themselves among them, whose checks fail. */
  readonly unchecked: readonly FullBuild[]
}

/** What the notes in the caches say of full builds that are missing. */
export async function knownFailures(
  { caches, nix }: Pick<Context, 'caches' | 'nix'>,
  base: BaseGraph,
  missing: readonly FullBuild[],
): Promise<KnownFailures> {
  if (caches.length === 0 || missing.length === 0) return { failing: new Map(), unchecked: [] }
  const below = needed(base, missing)
  const asked = below.flatMap((full) => [
    entryOf(full),
    ...failures.map((failure) => entryOfNote(full, failure, nix.storeDirectory)),
  ])
  const answers = await Promise.all(caches.map((cache) => cache.has(asked)))
  const found = new Set(
    asked.flatMap(({ key }, index) =>
      answers.some((statuses) => statuses[index]?.status === 'found') ? [key] : [],
    ),
  )
  // One that was made after all counts, whatever the note says.
  const noted = (failure: Failure) =>
    below.filter(({ key }) => !found.has(key) && found.has(failureKey(key, failure)))
  const culprits = new Set(noted('build'))
  const failing = missing.flatMap((full) => {
    const culprit = culprits.size === 0 ? undefined : needed(base, [full]).find((one) => culprits.has(one))
    return culprit === undefined ? [] : [[full, culprit] as const]
  })
  return { failing: new Map(failing), unchecked: noted('checks') }
}

/** What people are told of full builds whose checks fail. `detail`: how that is known. */
export function tellUnchecked(ladder: Ladder, some: readonly FullBuild[], detail: string): void {
  const names = listed(some.map(({ unit }) => unit.derivation.name))
  ladder.complain(
    `The full build of ${names} fails its tests or its documentation (${detail}). It is made without them and serves HEAD all the same, for which all that needs it is built and checked again. Mend the branch, or set \`revision\` to a commit that passes.`,
  )
}

/** Full builds with all those that they need, those first. */
function needed({ coarser, graph, fullBuilds }: BaseGraph, some: readonly FullBuild[]): readonly FullBuild[] {
  const below = walk(
    some.map(({ unit }) => unit.derivation.path),
    (path) => graph.get(path),
  )
  const own = [...fullBuilds].flatMap(([path, full]) => (below.has(path) ? [full] : []))
  if (coarser === undefined) return own
  const above = new Set(everyFullBuild(coarser))
  const on = [...some, ...own].flatMap((full) => (above.has(full) ? [full] : (full.on ?? [])))
  return [...new Set([...needed(coarser, on), ...own])]
}

/** What is to be pushed, with notes of full builds that failed. */
export async function withNotes(
  { caches, nix }: Pick<Context, 'caches' | 'nix'>,
  request: EntryRequest,
  failed: ReadonlyMap<FullBuild, Failure>,
): Promise<EntryRequest> {
  if (caches.length === 0 || failed.size === 0) return request
  const notes = [...failed]
  const texts = notes.map(([full, failure]) => noteOf(full, failure))
  const written = await seek(addTexts(nix, noteName, texts))
  if (!isFailed(written)) {
    const entries = notes.map(([full, failure]) => entryOfNote(full, failure, nix.storeDirectory))
    return { ...request, wanted: [...request.wanted, ...entries] }
  }
  info(`That full builds fail cannot be noted for later jobs: ${written.failed}.`)
  return request
}
