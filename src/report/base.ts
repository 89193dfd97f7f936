import { code, duration, link } from './markdown.ts'
import { isoTime } from './outputs.ts'
import { type BaseCommit, basesOf, type Commit, levelsOf, type Report } from './report.ts'

/** Which commits the full builds are of. Empty if not even HEAD is known. */
export function baseSentences(report: Report): string {
  const { head } = report
  if (head === undefined) return ''
  const bases = basesOf(report)
  if (bases.length === 0)
    return `HEAD is ${commitLink(report, head.revision)}; the full build’s commit is not known.`
  return [...bases.map((base) => baseSentence(report, head, base)), `Cache: ${code(report.cacheName)}.`].join(
    ' ',
  )
}

function baseSentence(report: Report, head: Commit, base: BaseCommit): string {
  const age = duration(Math.max(0, head.time - base.time))
  const above = levelsOf(base.coarser).map(
    (level) =>
      ` Full builds of it are made on those of ${commitLink(report, level.revision)}, ${chosen(level)}.`,
  )
  return `HEAD ${commitLink(report, head.revision)} is ${age} newer than the full build’s commit ${commitLink(report, base.revision)}, ${chosen(base)}.${above.join('')}`
}

/** Why it is this commit. */
function chosen({ boundary, root, fitting }: BaseCommit): string {
  if (fitting === true) return 'the commit since which the compiler, its flags and packages are those of HEAD'
  if (boundary === undefined) return 'as `revision` says'
  return root
    ? 'the root commit, since none is older than the boundary'
    : `the last commit before ${isoTime(boundary)}`
}

/** Short, and a link where the page is known. */
function commitLink(report: Report, revision: string): string {
  return link(code(shortRevision(revision)), commitUrl(report, revision))
}

/** Undefined where it is not known. */
export function commitUrl({ repositoryUrl }: Report, revision: string): string | undefined {
  return repositoryUrl === undefined ? undefined : `${repositoryUrl}/commit/${encodeURIComponent(revision)}`
}

export function shortRevision(revision: string): string {
  return revision.slice(0, 12)
}
