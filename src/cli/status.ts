import type { Work } from '../lib/log.ts'
import { duration } from '../report/markdown.ts'
import { printable } from './text.ts'

/** The line that says how far a run is. */

export interface Status {
  /** What the run is doing; empty before it said so. */
  readonly phase: string
  readonly works: readonly Work[]
  /** Seconds since the run began. */
  readonly elapsed: number
}

/** One line of at most `width` characters. */
export function statusLine({ phase, works, elapsed }: Status, width: number): string {
  const [first, ...others] = [...works].sort((a, b) => modulesIn(b) - modulesIn(a) || b.seconds - a.seconds)
  const parts = [
    printable(phase),
    ...(first === undefined ? [] : [describe(first)]),
    ...(others.length === 0 ? [] : [`and ${others.length} more`]),
  ].filter((part) => part !== '')
  const line = `[${duration(elapsed)}] ${parts.join(', ').replaceAll('\t', ' ')}`
  return line.length <= width ? line : `${[...line].slice(0, Math.max(0, width - 1)).join('')}…`
}

/** What is compiled says more than what is copied or fetched. */
const modulesIn = ({ modulesCompiled }: Work) => Math.min(1, modulesCompiled)

function describe(work: Work): string {
  const { name, phase, modulesCompiled, modulesTotal } = work
  const what = printable(phase === undefined ? name : `${name} (${phase.replace(/Phase$/, '')})`)
  const modules = modulesTotal === 0 ? [] : [`${modulesCompiled} of ${modulesTotal} modules compiled`]
  return [what, ...modules, ...timeLeft(work)].join(', ')
}

/** On top of a full build it takes no longer than that took. */
function timeLeft({ seconds, fullSeconds }: Work): readonly string[] {
  const left = Math.round((fullSeconds ?? 0) - seconds)
  return left >= 1 ? [`at most ${duration(left)} left`] : []
}
