import { importExpression, sourcePatterns } from '../../adapters/haskell/imports.ts'
import { ProcessError } from '../../lib/process.ts'
import type { Simulation } from '../../report/simulation.ts'
import {
  type Change,
  type Checkout,
  type History,
  headFiles,
  headLines,
  type Pair,
  type Replay,
  type Visit,
} from '../../revision/index.ts'
import { findBase, UndatedError } from '../base.ts'
import type { Candidate } from './choices.ts'
import { estimateOf, filesAt, pinPatterns, type Sources, sourcesOf } from './estimate.ts'
import { figuresOf, fullBuildsOf, type Step } from './figures.ts'

/** Replays the history of a branch with several intervals. Nothing is evaluated or built: only git is read. */

export interface Wish {
  /** How many of the last commits at most. */
  readonly commits: number
  readonly candidates: readonly Candidate[]
  /** Directories that are built from, relative to the root of the repository. */
  readonly directories: readonly string[]
  /** Seconds that finding the commits of full builds may take; those that are not reached are left out. */
  readonly limitSeconds: number
}

/** Throws `RemoteError` if history cannot be fetched, `ProcessError`. */
export async function simulate(history: History, wish: Wish): Promise<Simulation> {
  const { checkout } = history
  const replay = await history.replay(wish.commits)
  const { commits, replayed, complete } = await replayAll(history, replay, wish)
  const sources = await readSources(checkout)
  const pairs = replayed.flatMap(({ steps }) => [
    ...steps.flatMap(({ commit, base }): Pair[] => [
      [base.revision, commit],
      [checkout.head, commit],
    ]),
    ...fullBuildsOf(steps).levelled.flatMap(({ revision, coarser }): Pair[] => [
      [coarser, revision],
      [checkout.head, revision],
    ]),
  ])
  const changes = await changesOf(history, pairs)
  const files = remembering((commit) => filesAt(sources.head, changes(checkout.head, commit)))
  const estimate = (from: string, to: string) =>
    estimateOf(changes(from, to), files(to), { sources: sources.head, directories: wish.directories })
  return {
    head: checkout.head,
    commits: commits.length,
    wanted: wish.commits,
    complete,
    from: commits.at(-1)?.time ?? 0,
    to: commits[0]?.time ?? 0,
    sources: sources.head.files.length,
    imports: sources.imports,
    intervals:
      commits.length === 0
        ? []
        : replayed.map(({ candidate, steps }) => figuresOf(candidate, steps, estimate)),
  }
}

interface Replayed {
  readonly candidate: Candidate
  /** Of the same commits for each candidate, the newest first. */
  readonly steps: readonly Step[]
}

interface AllReplayed {
  readonly commits: readonly Visit[]
  readonly replayed: readonly Replayed[]
  /** Whether time sufficed. */
  readonly complete: boolean
}

async function replayAll(
  history: History,
  replay: Replay,
  { candidates, limitSeconds }: Wish,
): Promise<AllReplayed> {
  const end = performance.now() + limitSeconds * 1000
  const replaying: History = { ...history, truncate: (wanted) => replay.truncate(wanted) }
  const stepOf = async ({ revision, time }: Visit, { choice }: Candidate): Promise<Step> => ({
    commit: revision,
    base: await findBase(choice, replaying, { revision, instant: time }),
  })
  const oldest = replay.commits.at(-1)
  // Of all of them its bases lie the furthest back: once they are fetched, the others are there as a rule.
  if (oldest !== undefined)
    for (const candidate of candidates.toReversed()) await unlessUndated(() => stepOf(oldest, candidate))
  const replayed = candidates.map((candidate) => ({ candidate, steps: [] as Step[] }))
  const commits: Visit[] = []
  for (const commit of replay.commits) {
    if (performance.now() > end) return { commits, replayed, complete: false }
    const steps = await unlessUndated(async () => {
      const found: Step[] = []
      for (const candidate of candidates) found.push(await stepOf(commit, candidate))
      return found
    })
    if (steps === undefined) continue
    commits.push(commit)
    for (const [index, step] of steps.entries()) replayed[index]!.steps.push(step)
  }
  return { commits, replayed, complete: true }
}

/** Commits whose dates are none have no full build, and are left out. */
async function unlessUndated<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof UndatedError) return undefined
    throw error
  }
}

/** HEAD's sources. A checkout may lack their contents; then nothing is known of their imports. */
async function readSources(
  checkout: Checkout,
): Promise<{ readonly head: Sources; readonly imports: boolean }> {
  const files = await headFiles(checkout)
  if (sourcesOf(files, []).files.length === 0) return { head: sourcesOf([], []), imports: true }
  try {
    return {
      head: sourcesOf(files, await headLines(checkout, importExpression, sourcePatterns)),
      imports: true,
    }
  } catch (error) {
    if (!(error instanceof ProcessError) || error.reason !== 'failed') throw error
    return { head: sourcesOf(files, []), imports: false }
  }
}

type Changes = (from: string, to: string) => readonly Change[]

async function changesOf(history: History, pairs: readonly Pair[]): Promise<Changes> {
  const keyOf = ([from, to]: Pair) => `${from} ${to}`
  const distinct = new Map(pairs.filter(([from, to]) => from !== to).map((pair) => [keyOf(pair), pair]))
  const found = await history.changesOf([...distinct.values()], [...sourcePatterns, ...pinPatterns])
  const changes = new Map([...distinct.keys()].map((key, index) => [key, found[index] ?? []]))
  return (from, to) => changes.get(keyOf([from, to])) ?? []
}

function remembering<T>(make: (key: string) => T): (key: string) => T {
  const made = new Map<string, T>()
  return (key) => {
    const value = made.get(key) ?? make(key)
    made.set(key, value)
    return value
  }
}
