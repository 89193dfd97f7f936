import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { parseTrace } from '../../src/nix/trace.ts'
import { marksOf } from '../../testing/marks.ts'
import { traceMarks } from '../../testing/read-corpus.ts'
import { nixCases } from '../fixtures/compiler/nix-cases.mjs'

const corpus = new URL('../fixtures/compiler/', import.meta.url)
const outputs = readdirSync(corpus).filter((name) => /^nix-\d.*\.json$/.test(name))

it('the corpus is of Nix 2.26 and 2.34', () => {
  expect(outputs.map((name) => /^nix-(\d+\.\d+)/.exec(name)?.[1])).toEqual(['2.26', '2.34'])
})

describe.each(outputs)('%s', (name) => {
  const all = JSON.parse(readFileSync(new URL(name, corpus), 'utf8')) as Record<string, string[]>

  it.each(Object.entries(all))('%s', (title, lines) => {
    const { files } = nixCases[title] ?? { files: {} }
    expect(traceMarks(lines, files, 'x86_64-linux')).toEqual(marksOf(files, ''))
  })
})

it.each([
  ['undefined-variable', "undefined variable 'nothing'"],
  ['thrown', 'not on this system'],
  ['missing-attribute', "attribute 'c' missing\nDid you mean b?"],
  ['failed-assertion', "an integer with value '1' is not equal to an integer with value '2'"],
])('the text of %s', (title, text) => {
  const all = JSON.parse(readFileSync(new URL('nix-2.26.3.json', corpus), 'utf8'))
  expect(parseTrace(all[title].join('\n'))?.text).toBe(text)
})

it('reads whatever is printed, in time that its length warrants', () => {
  const fragment = fc.constantFrom(
    'error:',
    ' ',
    '\n',
    'at ',
    ':1',
    '/a.nix',
    '3|',
    '«',
    'Did you mean',
    '💥',
  )
  fc.assert(
    fc.property(fc.array(fc.oneof(fragment, fc.string())), (parts) => {
      for (const { line } of parseTrace(parts.join(''))?.places ?? []) expect(line).toBeGreaterThanOrEqual(0)
    }),
    { numRuns: 2000 },
  )
  for (const text of [':1'.repeat(500_000), 'at a:1:1\n'.repeat(200_000), `at ${' '.repeat(1_000_000)}`])
    expect(parseTrace(`${text}\nerror: real`)?.text).toBe('real')
})
