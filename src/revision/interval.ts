import ms, { type StringValue } from 'ms'

/**
 * Where time is cut (design: interval and boundary). Everything is in seconds, instants since the Unix epoch.
 */

const forms =
  'a number with a unit ("1 day", "6h", "90 min", "2 weeks") or a whole number of seconds ("3600")'

/** Seconds of a duration such as `1 day`, `6h` or `3600`. Throws an `Error` that names the allowed forms. */
export function parseInterval(text: string): number {
  const seconds = parseSeconds(text)
  if (seconds === undefined || seconds <= 0)
    throw new Error(`${JSON.stringify(text)} is not a duration above zero: write ${forms}`)
  return seconds
}

/** Seconds of an offset: the forms of an interval, zero and negative ones too. Throws as `parseInterval` does. */
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

/** The last instant at or before `instant` at which time is cut, with cuts at `offset + n * interval`. */
export function boundaryOf(instant: number, interval: number, offset: number): number {
  return Math.floor((instant - offset) / interval) * interval + offset
}

/** The `count` boundaries before this one, newest first. */
export function previousBoundaries(boundary: number, interval: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => boundary - (index + 1) * interval)
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
