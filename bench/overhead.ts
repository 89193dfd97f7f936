import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { run } from '../src/lib/process.ts'
import { type ActionStep, node24, runAction, runMain, runPost } from '../testing/action.ts'
import { createScenario, type Scenario } from '../testing/scenario.ts'
import { derivations } from './derivations.ts'
import { writeResult } from './machine.ts'
import { median, table, timed } from './measures.ts'
import { type Call, type Trace, trace } from './trace.ts'

/**
 * `npm run bench:overhead`: what the action costs by itself. How long it takes to its first program, what a whole step takes
 * in which nothing changed beside `nix build` of the same, and what the programs of a step take in which one module changed.
 * BENCH_REPEAT (9) sets how often each pair is measured, BENCH_DERIVATIONS (3000) the size of the larger graph, and
 * BENCH_CASES names some of its cases, separated by commas.
 */
const repository = fileURLToPath(new URL('../', import.meta.url))
const turns = Number(process.env.BENCH_REPEAT ?? 9)
const size = Number(process.env.BENCH_DERIVATIONS ?? 3000)
const cases = process.env.BENCH_CASES?.split(',')

const goals = { first: 0.15, share: 0.1, seconds: 0.5 }

/** Something that is in the store, and two ways to ask for it. */
interface Case {
  readonly name: string
  readonly title: string
  /** Inputs of the action. */
  readonly inputs: Readonly<Record<string, string>>
  /** Arguments of `nix build`. */
  readonly plain: readonly string[]
  /** Whether Nix has evaluated it before, and keeps that: as on a machine that stays. */
  readonly evaluated: boolean
}

const sample = { installables: '.#sample' }
const graph = { installables: '.#top' }
const all: readonly Case[] = [
  {
    name: 'sample',
    title: 'the sample, a flake of 11 derivations',
    inputs: sample,
    plain: ['.#sample'],
    evaluated: false,
  },
  {
    name: 'sample-again',
    title: 'the same, evaluated before',
    inputs: sample,
    plain: ['.#sample'],
    evaluated: true,
  },
  {
    name: 'graph',
    title: `a flake of ${size} derivations`,
    inputs: graph,
    plain: ['.#top'],
    evaluated: false,
  },
  {
    name: 'graph-again',
    title: 'the same, evaluated before',
    inputs: graph,
    plain: ['.#top'],
    evaluated: true,
  },
  {
    name: 'file',
    title: 'the same as a file',
    inputs: { file: 'top.nix', installables: '' },
    plain: ['--file', 'top.nix'],
    evaluated: false,
  },
]

/** A repository whose flake is a graph, with two commits that have the same one. Returns the later one. */
function writeGraph({ sample }: Scenario): { readonly base: string; readonly head: string } {
  const packages = 50
  sample.write('graph.nix', derivations)
  sample.write(
    'top.nix',
    `(import ./graph.nix { others = ${size - packages}; packages = ${packages}; edit = ""; }).top`,
  )
  sample.write('flake.nix', '{ outputs = { self }: { packages.x86_64-linux.top = import ./top.nix; }; }')
  const base = sample.commit('base', '2026-01-01T12:00:00Z')
  sample.write('README.md', 'Another one.\n')
  return { base, head: sample.commit('head', '2026-01-02T05:00:00Z') }
}

/** Makes the result of what nobody can build part of the store. */
async function pretendBuilt({ world }: Scenario, cwd: string, installable: string): Promise<void> {
  const { stdout: path } = await world.nix(['eval', '--raw', `${installable}.outPath`], { cwd })
  writeFileSync(path, '')
  // The path, no deriver, no references.
  await run('nix-store', ['--register-validity'], { env: world.env, input: `${path}\n\n0\n` })
}

function forgetEvaluations({ world }: Scenario): void {
  const cache = join(world.directory, 'cache')
  rmSync(cache, { recursive: true, force: true })
  mkdirSync(cache)
}

/** As it is used, and complaining if it does anything but what it is measured for. */
async function use(step: ActionStep) {
  const { main, post } = await runAction(step)
  const complaints = [...main.errors, ...main.warnings, ...post.warnings]
  if (main.exitCode !== 0 || complaints.length > 0) throw new Error(`${complaints.join('; ')}\n${main.log}`)
  return { main, post }
}

interface Pair {
  readonly plain: readonly number[]
  readonly action: readonly number[]
}

async function inTurn(turn: {
  readonly before: () => void
  readonly plain: () => Promise<unknown>
  readonly action: () => Promise<unknown>
}): Promise<Pair> {
  const plain: number[] = []
  const action: number[] = []
  // The first of each finds files that are not in memory.
  for (let number = -1; number < turns; number++) {
    for (const [figures, work] of [
      [plain, turn.plain],
      [action, turn.action],
    ] as const) {
      turn.before()
      const { seconds } = await timed(work)
      if (number >= 0) figures.push(seconds)
    }
  }
  return { plain, action }
}

const milliseconds = (seconds: number) => `${Math.round(seconds * 1000)} ms`
const spread = (figures: readonly number[]) =>
  `${milliseconds(median(figures))} (${milliseconds(Math.min(...figures))}–${milliseconds(Math.max(...figures))})`
const differences = ({ plain, action }: Pair) => action.map((one, index) => one - plain[index]!)

/** Seconds from the start of main to the start of its first program. */
async function toFirstProgram(step: ActionStep, traced: Trace): Promise<number> {
  const started = Date.now()
  await runMain(step)
  return (traced.take()[0]!.start - started) / 1000
}

interface Traced {
  readonly rows: readonly string[][]
  /** Seconds. */
  readonly whole: number
}

/** The programs of one use, main and post. */
async function programsOf(step: ActionStep, traced: Trace, scenario: Scenario): Promise<Traced> {
  const started = Date.now()
  const main = await runMain(step)
  const between = Date.now()
  const post = await runPost(step, main)
  const ended = Date.now()
  if (main.exitCode !== 0 || post.exitCode !== 0) throw new Error(main.log)
  const calls = traced.take()
  const at = (time: number) => milliseconds((time - started) / 1000)
  const row = ({ command, start, end }: Call) => [
    at(start),
    end === undefined ? 'ended' : milliseconds((end - start) / 1000),
    `\`${shown(command, scenario)}\``,
  ]
  const own = ([title, time]: readonly [string, number]) => [at(time), '', title]
  return {
    rows: [
      own(['main', started]),
      ...calls.filter(({ start }) => start < between).map(row),
      own(['post', between]),
      ...calls.filter(({ start }) => start >= between).map(row),
      own(['end', ended]),
    ],
    whole: (ended - started) / 1000,
  }
}

/** Without what is different on each machine, and no longer than anybody reads. */
function shown(command: string, { directory }: Scenario): string {
  const short = command
    .replaceAll(directory, '…')
    .replaceAll(repository, '…/')
    .replace(/[0-9a-z]{32}-/g, '')
  return (short.length > 110 ? `${short.slice(0, 110)}…` : short).replaceAll('|', '\\|').replaceAll('`', "'")
}

async function measure(scenario: Scenario, workspace: string, one: Case): Promise<Pair> {
  const step = scenario.step(workspace, { inputs: one.inputs })
  const pair = await inTurn({
    before: () => {
      if (!one.evaluated) forgetEvaluations(scenario)
    },
    plain: () => scenario.world.nix(['build', '--no-link', ...one.plain], { cwd: workspace }),
    action: () => use(step),
  })
  console.log(
    `${one.title}: nix build ${spread(pair.plain)}, action ${spread(pair.action)}, more ${spread(differences(pair))}`,
  )
  return pair
}

const wanted = (name: string) => cases === undefined || cases.includes(name)

/** Both kinds of repository, with a checkout of each whose result is in the store. */
async function prepare() {
  const small = createScenario({ modules: 8 })
  const base = small.sample.commit('base', '2026-01-01T12:00:00Z')
  small.sample.write('README.md', 'Another one.\n')
  const same = small.sample.commit('nothing that is compiled', '2026-01-02T05:00:00Z')
  small.sample.branch('leaf', base)
  small.sample.changeLeaf()
  const leaf = small.sample.commit('one leaf', '2026-01-02T06:00:00Z')
  const unchanged = small.checkout(same)
  await small.world.nix(['build', '--no-link', '.#sample'], { cwd: unchanged })
  const large = createScenario({ modules: 1 })
  const { head } = writeGraph(large)
  const checkout = large.checkout(head)
  await pretendBuilt(large, checkout, '.#top')
  return { small, large, base, leaf, unchanged, checkout }
}

const prepared = await prepare()
const { small, large, base, leaf, unchanged, checkout } = prepared
try {
  const traced = trace(join(small.directory, 'traced'), ['nix', 'git', 'uname'])
  const path = { PATH: `${traced.bin}${delimiter}${process.env.PATH}` }
  const tracedStep = (workspace: string, inputs: Readonly<Record<string, string>>) =>
    small.step(workspace, { inputs, env: path })
  const parts: string[] = []

  if (wanted('start')) {
    const step = tracedStep(unchanged, sample)
    const alone: number[] = []
    const first: number[] = []
    const post: number[] = []
    const main = await runMain(step)
    for (let turn = 0; turn < turns; turn++) {
      alone.push((await timed(() => run(node24, ['-e', '0']))).seconds)
      traced.take()
      first.push(await toFirstProgram(step, traced))
      post.push((await timed(() => runPost(step, main))).seconds)
    }
    const own = differences({ plain: alone, action: first })
    parts.push(
      '## The start',
      table(
        ['', 'Median (range)'],
        [
          ['Node alone, `node -e 0`', spread(alone)],
          ['main, until it starts its first program', spread(first)],
          ['main, without Node', spread(own)],
          ['post, which has nothing to push, as a whole', spread(post)],
        ],
      ),
      `The goal of ${milliseconds(goals.first)} for what main does before its first program is ${median(own) <= goals.first ? 'met' : 'missed'}.`,
    )
    console.log(parts.at(-2))
  }

  const rows: string[][] = []
  for (const one of all.filter(({ name }) => wanted(name))) {
    const [scenario, workspace] = one.name.startsWith('sample') ? [small, unchanged] : [large, checkout]
    const pair = await measure(scenario, workspace, one)
    const more = median(differences(pair))
    const share = more / median(pair.plain)
    const met = more <= goals.seconds + goals.share * median(pair.plain)
    rows.push([
      one.title,
      spread(pair.plain),
      spread(pair.action),
      `${spread(differences(pair))}, ${Math.round(share * 100)} %`,
      met ? 'met' : 'missed',
    ])
  }
  parts.push(
    '## When nothing changed',
    table(['', '`nix build`', 'The action, main and post', 'More, of each pair', 'Goal'], rows),
    `The goal is ${goals.share * 100} % and ${milliseconds(goals.seconds)} more than \`nix build\`.`,
  )

  if (wanted('programs')) {
    forgetEvaluations(small)
    const noop = await programsOf(tracedStep(unchanged, sample), traced, small)
    const cached = { ...sample, cache: `file://${join(small.directory, 'cache')}`, revision: base }
    await use(small.step(small.checkout(base), { inputs: { ...cached, mode: 'full' } }))
    small.world.wipeStore()
    const changed = await programsOf(tracedStep(small.checkout(leaf), cached), traced, small)
    for (const [title, { rows, whole }] of [
      ['The programs of a step in which nothing changed', noop],
      ['The programs of a step in which one module changed, its full build in a cache of files', changed],
    ] as const) {
      parts.push(
        `## ${title}`,
        `${milliseconds(whole)} in all, in which the trace costs some milliseconds a program.`,
        table(['Start', 'Time', 'Program'], rows),
      )
    }
  }

  writeResult('overhead', 'What the action costs by itself', [
    `Medians of ${turns} pairs that were measured in turn, with the least and the greatest. Evaluations that Nix keeps are forgotten before each of them, but where it says otherwise. Made by \`npm run bench:overhead\`.`,
    ...parts,
  ])
} finally {
  small.dispose()
  large.dispose()
}
