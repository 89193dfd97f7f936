import { setTimeout } from 'node:timers/promises'
import { childEnvironment } from './process.ts'

/**
 * What a program says of this machine; empty if it fails, is not there, or needs more than `seconds`. For questions that
 * end by themselves, such as `uname`: nothing here can end a program, which is what `run` of process.ts is for. `name`
 * is a name on PATH, without white space.
 */
export async function ask(name: string, args: readonly string[], seconds: number): Promise<string> {
  // No input, not even an empty one: a program that does not read it would end us by a broken pipe.
  const options = { silent: true, ignoreReturnCode: true, env: childEnvironment() }
  const answer = import('@actions/exec')
    .then(({ getExecOutput }) => getExecOutput(name, [...args], options))
    .then(
      ({ exitCode, stdout }) => (exitCode === 0 ? stdout.trim() : ''),
      () => '',
    )
  const over = new AbortController()
  try {
    return await Promise.race([answer, setTimeout(seconds * 1000, '', { signal: over.signal })])
  } finally {
    over.abort()
  }
}
