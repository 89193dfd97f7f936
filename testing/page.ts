import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The text of a page in docs/ that a test makes; with UPDATE_DOCS=1 it is written first. */
export function pageOf(name: string, made: string): string {
  const path = fileURLToPath(new URL(`../docs/${name}`, import.meta.url))
  if (process.env.UPDATE_DOCS === '1') writeFileSync(path, made)
  return readFileSync(path, 'utf8')
}
