import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { lockedSources } from '../graph/index.ts'
import type { Base } from './base.ts'
import type { Sources } from './sources.ts'

/** The inputs that flakes lock: sources that are fetched by hash, though no derivation tells. */

type IsLocked = (path: string) => boolean

/** By the lock files of the checkout. */
export function lockedInHead({ history, locations }: Sources, storeDirectory: string): IsLocked {
  const { topLevel } = history.checkout
  const locks = lockFiles(locations).map((file) => {
    try {
      return readFileSync(join(topLevel, file), 'utf8')
    } catch {
      return ''
    }
  })
  return amongLocked(locks, storeDirectory)
}

/** By those of the base. */
export async function lockedInBase(
  { revision }: Base,
  { history, locations }: Sources,
  storeDirectory: string,
): Promise<IsLocked> {
  const locks = await Promise.all(lockFiles(locations).map((file) => history.readFile(revision, file)))
  return amongLocked(
    locks.map((text) => text ?? ''),
    storeDirectory,
  )
}

/** Of the flakes, and of the directories of Nix files, which may read one too. */
function lockFiles(locations: readonly string[]): readonly string[] {
  const directories = locations.flatMap((location) =>
    location.endsWith('.nix') ? ['.', dirname(location)] : ['.', location],
  )
  return [...new Set(directories.map((directory) => join(directory, 'flake.lock')))]
}

function amongLocked(locks: readonly string[], storeDirectory: string): IsLocked {
  const locked = locks.map((lock) => lockedSources(lock, storeDirectory))
  return (path) => locked.some((paths) => paths.has(path))
}
