import { compareInterfaces, compareRegistrations } from '../../src/compare/interfaces.ts'

const [ours, theirs] = ['0a1b2c3d4f5g6h7i8j9k0l1m2n3p4q5r', '9a1b2c3d4f5g6h7i8j9k0l1m2n3p4q5r']
const renaming = new Map([[ours, theirs]])
const print = (digit: string) => digit.repeat(32)

interface Shown {
  readonly module?: string
  readonly hash?: string
  readonly abi?: string
  readonly source?: string
  readonly imported?: string
  readonly file?: string
  readonly fileHash?: string
  readonly own?: string
  readonly body?: string
}

/** As GHC 9.6 shows one. */
function shown({
  module = 'Other',
  hash = 'a',
  abi = 'b',
  source = 'c',
  imported = 'd',
  file = 'dist/build/Maker.dyn_o',
  fileHash = 'e',
  own = 'f',
  body = '1',
}: Shown = {}): string {
  return `interface ${module} 9066
  interface hash: ${print(hash)}
  ABI hash: ${print(abi)}
  src_hash: ${print(source)}
import  -/  core-1.0:Core ${print(imported)}
addDependentFile "${file}" ${print(fileHash)}
${print(own)}
  value :: GHC.Types.Int
  [Unfolding: Core: ${body}]
`
}

const verdict = (one: Shown, other: Shown) => {
  const found = compareInterfaces(shown(one), shown(other), renaming)
  return found.kind === 'same'
    ? [...found.rules].sort()
    : found.kind === 'different'
      ? found.place.onTop
      : found.why
}

describe('an interface', () => {
  const path = (hash: string) => `"/nix/store/${hash}-core-1.0/bin"`
  it.each<[string, Shown, Shown, readonly string[] | string]>([
    ['nothing', {}, {}, []],
    ['the fingerprint of all', { hash: '0' }, {}, ['fingerprints']],
    ['an object that a splice ran', { hash: '0', fileHash: '0' }, {}, ['fingerprints']],
    [
      'a file that a splice read',
      { file: 'embedded.txt', fileHash: '0' },
      { file: 'embedded.txt' },
      `addDependentFile "embedded.txt" ${print('0')}`,
    ],
    [
      'a file that is made beside objects',
      { file: 'dist/build/autogen/cabal_macros.h', fileHash: '0' },
      { file: 'dist/build/autogen/cabal_macros.h' },
      `addDependentFile "dist/build/autogen/cabal_macros.h" ${print('0')}`,
    ],
    [
      'a library that was built anew',
      { file: `/nix/store/${ours}-core-1.0/libHScore.so`, fileHash: '0' },
      { file: `/nix/store/${theirs}-core-1.0/libHScore.so` },
      ['fingerprints', 'store-path'],
    ],
    [
      'a library of others',
      { file: '/nix/store/library.so', fileHash: '0' },
      { file: '/nix/store/library.so' },
      `addDependentFile "/nix/store/library.so" ${print('0')}`,
    ],
    ['the source', { source: '0' }, {}, `src_hash: ${print('0')}`],
    [
      'the source, of a module that is made of directories',
      { module: 'Paths_core', source: '0' },
      { module: 'Paths_core' },
      ['fingerprints'],
    ],
    ['the ABI', { abi: '0' }, {}, `ABI hash: ${print('0')}`],
    [
      'the ABI, with a store path in it',
      { abi: '0', own: '0', source: '0', body: path(ours) },
      { body: path(theirs) },
      ['fingerprints', 'store-path'],
    ],
    [
      'another store path',
      { body: path(ours) },
      { body: path('1'.repeat(32)) },
      `[Unfolding: Core: ${path(theirs)}]`,
    ],
    ['the ABI, by an import', { abi: '0', imported: '0', own: '0' }, {}, ['fingerprints']],
    ['what it says', { abi: '0', imported: '0', body: '2' }, {}, '[Unfolding: Core: 2]'],
    ['the name of a module', { module: 'Another' }, {}, 'interface Another 9066'],
  ])('%s', (_, one, other, expected) => {
    expect(verdict(one, other)).toEqual(expected)
  })
})

it('lets the fingerprint of a package differ only with those of its interfaces', () => {
  const registration = (abi: string, more = '') =>
    `name: core\nabi:                  ${print(abi)}\ndepends: base\n${more}`
  const kind = (one: string, other: string, interfaces: boolean) =>
    compareRegistrations(one, other, { renaming, interfaces })?.kind
  expect(kind(registration('a'), registration('b'), true)).toBe('same')
  expect(kind(registration('a'), registration('b'), false)).toBeUndefined()
  expect(kind(registration('a', 'hidden: A\n'), registration('b'), true)).toBeUndefined()
  expect(kind(registration('a', `dir: ${ours}-x`), registration('a', `dir: ${theirs}-x`), false)).toBe('same')
})
