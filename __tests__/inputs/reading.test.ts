import { createReader } from '../../src/inputs/index.ts'
import { UserError } from '../../src/lib/errors.ts'

const readerOf = (texts: Readonly<Record<string, string>>) =>
  createReader({
    textOf: (name) => texts[name] ?? '',
    labelOf: (name) => `--${name}`,
    defaults: { interval: '1 day' },
  })

it.each([
  [{}, 'interval', '1 day'],
  [{ interval: '' }, 'interval', '1 day'],
  [{ interval: '6h' }, 'interval', '6h'],
  [{}, 'date', undefined],
])('of %j, %s is %s', (texts, name, value) => {
  expect(readerOf(texts).optional(name)).toBe(value)
})

it('names an input as its front does', () => {
  const { flag, given, oneOf, read } = readerOf({ strict: 'yes', keep: 'x' })
  const refuse = () => {
    throw new Error('it is wrong')
  }
  expect(() => read('keep', refuse)).toThrow(new UserError('--keep: it is wrong.'))
  expect(() => given('keep', refuse)).toThrow(new UserError('--keep: it is wrong.'))
  expect(given('date', refuse)).toBeUndefined()
  expect(() => flag('strict')).toThrow('--strict: `yes` is not one of `true`, `false`.')
  expect(() => oneOf('keep', ['a', 'b'])).toThrow('--keep: `x` is not one of `a`, `b`.')
})
