import { compareBytes, differencesOf, excerpts, type Pair } from './bytes.ts'
import { createClosures, type Side } from './closures.ts'
import { compareDynamic, compareStrings } from './dynamic.ts'
import { type Elf, readElf, type Section, types } from './elf.ts'
import { differentTargets, type Position, placeOf, targetsOf } from './relocations.ts'
import type { Renaming } from './renaming.ts'
import { compareSectionNames, compareSymbols, createSymbols, isSymbolTable } from './symbols.ts'
import { different, inside, type Rule, same, together, type Verdict } from './verdict.ts'

/**
 * Object files, programs and shared libraries: section by section, since the names of local symbols, which mean nothing, are
 * of different lengths and move what follows. Undefined for what is no ELF file.
 */
export function compareObjects(pair: Pair, renaming: Renaming): Verdict | undefined {
  const [ours, theirs] = [readElf(pair.onTop), readElf(pair.plain)]
  if (ours === undefined || theirs === undefined) return undefined
  const sides = [
    { elf: ours, symbols: createSymbols(ours) },
    { elf: theirs, symbols: createSymbols(theirs) },
  ] as const
  return together(compareParts(sides, renaming))
}

type Sides = readonly [Side, Side]

function* compareParts(sides: Sides, renaming: Renaming): Generator<Verdict> {
  const [{ elf: ours }, { elf: theirs }] = sides
  if (headerOf(ours) !== headerOf(theirs)) yield different('the header', headerOf(ours), headerOf(theirs))
  yield inside('program headers', compareBytes({ onTop: ours.segments, plain: theirs.segments }, renaming))
  for (const [index, one] of ours.sections.entries()) {
    const other = theirs.sections[index]!
    yield inside(`section ${one.name}`, compareSectionNames(one.name, other.name))
    if (fieldsOf(one) !== fieldsOf(other))
      yield inside(`section ${one.name}`, different('its header', fieldsOf(one), fieldsOf(other)))
  }
  const isOfList = createClosures(...sides)
  for (const [index, { name }] of ours.sections.entries())
    yield inside(`section ${name}`, together(compareSections({ sides, index, renaming, isOfList })))
}

/** But for the place of the table of sections, which follows all names. */
const headerOf = ({ header }: Elf) => `${header.toString('hex', 0, 40)} ${header.toString('hex', 48)}`

const fieldsOf = ({ size, ...one }: Section) =>
  [
    one.type,
    one.flags,
    one.address,
    isNames(one) ? '' : size,
    one.link,
    one.info,
    one.alignment,
    one.entrySize,
  ].join(' ')

/** A table of names, of which what refers to them is compared instead. */
const isNames = ({ type, flags }: Pick<Section, 'type' | 'flags'>) => type === types.strings && flags === 0n

interface SectionPair {
  readonly sides: Sides
  readonly index: number
  readonly renaming: Renaming
  readonly isOfList: (place: Position) => boolean
}

function* compareSections({ sides, index, renaming, isOfList }: SectionPair): Generator<Verdict> {
  const [ours, theirs] = sides
  const [one, other] = [ours.elf.sections[index]!, theirs.elf.sections[index]!]
  const pair = { onTop: one.content, plain: other.content }
  if (isNames(one)) return
  if (one.type === types.strings) return yield compareStrings(pair, renaming)
  if (one.type === types.dynamic) return yield compareDynamic(ours.elf, theirs.elf, { index, renaming })
  if (isSymbolTable(one)) {
    const inAnyOrder = ours.elf.relocatable && one.type === types.symbols
    yield compareSymbols(ours.symbols(index), theirs.symbols(index), inAnyOrder)
  } else if (one.type === types.relocations) {
    const [a, b] = [targetsOf(ours.elf, ours.symbols, index), targetsOf(theirs.elf, theirs.symbols, index)]
    const found = differentTargets(a, b)
    if (found === undefined) yield different('', `for ${a.size} places`, `for ${b.size} places, or others`)
    for (const { offset, onTop, plain } of found ?? [])
      yield isOfList(placeOf(ours.elf, one, offset))
        ? same('reference-order')
        : different(`for offset ${offset}`, onTop, plain)
  } else {
    const named = new Set<Rule>()
    for (const at of differencesOf(pair, renaming, named)) {
      if (isBuildId(one, at)) named.add('build-id')
      else if (isOfList({ section: index, offset: at })) named.add('reference-order')
      else yield different(`offset ${at}`, ...excerpts(pair, at))
    }
    yield same(...named)
  }
}

/** What is in front of a build id: the lengths of name and content, the kind, the name `GNU`. */
const buildIdHeader = Buffer.from('040000001400000003000000474e5500', 'hex')

/** The linker hashes all of its input for it, what is stripped later too. */
function isBuildId({ name, type, content }: Section, at: number): boolean {
  const { length } = buildIdHeader
  const known = content.size === length + 20 && content.read(0, length).equals(buildIdHeader)
  return name === '.note.gnu.build-id' && type === types.notes && known && at >= length
}
