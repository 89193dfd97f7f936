import {
  boundaryOf,
  checkOffset,
  parseDuration,
  parseLevels,
  parseOffset,
  previousBoundaries,
  withOffset,
} from '../../src/revision/interval.ts'

const day = 86_400
const week = 7 * day
const seconds = (iso: string) => Date.parse(iso) / 1000

describe('parseDuration', () => {
  it.each([
    ['1 day', day],
    ['1d', day],
    ['6h', 21_600],
    [' 90 min ', 5400],
    ['2 weeks', 2 * week],
    ['0.5h', 1800],
    ['3600', 3600],
    ['60s', 60],
    ['1000ms', 1],
    ['1 DAY', day],
  ])('%p', (text, expected) => expect(parseDuration(text)).toBe(expected))

  it.each([
    '',
    ' ',
    'banana',
    '0',
    '0 days',
    '-1 day',
    '-3600',
    '1.5',
    '1500ms',
    '0.1s',
    '1 day 6h',
    'day',
    '1 fortnight',
    '1e3',
    '0x10',
    'Infinity',
    'NaN',
    '99999999999999999999',
    '1 day; touch x',
    `${'9'.repeat(99)}d`,
  ])('rejects %p and says what is allowed', (text) =>
    expect(() => parseDuration(text)).toThrow(/is not a duration above zero: write .*1 day.*3600/),
  )
})

describe('parseOffset', () => {
  it.each([
    ['0', 0],
    ['-0', 0],
    ['4 days', 4 * day],
    ['-6h', -21_600],
    ['- 6h', undefined],
    ['+2h', 7200],
    ['banana', undefined],
    ['1.5', undefined],
  ])('%p', (text, expected) => {
    if (expected === undefined) expect(() => parseOffset(text)).toThrow('is not a duration')
    else expect(parseOffset(text)).toBe(expected)
  })

  it('lies inside one interval', () => {
    expect(() => checkOffset(day, day)).toThrow('not shorter than the interval')
    expect(() => checkOffset(-day, day)).toThrow('not shorter than the interval')
    expect(() => checkOffset(1 - day, day)).not.toThrow()
  })
})

it.each([
  [0, []],
  [1, ['2026-11-21T06:00:00Z']],
  [3, ['2026-11-21T06:00:00Z', '2026-11-20T06:00:00Z', '2026-11-19T06:00:00Z']],
])('the %p boundaries before one', (count, expected) => {
  expect(
    previousBoundaries(seconds('2026-11-22T06:00:00Z'), { seconds: day, offset: 6 * 3600 }, count),
  ).toEqual(expected.map(seconds))
})

describe('boundaryOf', () => {
  it.each([
    ['midnight UTC', '2026-11-22T23:59:59Z', day, 0, '2026-11-22T00:00:00Z'],
    ['exactly on a boundary', '2026-11-22T00:00:00Z', day, 0, '2026-11-22T00:00:00Z'],
    ['a day that starts at 06:00', '2026-11-22T05:59:59Z', day, 6 * 3600, '2026-11-21T06:00:00Z'],
    ['a day that starts at 06:00, just then', '2026-11-22T06:00:00Z', day, 6 * 3600, '2026-11-22T06:00:00Z'],
    ['a negative offset', '2026-11-22T21:00:00Z', day, -4 * 3600, '2026-11-22T20:00:00Z'],
    ['a week starts on a Thursday', '2026-11-22T12:00:00Z', week, 0, '2026-11-19T00:00:00Z'],
    ['and with four days on a Monday', '2026-11-22T12:00:00Z', week, 4 * day, '2026-11-16T00:00:00Z'],
    ['that Monday itself', '2026-11-23T00:00:00Z', week, 4 * day, '2026-11-23T00:00:00Z'],
    ['before the epoch', '1969-12-31T23:59:59Z', day, 0, '1969-12-31T00:00:00Z'],
    ['the epoch', '1970-01-01T00:00:00Z', day, 0, '1970-01-01T00:00:00Z'],
    ['just after the epoch, with an offset', '1970-01-01T01:00:00Z', day, 7200, '1969-12-31T02:00:00Z'],
  ])('%s', (_, instant, interval, offset, expected) => {
    expect(boundaryOf(seconds(instant), { seconds: interval, offset })).toBe(seconds(expected))
  })
})

describe('levels', () => {
  const hour = 3600
  const levels = (...seconds: readonly number[]) => seconds.map((one) => ({ seconds: one, offset: 0 }))
  it.each([
    ['1 week, 1 day, 1 hour', levels(hour, day, week)],
    ['1 week,1 day', levels(day, week)],
    ['7d,1d', levels(day, week)],
    ['86400, 3600', levels(hour, day)],
  ])('%p', (text, expected) => expect(parseLevels(text)).toEqual(expected))

  it.each([
    ['1 day, 1 week', 'an interval of 604800 s comes after one of 86400 s: write the longest first'],
    ['1 day, 24h', 'an interval of 86400 s comes after one of 86400 s'],
    ['1 week, 1 dya, 1 hour', '" 1 dya" is not a duration above zero: write '],
    ['1 week,', '"" is not a duration above zero: write '],
    ['1 week, 5 0 * * *', '" 5 0 * * *" is not a duration above zero: write '],
  ])('rejects %p', (text, expected) => expect(() => parseLevels(text)).toThrow(expected))

  it('are moved by one offset, shorter than the longest', () => {
    const weekly = parseLevels('1 week, 1 day')
    expect(withOffset(weekly, '4 days')).toEqual([
      { seconds: day, offset: 4 * day },
      { seconds: week, offset: 4 * day },
    ])
    expect(() => withOffset(weekly, '7 days')).toThrow('not shorter than the interval')
  })
})

describe('with cron expressions', () => {
  const cron = { cron: '5 0 * * *' }

  it('are told from durations', () => {
    expect(parseLevels(' 5  0 * * * ')).toEqual([cron])
    expect(parseLevels('0,30 0 * * 1,2')).toEqual([{ cron: '0,30 0 * * 1,2' }])
    expect(parseLevels('1 day')).toEqual([{ seconds: day, offset: 0 }])
    expect(() => parseLevels('banana')).toThrow(/write .*1 day.*5 0 \* \* \*/)
    expect(() => parseLevels('0 0 5 0 * * *')).toThrow('five fields')
  })

  it('there is no offset', () => {
    expect(withOffset([cron], '0')).toEqual([cron])
    expect(() => withOffset([cron], '1h')).toThrow('leave the offset out')
    expect(withOffset([{ seconds: day, offset: 0 }], '2h')).toEqual([{ seconds: day, offset: 7200 }])
  })

  it('the boundary is the last occurrence', () => {
    expect(boundaryOf(seconds('2026-11-22T00:05:00Z'), cron)).toBe(seconds('2026-11-22T00:05:00Z'))
    expect(boundaryOf(seconds('2026-11-22T00:04:59Z'), cron)).toBe(seconds('2026-11-21T00:05:00Z'))
    expect(previousBoundaries(seconds('2026-11-22T00:05:00Z'), { cron: '5 0 1 * *' }, 2)).toEqual(
      ['2026-11-01T00:05:00Z', '2026-10-01T00:05:00Z'].map(seconds),
    )
  })
})
