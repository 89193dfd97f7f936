import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runAction } from '../../testing/action.ts'
import {
  type CacheService,
  cacheEnvironment,
  cacheToken,
  startCacheService,
} from '../../testing/cache-service/service.ts'
import { createScenario, type Scenario } from '../../testing/scenario.ts'

/** A long-lived pull request with a full build of its own, in the scopes of the GitHub Actions cache. */
let scenario: Scenario
let service: CacheService
let base: string
let own: string
/** The pull request's heads of today, each with its merge commit. */
const pushes: { head: string; merge: string }[] = []

beforeAll(async () => {
  service = await startCacheService()
  scenario = createScenario({ modules: 6 })
  const { sample } = scenario
  base = sample.commit('base', '2026-01-01T12:00:00Z')
  sample.branch('topic')
  sample.changeLeaf(0)
  own = sample.commit('yesterday', '2026-01-01T18:00:00Z')
  for (const [index, hour] of ['08', '10'].entries()) {
    sample.checkout('topic')
    sample.changeLeaf(1)
    sample.write('README.md', `${index}`)
    const head = sample.commit('today', `2026-01-02T${hour}:00:00Z`)
    sample.branch(`merge-${index}`, base)
    const merge = sample.merge('topic', `2026-01-02T${hour}:01:00Z`)
    // As on GitHub: the ref moves on, and old commits can be fetched by their ids.
    sample.git('update-ref', 'refs/pull/7/merge', merge)
    sample.git('update-ref', 'refs/pull/7/head', head)
    pushes.push({ head, merge })
  }
})
afterAll(async () => {
  await service.close()
  scenario.dispose()
})

const scope = 'refs/pull/7/merge'

async function job(push: { head: string; merge: string } | undefined, start: string) {
  const { head = '', merge = '' } = push ?? {}
  const event = join(scenario.directory, 'event.json')
  const repo = { full_name: 'octo/sample' }
  writeFileSync(
    event,
    JSON.stringify({
      repository: { ...repo, default_branch: 'main' },
      pull_request: { head: { sha: head, repo } },
    }),
  )
  scenario.world.wipeStore()
  const { main, post } = await runAction(
    scenario.step(scenario.checkout(merge), {
      inputs: { installables: '.#sample', cache: 'github', start },
      env: {
        ...cacheEnvironment(service.url, cacheToken([scope, 'refs/heads/main'])),
        GITHUB_EVENT_NAME: 'pull_request',
        GITHUB_EVENT_PATH: event,
        GITHUB_REF: scope,
        GITHUB_BASE_REF: 'main',
        GITHUB_SHA: merge,
      },
    }),
  )
  expect([main.exitCode, main.errors, main.warnings]).toEqual([0, [], []])
  expect([post.exitCode, post.warnings]).toEqual([0, []])
  return main
}

it('makes its own full build once a day, and shares it among its pushes only', async () => {
  const first = await job(pushes[0], 'pull-request-head')
  expect(first.outputs).toMatchObject({ revision: own, 'cache-hit': 'false', 'modules-compiled': '1' })
  // The base branch's nightly is not to blame.
  expect(first.summary).not.toContain('[!NOTE]')
  // The full build and what it was built with.
  expect(service.entries().map((entry) => entry.scope)).toEqual([scope, scope])

  const second = await job(pushes[1], 'pull-request-head')
  expect(second.outputs).toMatchObject({
    revision: own,
    boundary: '2026-01-02T00:00:00Z',
    'cache-hit': 'true',
    build: 'incremental',
    'modules-compiled': '1',
  })
  expect(service.entries()).toHaveLength(2)
})

it('compiles more on top of the base branch’s', async () => {
  const { outputs, summary } = await job(pushes[1], 'checkout')
  expect(outputs).toMatchObject({ revision: base, 'cache-hit': 'false', 'modules-compiled': '2' })
  expect(summary).toContain('[!NOTE]')
})
