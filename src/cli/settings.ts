import { accessSync, constants, lstatSync, readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Mode, Settings, TruncateSettings } from '../engine/settings.ts'
import {
  createReader,
  defaults,
  pathInside,
  type Reader,
  readBaseSettings,
  readSettings,
} from '../inputs/index.ts'
import { messageOf, UserError } from '../lib/errors.ts'
import type { VerbCommand } from './command.ts'
import { ownDefaults, type Verb } from './options.ts'
import type { Shown } from './view.ts'

/** What a command line means, validated. */

/** Where the program was called. */
export interface Place {
  /** Absolute path. */
  readonly directory: string
  /** Where programs are looked for, as in PATH. */
  readonly searchPath: string
}

/** What becomes of the result, beside the report for people. */
export interface Output {
  readonly printOutPaths: boolean
  readonly json: boolean
}

const modes: Readonly<Record<Exclude<Verb, 'truncate'>, Mode>> = {
  build: 'incremental',
  full: 'full',
  plan: 'plan',
  verify: 'verify',
}

/** Throws `UserError` for the first option that is wrong. */
export function runSettings(command: VerbCommand, mode: Mode, place: Place): Settings {
  const { directory: workspace, searchPath } = place
  const reader = readerOf(command, place)
  const outLink = mode === 'incremental' ? linkOf(reader, workspace) : undefined
  const settings = readSettings(reader, { workspace, mode, searchPath, outLink })
  if (settings.caches.some(({ kind }) => kind === 'github'))
    throw new UserError(
      'The GitHub Actions cache can be reached by jobs only. Give `--cache` a directory or the URL of a store that jobs push to as well.',
    )
  return settings
}

/** The mode that a command stands for; undefined where nothing is run. */
export const modeOf = (verb: Verb): Mode | undefined => (verb === 'truncate' ? undefined : modes[verb])

/** Throws `UserError` for the first option that is wrong. */
export function truncateSettings(command: VerbCommand, place: Place): TruncateSettings {
  const reader = readerOf(command, place)
  return {
    ...readBaseSettings(reader),
    directory: reader.read('path', (text) => pathInside(place.directory, text)),
    token: undefined,
  }
}

/** Throws `UserError` for the first option that is wrong. */
export function outputOf(command: VerbCommand, place: Place): Output {
  const { flag } = readerOf(command, place)
  return {
    printOutPaths: flag('print-out-paths'),
    json: flag('json'),
  }
}

/** A plan is made to be read. Throws `UserError`. */
export function shownBy(command: VerbCommand, place: Place): Shown {
  const buildLogs = readerOf(command, place).flag('print-build-logs')
  return { buildLogs, details: buildLogs || command.verb === 'plan' }
}

/** Undefined for none. Throws `UserError` if something else is in the way. */
function linkOf({ flag, read }: Reader, directory: string): string | undefined {
  if (flag('no-link')) return undefined
  return read('out-link', (text) => {
    const link = resolve(directory, text)
    const entry = lstatSync(link, { throwIfNoEntry: false })
    if (entry !== undefined && !entry.isSymbolicLink())
      throw new Error(`\`${text}\` is there and is no link; name another one, or give \`--no-link\``)
    // Found out after the build, it would be the build that failed.
    if (!isWritable(dirname(link)))
      throw new Error(`nothing can be written beside \`${text}\`; name another link, or give \`--no-link\``)
    return link
  })
}

function isWritable(directory: string): boolean {
  try {
    accessSync(directory, constants.W_OK)
    return true
  } catch {
    return false
  }
}

const switches = {
  'no-link': 'false',
  'print-out-paths': 'false',
  'print-build-logs': 'false',
  json: 'false',
}

/** Of inputs that are given in other ways than by options of their names. */
const labels: Readonly<Partial<Record<string, string>>> = {
  installables: 'The installables',
  'signing-key': '`--signing-key-file`',
}

function readerOf({ options, installables }: VerbCommand, { directory }: Place): Reader {
  const given = (name: string) => options.get(name) ?? ''
  const special: Readonly<Record<string, () => string>> = {
    installables: () => installables.join('\n'),
    cache: () => withUrls(given('cache'), directory),
    'signing-key': () => keyIn(given('signing-key-file'), directory),
  }
  return createReader({
    textOf: (name) => special[name]?.() ?? given(name),
    labelOf: (name) => labels[name] ?? `\`--${name}\``,
    defaults: { ...defaults, ...ownDefaults, ...switches, 'out-link': 'result' },
  })
}

/** Directories, which can be told from all else by how they begin, as URLs. */
function withUrls(caches: string, directory: string): string {
  return caches
    .split('\n')
    .map((one) => (/^\.{0,2}\//.test(one) ? pathToFileURL(resolve(directory, one)).href : one))
    .join('\n')
}

/** Empty without a file. Throws `UserError`. */
function keyIn(file: string, directory: string): string {
  if (file === '') return ''
  try {
    return readFileSync(resolve(directory, file), 'utf8').trim()
  } catch (error) {
    throw new UserError(`The signing key cannot be read: ${messageOf(error)}. Name a file that you may read.`)
  }
}
