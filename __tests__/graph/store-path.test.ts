import { textPath } from '../../src/graph/index.ts'

// What `builtins.toFile name text` is in Nix 2.26 with these store directories.
it.each([
  ['a', 'b\n', '/home/me/store', '/home/me/store/bgxb4siylfbirblnfgpqs70w49xi3c19-a'],
  [
    'incremental-nix-failed',
    '/nix/store/0yi2jj87njfi9kb3sr4zr979lha3mc8v-a.drv\n',
    '/nix/store',
    '/nix/store/ikca056jibspj9mvqkdxy8lpydak9dir-incremental-nix-failed',
  ],
])('knows the path that Nix gives to the text %s', (name, text, directory, path) => {
  expect(textPath(name, text, directory)).toBe(path)
})
