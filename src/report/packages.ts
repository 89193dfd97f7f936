import { commitLink } from './base.ts'
import { code, count, duration, table } from './markdown.ts'
import type { Origin, PackageReport, Report } from './report.ts'

const origins: Record<Origin, string> = {
  cache: 'restored from the cache',
  found: 'in the cache already',
  store: 'already in the store',
  built: 'built now',
  none: 'none',
}

/** A row for each package, and for each branch if there are several. Empty if nothing became of any. */
export function packagesTable(report: Report, most: number): string {
  const { packages, failure, mode } = report
  if (packages.length === 0 || (failure !== undefined && packages.every(({ build }) => build === 'none')))
    return ''
  const branches = packages.some(({ branch }) => branch !== undefined)
  const times: readonly (readonly [string, (one: PackageReport) => number | undefined])[] = [
    // In mode `full` they are the same.
    ...(mode === 'incremental' ? [['Time', ({ seconds }: PackageReport) => seconds] as const] : []),
    ['Full build took', ({ fullSeconds }) => fullSeconds],
  ]
  const timed = times.filter(([, of]) => packages.some((one) => of(one) !== undefined))
  const header = [
    ...(branches ? ['Branch', 'Commit'] : []),
    'Package',
    'Build',
    'Full build',
    'Modules compiled',
    ...timed.map(([title]) => title),
  ]
  const rows = packages.map((one) => [
    ...(branches
      ? [code(one.branch ?? ''), one.ownBase === undefined ? '' : commitLink(report, one.ownBase.revision)]
      : []),
    code(one.installable),
    one.build,
    origins[one.origin],
    compiledOf(one),
    ...timed.map(([, of]) => time(of(one))),
  ])
  const shown = table(header, rows.slice(0, most))
  return rows.length <= most ? shown : `${shown}\n\n… and ${count(rows.length - most, 'more package')}.`
}

function time(seconds: number | undefined): string {
  return seconds === undefined ? '–' : duration(seconds)
}

function compiledOf(one: PackageReport): string {
  if (one.build === 'none' || (one.modulesTotal === 0 && one.compiled.length === 0)) return '–'
  return `${one.compiled.length} of ${one.modulesTotal}`
}
