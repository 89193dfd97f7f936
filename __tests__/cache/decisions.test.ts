import { describe, expect, test } from '@jest/globals'
import {
  closureOf,
  narinfoName,
  narinfoStub,
  outsideReferences,
  referenceLevels,
  referencesFirst,
  withoutUpstream,
} from '../../src/cache/closure.ts'
import { pauseSeconds } from '../../src/cache/files/http.ts'
import { writesForbidden } from '../../src/cache/github/github.ts'
import {
  carriedOut,
  readFound,
  readStored,
  readTold,
  type Told,
  type WorkerResult,
} from '../../src/cache/github/output.ts'
import { cacheKey, dependenciesKey, type PathInfo, parseCacheInput, parseKey } from '../../src/cache/index.ts'
import { isDependenciesKey } from '../../src/cache/key.ts'
import { withFastCompression, withParameter } from '../../src/cache/pack.ts'
import { maskUrls, reasonOf } from '../../src/cache/reason.ts'
import { ProcessError } from '../../src/lib/process.ts'
import { parseTrustedKeyNames } from '../../src/nix/store.ts'

const hash = '0yi2jj87njfi9kb3sr4zr979lha3mc8v'

describe('cacheKey', () => {
  test.each([
    ['x86_64-linux', 'turtle', 'abc123', `incremental-nix-v2-x86_64-linux-turtle-abc123-${hash}`],
    ['aarch64-darwin', 'a,b c', 'r', `incremental-nix-v2-aarch64-darwin-a_b_c-r-${hash}`],
    ['x86_64-linux', 'ü\n::error::', 'r', `incremental-nix-v2-x86_64-linux-_error_-r-${hash}`],
  ])('%s %s %s', (system, name, revision, key) => {
    const path = `/nix/store/${hash}-turtle-intermediates`
    expect(cacheKey({ system, name, revision, path })).toBe(key)
  })

  test('stays below the limit of 512 characters and keeps the hash', () => {
    const [system = '', name = '', revision = ''] = ['s', 'n', 'f'].map((letter) => letter.repeat(600))
    const key = cacheKey({ system, name, revision, path: `/nix/store/${hash}-x` })
    expect(key.length).toBeLessThanOrEqual(512)
    expect(key.endsWith(hash)).toBe(true)
  })
})

describe('dependenciesKey', () => {
  const key = dependenciesKey(['/s/b', '/s/a'])
  test('is of the paths, whatever their order', () => {
    expect(key).toMatch(/^incremental-nix-v2-dependencies-[0-9a-f]{32}$/)
    expect(dependenciesKey(['/s/a', '/s/b', '/s/a'])).toBe(key)
    expect(dependenciesKey(['/s/a'])).not.toBe(key)
  })
  test('is not taken for the key of a full build', () => {
    expect(isDependenciesKey(key)).toBe(true)
    expect(parseKey(key)).toBeUndefined()
    const path = `/nix/store/${hash}-x`
    const other = cacheKey({ system: 's', name: 'dependencies', revision: 'a'.repeat(40), path })
    expect(isDependenciesKey(other)).toBe(false)
  })
})

describe('parseCacheInput', () => {
  test.each([
    ['github', { kind: 'github' }],
    [' none\n', { kind: 'none' }],
    ['file:///srv/cache', { kind: 'file', url: 'file:///srv/cache' }],
    ['file:///srv/cache?compression=xz', { kind: 'file', url: 'file:///srv/cache?compression=xz' }],
    ['http://cache:8080', { kind: 'http', url: 'http://cache:8080' }],
    ['https://u:p@cache/dir', { kind: 'http', url: 'https://u:p@cache/dir' }],
    ['s3://bucket?region=eu-west-1', { kind: 'nix', url: 's3://bucket?region=eu-west-1' }],
    ['ssh-ng://nix@host', { kind: 'nix', url: 'ssh-ng://nix@host' }],
    ['ssh://host', { kind: 'nix', url: 'ssh://host' }],
  ])('%j', (text, kind) => expect(parseCacheInput(text)).toEqual(kind))

  test.each([
    ['', 'is not a cache'],
    ['githib', 'is not a cache'],
    ['GitHub', 'is not a cache'],
    ['/srv/cache', 'is not a cache'],
    ['file:/srv/cache', 'is not a cache'],
    ['file://srv/cache', 'is not an absolute path'],
    ['file:///', 'names no directory'],
    ['htps://cache', 'has the unknown scheme htps://'],
    ['http://', 'is not a valid URL'],
    ['http://[::1', 'is not a valid URL'],
    ['s3://', 'names no host'],
    ['https://cache/#x', 'has a part after #'],
    ['https://cache\nsandbox = false', 'contains white space'],
    ['https://a https://b', 'contains white space'],
  ])('refuses %j', (text, why) => {
    expect(() => parseCacheInput(text)).toThrow(why)
    expect(() => parseCacheInput(text)).toThrow(/use `github`, `none`, or the URL of a Nix store/)
  })

  test('shows no password', () => {
    expect(() => parseCacheInput('htps://user:canary@cache/?token=canary')).toThrow(/^(?!.*canary).*htps/)
  })
})

const info = (name: string, more: Partial<PathInfo> = {}): PathInfo => ({
  path: `/nix/store/${name}`,
  narHash: 'sha256-x',
  narSize: 1,
  references: [],
  signatures: [],
  ultimate: false,
  ...more,
})

describe('closure', () => {
  test.each([
    ['fetched, signed by a trusted key', { signatures: ['cache.nixos.org-1:x'] }, false],
    ['one of several signatures', { signatures: ['mine:x', 'cache.nixos.org-1:x'] }, false],
    ['signed by a key that is not trusted', { signatures: ['other:x'] }, true],
    ['unsigned', {}, true],
    ['built here and signed here', { signatures: ['cache.nixos.org-1:x'], ultimate: true }, true],
  ])('withoutUpstream: %s', (_, more, kept) => {
    const left = withoutUpstream([info('a', more)], new Set(['cache.nixos.org-1']))
    expect(left.length === 1).toBe(kept)
  })

  test('referencesFirst orders by references and survives self-references', () => {
    const a = info('a', { references: ['/nix/store/b', '/nix/store/upstream'] })
    const b = info('b', { references: ['/nix/store/b', '/nix/store/c'] })
    const c = info('c')
    expect(referencesFirst([a, b, c])).toEqual([c, b, a])
    expect(referencesFirst([c, a, b])).toEqual([c, b, a])
  })

  test('referenceLevels are what can be written at once', () => {
    const a = info('a', { references: ['/nix/store/b', '/nix/store/c', '/nix/store/up'] })
    const b = info('b', { references: ['/nix/store/c', '/nix/store/b'] })
    const [c, d] = [info('c'), info('d')]
    expect(referenceLevels([a, b, c, d])).toEqual([[c, d], [b], [a]])
  })

  test('closureOf goes as far as is known', () => {
    const a = info('a', { references: ['/nix/store/b', '/nix/store/unknown'] })
    const b = info('b', { references: ['/nix/store/a'] })
    const infos = new Map([a, b, info('c')].map((one) => [one.path, one]))
    expect([...closureOf([a.path, '/nix/store/elsewhere'], infos)]).toEqual([a.path, b.path])
  })

  test('outsideReferences are what Nix would miss in the pack', () => {
    const a = info('a', { references: ['/nix/store/b', '/nix/store/up', '/nix/store/a'] })
    const b = info('b')
    const up = info('up', { references: ['/nix/store/deep'] })
    expect(outsideReferences([a, b], [a, b, up, info('deep')])).toEqual([up])
  })

  test('narinfo', () => {
    const up = info(`${hash}-up`, { references: [`/nix/store/${hash}-other`] })
    expect(narinfoName(up.path)).toBe(`${hash}.narinfo`)
    expect(narinfoStub(up)).toContain(`StorePath: /nix/store/${hash}-up\n`)
    expect(narinfoStub(up)).toContain(`References: ${hash}-other\n`)
  })
})

describe('store URLs', () => {
  test.each([
    ['s3://b', 's3://b?compression=zstd'],
    ['s3://b?region=r', 's3://b?region=r&compression=zstd'],
    ['s3://b?compression=xz', 's3://b?compression=xz'],
    ['s3://b?', 's3://b?compression=zstd'],
    ['s3://b?ls-compression=br', 's3://b?ls-compression=br&compression=zstd'],
  ])('compression of %s', (url, expected) => expect(withFastCompression(url)).toBe(expected))

  test('a parameter that is there is kept', () => {
    expect(withParameter('file:///d?trusted=0', 'trusted', '1')).toBe('file:///d?trusted=0')
  })
})

describe('reasons', () => {
  test.each([
    ["unable to download 'https://u:canary@h/x'", "unable to download 'https://***@h/x'"],
    ['GET https://h/a?sig=canary failed', 'GET https://h/a?*** failed'],
    ['ssh-ng://nix@host is down', 'ssh-ng://***@host is down'],
    ['nothing to hide: a@b?c', 'nothing to hide: a@b?c'],
  ])('maskUrls %j', (text, masked) => expect(maskUrls(text)).toBe(masked))

  test('all error lines of Nix, each once', () => {
    const stderr =
      'copying…\n\u001b[31;1merror:\u001b[0m Truncated\nerror: Truncated\nerror: no substituter\n'
    expect(reasonOf(new ProcessError('failed', 'nix build', 1, stderr))).toBe(
      'nix build: Truncated; no substituter',
    )
  })

  test('other failures', () => {
    expect(reasonOf(new ProcessError('timed-out', 'nix build', undefined, 'error: x'))).toMatch(/time limit/)
    expect(reasonOf(new Error('a\nb'))).toBe('a b')
  })
})

describe('pauseSeconds', () => {
  test.each([
    [1, undefined, 0.5],
    [3, undefined, 2],
    [1, '7', 7],
    [1, '0', 0],
    [2, 'Thu, 01 Jan 1970 00:00:09 GMT', 9],
    [2, 'soon', 1],
  ])('attempt %s, Retry-After %s', (attempt, header, seconds) => {
    expect(pauseSeconds(attempt, header, 0)).toBe(seconds)
  })
})

describe('settings of Nix', () => {
  test.each([[['a-1:x', 'b:y']], ['a-1:x b:y']])('trusted keys %j', (value) => {
    expect(parseTrustedKeyNames(JSON.stringify({ 'trusted-public-keys': { value } }))).toEqual(
      new Set(['a-1', 'b']),
    )
  })
})

describe('what @actions/cache said', () => {
  test('readTold: what the worker tells of a key, and nothing else', () => {
    const one = { key: 'a', result: { type: 'unavailable' }, log: '' }
    const lines = [JSON.stringify(one), '', 'noise', '{"half', 'null', '3', '{"key":1}', carriedOut]
    expect(lines.map(readTold)).toEqual([one, ...lines.slice(1).map(() => undefined)])
  })
  const told = (result: WorkerResult, log = ''): Told => ({ key: 'k', result, log })
  const found = (log: string, key: string | null) => told({ type: 'found', key }, log)
  const failed = (log: string) => told({ type: 'saved', id: -1 }, log)
  test.each([
    ['hit', found('Cache hit for: k', 'k'), { status: 'found' }],
    ['another key of the same beginning', found('', 'k-longer'), { status: 'absent' }],
    ['miss', found('::debug::Cache not found', null), { status: 'absent' }],
    [
      'outage',
      found('::warning::Failed to restore: Failed%0Aat 100%25', null),
      { status: 'failed', reason: 'Failed at 100%' },
    ],
    ['server error', found('::error::Failed to restore: 503', null), { status: 'failed', reason: '503' }],
    ['thrown', told({ type: 'thrown', message: 'no token' }), { status: 'failed', reason: 'no token' }],
    ['killed', undefined, { status: 'failed', reason: expect.stringMatching(/without a result/) }],
    [
      'not offered',
      told({ type: 'unavailable' }),
      { status: 'failed', reason: expect.stringMatching(/not offered/) },
    ],
  ])('readFound: %s', (_, one, expected) => expect(readFound(one, 'k')).toEqual(expected))

  test.each([
    ['one that begins so', found('', 'k-1-hash'), { status: 'found' }],
    ['another', found('', 'other'), { status: 'absent' }],
    ['none', found('', null), { status: 'absent' }],
  ])('readFound by prefix: %s', (_, one, expected) =>
    expect(readFound(one, 'k-1-', 'prefix')).toEqual(expected),
  )

  test.each([
    ['saved', told({ type: 'saved', id: 7 }), { status: 'saved' }],
    [
      'taken',
      failed(
        '::debug::Failed to reserve cache: Error: Failed request: (409) Conflict\nFailed to save: Unable',
      ),
      { status: 'exists' },
    ],
    [
      'denied',
      failed('::warning::Failed to save: Unable. More details: cache write denied: read-only'),
      { status: 'read-only', reason: 'cache write denied: read-only' },
    ],
    [
      'denied with status 403',
      failed(
        '::debug::Failed to reserve cache: Error: Failed request: (403) Forbidden: cache write denied: no',
      ),
      { status: 'read-only', reason: 'cache write denied: no' },
    ],
    [
      'rate limit',
      failed('::debug::Failed to reserve cache: Error: Rate limited: (429)\nFailed to save: Unable'),
      { status: 'failed', reason: 'Rate limited: (429)' },
    ],
    [
      'upload',
      failed('::add-mask::canary\n::warning::Failed to save: sig canary'),
      { status: 'failed', reason: 'sig ***' },
    ],
    ['silence', failed(''), { status: 'failed', reason: 'it gave no reason' }],
  ])('readStored: %s', (_, one, expected) => expect(readStored(one)).toEqual(expected))
})

test.each([
  [undefined, true],
  ['', true],
  ['write', true],
  ['write-only', true],
  ['anything', true],
  ['read', false],
  [' NONE ', false],
])('ACTIONS_CACHE_MODE=%j', (mode, permitted) => expect(writesForbidden(mode) === undefined).toBe(permitted))
