import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The Nix of this machine, speaking as another one does where the two differ in what the project asks: which commands
 * there are, and what JSON looks like. Taken from the sources of these versions.
 */

/** What is different, as cases of the shell's on the first two words of a call. `$nix` is the real one. */
const differences = {
  '2.18': {
    version: 'nix (Nix) 2.18.10',
    cases: `
  'store info') unknown info ;;
  'store ping') shift 2; exec "$nix" store info "$@" ;;
  'config show') unknown show ;;
  'path-info --json') shift 2; list "$@" ;;`,
  },
  'the newest': {
    version: 'nix (Nix) 2.36.0',
    cases: `
  'store ping') unknown ping ;;
  'show-config --json') unknown show-config ;;
  'path-info --json')
    # Of the future: for now it is a warning.
    if [[ $3 != --json-format ]]; then echo "error: '--json' without '--json-format'" >&2; exit 1; fi
    shift 4; path_info "$@" ;;
  'derivation show') "$nix" "$@" | convert '({ version: 4, derivations: json })'; exit ;;`,
  },
  'Determinate Nix': {
    version: 'nix (Determinate Nix 3.8.5) 2.30.2',
    cases: `
  'store ping') unknown ping ;;`,
  },
  Lix: {
    version: 'nix (Lix, like Nix) 2.93.3',
    cases: `
  'store info') unknown info ;;
  'store ping') shift 2; exec "$nix" store info "$@" ;;
  'path-info --json')
    if [[ $3 = --json-format ]]; then echo "error: unrecognised flag '--json-format'" >&2; exit 1; fi
    shift 2; list "$@" ;;`,
  },
} as const

export type OtherNix = keyof typeof differences

export const otherNixes = Object.keys(differences) as OtherNix[]

/** Makes a directory for PATH with a `nix` of that kind in it. */
export function standInNix(kind: OtherNix, directory: string): string {
  const bin = join(directory, 'stand-in-nix')
  mkdirSync(bin)
  const { version, cases } = differences[kind]
  const real = execFileSync('which', ['nix'], { encoding: 'utf8' }).trim()
  writeFileSync(
    join(bin, 'nix'),
    `#!/bin/bash
set -o pipefail
nix=${real}
unknown() { echo "error: '$1' is not a recognised command" >&2; exit 1; }
convert() {
  ${process.execPath} -e "
    const json = JSON.parse(require('node:fs').readFileSync(0, 'utf8'))
    process.stdout.write(JSON.stringify($1))"
}
list() {
  "$nix" path-info --json "$@" |
    convert 'Object.entries(json).map(([path, info]) => info === null ? { path, valid: false } : { path, ...info })'
  exit
}
path_info() {
  "$nix" path-info --json "$@" |
    convert 'Object.fromEntries(Object.entries(json).map(([path, info]) => [path, info && { version: 1, ...info }]))'
  exit
}
case "$1 $2" in
  '--version ') echo '${version}'; exit ;;${cases}
esac
exec "$nix" "$@"
`,
    { mode: 0o755 },
  )
  return bin
}
