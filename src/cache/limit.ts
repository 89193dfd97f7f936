import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { cancelled } from '../lib/process.ts'
import { reasonOf } from './reason.ts'

/** Time left for an operation that consists of several steps. */
export interface Limit {
  /** Seconds, always more than 0. Throws when there are none left, or when the job is cancelled. */
  left(): number
}

/** Starts the clock. */
export function startLimit(seconds: number): Limit {
  const end = performance.now() + seconds * 1000
  return {
    left() {
      if (cancelled.aborted) throw new Error(ended)
      const left = (end - performance.now()) / 1000
      if (left <= 0) throw new Error(tooSlow(seconds))
      return left
    },
  }
}

const ended = 'it was cancelled'

export function tooSlow(seconds: number): string {
  return `it did not finish within its time limit of ${seconds} s`
}

/** Beyond the limit: time in which a child is ended and its files are removed. */
const graceSeconds = 5

/**
 * Runs one operation of a cache. Whatever goes wrong becomes a value of status `failed`. The steps observe the limit
 * themselves; the race is for what nobody can end, such as a file system that does not answer. A cancel is not kept waiting.
 */
export async function settle<T>(
  seconds: number,
  operation: (limit: Limit) => Promise<T>,
): Promise<T | { readonly status: 'failed'; readonly reason: string }> {
  let timer: NodeJS.Timeout | undefined
  const settled = new AbortController()
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(tooSlow(seconds))), (seconds + graceSeconds) * 1000)
    cancelled.addEventListener('abort', () => reject(new Error(ended)), { signal: settled.signal })
  })
  try {
    return await Promise.race([operation(startLimit(seconds)), late])
  } catch (error) {
    return { status: 'failed', reason: reasonOf(error) }
  } finally {
    clearTimeout(timer)
    settled.abort()
  }
}

/** Runs one operation on many entries like `settle`: where it fails as a whole, it has failed for each. */
export async function settleEach<T>(
  entries: readonly unknown[],
  seconds: number,
  operation: (limit: Limit) => Promise<readonly T[]>,
): Promise<readonly (T | { readonly status: 'failed'; readonly reason: string })[]> {
  if (entries.length === 0) return []
  const settled = await settle(seconds, operation)
  return 'status' in settled ? entries.map(() => settled) : settled
}

/** Gives `use` a directory that only this user can enter, and removes it afterwards. */
export async function withPrivateDirectory<T>(
  scratch: string,
  use: (directory: string) => Promise<T>,
): Promise<T> {
  const directory = await realpath(await mkdtemp(join(scratch, 'incremental-nix-cache-')))
  try {
    return await use(directory)
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}
