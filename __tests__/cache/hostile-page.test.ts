import { pageOf } from '../../testing/page.ts'
import { hostileMarkdown, hostileRows } from '../e2e/hostile/rows.ts'

it('docs/hostile-entries.md is the table of the test (UPDATE_DOCS=1 writes it)', () => {
  expect(pageOf('hostile-entries.md', hostileMarkdown())).toBe(hostileMarkdown())
})

it('no row is there twice', () => {
  expect(new Set(hostileRows.map(({ cache, entry }) => `${cache} ${entry}`)).size).toBe(hostileRows.length)
})
