import { parseAttributePath, parseInstallable } from '../../src/nix/installable.ts'

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
