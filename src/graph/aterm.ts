import { nameOf } from '../lib/store-path.ts'
import type { Derivation, Output } from './derivation.ts'

/**
 * Reads the text of a `.drv` file. Of what shows derivations, this format alone is the same in all versions of Nix and its
 * relatives (`parseDerivation` in Nix's src/libstore/derivations.cc); the JSON of `nix derivation show` is not. Throws an
 * `Error` for anything else, such as derivations with inputs that are derivations of derivations.
 */
export function parseDerivation(path: string, text: string): Derivation {
  const reader = new Reader(text)
  reader.expect('Derive(')
  const outputs = new Map<string, Output>()
  for (const [name = '', outputPath = '', hashAlgorithm = '', hash = ''] of reader.list(() =>
    reader.tuple(4),
  ))
    outputs.set(name, { path: outputPath, hashAlgorithm, hash })
  reader.expect(',')
  const inputDrvs = new Map<string, readonly string[]>()
  reader.list(() => {
    reader.expect('(')
    const input = reader.string()
    reader.expect(',')
    inputDrvs.set(
      input,
      reader.list(() => reader.string()),
    )
    reader.expect(')')
  })
  reader.expect(',')
  const inputSrcs = reader.list(() => reader.string())
  reader.expect(',')
  const system = reader.string()
  reader.expect(',')
  const builder = reader.string()
  reader.expect(',')
  const args = reader.list(() => reader.string())
  reader.expect(',')
  const env = new Map<string, string>()
  for (const [name = '', value = ''] of reader.list(() => reader.tuple(2))) env.set(name, value)
  reader.expect(')')
  return { path, name: nameOf(path), system, builder, args, env, outputs, inputDrvs, inputSrcs }
}

class Reader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  expect(token: string): void {
    if (!this.#text.startsWith(token, this.#at))
      throw new Error(`not a derivation that can be read: no ${token} at ${this.#at}`)
    this.#at += token.length
  }

  list<T>(item: () => T): T[] {
    const items: T[] = []
    this.expect('[')
    while (this.#text[this.#at] !== ']') {
      if (items.length > 0) this.expect(',')
      items.push(item())
    }
    this.#at += 1
    return items
  }

  tuple(length: number): string[] {
    const items: string[] = []
    for (let index = 0; index < length; index++) {
      this.expect(index === 0 ? '(' : ',')
      items.push(this.string())
    }
    this.expect(')')
    return items
  }

  string(): string {
    this.expect('"')
    const start = this.#at
    let end = this.#text.indexOf('"', start)
    let escaped = false
    // A quotation mark after an odd number of backslashes is part of the text.
    while (end >= 0 && this.#text[end - 1] === '\\' && this.#backslashesBefore(end, start) % 2 === 1) {
      escaped = true
      end = this.#text.indexOf('"', end + 1)
    }
    if (end < 0) throw new Error('not a derivation that can be read: a text has no end')
    this.#at = end + 1
    const text = this.#text.slice(start, end)
    return escaped || text.includes('\\') ? unescaped(text) : text
  }

  #backslashesBefore(end: number, start: number): number {
    let count = 0
    while (end - 1 - count >= start && this.#text[end - 1 - count] === '\\') count += 1
    return count
  }
}

/** Piece by piece: most of the time that reading takes would be spent in a regular expression's replacements. */
function unescaped(text: string): string {
  const pieces: string[] = []
  let start = 0
  for (let at = text.indexOf('\\'); at >= 0; at = text.indexOf('\\', start)) {
    const character = text[at + 1] ?? ''
    pieces.push(text.slice(start, at), controls[character] ?? character)
    start = at + 2
  }
  pieces.push(text.slice(start))
  return pieces.join('')
}

const controls: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }
