import type { AccelerationWish, LinuxSystem } from '../builder/index.ts'
import type { CacheKind, CacheWrite, Keep } from '../cache/index.ts'
import type { Installable } from '../nix/installable.ts'
import type { Filter, Levels, Parents } from '../revision/index.ts'
import type { StartSetting } from './event.ts'

/** What a run is told, whichever front read it from the user. */

/** How the commit of the full build is chosen. */
export interface BaseSettings {
  readonly levels: Levels
  readonly start: StartSetting
  readonly parents: Parents
  /** As git takes it. */
  readonly date: string | undefined
  /** Seconds, for each fetch of history. */
  readonly fetchTimeout: number
}

export type Mode = 'incremental' | 'full' | 'plan' | 'verify'

/** Which failures of an incremental build only a plain one can confirm. */
export type ConfirmFailures = 'auto' | 'always' | 'never'

export interface Settings extends BaseSettings {
  readonly workspace: string
  readonly installables: readonly Installable[]
  /** Absolute path of the Nix file; undefined for a flake. */
  readonly file: string | undefined
  readonly mode: Mode
  /** The commits of the full builds, of the finest level first; empty where the levels choose them. */
  readonly revisions: readonly string[]
  /** Whose full builds modes `full` and `plan` are for; undefined for that of the checkout alone. */
  readonly branches: Filter | undefined
  /** In mode `plan`: how many of the last commits are replayed, instead of a plan; undefined for a plan. */
  readonly simulate: number | undefined
  /** How many previous boundaries may give the full build. */
  readonly fallbackIntervals: number
  /** In the order in which they are asked. */
  readonly caches: readonly CacheKind[]
  readonly cacheWrite: CacheWrite
  /** In Nix's own format. Secret. */
  readonly signingKey: string | undefined
  readonly trustedPublicKeys: readonly string[] | undefined
  readonly keep: Keep
  /** Seconds, for each restore and each push. */
  readonly cacheTimeout: number
  /** Lines of nix.conf. */
  readonly nixOptions: readonly string[]
  /** Absolute path of the link that HEAD's build is to leave, as `nix build` makes it; undefined for none. */
  readonly outLink: string | undefined
  readonly strict: boolean
  readonly confirmFailures: ConfirmFailures
  readonly token: string | undefined
  readonly linuxBuilder: LinuxBuilderSettings
}

export type LinuxBuilderMode = 'auto' | 'always' | 'never'

/** What the user can say about building for Linux. Undefined is for the machine to decide. */
export interface LinuxBuilderSettings {
  readonly mode: LinuxBuilderMode
  /** What a VM is for that is started whatever is built. */
  readonly system: LinuxSystem | undefined
  /** Flake reference and attribute. */
  readonly package: string | undefined
  /** For bash. */
  readonly command: string | undefined
  readonly cores: number | undefined
  readonly memoryMiB: number | undefined
  readonly diskGiB: number
  readonly jobs: number | undefined
  readonly features: readonly string[]
  /** Seconds. */
  readonly limitSeconds: number | undefined
  readonly acceleration: AccelerationWish
  /** Lines of Nix's machines format. */
  readonly builders: readonly string[]
}

/** What is told where only the commit is looked for. */
export interface TruncateSettings extends BaseSettings {
  readonly token: string | undefined
  /** Absolute path. */
  readonly directory: string
}
