import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { replaceSection } from '../../scripts/reference.mjs'
import { mayWrite } from '../../src/cache/permission.ts'
import { defaultOccasion, writeTable, writeTableMarkdown } from './write-table.ts'

describe.each(writeTable)('$when', ({ occasion, store, github }) => {
  const full = { ...defaultOccasion, ...occasion }
  it('auto', () => {
    expect(mayWrite('auto', 'store', full)).toEqual(store)
    expect(mayWrite('auto', 'github', full)).toEqual(github)
  })
  it('never', () => {
    expect(mayWrite('never', 'store', full)).toMatchObject({ write: false })
    expect(mayWrite('never', 'github', full)).toMatchObject({ write: false })
  })
  it('always, unless the GitHub cache cannot take it', () => {
    const vain = full.cacheMode === 'read' || !full.hasCacheToken
    expect(mayWrite('always', 'store', full).write).toBe(true)
    expect(mayWrite('always', 'github', full).write).toBe(!vain)
  })
})

it('the table of docs/caches.md is this one (UPDATE_DOCS=1 writes it)', () => {
  const path = fileURLToPath(new URL('../../docs/caches.md', import.meta.url))
  const text = readFileSync(path, 'utf8')
  const expected = replaceSection(text, 'writers', writeTableMarkdown())
  if (process.env.UPDATE_DOCS === '1') writeFileSync(path, expected)
  else expect(text).toBe(expected)
})
