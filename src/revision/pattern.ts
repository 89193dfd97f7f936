/**
 * GitHub's filter patterns for branches, which are not those of a shell: `*` stops at a slash and `**` does not, `?` and `+`
 * repeat the character before them (none or once, once or more often), and `!` takes away from what matched before.
 * https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#filter-pattern-cheat-sheet
 */
export interface Filter {
  /** The position of the first pattern that matches; undefined if the name is not wanted. */
  rank(name: string): number | undefined
}

interface Rule {
  readonly expression: RegExp
  readonly negative: boolean
}

/** Reads patterns. Throws an `Error` for the first that is wrong, and if there are only negative ones. */
export function parseFilter(patterns: readonly string[]): Filter {
  const rules = patterns.map((pattern): Rule => {
    const negative = pattern.startsWith('!')
    return { negative, expression: expressionOf(negative ? pattern.slice(1) : pattern, pattern) }
  })
  if (rules.length > 0 && rules.every(({ negative }) => negative))
    throw new Error('every pattern begins with `!`; begin with what to take, as in `**`')
  return {
    rank(name) {
      // The last one that matches decides.
      const last = rules.findLast(({ expression }) => expression.test(name))
      if (last === undefined || last.negative) return undefined
      return rules.findIndex(({ expression, negative }) => !negative && expression.test(name))
    },
  }
}

/** The pieces of a pattern: an escaped character, a set, stars, a repetition, or any other character. */
const pieces = /\\.|\[[^\]]*\]|\*\*|\*|[?+]|./gsu

function expressionOf(text: string, pattern: string): RegExp {
  const refuse = (why: string): never => {
    throw new Error(`\`${pattern}\` is not a pattern: ${why}`)
  }
  if (text === '') refuse('it is empty')
  let repeatable = false
  const parts = (text.match(pieces) ?? []).map((piece) => {
    if (piece === '?' || piece === '+') {
      if (!repeatable) refuse(`\`${piece}\` repeats the character before it, and there is none`)
      repeatable = false
      return piece
    }
    repeatable = !piece.startsWith('*')
    if (piece === '**') return '.*'
    if (piece === '*') return '[^/]*'
    if (piece === '[') refuse('`[` is never closed')
    if (piece.startsWith('[')) {
      // Ranges of letters and digits, as GitHub has them.
      if (!/^\[(?:[a-z]-[a-z]|[A-Z]-[A-Z]|\d-\d|[\w.-])+\]$/.test(piece))
        refuse(`\`${piece}\` may hold letters, digits and ranges of them`)
      return piece
    }
    return (piece.length > 1 ? piece.slice(1) : piece).replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
  })
  try {
    return new RegExp(`^${parts.join('')}$`, 's')
  } catch {
    return refuse('a range in it runs backwards')
  }
}
