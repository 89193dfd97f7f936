import { reference } from '../inputs/index.ts'

/** What can be said on the command line: most of it are the action's inputs, by the same names. */

export const verbs = ['build', 'full', 'plan', 'verify', 'truncate'] as const
export type Verb = (typeof verbs)[number]

export interface Option {
  readonly name: string
  readonly verbs: readonly Verb[]
  /** `switch`: it needs no value. `lines`: it may be given several times, one value each. */
  readonly kind: 'text' | 'lines' | 'switch'
  /** What its value is called in the help; empty if it takes none. */
  readonly value: string
  /** Empty if it has none. */
  readonly default: string
  readonly description: string
}

/** What the terminal takes empty inputs for where the action takes them for something else. */
export const ownDefaults = { cache: 'none', 'cache-write': 'never', 'linux-builder': 'never' } as const

const runs: readonly Verb[] = ['build', 'full', 'plan', 'verify']
const all: readonly Verb[] = verbs

/**
 * An input of the action. `text`: where its description there is about jobs. What only jobs have is left out: what they show on
 * GitHub, its tokens and pull requests, and VMs that are thrown away after them.
 */
interface OfInput {
  readonly verbs: readonly Verb[]
  readonly kind?: Option['kind']
  readonly value: string
  readonly text?: string
}

const inputs: Readonly<Record<string, OfInput>> = {
  path: { verbs: ['truncate'], value: 'DIRECTORY', text: 'The checkout, or a directory in it.' },
  file: {
    verbs: runs,
    value: 'FILE',
    text: 'A Nix file below this directory to build from, instead of a flake.',
  },
  interval: { verbs: all, value: 'TIME' },
  offset: { verbs: all, value: 'TIME' },
  date: { verbs: all, value: 'DATE' },
  history: { verbs: all, value: 'WORD' },
  revision: { verbs: runs, value: 'COMMIT' },
  branches: { verbs: ['full', 'plan'], kind: 'lines', value: 'PATTERN' },
  simulate: { verbs: ['plan'], kind: 'switch', value: 'NUMBER' },
  'fallback-intervals': { verbs: ['build'], value: 'NUMBER' },
  cache: {
    verbs: runs,
    kind: 'lines',
    value: 'STORE',
    text: 'Where full builds are kept: a directory, a store URL (`https://…`, `s3://…`, `ssh-ng://…`, `file:///…`), `cachix:NAME`, `attic:NAME`, or `none`. Of several, the first that has a full build gives it. The GitHub Actions cache can be reached by jobs only.',
  },
  'cache-write': {
    verbs: ['build', 'full', 'verify'],
    value: 'WORD',
    text: '`auto`, `always`: full builds that were made are pushed to the cache. `never`: they stay in the store.',
  },
  'trusted-public-keys': {
    verbs: runs,
    kind: 'lines',
    value: 'KEY',
    text: 'If given, full builds that come from a cache must be signed by one of these keys, or by one that Nix trusts anyway.',
  },
  'cache-timeout': { verbs: runs, value: 'TIME' },
  keep: {
    verbs: ['full'],
    value: 'NUMBER',
    text: 'How many full builds of each package, system and branch stay in a cache that is a directory. Default: all.',
  },
  'keep-days': {
    verbs: ['full'],
    value: 'NUMBER',
    text: 'How many days full builds stay there, likewise. Default: for ever.',
  },
  'fetch-timeout': {
    verbs: all,
    value: 'TIME',
    text: "How long each fetch of history from the repository's server may take.",
  },
  'nix-options': {
    verbs: runs,
    kind: 'lines',
    value: 'SETTING',
    text: 'A Nix setting for every call, as in `cores = 2`.',
  },
  strict: {
    verbs: runs,
    kind: 'switch',
    value: '',
    text: 'Fail where otherwise there would be a warning, and a build without the optimisation.',
  },
  'confirm-failures': { verbs: ['build'], value: 'WORD' },
}

function ofInput([name, { verbs, kind = 'text', value, text }]: [string, OfInput]): Option {
  const known = reference[name]
  return {
    ...{ name, verbs, kind, value },
    default: name in ownDefaults ? ownDefaults[name as keyof typeof ownDefaults] : (known?.default ?? ''),
    description: text ?? known?.description ?? '',
  }
}

/** What the terminal has of its own. */
const own: readonly Option[] = [
  {
    ...{
      name: 'signing-key-file',
      verbs: ['build', 'full', 'verify'],
      kind: 'text',
      value: 'FILE',
      default: '',
    },
    description: 'A secret key, made by `nix key generate-secret`, that what is pushed is signed with.',
  },
  {
    ...{ name: 'out-link', verbs: ['build'], kind: 'text', value: 'NAME', default: 'result' },
    description: 'The link to what was built, as `nix build` makes it.',
  },
  {
    ...{ name: 'no-link', verbs: ['build'], kind: 'switch', value: '', default: '' },
    description: 'No link.',
  },
  {
    ...{ name: 'print-out-paths', verbs: ['build'], kind: 'switch', value: '', default: '' },
    description: 'The store paths of what was built, on standard output.',
  },
  {
    ...{
      name: 'print-build-logs',
      verbs: ['build', 'full', 'verify'],
      kind: 'switch',
      value: '',
      default: '',
    },
    description: 'The logs of builds, above the status line. Without a terminal they are printed anyway.',
  },
  {
    ...{ name: 'json', verbs: all, kind: 'switch', value: '', default: '' },
    description: 'A report for programs on standard output, and nothing else there.',
  },
]

export const options: readonly Option[] = [...Object.entries(inputs).map(ofInput), ...own]

/** Whether an option is one of the action's inputs, in its own words or in the terminal's. */
export const isInput = (name: string) => name in inputs

/** Those whose description is not that of action.yml. */
export const inOtherWords: readonly string[] = Object.entries(inputs).flatMap(([name, { text }]) =>
  text === undefined ? [] : name,
)

export const optionsOf = (verb: Verb): readonly Option[] =>
  options.filter((option) => option.verbs.includes(verb))
