import { readFileSync } from 'node:fs'
import { pageOf } from '../../testing/page.ts'
import { compiledMarkdown } from '../e2e/compiled/rows.ts'

it('docs/builders-c.md has the table of the test (UPDATE_DOCS=1 writes it)', () => {
  const page = readFileSync(new URL('../../docs/builders-c.md', import.meta.url), 'utf8')
  const made = page.replace(
    /(<!-- compiled:begin -->\n\n)[\s\S]*?(\n<!-- compiled:end -->)/,
    (_, begin: string, end: string) => begin + compiledMarkdown() + end,
  )
  expect(made).toContain(compiledMarkdown())
  expect(pageOf('builders-c.md', made)).toBe(made)
})
