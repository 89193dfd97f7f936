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
import { table, timed, writeResult } from './machine.ts'

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

/** Derivations with as much text as those of nixpkgs, about 5 KB, and as many inputs. */
const graph = `
{ others, packages, edit }:
let
  inherit (builtins) concatStringsSep elemAt genList toFile toString;
  text = concatStringsSep "\\n" (genList (index: "export VARIABLE_\${toString index}=\\"value of it\\"") 80);
  make = attributes: derivation ({
    system = "x86_64-linux"; builder = "/bin/sh"; args = [ "-e" (toFile "builder.sh" "source $stdenv/setup") ];
    buildCommand = text;
  } // attributes);
  below = index: distances: map (distance: elemAt list (index - distance)) (builtins.filter (distance: distance <= index) distances);
  list = genList (index: make {
    name = "other-\${toString index}"; nativeBuildInputs = below index [ 40 41 43 45 48 53 61 74 95 129 184 273 ];
  }) others;
  ghc = make { name = "ghc-9.6.6"; inputs = below (others - 1) [ 0 1 2 ]; };
  local = genList (index: make {
    name = "package\${toString index}-1.0"; pname = "package\${toString index}"; version = "1.0";
    outputs = [ "out" "doc" ];
    src = toFile "source" "\${toString index} \${if index == 0 then edit else ""}";
    compileBuildDriverPhase = "setupCompileFlags"; setupCompilerEnvironmentPhase = "echo \\"Build with \${ghc}.\\"";
    propagatedBuildInputs = below (others - 1) [ 3 7 11 13 17 19 23 29 ]
      ++ (if index == 0 then [ ] else [ (elemAt local (index - 1)) (elemAt local (index / 2)) ]);
  }) packages;
in
{ top = make { name = "image"; contents = local; }; }
`

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

async function measure({ others, packages }: Size): Promise<{ rows: readonly Row[]; node: number }> {
  const rows: Row[] = []
  const before = process.resourceUsage().maxRSS
  async function step<T>(what: string, body: () => T | Promise<T>, plain = false): Promise<T> {
    const { value, ...cost } = await watched(async () => body())
    rows.push({ what, ...cost, plain })
    console.log(`${what}: ${cost.seconds.toFixed(2)} s, ${cost.megabytes.toFixed(0)} MB`)
    return value
  }
  const library = join(directory, 'graph.nix')
  writeFileSync(library, graph)
  const fileOf = (edit: string) => {
    const file = join(directory, `${edit}.nix`)
    writeFileSync(file, `import ${library} { others = ${others}; packages = ${packages}; edit = "${edit}"; }`)
    return ['--file', file, 'top']
  }
  // Both are in the store before, as they are for whoever builds every day: a dry run writes what is not there yet.
  for (const edit of ['base', 'head']) await derivationsOf(nix, fileOf(edit))

  const read = createReader()
  const context = { read, isLocked: () => false, nix: nix as Nix, scratch }
  const head = await step('`nix build --dry-run` of HEAD', () => dryRun(nix, fileOf('head')), true)
  const tops = await step('evaluating the base', () => derivationsOf(nix, fileOf('base')), true)

  const baseGraph = await step('reading and walking the base', () => walkGraph(context, tops))
  const missing = new Set(head.toBuild)
  const headTops = head.wanted.flatMap(({ derivation }) => derivation ?? [])
  const headGraph = await step('reading and walking HEAD', () =>
    walkGraph(context, headTops, (path) => missing.has(path)),
  )
  const [baseUnits, headUnits] = await step(
    'finding the units',
    () => [findUnitsOf(context, baseGraph), findUnitsOf(context, headGraph)] as const,
  )
  const full = await step('rewriting the base', () => {
    const below = walk(
      baseUnits.map(({ derivation }) => derivation.path),
      (path) => baseGraph.get(path),
    )
    const kept = baseUnits.map(
      ({ adapter, derivation }) => [derivation.path, { kind: 'keep', adapter } as const] as const,
    )
    return rewriteGraph(context, rewriteRequest(below, new Map(kept)))
  })
  const pairings = await step('pairing', () => pairUnits(headUnits, baseUnits))
  const changes = pairings.flatMap((pairing): (readonly [string, Change])[] => {
    if (pairing.kind !== 'changed') return []
    const { derivation, outputs } = full.get(pairing.base.derivation.path)!
    const from = { derivation, output: 'intermediates', path: outputs.intermediates! }
    return [
      [
        pairing.head.derivation.path,
        { kind: 'resume', adapter: pairing.head.adapter, from, distrust: false },
      ],
    ]
  })
  const rewritten = await step('rewriting HEAD', () =>
    rewriteGraph(context, rewriteRequest(headGraph, new Map(changes))),
  )
  const unfaithful = [...full.values(), ...rewritten.values()].filter(({ faithful }) => !faithful)
  if (changes.length !== packages || rewritten.size !== packages + 1 || unfaithful.length > 0)
    throw new Error(
      `${changes.length} units, ${rewritten.size} rewritten, ${unfaithful.length} left as they are`,
    )
  return { rows, node: megabytes(process.resourceUsage().maxRSS - before) }
}

const goal = { seconds: 2, megabytes: 500 }

try {
  const parts: string[] = []
  for (const size of sizes) {
    console.log(size.title)
    const { rows, node } = await measure(size)
    const own = rows.filter(({ plain }) => !plain)
    const seconds = own.reduce((sum, row) => sum + row.seconds, 0)
    const cpuSeconds = own.reduce((sum, row) => sum + row.cpuSeconds, 0)
    const memory = node + Math.max(...own.map((row) => row.megabytes))
    const met = seconds <= goal.seconds && memory <= goal.megabytes
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
      `Planning without evaluation: ${seconds.toFixed(2)} s, ${cpuSeconds.toFixed(2)} s of processor time. Node grew by ${node.toFixed(0)} MB at its peak; with Nix's own at its peak that is ${memory.toFixed(0)} MB. The goal of ${goal.seconds} s and ${goal.megabytes} MB is ${met ? 'met' : 'missed'}.`,
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
