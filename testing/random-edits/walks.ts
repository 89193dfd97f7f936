import fc from 'fast-check'
import { createDice, type Edit, edits } from './edits.ts'
import { firstPackage, type Package } from './package.ts'

/** A package after edits, by their names. */
export interface State {
  readonly pkg: Package
  readonly edits: readonly string[]
}

/** A base, and from there one edit after the other. The same again for the same seed and number. */
export interface Walk {
  readonly name: string
  /** What to take for a base: the second where the first does not build. */
  readonly bases: readonly [State, State]
  /** The next edit, of a state that builds. */
  step(from: State): State
}

export function createWalk(seed: number, index: number): Walk {
  const name = `g${index}`
  const own = seed + index * 7919
  const dice = createDice(own)
  const deck = shuffledEdits(own)
  const step = (from: State): State => {
    for (;;) {
      const edit: Edit = deck.next().value
      const pkg = edit.apply(from.pkg, dice)
      if (pkg !== undefined) return { pkg, edits: [...from.edits, edit.name] }
    }
  }
  const start = { pkg: firstPackage(name, index % 3 === 2), edits: [] }
  const { pkg } = step(step(start))
  return { name, bases: [{ pkg, edits: [] }, start], step }
}

/** All edits in a random order, and again in another. */
function* shuffledEdits(seed: number): Generator<Edit, never> {
  const shuffled = fc.shuffledSubarray([...edits], { minLength: edits.length })
  for (let round = 0; ; round++) yield* fc.sample(shuffled, { seed: seed + round, numRuns: 1 })[0]!
}
