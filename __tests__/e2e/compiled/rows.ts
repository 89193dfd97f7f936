import {
  type Files,
  header,
  type Kind,
  kinds,
  mainSource,
  members,
  type Options,
  partSource,
  parts,
} from '../../../testing/c-project/project.ts'

/** Edits of the sample in testing/c-project, and what is compiled for them. docs/builders.md has them as a table. */
export interface Row {
  readonly edit: string
  /** Of the package's own files. */
  readonly files?: Files
  readonly options?: Partial<Options>
  /** What the package it depends on says. */
  readonly dependency?: string
  /** Nix code: more attributes. */
  readonly extra?: string
  readonly elsewhere?: true
  /** What is compiled because of it, beside what is compiled each time; a kind that is not there was not tried. */
  readonly compiled: Partial<Readonly<Record<Kind, readonly string[] | 'all'>>>
}

const cmake = (compiled: readonly string[] | 'all') => ({ 'cmake-ninja': compiled, 'cmake-make': compiled })
const recorded = (compiled: readonly string[] | 'all') => ({ ...cmake(compiled), 'make-recorded': compiled })
const every = (compiled: readonly string[] | 'all') => ({ ...recorded(compiled), autotools: compiled })

const usersOf = (header: number) =>
  Array.from({ length: parts }, (_, index) => index)
    .filter((index) => index % 3 === header)
    .map((index) => `part${index}`)

const withoutPart8 = members.filter((name) => name !== 'part8')

export const rows = {
  quiet: {
    edit: 'A file that no compiler reads: `.gitignore`, `flake.nix`',
    files: { '.gitignore': 'result\n', 'flake.nix': '{ }\n' },
    compiled: { ...every([]), 'make-bare': [] },
  },
  readme: {
    edit: 'The README',
    files: { 'README.md': 'Another sample.\n' },
    compiled: { ...recorded(['embed']), 'make-bare': 'all' },
  },
  source: {
    edit: 'A source',
    files: { 'src/part4.c': partSource(4, 'head') },
    compiled: { ...every(['part4', 'embed']), 'make-bare': ['part4'] },
  },
  spaced: {
    edit: 'A source with a space in its name',
    files: { 'src/a name.c': 'int a_name = 1;\n' },
    compiled: cmake(['a_name', 'embed']),
  },
  header: {
    edit: 'A header',
    files: { 'include/part0.h': header(0, 'head') },
    compiled: { ...every([...usersOf(0), 'embed']), 'make-bare': 'all' },
  },
  generator: {
    edit: 'What a header is generated from',
    files: { 'generated.txt': 'other words' },
    compiled: { ...cmake(['embed']), 'make-recorded': 'all' },
  },
  shadow: {
    edit: 'A new header, found before another of its name',
    files: { 'include/shadow.h': '#define SHADOW "first"\n' },
    compiled: every(['shadow', 'embed']),
  },
  maybe: {
    edit: 'A new header that `__has_include` asked for',
    files: { 'include/perhaps.h': '#define MAYBE "yes"\n' },
    compiled: every(['maybe', 'embed']),
  },
  linked: {
    edit: 'Where a link to a header leads',
    files: { 'include/linked.h': '-> ../variants/two.h' },
    compiled: every(['linked', 'embed']),
  },
  embed: {
    edit: 'A file that is embedded by `.incbin`',
    files: { 'data.txt': 'other data' },
    compiled: every(['embed']),
  },
  mode: {
    edit: 'The mode of a header',
    files: { 'include/part1.h': `+x ${header(1)}` },
    compiled: every(['embed']),
  },
  deleted: {
    edit: 'A source is gone, and the function with it',
    files: { 'src/part8.c': null, 'src/main.c': mainSource(withoutPart8) },
    options: { members: withoutPart8 },
    compiled: { ...cmake(['main', 'embed']), 'make-recorded': 'all', autotools: 'all' },
  },
  moved: {
    edit: 'A source is in another directory',
    files: { 'src/part5.c': null, 'other/part5.c': partSource(5) },
    options: { places: { part5: 'other' } },
    compiled: { ...cmake(['part5', 'embed']), 'make-recorded': 'all', autotools: 'all' },
  },
  level: {
    edit: 'The flags of one source',
    options: { level: 'two' },
    compiled: { ...every('all'), 'cmake-ninja': ['level', 'embed'] },
  },
  flags: {
    edit: 'The flags of all sources',
    options: { flags: '-O2' },
    compiled: recorded('all'),
  },
  dependency: {
    edit: 'A package that it is built with',
    dependency: 'head',
    compiled: { 'cmake-ninja': 'all', 'make-recorded': 'all' },
  },
  environment: {
    edit: 'The environment',
    extra: 'SETTING = "other";',
    compiled: { 'cmake-ninja': 'all' },
  },
  version: {
    edit: 'The version',
    extra: 'version = "1.1";',
    compiled: { 'cmake-ninja': 'all' },
  },
  elsewhere: {
    edit: 'A source, and the build directory has another path',
    files: { 'src/part4.c': partSource(4, 'head') },
    elsewhere: true,
    compiled: { 'cmake-ninja': 'all' },
  },
} satisfies Record<string, Row>
export type Name = keyof typeof rows

/** What is tried at once: edits that have nothing to do with one another, unless they compile everything. */
export const runs: readonly { readonly names: readonly Name[]; readonly kinds: readonly Kind[] }[] = [
  { names: ['quiet'], kinds },
  { names: ['readme'], kinds: ['cmake-ninja', 'cmake-make', 'make-recorded', 'make-bare'] },
  {
    names: ['source', 'shadow', 'maybe', 'linked', 'embed', 'mode'],
    kinds: ['cmake-ninja', 'cmake-make', 'make-recorded', 'autotools'],
  },
  { names: ['source'], kinds: ['make-bare'] },
  { names: ['header'], kinds },
  { names: ['generator', 'deleted', 'moved', 'spaced'], kinds: ['cmake-ninja', 'cmake-make'] },
  { names: ['level'], kinds: ['cmake-ninja', 'cmake-make'] },
  { names: ['generator'], kinds: ['make-recorded'] },
  { names: ['deleted', 'moved', 'level'], kinds: ['make-recorded', 'autotools'] },
  { names: ['flags'], kinds: ['cmake-ninja', 'cmake-make', 'make-recorded'] },
  { names: ['dependency'], kinds: ['cmake-ninja', 'make-recorded'] },
  { names: ['environment'], kinds: ['cmake-ninja'] },
  { names: ['version'], kinds: ['cmake-ninja'] },
  { names: ['elsewhere'], kinds: ['cmake-ninja'] },
]

/**
 * Compiled whatever changed: what includes a header that the build makes, what names the package's own store path, and
 * what has the date in it.
 */
export const always: Readonly<Record<Kind, readonly string[]>> = {
  'cmake-ninja': ['dated', 'generated', 'installed'],
  'cmake-make': ['dated', 'generated', 'installed'],
  autotools: ['dated', 'generated', 'installed'],
  'make-recorded': ['dated', 'generated', 'installed'],
  'make-bare': ['installed'],
}

const titles: Readonly<Record<Kind, string>> = {
  'cmake-ninja': 'CMake, Ninja',
  'cmake-make': 'CMake, make',
  autotools: 'automake',
  'make-recorded': 'make, with `-MD`',
  'make-bare': 'make, without',
}

/** For docs/builders-c.md. */
export function compiledMarkdown(): string {
  const cell = (compiled: readonly string[] | 'all' | undefined) => {
    if (compiled === undefined) return ''
    return compiled === 'all' ? 'all' : String(compiled.length)
  }
  const lines = Object.values<Row>(rows).map(({ edit, compiled }) => [
    edit,
    ...kinds.map((kind) => cell(compiled[kind])),
  ])
  const head = ['Edit', ...kinds.map((kind) => titles[kind])]
  return [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |\n`).join('')
}
