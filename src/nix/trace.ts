/** What Nix said of code that does not evaluate. */
export interface EvaluationError {
  /** The error itself, without the trace. */
  readonly text: string
  /** The places that it names, the nearest to the error first. */
  readonly places: readonly EvaluationPlace[]
}

export interface EvaluationPlace {
  /** As printed: in the store, in the checkout, or `«github:owner/repository»/file`. */
  readonly file: string
  readonly line: number
  readonly column: number
  /** The source at that line, as Nix quotes it. */
  readonly quoted?: string
}

const longestLine = 2000
const mostLines = 2000
const at = /^\s*at (\S.*):(\d{1,7}):(\d{1,7}):?$/
const quotation = /^\s*(\d{1,7})\| ?(.*)$/
const error = /^\s*error: (.*)$/

/** The last error in what Nix printed, without escape sequences; undefined if there is none. */
export function parseTrace(stderr: string): EvaluationError | undefined {
  let text: string[] = []
  let inText = false
  let place: EvaluationPlace | undefined
  const places: EvaluationPlace[] = []
  for (const whole of stderr.split('\n').slice(-mostLines)) {
    const line = whole.slice(0, longestLine)
    const begin = error.exec(line)
    const position = at.exec(line)
    const quote = quotation.exec(line)
    if (begin !== null) {
      text = [begin[1] ?? '']
      inText = true
    } else if (position !== null) {
      const [, file = '', number, column] = position
      place = { file, line: Number(number), column: Number(column) }
      places.unshift(place)
      inText = false
    } else if (quote !== null) {
      if (place !== undefined && places[0] === place && Number(quote[1]) === place.line)
        places[0] = { ...place, quoted: quote[2] ?? '' }
    } else if (line.trim() === '') inText = false
    else if (inText || line.trim().startsWith('Did you mean')) text.push(line.trim())
  }
  const message = text.join('\n').trim()
  return message === '' ? undefined : { text: message, places }
}
