import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseDuration } from '../src/revision/index.ts'
import { removeTemporaries } from '../testing/git.ts'
import { serveGit } from '../testing/git-server.ts'
import { writeResult } from './machine.ts'
import { measureStart, measureUnshallow, type Walk } from './walk/measure.ts'
import { type Measured, page } from './walk/page.ts'
import { type Complete, chooseStarts, readHistory, writeRepository } from './walk/repository.ts'
import { drawHistory } from './walk/team.ts'

/**
 * `npm run bench:walk`: what it costs to find the truncated revision from a checkout of depth 1, in histories of one team
 * that differ in their length alone, and whether the answer is that of the complete history. BENCH_COMMITS
 * (1000,10000,100000,1000000) sets the lengths, BENCH_FILES (100000) the longest one whose commits change files, since those
 * of a million take most of an hour to write. BENCH_SEED (1) draws the team, BENCH_INTERVALS (1 hour,1 day,1 week) and
 * BENCH_STARTS (15) set the walks. BENCH_REPOSITORIES names repositories, separated by commas: theirs in place of drawn ones, without files.
 */
const list = (text: string) => text.split(',').filter((part) => part !== '')
const lengths = list(process.env.BENCH_COMMITS ?? '1000,10000,100000,1000000').map(Number)
const seed = Number(process.env.BENCH_SEED ?? 1)
const intervals = list(process.env.BENCH_INTERVALS ?? '1 hour,1 day,1 week').map((text) =>
  parseDuration(text),
)
const count = Number(process.env.BENCH_STARTS ?? 15)
const withFiles = Number(process.env.BENCH_FILES ?? 100_000)
const sources = list(process.env.BENCH_REPOSITORIES ?? '')
/** Commits of the branch, newest first, that walks begin at: two weeks of the team. */
const among = 180

const directory = realpathSync(mkdtempSync(join(tmpdir(), 'incremental-nix-bench-')))
const server = await serveGit(directory)

async function measure(complete: Complete): Promise<Measured> {
  const places = { server, scratch: directory }
  const walks: Walk[] = []
  for (const start of await chooseStarts(complete, count, among))
    walks.push(...(await measureStart(complete, start, { ...places, intervals })))
  const commitsOnly = await measureUnshallow(complete, { ...places, options: ['--filter=tree:0'] })
  const unshallow = await measureUnshallow(complete, { ...places, options: [] })
  const measured = { complete, walks, commitsOnly, unshallow }
  console.log([complete.title, ...page([measured])].join('\n\n'))
  return measured
}

try {
  const all: Measured[] = []
  const given = sources.length > 0
  for (const source of given ? sources : lengths) {
    const target = join(directory, `history-${all.length}.git`)
    const complete =
      typeof source === 'string'
        ? await writeRepository(target, source, await readHistory(source))
        : await writeRepository(
            target,
            `${source} commits`,
            drawHistory({ seed, count: source, files: source <= withFiles }),
          )
    all.push(await measure(complete))
    rmSync(target, { recursive: true })
  }
  // Those of others are on nobody else's machine.
  if (!given)
    writeResult('walk', 'Finding the commit of the full build', [
      `${count} walks from a checkout of depth 1 in each row: from commits of the last two weeks of \`main\`, every third from the tip of a topic that was merged there. Each was made over HTTP, served by git's own back end on this machine, and from \`file://\`; all answers were those of the complete history. Medians, with the least and the greatest. “After the boundary” counts the commits that HEAD has and that are newer than its boundary; a fetch is one \`git fetch\`, of some requests each. The histories are of one team, some 70 commits on a working day in topics that live for hours to weeks, 4 % of them for months, with 1 % of the clocks wrong; they differ in how far back they go. Made by \`npm run bench:walk\`, seed ${seed}.`,
      ...page(all),
    ])
} finally {
  await server.close()
  removeTemporaries()
  rmSync(directory, { recursive: true, force: true })
}
