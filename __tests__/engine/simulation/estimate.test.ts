import { estimateOf, filesAt, isPin, sourcesOf } from '../../../src/engine/simulation/estimate.ts'
import type { Change } from '../../../src/revision/index.ts'

describe('isPin', () => {
  it.each([
    ['flake.lock', [], true],
    ['flake.nix', [], true],
    ['default.nix', [], true],
    ['stack.yaml', [], true],
    ['stack-9.8.yaml', [], true],
    ['stack.yaml.lock', [], true],
    ['cabal.project', [], true],
    ['cabal.project.freeze', [], true],
    ['nix/sources.json', [], true],
    ['nix/overlays/ghc.nix', [], true],
    ['.nix/pins.json', [], true],
    ['npins/sources.json', [], true],
    ['test/testdata/cabal.project', [], false],
    ['examples/flake.lock', [], false],
    ['modules/server.nix', [], false],
    ['package.json', [], false],
    ['nix/README.md', [], false],
    ['my.cabal', [], false],
    ['flake.lock.bak', [], false],
    ['server/flake.lock', [], false],
    ['server/flake.lock', ['server'], true],
    ['server/nix/ghc.nix', ['server'], true],
    ['servers/flake.lock', ['server'], false],
    ['flake.lock', ['server'], true],
  ] as const)('%s, built from the root and %j: %s', (path, directories, expected) => {
    expect(isPin(path, directories)).toBe(expected)
  })
})

const change = (path: string, kind: Change['kind'] = 'changed'): Change => ({ path, kind })
/** B imports A; C imports A and B; D imports nothing. */
const sources = sourcesOf(
  ['src/A.hs', 'src/B.hs', 'src/C.hs', 'src/D.hs', 'README.md'],
  [
    { path: 'src/B.hs', text: 'import A' },
    { path: 'src/C.hs', text: 'import A' },
    { path: 'src/C.hs', text: 'import B' },
  ],
)
const all = new Set(sources.files)

it('knows the sources of a commit by what is different at HEAD', () => {
  expect(sources.files).toEqual(['src/A.hs', 'src/B.hs', 'src/C.hs', 'src/D.hs'])
  const since = [
    change('src/A.hs'),
    change('src/D.hs', 'removed'),
    change('src/E.hs', 'added'),
    change('x.md', 'added'),
  ]
  expect([...filesAt(sources, since)]).toEqual(['src/A.hs', 'src/B.hs', 'src/C.hs', 'src/E.hs'])
})

it.each([
  ['nothing', [], [0, 0, false]],
  ['what is imported by two', [change('src/A.hs')], [0.25, 0.75, false]],
  ['what is imported by one', [change('src/B.hs')], [0.25, 0.5, false]],
  ['what is imported by none', [change('src/D.hs')], [0.25, 0.25, false]],
  ['a module and its importer', [change('src/A.hs'), change('src/B.hs')], [0.5, 0.75, false]],
  ['a module that is gone', [change('src/Z.hs', 'removed')], [0, 0, false]],
  ['what is no source', [change('README.md'), change('my.cabal')], [0, 0, false]],
  ['a pin', [change('flake.lock')], [1, 1, true]],
  ['a pin and a module', [change('flake.lock'), change('src/A.hs')], [1, 1, true]],
  ['a pin that is gone', [change('stack.yaml', 'removed')], [1, 1, true]],
] as const)('of a change of %s', (_, changes, [low, middle, pinned]) => {
  expect(estimateOf(changes, all, { sources, directories: [] })).toEqual({ low, middle, pinned })
})

it('counts no importer that the commit does not have', () => {
  const files = new Set(['src/A.hs', 'src/B.hs'])
  expect(estimateOf([change('src/A.hs')], files, { sources, directories: [] })).toMatchObject({
    low: 0.5,
    middle: 1,
  })
})

it('says nothing of a repository without sources, but for its pins', () => {
  const none = { sources: sourcesOf(['main.c'], []), directories: [] }
  expect(estimateOf([change('main.c')], new Set(), none)).toEqual({
    low: undefined,
    middle: undefined,
    pinned: false,
  })
  expect(estimateOf([change('flake.lock')], new Set(), none)).toMatchObject({ pinned: true })
})
