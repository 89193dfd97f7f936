/** Figures, and how they are written. */

/** A Markdown table. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n')
}

/** Seconds that `body` took, and what it gave. */
export async function timed<T>(
  body: () => Promise<T>,
): Promise<{ readonly seconds: number; readonly value: T }> {
  const started = performance.now()
  const value = await body()
  return { seconds: (performance.now() - started) / 1000, value }
}

/** `1.3 s (1.2–1.5)`: the median, and the least and the greatest. */
export function spread(figures: readonly number[], digits = 0, unit = ''): string {
  const [middle, least, most] = [median(figures), Math.min(...figures), Math.max(...figures)].map((one) =>
    one.toFixed(digits),
  )
  return `${middle}${unit} (${least}–${most})`
}

/** Of an odd number of figures, the one in the middle. */
export function median(figures: readonly number[]): number {
  return figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)] ?? Number.NaN
}
