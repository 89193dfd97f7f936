import { existsSync } from 'node:fs'
import { lastErrorOf, nixFile, nixString } from '../../src/nix/nix.ts'

it.each([
  ['plain', '"plain"'],
  ['"; abort "', '"\\"; abort \\""'],
  ['${builtins.abort "x"}', '"\\${builtins.abort \\"x\\"}"'],
  ['\\${x}', '"\\\\\\${x}"'],
])('nixString(%s)', (text, literal) => {
  expect(nixString(text)).toBe(literal)
})

it('finds the Nix library', () => {
  expect(['default.nix', 'rewrite.nix'].filter((name) => !existsSync(nixFile(name)))).toEqual([])
})

it.each([
  ['error: a\n       b\n\n       at x:1', 'a b at x:1'],
  [
    'warning: w\n\u001b[31;1merror:\u001b[0m\n       … while calling\n\n       error: attribute missing',
    'attribute missing',
  ],
  ['no colon here', 'no colon here'],
  ['', ''],
])('lastErrorOf(%j)', (stderr, message) => {
  expect(lastErrorOf(stderr)).toBe(message)
})
