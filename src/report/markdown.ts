/** Markdown as GitHub renders it, with nothing that comes from elsewhere taken for markup. */

/** Longer names and messages are cut: one of them must not be able to fill the page. */
const longestText = 400

/**
 * Text that Markdown and HTML take for nothing but text, on one line. GitHub looks for mentions and references in the
 * finished page, where an entity is the character again: a zero-width space keeps them from being any.
 */
export function escaped(text: string): string {
  return literal(text).replace(/&#64;|&#35;(?=\d)/g, '$&&#8203;')
}

/** The same in a fixed-width font, where GitHub does not look for mentions. */
export function code(text: string): string {
  return `<code>${literal(text)}</code>`
}

function literal(text: string): string {
  return cut(text, longestText)
    .replace(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]+/gu, ' ')
    .replace(/[&<>"'`|*_[\]\\~#@!$]|:(?=\/\/)|(?<=www)\./gi, (character) => `&#${character.charCodeAt(0)};`)
}

/** `url` is ours, but for percent-encoded parts. */
export function link(markdown: string, url: string | undefined): string {
  return url === undefined ? markdown : `<a href="${literal(url)}">${markdown}</a>`
}

export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n')
}

/** Folded. `title` is Markdown without blocks. */
export function details(title: string, body: string): string {
  return `<details><summary>${title}</summary>\n\n${body}\n\n</details>`
}

/** One of GitHub's coloured boxes. */
export function alert(kind: 'WARNING' | 'CAUTION' | 'NOTE', body: string): string {
  return [`[!${kind}]`, ...body.split('\n')].map((line) => `> ${line}`.trimEnd()).join('\n')
}

/** Lines as they are, in a fixed-width font, inside of a fence that none of them can close. */
export function preformatted(lines: readonly string[]): string {
  const clean = lines.map((line) =>
    cut(line, longestText).replace(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu, ' '),
  )
  const ticks = clean.flatMap((line) => line.match(/`+/g) ?? []).map((run) => run.length)
  const fence = '`'.repeat(Math.max(3, ...ticks.map((length) => length + 1)))
  return [`${fence}text`, ...clean, fence].join('\n')
}

/** The first `most` of them, and a word on how many more there are. */
export function capped<T>(
  items: readonly T[],
  most: number,
  render: (item: T) => string,
  more: (count: number) => string,
): string[] {
  const shown = items.slice(0, most).map((item) => render(item))
  return items.length <= most ? shown : [...shown, more(items.length - most)]
}

function cut(text: string, length: number): string {
  const short = text.slice(0, length)
  return short.length === text.length ? text : `${short.replace(/[\ud800-\udbff]$/, '')}…`
}

/** `1 module`, `2 modules`, `1,234 modules` */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString('en-US')} ${number === 1 ? one : many}`
}

/** `1 d 2 h`, `3 min 20 s`, `4 s`: the two largest units. */
export function duration(seconds: number): string {
  const units = [
    ['d', 86_400],
    ['h', 3_600],
    ['min', 60],
    ['s', 1],
  ] as const
  let rest = Math.round(seconds)
  const parts: string[] = []
  for (const [name, size] of units) {
    const number = Math.floor(rest / size)
    rest -= number * size
    if (number > 0) parts.push(`${number} ${name}`)
  }
  return parts.slice(0, 2).join(' ') || '0 s'
}
