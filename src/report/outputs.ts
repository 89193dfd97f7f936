import { matrixOf } from './matrix.ts'
import { basesOf, cacheHit, overallBuild, type Report } from './report.ts'

/** The outputs of action.yml. */
export function outputsOf(report: Report): Readonly<Record<string, string>> {
  const { packages } = report
  const bases = basesOf(report)
  const sum = (count: (one: (typeof packages)[number]) => number) =>
    String(packages.reduce((total, one) => total + count(one), 0))
  return {
    revision: bases.map(({ revision }) => revision).join('\n'),
    boundary: bases.flatMap(({ boundary }) => (boundary === undefined ? [] : isoTime(boundary))).join('\n'),
    'full-build-path': packages.flatMap((one) => one.fullBuild ?? []).join('\n'),
    'cache-hit': String(cacheHit(packages)),
    build: overallBuild(packages),
    matrix: JSON.stringify(matrixOf(report)),
    'out-paths': JSON.stringify(Object.fromEntries(packages.map((one) => [one.installable, one.outPaths]))),
    'modules-compiled': sum((one) => one.compiled.length),
    'modules-total': sum((one) => one.modulesTotal),
  }
}

/** ISO 8601 in UTC, without a fraction. `time` in seconds since the epoch. */
export function isoTime(time: number): string {
  return new Date(time * 1000).toISOString().replace('.000Z', 'Z')
}
