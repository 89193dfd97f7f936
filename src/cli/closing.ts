import { baseSentences } from '../report/base.ts'
import { modulesOf, type Report, type UnitReport, wasBuilt } from '../report/report.ts'
import { unitsSentence } from '../report/sentences.ts'
import { simulationSection } from '../report/simulation.ts'
import { headlineOf } from '../report/summary.ts'
import { timeSaved } from '../report/time-saved.ts'
import { originWords } from '../report/units.ts'
import { plain, printable } from './text.ts'

const mostUnits = 20

/** What is said at the end of a run, line by line, the headline first. */
export function closingLines(report: Report): readonly string[] {
  const { simulation } = report
  const body =
    simulation === undefined
      ? [
          ...unitLines(report),
          ...[unitsSentence(report), timeSaved(report), baseSentences(report)].map(plain),
        ]
      : plain(simulationSection(simulation)).split('\n')
  // The table of a simulation has been printed, and what is around its picture is for Markdown.
  return [headlineOf(report), ...body.filter((line) => line !== '' && !/^(\||```)/.test(line))]
}

/** Of those for which something was done. */
function unitLines(report: Report): readonly string[] {
  const units = report.units.filter(wasBuilt)
  const shown = units.slice(0, mostUnits).map((one) => `  ${printable(one.name)}: ${stateOf(one)}`)
  const more = units.length - shown.length
  return more === 0 ? shown : [...shown, `  … and ${more} more`]
}

function stateOf(one: UnitReport): string {
  const modules = modulesOf(one)
  const compiled = modules === 0 ? '' : `, ${one.compiled.length} of ${modules} modules compiled`
  const why = one.reason === undefined ? '' : ` (${printable(one.reason)})`
  const full = one.origin === 'none' || one.build === 'full' ? '' : `, full build ${originWords[one.origin]}`
  return `${one.build}${why}${compiled}${full}`
}
