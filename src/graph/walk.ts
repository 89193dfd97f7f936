import { type Derivation, isFixedOutput } from './derivation.ts'

/** Derivations by the paths of their `.drv` files; what a derivation needs stands before it. */
export type Graph = ReadonlyMap<string, Derivation>

/** Undefined for what cannot be read: it stays as it is, with all that it needs. */
export type ReadDerivation = (path: string) => Derivation | undefined

/**
 * The derivations that `roots` need, those included for which `enter` holds. What is fetched by hash is left out with all
 * that only it needs: nothing of this repository is compiled there.
 */
export function walk(
  roots: Iterable<string>,
  read: ReadDerivation,
  enter: (path: string) => boolean = () => true,
): Graph {
  const graph = new Map<string, Derivation>()
  const seen = new Set<string>()
  // A stack of its own, since graphs are deeper than calls may be nested.
  const stack: (string | Derivation)[] = [...roots].reverse()
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (typeof next !== 'string') {
      graph.set(next.path, next)
      continue
    }
    if (seen.has(next) || !enter(next)) continue
    seen.add(next)
    const derivation = read(next)
    if (derivation === undefined || isFixedOutput(derivation)) continue
    stack.push(derivation, ...derivation.inputDrvs.keys())
  }
  return graph
}

/** These, and all that needs them. `graph` is in the order of `walk`. */
export function withDependents(graph: Graph, paths: Iterable<string>): ReadonlySet<string> {
  const found = new Set(paths)
  for (const { path, inputDrvs } of graph.values())
    if ([...inputDrvs.keys()].some((input) => found.has(input))) found.add(path)
  return found
}
