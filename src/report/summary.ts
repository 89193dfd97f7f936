import { isoTime } from './outputs.ts'
import {
  type BaseCommit,
  type BuildKind,
  basesOf,
  type Origin,
  overallBuild,
  type PackageReport,
  type Report,
} from './report.ts'

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
  store: 'already in the store',
  built: 'built now',
  none: 'none',
}

/** The job summary, as Markdown. Everything in it that comes from the repository is escaped. */
export function summaryOf(report: Report): string {
  return [
    `### ${headlines[report.mode][overallBuild(report.packages)]}`,
    baseSentences(report),
    table(
      ['Package', 'Build', 'Full build', 'Modules compiled'],
      report.packages.map((one) => [code(one.installable), one.build, origins[one.origin], modules(one)]),
    ),
    reasons(report.packages),
    report.warnings.map((warning) => `> :warning: ${escaped(warning)}`).join('\n>\n'),
    details(
      `Time by phase: ${duration(report.phases.reduce((sum, phase) => sum + phase.seconds, 0))}`,
      table(
        ['Phase', 'Time'],
        report.phases.map((phase) => [phase.name, duration(phase.seconds)]),
      ),
    ),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n')
}

function baseSentences(report: Report): string {
  const { head, cacheName } = report
  const bases = basesOf(report)
  if (bases.length === 0)
    return `HEAD is ${code(head.revision.slice(0, 12))}; the full build’s commit is not known.`
  return [...bases.map((base) => baseSentence(head, base)), `Cache: ${code(cacheName)}.`].join(' ')
}

function baseSentence(head: Report['head'], base: BaseCommit): string {
  const age = duration(Math.max(0, head.time - base.time))
  const boundary =
    base.boundary === undefined
      ? 'as the input `revision` says'
      : base.root
        ? 'the root commit, since none is older than the boundary'
        : `the last commit before ${isoTime(base.boundary)}`
  return `HEAD ${code(head.revision.slice(0, 12))} is ${age} newer than the full build’s commit ${code(base.revision.slice(0, 12))}, ${boundary}.`
}

function modules(one: PackageReport): string {
  if (one.build === 'none' || (one.modulesTotal === 0 && one.compiled.length === 0)) return '–'
  return `${one.compiled.length} of ${one.modulesTotal}`
}

/** How many modules GHC compiled for which reason. */
function reasons(packages: readonly PackageReport[]): string {
  const counts = new Map<string, number>()
  for (const { reason } of packages.flatMap((one) => one.compiled)) {
    const text = reason === undefined ? 'First build of the module' : reason
    counts.set(text, (counts.get(text) ?? 0) + 1)
  }
  if (counts.size === 0) return ''
  const rows = [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([reason, count]) => [escaped(reason), String(count)])
  return details('Why modules were compiled', table(['Reason that GHC gave', 'Modules'], rows))
}

/** `1 d 2 h`, `3 min 20 s`, `4 s`: the two largest units. */
export function duration(seconds: number): string {
  const units = [
    ['d', 86_400],
    ['h', 3_600],
    ['min', 60],
    ['s', 1],
  ] as const
  let rest = Math.round(seconds)
  const parts: string[] = []
  for (const [name, size] of units) {
    const count = Math.floor(rest / size)
    rest -= count * size
    if (count > 0) parts.push(`${count} ${name}`)
  }
  return parts.slice(0, 2).join(' ') || '0 s'
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n')
}

function details(title: string, body: string): string {
  return `<details><summary>${title}</summary>\n\n${body}\n\n</details>`
}

function code(text: string): string {
  return `<code>${escaped(text)}</code>`
}

/** Text that Markdown and HTML take for nothing but text. */
export function escaped(text: string): string {
  return text
    .replace(/[\r\n]+/g, ' ')
    .replace(/[&<>"'`|*_[\]\\~#@!]/g, (character) => `&#${character.charCodeAt(0)};`)
}
