import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createModuleCount } from '../../src/adapters/haskell/modules.ts'
import { runAction } from '../../testing/action.ts'
import { editsOf, type MonolithEdit } from '../../testing/monolith/edits.ts'
import { drawMonolith, type MonolithOptions } from '../../testing/monolith/plan.ts'
import { monolithDirectory, monolithInstallable, writeMonolith } from '../../testing/monolith/project.ts'
import { createNixWorld, type NixWorld } from '../../testing/nix-world.ts'
import { createScenario, type Scenario } from '../../testing/scenario.ts'
import { type Account, accountOf, type Run } from './account.ts'
import { textsOf, timedBuild } from './marks.ts'
import { parts } from './parts.ts'
import { differencesOf, differencesOfOthers, type Product } from './products.ts'
import { createRecorder, type Recorder } from './recorder.ts'
import type { Kind, Sample } from './samples.ts'
import { createWarm, type Warm } from './warm.ts'

/** Runs all that is measured. */

export interface Measured {
  readonly monolith: MonolithOptions
  /** How often each kind of run is made, and the dear ones. */
  readonly repeat: number
  readonly repeatPlain: number
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
    for (let time = 0; time < measured.repeatPlain; time++) {
      rmSync(join(directory, 'cache'), { recursive: true, force: true })
      scenario.world.wipeStore()
      const { run } = await act(bench, scenario.world, base, { mode: 'full' })
      bench.take('full', '', run)
      built = logOf(run)
    }
    const warm = await createWarm({
      directory: join(directory, 'war'),
      workTree: root,
      configureFlags: flagsOf(built),
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
  for (let time = 0; time < measured.repeat; time++) {
    if (plain === undefined || time < measured.repeatPlain) {
      const { run, product, compiled } = await buildPlainly(bench, head)
      bench.take('plain', edit.name, run, compiled)
      plain = product
      apart ??= await buildApart(bench, head)
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
      ...(await differencesOf(product, apart ?? plain, optimised)),
      ...(await differencesOfOthers(withEnv(product, scenario.world), withEnv(plain, plainWorld))),
    ])
    const again = await act(bench, scenario.world, head)
    bench.take('again', edit.name, again.run)
    agree(`${edit.name}, again`, outOf(again.outputs) === product.out ? [] : ['another store path'])

    const limit = await warm.build()
    measured.onSample({
      kind: 'warm',
      edit: edit.name,
      seconds: limit.seconds,
      compiled: countOf(limit.log),
      account: parts.flatMap(
        (part): Account => (limit.parts.has(part) ? [[part, limit.parts.get(part)!]] : []),
      ),
    })
    agree(`${edit.name}, in place`, await differencesOf(limit, plain, optimised))

    // Where the plain build's result is there.
    const idle = await act(bench, plainWorld, head)
    bench.take('no-op, action', edit.name, idle.run)
    agree(`${edit.name}, nothing to do`, outOf(idle.outputs) === plain.out ? [] : ['another store path'])
    bench.take('no-op, nix', edit.name, (await nixBuild(bench, head)).run)
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

/** `nix build` in the other world, as it is. */
async function nixBuild(
  { scenario, plainWorld, recorder }: Bench,
  revision: string,
  what: (workspace: string) => readonly string[] = () => [monolithInstallable],
) {
  const workspace = scenario.checkout(revision)
  const options = { cwd: workspace, env: recorder.env, onStderrLine: () => {} }
  const args = ['--no-link', '--print-out-paths', '--log-format', 'internal-json', '-v']
  const { value, run } = await recorder.record(() =>
    plainWorld.nix(['build', ...args, ...what(workspace)], options),
  )
  return { run, out: value.stdout.trim() }
}

/** The same in an empty store. */
async function buildPlainly(bench: Bench, revision: string) {
  bench.plainWorld.wipeStore()
  const { run, out } = await nixBuild(bench, revision)
  const log = logOf(run)
  return { run, product: { out, log }, compiled: countOf(log) }
}

/** From scratch, and with `Paths_` modules that tell types only, as they do on top of full builds. */
async function buildApart(bench: Bench, revision: string): Promise<Product> {
  const { run, out } = await nixBuild(bench, revision, (workspace) => [
    '--impure',
    '--expr',
    `(builtins.getFlake "git+file://${workspace}?shallow=1").packages.\${builtins.currentSystem}.monolith.overrideAttrs
      ((import ${adapters}).haskell.identify { from = null; })`,
  ])
  return { out, log: logOf(run) }
}

const logOf = ({ lines }: Run) => textsOf(timedBuild(lines, derivation)?.marks ?? []).join('\n')

function countOf(log: string): number {
  const count = createModuleCount()
  for (const line of log.split('\n')) count.feed(line)
  return count.modules().compiled.length
}

function outOf(outputs: Readonly<Record<string, string>>): string {
  const paths = JSON.parse(outputs['out-paths'] ?? '{}') as Record<string, readonly string[]>
  const [out] = paths[monolithInstallable] ?? []
  if (out === undefined) throw new Error(`no store path in ${outputs['out-paths']}`)
  return out
}

function flagsOf(log: string): string {
  const flags = /^configureFlags: (.*)$/m.exec(log)?.[1]
  if (flags === undefined) throw new Error('the builder did not say its flags')
  // The compiler that keeps `Paths_` modules apart is gone with its build, and here they do not change.
  return flags.replace(/--with-ghc=\S+/, '')
}

function agree(what: string, differences: readonly string[]): void {
  if (differences.length > 0) throw new Error(`${what}: another product\n${differences.join('\n')}`)
}
