import type { Simulation } from './simulation.ts'
import type { Verification } from './verification.ts'

export type ReportedMode = 'incremental' | 'full' | 'plan' | 'verify'

/** Whether it is HEAD that is built. */
export const buildsHead = (mode: ReportedMode) => mode === 'incremental' || mode === 'verify'

/** What a run did: the result of it, of which summary and outputs are pure functions. */
export interface Report {
  readonly mode: ReportedMode
  /** Undefined if the run ended before it was known. */
  readonly head: Commit | undefined
  /** Undefined if it could not be found out. */
  readonly base: BaseCommit | undefined
  readonly cacheName: string
  /** What was asked for, in the order of the input; in a run over several branches, for each of them. */
  readonly installables: readonly InstallableReport[]
  readonly units: readonly UnitReport[]
  /** What was built beside the units, in the order in which it was done. */
  readonly others: readonly OtherReport[]
  readonly phases: readonly Phase[]
  readonly warnings: readonly string[]
  /** What is worth knowing and no warning. */
  readonly notices: readonly string[]
  /** What compilers and Nix complained of. */
  readonly messages: readonly Message[]
  /** Where history was replayed instead of making a plan. */
  readonly simulation?: Simulation
  /** In mode `verify`, as far as it came. */
  readonly verification?: Verification
  /** Why the job fails, if it does. */
  readonly failure?: Failure
  /** Web page of the repository; absent where HEAD is not known to be of it. */
  readonly repositoryUrl?: string
}

export interface Failure {
  /** One line. */
  readonly message: string
  /** The builds that failed, each with the end of its log; empty if it was none. */
  readonly builds: readonly { readonly name: string; readonly log: readonly string[] }[]
}

/** An error or a warning at a place in the repository. */
export interface Message {
  readonly severity: 'error' | 'warning'
  /** Relative to the root of the repository. */
  readonly file: string
  /** Lines and columns count from 1. */
  readonly line: number
  readonly column?: number
  readonly endLine?: number
  readonly endColumn?: number
  /** GHC's, for example `GHC-88464`. */
  readonly code?: string
  /** The warning's flag, for example `-Wunused-imports`. */
  readonly flag?: string
  readonly text: string
  /** Whether the file was changed since the full build, as far as is known. */
  readonly changed: boolean
}

export interface Commit {
  readonly revision: string
  /** Committer time, seconds since the epoch. */
  readonly time: number
}

/** The commit of a full build. `boundary`: seconds since the epoch. */
export type BaseCommit = Commit & {
  readonly boundary: number | undefined
  readonly root: boolean
  /** Chosen, after the truncated revision, for what the units are compiled by and against. */
  readonly fitting?: boolean
  /** That of the level above, on whose full builds its own are made. */
  readonly coarser?: BaseCommit | undefined
}

export interface InstallableReport {
  /** As the user wrote it. */
  readonly installable: string
  /** Store paths of what it names; empty where nothing was to be built. */
  readonly outPaths: readonly string[]
  /** In a run over several branches, the one or ones that it is for, and the commit of their full builds. */
  readonly branch?: string
  readonly ownBase?: BaseCommit
}

/**
 * How a unit was built. `unchanged`: not at all, since the full build has it. `full`: as a full build, in mode `full`. `none`:
 * it was not to be built, or what it needs failed.
 */
export type UnitBuild = 'incremental' | 'unchanged' | 'plain' | 'full' | 'none'

/** Where a full build came from. */
export type Origin =
  /** Restored from one. */
  | 'cache'
  /** In a cache, and left there. */
  | 'found'
  | 'store'
  | 'built'
  | 'none'

export interface UnitReport {
  /** Of the derivation, for example `core-1.0`. */
  readonly name: string
  readonly package: string
  /** For example `x86_64-linux`. */
  readonly system: string
  readonly build: UnitBuild
  /** Why it was built plainly: a clause such as `new since the full build`. */
  readonly reason?: string
  /** Store path of the intermediates. */
  readonly fullBuild: string | undefined
  readonly origin: Origin
  readonly compiled: readonly CompiledModule[]
  /** 0 if nothing said how many there are. */
  readonly modulesTotal: number
  /** What building it took, of HEAD or, in mode `full`, of the full build; absent if it was not built. */
  readonly seconds?: number
  /** What the full build took when it was made. */
  readonly fullSeconds?: number
  /** Where the full build is not of the report's `base`: of an older commit, or of another branch. */
  readonly ownBase?: BaseCommit
  /** In a run over several branches, the one or ones that it is for. */
  readonly branch?: string
}

export interface OtherReport {
  readonly name: string
  readonly seconds?: number
}

export interface CompiledModule {
  readonly name: string
  /** GHC's own; undefined on a first build. */
  readonly reason: string | undefined
}

/** One bar of the timeline. Phases may overlap. */
export interface Phase {
  readonly name: string
  /** Seconds since the run began. */
  readonly start: number
  readonly seconds: number
}

/** The phase whose time counts against what the full build saves. */
export const restorePhase = 'Restore full builds'

/** One word for all units together: `plain` where nothing was built on a full build. */
export type BuildKind = 'incremental' | 'plain' | 'full' | 'none'

export function overallBuild({ mode, units, installables }: Report): BuildKind {
  const any = (...kinds: readonly UnitBuild[]) => units.some(({ build }) => kinds.includes(build))
  if (mode === 'full') return any('full') ? 'full' : 'none'
  if (any('incremental', 'unchanged')) return 'incremental'
  return any('plain') || installables.some(({ outPaths }) => outPaths.length > 0) ? 'plain' : 'none'
}

/** Whether this run built it: for HEAD or, in mode `full`, for those to come. */
export function wasBuilt({ build, origin }: UnitReport): boolean {
  return build === 'incremental' || build === 'plain' || (build === 'full' && origin === 'built')
}

/** How many modules there are, as far as the run showed it; 0 if it showed nothing. */
export function modulesOf({ compiled, modulesTotal }: UnitReport): number {
  return Math.max(compiled.length, modulesTotal)
}

/** How many modules were compiled, and how many there are, in all units together. */
export function allModules(units: readonly UnitReport[]): {
  readonly compiled: number
  readonly total: number
} {
  return {
    compiled: units.reduce((sum, one) => sum + one.compiled.length, 0),
    total: units.reduce((sum, one) => sum + modulesOf(one), 0),
  }
}

/** Whether the build failed, and not what it needs. */
export function hasFailed({ name, build }: UnitReport, failure: Failure | undefined): boolean {
  return build === 'none' && failure !== undefined && failure.builds.some((one) => one.name === name)
}

/** The commits of the full builds, as a rule one. */
export function basesOf({ base, installables, units }: Report): readonly BaseCommit[] {
  const ofBranches = installables.map(({ ownBase }) => ownBase)
  const all = [...ofBranches, ...units.map((one) => one.ownBase ?? base)].filter((one) => one !== undefined)
  const used = all.length > 0 || base === undefined ? all : [base]
  const above = new Set(used.flatMap(({ coarser }) => revisionsOf(coarser)))
  return used.filter(
    ({ revision }, index) =>
      !above.has(revision) && used.findIndex((one) => one.revision === revision) === index,
  )
}

/** The commit of a full build and those of the levels above, the finest first. */
export function levelsOf<T extends { readonly coarser?: T | undefined }>(base: T | undefined): readonly T[] {
  return base === undefined ? [] : [base, ...levelsOf(base.coarser)]
}

/** The commits themselves, in that order. */
export function revisionsOf(base: BaseCommit | undefined): readonly string[] {
  return levelsOf(base).map(({ revision }) => revision)
}

/** Whether no full build had to be built, and there is one. */
export function cacheHit(units: readonly UnitReport[]): boolean {
  const found = units.filter((one) => one.origin !== 'none')
  return found.length > 0 && found.every((one) => one.origin !== 'built')
}
