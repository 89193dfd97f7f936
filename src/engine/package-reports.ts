import { countModules, recordedSeconds } from '../nix/build.ts'
import type { Installable } from '../nix/installable.ts'
import type { BuildLog } from '../nix/log.ts'
import type { Origin, PackageReport } from '../report/report.ts'
import type { HeadBuild } from './head.ts'
import type { PackagePlan } from './plan.ts'

/** What the report says of one package, in each of the modes. */

/** Where something failed before there was a plan. */
export function notMade({ text }: Installable): PackageReport {
  return {
    installable: text,
    build: 'none',
    fullBuild: undefined,
    origin: 'none',
    compiled: [],
    modulesTotal: 0,
    outPaths: [],
  }
}

/** In mode `plan`. */
export function planned(one: PackagePlan, origin: Origin = 'none'): PackageReport {
  return {
    installable: one.installable.text,
    build: 'none',
    fullBuild: one.full?.intermediates,
    origin,
    compiled: [],
    modulesTotal: 0,
    outPaths: [],
    ...(one.olderBase === undefined ? {} : { ownBase: one.olderBase }),
  }
}

/** In mode `full`. `log` is that of the full builds which were made now. */
export async function fullReport(
  one: PackagePlan,
  origin: Origin = 'none',
  log: BuildLog,
): Promise<PackageReport> {
  const { full } = one
  // One that was found in a cache has stayed there.
  const there = full !== undefined && (origin === 'built' || origin === 'store')
  return {
    ...planned(one),
    build: full === undefined || origin === 'none' ? 'none' : 'full',
    origin,
    compiled: origin === 'built' && full !== undefined ? log.modules(full.derivation).compiled : [],
    modulesTotal: there ? await countModules(full.intermediates) : 0,
    outPaths: there ? full.paths : [],
    ...(origin === 'built' && full !== undefined ? timed(log, full.derivation) : {}),
    ...(there ? await recorded(full.intermediates) : {}),
  }
}

/** In mode `incremental`. */
export async function headReport(
  one: PackagePlan,
  origin: Origin = 'none',
  head: HeadBuild | undefined,
): Promise<PackageReport> {
  if (head === undefined) return { ...planned(one), origin }
  const { compiled, considered } = head.log.modules(head.built.derivation)
  const base = one.full !== undefined && origin !== 'none' ? one.full.intermediates : undefined
  const before = base === undefined ? 0 : await countModules(base)
  return {
    ...planned(one),
    build: head.build,
    origin,
    compiled,
    // GHC says nothing of a component that it has nothing to do for.
    modulesTotal: Math.max(considered, before),
    outPaths: head.built.paths,
    ...timed(head.log, head.built.derivation),
    ...(base === undefined ? {} : await recorded(base)),
  }
}

function timed(log: BuildLog, derivation: string): { readonly seconds?: number } {
  const seconds = log.seconds(derivation)
  return seconds === undefined ? {} : { seconds }
}

async function recorded(intermediates: string): Promise<{ readonly fullSeconds?: number }> {
  const fullSeconds = await recordedSeconds(intermediates)
  return fullSeconds === undefined ? {} : { fullSeconds }
}
