import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, totalmem } from 'node:os'
import { fileURLToPath } from 'node:url'

/** Where and how the benchmarks write their results. */

/** Date and machine, without anything that names it, as they were when the benchmark began. */
export const circumstances: string = describeMachine()

function describeMachine(): string {
  const models = [...new Set(cpus().map(({ model }) => model.trim()))].join(', ')
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB of memory`
  // Where other programs are at work too, single figures mean less than their ratios.
  const load = `load ${(loadavg()[1] ?? 0).toFixed(1)} over the 5 minutes before`
  return `${today()}, ${cpus().length} cores (${models}), ${memory}, ${load}, ${process.platform}, Node ${process.versions.node}`
}

function today(): string {
  return new Date().toISOString().slice(0, 10)
}

/** A Markdown table. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n')
}

/** Writes `bench/results/<name>-<date>.md` and prints it. */
export function writeResult(name: string, title: string, parts: readonly string[]): void {
  const text = `${[`# ${title}`, circumstances, ...parts].join('\n\n')}\n`
  writeResultFile(`${name}-${today()}.md`, text)
  console.log(text)
}

/** Writes `bench/results/<name>-<date>.<extension>`. Returns how the page in the same directory refers to it. */
export function writeResultBeside(name: string, extension: string, text: string): string {
  const file = `${name}-${today()}.${extension}`
  writeResultFile(file, text)
  return file
}

function writeResultFile(file: string, text: string): void {
  const directory = fileURLToPath(new URL('results/', import.meta.url))
  mkdirSync(directory, { recursive: true })
  writeFileSync(`${directory}${file}`, text)
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
