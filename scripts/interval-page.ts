import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { intervalPage, intervalPicture, type ReplayedRepository } from '../bench/intervals/page.ts'

/** docs/interval.md and docs/interval.svg, made from the newest result of `npm run bench:intervals`: `npm run docs:interval`. */

const root = fileURLToPath(new URL('..', import.meta.url))

/** Path of the newest result. */
function newestResult(): string {
  const results = readdirSync(`${root}/bench/results`).filter((name) => /^intervals-.*\.json$/.test(name))
  return `bench/results/${results.sort().at(-1)}`
}

export function newestRepositories(): readonly ReplayedRepository[] {
  return JSON.parse(readFileSync(`${root}/${newestResult()}`, 'utf8')) as readonly ReplayedRepository[]
}

/** The files by their paths. */
export function intervalFiles(): Readonly<Record<'docs/interval.md' | 'docs/interval.svg', string>> {
  const repositories = newestRepositories()
  const template = readFileSync(`${root}/bench/intervals/page.md`, 'utf8')
  return {
    'docs/interval.md': intervalPage(template, repositories, newestResult()),
    'docs/interval.svg': intervalPicture(repositories),
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  for (const [path, text] of Object.entries(intervalFiles())) writeFileSync(`${root}/${path}`, text)
