/** An error or a warning at a place in a file, as a compiler printed it. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning'
  /** As printed: as a rule relative to the directory of the package. */
  readonly file: string
  /** Lines and columns count from 1; columns at the end of a span are the last ones in it. */
  readonly line: number
  readonly column?: number
  readonly endLine?: number
  readonly endColumn?: number
  /** GHC's, for example `GHC-88464`. */
  readonly code?: string
  /** The warning's flag, for example `-Wunused-imports`. */
  readonly flag?: string
  /** The source at `line`, if it was quoted. */
  readonly quoted?: string
  readonly text: string
}

/** Takes the log of one build line by line, without escape sequences. */
export interface CompilerParser {
  feed(line: string): void
  /** What was found so far, in the order in which it was printed. */
  found(): readonly Diagnostic[]
}

/** Longer lines are no headers, and a message that fills the page helps nobody. */
const longestLine = 2000
const mostLines = 40
/** Of one build: what is more than this is not read by anyone either. */
const mostDiagnostics = 2000

type Place = Pick<Diagnostic, 'line' | 'column' | 'endLine' | 'endColumn'>
type Head = Omit<Diagnostic, 'text'> & { readonly text: string }

interface Open {
  readonly head: Head
  readonly lines: string[]
  /** Cabal does not indent the text of a message. */
  readonly flush: boolean
  /** Whether the source is being quoted, which ends the text. */
  quoting: boolean
  quoted?: string
}

/** `5`, `5:3`, `5:3-9` or `(5,3)-(7,1)`, see `SrcSpan` in GHC's GHC.Types.SrcLoc; the first two are gcc's too. */
const place = String.raw`(?:(\d{1,7})(?::(\d{1,7})(?:-(\d{1,7}))?)?|\((\d{1,7}),(\d{1,7})\)-\((\d{1,7}),(\d{1,7})\))`
/** `FILE:PLACE: error: [GHC-88464] …`; hsc2hs puts an `error: ` of its own in front. */
const located = new RegExp(String.raw`^(?:error: )?([^\s<:].*?):${place}: (fatal error|error|warning):(.*)$`)
/** alex and happy, `src/Lexer.x:7:8: parse error`, with a space in some versions of happy. */
const generator = /^([^\s<:].*?\.(?:x|y|lx|ly)): ?(\d{1,7})(?::(\d{1,7}))?: (.+)$/
/** `Warning: sample.cabal:8:26:` before Cabal 3.12, then `sample.cabal:8:26: error:`. */
const cabal = /^(?:Warning|Error): ([^\s<:].*?\.cabal):(\d{1,7}):(\d{1,7}):\s*(.*)$/
/** `    | ^^^` and `12 | a = 1` */
const quotation = /^\s*(?:(\d+) )?\|(?:\s(.*))?$/
/** What a C compiler said, as GHC repeats it, below a header that always says `error`. */
const inner = /^\s*(fatal error|error|warning|note): (.*)$/

/**
 * Reads the messages of GHC (9.0 and later, plain or `-fdiagnostics-as-json`), of C compilers, hsc2hs, alex, happy and
 * of Cabal that have a place. Takes time in proportion to the length of the log, whatever is in it, and never throws.
 */
export function createCompilerParser(): CompilerParser {
  const found: Diagnostic[] = []
  let open: Open | undefined

  function add(diagnostic: Diagnostic | undefined): void {
    if (diagnostic !== undefined && found.length < mostDiagnostics) found.push(diagnostic)
  }

  function close(): void {
    if (open !== undefined) add(finish(open))
    open = undefined
  }

  /** Whether the line belongs to the message that is open. */
  function continues(current: Open, line: string): boolean {
    if (line.trim() === '') return false
    const quote = quotation.exec(line)
    if (quote !== null) {
      current.quoting = true
      if (Number(quote[1]) === current.head.line) current.quoted ??= quote[2] ?? ''
      return true
    }
    if (!/^\s/.test(line) && (!current.flush || /^(Error|Warning|Setup\S*): /.test(line))) return false
    if (!current.quoting && current.lines.length < mostLines) current.lines.push(line)
    return true
  }

  return {
    feed(line) {
      const text = line.slice(0, longestLine)
      if (text.startsWith('{"version":')) {
        close()
        add(readJson(line))
        return
      }
      const head = headOf(text)
      if (head !== undefined) {
        close()
        open = { head, lines: [], flush: cabal.test(text), quoting: false }
      } else if (open !== undefined && !continues(open, text)) close()
      if (/^(?:Error: )?(?:\S+: )?Failed parsing "/.test(text)) promoteCabal(found)
    },
    found() {
      close()
      return found
    },
  }
}

function headOf(text: string): Head | undefined {
  const match = located.exec(text)
  if (match !== null) {
    const [, file = '', , , , , , , , word, rest = ''] = match
    return { file, ...placeOf(match.slice(2, 9)), ...severityAndText(word, rest) }
  }
  const other = generator.exec(text) ?? cabal.exec(text)
  if (other === null) return undefined
  const [, file = '', line, column, rest = ''] = other
  const severity = text.startsWith('Warning: ') ? 'warning' : 'error'
  return { severity, file, ...placeOf([line, column]), text: rest }
}

/** The groups of `place`. Column 0, which a C preprocessor gives for a whole line, is none. */
function placeOf(groups: readonly (string | undefined)[]): Place {
  const [line, column, endColumn, spanLine, spanColumn, lastLine, lastColumn] = groups.map((group) =>
    group === undefined || Number(group) === 0 ? undefined : Number(group),
  )
  const place = {
    line: line ?? spanLine ?? 1,
    column: column ?? spanColumn,
    endLine: lastLine,
    endColumn: endColumn ?? lastColumn,
  }
  return Object.fromEntries(
    Object.entries(place).filter(([, value]) => value !== undefined),
  ) as unknown as Place
}

function severityAndText(word: string | undefined, rest: string): Omit<Head, 'file' | 'line'> {
  let text = rest.trim()
  let code: string | undefined
  let flag: string | undefined
  for (let match = /^\[([^\]]*)\]\s*/.exec(text); match !== null; match = /^\[([^\]]*)\]\s*/.exec(text)) {
    const [whole, inside = ''] = match
    if (/^GHC-\d+$/.test(inside)) code = inside
    else if (inside.startsWith('-W')) flag = firstFlag(inside)
    else break
    text = text.slice(whole.length)
  }
  return { severity: word === 'warning' ? 'warning' : 'error', ...named(code, flag), text }
}

/** `-Wunused-imports` of `-Wunused-imports, -Werror=unused-imports` and of `-Wunused-imports (in -Wextra)` */
function firstFlag(flags: string): string | undefined {
  return /^-W[\w-]+/.exec(flags)?.[0]
}

function named(code: string | undefined, flag: string | undefined): Pick<Diagnostic, 'code' | 'flag'> {
  return { ...(code === undefined ? {} : { code }), ...(flag === undefined ? {} : { flag }) }
}

function finish({ head, lines, quoted }: Open): Diagnostic | undefined {
  const nested = head.text === '' ? inner.exec(lines[0] ?? '') : null
  if (nested?.[1] === 'note') return undefined
  const severity = nested === null ? head.severity : nested[1] === 'warning' ? 'warning' : 'error'
  const body = nested === null ? lines : [nested[2] ?? '', ...lines.slice(1)]
  const [first = '', ...rest] = [...(head.text === '' ? [] : [head.text]), ...outdented(body)]
  // gcc and clang put the flag at the end.
  const trailing = head.flag === undefined ? /^(.*\S) \[(-W[\w=+-]+)\]$/.exec(first) : null
  const text = [trailing?.[1] ?? first, ...rest].join('\n').trim()
  // Says only that the C compiler, whose own messages came before, has failed.
  if (text.includes(' failed in phase ')) return undefined
  return {
    ...head,
    severity,
    ...(trailing?.[2] === undefined ? {} : { flag: trailing[2] }),
    ...(quoted === undefined ? {} : { quoted }),
    text,
  }
}

/** Without the indentation that all lines have, and without the bullet of the first. */
function outdented(lines: readonly string[]): string[] {
  const indentation = Math.min(...lines.map((line) => line.search(/\S/)))
  return lines.map((line, index) => {
    const text = line.slice(indentation)
    return index === 0 ? text.replace(/^• /, '') : text
  })
}

/** Cabal calls what is wrong with a package description a warning, and then gives up. */
function promoteCabal(found: Diagnostic[]): void {
  found.forEach((one, index) => {
    if (one.file.endsWith('.cabal')) found[index] = { ...one, severity: 'error' }
  })
}

/** https://downloads.haskell.org/ghc/latest/docs/users_guide/using.html, `-fdiagnostics-as-json` */
function readJson(line: string): Diagnostic | undefined {
  try {
    const { span, severity, code, message, reason } = JSON.parse(line)
    const { file, start, end } = span
    const flag = firstFlag(`-W${reason?.flags?.[0] ?? ''}`)
    const text = [message].flat().join('\n').trim()
    if (typeof file !== 'string' || !Number.isInteger(start.line)) return undefined
    return {
      severity: severity === 'Error' ? 'error' : 'warning',
      file,
      ...placeOf(
        start.line === end.line
          ? [start.line, start.column, end.column - 1]
          : [undefined, undefined, undefined, start.line, start.column, end.line, end.column - 1],
      ),
      ...named(Number.isInteger(code) ? `GHC-${String(code).padStart(5, '0')}` : undefined, flag),
      text: text.slice(0, longestLine),
    }
  } catch {
    return undefined
  }
}
