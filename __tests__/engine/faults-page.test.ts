import { pageOf } from '../../testing/page.ts'
import { callFaultsMarkdown, callRows, runnerRows, titleOf } from '../e2e/call-faults/rows.ts'

it('docs/faults.md is the table of the test (UPDATE_DOCS=1 writes it)', () => {
  expect(pageOf('faults.md', callFaultsMarkdown())).toBe(callFaultsMarkdown())
})

it('no row is there twice', () => {
  const titles = [...callRows, ...runnerRows].map(titleOf)
  expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([])
  expect(titles.length).toBeGreaterThanOrEqual(40)
})
