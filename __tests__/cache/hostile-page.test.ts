import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { hostileMarkdown, hostileRows } from '../e2e/hostile/rows.ts'

it('docs/hostile-entries.md is the table of the test (UPDATE_DOCS=1 writes it)', () => {
  const path = fileURLToPath(new URL('../../docs/hostile-entries.md', import.meta.url))
  if (process.env.UPDATE_DOCS === '1') writeFileSync(path, hostileMarkdown())
  expect(readFileSync(path, 'utf8')).toBe(hostileMarkdown())
})

it('no row is there twice', () => {
  expect(new Set(hostileRows.map(({ cache, entry }) => `${cache} ${entry}`)).size).toBe(hostileRows.length)
})
