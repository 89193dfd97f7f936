import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { compareProducts, registeredPackages } from '../../src/compare/products.ts'

const [ours, theirs] = ['0a1b2c3d4f5g6h7i8j9k0l1m2n3p4q5r', '9a1b2c3d4f5g6h7i8j9k0l1m2n3p4q5r']
const renaming = new Map([[ours, theirs]])

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'products-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

type Files = Readonly<Record<string, string | Buffer>>

/** A path that ends with `/` is of an empty directory; `-> x` is the content of a link, `#!x` that of a program. */
function write(name: string, files: Files): string {
  const root = join(directory, name)
  mkdirSync(root)
  for (const [file, content] of Object.entries(files)) {
    const path = join(root, file)
    mkdirSync(file.endsWith('/') ? path : dirname(path), { recursive: true })
    if (file.endsWith('/')) continue
    if (typeof content !== 'string') writeFileSync(path, content)
    else if (content.startsWith('-> ')) symlinkSync(content.slice(3), path)
    else writeFileSync(path, content)
    if (typeof content === 'string' && content.startsWith('#!')) chmodSync(path, 0o755)
  }
  return root
}

const compare = async (
  onTop: Files,
  plain: Files,
  showInterface = async (_: string): Promise<string | undefined> => undefined,
) =>
  compareProducts({
    onTop: write('on-top', onTop),
    plain: write('plain', plain),
    renaming,
    scratch: directory,
    showInterface,
  })

it.each<[string, Files, Files, readonly string[]]>([
  ['nothing', { a: 'x', 'b/c': 'y' }, { a: 'x', 'b/c': 'y' }, []],
  ['a file more on top', { a: 'x', b: 'x' }, { a: 'x' }, ['b: file, not there']],
  ['a file less on top', { a: 'x' }, { a: 'x', b: '#!x' }, ['b: not there, executable file']],
  ['an empty directory', { a: 'x', 'b/': '' }, { a: 'x' }, ['b: directory, not there']],
  ['a bit', { a: '#!x' }, { a: '#!x' }, []],
  ['a link to another file', { a: '-> x' }, { a: '-> y' }, ['a: a link to x, a link to y']],
  [
    'a link to what has another path',
    { a: `-> /nix/store/${ours}-a` },
    { a: `-> /nix/store/${theirs}-a` },
    [],
  ],
  ['a link in place of a file', { a: '-> x' }, { a: 'x' }, ['a: link, file']],
  ['a name with a path in it', { [`${ours}-a`]: 'x' }, { [`${theirs}-a`]: 'x' }, []],
  ['two contents', { a: 'x', b: 'y' }, { a: 'y', b: 'x' }, ['a: x, y', 'b: y, x']],
])('sees %s', async (_, onTop, plain, expected) => {
  const { differences, unproven } = await compare(onTop, plain)
  expect(differences.map(({ file, onTop, plain }) => `${file}: ${onTop}, ${plain}`)).toEqual(expected)
  expect(unproven).toEqual([])
})

it('sees the permission to run a file', async () => {
  const [onTop, plain] = [write('on-top', { a: '#!x' }), write('plain', { a: '#!x' })]
  chmodSync(join(plain, 'a'), 0o644)
  const { differences } = await compareProducts({
    onTop,
    plain,
    renaming,
    scratch: directory,
    showInterface: async () => undefined,
  })
  expect(differences).toEqual([{ file: 'a', where: '', onTop: 'executable file', plain: 'file' }])
})

describe('files that gzip has packed', () => {
  const packed = (content: string, level = 9) => gzipSync(content, { level })
  const differencesOf = async (onTop: Buffer, plain: Buffer) => {
    const { differences } = await compare({ a: onTop }, { a: plain })
    return differences.map(({ where, onTop, plain }) => `${where}: ${onTop}, ${plain}`)
  }

  it.each<[string, Buffer, Buffer, readonly string[]]>([
    ['nothing', packed('x'), packed('x'), []],
    ['a store path', packed(`x ${ours}`), packed(`x ${theirs}`), []],
    ['something else', packed('x\n1'), packed('x\n2'), ['unpacked, line 2: 1, 2']],
    ['a path of the build on top', packed(ours), packed(ours.replace('0', '1')), [expect.any(String)]],
    // Of the header: what is packed is the same.
    ['the packing', packed('x', 9), packed('x', 1), [expect.stringMatching(/^offset 8: /)]],
    ['what is damaged', packed(ours).subarray(0, 20), packed(theirs), [expect.stringMatching(/^offset /)]],
  ])('may differ by %s', async (_, onTop, plain, expected) => {
    expect(await differencesOf(onTop, plain)).toEqual(expected)
  })

  it('leave nothing behind', async () => {
    await differencesOf(packed(ours), packed(theirs))
    expect(readdirSync(directory).sort()).toEqual(['on-top', 'plain'])
  })
})

describe('documentation by Haddock', () => {
  const entity = (number: number, kind: string, module: string) =>
    `<tr><td class="alt">${number} (${kind})</td><td class="module"><a href="${module}.html#v:f">${module}</a></td></tr>`
  const index = (...rows: readonly string[]) =>
    `<table><tr><td class="src">f</td><td>&nbsp;</td></tr>${rows.join('')}<tr><td class="src">g</td></tr></table>`
  const source = (one: string, other: string) =>
    `<span id="local-${one}">a</span> <span id="local-${other}">b</span> <a href="#local-${one}">a</a>`
  const search = (...names: readonly string[]) =>
    JSON.stringify(names.map((name) => ({ name, module: 'A', link: `A.html#t:${name.split(' ')[0]}` })))

  it.each<[string, string, string, string, readonly string[]]>([
    ['numbers of local names', 'html/src/A.html', source('617', '618'), source('917', '903'), []],
    [
      'what a link leads to',
      'html/src/A.html',
      source('617', '618'),
      source('617', '618').replace('#local-617', '#local-618'),
      ['line 1'],
    ],
    ['one name in place of two', 'html/src/A.html', source('617', '618'), source('617', '617'), ['line 1']],
    [
      'text of a source',
      'html/src/A.html',
      source('617', '618'),
      source('617', '618').replace('b<', 'c<'),
      ['line 1'],
    ],
    ['numbers on another page', 'html/A.html', source('617', '618'), source('917', '918'), ['line 1']],
    [
      'order in the index',
      'html/doc-index-F.html',
      index(entity(1, 'Function', 'A'), entity(2, 'Type/Class', 'Bb')),
      index(entity(1, 'Type/Class', 'Bb'), entity(2, 'Function', 'A')),
      [],
    ],
    [
      'order of more than nine',
      'html/doc-index.html',
      index(entity(9, 'Function', 'A'), entity(10, 'Function', 'Bb')),
      index(entity(9, 'Function', 'Bb'), entity(10, 'Function', 'A')),
      [],
    ],
    [
      'what the index leads to',
      'html/doc-index.html',
      index(entity(1, 'Function', 'A')),
      index(entity(1, 'Function', 'B')),
      ['line 1'],
    ],
    ['order of parts', 'html/doc-index.json', search('T A B', 'U'), search('T B A', 'U'), []],
    ['order of declarations', 'html/doc-index.json', search('T', 'U'), search('U', 'T'), ['line 1']],
    ['what is no JSON', 'html/doc-index.json', 'T A B', 'T B A', ['line 1']],
    ['what Haddock reads', 'html/core.haddock', '\x01\x02', '\x02\x01', []],
  ])('may or may not differ by %s', async (_, file, onTop, plain, expected) => {
    const { differences, rules } = await compare({ [file]: onTop }, { [file]: plain })
    expect(differences.map(({ where }) => where)).toEqual(expected)
    expect(rules.has('documentation')).toBe(expected.length === 0)
  })

  it('is found by store paths, too', async () => {
    const file = 'html/src/Paths_a.html'
    const page = (path: string, number: string) => `${path}${source(number, '618')}`
    const { differences, rules } = await compare(
      { [file]: page(ours, '617') },
      { [file]: page(theirs, '917') },
    )
    expect(differences).toEqual([])
    expect(rules).toEqual(new Set(['store-path', 'documentation']))
  })
})

describe('interfaces', () => {
  const registration = (abi: string) => `name: core\nabi: ${abi.repeat(32)}\n`
  const files = (content: string, abi: string) => ({
    'lib/A.hi': content,
    'lib/package.conf.d/core-1.0-Abc.conf': registration(abi),
  })
  const shown = (hash: string) => `interface A 9066\n  interface hash: ${hash.repeat(32)}\n`

  it('are compared by what GHC says of them, and what is made of their fingerprints with them', async () => {
    const found = await compare(files('one', 'a'), files('two', 'b'), async (path) =>
      shown(path.includes('on-top') ? '1' : '2'),
    )
    expect(found).toMatchObject({
      differences: [],
      unproven: [],
      rules: new Set(['fingerprints', 'store-path']),
    })
  })

  it('are not known to be the same where GHC is not there', async () => {
    const found = await compare(files('one', 'a'), files('two', 'a'))
    expect(found.unproven).toEqual([{ file: 'lib/A.hi', why: expect.stringContaining('no GHC') }])
  })

  it('do not let a package have another fingerprint where they have the same', async () => {
    const found = await compare(files('one', 'a'), files('one', 'b'))
    expect(found.differences.map(({ file, where }) => `${file}, ${where}`)).toEqual([
      'lib/package.conf.d/core-1.0-Abc.conf, line 2',
    ])
  })

  it('tell which packages there are', async () => {
    expect(await registeredPackages(write('one', files('', 'a')))).toEqual(['core-1.0-Abc'])
    expect(await registeredPackages(join(directory, 'none'))).toEqual([])
  })
})
