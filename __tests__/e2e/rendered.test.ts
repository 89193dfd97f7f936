import { summaryOf } from '../../src/report/summary.ts'
import { faultsOf, findBrowser, scrolledOn, withBrowser } from '../../testing/render.ts'
import { createReport, packageReport } from '../../testing/report.ts'
import { makeSummaries, type SummaryKind } from '../../testing/summaries.ts'

/** What people see of a run: its summary in a real browser, in both colour schemes, on a wide page and on a telephone. */

const browser = findBrowser()
if (browser === undefined)
  console.log('Skipped: there is no chromium on PATH; `scripts/setup test` installs it.')

const large = summaryOf(
  createReport({
    packages: [
      packageReport({
        compiled: Array.from({ length: 5000 }, (_, index) => ({
          name: `Company.Product.Component.Module${index}`,
          reason: index % 3 === 0 ? 'Source file changed' : `Company.Product.Module${index % 50} changed`,
        })),
        modulesTotal: 5000,
      }),
    ],
    warnings: [`${'long'.repeat(200)} is built without the optimisation`],
  }),
)

/** What must be seen without looking for it, and after unfolding. */
const expected: Record<
  SummaryKind,
  { readonly title: string; readonly tables: number; readonly texts: string[] }
> = {
  miss: { title: 'Built on top of the full build', tables: 2, texts: ['built now', 'Build HEAD'] },
  hit: {
    title: 'Built on top of the full build',
    tables: 2,
    texts: ['restored from the cache', 'The import of ‘Data.Char’ is redundant', 'Restore full builds'],
  },
  failure: { title: 'The build failed', tables: 0, texts: ['GHC-83865', "Couldn't match", 'Build HEAD'] },
  nightly: { title: 'Full build for the next commits', tables: 1, texts: ['main', 'release-1', 'built now'] },
}

;(browser === undefined ? describe.skip : describe)('rendered', () => {
  let summaries: Record<SummaryKind, string>
  beforeAll(async () => {
    summaries = await makeSummaries({ modules: 7 })
  })

  it('shows a miss, a hit, a failure and a nightly so that all can be read', async () => {
    await withBrowser(browser ?? '', async (newPage) => {
      for (const [kind, { title, tables, texts }] of Object.entries(expected)) {
        for (const scheme of ['light', 'dark'] as const) {
          for (const width of [980, 390]) {
            const page = await newPage(summaries[kind as SummaryKind], { scheme, width, open: true })
            const name = [kind, scheme, width]
            expect([...name, await page.locator('h3').textContent()]).toEqual([...name, title])
            expect([...name, await page.locator('table:visible').count()]).toEqual([...name, tables])
            // The timeline is the last one.
            expect([...name, await page.locator('pre:visible').last().textContent()]).toEqual([
              ...name,
              expect.stringContaining('█'),
            ])
            for (const text of texts)
              expect([...name, text, await page.getByText(text).first().isVisible()]).toEqual([
                ...name,
                text,
                true,
              ])
            expect([...name, await faultsOf(page)]).toEqual([...name, []])
            if (width === 980 && kind !== 'failure')
              expect([...name, await scrolledOn(page)]).toEqual([...name, []])
            await page.close()
          }
        }
      }
    })
  })

  it('shows 5,000 modules and a word without end within the page', async () => {
    await withBrowser(browser ?? '', async (newPage) => {
      for (const width of [980, 390]) {
        const page = await newPage(large, { scheme: 'light', width, open: false })
        expect(await page.locator('h3').isVisible()).toBe(true)
        expect(await faultsOf(page)).toEqual([])
        await page.close()
      }
    })
  })

  it('would notice what cannot be read', async () => {
    await withBrowser(browser ?? '', async (newPage) => {
      const bad = '<p style="color: #999">pale</p>\n\n<div style="width: 3000px">wide</div>'
      const page = await newPage(bad, { scheme: 'light', width: 980, open: false })
      expect(await faultsOf(page)).toEqual([
        expect.stringContaining('pale'),
        expect.stringContaining('wide in'),
      ])
    })
  })
})
