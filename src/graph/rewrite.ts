import { type Derivation, isInputAddressed } from './derivation.ts'
import type { Graph } from './walk.ts'

/** What is to become of a derivation in the rewritten graph, apart from having its inputs replaced. */
export type Change =
  | Keep
  /** It starts from the intermediates of a full build, by the hooks of the adapter. */
  | Resume
  | Identify
  /** What depends on it gets the outputs of another derivation, by their names. */
  | { readonly kind: 'replace'; readonly by: ReadonlyMap<string, OutputPath> }

/** An output `intermediates` is added, by the hooks of the adapter. */
export interface Keep {
  readonly kind: 'keep'
  readonly adapter: string
  /** Whether tests and documentation are left out. */
  readonly unchecked: boolean
  /** What it starts from, by the same hooks as a `Resume`; null for one from scratch. */
  readonly on: Start | null
}

/** What a build starts from. */
export interface Start {
  readonly from: OutputPath
  /** Whether what a compiler does not compare may have changed. */
  readonly distrust: boolean
}

export interface Resume extends Start {
  readonly kind: 'resume'
  readonly adapter: string
}

/** It is built from scratch as a `Resume` would have it but for what that starts from, by the hooks of the adapter. */
export interface Identify {
  readonly kind: 'identify'
  readonly adapter: string
  /** The intermediates after which names are taken; null for the names that it has anyway. */
  readonly from: OutputPath | null
}

/** An output of a derivation that is in the store. */
export interface OutputPath {
  readonly derivation: string
  readonly output: string
  readonly path: string
}

/** What nix/rewrite.nix takes. */
export interface RewriteRequest {
  /** Those that are instantiated again. */
  readonly derivations: readonly RequestedDerivation[]
  /** What stands for the outputs of derivations that are not there any more, by the paths of their `.drv` files. */
  readonly replaced: Readonly<Record<string, Readonly<Record<string, Replacement>>>>
}

export interface Replacement {
  /** The path of the output that it stands for. */
  readonly old: string
  readonly by: OutputPath
}

export interface RequestedDerivation {
  readonly path: string
  readonly name: string
  readonly system: string
  readonly builder: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly outputs: Readonly<Record<string, string>>
  readonly inputDrvs: Readonly<Record<string, readonly string[]>>
  readonly inputSrcs: readonly string[]
  readonly change: RequestedChange | null
}

export type RequestedChange = Keep | Resume | Identify

/** What nix/rewrite.nix answers for each of the derivations that were instantiated again. */
export interface Rewritten {
  readonly derivation: string
  readonly outputs: Readonly<Record<string, string>>
  /**
   * Whether Nix made the same derivation of it when nothing was changed. If not, it was left as it is, for then what it
   * says is not all that there is to it.
   */
  readonly faithful: boolean
}

/**
 * The request for a graph with these changes: they, and all that depends on them. Those stay as they are whose paths
 * do not follow from what they say, and those that name the `.drv` file of something that changes, rather than what it
 * builds. `graph` is in the order of `walk`.
 */
export function rewriteRequest(graph: Graph, changes: ReadonlyMap<string, Change>): RewriteRequest {
  const derivations: RequestedDerivation[] = []
  const replaced: Record<string, Record<string, Replacement>> = {}
  const affected = new Set<string>()
  for (const derivation of graph.values()) {
    const change = changes.get(derivation.path)
    if (change?.kind === 'replace') {
      affected.add(derivation.path)
      replaced[derivation.path] = replacementsOf(derivation, change.by)
      continue
    }
    const follows = [...derivation.inputDrvs.keys()].some((input) => affected.has(input))
    if ((change === undefined && !follows) || !canBeRewritten(derivation, affected)) continue
    affected.add(derivation.path)
    derivations.push(requested(derivation, change ?? null))
  }
  return { derivations, replaced }
}

function replacementsOf(
  { outputs }: Derivation,
  by: ReadonlyMap<string, OutputPath>,
): Record<string, Replacement> {
  const pairs = [...outputs].flatMap(([output, { path }]) => {
    const replacement = by.get(output)
    return replacement === undefined ? [] : [[output, { old: path, by: replacement }] as const]
  })
  return Object.fromEntries(pairs)
}

function canBeRewritten(derivation: Derivation, affected: ReadonlySet<string>): boolean {
  return isInputAddressed(derivation) && !derivation.inputSrcs.some((source) => affected.has(source))
}

function requested(derivation: Derivation, change: RequestedChange | null): RequestedDerivation {
  const { path, name, system, builder, args, env, outputs, inputDrvs, inputSrcs } = derivation
  return {
    path,
    name,
    system,
    builder,
    args,
    env: Object.fromEntries(env),
    outputs: Object.fromEntries([...outputs].map(([output, value]) => [output, value.path])),
    inputDrvs: Object.fromEntries(inputDrvs),
    inputSrcs,
    change,
  }
}
