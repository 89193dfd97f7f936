import { readAnswer } from '../../src/lib/answer.ts'
import { derivationsOf } from '../../src/nix/evaluate.ts'

it('takes what a program printed, if it can be read', () => {
  expect(readAnswer('nix eval', '{"a":1}', JSON.parse)).toEqual({ a: 1 })
})

it('blames the program for an answer that cannot be read', () => {
  expect(() => readAnswer('nix eval', '{"a": [{', JSON.parse)).toThrow(
    expect.objectContaining({
      name: 'ProcessError',
      reason: 'unreadable',
      message: 'nix eval gave an answer that cannot be read',
    }),
  )
})

it.each(['', '{"a": [{', '\u0001\n/nix/store/a.drv'])('does not take %j for derivations', async (stdout) => {
  const nix = { run: async () => ({ stdout, stderr: '' }) }
  await expect(derivationsOf(nix, ['.#a'])).rejects.toThrow('an answer that cannot be read')
})
