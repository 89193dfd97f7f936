import { jest } from '@jest/globals'
import { openGit } from '../../src/revision/git.ts'
import { removeTemporaries, temporary } from '../../testing/git.ts'

afterAll(removeTemporaries)

it('is there with an answer as soon as git has ended, also with an empty one', async () => {
  const git = openGit(temporary())
  const timers = jest.spyOn(globalThis, 'setTimeout')
  expect(await git.text(['init', '--quiet', '.'])).toBe('')
  await expect(git.text(['rev-parse', '--verify', '--quiet', 'HEAD'])).rejects.toMatchObject({
    reason: 'failed',
    exitCode: 1,
  })
  expect((await git.text(['rev-parse', '--git-dir'])).endsWith('.git')).toBe(true)
  expect(timers.mock.calls).toEqual([])
  timers.mockRestore()
})
