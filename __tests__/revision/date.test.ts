import fc from 'fast-check'
import { openCheckout } from '../../src/revision/checkout.ts'
import { parseDate } from '../../src/revision/date.ts'
import { git, origin, removeTemporaries } from '../../testing/git.ts'

afterAll(removeTemporaries)

const seconds = (iso: string) => Date.parse(iso) / 1000
/** A Wednesday. */
const instant = seconds('2026-01-14T15:30:00Z')
const repository = () => {
  const { directory } = origin([{ parents: [], time: instant, refs: ['refs/heads/main'] }])
  const checkout = `${directory}-checkout`
  git(directory, ['clone', '--quiet', directory, checkout])
  return openCheckout(checkout)
}
let checkout: Awaited<ReturnType<typeof repository>>
beforeAll(async () => {
  checkout = await repository()
})

it.each([
  ['2 days ago', '2026-01-12T15:30:00Z'],
  ['1 week ago', '2026-01-07T15:30:00Z'],
  ['yesterday', '2026-01-13T15:30:00Z'],
  ['midnight', '2026-01-14T00:00:00Z'],
  ['yesterday 00:00', '2026-01-13T00:00:00Z'],
  ['last monday', '2026-01-12T15:30:00Z'],
  ['now', '2026-01-14T15:30:00Z'],
  ['2026-01-01 06:00', '2026-01-01T06:00:00Z'],
  ['2026-01-01T06:00:00+02:00', '2026-01-01T04:00:00Z'],
  ['Thu, 1 Jan 2026 06:00:00 +0000', '2026-01-01T06:00:00Z'],
  ['1767225600', '2026-01-01T00:00:00Z'],
  ['@1767225600', '2026-01-01T00:00:00Z'],
  ['never', '1970-01-01T00:00:00Z'],
])('%s', async (text, expected) => {
  expect(new Date((await parseDate(checkout, text, instant)) * 1000)).toEqual(new Date(expected))
})

it.each([
  'banana',
  'banana 3 days ago',
  'last fryday',
  '10 bananas ago',
  'all',
  'false',
  'next week',
  '--exec=x',
  '',
])('refuses %j, of which git would make something', async (text) =>
  expect(parseDate(checkout, text, instant)).rejects.toThrow(/is not a date.*write one that git takes/),
)
it.each(['2026-02-30 00:00', '2026-02-30T00:00', '2026-02-28\n', '2026-13-45', 'midnight\n'])(
  'refuses %j',
  async (text) => expect(parseDate(checkout, text, instant)).rejects.toThrow('is not a date'),
)

it('depends neither on the clock nor on the zone of the machine', async () => {
  const { TZ } = process.env
  try {
    for (const zone of ['Pacific/Auckland', 'America/Los_Angeles']) {
      process.env.TZ = zone
      expect(await parseDate(checkout, 'midnight', instant)).toBe(seconds('2026-01-14T00:00:00Z'))
      expect(await parseDate(checkout, '2026-01-10 12:00', instant)).toBe(seconds('2026-01-10T12:00:00Z'))
    }
  } finally {
    if (TZ === undefined) delete process.env.TZ
    else process.env.TZ = TZ
  }
})

it('takes what git prints, in each of its formats', async () => {
  const formats = ['iso-strict-local', 'rfc-local', 'unix', 'local', 'raw-local']
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 2 ** 28, max: 2 ** 31 - 1 }),
      fc.constantFrom(...formats),
      async (time, format) => {
        const printed = git(checkout.directory, ['log', '-1', `--date=${format}`, '--format=%cd'], '', {
          TZ: 'UTC',
        })
        expect(await parseDate(checkout, printed, time)).toBe(instant)
      },
    ),
    { numRuns: 15 },
  )
})
