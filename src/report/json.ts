import { isoTime, type UnitOutput, unitOutput } from './outputs.ts'
import {
  allModules,
  type BuildKind,
  basesOf,
  type Commit,
  cacheHit,
  type Failure,
  overallBuild,
  type Report,
} from './report.ts'
import type { Simulation } from './simulation.ts'
import { endOf } from './timeline.ts'
import type { Verification } from './verification.ts'

/** The report for programs. Null is what is not known, or what there is none of. */
export interface JsonReport {
  readonly mode: Report['mode']
  readonly build: BuildKind
  readonly head: JsonCommit | null
  /** The commits of the full builds. */
  readonly bases: readonly (JsonCommit & { readonly boundary: string | null })[]
  readonly cacheHit: boolean
  readonly installables: readonly { readonly installable: string; readonly outPaths: readonly string[] }[]
  readonly units: readonly UnitOutput[]
  readonly modulesCompiled: number
  readonly modulesTotal: number
  readonly seconds: number
  readonly warnings: readonly string[]
  readonly notices: readonly string[]
  readonly simulation: Simulation | null
  readonly verification: Verification | null
  readonly failure: Failure | null
}

interface JsonCommit {
  readonly revision: string
  /** Committer time in ISO 8601. */
  readonly time: string
}

export function jsonOf(report: Report): JsonReport {
  const { head, units, installables, phases } = report
  const modules = allModules(units)
  return {
    mode: report.mode,
    build: overallBuild(report),
    head: head === undefined ? null : commitOf(head),
    bases: basesOf(report).map((base) => ({
      ...commitOf(base),
      boundary: base.boundary === undefined ? null : isoTime(base.boundary),
    })),
    cacheHit: cacheHit(units),
    installables: installables.map(({ installable, outPaths }) => ({ installable, outPaths })),
    units: units.map(unitOutput),
    modulesCompiled: modules.compiled,
    modulesTotal: modules.total,
    seconds: phases.length === 0 ? 0 : endOf(phases),
    warnings: report.warnings,
    notices: report.notices,
    simulation: report.simulation ?? null,
    verification: report.verification ?? null,
    failure: report.failure ?? null,
  }
}

const commitOf = ({ revision, time }: Commit): JsonCommit => ({ revision, time: isoTime(time) })
