import { realpathSync } from 'node:fs'
import { relative, resolve, sep } from 'node:path'
import * as core from '@actions/core'
import { messageOf, UserError } from '../../lib/errors.ts'
import { defaults } from './defaults.ts'

/** How an input is read, whichever it is. */

/** The value of an input; that of an empty one is its default, and undefined if it has none. */
export function optional(name: string): string | undefined {
  return core.getInput(name) || defaults[name]
}

/** What `parse` makes of an input. Throws `UserError` that names the input if `parse` throws. */
export function read<T>(name: string, parse: (text: string) => T): T {
  try {
    return parse(optional(name) ?? '')
  } catch (error) {
    throw new UserError(`Input \`${name}\`: ${messageOf(error)}.`)
  }
}

/** The same for an input that may be empty. */
export function given<T>(name: string, parse: (text: string) => T): T | undefined {
  return optional(name) === undefined ? undefined : read(name, parse)
}

/** An input that is one of some words. Throws `UserError`. */
export function oneOf<T extends string>(name: string, allowed: readonly T[]): T {
  return read(name, (text) => {
    const found = allowed.find((value) => value === text)
    if (found === undefined)
      throw new Error(`\`${text}\` is not one of ${allowed.map((value) => `\`${value}\``).join(', ')}`)
    return found
  })
}

export function flag(name: string): boolean {
  return oneOf(name, ['true', 'false']) === 'true'
}

/** Lines without white space around them; empty ones are left out. */
export function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

/** The checkout of the job. */
export function workspaceOf(environment: NodeJS.ProcessEnv): string {
  return environment.GITHUB_WORKSPACE || process.cwd()
}

/** The absolute path of something in the workspace, links followed. Throws an `Error`. */
export function pathInside(workspace: string, text: string): string {
  let path: string
  try {
    path = realpathSync(resolve(workspace, text))
  } catch {
    throw new Error(`there is no file \`${text}\`; give its path from the root of the workspace`)
  }
  const inside = relative(realpathSync(workspace), path)
  if (inside === '..' || inside.startsWith(`..${sep}`))
    throw new Error(`\`${text}\` is outside the workspace; only checked out files can be built incrementally`)
  return path
}

/** Lines `name = value`. Throws an `Error`. */
export function settingsOf(text: string): string[] {
  return linesOf(text).map((line) => {
    const match = /^([A-Za-z][A-Za-z0-9-]*)\s*=\s*(.*)$/.exec(line)
    // The line itself may hold a token, so it is not repeated.
    if (match === null) throw new Error('every line must be `name = value`, as in nix.conf')
    return `${match[1]} = ${match[2]}`
  })
}
