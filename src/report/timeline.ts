import { duration, preformatted } from './markdown.ts'
import type { Phase } from './report.ts'

/** Characters that the whole run takes. */
const width = 32

/**
 * Phases as bars below one another, each at the time when it ran. Text in a fixed-width font: it needs no colours, and
 * reads the same in a summary, a comment and a mail.
 */
export function timeline(all: readonly Phase[]): string {
  // Some found nothing to do.
  const phases = all.filter(({ seconds }) => seconds >= 0.05)
  const end = Math.max(0, ...phases.map(({ start, seconds }) => start + seconds))
  const scale = end === 0 ? 0 : width / end
  const names = Math.max(0, ...phases.map(({ name }) => name.length))
  const times = Math.max(0, ...phases.map(({ seconds }) => precise(seconds).length))
  return preformatted(
    phases.map(({ name, start, seconds }) => {
      const from = Math.min(width - 1, Math.floor(start * scale))
      const length = Math.max(1, Math.min(width - from, Math.round(seconds * scale)))
      const bar = `${' '.repeat(from)}${'█'.repeat(length)}`
      return `${name.padEnd(names)}  ${precise(seconds).padStart(times)}  ${bar}`
    }),
  )
}

/** When the last phase ended, in seconds since the run began. */
export function endOf(phases: readonly Phase[]): number {
  return Math.max(0, ...phases.map(({ start, seconds }) => start + seconds))
}

function precise(seconds: number): string {
  return seconds < 9.95 ? `${seconds.toFixed(1)} s` : duration(seconds)
}
