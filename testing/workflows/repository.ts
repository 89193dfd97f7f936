import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseDocument, type YAMLMap } from 'yaml'
import { cacheEnvironment, cacheToken, startCacheService } from '../cache-service/service.ts'
import type { SampleOptions } from '../sample/project.mjs'
import { createScenario, type Scenario } from '../scenario.ts'
import { type ActResult, createAct, type Occurrence } from './act.ts'

/** A repository on a server, and GitHub's part: what happens to it runs its workflows, each time on a new runner. */
export interface WorkflowRepository {
  readonly scenario: Scenario
  /** Into the work tree, for the next commit. */
  write(path: string, text: string): void
  /** Makes a branch, and makes it the current one. */
  branch(name: string, from: string): void
  /** Commits to a branch, without a run. Returns the revision. */
  commit(branch: string, when: string, change?: () => void): string
  /** Merges another branch into a branch, without a run. */
  merge(branch: string, from: string, when: string): string
  /** Runs the workflows for the tip of a branch. */
  push(branch: string, when: string): Promise<Run>
  /** Runs the workflows for GitHub's merge commit of the pull request. */
  pullRequest(pull: PullRequest, when: string): Promise<Run>
  schedule(when: string): Promise<Run>
  dispatch(branch: string, when: string): Promise<Run>
  /** The same event and commit once more, at a later time. */
  again(run: Run, when: string): Promise<Run>
  /** The branch and date that a revision was committed with, for people. */
  nameOf(revision: string): string
  /** Of all full builds that the cache has, with the scopes that they are in. */
  cacheEntries(): readonly { readonly scope: string; readonly key: string }[]
  dispose(): Promise<void>
}

export interface Run {
  readonly occurrence: Occurrence
  readonly scopes: readonly string[]
  readonly readOnly: boolean
  readonly result: ActResult
}

export interface PullRequest {
  readonly number: number
  readonly head: string
  readonly base: string
  /** `owner/name` of the fork that it comes from. */
  readonly fork?: string
}

const repository = 'octo/sample'
const defaultRef = 'refs/heads/main'
const refOf = (branch: string) => `refs/heads/${branch}`

/** Jobs of a matrix would have a machine each; here they share one. */
function oneByOne(workflow: string): string {
  const document = parseDocument(workflow)
  const jobs = document.get('jobs') as YAMLMap<{ value: string }, YAMLMap>
  for (const { key, value } of jobs.items) {
    if (value?.has('strategy')) document.setIn(['jobs', key.value, 'strategy', 'max-parallel'], 1)
  }
  return String(document)
}

/** `Mon 09:00`, in UTC. */
export function dayAndTime(date: Date): string {
  const day = date.toLocaleDateString('en-GB', { weekday: 'short', timeZone: 'UTC' })
  return `${day} ${date.toISOString().slice(11, 16)}`
}

export async function createWorkflowRepository(options: SampleOptions = {}): Promise<WorkflowRepository> {
  const scenario = createScenario(options)
  const { sample, world } = scenario
  const service = await startCacheService()
  const act = createAct(join(scenario.directory, 'act'), pathToFileURL(sample.directory).href)
  const names = new Map<string, string>()

  /** The workflow files that GitHub reads: those of the commit in question. */
  function workflowsAt(revision: string): string {
    const directory = join(scenario.directory, 'workflows', revision)
    for (const path of sample
      .git('ls-tree', '-r', '--name-only', revision, '.github/workflows')
      .split('\n')) {
      mkdirSync(directory, { recursive: true })
      writeFileSync(
        join(directory, path.split('/').at(-1)!),
        oneByOne(sample.git('show', `${revision}:${path}`)),
      )
    }
    return directory
  }

  async function run({ occurrence, scopes, readOnly }: Omit<Run, 'result'>): Promise<Run> {
    const token = cacheToken([...new Set(scopes)], { readOnly })
    const result = await act.run(workflowsAt(occurrence.sha), occurrence, {
      ...world.env,
      SCRIPTED_NIX: world.directory,
      // Whose machines are thrown away.
      RUNNER_ENVIRONMENT: 'github-hosted',
      ...cacheEnvironment(service.url, token),
    })
    return { occurrence, scopes, readOnly, result }
  }

  const named = (branch: string, when: string, revision: string) => {
    names.set(revision, `${branch}, ${dayAndTime(new Date(when))}`)
    return revision
  }

  return {
    scenario,
    write(path, text) {
      mkdirSync(dirname(join(sample.directory, path)), { recursive: true })
      writeFileSync(join(sample.directory, path), text)
    },
    branch: (name, from) => sample.branch(name, from),
    commit(branch, when, change = () => {}) {
      if (names.size > 0) sample.checkout(branch)
      change()
      return named(branch, when, sample.commit(`${branch} ${when}`, when))
    },
    merge(branch, from, when) {
      sample.checkout(branch)
      return named(branch, when, sample.merge(from, when))
    },
    push(branch, when) {
      const sha = sample.git('rev-parse', refOf(branch))
      const payload = { ref: refOf(branch), after: sha, repository: { full_name: repository } }
      const occurrence = { event: 'push', ref: refOf(branch), sha, payload, now: new Date(when) } as const
      return run({ occurrence, scopes: [refOf(branch), defaultRef], readOnly: false })
    },
    pullRequest({ number, head, base, fork }, when) {
      const ref = `refs/pull/${number}/merge`
      sample.git('checkout', '--quiet', '--detach', base)
      const sha = sample.merge(head, when, `Merge ${head} into ${base}`)
      sample.git('update-ref', ref, sha)
      sample.checkout(base)
      const payload = {
        number,
        pull_request: {
          number,
          head: { ref: head, sha: sample.git('rev-parse', head), repo: { full_name: fork ?? repository } },
          base: { ref: base, sha: sample.git('rev-parse', base), repo: { full_name: repository } },
        },
        repository: { full_name: repository },
      }
      const occurrence = { event: 'pull_request', ref, sha, payload, now: new Date(when) } as const
      return run({ occurrence, scopes: [ref, refOf(base), defaultRef], readOnly: fork !== undefined })
    },
    schedule(when) {
      const sha = sample.git('rev-parse', defaultRef)
      const payload = { schedule: '5 0 * * *', repository: { full_name: repository } }
      const occurrence = { event: 'schedule', ref: defaultRef, sha, payload, now: new Date(when) } as const
      return run({ occurrence, scopes: [defaultRef], readOnly: false })
    },
    dispatch(branch, when) {
      const sha = sample.git('rev-parse', refOf(branch))
      const payload = { ref: refOf(branch), repository: { full_name: repository } }
      const occurrence = {
        event: 'workflow_dispatch',
        ref: refOf(branch),
        sha,
        payload,
        now: new Date(when),
      } as const
      return run({ occurrence, scopes: [refOf(branch), defaultRef], readOnly: false })
    },
    again: (before, when) => run({ ...before, occurrence: { ...before.occurrence, now: new Date(when) } }),
    nameOf: (revision) => names.get(revision) ?? revision,
    cacheEntries: () => service.entries().filter(({ finalized }) => finalized),
    async dispose() {
      await service.close()
      scenario.dispose()
    },
  }
}
