import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import MarkdownIt from 'markdown-it'
import githubAlerts from 'markdown-it-github-alerts'
import { type BrowserContext, chromium, type Page } from 'playwright-core'
import { faults, scrolled } from './in-page.mjs'

/** Job summaries as GitHub shows them: its Markdown, its style sheet, in a real browser. */

export type Scheme = 'light' | 'dark'

/** The browser on PATH; undefined if there is none. */
export function findBrowser(path = process.env.PATH ?? ''): string | undefined {
  return ['chromium', 'google-chrome']
    .flatMap((name) => path.split(delimiter).map((directory) => join(directory, name)))
    .find((file) => existsSync(file))
}

const styleSheet = fileURLToPath(
  new URL('../node_modules/github-markdown-css/github-markdown.css', import.meta.url),
)
const markdown = new MarkdownIt({ html: true }).use(githubAlerts)

/** The page; `open` unfolds what is folded. */
export function pageOf(text: string, open: boolean): string {
  const body = markdown.render(text).replaceAll('<details>', open ? '<details open>' : '<details>')
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Summary</title>
<style>${readFileSync(styleSheet, 'utf8')}</style>
<style>
  body { margin: 0; }
  .markdown-body { padding: 24px; min-height: 100vh; box-sizing: border-box; }
</style>
<body class="markdown-body">${body}</body>
</html>`
}

/** Runs `body` with a browser of its own, without network, profile or sandbox (which root does not get). */
export async function withBrowser<T>(
  executablePath: string,
  body: (newPage: (text: string, view: View) => Promise<Page>) => Promise<T>,
): Promise<T> {
  const profile = mkdtempSync(join(tmpdir(), 'browser-'))
  const browser = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    offline: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-dev-shm-usage',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
  try {
    return await body((text, view) => show(browser, text, view))
  } finally {
    await browser.close()
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
  }
}

export interface View {
  readonly scheme: Scheme
  /** Of the window, in pixels. */
  readonly width: number
  readonly open: boolean
}

async function show(browser: BrowserContext, text: string, { scheme, width, open }: View): Promise<Page> {
  const page = await browser.newPage()
  await page.emulateMedia({ colorScheme: scheme })
  await page.setViewportSize({ width, height: 300 })
  await page.setContent(pageOf(text, open))
  return page
}

/** What cannot be read on a page: nothing, if all is well. */
export function faultsOf(page: Page): Promise<string[]> {
  return page.evaluate(faults)
}

/** Tables and texts in a fixed-width font that are to be scrolled, since they are wider than the page. */
export function scrolledOn(page: Page): Promise<string[]> {
  return page.evaluate(scrolled)
}
