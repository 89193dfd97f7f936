import { duration } from './markdown.ts'
import { type Report, restorePhase } from './report.ts'

/**
 * One sentence on what the full builds saved, from times that were measured, each where the build was made; empty where
 * one of them is not known.
 */
export function timeSaved({ packages, phases }: Report): string {
  const onTop = packages.filter(({ build }) => build === 'incremental')
  const known = onTop.flatMap(({ fullSeconds, seconds }) =>
    fullSeconds === undefined || seconds === undefined ? [] : [{ fullSeconds, seconds }],
  )
  if (known.length === 0 || known.length < onTop.length) return ''
  const full = known.reduce((sum, one) => sum + one.fullSeconds, 0)
  const head = known.reduce((sum, one) => sum + one.seconds, 0)
  const them = known.length === 1 ? 'the full build' : 'the full builds'
  const They = them.replace('t', 'T')
  if (onTop.some(({ origin }) => origin === 'built'))
    return `${They}, for this run and those to come, took ${duration(full)}; HEAD took ${duration(head)} on top.`
  const restore = onTop.some(({ origin }) => origin === 'cache')
    ? (phases.find(({ name }) => name === restorePhase)?.seconds ?? 0)
    : 0
  const saved = full - head - restore
  const restored = restore >= 0.5 ? `, and restoring ${duration(restore)}` : ''
  const comparison = `${them} took ${duration(full)} when ${known.length === 1 ? 'it was' : 'they were'} made, HEAD ${duration(head)} on top${restored}.`
  return saved >= 1 ? `**${duration(saved)} saved**: ${comparison}` : `No time was saved: ${comparison}`
}
