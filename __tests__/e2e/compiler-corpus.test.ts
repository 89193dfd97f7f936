import { compileCases, evaluateCases, ghcVersion } from '../../scripts/compiler-corpus.mjs'
import { marksOf, sorted } from '../../testing/marks.ts'
import { compilerMarks, traceMarks } from '../../testing/read-corpus.ts'
import { cases } from '../fixtures/compiler/cases.mjs'
import { nixCases } from '../fixtures/compiler/nix-cases.mjs'

/** The compilers of this machine, lest the stored corpus be all that the parsers can read. */

const version = ghcVersion().split('.').slice(0, 2).join('.')
const known = ['9.6', '9.10'].includes(version)
if (!known) console.log(`Skipped: the codes that GHC ${version} has are not in the marks of the corpus.`)

const names = [
  'two-errors',
  'span-of-lines',
  'parse-error',
  'warnings',
  'warnings-as-errors',
  'template-haskell',
  'cpp-error',
  'c',
  'cabal-build',
]
;(known ? it : it.skip)('what GHC prints', () => {
  const found = compileCases('', names)
  for (const name of names) {
    const { files } = cases[name]!
    expect([name, compilerMarks(found[name] ?? [], files)]).toEqual([name, sorted(marksOf(files, version))])
  }
})

it('what Nix prints', () => {
  const system = process.arch === 'arm64' ? 'aarch64-linux' : 'x86_64-linux'
  for (const [name, lines] of Object.entries(evaluateCases())) {
    const { files } = nixCases[name]!
    expect([name, traceMarks(lines, files, system)]).toEqual([name, marksOf(files, '')])
  }
})
