import fc from 'fast-check'
import { lastOccurrence, looksLikeCron, parseCron } from '../../src/revision/cron.ts'

const seconds = (iso: string) => Date.parse(iso) / 1000
const minute = 60

describe('lastOccurrence', () => {
  it.each([
    ['daily, just after', '5 0 * * *', '2026-11-22T00:41:07Z', '2026-11-22T00:05:00Z'],
    ['daily, on the minute', '5 0 * * *', '2026-11-22T00:05:00Z', '2026-11-22T00:05:00Z'],
    ['daily, a second before', '5 0 * * *', '2026-11-22T00:04:59Z', '2026-11-21T00:05:00Z'],
    ['a month without a 31st', '0 3 31 * *', '2026-11-30T23:59:59Z', '2026-10-31T03:00:00Z'],
    ['in March the 30th of January', '0 0 30 * *', '2026-03-15T00:00:00Z', '2026-01-30T00:00:00Z'],
    ['February 29', '0 0 29 2 *', '2026-11-22T00:00:00Z', '2024-02-29T00:00:00Z'],
    ['February 29 in 2100, which has none', '0 0 29 2 *', '2103-01-01T00:00:00Z', '2096-02-29T00:00:00Z'],
    ['either kind of day: the weekday', '0 0 13 * 5', '2026-11-22T12:00:00Z', '2026-11-20T00:00:00Z'],
    ['either kind of day: the date', '0 0 21 * 5', '2026-11-22T12:00:00Z', '2026-11-21T00:00:00Z'],
    ['names', '30 6 * nov mon-FRI', '2026-11-22T12:00:00Z', '2026-11-20T06:30:00Z'],
    ['steps and lists', '0,30 */6 1-15/7 * *', '2026-11-22T12:00:00Z', '2026-11-15T18:30:00Z'],
    ['the turn of the year', '0 0 25 12 *', '2026-12-24T23:59:59Z', '2025-12-25T00:00:00Z'],
    ['before the epoch', '0 0 * * *', '1969-12-31T12:00:00Z', '1969-12-31T00:00:00Z'],
  ])('%s', (_, expression, instant, expected) => {
    expect(lastOccurrence(parseCron(expression), seconds(instant))).toBe(seconds(expected))
  })

  // Two ways to the same answer: the library's, and trying every minute.
  it('is the last minute that the fields allow', () => {
    const field = (min: number, max: number) =>
      fc.oneof(
        fc.constant('*'),
        fc.integer({ min, max }).map(String),
        fc.integer({ min: 2, max: 9 }).map((step) => `*/${step}`),
        fc
          .tuple(fc.integer({ min, max }), fc.integer({ min, max }))
          .map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`),
        fc.tuple(fc.integer({ min, max }), fc.integer({ min, max })).map(([a, b]) => `${a},${b}`),
      )
    const matches = (text: string, value: number, min: number): boolean =>
      text.split(',').some((item) => {
        const [range = '', step = '1'] = item.split('/')
        const [from = min, to = from] = range === '*' ? [min, 99] : range.split('-').map(Number)
        return value >= from && value <= to && (value - from) % Number(step) === 0
      })
    const allows = (expression: string, time: number): boolean => {
      const [minutes = '', hours = '', days = '', months = '', weekdays = ''] = expression.split(' ')
      const date = new Date(time * 1000)
      const day = matches(days, date.getUTCDate(), 1)
      const weekday = matches(weekdays, date.getUTCDay(), 0)
      const either = !days.startsWith('*') && !weekdays.startsWith('*')
      return (
        matches(minutes, date.getUTCMinutes(), 0) &&
        matches(hours, date.getUTCHours(), 0) &&
        matches(months, date.getUTCMonth() + 1, 1) &&
        (either ? day || weekday : day && weekday)
      )
    }
    const expressions = fc
      .tuple(field(0, 59), field(0, 23), field(1, 28), fc.constant('*'), field(0, 6))
      .filter(([, , days, , weekdays]) => !days.includes('/') && !weekdays.includes('/'))
      .map((parts) => parts.join(' '))
    const instants = fc.integer({
      min: seconds('2023-12-15T00:00:00Z'),
      max: seconds('2027-03-15T00:00:00Z'),
    })
    fc.assert(
      fc.property(expressions, instants, (expression, instant) => {
        let expected = Math.floor(instant / minute) * minute
        while (!allows(expression, expected)) expected -= minute
        expect(lastOccurrence(parseCron(expression), instant)).toBe(expected)
      }),
      { numRuns: 150 },
    )
  })

  it('does not depend on the zone of the machine', () => {
    const { TZ } = process.env
    // Clocks went back in Berlin at 01:00 UTC on that day.
    process.env.TZ = 'Europe/Berlin'
    try {
      const cron = parseCron('30 2 * * *')
      expect(lastOccurrence(cron, seconds('2026-10-25T12:00:00Z'))).toBe(seconds('2026-10-25T02:30:00Z'))
      expect(lastOccurrence(cron, seconds('2026-10-25T01:45:00Z'))).toBe(seconds('2026-10-24T02:30:00Z'))
    } finally {
      if (TZ === undefined) delete process.env.TZ
      else process.env.TZ = TZ
    }
  })
})

describe('parseCron', () => {
  it.each([
    ['5 0 * *', 'five fields'],
    ['0 5 0 * * *', 'five fields'],
    ['@daily', 'five fields'],
    ['60 * * * *', '"60" is no minute (0 to 59)'],
    ['0 24 * * *', '"24" is no hour'],
    ['0 0 0 * *', '"0" is no day of the month'],
    ['0 0 * 13 *', '"13" is no month'],
    ['0 0 * * 7', '"7" is no day of the week (0 to 6)'],
    ['0 0 * * FOO', '"FOO" is no day of the week'],
    ['0 0 L * *', '"L" is no day of the month'],
    ['0 0 * * 5#1', 'is no day of the week'],
    ['0 0 ? * *', 'is no day of the month'],
    ['*/0 * * * *', 'is no minute'],
    ['0 22-2 * * *', '"22-2" is no hour'],
    ['5/15 * * * *', 'is no minute'],
    ['1, * * * *', 'is no minute'],
    ['0 0 31 4,6,9,11 *', 'no such day'],
  ])('refuses %s', (text, why) => expect(() => parseCron(text)).toThrow(why))

  it('gives it with single spaces', () => expect(parseCron('  5\t0 *  * mon ')).toBe('5 0 * * MON'))
})

it.each([
  ['5 0 * * *', true],
  ['*/15 * * * *', true],
  ['0 0 0 * * *', true],
  ['@daily', true],
  ['1 day', false],
  ['3600', false],
  ['', false],
])('looksLikeCron(%j) is %s', (text, expected) => expect(looksLikeCron(text)).toBe(expected))
