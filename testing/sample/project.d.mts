/** What the package set needs to know of the host's GHC. */
export interface HostGhc {
  readonly version: string
  /** The directory that `ghc` is in. */
  readonly bin: string
}

export interface SampleOptions {
  /** Modules of the library; default 8. The executable has one more, Main. */
  readonly modules?: number
  /** GHC's `-O`; default 0. */
  readonly optimization?: 0 | 1 | 2
  /** What one module costs to compile (constructors and fields with derived instances); default 6. */
  readonly size?: number
  /** Whether the library has a `Paths_sample`; default false. */
  readonly pathsModule?: boolean
  /** Whether there is a test suite, which the build then runs; default false. */
  readonly tests?: boolean
  /** Where in the repository the project is; default its root. */
  readonly subdirectory?: string
  readonly ghc?: HostGhc
  readonly objectFormat?: 'sha1' | 'sha256'
}

type When = Date | string | number

export interface Sample {
  /** The git repository. */
  readonly directory: string
  /** Where flake.nix and default.nix are. */
  readonly root: string
  /** Module names of the library, importers after what they import. */
  readonly modules: readonly string[]
  /** Modules that only the executable (and the test suite) imports. */
  readonly leaves: readonly string[]
  git(...args: string[]): string
  /** Paths are relative to `root`. */
  write(path: string, text: string): void
  /** Throws if nothing changes. Returns the path. */
  edit(path: string, change: (text: string) => string): string
  /** Everything in the work tree; author and committer date as given. Returns the revision. */
  commit(message: string, date: When): string
  /** A merge commit, never a fast-forward. Returns the revision. */
  merge(branch: string, date: When, message?: string): string
  /** Makes a branch and switches to it. */
  branch(name: string, start?: string): void
  checkout(revision: string): void
  /** Changes a function body: exactly that module has to be compiled. Returns the file. */
  changeLeaf(index?: number): string
  changeInterior(index?: number): string
  /** Changes what an interior module exports: its importers have to be compiled as well. */
  changeInterface(index?: number): string
  bumpVersion(next: string): void
  /** In the package's Nix code, which has no such flag yet. */
  addGhcOption(option: string): void
  /** Lets the package set claim another GHC version than the host has. */
  pretendGhc(version: string): void
}

export interface HistoryCommit {
  readonly kind: 'initial' | 'leaf' | 'interface' | 'merge'
  readonly date: Date
  readonly revision: string
}

export interface History {
  /** First-parent history of `main`, oldest first. */
  readonly commits: readonly HistoryCommit[]
  /** `merge` is branch `pull-request-merge`: first parent `main`, second parent `head`. */
  readonly pullRequest: { readonly head: string; readonly merge: string }
}

export function hostGhc(): HostGhc
export function createSample(directory: string, options?: SampleOptions): Sample
export function tenDaysOfHistory(sample: Sample, today: When): History
