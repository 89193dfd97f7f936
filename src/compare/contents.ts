import { compareArchives, isArchive } from './archive.ts'
import { compareBytes, type Pair } from './bytes.ts'
import { compareObjects } from './objects.ts'
import type { Renaming } from './renaming.ts'
import { compareTars, isTar } from './tar.ts'
import type { Verdict } from './verdict.ts'

/** Two files, by what they are. */
export function compareContents(pair: Pair, renaming: Renaming): Verdict {
  const plainly = compareBytes(pair, renaming)
  if (plainly.kind !== 'different') return plainly
  const { onTop, plain } = pair
  if (isTar(onTop) && isTar(plain)) return compareTars(pair, renaming, compareContents) ?? plainly
  const compare = (members: Pair) => compareContents(members, renaming)
  const archives = isArchive(onTop) && isArchive(plain)
  return (archives ? compareArchives(pair, compare) : compareObjects(pair, renaming)) ?? plainly
}
