import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The warnings and errors that the sources can print, as a person sees them, with `…` for what varies. */

const root = fileURLToPath(new URL('../src/', import.meta.url))
/** What a message is given to: `why` and `reason` are halves of sentences about what is missing. */
const givenTo =
  /(?:\b(?:new UserError|new GitError|new BuildFailure|new EvaluationFailure|complain|warn|notice|core\.warning)\(|\bremarkOn\(\s*progress,|new RemoteError\(\s*'[\w-]+',|\bwhy:)\s*(?=[`'])/g

export interface Message {
  readonly file: string
  /** Without quotes of code, and without what follows the first sentence or stands for a reason. */
  readonly text: string
}

export function messagesOfSources(): readonly Message[] {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  return files
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => {
      const source = readFileSync(`${root}${file}`, 'utf8')
      return [...source.matchAll(givenTo)].map(({ index, 0: { length } }) => ({
        file,
        text: essence(literalAt(source, index + length)),
      }))
    })
    .filter(({ text }) => /^(?!… \().*\w{2,}.* .* /.test(text))
}

/** The first sentence, without the name of an input, reasons at its end, and backquotes. */
export function essence(text: string): string {
  return text
    .replaceAll('`', '')
    .replace(/\s+/g, ' ')
    .replace(/^Input [\w-]+: /, '')
    .replace(/: ….*$/, '')
    .replace(/ \(….*$/, '')
    .replace(/(?<=[A-Za-z…])\. .*$/, '')
    .replace(/[.… ]+$/, '')
    .trim()
}

/** The string or template literal that begins at a place of a source, with `…` for each expression in it. */
function literalAt(source: string, begin: number): string {
  const quote = source[begin]
  let text = ''
  for (let at = begin + 1; source[at] !== quote; at++) {
    if (source[at] === '\\') text += source[++at]
    else if (quote === '`' && source.startsWith('${', at)) {
      at = endOfExpression(source, at + 2)
      text += '…'
    } else text += source[at]
  }
  return text
}

/** Where the brace is that ends an expression in a template; braces and templates may be inside of it. */
function endOfExpression(source: string, begin: number): number {
  let depth = 1
  let at = begin
  for (; depth > 0; at++) {
    if (source[at] === '{') depth++
    if (source[at] === '}') depth--
  }
  return at - 1
}
