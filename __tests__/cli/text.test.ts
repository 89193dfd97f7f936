import { inOptions, plain, printable } from '../../src/cli/text.ts'
import { code, escaped, link } from '../../src/report/markdown.ts'

it.each([
  ['a\tb', 'a\tb'],
  ['\x1b[31mred\x1b[0m', 'red'],
  ['\x1b]0;title\x07x', 'x'],
  ['a\r\x1b[Kb', 'a b'],
  ['a\nb\u2028c', 'a b c'],
  ['\x9b2Ja\u202eb\x7f', 'a b '],
])('printable(%j)', (text, shown) => {
  expect(printable(text)).toBe(shown)
})

it.each([
  'a & b < c > d',
  '**not** `markup`, *nor* [this](x)',
  '@someone #12',
  'www.example.org https://x',
  '&#42;',
])('plain text of %j is itself', (text) => {
  expect(plain(escaped(text))).toBe(text)
  expect(plain(code(text))).toBe(text)
  expect(plain(`**${link(escaped(text), 'https://x')}**`)).toBe(text)
})

it.each([
  ['Input `installables`: `.#x` does not exist', '`.#x` does not exist'],
  ['Input `date`: "x" is not a date', '`--date`: "x" is not a date'],
  ['see the input `nix-options`', 'see the `--nix-options`'],
])('inOptions(%j)', (message, shown) => {
  expect(inOptions(message)).toBe(shown)
})
