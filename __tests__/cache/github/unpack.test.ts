import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readLeftOut, readNarinfo } from '../../../src/cache/github/claims.ts'
import { BadEntry, unpack } from '../../../src/cache/github/unpack.ts'
import { archiveOf, type Member } from '../../../testing/archives.ts'

const hash = '0123456789abcdfghijklmnpqrsvwxyz'
let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'unpack-test-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

const file = (name: string, body = 'x', mode = 0o644): Member => ({
  header: { name, type: 'file', mode },
  body: Buffer.from(body),
})

async function unpacked(members: readonly Member[], limits?: Parameters<typeof unpack>[2]) {
  const archive = join(directory, 'archive')
  writeFileSync(archive, await archiveOf(members))
  const target = join(directory, 'workspace', 'full-build')
  await unpack(archive, target, limits)
  return target
}

const entry = [
  { header: { name: 'full-build/', type: 'directory' } } as const,
  file('full-build/nix-cache-info', 'StoreDir: /s\n'),
  file(`full-build/${hash}.narinfo`, 'narinfo'),
  { header: { name: 'full-build/nar/', type: 'directory' } } as const,
  file('full-build/nar/1abc.nar.zst', 'nar', 0o6777),
  file('full-build/incremental-nix-left-out.json', '{}'),
]

it('the files of an entry come out of it, as files that nobody may run', async () => {
  const target = await unpacked([...entry, file('full-build/nar/._1abc.nar.zst'), file('full-build/._x')])
  expect(readdirSync(target, { recursive: true }).sort()).toEqual([
    `${hash}.narinfo`,
    'incremental-nix-left-out.json',
    'nar',
    'nar/1abc.nar.zst',
    'nix-cache-info',
  ])
  expect(readFileSync(join(target, 'nar/1abc.nar.zst'), 'utf8')).toBe('nar')
  expect(statSync(join(target, 'nar/1abc.nar.zst')).mode & 0o7777).toBe(0o600)
})

it.each([
  '/etc/made',
  'made',
  '../made',
  'full-build/../made',
  'full-build/nar/../../made',
  'full-build/nar/..',
  'full-build/nar/more/made',
  'full-build//nar/made',
  './full-build/nix-cache-info',
  'full-build/nar/.hidden',
  'full-build/log/x',
  `full-build/${hash}.narinfo/x`,
  'full-build/program',
  'full-build/nar/new\nline',
])('a file %j has no place', async (name) => {
  await expect(unpacked([...entry, file(name)])).rejects.toThrow(BadEntry)
  expect(readdirSync(directory).sort()).toEqual(['archive', 'workspace'])
  expect(readdirSync(join(directory, 'workspace'))).toEqual(['full-build'])
})

it('limits hold for the number, and for texts', async () => {
  const limits = { members: 6, textBytes: 20 }
  await expect(unpacked(entry, limits)).resolves.toBeDefined()
  const inTurn: [Partial<typeof limits>, RegExp][] = [
    [{ members: 5 }, /more than 5 files/],
    [{ textBytes: 6 }, /nix-cache-info" of 13 bytes/],
  ]
  for (const [less, message] of inTurn) {
    rmSync(join(directory, 'workspace'), { recursive: true })
    await expect(unpacked(entry, { ...limits, ...less })).rejects.toThrow(message)
  }
})

it('what this machine cannot do is not held against the entry', async () => {
  writeFileSync(join(directory, 'workspace'), '')
  await expect(unpacked(entry)).rejects.not.toBeInstanceOf(BadEntry)
})

describe('what an entry says of itself', () => {
  const name = `${hash}-core-1.0`
  const narinfo = (changes: Record<string, string> = {}, more = '') =>
    Object.entries({
      StorePath: `/s/${name}`,
      URL: 'nar/1.nar.zst',
      References: `${name} ${name}-dev`,
      ...changes,
    })
      .map(([field, value]) => `${field}: ${value}\n`)
      .join('') + more
  const read = (text: string, as = `${hash}.narinfo`) => readNarinfo(as, text)

  it('is taken as Nix writes it', () => {
    expect(read(narinfo({ Deriver: 'x.drv' }, 'Sig: a:1\nSig: b:2\n'))).toMatchObject({
      name,
      references: [`${name}-dev`],
    })
    expect(read(narinfo({ References: '' })).references).toEqual([])
    const leftOut = { [name]: [`${name}-dev`] }
    expect(readLeftOut(JSON.stringify(leftOut))).toEqual(leftOut)
  })

  it.each([
    ['a URL outside', narinfo({ URL: '../1.nar' })],
    ['a URL of a server', narinfo({ URL: 'http://host/nar/1.nar' })],
    ['a second URL', narinfo({}, 'URL: ../1.nar\n')],
    ['a second URL, without a blank', narinfo({}, 'URL:../1.nar\n')],
    ['a path outside', narinfo({ StorePath: `/s/${name}/../../x` })],
    ['the name of another path', narinfo({ StorePath: `/s/${'1'.repeat(32)}-core` })],
    ['a reference outside', narinfo({ References: '../../x' })],
    ['no path', narinfo().replace(/^StorePath.*\n/, '')],
    ['anything else', 'hello'],
  ])('but not with %s', (_, text) => {
    expect(() => read(text)).toThrow(BadEntry)
  })

  it.each([
    'no JSON',
    'null',
    '[]x',
    '"x"',
    '{"x":[]}',
    `{"${name}":"x"}`,
    `{"${name}":["../x"]}`,
    `{"${name}":[1]}`,
  ])('nor what it leaves to others as %j', (text) => {
    expect(() => readLeftOut(text)).toThrow(BadEntry)
  })
})
