import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { annotations, runAction } from '../../testing/action.ts'
import { startCacheRest } from '../../testing/cache-rest.ts'
import {
  type CacheService,
  cacheEnvironment,
  cacheToken,
  startCacheService,
} from '../../testing/cache-service/service.ts'
import { createScenario, type Scenario } from '../../testing/scenario.ts'

/** The nightly over branches, and its jobs by way of a matrix, on real Nix and a remote with branches of all kinds. */
let scenario: Scenario
let service: CacheService
let commits: { old: string; main: string; release: string; broken: string }
const hostile = 'topic/`$(touch${IFS}pwned)`|<b>%0A'
const day = 24 * 3600 * 1000
/** Noon, so many days before today. */
const noon = (days: number) => new Date(Math.floor(Date.now() / day) * day - days * day + day / 2)

beforeAll(async () => {
  service = await startCacheService()
  scenario = createScenario({ modules: 6 })
  const { sample } = scenario
  const old = sample.commit('old', noon(5))
  sample.branch('stale')
  sample.branch('release/1', old)
  sample.changeLeaf(1)
  const release = sample.commit('release', noon(1))
  sample.branch('broken', old)
  sample.write('flake.nix', '{ outputs = ')
  const broken = sample.commit('broken', noon(1))
  sample.checkout('main')
  sample.changeLeaf()
  const main = sample.commit('main', noon(1))
  sample.branch(hostile)
  sample.write('README.md', 'today')
  // Not before the boundary of now, whenever this runs.
  sample.commit('today', new Date(Date.now() + 3_600_000))
  sample.branch('ignored', release)
  sample.write('README.md', 'ignored')
  sample.commit('ignored', noon(1))
  sample.checkout('main')
  commits = { old, main, release, broken }
})
afterAll(async () => {
  await service.close()
  scenario.dispose()
})

const patterns = 'main\n**\n!ignored'

async function run(inputs: Record<string, string>, revision = 'main', event = 'schedule') {
  const workspace = scenario.checkout(revision)
  const { main, post } = await runAction(
    scenario.step(workspace, {
      inputs: { installables: '.#sample', cache: 'github', branches: patterns, ...inputs },
      env: {
        ...cacheEnvironment(service.url, cacheToken(['refs/heads/main'])),
        GITHUB_EVENT_NAME: event,
      },
    }),
  )
  expect([post.exitCode, post.warnings, post.errors]).toEqual([0, [], []])
  expect(existsSync(join(workspace, 'pwned'))).toBe(false)
  expect(scenario.leftovers()).toEqual([])
  return main
}

const matrixOf = (outputs: Readonly<Record<string, string>>) => JSON.parse(outputs.matrix ?? '').include
const titles = (log: string) =>
  [...log.matchAll(/^::group::(.*)$/gm)].map(([, title = '']) => title.replaceAll('%25', '%'))
const mainAndTopic = `main, ${hostile}`
const ofOneLevel = (revision: string) => ({ installables: '.#sample', revision, revisions: revision })

it('plans: a matrix of what is missing, of each branch that moved', async () => {
  const { exitCode, errors, warnings, outputs, log, summary } = await run({ mode: 'plan' })
  expect([exitCode, errors]).toEqual([0, []])
  expect(matrixOf(outputs)).toEqual([
    { branch: mainAndTopic, ...ofOneLevel(commits.main) },
    { branch: 'release/1', ...ofOneLevel(commits.release) },
  ])
  expect(warnings).toEqual([
    expect.stringMatching(/^Branch broken: \.#sample gets no full build: .* does not evaluate/),
  ])
  expect(log).toContain(`stale: not moved for three intervals, still of ${commits.old}`)
  expect(titles(log)).toEqual([
    'Find branches',
    `Branch ${mainAndTopic}`,
    'Branch broken',
    'Branch release/1',
  ])
  expect(log).not.toContain('building ')
  expect(summary.replace(/^```text\n[\s\S]*?^```$/gm, '')).not.toContain('<b>')
  expect(service.entries()).toEqual([])
})

it('makes and pushes the full build of a matrix job', async () => {
  const [, entry] = matrixOf((await run({ mode: 'plan' })).outputs)
  const { installables, revision, revisions } = entry
  const job = await run({ mode: 'full', branches: '', installables, revision: revisions }, revision)
  expect([job.exitCode, job.errors, job.warnings]).toEqual([0, [], []])
  expect(job.outputs).toMatchObject({ build: 'full', revision: commits.release, 'cache-hit': 'false' })
  expect(service.entries()).toHaveLength(2)
  const fullBuilds = service.entries().filter(({ key }) => key.includes('-sample-'))
  expect(fullBuilds.map(({ key, scope }) => [key.includes(commits.release), scope])).toEqual([
    [true, 'refs/heads/main'],
  ])
  const again = await run({ mode: 'plan' })
  expect(matrixOf(again.outputs).map((one: { branch: string }) => one.branch)).toEqual([mainAndTopic])
})

it('makes what is missing of each branch, whatever becomes of the others, and downloads no full build', async () => {
  scenario.world.wipeStore()
  const { exitCode, errors, warnings, outputs, log, summary } = await run({ mode: 'full' })
  expect([exitCode, errors]).toEqual([0, []])
  expect(warnings).toEqual([expect.stringMatching(/^Branch broken: /)])
  expect(outputs).toMatchObject({ build: 'full', 'modules-compiled': '7', matrix: '{"include":[]}' })
  expect(outputs.revision?.split('\n')).toEqual([commits.main, commits.broken, commits.release])
  expect(log.match(/Pushed incremental-nix\S*-sample-/g)).toHaveLength(1)
  // What the missing one is built with was pushed with the other.
  expect(log).not.toMatch(/sample\S*: restored from|building ghc/)
  const { downloadedBytes } = service.counts
  for (const text of ['main, topic', 'broken', 'release/1', 'built now', 'in the cache already'])
    expect(summary).toContain(text)
  expect(summary.replace(/^```text\n[\s\S]*?^```$/gm, '')).not.toContain('<b>')

  scenario.world.wipeStore()
  const again = await run({ mode: 'full', branches: 'main\nrelease/*' })
  expect(again.outputs).toMatchObject({ build: 'full', 'cache-hit': 'true', 'modules-compiled': '0' })
  expect(again.warnings).toEqual([])
  expect(service.counts.downloadedBytes).toBe(downloadedBytes)
  expect((await run({ mode: 'plan', branches: 'main\nrelease/*' })).outputs.matrix).toBe('{"include":[]}')
})

it('fails with `strict` after all were tried', async () => {
  scenario.world.wipeStore()
  const { exitCode, errors, log } = await run({ mode: 'full', strict: 'true' })
  expect(exitCode).toBe(1)
  expect(errors).toEqual([expect.stringMatching(/Branch broken: .*`strict: true` makes this a failure/)])
  expect(titles(log)).toContain('Branch release/1')
})

it('warns where no branch matches', async () => {
  const { exitCode, warnings, outputs } = await run({ mode: 'full', branches: 'nope/**' })
  expect(exitCode).toBe(0)
  expect(warnings).toEqual([expect.stringMatching(/none of the 6 branches .* matches the input `branches`/)])
  expect(outputs).toMatchObject({ build: 'none', 'cache-hit': 'false' })
})

it('is restored by the jobs of each branch, which do not ask for branches', async () => {
  const { sample } = scenario
  sample.checkout('release/1')
  sample.changeLeaf(0)
  const head = sample.commit('release today', new Date(Date.now() + 3_600_000))
  scenario.world.wipeStore()
  const { outputs, warnings } = await run({}, head, 'push')
  expect(warnings).toEqual([])
  expect(outputs).toMatchObject({ build: 'incremental', revision: commits.release, 'cache-hit': 'true' })
})

it('tells a pull request for which there is none when the last was made', async () => {
  const rest = await startCacheRest('octo/sample', 'secret')
  const hash = '0yi2jj87njfi9kb3sr4zr979lha3mc8v'
  const push = (ref: string, created_at: string) =>
    rest.entries.push({
      id: rest.entries.length,
      key: `incremental-nix-v2-x86_64-linux-sample-${commits.old}-${hash}`,
      ref,
      created_at,
      size_in_bytes: 1,
    })
  push('refs/heads/main', '2026-01-02T00:12:00Z')
  push('refs/pull/6/merge', '2026-01-09T00:12:00Z')
  try {
    const { main } = await runAction(
      scenario.step(scenario.checkout('main'), {
        inputs: { installables: '.#sample', cache: 'github', 'github-token': 'secret' },
        env: {
          ...cacheEnvironment(service.url, cacheToken(['refs/pull/7/merge'])),
          GITHUB_API_URL: rest.url,
          GITHUB_EVENT_NAME: 'pull_request',
          GITHUB_REF: 'refs/pull/7/merge',
          GITHUB_BASE_REF: 'main',
        },
      }),
    )
    const remark = `The cache has no full build of sample-0.1.0.0 for main at ${commits.old.slice(0, 12)}, so that this job makes it. The last one that was made for all came into the cache at 2026-01-02T00:12:00Z: see why the nightly has made none since.`
    expect([main.exitCode, main.warnings, annotations(main.log, 'notice')]).toEqual([0, [], [remark]])
    expect(main.summary).toContain('[!NOTE]')
    expect(main.summary).toContain('came into the cache at 2026-01-02T00:12:00Z')
  } finally {
    await rest.close()
  }
})
