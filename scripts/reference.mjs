import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'

/** The reference tables of the README, made from action.yml: `npm run docs`. */

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

/** The newest result of `npm run bench:incremental`. @param {string} root */
export function newestResult(root) {
  const directory = `${root}/bench/results`
  const name = readdirSync(directory)
    .filter((file) => /^incremental-.*\.md$/.test(file))
    .sort()
    .at(-1)
  if (name === undefined) throw new Error('there is no result; run `npm run bench:incremental`')
  return { name, text: readFileSync(`${directory}/${name}`, 'utf8') }
}

/** What the README shows of a result. @param {{ name: string, text: string }} result */
export function benchSection({ name, text }) {
  const table = text.split('\n').filter((line) => line.startsWith('|'))
  const circumstances = text.split('\n\n')[1]?.trim()
  return [
    '',
    'A generated Haskell package, the whole job with the full build restored from a cache, against `nix build` of the same',
    `commit: \`npm run bench:incremental\`, [${circumstances}](bench/results/${name}).`,
    '',
    ...table,
    '',
  ].join('\n')
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
  const reference = withReference(readme, manifest)
  writeFileSync(`${root}/README.md`, replaceSection(reference, 'bench', benchSection(newestResult(root))))
  const truncate = parse(readFileSync(`${root}/truncate/action.yml`, 'utf8'))
  const page = `${root}/docs/truncate.md`
  writeFileSync(page, withReference(readFileSync(page, 'utf8'), truncate))
  const builder = parse(readFileSync(`${root}/linux-builder/action.yml`, 'utf8'))
  const builderPage = `${root}/docs/linux-builder.md`
  writeFileSync(
    builderPage,
    replaceSection(readFileSync(builderPage, 'utf8'), 'inputs', inputsTable(builder)),
  )
}
