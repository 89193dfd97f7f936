import { rmSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { openCheckout, openHistory } from '../../src/revision/index.ts'
import {
  type Commit,
  emptyOrigin,
  importCommits,
  shallowCheckout,
  temporary,
  truth,
} from '../../testing/git.ts'

/**
 * Random histories with merges, equal and decreasing dates and several roots, checked out at random depths: the answer
 * of the shallow checkout must be git's own in the complete repository.
 */

interface Case {
  readonly commits: readonly Commit[]
  readonly depth: number
  readonly boundary: number
  readonly history: 'first-parent' | 'all'
}

const day = 86_400
const epoch = 1_700_000_000

const commit = fc.record({
  // Mostly a line, with roots, merges and octopuses; parents by their distance.
  parents: fc.oneof(
    { weight: 20, arbitrary: fc.constant<number[]>([1]) },
    { weight: 6, arbitrary: fc.uniqueArray(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 3 }) },
    { weight: 1, arbitrary: fc.constant<number[]>([]) },
  ),
  step: fc.oneof(
    { weight: 5, arbitrary: fc.integer({ min: 0, max: 10 }) },
    { weight: 2, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: -60, max: 60 }) },
  ),
})

export const cases: fc.Arbitrary<Case> = fc
  .record({
    shape: fc.array(commit, { minLength: 1, maxLength: 60, size: 'max' }),
    depth: fc.integer({ min: 1, max: 5 }),
    /** Before, inside and after the history. */
    boundary: fc.integer({ min: -5, max: 105 }),
    history: fc.constantFrom('first-parent' as const, 'all' as const),
    /** Seconds. The walk steps back by weeks and months: histories of hours, of months and of years. */
    unit: fc.constantFrom(1, day / 2, 3 * day),
  })
  .map(({ shape, depth, boundary, history, unit }) => {
    let time = epoch
    const commits = shape.map(({ parents, step }, n): Commit => {
      time += step * unit
      return { parents: [...new Set(parents.map((distance) => n - distance).filter((p) => p >= 0))], time }
    })
    const times = commits.map((c) => c.time)
    const [first, last] = [Math.min(...times), Math.max(...times)]
    return { commits, depth, boundary: first + Math.round(((last - first) * boundary) / 100), history }
  })

/** Checks one case with real git; returns how many fetches the answer took. */
async function check({ commits, depth, boundary, history }: Case): Promise<number> {
  const directory = temporary()
  try {
    const origin = join(directory, 'origin')
    emptyOrigin(origin)
    const head = importCommits(origin, commits).at(-1)!
    const checkout = shallowCheckout(origin, head, depth, join(directory, 'checkout'))
    const answer = await openHistory({
      checkout: await openCheckout(checkout),
      access: { serverUrl: 'https://git.example' },
      scratch: directory,
    }).truncate({ start: head, boundary, parents: history })
    expect(answer.revision).toBe(truth(origin, head, boundary, history))
    return answer.fetches
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

/** Runs the property and prints the seed, by which FC_SEED repeats it. */
export async function checkHistories(runs: number): Promise<void> {
  const seed = Number(process.env.FC_SEED ?? Math.floor(Math.random() * 2 ** 31))
  process.stdout.write(`revision property: ${runs} histories, FC_SEED=${seed}\n`)
  const fetches: Record<number, number> = {}
  await fc.assert(
    fc.asyncProperty(cases, async (one) => {
      const count = await check(one)
      fetches[count] = (fetches[count] ?? 0) + 1
    }),
    { numRuns: runs, seed },
  )
  process.stdout.write(`revision property: histories by number of fetches ${JSON.stringify(fetches)}\n`)
}
