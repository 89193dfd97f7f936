import { stackedBars } from '../../src/report/chart.ts'

const bars = [
  {
    name: 'a < b',
    pieces: [
      ['compile', 30],
      ['link', 10],
    ],
  },
  { name: 'c', pieces: [['link', 20]] },
] as const

const picture = stackedBars('Time & more', bars)
const attribute = (text: string, name: string) =>
  [...text.matchAll(new RegExp(`${name}="([^"]+)"`, 'g'))].map(([, value]) => value)
const pieces = picture.split('\n').flatMap((line) => line.match(/<rect [^>]*><title>/g) ?? [])

it('draws all on one scale, one behind the other', () => {
  const [compile, link, other] = pieces.map((piece) => ({
    left: Number(attribute(piece, 'x')[0]),
    width: Number(attribute(piece, 'width')[0]),
  }))
  expect(compile!.width / link!.width).toBeCloseTo(3, 1)
  expect(other!.width / link!.width).toBeCloseTo(2, 1)
  expect(link!.left).toBeCloseTo(compile!.left + compile!.width, 0)
  expect(other!.left).toBe(compile!.left)
})

it('gives what has one name one colour, and names it once in the legend', () => {
  const colours = pieces.map((piece) => attribute(piece, 'fill')[0])
  expect(colours[1]).toBe(colours[2])
  expect(colours[0]).not.toBe(colours[1])
  expect(picture.match(/>link<\/text>/g)).toHaveLength(1)
})

it('says lengths as it is told to', () => {
  const other = stackedBars('Full builds', bars, (length) => `${length} & more`)
  expect(other).toContain('>40 &amp; more</text>')
  expect(other).toContain('<title>compile: 30 &amp; more</title>')
})

it('says sums, and escapes texts', () => {
  expect(picture).toContain('>40.0 s</text>')
  expect(picture).toContain('>Time &amp; more</text>')
  expect(picture).toContain('>a &lt; b</text>')
})
