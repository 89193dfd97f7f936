import { readFileSync } from 'node:fs'
import { explain, type Rung } from '../../src/engine/ladder.ts'
import { essence, messagesOfSources } from '../../testing/messages.ts'

// Whoever searches docs/troubleshooting.md for what they were told finds it.

const page = readFileSync(new URL('../../docs/troubleshooting.md', import.meta.url), 'utf8')
const headings = [...page.matchAll(/^### (.*)$/gm)].map(([, text = '']) => text)
const messages = messagesOfSources()
/** A heading may be shorter than the message, but not so short that it fits others. */
const describes = (heading: string, text: string) =>
  text === heading || (heading.length >= 15 && text.startsWith(heading))

it('finds the messages in the sources', () => {
  const texts = messages.map(({ text }) => text)
  expect(texts.length).toBeGreaterThan(50)
  expect(texts).toContain('There is no nix on PATH')
  expect(texts).toContain('the incremental build failed')
  const rungs: Rung[] = ['revision-unavailable', 'compiler-too-old', 'ambiguous', 'full-build-failed']
  for (const rung of rungs) {
    const why = explain('.#pkg', rung, '…').split(': ')[1] ?? ''
    expect(texts).toContain(essence(why))
  }
})

it.each(messages.map(({ file, text }): [string, string] => [text, file]))('has an entry: %s (%s)', (text) => {
  if (!headings.some((heading) => describes(heading, text)))
    throw new Error(`docs/troubleshooting.md lacks it: add "### ${text}", or its beginning, and what to do`)
})

it.each(headings)('is a message that exists: %s', (heading) => {
  expect(messages.some(({ text }) => describes(heading, text))).toBe(true)
})
