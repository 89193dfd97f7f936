import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { bytesOf } from '../../src/compare/bytes.ts'
import { compareContents } from '../../src/compare/contents.ts'
import type { Verdict } from '../../src/compare/verdict.ts'
import {
  archiveOf,
  type ElfSection,
  elfOf,
  relocationSection,
  symbolSections,
  words,
} from '../../testing/elf.ts'

/** Each rule from both sides: what it is for passes, and a real change in the same file is found, with its place. */

const hashes = {
  onTop: ['0a1b2c3d4f5g6h7i8j9k0l1m2n3p4q5r', '1a1b2c3d4f5g6h7i8j9k0l1m2n3p4q5r'],
  plain: ['9a1b2c3d4f5g6h7i8j9k0l1m2n3p4q5r', '8a1b2c3d4f5g6h7i8j9k0l1m2n3p4q5r'],
} as const
const renaming = new Map(hashes.onTop.map((hash, index) => [hash, hashes.plain[index]!]))
const ours = (index: 0 | 1) => `/nix/store/${hashes.onTop[index]}-name`
const theirs = (index: 0 | 1) => `/nix/store/${hashes.plain[index]}-name`

const compare = (onTop: Buffer | string, plain: Buffer | string): Verdict =>
  compareContents({ onTop: bytesOf(Buffer.from(onTop)), plain: bytesOf(Buffer.from(plain)) }, renaming)
const shown = (verdict: Verdict) =>
  verdict.kind === 'same'
    ? [...verdict.rules].sort()
    : verdict.kind === 'different'
      ? verdict.place.where
      : verdict.why

describe('any file', () => {
  it.each<[string, Buffer | string, Buffer | string, readonly string[] | string]>([
    ['nothing', 'a\nb\n', 'a\nb\n', []],
    ['store paths', `a ${ours(0)} ${ours(1)}/x\n`, `a ${theirs(0)} ${theirs(1)}/x\n`, ['store-path']],
    ['one that is another', `a\n${ours(0)}\n`, `a\n${theirs(1)}\n`, 'line 2'],
    ['one of the build on top in the plain one', `a\n${ours(1)}\n`, `a\n${ours(0)}\n`, 'line 2'],
    ['something behind one', `a\n${ours(0)}/x\n`, `a\n${theirs(0)}/y\n`, 'line 2'],
    ['a line more', 'a\n', 'a\nb\n', 'line 2'],
    ['a byte', Buffer.from([0, 1, 2]), Buffer.from([0, 1, 3]), 'offset 2'],
    ['bytes more', Buffer.from([0, 1]), Buffer.from([0, 1, 3]), 'offset 2'],
  ])('%s', (_, onTop, plain, expected) => {
    expect(shown(compare(onTop, plain))).toEqual(expected)
  })

  it('says what is there', () => {
    expect(compare('one\ntwo here\n', 'one\ntwo there\n')).toEqual({
      kind: 'different',
      place: { where: 'line 2', onTop: 'two here', plain: 'two there' },
    })
    expect(compare(Buffer.from('\0abc'), Buffer.from('\0abd'))).toEqual({
      kind: 'different',
      place: { where: 'offset 3', onTop: '"\\u0000abc"', plain: '"\\u0000abd"' },
    })
  })

  it('is not in memory as a whole, with names that lie across the parts', () => {
    const size = 9 * 1024 * 1024
    const at = [4 * 1024 * 1024 - 10, 8 * 1024 * 1024 - 31, 100]
    const file = (names: readonly string[], end: string) => {
      const content = Buffer.alloc(size, 0)
      for (const [index, place] of at.entries()) content.write(names[index % 2]!, place, 'latin1')
      content.write(end, size - end.length, 'latin1')
      return content
    }
    expect(shown(compare(file(hashes.onTop, 'end'), file(hashes.plain, 'end')))).toEqual(['store-path'])
    expect(shown(compare(file(hashes.onTop, 'end'), file(hashes.plain, 'und')))).toBe(`offset ${size - 3}`)
    let most = 0
    const measured = (content: Buffer) => ({
      size: content.length,
      read(offset: number, length: number) {
        most = Math.max(most, length)
        return content.subarray(offset, offset + length)
      },
    })
    compareContents(
      { onTop: measured(file(hashes.onTop, 'a')), plain: measured(file(hashes.plain, 'a')) },
      renaming,
    )
    expect(most).toBeLessThan(5 * 1024 * 1024)
  })
})

describe('an archive', () => {
  const text = (content: string) => Buffer.from(content)
  it.each<[string, Buffer, Buffer, readonly string[] | string]>([
    [
      'times',
      archiveOf([{ name: 'a.o/', content: text('ab'), time: 1 }]),
      archiveOf([{ name: 'a.o/', content: text('ab'), time: 2 }]),
      ['archive-times'],
    ],
    [
      'times and a content',
      archiveOf([{ name: 'a.o/', content: text('ab'), time: 1 }]),
      archiveOf([{ name: 'a.o/', content: text('ac'), time: 2 }]),
      'member a.o, line 1',
    ],
    [
      'a store path in a member',
      archiveOf([{ name: 'a.o/', content: text(ours(0)) }]),
      archiveOf([{ name: 'a.o/', content: text(theirs(0)) }]),
      ['store-path'],
    ],
    [
      'a member more',
      archiveOf([{ name: 'a.o/', content: text('ab') }]),
      archiveOf([
        { name: 'a.o/', content: text('ab') },
        { name: 'b.o/', content: text('ab') },
      ]),
      'member 2',
    ],
    [
      'the order of members',
      archiveOf([
        { name: 'a.o/', content: text('ab') },
        { name: 'b.o/', content: text('ab') },
      ]),
      archiveOf([
        { name: 'b.o/', content: text('ab') },
        { name: 'a.o/', content: text('ab') },
      ]),
      'member 1',
    ],
    [
      'long names',
      archiveOf([
        { name: '//', content: text('ALongModuleName.o/\n') },
        { name: '/0', content: text('a') },
      ]),
      archiveOf([
        { name: '//', content: text('ALongModuleName.o/\n') },
        { name: '/0', content: text('b') },
      ]),
      'member ALongModuleName.o, line 1',
    ],
  ])('%s', (_, onTop, plain, expected) => {
    expect(shown(compare(onTop, plain))).toEqual(expected)
  })

  /** Names of symbols and members by number. */
  function withIndex(entries: readonly (readonly [string, number])[], contents: readonly string[]): Buffer {
    const names = entries.map(([name]) => `${name}\0`).join('')
    const size = 4 * (entries.length + 1) + names.length
    const start = 8 + 60 + size + (size % 2)
    const at = (member: number) =>
      contents.slice(0, member).reduce((sum, { length }) => sum + 60 + length + (length % 2), start)
    const numbers = Buffer.alloc(4 * (entries.length + 1))
    numbers.writeUInt32BE(entries.length, 0)
    for (const [index, [, member]] of entries.entries()) numbers.writeUInt32BE(at(member), 4 * (index + 1))
    const index = Buffer.concat([numbers, Buffer.from(names)])
    const members = contents.map((content, number) => ({ name: `${number}.o/`, content: text(content) }))
    return archiveOf([{ name: '/', content: index }, ...members])
  }

  it.each<[string, Buffer, Buffer, readonly string[] | string]>([
    [
      'in another order',
      withIndex(
        [
          ['f', 0],
          ['g', 0],
        ],
        ['a', 'b'],
      ),
      withIndex(
        [
          ['g', 0],
          ['f', 0],
        ],
        ['a', 'b'],
      ),
      ['symbol-order'],
    ],
    [
      'that names another member',
      withIndex([['f', 0]], ['a', 'b']),
      withIndex([['f', 1]], ['a', 'b']),
      'the index',
    ],
    [
      'that names another symbol',
      withIndex([['f', 0]], ['a', 'b']),
      withIndex([['h', 0]], ['a', 'b']),
      'the index',
    ],
  ])('has an index %s', (_, onTop, plain, expected) => {
    expect(shown(compare(onTop, plain))).toEqual(expected)
  })
})

const code = { name: '.text', type: 1, flags: 6 }
const data = { name: '.data', type: 1, flags: 3 }

describe('an object file', () => {
  const object = (symbols: Parameters<typeof symbolSections>[0], more: Partial<ElfSection> = {}) =>
    elfOf(1, [{ ...code, content: words(1, 2), ...more }, ...symbolSections(symbols, 3)])

  it.each<[string, Buffer, Buffer, readonly string[] | string]>([
    [
      'numbers of local symbols, of any length',
      object([
        { name: 'sat_s1vX_info', local: true, section: 1 },
        { name: 'f_info', section: 1 },
      ]),
      object([
        { name: 'sat_s1_info', local: true, section: 1 },
        { name: 'f_info', section: 1 },
      ]),
      ['local-names'],
    ],
    [
      'and code',
      object([{ name: 'sat_s1vX_info', local: true, section: 1 }]),
      object([{ name: 'sat_s1_info', local: true, section: 1 }], { content: words(1, 3) }),
      'section .text, offset 8',
    ],
    [
      'a local symbol at another place',
      object([{ name: 'sat_s1vX_info', local: true, section: 1 }]),
      object([{ name: 'sat_s1vX_info', local: true, section: 1, value: 8 }]),
      'section .symtab',
    ],
    [
      'a local symbol of another kind',
      object([{ name: 'sat_s1vX_info', local: true, section: 1 }]),
      object([{ name: 'sat_s1vX_closure', local: true, section: 1 }]),
      'section .symtab',
    ],
    [
      'a number in the name of a symbol that others see',
      object([{ name: 'f_s1vX_info', section: 1 }]),
      object([{ name: 'f_s1vY_info', section: 1 }]),
      'section .symtab',
    ],
    [
      'the order of symbols',
      object([{ name: 'f', section: 1 }, { name: 'g' }]),
      object([{ name: 'g' }, { name: 'f', section: 1 }]),
      ['symbol-order'],
    ],
    [
      'the place of a symbol',
      object([{ name: 'f', section: 1 }]),
      object([{ name: 'f' }]),
      'section .symtab',
    ],
    [
      'numbers in names of sections',
      object([], { name: '.rodata.str..LrwP_bytes' }),
      object([], { name: '.rodata.str..LrwNab_bytes' }),
      ['local-names'],
    ],
    [
      'numbers in names of tables',
      object([], { name: '.rodata..Ln2Lm' }),
      object([], { name: '.rodata..Ln2wcX' }),
      ['local-names'],
    ],
    [
      'names of tables',
      object([], { name: '.rodata..Ln2Lm' }),
      object([], { name: '.data..Ln2Lm' }),
      'section .rodata..Ln2Lm',
    ],
    [
      'numbers in names of constructors',
      object([{ name: 'sat_s1vX_con_info', local: true, section: 1 }]),
      object([{ name: 'sat_s2_con_info', local: true, section: 1 }]),
      ['local-names'],
    ],
    [
      'other names of sections',
      object([], { name: '.text.f' }),
      object([], { name: '.text.g' }),
      'section .text.f',
    ],
    ['flags of a section', object([]), object([], { flags: 2 }), 'section .text, its header'],
    ['a longer section', object([]), object([], { content: words(1, 2, 3) }), 'section .text, its header'],
  ])('%s', (_, onTop, plain, expected) => {
    expect(shown(compare(onTop, plain))).toEqual(expected)
  })

  const related = (symbols: readonly string[], used: readonly (readonly [number, string])[]) =>
    elfOf(1, [
      { ...code, content: words(0, 0) },
      ...symbolSections(
        symbols.map((name) => ({ name })),
        3,
      ),
      relocationSection(
        used.map(([offset, name]) => ({ offset, symbol: symbols.indexOf(name) + 1 })),
        { of: 1, symbols: 2 },
      ),
    ])

  it('refers to the same, whatever the order of symbols', () => {
    const one = related(
      ['f', 'g'],
      [
        [0, 'f'],
        [8, 'g'],
      ],
    )
    expect(
      shown(
        compare(
          one,
          related(
            ['g', 'f'],
            [
              [0, 'f'],
              [8, 'g'],
            ],
          ),
        ),
      ),
    ).toEqual(['symbol-order'])
    // `g` where `f` is to be, which has the same numbers.
    expect(
      shown(
        compare(
          one,
          related(
            ['g', 'f'],
            [
              [0, 'g'],
              [8, 'f'],
            ],
          ),
        ),
      ),
    ).toMatch(/^section \.rela, for offset 0$/)
    expect(
      shown(
        compare(
          one,
          related(
            ['f', 'g'],
            [
              [0, 'f'],
              [8, 'f'],
            ],
          ),
        ),
      ),
    ).toBe('section .rela, for offset 8')
    expect(shown(compare(one, related(['f', 'g'], [[0, 'f']])))).toBe('section .rela, its header')
  })
})

describe('a shared library', () => {
  /** Symbols by their names in `names`, and a library that it needs. */
  const library = (names: readonly string[], symbols: readonly string[], needed: string) => {
    const strings = `\0${names.map((name) => `${name}\0`).join('')}`
    const at = (name: string) => strings.indexOf(`\0${name}\0`) + 1
    const entries = symbols.map((name) => {
      const entry = Buffer.alloc(24)
      entry.writeUInt32LE(at(name), 0)
      entry[4] = 0x10
      return entry
    })
    return elfOf(2, [
      { name: '.dynsym', type: 11, flags: 2, link: 2, content: Buffer.concat(entries) },
      { name: '.dynstr', type: 3, flags: 2, content: Buffer.from(strings) },
      { name: '.dynamic', type: 6, flags: 3, link: 2, content: words(1, at(needed), 12, 7) },
    ])
  }
  const one = library(['f', 'g', 'libc'], ['f', 'g'], 'libc')
  it.each<[string, Buffer, readonly string[] | string]>([
    ['the order of names', library(['libc', 'g', 'f'], ['f', 'g'], 'libc'), ['symbol-order']],
    ['the order of symbols', library(['f', 'g', 'libc'], ['g', 'f'], 'libc'), 'section .dynsym'],
    ['another library', library(['g', 'f', 'libc'], ['f', 'g'], 'g'), 'section .dynamic, entry 1'],
    ['another name', library(['f', 'h', 'libc'], ['f', 'f'], 'libc'), 'section .dynsym'],
    ['another name that no symbol has', library(['f', 'g', 'libd'], ['f', 'g'], 'f'), 'section .dynstr'],
  ])('has %s', (_, other, expected) => {
    expect(shown(compare(one, other))).toEqual(expected)
  })

  it('names store paths', () => {
    const named = (path: string) => library([path, 'f'], ['f'], path)
    expect(shown(compare(named(ours(0)), named(theirs(0))))).toEqual(['store-path'])
    expect(shown(compare(named(ours(0)), named(theirs(1))))).toBe('section .dynstr')
  })
})

it('lets build ids differ, and nothing else beside them', () => {
  const noted = (id: number, name = '.note.gnu.build-id') =>
    elfOf(2, [
      {
        name,
        type: 7,
        flags: 2,
        content: Buffer.concat([
          Buffer.from('040000001400000003000000474e5500', 'hex'),
          Buffer.alloc(20, id),
        ]),
      },
      { ...code, content: words(id === 3 ? 1 : 0) },
    ])
  expect(shown(compare(noted(1), noted(2)))).toEqual(['build-id'])
  expect(shown(compare(noted(1, '.note.other'), noted(2, '.note.other')))).toBe(
    'section .note.other, offset 16',
  )
  expect(shown(compare(noted(1), noted(3)))).toBe('section .text, offset 0')
})

/** Real ones, in which files have names of any length. */
describe('a tar archive', () => {
  type Files = readonly (readonly [name: string, content: Buffer | string])[]

  function tar(files: Files, time = 1): Buffer {
    const directory = mkdtempSync(join(tmpdir(), 'tar-'))
    for (const [name, content] of files) {
      mkdirSync(dirname(join(directory, name)), { recursive: true })
      writeFileSync(join(directory, name), content)
    }
    const options = ['--owner=0', '--group=0', '--numeric-owner', `--mtime=@${time}`, '-C', directory, '-c']
    try {
      return execFileSync('tar', [...options, ...files.map(([name]) => name)])
    } finally {
      rmSync(directory, { recursive: true })
    }
  }
  const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex')
  const program = (id: number, instruction = 0) =>
    elfOf(2, [
      {
        name: '.note.gnu.build-id',
        type: 7,
        flags: 2,
        content: Buffer.concat([
          Buffer.from('040000001400000003000000474e5500', 'hex'),
          Buffer.alloc(20, id),
        ]),
      },
      { ...code, content: words(instruction) },
    ])
  const deep = 'directory/'.repeat(12)
  /** One layer, named by its digest, as images of containers have them. */
  const image = (layer: Buffer, also = '') => {
    const config = JSON.stringify({ rootfs: { diff_ids: [`sha256:${sha256(layer)}`] } })
    const [name, digest] = [`${sha256(Buffer.from(config))}.json`, sha256(layer)]
    return tar([
      [`${digest}/layer.tar`, layer],
      [name, config],
      ['manifest.json', JSON.stringify([{ Config: name, Layers: [`${digest}/layer.tar`], also }])],
    ])
  }
  const layer = (index: 0 | 1, side: typeof ours, id: number, instruction = 0) =>
    tar([[`${side(index).slice(1)}/bin/program`, program(id, instruction)]])

  it.each<[string, Buffer, Buffer, readonly string[] | string | RegExp]>([
    ['nothing', tar([['a', 'x']]), tar([['a', 'x']]), []],
    ['a content', tar([['a', 'x\ny']]), tar([['a', 'x\nz']]), 'member a, line 2'],
    ['a content that is longer', tar([['a', 'x']]), tar([['a', 'xy']]), 'member a, line 1'],
    ['a time', tar([['a', 'x']]), tar([['a', 'x']], 2), 'member a, its header, offset 146'],
    [
      'a member more',
      tar([['a', 'x']]),
      tar([
        ['a', 'x'],
        ['b', ''],
      ]),
      'member b',
    ],
    [
      'a member less',
      tar([
        ['a', 'x'],
        ['b', ''],
      ]),
      tar([['a', 'x']]),
      'member b',
    ],
    [
      'the order',
      tar([
        ['a', 'x'],
        ['b', ''],
      ]),
      tar([
        ['b', ''],
        ['a', 'x'],
      ]),
      'the order of members',
    ],
    [
      'store paths in names and contents',
      tar([[`${ours(0).slice(1)}/a`, `${ours(1)}\n`]]),
      tar([[`${theirs(0).slice(1)}/a`, `${theirs(1)}\n`]]),
      ['store-path', 'tar-members'],
    ],
    [
      'store paths in long names',
      tar([[`${deep}${ours(0).slice(1)}/a`, program(1)]]),
      tar([[`${deep}${theirs(0).slice(1)}/a`, program(2)]]),
      ['build-id', 'store-path', 'tar-members'],
    ],
    [
      'another program with a long name',
      tar([[`${deep}a`, program(1)]]),
      tar([[`${deep}a`, program(1, 1)]]),
      `member ${deep}a, section .text, offset 0`,
    ],
    [
      'an order that follows from store paths',
      tar([
        [`${ours(0).slice(1)}/a`, 'x'],
        [`${ours(1).slice(1)}/a`, 'y'],
      ]),
      tar([
        [`${theirs(1).slice(1)}/a`, 'y'],
        [`${theirs(0).slice(1)}/a`, 'x'],
      ]),
      ['store-path', 'tar-members'],
    ],
    [
      'a path of another',
      tar([[`${ours(0).slice(1)}/a`, 'x']]),
      tar([[`${theirs(1).slice(1)}/a`, 'x']]),
      `member ${ours(0).slice(1)}/a`,
    ],
    [
      'a program with another build id',
      tar([['a', program(1)]]),
      tar([['a', program(2)]]),
      ['build-id', 'tar-members'],
    ],
    [
      'another program',
      tar([['a', program(1)]]),
      tar([['a', program(1, 1)]]),
      'member a, section .text, offset 0',
    ],
    [
      'an image of that program',
      image(layer(0, ours, 1)),
      image(layer(0, theirs, 2)),
      ['build-id', 'store-path', 'tar-members'],
    ],
    [
      'an order that follows from digests',
      tar([
        [`${sha256(program(1))}.json`, program(1)],
        ['manifest.json', ''],
      ]),
      tar([
        ['manifest.json', ''],
        [`${sha256(program(2))}.json`, program(2)],
      ]),
      ['build-id', 'store-path', 'tar-members'],
    ],
    [
      'an image of another program',
      image(layer(0, ours, 1)),
      image(layer(0, theirs, 2, 1)),
      /^member [0-9a-f]{64}\/layer[.]tar, member .*\/bin\/program, section [.]text, offset 0$/,
    ],
    [
      'an image that says something else',
      image(layer(0, ours, 1), 'yes'),
      image(layer(0, theirs, 2), 'not'),
      'member manifest.json, line 1',
    ],
    ['a damaged one', Buffer.from(tar([['a', 'x']]).fill('x', 124, 136)), tar([['a', 'x']]), 'offset 124'],
  ])('%s', (_, onTop, plain, expected) => {
    const found = shown(compare(onTop, plain))
    if (expected instanceof RegExp) expect(found).toMatch(expected)
    else expect(found).toEqual(expected)
  })
})

/** Info tables: how many entries are pointers, how many are not, the type; in front of code. */
describe('what a static closure lists', () => {
  const table = (pointers: number, type: number, others = 0) => {
    const content = Buffer.alloc(16)
    content.writeUInt32LE(pointers, 0)
    content.writeUInt32LE(others, 4)
    content.writeUInt32LE(type, 8)
    return content
  }
  const textAt = 0x400000
  const dataAt = 0x600000
  const codeAt = textAt + 24
  /** A program with one closure, whose constructor has this name. */
  const program = (
    type: number,
    entries: readonly number[],
    { count = entries.length, name = '', others = 0 } = {},
  ) =>
    elfOf(2, [
      {
        ...code,
        address: textAt,
        // In front of the table, where the name is, as seen from the code.
        content: Buffer.concat([words(0x700000 - codeAt), table(count, type, others), words(0xc3)]),
      },
      { ...data, address: dataAt, content: words(5, codeAt, ...entries.map((entry) => dataAt + entry), 0) },
      {
        name: '.rodata',
        type: 1,
        flags: 2,
        address: 0x700000,
        content: Buffer.from(`${name}\0`.padEnd(32, '\0')),
      },
    ])
  const [functionType, thunkType, constructorType] = [14, 21, 1]

  it.each<[string, Buffer, Buffer, readonly string[] | string]>([
    [
      'order of a function',
      program(functionType, [8, 16]),
      program(functionType, [16, 8]),
      ['reference-order'],
    ],
    [
      'order of a thunk',
      program(thunkType, [8, 16, 24]),
      program(thunkType, [24, 8, 16]),
      ['reference-order'],
    ],
    [
      'order of a list',
      program(constructorType, [8, 16], { name: 'SRT_2' }),
      program(constructorType, [16, 8], { name: 'SRT_2' }),
      ['reference-order'],
    ],
    [
      'order of the fields of a constructor',
      program(constructorType, [8, 16], { name: 'main:Main.Pair' }),
      program(constructorType, [16, 8], { name: 'main:Main.Pair' }),
      'section .data, offset 16',
    ],
    [
      'a list of which another number is said',
      program(constructorType, [8, 16], { name: 'SRT_3' }),
      program(constructorType, [16, 8], { name: 'SRT_3' }),
      'section .data, offset 16',
    ],
    [
      'what is listed',
      program(functionType, [8, 16]),
      program(functionType, [16, 24]),
      'section .data, offset 16',
    ],
    [
      'how often it is listed',
      program(functionType, [8, 8, 16]),
      program(functionType, [8, 16, 16]),
      'section .data, offset 24',
    ],
    [
      'what is behind the list',
      program(functionType, [8, 16, 24], { count: 1 }),
      program(functionType, [8, 24, 16], { count: 1 }),
      'section .data, offset 24',
    ],
    [
      'a closure with other fields',
      program(functionType, [8, 16], { others: 1 }),
      program(functionType, [16, 8], { others: 1 }),
      'section .data, offset 16',
    ],
    ['a thunk that is not static', program(15, [8, 16]), program(15, [16, 8]), 'section .data, offset 16'],
  ])('%s', (_, onTop, plain, expected) => {
    expect(shown(compare(onTop, plain))).toEqual(expected)
  })

  /** An object: what is in closures is put there by relocations. */
  const object = (info: string, entries: readonly string[]) => {
    const names = ['x', 'y', 'z', info]
    return elfOf(1, [
      { ...data, content: words(0, 0, 0, 0) },
      ...symbolSections(
        names.map((name) => ({ name })),
        3,
      ),
      relocationSection(
        [info, ...entries].map((name, index) => ({ offset: 8 * index, symbol: names.indexOf(name) + 1 })),
        { of: 1, symbols: 2 },
      ),
    ])
  }

  it.each<[string, Buffer, Buffer, readonly string[] | string]>([
    [
      'in a list',
      object('stg_SRT_2_info', ['x', 'y']),
      object('stg_SRT_2_info', ['y', 'x']),
      ['reference-order'],
    ],
    [
      'in a list of others',
      object('stg_SRT_2_info', ['x', 'y']),
      object('stg_SRT_2_info', ['y', 'z']),
      'section .rela, for offset 8',
    ],
    [
      'of something else',
      object('Pair_con_info', ['x', 'y']),
      object('Pair_con_info', ['y', 'x']),
      'section .rela, for offset 8',
    ],
  ])('in objects, %s', (_, onTop, plain, expected) => {
    expect(shown(compare(onTop, plain))).toEqual(expected)
  })
})
