import { realpathSync } from 'node:fs'
import { relative, resolve, sep } from 'node:path'
import * as core from '@actions/core'
import {
  type CacheKind,
  type CacheWrite,
  demandClients,
  type Keep,
  parseCacheList,
  parsePublicKeys,
  parseSigningKey,
} from './cache/index.ts'
import { messageOf, UserError } from './errors.ts'
import { type Installable, parseInstallable } from './nix/installable.ts'
import { checkOffset, type History, parseInterval, parseOffset } from './revision/index.ts'

export type Mode = 'incremental' | 'full' | 'plan'

/** All that the user can say, validated. */
export interface Inputs {
  readonly workspace: string
  readonly installables: readonly Installable[]
  /** Absolute path of the Nix file; undefined for a flake. */
  readonly file: string | undefined
  readonly mode: Mode
  /** Seconds. */
  readonly interval: number
  /** Seconds. */
  readonly offset: number
  readonly history: History
  readonly revision: string | undefined
  /** How many previous boundaries may give the full build. */
  readonly fallbackIntervals: number
  /** In the order in which they are asked. */
  readonly caches: readonly CacheKind[]
  readonly cacheWrite: CacheWrite
  /** In Nix's own format. Secret. */
  readonly signingKey: string | undefined
  readonly trustedPublicKeys: readonly string[] | undefined
  readonly keep: Keep
  /** Seconds, for each restore and each push. */
  readonly cacheTimeout: number
  /** Lines of nix.conf. */
  readonly nixOptions: readonly string[]
  readonly strict: boolean
  readonly summary: boolean
  readonly token: string | undefined
}

const modes: readonly Mode[] = ['incremental', 'full', 'plan']
const writes: readonly CacheWrite[] = ['auto', 'always', 'never']
const histories: readonly History[] = ['first-parent', 'all']

/** Reads and validates every input; the only reader of them. Throws `UserError` for the first that is wrong. */
export function loadInputs(environment: NodeJS.ProcessEnv = process.env): Inputs {
  const workspace = environment.GITHUB_WORKSPACE || process.cwd()
  const file = optional('file')
  const interval = read('interval', parseInterval)
  const offset = read('offset', (text) => {
    const seconds = parseOffset(text)
    checkOffset(seconds, interval)
    return seconds
  })
  return {
    workspace,
    file: file === undefined ? undefined : read('file', (text) => fileInside(workspace, text)),
    installables: read('installables', (text) => installablesOf(text, file !== undefined)),
    mode: optional('mode') === undefined ? defaultMode(environment.GITHUB_EVENT_NAME) : oneOf('mode', modes),
    interval,
    offset,
    history: oneOf('history', histories),
    revision: optional('revision') === undefined ? undefined : read('revision', revisionName),
    fallbackIntervals: read('fallback-intervals', wholeNumber),
    caches: read('cache', (text) => {
      const kinds = parseCacheList(text)
      demandClients(kinds, environment.PATH ?? '')
      return kinds
    }),
    cacheWrite: oneOf('cache-write', writes),
    signingKey: signingKey(),
    trustedPublicKeys: read('trusted-public-keys', parsePublicKeys),
    keep: {
      count: optional('keep') === undefined ? undefined : read('keep', atLeastOne),
      age: optional('keep-days') === undefined ? undefined : read('keep-days', atLeastOne) * 24 * 3600,
    },
    cacheTimeout: read('cache-timeout', parseInterval),
    nixOptions: read('nix-options', settingsOf),
    strict: oneOf('strict', ['true', 'false']) === 'true',
    summary: oneOf('summary', ['true', 'false']) === 'true',
    token: optional('github-token'),
  }
}

/** The nightly and the run by hand make full builds; everything else uses them. */
export function defaultMode(event: string | undefined): Mode {
  return event === 'schedule' || event === 'workflow_dispatch' ? 'full' : 'incremental'
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

function installablesOf(text: string, fromFile: boolean): Installable[] {
  const lines = linesOf(text)
  const wanted = lines.length > 0 ? lines : [fromFile ? '' : '.']
  const twice = wanted.find((line, index) => wanted.indexOf(line) !== index)
  if (twice !== undefined) throw new Error(`\`${twice}\` is there twice; leave one out`)
  return wanted.map((line) => {
    try {
      return parseInstallable(line, fromFile)
    } catch (error) {
      throw new Error(`\`${line}\`: ${messageOf(error)}`)
    }
  })
}

function fileInside(workspace: string, text: string): string {
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

function revisionName(text: string): string {
  if (text.startsWith('-') || /\s/.test(text))
    throw new Error(`\`${text}\` is not a revision; name a commit, a branch or a tag`)
  return text
}

function atLeastOne(text: string): number {
  // With none kept, what this run has pushed would be all that is left, for nobody to find tomorrow.
  if (!/^[1-9]\d{0,5}$/.test(text.trim()))
    throw new Error(`\`${text}\` is not a whole number above zero; leave it out to keep all`)
  return Number(text)
}

function wholeNumber(text: string): number {
  // Each one costs a walk and a request.
  if (!/^\d{1,3}$/.test(text.trim()))
    throw new Error(`\`${text}\` is not a whole number from 0 to 999; write how many, as in \`2\``)
  return Number(text)
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

function optional(name: string): string | undefined {
  return core.getInput(name) || undefined
}

/** Masked in the log first of all, and gone from the environment, which everything that is started inherits. */
function signingKey(): string | undefined {
  const text = optional('signing-key')
  if (text === undefined) return undefined
  core.setSecret(text)
  delete process.env['INPUT_SIGNING-KEY']
  try {
    return parseSigningKey(text)
  } catch (error) {
    throw new UserError(`Input \`signing-key\`: ${messageOf(error)}.`)
  }
}

function oneOf<T extends string>(name: string, allowed: readonly T[]): T {
  return read(name, (text) => {
    const found = allowed.find((value) => value === text)
    if (found === undefined)
      throw new Error(`\`${text}\` is not one of ${allowed.map((value) => `\`${value}\``).join(', ')}`)
    return found
  })
}

function read<T>(name: string, parse: (text: string) => T): T {
  try {
    return parse(core.getInput(name))
  } catch (error) {
    throw new UserError(`Input \`${name}\`: ${messageOf(error)}.`)
  }
}
