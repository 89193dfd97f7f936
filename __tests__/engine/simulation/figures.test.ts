import type { Base } from '../../../src/engine/base.ts'
import type { Candidate } from '../../../src/engine/simulation/choices.ts'
import { figuresOf, fullBuildsOf } from '../../../src/engine/simulation/figures.ts'

const base = (revision: string, coarser?: Base): Base => ({
  ...{ revision, time: 0, boundary: 0, root: false, fitting: false },
  coarser,
})
const steps = (...bases: readonly Base[]) => bases.map((one, n) => ({ commit: `commit ${n}`, base: one }))
const week = base('week')
const candidate = { name: '1 day', configured: true, choice: {} as Candidate['choice'] }

it.each([
  ['one for all', [base('a'), base('a')], ['a'], []],
  ['one for each', [base('a'), base('b')], ['a', 'b'], []],
  [
    'on that of the level above',
    [base('a', week), base('b', week)],
    ['week'],
    [
      ['a', 'week'],
      ['b', 'week'],
    ],
  ],
  ['that of the level above itself', [base('a', week), base('week')], ['week'], [['a', 'week']]],
  [
    'on three levels',
    [base('a', base('d', week)), base('b', base('d', week))],
    ['week'],
    [
      ['a', 'd'],
      ['d', 'week'],
      ['b', 'd'],
    ],
  ],
  [
    'again on that of another week',
    [base('a', week), base('a', base('next'))],
    ['week', 'next'],
    [
      ['a', 'week'],
      ['a', 'next'],
    ],
  ],
] as const)('full builds: %s', (_, bases, scratch, levelled) => {
  expect(fullBuildsOf(steps(...bases))).toEqual({
    scratch,
    levelled: levelled.map(([revision, coarser]) => ({ revision, coarser })),
  })
})

it('counts for 100 commits, and takes means of shares', () => {
  const shares: Readonly<Record<string, number>> = {
    'commit 0': 0.1,
    'commit 1': 0.3,
    'commit 2': 1,
    'commit 3': 0,
    a: 0.5,
    b: 0.25,
  }
  const all = steps(base('a', week), base('a', week), base('b', week), base('week'))
  const found = figuresOf(candidate, all, (_, to) => ({
    pinned: shares[to] === 1,
    low: shares[to]! / 2,
    middle: shares[to],
  }))
  expect(found).toEqual({
    ...{ name: '1 day', configured: true, fullBuilds: 25, levelledBuilds: 50, levelledWork: 18.75 },
    ...{ pinned: 0.25, low: 0.175, middle: 0.35 },
  })
})

it('asks for what is between a commit and its full build, and between levels', () => {
  const asked: string[] = []
  figuresOf(candidate, steps(base('a', week)), (from, to) => {
    asked.push(`${from} → ${to}`)
    return { pinned: false, low: 0, middle: 0 }
  })
  expect(asked).toEqual(['a → commit 0', 'week → a'])
})

it('knows no share where there are no sources', () => {
  const found = figuresOf(candidate, steps(base('a', week)), () => ({
    pinned: false,
    low: undefined,
    middle: undefined,
  }))
  expect(found).toMatchObject({ low: undefined, middle: undefined, levelledWork: undefined, fullBuilds: 100 })
})
