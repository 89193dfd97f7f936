import type { Log, Work } from '../lib/log.ts'
import { cancelled } from '../lib/process.ts'
import { statusLine } from './status.ts'
import { inOptions, printable } from './text.ts'

/** What people see while a run goes on: lines, and on a terminal below them one that is written over and over. */

/** Standard error, as far as it is needed. */
export interface Stream {
  write(text: string): unknown
  readonly isTTY?: boolean
  readonly columns?: number
}

export interface View {
  readonly log: Log
  /** A line that stays. */
  say(line: string): void
  fail(line: string): void
  /** Takes the status line away. Called again, it does nothing. */
  end(): void
}

/** What a terminal shows beside the status line, warnings and the report. */
export interface Shown {
  /** The logs of builds. */
  readonly buildLogs: boolean
  /** What was decided, and why. */
  readonly details: boolean
}

export const nothingMore: Shown = { buildLogs: false, details: false }

export interface ViewOptions extends Shown {
  readonly stream: Stream
  readonly environment: NodeJS.ProcessEnv
}

const redrawMilliseconds = 100
const clear = '\r\x1b[K'

export function openView({ stream, environment, buildLogs, details }: ViewOptions): View {
  const isTerminal = stream.isTTY === true && environment.TERM !== 'dumb'
  // https://no-color.org
  const colours = isTerminal && !environment.NO_COLOR
  const paint = (code: number, text: string) => (colours ? `\x1b[${code}m${text}\x1b[0m` : text)
  const began = performance.now()
  const phases: string[] = []
  const asked = new Set<() => readonly Work[]>()
  /** What the status line shows; empty if it is not there. */
  let drawn = ''

  const erase = () => {
    if (drawn !== '') stream.write(clear)
    drawn = ''
  }
  const draw = () => {
    const works = [...asked].flatMap((ask) => ask())
    const elapsed = (performance.now() - began) / 1000
    const status = { phase: phases.at(-1) ?? '', works, elapsed }
    // The last column is left free: terminals differ in what they do once it is written.
    const line = statusLine(status, (stream.columns ?? 80) - 1)
    if (line !== drawn) stream.write(`${clear}${line}`)
    drawn = line
  }
  const timer = isTerminal ? setInterval(draw, redrawMilliseconds) : undefined
  timer?.unref()
  const say = (line: string) => {
    erase()
    stream.write(`${line}\n`)
  }
  const pass = (line: string) => say(printable(line))
  const log: Log = {
    // The report at the end says what counts of it.
    info: (text) => (isTerminal && !details ? undefined : pass(text)),
    // What fails after a cancel fails because of it.
    warn: (text) =>
      cancelled.aborted ? undefined : say(`${paint(33, 'warning:')} ${inOptions(printable(text))}`),
    notice: (text) => say(`${paint(36, 'notice:')} ${inOptions(printable(text))}`),
    async group(title, body) {
      phases.push(title)
      if (!isTerminal) say(title)
      try {
        return await body()
      } finally {
        phases.splice(phases.lastIndexOf(title), 1)
      }
    },
    foreign: (body) => body(pass),
    async build(body) {
      let own: (() => readonly Work[]) | undefined
      try {
        return await body(isTerminal && !buildLogs ? () => {} : pass, (ask) => {
          own = ask
          asked.add(ask)
        })
      } finally {
        if (own !== undefined) asked.delete(own)
      }
    },
  }
  return {
    log,
    say,
    fail: (line) => say(`${paint(31, 'error:')} ${line}`),
    end() {
      clearInterval(timer)
      erase()
    },
  }
}
