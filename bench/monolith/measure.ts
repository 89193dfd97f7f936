import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runAction } from '../../testing/action.ts'
import { editsOf, type MonolithEdit } from '../../testing/monolith/edits.ts'
import { drawMonolith, type MonolithOptions } from '../../testing/monolith/plan.ts'
import { monolithDirectory, monolithInstallable, writeMonolith } from '../../testing/monolith/project.ts'
import { createNixWorld, type NixWorld } from '../../testing/nix-world.ts'
import { createScenario, type Scenario } from '../../testing/scenario.ts'
import { type Account, accountOf, type Run } from './account.ts'
import { compiledIn } from './compiled.ts'
import { textsOf, timedBuild } from './marks.ts'
import { parts } from './parts.ts'
import { differencesInBehaviour, differencesOf, differencesOfOthers, type Product } from './products.ts'
import { createRecorder, type Recorder } from './recorder.ts'
import type { Kind, Sample } from './samples.ts'
import { createWarm, type Warm } from './warm.ts'

/** Runs all that is measured. */

export interface Measured {
  readonly monolith: MonolithOptions
  /** How often each kind of run is made, and full builds and those from scratch. */
  readonly repeat: number
  readonly repeatFull: number
  /** Whether the plain build is made, beside the one from scratch that keeps `Paths_` modules apart. */
  readonly plain: boolean
  /** Those of these names. */
  readonly edits: readonly string[]
  /** Called for each sample as it comes. */
  readonly onSample: (sample: Sample) => void
}

/** What a run of the bench has at hand. */
interface Bench {
  readonly scenario: Scenario
  readonly recorder: Recorder
  /** For the plain build. The other one is the scenario's, for the action. */
  readonly plainWorld: NixWorld
  readonly inputs: Readonly<Record<string, string>>
  take(kind: Kind, edit: string, run: Run, compiled?: number): void
}

const adapters = fileURLToPath(new URL('../../nix/adapters', import.meta.url))

/** The name of the derivation, of which parts are told. */
const derivation = 'monolith-0.1.0.0'

/** Throws if any product is another one than that of the plain build, or if anything else is not as it should be. */
export async function measure(measured: Measured): Promise<void> {
  const monolith = drawMonolith(measured.monolith)
  const scenario = createScenario({ modules: 1 })
  const { sample, directory } = scenario
  const root = join(sample.root, monolithDirectory)
  const plainWorld = createNixWorld(join(directory, 'two'))
  try {
    writeMonolith(sample, monolith)
    const base = sample.commit('base', '2026-01-01T12:00:00Z')
    const bench: Bench = {
      scenario,
      plainWorld,
      recorder: createRecorder(join(directory, 'recorder')),
      inputs: {
        installables: monolithInstallable,
        cache: `file://${join(directory, 'cache')}`,
        revision: base,
      },
      take: (kind, edit, run, compiled) =>
        measured.onSample({
          kind,
          edit,
          compiled,
          seconds: run.end - run.start,
          account: accountOf(run, derivation),
        }),
    }
    let built = ''
    let kept = ''
    for (let time = 0; time < measured.repeatFull; time++) {
      rmSync(join(directory, 'cache'), { recursive: true, force: true })
      scenario.world.wipeStore()
      const { run, outputs } = await act(bench, scenario.world, base, { mode: 'full' })
      bench.take('full', '', run)
      built = logOf(run)
      kept = intermediatesOf(outputs)
    }
    const warm = await createWarm({
      directory: join(directory, 'war'),
      workTree: root,
      configureFlags: flagsOf(built),
      intermediates: kept,
      haddock: measured.monolith.defaults,
    })
    for (const edit of editsOf(monolith).filter(({ name }) => measured.edits.includes(name))) {
      sample.branch(edit.name, base)
      writeMonolith(sample, edit.apply(monolith))
      const head = sample.commit(edit.what, '2026-01-02T05:00:00Z')
      await measureEdit({ bench, measured, edit, head, warm })
    }
  } finally {
    plainWorld.dispose()
    scenario.dispose()
  }
}

async function measureEdit(of: {
  readonly bench: Bench
  readonly measured: Measured
  readonly edit: MonolithEdit
  readonly head: string
  readonly warm: Warm
}): Promise<void> {
  const { bench, measured, edit, head, warm } = of
  const { scenario, plainWorld } = bench
  const optimised = measured.monolith.optimization > 0
  let plain: Product | undefined
  let apart: Product | undefined
  const fromScratch = async (kind: Kind, what: Installed) => {
    const { run, out } = await nixBuild(bench, head, what)
    const product = { out, log: logOf(run) }
    bench.take(kind, edit.name, run, compiledIn(product.log).length)
    return product
  }
  for (let time = 0; time < measured.repeat; time++) {
    if (apart === undefined || time < measured.repeatFull) {
      plainWorld.wipeStore()
      if (measured.plain) plain = await fromScratch('plain', ownExpression)
      apart = await fromScratch('apart', apartExpression)
      if (plain !== undefined) agree(`${edit.name}, apart`, await differencesInBehaviour(apart, plain))
    }
    scenario.world.wipeStore()
    const incremental = await act(bench, scenario.world, head)
    const { outputs } = incremental
    if (outputs['cache-hit'] !== 'true' || outputs.build !== 'incremental')
      throw new Error(`${edit.name}: cache-hit is ${outputs['cache-hit']}, build is ${outputs.build}`)
    bench.take('incremental', edit.name, incremental.run, Number(outputs['modules-compiled']))
    const product = { out: outOf(outputs), log: logOf(incremental.run) }
    const withEnv = (one: Product, world: NixWorld) => ({ out: one.out, env: world.env })
    agree(`${edit.name}, incremental`, [
      ...(await differencesOf(product, apart, optimised)),
      ...(await differencesOfOthers(withEnv(product, scenario.world), withEnv(apart, plainWorld))),
    ])
    const again = await act(bench, scenario.world, head)
    bench.take('again', edit.name, again.run)
    agree(`${edit.name}, again`, outOf(again.outputs) === product.out ? [] : ['another store path'])

    const limit = await warm.build()
    measured.onSample({
      kind: 'warm',
      edit: edit.name,
      seconds: limit.seconds,
      compiled: compiledIn(limit.log).length,
      account: parts.flatMap(
        (part): Account => (limit.parts.has(part) ? [[part, limit.parts.get(part)!]] : []),
      ),
    })
    agree(`${edit.name}, in place`, await differencesOf(limit, apart, optimised))

    // Where the plain build's result is there.
    if (plain === undefined) continue
    const idle = await act(bench, plainWorld, head)
    bench.take('no-op, action', edit.name, idle.run)
    agree(`${edit.name}, nothing to do`, outOf(idle.outputs) === plain.out ? [] : ['another store path'])
    bench.take('no-op, nix', edit.name, (await nixBuild(bench, head, ownExpression)).run)
  }
}

/** The action, main and post. */
async function act(
  { scenario, recorder, inputs }: Bench,
  world: NixWorld,
  revision: string,
  more: Readonly<Record<string, string>> = {},
) {
  const workspace = scenario.checkout(revision)
  const step = scenario.step(workspace, {
    inputs: { ...inputs, ...more },
    env: { ...world.env, ...recorder.env },
  })
  const { value, run } = await recorder.record(() => runAction(step))
  const { main, post } = value
  const complaints = [...main.errors, ...main.warnings, ...post.errors, ...post.warnings]
  if (main.exitCode !== 0 || post.exitCode !== 0 || complaints.length > 0)
    throw new Error(`${complaints.join('; ')}\n${main.log}`)
  return { run, outputs: main.outputs }
}

/** What is given to `nix build` for the package of a work tree. */
type Installed = (workspace: string) => readonly string[]

const ownExpression: Installed = () => [monolithInstallable]

/** With `Paths_` modules that tell types only, as they do on top of full builds. */
const apartExpression: Installed = (workspace) => [
  '--impure',
  '--expr',
  `(builtins.getFlake "git+file://${workspace}?shallow=1").packages.\${builtins.currentSystem}.monolith.overrideAttrs
    ((import ${adapters}).haskell.identify { from = null; })`,
]

/** `nix build` in the other world, as it is. */
async function nixBuild({ scenario, plainWorld, recorder }: Bench, revision: string, what: Installed) {
  const workspace = scenario.checkout(revision)
  const options = { cwd: workspace, env: recorder.env, onStderrLine: () => {} }
  const args = ['--no-link', '--print-out-paths', '--log-format', 'internal-json', '-v']
  const { value, run } = await recorder.record(() =>
    plainWorld.nix(['build', ...args, ...what(workspace)], options),
  )
  return { run, out: value.stdout.trim() }
}

const logOf = ({ lines }: Run) => textsOf(timedBuild(lines, derivation)?.marks ?? []).join('\n')

function outOf(outputs: Readonly<Record<string, string>>): string {
  const paths = JSON.parse(outputs['out-paths'] ?? '{}') as Record<string, readonly string[]>
  const [out] = paths[monolithInstallable] ?? []
  if (out === undefined) throw new Error(`no store path in ${outputs['out-paths']}`)
  return out
}

function intermediatesOf(outputs: Readonly<Record<string, string>>): string {
  const path = outputs['full-build-path']
  if (path === undefined || path === '') throw new Error('no full build')
  return path
}

function flagsOf(log: string): string {
  const flags = /^configureFlags: (.*)$/m.exec(log)?.[1]
  if (flags === undefined) throw new Error('the builder did not say its flags')
  return flags
}

function agree(what: string, differences: readonly string[]): void {
  if (differences.length > 0) throw new Error(`${what}: another product\n${differences.join('\n')}`)
}
