import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Linked, overviewTable, type Result } from '../bench/monolith/overview.ts'
import { replaceSection } from './reference.mjs'

/** What the README and docs/speed.md say of the newest results of `npm run bench:monolith`: `npm run docs`. */

const root = fileURLToPath(new URL('..', import.meta.url))
const directory = 'bench/results'

/** The newest of each kind, the smallest package first, and of one size the settings of most jobs. */
export function newestResults(from: string): readonly Linked[] {
  const newest = new Map<string, Linked>()
  for (const name of readdirSync(`${root}/${directory}`).sort()) {
    const kind = /^(monolith-\d+(?:-O\d)?(?:-defaults)?(?:-ghc[.\d]+)?(?:-edits)?)-[-\d]{10}\.json$/.exec(
      name,
    )?.[1]
    if (kind === undefined) continue
    const result = JSON.parse(readFileSync(`${root}/${directory}/${name}`, 'utf8')) as Result
    newest.set(kind, { result, link: `${from}${directory}/${name.replace(/json$/, 'md')}` })
  }
  return [...newest.values()].toSorted((one, other) => {
    const [a, b] = [one.result.options, other.result.options]
    const versions = one.result.ghc.localeCompare(other.result.ghc, 'en', { numeric: true })
    const size = a.modules - b.modules || Number(a.defaults) - Number(b.defaults)
    return size || b.optimization - a.optimization || versions
  })
}

/** The files by their paths. */
export function withFigures(): Readonly<Record<'README.md' | 'docs/speed.md', string>> {
  const page = (path: string, from: string) =>
    replaceSection(
      readFileSync(`${root}/${path}`, 'utf8'),
      'figures',
      `\n${overviewTable(newestResults(from))}\n`,
    )
  return { 'README.md': page('README.md', ''), 'docs/speed.md': page('docs/speed.md', '../') }
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  for (const [path, text] of Object.entries(withFigures())) writeFileSync(`${root}/${path}`, text)
