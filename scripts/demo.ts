import { appendFileSync } from 'node:fs'
import { type Row, tellStory } from '../testing/demo-story.ts'

/** The README's demo: see testing/demo-story.ts. Takes some minutes, since the plain builds that it compares with do. */

const columns: readonly [string, (row: Row) => string][] = [
  ['run', (row) => row.run],
  ['base revision', (row) => row.base],
  ['hit', (row) => (row.hit ? 'yes' : 'no')],
  ['modules compiled', (row) => row.compiled],
  ['seconds', (row) => row.seconds.toFixed(1)],
  ['plain build', (row) => row.plainSeconds?.toFixed(1) ?? '–'],
]

console.log('A Haskell project of 60 modules with ten days of history; every run is the bundled action.\n')
const rows = await tellStory({ modules: 60, optimization: 1, size: 24 }, (row) => {
  console.log(`${row.run}: ${row.seconds.toFixed(1)} s`)
})
const cells = [columns.map(([title]) => title), ...rows.map((row) => columns.map(([, cell]) => cell(row)))]
const widths = columns.map((_, column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)))
console.log()
for (const line of cells)
  console.log(
    line
      .map((text, column) => text.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )

// In a workflow, all of the summaries are shown on the page of the run.
const summaryFile = process.env.GITHUB_STEP_SUMMARY
if (summaryFile) {
  for (const { run, summary } of rows) appendFileSync(summaryFile, `## ${run}\n\n${summary}\n`)
}
