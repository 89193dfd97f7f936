import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { findBrowser, withBrowser } from '../testing/render.ts'
import { makeSummaries, type SummaryKind } from '../testing/summaries.ts'

/** `npm run screenshots`: the pictures of docs/screenshots, of the samples in testing/summaries.ts. */

const directory = fileURLToPath(new URL('../docs/screenshots/', import.meta.url))
const browser = findBrowser()
if (browser === undefined) throw new Error('there is no chromium on PATH: run `scripts/setup test`')

const summaries = makeSummaries()
mkdirSync(directory, { recursive: true })
await withBrowser(browser, async (newPage) => {
  for (const [kind, text] of Object.entries(summaries) as [SummaryKind, string][]) {
    for (const scheme of ['light', 'dark'] as const) {
      const page = await newPage(text, { scheme, width: 940, open: kind !== 'failure' })
      await page.screenshot({ path: `${directory}${kind}-${scheme}.png`, fullPage: true })
      await page.close()
    }
  }
})
