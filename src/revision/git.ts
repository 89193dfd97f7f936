import { existsSync } from 'node:fs'
import type { SimpleGit, SimpleGitOptions } from 'simple-git'
import { cancelled, childEnvironment, ProcessError, run } from '../lib/process.ts'

/**
 * The border to git. Every call has a time limit, takes no input from a terminal, and never rewrites an index.
 *
 * Local commands go through simple-git. Those that reach a remote do not: they start helpers (`git remote-https`, ssh),
 * and simple-git ends git alone, waits for the helpers for ever, and leaves them behind.
 */

export type ConfigEntry = readonly [key: string, value: string]

export interface GitOptions {
  /** Git configuration, handed over by environment: it may hold secrets, and command lines are public. */
  readonly config?: readonly ConfigEntry[]
  /** Ignore the user's own configuration files; what matters of them is then in `config`. */
  readonly isolated?: boolean
  /** An object directory to read from besides the repository's own. */
  readonly borrowed?: string
  /** Allow git to reach a remote. Without it a partial clone cannot fetch missing objects into itself. */
  readonly network?: boolean
  readonly timeoutSeconds?: number
  /** Epoch seconds that relative dates are relative to, instead of the clock. */
  readonly now?: number
}

export interface Git {
  /** Standard output without the newlines at its end. Throws `ProcessError`. */
  text(args: readonly string[], input?: string): Promise<string>
  /** `git cat-file` with these arguments, byte for byte. Throws `ProcessError`. */
  catFile(args: readonly string[], input: string): Promise<Buffer>
}

/** What git prints with `-z`: names of files, which may hold any character but NUL. */
export function namesIn(printed: string): readonly string[] {
  return printed.split('\0').filter((name) => name !== '')
}

const localSeconds = 120

/** Variables of git's that belong to the machine; the others (GIT_DIR, GIT_INDEX_FILE, …) to some other repository. */
const keptVariables = new Set([
  'GIT_ASKPASS',
  'GIT_CONFIG_GLOBAL',
  'GIT_CONFIG_NOSYSTEM',
  'GIT_CONFIG_SYSTEM',
  'GIT_EXEC_PATH',
  'GIT_HTTP_USER_AGENT',
  'GIT_PROXY_SSL_CAINFO',
  'GIT_PROXY_SSL_CERT',
  'GIT_PROXY_SSL_KEY',
  'GIT_SSH',
  'GIT_SSH_COMMAND',
  'GIT_SSH_VARIANT',
  'GIT_SSL_CAINFO',
  'GIT_SSL_CAPATH',
  'GIT_SSL_CERT',
  'GIT_SSL_KEY',
  'GIT_SSL_NO_VERIFY',
])
/** simple-git refuses to run with these, and nothing here opens an editor or a pager. */
const dropped = new Set(['EDITOR', 'PAGER', 'PREFIX', 'VISUAL'])

/** What decides how a remote is reached, of all that can be configured. */
const accessKeys =
  /^(http|credential|url|protocol|ssh|safe)\.|^remote\..*\.(url|proxy)|^core\.(sshcommand|askpass|gitproxy)$/i

/** Whether a configuration key says something about reaching a remote. */
export function isAccessKey(key: string): boolean {
  return accessKeys.test(key)
}

/** The configuration that the job's own environment carries in GIT_CONFIG_COUNT, as far as it is about remotes. */
function ambientConfig(): ConfigEntry[] {
  const count = Number.parseInt(process.env.GIT_CONFIG_COUNT ?? '0', 10) || 0
  return Array.from({ length: count }, (_, n): ConfigEntry => {
    return [process.env[`GIT_CONFIG_KEY_${n}`] ?? '', process.env[`GIT_CONFIG_VALUE_${n}`] ?? '']
  }).filter(([key]) => isAccessKey(key))
}

function environment(options: GitOptions): Record<string, string> {
  const kept = Object.entries(childEnvironment()).filter(
    ([name]) => !dropped.has(name) && (!name.startsWith('GIT_') || keptVariables.has(name)),
  )
  const config: readonly ConfigEntry[] = [
    ...(options.isolated ? [] : ambientConfig()),
    // A checkout made outside the container belongs to another user. Files of the user's are never changed for it.
    ['safe.directory', '*'],
    ['core.fsmonitor', 'false'],
    ['gc.auto', '0'],
    ['maintenance.auto', 'false'],
    ...(options.config ?? []),
  ]
  return {
    ...Object.fromEntries(kept),
    LC_ALL: 'C',
    // Dates without a zone are in UTC, whatever the zone of the machine.
    TZ: 'UTC',
    ...(options.now === undefined ? {} : { GIT_TEST_DATE_NOW: String(options.now) }),
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    ...(options.network ? {} : { GIT_NO_LAZY_FETCH: '1', GIT_ALLOW_PROTOCOL: 'none' }),
    ...(options.isolated ? { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' } : {}),
    ...(options.borrowed === undefined
      ? {}
      : { GIT_ALTERNATE_OBJECT_DIRECTORIES: quotePath(options.borrowed) }),
    GIT_CONFIG_COUNT: String(config.length),
    ...Object.fromEntries(
      config.flatMap(([key, value], n) => [
        [`GIT_CONFIG_KEY_${n}`, key],
        [`GIT_CONFIG_VALUE_${n}`, value],
      ]),
    ),
  }
}

/**
 * simple-git guards callers that pass on text of strangers as arguments. Here every argument is made by this
 * directory's own code, and the configuration is what the user's checkout has already.
 */
const unsafe: NonNullable<SimpleGitOptions['unsafe']> = {
  allowUnsafeAskPass: true,
  allowUnsafeConfigEnvCount: true,
  allowUnsafeConfigPaths: true,
  allowUnsafeCredentialHelper: true,
  allowUnsafeExec: true,
  allowUnsafeFsMonitor: true,
  allowUnsafeGitProxy: true,
  allowUnsafePack: true,
  allowUnsafeProtocolOverride: true,
  allowUnsafeSshCommand: true,
  allowUnsafeTemplateDir: true,
  allowUnsafeUrlRewrite: true,
}

/** A path in a list of object directories, whether separated by newlines (`info/alternates`) or colons. */
export function quotePath(path: string): string {
  return /["\\\n:]/.test(path) ? `"${path.replace(/["\\]/g, '\\$&').replaceAll('\n', '\\n')}"` : path
}

/** Git in a directory, which must exist. */
export function openGit(directory: string, options: GitOptions = {}): Git {
  const env = environment(options)
  const seconds = options.timeoutSeconds ?? localSeconds
  return {
    async text(args, input) {
      const call = { directory, args, input, env, seconds }
      if (options.network) return await overNetwork(call)
      const printed = await locally(call, (git) => git.raw([...args]))
      return printed.replace(/\n+$/, '')
    },
    catFile(args, input) {
      const call = { directory, args: ['cat-file', ...args], input, env, seconds }
      return locally(call, async (git) => await git.binaryCatFile([...args]))
    },
  }
}

interface Call {
  readonly directory: string
  readonly args: readonly string[]
  readonly input: string | undefined
  readonly env: Record<string, string>
  readonly seconds: number
}

async function overNetwork({ directory, args, input, env, seconds }: Call): Promise<string> {
  const foreign = Object.keys(process.env).filter((name) => !(name in env))
  const { stdout } = await run('git', args, {
    cwd: directory,
    env: { ...Object.fromEntries(foreign.map((name) => [name, undefined])), ...env },
    timeoutSeconds: seconds,
    ...(input === undefined ? {} : { input }),
  })
  return stdout.replace(/\n+$/, '')
}

async function locally<T>(
  { directory, args, input, env, seconds }: Call,
  start: (git: SimpleGit) => PromiseLike<T>,
): Promise<T> {
  const command = `git ${args[0]}`
  if (!existsSync(directory)) throw new ProcessError('failed', command, undefined, 'no such directory')
  // Loaded while Nix is at work already.
  const { simpleGit } = await import('simple-git')
  const limit = AbortSignal.timeout(seconds * 1000)
  // One instance for each call: it carries the call's input and keeps the outcome, which simple-git else reduces to a
  // text.
  let outcome: { exitCode: number; stderr: string } = { exitCode: -1, stderr: '' }
  const git = simpleGit({
    baseDir: directory,
    abort: AbortSignal.any([cancelled, limit]),
    allowEnvironment: Object.keys(env),
    completion: { onClose: true, onExit: false },
    unsafe,
    ...(input === undefined ? {} : { input: () => input }),
    errors(_error, result) {
      outcome = { exitCode: result.exitCode, stderr: Buffer.concat(result.stdErr).toString() }
      return undefined
    },
  })
    .env(env)
    .outputHandler((_command, stdout) => {
      // simple-git waits 50 ms for the output of a program that ended without any. That cannot come after the end of it.
      stdout.once('end', () => stdout.emit('data', Buffer.alloc(0)))
    })
  const output = await start(git)
  if (cancelled.aborted) throw new ProcessError('cancelled', command, undefined, '')
  if (limit.aborted) throw new ProcessError('timed-out', command, undefined, '')
  if (outcome.stderr.includes('ENOENT') && outcome.exitCode < 0)
    throw new ProcessError('not-found', 'git', undefined, '')
  if (outcome.exitCode !== 0) throw new ProcessError('failed', command, outcome.exitCode, outcome.stderr)
  return output
}

/** What git was asked for, or `undefined` if it said no. A time-out, a cancelled job or a missing git still throws. */
export async function unlessFailed<T>(result: Promise<T>): Promise<T | undefined> {
  try {
    return await result
  } catch (error) {
    if (error instanceof ProcessError && error.reason === 'failed') return undefined
    throw error
  }
}
