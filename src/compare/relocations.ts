import { allocated, type Elf, type Relocation, relocationsOf, type Section } from './elf.ts'
import type { NamedSymbol, Symbols } from './symbols.ts'

/** Where relocations put something into sections: by position, which is an address in what is linked. */

export interface Position {
  readonly section: number
  readonly offset: number
}

export interface Target {
  readonly relocation: Relocation
  readonly symbol: NamedSymbol | undefined
  /** The same on both sides for what is the same. */
  readonly text: string
}

/** By offset. Of several for the same place, the texts are one after the other. */
export type Targets = ReadonlyMap<number, Target>

export function targetsOf({ sections }: Elf, symbols: Symbols, index: number): Targets {
  const targets = new Map<number, Target>()
  const section = sections[index]!
  const named = symbols(section.link)
  for (const relocation of relocationsOf(section)) {
    const symbol = named[relocation.symbol]
    const own = `${symbol?.text ?? ''} + ${relocation.addend}, relocation ${relocation.type}`
    const before = targets.get(relocation.offset)
    const text = before === undefined ? own : `${before.text}; ${own}`
    targets.set(relocation.offset, { relocation, symbol, text })
  }
  return targets
}

/** Where they say different things, in both words; undefined where they are not for the same places. */
export function differentTargets(
  ours: Targets,
  theirs: Targets,
): readonly { readonly offset: number; readonly onTop: string; readonly plain: string }[] | undefined {
  if (ours.size !== theirs.size) return undefined
  const found: { readonly offset: number; readonly onTop: string; readonly plain: string }[] = []
  for (const [offset, { text: onTop }] of ours) {
    const plain = theirs.get(offset)?.text
    if (plain === undefined) return undefined
    if (onTop !== plain) found.push({ offset, onTop, plain })
  }
  return found
}

/** What a relocation of a section is for. */
export function placeOf(elf: Elf, { info }: Pick<Section, 'info'>, offset: number): Position {
  return elf.relocatable ? { section: info, offset } : placeOfAddress(elf, offset)
}

export function placeOfAddress({ sections }: Elf, address: number): Position {
  const section = sections.findIndex(
    (one) => (one.flags & allocated) !== 0n && address >= one.address && address < one.address + one.size,
  )
  return { section, offset: address - (sections[section]?.address ?? 0) }
}
