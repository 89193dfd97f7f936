import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What becomes of a call. All but `empty` and `half` say so by their exit code, or say nothing for ever. */
export type Manner = keyof typeof acts

const acts = {
  /** It fails. */
  error: `echo 'error: out of order' >&2; exit 1`,
  /** It never ends, and has a name by which it can be found. */
  hang: `exec -a "$here/hanging" sleep 3600`,
  /** It does nothing and says that it has done it. */
  empty: 'exit 0',
  /** It does its work, and answers with something else. */
  half: `"$real" "$@" >/dev/null 2>&1; printf '{"a": [{'; exit 0`,
  binary: `"$real" "$@" >/dev/null 2>&1; printf '\\377\\376\\001\\000\\n\\200:\\n' | tee /dev/stderr; exit 0`,
}

export interface CallFault {
  readonly program: 'nix' | 'git'
  /** Extended regular expression for the arguments, which are joined by blanks. */
  readonly call: string
  readonly manner: Manner
  /** The one of the calls that match, counted from 1, that is broken; all of them without it. */
  readonly only?: number
}

/** `nix` and `git` that note each call, and of which one kind of call can be broken: to be first on PATH. */
export interface FaultyPrograms {
  readonly bin: string
  break(fault: CallFault): void
  heal(): void
  /** Since the last `heal`, as typed, on one line each. */
  calls(): readonly string[]
  /** How many calls matched the fault. */
  met(): number
}

export function faultyPrograms(here: string): FaultyPrograms {
  const bin = join(here, 'bin')
  const fault = join(here, 'fault')
  const calls = join(here, 'calls')
  const met = join(here, 'met')
  mkdirSync(bin, { recursive: true })
  for (const program of ['nix', 'git']) {
    const real = execFileSync('bash', ['-c', `command -v ${program}`], { encoding: 'utf8' }).trim()
    writeFileSync(join(bin, program), wrapper(program, real, here), { mode: 0o755 })
  }
  const read = (file: string) => readFileSync(file, 'utf8').split('\n').slice(0, -1)
  const heal = () => {
    rmSync(fault, { force: true })
    for (const file of [calls, met]) writeFileSync(file, '')
  }
  heal()
  return {
    bin,
    break({ program, call, manner, only }) {
      const quoted = `'${call.replaceAll("'", `'\\''`)}'`
      writeFileSync(
        fault,
        `program=${program}\ncall=${quoted}\nonly=${only ?? ''}\nact() { ${acts[manner]}; }\n`,
      )
    },
    heal,
    calls: () => read(calls),
    met: () => read(met).length,
  }
}

const wrapper = (name: string, real: string, here: string) => `#!/bin/bash
here='${here}'
real='${real}'
line="$*"
echo "${name} \${line//$'\\n'/ }" >>"$here/calls"
if [[ -e $here/fault ]]; then
  . "$here/fault"
  if [[ $program == ${name} && $line =~ $call ]]; then
    echo >>"$here/met"
    if [[ -z $only || $only == $(wc -l <"$here/met") ]]; then act "$@"; fi
  fi
fi
exec "$real" "$@"
`
