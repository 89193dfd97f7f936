import { pageOf } from '../../testing/page.ts'
import { endedRows, faultRows, faultsMarkdown } from '../e2e/faults/rows.ts'

it('docs/cache-faults.md is the table of the test (UPDATE_DOCS=1 writes it)', () => {
  expect(pageOf('cache-faults.md', faultsMarkdown())).toBe(faultsMarkdown())
})

it('no row is there twice', () => {
  const names = [...faultRows, ...endedRows].map((row) => `${row.cache} ${row.phase} ${row.fault}`)
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
  expect(names.length).toBeGreaterThanOrEqual(40)
})
