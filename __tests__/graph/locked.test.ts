import { lockedSources } from '../../src/graph/index.ts'

const tree = 'sha256-h4gyzSK14DjhF7cBN4VY+Km2ytc4Gg5tV6noZdNPhaY='
const lockOf = (...locked: readonly unknown[]) =>
  JSON.stringify({
    nodes: {
      root: { inputs: { a: 'input0' } },
      ...Object.fromEntries(locked.map((one, index) => [`input${index}`, { locked: one, original: {} }])),
    },
    root: 'root',
    version: 7,
  })

// What `(builtins.fetchTree { type = "tarball"; narHash = tree; … }).outPath` is in Nix 2.26 with these store directories.
const known = {
  '/nix/store': '/nix/store/ms37m6i4z2hfa1lm7a6lch7lw9vcr26l-source',
  '/home/me/store': '/home/me/store/diy8zniwpyhm22514xxdsl06xh470s0i-source',
}

it.each(Object.entries(known))('knows the path that Nix gives to a locked tree in %s', (directory, path) => {
  const lock = lockOf({ type: 'github', owner: 'a', repo: 'b', rev: 'c', narHash: tree })
  expect(lockedSources(lock, directory)).toEqual(new Set([path]))
})

const path = known['/nix/store']
const empty = 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='

it.each<[string, string, readonly string[] | number]>([
  ['a tarball', lockOf({ type: 'tarball', url: 'https://a.example', narHash: tree }), [path]],
  ['another repository by git', lockOf({ type: 'git', url: 'https://a.example', narHash: tree }), [path]],
  ['the same tree twice', lockOf({ type: 'github', narHash: tree }, { type: 'git', narHash: tree }), [path]],
  ['two trees', lockOf({ type: 'github', narHash: tree }, { type: 'github', narHash: empty }), 2],
  ['a directory of the repository', lockOf({ type: 'path', path: './lib', narHash: tree }), []],
  ['an input without a hash', lockOf({ type: 'github' }), []],
  ['another kind of hash', lockOf({ type: 'github', narHash: 'sha512-AAAA' }), []],
  ['no inputs', lockOf(), []],
  ['no nodes', '{}', []],
  ['no file', '', []],
  ['what is no JSON', '<<<<<<< HEAD', []],
  ['what is another JSON', '[]', []],
  ['null', 'null', []],
  ['nodes that are null', '{"nodes":null}', []],
  ['a node that is null', '{"nodes":{"a":null}}', []],
  ['a lock that is null', '{"nodes":{"a":{"locked":null}}}', []],
  ['a hash that is no text', '{"nodes":{"a":{"locked":{"type":"github","narHash":1}}}}', []],
])('finds the trees of %s', (_, lock, found) => {
  const paths = [...lockedSources(lock, '/nix/store')]
  expect(typeof found === 'number' ? paths.length : paths).toEqual(found)
})
