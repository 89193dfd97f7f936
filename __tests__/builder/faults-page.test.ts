import { pageOf } from '../../testing/page.ts'
import { builderFaultRows, builderFaultsMarkdown } from '../e2e/builder-faults/rows.ts'

it('docs/builder-faults.md is the table of the test (UPDATE_DOCS=1 writes it)', () => {
  expect(pageOf('builder-faults.md', builderFaultsMarkdown())).toBe(builderFaultsMarkdown())
})

it('no row is there twice', () => {
  const names = builderFaultRows.map((row) => `${row.stage} ${row.fault}`)
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
})
