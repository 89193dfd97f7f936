import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { endedRows, faultRows, faultsMarkdown } from '../e2e/faults/rows.ts'

it('docs/cache-faults.md is the table of the test (UPDATE_DOCS=1 writes it)', () => {
  const path = fileURLToPath(new URL('../../docs/cache-faults.md', import.meta.url))
  if (process.env.UPDATE_DOCS === '1') writeFileSync(path, faultsMarkdown())
  expect(readFileSync(path, 'utf8')).toBe(faultsMarkdown())
})

it('no row is there twice', () => {
  const names = [...faultRows, ...endedRows].map((row) => `${row.cache} ${row.phase} ${row.fault}`)
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
  expect(names.length).toBeGreaterThanOrEqual(40)
})
