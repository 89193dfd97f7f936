import { cargo } from '../adapters/cargo/recognise.ts'
import { checkpoint } from '../adapters/checkpoint/recognise.ts'
import { go } from '../adapters/go/recognise.ts'
import { haskell } from '../adapters/haskell/recognise.ts'
import { haskellNix } from '../adapters/haskell-nix/recognise.ts'
import {
  type Adapter,
  type Derivation,
  findUnits,
  type Graph,
  parseDerivation,
  type ReadDerivation,
  type Recognised,
  type RewriteRequest,
  type Rewritten,
  type Unit,
  walk,
} from '../graph/index.ts'
import { readDerivationFile } from '../nix/derivation-files.ts'
import { rewrite } from '../nix/rewrite.ts'
import type { Context } from './context.ts'

/** Graphs of this machine's store: how they are read, searched, and rewritten. */

const adapters: readonly Adapter[] = [haskell, haskellNix, go, cargo, checkpoint]

/** The one that recognised a unit. */
export function adapterOf({ adapter }: Pick<Unit, 'adapter'>): Adapter | undefined {
  return adapters.find(({ name }) => name === adapter)
}

/** By the first adapter that knows its builder, wherever its source is from. */
export function recognise(derivation: Derivation): (Recognised & Pick<Unit, 'adapter'>) | undefined {
  for (const adapter of adapters) {
    const recognised = adapter.recognise(derivation)
    if (recognised !== undefined) return { ...recognised, adapter: adapter.name }
  }
  return undefined
}

/** Reads each derivation once. */
export function createReader(): ReadDerivation {
  const known = new Map<string, Derivation | undefined>()
  return (path) => {
    if (!known.has(path)) known.set(path, readOne(path))
    return known.get(path)
  }
}

function readOne(path: string): Derivation | undefined {
  const text = readDerivationFile(path)
  try {
    return text === undefined ? undefined : parseDerivation(path, text)
  } catch {
    return undefined
  }
}

export function walkGraph(
  { read }: Pick<Context, 'read'>,
  roots: readonly string[],
  enter?: (path: string) => boolean,
): Graph {
  return walk(roots, read, enter)
}

export function findUnitsOf(
  { read, isLocked }: Pick<Context, 'read' | 'isLocked'>,
  graph: Graph,
): readonly Unit[] {
  return findUnits(graph, { adapters, read, isLocked })
}

/** By the paths of the derivations that are rewritten; empty for an empty request. Throws `ProcessError`. */
export async function rewriteGraph(
  { nix, scratch }: Pick<Context, 'nix' | 'scratch'>,
  request: RewriteRequest,
): Promise<ReadonlyMap<string, Rewritten>> {
  if (request.derivations.length === 0) return new Map()
  return new Map(Object.entries((await rewrite(nix, request, scratch)) as Record<string, Rewritten>))
}
