import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ProcessError } from '../lib/process.ts'
import { type BuildLog, createBuildLog } from './log.ts'
import type { Nix } from './nix.ts'

export interface BuildResult {
  readonly ok: boolean
  /** Nix's own error, one line: the first build that failed, or else what it said last. Empty when ok. */
  readonly error: string
  /** One entry per thing that was built, in Nix's order; empty unless ok. */
  readonly built: readonly Built[]
  readonly log: BuildLog
}

export interface Built {
  readonly derivation: string
  /** Store paths of the outputs that were asked for. */
  readonly paths: readonly string[]
}

export interface BuildOptions {
  readonly print: (line: string) => void
  /** Makes the results roots of the garbage collector as long as this link is there. */
  readonly outLink?: string
  readonly keepGoing?: boolean
  /** Seconds without a line after which one says what is still being built. */
  readonly heartbeatSeconds?: number
}

/**
 * Runs `nix build` with the given arguments and prints its log line by line. A failed build is a result; only a
 * cancel or a missing `nix` throws (`ProcessError`). There is no time limit: how long a build may take is the job's.
 */
export async function build(nix: Nix, args: readonly string[], options: BuildOptions): Promise<BuildResult> {
  const log = createBuildLog()
  const started = Date.now()
  const heartbeat = setInterval(
    () => {
      const minutes = Math.round((Date.now() - started) / 60_000)
      options.print(`… ${minutes} min, still building: ${log.running().join(', ') || 'nothing yet'}`)
    },
    (options.heartbeatSeconds ?? 60) * 1000,
  )
  const link = options.outLink === undefined ? ['--no-link'] : ['--out-link', options.outLink]
  const keepGoing = options.keepGoing === true ? ['--keep-going'] : []
  try {
    const { stdout } = await nix.run(
      ['build', '--log-format', 'internal-json', '-v', '--json', ...link, ...keepGoing, ...args],
      {
        onStderrLine(line) {
          for (const text of log.feed(line)) {
            heartbeat.refresh()
            options.print(text)
          }
        },
      },
    )
    return { ok: true, error: '', built: readBuilt(stdout), log }
  } catch (error) {
    if (!(error instanceof ProcessError) || error.reason === 'cancelled' || error.reason === 'not-found')
      throw error
    return {
      ok: false,
      error: log.failures()[0]?.error ?? log.errors().at(-1) ?? error.message,
      built: [],
      log,
    }
  } finally {
    clearInterval(heartbeat)
  }
}

function readBuilt(stdout: string): Built[] {
  const results = JSON.parse(stdout) as { drvPath?: string; outputs?: Record<string, string> }[]
  return results.map(({ drvPath = '', outputs = {} }) => ({
    derivation: drvPath,
    paths: Object.values(outputs),
  }))
}

/** Modules in a full build: its interface files, without those for dynamic linking and profiling. */
export async function countModules(intermediates: string): Promise<number> {
  const files = await readdir(join(intermediates, 'share', 'haskell'), { recursive: true })
  return files.filter((file) => file.endsWith('.hi')).length
}

/** What a full build took, as it recorded itself (nix/default.nix); undefined if it did not. */
export async function recordedSeconds(intermediates: string): Promise<number | undefined> {
  const root = join(intermediates, 'share', 'haskell')
  for (const ghc of await readdir(root).catch(() => [])) {
    for (const name of await readdir(join(root, ghc))) {
      const file = join(root, ghc, name, 'dist', 'build', 'incremental-nix-seconds')
      const text = await readFile(file, 'utf8').catch(() => '')
      if (/^\d+\s*$/.test(text)) return Number(text)
    }
  }
  return undefined
}
