import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'

/** The reference tables of the README, and the help of the terminal, made from action.yml: `npm run docs`. */

const cell = (text) => text.trim().replaceAll('|', '\\|').replace(/\s+/g, ' ')

/** @param {{ inputs: Record<string, { description: string, default?: string }> }} manifest */
export function inputsTable(manifest) {
  const rows = Object.entries(manifest.inputs).map(
    ([name, input]) =>
      `| \`${name}\` | ${input.default ? `\`${input.default}\`` : ''} | ${cell(input.description)} |`,
  )
  return ['| Input | Default | Meaning |', '| --- | --- | --- |', ...rows].join('\n')
}

/** @param {{ outputs: Record<string, { description: string }> }} manifest */
export function outputsTable(manifest) {
  const rows = Object.entries(manifest.outputs).map(
    ([name, output]) => `| \`${name}\` | ${cell(output.description)} |`,
  )
  return ['| Output | Meaning |', '| --- | --- |', ...rows].join('\n')
}

/**
 * What a front that is no action knows of inputs, as a source.
 * @param {readonly { inputs: Record<string, { description: string, default?: string }> }[]} manifests of which the first
 * that has an input counts
 */
export function referenceSource(manifests) {
  const all = Object.fromEntries(manifests.toReversed().flatMap(({ inputs }) => Object.entries(inputs)))
  const entries = Object.entries(all)
    .filter(([, input]) => !input.default?.startsWith('${{'))
    .map(([name, input]) => [
      name,
      { default: input.default ?? '', description: input.description.trim().replace(/\s+/g, ' ') },
    ])
  return [
    '/** What action.yml says of inputs; made of it by `npm run docs`. */',
    'export const reference: Readonly<Record<string, { readonly default: string; readonly description: string }>> =',
    JSON.stringify(Object.fromEntries(entries)),
    '',
  ].join('\n')
}

/**
 * The options of the terminal, which are in src/cli/options.ts.
 * @param {readonly { name: string, verbs: readonly string[] }[]} options
 * @param {{ usageOf: (option: any) => string, meaningOf: (option: any) => string, verbs: readonly string[] }} help
 */
export function optionsTable(options, { usageOf, meaningOf, verbs }) {
  const rows = options.map((option) => {
    const all = option.verbs.length === verbs.length
    const names = all ? 'all' : option.verbs.map((verb) => `\`${verb}\``).join(', ')
    return `| \`${usageOf(option)}\` | ${names} | ${cell(meaningOf(option))} |`
  })
  return ['| Option | Commands | Meaning |', '| --- | --- | --- |', ...rows].join('\n')
}

/** As Biome formats it. @param {string} path @param {string} text @param {string} root */
export function formatted(path, text, root) {
  const biome = `${root}/node_modules/@biomejs/biome/bin/biome`
  const args = [biome, 'format', `--stdin-file-path=${path}`]
  return execFileSync(process.execPath, args, { cwd: root, input: text, encoding: 'utf8' })
}

/**
 * @param {string} text
 * @param {string} name of the section, which stands between two comments
 * @param {string} content
 */
export function replaceSection(text, name, content) {
  const [begin, end] = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`]
  const start = text.indexOf(begin)
  const stop = text.indexOf(end)
  if (start < 0 || stop < start) throw new Error(`there is no section ${name}`)
  return `${text.slice(0, start)}${begin}\n${content}\n${text.slice(stop)}`
}

/**
 * A page with the tables of an action.
 * @param {string} page
 * @param {{ inputs: Record<string, { description: string, default?: string }>, outputs: Record<string, { description: string }> }} manifest
 */
export function withReference(page, manifest) {
  return replaceSection(
    replaceSection(page, 'inputs', inputsTable(manifest)),
    'outputs',
    outputsTable(manifest),
  )
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = fileURLToPath(new URL('..', import.meta.url))
  const manifest = parse(readFileSync(`${root}/action.yml`, 'utf8'))
  const readme = readFileSync(`${root}/README.md`, 'utf8')
  writeFileSync(`${root}/README.md`, withReference(readme, manifest))
  const truncate = parse(readFileSync(`${root}/truncate/action.yml`, 'utf8'))
  const page = `${root}/docs/truncate.md`
  writeFileSync(page, withReference(readFileSync(page, 'utf8'), truncate))
  const builder = parse(readFileSync(`${root}/linux-builder/action.yml`, 'utf8'))
  const builderPage = `${root}/docs/linux-builder.md`
  writeFileSync(
    builderPage,
    replaceSection(readFileSync(builderPage, 'utf8'), 'inputs', inputsTable(builder)),
  )
  const source = 'src/inputs/reference.ts'
  writeFileSync(`${root}/${source}`, formatted(source, referenceSource([manifest, truncate]), root))
  const { options, verbs } = await import('../src/cli/options.ts')
  const { meaningOf, usageOf } = await import('../src/cli/help.ts')
  const terminal = `${root}/docs/terminal.md`
  const table = optionsTable(options, { meaningOf, usageOf, verbs })
  writeFileSync(terminal, replaceSection(readFileSync(terminal, 'utf8'), 'options', table))
}
