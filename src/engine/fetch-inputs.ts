import type { Graph } from '../graph/index.ts'
import { ProcessError } from '../lib/process.ts'
import type { Nix } from '../nix/nix.ts'
import type { Settings } from './settings.ts'

/** More would not fit into a command line. */
const mostInputs = 2000

/**
 * Fetches from the user's own substituters what the builds of these derivations will need, and builds nothing: to be
 * done while something else waits for another network. What cannot be fetched is left for the builds.
 */
export async function fetchInputs(
  { nix, settings }: { readonly nix: Pick<Nix, 'run'>; readonly settings: Pick<Settings, 'cacheTimeout'> },
  graph: Graph,
): Promise<void> {
  const wanted = inputsOf(graph)
  if (wanted.length === 0) return
  const buildNothing = ['--max-jobs', '0', '--builders', '', '--keep-going']
  const args = ['build', '--no-link', ...buildNothing, ...wanted.slice(0, mostInputs)]
  try {
    await nix.run(args, { timeoutSeconds: settings.cacheTimeout })
  } catch (error) {
    if (!(error instanceof ProcessError)) throw error
  }
}

/** What the derivations of a graph need of others, as arguments of `nix build`. */
export function inputsOf(graph: Graph): readonly string[] {
  const wanted = new Map<string, Set<string>>()
  for (const { inputDrvs } of graph.values()) {
    for (const [input, outputs] of inputDrvs) {
      if (graph.has(input) || outputs.length === 0) continue
      wanted.set(input, new Set([...(wanted.get(input) ?? []), ...outputs]))
    }
  }
  return [...wanted].map(([input, outputs]) => `${input}^${[...outputs].join(',')}`)
}
