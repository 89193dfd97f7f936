import { capped, code, count, details, escaped, link, preformatted } from './markdown.ts'
import type { Message, Report } from './report.ts'

/** The compilers' own messages, and which of them become annotations. */

/** GitHub shows as many of each severity for one step. */
const annotationsOfEach = 10

/** Those worth showing, without doubles, the most important first: errors, then what HEAD itself changed. */
export function inOrder(messages: readonly Message[]): readonly Message[] {
  const seen = new Set<string>()
  const rank = ({ severity, changed }: Message) => (severity === 'error' ? 0 : changed ? 1 : 2)
  return messages
    .filter((one) => {
      // A module is compiled once more for profiling, or plainly after an attempt on top of the full build.
      const key = JSON.stringify([
        one.severity,
        one.file,
        one.line,
        one.column,
        one.code ?? one.flag ?? one.text,
      ])
      return seen.size < seen.add(key).size
    })
    .sort((a, b) => rank(a) - rank(b))
}

/** What annotations a step emits for messages. `others`: how many it emits besides, of each severity. */
export function annotationsOf(
  messages: readonly Message[],
  level: 'all' | 'errors' | 'none',
  others: Readonly<Record<Message['severity'], number>>,
): readonly Message[] {
  const wanted: readonly Message['severity'][] =
    level === 'all' ? ['error', 'warning'] : level === 'errors' ? ['error'] : []
  const ordered = inOrder(messages)
  return wanted.flatMap((severity) =>
    ordered
      .filter((one) => one.severity === severity)
      .slice(0, Math.max(0, annotationsOfEach - others[severity])),
  )
}

/** A title for an annotation: what to look up. */
export function titleOf({ severity, code, flag }: Message): string {
  const what = [code, flag].filter((text) => text !== undefined).join(' ')
  return what === '' ? (severity === 'error' ? 'Error' : 'Warning') : what
}

/** How many errors are shown with all that the compiler says of them. */
const errorsInFull = 5

/** Errors, for all to see. */
export function errorsSection(report: Report, most: number): string {
  const errors = inOrder(report.messages).filter(({ severity }) => severity === 'error')
  if (errors.length === 0) return ''
  const full = errors.slice(0, errorsInFull).flatMap((message) => {
    const [first = '', ...rest] = message.text.split('\n')
    const text = rest.length === 0 ? [] : [preformatted([first, ...rest])]
    return [`- ${headOf(report, message)}${rest.length === 0 ? ` ${escaped(first)}` : ''}`, ...text]
  })
  const others = items(report, errors.slice(errorsInFull), most)
  return [`**${count(errors.length, 'error')}**`, ...full, ...(others === '' ? [] : [others])].join('\n\n')
}

/** Warnings, folded. */
export function warningsOfCompilers(report: Report, most: number): string {
  const warnings = inOrder(report.messages).filter(({ severity }) => severity === 'warning')
  return warnings.length === 0
    ? ''
    : details(count(warnings.length, 'warning'), items(report, warnings, most))
}

function items(report: Report, messages: readonly Message[], most: number): string {
  return capped(
    messages,
    most,
    (message) => `- ${headOf(report, message)} ${escaped(message.text.split('\n')[0] ?? '')}`,
    (number) => `- … and ${number} more`,
  ).join('\n')
}

/** Where, and what it is called. */
function headOf({ repositoryUrl, head }: Report, message: Message): string {
  const { file, line, column } = message
  const place = [file, line, ...(column === undefined ? [] : [column])].join(':')
  const path = file.split('/').map(encodeURIComponent).join('/')
  const url =
    repositoryUrl === undefined || head === undefined
      ? undefined
      : `${repositoryUrl}/blob/${head.revision}/${path}#L${line}`
  return `${link(code(place), url)}${reference(message)}`
}

function reference({ code: number, flag }: Message): string {
  // The Haskell Foundation's index has a page for each of GHC's codes.
  const page = number?.startsWith('GHC-')
    ? `https://errors.haskell.org/messages/${encodeURIComponent(number)}/`
    : undefined
  const parts = [
    ...(number === undefined ? [] : [link(code(number), page)]),
    ...(flag === undefined ? [] : [code(flag)]),
  ]
  return parts.length === 0 ? ':' : ` ${parts.join(' ')}:`
}
