/** What is found of two files, or other parts of two products, one of which was built on top and the other plainly. */
export type Verdict =
  /** Equal, or different in nothing but what these rules name. */
  | { readonly kind: 'same'; readonly rules: ReadonlySet<Rule> }
  | { readonly kind: 'different'; readonly place: Place }
  /** What cannot be told. */
  | { readonly kind: 'unproven'; readonly why: string }

/** Where two things differ first. */
export interface Place {
  /** Inside of the file: a line, an offset, a part with an offset in it; empty for the file as a whole. */
  readonly where: string
  /** What is there, built on top and plainly. */
  readonly onTop: string
  readonly plain: string
}

/** What two builds from scratch may differ in as well, and which means nothing. docs/verify.md says why of each. */
export type Rule =
  | 'store-path'
  | 'archive-times'
  | 'tar-members'
  | 'build-id'
  | 'local-names'
  | 'symbol-order'
  | 'reference-order'
  | 'fingerprints'
  | 'documentation'

/** In the order in which people are told of them. */
export const rules: Readonly<Record<Rule, string>> = {
  'store-path': 'store paths of the two builds',
  'archive-times': 'times and owners in `ar` archives',
  'tar-members': 'sizes, digests and order of members of tar archives that follow from what is named here',
  'build-id': 'build ids of linkers',
  'local-names': "numbers in names of GHC's local symbols",
  'symbol-order': 'order of the symbols of object files',
  'reference-order': "order of what GHC's static closures list for the garbage collector",
  fingerprints: 'fingerprints in interfaces that follow from store paths',
  documentation: "numbers and order in Haddock's pages",
}

export const same = (...named: readonly Rule[]): Verdict => ({ kind: 'same', rules: new Set(named) })

export const different = (where: string, onTop: string, plain: string): Verdict => ({
  kind: 'different',
  place: { where, onTop, plain },
})

/** Of several parts: what is different, else what cannot be told, else the rules of all. */
export function together(verdicts: Iterable<Verdict>): Verdict {
  const found = new Set<Rule>()
  let unproven: Verdict | undefined
  for (const verdict of verdicts) {
    if (verdict.kind === 'different') return verdict
    if (verdict.kind === 'unproven') unproven ??= verdict
    else for (const rule of verdict.rules) found.add(rule)
  }
  return unproven ?? { kind: 'same', rules: found }
}

/** A verdict on a part, told of the whole. */
export function inside(part: string, verdict: Verdict): Verdict {
  if (verdict.kind !== 'different') return verdict
  const { where } = verdict.place
  const place = { ...verdict.place, where: where === '' ? part : `${part}, ${where}` }
  return { kind: 'different', place }
}
