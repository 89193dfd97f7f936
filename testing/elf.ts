/** Writes small ELF files and `ar` archives, as values for tests of what compares them. */

export interface ElfSection {
  readonly name: string
  readonly type: number
  readonly flags?: number
  readonly address?: number
  readonly content: Buffer
  readonly link?: number
  readonly info?: number
}

export interface ElfSymbolOf {
  readonly name: string
  readonly local?: boolean
  readonly section?: number
  readonly value?: number
}

export interface Relocated {
  readonly offset: number
  readonly symbol: number
  readonly addend?: number
}

/** `type` 1 is an object, 2 a program. The first section, which says nothing, is added, as is the table of names. */
export function elfOf(type: 1 | 2, sections: readonly ElfSection[]): Buffer {
  const all: ElfSection[] = [{ name: '', type: 0, content: Buffer.alloc(0) }, ...sections]
  const names = [...all.map(({ name }) => name), '.shstrtab']
  const table = strings(names)
  all.push({ name: '.shstrtab', type: 3, content: table.content })
  const contents: Buffer[] = []
  let at = 64
  const headers = all.map(({ name, type, flags = 0, address = 0, content, link = 0, info = 0 }) => {
    const header = Buffer.alloc(64)
    header.writeUInt32LE(table.at(name), 0)
    header.writeUInt32LE(type, 4)
    for (const [offset, value] of [
      [8, flags],
      [16, address],
      [24, at],
      [32, content.length],
      [48, 8],
    ] as const)
      header.writeBigUInt64LE(BigInt(value), offset)
    header.writeUInt32LE(link, 40)
    header.writeUInt32LE(info, 44)
    contents.push(content)
    at += content.length
    return header
  })
  const header = Buffer.alloc(64)
  Buffer.from('7f454c46020101', 'hex').copy(header)
  header.writeUInt16LE(type, 16)
  header.writeUInt16LE(62, 18)
  header.writeBigUInt64LE(BigInt(at), 40)
  header.writeUInt16LE(64, 58)
  header.writeUInt16LE(all.length, 60)
  header.writeUInt16LE(all.length - 1, 62)
  return Buffer.concat([header, ...contents, ...headers])
}

export function symbolSections(symbols: readonly ElfSymbolOf[], link: number): readonly ElfSection[] {
  const table = strings(symbols.map(({ name }) => name))
  const entries = symbols.map(({ name, local = false, section = 0, value = 0 }) => {
    const entry = Buffer.alloc(24)
    entry.writeUInt32LE(table.at(name), 0)
    entry[4] = local ? 0 : 0x10
    entry.writeUInt16LE(section, 6)
    entry.writeBigUInt64LE(BigInt(value), 8)
    return entry
  })
  return [
    { name: '.symtab', type: 2, link, content: Buffer.concat([Buffer.alloc(24), ...entries]) },
    { name: '.strtab', type: 3, content: table.content },
  ]
}

/** `of`: the section that they are for. `symbols`: the one of the symbols, which count from 1. */
export function relocationSection(
  relocations: readonly Relocated[],
  { of, symbols }: { readonly of: number; readonly symbols: number },
): ElfSection {
  const entries = relocations.map(({ offset, symbol, addend = 0 }) => {
    const entry = Buffer.alloc(24)
    entry.writeBigUInt64LE(BigInt(offset), 0)
    entry.writeUInt32LE(1, 8)
    entry.writeUInt32LE(symbol, 12)
    entry.writeBigInt64LE(BigInt(addend), 16)
    return entry
  })
  return { name: '.rela', type: 4, link: symbols, info: of, content: Buffer.concat(entries) }
}

function strings(names: readonly string[]) {
  const places = new Map<string, number>()
  let content = '\0'
  for (const name of names) {
    places.set(name, name === '' ? 0 : content.length)
    if (name !== '') content += `${name}\0`
  }
  return { content: Buffer.from(content, 'latin1'), at: (name: string) => places.get(name) ?? 0 }
}

/** 64-bit words. */
export function words(...values: readonly (number | bigint)[]): Buffer {
  const buffer = Buffer.alloc(8 * values.length)
  for (const [index, value] of values.entries()) buffer.writeBigInt64LE(BigInt(value), 8 * index)
  return buffer
}

export function archiveOf(
  members: readonly { readonly name: string; readonly content: Buffer; readonly time?: number }[],
): Buffer {
  return Buffer.concat([
    Buffer.from('!<arch>\n'),
    ...members.flatMap(({ name, content, time = 0 }) => {
      const fields = [
        name.padEnd(16),
        String(time).padEnd(12),
        '0     0     100644  ',
        String(content.length).padEnd(10),
      ]
      const end = content.length % 2 === 0 ? '' : '\n'
      return [Buffer.from(`${fields.join('')}\`\n`, 'latin1'), content, Buffer.from(end)]
    }),
  ])
}
