import { realpathSync } from 'node:fs'
import { relative, resolve, sep } from 'node:path'
import { messageOf, UserError } from '../lib/errors.ts'

/** How an input is read, whichever it is, and whichever front has it from the user. */

/** What a front knows of inputs. */
export interface InputSource {
  /** The value of an input as the user gave it; empty if it was not given. */
  textOf(name: string): string
  /** What errors call it. */
  labelOf(name: string): string
  /** What inputs mean that are empty. */
  readonly defaults: Readonly<Partial<Record<string, string>>>
}

export interface Reader {
  /** The value of an input; that of an empty one is its default, and undefined if it has none. */
  optional(name: string): string | undefined
  /** What `parse` makes of an input. Throws `UserError` that names the input if `parse` throws. */
  read<T>(name: string, parse: (text: string) => T): T
  /** The same for an input that may be empty. */
  given<T>(name: string, parse: (text: string) => T): T | undefined
  /** An input that is one of some words. Throws `UserError`. */
  oneOf<T extends string>(name: string, allowed: readonly T[]): T
  flag(name: string): boolean
}

export function createReader({ textOf, labelOf, defaults }: InputSource): Reader {
  const optional = (name: string) => textOf(name) || defaults[name]
  const read = <T>(name: string, parse: (text: string) => T): T => {
    try {
      return parse(optional(name) ?? '')
    } catch (error) {
      throw new UserError(`${labelOf(name)}: ${messageOf(error)}.`)
    }
  }
  const oneOf = <T extends string>(name: string, allowed: readonly T[]): T =>
    read(name, (text) => {
      const found = allowed.find((value) => value === text)
      if (found === undefined)
        throw new Error(`\`${text}\` is not one of ${allowed.map((value) => `\`${value}\``).join(', ')}`)
      return found
    })
  return {
    optional,
    read,
    given: (name, parse) => (optional(name) === undefined ? undefined : read(name, parse)),
    oneOf,
    flag: (name) => oneOf(name, ['true', 'false']) === 'true',
  }
}

/** Lines without white space around them; empty ones are left out. */
export function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
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
