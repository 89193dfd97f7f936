/** What a run did: the result of it, of which summary and outputs are pure functions. */
export interface Report {
  readonly mode: 'incremental' | 'full' | 'plan'
  /** Undefined if the run ended before it was known. */
  readonly head: Commit | undefined
  /** Undefined if it could not be found out. */
  readonly base: BaseCommit | undefined
  readonly cacheName: string
  readonly packages: readonly PackageReport[]
  readonly phases: readonly Phase[]
  readonly warnings: readonly string[]
  /** What is worth knowing and no warning. */
  readonly notices: readonly string[]
  /** What compilers and Nix complained of. */
  readonly messages: readonly Message[]
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
export type BaseCommit = Commit & { readonly boundary: number | undefined; readonly root: boolean }

export type BuildKind = 'incremental' | 'plain' | 'full' | 'none'

/** Where a full build came from. */
export type Origin =
  /** Restored from one. */
  | 'cache'
  /** In a cache, and left there. */
  | 'found'
  | 'store'
  | 'built'
  | 'none'

export interface PackageReport {
  readonly installable: string
  readonly build: BuildKind
  readonly fullBuild: string | undefined
  readonly origin: Origin
  readonly compiled: readonly CompiledModule[]
  /** 0 if nothing said how many there are. */
  readonly modulesTotal: number
  readonly outPaths: readonly string[]
  /** What building it took, of HEAD or, in mode `full`, of the full build; absent if it was there already. */
  readonly seconds?: number
  /** What the full build took when it was made. */
  readonly fullSeconds?: number
  /** Where the full build is not of the report's `base`: of an older commit, or of another branch. */
  readonly ownBase?: BaseCommit
  /** In a run over several branches, the one or ones that it is for. */
  readonly branch?: string
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

/** One word for all packages together: `plain` if any was, since that is what people want to know. */
export function overallBuild(packages: readonly PackageReport[]): BuildKind {
  const order: readonly BuildKind[] = ['plain', 'full', 'incremental', 'none']
  return order.find((kind) => packages.some((one) => one.build === kind)) ?? 'none'
}

/** The commits of the full builds, as a rule one. */
export function basesOf({ base, packages }: Report): readonly BaseCommit[] {
  const all = packages.map((one) => one.ownBase ?? base).filter((one) => one !== undefined)
  const used = all.length > 0 || base === undefined ? all : [base]
  return used.filter((one, index) => used.findIndex(({ revision }) => revision === one.revision) === index)
}

/** Whether no full build had to be built, and there is one. */
export function cacheHit(packages: readonly PackageReport[]): boolean {
  const found = packages.filter((one) => one.origin !== 'none')
  return found.length > 0 && found.every((one) => one.origin !== 'built')
}
