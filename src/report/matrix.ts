import type { PackageReport, Report } from './report.ts'

/** The output `matrix`: one job for each full build that is missing. */

export interface Entry {
  /** The branch or branches that it is for; empty in a run for the checkout alone. */
  readonly branch: string
  /** For the input of that name: one, or, where there are too many jobs, all those of the revision. */
  readonly installables: string
  /** For the input of that name. */
  readonly revision: string
}

/** https://docs.github.com/actions/reference/limits */
const mostJobs = 256

/** `strategy.matrix` of a later job, which must not run where there is no entry. */
export function matrixOf({ mode, base, packages }: Pick<Report, 'mode' | 'base' | 'packages'>): {
  readonly include: readonly Entry[]
} {
  return { include: entriesOf(mode, packages, base?.revision).slice(0, mostJobs) }
}

/** How many full builds the matrix has no room for, of a run over several branches. */
export function entriesLeft(mode: Report['mode'], packages: readonly PackageReport[]): number {
  return Math.max(0, entriesOf(mode, packages, undefined).length - mostJobs)
}

function entriesOf(
  mode: Report['mode'],
  packages: readonly PackageReport[],
  revision: string | undefined,
): readonly Entry[] {
  if (mode !== 'plan') return []
  const entries = packages.flatMap((one): Entry[] => {
    const commit = one.ownBase?.revision ?? revision
    if (one.fullBuild === undefined || one.origin === 'found' || commit === undefined) return []
    return [{ branch: one.branch ?? '', installables: one.installable, revision: commit }]
  })
  return entries.length > mostJobs ? byRevision(entries) : entries
}

function byRevision(entries: readonly Entry[]): readonly Entry[] {
  const merged = new Map<string, Entry>()
  for (const entry of entries) {
    const before = merged.get(entry.revision)
    const installables =
      before === undefined ? entry.installables : `${before.installables}\n${entry.installables}`
    merged.set(entry.revision, { ...entry, installables })
  }
  return [...merged.values()]
}
