import { summaryOf } from '../../src/report/summary.ts'
import { faultsOf, findBrowser, scrolledOn, withBrowser } from '../../testing/render.ts'
import { createReport, unitReport } from '../../testing/report.ts'
import { makeSummaries, type SummaryKind } from '../../testing/summaries.ts'

/** What people see of a run: its summary in a real browser, in both colour schemes, on a wide page and on a telephone. */

const browser = findBrowser()
if (browser === undefined)
  console.log('Skipped: there is no chromium on PATH; `scripts/setup test` installs it.')

const large = summaryOf(
  createReport({
    units: [
      unitReport({
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
  hit: {
    title: 'Built on top of the full build',
    tables: 4,
    texts: [
      'restored',
      'plain: new since the full build',
      '8 units were taken unchanged',
      '8 unchanged units',
      'acme-jobs-1.4.0',
      '2 derivations built beside the units: 55 s',
      'The import of ‘Data.Char’ is redundant',
      'Restore full builds',
    ],
  },
  miss: {
    title: 'Built on top of the full build',
    tables: 4,
    texts: [
      'built now',
      'the full builds of 11 units were made first',
      'See whether the schedule',
      'Build HEAD',
    ],
  },
  failure: {
    title: 'The build failed',
    tables: 1,
    texts: ['GHC-83865', "Couldn't match", 'failed', '2 units that were not built', 'Build HEAD'],
  },
  nightly: {
    title: 'Full build for the next commits',
    tables: 1,
    texts: ['main', 'release-1', 'built now', '18 units with full builds in the cache already'],
  },
}

;(browser === undefined ? describe.skip : describe)('rendered', () => {
  const summaries = makeSummaries()

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
