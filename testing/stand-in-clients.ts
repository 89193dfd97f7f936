import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Stand-ins for the clients of cachix and attic, whose services cannot be had on a loopback interface. They refuse every
 * argument and input but those that the clients' documentation and source name, note each call, and keep what they are
 * given in a binary cache that is a directory.
 */
export interface StandInClients {
  /** To be put in front of PATH. */
  readonly bin: string
  /** The binary cache of both. */
  readonly store: string
  /** One line per call: program and arguments, then `<` and the words of standard input. */
  calls(): string[]
  /** The next calls of `push` run this bash instead, with the arguments in `$@`. */
  onPush(script: string): void
  heal(): void
}

export function standInClients(directory: string): StandInClients {
  const [bin, store, log, override] = ['bin', 'store', 'calls', 'on-push'].map((name) =>
    join(directory, name),
  ) as [string, string, string, string]
  mkdirSync(bin, { recursive: true })
  const program = (name: string, text: string) =>
    writeFileSync(join(bin, name), `#!/bin/bash\nset -e\n${text}`, { mode: 0o755 })
  const copy = `nix copy --extra-experimental-features nix-command --to 'file://${store}' "\${paths[@]}"`
  const overridden = `if [[ -e '${override}' ]]; then source '${override}'; exit; fi`
  program(
    'cachix',
    `input=$(cat)
echo "cachix $* <" $input >>'${log}'
if [[ $1 != push || $2 != team || $# != 2 ]]; then echo "Invalid option" >&2; exit 64; fi
${overridden}
if [[ -z $CACHIX_AUTH_TOKEN ]]; then echo "Neither auth token nor signing key are present." >&2; exit 1; fi
mapfile -t paths <<<"$input"
for path in "\${paths[@]}"; do [[ -e $path ]]; done
${copy}
`,
  )
  program(
    'attic',
    `echo "attic $* <" >>'${log}'
if [[ "$1 $2" == "cache info" && $# == 3 ]]; then
  echo "               Public: true" >&2
  echo "Binary Cache Endpoint: file://${store}" >&2
  exit
fi
if [[ $1 != push || $# -lt 3 ]]; then echo "error: unexpected argument" >&2; exit 2; fi
${overridden}
paths=("\${@:3}")
for path in "\${paths[@]}"; do [[ -e $path ]]; done
${copy}
`,
  )
  return {
    bin,
    store,
    calls: () => readFileSync(log, 'utf8').trimEnd().split('\n'),
    onPush: (script) => writeFileSync(override, script),
    heal: () => rmSync(override, { force: true }),
  }
}
