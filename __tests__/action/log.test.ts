import { inert } from '../../src/action/log.ts'

// The runner takes `::` at the start of a line, after white space, and `##[` anywhere.
it.each([
  ['plain: text', 'plain: text'],
  ['::error::x', ':\u200b:error::x'],
  ['  ::add-mask::x', '  :\u200b:add-mask::x'],
  ['a\n::error::x', 'a ::error::x'],
  ['a ##[error]x', 'a ##\u200b[error]x'],
])('inert(%j)', (text, safe) => {
  expect(inert(text)).toBe(safe)
})
