import { stripVTControlCharacters } from 'node:util'
import { type CompilerParser, createCompilerParser, type Diagnostic } from './compiler.ts'

/** How far the compilation of one package went, read off GHC's own lines. */
export interface Modules {
  /** Modules that GHC compiled; one that is compiled again for profiling counts once. */
  readonly compiled: readonly CompiledModule[]
  /** Modules that GHC considered, of the components of which it compiled any. */
  readonly considered: number
}

export interface CompiledModule {
  readonly name: string
  /** GHC's reason, for example `Source file changed`; undefined on a first build. */
  readonly reason: string | undefined
  /** As GHC names it: relative to the directory of the package. */
  readonly file: string
}

/** Activity and result types: `ActivityType` and `ResultType` in Nix's src/libutil/logging.hh. */
const buildActivity = 105
const substituteActivity = 108
const logLineResult = 101
const postBuildLogLineResult = 107
const setPhaseResult = 104

interface Message {
  readonly action?: string
  readonly id?: number
  readonly type?: number
  readonly level?: number
  readonly msg?: string
  readonly fields?: readonly unknown[]
}

export interface BuildDiagnostic extends Diagnostic {
  readonly derivation: string
}

export interface FailedBuild {
  readonly derivation: string
  /** Nix's own words, one line. */
  readonly error: string
  /** The last lines of its log. */
  readonly log: readonly string[]
}

/** Takes Nix's standard error in `--log-format internal-json` line by line. */
export interface BuildLog {
  /** Returns the lines that a person wants to see for it: none for bookkeeping. */
  feed(line: string): string[]
  /** Derivations that are being built now, as names. */
  running(): string[]
  /** The modules compiled in the build of a derivation. */
  modules(derivation: string): Modules
  /** What building a derivation took; undefined if it was not built, or is not done. */
  seconds(derivation: string): number | undefined
  /** Errors that Nix reported, one line each, in order. */
  errors(): readonly string[]
  /** What compilers said in the builds of derivations, in order. */
  diagnostics(): readonly BuildDiagnostic[]
  /** The builds that failed, in order. */
  failures(): readonly FailedBuild[]
}

/** `[ 7 of 10] Compiling A.B ( src/A/B.hs, dist/build/A/B.o, dist/build/A/B.dyn_o ) [Source file changed]` */
const compiling =
  /^\[\s*\d+ of\s+(\d+)\] Compiling (\S+)(?: \[boot\])?\s+\( ([^,]+), (\S+?)\.(?:\w+_)?o(?:-boot)?(?:, [^)]*)? \)(?: \[(.+)\])?\s*$/

/** What a person reads of the log of a failed build. */
const keptLines = 1000
const keptLogs = 100

/** Nix up to 2.29, and later. */
const failedBuild = /^(?:error:\s*)?(?:builder for|Cannot build) '([^'\n]+\.drv)'/

/** `now` in seconds. */
export function createBuildLog(now = () => performance.now() / 1000): BuildLog {
  const builds = new Map<number, { readonly derivation: string; readonly started: number }>()
  const seconds = new Map<string, number>()
  const phases = new Map<number, string>()
  const components = new Map<
    string,
    Map<string, { considered: number; compiled: Map<string, CompiledModule> }>
  >()
  const errors: string[] = []

  const logs = new Map<string, string[]>()
  const ended: string[] = []
  const parsers = new Map<string, CompilerParser>()
  const failures: FailedBuild[] = []

  function keep(derivation: string, line: string): void {
    const log = logs.get(derivation)
    if (log === undefined) logs.set(derivation, [line])
    // Twice as many, so that lines are moved once for each of them.
    else if (log.push(line) > 2 * keptLines) log.splice(0, keptLines)
  }

  /** Whole errors of Nix: the first line says what failed, the others repeat the log. */
  function fail(text: string): void {
    const derivation = failedBuild.exec(text)?.[1]
    if (derivation === undefined) return
    failures.push({
      derivation,
      error: oneLine(text.split(/\n\s*(?:last \d+ log lines|Output paths):/i)[0] ?? text).replace(/;$/, ''),
      log: (logs.get(derivation) ?? []).slice(-keptLines),
    })
  }

  function record(derivation: string, line: string): void {
    const match = compiling.exec(line)
    if (match === null) return
    const [, total = '0', name = '', file = '', object = '', reason] = match
    // The build driver (Setup.hs) is compiled outside of dist/build; it is not part of the package.
    if (!object.startsWith('dist/build/')) return
    const component = object.slice(0, Math.max(0, object.length - name.length))
    const ofDerivation = components.get(derivation) ?? new Map()
    components.set(derivation, ofDerivation)
    const entry = ofDerivation.get(component) ?? { considered: 0, compiled: new Map() }
    ofDerivation.set(component, entry)
    entry.considered = Math.max(entry.considered, Number(total))
    if (!entry.compiled.has(object)) entry.compiled.set(object, { name, reason, file })
  }

  function parserOf(derivation: string): CompilerParser {
    const parser = parsers.get(derivation) ?? createCompilerParser()
    parsers.set(derivation, parser)
    return parser
  }

  function start(message: Message): string[] {
    const subject = String(message.fields?.[0] ?? '')
    if (message.type === buildActivity && message.id !== undefined) {
      builds.set(message.id, { derivation: subject, started: now() })
      return [`building ${nameOf(subject)}`]
    }
    if (message.type === substituteActivity) return [`fetching ${nameOf(subject)}`]
    return []
  }

  function result(message: Message): string[] {
    const derivation = builds.get(message.id ?? -1)?.derivation
    const text = stripVTControlCharacters(String(message.fields?.[0] ?? ''))
    if (derivation === undefined) return []
    if (message.type === setPhaseResult) phases.set(message.id ?? -1, text)
    if (message.type !== logLineResult && message.type !== postBuildLogLineResult) return []
    record(derivation, text)
    keep(derivation, text)
    parserOf(derivation).feed(text)
    return [`${nameOf(derivation)}> ${text}`]
  }

  function stop(id: number): void {
    const build = builds.get(id)
    if (build === undefined) return
    seconds.set(build.derivation, now() - build.started)
    builds.delete(id)
    // Whether it failed is said after its end, but not long after.
    ended.push(build.derivation)
    if (ended.length > keptLogs) logs.delete(ended.shift() ?? '')
  }

  return {
    feed(line) {
      const message = parse(line)
      if (message === undefined) return line.trim() === '' ? [] : [stripVTControlCharacters(line)]
      switch (message.action) {
        case 'start':
          return start(message)
        case 'stop':
          stop(message.id ?? -1)
          return []
        case 'result':
          return result(message)
        case 'msg': {
          const text = stripVTControlCharacters(message.msg ?? '')
          if (message.level === 0) {
            errors.push(oneLine(text))
            fail(text)
          }
          // Level 3 is Nix's `lvlInfo`; talkative ones are for debugging Nix.
          return (message.level ?? 0) <= 3 ? text.split('\n') : []
        }
        default:
          return []
      }
    },
    running: () =>
      [...builds].map(([id, { derivation }]) => {
        const phase = phases.get(id)
        return phase === undefined ? nameOf(derivation) : `${nameOf(derivation)} (${phase})`
      }),
    modules(derivation) {
      const found = [...(components.get(derivation)?.values() ?? [])]
      return {
        compiled: found.flatMap((component) => [...component.compiled.values()]),
        considered: found.reduce((sum, component) => sum + component.considered, 0),
      }
    },
    seconds: (derivation) => seconds.get(derivation),
    errors: () => errors,
    diagnostics: () =>
      [...parsers].flatMap(([derivation, parser]) => parser.found().map((one) => ({ ...one, derivation }))),
    failures: () => failures,
  }
}

/** `/nix/store/<hash>-foo-1.0.drv` → `foo-1.0` */
export function nameOf(storePath: string): string {
  return (storePath.split('/').at(-1) ?? storePath).replace(/^[a-z0-9]{32}-/, '').replace(/\.drv$/, '')
}

function parse(line: string): Message | undefined {
  if (!line.startsWith('@nix ')) return undefined
  try {
    return JSON.parse(line.slice('@nix '.length)) as Message
  } catch {
    // A build can print a line that looks like one of Nix's; it is shown as it is.
    return undefined
  }
}

function oneLine(text: string): string {
  return text
    .replace(/^error:\s*/, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join(' ')
}
