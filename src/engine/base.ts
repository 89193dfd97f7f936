import { messageOf, UserError } from '../lib/errors.ts'
import {
  boundaryOf,
  type History,
  type Levels,
  type Parents,
  RemoteError,
  type Truncated,
} from '../revision/index.ts'
import { type JobEvent, type StartSetting, startCommit } from './event.ts'
import type { Rung } from './ladder.ts'

/** The commit of a full build. */
export interface Base {
  readonly revision: string
  /** Committer time, epoch seconds. */
  readonly time: number
  /** Epoch seconds; undefined if the user named the revision. */
  readonly boundary: number | undefined
  readonly root: boolean
  /**
   * Whether it is no truncated revision but the commit after that since which the units fit, see fitting-base.ts. The
   * boundary is that of the truncated revision.
   */
  readonly fitting: boolean
  /** That of the level above, on whose full builds its own are made; undefined if they are made from scratch. */
  readonly coarser: Base | undefined
}

/** A commit whose committer date is none, such as one in microseconds: there is no boundary before it. */
export class UndatedError extends Error {
  override readonly name = 'UndatedError'

  constructor(revision: string, time: number) {
    super(`${revision} is dated ${time} seconds after 1970`)
  }
}

/** What to step down for where the base could not be had; undefined for what is no such error. */
export function rungFor(error: unknown): Rung | undefined {
  if (error instanceof RemoteError) return 'revision-unavailable'
  return error instanceof UndatedError ? 'no-date' : undefined
}

/** Where the walk begins. */
export interface Start {
  readonly revision: string
  /** What the boundary is the last one before. Epoch seconds. */
  readonly instant: number
}

/** How the user wants the commit to be chosen: the first of them that is given. */
export interface Choice {
  /** Names of commits, that of the finest level first. */
  readonly revisions: readonly string[]
  readonly date: string | undefined
  readonly levels: Levels
  readonly parents: Parents
}

/** The checked out commit, or the pull request's own last one; `complain` is told of one that cannot be fetched. */
export async function findStart(
  setting: StartSetting,
  event: JobEvent,
  history: History,
  complain: (message: string) => void,
): Promise<Start> {
  const { checkout } = history
  const wanted = startCommit(setting, event)
  if (wanted !== undefined && wanted !== checkout.head) {
    try {
      const { revision, time } = await history.fetchStart(wanted)
      return { revision, instant: time }
    } catch (error) {
      if (!(error instanceof RemoteError)) throw error
      complain(
        `The full build is that of the base branch: the pull request's own commit ${wanted} could not be fetched (${messageOf(error)}). Leave out \`start: pull-request-head\` where another repository is checked out.`,
      )
    }
  }
  return { revision: checkout.head, instant: checkout.headTime }
}

/**
 * The commit of the full build. Throws `UserError` for a wrong input, `RemoteError` if history cannot be fetched,
 * `UndatedError`.
 */
export async function findBase(choice: Choice, history: History, start: Start): Promise<Base> {
  const { revisions, parents } = choice
  const named = await namedBase(revisions, history)
  if (named !== undefined) return named
  if (!isDate(start.instant)) throw new UndatedError(start.revision, start.instant)
  const boundary = await boundaryFor(choice, history, start.instant)
  const found = await history.truncate({ start: start.revision, boundary, parents })
  return withLevels(orThrow(baseOf(found, boundary)), choice, history)
}

async function namedBase(
  [revision, ...above]: readonly string[],
  history: History,
): Promise<Base | undefined> {
  if (revision === undefined) return undefined
  const named = await blaming('revision', history.resolve(revision))
  const base = orThrow(baseOf({ ...named, root: false }, undefined))
  return { ...base, coarser: await namedBase(above, history) }
}

/**
 * The base with those of the levels above, each the last one before a boundary of its level and seen from the one below, so
 * that all whose base it is mean the same. Throws `RemoteError`.
 */
export async function withLevels(
  base: Base,
  { date, levels: [, ...above], parents }: Pick<Choice, 'date' | 'levels' | 'parents'>,
  history: History,
): Promise<Base> {
  const [level, ...others] = above
  if (level === undefined || date !== undefined || base.boundary === undefined || base.root) return base
  const boundary = boundaryOf(base.boundary, level)
  const found = baseOf(await history.truncate({ start: base.revision, boundary, parents }), boundary)
  if (found instanceof UndatedError) return base
  const coarser = await withLevels(found, { date, levels: [level, ...others], parents }, history)
  // Where nothing was committed since, the level above stands for this one.
  return { ...base, coarser: coarser.revision === base.revision ? coarser.coarser : coarser }
}

/** What a walk has found, as a base. */
export function baseOf(
  { revision, time, root }: Omit<Truncated, 'fetches'>,
  boundary: number | undefined,
): Base | UndatedError {
  return isDate(time)
    ? { revision, time, root, boundary, fitting: false, coarser: undefined }
    : new UndatedError(revision, time)
}

/** Git has dates of 64 bits, JavaScript fewer. */
function isDate(time: number): boolean {
  return !Number.isNaN(new Date(time * 1000).getTime())
}

function orThrow(base: Base | UndatedError): Base {
  if (base instanceof UndatedError) throw base
  return base
}

/** The last boundary at or before the instant, or the date seen from it. Epoch seconds. Throws `UserError`. */
export async function boundaryFor(
  { date, levels }: Choice,
  history: History,
  instant: number,
): Promise<number> {
  return date === undefined
    ? boundaryOf(instant, levels[0])
    : blaming('date', history.parseDate(date, instant))
}

async function blaming<T>(input: string, work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    throw new UserError(`Input \`${input}\`: ${error.message}`)
  }
}
