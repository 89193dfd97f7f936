import { keyPrefix } from '../cache/index.ts'
import { pairUnits, type Unit } from '../graph/index.ts'
import { lastThat } from '../lib/bisect.ts'
import { info } from '../lib/log.ts'
import { isoTime } from '../report/outputs.ts'
import type { History, Parents, Resolved } from '../revision/index.ts'
import type { Base, Start } from './base.ts'
import { buildOn, type EvaluatedCommit, evaluateBase } from './base-graph.ts'
import type { Context } from './context.ts'
import { startsAtMerge } from './event.ts'
import type { BaseGraph } from './full-build.ts'
import type { HeadGraph } from './head-graph.ts'
import { type Ladder, listed } from './ladder.ts'
import { type Misfit, misfitsOf } from './misfits.ts'
import { isFailed, seek } from './seek.ts'

/**
 * A base that fits. Where what the units are compiled by or against changed since the boundary, hardly anything could be
 * built on the truncated revision, by nobody, until the next boundary. The commit that changed it is the base then, and the
 * truncated revision that of the level above.
 */

type Misfits = ReadonlyMap<string, Misfit>

export interface Misfitting {
  readonly head: HeadGraph
  readonly start: Start
  /** The truncated revision. */
  readonly base: BaseGraph
}

/**
 * The commit on the way to HEAD since which all units fit; the base itself if they fit to that, or to nothing else. As
 * few commits are evaluated as it takes to find it. Whatever fails is no reason to fail.
 */
export async function fittingBase(context: Context, given: Misfitting): Promise<BaseGraph> {
  const { base, head } = given
  const misfits = misfitsOf(context, head.units, base)
  if (misfits.size === 0) return base
  const { revision: before } = base.base
  const text = head.units.flatMap(({ derivation: { name, path } }) => {
    const misfit = misfits.get(path)
    return misfit === undefined ? [] : `${name} (${misfit.detail})`
  })
  info(`What ${listed(text)} is made with is not what it was at ${before}: a later commit is looked for.`)
  const fitting = await seek(search(context, given, misfits))
  if (isFailed(fitting)) info(`No other base can be found: ${fitting.failed}.`)
  else if (fitting === undefined) info('No other commit fits, or it would be that of this job alone.')
  else {
    const { revision, time } = fitting.base
    info(`The base is ${revision} (${isoTime(time)}), since which they fit.`)
    return fitting
  }
  return base
}

async function search(
  context: Context,
  { head, start, base }: Misfitting,
  misfits: Misfits,
): Promise<BaseGraph | undefined> {
  const { settings, sources, surroundings } = context
  const { history } = sources
  const { checkout } = history
  const read = createReading(context, base.base)
  const atMerge = startsAtMerge(settings.start, surroundings.event)
  const way = { ...{ history, start, base: base.base, atMerge }, parents: settings.parents }
  const found = await fittingCommit(way, {
    async fits(commit) {
      // It is what the units are of.
      if (commit.revision === checkout.head && !checkout.dirty) return true
      const evaluated = await read(commit)
      return evaluated !== undefined && fits(context, { head, evaluated, misfits })
    },
    async hints(commits) {
      const unit = head.units.find(({ derivation }) => misfits.has(derivation.path))
      return unit === undefined ? new Set() : basesAmong(context, unit, commits)
    },
  })
  const evaluated = found === undefined ? undefined : await read(found)
  return evaluated === undefined ? undefined : buildOn(context, evaluated, base)
}

/** How many commits a cache is asked about. */
const mostHints = 100

/** From the base to where the walk started. */
interface Way {
  readonly history: Pick<History, 'commitsPassed'>
  readonly start: Start
  readonly base: Base
  readonly parents: Parents
  /** Whether it starts at a merge that nobody else has. */
  readonly atMerge: boolean
}

interface Questions {
  fits(commit: Resolved): Promise<boolean>
  /** Revisions that may be the answer, which spares questions and changes nothing else. */
  hints(commits: readonly Resolved[]): Promise<ReadonlySet<string>>
}

/** The first commit on the way that fits, if all behind it do; undefined if none does. Throws `RemoteError`. */
export async function fittingCommit(
  { history, start, base: { boundary }, parents, atMerge }: Way,
  ask: Questions,
): Promise<Resolved | undefined> {
  // Who names the commit means that one; and where the walk is no line, no commit is the one that changed something.
  if (boundary === undefined || parents !== 'first-parent') return undefined
  const passed = await history.commitsPassed({ start: start.revision, boundary, parents })
  const candidates = atMerge ? passed.slice(1) : passed
  // No more questions than the answers could spare, and not hundreds of them.
  const hints = candidates.length > 4 ? await ask.hints(candidates.slice(0, mostHints)) : new Set()
  return lastThat(candidates, ask.fits, ({ revision }) => hints.has(revision))
}

/** Those of which a cache has a full build of the unit: as a rule earlier jobs have found that they fit. */
async function basesAmong(
  { caches }: Context,
  { derivation: { system }, package: name }: Unit,
  commits: readonly Resolved[],
): Promise<ReadonlySet<string>> {
  const prefixes = commits.map(({ revision }) => keyPrefix({ system, name, revision }))
  const answers = await Promise.all(caches.map((cache) => cache.find?.(prefixes) ?? []))
  return new Set(
    commits.flatMap(({ revision }, index) =>
      answers.some((found) => found[index]?.status === 'found') ? revision : [],
    ),
  )
}

function fits(
  context: Context,
  of: { readonly head: HeadGraph; readonly evaluated: EvaluatedCommit; readonly misfits: Misfits },
): boolean {
  const { units } = of.head
  const isMisfit = (unit: Unit) => of.misfits.has(unit.derivation.path)
  const lacks = pairUnits(units, of.evaluated.units).some(
    ({ kind, head }) => kind === 'unpaired' && isMisfit(head),
  )
  return !lacks && misfitsOf(context, units, of.evaluated).size === 0
}

/** Evaluates a commit once; undefined for one that does not evaluate. */
function createReading(context: Context, base: Base) {
  const known = new Map<string, EvaluatedCommit | undefined>()
  return async ({ revision, time }: Resolved): Promise<EvaluatedCommit | undefined> => {
    if (known.has(revision)) return known.get(revision)
    let evaluates = true
    const ladder: Ladder = {
      ...context.ladder,
      stepDown(subject, _, detail) {
        evaluates = false
        info(`${subject}: ${revision} is no base: ${detail}.`)
      },
    }
    const commit: Base = { ...base, revision, time, root: false, fitting: true, coarser: base }
    const evaluated = await evaluateBase({ ...context, ladder }, commit)
    known.set(revision, evaluates ? evaluated : undefined)
    return known.get(revision)
  }
}
