import type { EditRow } from '../edit-table.ts'
import { crate, type Files, lockFile, plainMacro, vendored } from './workspace.ts'

/** Edits of the sample, each of the base, and what is compiled after it. docs/builders-rust.md has them as a table. */

export interface Row extends EditRow {
  readonly files?: Files
  /** Nix code: arguments of `buildRustPackage`. */
  readonly options?: string
  /** The programs that there are, if others than at the base. */
  readonly programs?: readonly string[]
  /** What the program prints in place of what that of the base does. */
  readonly prints: Readonly<Record<string, string>>
  /** Whether the plain build is made as well; random edits have it each time. */
  readonly plain?: true
}

/** What the program of the base prints, by the first word of each line. */
export const printedAtBase = {
  version: 'none',
  values: '20 17',
  assets: 'asset one',
  generated: 'input one',
  derives: '42',
  listed: 'list one',
  outer: 'outer one',
}
export const all = [
  ...['app', 'assets', 'c0', 'c1', 'c2', 'c3', 'c4', 'c5', 'derives', 'generated', 'listed', 'outer'],
  ...['plain-macro', 'reading-macro'],
]
/** What may read any file of the sources, and the program above it. */
const blind = ['app', 'generated', 'listed']
const own = (text: string) => `pub fn own() -> i64 {\n    ${text}\n}\n`

export const rows: readonly Row[] = [
  {
    edit: 'the body of a function',
    files: { 'c4/src/lib.rs': crate('c4', 105) },
    compiled: ['app', 'c1', 'c4'],
    prints: { values: '20 117' },
  },
  {
    edit: 'a crate that many are above',
    files: { 'c5/src/lib.rs': crate('c5', 7) },
    compiled: ['app', 'c0', 'c1', 'c2', 'c3', 'c5'],
    prints: { values: '22 18' },
  },
  { edit: 'a file that no crate has', files: { 'README.md': 'Other words\n' }, compiled: blind, prints: {} },
  {
    edit: 'a file that a crate includes',
    files: { 'assets/text.txt': 'asset two' },
    compiled: [...blind, 'assets'].sort(),
    prints: { assets: 'asset two' },
  },
  {
    edit: 'a file that a build script reads',
    files: { 'generated/input.txt': 'input two' },
    compiled: blind,
    prints: { generated: 'input two' },
  },
  {
    edit: 'a file that a macro reads, and cargo does not know of',
    files: { 'listed/list.txt': 'list two' },
    compiled: blind,
    prints: { listed: 'list two' },
    plain: true,
  },
  {
    edit: 'a macro',
    files: { 'plain-macro/src/lib.rs': plainMacro(43) },
    compiled: ['app', 'derives', 'plain-macro'],
    prints: { derives: '43' },
  },
  {
    edit: 'a file that goes',
    files: { 'c2/src/more.rs': null, 'c2/src/lib.rs': crate('c2', 4) },
    compiled: ['app', 'c0', 'c2'],
    prints: { values: '21 17' },
  },
  {
    edit: 'a file that moves',
    files: { 'c2/src/more.rs': null, 'c2/src/more/mod.rs': own('3') },
    compiled: ['app', 'c0', 'c2'],
    prints: {},
    plain: true,
  },
  {
    edit: 'a program that goes',
    files: { 'app/src/bin/extra.rs': null },
    compiled: ['app'],
    programs: ['app'],
    prints: {},
  },
  {
    edit: 'another version of a vendored crate',
    files: {
      ...Object.fromEntries(Object.keys(vendored('1.0.0', '')).map((path) => [path, null])),
      ...vendored('1.0.1', 'outer two'),
      'Cargo.lock': lockFile('1.0.1'),
    },
    compiled: [...blind, 'outer'].sort(),
    prints: { outer: 'outer two' },
    plain: true,
  },
  {
    edit: 'a vendored crate, of the same version',
    files: vendored('1.0.0', 'outer two'),
    compiled: undefined,
    prints: { outer: 'outer two' },
  },
  { edit: 'a variable', options: 'RELEASE = "two";', compiled: undefined, prints: { version: 'two' } },
  {
    edit: 'flags of rustc',
    options: 'RUSTFLAGS = "-C debug-assertions=on";',
    compiled: undefined,
    prints: {},
  },
]
