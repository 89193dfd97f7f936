import {
  dialectOf,
  failedDerivation,
  isAtLeast,
  parsePathInfo,
  requiredSystem,
  systemsOf,
} from '../../src/nix/dialect.ts'

const [info, ping] = ['info', 'ping'].map((name) => ['store', name, '--json'])
const [show, formerShow] = [
  ['config', 'show', '--json'],
  ['show-config', '--json'],
]
const pathInfo = ['path-info', '--json']
const withFormat = [...pathInfo, '--json-format', '1']

it.each([
  ['nix (Nix) 2.18.10', '2.18.10', ping, formerShow, pathInfo],
  ['nix (Nix) 2.19.0', '2.19.0', info, formerShow, pathInfo],
  ['nix (Nix) 2.24.16', '2.24.16', info, show, pathInfo],
  ['nix (Nix) 2.26.3\n', '2.26.3', info, show, pathInfo],
  ['nix (Nix) 2.32.9', '2.32.9', info, show, pathInfo],
  ['nix (Nix) 2.33.0pre20251107_479b6b73', '2.33.0pre20251107_479b6b73', info, show, withFormat],
  ['nix (Nix) 2.36.0', '2.36.0', info, show, withFormat],
  ['nix (Nix) 3.0', '3.0', info, show, withFormat],
  ['nix (Determinate Nix 3.8.5) 2.30.2', '2.30.2', info, show, pathInfo],
  ['nix (Determinate Nix 3.15.1) 2.33.0', '2.33.0', info, show, withFormat],
  ['nix (Lix, like Nix) 2.93.3', '2.93.3', ping, formerShow, pathInfo],
  [
    'nix (Lix, like Nix) 2.96.0-dev-pre20260821-049cc4e',
    '2.96.0-dev-pre20260821-049cc4e',
    ping,
    formerShow,
    pathInfo,
  ],
])('%s', (printed, version, storeInfo, showConfig, pathInfo) => {
  expect(dialectOf(printed)).toMatchObject({ version, storeInfo, showConfig, pathInfo })
})

it.each(['', 'nix', 'nix (Determinate Nix 3.8.5)'])('%j names no version', (printed) =>
  expect(dialectOf(printed)).toBeUndefined(),
)

it.each([
  ['2.18.0', '2.18', true],
  ['2.17.1', '2.18', false],
  ['2.9', '2.18', false],
  ['3.0', '2.18', true],
  ['1.99', '2.18', false],
  ['2.34pre', '2.34', true],
])('%s is at least %s: %s', (version, least, expected) => expect(isAtLeast(version, least)).toBe(expected))

it.each([
  ['{"trusted":1}', true],
  ['{"trusted":true}', true],
  ['{"trusted":0}', false],
  ['{"trusted":false}', false],
  ['{"trusted":null}', undefined],
  ['{}', undefined],
])('trusted in %s', (json, expected) => expect(dialectOf('nix (Nix) 2.26.3')?.trusted(json)).toBe(expected))

describe('parsePathInfo', () => {
  const common = {
    narHash: 'sha256-x',
    narSize: 3,
    references: ['/s/b'],
    signatures: ['k:s'],
    ultimate: true,
  }
  it.each([
    [
      'an array',
      [
        { path: '/s/a', ...common },
        { path: '/s/c', valid: false },
      ],
    ],
    ['an object', { '/s/a': common, '/s/c': null }],
    ['format 1', { '/s/a': { version: 1, storeDir: '/s', ca: null, ...common }, '/s/c': null }],
  ])('reads %s', (_, printed) => {
    expect(parsePathInfo(JSON.stringify(printed))).toEqual([{ path: '/s/a', ...common }])
  })
  it('takes what is not there for empty', () => {
    const [only] = parsePathInfo(JSON.stringify({ '/s/a': { narHash: 'h', narSize: 1, references: [] } }))
    expect(only).toMatchObject({ signatures: [], ultimate: false })
  })
})

it.each([
  ["error: builder for '/s/a.drv' failed with exit code 1", '/s/a.drv'],
  ["error: Cannot build '/s/a.drv'.\n       Reason: builder failed with exit code 1.", '/s/a.drv'],
  ["error: Cannot build '/s/a.drv'.\n       Reason: 1 dependency failed.", undefined],
  ["error: Cannot build '/s/a.drv'.\n       Reason: 2 dependencies failed.", undefined],
  ["error: 1 dependencies of derivation '/s/a.drv' failed to build", undefined],
])('failedDerivation(%j)', (error, derivation) => expect(failedDerivation(error)).toBe(derivation))

it.each([
  [
    "error: a 'aarch64-linux' with features {} is required to build '/nix/store/a.drv', but I am a 'x86_64-linux' with features {kvm}",
    'aarch64-linux',
  ],
  [
    "error: Cannot build '/nix/store/a.drv'.\n       Reason: required system or feature not available\n       Required system: \x1b[35;1m'x86_64-linux'\x1b[0m with features {}\n       Current system: 'aarch64-darwin'",
    'x86_64-linux',
  ],
  ["error: builder for '/nix/store/a.drv' failed", undefined],
])('requiredSystem of %j', (text, system) => {
  expect(requiredSystem(text)).toBe(system)
})

it.each([
  [{ '/a.drv': { system: 'aarch64-linux' }, '/b.drv': { system: 'x86_64-linux' }, '/c.drv': {} }],
  [
    {
      version: 4,
      derivations: { 'a.drv': { system: 'aarch64-linux' }, 'b.drv': { system: 'x86_64-linux' } },
    },
  ],
])('systemsOf %#', (shown) => {
  expect([...systemsOf(JSON.stringify(shown))]).toEqual(['aarch64-linux', 'x86_64-linux'])
})
