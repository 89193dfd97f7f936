import { readFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import type { Installable } from './installable.ts'
import { type Nix, nixFile, nixString } from './nix.ts'

/** Why a package cannot be built on top of a full build. Made in nix/default.nix and nix/plan.nix. */
export interface Problem {
  readonly code:
    | 'missing'
    | 'missing-in-base'
    | 'not-haskell'
    | 'ghc-too-old'
    | 'ghc-changed'
    | 'package-changed'
    | 'no-intermediates'
  readonly detail: string
}

/** What Nix makes of one installable at the two revisions. Derivations and paths are store paths. */
export interface Evaluated {
  readonly name: string
  readonly system: string
  readonly problem: Problem | null
  readonly plainDerivation: string | null
  readonly full: { readonly derivation: string; readonly intermediates: string } | null
  /** `paths` are those of `outputs`, in the same order. */
  readonly incremental: {
    readonly derivation: string
    readonly outputs: readonly string[]
    readonly paths: readonly string[]
  } | null
}

/** One state of the sources. */
export interface Source {
  /** A repository that Nix can read: bare for a revision, the checkout for uncommitted changes. */
  readonly repository: string
  /** Absent for the checkout as it is, uncommitted changes included. */
  readonly revision?: string
}

export interface Request {
  readonly installables: readonly Installable[]
  /** Path of the flake's directory, or of the Nix file, inside the repository, for each of the installables. */
  readonly locations: readonly string[]
  readonly fromFile: boolean
  readonly head?: Source
  readonly base?: Source
}

/** Seconds. Large package sets take a minute or two. */
const evaluationLimitSeconds = 15 * 60

/**
 * Evaluates all installables in one go: pure for a flake at a revision, as `nix build` does it; impure for a file
 * (`<nixpkgs>`, `builtins.currentSystem`) and for uncommitted changes, which Nix cannot lock.
 * Throws `ProcessError` if one of them does not evaluate.
 */
export async function evaluate(nix: Nix, request: Request): Promise<Evaluated[]> {
  const data = {
    system: nix.system,
    installables: request.installables.map((installable, index) => {
      const location = request.locations[index] ?? ''
      return {
        attributePath: installable.attributePath,
        outputs: installable.outputs,
        head: sourceOf(request.head, installable, location, request.fromFile),
        base: sourceOf(request.base, installable, location, request.fromFile),
      }
    }),
  }
  const [library, plan] = await Promise.all(
    ['default.nix', 'plan.nix'].map((name) => readFile(nixFile(name), 'utf8')),
  )
  const expression = `(${plan}) { incremental = (${library}) { }; request = builtins.fromJSON ${nixString(JSON.stringify(data))}; }`
  const impure = request.fromFile || (request.head !== undefined && request.head.revision === undefined)
  const { stdout } = await nix.run(
    ['eval', '--json', ...(impure ? ['--impure'] : []), '--expr', expression],
    {
      timeoutSeconds: evaluationLimitSeconds,
    },
  )
  return JSON.parse(stdout) as Evaluated[]
}

/** What nix/plan.nix takes as a source. */
function sourceOf(source: Source | undefined, installable: Installable, location: string, fromFile: boolean) {
  if (source === undefined) return null
  const repository = pathToFileURL(source.repository).href
  if (fromFile) return { repository, revision: source.revision ?? null, file: location }
  const parameters = new URLSearchParams(installable.parameters)
  if (location !== '') parameters.set('dir', location)
  if (source.revision !== undefined) {
    parameters.set('rev', source.revision)
    // Without it Nix counts the ancestors, which a repository of two commits does not have.
    parameters.set('shallow', '1')
  }
  const query = parameters.toString()
  return { flake: `git+${repository}${query === '' ? '' : `?${query}`}` }
}
