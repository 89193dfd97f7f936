import {
  type CacheWrite,
  demandClients,
  parseCacheList,
  parsePublicKeys,
  parseSigningKey,
} from '../cache/index.ts'
import type { ConfirmFailures, Mode, Settings } from '../engine/settings.ts'
import { messageOf } from '../lib/errors.ts'
import { type Installable, parseInstallable } from '../nix/installable.ts'
import { type Filter, parseDuration, parseFilter } from '../revision/index.ts'
import { readBaseSettings } from './base.ts'
import { builderModes, readLinuxBuilder } from './linux-builder.ts'
import { linesOf, pathInside, type Reader, settingsOf } from './reading.ts'

export const modes: readonly Mode[] = ['incremental', 'full', 'plan', 'verify']
const writes: readonly CacheWrite[] = ['auto', 'always', 'never']
const confirmations: readonly ConfirmFailures[] = ['auto', 'always', 'never']

/** What the front knows without an input. */
export interface Circumstances {
  /** Absolute path that the installables and `file` are relative to. */
  readonly workspace: string
  readonly mode: Mode
  /** Where programs are looked for, as in PATH. */
  readonly searchPath: string
  /** As in `Settings`. */
  readonly outLink: string | undefined
}

/** Reads and validates the inputs that a run is told. Throws `UserError` for the first that is wrong. */
export function readSettings(
  reader: Reader,
  { workspace, mode, searchPath, outLink }: Circumstances,
): Settings {
  const { flag, given, oneOf, optional, read } = reader
  const file = optional('file')
  return {
    ...readBaseSettings(reader),
    workspace,
    outLink,
    file: given('file', (text) => pathInside(workspace, text)),
    installables: read('installables', (text) => installablesOf(text, file !== undefined)),
    mode,
    revisions: given('revision', revisionNames) ?? [],
    branches: given('branches', (text) => branchFilter(text, optional('revision'))),
    simulate: read('simulate', (text) => commitsToReplay(text, mode)),
    fallbackIntervals: read('fallback-intervals', (text) => {
      const count = wholeNumber(text)
      if (count > 0 && optional('date') !== undefined)
        throw new Error('there are no intervals to look back at with `date`; leave one of the two out')
      return count
    }),
    caches: read('cache', (text) => {
      const kinds = parseCacheList(text)
      demandClients(kinds, searchPath)
      return kinds
    }),
    cacheWrite: oneOf('cache-write', writes),
    signingKey: given('signing-key', parseSigningKey),
    trustedPublicKeys: read('trusted-public-keys', parsePublicKeys),
    keep: {
      count: given('keep', atLeastOne),
      age: given('keep-days', (text) => atLeastOne(text) * 24 * 3600),
    },
    cacheTimeout: read('cache-timeout', (text) => parseDuration(text)),
    nixOptions: read('nix-options', settingsOf),
    strict: flag('strict'),
    confirmFailures: oneOf('confirm-failures', confirmations),
    token: optional('github-token'),
    linuxBuilder: readLinuxBuilder(reader, oneOf('linux-builder', builderModes)),
  }
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

function revisionNames(text: string): readonly string[] {
  const names = text.trim().split(/\s+/)
  const wrong = names.find((name) => name.startsWith('-'))
  if (wrong !== undefined) throw new Error(`\`${wrong}\` is not a revision; name a commit, a branch or a tag`)
  return names
}

function branchFilter(text: string, revision: string | undefined): Filter {
  if (revision !== undefined)
    throw new Error(
      'with `revision` there is one full build, whatever the branches; leave one of the two out',
    )
  return parseFilter(linesOf(text))
}

function commitsToReplay(text: string, mode: Mode): number | undefined {
  if (text === 'false') return undefined
  if (text !== 'true' && !/^[1-9]\d{0,3}$/.test(text.trim()))
    throw new Error(
      `\`${text}\` is not \`true\`, \`false\`, or a whole number from 1 to 9999; write how many commits, as in \`300\``,
    )
  if (mode !== 'plan')
    throw new Error('history is replayed in mode `plan` only; set `mode: plan`, or leave this input out')
  return text === 'true' ? 300 : Number(text)
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
