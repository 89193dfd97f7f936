import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readAnswer } from '../lib/answer.ts'
import { inParallel } from '../lib/parallel.ts'
import { refOf } from './credentials.ts'
import { type Git, openGit, unlessFailed } from './git.ts'
import type { Places } from './places.ts'
import { openRemote, type Remote, RemoteError } from './remote.ts'
import { borrowingRepository, cutsOf, forgetAbsentCuts, type Repository } from './repository.ts'
import { type Judgement, judge, type Parents, parseVisits, type Settled, type Visit } from './walk.ts'

export interface Wanted {
  /** Full id of the commit at which the walk starts. */
  readonly start: string
  /** Seconds since the epoch. */
  readonly boundary: number
  readonly parents: Parents
}

export interface Truncated {
  readonly revision: string
  /** Committer time, seconds since the epoch. */
  readonly time: number
  /** No commit at or before the boundary: this is the root of the walk. */
  readonly root: boolean
  /** How often the remote was asked. */
  readonly fetches: number
}

/** Commits only: without trees and files, a year of history is smaller than one source file. */
const commitsOnly = '--filter=tree:0'

/** The walk's own repository, under `scratch`; used again by the next walk of the same checkout. */
export function walkRepository({ checkout, scratch }: Omit<Places, 'access'>): Promise<Repository> {
  return borrowingRepository(checkout, join(scratch, 'walk.git'))
}

/** Fetches commits, without their parents, into the walk's repository. Throws `RemoteError`. */
export function fetchCommits(remote: Remote, walk: Repository, revisions: readonly string[]): Promise<void> {
  return remote.fetch(walk.directory, [commitsOnly, '--depth=1'], revisions)
}

/** Fetches the commit of a ref and its parents, likewise. Throws `RemoteError`. */
export function fetchParents(remote: Remote, walk: Repository, ref: string): Promise<void> {
  return remote.fetch(walk.directory, [commitsOnly, '--depth=2'], [ref])
}

/** Fetches the commits behind these cuts, so many generations, likewise; `ref` leads to them. Throws `RemoteError`. */
export async function fetchBehind(
  remote: Remote,
  walk: Repository,
  { cuts, ref, depth }: { readonly cuts: readonly string[]; readonly ref: string; readonly depth: number },
): Promise<void> {
  await remote.fetch(walk.directory, [commitsOnly, `--depth=${depth}`], cuts).catch((error: unknown) => {
    if (!(error instanceof RemoteError) || error.reason !== 'refused') throw error
    return remote.fetch(walk.directory, [commitsOnly, `--deepen=${depth}`], [ref])
  })
  await forgetAbsentCuts(walk)
}

/** Fetches the commits of all branches and tags, and those behind the checkout. Throws `RemoteError`. */
export async function fetchAllCommits(remote: Remote, walk: Repository): Promise<void> {
  const refspecs = ['+refs/heads/*:refs/heads/*', '+refs/tags/*:refs/tags/*']
  const options = [commitsOnly, '--depth=2147483647']
  const shallowFile = join(walk.directory, 'shallow')
  const cuts = existsSync(shallowFile) ? (await readFile(shallowFile, 'utf8')).trim().split('\n') : []
  await remote.fetch(walk.directory, options, [...refspecs, ...cuts]).catch((error: unknown) => {
    if (!(error instanceof RemoteError) || error.reason !== 'refused') throw error
    return remote.fetch(walk.directory, options, refspecs)
  })
}

/**
 * The truncated revision: what `git rev-list -1 [--first-parent] --before=<boundary> <start>` prints in the complete
 * history or, where that is nothing, the root that `git rev-list --max-parents=0 -1` prints for the same walk.
 *
 * What a shallow checkout lacks is fetched into a repository under `scratch`, one directory for each checkout.
 * Throws `RemoteError` if the remote does not give it.
 */
export async function truncate(places: Places, wanted: Wanted): Promise<Truncated> {
  const [found] = await truncateAll(places, [wanted], [refOf(places.access)])
  if (found === undefined || found instanceof RemoteError) throw found
  return found
}

/** How many processes of git look at histories at once. */
const looksAtOnce = 4

/**
 * The truncated revisions of many walks, in their order, with no more requests than one takes; the error for those whose
 * commits the remote does not have. `refs`: what to ask a server for that does not serve commits by their ids; without it
 * the starts themselves, which are tips of the remote then. Throws `RemoteError` if the remote gives nothing.
 */
export async function truncateAll(
  places: Places,
  wanted: readonly Wanted[],
  refs: readonly string[] = wanted.map(({ start }) => start),
): Promise<readonly (Truncated | RemoteError)[]> {
  const { checkout } = places
  const local = openGit(checkout.directory)
  const results = new Map<Wanted, Truncated | RemoteError>()
  await inParallel(wanted, looksAtOnce, async (one) => {
    const ask: Promise<Settled | { readonly cuts: readonly string[] }> = checkout.shallow
      ? look(local, checkout.shallowFile, one)
      : askGit(local, one)
    // Git refuses to walk from a commit that the checkout does not have, such as the second parent of a shallow merge.
    const seen = await unlessFailed(ask)
    if (seen !== undefined && 'found' in seen) results.set(one, result(seen, 0))
  })
  const open = wanted.filter((one) => !results.has(one))
  if (open.length > 0) {
    const [walk, remote] = await Promise.all([walkRepository(places), openRemote(places)])
    for (const [one, found] of await deepen(walk, remote, open, refs)) results.set(one, found)
  }
  return wanted.map((one) => results.get(one) ?? incomplete('the remote', one.start))
}

async function deepen(
  walk: Repository,
  remote: Remote,
  wanted: readonly Wanted[],
  refs: readonly string[],
): Promise<ReadonlyMap<Wanted, Truncated | RemoteError>> {
  const shallowFile = join(walk.directory, 'shallow')
  const results = new Map<Wanted, Truncated | RemoteError>()
  let fetches = 0
  const counted = (work: Promise<void>): Promise<void> => {
    fetches += 1
    return work
  }
  for (const [start, error] of await fetchStarts(walk, remote, wanted, counted)) {
    for (const one of wanted.filter((other) => other.start === start)) results.set(one, error)
  }
  /** Settles what can be, and says at which commits the history has to be deepened for the others. */
  const lookAtAll = async (): Promise<readonly string[]> => {
    const cuts = new Set<string>()
    const open = wanted.filter((one) => !results.has(one))
    await inParallel(open, looksAtOnce, async (one) => {
      const judgement = await look(walk.git, shallowFile, one)
      if ('found' in judgement) results.set(one, result(judgement, fetches))
      else for (const cut of judgement.cuts) cuts.add(cut)
    })
    return [...cuts]
  }
  let byRef = false
  let cuts = await lookAtAll()
  for (const step of stepsTo(Math.min(...wanted.map(({ boundary }) => boundary)))) {
    if (cuts.length === 0) return results
    const fetchStep = () => {
      const [option, refspecs] = byRef ? [step.fromRef, refs] : [step.fromCuts, cuts]
      return counted(remote.fetch(walk.directory, [commitsOnly, option], refspecs))
    }
    try {
      // A cut came from the remote, which the head need not have done: it may be a merge made on this machine.
      await fetchStep().catch((error: unknown) => {
        if (byRef || !(error instanceof RemoteError) || error.reason !== 'refused') throw error
        byRef = true
        return fetchStep()
      })
    } catch (error) {
      if (!(error instanceof RemoteError) || error.reason !== 'unsupported' || step.last) throw error
    }
    await forgetAbsentCuts(walk)
    cuts = await lookAtAll()
  }
  for (const one of wanted.filter((other) => !results.has(other)))
    results.set(one, incomplete(remote.publicUrl, cuts[0] ?? one.start))
  return results
}

/** Fetches the starts that are not there. Returns those that the remote no longer has, unless that is the only one. */
async function fetchStarts(
  walk: Repository,
  remote: Remote,
  wanted: readonly Wanted[],
  counted: (work: Promise<void>) => Promise<void>,
): Promise<ReadonlyMap<string, RemoteError>> {
  const lost = new Map<string, RemoteError>()
  const absent = await absentFrom(walk.git, [...new Set(wanted.map(({ start }) => start))])
  if (absent.length === 0) return lost
  try {
    await counted(fetchCommits(remote, walk, absent))
  } catch (error) {
    if (!(error instanceof RemoteError) || error.reason !== 'refused' || absent.length === 1) throw error
    for (const start of absent) {
      await counted(fetchCommits(remote, walk, [start])).catch((reason: unknown) => {
        if (!(reason instanceof RemoteError) || reason.reason !== 'refused') throw reason
        lost.set(start, reason)
      })
    }
  }
  return lost
}

async function absentFrom(git: Git, revisions: readonly string[]): Promise<readonly string[]> {
  const printed = (await git.catFile(['--batch-check'], `${revisions.join('\n')}\n`)).toString('latin1')
  return printed.split('\n').flatMap((line) => (line.endsWith(' missing') ? [line.split(' ')[0] ?? ''] : []))
}

function incomplete(place: string, commit: string): RemoteError {
  return new RemoteError(
    'incomplete',
    `${place} does not have the history before ${commit}: check out from a complete repository, with \`fetch-depth: 0\``,
  )
}

interface Step {
  /** The option where the cuts themselves are asked for, */
  readonly fromCuts: string
  /** and where a ref above them is: servers then go on from those of our cuts that their refs still reach. */
  readonly fromRef: string
  readonly last?: boolean
}

const day = 24 * 3600

/**
 * A server cuts a merge where either parent is older than what is asked for, and so at each merge of a topic that was ready
 * before then. So the first step goes two weeks further back than the boundary, which spares most walks a second one: a
 * request takes longer than a hundred commits. The next one is for what had rested for longer, whose base is the parent
 * of what came last; and the others for topics that had. What these do not settle, such as dates that decrease, gets all
 * commits at once: going down step by step costs more, in bytes as in time. bench/walk.ts measures it.
 */
function stepsTo(boundary: number): readonly Step[] {
  const before = (days: number): Step => {
    const option = `--shallow-since=@${Math.max(0, boundary - days * day)} +0000`
    return { fromCuts: option, fromRef: option }
  }
  const all = '--depth=2147483647'
  return [
    before(14),
    { fromCuts: '--depth=2', fromRef: '--deepen=1' },
    before(60),
    before(365),
    { fromCuts: all, fromRef: all, last: true },
  ]
}

/**
 * The commits that the walk passes before the truncated revision, in its order. That has been found with the same `scratch`.
 */
export async function commitsPassed(places: Places, wanted: Wanted): Promise<readonly Visit[]> {
  const { checkout } = places
  const seen = await unlessFailed(look(openGit(checkout.directory), checkout.shallowFile, wanted))
  if (seen !== undefined && 'found' in seen) return seen.passed
  const walk = await walkRepository(places)
  const judgement = await look(walk.git, join(walk.directory, 'shallow'), wanted)
  if ('found' in judgement) return judgement.passed
  throw new Error(`the walk from ${wanted.start} has not been settled`)
}

type Look = (Settled & { readonly passed: readonly Visit[] }) | Exclude<Judgement, Settled>

async function look(git: Git, shallowFile: string, wanted: Wanted): Promise<Look> {
  const { visits, cuts } = await visibleFrom(git, shallowFile, wanted)
  const judgement = judge(visits, wanted.boundary, cuts)
  return 'found' in judgement
    ? { ...judgement, passed: visits.slice(0, visits.indexOf(judgement.found)) }
    : judgement
}

/** A walk, as far as the repository has it. */
export interface Visible {
  readonly visits: readonly Visit[]
  readonly cuts: ReadonlySet<string>
}

/** Throws `ProcessError`. */
export async function visibleFrom(
  git: Git,
  shallowFile: string,
  walk: Omit<Wanted, 'boundary'>,
): Promise<Visible> {
  const printed = await git.text(['rev-list', '--timestamp', '--parents', ...mode(walk), walk.start, '--'])
  const visits = readAnswer('git rev-list', printed, parseVisits)
  const revisions = visits.map(({ revision }) => revision)
  return { visits, cuts: await cutsOf(git, shallowFile, revisions) }
}

/** What a walk has found, after so many requests. */
export function result(judgement: Settled, fetches: number): Truncated {
  const { found, root } = judgement
  return { revision: found.revision, time: found.time, root, fetches }
}

async function askGit(git: Git, wanted: Wanted): Promise<Settled> {
  const ask = async (...filter: string[]) => {
    const args = ['rev-list', '-1', '--timestamp', ...filter, ...mode(wanted), wanted.start, '--']
    return readAnswer('git rev-list', await git.text(args), parseVisits)[0]
  }
  // With a zone git does not guess at what a number may mean as a date. `--min-age`, which never guesses, ends in 2038
  // before git 2.43.1. There are no negative times in either, nor in a commit.
  const newest = wanted.boundary < 0 ? undefined : await ask(`--before=@${wanted.boundary} +0000`)
  const found = newest ?? (await ask('--max-parents=0'))
  if (found === undefined) throw new Error(`git found no root of ${wanted.start}`)
  return { found, root: newest === undefined }
}

function mode({ parents }: Pick<Wanted, 'parents'>): readonly string[] {
  return parents === 'first-parent' ? ['--first-parent'] : []
}
