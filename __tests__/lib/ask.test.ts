import { ask } from '../../src/lib/ask.ts'

it.each([
  ['what is printed', 'printf', ['%s\n', '$HOME a;b'], '$HOME a;b'],
  ['nothing of a failure', 'sh', ['-c', 'echo x; exit 3'], ''],
  ['nothing of a missing program', 'no-such-program', [], ''],
])('answers %s', async (_, name, args, answer) => {
  expect(await ask(name, args, 10)).toBe(answer)
})

it('prints nothing itself', async () => {
  const printed: string[] = []
  const write = process.stdout.write
  process.stdout.write = ((text: string) => printed.push(text) > 0) as typeof write
  try {
    await ask('uname', ['-s'], 10)
  } finally {
    process.stdout.write = write
  }
  expect(printed).toEqual([])
})

it('does not wait longer than it is told to', async () => {
  const started = Date.now()
  expect(await ask('sleep', ['3'], 0.1)).toBe('')
  expect(Date.now() - started).toBeLessThan(2000)
})
