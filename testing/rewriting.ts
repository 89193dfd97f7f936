import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cargo } from '../src/adapters/cargo/recognise.ts'
import { checkpoint } from '../src/adapters/checkpoint/recognise.ts'
import { go } from '../src/adapters/go/recognise.ts'
import { type CompiledModule, createModuleCount } from '../src/adapters/haskell/modules.ts'
import { haskell } from '../src/adapters/haskell/recognise.ts'
import { haskellNix } from '../src/adapters/haskell-nix/recognise.ts'
import {
  type Change,
  type Derivation,
  environmentChanged,
  findUnits,
  type Graph,
  pairUnits,
  parseDerivation,
  type Rewritten,
  rewriteRequest,
  type Unit,
  walk,
} from '../src/graph/index.ts'
import { type Finished, ProcessError } from '../src/lib/process.ts'
import { nameOf } from '../src/lib/store-path.ts'
import { rewrite } from '../src/nix/rewrite.ts'
import { createNixWorld, type NixWorld } from './nix-world.ts'
import { hostGhc } from './sample/project.mjs'

/**
 * The mechanism without the engine: full builds of a base, an edit, and HEAD's rewritten graph, by the functions of
 * src/graph and a real Nix. A project is Nix code in `default.nix`, an attribute set of packages.
 */
export interface Workshop {
  readonly world: NixWorld
  /** Of the project; the package set is in `nixpkgs` there. */
  readonly directory: string
  /** Files by their paths in the project; null removes one. */
  write(files: Readonly<Record<string, string | null>>): void
  /** Full builds of all units of the project as it is. */
  makeFullBuilds(): Promise<ReadonlyMap<string, Outcome>>
  /** HEAD's packages, incrementally where the last full builds allow it. */
  buildHead(): Promise<ReadonlyMap<string, Outcome>>
  /** These packages from scratch, under the package ids that `buildHead` takes from the last full builds. */
  buildUnderIds(names: readonly string[]): Promise<ReadonlyMap<string, Outcome>>
  /** These packages as they are. */
  buildPlainly(names: readonly string[]): Promise<ReadonlyMap<string, Outcome>>
  dispose(): void
}

/** What became of one attribute of the project. */
export interface Outcome {
  /** Undefined if it failed. */
  readonly out: string | undefined
  /** Of a full build. */
  readonly intermediates: string | undefined
  readonly log: string
  /** Nix's own lines about it. */
  readonly said: readonly string[]
  readonly compiled: readonly CompiledModule[]
  /** By component, as in `Modules`. */
  readonly considered: ReadonlyMap<string, number>
  /** Undefined for what is no unit, and for a unit that is built as it is. */
  readonly change: Change['kind'] | undefined
}

const packageSet = fileURLToPath(new URL('package-set', import.meta.url))

export function createWorkshop(): Workshop {
  const root = mkdtempSync(join(tmpdir(), 'workshop-'))
  const world = createNixWorld(join(root, 'nix'))
  const directory = join(root, 'project')
  const nix = { run: world.nix }
  let full: FullBuilds | undefined

  mkdirSync(directory)
  cpSync(packageSet, join(directory, 'nixpkgs'), { recursive: true })
  writeFileSync(join(directory, 'nixpkgs', 'ghc.json'), JSON.stringify(hostGhc()))

  async function load() {
    const expression = `builtins.mapAttrs (_: package: package.drvPath) (import ${directory} { })`
    const { stdout } = await world.nix(['eval', '--impure', '--json', '--expr', expression])
    const tops = new Map(Object.entries(JSON.parse(stdout) as Record<string, string>))
    const graph = walk(tops.values(), read)
    const units = findUnits(graph, {
      adapters: [haskell, haskellNix, go, cargo, checkpoint],
      read,
      isLocked: () => false,
    })
    return { tops, graph, units }
  }

  async function ask(graph: Graph, changes: ReadonlyMap<string, Change>) {
    const answer = await rewrite(nix, rewriteRequest(graph, changes), root)
    return new Map(Object.entries(answer as Record<string, Rewritten>))
  }

  async function build(
    tops: ReadonlyMap<string, string>,
    rewritten: ReadonlyMap<string, Rewritten>,
    changes: ReadonlyMap<string, Change>,
  ) {
    const derivationOf = (top: string) => rewritten.get(top)?.derivation ?? top
    const wanted = [...new Set([...tops.values()].map((top) => `${derivationOf(top)}^*`))]
    // What fails is seen by its output, which is not there then.
    const { stderr } = await settled(world.nix(['build', '--no-link', '--keep-going', ...wanted]))
    const outcomes = new Map<string, Outcome>()
    for (const [name, top] of tops) {
      const derivation = derivationOf(top)
      const { stdout: log } = await settled(world.nix(['log', derivation]))
      const pathOf = async (output: string) => {
        const path = read(derivation)?.outputs.get(output)?.path
        if (path === undefined) return undefined
        const { stdout } = await settled(world.nix(['path-info', path]))
        return stdout.trim() === '' ? undefined : path
      }
      const count = createModuleCount()
      for (const line of log.split('\n')) count.feed(line)
      outcomes.set(name, {
        out: await pathOf('out'),
        intermediates: await pathOf('intermediates'),
        log,
        said: stderr.split('\n').filter((line) => line.includes(nameOf(derivation))),
        ...count.modules(),
        change: changes.get(top)?.kind,
      })
    }
    return outcomes
  }

  return {
    world,
    directory,
    write(files) {
      for (const [path, text] of Object.entries(files)) {
        const file = join(directory, path)
        mkdirSync(dirname(file), { recursive: true })
        if (text === null) rmSync(file, { force: true })
        else writeFileSync(file, text)
      }
    },
    async makeFullBuilds() {
      const { tops, graph, units } = await load()
      const able = units.filter(({ obstacle }) => obstacle === undefined)
      const changes = new Map<string, Change>(
        able.map(({ adapter, derivation }) => [
          derivation.path,
          { kind: 'keep', adapter, unchecked: false, on: null },
        ]),
      )
      const rewritten = await ask(graph, changes)
      full = { units, rewritten }
      return build(tops, rewritten, changes)
    },
    async buildHead() {
      if (full === undefined) throw new Error('there are no full builds')
      const { tops, graph, units } = await load()
      const changes = changesOf(units, full)
      return build(tops, await ask(graph, changes), changes)
    },
    async buildUnderIds(names) {
      if (full === undefined) throw new Error('there are no full builds')
      const { tops, graph, units } = await load()
      const changes = new Map(
        [...changesOf(units, full)].flatMap(([path, change]) =>
          change.kind === 'resume'
            ? [[path, { kind: 'identify' as const, adapter: change.adapter, from: change.from }] as const]
            : [],
        ),
      )
      const wanted = new Map([...tops].filter(([name]) => names.includes(name)))
      return build(wanted, await ask(graph, changes), changes)
    },
    async buildPlainly(names) {
      const { tops } = await load()
      return build(new Map([...tops].filter(([name]) => names.includes(name))), new Map(), new Map())
    },
    dispose() {
      world.dispose()
      rmSync(root, { recursive: true, force: true })
    },
  }
}

interface FullBuilds {
  readonly units: readonly Unit[]
  readonly rewritten: ReadonlyMap<string, Rewritten>
}

function changesOf(units: readonly Unit[], full: FullBuilds): ReadonlyMap<string, Change> {
  const changes = new Map<string, Change>()
  for (const pairing of pairUnits(units, full.units)) {
    if (pairing.kind !== 'changed') continue
    const { adapter, derivation } = pairing.head
    const made = full.rewritten.get(pairing.base.derivation.path)
    const path = made?.outputs.intermediates
    if (made === undefined || path === undefined) continue
    const from = { derivation: made.derivation, output: 'intermediates', path }
    const distrust = environmentChanged(derivation, pairing.base.derivation)
    changes.set(derivation.path, { kind: 'resume', adapter, from, distrust })
  }
  return changes
}

function read(path: string): Derivation | undefined {
  return existsSync(path) ? parseDerivation(path, readFileSync(path, 'utf8')) : undefined
}

/** What a call printed, whether or not it failed. */
async function settled(call: Promise<Finished>): Promise<Finished> {
  try {
    return await call
  } catch (error) {
    if (!(error instanceof ProcessError)) throw error
    return { stdout: '', stderr: error.stderr }
  }
}
