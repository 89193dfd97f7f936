import { stripVTControlCharacters } from 'node:util'
import { createObjectCount, type ObjectCount } from '../adapters/checkpoint/objects.ts'
import { type CompilerParser, createCompilerParser, type Diagnostic } from '../adapters/haskell/compiler.ts'
import { createModuleCount, type ModuleCount, type Modules } from '../adapters/haskell/modules.ts'
import { nameOf } from '../lib/store-path.ts'
import { failedDerivation } from './dialect.ts'
import { createTail, type Tail } from './tail.ts'

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
  /** Of stdenv, the one in which it ended; undefined if the builder named none. */
  readonly phase: string | undefined
}

export interface CurrentBuild {
  readonly derivation: string
  /** Of stdenv; undefined if the builder named none. */
  readonly phase: string | undefined
  /** Since it began. */
  readonly seconds: number
}

/** Takes Nix's standard error in `--log-format internal-json` line by line. */
export interface BuildLog {
  /** Returns the lines that a person wants to see for it: none for bookkeeping. */
  feed(line: string): string[]
  /** What is being built now. */
  current(): readonly CurrentBuild[]
  /** The same as names. */
  running(): string[]
  /** The modules compiled in the build of a derivation, or the objects. */
  modules(derivation: string): Modules
  /** What building a derivation took; undefined if it was not built, or is not done. */
  seconds(derivation: string): number | undefined
  /** What was built to its end, successfully or not, in order. */
  built(): readonly { readonly derivation: string; readonly seconds: number }[]
  /** Errors that Nix reported, one line each, in order. */
  errors(): readonly string[]
  /** What compilers said in the builds of derivations, in order. */
  diagnostics(): readonly BuildDiagnostic[]
  /** The builds that failed, in order. */
  failures(): readonly FailedBuild[]
}

/** What a person reads of the log of a failed build. */
const keptLines = 1000
const keptLogs = 100

/** What is known of the build of a derivation. */
interface BuildRecord {
  readonly modules: ModuleCount
  readonly objects: ObjectCount
  readonly compiler: CompilerParser
  /** Absent once it has been over for long. */
  tail: Tail | undefined
  seconds: number | undefined
  /** The last one that began. */
  phase: string | undefined
}

/** `now` in seconds. */
export function createBuildLog(now = () => performance.now() / 1000): BuildLog {
  const builds = new Map<number, { readonly derivation: string; readonly started: number }>()
  const records = new Map<string, BuildRecord>()
  const ended: BuildRecord[] = []
  const errors: string[] = []
  const failures: FailedBuild[] = []

  function recordOf(derivation: string): BuildRecord {
    const record = records.get(derivation) ?? {
      modules: createModuleCount(),
      objects: createObjectCount(),
      compiler: createCompilerParser(),
      tail: createTail(keptLines),
      seconds: undefined,
      phase: undefined,
    }
    records.set(derivation, record)
    return record
  }

  /** Whole errors of Nix: the first line says what failed, the others repeat the log. */
  function fail(text: string): void {
    const derivation = failedDerivation(text)
    if (derivation === undefined) return
    failures.push({
      derivation,
      error: oneLine(text.split(/\n\s*(?:last \d+ log lines|Output paths):/i)[0] ?? text).replace(/;$/, ''),
      log: records.get(derivation)?.tail?.lines() ?? [],
      phase: records.get(derivation)?.phase,
    })
  }

  function current(): readonly CurrentBuild[] {
    return [...builds.values()].map(({ derivation, started }) => ({
      derivation,
      phase: records.get(derivation)?.phase,
      seconds: now() - started,
    }))
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
    if (message.type === setPhaseResult) recordOf(derivation).phase = text
    if (message.type !== logLineResult && message.type !== postBuildLogLineResult) return []
    const { modules, objects, compiler, tail } = recordOf(derivation)
    modules.feed(text)
    objects.feed(text)
    compiler.feed(text)
    tail?.push(text)
    return [`${nameOf(derivation)}> ${text}`]
  }

  function stop(id: number): void {
    const build = builds.get(id)
    if (build === undefined) return
    builds.delete(id)
    const record = recordOf(build.derivation)
    record.seconds = now() - build.started
    // Whether it failed is said after its end, but not long after.
    ended.push(record)
    const longOver = ended.length > keptLogs ? ended.shift() : undefined
    if (longOver !== undefined) longOver.tail = undefined
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
    current,
    running: () =>
      current().map(({ derivation, phase }) =>
        phase === undefined ? nameOf(derivation) : `${nameOf(derivation)} (${phase})`,
      ),
    modules(derivation) {
      const record = records.get(derivation)
      const [modules, objects] = [record?.modules.modules(), record?.objects.objects()]
      return {
        compiled: [...(modules?.compiled ?? []), ...(objects?.compiled ?? [])],
        considered: new Map([...(modules?.considered ?? []), ...(objects?.considered ?? [])]),
      }
    },
    seconds: (derivation) => records.get(derivation)?.seconds,
    built: () =>
      [...records].flatMap(([derivation, { seconds }]) =>
        seconds === undefined ? [] : [{ derivation, seconds }],
      ),
    errors: () => errors,
    diagnostics: () =>
      [...records].flatMap(([derivation, { compiler }]) =>
        compiler.found().map((one) => ({ ...one, derivation })),
      ),
    failures: () => failures,
  }
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
