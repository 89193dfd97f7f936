import { existsSync, realpathSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { UserError } from '../lib/errors.ts'
import type { Installable } from '../nix/installable.ts'
import { type History, openCheckout, openHistory, type Places } from '../revision/index.ts'
import type { Settings } from './settings.ts'

/** What the installables lie in. */
export interface Sources {
  readonly history: History
  /** For each of the installables the path of its flake's directory, or of the Nix file, in the repository. */
  readonly locations: readonly string[]
}

/** Opens the repository that the installables lie in. Throws `UserError` if there is none, or more than one. */
export async function openSources(settings: Settings, reach: Omit<Places, 'checkout'>): Promise<Sources> {
  const directories = settings.installables.map((installable) =>
    settings.file === undefined ? resolve(settings.workspace, installable.directory) : dirname(settings.file),
  )
  const missing = directories.findIndex((directory) => !existsSync(directory))
  if (missing >= 0)
    throw new UserError(
      `Input \`installables\`: \`${settings.installables[missing]?.text}\` names a directory that does not exist. Write it relative to the root of the workspace.`,
    )
  const checkout = await openCheckout(directories[0] ?? settings.workspace)
  const topLevel = realpathSync(checkout.topLevel)
  const locations = directories.map((directory, index) => {
    const installable = settings.installables[index]
    const path = settings.file ?? flakeDirectory(realpathSync(directory), topLevel, installable)
    const location = relative(topLevel, path)
    if (location.startsWith('..'))
      throw new UserError(
        `Input \`installables\`: \`${installable?.text}\` lies in another repository than the first. Use the action once for each repository.`,
      )
    return location
  })
  return { history: openHistory({ checkout, ...reach }), locations }
}

/** Nix looks for flake.nix in the directory and then upwards to the top of the repository. */
function flakeDirectory(directory: string, topLevel: string, installable: Installable | undefined): string {
  const start = join(directory, new URLSearchParams(installable?.parameters).get('dir') ?? '')
  for (let path = start; ; path = dirname(path)) {
    if (existsSync(join(path, 'flake.nix'))) return path
    if (path === topLevel || path === dirname(path)) break
  }
  throw new UserError(
    `Input \`installables\`: there is no flake.nix for \`${installable?.text}\`. Name the flake's directory, as in \`./directory#pkg\`, or set \`file\` to build from a Nix file.`,
  )
}
