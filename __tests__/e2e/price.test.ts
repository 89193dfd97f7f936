import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runAction, type StepResult } from '../../testing/action.ts'
import {
  type CacheService,
  cacheEnvironment,
  cacheToken,
  startCacheService,
} from '../../testing/cache-service/service.ts'
import { createScenario, type Scenario } from '../../testing/scenario.ts'

/** Never dearer than the plain build: full builds that are missing, and that the job is better off without. */
let scenario: Scenario
let service: CacheService
let base: string
let branches = 0

beforeAll(async () => {
  service = await startCacheService()
  scenario = createScenario({ modules: 3 })
  base = scenario.sample.commit('base', '2026-01-01T12:00:00Z')
})
afterAll(async () => {
  await service.close()
  scenario.dispose()
})

function head(change: () => void, start = base): string {
  scenario.sample.branch(`head-${++branches}`, start)
  change()
  return scenario.sample.commit('head', '2026-01-02T05:00:00Z')
}

interface Job {
  readonly inputs?: Readonly<Record<string, string>>
  readonly env?: Readonly<Record<string, string>>
}

/** On a new machine. */
async function job(revision: string, { inputs, env }: Job = {}) {
  scenario.world.wipeStore()
  const { main, post } = await runAction(
    scenario.step(scenario.checkout(revision), {
      inputs: { installables: '.#sample', cache: 'github', ...inputs },
      env: {
        ...cacheEnvironment(service.url, cacheToken(['refs/heads/main'])),
        RUNNER_ENVIRONMENT: 'github-hosted',
        ...env,
      },
    }),
  )
  expect([main.errors, main.exitCode, post.warnings, post.exitCode]).toEqual([[], 0, [], 0])
  return { main, post }
}

const buildsOf = ({ log }: StepResult) =>
  log.split('\n').filter((line) => line === 'building sample-0.1.0.0').length
const reasonsOf = ({ outputs }: StepResult) =>
  (JSON.parse(outputs.units ?? '[]') as { reason: string | null }[]).map(({ reason }) => reason)

it('a fork on a hosted runner builds once where the cache has no full build', async () => {
  const revision = head(() => scenario.sample.changeLeaf())
  const event = join(scenario.directory, 'event.json')
  writeFileSync(event, '{"pull_request":{"head":{"repo":{"full_name":"mallory/sample"}}}}')
  const { main } = await job(revision, {
    env: {
      GITHUB_EVENT_NAME: 'pull_request',
      GITHUB_EVENT_PATH: event,
      GITHUB_BASE_REF: 'main',
      GITHUB_REF: 'refs/pull/7/merge',
    },
  })
  expect(main.warnings).toEqual([])
  expect(buildsOf(main)).toBe(1)
  expect(main.outputs).toMatchObject({ build: 'plain', 'modules-compiled': '4', revision: base })
  expect(reasonsOf(main)).toEqual([
    'the full build is missing and could not be kept: the pull request comes from a fork',
  ])
  expect(main.summary).toContain('so that this job, which could not keep one, builds without it')
  expect(service.entries()).toEqual([])
})

describe('with flags by which GHC compiles everything again', () => {
  const withFlag = () =>
    head(() => {
      scenario.sample.addGhcOption('-XStrict')
    })

  // Nobody builds on the merge of a pull request, whose full build would be the one to make.
  const merge = { env: { GITHUB_EVENT_NAME: 'pull_request', RUNNER_ENVIRONMENT: 'self-hosted' } }

  it('a full build that is missing is not made', async () => {
    const { main, post } = await job(withFlag(), merge)
    expect(main.warnings).toEqual([])
    expect(buildsOf(main)).toBe(1)
    expect(main.outputs).toMatchObject({ build: 'plain', 'modules-compiled': '4' })
    expect(reasonsOf(main)).toEqual(['the full build is missing and of no use: flags changed (-XStrict)'])
    expect(post.log).not.toContain('Pushed')
  })

  it('GHC compiles everything again, which one that is there shows', async () => {
    await job(head(() => scenario.sample.changeLeaf(1)))
    const { main } = await job(withFlag(), merge)
    expect(main.outputs).toMatchObject({ build: 'incremental', 'cache-hit': 'true', 'modules-compiled': '4' })
    expect(main.log).toContain('[Flags changed]')
  })
})

describe('a base that does not build', () => {
  let broken: string
  const failing = 'an earlier job found that the full build fails (sample-0.1.0.0 of '
  const files = () => `file://${join(scenario.directory, 'notes')}`
  let edits = 0
  /** The error is mended, by another text each time. */
  const mended = () =>
    head(() => {
      scenario.sample.edit('app/Main.hs', (text) =>
        text.replace(/\nbroken = .*\n/, `\nbroken = ${++edits}\n`),
      )
    }, broken)

  beforeAll(() => {
    broken = head(() => {
      scenario.sample.edit('app/Main.hs', (text) => `${text}\nbroken :: Int\nbroken = "text"\n`)
    })
  })

  it('is found out by one job', async () => {
    const inputs = { revision: broken, cache: `github\n${files()}` }
    const { main, post } = await job(mended(), { inputs })
    expect(main.warnings).toEqual([expect.stringContaining('the full build failed (')])
    expect(buildsOf(main)).toBe(2)
    expect(main.outputs.build).toBe('plain')
    expect(post.log.match(/Pushed incremental-nix-v2-failed-.*-sample-/g)).toHaveLength(2)
  })

  it.each([
    ['github', () => 'github'],
    ['file', files],
  ])('and known to the next by the cache %s', async (_, cache) => {
    const { main, post } = await job(mended(), { inputs: { revision: broken, cache: cache() } })
    expect(main.warnings).toEqual([expect.stringContaining(failing)])
    expect(buildsOf(main)).toBe(1)
    expect(main.outputs.build).toBe('plain')
    expect(post.log).not.toContain('Pushed')
  })
})
