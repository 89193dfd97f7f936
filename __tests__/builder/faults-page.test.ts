import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { builderFaultRows, builderFaultsMarkdown } from '../e2e/builder-faults/rows.ts'

it('docs/builder-faults.md is the table of the test (UPDATE_DOCS=1 writes it)', () => {
  const path = fileURLToPath(new URL('../../docs/builder-faults.md', import.meta.url))
  if (process.env.UPDATE_DOCS === '1') writeFileSync(path, builderFaultsMarkdown())
  expect(readFileSync(path, 'utf8')).toBe(builderFaultsMarkdown())
})

it('no row is there twice', () => {
  const names = builderFaultRows.map((row) => `${row.stage} ${row.fault}`)
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
})
