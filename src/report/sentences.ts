import { count } from './markdown.ts'
import { lacksFullBuild } from './matrix.ts'
import { allModules, buildsHead, modulesOf, type Report, type UnitReport, wasBuilt } from './report.ts'

/** What the run did, or is to do, of all units together; empty if there are none. */
export function unitsSentence(report: Report): string {
  return report.mode === 'plan' ? missingSentence(report) : compiledSentence(report)
}

function missingSentence({ units }: Report): string {
  if (units.length === 0) return ''
  const missing = units.filter((one) => lacksFullBuild(one) || one.fullBuild === undefined).length
  const all = count(units.length, 'unit')
  if (missing > 0)
    return `**${missing.toLocaleString('en-US')} of ${all} ${missing === 1 ? 'has' : 'have'} no full build in the cache.**`
  return `**${units.length === 1 ? 'The unit has a full build' : `All ${all} have full builds`} in the cache.**`
}

/** Whatever was built is counted; of which builds nothing is known is said. */
function compiledSentence({ mode, units }: Report): string {
  const having = (test: (one: UnitReport) => boolean) => units.filter(test).length
  const { compiled, total } = allModules(units)
  const built = having((one) => modulesOf(one) > 0 && (wasBuilt(one) || one.compiled.length > 0))
  const unknown = having((one) => wasBuilt(one) && modulesOf(one) === 0)
  const unchanged = having(({ build }) => build === 'unchanged')
  const there = having((one) => one.build === 'full' && one.origin !== 'built')
  const left = having(({ build, compiled }) => build === 'none' && compiled.length === 0)
  // For HEAD's sake: their modules are not among those that are counted.
  const before = buildsHead(mode) ? having(({ origin }) => origin === 'built') : 0
  const clauses = [
    clause(
      built,
      (units) => `${compiled.toLocaleString('en-US')} of ${count(total, 'module')} compiled in ${units}`,
    ),
    clause(unchanged, (units, one) =>
      one
        ? `${units} was taken unchanged from its full build`
        : `${units} were taken unchanged from the full builds`,
    ),
    clause(unknown, (units) => `how many modules ${units} compiled is not known`),
    clause(there, (units, one) =>
      one ? `${units} had a full build already` : `${units} had full builds already`,
    ),
    clause(left, (units, one) => `${units} ${one ? 'was' : 'were'} not built`),
    clause(before, (units, one) =>
      one ? `the full build of ${units} was made first` : `the full builds of ${units} were made first`,
    ),
  ].flat()
  const [first, ...rest] = clauses
  if (first === undefined) return ''
  const begin = `${first.charAt(0).toUpperCase()}${first.slice(1)}`
  return rest.length === 0 ? `**${begin}.**` : `**${begin}**; ${rest.join('; ')}.`
}

/** None where there are no such units. */
function clause(number: number, text: (units: string, one: boolean) => string): readonly string[] {
  return number === 0 ? [] : [text(count(number, 'unit'), number === 1)]
}
