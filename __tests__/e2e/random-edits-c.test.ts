import { type Kind, kinds, ordinary } from '../../testing/c-project/project.ts'
import { randomState } from '../../testing/c-project/random.ts'
import { type CWorkshop, compiledIn, contentsOf, createCWorkshop } from '../../testing/c-project/workshop.ts'
import { createDice } from '../../testing/random-edits/edits.ts'
import { randomEditsOf } from '../../testing/random-edits/make.ts'

/** What is built on top of full builds is what a plain build makes, or fails where that does, after random edits of C. */
const edits = randomEditsOf(process.env, { number: 12, seed: 2026 })
/** In turn; autoconf takes long. */
const turns: readonly Kind[] = [
  'cmake-ninja',
  'make-recorded',
  'cmake-make',
  'make-bare',
  'make-recorded',
  'cmake-ninja',
]

let workshop: CWorkshop
beforeAll(() => {
  workshop = createCWorkshop()
})
afterAll(() => workshop.dispose())

it('builds the same on top of full builds as plainly', async () => {
  process.stdout.write(`random edits: RANDOM_EDITS=${edits.number} RANDOM_EDITS_SEED=${edits.seed}\n`)
  workshop.lay(
    kinds.filter((kind) => turns.includes(kind)),
    { options: ordinary },
  )
  const full = await workshop.makeFullBuilds()
  const dice = createDice(edits.seed)
  const wrong: string[] = []
  let [compiled, all] = [0, 0]
  for (let step = 0; step < edits.number; step++) {
    const kind = turns[step % turns.length]!
    const { names, state } = randomState(kind, dice)
    workshop.lay([kind], state)
    const head = (await workshop.buildHead()).get(kind)!
    const plain = (await workshop.buildPlainly([kind])).get(kind)!
    const [own, total] = [compiledIn(head).length, compiledIn(full.get(kind)!).length]
    const line = `${step}: ${kind}: ${names.join(', ')}: ${head.out === undefined ? 'fails' : `${own} of ${total}`}`
    const same =
      head.out === undefined || plain.out === undefined
        ? head.out === plain.out
        : JSON.stringify([...contentsOf(head)]) === JSON.stringify([...contentsOf(plain)])
    process.stdout.write(`${line}${same ? '' : ': DIFFERS'}\n`)
    if (!same) wrong.push(line)
    compiled += own
    all += total
  }
  expect(wrong).toEqual([])
  expect(compiled).toBeLessThan(all)
}, 3_600_000)
