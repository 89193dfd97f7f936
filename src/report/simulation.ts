import { stackedBars } from './chart.ts'
import { code, count, escaped, preformatted, table } from './markdown.ts'

/** What a replay of the history found out about intervals. */
export interface Simulation {
  readonly head: string
  /** How many commits were replayed, of how many that were wanted. */
  readonly commits: number
  readonly wanted: number
  /** Whether time sufficed for all that there are. */
  readonly complete: boolean
  /** Committer times of the oldest and of the newest, epoch seconds. */
  readonly from: number
  readonly to: number
  /** How many source files HEAD has. */
  readonly sources: number
  /** Whether their imports could be read. */
  readonly imports: boolean
  readonly intervals: readonly SimulatedInterval[]
}

/** Numbers of full builds are those for 100 commits; shares are from 0 to 1, and undefined where there are no sources. */
export interface SimulatedInterval {
  /** For people. */
  readonly name: string
  /** Whether the user set it. */
  readonly configured: boolean
  /** Made from scratch. */
  readonly fullBuilds: number
  /** Made on those of the level above, */
  readonly levelledBuilds: number
  /** and how much they compile, together, in full builds. */
  readonly levelledWork: number | undefined
  /** Share of the commits that compile all, since what they depend on changed. */
  readonly pinned: number
  /** What a commit compiles: the sources that changed, */
  readonly low: number | undefined
  /** and those that import them, too. */
  readonly middle: number | undefined
}

/** The part of the summary, as Markdown. */
export function simulationSection(simulation: Simulation): string {
  if (simulation.commits === 0) return 'There is no commit to replay.'
  return [
    opening(simulation),
    simulationTable(simulation.intervals),
    picture(simulation.intervals),
    caution(simulation),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

function opening({ head, commits, wanted, complete, from, to }: Simulation): string {
  const span = `${dateOf(from)} to ${dateOf(to)}`
  const rest = complete ? '' : ` Time did not suffice for all of ${wanted.toLocaleString('en-US')}.`
  return `**The last ${count(commits, 'commit')}** up to ${code(head.slice(0, 12))}, from ${span}, each as if it had been pushed by itself.${rest} Nothing was evaluated or built.`
}

function caution({ sources, imports }: Simulation): string {
  if (sources === 0)
    return 'There are no Haskell sources at HEAD, so that nothing is said of what commits compile.'
  const importers = imports
    ? 'the middle one adds those that import them directly, as HEAD’s sources do'
    : 'the middle one is no higher, since the checkout lacks sources of HEAD, whose imports are not known therefore'
  return `These are estimates by files, of ${count(sources, 'Haskell source')} at HEAD, from low to middle: the low one counts the sources that changed since the commit of the full build; ${importers}. Where a file that pins dependencies changed (\`flake.lock\`, \`*.nix\`, \`stack.yaml\`, \`cabal.project\` and the like), everything counts as compiled, whether or not the units depend on what changed in it.`
}

/** One row for each interval. */
export function simulationTable(intervals: readonly SimulatedInterval[]): string {
  const header = [
    'Interval',
    'Full builds per 100 commits',
    'A commit compiles',
    'Commits that compile all',
    'The others compile',
    'Work per 100 commits',
  ]
  return table(
    header,
    intervals.map((one) => {
      const name = one.configured ? `**${escaped(one.name)}**` : escaped(one.name)
      const { low, middle, pinned } = one
      return [name, buildsOf(one), range(low, middle), `${whole(100 * pinned)} %`, othersOf(one), workOf(one)]
    }),
  )
}

/** From the low estimate to the middle one. */
function range(low: number | undefined, middle: number | undefined): string {
  if (low === undefined || middle === undefined) return ''
  const [from, to] = [whole(100 * low), whole(100 * middle)]
  return from === to ? `${to} %` : `${from}–${to} %`
}

/** What the commits compile for which nothing says that they compile all. */
function othersOf({ low = 0, middle, pinned }: SimulatedInterval): string {
  if (middle === undefined || pinned === 1) return ''
  return range((low - pinned) / (1 - pinned), (middle - pinned) / (1 - pinned))
}

function buildsOf({ fullBuilds, levelledBuilds }: SimulatedInterval): string {
  return levelledBuilds === 0
    ? whole(fullBuilds)
    : `${whole(fullBuilds)}, and ${whole(levelledBuilds)} on those`
}

/** In full builds. */
function workOf(one: SimulatedInterval): string {
  const pieces = piecesOf(one)
  return one.middle === undefined
    ? ''
    : `${whole(pieces.reduce((sum, [, work]) => sum + work, 0))} full builds`
}

const pieceNames = [
  'full builds',
  'all, after a change of what is depended on',
  'sources that changed since',
  'what imports them',
] as const

/** What 100 commits take in all, in full builds. */
function piecesOf(one: SimulatedInterval): readonly (readonly [string, number])[] {
  const { fullBuilds, levelledWork = 0, pinned } = one
  const { low = pinned, middle = low } = one
  const [full, all, changed, importing] = pieceNames
  return [
    [full, fullBuilds + levelledWork],
    [all, 100 * pinned],
    [changed, 100 * Math.max(0, low - pinned)],
    [importing, 100 * (middle - low)],
  ]
}

/** As text, since summaries do not show pictures that are in themselves. */
function picture(intervals: readonly SimulatedInterval[]): string {
  const width = 60
  const fills = ['█', '▓', '▒', '░']
  const names = Math.max(...intervals.map(({ name }) => name.length))
  const scale = width / Math.max(1, ...intervals.map((one) => sum(piecesOf(one))))
  const bars = intervals.map((one) => {
    const ends = piecesOf(one).map((_, n, all) => Math.round(scale * sum(all.slice(0, n + 1))))
    const bar = ends.map((end, n) => fills[n]!.repeat(Math.max(0, end - (ends[n - 1] ?? 0)))).join('')
    return `${one.name.padEnd(names)}  ${bar} ${whole(sum(piecesOf(one)))}`
  })
  const legend = pieceNames.map((name, n) => `${fills[n]} ${name}`).join('   ')
  return preformatted(['Work per 100 commits, in full builds', ...bars, '', legend])
}

const sum = (pieces: readonly (readonly [string, number])[]) =>
  pieces.reduce((total, [, work]) => total + work, 0)

/** The same as an SVG text. */
export function simulationPicture(title: string, intervals: readonly SimulatedInterval[]): string {
  return stackedBars(
    title,
    intervals.map((one) => ({ name: one.name, pieces: piecesOf(one) })),
    whole,
  )
}

/** For programs; null is what is not known. */
export function simulationOutput({ head, commits, intervals }: Simulation): string {
  const orNull = (share: number | undefined) => share ?? null
  const rows = intervals.map((one) => ({
    ...one,
    levelledWork: orNull(one.levelledWork),
    low: orNull(one.low),
    middle: orNull(one.middle),
  }))
  return JSON.stringify({ head, commits, intervals: rows })
}

const dateOf = (time: number) => new Date(time * 1000).toISOString().slice(0, 10)
const whole = (number: number) => (number > 0 && number < 0.5 ? '< 1' : number.toFixed(0))
