import { type Elf, executable, types } from './elf.ts'
import { type Position, placeOf, placeOfAddress, type Target, targetsOf } from './relocations.ts'
import type { Symbols } from './symbols.ts'

/**
 * GHC lists what code refers to, for the garbage collector, in static closures of functions and thunks, and in closures of
 * their own that are called `SRT_<number>`: in the order of numbers that it gives out as it comes by things. The collector looks at
 * all of a list, so that the order means nothing. In all other closures it does; info tables tell which is which.
 */

const wordSize = 8
/** rts/include/rts/storage/ClosureTypes.h, the same from GHC 9.4 on. */
const closureTypes = { constructors: [1, 2, 3, 4, 5, 6, 7], staticFunction: 14, staticThunk: 21 }
/** With profiling, two more. */
const headerWords = [1, 3]
/** GHC lists no more, and begins another list. */
const mostEntries = 16

/** One of the two files. */
export interface Side {
  readonly elf: Elf
  readonly symbols: Symbols
}

/** Whether the word at this position is of such a list, which has the same entries in both files. */
export function createClosures(ours: Side, theirs: Side): (place: Position) => boolean {
  const [a, b] = [createReader(ours), createReader(theirs)]
  return ({ section, offset }) => {
    const word = offset - (offset % wordSize)
    for (let before = 1; before < mostEntries + Math.max(...headerWords); before++) {
      const start = word - before * wordSize
      if (start < 0) return false
      if (a.word(section, start) !== b.word(section, start)) continue
      const count = a.listed(section, start)
      if (count === undefined || count > mostEntries) continue
      for (const header of headerWords) {
        if (before < header || before >= header + count) continue
        const entries = ({ word }: Reader) =>
          Array.from({ length: count }, (_, index) => word(section, start + (header + index) * wordSize))
        if (entries(a).sort().join('\n') === entries(b).sort().join('\n')) return true
      }
    }
    return false
  }
}

interface Reader {
  /** What is at a position once it is linked. */
  word(section: number, offset: number): string
  /** How many entries the list has whose closure begins there; undefined if none does. */
  listed(section: number, offset: number): number | undefined
}

function createReader({ elf, symbols }: Side): Reader {
  const targets = readTargets(elf, symbols)
  const bytesAt = (section: number, offset: number, size: number) =>
    elf.sections[section]?.content.read(Math.max(0, offset), offset < 0 ? 0 : size) ?? Buffer.alloc(0)

  /** By the info table in front of this code: what it points to, what else, its type; the text is a constructor's name. */
  function entriesBy({ section, offset }: Position): number | undefined {
    if (((elf.sections[section]?.flags ?? 0n) & executable) === 0n) return undefined
    const table = bytesAt(section, offset - 3 * wordSize, 3 * wordSize)
    if (table.length < 3 * wordSize) return undefined
    const [pointers, others, type] = [8, 12, 16].map((at) => table.readUInt32LE(at))
    if (pointers === undefined || pointers === 0 || others !== 0 || type === undefined) return undefined
    if (type === closureTypes.staticFunction || type === closureTypes.staticThunk) return pointers
    if (!closureTypes.constructors.includes(type) || elf.relocatable) return undefined
    const address = (elf.sections[section]?.address ?? 0) + offset + Number(table.readBigInt64LE(0))
    const name = placeOfAddress(elf, address)
    // Those of packages are `package:Module.Name`.
    const text = bytesAt(name.section, name.offset, 16).toString('latin1')
    return text.startsWith(`SRT_${pointers}\0`) ? pointers : undefined
  }

  return {
    word(section, offset) {
      const bytes = bytesAt(section, offset, wordSize).toString('hex')
      return `${targets(section).get(offset)?.text ?? ''} ${bytes}`
    },
    listed(section, offset) {
      const target = targets(section).get(offset)
      if (target === undefined) {
        const bytes = bytesAt(section, offset, wordSize)
        if (elf.relocatable || bytes.length < wordSize) return undefined
        return entriesBy(placeOfAddress(elf, Number(bytes.readBigUInt64LE())))
      }
      const { relocation, symbol } = target
      // Of the runtime system, which is another library.
      const known = /^stg_SRT_(\d+)_info$/.exec(symbol?.name ?? '')
      if (known !== null) return Number(known[1])
      if (relocation.symbol !== 0 && (symbol === undefined || symbol.section === 0)) return undefined
      const value = (symbol?.value ?? 0) + Number(relocation.addend)
      return entriesBy(
        elf.relocatable ? { section: symbol?.section ?? 0, offset: value } : placeOfAddress(elf, value),
      )
    },
  }
}

/** What relocations put into a section, by the offsets there; read when it is first asked for. */
function readTargets(elf: Elf, symbols: Symbols): (section: number) => ReadonlyMap<number, Target> {
  let known: ReadonlyMap<number, Map<number, Target>> | undefined
  return (section) => {
    known ??= readAll()
    return known.get(section) ?? new Map()
  }

  function readAll() {
    const all = new Map<number, Map<number, Target>>()
    for (const [index, one] of elf.sections.entries()) {
      if (one.type !== types.relocations) continue
      for (const [offset, target] of targetsOf(elf, symbols, index)) {
        const place = placeOf(elf, one, offset)
        const own = all.get(place.section) ?? new Map<number, Target>()
        all.set(place.section, own.set(place.offset, target))
      }
    }
    return all
  }
}
