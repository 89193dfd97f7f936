import { stripVTControlCharacters } from 'node:util'

/** Text from elsewhere on one line, with nothing in it that a terminal obeys but tabs. */
export function printable(text: string): string {
  return stripVTControlCharacters(text).replace(/(?!\t)[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu, ' ')
}

/** The engine names inputs as the action's users know them; on the terminal they are options. */
export function inOptions(message: string): string {
  return message.replace(/^Input `installables`: /, '').replace(/\b[Ii]nput `([\w-]+)`/g, '`--$1`')
}

/** What src/report/ writes as Markdown, as plain text: what is markup there is its own, all else is entities. */
export function plain(markdown: string): string {
  return markdown
    .replace(/<[^>]*>/g, '')
    .replaceAll('**', '')
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll('\u200b', '')
}
