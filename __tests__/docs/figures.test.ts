import { readFileSync } from 'node:fs'
import { overviewTable, type Result } from '../../bench/monolith/overview.ts'
import { type Sample, shown, spreadOf, those } from '../../bench/monolith/samples.ts'
import { newestResults, withFigures } from '../../scripts/figures.ts'

it.each(Object.entries(withFigures()))('%s has those of the newest results (npm run docs)', (path, made) => {
  expect(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')).toBe(made)
})

it('has both settings, and thousands of modules', () => {
  const options = newestResults('').map(({ result }) => result.options)
  expect(options.map(({ defaults }) => defaults)).toEqual(expect.arrayContaining([true, false]))
  expect(Math.max(...options.map(({ modules }) => modules))).toBeGreaterThanOrEqual(3000)
})

it('refers to pages that tell the same times', () => {
  for (const { result, link } of newestResults('')) {
    const page = readFileSync(new URL(`../../${link}`, import.meta.url), 'utf8')
    const seconds = those(result.samples, 'incremental').map((one) => one.seconds)
    expect(page).toContain(result.circumstances)
    if (new Set(result.samples.map(({ edit }) => edit)).size === 2)
      expect(page).toContain(` ${shown(spreadOf(seconds))} |`)
  }
})

const sample = (kind: Sample['kind'], seconds: number, compiled: number): Sample => ({
  ...{ kind, edit: 'leaf', seconds, compiled, account: [] },
})
const result = (modules: number, samples: readonly Sample[], optimization: 0 | 1 = 1): Result => ({
  ...{ circumstances: '', ghc: '9.10.3', options: { modules, defaults: false, optimization }, samples },
})

it('compares with the plain build, or with what stands for it', () => {
  const rest = [sample('incremental', 20, 2), sample('warm', 10, 1), sample('apart', 500, 3006)]
  const rows = overviewTable([
    { result: result(300, [sample('plain', 100, 306), ...rest]), link: 'a.md' },
    { result: result(3000, rest), link: 'b.md' },
    { result: result(300, rest, 0), link: 'c.md' },
  ])
  expect(rows.split('\n').slice(2)).toEqual([
    '| [300](a.md) | 9.10 | neither Haddock nor profiling | body of a function | 2 of 306 | 100 s | 20.0 s | 5.0× | 10.0 s |',
    '| [3,000](b.md) | 9.10 | neither Haddock nor profiling | body of a function | 2 of 3006 | (500 s) | 20.0 s | 25.0× | 10.0 s |',
    '| [300](c.md) | 9.10 | neither Haddock nor profiling, `-O0` | body of a function | 2 of 3006 | (500 s) | 20.0 s | 25.0× | 10.0 s |',
  ])
})
