import { Cron } from 'croner'

/** Cron expressions as GitHub's `schedule` takes them: five fields, in UTC. */

const fields = [
  { name: 'minute', min: 0, max: 59, names: [] },
  { name: 'hour', min: 0, max: 23, names: [] },
  { name: 'day of the month', min: 1, max: 31, names: [] },
  {
    name: 'month',
    min: 1,
    max: 12,
    names: ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'],
  },
  { name: 'day of the week', min: 0, max: 6, names: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'] },
] as const

/** Whether it is meant as a cron expression rather than as a duration. */
export function looksLikeCron(text: string): boolean {
  return /^[*\d]\S*(\s+\S+){4,}$/.test(text.trim()) || text.trim().startsWith('@')
}

/**
 * The expression with single spaces. Throws an `Error` if GitHub would not take it as a schedule, or if it never occurs.
 * https://docs.github.com/actions/reference/workflows-and-actions/events-that-trigger-workflows#schedule
 */
export function parseCron(text: string): string {
  const parts = text.trim().toUpperCase().split(/\s+/)
  const refuse = (why: string): never => {
    throw new Error(`${JSON.stringify(text)} is not a cron expression as GitHub takes it: ${why}`)
  }
  if (parts.length !== fields.length)
    return refuse('write five fields, minute, hour, day of the month, month and day of the week')
  for (const [index, part] of parts.entries()) {
    const field = fields[index]
    if (field === undefined || part.split(',').every((item) => isItem(item, field))) continue
    refuse(`${JSON.stringify(part)} is no ${field.name} (${field.min} to ${field.max})`)
  }
  const expression = parts.join(' ')
  if (open(expression).nextRun(new Date(0)) === null) refuse('there is no such day in any year')
  return expression
}

/** The last occurrence at or before the instant. Seconds since the epoch. */
export function lastOccurrence(expression: string, instant: number): number {
  const [last] = open(expression).previousRuns(1, new Date((instant + 1) * 1000))
  if (last === undefined) throw new Error(`${expression} does not occur before ${instant}`)
  return last.getTime() / 1000
}

function open(expression: string): Cron {
  // UTC whatever the machine's own zone is; with both kinds of days given, either will do, as in cron itself.
  return new Cron(expression, { utcOffset: 0, mode: '5-part', domAndDow: false })
}

/** `*`, `n`, `n-m`, and steps of the first and the last. */
function isItem(item: string, { min, max, names }: (typeof fields)[number]): boolean {
  const match = /^(?:\*|(\w+)(?:-(\w+))?)(?:\/(\d{1,2}))?$/.exec(item)
  if (match === null) return false
  const [, first, last, step] = match
  const numberOf = (text: string): number =>
    /^\d{1,2}$/.test(text) ? Number(text) : min + indexOf(names, text)
  const [from, to] = [numberOf(first ?? String(min)), numberOf(last ?? first ?? String(max))]
  const stepped = step === undefined || (Number(step) >= 1 && (first === undefined || last !== undefined))
  return from >= min && to <= max && from <= to && stepped
}

/** NaN, which is in no range, for what is none of the names. */
function indexOf(names: readonly string[], text: string): number {
  const index = names.indexOf(text)
  return index < 0 ? Number.NaN : index
}
