import { matrixOf } from './matrix.ts'
import {
  allModules,
  basesOf,
  cacheHit,
  modulesOf,
  overallBuild,
  type Report,
  type UnitReport,
  wasBuilt,
} from './report.ts'
import { simulationOutput, simulationPicture } from './simulation.ts'

/**
 * GitHub takes 1 MB of all outputs of a job together, which it counts in UTF-16, and fails the job beyond
 * (https://docs.github.com/actions/using-jobs/defining-outputs-for-jobs). So much is for ours, in
 * UTF-16 code units as `length` counts them; the rest is for other steps.
 */
const mostLength = 450_000

/**
 * The outputs of action.yml. What does not fit is taken from `full-build-path`, at its end, and from `units`, which
 * `fittingUnits` makes shorter. Whatever else there is stays whole, since a part of it is of no use.
 */
export function outputsOf(report: Report): Readonly<Record<string, string>> {
  const { units } = report
  const bases = basesOf(report)
  const modules = allModules(units)
  const whole = {
    revision: bases.map(({ revision }) => revision).join('\n'),
    boundary: bases.flatMap(({ boundary }) => (boundary === undefined ? [] : isoTime(boundary))).join('\n'),
    'cache-hit': String(cacheHit(units)),
    build: overallBuild(report),
    matrix: JSON.stringify(matrixOf(report)),
    simulation: report.simulation === undefined ? '' : simulationOutput(report.simulation),
    'simulation-picture':
      report.simulation === undefined
        ? ''
        : simulationPicture('Work per 100 commits, in full builds', report.simulation.intervals),
    'out-paths': JSON.stringify(outPathsOf(report)),
    'modules-compiled': String(modules.compiled),
    'modules-total': String(modules.total),
  }
  const room = mostLength - Object.values(whole).reduce((total, { length }) => total + length, 0)
  const paths = units.flatMap(({ fullBuild }) => fullBuild ?? [])
  const fullBuildPath = fitting(paths, room / 3).join('\n')
  return {
    ...whole,
    'full-build-path': fullBuildPath,
    units: fittingUnits(units, room - fullBuildPath.length),
  }
}

/** Of several branches, what all of them have. */
function outPathsOf({ installables }: Report): Readonly<Record<string, readonly string[]>> {
  const all = new Map<string, readonly string[]>()
  for (const { installable, outPaths } of installables)
    all.set(installable, [...new Set([...(all.get(installable) ?? []), ...outPaths])])
  return Object.fromEntries(all)
}

/** What programs are told of a unit, by the output `units`; null is what is not known. */
export interface UnitOutput {
  readonly name: string
  readonly package: string
  readonly system: string
  readonly build: UnitReport['build']
  readonly reason: string | null
  readonly modulesCompiled: number | null
  readonly modulesTotal: number | null
  readonly seconds: number | null
  readonly fullBuild: string | null
  readonly origin: UnitReport['origin']
}

/**
 * JSON of at most this length. First the paths and reasons are dropped, then the units for which nothing was done,
 * then those at the end.
 */
function fittingUnits(units: readonly UnitReport[], room: number): string {
  const all = units.map(unitOutput)
  const brief = (list: readonly UnitOutput[]) =>
    list.map((one) => ({ ...one, reason: null, fullBuild: null }))
  const built = units.filter((one) => wasBuilt(one) || one.build === 'none').map(unitOutput)
  for (const list of [all, brief(all), brief(built)]) {
    const text = JSON.stringify(list)
    if (text.length <= room) return text
  }
  const texts = brief(built).map((one) => JSON.stringify(one))
  return `[${fitting(texts, room - 2).join(',')}]`
}

export function unitOutput(one: UnitReport): UnitOutput {
  const total = modulesOf(one)
  return {
    name: one.name,
    package: one.package,
    system: one.system,
    build: one.build,
    reason: one.reason ?? null,
    modulesCompiled: total === 0 && wasBuilt(one) ? null : one.compiled.length,
    modulesTotal: total === 0 ? null : total,
    seconds: one.seconds ?? null,
    fullBuild: one.fullBuild ?? null,
    origin: one.origin,
  }
}

/** As many of the first as fit with one character between them. */
function fitting(texts: readonly string[], room: number): readonly string[] {
  let length = -1
  const end = texts.findIndex((text) => {
    length += text.length + 1
    return length > room
  })
  return end < 0 ? texts : texts.slice(0, end)
}

/** ISO 8601 in UTC, without a fraction. `time` in seconds since the epoch. */
export function isoTime(time: number): string {
  return new Date(time * 1000).toISOString().replace('.000Z', 'Z')
}
