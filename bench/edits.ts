import { lineOf, makeRandomEdits, randomEditsOf, type Step } from '../testing/random-edits/make.ts'
import { createWorkshop } from '../testing/rewriting.ts'
import { writeResult } from './machine.ts'
import { table } from './measures.ts'

/** Whether builds on top of full builds are what plain builds are, after random edits. */

const edits = randomEditsOf(process.env, { number: 200 })

function write(steps: readonly Step[]): void {
  const green = steps.filter(({ built }) => built)
  const different = steps.filter(({ differences }) => differences.length > 0)
  writeResult('random-edits', 'Random edits', [
    `A package with Template Haskell, CPP, hsc2hs, C, data files, a program, a test suite and, in a third of the walks, an internal library, after ${steps.length} random edits, in walks of five that each start from a full build. What is compared: whether it builds; the ABI hash, or the interfaces where the library keeps the unit id of the full build or is optimised; what programs and tests print; the list of files, and the contents of those below share. Repeated by \`RANDOM_EDITS=${edits.number} RANDOM_EDITS_SEED=${edits.seed} npm run bench:edits\`.`,
    `The builds on top and the plain builds agree after ${steps.length - different.length} of ${steps.length} edits. ${green.length} of them build, of whose ${modules(green, 1)} modules ${modules(green, 0)} were compiled on top of full builds.`,
    ...different.map((step) => `    ${lineOf(step)}`),
    table(['Last edit', 'Times', 'Fails to build', 'Modules on top', 'Plainly'], rows(steps)),
  ])
}

function rows(steps: readonly Step[]): readonly (readonly string[])[] {
  const kinds = [...new Set(steps.map(kindOf))].sort()
  return kinds.map((kind) => {
    const those = steps.filter((step) => kindOf(step) === kind)
    const green = those.filter(({ built }) => built)
    const red = those.length - green.length
    return [kind, those.length, red, modules(green, 0), modules(green, 1)].map(String)
  })
}

const kindOf = ({ edits }: Step) => edits.at(-1) ?? ''

function modules(steps: readonly Step[], side: 0 | 1): number {
  return steps.reduce((sum, { compiled }) => sum + compiled[side], 0)
}

const workshop = createWorkshop()
const steps: Step[] = []
try {
  for await (const step of makeRandomEdits(workshop, edits)) {
    console.error(lineOf(step))
    steps.push(step)
  }
} finally {
  workshop.dispose()
  write(steps)
}
if (steps.some(({ differences }) => differences.length > 0)) process.exitCode = 1
