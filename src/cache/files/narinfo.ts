/** What a narinfo says, as far as removing paths from a binary cache needs it. */
export interface Narinfo {
  /** The name of the narinfo's file. */
  readonly file: string
  /** Name of the store path, without its directory. */
  readonly name: string
  /** The NAR's file, relative to the cache's root. */
  readonly url: string
  /** Names of store paths; without itself. */
  readonly references: readonly string[]
}

/** Undefined for what is not a narinfo. */
export function parseNarinfo(file: string, text: string): Narinfo | undefined {
  const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(text)?.[1]?.trim()
  const [path, url] = [field('StorePath'), field('URL')]
  if (path === undefined || url === undefined) return undefined
  const name = path.slice(path.lastIndexOf('/') + 1)
  const references = (field('References') ?? '').split(' ').filter((one) => one !== '' && one !== name)
  return { file, name, url, references }
}

/**
 * Those of the store paths `unwanted` that nothing else in the cache refers to, referrers before what they refer to.
 * Everything in the cache that is not unwanted stays, whoever put it there, with all that it refers to.
 */
export function removable(
  narinfos: readonly Narinfo[],
  unwanted: ReadonlySet<string>,
  wanted: ReadonlySet<string>,
): readonly Narinfo[] {
  const byName = new Map(narinfos.map((narinfo) => [narinfo.name, narinfo]))
  const staying = new Set<string>()
  const stay = (name: string): void => {
    if (staying.has(name)) return
    staying.add(name)
    byName.get(name)?.references.forEach(stay)
  }
  for (const { name } of narinfos) if (!unwanted.has(name) || wanted.has(name)) stay(name)
  const ordered = new Set<Narinfo>()
  const seen = new Set<string>()
  const visit = (narinfo: Narinfo): void => {
    if (seen.has(narinfo.name)) return
    seen.add(narinfo.name)
    for (const reference of narinfo.references) {
      const next = byName.get(reference)
      if (next !== undefined) visit(next)
    }
    if (!staying.has(narinfo.name)) ordered.add(narinfo)
  }
  narinfos.forEach(visit)
  return [...ordered].reverse()
}
