#!/usr/bin/env node
import { readFileSync, rmSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { messageOf, UserError } from '../lib/errors.ts'
import { setLog, showStack } from '../lib/log.ts'
import { cancelAll } from '../lib/process.ts'
import { type Command, parseCommand, type VerbCommand } from './command.ts'
import { helpText } from './help.ts'
import { endedBy, exitCodeOf, watchSignals } from './interruption.ts'
import { runVerb } from './run-verb.ts'
import { modeOf, outputOf, type Place, runSettings, shownBy, truncateSettings } from './settings.ts'
import { printable } from './text.ts'
import { truncateVerb } from './truncate-verb.ts'
import { nothingMore, openView, type Shown, type View } from './view.ts'

/** The terminal's front. Exit codes: 0, 1 if it failed, 2 for a wrong command line, 128 and its number by a signal. */

const place: Place = { directory: process.cwd(), searchPath: process.env.PATH ?? '' }
const interruption = watchSignals()
// Whoever reads what is printed may stop reading it; the build goes on.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})

const screen = { stream: process.stderr, environment: process.env }

/** Returns the exit code. */
async function main(args: readonly string[]): Promise<number> {
  let prepared: Prepared
  try {
    const command = parseCommand(args)
    if (command.kind !== 'verb') return answer(command)
    prepared = prepare(command)
  } catch (error) {
    return failed(openView({ ...screen, ...nothingMore }), error, 2)
  }
  const view = openView({ ...screen, ...prepared.shown })
  interruption.lastly(view.end)
  setLog(view.log)
  try {
    return (await inScratch((scratch) => prepared.run(view, scratch))) ? 0 : 1
  } catch (error) {
    return failed(view, error, 1)
  } finally {
    view.end()
  }
}

function answer(command: Exclude<Command, VerbCommand>): number {
  const text = command.kind === 'help' ? helpText(command.verb) : `incremental-nix ${version()}\n`
  process.stdout.write(text)
  return 0
}

/** A command that has nothing wrong with it. */
interface Prepared {
  readonly shown: Shown
  /** Returns whether it succeeded. */
  run(view: View, scratch: string): Promise<boolean>
}

/** Validates everything before anything is done. Throws `UserError`. */
function prepare(command: VerbCommand): Prepared {
  const { environment } = screen
  const output = outputOf(command, place)
  const shown = shownBy(command, place)
  const mode = modeOf(command.verb)
  if (mode === undefined) {
    const settings = truncateSettings(command, place)
    const run = async (_: View, scratch: string) => {
      await truncateVerb({ settings, json: output.json, scratch, environment })
      return true
    }
    return { shown, run }
  }
  const settings = runSettings(command, mode, place)
  return { shown, run: (view, scratch) => runVerb({ settings, output, view, scratch, environment }) }
}

async function inScratch<T>(body: (scratch: string) => Promise<T>): Promise<T> {
  const scratch = await mkdtemp(join(tmpdir(), 'incremental-nix-'))
  interruption.lastly(() => rmSync(scratch, { recursive: true, force: true }))
  try {
    return await body(scratch)
  } finally {
    // What was begun beside what failed still writes here.
    cancelAll()
    await rm(scratch, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 }).catch(() => {})
  }
}

async function failed(view: View, error: unknown, exitCode: number): Promise<number> {
  view.end()
  if (interruption.signal() !== undefined) return exitCode
  if (!(error instanceof UserError)) await showStack(error)
  view.fail(printable(messageOf(error)))
  return exitCode
}

/** The bundle in dist/ lies beside package.json. */
function version(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { readonly version: string }).version
}

const exitCode = await main(process.argv.slice(2))
const signal = interruption.signal()
if (signal !== undefined) process.stderr.write(endedBy(signal))
process.exit(signal === undefined ? exitCode : exitCodeOf(signal))
