import { readAnswer } from '../lib/answer.ts'
import type { Nix } from './nix.ts'

/** One thing that `nix build` builds for an installable. */
export interface Wanted {
  /** Undefined for an installable that names a store path. */
  readonly derivation: string | undefined
  /** Store paths by the names of the outputs that were asked for. */
  readonly outputs: Readonly<Record<string, string>>
}

export interface DryRun {
  /** In the order of the arguments. An argument that names a set of derivations has several. */
  readonly wanted: readonly Wanted[]
  /** The derivations that are neither in the store nor in a substituter. */
  readonly toBuild: readonly string[]
}

/** Seconds. Large package sets take a minute or two, and evaluation may have to build. */
export const evaluationLimitSeconds = 15 * 60

/** Asks `nix build` what it would do with these arguments. Throws `ProcessError` if they do not evaluate. */
export async function dryRun(nix: Pick<Nix, 'run'>, args: readonly string[]): Promise<DryRun> {
  const { stdout, stderr } = await nix.run(['build', '--dry-run', '--json', '--no-link', ...args], {
    timeoutSeconds: evaluationLimitSeconds,
  })
  return { wanted: readAnswer('nix build --dry-run', stdout, readWanted), toBuild: readToBuild(stderr) }
}

interface RawWanted {
  readonly drvPath?: string
  readonly outputs?: Readonly<Record<string, string | null>>
}

/** Reads what `nix build --dry-run --json` prints: store paths are texts in it. */
export function readWanted(json: string): readonly Wanted[] {
  return (JSON.parse(json) as readonly (string | RawWanted)[]).map((one) => {
    if (typeof one === 'string') return { derivation: undefined, outputs: { out: one } }
    const outputs = Object.entries(one.outputs ?? {}).flatMap(([name, path]) =>
      path === null ? [] : [[name, path] as const],
    )
    return { derivation: one.drvPath, outputs: Object.fromEntries(outputs) }
  })
}

/** The derivations that a dry run says would be built. */
export function readToBuild(stderr: string): readonly string[] {
  const start = stderr.search(/^.*derivations? will be built:$/m)
  if (start < 0) return []
  const lines = stderr.slice(start).split('\n').slice(1)
  const end = lines.findIndex((line) => !/^\s+\S+\.drv\s*$/.test(line))
  return lines.slice(0, end < 0 ? undefined : end).map((line) => line.trim())
}
