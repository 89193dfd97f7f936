import { readFileSync } from 'node:fs'
import { editTable } from '../../testing/edit-table.ts'
import * as go from '../../testing/go/edits.ts'
import * as rust from '../../testing/rust/edits.ts'

// What is compiled after which edit is what the end-to-end tests of the adapters demand.

it.each([
  ['builders-go.md', editTable(go.rows, 'Packages compiled', go.all.length)],
  ['builders-rust.md', editTable(rust.rows, 'Crates compiled', rust.all.length)],
])('%s has the table', (name, table) => {
  const page = readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8')
  expect(page).toContain(`\n\n${table}\n\n`)
})
