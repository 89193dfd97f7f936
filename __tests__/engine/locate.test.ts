import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createLocator, type Locator, type Printed } from '../../src/engine/locate.ts'

let directory: string
let root: string
let locate: Locator

const files: Readonly<Record<string, string>> = {
  'flake.nix': '{ }\n',
  'src/Shared.hs': 'module Shared where\nroot = 1\n',
  'packages/api/api.cabal': 'name: api\n',
  'packages/api/src/Shared.hs': 'module Shared where\napi = 1\n',
  'packages/api/src/Only.hsc': 'module Only where\n',
  'packages/web/package.yaml': 'version: 1\nname: web-server\n',
  'packages/web/src/Web.hs': 'module Web where\n\tweb = 1\n',
  'common/Common.hs': 'module Common where\n',
}

beforeAll(() => {
  directory = realpathSync(mkdtempSync(join(tmpdir(), 'locate-')))
  root = join(directory, 'checkout')
  const write = (path: string, text: string) => {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }
  for (const [path, text] of Object.entries(files)) write(join(root, path), text)
  write(join(directory, 'secret.hs'), 'secret\n')
  symlinkSync('../../../../secret.hs', join(root, 'packages/api/src/Link.hs'))
  symlinkSync('Shared.hs', join(root, 'packages/api/src/Inner.hs'))
  symlinkSync('..', join(root, 'out'))
  locate = createLocator({ topLevel: root, files: Object.keys(files), locations: ['nix'] })
})
afterAll(() => rmSync(directory, { recursive: true }))

const at = (file: string, quoted?: string, line = 2): Printed => ({
  file,
  line,
  ...(quoted === undefined ? {} : { quoted }),
})

const cases: [string, () => string | undefined, string | undefined][] = [
  [
    'in the package’s own directory',
    () => locate(at('src/Shared.hs'), 'api-1.0'),
    'packages/api/src/Shared.hs',
  ],
  ['by hpack’s name', () => locate(at('src/Web.hs'), 'web-server-0.2.1'), 'packages/web/src/Web.hs'],
  ['with a dot in front', () => locate(at('./src/Web.hs'), 'web-server-0.2.1'), 'packages/web/src/Web.hs'],
  ['beside the package', () => locate(at('../../common/Common.hs'), 'api-1.0'), 'common/Common.hs'],
  [
    'in the sandbox',
    () => locate(at('/build/source/src/Shared.hs'), 'api-1.0'),
    'packages/api/src/Shared.hs',
  ],
  [
    'in the sandbox of macOS',
    () => locate(at('/private/tmp/nix-build-api-1.0.drv-0/api/src/Shared.hs'), 'api-1.0'),
    'packages/api/src/Shared.hs',
  ],
  [
    'of what the user asked for, whatever its name',
    () => locate(at('src/Shared.hs'), 'site', true),
    'src/Shared.hs',
  ],
  ['of Nix code in the store', () => locate(at('/nix/store/abc-source/flake.nix', '{ }', 1)), 'flake.nix'],
  ['of Nix code in the checkout', () => locate(at(join(root, 'flake.nix'), undefined, 1)), 'flake.nix'],
  ['of Nix code by its flake', () => locate(at('«git+file:///x?rev=1»/flake.nix', '{ }', 1)), 'flake.nix'],
  [
    'the one that has the quoted line',
    () => locate(at('src/Shared.hs', 'root = 1'), 'api-1.0'),
    'src/Shared.hs',
  ],
  [
    'a quoted tab',
    () => locate(at('src/Web.hs', '        web = 1'), 'web-server-1'),
    'packages/web/src/Web.hs',
  ],
  ['by its name alone, as of hsc2hs', () => locate(at('Only.hsc'), 'api-1.0'), 'packages/api/src/Only.hsc'],
  ['a link inside', () => locate(at('src/Inner.hs'), 'api-1.0'), 'packages/api/src/Inner.hs'],
  // Nothing:
  ['of a dependency', () => locate(at('src/Shared.hs'), 'text-2.0'), undefined],
  [
    'of a dependency with a line of its own',
    () => locate(at('src/Shared.hs', 'text = 1'), 'text-2.0'),
    undefined,
  ],
  ['of another revision', () => locate(at('src/Shared.hs', 'api = 2'), 'api-1.0'), undefined],
  [
    'nixpkgs’ file of the same name',
    () => locate(at('/nix/store/abc-nixpkgs/flake.nix', 'other', 1)),
    undefined,
  ],
  ['a generated file', () => locate(at('dist/build/autogen/Paths_api.hs'), 'api-1.0'), undefined],
  ['a file outside', () => locate(at('../../../secret.hs', 'secret', 1), 'api-1.0'), undefined],
  ['an absolute file outside', () => locate(at(join(directory, 'secret.hs'), 'secret', 1)), undefined],
  ['a link that leads outside', () => locate(at('src/Link.hs', 'secret', 1), 'api-1.0'), undefined],
  [
    'a directory link that leads outside',
    () => locate(at('out/secret.hs', 'secret', 1), 'x', true),
    undefined,
  ],
  ['a directory', () => locate(at('src'), 'api-1.0'), undefined],
  ['no name at all', () => locate(at('/'), 'api-1.0', true), undefined],
  ['a NUL', () => locate(at('src/\0.hs'), 'api-1.0'), undefined],
]

it.each(cases)('%s', (_, found, expected) => {
  expect(found()).toBe(expected)
})
