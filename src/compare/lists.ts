/** Where two lists differ first; undefined if nowhere. */
export function firstUnequal(one: readonly string[], other: readonly string[]): number | undefined {
  const length = Math.max(one.length, other.length)
  for (let at = 0; at < length; at++) if (one[at] !== other[at]) return at
  return undefined
}
