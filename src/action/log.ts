import { randomUUID } from 'node:crypto'
import * as core from '@actions/core'
import type { Log } from '../lib/log.ts'

/** The log of a job on GitHub. Text from elsewhere (builds, git, names) never reaches the runner as a command. */
export const actionLog: Log = {
  info: (text) => core.info(inert(text)),
  warn: (text) => core.warning(text),
  notice: (text) => core.notice(text),
  async group(title, body) {
    core.startGroup(inert(title))
    try {
      return await body()
    } finally {
      core.endGroup()
    }
  },
  /**
   * The runner's commands are stopped meanwhile by a token that the output cannot know.
   * https://docs.github.com/actions/reference/workflow-commands-for-github-actions
   */
  async foreign(body) {
    const token = randomUUID()
    const print = (line: string) => {
      process.stdout.write(`${line}\n`)
    }
    print(`::stop-commands::${token}`)
    try {
      return await body(print)
    } finally {
      print(`::${token}::`)
    }
  },
  build: (body) => actionLog.foreign((print) => body(print, () => {})),
}

/** The text on one line, with a zero-width space where the runner would see a command (`::x` in front, `##[x` anywhere). */
export function inert(text: string): string {
  return text
    .replace(/[\r\n]+/g, ' ')
    .replace(/^(\s*):(?=:)/, '$1:\u200b')
    .replaceAll('##[', '##\u200b[')
}
