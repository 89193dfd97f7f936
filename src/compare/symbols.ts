import { type Elf, type ElfSymbol, type Section, symbolsOf, types } from './elf.ts'
import { firstUnequal } from './lists.ts'
import { different, same, type Verdict } from './verdict.ts'

/** Names of symbols and sections, by which the two sides say what they mean. */

/**
 * Without the numbers that GHC gives what has no name, as in `sat_s1abc_info`, `c1vX_str`, `.rodata.str..LrwP_bytes`, or, of the
 * table of a `case`, `.rodata..Ln2Lm`.
 */
export function unnumbered(name: string): string {
  return name.replace(
    /(?<=^|_|\.)L?[a-zA-Z][0-9a-zA-Z]{1,12}(?=(?:_con)?_[a-z]+$)|(?<=\.L)[a-z][0-9a-zA-Z]{1,12}$/,
    '#',
  )
}

/** The symbols of an ELF file by the indices of their tables. */
export type Symbols = (table: number) => readonly NamedSymbol[]

export interface NamedSymbol extends ElfSymbol {
  /** The same on both sides for what is the same. */
  readonly text: string
}

export function createSymbols(elf: Elf): Symbols {
  const known = new Map<number, readonly NamedSymbol[]>()
  return (table) => {
    const section = elf.sections[table]
    if (section === undefined || section.size === 0) return []
    const read = known.get(table) ?? symbolsOf(elf, section).map((one) => ({ ...one, text: textOf(one) }))
    known.set(table, read)
    return read
  }
}

const textOf = ({ name, local, rest }: ElfSymbol) => `${local ? unnumbered(name) : name} ${rest}`

/** Of objects, in any order: linkers look symbols up by their names. */
export function compareSymbols(
  ours: readonly NamedSymbol[],
  theirs: readonly NamedSymbol[],
  inAnyOrder: boolean,
): Verdict {
  const texts = (symbols: readonly NamedSymbol[]) => symbols.map(({ text }) => text)
  const ordered = firstUnequal(texts(ours), texts(theirs))
  if (ordered !== undefined) {
    const [a, b] = inAnyOrder ? [texts(ours).sort(), texts(theirs).sort()] : [texts(ours), texts(theirs)]
    const at = firstUnequal(a, b)
    if (at !== undefined) return different('', a[at] ?? 'none', b[at] ?? 'none')
  }
  const locals = (symbols: readonly NamedSymbol[]) =>
    symbols.filter((one) => one.local).map(({ name }) => name)
  const numbered = firstUnequal(locals(ours), locals(theirs)) !== undefined
  return same(
    ...(ordered === undefined ? [] : ['symbol-order' as const]),
    ...(numbered ? ['local-names' as const] : []),
  )
}

export function compareSectionNames(ours: string, theirs: string): Verdict {
  if (ours === theirs) return same()
  return unnumbered(ours) === unnumbered(theirs) ? same('local-names') : different('', ours, theirs)
}

export const isSymbolTable = ({ type }: Section) => type === types.symbols || type === types.dynamicSymbols
