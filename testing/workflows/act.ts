import { execFileSync, spawn } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { node24 } from '../action.ts'

/** Whole workflow files, run by act on this machine: jobs, matrices, expressions, composite actions and post steps. */

const root = fileURLToPath(new URL('../../', import.meta.url))
const support = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Where `scripts/setup test` puts it. */
const actProgram = join(root, 'node_modules/.tools/act')

/**
 * `describe` where act is at hand. Elsewhere it says why nothing is run, and fails in a CI that has Go, where nobody would
 * notice.
 */
export function describeWithAct(body: () => void): void {
  if (existsSync(actProgram)) {
    describe('with act', body)
    return
  }
  const message = 'There is no act: install Go, then run `scripts/setup test`.'
  if (process.env.CI === 'true' && hasGo()) {
    it('finds act', () => expect(message).toBe(''))
    return
  }
  console.warn(`Whole workflows are not run. ${message}`)
  describe.skip(`with act (skipped: ${message})`, body)
}

function hasGo(): boolean {
  try {
    execFileSync('go', ['version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** Something that happened to a repository, for which GitHub runs workflows. */
export interface Occurrence {
  readonly event: 'push' | 'pull_request' | 'schedule' | 'workflow_dispatch' | 'merge_group'
  /** GITHUB_REF. */
  readonly ref: string
  /** GITHUB_SHA. */
  readonly sha: string
  /** Of the webhook, as far as anything reads it. */
  readonly payload?: Readonly<Record<string, unknown>>
  readonly actor?: string
  readonly now: Date
}

export interface ActStep {
  readonly job: string
  readonly matrix: Readonly<Record<string, unknown>>
  /** The step's `id`, or its number. */
  readonly id: string
  readonly outputs: Readonly<Record<string, string>>
  readonly summary: string
  readonly outcome: string
}

export interface ActResult {
  readonly ok: boolean
  readonly steps: readonly ActStep[]
  readonly warnings: readonly string[]
  readonly errors: readonly string[]
  /** All that was printed, for people. */
  readonly log: string
}

export interface Act {
  /** Runs all workflows of a directory, or one workflow file, that are triggered by what occurred. */
  run(workflows: string, occurrence: Occurrence, env: Readonly<Record<string, string>>): Promise<ActResult>
}

/** What the marketplace has under these names; `directory` is for files of act's own. */
export function createAct(directory: string, remote: string): Act {
  const action = releasedAction(join(directory, 'released'))
  const example = readFileSync(join(root, 'examples/flake/build.yml'), 'utf8')
  const used = (name: string) => example.match(new RegExp(`(?<=uses: )${name}@\\S+`))?.[0] ?? name
  const replaced = {
    [used('actions/checkout')]: support('actions/checkout'),
    [used('cachix/install-nix-action')]: support('actions/install-nix'),
    'incremental-nix/incremental-nix@v1': action,
  }
  // act runs actions with the `node` on PATH.
  const bin = join(directory, 'bin')
  mkdirSync(bin, { recursive: true })
  symlinkSync(node24, join(bin, 'node'))
  return {
    async run(workflows, occurrence, env) {
      const own = mkdtempSync(join(directory, 'run-'))
      const payload = join(own, 'event.json')
      writeFileSync(payload, JSON.stringify(occurrence.payload ?? {}))
      const workspace = join(own, 'workspace')
      mkdirSync(workspace)
      const variables = {
        GITHUB_REF: occurrence.ref,
        SHA_REF: occurrence.sha,
        GITHUB_REPOSITORY: 'octo/sample',
      }
      const printed = await output(
        actProgram,
        [
          occurrence.event,
          ...['--workflows', workflows, '--eventpath', payload, '--directory', workspace],
          ...['ubuntu-latest', 'self-hosted'].flatMap((label) => ['--platform', `${label}=-self-hosted`]),
          ...['--concurrent-jobs', '1'],
          ...['--action-cache-path', join(own, 'cache'), '--no-cache-server', '--no-skip-checkout', '--json'],
          ...['--actor', occurrence.actor ?? 'octocat', '--use-new-action-cache'],
          ...Object.entries(variables).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
          ...Object.entries(replaced).flatMap(([name, path]) => ['--local-repository', `${name}=${path}`]),
        ],
        {
          PATH: `${bin}:${process.env.PATH}`,
          LANG: process.env.LANG,
          NODE_OPTIONS: `--require=${support('set-clock.cjs')}`,
          SCRIPTED_NOW: String(occurrence.now.getTime()),
          SCRIPTED_REMOTE: remote,
          GIT_CONFIG_GLOBAL: '/dev/null',
          // Otherwise act offers a server of its own.
          ...(env.ACTIONS_RESULTS_URL === undefined ? {} : { ACTIONS_RUNTIME_URL: env.ACTIONS_RESULTS_URL }),
          ...env,
        },
        own,
      )
      rmSync(own, { recursive: true, force: true })
      return resultOf(printed)
    },
  }
}

/** What users of the action get: without node_modules, which act would copy for each step. */
function releasedAction(directory: string): string {
  mkdirSync(directory, { recursive: true })
  const files = execFileSync('git', ['ls-files', '-z', '*action.yml', 'dist', 'nix'], { cwd: root })
    .toString()
    .split('\0')
    .filter((path) => path !== '' && !path.startsWith('testing'))
  for (const path of files) cpSync(join(root, path), join(directory, path), { recursive: true })
  return directory
}

function output(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  cwd: string,
): Promise<{ code: number | null; text: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let text = ''
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (more: string) => {
        text += more
      })
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, text }))
  })
}

/** A line of act's `--json`. */
interface Line {
  readonly jobID?: string
  readonly matrix?: Readonly<Record<string, unknown>>
  readonly stepID?: readonly string[]
  readonly step?: string
  readonly stage?: string
  readonly msg?: string
  readonly level?: string
  readonly command?: string
  readonly name?: string
  readonly arg?: string
  readonly content?: string
  readonly stepResult?: string
}

function resultOf({ code, text }: { code: number | null; text: string }): ActResult {
  const lines = text.split('\n').filter(Boolean).map(parseLine)
  const steps = new Map<string, { -readonly [name in keyof ActStep]: ActStep[name] }>()
  for (const line of lines) {
    // Steps of a composite action have longer ids.
    if (line.jobID === undefined || line.stepID?.length !== 1 || line.stage !== 'Main') continue
    const id = line.stepID[0]!
    const key = JSON.stringify([line.jobID, line.matrix, id])
    const matrix = line.matrix ?? {}
    const step = steps.get(key) ?? { job: line.jobID, matrix, id, outputs: {}, summary: '', outcome: '' }
    steps.set(key, step)
    if (line.command === 'set-output') step.outputs = { ...step.outputs, [line.name ?? '']: line.arg ?? '' }
    if (line.command === 'summary') step.summary += line.content
    if (line.stepResult !== undefined) step.outcome = line.stepResult
  }
  const commands = (command: string) =>
    lines.filter((line) => line.command === command).map((line) => line.arg ?? '')
  return {
    ok: code === 0,
    steps: [...steps.values()],
    warnings: commands('warning'),
    errors: commands('error'),
    log: lines.map(({ msg }) => msg?.trimEnd() ?? '').join('\n'),
  }
}

function parseLine(text: string): Line {
  try {
    return JSON.parse(text) as Line
  } catch {
    return { msg: text }
  }
}
