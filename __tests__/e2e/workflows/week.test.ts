import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { standInGhc } from '../../../testing/stand-in-ghc.ts'
import { type ActStep, describeWithAct } from '../../../testing/workflows/act.ts'
import { withoutCacheMode } from '../../../testing/workflows/cache-mode.ts'
import {
  createWorkflowRepository,
  dayAndTime,
  type PullRequest,
  type Run,
  type WorkflowRepository,
} from '../../../testing/workflows/repository.ts'

// A week of a team: two long-lived branches, three pull requests and one from a fork, with the workflows of the examples.

const expected = `\
| When | Run | Full build of | In the cache | Modules compiled |
| --- | --- | --- | --- | --- |
| Mon 09:00 | push to main | main, Sun 10:00 | built | 1 of 25 |
| Mon 11:00 | push to main | main, Sun 10:00 | hit | 2 of 25 |
| Mon 13:05 | pull request 1 to main | main, Sun 10:00 | hit | 3 of 25 |
| Mon 14:05 | pull request 4 to main, from a fork | main, Sun 10:00 | hit | 3 of 25 |
| Mon 16:00 | push to release-1 | release-1, Sun 12:00 | built | 1 of 25 |
| Mon 17:05 | pull request 3 to main | main, Sun 10:00 | hit | 3 of 25 |
| Tue 00:05 | nightly, main | main, Mon 11:00 | built | 25 of 25 |
| Tue 00:05 | nightly, release-1 | release-1, Mon 16:00 | built | 25 of 25 |
| Tue 09:05 | pull request 1 to main | main, Mon 11:00 | hit | 1 of 25 |
| Tue 10:05 | pull request 2 to release-1 | release-1, Mon 16:00 | hit | 1 of 25 |
| Tue 12:00 | push to main | main, Mon 11:00 | hit | 1 of 25 |
| Tue 15:05 | pull request 3 to main | rewrite, Mon 17:00 | built | 2 of 25 |
| Tue 17:05 | pull request 3 to main | rewrite, Mon 17:00 | hit | 3 of 25 |
| Wed 00:05 | nightly, main | main, Tue 12:00 | built | 25 of 25 |
| Wed 09:00 | push to main | main, Tue 12:00 | hit | 1 of 25 |
| Wed 10:05 | pull request 4 to main, from a fork | main, Tue 12:00 | hit | 2 of 25 |
| Wed 11:00 | push to release-1 | release-1, Mon 16:00 | hit | 1 of 25 |
| Thu 08:00 | pull request 4 to main, from a fork | main, Wed 09:00 | none | 25 of 25 |
| Thu 10:00 | push to main | main, Wed 09:00 | built | 1 of 25 |
| Thu 11:00 | pull request 4 to main, from a fork | main, Wed 09:00 | hit | 2 of 25 |
| Fri 00:05 | nightly, main | main, Thu 10:00 | built | 25 of 25 |
| Fri 00:05 | nightly, release-1 | release-1, Wed 11:00 | built | 25 of 25 |
| Fri 09:00 | push to main | main, Thu 10:00 | hit | 1 of 25 |
| Fri 16:00 | push to main | main, Thu 10:00 | hit | 4 of 25 |
| Sat 00:05 | nightly, main | main, Fri 16:00 | built | 25 of 25 |
| Sat 12:00 | push to main, a new version | main, Fri 16:00 | hit | 0 of 25 |
| Sun 00:05 | nightly, main | main, Sat 12:00 | built | 25 of 25 |
| Sun 12:00 | push to main | main, Sat 12:00 | hit | 1 of 25 |
| Sun 13:00 | the push of Monday 09:00, run again | main, Sun 10:00 | hit | 1 of 25 |`

const file = (path: string) =>
  readFileSync(fileURLToPath(new URL(`../../../${path}`, import.meta.url)), 'utf8')
const example = (path: string) =>
  withoutCacheMode(file(`examples/${path}`)).replaceAll('my-package', 'sample')

const rows: string[] = expected.split('\n').slice(0, 2)

let ghc: string
let team: WorkflowRepository

beforeAll(async () => {
  ghc = mkdtempSync(join(tmpdir(), 'week-'))
  team = await createWorkflowRepository({ modules: 24, ghc: standInGhc(ghc) })
})
afterAll(async () => {
  await team?.dispose()
  rmSync(ghc, { recursive: true, force: true })
})

/** Adds a row for each use of the action. Throws if the run has any error or warning. */
function tell(what: string, run: Run): Run {
  const { result, occurrence } = run
  const problems = [...result.errors, ...result.warnings]
  if (!result.ok || problems.length > 0) throw new Error(`${what}: ${problems.join('; ')}\n${result.log}`)
  const uses = result.steps.filter(({ outputs }) => outputs.build !== undefined && outputs.build !== 'none')
  const branchOf = ({ matrix }: ActStep) => String(matrix.branch ?? '')
  for (const use of uses.sort((one, other) => branchOf(one).localeCompare(branchOf(other)))) {
    const { outputs } = use
    const cells = [
      dayAndTime(occurrence.now),
      what.replace('BRANCH', branchOf(use)),
      team.nameOf(outputs.revision ?? ''),
      outputs['cache-hit'] === 'true' ? 'hit' : outputs.build === 'plain' ? 'none' : 'built',
      `${outputs['modules-compiled']} of ${outputs['modules-total']}`,
    ]
    rows.push(`| ${cells.join(' | ')} |`)
  }
  return run
}

describeWithAct(() => {
  it('every run of the week has the base, the hit and the modules that the table says', async () => {
    const { sample } = team.scenario
    const leaf = (index: number) => () => void sample.changeLeaf(index)
    const interior = (index: number) => () => void sample.changeInterior(index)
    const push = async (branch: string, when: string, change?: () => void, what = '') => {
      if (change !== undefined) team.commit(branch, when, change)
      return tell(`push to ${branch}${what}`, await team.push(branch, when))
    }
    const open = async (pull: PullRequest, when: string) => {
      const from = pull.fork === undefined ? '' : ', from a fork'
      return tell(`pull request ${pull.number} to ${pull.base}${from}`, await team.pullRequest(pull, when))
    }
    const nightly = async (when: string) => tell('nightly, BRANCH', await team.schedule(when))
    const feature = { number: 1, head: 'feature', base: 'main' }
    const backport = { number: 2, head: 'backport', base: 'release-1' }
    const rewrite = { number: 3, head: 'rewrite', base: 'main' }
    const gift = { number: 4, head: 'gift', base: 'main', fork: 'stranger/sample' }

    // Before the week.
    team.write('.github/workflows/build.yml', example('fork-friendly/build.yml'))
    team.write('.github/workflows/pull-request.yml', example('fork-friendly/pull-request.yml'))
    team.write('.github/workflows/nightly.yml', example('matrix/nightly.yml'))
    team.commit('main', '2026-03-01T10:00:00Z')
    team.branch('release-1', 'main')
    team.commit('release-1', '2026-03-01T12:00:00Z', interior(1))

    const monday = await push('main', '2026-03-02T09:00:00Z', leaf(0))
    await push('main', '2026-03-02T11:00:00Z', interior(2))
    team.branch('feature', 'main')
    team.commit('feature', '2026-03-02T13:00:00Z', leaf(1))
    await open(feature, '2026-03-02T13:05:00Z')
    team.branch('gift', 'main')
    team.commit('gift', '2026-03-02T14:00:00Z', interior(3))
    await open(gift, '2026-03-02T14:05:00Z')
    await push('release-1', '2026-03-02T16:00:00Z', leaf(2))
    team.branch('rewrite', 'main')
    team.commit('rewrite', '2026-03-02T17:00:00Z', () => {
      sample.changeInterior(4)
      // It is going to live for long. The cache mode is left out here anyway.
      const own = (text: string) => `${text}          start: pull-request-head\n`
      sample.edit('.github/workflows/pull-request.yml', own)
    })
    await open(rewrite, '2026-03-02T17:05:00Z')

    await nightly('2026-03-03T00:05:00Z')
    team.commit('feature', '2026-03-03T09:00:00Z', leaf(1))
    await open(feature, '2026-03-03T09:05:00Z')
    team.branch('backport', 'release-1')
    team.commit('backport', '2026-03-03T10:00:00Z', interior(5))
    await open(backport, '2026-03-03T10:05:00Z')
    await push('main', '2026-03-03T12:00:00Z', leaf(3))
    team.commit('rewrite', '2026-03-03T15:00:00Z', interior(6))
    await open(rewrite, '2026-03-03T15:05:00Z')
    team.commit('rewrite', '2026-03-03T17:00:00Z', interior(7))
    await open(rewrite, '2026-03-03T17:05:00Z')

    await nightly('2026-03-04T00:05:00Z')
    team.merge('main', 'feature', '2026-03-04T09:00:00Z')
    await push('main', '2026-03-04T09:00:00Z')
    team.commit('gift', '2026-03-04T10:00:00Z', interior(3))
    await open(gift, '2026-03-04T10:05:00Z')
    team.merge('release-1', 'backport', '2026-03-04T11:00:00Z')
    await push('release-1', '2026-03-04T11:00:00Z')

    // The nightly of Thursday did not run.
    await open(gift, '2026-03-05T08:00:00Z')
    await push('main', '2026-03-05T10:00:00Z', leaf(4))
    await open(gift, '2026-03-05T11:00:00Z')

    await nightly('2026-03-06T00:05:00Z')
    team.merge('main', 'gift', '2026-03-06T09:00:00Z')
    await push('main', '2026-03-06T09:00:00Z')
    team.merge('main', 'rewrite', '2026-03-06T16:00:00Z')
    await push('main', '2026-03-06T16:00:00Z')

    await nightly('2026-03-07T00:05:00Z')
    await push('main', '2026-03-07T12:00:00Z', () => sample.bumpVersion('0.2.0.0'), ', a new version')
    await nightly('2026-03-08T00:05:00Z')
    await push('main', '2026-03-08T12:00:00Z', leaf(5))
    tell('the push of Monday 09:00, run again', await team.again(monday, '2026-03-08T13:00:00Z'))

    expect(rows.join('\n')).toBe(expected)
  }, 600_000)

  it('docs/week.md shows that table', () => {
    expect(file('docs/week.md')).toContain(expected)
  })
})
