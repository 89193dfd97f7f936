import { type Option, optionsOf, type Verb, verbs } from './options.ts'

const purposes: Readonly<Record<Verb, string>> = {
  build:
    'Builds the work tree on top of the last full build of its branch, as `nix build` would from scratch.',
  full: 'Makes the full build that the next commits are built on.',
  plan: 'Says which full builds there are and which are missing, and builds nothing.',
  verify: 'Builds on top of the full build and plainly, and fails if anything differs.',
  truncate: 'Prints the commit that the full build is of.',
}

const width = 80
const indent = 6

/** What `--help` prints: of a command, or of the program. */
export function helpText(verb: Verb | undefined): string {
  return verb === undefined ? overview() : helpOf(verb)
}

function overview(): string {
  return [
    'Usage: incremental-nix COMMAND [OPTION]… [INSTALLABLE]…',
    '',
    ...verbs.flatMap((verb) => [`  ${verb}`, ...wrapped(purposes[verb])]),
    '',
    'incremental-nix COMMAND --help tells the options of a command.',
    'incremental-nix --version tells the version.',
    '',
  ].join('\n')
}

function helpOf(verb: Verb): string {
  const installables = verb === 'truncate' ? '' : ' [INSTALLABLE]…'
  return [
    `Usage: incremental-nix ${verb} [OPTION]…${installables}`,
    '',
    ...paragraph(purposes[verb], 0),
    ...(verb === 'truncate'
      ? []
      : [
          '',
          ...paragraph(
            'INSTALLABLE is as given to `nix build`: `.#pkg`, `./sub#packages.x86_64-linux.pkg`, or with --file an attribute path. `.*` at the end stands for every derivation in there.',
            0,
          ),
        ]),
    '',
    ...optionsOf(verb).flatMap((option) => [`  ${usageOf(option)}`, ...wrapped(meaningOf(option))]),
    '',
  ].join('\n')
}

/** As it is written. */
export function usageOf({ name, kind, value }: Option): string {
  const short = name === 'print-build-logs' ? '-L, ' : ''
  if (kind !== 'switch') return `--${name} ${value}${kind === 'lines' ? ' …' : ''}`
  return `${short}--${name}${value === '' ? '' : `[=${value}]`}`
}

/** Its description, and its default unless that is told there or is none. */
export function meaningOf({ description, default: value }: Option): string {
  const told = value === '' || value === '0' || value === 'false' || /\bDefault: /.test(description)
  return told ? description : `${description} Default: \`${value}\`.`
}

const wrapped = (text: string) => paragraph(text, indent)

function paragraph(text: string, left: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/\s+/)) {
    if (line !== '' && left + line.length + 1 + word.length > width) {
      lines.push(line)
      line = ''
    }
    line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line].map((one) => `${' '.repeat(left)}${one}`)
}
