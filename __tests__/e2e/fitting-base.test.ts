import { join } from 'node:path'
import { runAction, type StepResult } from '../../testing/action.ts'
import { createScenario, type Scenario } from '../../testing/scenario.ts'

/** A day on which the flags of a package change, by real Nix and GHC. */
let scenario: Scenario
/** Before midnight; before the change, with it, and two commits after it. */
const commits: Record<'base' | 'before' | 'changed' | 'after' | 'head', string> = {
  ...{ base: '', before: '', changed: '', after: '', head: '' },
}

beforeAll(() => {
  scenario = createScenario({ modules: 6 })
  const { sample } = scenario
  const commit = (name: keyof typeof commits, hour: string) => {
    commits[name] = sample.commit(name, `2026-01-02T${hour}:00:00Z`)
  }
  commits.base = sample.commit('base', '2026-01-01T12:00:00Z')
  sample.changeLeaf()
  commit('before', '03')
  sample.addGhcOption('-XStrict')
  commit('changed', '05')
  sample.changeLeaf(1)
  commit('after', '06')
  sample.changeLeaf(2)
  commit('head', '07')
})
afterAll(() => scenario.dispose())

const url = (name: string) => `file://${join(scenario.directory, name)}`

/** On a new machine. */
async function job(
  revision: string,
  inputs: Readonly<Record<string, string>> = {},
  env: Readonly<Record<string, string>> = {},
) {
  scenario.world.wipeStore()
  const { main, post } = await runAction(
    scenario.step(scenario.checkout(revision), {
      inputs: { installables: '.#sample', cache: url('cache'), ...inputs },
      env: { RUNNER_ENVIRONMENT: 'github-hosted', GITHUB_EVENT_NAME: 'push', ...env },
    }),
  )
  expect([main.errors, main.warnings, main.exitCode]).toEqual([[], [], 0])
  expect([post.warnings, post.exitCode]).toEqual([[], 0])
  return { main, post }
}

const pushedOf = ({ log }: StepResult) =>
  Object.entries(commits).flatMap(([name, revision]) =>
    new RegExp(`Pushed incremental-nix-v2-x86_64\\S*${revision}`).test(log) ? name : [],
  )
const reasonsOf = ({ outputs }: StepResult) =>
  (JSON.parse(outputs.units ?? '[]') as { reason: string | null }[]).map(({ reason }) => reason)

it('a job before the change is built on the truncated revision', async () => {
  const { main, post } = await job(commits.before)
  expect(main.outputs).toMatchObject({ revision: commits.base, 'modules-compiled': '1' })
  expect(pushedOf(post)).toEqual(['base'])
})

it('a plan says which commit fits, and names both for the job that makes its full build', async () => {
  const { main } = await job(commits.after, { mode: 'plan' })
  const { include } = JSON.parse(main.outputs.matrix ?? '') as { include: Record<string, string>[] }
  expect(main.outputs.revision).toBe(commits.changed)
  expect(include).toMatchObject([
    { revision: commits.changed, revisions: `${commits.changed} ${commits.base}` },
  ])
})

it('a job of the change makes its full build, and keeps it', async () => {
  const { main, post } = await job(commits.changed)
  expect(main.outputs).toMatchObject({ revision: commits.changed, boundary: '2026-01-02T00:00:00Z' })
  expect(pushedOf(post)).toEqual(['changed'])
})

it('all later ones are built on it', async () => {
  const { main, post } = await job(commits.head)
  expect(main.outputs).toMatchObject({
    revision: commits.changed,
    'cache-hit': 'true',
    build: 'incremental',
    // Of the two leaves and no more.
    'modules-compiled': '2',
  })
  expect(pushedOf(post)).toEqual([])
  expect(main.summary).toMatch(
    /commit \S+, the commit since which the compiler, its flags and packages are those of HEAD\. Full builds of it are made on those of \S+, the last commit before 2026-01-02T00:00:00Z/,
  )
})

it('a later one makes it where that job did not, and so does a plan’s', async () => {
  const { main, post } = await job(commits.after, { cache: url('other') })
  expect(main.outputs).toMatchObject({ revision: commits.changed, 'modules-compiled': '1' })
  expect(pushedOf(post)).toEqual(expect.arrayContaining(['changed']))
  const named = { mode: 'full', revision: `${commits.changed} ${commits.base}`, cache: url('third') }
  await job(commits.head, named)
  const { main: used } = await job(commits.head, { cache: url('third') })
  expect(used.outputs).toMatchObject({ revision: commits.changed, 'cache-hit': 'true' })
})

describe('a job that can keep nothing', () => {
  const nothing = { 'cache-write': 'never' }

  it('is built on it where the cache has it', async () => {
    const { main } = await job(commits.head, nothing)
    expect(main.outputs).toMatchObject({ 'cache-hit': 'true', 'modules-compiled': '2' })
  })

  it('and plainly at once where the cache has the full build that does not fit', async () => {
    await job(commits.before, { cache: url('fourth') })
    const { main } = await job(commits.head, { ...nothing, cache: url('fourth') })
    expect(main.outputs).toMatchObject({ build: 'plain', 'modules-compiled': '7' })
    expect(reasonsOf(main)).toEqual([
      'the full build is missing and could not be kept: `cache-write` is `never`',
    ])
  })
})

it('a pull request that changes the flags itself is built plainly where nothing fits', async () => {
  const { sample } = scenario
  sample.branch('topic', commits.before)
  sample.addGhcOption('-XStrict')
  const merge = sample.commit('merge', '2026-01-02T08:00:00Z')
  const { main, post } = await job(
    merge,
    { cache: url('empty') },
    { GITHUB_EVENT_NAME: 'pull_request', RUNNER_ENVIRONMENT: 'self-hosted' },
  )
  expect(main.outputs).toMatchObject({ revision: commits.base, build: 'plain', 'modules-compiled': '7' })
  expect(reasonsOf(main)).toEqual(['the full build is missing and of no use: flags changed (-XStrict)'])
  expect(pushedOf(post)).toEqual([])
})
