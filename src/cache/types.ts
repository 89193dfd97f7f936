/** One full build: what one cache entry holds. */
export interface FullBuildEntry {
  /** See `cacheKey`. */
  readonly key: string
  /** The store paths that the next build starts from; their closure travels with them. */
  readonly paths: readonly string[]
  /** Names of the caches whose copy Nix refused: `save` then replaces it where it would answer `exists`. */
  readonly refusedFrom?: readonly string[]
}

/**
 * What became of a restore. `hit`: every path of the entry is valid in the local store. `failed`: the cache could not
 * be asked, or what it gave was refused; nothing of it was installed. `refused`: the cache has the entry, and asking
 * again would give the same. `remedy`: what to do about a fault of this machine, which other entries will meet too.
 */
export type Restored = { readonly status: 'hit' } | { readonly status: 'miss' } | RestoreFailure

export interface RestoreFailure {
  readonly status: 'failed'
  readonly reason: string
  readonly refused?: boolean
  readonly remedy?: string
}

/**
 * What became of a save. `exists`: nothing to do, the entry (or an upstream cache) has it already. `read-only`: the
 * cache answered that this job may not write, which is the normal case for pull requests from forks.
 */
export type Saved =
  | { readonly status: 'saved'; readonly bytes: number }
  | { readonly status: 'exists' }
  | { readonly status: 'read-only'; readonly reason: string }
  | { readonly status: 'failed'; readonly reason: string }

/** Whether a cache has a full build under some key; `failed` if it could not be asked. */
export type Found =
  | { readonly status: 'found' | 'absent' }
  | { readonly status: 'failed'; readonly reason: string }

/** A Nix store that holds full builds between jobs. No method throws, and all end within their time limit. */
export interface BinaryCache {
  /** For logs; holds no credentials. */
  readonly name: string
  /** Always asks the cache, also when the paths are valid locally: `hit` means that the cache has the entry. */
  restore(entry: FullBuildEntry): Promise<Restored>
  /** Whether it has the entry, of which nothing is downloaded. A promise only: `restore` tells. */
  has(entry: FullBuildEntry): Promise<Found>
  /**
   * Whether there is an entry whose key is `prefix`, a hyphen, and a hash (see `keyPrefix`). A promise only: `restore`
   * tells. Absent for stores that know store paths and no keys, which are those that only Nix writes.
   */
  find?(prefix: string): Promise<Found>
  /** The paths of the entry must be valid in the local store. */
  save(entry: FullBuildEntry): Promise<Saved>
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
   * `keys`, all of it must be signed by one of them or by one that Nix trusts anyway.
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
