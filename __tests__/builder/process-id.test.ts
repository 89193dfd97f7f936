import { execFileSync } from 'node:child_process'
import { isAlive, parsePs, parseStat, processId, processName } from '../../src/builder/process-id.ts'

it.each([
  [
    '42 (Runner.Worker) S 1 42 42 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 1795 10 20\n',
    { state: 'S', started: '1795' },
  ],
  [
    '42 (a) R (b) Z 1 42 42 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 1796 10 20\n',
    { state: 'Z', started: '1796' },
  ],
  ['', undefined],
])('parseStat %#', (text, info) => {
  expect(parseStat(text)).toEqual(info)
})

it.each([
  [
    'Ss   Mon Nov 23 02:37:00 2026     /Users/a runner/bin/Runner.Worker\n',
    { name: 'Runner.Worker', state: 'Ss', started: 'Mon Nov 23 02:37:00 2026' },
  ],
  [
    'Z    Tue Nov  3 02:37:00 2026     (node)',
    { name: '(node)', state: 'Z', started: 'Tue Nov  3 02:37:00 2026' },
  ],
  ['', undefined],
])('parsePs %#', (text, info) => {
  expect(parsePs(text)).toEqual(info)
})

it('knows a process from another one with its number', async () => {
  const own = await processId(process.pid)
  expect(own?.pid).toBe(process.pid)
  expect(await isAlive(own!)).toBe(true)
  expect(await isAlive({ ...own!, started: 'before' })).toBe(false)
  expect(await processName(process.pid)).toMatch(/node/i)
  const ended = Number(execFileSync('sh', ['-c', 'echo $$'], { encoding: 'utf8' }))
  expect(await processId(ended)).toBeUndefined()
})
