import type { Diagnostic } from '../src/adapters/haskell/compiler.ts'

/** The marks of __tests__/fixtures/compiler/cases.mjs. */

export type Mark = Omit<Diagnostic, 'text'>

const mark =
  /^\s*(?:--|\/\*|#|@ )?.*?(?:(\^)|@ (\S+)) (error|warning)((?: (?:-W|GHC-|\d+\.\d+:)\S+)*)(?: \$((?: [\d.]+)+))?(?: \*\/)?$/

/** What a compiler of this version reports, by file and place. */
export function marksOf(files: Readonly<Record<string, string>>, version: string): Mark[] {
  return Object.entries(files).flatMap(([file, text]) => {
    let above = 0
    return text.split('\n').flatMap((line, index): Mark[] => {
      const match = mark.exec(line)
      if (match === null) {
        above = index + 1
        return []
      }
      const [, caret, place = '', severity, words = '', only] = match
      if (only !== undefined && !only.split(' ').includes(version)) return []
      const where = caret === undefined ? placeOf(place) : { line: above, column: [...line].indexOf('^') + 1 }
      return [{ severity: severity as Mark['severity'], file, ...where, ...namesOf(words, version) }]
    })
  })
}

function placeOf(text: string): Pick<Mark, 'line' | 'column' | 'endLine' | 'endColumn'> {
  const lines = /^\((\d+),(\d+)\)-\((\d+),(\d+)\)$/.exec(text)?.slice(1).map(Number)
  if (lines !== undefined) {
    const [line = 0, column = 0, endLine = 0, endColumn = 0] = lines
    return { line, column, endLine, endColumn }
  }
  const [line = '', column, endColumn] = text.split(/[:-]/)
  return {
    line: Number(line),
    ...(column === undefined ? {} : { column: Number(column) }),
    ...(endColumn === undefined ? {} : { endColumn: Number(endColumn) }),
  }
}

function namesOf(words: string, version: string): Pick<Mark, 'code' | 'flag'> {
  const all = words.trim().split(' ')
  const flag = all.find((word) => word.startsWith('-W'))
  const own = all.find((word) => word.startsWith(`${version}:`))?.slice(version.length + 1)
  const code = version === '9.0' ? '-' : (own ?? all.find((word) => word.startsWith('GHC-')) ?? '-')
  return { ...(code === '-' ? {} : { code }), ...(flag === undefined ? {} : { flag }) }
}

/** In the order of files and places, to be compared. */
export function sorted(marks: readonly Mark[]): Mark[] {
  const key = ({ file, line, column = 0, code = '', flag = '' }: Mark) =>
    [file, String(line).padStart(6, '0'), String(column).padStart(6, '0'), code, flag].join(' ')
  return [...marks].sort((a, b) => (key(a) < key(b) ? -1 : 1))
}
