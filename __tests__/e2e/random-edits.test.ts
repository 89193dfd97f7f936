import { lineOf, makeRandomEdits, randomEditsOf, type Step } from '../../testing/random-edits/make.ts'
import { createWorkshop, type Workshop } from '../../testing/rewriting.ts'

/** The proof that nothing is lost: see testing/random-edits/make.ts, which says how a run is repeated. */
// The same ones each time, so that nothing but a change makes the test fail: `npm run bench:edits` has others.
const edits = randomEditsOf(process.env, { number: 20, seed: 2026 })

let workshop: Workshop
beforeAll(() => {
  workshop = createWorkshop()
})
afterAll(() => workshop.dispose())

it('builds the same on top of full builds as plainly, after random edits', async () => {
  process.stdout.write(`random edits: RANDOM_EDITS=${edits.number} RANDOM_EDITS_SEED=${edits.seed}\n`)
  const steps: Step[] = []
  for await (const step of makeRandomEdits(workshop, edits)) {
    process.stdout.write(`${lineOf(step)}\n`)
    steps.push(step)
  }
  expect(steps.filter(({ differences }) => differences.length > 0)).toEqual([])
  expect(steps.some(({ built, compiled }) => built && compiled[0] < compiled[1])).toBe(true)
}, 3_600_000)
