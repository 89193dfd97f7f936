import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What a program under measurement starts: each call of some programs, with its time. */

export interface Call {
  /** As typed, on one line. */
  readonly command: string
  /** Milliseconds since 1970. */
  readonly start: number
  /** Undefined for one that was ended with all that it had started. */
  readonly end: number | undefined
}

export interface Trace {
  /** To be first on PATH. */
  readonly bin: string
  /** Those since the last time, in the order of their starts. */
  take(): readonly Call[]
}

/** Wrappers of these programs. They cost a few milliseconds a call: what is traced is not timed as a whole. */
export function trace(directory: string, programs: readonly string[]): Trace {
  const bin = join(directory, 'bin')
  const calls = join(directory, 'calls')
  mkdirSync(bin, { recursive: true })
  for (const program of programs) {
    const real = execFileSync('bash', ['-c', `command -v ${program}`], { encoding: 'utf8' }).trim()
    writeFileSync(join(bin, program), wrapper(program, real, calls), { mode: 0o755 })
  }
  writeFileSync(calls, '')
  return {
    bin,
    take() {
      const begun = new Map<string, Call>()
      for (const line of readFileSync(calls, 'utf8').split('\n').slice(0, -1)) {
        const [id = '', time = '', command] = line.split('\t')
        const call = begun.get(id)
        if (command !== undefined) begun.set(id, { command, start: milliseconds(time), end: undefined })
        else if (call !== undefined) begun.set(id, { ...call, end: milliseconds(time) })
      }
      writeFileSync(calls, '')
      return [...begun.values()].toSorted((one, other) => one.start - other.start)
    },
  }
}

const milliseconds = (seconds: string) => Number(seconds.replace(',', '.')) * 1000

const wrapper = (name: string, real: string, calls: string) => `#!/bin/bash
line="${name} $*"
printf '%s\\t%s\\t%s\\n' $$ "$EPOCHREALTIME" "\${line//[$'\\n\\t']/ }" >>'${calls}'
'${real}' "$@"
code=$?
printf '%s\\t%s\\n' $$ "$EPOCHREALTIME" >>'${calls}'
exit $code
`
