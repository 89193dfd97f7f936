import { realpathSync } from 'node:fs'
import { relative, resolve, sep } from 'node:path'
import * as core from '@actions/core'
import { type AccelerationWish, type LinuxSystem, linuxSystems, parseMachineLines } from './builder/index.ts'
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
import type { StartSetting } from './event.ts'
import { type Installable, parseInstallable } from './nix/installable.ts'
import {
  type Filter,
  type History,
  type Interval,
  parseDuration,
  parseFilter,
  parseInterval,
  withOffset,
} from './revision/index.ts'

export type Annotations = 'all' | 'errors' | 'none'
export type Mode = 'incremental' | 'full' | 'plan'

/** All that the user can say, validated. */
export interface Inputs {
  readonly workspace: string
  readonly installables: readonly Installable[]
  /** Absolute path of the Nix file; undefined for a flake. */
  readonly file: string | undefined
  readonly mode: Mode
  readonly interval: Interval
  readonly start: StartSetting
  readonly history: History
  /** As git takes it. */
  readonly date: string | undefined
  readonly revision: string | undefined
  /** Whose full builds modes `full` and `plan` are for; undefined for that of the checkout alone. */
  readonly branches: Filter | undefined
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
  /** Which of the compilers' messages are shown at their lines. */
  readonly annotations: Annotations
  /** Whether the report is shown on the pull request, too. */
  readonly comment: boolean
  readonly token: string | undefined
  readonly linuxBuilder: LinuxBuilderInputs
}

/** What the user can say about building for Linux. Undefined is for the machine to decide. */
export interface LinuxBuilderInputs {
  readonly mode: LinuxBuilderMode
  /** What a VM is for that is started whatever is built. */
  readonly system: LinuxSystem | undefined
  /** Flake reference and attribute. */
  readonly package: string | undefined
  /** For bash. */
  readonly command: string | undefined
  readonly cores: number | undefined
  readonly memoryMiB: number | undefined
  readonly diskGiB: number
  readonly jobs: number | undefined
  readonly features: readonly string[]
  /** Seconds. */
  readonly limitSeconds: number | undefined
  readonly acceleration: AccelerationWish
  /** Lines of Nix's machines format. */
  readonly builders: readonly string[]
}

export type LinuxBuilderMode = 'auto' | 'always' | 'never'

const modes: readonly Mode[] = ['incremental', 'full', 'plan']
const writes: readonly CacheWrite[] = ['auto', 'always', 'never']
const builderModes: readonly LinuxBuilderMode[] = ['auto', 'always', 'never']
const accelerations: readonly AccelerationWish[] = ['auto', 'kvm', 'none']
const annotationLevels: readonly Annotations[] = ['all', 'errors', 'none']
const histories: readonly History[] = ['first-parent', 'all']
const starts: readonly StartSetting[] = ['checkout', 'pull-request-head']

/** Reads and validates every input; the only reader of them. Throws `UserError` for the first that is wrong. */
export function loadInputs(environment: NodeJS.ProcessEnv = process.env): Inputs {
  const workspace = environment.GITHUB_WORKSPACE || process.cwd()
  const file = optional('file')
  return {
    ...choiceOfBase(),
    workspace,
    file: file === undefined ? undefined : read('file', (text) => pathInside(workspace, text)),
    installables: read('installables', (text) => installablesOf(text, file !== undefined)),
    mode: optional('mode') === undefined ? defaultMode(environment.GITHUB_EVENT_NAME) : oneOf('mode', modes),
    revision: optional('revision') === undefined ? undefined : read('revision', revisionName),
    branches: optional('branches') === undefined ? undefined : read('branches', branchFilter),
    fallbackIntervals: read('fallback-intervals', (text) => {
      const count = wholeNumber(text)
      if (count > 0 && optional('date') !== undefined)
        throw new Error('there are no intervals to look back at with `date`; leave one of the two out')
      return count
    }),
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
    cacheTimeout: read('cache-timeout', (text) => parseDuration(text)),
    nixOptions: read('nix-options', settingsOf),
    strict: oneOf('strict', ['true', 'false']) === 'true',
    summary: oneOf('summary', ['true', 'false']) === 'true',
    annotations: oneOf('annotations', annotationLevels),
    comment: oneOf('comment', ['true', 'false']) === 'true',
    token: optional('github-token'),
    linuxBuilder: linuxBuilderInputs(oneOf('linux-builder', builderModes)),
  }
}

/** What both actions take. */
function choiceOfBase(): Pick<Inputs, 'interval' | 'start' | 'history' | 'date'> {
  const interval = read('interval', parseInterval)
  return {
    interval: read('offset', (text) => withOffset(interval, text)),
    start: oneOf('start', starts),
    history: oneOf('history', histories),
    date: optional('date'),
  }
}

/** All that `linux-builder/action.yml` can be told, where the VM is what is asked for. Throws as `loadInputs` does. */
export function loadBuilderInputs(environment: NodeJS.ProcessEnv = process.env): {
  readonly workspace: string
  readonly nixOptions: readonly string[]
  readonly linuxBuilder: LinuxBuilderInputs
} {
  return {
    workspace: environment.GITHUB_WORKSPACE || process.cwd(),
    nixOptions: read('nix-options', settingsOf),
    linuxBuilder: linuxBuilderInputs('always'),
  }
}

function linuxBuilderInputs(mode: LinuxBuilderMode): LinuxBuilderInputs {
  const given = <T>(name: string, parse: (text: string) => T): T | undefined =>
    optional(name) === undefined ? undefined : read(name, parse)
  const gibibytes = given('linux-builder-memory', (text) => sizeOf(text, 1))
  return {
    mode,
    system:
      optional('linux-builder-system') === undefined
        ? undefined
        : oneOf('linux-builder-system', linuxSystems),
    package: given('linux-builder-package', packageOf),
    command: optional('linux-builder-command'),
    cores: given('linux-builder-cores', positive),
    memoryMiB: gibibytes === undefined ? undefined : Math.round(gibibytes * 1024),
    diskGiB: Math.ceil(read('linux-builder-disk', (text) => sizeOf(text, 4))),
    jobs: given('linux-builder-jobs', positive),
    features: read('linux-builder-features', featuresOf),
    limitSeconds: given('linux-builder-timeout', (text) => parseDuration(text)),
    acceleration: oneOf('linux-builder-acceleration', accelerations),
    builders: read('builders', parseMachineLines),
  }
}

function positive(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new Error(`\`${text}\` is not a whole number above zero`)
  return Number(text)
}

/** GiB, written as a number with or without the unit. */
function sizeOf(text: string, least: number): number {
  const size = Number(/^(\d{1,5}(?:\.\d+)?)\s*(?:GiB|G)?$/i.exec(text)?.[1] ?? 0)
  if (size < least)
    throw new Error(
      `\`${text}\` is not a size in GiB of at least ${least}; write a number, as in \`${least * 4}\``,
    )
  return size
}

function packageOf(text: string): string {
  if (!/^[^\s#]+#[\w.-]+$/.test(text))
    throw new Error(
      `\`${text}\` is not a flake with an attribute; write it as in \`github:NixOS/nixpkgs/nixos-26.05#darwin.linux-builder\``,
    )
  return text
}

function featuresOf(text: string): string[] {
  const features = text.split(/[\s,]+/).filter((feature) => feature !== '')
  const bad = features.find((feature) => !/^[\w.:-]+$/.test(feature))
  if (bad !== undefined)
    throw new Error(
      `\`${bad}\` is not a feature; write names such as \`big-parallel\`, with commas between them`,
    )
  return features
}

/** What the action that only finds the commit is told. */
export interface TruncateInputs extends Pick<Inputs, 'interval' | 'start' | 'history' | 'date' | 'token'> {
  /** Absolute path. */
  readonly directory: string
}

/** Throws `UserError` for the first input that is wrong. */
export function loadTruncateInputs(environment: NodeJS.ProcessEnv = process.env): TruncateInputs {
  const workspace = environment.GITHUB_WORKSPACE || process.cwd()
  return {
    ...choiceOfBase(),
    directory: read('path', (text) => pathInside(workspace, text || '.')),
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

function pathInside(workspace: string, text: string): string {
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

function branchFilter(text: string): Filter {
  if (optional('revision') !== undefined)
    throw new Error(
      'with `revision` there is one full build, whatever the branches; leave one of the two out',
    )
  return parseFilter(linesOf(text))
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
