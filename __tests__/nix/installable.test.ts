import {
  formatInstallable,
  isWildcard,
  parseAttributePath,
  parseInstallable,
} from '../../src/nix/installable.ts'

describe('parseInstallable', () => {
  const flakes: [string, string, string, string[], string[]][] = [
    // text, directory, parameters, attribute path, outputs
    ['.', '.', '', [], []],
    ['.#', '.', '', [], []],
    ['.#pkg', '.', '', ['pkg'], []],
    ['#pkg', '.', '', ['pkg'], []],
    ['./sub/dir#pkg', './sub/dir', '', ['pkg'], []],
    ['../other#pkg', '../other', '', ['pkg'], []],
    ['.#packages.x86_64-linux.pkg', '.', '', ['packages', 'x86_64-linux', 'pkg'], []],
    ['.#packages.x86_64-linux."a.b"', '.', '', ['packages', 'x86_64-linux', 'a.b'], []],
    ['.?submodules=1#pkg', '.', 'submodules=1', ['pkg'], []],
    ['.?dir=sub&submodules=1#pkg', '.', 'dir=sub&submodules=1', ['pkg'], []],
    ['.#pkg^doc,out', '.', '', ['pkg'], ['doc', 'out']],
    ['.#pkg^*', '.', '', ['pkg'], ['*']],
  ]
  it.each(flakes)('reads %s', (text, directory, parameters, attributePath, outputs) => {
    expect(parseInstallable(text, false)).toEqual({ text, directory, parameters, attributePath, outputs })
  })

  it('reads an attribute path of a file', () => {
    expect(parseInstallable('a.b^doc', true)).toMatchObject({ attributePath: ['a', 'b'], outputs: ['doc'] })
    expect(parseInstallable('', true)).toMatchObject({ attributePath: [] })
  })

  const wrong: [string, boolean, string][] = [
    ['github:NixOS/nixpkgs#hello', false, 'names another flake'],
    ['nixpkgs#hello', false, 'names another flake'],
    ['git+file:///x#hello', false, 'names another flake'],
    ['.?rev=abc#pkg', false, 'names a revision'],
    ['.#a..b', false, 'not an attribute path'],
    ['.#a.', false, 'not an attribute path'],
    ['.#a."b', false, 'not an attribute path'],
    ['.#a^b c', false, 'output names'],
    ['.#pkg', true, 'without `#`'],
  ]
  it.each(wrong)('refuses %s', (text, fromFile, message) => {
    expect(() => parseInstallable(text, fromFile)).toThrow(message)
  })
})

describe('parseAttributePath', () => {
  it.each([
    ['', []],
    ['a', ['a']],
    ['"a b".c', ['a b', 'c']],
  ])('reads %j', (text, names) => {
    expect(parseAttributePath(text)).toEqual(names)
  })
})

describe('isWildcard', () => {
  it.each<[string, boolean, boolean]>([
    ['.#*', false, true],
    ['.#checks.*', false, true],
    ['.#checks.x86_64-linux.*', false, true],
    ['.#checks.*^*', false, true],
    ['checks.*', true, true],
    ['.#checks', false, false],
    ['.#checks^*', false, false],
    ['.#a*', false, false],
    ['.#*.a', false, false],
    ['.', false, false],
    ['', true, false],
  ])('%s (file: %s): %s', (text, fromFile, answer) => {
    expect(isWildcard(parseInstallable(text, fromFile))).toBe(answer)
  })
})

describe('formatInstallable', () => {
  it.each<[string, readonly string[], readonly string[], string]>([
    // reference, attribute path, outputs, text
    ['.', ['pkg'], [], '.#pkg'],
    ['.', [], [], '.#'],
    [
      'git+file:///x?rev=a',
      ['packages', 'x86_64-linux', 'pkg'],
      [],
      'git+file:///x?rev=a#packages.x86_64-linux.pkg',
    ],
    ['.', ['a.b'], [], '.#"a.b"'],
    ['.', ['a b', 'c'], [], '.#"a b".c'],
    ['.', ['9lives'], [], '.#"9lives"'],
    ['.', ["a'", '_b-c'], [], ".#a'._b-c"],
    ['.', ['pkg'], ['doc'], '.#pkg^doc'],
    ['.', ['pkg'], ['doc', 'out'], '.#pkg^doc,out'],
    ['.', ['pkg'], ['*'], '.#pkg^*'],
    ['', ['a', 'b.c'], ['dev'], 'a."b.c"^dev'],
    ['', [], [], ''],
  ])('%s %j %j: %s', (reference, attributePath, outputs, text) => {
    expect(formatInstallable(reference, { attributePath, outputs })).toBe(text)
  })

  it.each(['.#a."b.c"."d e"^doc,out', '.#packages.x86_64-linux.pkg', '.#"ghc9.6"^*'])(
    'writes %s as it was read',
    (text) => {
      expect(formatInstallable('.', parseInstallable(text, false))).toBe(text)
    },
  )
})
