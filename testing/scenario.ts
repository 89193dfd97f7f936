import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, realpathSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { ActionStep } from './action.ts'
import { createNixWorld, type NixWorld, removeReadOnly } from './nix-world.ts'
import { createSample, type Sample, type SampleOptions } from './sample/project.mjs'

/** A sample repository on a server of its own (a directory), checkouts of it, and a Nix: all below one directory. */
export interface Scenario {
  readonly directory: string
  readonly sample: Sample
  readonly world: NixWorld
  /** A new checkout as `actions/checkout` makes it: depth 1 and a detached or local branch. Returns its path. */
  checkout(revision: string, depth?: number): string
  /** One use of the action in a checkout, with its own RUNNER_TEMP. */
  step(workspace: string, overrides?: Partial<ActionStep>): ActionStep
  /** What uses of the action left behind in their RUNNER_TEMP. */
  leftovers(): string[]
  dispose(): void
}

export function createScenario(options: SampleOptions = {}): Scenario {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'incremental-nix-test-')))
  const sample = createSample(join(directory, 'origin'), options)
  // As GitHub's servers are set up.
  for (const name of ['allowFilter', 'allowAnySHA1InWant']) sample.git('config', `uploadpack.${name}`, 'true')
  const world = createNixWorld(join(directory, 'nix'))
  const runnerTemp = join(directory, 'runner-temp')
  let checkouts = 0
  return {
    directory,
    sample,
    world,
    checkout(revision, depth = 1) {
      const path = join(directory, `checkout-${++checkouts}`)
      const git = (...args: string[]) =>
        execFileSync('git', ['-c', 'advice.detachedHead=false', ...args], { cwd: path, stdio: 'pipe' })
      mkdirSync(path)
      git('init', '--quiet', '--initial-branch=main', `--object-format=${options.objectFormat ?? 'sha1'}`)
      git('remote', 'add', 'origin', pathToFileURL(sample.directory).href)
      const limit = depth > 0 ? [`--depth=${depth}`] : []
      git('fetch', '--quiet', '--no-tags', ...limit, 'origin', `+${revision}:refs/remotes/origin/main`)
      git('checkout', '--quiet', '--force', '-B', 'main', 'refs/remotes/origin/main')
      return path
    },
    step: (workspace, overrides = {}) => ({
      workspace,
      runnerTemp,
      ...overrides,
      inputs: { cache: 'none', ...overrides.inputs },
      env: { ...world.env, ...overrides.env },
    }),
    leftovers: () => {
      mkdirSync(runnerTemp, { recursive: true })
      return readdirSync(runnerTemp).filter((name) => !name.startsWith('_runner_file_commands'))
    },
    dispose: () => removeReadOnly(directory),
  }
}
