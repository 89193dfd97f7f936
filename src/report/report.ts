/** What a run did: the result of it, of which summary and outputs are pure functions. */
export interface Report {
  readonly mode: 'incremental' | 'full' | 'plan'
  readonly head: Commit
  /** Undefined if it could not be found out. */
  readonly base: BaseCommit | undefined
  readonly cacheName: string
  readonly packages: readonly PackageReport[]
  readonly phases: readonly Phase[]
  readonly warnings: readonly string[]
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
export type Origin = 'cache' | 'store' | 'built' | 'none'

export interface PackageReport {
  readonly installable: string
  readonly build: BuildKind
  readonly fullBuild: string | undefined
  readonly origin: Origin
  readonly compiled: readonly { readonly name: string; readonly reason: string | undefined }[]
  /** 0 if nothing said how many there are. */
  readonly modulesTotal: number
  readonly outPaths: readonly string[]
  /** Where the full build is not of the report's `base`, but of an older commit. */
  readonly olderBase?: BaseCommit
}

export interface Phase {
  readonly name: string
  readonly seconds: number
}

/** One word for all packages together: `plain` if any was, since that is what people want to know. */
export function overallBuild(packages: readonly PackageReport[]): BuildKind {
  const order: readonly BuildKind[] = ['plain', 'full', 'incremental', 'none']
  return order.find((kind) => packages.some((one) => one.build === kind)) ?? 'none'
}

/** The commits of the full builds, as a rule one. */
export function basesOf({ base, packages }: Report): readonly BaseCommit[] {
  const all = packages.map((one) => one.olderBase ?? base).filter((one) => one !== undefined)
  const used = all.length > 0 || base === undefined ? all : [base]
  return used.filter((one, index) => used.findIndex(({ revision }) => revision === one.revision) === index)
}

/** Whether no full build had to be built, and there is one. */
export function cacheHit(packages: readonly PackageReport[]): boolean {
  const found = packages.filter((one) => one.origin !== 'none')
  return found.length > 0 && found.every((one) => one.origin !== 'built')
}
