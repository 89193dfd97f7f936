import { judge, parseVisits } from '../../src/revision/walk.ts'

const visit = (revision: string, time: number, root = false) => ({ revision, time, root })

describe('judge', () => {
  const visits = [visit('d', 40), visit('c', 30), visit('b', 20), visit('a', 10, true)]
  it.each([
    ['the last commit at or before the boundary', 35, [], { found: visits[1], root: false }],
    ['a commit exactly on the boundary', 30, [], { found: visits[1], root: false }],
    ['the head itself', 40, [], { found: visits[0], root: false }],
    ['the root rule', 5, [], { found: visits[3], root: true }],
    ['an answer that is a cut itself', 30, ['c'], { found: visits[1], root: false }],
    ['a cut after the answer', 30, ['b'], { found: visits[1], root: false }],
    ['a cut before the answer', 20, ['c'], { cuts: ['c'] }],
    ['a cut before the root rule', 5, ['b'], { cuts: ['b'] }],
    ['all cuts before the answer', 10, ['d', 'b', 'a'], { cuts: ['d', 'b'] }],
  ])('%s', (_, boundary, cuts, expected) => {
    expect(judge(visits, boundary, new Set(cuts))).toEqual(expected)
  })

  it('takes the first root that git visits', () => {
    const roots = [visit('c', 30), visit('b', 20, true), visit('a', 10, true)]
    expect(judge(roots, 5, new Set())).toEqual({ found: roots[1], root: true })
  })
})

it('reads what git printed', () => {
  expect(parseVisits('30 c b\n20 b')).toEqual([visit('c', 30), visit('b', 20, true)])
  expect(parseVisits('')).toEqual([])
})

it.each(['{"a": [{', '\ufffd\u0001\n\ufffd:', '30', 'c 30', '30 c\nfatal: no'])(
  'does not take %j for commits',
  (text) => {
    expect(() => parseVisits(text)).toThrow('this is no commit')
  },
)
