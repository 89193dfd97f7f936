import { editsOf } from '../testing/monolith/edits.ts'
import { drawMonolith, type MonolithOptions, usualMonolith } from '../testing/monolith/plan.ts'
import { hostGhc } from '../testing/sample/project.mjs'
import { circumstances, writeResult, writeResultBeside } from './machine.ts'
import { measure } from './monolith/measure.ts'
import { majorVersion } from './monolith/overview.ts'
import { accountChart, accountTable, idleTable, timesTable } from './monolith/page.ts'
import type { Sample } from './monolith/samples.ts'

/**
 * `npm run bench:monolith`: where every second goes in a package like those of large teams: the full build, the build on top
 * of it by the action, the plain build, the build where nothing is to do, and the limit, which is a warm build in place without
 * Nix. It fails if any of them makes another product than a build from scratch.
 *
 * With the GHC that is on PATH. BENCH_MODULES (300), BENCH_OPTIMIZATION (1), BENCH_SEED (1); BENCH_PATHS (0.33), the share of modules that import `Paths_`;
 * BENCH_LINKER (`gold`, by which nixpkgs' GHC links on Linux); BENCH_DEFAULTS=true for Haddock and profiling, as nixpkgs has
 * them by default; BENCH_REPEAT (3), and BENCH_REPEAT_FULL (1) for full builds and those from scratch; BENCH_EDITS, names
 * separated by commas (all). BENCH_PLAIN=false leaves out the plain build, which for thousands of modules takes a quarter of an
 * hour, and compares with the one from scratch that keeps `Paths_` modules apart, as full builds do.
 */
const env = process.env
const usualLinker = 'gold'
const usualEdit = 'leaf'
/** The one of the tests. */
const usualGhc = '9.6.'
const options: MonolithOptions = {
  ...usualMonolith,
  seed: Number(env.BENCH_SEED ?? 1),
  modules: Number(env.BENCH_MODULES ?? 300),
  optimization: optimization(env.BENCH_OPTIMIZATION ?? '1'),
  defaults: env.BENCH_DEFAULTS === 'true',
  linker: env.BENCH_LINKER ?? usualLinker,
  shares: { ...usualMonolith.shares, paths: Number(env.BENCH_PATHS ?? 0.33) },
}
const repeat = Number(env.BENCH_REPEAT ?? 3)
const repeatFull = Number(env.BENCH_REPEAT_FULL ?? 1)
const plain = env.BENCH_PLAIN !== 'false'
const all = editsOf(drawMonolith(options))
const wanted = env.BENCH_EDITS?.split(',') ?? all.map(({ name }) => name)
const edits = new Map(all.filter(({ name }) => wanted.includes(name)).map(({ name, what }) => [name, what]))

function optimization(text: string): 0 | 1 | 2 {
  if (text !== '0' && text !== '1' && text !== '2') throw new Error(`BENCH_OPTIMIZATION is ${text}`)
  return Number(text) as 0 | 1 | 2
}

const { version: ghc } = hostGhc()
const variants = [
  options.optimization === 1 ? [] : `O${options.optimization}`,
  options.defaults ? 'defaults' : [],
  options.linker === usualLinker ? [] : options.linker,
  ghc.startsWith(usualGhc) ? [] : `ghc${majorVersion(ghc)}`,
  [...edits.keys()].join() === usualEdit ? [] : 'edits',
]
const name = ['monolith', options.modules, ...variants.flat()].join('-')
const samples: Sample[] = []
await measure({
  monolith: options,
  repeat,
  repeatFull,
  plain,
  edits: [...edits.keys()],
  onSample(sample) {
    samples.push(sample)
    console.error(`${sample.kind} ${sample.edit}: ${sample.seconds.toFixed(1)} s`)
    // Each time, so that nothing is lost if a later run fails.
    const record = { circumstances, ghc, options, repeat, repeatFull, samples }
    writeResultBeside(name, 'json', `${JSON.stringify(record, undefined, 1)}\n`)
  },
})

const picture = (edit: string) => writeResultBeside(`${name}-${edit}`, 'svg', accountChart(samples, edit))
writeResult(name, 'Where every second goes', [
  `A generated Haskell package of ${options.modules} modules at -O${options.optimization}, by GHC ${ghc}, ${options.defaults ? 'with Haddock and profiling, as nixpkgs has them by default' : 'without Haddock and profiling'}, with a test suite and ${options.programs} programs, linked by ${options.linker}. Of the modules ${(100 * options.shares.paths).toFixed(0)} % import \`Paths_monolith\`. Full builds and builds from scratch ${repeatFull} times, all others ${repeat} times, alternating; medians, with the least and the greatest. The Nix store is empty at the start but where nothing is to do; the full build is restored from a \`file://\` cache. The limit is a build in a directory in which the base was built, by the same \`Setup\`, with tests and installation, without Nix. All products were those of a build from scratch in which \`Paths_\` modules tell types only, as they do in full builds${plain ? '' : ', and which stands for the plain build here'}. Made by \`npm run bench:monolith\`.`,
  timesTable(samples, edits),
  idleTable(samples),
  ...[...edits].flatMap(([edit, what]) => [
    `## ${edit}: ${what}`,
    accountTable(samples, edit),
    `![What the time went to](${picture(edit)})`,
  ]),
])
