import { cancelAll } from '../lib/process.ts'

/** Signals: the first ends what runs, and the program once that is over; the next ends the program at once. */

const numbers = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const
type Signal = keyof typeof numbers

/** Seconds that the children have to end. */
const limitSeconds = 4

export interface Interruption {
  /** By which it came; undefined as long as there was none. */
  signal(): Signal | undefined
  /** What is done where the program cannot be waited for. */
  lastly(clean: () => void): void
}

/** By the convention of shells. */
export const exitCodeOf = (signal: Signal): number => 128 + numbers[signal]

export const endedBy = (signal: Signal): string => `Ended by ${signal}.\n`

export function watchSignals(): Interruption {
  let came: Signal | undefined
  const cleaning: (() => void)[] = []
  const leave = (signal: Signal) => {
    for (const clean of cleaning) clean()
    process.stderr.write(endedBy(signal))
    process.exit(exitCodeOf(signal))
  }
  for (const signal of Object.keys(numbers) as Signal[])
    process.on(signal, () => {
      if (came !== undefined) return leave(came)
      came = signal
      cancelAll()
      setTimeout(leave, limitSeconds * 1000, signal).unref()
    })
  return { signal: () => came, lastly: (clean) => void cleaning.push(clean) }
}
