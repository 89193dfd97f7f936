import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runAction } from '../testing/action.ts'
import { createScenario } from '../testing/scenario.ts'
import { standInGhc } from '../testing/stand-in-ghc.ts'
import { writeResult } from './machine.ts'
import { median, spread, table, timed } from './measures.ts'
import { trace } from './trace.ts'

/**
 * `npm run bench:fitting`: what it costs to find the base of a day on which flags changed, so that the truncated revision does
 * not fit. BENCH_COMMITS (100), of which the one in the middle changes them; BENCH_REPEAT (5).
 */
const count = Number(process.env.BENCH_COMMITS ?? 100)
const repeat = Number(process.env.BENCH_REPEAT ?? 5)

const ghc = mkdtempSync(join(tmpdir(), 'incremental-nix-bench-'))
const scenario = createScenario({ modules: 3, ghc: standInGhc(ghc) })
const { sample, world, directory } = scenario
const minute = (number: number) => new Date(Date.UTC(2026, 0, 2, 0, 5 + number)).toISOString()
const cache = (name: string) => `file://${join(directory, name)}`

interface Row {
  readonly what: string
  readonly seconds: readonly number[]
  readonly evaluations: number
}

try {
  sample.commit('base', '2026-01-01T12:00:00Z')
  const commits: string[] = []
  for (let number = 0; number < count; number++) {
    if (number === count >> 1) sample.addGhcOption('-XStrict')
    else sample.changeLeaf(0)
    commits.push(sample.commit(`commit ${number}`, minute(number)))
  }
  const [changed, head] = [commits[count >> 1]!, commits.at(-1)!]
  const calls = trace(join(directory, 'trace'), ['nix'])

  /** A plan on a machine without a store, which evaluates and builds nothing. */
  async function plan(what: string, revision: string, base: string | undefined, store: string): Promise<Row> {
    const seconds: number[] = []
    const workspace = scenario.checkout(revision)
    const step = (env: Readonly<Record<string, string>>) =>
      scenario.step(workspace, {
        inputs: { installables: '.#sample', mode: 'plan', cache: cache(store) },
        env,
      })
    const use = async (env: Readonly<Record<string, string>>) => {
      world.wipeStore()
      const { main } = await runAction(step(env))
      if (main.exitCode !== 0 || main.warnings.length > 0) throw new Error(main.log)
      if (base !== undefined && main.outputs.revision !== base)
        throw new Error(`not ${main.outputs.revision}`)
    }
    for (let time = 0; time < repeat; time++) seconds.push((await timed(() => use({}))).seconds)
    calls.take()
    await use({ PATH: `${calls.bin}:${process.env.PATH}` })
    const evaluations = calls.take().filter(({ command }) => / path-info .*--derivation/.test(command)).length
    console.error(`${what}: ${median(seconds).toFixed(2)} s, ${evaluations} evaluations`)
    return { what, seconds, evaluations }
  }

  const rows = [
    await plan('The truncated revision fits', commits[(count >> 1) - 1]!, undefined, 'empty'),
    await plan('It does not, and no cache knows of another', head, changed, 'empty'),
  ]
  world.wipeStore()
  await runAction(
    scenario.step(scenario.checkout(head), { inputs: { installables: '.#sample', cache: cache('warm') } }),
  )
  rows.push(
    await plan('It does not, and the cache has a full build of the one that does', head, changed, 'warm'),
  )

  writeResult('fitting', 'What it costs to find a base that fits', [
    `A day with ${count} commits, of which the one in the middle changes the flags of the compiler. Mode \`plan\` for the last commit before that one, and for the last one of all, on a checkout of depth 1 with an empty Nix store; ${repeat} times each, median with the least and the greatest. Evaluations are those of older commits, each of a flake that takes a fraction of a second. Made by \`npm run bench:fitting\`.`,
    table(
      ['', 'Time', 'Evaluations'],
      rows.map(({ what, seconds, evaluations }) => [what, spread(seconds, 2, ' s'), String(evaluations)]),
    ),
  ])
} finally {
  scenario.dispose()
  rmSync(ghc, { recursive: true })
}
