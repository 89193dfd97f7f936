import { type Report, revisionsOf, type UnitReport } from './report.ts'

/** The output `matrix`: one job for each commit that lacks a full build of a unit. */

export interface Entry {
  /** The branch or branches that it is for; empty in a run for the checkout alone. */
  readonly branch: string
  /** For the input of that name: all of the run. What the cache has of them is not built again. */
  readonly installables: string
  /** To check out. */
  readonly revision: string
  /** For the input `revision`: that commit, and those of the levels above. */
  readonly revisions: string
}

type Plan = Pick<Report, 'mode' | 'base' | 'installables' | 'units'>

/** https://docs.github.com/actions/reference/limits */
const mostJobs = 256
/** Of all entries together, in UTF-16 code units: more than half of what GitHub takes of the outputs of a job. */
const mostLength = 300_000

/** `strategy.matrix` of a later job, which must not run where there is no entry. */
export function matrixOf(plan: Plan): { readonly include: readonly Entry[] } {
  return { include: fitting(entriesOf(plan)) }
}

/** How many commits the matrix has no room for. */
export function entriesLeft(plan: Plan): number {
  const entries = entriesOf(plan)
  return entries.length - fitting(entries).length
}

function fitting(entries: readonly Entry[]): readonly Entry[] {
  let length = 0
  const end = entries.findIndex((entry, index) => {
    length += JSON.stringify(entry).length + 1
    return index >= mostJobs || length > mostLength
  })
  return end < 0 ? entries : entries.slice(0, end)
}

/** Whether there could be one in the cache and is not: what the store of this machine alone has is yet to be pushed. */
export function lacksFullBuild({ fullBuild, origin }: UnitReport): boolean {
  return fullBuild !== undefined && origin !== 'found'
}

function entriesOf({ mode, base, installables, units }: Plan): readonly Entry[] {
  if (mode !== 'plan') return []
  // In a run over several branches each of them has its own report of the same installable.
  const all = [...new Set(installables.map(({ installable }) => installable))].join('\n')
  const levels = revisionsOf(base)
  const entries = new Map<string, Entry>()
  for (const one of units.filter(lacksFullBuild)) {
    const own = revisionsOf(one.ownBase)
    // What is missing at a level above is made on the way.
    const revisions = own[0] === undefined || levels.includes(own[0]) ? levels : own
    const [revision] = revisions
    if (revision === undefined || entries.has(revision)) continue
    const branch = one.branch ?? ''
    entries.set(revision, { branch, installables: all, revision, revisions: revisions.join(' ') })
  }
  return [...entries.values()]
}
