import { readAnswer } from '../lib/answer.ts'
import { UserError } from '../lib/errors.ts'
import { ProcessError } from '../lib/process.ts'
import type { Checkout } from './checkout.ts'
import { openGit } from './git.ts'

/**
 * The words that git knows in a date. What it does not know it skips, and of a text without anything that it knows it
 * makes the current time, so that a typing error would choose some commit or other.
 * https://github.com/git/git/blob/v2.39.5/date.c
 */
const words =
  /^(now|never|yesterday|midnight|noon|tea|time|at|of|on|the|ago|last|am|pm|t|z|utc|gmt|st|nd|rd|th|(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|sec|min|one|two|three|four|five|six|seven|eight|nine|ten)|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t|tember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)$/i

/**
 * The instant that git takes a date for, in seconds since the epoch; relative to `instant`, in UTC. Throws `UserError` for
 * what is no date, also where git would guess.
 */
export async function parseDate(checkout: Checkout, text: string, instant: number): Promise<number> {
  const unknown = (text.match(/[A-Za-z]+/g) ?? []).find((word) => !words.test(word))
  const time = unknown === undefined && isPossible(text) ? await ask(checkout, text, instant) : undefined
  if (time === undefined)
    throw new UserError(
      `${JSON.stringify(text)} is not a date${unknown === undefined ? '' : ` (git does not know ${JSON.stringify(unknown)})`}: write one that git takes, such as "midnight", "2 days ago", "2026-01-31 06:00" or "@1769839200"`,
    )
  return time
}

/** Git takes 31 February for 3 March, and the 45th for whatever. */
function isPossible(text: string): boolean {
  if (/[\0-\x1f\x7f]/.test(text)) return false
  const [date] = /(?<!\d)\d{4}-\d{1,2}-\d{1,2}(?!\d)/.exec(text) ?? []
  if (date === undefined) return true
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number)
  const parsed = new Date(Date.UTC(year, month - 1, day))
  return parsed.getUTCMonth() === month - 1 && parsed.getUTCDate() === day
}

async function ask(checkout: Checkout, text: string, instant: number): Promise<number | undefined> {
  const key = 'incremental-nix.date'
  const git = openGit(checkout.directory, { now: instant, config: [[key, text]] })
  // The only place where git says that it has found nothing that it knows; but it takes the present for the end of time.
  const isKnown = await git.text(['config', '--type=expiry-date', '--get', key]).then(
    () => true,
    (error: unknown) => {
      if (error instanceof ProcessError && error.stderr.includes(key)) return false
      throw error
    },
  )
  if (!isKnown) return undefined
  const printed = await git.text(['rev-parse', `--since=${text}`])
  return readAnswer('git rev-parse', printed, (answer) => {
    const seconds = /^--max-age=(\d+)$/.exec(answer)?.[1]
    if (seconds === undefined) throw new Error('this is no date')
    return Number(seconds)
  })
}
