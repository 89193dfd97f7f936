import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { candidatesOf } from '../src/engine/simulation/choices.ts'
import { simulate } from '../src/engine/simulation/simulate.ts'
import { run } from '../src/lib/process.ts'
import { openCheckout, openHistory } from '../src/revision/index.ts'
import { parseLevels } from '../src/revision/interval.ts'
import type { ReplayedRepository } from './intervals/page.ts'
import { writeResultBeside } from './machine.ts'

/**
 * `npm run bench:intervals -- owner/name=path …`: what intervals would have cost in the history of other people's
 * repositories, by the code of `simulate`, from clones that are complete and on this machine. BENCH_COMMITS (1000): how many
 * commits of each. The newest result is what docs/interval.md is made of.
 */
const commits = Number(process.env.BENCH_COMMITS ?? 1000)
const candidates = candidatesOf({
  levels: parseLevels('1 week, 1 day'),
  date: undefined,
  parents: 'first-parent',
})

async function replay(name: string, path: string): Promise<ReplayedRepository> {
  const scratch = mkdtempSync(join(tmpdir(), 'incremental-nix-'))
  try {
    const directory = join(scratch, 'checkout')
    await run('git', ['clone', '--quiet', '--shared', '--no-checkout', path, directory])
    const checkout = await openCheckout(directory)
    const history = openHistory({ checkout, access: { serverUrl: 'https://github.com' }, scratch })
    const wish = { commits, candidates, directories: [], limitSeconds: 600 }
    return { repository: name, ...(await simulate(history, wish)) }
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

const repositories: ReplayedRepository[] = []
for (const argument of process.argv.slice(2)) {
  const [name = '', path = ''] = argument.split(/=(.*)/s)
  const started = performance.now()
  repositories.push(await replay(name, path))
  console.error(`${name}: ${((performance.now() - started) / 1000).toFixed(1)} s`)
}
/** More digits would say nothing. */
const rounded = (_: string, value: unknown) => (typeof value === 'number' ? Number(value.toFixed(4)) : value)
writeResultBeside('intervals', 'json', `${JSON.stringify(repositories, rounded, 1)}\n`)
