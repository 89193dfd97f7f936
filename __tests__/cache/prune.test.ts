import { type Narinfo, parseNarinfo, removable } from '../../src/cache/files/narinfo.ts'
import { repairKey } from '../../src/cache/github/output.ts'
import { dependenciesKey, parseKey } from '../../src/cache/key.ts'
import { chooseRemoved, identify, type Keep, type Prunable } from '../../src/cache/prune.ts'

const day = 24 * 3600

/**
 * `a1@main 3`: key a1 of series a on branch main, three days old, of which nothing tells what it was made with.
 * `a1@main 3 -`: with nothing; `a1@main 3 d1,d2`: with these. Series `d` is none, but dependencies.
 */
function entry(text: string): Prunable {
  const [, series = '', number = '', branch = '', age = '', uses] =
    /^([a-z]+)(\d+)@(\S+) (\S+)(?: (\S+))?$/.exec(text) ?? []
  const key = `${series}${number}`
  const identity = series === 'd' ? { revision: undefined, series: undefined } : { revision: key, series }
  const dependencies = uses === '-' ? [] : uses?.split(',')
  return { key, ...identity, dependencies, branch, time: 100 * day - Number(age) * day, bytes: 1 }
}
const keep = (count?: number, days?: number): Keep => ({
  count,
  age: days === undefined ? undefined : days * day,
})

it.each([
  ['nothing', keep(1, 1), [], [], []],
  ['all, as long as there are few', keep(2), ['a1@main 3', 'a2@main 1'], [], []],
  ['the newest, whatever the order', keep(2), ['a1@m 3', 'a3@m 1', 'a0@m 9', 'a2@m 2'], [], ['a0', 'a1']],
  ['so many of each branch', keep(1), ['a1@m 2', 'a2@m 1', 'a3@n 9'], [], ['a1']],
  ['so many of each package', keep(1), ['a1@m 2', 'a2@m 1', 'b1@m 9'], [], ['a1']],
  ['the young ones', keep(undefined, 7), ['a1@m 8', 'a2@m 7', 'b1@m 7.1'], [], ['a1', 'b1']],
  ['what both allow', keep(1, 7), ['a1@m 9', 'a2@m 3', 'a3@m 2', 'a4@n 8'], [], ['a1', 'a4', 'a2']],
  ['what is in use, however old', keep(1, 7), ['a1@m 30'], ['a1'], []],
  ['what is in use before newer ones', keep(1), ['a1@m 30', 'a2@m 1'], ['a1'], ['a2']],
  ['two of the same time: one of them', keep(1), ['a1@m 5', 'a2@m 5'], [], ['a1']],
  ['dependencies, if nothing tells who needs them', keep(1), ['a1@m 1', 'd1@m 90', 'd2@m 2'], [], []],
  ['those of them that were used lately', keep(1, 7), ['a1@m 1', 'd1@m 8', 'd2@m 2'], [], ['d1']],
  ['no dependencies that only others need', keep(1), ['a1@m 3 d1', 'a2@m 2 d2', 'd1@m 3'], [], ['a1', 'd1']],
  ['those that a kept one needs too', keep(1), ['a1@m 3 d1', 'a2@m 2 d1', 'd1@m 3'], [], ['a1']],
  ['those of what is in use, however old', keep(1, 7), ['a1@m 30 d1', 'd1@m 30'], ['a1'], []],
  ['those whose full build may be on its way', keep(1), ['a1@m 3 -', 'd1@m 1', 'd2@m 1.1'], [], ['d2']],
  [
    'those of one that was too many no longer',
    keep(1),
    ['a1@m 3 d1', 'a2@m 2 -', 'd1@m 3'],
    [],
    ['a1', 'd1'],
  ],
  ['none where nothing is left to need them', keep(undefined, 7), ['a1@m 8 d1', 'd1@m 8'], [], ['a1', 'd1']],
  ['what may be needed by one that does not tell', keep(2), ['a1@m 3', 'a2@m 2 -', 'd1@m 3'], [], []],
  ['one key on two branches', keep(1), ['a1@m 5', 'a1@n 5', 'a2@n 1'], [], ['a1']],
])('keeps %s', (_, rule, entries, inUse, removed) => {
  const found = chooseRemoved(entries.map(entry), rule, new Set(inUse), 100 * day)
  expect(found.map(({ key }) => key)).toEqual(removed)
})

const hash = '0yi2jj87njfi9kb3sr4zr979lha3mc8v'
const sha1 = 'a'.repeat(40)
it.each([
  [`incremental-nix-v2-x86_64-linux-my-pkg-${sha1}-${hash}`, 'incremental-nix-v2-x86_64-linux-my-pkg', sha1],
  [
    `incremental-nix-v2-x86_64-linux-p-${'b'.repeat(64)}-${hash}`,
    'incremental-nix-v2-x86_64-linux-p',
    'b'.repeat(64),
  ],
  [`incremental-nix-v2-x86_64-linux-p-main-${hash}`, undefined, ''],
  [`other-${sha1}-${hash}`, undefined, ''],
])('parseKey %s', (key, series, revision) => {
  expect(parseKey(key)).toEqual(
    series === undefined ? undefined : { series, prefix: `${series}-${revision}`, revision },
  )
})

it('identify knows full builds, dependencies, and nothing else', () => {
  const dependencies = dependenciesKey(['/nix/store/x'])
  expect(identify(`incremental-nix-v2-s-p-${sha1}-${hash}`)).toEqual({
    series: 'incremental-nix-v2-s-p',
    revision: sha1,
  })
  expect(identify(dependencies)).toEqual({ series: undefined, revision: undefined })
  expect(identify(repairKey(dependencies))).toEqual({ series: undefined, revision: undefined })
  expect(identify('node-modules')).toBeUndefined()
})

describe('removable', () => {
  /** `a>b,c`: a refers to b and c. */
  const narinfo = (text: string): Narinfo => {
    const [name = '', references = ''] = text.split('>')
    return {
      file: `${name}.narinfo`,
      name,
      url: `nar/${name}`,
      references: references.split(',').filter(Boolean),
    }
  }
  it.each([
    ['what is unwanted', ['a'], ['a'], [], ['a']],
    ['not what nobody knows', ['a', 'b'], ['a'], [], ['a']],
    ['not what a wanted one refers to', ['a>s', 'b>s', 's'], ['a', 's'], ['b', 's'], ['a']],
    [
      'not what a foreign path refers to, at a distance',
      ['a>t', 't>s', 's', 'x>t'],
      ['a', 't', 's'],
      [],
      ['a'],
    ],
    ['referrers first', ['s', 'a>t', 't>s'], ['s', 't', 'a'], [], ['a', 't', 's']],
    ['what is listed twice once', ['a', 'b>a'], ['a', 'b'], [], ['b', 'a']],
    ['cycles', ['a>b', 'b>a'], ['a', 'b'], [], ['a', 'b']],
    ['nothing that is gone already', [], ['a'], [], []],
  ])('is %s', (_, narinfos, unwanted, wanted, expected) => {
    const found = removable(narinfos.map(narinfo), new Set(unwanted), new Set(wanted))
    expect(found.map(({ name }) => name)).toEqual(expected)
  })
})

it('reads what it needs of a narinfo', () => {
  const text = `StorePath: /nix/store/${hash}-a\nURL: nar/x.nar.zst\nReferences: ${hash}-a other-b\nSig: k:s\n`
  expect(parseNarinfo('f', text)).toEqual({
    file: 'f',
    name: `${hash}-a`,
    url: 'nar/x.nar.zst',
    references: ['other-b'],
  })
  expect(parseNarinfo('f', 'StoreDir: /nix/store\n')).toBeUndefined()
})
