import { type SimulatedInterval, type Simulation, simulationPicture } from '../../src/report/simulation.ts'
import { table } from '../measures.ts'

/** docs/interval.md and its picture, as functions of what was replayed. */

/** A repository of other people, and what a replay of its history found. */
export interface ReplayedRepository extends Simulation {
  /** `owner/name` */
  readonly repository: string
}

type Figure = (one: SimulatedInterval) => number

const orNone = (share: number | undefined) => share ?? Number.NaN
const fullBuilds: Figure = (one) => one.fullBuilds
const pinned: Figure = (one) => one.pinned
const low: Figure = (one) => orNone(one.low)
const middle: Figure = (one) => orNone(one.middle)
/** Of the commits that do not compile everything. */
const others: Figure = (one) => (middle(one) - one.pinned) / (1 - one.pinned)
/** Of 100 commits, in full builds. */
const work: Figure = (one) => one.fullBuilds + orNone(one.levelledWork) + 100 * middle(one)

/** Each interval, with each figure that of the repository in the middle. */
export function medianIntervals(repositories: readonly ReplayedRepository[]): readonly SimulatedInterval[] {
  return (repositories[0]?.intervals ?? []).map(({ name, configured }, index) => {
    const of = (figure: Figure) => median(figuresOf(repositories, index, figure))
    return {
      ...{
        name,
        configured,
        fullBuilds: of(fullBuilds),
        pinned: of(pinned),
        low: of(low),
        middle: of(middle),
      },
      levelledBuilds: of((one) => one.levelledBuilds),
      levelledWork: of((one) => orNone(one.levelledWork)),
    }
  })
}

/** The picture, an SVG text. */
export function intervalPicture(repositories: readonly ReplayedRepository[]): string {
  const title = 'Work for 100 commits, in full builds: medians of what each of it takes'
  return simulationPicture(title, medianIntervals(repositories))
}

/** The text of the page with tables in the place of the marks. */
export function intervalPage(
  template: string,
  repositories: readonly ReplayedRepository[],
  result: string,
): string {
  const parts: Readonly<Record<string, string>> = {
    number: String(repositories.length),
    commits: Math.min(...repositories.map(({ commits }) => commits)).toLocaleString('en-US'),
    medians: mediansTable(repositories),
    repositories: repositoriesTable(repositories),
    result,
  }
  return template.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const part = parts[name]
    if (part === undefined) throw new Error(`the page has no part ${name}`)
    return part
  })
}

function mediansTable(repositories: readonly ReplayedRepository[]): string {
  const header = [
    'Interval',
    'Full builds per 100 commits',
    'A commit compiles',
    'Commits that compile all',
    'The others compile',
    'Work per 100 commits, in full builds',
  ]
  return table(
    header,
    (repositories[0]?.intervals ?? []).map(({ name }, index) => {
      const cell = (figure: Figure, show: (number: number) => string) =>
        spread(figuresOf(repositories, index, figure), show)
      return [
        name,
        cell(fullBuilds, whole) + levelledOf(repositories, index),
        cell(middle, percent),
        cell(pinned, percent),
        cell(others, percent),
        cell(work, whole),
      ]
    }),
  )
}

function levelledOf(repositories: readonly ReplayedRepository[], index: number): string {
  const builds = median(figuresOf(repositories, index, (one) => one.levelledBuilds))
  return builds === 0 ? '' : `, and ${whole(builds)} on those`
}

function repositoriesTable(repositories: readonly ReplayedRepository[]): string {
  const header = [
    'Repository',
    'HEAD',
    'The last commits since',
    'Sources',
    'Full builds',
    'Compiled',
    'All',
    'Others',
  ]
  const rows = repositories.flatMap(({ repository, head, from, to, sources, intervals }) => {
    const one = intervals.find(({ name }) => name === '1 day')
    if (one === undefined) return []
    const url = `https://github.com/${repository}`
    return [
      [
        `[${repository}](${url})`,
        `[\`${head.slice(0, 10)}\`](${url}/commit/${head}), ${dateOf(to)}`,
        dateOf(from),
        sources.toLocaleString('en-US'),
        whole(one.fullBuilds),
        percent(one.middle ?? Number.NaN),
        percent(one.pinned),
        percent(others(one)),
      ],
    ]
  })
  return table(header, rows)
}

function figuresOf(
  repositories: readonly ReplayedRepository[],
  index: number,
  figure: Figure,
): readonly number[] {
  return repositories.flatMap(({ intervals }) => {
    const one = intervals[index]
    const value = one === undefined ? Number.NaN : figure(one)
    return Number.isNaN(value) ? [] : [value]
  })
}

/** The one in the middle, or between the two that are. */
export function median(figures: readonly number[]): number {
  const sorted = figures.toSorted((a, b) => a - b)
  const [below, above] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]]
  return below === undefined || above === undefined ? Number.NaN : (below + above) / 2
}

function spread(figures: readonly number[], show: (number: number) => string): string {
  return `**${show(median(figures))}** (${show(Math.min(...figures))} to ${show(Math.max(...figures))})`
}

const whole = (number: number) => number.toFixed(0)
const percent = (share: number) => `${whole(100 * share)} %`
const dateOf = (time: number) => new Date(time * 1000).toISOString().slice(0, 10)
