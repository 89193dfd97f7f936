import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { formatted, optionsTable, referenceSource, replaceSection } from '../../scripts/reference.mjs'
import { helpText, meaningOf, usageOf } from '../../src/cli/help.ts'
import {
  inOtherWords,
  isInput,
  options,
  optionsOf,
  ownDefaults,
  type Verb,
  verbs,
} from '../../src/cli/options.ts'
import { defaults, reference } from '../../src/inputs/index.ts'

const root = new URL('../../', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, root), 'utf8')
const inputsOf = (path: string): Record<string, { description: string; default?: string }> =>
  parse(read(path)).inputs
const inputs = { ...inputsOf('truncate/action.yml'), ...inputsOf('action.yml') }
const oneLine = (text: string) => text.trim().replace(/\s+/g, ' ')

it('the reference is that of action.yml (npm run docs)', () => {
  for (const [name, { description, default: value }] of Object.entries(reference))
    expect([name, description, value]).toEqual([
      name,
      oneLine(inputs[name]!.description),
      inputs[name]!.default,
    ])
  expect(Object.keys(reference).sort()).toEqual(
    Object.keys(inputs)
      .filter((name) => name !== 'github-token')
      .sort(),
  )
  const manifests = ['action.yml', 'truncate/action.yml'].map((path) => parse(read(path)))
  const path = 'src/inputs/reference.ts'
  expect(read(path)).toBe(formatted(path, referenceSource(manifests), new URL('.', root).pathname))
})

it('the page has the options of the help (npm run docs)', () => {
  const page = read('docs/terminal.md')
  expect(page).toBe(replaceSection(page, 'options', optionsTable(options, { meaningOf, usageOf, verbs })))
})

const rows = verbs.flatMap((verb) => optionsOf(verb).map((option): [Verb, string] => [verb, option.name]))

it.each(rows)('%s --help has --%s, in the words of action.yml unless they are for jobs', (verb, name) => {
  const option = options.find((one) => one.name === name)!
  const help = oneLine(helpText(verb))
  expect(help).toContain(oneLine(`${usageOf(option)} ${meaningOf(option)}`))
  if (!isInput(name)) return
  if (!inOtherWords.includes(name)) expect(help).toContain(oneLine(inputs[name]!.description))
  const own = (ownDefaults as Record<string, string>)[name]
  expect(option.default).toBe(own ?? inputs[name]!.default)
  expect(option.default).toBe(own ?? defaults[name] ?? '')
})

it('offers every input of the action that is not for jobs alone', () => {
  const forJobs = ['annotations', 'comment', 'github-token', 'start', 'summary']
  // In other ways: what is built, by which command, and by a file that has the key.
  const otherwise = ['installables', 'mode', 'signing-key']
  const machines = Object.keys(inputs).filter(
    (name) => name.startsWith('linux-builder') || name === 'builders',
  )
  const offered = options.filter(({ name }) => isInput(name)).map(({ name }) => name)
  expect([...offered, ...forJobs, ...otherwise, ...machines].sort()).toEqual(Object.keys(inputs).sort())
})

it.each([undefined, ...verbs])('the help of %s fits on a terminal', (verb) => {
  const lines = helpText(verb).split('\n')
  expect(lines[0]).toMatch(/^Usage: incremental-nix /)
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80)
})
