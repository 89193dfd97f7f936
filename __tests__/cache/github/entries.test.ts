import { contentsOf } from '../../../src/cache/github/contents.ts'
import { reach } from '../../../src/cache/github/reach.ts'
import type { FullBuildEntry, PathInfo } from '../../../src/cache/types.ts'

const deps = (letter: string) => `incremental-nix-v2-dependencies-${letter.repeat(32)}`

/** `a>b,c`: a refers to b and c. */
function parse(texts: readonly string[]): ReadonlyMap<string, readonly string[]> {
  return new Map(
    texts.map((text) => {
      const [name = '', references = ''] = text.split('>')
      return [name, references.split(',').filter(Boolean)]
    }),
  )
}

describe('what an entry holds', () => {
  const infosOf = (texts: readonly string[]) =>
    new Map(
      [...parse(texts)].map(([path, references]): [string, PathInfo] => [
        path,
        { path, references, narHash: '', narSize: 1, signatures: [], ultimate: true },
      ]),
    )
  const entry = (key: string, ...paths: string[]): FullBuildEntry => ({ key, paths })

  // Client and library with outputs and intermediates; `up` is upstream's.
  const graph = ['client.i>client', 'client>lib,extra,up', 'lib.i>lib', 'lib>base', 'base>up', 'extra', 'up']
  const client = entry('client', 'client', 'client.i')
  const lib = entry('lib', 'lib', 'lib.i')
  const base = entry('base', 'base')
  it.each([
    ['alone, its closure', client, [], graph, ['client', 'client.i', 'extra', 'lib', 'base'], []],
    [
      'beside its library, not that one’s paths',
      client,
      [lib],
      graph,
      ['client', 'client.i', 'extra', 'base'],
      ['lib'],
    ],
    ['nor those of any other', client, [lib, base], graph, ['client', 'client.i', 'extra'], ['base', 'lib']],
    ['nothing of those that refer to it', lib, [client], graph, ['lib', 'lib.i', 'base'], []],
    [
      'not the closure of dependencies',
      client,
      [lib, entry(deps('a'), 'base')],
      graph,
      ['client', 'client.i', 'extra'],
      ['lib', 'base'],
    ],
    [
      'its own paths, also when others have them',
      client,
      [entry('twin', 'client'), entry(deps('a'), 'client.i')],
      graph,
      ['client', 'client.i'],
      ['lib', 'base', 'extra'],
    ],
    [
      'of two dependencies, the first all',
      entry(deps('a'), 'd'),
      [entry(deps('b'), 'e')],
      ['d>s', 'e>s', 's'],
      ['d', 's'],
      [],
    ],
    [
      'and the second the rest',
      entry(deps('b'), 'e'),
      [entry(deps('a'), 'd')],
      ['d>s', 'e>s', 's'],
      ['e'],
      ['s'],
    ],
    ['nothing if all is upstream', entry('x', 'up'), [], graph, [], []],
    [
      'what is in its store, of dependencies elsewhere',
      lib,
      [entry(deps('a'), 'gone')],
      graph,
      ['lib', 'lib.i', 'base'],
      [],
    ],
  ])('%s', (_, own, others, texts, held, leftOut) => {
    const infos = infosOf(texts)
    const ours = new Set([...infos.keys()].filter((path) => path !== 'up'))
    const found = contentsOf(own, { entries: [own, ...others], infos, ours })
    expect(found.held.map(({ path }) => path).sort()).toEqual([...held].sort())
    expect([...new Set([...found.leftOut.values()].flat())].sort()).toEqual([...leftOut].sort())
  })
})

describe('what a restore needs', () => {
  const holders = new Map([
    ['lib', 'LIB'],
    ['base', 'BASE'],
  ])
  it.each([
    ['nothing more', ['i'], ['i>up', 'out>lib'], [], [], []],
    ['the holder of what is referred to', ['out'], ['out>lib,up'], [], ['LIB'], []],
    ['its references in turn, when it is there', ['out'], ['out>lib', 'lib>base'], [], ['BASE'], []],
    ['nothing, when all are there', ['out'], ['out>lib', 'lib>base', 'base>up'], [], [], []],
    ['not what only the rest of an entry refers to', ['i'], ['i', 'out>lib'], [], [], []],
    ['several at once', ['i', 'out'], ['i>base', 'out>lib'], [], ['BASE', 'LIB'], []],
    ['what was left to dependencies', ['out'], ['out>third'], ['out>third', 'i>unneeded'], [], ['third']],
    ['a holder before dependencies', ['out'], ['out>lib'], ['out>lib'], ['LIB'], []],
    [
      'at once what is needed at a distance',
      ['out'],
      ['out>lib'],
      ['out>lib,base,third'],
      ['BASE', 'LIB'],
      ['third'],
    ],
    ['itself once', ['out'], ['out>out,lib', 'lib>out'], [], [], []],
    ['a wanted path that its entry lacks, from its holder', ['lib'], ['out'], [], ['LIB'], []],
  ])('%s', (_, names, texts, leftOut, keys, left) => {
    const found = reach(names, { references: parse(texts), holders, leftOut: parse(leftOut) })
    expect([...found.keys].sort()).toEqual(keys)
    expect(found.leftOut).toEqual(left)
  })
})
