import { type Bytes, partOf } from './bytes.ts'

/** What an ELF file says, as far as it is needed to compare two: 64 bits, little-endian. */

export interface Elf {
  readonly header: Buffer
  readonly relocatable: boolean
  /** Program headers. */
  readonly segments: Bytes
  readonly sections: readonly Section[]
}

export interface Section {
  readonly name: string
  readonly type: number
  readonly flags: bigint
  readonly address: number
  readonly size: number
  readonly link: number
  readonly info: number
  readonly alignment: number
  readonly entrySize: number
  readonly content: Bytes
}

export const types = {
  symbols: 2,
  strings: 3,
  relocations: 4,
  dynamic: 6,
  notes: 7,
  nothing: 8,
  dynamicSymbols: 11,
}
export const allocated = 2n
export const executable = 4n

const headerSize = 64
const sectionHeaderSize = 64

/** Undefined if it is none, or of another kind. */
export function readElf(bytes: Bytes): Elf | undefined {
  const header = bytes.read(0, headerSize)
  if (header.length < headerSize || header.readUInt32BE(0) !== 0x7f454c46) return undefined
  if (header[4] !== 2 || header[5] !== 1) return undefined
  const [start, count, names] = [
    Number(header.readBigUInt64LE(40)),
    header.readUInt16LE(60),
    header.readUInt16LE(62),
  ]
  // More sections than fit into the header's own fields are counted elsewhere.
  const first = bytes.read(start, sectionHeaderSize)
  if (first.length < sectionHeaderSize) return undefined
  const number = count === 0 ? Number(first.readBigUInt64LE(32)) : count
  const namesAt = names === 0xffff ? first.readUInt32LE(40) : names
  const table = bytes.read(start, number * sectionHeaderSize)
  if (table.length < number * sectionHeaderSize) return undefined
  const raw = Array.from({ length: number }, (_, index) => {
    const at = index * sectionHeaderSize
    const big = (offset: number) => Number(table.readBigUInt64LE(at + offset))
    const [type, size] = [table.readUInt32LE(at + 4), big(32)]
    return {
      nameAt: table.readUInt32LE(at),
      type,
      flags: table.readBigUInt64LE(at + 8),
      address: big(16),
      size,
      link: table.readUInt32LE(at + 40),
      info: table.readUInt32LE(at + 44),
      alignment: big(48),
      entrySize: big(56),
      content: partOf(bytes, big(24), type === types.nothing ? 0 : size),
    }
  })
  const textAt = stringsOf(raw[namesAt]?.content)
  const segments = partOf(
    bytes,
    Number(header.readBigUInt64LE(32)),
    header.readUInt16LE(54) * header.readUInt16LE(56),
  )
  return {
    header,
    relocatable: header.readUInt16LE(16) === 1,
    segments,
    sections: raw.map(({ nameAt, ...section }) => ({ ...section, name: textAt(nameAt) })),
  }
}

/** Texts by their positions in a string table. */
export function stringsOf(table: Bytes | undefined): (at: number) => string {
  const read = table?.read(0, table.size) ?? Buffer.alloc(0)
  return (at) => {
    const end = read.indexOf(0, at)
    return read.toString('latin1', at, end < 0 ? read.length : end)
  }
}

export interface ElfSymbol {
  readonly name: string
  readonly local: boolean
  /** All but the name, hexadecimal: kind, visibility, section, value, size. */
  readonly rest: string
  readonly section: number
  readonly value: number
}

const symbolSize = 24

export function symbolsOf({ sections }: Elf, table: Section): readonly ElfSymbol[] {
  const textAt = stringsOf(sections[table.link]?.content)
  const read = table.content.read(0, table.size)
  return Array.from({ length: Math.floor(read.length / symbolSize) }, (_, index) => {
    const at = index * symbolSize
    return {
      name: textAt(read.readUInt32LE(at)),
      local: read[at + 4]! >> 4 === 0,
      rest: read.toString('hex', at + 4, at + symbolSize),
      section: read.readUInt16LE(at + 6),
      value: Number(read.readBigUInt64LE(at + 8)),
    }
  })
}

export interface Relocation {
  readonly offset: number
  readonly type: number
  readonly symbol: number
  readonly addend: bigint
}

const relocationSize = 24

export function relocationsOf({ content, size }: Section): readonly Relocation[] {
  const read = content.read(0, size)
  return Array.from({ length: Math.floor(read.length / relocationSize) }, (_, index) => {
    const at = index * relocationSize
    return {
      offset: Number(read.readBigUInt64LE(at)),
      type: read.readUInt32LE(at + 8),
      symbol: read.readUInt32LE(at + 12),
      addend: read.readBigInt64LE(at + 16),
    }
  })
}
