import { maskUrls } from '../reason.ts'
import type { Found, Saved } from '../types.ts'

/**
 * The directory that a cache entry holds, spelled as @actions/cache gets it. The service finds an entry only under the
 * spelling that it was saved with, since the raw string is hashed into the entry's version: never change it.
 */
export const entryDirectory = 'full-build'

/** What the worker prints last. */
export type WorkerResult =
  | { readonly type: 'unavailable' }
  | { readonly type: 'found'; readonly key: string | null }
  | { readonly type: 'saved'; readonly id: number }
  | { readonly type: 'thrown'; readonly message: string }

export type Stored = { readonly status: 'saved' } | Exclude<Saved, { readonly status: 'saved' }>

interface Line {
  readonly level: string
  readonly text: string
}

/**
 * Log lines of @actions/cache, commands unescaped. Secrets that it asks to be masked are masked, since its log is
 * quoted outside of the runner's own masking.
 */
function readLog(stdout: string): readonly Line[] {
  const lines = stdout.split('\n').map((line): Line => {
    const command = /^::([a-z-]+)(?: [^:]*)?::(.*)$/.exec(line.trimEnd())
    if (command === null) return { level: 'info', text: line.trim() }
    const text = command[2]!.replace(/%0D/g, '\r').replace(/%0A/g, '\n').replace(/%25/g, '%')
    return { level: command[1]!, text }
  })
  const secrets = lines.filter((line) => line.level === 'add-mask' && line.text !== '')
  return lines
    .filter((line) => line.level !== 'add-mask' && line.text !== '')
    .map(({ level, text }) => ({
      level,
      text: maskUrls(secrets.reduce((masked, secret) => masked.replaceAll(secret.text, '***'), text)),
    }))
}

function readResult(stdout: string): WorkerResult {
  try {
    return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as WorkerResult
  } catch {
    return { type: 'thrown', message: 'its helper process ended without a result' }
  }
}

const unavailable =
  'the GitHub Actions cache is not offered to this job (no ACTIONS_RESULTS_URL); on GitHub Enterprise Server or outside of Actions set the input cache to a store URL'

/**
 * What a `lookup` or a `restore` of `key`, or a `find` of what begins with it, came to. @actions/cache gives `undefined`
 * for a miss and for every failure.
 */
export function readFound(stdout: string, key: string, match: 'exact' | 'prefix' = 'exact'): Found {
  const result = readResult(stdout)
  switch (result.type) {
    case 'unavailable':
      return { status: 'failed', reason: unavailable }
    case 'thrown':
      return { status: 'failed', reason: maskUrls(result.message) }
    case 'saved':
      return { status: 'failed', reason: 'its helper process mixed up its operations' }
    case 'found': {
      // The service may answer with a key of which the wanted one is a prefix.
      if (result.key !== null) {
        const fits = match === 'exact' ? result.key === key : result.key.startsWith(key)
        return { status: fits ? 'found' : 'absent' }
      }
      const complaint = lastComplaint(readLog(stdout))
      if (complaint === undefined) return { status: 'absent' }
      // It came whole and cannot be unpacked.
      return { status: 'failed', reason: complaint, ...(/\btar\b/.test(complaint) ? { refused: true } : {}) }
    }
  }
}

/**
 * What a `save` came to. @actions/cache gives −1 for a taken key, a read-only token, a rate limit and an outage alike,
 * and tells them apart only in its log, some of them only at debug level (read in its source, 6.3.0).
 */
export function readStored(stdout: string): Stored {
  const result = readResult(stdout)
  switch (result.type) {
    case 'unavailable':
      return { status: 'failed', reason: unavailable }
    case 'thrown':
      return { status: 'failed', reason: maskUrls(result.message) }
    case 'found':
      return { status: 'failed', reason: 'its helper process mixed up its operations' }
    case 'saved':
      return result.id === -1 ? readRefusal(readLog(stdout)) : { status: 'saved' }
  }
}

function readRefusal(log: readonly Line[]): Stored {
  // At debug level there are whole responses too, which quote the same words.
  const told = log.filter(
    ({ level, text }) => level !== 'debug' || text.startsWith('Failed to reserve cache:'),
  )
  const denial = told.find(({ text }) => /cache write denied:|does not permit writes/.test(text))
  if (denial !== undefined) {
    return { status: 'read-only', reason: /cache write denied:.*/.exec(denial.text)?.[0] ?? denial.text }
  }
  const reservation = told
    .find(({ text }) => text.startsWith('Failed to reserve cache:'))
    ?.text.replace(/^Failed to reserve cache: (Error: )?/, '')
  if (reservation !== undefined && /\(409\)|already.exists/i.test(reservation)) return { status: 'exists' }
  return { status: 'failed', reason: reservation ?? lastComplaint(log) ?? 'it gave no reason' }
}

function lastComplaint(log: readonly Line[]): string | undefined {
  return log
    .findLast(({ level }) => level === 'warning' || level === 'error')
    ?.text.replace(/^Failed to (?:restore|save): (Error: )?/, '')
    .replace(/\s*\n\s*/g, ' ')
}
