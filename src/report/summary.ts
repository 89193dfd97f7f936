import { lastLines } from './failure.ts'
import {
  alert,
  capped,
  code,
  count,
  details,
  duration,
  escaped,
  link,
  preformatted,
  table,
} from './markdown.ts'
import { messagesSection } from './messages.ts'
import { isoTime } from './outputs.ts'
import { groupByReason, reasonKinds } from './reasons.ts'
import {
  type BaseCommit,
  type BuildKind,
  basesOf,
  type Commit,
  type Origin,
  overallBuild,
  type PackageReport,
  type Report,
} from './report.ts'
import { timeSaved } from './time-saved.ts'
import { endOf, timeline } from './timeline.ts'

/** Bytes. GitHub drops a step's summary of more than 1 MiB without a word. */
const summaryLimit = 1_000_000

/** How many items each list shows, from as many as there are to hardly any. */
const list = [Number.POSITIVE_INFINITY, 2000, 500, 100, 20, 5]

const headlines: Record<Report['mode'], Record<BuildKind, string>> = {
  incremental: {
    incremental: 'Built on top of the full build',
    plain: 'Built without the optimisation',
    full: 'Full build',
    none: 'Nothing was built',
  },
  full: {
    incremental: 'Full build',
    plain: 'Full build',
    full: 'Full build for the next commits',
    none: 'No full build was made',
  },
  plan: { incremental: 'Plan', plain: 'Plan', full: 'Plan', none: 'Plan: nothing was built' },
}

const origins: Record<Origin, string> = {
  cache: 'restored from the cache',
  found: 'in the cache already',
  store: 'already in the store',
  built: 'built now',
  none: 'none',
}

/**
 * The job summary, as Markdown of at most `limit` bytes: lists are shortened, and say so, until it fits. Everything in
 * it that comes from the repository or from a build is escaped.
 */
export function summaryOf(report: Report, limit = summaryLimit): string {
  const texts = list.map((most) => () => render(report, most))
  let text = ''
  for (const make of texts) {
    text = make()
    if (Buffer.byteLength(text) <= limit) return text
  }
  return text
}

function render(report: Report, most: number): string {
  return [
    `### ${headline(report)}`,
    failure(report, most),
    sentences(report),
    report.packages.length === 0 ? '' : packages(report, most),
    warnings(report, most),
    report.notices.map((text) => alert('NOTE', escaped(text))).join('\n\n'),
    messagesSection(report, most),
    modules(report.packages, most),
    report.phases.length === 0
      ? ''
      : details(`Timeline: ${duration(endOf(report.phases))}`, timeline(report.phases)),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n')
}

function headline(report: Report): string {
  return report.failure === undefined
    ? headlines[report.mode][overallBuild(report.packages)]
    : 'The build failed'
}

function failure({ failure }: Report, most: number): string {
  if (failure === undefined) return ''
  const log = lastLines(failure, Math.min(most, 40))
  return [alert('CAUTION', escaped(failure.message)), ...(log.length === 0 ? [] : [preformatted(log)])].join(
    '\n\n',
  )
}

function sentences(report: Report): string {
  return [compiledSentence(report), timeSaved(report), baseSentences(report)]
    .filter((text) => text !== '')
    .join(' ')
}

function compiledSentence({ mode, packages }: Report): string {
  const built = packages.filter((one) => one.build !== 'none' && one.modulesTotal > 0)
  if (mode === 'plan' || built.length === 0) return ''
  const compiled = built.reduce((sum, one) => sum + one.compiled.length, 0)
  const total = built.reduce((sum, one) => sum + one.modulesTotal, 0)
  return `**${compiled.toLocaleString('en-US')} of ${count(total, 'module')} compiled.**`
}

function baseSentences(report: Report): string {
  const { head } = report
  if (head === undefined) return ''
  const bases = basesOf(report)
  if (bases.length === 0)
    return `HEAD is ${commit(report, head.revision)}; the full build’s commit is not known.`
  return [...bases.map((base) => baseSentence(report, head, base)), `Cache: ${code(report.cacheName)}.`].join(
    ' ',
  )
}

function baseSentence(report: Report, head: Commit, base: BaseCommit): string {
  const age = duration(Math.max(0, head.time - base.time))
  const boundary =
    base.boundary === undefined
      ? 'as the input `revision` says'
      : base.root
        ? 'the root commit, since none is older than the boundary'
        : `the last commit before ${isoTime(base.boundary)}`
  return `HEAD ${commit(report, head.revision)} is ${age} newer than the full build’s commit ${commit(report, base.revision)}, ${boundary}.`
}

function commit({ repositoryUrl }: Report, revision: string): string {
  const url =
    repositoryUrl === undefined ? undefined : `${repositoryUrl}/commit/${encodeURIComponent(revision)}`
  return link(code(revision.slice(0, 12)), url)
}

function packages(report: Report, most: number): string {
  const { packages } = report
  const branches = packages.some(({ branch }) => branch !== undefined)
  const timed = packages.some(
    ({ seconds, fullSeconds }) => seconds !== undefined || fullSeconds !== undefined,
  )
  const header = [
    ...(branches ? ['Branch', 'Commit'] : []),
    'Package',
    'Build',
    'Full build',
    'Modules compiled',
    ...(timed ? ['Time', 'Full build’s time'] : []),
  ]
  const rows = packages.map((one) => [
    ...(branches
      ? [code(one.branch ?? ''), one.ownBase === undefined ? '' : commit(report, one.ownBase.revision)]
      : []),
    code(one.installable),
    one.build,
    origins[one.origin],
    compiledOf(one),
    ...(timed ? [time(one.seconds), time(one.fullSeconds)] : []),
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

function warnings({ warnings }: Report, most: number): string {
  if (warnings.length === 0) return ''
  const texts = capped(warnings, most, escaped, (number) => `… and ${count(number, 'more warning')}.`)
  return alert('WARNING', texts.length === 1 ? (texts[0] ?? '') : texts.map((text) => `- ${text}`).join('\n'))
}

/** Which modules GHC compiled, and for what reason. */
function modules(packages: readonly PackageReport[], most: number): string {
  const compiled = packages.flatMap((one) => one.compiled)
  if (compiled.length === 0) return ''
  const kinds = groupByReason(compiled)
    .map((group) => `${reasonKinds[group.kind]} (${group.count})`)
    .join(', ')
  const body = capped(
    packages.filter((one) => one.compiled.length > 0),
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
