import type { Graph, Unit } from '../graph/index.ts'
import type { Rewriting } from './head-build.ts'

/** What two builds of HEAD are compared in. */

/** A derivation of HEAD's graph that is another one on top of full builds. */
export interface Subject {
  readonly name: string
  /** As the user wrote it. */
  readonly path: string
  /** Undefined for what is only above units. */
  readonly unit: Unit | undefined
  /** By name, the output on top and the plain one. */
  readonly outputs: readonly OutputPair[]
}

export interface OutputPair {
  readonly output: string
  readonly onTop: string
  readonly plain: string
}

/** Units, what is between them and the top, and the top, in the order of the graph. */
export function subjectsOf(
  graph: Graph,
  units: readonly Unit[],
  { rewritten, replaced }: Pick<Rewriting, 'rewritten' | 'replaced'>,
): readonly Subject[] {
  const byPath = new Map(units.map((unit) => [unit.derivation.path, unit]))
  return [...graph.values()].flatMap(({ path, name, outputs }) => {
    const made = rewritten.get(path)?.outputs
    const pairs = [...outputs].flatMap(([output, { path: plain }]) => {
      const onTop = made?.[output] ?? replaced.get(path)?.get(output)?.path
      return onTop === undefined || onTop === '' || onTop === plain ? [] : [{ output, onTop, plain }]
    })
    return pairs.length === 0 ? [] : [{ name, path, unit: byPath.get(path), outputs: pairs }]
  })
}

/** The same with other derivations in place of the plain ones. */
export function comparedWith(
  subjects: readonly Subject[],
  others: ReadonlyMap<string, { readonly outputs: Readonly<Record<string, string>> }>,
): readonly Subject[] {
  return subjects.map((subject) => {
    const made = others.get(subject.path)?.outputs
    const outputs = subject.outputs.map((pair) => ({ ...pair, plain: made?.[pair.output] ?? pair.plain }))
    return { ...subject, outputs }
  })
}
