/**
 * What the two builds call the same thing: the hash parts of its store paths, which are equally long. By what is said on
 * top, what is said plainly.
 */
export type Renaming = ReadonlyMap<string, string>

export const hashLength = 32

/** `/nix/store/<hash>-name` → `<hash>`. */
export function hashOf(path: string): string {
  const base = path.lastIndexOf('/') + 1
  return path.slice(base, base + hashLength)
}

/**
 * The first position behind the two names around position `at` of both sides, if they are two of the same thing; undefined if
 * what differs there is something else.
 */
export function endOfName(onTop: Buffer, plain: Buffer, at: number, renaming: Renaming): number | undefined {
  for (let start = Math.max(0, at - hashLength + 1); start <= at; start++) {
    const end = start + hashLength
    const other = renaming.get(onTop.toString('latin1', start, end))
    if (other !== undefined && plain.toString('latin1', start, end) === other) return end
  }
  return undefined
}

/** A text that was built on top, in the words of the plain build. */
export function renamed(text: string, renaming: Renaming): string {
  return text.replace(/(?<![0-9a-z])[0-9a-df-np-sv-z]{32}(?=-)/g, (hash) => renaming.get(hash) ?? hash)
}
