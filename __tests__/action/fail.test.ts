import { jest } from '@jest/globals'
import { fail } from '../../src/action/fail.ts'
import { actionLog } from '../../src/action/log.ts'
import { UserError } from '../../src/lib/errors.ts'
import { setLog } from '../../src/lib/log.ts'

setLog(actionLog)

async function printedFor(error: unknown): Promise<string> {
  const lines: string[] = []
  const write = jest.spyOn(process.stdout, 'write').mockImplementation((text) => lines.push(String(text)) > 0)
  try {
    await fail(error)
    expect(process.exitCode).toBe(1)
  } finally {
    write.mockRestore()
    process.exitCode = 0
  }
  return lines.join('')
}

it('prints the stack of a defect, in which the runner sees no commands', async () => {
  const defect = new TypeError('x is not a function\n::error::injected')
  const printed = await printedFor(defect)
  expect(printed).toMatch(/^::stop-commands::(\S+)\n[\s\S]*fail\.test\.ts[\s\S]*\n::\1::\n/)
  expect(printed).toContain('::error::x is not a function ::error::injected')
})

it('prints nothing but its message for what the user can act on', async () => {
  expect(await printedFor(new UserError('Input `mode`: wrong.'))).toBe('::error::Input `mode`: wrong.\n')
})
