import { stripVTControlCharacters } from 'node:util'
import type { UserError } from '../lib/errors.ts'
import { group } from '../lib/log.ts'
import { nameOf } from '../lib/store-path.ts'
import {
  type BaseCommit,
  buildsHead,
  type Failure,
  type InstallableReport,
  type Message,
  type OtherReport,
  type Phase,
  type Report,
  type UnitReport,
} from '../report/report.ts'
import type { Simulation } from '../report/simulation.ts'
import type { Verification } from '../report/verification.ts'
import { BuildFailure, EvaluationFailure } from './failures.ts'
import { createLadder, type Ladder } from './ladder.ts'
import { messagesOfFailure } from './messages.ts'
import { isFailed, seek } from './seek.ts'
import type { Settings } from './settings.ts'
import type { Sources } from './sources.ts'
import type { Surroundings } from './surroundings.ts'

/** What is known of a run so far, for a report at whatever point it ends. */
export interface Progress {
  readonly mode: Settings['mode']
  readonly surroundings: Surroundings
  readonly ladder: Ladder
  readonly phases: Phase[]
  /** Seconds, by the clock of `performance.now()`. */
  readonly began: number
  cacheName: string
  /** Once they are open. */
  sources: Sources | undefined
  base: BaseCommit | undefined
  installables: readonly InstallableReport[]
  /** Whether HEAD has been built. */
  built: boolean
  units: readonly UnitReport[]
  others: readonly OtherReport[]
  readonly notices: string[]
  messages: readonly Message[]
  /** Where history is replayed. */
  simulation: Simulation | undefined
  /** In mode `verify`. */
  verification: Verification | undefined
}

export function createProgress({ branches, mode, strict }: Settings, surroundings: Surroundings): Progress {
  return {
    mode,
    surroundings,
    ladder: ladderFor(mode, branches !== undefined, strict),
    phases: [],
    began: performance.now() / 1000,
    cacheName: 'none',
    sources: undefined,
    base: undefined,
    installables: [],
    built: false,
    units: [],
    others: [],
    notices: [],
    messages: [],
    simulation: undefined,
    verification: undefined,
  }
}

function ladderFor(mode: Settings['mode'], branches: boolean, strict: boolean): Ladder {
  if (buildsHead(mode)) return createLadder(strict)
  // Of several branches, all are tried before the job fails.
  return createLadder(strict && !branches, mode === 'full' || branches ? 'gets no full build' : undefined)
}

/** Runs `body` as a phase: a group of the log and a bar of the timeline. */
export async function timed<T>(progress: Progress, name: string, body: () => Promise<T>): Promise<T> {
  const start = performance.now() / 1000 - progress.began
  try {
    return await group(name, body)
  } finally {
    progress.phases.push({ name, start, seconds: performance.now() / 1000 - progress.began - start })
  }
}

export function reportOf(progress: Progress): Report {
  const { mode, sources, base, cacheName, installables, units, others } = progress
  const { surroundings, phases, ladder, notices, messages, simulation, verification } = progress
  const checkout = sources?.history.checkout
  return {
    mode,
    head: checkout === undefined ? undefined : { revision: checkout.head, time: checkout.headTime },
    base,
    cacheName,
    installables,
    units,
    others,
    phases,
    warnings: ladder.warnings,
    notices,
    messages,
    ...(simulation === undefined ? {} : { simulation }),
    ...(verification === undefined ? {} : { verification }),
    ...repositoryOf(surroundings, checkout?.head),
  }
}

/** Of a run that ends with an error of the user's. */
export async function failureReport(
  progress: Progress,
  settings: Settings,
  error: UserError,
): Promise<Report> {
  const { sources } = progress
  const messages = sources === undefined ? [] : await seek(messagesOfFailure(error, { settings, sources }))
  return {
    ...reportOf(progress),
    // The errors themselves are in the log whatever happens.
    messages: isFailed(messages) ? [] : messages,
    failure: { message: error.message, builds: failedBuilds(error) },
  }
}

function failedBuilds(error: UserError): Failure['builds'] {
  if (error instanceof BuildFailure)
    return error.log.failures().map(({ derivation, log }) => ({ name: nameOf(derivation), log }))
  if (error instanceof EvaluationFailure)
    return [{ name: 'the evaluation', log: stripVTControlCharacters(error.stderr).trimEnd().split('\n') }]
  return []
}

/** The page that commits and files are linked to, if HEAD is the commit that the job is for. */
function repositoryOf(
  { serverUrl, repository, sha }: Surroundings,
  head: string | undefined,
): { readonly repositoryUrl?: string } {
  return head !== undefined && head === sha && repository !== undefined
    ? { repositoryUrl: `${serverUrl}/${repository}` }
    : {}
}
