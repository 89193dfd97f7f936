import ms, { type StringValue } from 'ms'
import { lastOccurrence, looksLikeCron, parseCron } from './cron.ts'

/**
 * Where time is cut (design: interval and boundary). Everything is in seconds, instants since the Unix epoch.
 */

const forms =
  'a number with a unit ("1 day", "6h", "90 min", "2 weeks") or a whole number of seconds ("3600")'

/** At multiples of a duration, moved by an offset; or whenever a cron expression occurs. */
export type Interval =
  | { readonly seconds: number; readonly offset: number }
  /** See `parseCron`. */
  | { readonly cron: string }

/** The intervals of all levels, the shortest first; one level as a rule. */
export type Levels = readonly [Interval, ...Interval[]]

/**
 * Reads durations, the longest first, or a cron expression, without an offset. Throws an `Error` that names the allowed forms.
 */
export function parseLevels(text: string): Levels {
  const parts = text.split(',')
  // A list in a cron expression has no spaces.
  const several = parts.length > 1 && (/,\s/.test(text) || parts.every((part) => parseSeconds(part)))
  if (!several && looksLikeCron(text)) return [{ cron: parseCron(text) }]
  const allowed = `${forms}, several of them ("1 week, 1 day"), or a cron expression of five fields ("5 0 * * *")`
  const durations = parts.map((part) => parseDuration(part, allowed))
  const wrong = durations.findIndex((seconds, index) => seconds >= (durations[index - 1] ?? Infinity))
  if (wrong > 0)
    throw new Error(
      `an interval of ${durations[wrong]} s comes after one of ${durations[wrong - 1]} s: write the longest first, as in "1 week, 1 day"`,
    )
  const [finest, ...coarser] = durations.map((seconds) => ({ seconds, offset: 0 })).reverse()
  return [finest!, ...coarser]
}

/** The levels with their cuts moved. Throws an `Error` if they cannot be moved, or not that far. */
export function withOffset(levels: Levels, text: string): Levels {
  const offset = parseOffset(text)
  const [finest, ...coarser] = levels.map((interval): Interval => {
    if (!('cron' in interval)) return { ...interval, offset }
    if (offset === 0) return interval
    throw new Error(
      'a cron expression says the time of day itself; leave the offset out, and change the expression',
    )
  })
  const longest = levels.at(-1)!
  if (!('cron' in longest)) checkOffset(offset, longest.seconds)
  return [finest!, ...coarser]
}

/** Seconds of a duration such as `1 day`, `6h` or `3600`. Throws an `Error` that names the allowed forms. */
export function parseDuration(text: string, allowed: string = forms): number {
  const seconds = parseSeconds(text)
  if (seconds === undefined || seconds <= 0)
    throw new Error(`${JSON.stringify(text)} is not a duration above zero: write ${allowed}`)
  return seconds
}

/** Seconds of an offset: the forms of a duration, zero and negative ones too. Throws as `parseDuration` does. */
export function parseOffset(text: string): number {
  const seconds = parseSeconds(text)
  if (seconds === undefined) throw new Error(`${JSON.stringify(text)} is not a duration: write ${forms}`)
  return seconds
}

/** Throws if the offset does not lie inside one interval; a larger one would be a typing error, never a wish. */
export function checkOffset(offset: number, interval: number): void {
  if (Math.abs(offset) >= interval)
    throw new Error(`${offset} s is not shorter than the interval of ${interval} s: write a smaller offset`)
}

/** The last instant at or before `instant` at which time is cut: with a duration, at `offset + n * seconds`. */
export function boundaryOf(instant: number, interval: Interval): number {
  if ('cron' in interval) return lastOccurrence(interval.cron, instant)
  const { seconds, offset } = interval
  return Math.floor((instant - offset) / seconds) * seconds + offset
}

/** The `count` boundaries before this one, newest first. */
export function previousBoundaries(boundary: number, interval: Interval, count: number): readonly number[] {
  const found: number[] = []
  while (found.length < count) found.push(boundaryOf((found.at(-1) ?? boundary) - 1, interval))
  return found
}

function parseSeconds(text: string): number | undefined {
  const trimmed = text.trim()
  // A bare number means milliseconds to `ms`, and would mean days to some readers: only whole seconds are taken.
  const seconds = /^[+-]?\d+$/.test(trimmed) ? Number(trimmed) : milliseconds(trimmed) / 1000
  // `-0` would print as "-0".
  return Number.isSafeInteger(seconds) ? seconds + 0 : undefined
}

function milliseconds(text: string): number {
  const hasUnit = /^[+-]?(\d+|\d*\.\d+) *[a-z]+$/i.test(text) && text.length <= 100
  return hasUnit ? (ms(text.replace(/^\+/, '') as StringValue) ?? Number.NaN) : Number.NaN
}
