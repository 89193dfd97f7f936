import type { Parents } from '../../src/revision/index.ts'
import { median, spread, table } from '../measures.ts'
import type { Cost, Walk } from './measure.ts'
import type { Complete } from './repository.ts'

export interface Measured {
  readonly complete: Complete
  readonly walks: readonly Walk[]
  readonly unshallow: Cost
  /** With `--filter=tree:0`: commits only. */
  readonly commitsOnly: Cost
}

const modes: readonly (readonly [Parents, string])[] = [
  ['first-parent', 'First parents, as by default'],
  ['all', 'All parents, `history: all`'],
]

export function page(all: readonly Measured[]): readonly string[] {
  return [
    '## The walk',
    ...modes.flatMap(([parents, title]) => [`### ${title}`, walkTable(all, parents)]),
    '## The whole history, for comparison',
    table(
      ['Commits', '`git fetch --unshallow`', 'with `--filter=tree:0`'],
      all.map(({ complete, unshallow, commitsOnly }) => [
        grouped(complete.commits),
        costOf(unshallow),
        costOf(commitsOnly),
      ]),
    ),
  ]
}

function walkTable(all: readonly Measured[], parents: Parents): string {
  const header = [
    'Commits',
    'Interval',
    'After the boundary',
    'Fetches',
    'Requests',
    'KB',
    'Seconds, HTTP',
    'Seconds, `file://`',
    'of `--unshallow`',
    'of `tree:0`',
  ]
  return table(
    header,
    all.flatMap(({ complete, walks, unshallow, commitsOnly }) =>
      intervalsOf(walks).map((interval) => {
        const some = walks.filter((walk) => walk.interval === interval && walk.parents === parents)
        const bytes = median(some.map(({ http }) => http.bytes))
        const share = (cost: Cost) => `${((100 * bytes) / cost.bytes).toPrecision(2)} %`
        return [
          grouped(complete.commits),
          nameOf(interval),
          spread(some.map(({ since }) => since)),
          histogram(some.map(({ fetches }) => fetches)),
          spread(some.map(({ http }) => http.requests)),
          spread(
            some.map(({ http }) => http.bytes / 1000),
            1,
          ),
          spread(
            some.map(({ http }) => http.seconds),
            2,
          ),
          spread(
            some.map(({ fileSeconds }) => fileSeconds),
            2,
          ),
          share(unshallow),
          share(commitsOnly),
        ]
      }),
    ),
  )
}

const intervalsOf = (walks: readonly Walk[]) => [...new Set(walks.map(({ interval }) => interval))]

const names: Readonly<Record<number, string>> = { 3600: '1 hour', 86400: '1 day', 604800: '1 week' }
const nameOf = (seconds: number) => names[seconds] ?? `${seconds} s`

const grouped = (number: number) => number.toLocaleString('en-US')
const costOf = ({ bytes, seconds, requests }: Cost) =>
  `${(bytes / 1e6).toFixed(1)} MB, ${seconds.toFixed(1)} s, ${requests} requests`

/** How many walks took how many fetches: `2: 9×, 3: 3×`. */
function histogram(figures: readonly number[]): string {
  const counts = new Map<number, number>()
  for (const one of figures.toSorted((a, b) => a - b)) counts.set(one, (counts.get(one) ?? 0) + 1)
  return [...counts].map(([fetches, times]) => `${fetches}: ${times}×`).join(', ')
}
