import { createInterface } from 'node:readline'
import { PassThrough } from 'node:stream'
import { run } from '../../lib/process.ts'
import { carriedOut, type Order, readTold, type Told } from './output.ts'

/** The running program of worker.ts. It takes a moment to start, and so carries out one order after another. */
export interface Helper {
  /** What it told of each key; of none where it ended before. Throws `ProcessError`. */
  carryOut(order: Order): Promise<ReadonlyMap<string, Told>>
  /** Whether it has ended, as it does when an order takes too long. */
  ended(): boolean
  /** Has it end, and waits for that. */
  end(): Promise<void>
}

export interface HelperOptions {
  /** The program. */
  readonly worker: string
  /** Private to it: its working directory. */
  readonly directory: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly timeoutSeconds: number
}

export function startHelper({ worker, directory, env, timeoutSeconds }: HelperOptions): Helper {
  const orders = new PassThrough()
  let take: (line: string) => void = () => {}
  let ended = false
  const running = run(process.execPath, [worker], {
    cwd: directory,
    env,
    input: orders,
    timeoutSeconds,
    async readStdout(stdout) {
      for await (const line of createInterface({ input: stdout })) take(line)
    },
  }).finally(() => {
    ended = true
  })
  // Told to who waits for an answer, and to nobody else.
  running.catch(() => undefined)
  return {
    async carryOut(order) {
      const told = new Map<string, Told>()
      const answered = new Promise<void>((done) => {
        take = (line) => {
          const one = readTold(line)
          if (one !== undefined) told.set(one.key, one)
          if (line === carriedOut) done()
        }
      })
      orders.write(`${JSON.stringify(order)}\n`)
      await Promise.race([answered, running])
      return told
    },
    ended: () => ended,
    async end() {
      orders.end()
      await running.catch(() => undefined)
    },
  }
}
