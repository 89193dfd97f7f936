import { candidatesOf } from '../../../src/engine/simulation/choices.ts'
import { parseLevels, withOffset } from '../../../src/revision/index.ts'

const usual = ['1 hour', '6 hours', '1 day', '1 week', '30 days']
const replayedWith = (interval: string, offset = '0', date?: string) =>
  candidatesOf({ levels: withOffset(parseLevels(interval), offset), date, parents: 'first-parent' })
const namesOf = (candidates: ReturnType<typeof candidatesOf>) => candidates.map(({ name }) => name)

it.each([
  ['1 day', '0', '1 day'],
  ['24h', '0', '1 day'],
  ['604800', '0', '1 week'],
  ['720 hours', '0', '30 days'],
])('%s with offset %s is one of those that are compared anyway: %s', (interval, offset, own) => {
  const candidates = replayedWith(interval, offset)
  expect(namesOf(candidates)).toEqual(usual)
  expect(candidates.filter(({ configured }) => configured).map(({ name }) => name)).toEqual([own])
})

it.each([
  ['2 days', '0', undefined, '2 days'],
  ['90 min', '0', undefined, '90 minutes'],
  ['61', '0', undefined, '61 seconds'],
  ['1 week, 1 day', '0', undefined, '1 week, 1 day'],
  ['1 day', '2h', undefined, '1 day, offset 2 hours'],
  ['1 week, 1 day', '4 days', undefined, '1 week, 1 day, offset 4 days'],
  ['5 0 * * *', '0', undefined, '5 0 * * *'],
  ['1 day', '0', 'midnight', 'date: midnight'],
])('%s, offset %s and date %s is compared beside them as %j', (interval, offset, date, name) => {
  const candidates = replayedWith(interval, offset, date)
  expect(namesOf(candidates)).toEqual([...usual, name])
  expect(candidates.at(-1)).toEqual({
    name,
    configured: true,
    choice: {
      revisions: [],
      date,
      levels: withOffset(parseLevels(interval), offset),
      parents: 'first-parent',
    },
  })
  expect(candidates.filter(({ configured }) => configured)).toHaveLength(1)
})
