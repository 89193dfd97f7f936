import { parseFilter } from '../../src/revision/pattern.ts'

const wanted = (patterns: readonly string[], name: string) => parseFilter(patterns).rank(name) !== undefined

// The examples of GitHub's cheat sheet, and what they leave open.
it.each([
  ['main', ['main'], ['main2', 'amain', 'a/main']],
  ['feature/*', ['feature/my-branch', 'feature/your-branch'], ['feature/a/b', 'feature', 'features/a']],
  ['feature/**', ['feature/beta-a/my-branch', 'feature/my-branch'], ['feature']],
  ['*', ['main', 'releases'], ['all/the/branches']],
  ['**', ['all/the/branches', 'every/tag', 'main'], []],
  ['*feature', ['mona-feature', 'feature', 'ver-10-feature'], ['a/feature', 'feature-1']],
  ['v2*', ['v2', 'v2.0', 'v2.9'], ['v3', 'v2/a']],
  ['v[12].[0-9]+.[0-9]+', ['v1.10.1', 'v2.0.0'], ['v3.0.0', 'v1x10x1', 'v1.a.0', 'v1.10.']],
  ['colou?r', ['color', 'colour'], ['colouur']],
  ['[CB]at', ['Cat', 'Bat'], ['cat', 'CBat']],
  ['a.b', ['a.b'], ['axb']],
  ['a(b|c)', ['a(b|c)'], ['ab']],
  ['a$^{2}', ['a$^{2}'], ['a']],
  ['x\\*', ['x*'], ['xy']],
  ['ветка-*', ['ветка-1'], ['vetka-1']],
])('%s', (pattern, matches, others) => {
  for (const name of matches) expect([name, wanted([pattern], name)]).toEqual([name, true])
  for (const name of others) expect([name, wanted([pattern], name)]).toEqual([name, false])
})

it('the last pattern that matches decides', () => {
  const patterns = ['releases/**', '!releases/**-alpha', 'releases/9-alpha']
  expect(wanted(patterns, 'releases/10')).toBe(true)
  expect(wanted(patterns, 'releases/beta/3-alpha')).toBe(false)
  expect(wanted(patterns, 'releases/9-alpha')).toBe(true)
  expect(wanted(patterns, 'main')).toBe(false)
})

it('ranks by the order of the patterns', () => {
  const filter = parseFilter(['main', '!x', 'release/**', '**'])
  expect(['main', 'release/1', 'topic', 'x'].map((name) => filter.rank(name))).toEqual([0, 2, 3, 3])
})

it.each([
  ['!x', /every pattern begins with `!`/],
  ['', /it is empty/],
  ['a[b', /`\[` is never closed/],
  ['a[^b]', /letters, digits and ranges/],
  ['[z-a]', /runs backwards/],
  ['+a', /repeats the character before it/],
  ['a++', /repeats the character before it/],
  ['**+', /repeats the character before it/],
])('refuses %j', (pattern, why) => expect(() => parseFilter([pattern])).toThrow(why))

it('takes no time for names made to take it', () => {
  const filter = parseFilter(['**a**a**a**', '*-*-*-*'])
  expect(filter.rank('a'.repeat(250))).toBe(0)
  expect(filter.rank(`${'-'.repeat(250)}/`)).toBeUndefined()
})
