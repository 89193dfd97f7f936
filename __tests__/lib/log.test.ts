import { building, foreign, group, info, type Log, notice, setLog, warn } from '../../src/lib/log.ts'

it('goes to standard error until a front says where', async () => {
  const printed: string[] = []
  const write = process.stderr.write
  process.stderr.write = ((text: string) => printed.push(text) > 0) as typeof write
  try {
    info('a')
    warn('b')
    notice('c')
    expect(await group('d', async () => 1)).toBe(1)
    expect(await foreign(async (print) => print('e'))).toBeUndefined()
    expect(await building(async (print) => print('f'))).toBeUndefined()
  } finally {
    process.stderr.write = write
  }
  expect(printed).toEqual(['a\n', 'warning: b\n', 'notice: c\n', 'd\n', 'e\n', 'f\n'])
})

it('goes where the front says', () => {
  const said: string[] = []
  const log = { info: (text: string) => said.push(text) } as unknown as Log
  setLog(log)
  info('x')
  expect(said).toEqual(['x'])
})
