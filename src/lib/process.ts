import { spawn } from 'node:child_process'
import { open } from 'node:fs/promises'
import type { Readable } from 'node:stream'

/**
 * The one place that starts programs, local calls of git excepted, which go through simple-git. Arguments are arrays,
 * never a shell's; each child leads a process group of its own, which is ended as a whole on time-out and on cancel.
 */

let isWithheld: (name: string) => boolean = () => false

/** Names the variables that no child gets. Called once, by the front, before anything is started. */
export function withhold(names: (name: string) => boolean): void {
  isWithheld = names
}

/** The environment of this process as children get it. */
export function childEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && !isWithheld(entry[0]),
    ),
  )
}

export interface RunOptions {
  readonly cwd?: string
  /** Added to `childEnvironment`. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** What it reads on standard input, as it comes; nothing without. */
  readonly input?: string | Readable
  /** Seconds after which the child and all that it started are ended. */
  readonly timeoutSeconds?: number | undefined
  /** Called for every line of standard error as it comes; standard error is then not kept. */
  readonly onStderrLine?: (line: string) => void
  /** Reads standard output, which is then not kept. If it throws, the child is ended and that is what `run` throws. */
  readonly readStdout?: (stdout: Readable) => Promise<void>
  /** Ends the child as a cancel does when it is aborted, for what is not wanted any more. */
  readonly signal?: AbortSignal
  /** For cleaning up: a cancel neither forbids nor ends it. It needs a time limit then. */
  readonly evenIfCancelled?: boolean
}

export interface Finished {
  readonly stdout: string
  /** Empty when `onStderrLine` took the lines. */
  readonly stderr: string
}

/** A program that could not be started, failed, was ended by its time limit or a cancel, or answered with rubbish. */
export class ProcessError extends Error {
  override readonly name = 'ProcessError'
  readonly command: string
  readonly exitCode: number | undefined
  readonly stderr: string
  readonly reason: 'not-found' | 'failed' | 'timed-out' | 'cancelled' | 'unreadable'

  constructor(reason: ProcessError['reason'], command: string, exitCode: number | undefined, stderr: string) {
    super(describe(reason, command, exitCode, stderr))
    this.reason = reason
    this.command = command
    this.exitCode = exitCode
    this.stderr = stderr
  }
}

function describe(
  reason: ProcessError['reason'],
  command: string,
  exitCode: number | undefined,
  stderr: string,
): string {
  switch (reason) {
    case 'not-found':
      return `${command} is not on PATH`
    case 'timed-out':
      return `${command} did not finish within its time limit`
    case 'cancelled':
      return `${command} was cancelled`
    case 'unreadable':
      return `${command} gave an answer that cannot be read`
    case 'failed': {
      const last = stderr.trimEnd().split('\n').at(-1)?.trim()
      return `${command} failed with exit code ${exitCode ?? 'unknown'}${last ? `: ${last}` : ''}`
    }
  }
}

const cancellation = new AbortController()
const groups = new Set<number>()
/** The runner allows 7.5 s between SIGINT and SIGTERM and 2.5 s more until SIGKILL. */
const graceSeconds = 2

/** Ends every child, now and those started later. What waits for them throws a `ProcessError` of reason `cancelled`. */
export function cancelAll(): void {
  cancellation.abort()
}

/** Aborted when the job is cancelled. */
export const cancelled: AbortSignal = cancellation.signal

function endGroup(pid: number): void {
  signalGroup(pid, 'SIGTERM')
  setTimeout(() => signalGroup(pid, 'SIGKILL'), graceSeconds * 1000).unref()
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal)
  } catch {
    // The group is gone already.
  }
}

cancelled.addEventListener('abort', () => {
  for (const pid of groups) endGroup(pid)
})
process.on('exit', () => {
  for (const pid of groups) signalGroup(pid, 'SIGKILL')
})

/** Runs a program to its end and returns what it printed. Throws `ProcessError`. */
export async function run(
  file: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Finished> {
  const command = [file, ...args.slice(0, file === 'nix' ? 2 : 1)].join(' ')
  const mayBeCancelled = options.evenIfCancelled !== true
  const isOver = () => (mayBeCancelled && cancelled.aborted) || options.signal?.aborted === true
  if (isOver()) throw new ProcessError('cancelled', command, undefined, '')
  // Loaded where it is used: most runs of post start nothing.
  const { execa } = await import('execa')
  const child = execa(file, args, {
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    env: { ...childEnvironment(), ...options.env },
    extendEnv: false,
    ...(options.input === undefined ? { stdin: 'ignore' as const } : { input: options.input }),
    buffer: { stdout: options.readStdout === undefined, stderr: options.onStderrLine === undefined },
    maxBuffer: 256 * 1024 * 1024,
    detached: true,
    cleanup: false,
    reject: false,
  })
  const pid = child.pid
  if (pid !== undefined && mayBeCancelled) groups.add(pid)
  const end = () => {
    if (pid !== undefined) endGroup(pid)
  }
  options.signal?.addEventListener('abort', end)
  let timedOut = false
  const timer =
    options.timeoutSeconds === undefined
      ? undefined
      : setTimeout(() => {
          timedOut = true
          end()
        }, options.timeoutSeconds * 1000)
  try {
    if (options.readStdout !== undefined) {
      try {
        await options.readStdout(child.stdout)
      } catch (error) {
        end()
        throw error
      }
    }
    if (options.onStderrLine !== undefined) {
      for await (const line of child.iterable({ from: 'stderr' })) options.onStderrLine(String(line))
    }
    const result = await child
    const stderr = options.onStderrLine === undefined ? String(result.stderr ?? '') : ''
    if (timedOut) throw new ProcessError('timed-out', command, result.exitCode, stderr)
    if (isOver()) throw new ProcessError('cancelled', command, result.exitCode, stderr)
    if (result.code === 'ENOENT') throw new ProcessError('not-found', file, undefined, '')
    if (result.failed) throw new ProcessError('failed', command, result.exitCode, stderr)
    return { stdout: String(result.stdout ?? ''), stderr }
  } finally {
    clearTimeout(timer)
    options.signal?.removeEventListener('abort', end)
    if (pid !== undefined) groups.delete(pid)
  }
}

export interface Launched {
  /** Of the program, which leads a process group of its own. */
  readonly pid: number
  /** Its exit code, or undefined if a signal ended it. Waiting for it does not keep this process alive. */
  readonly exited: Promise<number | undefined>
}

/**
 * Starts a program that may outlive this process: neither a cancel nor our own end ends it, so whoever calls this must
 * see to its end. It gets no input; what it prints is added to `logFile`. Throws `ProcessError` if it cannot be started.
 */
export async function launch(
  file: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv; readonly logFile: string },
): Promise<Launched> {
  const log = await open(options.logFile, 'a', 0o600)
  try {
    const child = spawn(file, args, {
      cwd: options.cwd,
      env: options.env,
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    })
    const exited = new Promise<number | undefined>((done) => {
      child.once('exit', (code) => done(code ?? undefined))
    })
    await new Promise<void>((done, fail) => {
      child.once('spawn', done)
      child.once('error', () => fail(new ProcessError('not-found', file, undefined, '')))
    })
    child.unref()
    return { pid: child.pid!, exited }
  } finally {
    await log.close()
  }
}
