import { join } from 'node:path'
import { runAction } from './action.ts'
import { cacheEnvironment, cacheToken, startCacheService } from './cache-service/service.ts'
import type { SampleOptions } from './sample/project.mjs'
import { createScenario } from './scenario.ts'

/** Job summaries as they come of real runs: one of each kind. */

export type SummaryKind = 'miss' | 'hit' | 'failure' | 'nightly'

/**
 * A day of a sample project, each run on a new machine: the first commit finds no full build, the next one does, one
 * does not compile, and at night full builds are made for two branches.
 */
export async function makeSummaries(options: SampleOptions): Promise<Record<SummaryKind, string>> {
  const scenario = createScenario(options)
  const service = await startCacheService()
  const { sample, world } = scenario
  const use = async (revision: string, inputs: Record<string, string> = {}): Promise<string> => {
    world.wipeStore()
    const step = scenario.step(scenario.checkout(revision), {
      inputs: { cache: 'github', installables: '.#sample', ...inputs },
      env: {
        ...cacheEnvironment(service.url, cacheToken(['refs/heads/main'])),
        GITHUB_SHA: revision,
      },
    })
    const { main, post } = await runAction(step)
    if (main.summary === '' || post.exitCode !== 0) throw new Error(main.log + post.log)
    // Where Nix keeps it on everybody else's machine.
    return main.summary.replaceAll(world.store, '/nix/store')
  }
  const [, interior = ''] = sample.modules
  const file = join('src', `${interior.replaceAll('.', '/')}.hs`)
  const midnight = Math.floor(Date.now() / 86_400_000) * 86_400_000
  const yesterday = (hour: number) => midnight + (hour - 24) * 3_600_000
  try {
    sample.edit('sample.cabal', (text) => text.replace(/-O\d/, '$& -Wall'))
    const base = sample.commit('base', yesterday(-6))
    sample.branch('release-1', base)
    sample.changeLeaf(1)
    sample.commit('A fix', yesterday(18))
    sample.checkout('main')

    sample.changeLeaf()
    const miss = await use(sample.commit('A leaf', yesterday(9)))
    sample.changeInterface()
    sample.edit(file, (text) => text.replace('import Data.List', 'import Data.Char (ord)\n$&'))
    const tip = sample.commit('An interface', yesterday(10))
    const hit = await use(tip)
    sample.branch('topic', tip)
    sample.edit(file, (text) => text.replace('score n =', 'score n = show $'))
    const failure = await use(sample.commit('A mistake', yesterday(11)))
    const nightly = await use(tip, { mode: 'full', branches: 'main\nrelease-*' })
    return { miss, hit, failure, nightly }
  } finally {
    await service.close()
    scenario.dispose()
  }
}
