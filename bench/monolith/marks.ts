import { stripVTControlCharacters } from 'node:util'
import { nameOf } from '../../src/lib/store-path.ts'

/** What the log of the build of a derivation says about when what began. Times are in seconds. */

/** A phase of stdenv begins, or a line of the log comes. */
export type Mark =
  | { readonly at: number; readonly phase: string }
  | { readonly at: number; readonly text: string }

export interface Stamped {
  readonly at: number
  /** Of Nix's standard error in `--log-format internal-json`, with its debug messages. */
  readonly line: string
}

/** The build of one derivation. */
export interface TimedBuild {
  readonly start: number
  readonly marks: readonly Mark[]
  /** When the builder had ended; then Nix hashes the outputs and registers them. */
  readonly finished: number
  readonly end: number
}

interface Message {
  readonly action?: string
  readonly id?: number
  readonly type?: number
  readonly msg?: string
  readonly fields?: readonly unknown[]
}

// As in Nix's src/libutil/logging.hh.
const buildActivity = 105
const logLineResult = 101
const setPhaseResult = 104

/** The last build of a derivation of this name; undefined if there was none, or none that ended. */
export function timedBuild(lines: readonly Stamped[], name: string): TimedBuild | undefined {
  let current: { id: number; start: number; marks: Mark[]; finished: number | undefined } | undefined
  let done: TimedBuild | undefined
  for (const { at, line } of lines) {
    const message = parse(line)
    const subject = String(message?.fields?.[0] ?? '')
    if (message?.action === 'start' && message.type === buildActivity && nameOf(subject) === name)
      current = { id: message.id ?? -1, start: at, marks: [], finished: undefined }
    if (message === undefined || current === undefined) continue
    const said = /^builder process for '(.*)' finished$/.exec(message.msg ?? '')
    if (said !== null && nameOf(said[1] ?? '') === name) current.finished = at
    if (message.id !== current.id) continue
    if (message.type === setPhaseResult) current.marks.push({ at, phase: subject })
    if (message.type === logLineResult) current.marks.push({ at, text: stripVTControlCharacters(subject) })
    if (message.action !== 'stop') continue
    const { start, marks, finished = at } = current
    done = { start, marks, finished, end: at }
    current = undefined
  }
  return done
}

/** The log as `nix log` has it. */
export const textsOf = (marks: readonly Mark[]): readonly string[] =>
  marks.flatMap((mark) => ('text' in mark ? [mark.text] : []))

function parse(line: string): Message | undefined {
  if (!line.startsWith('@nix ')) return undefined
  try {
    return JSON.parse(line.slice('@nix '.length)) as Message
  } catch {
    // What a build prints can look like a line of Nix's.
    return undefined
  }
}
