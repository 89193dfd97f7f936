import { commitUrl, shortRevision } from './base.ts'
import { capped, code, count, details, duration, escaped, link, table } from './markdown.ts'
import {
  buildsHead,
  hasFailed,
  modulesOf,
  type Origin,
  type Report,
  type UnitReport,
  wasBuilt,
} from './report.ts'

/** Short, so that names and reasons have room beside them. */
export const originWords: Record<Origin, string> = {
  cache: 'restored',
  found: 'in the cache already',
  store: 'in the store already',
  built: 'built now',
  none: '–',
}

/** A row for each unit that was built or should have been, and for each branch if there are several. Empty if there is none. */
export function unitsTable(report: Report, most: number): string {
  const { units, mode } = report
  const rows = units.filter((one) => hasRow(report, one))
  if (rows.length === 0) return ''
  // Then it is the mode that says it.
  const allAlike = !buildsHead(mode) && new Set(rows.map((one) => buildOf(report, one))).size === 1
  const columns: readonly (Column | undefined)[] = [
    ...branchColumns(report),
    { title: 'Unit', cell: ({ name }) => code(name) },
    systemsOf(units).length > 1 ? { title: 'System', cell: ({ system }) => code(system) } : undefined,
    allAlike ? undefined : { title: 'Build', cell: (one) => buildOf(report, one) },
    { title: 'Full build', cell: ({ origin }) => originWords[origin] },
    mode === 'plan' ? undefined : { title: 'Compiled', cell: compiledOf },
    // In mode `full` both times are the same.
    buildsHead(mode) ? timeColumn('Time', rows, ({ seconds }) => seconds) : undefined,
    timeColumn('Full build took', rows, ({ fullSeconds }) => fullSeconds),
  ]
  const shown = columns.filter((column) => column !== undefined)
  const text = table(
    shown.map(({ title }) => title),
    rows.slice(0, most).map((one) => shown.map(({ cell }) => cell(one))),
  )
  return rows.length <= most ? text : `${text}\n\n… and ${count(rows.length - most, 'more unit')}.`
}

/** Folded, the units that are no rows of the table, since nothing was to be done for them. */
export function otherUnits(report: Report, most: number): string {
  const left = report.units.filter((one) => !hasRow(report, one))
  const full = left.filter(({ build }) => build === 'full')
  const lists: readonly UnitList[] = [
    {
      one: 'unchanged unit',
      many: 'unchanged units',
      list: left.filter(({ build }) => build === 'unchanged'),
    },
    ...[...new Set(full.map(({ origin }) => origin))].map((origin) => ({
      one: `unit with a full build ${originWords[origin]}`,
      many: `units with full builds ${originWords[origin]}`,
      list: full.filter((one) => one.origin === origin),
    })),
    {
      one: 'unit that was not built',
      many: 'units that were not built',
      list: left.filter(({ build }) => build === 'none'),
    },
  ]
  return lists
    .filter(({ list }) => list.length > 0)
    .map(({ one, many, list }) => details(count(list.length, one, many), namesOf(report, list, most)))
    .join('\n\n')
}

interface UnitList {
  readonly one: string
  readonly many: string
  readonly list: readonly UnitReport[]
}

/** In mode `incremental` a failure leaves many units unbuilt: of these, the ones that failed themselves are worth a row. */
function hasRow({ mode, failure }: Report, one: UnitReport): boolean {
  if (one.build === 'none') return !buildsHead(mode) || hasFailed(one, failure)
  return wasBuilt(one)
}

interface Column {
  readonly title: string
  /** Markdown. */
  readonly cell: (one: UnitReport) => string
}

function branchColumns(report: Report): readonly Column[] {
  const branches = hasBranches(report)
  const ofOthers = !buildsHead(report.mode) && report.units.some(({ ownBase }) => ownBase !== undefined)
  return [
    ...(branches ? [{ title: 'Branch', cell: ({ branch }: UnitReport) => code(branch ?? '') }] : []),
    ...(branches || ofOthers ? [commitColumn(report)] : []),
  ]
}

function commitColumn(report: Report): Column {
  return {
    title: 'Commit',
    // Not as code: on the grey of every other row, GitHub's colours for links in code are too pale to read.
    cell: ({ ownBase }) =>
      ownBase === undefined
        ? ''
        : link(escaped(shortRevision(ownBase.revision)), commitUrl(report, ownBase.revision)),
  }
}

/** Absent where no unit has such a time. */
function timeColumn(
  title: string,
  units: readonly UnitReport[],
  of: (one: UnitReport) => number | undefined,
): Column | undefined {
  if (units.every((one) => of(one) === undefined)) return undefined
  return {
    title,
    cell: (one) => {
      const seconds = of(one)
      return seconds === undefined ? '–' : duration(seconds)
    },
  }
}

function buildOf({ failure }: Report, one: UnitReport): string {
  if (hasFailed(one, failure)) return 'failed'
  return one.reason === undefined ? one.build : `${one.build}: ${escaped(one.reason)}`
}

function compiledOf(one: UnitReport): string {
  const total = modulesOf(one)
  if (total === 0 || (one.build === 'none' && one.compiled.length === 0)) return '–'
  return `${one.compiled.length.toLocaleString('en-US')} of ${total.toLocaleString('en-US')}`
}

/** In one line or, of several branches, one for each. */
function namesOf(report: Report, units: readonly UnitReport[], most: number): string {
  const nameOf = namer(report)
  const line = (list: readonly UnitReport[]) =>
    capped(list, most, nameOf, (number) => `… and ${count(number, 'more unit')}`).join(', ')
  if (!hasBranches(report)) return line(units)
  const branches = [...new Set(units.map(({ branch }) => branch ?? ''))]
  const byBranch = branches.map((name) => [name, units.filter(({ branch = '' }) => branch === name)] as const)
  return capped(
    byBranch,
    most,
    ([branch, list]) => `- ${code(branch)}: ${line(list)}`,
    (number) => `- … and ${count(number, 'more branch', 'more branches')}`,
  ).join('\n')
}

/** What names a unit: with its system where there are several. */
export function namer({ units }: Report): (one: UnitReport) => string {
  const several = systemsOf(units).length > 1
  return ({ name, system }) => (several ? `${code(name)} (${code(system)})` : code(name))
}

function systemsOf(units: readonly UnitReport[]): readonly string[] {
  return [...new Set(units.map(({ system }) => system))]
}

function hasBranches({ units }: Report): boolean {
  return units.some(({ branch }) => branch !== undefined)
}
