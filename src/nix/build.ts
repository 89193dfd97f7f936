import type { Watch, Work } from '../lib/log.ts'
import { ProcessError } from '../lib/process.ts'
import { nameOf } from '../lib/store-path.ts'
import { type BuildLog, createBuildLog } from './log.ts'
import type { Nix } from './nix.ts'

export interface BuildResult {
  readonly ok: boolean
  /** Nix's own error, one line: the first build that failed, or else what it said last. Empty when ok. */
  readonly error: string
  /** One entry per thing that was built, in Nix's order; empty unless ok, or if Nix's answer cannot be read. */
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
  /** Is told how to ask what is being built. */
  readonly watch?: Watch
  /** By derivation, what its build took from scratch. */
  readonly fullSeconds?: ReadonlyMap<string, number>
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
  options.watch?.(() => worksOf(log, options.fullSeconds))
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
        timeoutSeconds: undefined,
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

function worksOf(log: BuildLog, fullSeconds: ReadonlyMap<string, number> | undefined): readonly Work[] {
  return log.current().map(({ derivation, phase, seconds }) => {
    const { compiled, considered } = log.modules(derivation)
    return {
      name: nameOf(derivation),
      phase,
      seconds,
      modulesCompiled: compiled.length,
      modulesTotal: [...considered.values()].reduce((sum, number) => sum + number, 0),
      fullSeconds: fullSeconds?.get(derivation),
    }
  })
}

/** What was built is there, whatever is said of it. A result that is no derivation is the path of a file in the store. */
function readBuilt(stdout: string): Built[] {
  let results: readonly (string | { drvPath?: string; outputs?: Record<string, string> })[]
  try {
    results = JSON.parse(stdout)
  } catch {
    return []
  }
  return results.map((one) => {
    if (typeof one === 'string') return { derivation: '', paths: [one] }
    return { derivation: one.drvPath ?? '', paths: Object.values(one.outputs ?? {}) }
  })
}
