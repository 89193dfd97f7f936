import { baseSentences } from './base.ts'
import { lastLines } from './failure.ts'
import { alert, capped, count, details, duration, escaped, preformatted } from './markdown.ts'
import { errorsSection, warningsOfCompilers } from './messages.ts'
import { modulesSection } from './modules.ts'
import { othersSection } from './others.ts'
import { type BuildKind, overallBuild, type Report } from './report.ts'
import { unitsSentence } from './sentences.ts'
import { simulationSection } from './simulation.ts'
import { timeSaved } from './time-saved.ts'
import { endOf, timeline } from './timeline.ts'
import { otherUnits, unitsTable } from './units.ts'
import { differsIn, verificationSection } from './verification-section.ts'

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
  verify: {
    incremental: 'Verified: the build on top is the plain build',
    plain: 'Nothing was verified',
    full: 'Nothing was verified',
    none: 'Nothing was verified',
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
    `### ${headlineOf(report)}`,
    failureSection(report, most),
    sentences(report),
    verificationSection(report, most),
    unitsTable(report, most),
    warningsOfRun(report, most),
    capped(
      report.notices,
      most,
      (text) => alert('NOTE', escaped(text)),
      (number) => `… and ${count(number, 'more notice')}.`,
    ).join('\n\n'),
    warningsOfCompilers(report, most),
    modulesSection(report, most),
    otherUnits(report, most),
    othersSection(report, most),
    report.phases.length === 0
      ? ''
      : details(`Timeline: ${duration(endOf(report.phases))}`, timeline(report.phases)),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n')
}

/** A few words, the same for whoever reads the report. */
export function headlineOf(report: Report): string {
  const { failure, mode, units, verification } = report
  if (verification !== undefined && differsIn(verification)) return 'The build on top is not the plain build'
  if (failure !== undefined) return 'The build failed'
  if (report.simulation !== undefined) return 'What intervals would have cost'
  if (mode === 'verify' && (verification === undefined || verification.outputs.length === 0))
    return headlines.verify.none
  if (mode === 'incremental' && units.length > 0 && units.every(({ build }) => build === 'unchanged'))
    return 'No unit changed since the full build'
  return neededNothing(report) ? 'Nothing had to be built' : headlines[mode][overallBuild(report)]
}

/** All was there already, or a download. Where the optimisation was given up there is a warning. */
function neededNothing({ mode, installables, units, others, warnings }: Report): boolean {
  const nothing = units.length === 0 && others.length === 0 && warnings.length === 0
  return mode === 'incremental' && nothing && installables.some(({ outPaths }) => outPaths.length > 0)
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
  if (report.simulation !== undefined) return simulationSection(report.simulation)
  return [unitsSentence(report), timeSaved(report), baseSentences(report)]
    .filter((text) => text !== '')
    .join(' ')
}

function warningsOfRun({ warnings }: Report, most: number): string {
  if (warnings.length === 0) return ''
  const texts = capped(warnings, most, escaped, (number) => `… and ${count(number, 'more warning')}.`)
  return alert('WARNING', texts.length === 1 ? (texts[0] ?? '') : texts.map((text) => `- ${text}`).join('\n'))
}
