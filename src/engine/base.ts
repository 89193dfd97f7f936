import { messageOf, UserError } from '../lib/errors.ts'
import { boundaryOf, type History, type Interval, type Parents, RemoteError } from '../revision/index.ts'
import { type JobEvent, type StartSetting, startCommit } from './event.ts'

/** The commit of a full build. */
export interface Base {
  readonly revision: string
  /** Committer time, epoch seconds. */
  readonly time: number
  /** Epoch seconds; undefined if the user named the revision. */
  readonly boundary: number | undefined
  readonly root: boolean
}

/** Where the walk begins. */
export interface Start {
  readonly revision: string
  /** What the boundary is the last one before. Epoch seconds. */
  readonly instant: number
}

/** How the user wants the commit to be chosen: the first of them that is given. */
export interface Choice {
  readonly revision: string | undefined
  readonly date: string | undefined
  readonly interval: Interval
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

/** The commit of the full build. Throws `UserError` for a wrong input, `RemoteError` if history cannot be fetched. */
export async function findBase(choice: Choice, history: History, start: Start): Promise<Base> {
  const { revision, parents } = choice
  if (revision !== undefined) {
    const named = await blaming('revision', history.resolve(revision))
    return { revision: named.revision, time: named.time, boundary: undefined, root: false }
  }
  const boundary = await boundaryFor(choice, history, start.instant)
  const found = await history.truncate({ start: start.revision, boundary, parents })
  return { revision: found.revision, time: found.time, root: found.root, boundary }
}

/** The last boundary at or before the instant, or the date seen from it. Epoch seconds. Throws `UserError`. */
export async function boundaryFor(
  { date, interval }: Choice,
  history: History,
  instant: number,
): Promise<number> {
  return date === undefined
    ? boundaryOf(instant, interval)
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
