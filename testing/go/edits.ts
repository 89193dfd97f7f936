import type { EditRow } from '../edit-table.ts'
import { dependency, type Files, header, packageOf } from './module.ts'

/** Edits of the sample, each of the base, and what is compiled after it. docs/builders-go.md has them as a table. */

export interface Row extends EditRow {
  readonly files?: Files
  /** Nix code: arguments of `buildGoModule`. */
  readonly options?: string
  /** As Go itself is called for comparison. */
  readonly flags?: readonly string[]
  /** What the program prints in place of what that of the base does. */
  readonly prints: Readonly<Record<string, string>>
}

/** What the program of the base prints, by the first word of each line. */
export const printedAtBase = {
  version: 'none',
  values: '43 39',
  assets: 'asset one',
  native: '11',
  tagged: 'ordinary',
  dep: 'one',
}
export const all = [
  'app',
  'assets',
  'dep',
  'native',
  'p0',
  'p1',
  'p2',
  'p3',
  'p4',
  'p5',
  'p6',
  'p7',
  'tagged',
]

export const rows: readonly Row[] = [
  { edit: 'a file that no package has', files: { 'README.md': 'Other words\n' }, compiled: [], prints: {} },
  {
    edit: 'the body of a function',
    files: { 'p4/p4.go': packageOf('p4', 105) },
    compiled: ['p1', 'p4'],
    prints: { values: '43 139' },
  },
  {
    edit: 'one more exported function, in a package that most others are above',
    files: { 'p7/p7.go': packageOf('p7', 8, '\nfunc More() int { return 1 }\n') },
    compiled: ['p2', 'p3', 'p5', 'p7'],
    prints: {},
  },
  {
    edit: 'an embedded file',
    files: { 'assets/text.txt': 'asset two' },
    compiled: ['app', 'assets'],
    prints: { assets: 'asset two' },
  },
  {
    edit: 'a header beside the C sources of a package',
    files: { 'native/native.h': header(2) },
    compiled: ['app', 'native'],
    prints: { native: '22' },
  },
  {
    edit: 'a vendored module',
    files: { 'third_party/dep/dep.go': dependency('two') },
    compiled: ['app', 'dep'],
    prints: { dep: 'two' },
  },
  {
    edit: 'a file that goes, and one that comes',
    files: {
      'p2/more.go': null,
      'p3/more.go': 'package p3\n\nfunc init() { more = 1000 }\n\nvar more int\n',
    },
    compiled: ['app', 'p0', 'p1', 'p2', 'p3'],
    prints: {},
  },
  {
    edit: '`ldflags`',
    options: 'ldflags = [ "-X main.version=two" ];',
    flags: ['-ldflags=-X main.version=two -buildid='],
    compiled: [],
    prints: { version: 'two' },
  },
  {
    edit: '`tags`',
    options: 'tags = [ "special" ];',
    flags: ['-tags=special', '-ldflags=-buildid='],
    compiled: ['app', 'tagged'],
    prints: { tagged: 'special' },
  },
]
