/** What one cache entry holds: the full build of a unit, or the dependencies that several units share. */
export interface FullBuildEntry {
  /** See `cacheKey` and `dependenciesKey`. */
  readonly key: string
  /**
   * Store paths. To save: all that the entry is to hold; what these refer to travels with it, unless another entry of
   * the request holds it. To restore, and to ask: those that are wanted of it.
   */
  readonly paths: readonly string[]
  /** Names of the caches whose copy Nix refused: `save` then replaces it where it would answer `exists`. */
  readonly refusedFrom?: readonly string[]
}

/**
 * `wanted` are restored or saved. `neighbours` are the other entries of the same graph, with all the paths that they
 * hold: what `wanted` refer to is in them. An entry may be among both.
 */
export interface EntryRequest {
  readonly wanted: readonly FullBuildEntry[]
  readonly neighbours: readonly FullBuildEntry[]
}

/**
 * What became of a restore. `hit`: every wanted path of the entry is valid in the local store. `miss`: the cache lacks
 * the entry, or another that it refers to.
 */
export type Restored = { readonly status: 'hit' } | { readonly status: 'miss' } | RestoreFailure

/**
 * The cache could not be asked, or what it gave was refused. `refused`: the cache has the entry, and asking again would
 * give the same. `refusedKeys`: the entries whose content was refused, where that is known: it may be a neighbour's.
 * `remedy`: what to do about a fault of this machine, which other entries will meet too.
 */
export interface RestoreFailure {
  readonly status: 'failed'
  readonly reason: string
  readonly refused?: boolean
  readonly refusedKeys?: readonly string[]
  readonly remedy?: string
}

/**
 * What became of a save. `exists`: nothing to do, the entry (or an upstream cache) has it already. `read-only`: the
 * cache answered that this job may not write, which is the normal case for pull requests from forks. `incomplete`: dependencies
 * of which this store lacks some.
 */
export type Saved =
  | { readonly status: 'saved'; readonly bytes: number }
  | { readonly status: 'exists' | 'incomplete' }
  | { readonly status: 'read-only'; readonly reason: string }
  | { readonly status: 'failed'; readonly reason: string }

/** Whether a cache has a full build under some key; `failed` if it could not be asked. */
export type Found =
  | { readonly status: 'found' | 'absent' }
  | { readonly status: 'failed'; readonly reason: string }

/**
 * A Nix store that holds full builds between jobs. No method throws, each call ends within the one time limit however
 * many entries it is about, and each answers with one result per entry, in their order.
 */
export interface BinaryCache {
  /** For logs; holds no credentials. */
  readonly name: string
  /** Always asks the cache, also when the paths are valid locally: `hit` means that the cache has the entry. */
  restore(request: EntryRequest): Promise<readonly Restored[]>
  /** Whether it has the entries, of which nothing is downloaded. A promise only: `restore` tells. */
  has(entries: readonly FullBuildEntry[]): Promise<readonly Found[]>
  /**
   * For each prefix whether there is an entry whose key is that, a hyphen, and a hash (see `keyPrefix`). A promise only:
   * `restore` tells. Absent for stores that know store paths and no keys, which are those that only Nix writes.
   */
  find?(prefixes: readonly string[]): Promise<readonly Found[]>
  /** The paths of the wanted full builds must be valid in the local store. */
  save(request: EntryRequest): Promise<readonly Saved[]>
}

/** What Nix knows of one valid store path. Paths are absolute. */
export interface PathInfo {
  readonly path: string
  readonly narHash: string
  readonly narSize: number
  readonly references: readonly string[]
  readonly signatures: readonly string[]
  /** Built in this store rather than fetched. */
  readonly ultimate: boolean
}

/** Where Nix fetches from, and whether what it fetches must be signed by a trusted key (settings of nix.conf). */
export interface Substituters {
  readonly urls: readonly string[]
  readonly requireSignatures: boolean
}

/**
 * What the cache side needs of Nix. Every method throws when Nix fails, when it is cancelled, and when it needs more
 * than `seconds`.
 */
export interface StoreAccess {
  /** Those of `paths` that the local store has, without asking any substituter. */
  valid(paths: readonly string[], seconds: number): Promise<ReadonlySet<string>>
  /** Keeps the garbage collector from `paths`, which are valid, as long as there are the links that begin with `link`. */
  keep(paths: readonly string[], link: string, seconds: number): Promise<void>
  /** The paths and all that they refer to, in no particular order. */
  closure(paths: readonly string[], seconds: number): Promise<readonly PathInfo[]>
  /** Names of the keys in `trusted-public-keys`. */
  trustedKeyNames(seconds: number): Promise<ReadonlySet<string>>
  /** The user's upstream caches. */
  substituters(seconds: number): Promise<Substituters>
  /** What the store at `url` knows of those of `paths` that it has. */
  lookUp(url: string, paths: readonly string[], seconds: number): Promise<readonly PathInfo[]>
  /** Those of `paths` that the store at `url` lacks. */
  missingIn(url: string, paths: readonly string[], seconds: number): Promise<readonly string[]>
  /** Writes exactly these paths, without their references, to the binary cache at `url`. */
  write(url: string, paths: readonly string[], seconds: number): Promise<void>
  /**
   * Makes `paths` valid, each missing path of the closure coming from any substituter of the user or from `url`. With
   * `keys`, all of it must be signed by one of them or by one that Nix trusts anyway. Those that can be had are valid
   * also when it throws because of others.
   */
  substitute(url: string, paths: readonly string[], seconds: number, keys?: readonly string[]): Promise<void>
  /** Whether the Nix daemon lets this user name substituters; undefined if it does not tell. */
  trusted(seconds: number): Promise<boolean | undefined>
  /** Signs `paths` in the local store with the secret key in `keyFile`. */
  sign(paths: readonly string[], keyFile: string, seconds: number): Promise<void>
  /** Copies the closure to the store at `url`, which takes what it can from its own substituters. */
  push(url: string, paths: readonly string[], seconds: number): Promise<void>
  /** Copies the closure from the store at `url`; `keys` as for `substitute`. */
  pull(url: string, paths: readonly string[], seconds: number, keys?: readonly string[]): Promise<void>
}
