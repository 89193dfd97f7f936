import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { inputsTable, replaceSection, withReference } from '../../scripts/reference.mjs'

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
