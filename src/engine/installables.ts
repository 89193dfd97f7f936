import { derivationsIn } from '../nix/evaluate.ts'
import { formatInstallable, type Installable, isWildcard } from '../nix/installable.ts'
import type { Nix } from '../nix/nix.ts'
import type { Tree } from './trees.ts'

/** An installable as `nix` is told of it in some tree. */
export interface Argument {
  /** As people see it. */
  readonly text: string
  readonly argument: string
}

/**
 * The n-th of the installables in a tree: itself, or, if it ends in `.*`, all derivations in the set. Throws
 * `ProcessError` if that set does not evaluate.
 */
export async function argumentsOf(
  nix: Nix,
  tree: Tree,
  index: number,
  installable: Installable,
): Promise<readonly Argument[]> {
  if (!isWildcard(installable)) return [{ text: installable.text, argument: tree.whole(index) }]
  const { outputs } = installable
  const attributePath = installable.attributePath.slice(0, -1)
  const set = formatInstallable(tree.reference(index), { attributePath, outputs: [] })
  const paths = await derivationsIn(nix, [...tree.options, set])
  const [reference = ''] = installable.text.includes('#') ? installable.text.split('#') : []
  return paths.map((path) => {
    const found = { attributePath: [...attributePath, ...path], outputs }
    return {
      text: formatInstallable(reference, found),
      argument: formatInstallable(tree.reference(index), found),
    }
  })
}

/** What people know them by. */
export function names(installables: readonly { readonly text: string }[]): string {
  return installables.map((installable) => installable.text || 'the file').join(', ')
}
