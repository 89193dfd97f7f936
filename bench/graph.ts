import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createReader, findUnitsOf, rewriteGraph, walkGraph } from '../src/engine/graphs.ts'
import { type Change, pairUnits, rewriteRequest, walk } from '../src/graph/index.ts'
import { dryRun } from '../src/nix/dry-run.ts'
import { derivationsOf } from '../src/nix/evaluate.ts'
import type { Nix } from '../src/nix/nix.ts'
import { createNixWorld } from '../testing/nix-world.ts'
import { derivations } from './derivations.ts'
import { writeResult } from './machine.ts'
import { median, table, timed } from './measures.ts'

/**
 * `npm run bench:graph`: what planning costs beside the `nix build --dry-run` that tells what there is to do. Nothing of the
 * graphs is built, so that all of HEAD's is read too, which is the worst case.
 */
const sizes: readonly Size[] = [
  { title: '60 packages', others: 200, packages: 60 },
  { title: '8,000 derivations', others: 7950, packages: 50 },
]

interface Size {
  readonly title: string
  /** Derivations that are not of this repository. */
  readonly others: number
  /** Of this repository; an edit of the first changes all of them. */
  readonly packages: number
}

interface Row extends Cost {
  readonly what: string
  /** Whether it is what is done anyway. */
  readonly plain: boolean
}

const directory = realpathSync(mkdtempSync(join(tmpdir(), 'incremental-nix-bench-')))
const world = createNixWorld(join(directory, 'nix'))
const scratch = join(directory, 'scratch')
mkdirSync(scratch)
const nix: Pick<Nix, 'run'> = { run: world.nix }

const megabytes = (kilobytes: number) => kilobytes / 1024

interface Cost {
  readonly seconds: number
  /** Of this program and of those that it starts: on a busy machine it says more than the time. */
  readonly cpuSeconds: number
  /** Of Nix, at its peak. */
  readonly megabytes: number
}

/** Programs that run while `body` does are looked at so often that their end is not missed. */
async function watched<T>(body: () => Promise<T>): Promise<Cost & { readonly value: T }> {
  let peak = 0
  const ticks = new Map<string, number>()
  const timer = setInterval(() => {
    for (const pid of childrenOf(process.pid)) {
      peak = Math.max(peak, peakOf(pid))
      ticks.set(pid, Math.max(ticks.get(pid) ?? 0, ticksOf(pid)))
    }
  }, 10)
  const before = process.cpuUsage()
  try {
    const { seconds, value } = await timed(body)
    const { user, system } = process.cpuUsage(before)
    const ofChildren = [...ticks.values()].reduce((sum, one) => sum + one, 0) / 100
    return { seconds, cpuSeconds: (user + system) / 1e6 + ofChildren, megabytes: megabytes(peak), value }
  } finally {
    clearInterval(timer)
  }
}

function childrenOf(pid: number): readonly string[] {
  return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
    readOrNothing(`/proc/${pid}/task/${thread}/children`).split(' ').filter(Boolean),
  )
}

function peakOf(pid: string): number {
  return Number(/^VmHWM:\s+(\d+)/m.exec(readOrNothing(`/proc/${pid}/status`))?.[1] ?? 0)
}

/** Hundredths of a second of processor time. */
function ticksOf(pid: string): number {
  const [, , , , , , , , , , , user = 0, system = 0] = readOrNothing(`/proc/${pid}/stat`)
    .replace(/^.*\) /, '')
    .split(' ')
    .map(Number)
  return user + system
}

function readOrNothing(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

/** How a part of the work is done: measured, or just so. */
type Step = <T>(what: string, body: () => T | Promise<T>, plain?: boolean) => Promise<T>

type Context = Parameters<typeof walkGraph>[0] &
  Parameters<typeof findUnitsOf>[0] &
  Parameters<typeof rewriteGraph>[0]

async function readBase(context: Context, file: readonly string[], step: Step) {
  const tops = await step('evaluating the base', () => derivationsOf(nix, file), true)
  const graph = await step('reading and walking the base', () => walkGraph(context, tops))
  const units = await step('finding the units of the base', () => findUnitsOf(context, graph))
  const full = await step('rewriting the base', () => {
    const below = walk(
      units.map(({ derivation }) => derivation.path),
      (path) => graph.get(path),
    )
    const kept = units.map(
      ({ adapter, derivation }) =>
        [derivation.path, { kind: 'keep', adapter, unchecked: false, on: null } as const] as const,
    )
    return rewriteGraph(context, rewriteRequest(below, new Map(kept)))
  })
  return { units, full }
}

async function planHead(
  context: Context,
  head: Awaited<ReturnType<typeof dryRun>>,
  { base, step }: { readonly base: Awaited<ReturnType<typeof readBase>>; readonly step: Step },
) {
  const missing = new Set(head.toBuild)
  const tops = head.wanted.flatMap(({ derivation }) => derivation ?? [])
  const graph = await step('reading and walking HEAD', () =>
    walkGraph(context, tops, (path) => missing.has(path)),
  )
  const units = await step('finding the units of HEAD', () => findUnitsOf(context, graph))
  const pairings = await step('pairing', () => pairUnits(units, base.units))
  const changes = pairings.flatMap((pairing): (readonly [string, Change])[] => {
    if (pairing.kind !== 'changed') return []
    const { derivation, outputs } = base.full.get(pairing.base.derivation.path)!
    const from = { derivation, output: 'intermediates', path: outputs.intermediates! }
    return [
      [
        pairing.head.derivation.path,
        { kind: 'resume', adapter: pairing.head.adapter, from, distrust: false },
      ],
    ]
  })
  const rewritten = await step('rewriting HEAD', () =>
    rewriteGraph(context, rewriteRequest(graph, new Map(changes))),
  )
  return { changes, rewritten }
}

/** How often the dry run and the whole are timed. */
const turns = 5

interface Measured {
  readonly rows: readonly Row[]
  /** Seconds. */
  readonly dryRun: number
  /** Seconds, all of it as a job does it. */
  readonly whole: number
  /** Megabytes by which this program grew. */
  readonly node: number
}

async function measure({ others, packages }: Size): Promise<Measured> {
  const rows: Row[] = []
  const before = process.resourceUsage().maxRSS
  const measured: Step = async (what, body, plain = false) => {
    const { value, ...cost } = await watched(async () => body())
    rows.push({ what, ...cost, plain })
    console.log(`${what}: ${cost.seconds.toFixed(2)} s, ${cost.megabytes.toFixed(0)} MB`)
    return value
  }
  const unmeasured: Step = async (_, body) => body()
  const library = join(directory, 'graph.nix')
  writeFileSync(library, derivations)
  const fileOf = (edit: string) => {
    const file = join(directory, `${edit}.nix`)
    writeFileSync(file, `import ${library} { others = ${others}; packages = ${packages}; edit = "${edit}"; }`)
    return ['--file', file, 'top']
  }
  const createContext = (): Context => ({
    read: createReader(),
    isLocked: () => false,
    nix: nix as Nix,
    scratch,
  })
  // Both are in the store before, as they are for whoever builds every day: a dry run writes what is not there yet.
  for (const edit of ['base', 'head']) await derivationsOf(nix, fileOf(edit))

  const context = createContext()
  const head = await measured('`nix build --dry-run` of HEAD', () => dryRun(nix, fileOf('head')), true)
  const base = await readBase(context, fileOf('base'), measured)
  const { changes, rewritten } = await planHead(context, head, { base, step: measured })
  const unfaithful = [...base.full.values(), ...rewritten.values()].filter(({ faithful }) => !faithful)
  if (changes.length !== packages || rewritten.size !== packages + 1 || unfaithful.length > 0)
    throw new Error(
      `${changes.length} units, ${rewritten.size} rewritten, ${unfaithful.length} left as they are`,
    )
  const node = megabytes(process.resourceUsage().maxRSS - before)

  const pairs = []
  for (let turn = 0; turn < turns; turn++) {
    const dry = await timed(() => dryRun(nix, fileOf('head')))
    const whole = await timed(async () => {
      const own = createContext()
      const [head, base] = await Promise.all([
        dryRun(nix, fileOf('head')),
        readBase(own, fileOf('base'), unmeasured),
      ])
      await planHead(own, head, { base, step: unmeasured })
    })
    console.log(`dry run: ${dry.seconds.toFixed(2)} s, all: ${whole.seconds.toFixed(2)} s`)
    pairs.push({ dry: dry.seconds, whole: whole.seconds })
  }
  return {
    rows,
    node,
    dryRun: median(pairs.map(({ dry }) => dry)),
    whole: median(pairs.map(({ whole }) => whole)),
  }
}

const goal = { seconds: 2, megabytes: 500 }

try {
  const parts: string[] = []
  for (const size of sizes) {
    console.log(size.title)
    const { rows, dryRun, whole, node } = await measure(size)
    const own = rows.filter(({ plain }) => !plain)
    const seconds = own.reduce((sum, row) => sum + row.seconds, 0)
    const memory = node + Math.max(...own.map((row) => row.megabytes))
    const met = whole - dryRun <= goal.seconds && memory <= goal.megabytes
    parts.push(
      `## ${size.title}`,
      table(
        ['', 'Time', 'Processor time', 'Peak memory of Nix'],
        rows.map((row) => [
          row.what,
          `${row.seconds.toFixed(2)} s`,
          `${row.cpuSeconds.toFixed(2)} s`,
          row.megabytes === 0 ? '' : `${row.megabytes.toFixed(0)} MB`,
        ]),
      ),
      `One after the other, what is no evaluation takes ${seconds.toFixed(2)} s. A job does what concerns the base while HEAD is evaluated. All of it then takes ${whole.toFixed(2)} s, ${(whole - dryRun).toFixed(2)} s more than the dry run alone, which takes ${dryRun.toFixed(2)} s (medians of ${turns}, in turn). Node grew by ${node.toFixed(0)} MB at its peak; with Nix's own at its peak that is ${memory.toFixed(0)} MB. The goal of ${goal.seconds} s and ${goal.megabytes} MB is ${met ? 'met' : 'missed'}.`,
    )
  }
  writeResult('graph', 'Planning on derivation graphs', [
    'Reading, searching, pairing and rewriting the graphs of a base and of HEAD, of which an edit changed all local packages and the image that contains them, beside the evaluation that there has to be anyway. Each derivation has about 5 KB and 12 inputs. Nothing is built or in a cache, so that HEAD is read as a whole. Made by `npm run bench:graph`.',
    ...parts,
  ])
} finally {
  world.dispose()
  rmSync(directory, { recursive: true, force: true })
}
