import { nameOf } from '../../src/lib/store-path.ts'

it.each([
  ['/nix/store/0123456789abcdfghijklmnpqrsvwxyz-sample-0.1.0.0.drv', 'sample-0.1.0.0'],
  ['/nix/store/0123456789abcdfghijklmnpqrsvwxyz-a', 'a'],
  ['0123456789abcdfghijklmnpqrsvwxyz-a', 'a'],
])('nameOf(%s)', (path, name) => {
  expect(nameOf(path)).toBe(name)
})
