import { stripVTControlCharacters } from 'node:util'
import type { BrokenProgram } from '../__tests__/fixtures/compiler/cases.mjs'
import { createCompilerParser } from '../src/adapters/haskell/compiler.ts'
import { parseTrace } from '../src/nix/trace.ts'
import { type Mark, sorted } from './marks.ts'

/** What the parsers find in the output of a broken program, comparable with its marks. */

type Files = BrokenProgram['files']

/** Throws if a quoted line is not what the file has there. */
export function compilerMarks(lines: readonly string[], files: Files): readonly Mark[] {
  const parser = createCompilerParser()
  for (const line of lines) parser.feed(stripVTControlCharacters(line))
  return sorted(
    parser.found().map(({ text, file, quoted, ...rest }) => {
      if (!/^\S(.*\S)?$/s.test(text)) throw new Error(`the text is ${JSON.stringify(text)}`)
      const name = fileOf(file, files)
      if (quoted !== undefined) demandLine(files[name], rest.line, quoted)
      return { ...rest, file: name }
    }),
  )
}

/** The place that is nearest to the error, of those in `files`. */
export function traceMarks(lines: readonly string[], files: Files, system: string): readonly Mark[] {
  const found = parseTrace(stripVTControlCharacters(lines.join('\n')))
  if (found === undefined) throw new Error(`there is no error in ${lines.join('\n')}`)
  return found.places
    .map((one) => ({ ...one, file: one.file.replace(/^(\/build\/source|\/nix\/store\/\w+-source)\//, '') }))
    .filter(({ file }) => file in files)
    .slice(0, 1)
    .map(({ file, line, column, quoted }) => {
      demandLine(files[file]?.replaceAll('SYSTEM', system), line, quoted ?? '')
      return { severity: 'error', file, line, column }
    })
}

/** hsc2hs names files without their directories. */
function fileOf(printed: string, files: Files): string {
  const relative = printed.replace('/build/source/', '')
  return Object.keys(files).find((name) => name === relative || name.endsWith(`/${relative}`)) ?? printed
}

function demandLine(text: string | undefined, line: number, quoted: string): void {
  const source = text?.split('\n')[line - 1]
  // GHC shows what tabs look like.
  if (source?.trim() !== quoted.trim()) throw new Error(`line ${line} is ${source}, but quoted was ${quoted}`)
}
