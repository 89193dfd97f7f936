import { createHash } from 'node:crypto'
import type { Report } from './report.ts'
import { summaryOf } from './summary.ts'

/** Bytes; GitHub takes 65,536 characters. */
const commentLimit = 60_000

/** What tells the comment of one step from those of others: of other workflows, jobs, platforms and installables. */
export function markerOf(identity: readonly string[]): string {
  const hash = createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 32)
  return `<!-- incremental-nix ${hash} -->`
}

/** The comment on a pull request: the summary, below a marker that nobody sees. */
export function commentOf(report: Report, marker: string): string {
  return `${marker}\n${summaryOf(report, commentLimit)}`
}
