import type { Interval, Levels } from '../../revision/index.ts'
import type { Choice } from '../base.ts'
import type { BaseSettings } from '../settings.ts'

/** An interval that the history is replayed with. */
export interface Candidate {
  /** For people. */
  readonly name: string
  /** Whether it is what the user set. */
  readonly configured: boolean
  readonly choice: Choice
}

const hour = 3600
const day = 24 * hour
const usual: readonly (readonly [string, number])[] = [
  ['1 hour', hour],
  ['6 hours', 6 * hour],
  ['1 day', day],
  ['1 week', 7 * day],
  ['30 days', 30 * day],
]

/** Those that are worth comparing, and what the user set if that is another. */
export function candidatesOf({
  levels,
  date,
  parents,
}: Omit<BaseSettings, 'start' | 'fetchTimeout'>): readonly Candidate[] {
  const own = date === undefined ? nameOf(levels) : `date: ${date}`
  const others = usual.map(([name, seconds]): Candidate => {
    const choice = { revisions: [], date: undefined, levels: [{ seconds, offset: 0 }] as const, parents }
    return { name, configured: name === own, choice }
  })
  if (others.some(({ configured }) => configured)) return others
  return [...others, { name: own, configured: true, choice: { revisions: [], date, levels, parents } }]
}

/** As a user would write it, the longest first. */
function nameOf(levels: Levels): string {
  const [longest] = levels.toReversed()
  const offset = longest === undefined || 'cron' in longest ? 0 : longest.offset
  const names = levels.toReversed().map(nameOfInterval).join(', ')
  return offset === 0 ? names : `${names}, offset ${inUnits(offset)}`
}

function nameOfInterval(interval: Interval): string {
  if ('cron' in interval) return interval.cron
  return usual.find(([, seconds]) => seconds === interval.seconds)?.[0] ?? inUnits(interval.seconds)
}

/** In the largest unit of which it is a multiple. */
function inUnits(seconds: number): string {
  const units = [
    ['day', day],
    ['hour', hour],
    ['minute', 60],
  ] as const
  const [name, size] = units.find(([, size]) => seconds % size === 0) ?? ['second', 1]
  const number = seconds / size
  return `${number} ${name}${Math.abs(number) === 1 ? '' : 's'}`
}
