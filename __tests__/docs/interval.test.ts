import { readFileSync } from 'node:fs'
import { intervalPage, median, medianIntervals, type ReplayedRepository } from '../../bench/intervals/page.ts'
import { intervalFiles, newestRepositories } from '../../scripts/interval-page.ts'

it.each(Object.entries(intervalFiles()))(
  '%s is made of the newest figures (npm run docs:interval)',
  (path, made) => {
    expect(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')).toBe(made)
  },
)

const interval = (name: string, fullBuilds: number, middle: number, pinned = 0) => ({
  ...{ name, configured: false, fullBuilds, levelledBuilds: 0, levelledWork: 0, pinned, low: pinned, middle },
})
const repository = (name: string, ...intervals: ReplayedRepository['intervals']): ReplayedRepository => ({
  ...{ repository: name, head: 'a'.repeat(40), commits: 10, wanted: 10, complete: true, from: 0, to: 86_400 },
  ...{ sources: 1200, imports: true, intervals },
})
const repositories = [
  repository('o/a', interval('1 day', 40, 0.55, 0.1)),
  repository('o/b', interval('1 day', 60, 0.25)),
  repository('o/c', interval('1 day', 20, 0.35)),
]

it.each([
  [[3, 1, 2], 2],
  [[4, 1, 2, 3], 2.5],
  [[7], 7],
  [[], Number.NaN],
])('the median of %j is %d', (figures, expected) => {
  expect(median(figures)).toBe(expected)
})

it('takes for each figure the repository in the middle', () => {
  expect(medianIntervals(repositories)).toEqual([interval('1 day', 40, 0.35)])
})

it('fills in tables, with the least and the greatest', () => {
  expect(
    intervalPage('{{number}} of {{commits}}\n{{medians}}', repositories, '').split('\n').slice(0, 1),
  ).toEqual(['3 of 10'])
  const row = intervalPage('{{medians}}', repositories, '').split('\n')[2]
  expect(row).toBe(
    '| 1 day | **40** (20 to 60) | **35 %** (25 % to 55 %) | **0 %** (0 % to 10 %) | **35 %** (25 % to 50 %) | **85** (55 to 95) |',
  )
  const own = intervalPage('{{repositories}}', repositories, '').split('\n')[2]
  expect(own).toBe(
    `| [o/a](https://github.com/o/a) | [\`aaaaaaaaaa\`](https://github.com/o/a/commit/${'a'.repeat(40)}), 1970-01-02 | 1970-01-01 | 1,200 | 40 | 55 % | 10 % | 50 % |`,
  )
  expect(() => intervalPage('{{other}}', repositories, '')).toThrow('no part other')
})

it('says of the figures what they show', () => {
  const text = intervalFiles()['docs/interval.md']
  const rows = new Map(medianIntervals(newestRepositories()).map((one) => [one.name, one]))
  const of = (name: string) => rows.get(name)!
  const work = (name: string) =>
    Number(
      new RegExp(`^\\| ${name} \\|.*\\| \\*\\*(\\d+)\\*\\* \\(\\d+ to \\d+\\) \\|$`, 'm').exec(text)?.[1],
    )
  // “little more than with an hour, for a good half of the full builds”
  expect(of('1 day').middle! / of('1 hour').middle!).toBeLessThan(1.35)
  expect(of('1 day').fullBuilds / of('1 hour').fullBuilds).toBeGreaterThan(0.5)
  expect(of('1 day').fullBuilds / of('1 hour').fullBuilds).toBeLessThan(0.65)
  // “nearly twice as much”
  expect(of('1 week').middle! / of('1 day').middle!).toBeGreaterThan(1.7)
  expect(of('1 week').middle! / of('1 day').middle!).toBeLessThan(2)
  // “above all the number of commits that compile everything”
  expect(of('1 week').pinned - of('1 day').pinned).toBeGreaterThan(
    (of('1 week').middle! - of('1 day').middle!) / 2,
  )
  // “less work in all”, “less still”
  expect(work('1 week')).toBeLessThan(work('1 day'))
  expect(work('1 week, 1 day')).toBeLessThan(work('1 week'))
  expect(of('1 week, 1 day').middle).toBeCloseTo(of('1 day').middle!)
})
