import { count, duration } from './markdown.ts'
import { type Report, restorePhase, type UnitReport } from './report.ts'

interface Times {
  /** What the full build took when it was made. */
  readonly full: number
  /** What HEAD took on top of it. */
  readonly head: number
}

/**
 * One sentence on what the full builds saved, from times that were measured, each where the build was made; empty where
 * none is known, or where the work was not done to its end. Of an unchanged unit HEAD needed nothing but its full build.
 */
export function timeSaved({ units, phases, failure }: Report): string {
  if (failure !== undefined) return ''
  const onTop = units.filter(({ build }) => build === 'incremental' || build === 'unchanged')
  const made = onTop.filter(({ origin }) => origin === 'built')
  const there = onTop.filter(({ origin }) => origin !== 'built')
  const known = onTop.flatMap((one) => timesOf(one) ?? [])
  if (known.length === 0) return ''
  const without = exception(onTop.length - known.length)
  const head = sum(known, (one) => one.head)
  const now = made.flatMap((one) => timesOf(one) ?? [])
  if (made.length > 0) {
    // Beside what was restored, HEAD cannot be told apart: what the run cost is said, and not what it saved.
    if (now.length === 0) return ''
    const those = there.length === 0 ? '' : ' that this run made'
    return `${now.length === 1 ? 'The full build' : 'The full builds'}${those}, for this run and those to come, took ${duration(sum(now, (one) => one.full))}; HEAD took ${duration(head)} on top${without}.`
  }
  const full = sum(known, (one) => one.full)
  const restore = onTop.some(({ origin }) => origin === 'cache')
    ? sum(
        phases.filter(({ name }) => name === restorePhase),
        ({ seconds }) => seconds,
      )
    : 0
  const saved = full - head - restore
  const restored = restore >= 0.5 ? `, and restoring ${duration(restore)}` : ''
  const [them, were] = known.length === 1 ? ['the full build', 'it was'] : ['the full builds', 'they were']
  const comparison = `${them} took ${duration(full)} when ${were} made, HEAD ${duration(head)} on top${restored}${without}.`
  return saved >= 1 ? `**${duration(saved)} saved**: ${comparison}` : `No time was saved: ${comparison}`
}

/** Undefined if one of them is not known. */
function timesOf({ build, seconds, fullSeconds }: UnitReport): Times | undefined {
  const head = build === 'unchanged' ? 0 : seconds
  return head === undefined || fullSeconds === undefined ? undefined : { full: fullSeconds, head }
}

function exception(unknown: number): string {
  return unknown === 0
    ? ''
    : `; ${count(unknown, 'unit')} whose times are not known ${unknown === 1 ? 'is' : 'are'} left out`
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0)
}
