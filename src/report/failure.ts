import type { Failure } from './report.ts'

/** Lines of logs that the error repeats, for all builds together. */
const repeatedLines = 20
const mostBuilds = 4
const longestLine = 300
/** Modules that are compiled at the same time go on after an error. */
const progress = /^\[\s*\d+ of\s+\d+\] Compiling /

/** The text of the job's error: what failed, and the end of its log. */
export function failureText({ message, builds }: Failure): string {
  return [message, ...lastLines({ message, builds }, repeatedLines)].join('\n')
}

/** The end of each build's log, as far as the lines suffice, each below the name of its build if there are several. */
export function lastLines({ builds }: Failure, lines: number): string[] {
  const shown = builds
    .map(({ name, log }) => ({ name, log: log.filter((line) => !progress.test(line) && line.trim() !== '') }))
    .filter(({ log }) => log.length > 0)
    .slice(0, mostBuilds)
  const each = Math.max(1, Math.floor(lines / Math.max(1, shown.length)))
  return shown.flatMap(({ name, log }) => [
    `The end of the log of ${name}:`,
    ...log.slice(-each).map((line) => `  ${line.slice(0, longestLine)}`),
  ])
}
