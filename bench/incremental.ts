import { join } from 'node:path'
import { runAction } from '../testing/action.ts'
import { createScenario, type Scenario } from '../testing/scenario.ts'
import { table, timed, writeResult } from './machine.ts'

/**
 * `npm run bench:incremental`: how long the action takes for a commit whose full build is in the cache, against
 * `nix build` of the same commit, both with an empty Nix store and everything included: start, evaluation, restore.
 * BENCH_MODULES names other sizes than 60 and 300, separated by commas.
 */
const sizes = (process.env.BENCH_MODULES ?? '60,300').split(',').map(Number)

interface Row {
  readonly modules: number
  readonly change: string
  readonly compiled: string
  readonly action: number
  readonly plain: number
}

const changes: readonly [string, (sample: Scenario['sample']) => unknown][] = [
  ['body of one function', (sample) => sample.changeLeaf()],
  ['a type that other modules use', (sample) => sample.changeInterface()],
  ['version bump', (sample) => sample.bumpVersion('0.2.0.0')],
]

async function measure(modules: number): Promise<readonly Row[]> {
  const scenario = createScenario({ modules, optimization: 1, size: 8 })
  try {
    const { sample, world } = scenario
    const base = sample.commit('base', '2026-01-01T12:00:00Z')
    const inputs = { installables: '.#sample', cache: `file://${join(scenario.directory, 'cache')}` }
    const use = async (revision: string, more: Record<string, string> = {}) => {
      world.wipeStore()
      const workspace = scenario.checkout(revision)
      const { seconds, value } = await timed(() =>
        runAction(scenario.step(workspace, { inputs: { ...inputs, revision: base, ...more } })),
      )
      const { main, post } = value
      const complaints = [...main.errors, ...main.warnings, ...post.warnings]
      if (main.exitCode !== 0 || complaints.length > 0)
        throw new Error(`${complaints.join('; ')}\n${main.log}`)
      return { seconds, outputs: main.outputs }
    }
    await use(base, { mode: 'full' })
    const rows: Row[] = []
    for (const [index, [change, make]] of changes.entries()) {
      sample.branch(`change-${index}`, base)
      make(sample)
      const head = sample.commit(change, '2026-01-02T05:00:00Z')
      const { seconds, outputs } = await use(head)
      if (outputs['cache-hit'] !== 'true' || outputs.build !== 'incremental') throw new Error('no cache hit')
      world.wipeStore()
      const workspace = scenario.checkout(head)
      const plain = await timed(() => world.nix(['build', '--no-link', '.#sample'], { cwd: workspace }))
      const compiled = `${outputs['modules-compiled']} of ${outputs['modules-total']}`
      rows.push({ modules, change, compiled, action: seconds, plain: plain.seconds })
      console.log(
        `${modules} modules, ${change}: ${seconds.toFixed(1)} s, plain ${plain.seconds.toFixed(1)} s`,
      )
    }
    return rows
  } finally {
    scenario.dispose()
  }
}

const rows: Row[] = []
for (const size of sizes) rows.push(...(await measure(size)))
writeResult('incremental', 'Incremental and plain build of the same commit', [
  'A generated Haskell package, compiled with -O1. The whole use of the action, with the full build restored from a `file://` cache, against `nix build`; the Nix store is empty at the start of both. Made by `npm run bench:incremental`.',
  table(
    ['Modules', 'Change', 'Compiled', 'Action', '`nix build`', 'Speed-up'],
    rows.map(({ modules, change, compiled, action, plain }) => [
      String(modules),
      change,
      compiled,
      `${action.toFixed(1)} s`,
      `${plain.toFixed(1)} s`,
      `${(plain / action).toFixed(1)}×`,
    ]),
  ),
])
