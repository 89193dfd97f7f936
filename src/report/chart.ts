/** A picture of what something is made of, as an SVG text. */

export interface Bar {
  readonly name: string
  /** What it is made of, from left to right. */
  readonly pieces: readonly (readonly [string, number])[]
}

const width = 960
const margin = 190
const barHeight = 26
const lineHeight = 20
const colours = [
  ...['#4269d0', '#efb118', '#ff725c', '#6cc5b0', '#3ca951', '#ff8ab7', '#a463f2', '#97bbf5', '#9c6b4e'],
  ...['#9498a0', '#1b6e8a', '#c7a300', '#a33b2a', '#2f8f7b', '#276b35', '#c2517f', '#6b33b0', '#5d8fd6'],
  ...['#6b4733', '#5f646d', '#7fb0c4', '#e6d27a', '#14213d', '#d9d9d9'],
]

/** Bars below one another on one scale, with a legend. Pieces of one name have one colour. `shown`: of a length, for people. */
export function stackedBars(title: string, bars: readonly Bar[], shown = seconds): string {
  const names = [...new Set(bars.flatMap(({ pieces }) => pieces.map(([name]) => name)))]
  const longest = Math.max(0, ...bars.map(totalOf))
  const scale = longest === 0 ? 0 : (width - margin - 70) / longest
  const legendTop = 50 + bars.length * (barHeight + 8) + 20
  const height = legendTop + Math.ceil(names.length / 3) * lineHeight + 10
  const colourOf = (name: string) => colours[names.indexOf(name) % colours.length]!
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" font-family="sans-serif" font-size="13">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    `<text x="12" y="28" font-size="16" fill="#1f2328">${escaped(title)}</text>`,
    ...bars.map((bar, index) => drawnBar(bar, { top: 50 + index * (barHeight + 8), scale, colourOf, shown })),
    ...names.map((name, index) => {
      const [x, y] = [12 + (index % 3) * 316, legendTop + Math.floor(index / 3) * lineHeight]
      return `<rect x="${x}" y="${y}" width="12" height="12" fill="${colourOf(name)}"/><text x="${x + 18}" y="${y + 11}" fill="#1f2328">${escaped(name)}</text>`
    }),
    '</svg>',
    '',
  ].join('\n')
}

const totalOf = ({ pieces }: Bar) => pieces.reduce((sum, [, length]) => sum + length, 0)
const seconds = (length: number) => `${length.toFixed(1)} s`

interface Place {
  readonly top: number
  readonly scale: number
  colourOf(name: string): string
  shown(length: number): string
}

function drawnBar(bar: Bar, at: Place): string {
  const baseline = at.top + barHeight - 8
  let left = margin
  const pieces = bar.pieces.map(([name, length]) => {
    const piece = `<rect x="${left.toFixed(1)}" y="${at.top}" width="${(length * at.scale).toFixed(1)}" height="${barHeight}" fill="${at.colourOf(name)}"><title>${escaped(name)}: ${escaped(at.shown(length))}</title></rect>`
    left += length * at.scale
    return piece
  })
  return [
    `<text x="${margin - 10}" y="${baseline}" text-anchor="end" fill="#1f2328">${escaped(bar.name)}</text>`,
    ...pieces,
    `<text x="${(left + 6).toFixed(1)}" y="${baseline}" fill="#1f2328">${escaped(at.shown(totalOf(bar)))}</text>`,
  ].join('')
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
