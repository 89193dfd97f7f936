import { capped, code, count, details, escaped, table } from './markdown.ts'
import { groupByReason, reasonKinds } from './reasons.ts'
import type { CompiledModule, Report } from './report.ts'
import { namer } from './units.ts'

/**
 * Which modules GHC compiled on top of full builds, and for what reason, by unit. Of builds from scratch there is nothing
 * to tell: all of them.
 */
export function modulesSection(report: Report, most: number): string {
  const onTop = report.units.filter((one) => one.build === 'incremental' && one.compiled.length > 0)
  const compiled = onTop.flatMap((one) => one.compiled)
  if (compiled.length === 0) return ''
  const kinds = groupByReason(compiled)
    .map((group) => `${reasonKinds[group.kind]} (${group.count.toLocaleString('en-US')})`)
    .join(', ')
  const nameOf = namer(report)
  const body = capped(
    onTop,
    most,
    (one) => `${report.units.length === 1 ? '' : `${nameOf(one)}:\n\n`}${reasonsTable(one.compiled, most)}`,
    (number) => `… and ${count(number, 'more unit')}.`,
  ).join('\n\n')
  const what = `${count(compiled.length, 'module')} compiled on top of ${onTop.length === 1 ? 'the full build' : 'full builds'}`
  return details(`${what}: ${kinds}`, body)
}

function reasonsTable(compiled: readonly CompiledModule[], most: number): string {
  const rows = groupByReason(compiled).flatMap(({ kind, reasons }) =>
    reasons.map(({ reason, modules }) => [
      reason === undefined ? reasonKinds[kind] : escaped(reason),
      String(modules.length),
      capped(modules, most, code, (number) => `… and ${number} more`).join(', '),
    ]),
  )
  const shown = table(['Reason that was given', 'Modules', 'Which'], rows.slice(0, most))
  return rows.length <= most ? shown : `${shown}\n\n… and ${count(rows.length - most, 'more reason')}.`
}
