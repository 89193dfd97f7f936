/** The key `cache-mode` of workflows and jobs, which neither GitHub's language service nor act knows yet. */

const line = /^( *)cache-mode: *(.*)$/gm
const modes = new Set(['read', 'write', 'write-only', 'none'])

/** The text without the key; other lines keep their numbers. */
export function withoutCacheMode(text: string): string {
  return text.replace(line, '')
}

/** What is wrong with the key, where it is. */
export function cacheModeProblems(text: string): readonly string[] {
  return [...text.matchAll(line)]
    .map(([, , mode = '']) => mode)
    .filter((mode) => !modes.has(mode))
    .map((mode) => `there is no cache-mode ${mode}`)
}
