import type { Commit } from '../../testing/git.ts'
import { happens, size } from '../../testing/monolith/draw.ts'
import { createDice, type Dice } from '../../testing/random-edits/edits.ts'

/**
 * The history of a team that works on topic branches, drawn from a seed. Each day is drawn for itself, counted back from the
 * last one: a longer history is the same team's with more of the past, and ends in the same weeks.
 */

/** A commit as it was made: when, and what the clock of its machine said then. Seconds since the epoch. */
interface Made {
  readonly at: number
  readonly recorded: number
  readonly file: number
  readonly content: string
}

interface TopicCommit extends Made {
  /** A merge of `main` as it is then. */
  readonly update: boolean
}

interface Topic {
  readonly began: number
  readonly commits: readonly TopicCommit[]
}

/** What becomes the tip of `main`: a commit, or the merge of a topic. */
interface Landing extends Made {
  readonly topic?: Topic
}

const hour = 3600
const day = 24 * hour
/** Midnight after the last day, a Saturday. */
const end = Date.UTC(2026, 10, 21) / 1000
const files = 1000

/** How long topics live, in hours, and how many commits they have. A few are long-lived. */
const usual = {
  life: { median: 20, spread: 1.5, least: 1, most: 3 * 7 * 24 },
  commits: { median: 3, spread: 0.8, least: 1, most: 30 },
}
const longLived = {
  life: { median: 60 * 24, spread: 0.5, least: 30 * 24, most: 200 * 24 },
  commits: { median: 25, spread: 0.6, least: 10, most: 120 },
}
/** How far a clock is off that is off, in seconds: half an hour as a rule, some by days, and a few by a year. */
const skew = { median: 1800, spread: 2.5, least: 1, most: 2 * 365 * day }

export interface HistoryOptions {
  readonly seed: number
  /** No fewer commits than these. */
  readonly count: number
  /** Whether commits change files. The graph is the same without. */
  readonly files: boolean
}

/** The commits, each after its parents; the last one is the tip of `main`. */
export function* drawHistory({ seed, count, files }: HistoryOptions): Generator<Commit> {
  for (const commit of drawCommits(seed, count)) yield files ? commit : { ...commit, files: {} }
}

function* drawCommits(seed: number, count: number): Generator<Commit> {
  const first = firstDay(seed, count)
  const tips: { readonly at: number; readonly position: number }[] = []
  let position = 0
  const tipAt = (at: number) => tips[lastAtOrBefore(tips, at)]!.position
  yield { parents: [], time: end - (first + 1) * day, files: {} }
  tips.push({ at: Number.NEGATIVE_INFINITY, position })
  for (let back = first; back >= 0; back--) {
    for (const { topic, ...landing } of drawDay(seed, back)) {
      const parents = [tips.at(-1)!.position]
      const changes: Made[] = [landing]
      if (topic !== undefined) {
        let tip = tipAt(topic.began)
        for (const commit of topic.commits) {
          const update = commit.update ? tipAt(commit.at) : tip
          yield made(update === tip ? [tip] : [tip, update], commit, [commit])
          tip = ++position
        }
        parents.push(tip)
        changes.unshift(...topic.commits)
      }
      yield made(parents, landing, changes)
      tips.push({ at: landing.at, position: ++position })
    }
  }
}

function made(parents: readonly number[], { recorded }: Made, changes: readonly Made[]): Commit {
  const path = (file: number) => `src/Part${file % 40}/Module${Math.floor(file / 40)}.hs`
  return {
    parents,
    time: recorded,
    files: Object.fromEntries(changes.map(({ file, content }) => [path(file), content])),
  }
}

/** How many days before the last one a history has to begin that is to have so many commits. */
function firstDay(seed: number, count: number): number {
  let left = count - 1
  for (let back = 0; ; back++) {
    for (const { topic } of drawDay(seed, back)) left -= 1 + (topic?.commits.length ?? 0)
    if (left <= 0) return back
  }
}

function drawDay(seed: number, back: number): readonly Landing[] {
  // Neighbouring seeds would begin alike.
  const dice = createDice(Math.imul(seed * 100_003 + back, 2_654_435_761))
  const midnight = end - (back + 1) * day
  const weekend = [0, 6].includes(new Date(midnight * 1000).getUTCDay())
  const landings = weekend ? dice.number(4) : 12 + dice.number(16)
  const times = Array.from({ length: landings }, () => midnight + 7 * hour + dice.number(12 * hour))
  return times
    .sort((one, other) => one - other)
    .map((at): Landing => {
      const landing = make(dice, at)
      return happens(dice, 0.6) ? { ...landing, topic: drawTopic(dice, at) } : landing
    })
}

function drawTopic(dice: Dice, merged: number): Topic {
  const { life, commits } = happens(dice, 0.04) ? longLived : usual
  const seconds = size(dice, life) * hour
  const began = merged - seconds
  // After the last commit there is a review.
  const worked = Math.floor((seconds * (20 + dice.number(80))) / 100)
  const times = Array.from({ length: size(dice, commits) }, () => began + dice.number(worked))
  const keepsUp = seconds > 2 * day && happens(dice, 0.4)
  return {
    began,
    commits: times
      .sort((one, other) => one - other)
      .map((at, n) => ({ ...make(dice, at), update: keepsUp && n > 0 && happens(dice, 0.2) })),
  }
}

function make(dice: Dice, at: number): Made {
  const off = happens(dice, 0.01) ? size(dice, skew) * (happens(dice, 0.5) ? 1 : -1) : 0
  const words = Array.from({ length: 12 }, () => dice.number(2 ** 32).toString(36))
  return {
    at,
    recorded: Math.max(1, at + off),
    file: dice.number(files),
    content: words.join('\n'),
  }
}

function lastAtOrBefore(tips: readonly { readonly at: number }[], at: number): number {
  let [low, high] = [0, tips.length]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (tips[middle]!.at <= at) low = middle
    else high = middle
  }
  return low
}
