import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

// When C has to be compiled again of which Go does not know that it changed.

type Files = Readonly<Record<string, string>>

const withC = (text: string) => ({ 'native/native.go': `package native\n\n// ${text}\nimport "C"\n` })
const own = withC('#include "native.h"')
const base: Files = {
  ...own,
  'native/native.h': '1',
  'include/shared.h': '1',
  'data/words.txt': '1',
  'lib/libsome.a': '1',
}

const libraries = 'libraries that C is linked with changed'
const others = 'C sources or headers changed that other directories may include'
const named = 'files changed that C sources name'

const cases: readonly [string, Files, Files, string][] = [
  ['nothing', {}, {}, ''],
  ['a header beside the package', {}, { 'native/native.h': '2' }, ''],
  ['a header of another directory that nobody includes', {}, { 'include/shared.h': '2' }, ''],
  [
    'one that is included by a path',
    withC('#include "../include/shared.h"'),
    { 'include/shared.h': '2' },
    others,
  ],
  ['one that a flag makes known', withC('#cgo CFLAGS: -I../include'), { 'include/shared.h': '2' }, others],
  ['one that may be that of a macro', withC('#include HEADER'), { 'include/shared.h': '2' }, others],
  ['one that is added', withC('#cgo CFLAGS: -I../include'), { 'include/more.h': '1' }, others],
  ['a file that is none of C', withC('#cgo CFLAGS: -I../include'), { 'data/words.txt': '2' }, ''],
  ['one that C names', withC('#include "words.txt"'), { 'data/words.txt': '2' }, named],
  ['a library', {}, { 'lib/libsome.a': '2' }, libraries],
  [
    'a library of a module without C',
    { 'native/native.go': 'package native\n' },
    { 'lib/libsome.a': '2' },
    '',
  ],
  [
    'an import among others',
    { 'native/native.go': 'package native\n\nimport (\n\t"C"\n)\n' },
    { 'lib/libsome.a': '2' },
    libraries,
  ],
]

const functions = execFileSync('nix-instantiate', [
  ...['--eval', '--strict', '--json', '--expr'],
  `let c = import ${fileURLToPath(new URL('../../nix/adapters/go-c.nix', import.meta.url))}; in c.list + c.distrust`,
]).toString()

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'go-c-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

function write(files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, 'sources', path)), { recursive: true })
    writeFileSync(join(directory, 'sources', path), text)
  }
}

function bash(commands: string): string {
  const script = `set -eo pipefail\n${JSON.parse(functions)}\n${commands}\n`
  return execFileSync('/bin/bash', ['-c', script], {
    cwd: join(directory, 'sources'),
    encoding: 'utf8',
  }).trim()
}

it.each(cases)('%s', (_, before, change, reason) => {
  write({ ...base, ...before })
  bash('incrementalNixFiles > ../files')
  write(change)
  expect(bash('incrementalNixDistrustC ../files')).toBe(reason)
})

it.each([
  ['-Iinclude', others],
  ['-O2 -iquote ../include', others],
  ['-I /build/sources/include', others],
  ['-isystem /nix/store/glibc/include -I/nix/store/zlib/include', ''],
])('a header of another directory, with CGO_CFLAGS %s', (flags, reason) => {
  write(base)
  bash('incrementalNixFiles > ../files')
  write({ 'include/shared.h': '2' })
  expect(bash(`NIX_BUILD_TOP=/build CGO_CFLAGS='${flags}' incrementalNixDistrustC ../files`)).toBe(reason)
})
