import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import {
  benchSection,
  inputsTable,
  newestResult,
  replaceSection,
  withReference,
} from '../../scripts/reference.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
const read = (path: string) => readFileSync(`${root}/${path}`, 'utf8')
const manifest = parse(read('action.yml'))
const readme = read('README.md')
const quickStart = /```yaml\n([\s\S]*?)```/.exec(readme)?.[1] ?? ''

it('the quick start is ten lines', () => {
  expect(quickStart.trimEnd().split('\n')).toHaveLength(10)
})

it('the reference is that of action.yml (npm run docs)', () => {
  expect(readme).toBe(withReference(readme, manifest))
  const page = read('docs/truncate.md')
  expect(page).toBe(withReference(page, parse(read('truncate/action.yml'))))
  const builder = read('docs/linux-builder.md')
  const inputs = inputsTable(parse(read('linux-builder/action.yml')))
  expect(builder).toBe(replaceSection(builder, 'inputs', inputs))
})

describe('the figures', () => {
  it('are those of the newest result (npm run docs)', () => {
    expect(readme).toBe(replaceSection(readme, 'bench', benchSection(newestResult(root))))
    expect(readme).toMatch(/\| 300 \|.*\d×/)
  })

  it('are ratios of what was measured', () => {
    const rows = [...newestResult(root).text.matchAll(/\| ([\d.]+) s \| ([\d.]+) s \| ([\d.]+)× \|/g)]
    expect(rows.length).toBeGreaterThanOrEqual(6)
    // Seconds are rounded to one digit before the ratio is compared.
    for (const [, action, plain, ratio] of rows)
      expect(Math.abs(Number(plain) / Number(action) - Number(ratio))).toBeLessThan(0.2)
  })
})
