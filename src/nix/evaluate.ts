import { readAnswer } from '../lib/answer.ts'
import { ProcessError } from '../lib/process.ts'
import { evaluationLimitSeconds } from './dry-run.ts'
import { lastErrorOf, type Nix } from './nix.ts'

type NixRunner = Pick<Nix, 'run'>

/** The derivations that these arguments of `nix build` name, in no order. Throws `ProcessError` if they do not evaluate. */
export async function derivationsOf(nix: NixRunner, args: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await nix.run(['path-info', '--derivation', ...args], {
    timeoutSeconds: evaluationLimitSeconds,
  })
  return readAnswer('nix path-info --derivation', stdout, readDerivations)
}

/** Store paths, one a line: something has been asked for. */
function readDerivations(printed: string): readonly string[] {
  const lines = printed.trim().split('\n')
  if (!lines.every((line) => line.startsWith('/'))) throw new Error('these are no store paths')
  return lines.filter((line) => line.endsWith('.drv'))
}

/**
 * The attribute paths of all derivations in the set that `args` name, also in sets that say `recurseForDerivations`. One
 * that does not evaluate is an error. Throws `ProcessError`.
 */
export async function derivationsIn(
  nix: NixRunner,
  args: readonly string[],
): Promise<readonly (readonly string[])[]> {
  const { stdout } = await nix.run(['eval', '--json', ...args, '--apply', listDerivations], {
    timeoutSeconds: evaluationLimitSeconds,
  })
  return readAnswer('nix eval --json', stdout, JSON.parse) as readonly (readonly string[])[]
}

const listDerivations = `
  let
    list = prefix: given:
      let set = if builtins.isFunction given then given { } else given;
      in builtins.concatMap (name:
        let
          value = set.\${name};
          path = prefix ++ [ name ];
        in
        if !(builtins.isAttrs value) then [ ]
        else if value.type or null == "derivation" then [ path ]
        else if value.recurseForDerivations or false then list path value
        else [ ]) (builtins.attrNames set);
  in list [ ]`

/** Whether Nix was asked, and gave no answer: code is at fault, or takes too long, or Nix is. */
export function isEvaluationFailure(error: unknown): error is ProcessError {
  return error instanceof ProcessError && error.reason !== 'cancelled' && error.reason !== 'not-found'
}

/** Whether Nix says that a flake or a file has no such attribute. */
export function isMissing(stderr: string): boolean {
  return /does not provide attribute|attribute '[^']*' in selection path|does not contain a '[^']*flake\.nix'/.test(
    lastErrorOf(stderr),
  )
}

/** What it comes to, or the failure of Nix code. Throws what else may happen. */
export async function unlessEvaluationFails<T>(work: Promise<T>): Promise<T | ProcessError> {
  try {
    return await work
  } catch (error) {
    if (isEvaluationFailure(error)) return error
    throw error
  }
}
