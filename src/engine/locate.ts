import { readFileSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname, isAbsolute, join, normalize, relative, sep } from 'node:path'
import { trackedFiles } from '../revision/index.ts'
import type { Context } from './context.ts'

/** A place in a file as some program printed it. */
export interface Printed {
  /** Absolute in the sandbox or in the store, or relative to the directory of a package. */
  readonly file: string
  readonly line: number
  /** The source at that line, if the program quoted it. */
  readonly quoted?: string
}

/** A checkout. Paths in `files` and `locations` are relative to its top level. */
export interface Tree {
  readonly topLevel: string
  /** The tracked files. */
  readonly files: readonly string[]
  /** Directories of the Nix code that the job builds. */
  readonly locations: readonly string[]
}

/**
 * The file of the checkout that was meant, relative to its top level; undefined if there is none that it can be.
 * `packageName`: of the build that printed it; `ours`: whether it is one that the user asked for.
 */
export type Locator = (printed: Printed, packageName?: string, ours?: boolean) => string | undefined

/**
 * Builds run in a copy of a package's directory, and name files relative to that. The package's own directory is the
 * one with its `.cabal` file. Where the program quoted the source, the file must have that line, so that a file of
 * another package, or of another commit, is not taken for ours. Links that lead out of the checkout are none of it.
 */
export function createLocator({ topLevel, files, locations }: Tree): Locator {
  const root = realpathSync(topLevel)
  const packages = packageDirectories(root, files)
  const contents = new Map<string, readonly string[] | undefined>()

  function linesOf(path: string): readonly string[] | undefined {
    if (!contents.has(path)) contents.set(path, readInside(root, path)?.split('\n'))
    return contents.get(path)
  }

  function fits(path: string, { line, quoted }: Printed): boolean {
    const lines = linesOf(path)
    if (lines === undefined) return false
    return quoted === undefined || squeezed(lines[line - 1] ?? '') === squeezed(quoted)
  }

  return (printed, packageName, ours = false) => {
    const named = packageName === undefined ? [] : (packages.get(nameWithoutVersion(packageName)) ?? [])
    const own = [...named, ...(ours || packageName === undefined ? [...locations, ''] : [])]
    // Another package's message is known for ours by nothing but the source that it quotes.
    const others = printed.quoted === undefined ? [] : ['', ...[...packages.values()].flat()]
    const roots = [...new Set([...own, ...others])]
    const candidates = suffixes(printed.file, root, printed.quoted !== undefined)
      .flatMap((suffix) => roots.map((directory) => normalize(join(directory, suffix))))
      .concat(printed.file.includes('/') ? [] : byName(files, own, printed.file))
    return candidates.find((path) => fits(path, printed))
  }
}

/** Where the files lie that messages are about. */
export type Where = Pick<Context, 'settings' | 'sources'>

/** For the checkout of the job. */
export async function locatorOf({ settings, sources: { history, locations } }: Where): Promise<Locator> {
  const fromFile = settings.file !== undefined
  return createLocator({
    topLevel: history.checkout.topLevel,
    files: await trackedFiles(history.checkout),
    locations: fromFile ? locations.map((path) => path.split('/').slice(0, -1).join('/')) : locations,
  })
}

/** Directories of packages by their names. */
function packageDirectories(root: string, files: readonly string[]): Map<string, string[]> {
  const found = new Map<string, string[]>()
  const add = (name: string | undefined, file: string) => {
    const directory = dirname(file) === '.' ? '' : dirname(file)
    if (name !== undefined) found.set(name, [...(found.get(name) ?? []), directory])
  }
  for (const file of files) {
    if (file.endsWith('.cabal')) add(basename(file, '.cabal'), file)
    // hpack's, from which the .cabal file is made in the build.
    else if (basename(file) === 'package.yaml')
      add(/^name:\s*["']?([\w-]+)/m.exec(readInside(root, file) ?? '')?.[1], file)
  }
  return found
}

/** `sample-0.1.0.0` → `sample` */
function nameWithoutVersion(name: string): string {
  return name.replace(/-\d[^-]*(-r\d+)?$/, '')
}

/**
 * A relative path as it is; of an absolute one every end, the longest first, since what is in front of it belongs to
 * the sandbox or the store. The bare name would be too little to go by unless the source is quoted.
 */
function suffixes(file: string, root: string, quoted: boolean): string[] {
  const path = file.replace(/^«[^»]*»/, '')
  if (!isAbsolute(path)) return [path]
  if (path.startsWith(`${root}/`)) return [path.slice(root.length + 1)]
  const parts = path.split('/').filter((part) => part !== '')
  const shortest = quoted ? 1 : 2
  return parts
    .slice(0, Math.max(0, parts.length - shortest + 1))
    .map((_, index) => parts.slice(index).join('/'))
}

/** hsc2hs leaves out the directories. Only if there is one such file in the package. */
function byName(files: readonly string[], directories: readonly string[], name: string): string[] {
  const found = files.filter(
    (file) =>
      file.endsWith(`/${name}`) &&
      directories.some((directory) => directory === '' || file.startsWith(`${directory}/`)),
  )
  return found.length === 1 ? found : []
}

const largestSource = 4 * 1024 * 1024

/** The text of a regular file inside of `root`, wherever links lead. */
function readInside(root: string, path: string): string | undefined {
  try {
    const real = realpathSync(join(root, path))
    const inside = relative(root, real)
    if (inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)) return undefined
    const status = statSync(real)
    return status.isFile() && status.size <= largestSource ? readFileSync(real, 'utf8') : undefined
  } catch {
    return undefined
  }
}

/** Without white space: tabs are shown as they look. */
function squeezed(line: string): string {
  return line.replace(/\s+/g, '')
}
