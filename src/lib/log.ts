import { randomUUID } from 'node:crypto'
import * as core from '@actions/core'

/** All that the action prints. Text from elsewhere (builds, git, names) never reaches the runner as a command. */

/** Runs `body` in a folded group of the log. */
export async function group<T>(title: string, body: () => Promise<T>): Promise<T> {
  core.startGroup(inert(title))
  try {
    return await body()
  } finally {
    core.endGroup()
  }
}

export function info(text: string): void {
  core.info(inert(text))
}

export function warn(text: string): void {
  core.warning(text)
}

export function notice(text: string): void {
  core.notice(text)
}

/**
 * Lets the output of other programs through line by line, with the runner's commands stopped meanwhile by a token that
 * they cannot know. https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
export async function foreign<T>(body: (print: (line: string) => void) => Promise<T>): Promise<T> {
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
}

/** The text on one line, with a zero-width space where the runner would see a command (`::x` in front, `##[x` anywhere). */
export function inert(text: string): string {
  return text
    .replace(/[\r\n]+/g, ' ')
    .replace(/^(\s*):(?=:)/, '$1:\u200b')
    .replaceAll('##[', '##\u200b[')
}
