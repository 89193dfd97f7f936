import { spawn } from 'node:child_process'
import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { node24 } from './action.ts'
import type { Scenario } from './scenario.ts'

/** Runs the bundled terminal front as a developer does, in a scenario's Nix. */

const program = fileURLToPath(new URL('../dist/cli.js', import.meta.url))

export interface CliCall {
  readonly args: readonly string[]
  /** Where it is called: a clone. */
  readonly directory: string
  readonly env?: Readonly<Record<string, string>>
  /** Whether it has a terminal, of 100 columns, for all that it prints; `stderr` is empty then. */
  readonly terminal?: boolean
  /** Called with everything printed so far; may send a signal, to a terminal by its key whatever the signal is. */
  readonly onOutput?: (output: string, kill: (signal: NodeJS.Signals) => void) => void
}

export interface CliResult {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

export async function runCli(scenario: Scenario, call: CliCall): Promise<CliResult> {
  const { args, directory, env = {}, terminal = false, onOutput } = call
  const temporary = temporaryOf(scenario)
  const line = [node24, program, ...args].map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ')
  const [file, words] = terminal
    ? ['script', ['-qec', `stty cols 100; exec ${line}`, '/dev/null']]
    : [node24, [program, ...args]]
  const { PATH, LANG } = process.env
  const child = spawn(file, words, {
    cwd: directory,
    // A terminal has keys.
    stdio: [terminal ? 'pipe' : 'ignore', 'pipe', 'pipe'],
    env: { PATH, LANG, TERM: 'xterm', TMPDIR: temporary, ...scenario.world.env, ...env },
  })
  const kill = (signal: NodeJS.Signals) => {
    if (child.stdin === null) child.kill(signal)
    else child.stdin.write('\x03')
  }
  const printed = { stdout: '', stderr: '' }
  let output = ''
  for (const name of ['stdout', 'stderr'] as const)
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      printed[name] += text
      output += text
      onOutput?.(output, kill)
    })
  const exitCode = await new Promise<number | null>((done, fail) => {
    child.once('error', fail)
    child.once('close', done)
  })
  return { exitCode, ...printed }
}

/** What runs left behind where they may have temporary files. Nix's own go there as well, by other names. */
export function temporaryLeftovers(scenario: Scenario): readonly string[] {
  return readdirSync(temporaryOf(scenario))
}

function temporaryOf({ directory }: Scenario): string {
  const path = join(directory, 'tmp')
  mkdirSync(path, { recursive: true })
  return path
}

/** The lines that a terminal shows in the end, of what was written to it: `\r`, `\n` and "erase the line" are all there is. */
export function screenOf(written: string): readonly string[] {
  const lines = ['']
  let column = 0
  for (const [token] of written.matchAll(/\x1b\[K|\x1b\[\d*m|[\s\S]/gu)) {
    const line = lines.at(-1) ?? ''
    if (token === '\r') column = 0
    else if (token === '\n') lines.push('')
    else if (token === '\x1b[K') lines[lines.length - 1] = line.slice(0, column)
    else if (!token.startsWith('\x1b')) {
      lines[lines.length - 1] = line.slice(0, column).padEnd(column) + token + line.slice(column + 1)
      column++
    }
  }
  return lines
}
