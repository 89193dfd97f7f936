/**
 * Documentation that Haddock made. What it counts and lists by GHC's numbers is another in each run of several threads, and
 * in one that makes code in another way: see nix/adapters/haddock.nix.
 */

/** What names and documentation there are, for the pages of other packages. In the order of these numbers. */
export const isHaddockInterface = (file: string) => file.endsWith('.haddock')

/**
 * For a page, or what its search looks through: gives its text the same order and numbers whatever these were. Undefined if
 * the file is none of these.
 */
export function settlingOf(file: string): ((text: string) => string) | undefined {
  if (/(?:^|\/)src\/[^/]+\.html$/.test(file)) return settledSource
  if (/(?:^|\/)doc-index(?:-[^/]+)?\.html$/.test(file)) return settledIndex
  if (/(?:^|\/)doc-index\.json$/.test(file)) return settledSearch
  return undefined
}

/** Local names are numbered in the order in which the page has them. Links to them lead nowhere else. */
function settledSource(text: string): string {
  const places = new Map<string, number>()
  return text.replace(/(?<=(?:id="|href="#)local-)\d+(?=")/g, (number) => {
    const place = places.get(number) ?? places.size
    places.set(number, place)
    return String(place).padStart(number.length, '0')
  })
}

/** What different entities of one name there are: `1 (Function)`, and where it is from. */
const entities = /(?:<tr><td class="alt">\d+ (?:(?!<\/tr>).)*<\/tr>)+/gs

function settledIndex(text: string): string {
  return text.replace(entities, (rows) =>
    rows
      .split(/(?<=<\/tr>)/)
      .map((row) => row.replace(/\d+ /, ''))
      .sort()
      .join(''),
  )
}

/** Each entry names the declaration and what is part of it. */
function settledSearch(text: string): string {
  try {
    const entries = JSON.parse(text) as readonly { readonly name: string }[]
    return JSON.stringify(
      entries.map((entry) => ({ ...entry, name: entry.name.split(' ').sort().join(' ') })),
    )
  } catch {
    return text
  }
}
