import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { demandClients, readEndpoint } from '../../src/cache/client.ts'
import { readFound, repairKey, type WorkerResult } from '../../src/cache/github/output.ts'
import { parseCacheList } from '../../src/cache/input.ts'
import { install, isRefusal, untrusted } from '../../src/cache/install.ts'
import { startLimit } from '../../src/cache/limit.ts'
import { asSubstituter } from '../../src/cache/pack.ts'
import { restoreFromFirst } from '../../src/cache/several.ts'
import { parsePublicKeys, parseSigningKey, withKeyFile } from '../../src/cache/signing.ts'
import type { BinaryCache, Restored, StoreAccess } from '../../src/cache/types.ts'

const secret = `team-1:${Buffer.alloc(64, 7).toString('base64')}`
const open = `team-1:${Buffer.alloc(32, 7).toString('base64')}`

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'trust-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

describe('keys', () => {
  it('takes a secret key with the line end that files have', () =>
    expect(parseSigningKey(`${secret}\n`)).toBe(secret))
  it.each([['canary'], ['canary:x'], [open.replace('team', 'canary')], [`a canary:${secret}`]])(
    'refuses the secret key %j and does not repeat it',
    (text) => expect(() => parseSigningKey(text)).toThrow(/^(?!.*canary).*nix key generate-secret/),
  )
  it.each([
    ['', undefined],
    [`${open}\n`, [open]],
    [`${open}\n  ${open.replace('1', '2')}`, [open, open.replace('1', '2')]],
  ])('public keys %j', (text, keys) => expect(parsePublicKeys(text)).toEqual(keys))
  it('refuses what is no public key', () => expect(() => parsePublicKeys('x')).toThrow(/`x` is not/))
  it('does not repeat a secret key given as a public one', () =>
    expect(() => parsePublicKeys(secret)).toThrow(/^(?!.*BwcH).*convert-secret-to-public/))

  it('a key is in a file that only this user reads, as long as it is needed', async () => {
    await withKeyFile(directory, secret, async (file = '') => {
      expect(readFileSync(file, 'utf8')).toBe(secret)
      expect(statSync(file).mode & 0o777).toBe(0o600)
    })
    await expect(withKeyFile(directory, secret, () => Promise.reject(new Error('x')))).rejects.toThrow('x')
    expect(readdirSync(directory)).toEqual([])
  })
})

describe('several caches', () => {
  it('one per line', () =>
    expect(parseCacheList('github\n\n  cachix:team\nattic:ci:team\nattic:team')).toEqual([
      { kind: 'github' },
      { kind: 'cachix', name: 'team' },
      { kind: 'attic', name: 'ci:team' },
      { kind: 'attic', name: 'team' },
    ]))
  it('none', () => expect(parseCacheList('none\n')).toEqual([]))
  it.each([
    ['', /is not a cache/],
    ['none\ngithub', /`none` stands beside other caches/],
    ['github\ngithub', /is there twice/],
    ['https://u:canary@h\nhttps://u:canary@h', /^(?!.*canary).*is there twice/],
    ['cachix:', /names no cache/],
    ['cachix:--help', /names no cache/],
    ['cachix:a b', /white space/],
    ['attic:a:b:c', /names no cache/],
  ])('refuses %j', (text, why) => expect(() => parseCacheList(text)).toThrow(why))

  const cache = (name: string, restored: Restored): BinaryCache => ({
    name,
    restore: async ({ wanted }) => wanted.map(() => restored),
    has: async () => [],
    save: async () => [],
  })
  const down: Restored = { status: 'failed', reason: 'down' }
  it.each([
    ['the first hit', [{ status: 'hit' }, down], '0', []],
    ['past a miss and a failure', [{ status: 'miss' }, down, { status: 'hit' }], '2', ['1']],
    ['nowhere', [down, { status: 'miss' }], undefined, ['0']],
  ] as [string, Restored[], string | undefined, string[]][])('%s', async (_, answers, from, failed) => {
    const caches = answers.map((answer, index) => cache(String(index), answer))
    const found = await restoreFromFirst(caches, { wanted: [{ key: 'k', paths: [] }], neighbours: [] })
    expect(found.from.map((one) => one?.name)).toEqual([from])
    expect(found.failures.map(({ cache: { name } }) => name)).toEqual(failed)
  })
  it('each entry from the first that has it, failures grouped by cache and reason', async () => {
    const entries = ['a', 'b', 'c', 'd'].map((key) => ({ key, paths: [] }))
    const asked: string[] = []
    const holding = (name: string, answers: Readonly<Record<string, Restored>>): BinaryCache => ({
      ...cache(name, down),
      restore: async ({ wanted, neighbours }) => {
        asked.push(`${name}: ${wanted.map(({ key }) => key).join('')} ${neighbours.length}`)
        return wanted.map(({ key }) => answers[key] ?? { status: 'miss' })
      },
    })
    const hit: Restored = { status: 'hit' }
    const caches = [
      holding('1', { a: hit, b: down, c: { status: 'failed', reason: 'bad', refused: true }, d: down }),
      holding('2', { b: hit, d: hit }),
      holding('3', { c: hit }),
      holding('4', {}),
    ]
    const found = await restoreFromFirst(caches, { wanted: entries, neighbours: entries })
    expect(found.from.map((one) => one?.name)).toEqual(['1', '2', '3', '2'])
    expect(asked).toEqual(['1: abcd 4', '2: bcd 4', '3: c 4'])
    expect(
      found.failures.map((one) => [one.cache.name, one.failure.reason, one.entries.map(({ key }) => key)]),
    ).toEqual([
      ['1', 'down', ['b', 'd']],
      ['1', 'bad', ['c']],
    ])
  })

  it('a client that is missing is named, with where to get it', () => {
    expect(() => demandClients([{ kind: 'github' }, { kind: 'cachix' }], directory)).toThrow(
      /`cachix:` needs the program `cachix`.*cachix-action/,
    )
    writeFileSync(join(directory, 'cachix'), '', { mode: 0o644 })
    expect(() => demandClients([{ kind: 'cachix' }], directory)).toThrow(/not on PATH/)
    writeFileSync(join(directory, 'attic'), '', { mode: 0o755 })
    demandClients([{ kind: 'attic' }], `/nowhere:${directory}`)
  })

  it('the URL of an attic cache', () => {
    const text =
      '               Public: true\n           Public Key: a:b\nBinary Cache Endpoint: https://h/team\n'
    expect(readEndpoint(text)).toBe('https://h/team')
    expect(() => readEndpoint('Error: no such cache')).toThrow(/names no binary cache endpoint/)
  })
})

describe('what is trusted', () => {
  it.each([
    ['file:///d', undefined, 'file:///d?trusted=1'],
    ['file:///d', [open], 'file:///d'],
    ['file:///d?trusted=1', [open], 'file:///d'],
    ['file:///d?trusted=true&compression=xz', [open], 'file:///d?compression=xz'],
  ])('asSubstituter %s %j', (url, keys, expected) => expect(asSubstituter(url, keys)).toBe(expected))

  it.each([
    ["unable to download 'x': HTTP error 503", false],
    ["unable to download 'x': HTTP error 404", true],
    ["Couldn't connect to server", false],
    ['hash mismatch importing path', true],
    ["ignoring substitute for 'x', as it's not signed by any of the keys", true],
    ['No space left on device', false],
  ])('isRefusal %s', (reason, expected) => expect(isRefusal(reason)).toBe(expected))

  /** A store in which what `attempt` makes valid is valid. */
  const storeOf = (trusted: boolean | undefined, valid: readonly string[] = []) =>
    ({
      trusted: async () => trusted,
      valid: async (paths: readonly string[]) => new Set(paths.filter((path) => valid.includes(path))),
    }) as unknown as StoreAccess
  const fail = () => Promise.reject(new Error('hash mismatch'))
  const entriesOf = (...names: string[]) => names.map((name) => ({ key: name, paths: [`/s/${name}`] }))
  it('a failure of an untrusted user is told by its cause', async () => {
    const installation = { entries: entriesOf('a', 'b'), url: 'https://u:canary@h', attempt: fail }
    const told = await install(storeOf(false), installation, startLimit(5))
    expect(told).toHaveLength(2)
    expect(told[1]).toMatchObject({
      reason: expect.stringContaining('not in `trusted-users`'),
      remedy: expect.stringMatching(/^(?!.*canary)Add `trusted-users = root .*extra-substituters = https/),
    })
  })
  it.each([[true], [undefined]])('with trusted %j it is the content', async (trusted) => {
    const installation = { entries: entriesOf('a'), attempt: fail }
    const told = await install(storeOf(trusted), installation, startLimit(5))
    expect(told).toEqual([{ status: 'failed', reason: 'hash mismatch', refused: true }])
  })
  it.each([
    [
      'few failures are told apart',
      ['a', 'b', 'c'],
      ['a'],
      ['abc', 'b', 'c'],
      ['hit', 'b is bad', 'c is bad'],
    ],
    [
      'of many, all have the reason of all',
      ['a', 'b', 'c', 'd', 'e', 'f'],
      ['a'],
      ['abcdef'],
      ['hit', ...Array(5).fill('abcdef is bad')],
    ],
  ])('%s', async (_, names, valid, attempts, expected) => {
    const made: string[] = []
    const attempt = async (paths: readonly string[]) => {
      const text = paths.map((path) => path.slice(3)).join('')
      made.push(text)
      throw new Error(`${text} is bad`)
    }
    const store = storeOf(
      true,
      valid.map((one) => `/s/${one}`),
    )
    const told = await install(store, { entries: entriesOf(...names), attempt }, startLimit(5))
    expect(told.map((one) => ('reason' in one ? one.reason : one.status))).toEqual(expected)
    expect(made).toEqual(attempts)
  })
  it('without a store that nix.conf could name, only trusted-users helps', () =>
    expect(JSON.stringify(untrusted('me', undefined))).not.toContain('extra-substituters'))
})

describe('an entry of the GitHub cache that is bad', () => {
  const key = 'incremental-nix-v2-x86_64-linux-p-r-h'
  it('is stood in for by one under a key that it is no prefix of', () => {
    expect(repairKey(key)).toBe('incremental-nix-v2-repaired-x86_64-linux-p-r-h')
    expect(repairKey(key).startsWith(key)).toBe(false)
  })
  it('is told apart from one that did not come', () => {
    const found = (result: WorkerResult, text: string) =>
      readFound({ key, result, log: `::warning::${text}\n` }, key)
    expect(found({ type: 'refused', message: 'it is no archive' }, '')).toEqual({
      status: 'failed',
      reason: 'it is no archive',
      refused: true,
    })
    expect(found({ type: 'found', key: null }, 'Failed to restore: 503')).not.toHaveProperty('refused')
  })
})
