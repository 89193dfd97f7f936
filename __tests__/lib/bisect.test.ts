import { lastThat } from '../../src/lib/bisect.ts'

// `y` is an item for which it holds. What is asked of is as little as the tree of halves is deep.

it.each<[string, number | undefined, number]>([
  ['', undefined, 0],
  ['n', undefined, 1],
  ['nnnnnnnn', undefined, 1],
  ['y', 0, 1],
  ['yn', 0, 2],
  ['yy', 1, 2],
  ['ynnnnnnn', 0, 4],
  ['yyynnnnn', 2, 4],
  ['yyyyyyyy', 7, 4],
  [`${'y'.repeat(40)}${'n'.repeat(60)}`, 39, 8],
])('%s', async (text, expected, most) => {
  const asked: number[] = []
  const found = await lastThat(
    [...text].map((letter, index) => ({ letter, index })),
    async (item) => {
      asked.push(item.index)
      return item.letter === 'y'
    },
  )
  expect(found?.index).toBe(expected)
  expect(asked.length).toBeLessThanOrEqual(most)
  expect(new Set(asked).size).toBe(asked.length)
})
