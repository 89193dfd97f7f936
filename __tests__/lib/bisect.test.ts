import { lastThat } from '../../src/lib/bisect.ts'

// `y` and `Y` are items for which it holds; capital letters are hints. What is found does not depend on these.

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
  ['YNnnnnnn', 0, 2],
  ['yyYnnnnn', 2, 3],
  ['yyyyyyyY', 7, 2],
  ['yYyynnNn', 3, 6],
  [`${'y'.repeat(39)}Y${'n'.repeat(60)}`, 39, 3],
  [`${'y'.repeat(20)}Y${'y'.repeat(19)}${'n'.repeat(60)}`, 39, 10],
])('%s', async (text, expected, most) => {
  const asked: number[] = []
  const items = [...text].map((letter, index) => ({ letter, index }))
  const found = await lastThat(
    items,
    async ({ letter, index }) => {
      asked.push(index)
      return letter.toLowerCase() === 'y'
    },
    ({ letter }) => letter !== letter.toLowerCase(),
  )
  expect(found?.index).toBe(expected)
  expect(asked.length).toBeLessThanOrEqual(most)
  expect(new Set(asked).size).toBe(asked.length)
})
