import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { callFaultsMarkdown, callRows, runnerRows, titleOf } from '../e2e/call-faults/rows.ts'

it('docs/faults.md is the table of the test (UPDATE_DOCS=1 writes it)', () => {
  const path = fileURLToPath(new URL('../../docs/faults.md', import.meta.url))
  if (process.env.UPDATE_DOCS === '1') writeFileSync(path, callFaultsMarkdown())
  expect(readFileSync(path, 'utf8')).toBe(callFaultsMarkdown())
})

it('no row is there twice', () => {
  const titles = [...callRows, ...runnerRows].map(titleOf)
  expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([])
  expect(titles.length).toBeGreaterThanOrEqual(40)
})
