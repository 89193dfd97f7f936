import { lackingSystems, namedSystems } from '../../src/builder/auto.ts'
import { parseAttributePath } from '../../src/nix/installable.ts'

describe('lackingSystems', () => {
  it.each([
    ['a Mac', ['aarch64-linux'], ['aarch64-darwin', 'x86_64-darwin'], ['aarch64-linux']],
    [
      'a Mac, for both',
      ['x86_64-linux', 'aarch64-linux'],
      ['aarch64-darwin'],
      ['aarch64-linux', 'x86_64-linux'],
    ],
    ['a Mac, for itself', ['aarch64-darwin'], ['aarch64-darwin'], []],
    ['a Mac with a machine', ['aarch64-linux'], ['aarch64-darwin', 'aarch64-linux'], []],
    ['Linux', ['x86_64-linux'], ['x86_64-linux'], []],
    ['Linux, for the other one', ['aarch64-linux'], ['x86_64-linux'], ['aarch64-linux']],
    ['Linux with binfmt', ['aarch64-linux'], ['x86_64-linux', 'aarch64-linux'], []],
    ['nothing that a VM is for', ['riscv64-linux', 'builtin'], ['x86_64-linux'], []],
  ])('%s', (_, wanted, buildable, lacking) => {
    expect(lackingSystems(wanted, new Set(buildable))).toEqual(lacking)
  })
})

it.each([
  ['packages.aarch64-linux.image', ['aarch64-linux']],
  ['checks."x86_64-linux".test', ['x86_64-linux']],
  ['image', []],
  ['packages.aarch64-darwin.x', []],
])('%s names %j', (path, systems) => {
  expect(namedSystems(parseAttributePath(path))).toEqual(systems)
})
