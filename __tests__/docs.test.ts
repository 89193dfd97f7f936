import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse, parseAllDocuments } from 'yaml'
import {
  benchSection,
  inputsTable,
  newestResult,
  outputsTable,
  replaceSection,
} from '../scripts/reference.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const read = (path: string) => readFileSync(`${root}/${path}`, 'utf8')
const manifest = parse(read('action.yml'))
const readme = read('README.md')
const pages = readme + read('docs/caches.md') + read('docs/events.md')
const examples = [...pages.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = '']) => text)

interface Step {
  readonly id?: string
  readonly uses?: string
  readonly with?: Record<string, unknown>
}

function stepsOf(value: unknown): Step[] {
  if (Array.isArray(value)) return value.flatMap(stepsOf)
  if (typeof value !== 'object' || value === null) return []
  const step: Step[] = 'uses' in value ? [value as Step] : []
  return [...step, ...Object.values(value).flatMap(stepsOf)]
}

it('has examples that use the action', () => {
  expect(examples.length).toBeGreaterThanOrEqual(3)
})

describe.each(examples.map((text) => [text.split('\n').slice(0, 2).join(' '), text]))(
  'example %s',
  (_, text) => {
    const ours = stepsOf(parse(text)).filter((step) =>
      step.uses?.startsWith('incremental-nix/incremental-nix@'),
    )

    it('is YAML, and uses the action with inputs that exist', () => {
      expect(parseAllDocuments(text).flatMap((document) => document.errors)).toEqual([])
      expect(ours.length).toBeGreaterThan(0)
      const names = ours.flatMap((step) => Object.keys(step.with ?? {}))
      expect(names.filter((name) => !(name in manifest.inputs))).toEqual([])
    })

    it('reads outputs that exist, of steps that exist', () => {
      const used = [...text.matchAll(/steps\.([\w-]+)\.outputs\.([\w-]+)/g)].map(([, id, output]) => ({
        id,
        output,
      }))
      expect(used.filter(({ id }) => !ours.some((step) => step.id === id))).toEqual([])
      expect(used.filter(({ output }) => !((output ?? '') in manifest.outputs))).toEqual([])
    })
  },
)

it('the quick start is ten lines', () => {
  expect(examples[0]?.trimEnd().split('\n')).toHaveLength(10)
})

it('the reference is that of action.yml (npm run docs)', () => {
  const expected = replaceSection(
    replaceSection(readme, 'inputs', inputsTable(manifest)),
    'outputs',
    outputsTable(manifest),
  )
  expect(readme).toBe(expected)
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
