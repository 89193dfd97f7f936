import { messageOf, UserError } from '../lib/errors.ts'
import {
  boundaryOf,
  type Checkout,
  fetchStart,
  type History,
  type Interval,
  parseDate,
  type RemoteAccess,
  RemoteError,
  resolveRevision,
  truncate,
} from '../revision/index.ts'
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
  readonly history: History
}

/** How to reach the remote of the checkout. */
export function accessOf({ token }: { readonly token: string | undefined }): RemoteAccess {
  return {
    serverUrl: process.env.GITHUB_SERVER_URL ?? 'https://github.com',
    ...(token === undefined ? {} : { token }),
    ...(process.env.GITHUB_REF ? { ref: process.env.GITHUB_REF } : {}),
  }
}

/** The checked out commit, or the pull request's own last one; `complain` is told of one that cannot be fetched. */
export async function findStart(
  setting: StartSetting,
  event: JobEvent,
  checkout: Checkout,
  access: RemoteAccess,
  scratch: string,
  complain: (message: string) => void,
): Promise<Start> {
  const wanted = startCommit(setting, event)
  if (wanted !== undefined && wanted !== checkout.head) {
    try {
      const { revision, time } = await fetchStart(checkout, wanted, access, scratch)
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
export async function findBase(
  choice: Choice,
  checkout: Checkout,
  start: Start,
  access: RemoteAccess,
  scratch: string,
): Promise<Base> {
  const { revision, history } = choice
  if (revision !== undefined) {
    const named = await blaming('revision', resolveRevision(checkout, revision, access, scratch))
    return { revision: named.revision, time: named.time, boundary: undefined, root: false }
  }
  const boundary = await boundaryFor(choice, checkout, start.instant)
  const found = await truncate(checkout, { start: start.revision, boundary, history }, access, scratch)
  return { revision: found.revision, time: found.time, root: found.root, boundary }
}

/** The last boundary at or before the instant, or the date seen from it. Epoch seconds. Throws `UserError`. */
export async function boundaryFor(
  { date, interval }: Choice,
  checkout: Checkout,
  instant: number,
): Promise<number> {
  return date === undefined
    ? boundaryOf(instant, interval)
    : blaming('date', parseDate(checkout, date, instant))
}

async function blaming<T>(input: string, work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    throw new UserError(`Input \`${input}\`: ${error.message}`)
  }
}
