/** The end of a log of any length. */
export interface Tail {
  push(line: string): void
  lines(): readonly string[]
}

export function createTail(most: number): Tail {
  const kept: string[] = []
  return {
    push(line) {
      // Twice as many, so that lines are moved once for each of them.
      if (kept.push(line) > 2 * most) kept.splice(0, most)
    },
    lines: () => kept.slice(-most),
  }
}
