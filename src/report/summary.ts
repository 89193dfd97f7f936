import { baseSentences } from './base.ts'
import { lastLines } from './failure.ts'
import { alert, capped, count, details, duration, escaped, preformatted } from './markdown.ts'
import { errorsSection, warningsOfCompilers } from './messages.ts'
import { modulesSection } from './modules.ts'
import { packagesTable } from './packages.ts'
import { type BuildKind, overallBuild, type Report } from './report.ts'
import { timeSaved } from './time-saved.ts'
import { endOf, timeline } from './timeline.ts'

/** Bytes. GitHub drops a step's summary of more than 1 MiB without a word. */
const summaryLimit = 1_000_000

/** How many items each list shows, from as many as there are to hardly any. */
const lengths = [Number.POSITIVE_INFINITY, 2000, 500, 100, 20, 5]

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

/**
 * The job summary, as Markdown of at most `limit` bytes: lists are shortened, and say so, until it fits. Everything in
 * it that comes from the repository or from a build is escaped.
 */
export function summaryOf(report: Report, limit = summaryLimit): string {
  let text = ''
  for (const most of lengths) {
    text = render(report, most)
    if (Buffer.byteLength(text) <= limit) break
  }
  return text
}

function render(report: Report, most: number): string {
  return [
    `### ${headline(report)}`,
    failureSection(report, most),
    sentences(report),
    packagesTable(report, most),
    warningsOfRun(report, most),
    capped(
      report.notices,
      most,
      (text) => alert('NOTE', escaped(text)),
      (number) => `… and ${count(number, 'more notice')}.`,
    ).join('\n\n'),
    warningsOfCompilers(report, most),
    modulesSection(report.packages, most),
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

/** The log is folded where the errors in it are shown by themselves. */
function failureSection(report: Report, most: number): string {
  const { failure, messages } = report
  if (failure === undefined) return ''
  const log = lastLines(failure, Math.min(most, 40))
  const errors = messages.some(({ severity }) => severity === 'error')
  const shown =
    log.length === 0 ? [] : [errors ? details('The end of the log', preformatted(log)) : preformatted(log)]
  return [alert('CAUTION', escaped(failure.message)), errorsSection(report, most), ...shown].join('\n\n')
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

function warningsOfRun({ warnings }: Report, most: number): string {
  if (warnings.length === 0) return ''
  const texts = capped(warnings, most, escaped, (number) => `… and ${count(number, 'more warning')}.`)
  return alert('WARNING', texts.length === 1 ? (texts[0] ?? '') : texts.map((text) => `- ${text}`).join('\n'))
}
