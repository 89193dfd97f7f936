import type { Pair } from './bytes.ts'
import { type Elf, stringsOf } from './elf.ts'
import { firstUnequal } from './lists.ts'
import { type Renaming, renamed } from './renaming.ts'
import { different, same, type Verdict } from './verdict.ts'

/** What the loader reads of a shared library or a program. */

/**
 * The names in it, which the linker lists as it comes by symbols. What refers to them is compared by itself: symbols, and what
 * `compareDynamic` reads; versions are hashed beside their names.
 */
export function compareStrings({ onTop, plain }: Pair, renaming: Renaming): Verdict {
  const texts = (side: Pair['onTop']) => side.read(0, side.size).toString('latin1').split('\0')
  const ours = texts(onTop)
  const [inOtherWords, theirs] = [ours.map((text) => renamed(text, renaming)), texts(plain)]
  const named = firstUnequal(ours, inOtherWords) === undefined ? [] : ['store-path' as const]
  if (firstUnequal(inOtherWords, theirs) === undefined) return same(...named)
  const [a, b] = [inOtherWords.sort(), theirs.sort()]
  const at = firstUnequal(a, b)
  return at === undefined ? same('symbol-order', ...named) : different('', a[at] ?? 'none', b[at] ?? 'none')
}

/** Tags whose values are positions of names: libraries that are needed, its own name, where to look for them. */
const named: readonly bigint[] = [1n, 14n, 15n, 29n]
const entrySize = 16

export function compareDynamic(
  ours: Elf,
  theirs: Elf,
  { index, renaming }: { readonly index: number; readonly renaming: Renaming },
): Verdict {
  const a = entriesOf(ours, index)
  const inOtherWords = a.map((entry) => renamed(entry, renaming))
  const b = entriesOf(theirs, index)
  const at = firstUnequal(inOtherWords, b)
  if (at !== undefined) return different(`entry ${at + 1}`, a[at] ?? 'none', b[at] ?? 'none')
  return same(...(firstUnequal(a, b) === undefined ? [] : ['store-path' as const]))
}

function entriesOf({ sections }: Elf, index: number): readonly string[] {
  const section = sections[index]!
  const textAt = stringsOf(sections[section.link]?.content)
  const read = section.content.read(0, section.size)
  return Array.from({ length: Math.floor(read.length / entrySize) }, (_, number) => {
    const [tag, value] = [0, 8].map((at) => read.readBigUInt64LE(number * entrySize + at))
    return `tag ${tag}, ${named.some((one) => one === tag) ? textAt(Number(value)) : value}`
  })
}
