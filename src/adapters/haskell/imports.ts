/** What imports what, by names alone: no file is parsed, and no package is told from another. */

const extensions = ['hs', 'lhs', 'hsc', 'chs', 'x', 'y']

/** Paths of files that modules are compiled from, as git takes patterns. */
export const sourcePatterns: readonly string[] = extensions.map((extension) => `*.${extension}`)

/** Whether a module is compiled from it. */
export function isSource(path: string): boolean {
  return extensions.some((extension) => path.endsWith(`.${extension}`))
}

/** The lines that `importersOf` reads, as an extended regular expression. */
export const importExpression = '^[>[:space:]]*(import|module)[[:space:]]'

export interface SourceLine {
  readonly path: string
  readonly text: string
}

/** For each source the files that import its module directly, or a module of the same name in another package. */
export function importersOf(
  sources: readonly string[],
  lines: readonly SourceLine[],
): ReadonlyMap<string, readonly string[]> {
  const headers = new Map<string, string>()
  const users = new Map<string, Set<string>>()
  for (const { path, text } of lines) {
    const header = /^[>\s]*module\s+([A-Z][\w.']*)/.exec(text)?.[1]
    // Later ones are exports of what is imported.
    if (header !== undefined && !headers.has(path)) headers.set(path, header)
    const imported = importedBy(text)
    if (imported !== undefined) users.set(imported, (users.get(imported) ?? new Set()).add(path))
  }
  return new Map(
    sources.map((path) => {
      const name = moduleOf(path, headers.get(path))
      return [path, [...(users.get(name) ?? [])].filter((user) => user !== path)]
    }),
  )
}

/** The module that a line imports. */
function importedBy(text: string): string | undefined {
  return /^[>\s]*import\s+(?:\{-#\s*SOURCE\s*#-\}\s*)?(?:safe\s+)?(?:qualified\s+)?(?:"[^"]*"\s*)?([A-Z][\w.']*)/.exec(
    text,
  )?.[1]
}

/**
 * By its header, if that fits the path: the name of the file ends in it. Otherwise the path from the last directory on whose
 * name no module could have.
 */
function moduleOf(path: string, header: string | undefined): string {
  const components = path.replace(/\.\w+$/, '').split('/')
  const parts = header?.split('.') ?? []
  const end = components.slice(-parts.length)
  if (header !== undefined && end.join('.') === header) return header
  const first = components.findLastIndex((component) => !/^[A-Z][\w']*$/.test(component)) + 1
  return components.slice(first).join('.')
}
