import type { PathInfo } from '../../src/cache/index.ts'
import { obtainable } from '../../src/cache/upstream.ts'
import { parseSubstituters } from '../../src/nix/store.ts'

const info = (signatures: readonly string[]): PathInfo => ({
  path: '/nix/store/a',
  narHash: 'sha256:x',
  narSize: 1,
  references: [],
  signatures,
  ultimate: true,
})

it.each([
  ['unsigned, from a store that is trusted', [], 'file:///c?trusted=1', true, true],
  ['unsigned, from one that is trusted by another word', [], 'file:///c?priority=1&trusted=true', true, true],
  ['unsigned, where signatures are required', [], 'file:///c', true, false],
  ['unsigned, from one that is not trusted', [], 'file:///c?trusted=0', true, false],
  ['unsigned, where none are required', [], 'file:///c', false, true],
  ['signed by a trusted key', ['known:x'], 'https://c', true, true],
  ['signed by somebody', ['other:x'], 'https://c', true, false],
])('%s', (_, signatures, url, requireSignatures, expected) => {
  const found = obtainable([info(signatures)], url, { urls: [url], requireSignatures }, new Set(['known']))
  expect(found).toEqual(expected ? ['/nix/store/a'] : [])
})

it.each([
  ['{"substituters":{"value":["a","b"]},"require-sigs":{"value":false}}', ['a', 'b'], false],
  ['{"substituters":{"value":"a  b"},"require-sigs":{"value":true}}', ['a', 'b'], true],
  ['{}', [], true],
])('parseSubstituters %s', (json, urls, requireSignatures) => {
  expect(parseSubstituters(json)).toEqual({ urls, requireSignatures })
})
