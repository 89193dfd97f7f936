import { editsOf } from '../testing/monolith/edits.ts'
import { drawMonolith, type MonolithOptions, usualMonolith } from '../testing/monolith/plan.ts'
import { circumstances, writeResult, writeResultBeside } from './machine.ts'
import { measure } from './monolith/measure.ts'
import { accountChart, accountTable, idleTable, timesTable } from './monolith/page.ts'
import type { Sample } from './monolith/samples.ts'

/**
 * `npm run bench:monolith`: where every second goes in a package like those of large teams: the full build, the build on top
 * of it by the action, the plain build, the build where nothing is to do, and the limit, which is a warm build in place without
 * Nix. It fails if any of them makes another product than the plain build.
 *
 * BENCH_MODULES (300), BENCH_OPTIMIZATION (1), BENCH_SEED (1); BENCH_PATHS (0.01), the share of modules that import `Paths_`;
 * BENCH_LINKER, such as `gold`; BENCH_DEFAULTS=true for Haddock and profiling, as nixpkgs has them by default; BENCH_REPEAT
 * (3), and BENCH_REPEAT_PLAIN (1) for full and plain builds; BENCH_EDITS, names separated by commas (all).
 */
const env = process.env
const options: MonolithOptions = {
  ...usualMonolith,
  seed: Number(env.BENCH_SEED ?? 1),
  modules: Number(env.BENCH_MODULES ?? 300),
  optimization: optimization(env.BENCH_OPTIMIZATION ?? '1'),
  defaults: env.BENCH_DEFAULTS === 'true',
  linker: env.BENCH_LINKER,
  shares: { ...usualMonolith.shares, paths: Number(env.BENCH_PATHS ?? usualMonolith.shares.paths) },
}
const repeat = Number(env.BENCH_REPEAT ?? 3)
const repeatPlain = Number(env.BENCH_REPEAT_PLAIN ?? 1)
const all = editsOf(drawMonolith(options))
const wanted = env.BENCH_EDITS?.split(',') ?? all.map(({ name }) => name)
const edits = new Map(all.filter(({ name }) => wanted.includes(name)).map(({ name, what }) => [name, what]))

function optimization(text: string): 0 | 1 | 2 {
  if (text !== '0' && text !== '1' && text !== '2') throw new Error(`BENCH_OPTIMIZATION is ${text}`)
  return Number(text) as 0 | 1 | 2
}

const variants = [options.defaults ? 'defaults' : [], options.linker ?? []].flat()
const name = ['monolith', options.modules, ...variants].join('-')
const samples: Sample[] = []
await measure({
  monolith: options,
  repeat,
  repeatPlain,
  edits: [...edits.keys()],
  onSample(sample) {
    samples.push(sample)
    console.error(`${sample.kind} ${sample.edit}: ${sample.seconds.toFixed(1)} s`)
    // Each time, so that nothing is lost if a later run fails.
    const record = { circumstances: circumstances(), options, repeat, repeatPlain, samples }
    writeResultBeside(name, 'json', `${JSON.stringify(record, undefined, 1)}\n`)
  },
})

const picture = (edit: string) => writeResultBeside(`${name}-${edit}`, 'svg', accountChart(samples, edit))
writeResult(name, 'Where every second goes', [
  `A generated Haskell package of ${options.modules} modules at -O${options.optimization}, ${options.defaults ? 'with Haddock and profiling, as nixpkgs has them by default' : 'without Haddock and profiling'}, with a test suite and ${options.programs} programs${options.linker === undefined ? '' : `, linked by ${options.linker}`}. Of the modules ${(100 * options.shares.paths).toFixed(0)} % import \`Paths_monolith\`. Full builds and plain builds ${repeatPlain} times, all others ${repeat} times, alternating; medians, with the least and the greatest. The Nix store is empty at the start but where nothing is to do; the full build is restored from a \`file://\` cache. The limit is a build in a directory in which the base was built, by the same \`Setup\`, with tests and installation, without Nix. All products were those of the plain build; those on top, in which \`Paths_\` modules tell types only, those of one that has them so. Made by \`npm run bench:monolith\`.`,
  timesTable(samples, edits),
  idleTable(samples),
  ...[...edits].flatMap(([edit, what]) => [
    `## ${edit}: ${what}`,
    accountTable(samples, edit),
    `![What the time went to](${picture(edit)})`,
  ]),
])
