import { pathToFileURL } from 'node:url'
import { formatInstallable } from '../nix/installable.ts'
import type { Base } from './base.ts'
import type { Context } from './context.ts'

/** One state of the sources, as `nix` is told of it. */
export interface Tree {
  /** Go in front of the installables. */
  readonly options: readonly string[]
  /** What stands for a flake in front of `#`, for the n-th of the installables; empty with a file. */
  reference(index: number): string
  /** The n-th of the installables, whole. */
  whole(index: number): string
}

/** HEAD: the checkout as it is, in the user's own words. */
export function headTree({ settings }: Pick<Context, 'settings'>): Tree {
  return {
    options: settings.file === undefined ? [] : ['--file', settings.file],
    reference: (index) =>
      settings.file === undefined ? (settings.installables[index]?.text.split(/[#^]/)[0] ?? '.') : '',
    whole: (index) => settings.installables[index]?.text ?? '',
  }
}

/**
 * The base: flakes out of a repository that has it, a file out of a work tree of that commit which is named like the
 * checkout, since the name of a directory becomes that of a source. Throws `RemoteError` if the commit cannot be had.
 */
export async function baseTree(base: Base, { settings, sources }: Context): Promise<Tree> {
  const { history, locations } = sources
  const wholeBy = (reference: (index: number) => string) => (index: number) => {
    const installable = settings.installables[index]
    return installable === undefined ? '' : formatInstallable(reference(index), installable)
  }
  if (settings.file !== undefined) {
    const directory = await history.workTree(base.revision)
    const reference = () => ''
    return { options: ['--file', `${directory}/${locations[0]}`], reference, whole: wholeBy(reference) }
  }
  const repository = pathToFileURL(await history.sourceRepository([base.revision])).href
  const reference = (index: number) => {
    const parameters = new URLSearchParams(settings.installables[index]?.parameters)
    const location = locations[index] ?? ''
    if (location !== '') parameters.set('dir', location)
    parameters.set('rev', base.revision)
    // Without it Nix counts the ancestors, which a repository of one commit does not have.
    parameters.set('shallow', '1')
    return `git+${repository}?${parameters.toString()}`
  }
  // A lock that lacks an input is completed in memory, as it was for that commit.
  return { options: ['--no-write-lock-file'], reference, whole: wholeBy(reference) }
}
