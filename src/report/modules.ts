import { capped, code, count, details, escaped, table } from './markdown.ts'
import { groupByReason, reasonKinds } from './reasons.ts'
import type { PackageReport } from './report.ts'

/**
 * Which modules GHC compiled on top of full builds, and for what reason. Of builds from scratch there is nothing to tell:
 * all of them.
 */
export function modulesSection(packages: readonly PackageReport[], most: number): string {
  const onTop = packages.filter((one) => one.build === 'incremental' && one.compiled.length > 0)
  const compiled = onTop.flatMap((one) => one.compiled)
  if (compiled.length === 0) return ''
  const kinds = groupByReason(compiled)
    .map((group) => `${reasonKinds[group.kind]} (${group.count})`)
    .join(', ')
  const body = capped(
    onTop,
    most,
    (one) => `${packages.length === 1 ? '' : `${code(one.installable)}:\n\n`}${modulesOf(one, most)}`,
    (number) => `… and ${count(number, 'more package')}.`,
  ).join('\n\n')
  return details(`${count(compiled.length, 'module')} compiled: ${kinds}`, body)
}

function modulesOf({ compiled }: PackageReport, most: number): string {
  const rows = groupByReason(compiled).flatMap(({ kind, reasons }) =>
    reasons.map(({ reason, modules }) => [
      reason === undefined ? reasonKinds[kind] : escaped(reason),
      String(modules.length),
      capped(modules, most, code, (number) => `… and ${number} more`).join(', '),
    ]),
  )
  const shown = table(['Reason that GHC gave', 'Modules', 'Which'], rows.slice(0, most))
  return rows.length <= most ? shown : `${shown}\n\n… and ${count(rows.length - most, 'more reason')}.`
}
