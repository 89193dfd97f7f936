import { maskUrls } from '../reason.ts'
import type { Found, RestoreFailure, Saved } from '../types.ts'

/**
 * The directory that a cache entry holds, spelled as @actions/cache gets it. The service finds an entry only under the
 * spelling that it was saved with, since the raw string is hashed into the entry's version: never change it.
 */
export const entryDirectory = 'full-build'

/** What an operation of @actions/cache came to. */
export type WorkerResult =
  | { readonly type: 'unavailable' }
  | { readonly type: 'found'; readonly key: string | null }
  | { readonly type: 'saved'; readonly id: number }
  | { readonly type: 'thrown'; readonly message: string }
  /** It came whole, and is none that this action has made. */
  | { readonly type: 'refused'; readonly message: string }

/** A line of JSON on the worker's standard input. It works in its working directory, which is private to it. */
export type Order = {
  /** After so many seconds it says what it has, and `late` of the rest, and ends. */
  readonly seconds: number
  readonly late: string
} & (
  | {
      /** For `save`, the n-th key is of the directory `n/full-build`. */
      readonly operation: 'lookup' | 'find' | 'save'
      readonly keys: readonly string[]
    }
  | {
      /** All that comes is put together in `full-build`. */
      readonly operation: 'restore'
      readonly keys: readonly string[]
      /** Names of the paths that are wanted of these. */
      readonly names: readonly string[]
      /** The key of another entry for each path that is in it and not in the local store: fetched when it is needed. */
      readonly holders: Readonly<Record<string, string>>
      /** Whether to ask for what stands in for an entry that cannot be unpacked. */
      readonly repairs: boolean
    }
)

/** What the worker prints of each key, as one line of JSON. */
export interface Told {
  readonly key: string
  readonly result: WorkerResult
  /** What @actions/cache printed about it. */
  readonly log: string
  /** The store paths that came with it, and what each refers to; names, as in narinfos. */
  readonly paths?: Readonly<Record<string, readonly string[]>>
  /** See `leftOutFile`. */
  readonly leftOut?: LeftOut
}

/** Names of store paths: for each of an entry's own, what it needs and other entries hold. */
export type LeftOut = Readonly<Record<string, readonly string[]>>

/** Beside the narinfos of an entry: its `LeftOut` as JSON. */
export const leftOutFile = 'incremental-nix-left-out.json'

/**
 * The key of the entry that stands in for one whose content was refused: what is in the GitHub cache can be neither
 * changed nor, with the rights that jobs have, removed. No key begins with another, since the service answers a lookup
 * with an entry whose key is longer.
 */
export function repairKey(key: string): string {
  return key.replace(/^(incremental-nix-v\d+)-/, '$1-repaired-')
}

export type Stored = { readonly status: 'saved' } | Exclude<Saved, { readonly status: 'saved' }>

interface Line {
  readonly level: string
  readonly text: string
}

/**
 * Log lines of @actions/cache, commands unescaped. Secrets that it asks to be masked are masked, since its log is
 * quoted outside of the runner's own masking.
 */
function readLog(log: string): readonly Line[] {
  const lines = log.split('\n').map((line): Line => {
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

/** The line that the worker prints after all that it tells of an order. */
export const carriedOut = 'carried out'

/** What a line of the worker tells; undefined for what something else has printed. */
export function readTold(line: string): Told | undefined {
  try {
    const told = JSON.parse(line) as Told | null
    return typeof told?.key === 'string' ? told : undefined
  } catch {
    return undefined
  }
}

const nothing: WorkerResult = { type: 'thrown', message: 'its helper process ended without a result' }

const unavailable =
  'the GitHub Actions cache is not offered to this job (no ACTIONS_RESULTS_URL); on GitHub Enterprise Server or outside of Actions set the input cache to a store URL'

/**
 * What a `lookup` or a `restore` of `key`, or a `find` of what begins with it, came to. @actions/cache gives `undefined`
 * for a miss and for every failure.
 */
export function readFound(
  told: Told | undefined,
  key: string,
  match: 'exact' | 'prefix' = 'exact',
): Found | (RestoreFailure & { readonly refused: true }) {
  const result = told?.result ?? nothing
  switch (result.type) {
    case 'unavailable':
      return { status: 'failed', reason: unavailable }
    case 'thrown':
      return { status: 'failed', reason: maskUrls(result.message) }
    case 'refused':
      return { status: 'failed', reason: maskUrls(result.message), refused: true }
    case 'saved':
      return { status: 'failed', reason: 'its helper process mixed up its operations' }
    case 'found': {
      // The service may answer with a key of which the wanted one is a prefix.
      if (result.key !== null) {
        const fits = match === 'exact' ? result.key === key : result.key.startsWith(key)
        return { status: fits ? 'found' : 'absent' }
      }
      const complaint = lastComplaint(readLog(told?.log ?? ''))
      if (complaint === undefined) return { status: 'absent' }
      return { status: 'failed', reason: complaint }
    }
  }
}

/**
 * What a `save` came to. @actions/cache gives −1 for a taken key, a read-only token, a rate limit and an outage alike,
 * and tells them apart only in its log, some of them only at debug level (read in its source, 6.3.0).
 */
export function readStored(told: Told | undefined): Stored {
  const result = told?.result ?? nothing
  switch (result.type) {
    case 'unavailable':
      return { status: 'failed', reason: unavailable }
    case 'thrown':
      return { status: 'failed', reason: maskUrls(result.message) }
    case 'refused':
    case 'found':
      return { status: 'failed', reason: 'its helper process mixed up its operations' }
    case 'saved':
      return result.id === -1 ? readRefusal(readLog(told?.log ?? '')) : { status: 'saved' }
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
