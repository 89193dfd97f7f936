import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Call, Run } from './account.ts'
import type { Stamped } from './marks.ts'

/** A `nix` that writes down when it was called and when its lines came: to be first on PATH. */
export interface Recorder {
  /** Added to an environment, it makes `nix` there the one that records. */
  readonly env: { readonly PATH: string }
  /** What `body` gave, and the record of its calls. */
  record<T>(body: () => Promise<T>): Promise<{ readonly value: T; readonly run: Run }>
}

/** Below a directory of its own. */
export function createRecorder(directory: string): Recorder {
  const bin = join(directory, 'bin')
  const [calls, lines] = [join(directory, 'calls'), join(directory, 'lines')]
  const real = execFileSync('bash', ['-c', 'command -v nix'], { encoding: 'utf8' }).trim()
  mkdirSync(bin, { recursive: true })
  writeFileSync(join(bin, 'stamp'), stamp(lines), { mode: 0o755 })
  writeFileSync(join(bin, 'nix'), wrapper({ real, stamp: join(bin, 'stamp'), calls }), { mode: 0o755 })
  const read = (file: string) => (existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : [])
  return {
    env: { PATH: `${bin}:${process.env.PATH}` },
    async record(body) {
      for (const file of [calls, lines]) rmSync(file, { force: true })
      const start = Date.now() / 1000
      const value = await body()
      const end = Date.now() / 1000
      return { value, run: { start, end, calls: read(calls).map(callOf), lines: read(lines).map(lineOf) } }
    },
  }
}

function callOf(line: string): Call {
  const [start, end, ...words] = line.split(' ')
  return { start: Number(start), end: Number(end), text: words.join(' ') }
}

function lineOf(text: string): Stamped {
  const at = text.indexOf(' ')
  return { at: Number(text.slice(0, at)), line: text.slice(at + 1) }
}

/** Nix says with -vvv, and in none of its ordinary messages, when a builder ended. */
const wrapper = ({ real, stamp, calls }: { real: string; stamp: string; calls: string }) => `#!/bin/bash
start=$EPOCHREALTIME
if [[ $1 == build && " $* " == *' internal-json '* ]]; then
  arguments=()
  for argument in "$@"; do
    if [[ $argument == -v ]]; then argument=-vvv; fi
    arguments+=("$argument")
  done
  '${real}' "\${arguments[@]}" 2> >('${stamp}' >&2)
else
  '${real}' "$@"
fi
code=$?
text="$*"
echo "$start $EPOCHREALTIME \${text//[[:space:]]/ }" >> '${calls}'
exit $code
`

/** Passes on what -v shows: nothing above Nix's `lvlTalkative`, which is 4. */
const stamp = (lines: string) => `#!/usr/bin/perl
use Time::HiRes 'time';
use IO::Handle;
open my $record, '>>', '${lines}' or die;
STDOUT->autoflush(1);
while (<STDIN>) {
  my $debugging = /^.nix ."action":"msg","level":[5-9]/;
  printf $record '%.3f %s', time, $_ unless $debugging && !/"msg":"builder process for /;
  print unless $debugging;
}
`
