import { ProcessError } from '../lib/process.ts'
import type { Nix } from './nix.ts'

interface Shown {
  /** Up to Nix 2.17 a list of outputs for each derivation, an object with them since. */
  readonly inputDrvs?: Readonly<Record<string, readonly string[] | { readonly outputs?: readonly string[] }>>
}

/** What the derivations need of others, as arguments of `nix build`, in what `nix derivation show` printed. */
export function inputsOf(json: string): readonly string[] {
  const shown = Object.values(JSON.parse(json) as Readonly<Record<string, Shown | null>>)
  const inputs = shown.flatMap((derivation) => Object.entries(derivation?.inputDrvs ?? {}))
  const wanted = inputs.flatMap(([path, value]) => {
    const outputs = 'outputs' in value ? (value.outputs ?? []) : Array.isArray(value) ? value : []
    return outputs.length === 0 ? [] : [`${path}^${outputs.join(',')}`]
  })
  return [...new Set(wanted)]
}

/**
 * Fetches from the user's own substituters what the builds of these derivations will need, and builds nothing: to be
 * done while something else waits for another network. What cannot be fetched is left for the builds.
 */
export async function fetchInputs(
  nix: Nix,
  derivations: readonly string[],
  timeoutSeconds: number,
): Promise<void> {
  if (derivations.length === 0) return
  try {
    const { stdout } = await nix.run(['derivation', 'show', ...derivations], { timeoutSeconds })
    const inputs = inputsOf(stdout)
    if (inputs.length === 0) return
    const buildNothing = ['--max-jobs', '0', '--builders', '', '--keep-going']
    await nix.run(['build', '--no-link', ...buildNothing, ...inputs], { timeoutSeconds })
  } catch (error) {
    if (!(error instanceof ProcessError)) throw error
  }
}
