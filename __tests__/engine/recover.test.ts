import { DoubtfulFailure, EvaluationFailure } from '../../src/engine/failures.ts'
import { recover } from '../../src/engine/recover.ts'
import type { Settings } from '../../src/engine/settings.ts'
import { setLog } from '../../src/lib/log.ts'
import { createEngine } from '../../testing/engine.ts'
import { createDerivation } from '../../testing/graph.ts'

// What is left to be done when something failed that should not have.

const silent = () => {}
setLog({
  info: silent,
  warn: silent,
  notice: silent,
  group: (_, body) => body(),
  foreign: (body) => body(silent),
  build: (body) => body(silent, () => {}),
})

const image = createDerivation('image')
const failure = new EvaluationFailure(
  '`.#image` does not evaluate at HEAD: out of order.',
  'error: out of order',
)
const defect = { failed: 'x is not a function', error: new TypeError('x is not a function') }
const doubt = { failed: 'out of order', error: new DoubtfulFailure(failure, 'out of order') }

interface Case {
  readonly what: string
  readonly error: typeof defect | typeof doubt
  readonly settings?: Partial<Settings>
  readonly built?: boolean
  /** Whether the plain build fails. */
  readonly broken?: boolean
  readonly builds: number
  readonly warns?: RegExp
  readonly throws?: RegExp
}

const cases: readonly Case[] = [
  { what: 'a defect', error: defect, builds: 1, warns: /^\.#image is built without .*x is not a function/ },
  {
    what: 'a defect, HEAD broken',
    error: defect,
    broken: true,
    builds: 1,
    warns: /./,
    throws: /\.#image does not build/,
  },
  {
    what: 'a defect, strict',
    error: defect,
    settings: { strict: true },
    builds: 0,
    throws: /makes this a failure/,
  },
  { what: 'a defect after the build', error: defect, built: true, builds: 0, warns: /^HEAD is built, but/ },
  {
    what: 'a defect while HEAD is verified',
    error: defect,
    settings: { mode: 'verify' },
    built: true,
    builds: 0,
    warns: /^Nothing was verified: .*x is not a function/,
  },
  {
    what: 'a doubt while HEAD is verified',
    error: doubt,
    settings: { mode: 'verify' },
    builds: 0,
    throws: /does not evaluate at HEAD/,
  },
  { what: 'a doubt, HEAD fine', error: doubt, builds: 1, warns: /does not need \(out of order\)/ },
  {
    what: 'a doubt, HEAD broken',
    error: doubt,
    broken: true,
    builds: 1,
    throws: /^`\.#image` does not evaluate/,
  },
  {
    what: 'a doubt, strict',
    error: doubt,
    settings: { strict: true },
    builds: 0,
    throws: /^`\.#image` does not evaluate/,
  },
  {
    what: 'a defect in mode full',
    error: defect,
    settings: { mode: 'full' },
    builds: 0,
    warns: /gets no full build/,
  },
  { what: 'a defect in mode plan', error: defect, settings: { mode: 'plan' }, builds: 0, warns: /./ },
]

it.each(cases)(
  '$what',
  async ({ error, settings = {}, built = false, broken = false, builds, warns, throws }) => {
    const world = { derivations: [image], head: image, base: image, fails: () => broken }
    const { context, progress, deeds } = createEngine(world, settings)
    progress.built = built
    const outcome = recover(context, progress, error)
    if (throws === undefined) await outcome
    else await expect(outcome).rejects.toThrow(throws)
    expect(deeds.built).toEqual(Array(builds).fill(['.#image']))
    expect(progress.ladder.warnings).toEqual(warns === undefined ? [] : [expect.stringMatching(warns)])
  },
)
