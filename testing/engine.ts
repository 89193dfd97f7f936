import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import type { BinaryCache, EntryRequest, FullBuildEntry, RestoreFailure } from '../src/cache/index.ts'
import type { Context } from '../src/engine/context.ts'
import { createLadder } from '../src/engine/ladder.ts'
import { createProgress } from '../src/engine/progress.ts'
import type { Settings } from '../src/engine/settings.ts'
import type { Surroundings } from '../src/engine/surroundings.ts'
import type { Derivation, RewriteRequest } from '../src/graph/index.ts'
import type { Log } from '../src/lib/log.ts'
import { ProcessError } from '../src/lib/process.ts'
import { dialectOf } from '../src/nix/dialect.ts'
import { parseInstallable } from '../src/nix/installable.ts'
import { createBuildLog } from '../src/nix/log.ts'
import { createDerivation, type DerivationOptions, storeDirectory, storePath } from './graph.ts'

/** A Nix, a cache and a history that are values, for tests of what the engine does with them. */

/** For `setLog`. */
export const silentLog: Log = {
  info: () => {},
  warn: () => {},
  notice: () => {},
  group: (_, body) => body(),
  foreign: (body) => body(() => {}),
  build: (body) =>
    body(
      () => {},
      () => {},
    ),
}

export function createSettings(overrides: Partial<Settings> = {}): Settings {
  return {
    workspace: '/work',
    installables: [parseInstallable('.#image', false)],
    file: undefined,
    mode: 'incremental',
    revisions: [],
    simulate: undefined,
    levels: [{ seconds: 86_400, offset: 0 }],
    start: 'checkout',
    parents: 'first-parent',
    date: undefined,
    fetchTimeout: 600,
    branches: undefined,
    fallbackIntervals: 0,
    caches: [],
    cacheWrite: 'auto',
    signingKey: undefined,
    trustedPublicKeys: undefined,
    keep: { count: undefined, age: undefined },
    cacheTimeout: 60,
    nixOptions: [],
    outLink: undefined,
    strict: false,
    confirmFailures: 'auto',
    token: undefined,
    linuxBuilder: {} as Settings['linuxBuilder'],
    ...overrides,
  }
}

/** A package as nixpkgs' Haskell builder makes it. */
export function createPackage(name: string, options: DerivationOptions = {}): Derivation {
  return createDerivation(`${name}-1.0`, {
    ...options,
    env: {
      pname: name,
      prePhases: 'setupCompilerEnvironmentPhase',
      preConfigurePhases: 'compileBuildDriverPhase',
      setupCompilerEnvironmentPhase: `echo "Build with ${storePath('ghc-9.6.6')}."\n`,
      compileBuildDriverPhase: 'ghc Setup.hs\n',
      configurePhase: 'runHook preConfigure\n./Setup configure $configureFlags\n',
      buildPhase: 'runHook preBuild\n./Setup build\n',
      ...options.env,
    },
  })
}

export interface World {
  /** Whose `.drv` files are in the store. */
  readonly derivations: readonly Derivation[]
  /** What the installable names, at HEAD and at the base. */
  readonly head: Derivation
  readonly base: Derivation
  /** At the base of the level above, if there is one: the revision `above`. */
  readonly above?: Derivation
  /** What it names at the commits between the base, which is that of a boundary then, and HEAD, by a letter, newest first. */
  readonly between?: Readonly<Record<string, Derivation | 'does not evaluate'>>
  /** Store paths that are there from the beginning; derivations of HEAD whose outputs are there are not built. */
  readonly valid?: readonly string[]
  /** Keys that the cache has: full builds and dependencies. */
  readonly cached?: (key: string) => boolean
  /** What it answers to a restore instead, if it cannot be asked. */
  readonly fault?: RestoreFailure
  /** Whether building this derivation fails: in its build phase, or in the one that is named. */
  readonly fails?: (derivation: string) => boolean | string
  /** What the build phase of a derivation prints. */
  readonly prints?: (derivation: string) => readonly string[]
}

/** What the engine did, in its order. */
export interface Deeds {
  /** Commits but HEAD, by the letter that they are made of. */
  readonly evaluated: string[]
  readonly restored: string[]
  /** Keys, of which nothing was to be restored. */
  readonly asked: string[]
  readonly built: (readonly string[])[]
  readonly pushed: EntryRequest[]
  /** By a run itself, rather than at the end of its job. */
  readonly saved: EntryRequest[]
}

/** The path of a derivation that was rewritten: itself, with a mark. */
export const rewritten = (path: string) => path.replace(/\.drv$/, '-rewritten.drv')
/** Likewise of a full build without checks. */
export const unchecked = (path: string) => path.replace(/\.drv$/, '-unchecked.drv')

export function createEngine(
  world: World,
  overrides: Partial<Settings> = {},
  around: Partial<Surroundings> = {},
) {
  const settings = createSettings(overrides)
  const deeds: Deeds = { evaluated: [], restored: [], asked: [], built: [], pushed: [], saved: [] }
  const valid = new Set(world.valid)
  const byPath = new Map(world.derivations.map((derivation) => [derivation.path, derivation]))
  const surroundings = { event: {}, serverUrl: '', apiUrl: '', ...around } as unknown as Surroundings
  const progress = createProgress(settings, surroundings)

  const run: Context['nix']['run'] = async (args) => {
    const [command = '', option] = args
    if (command === 'build' && option === '--dry-run') return answer(...dryRun(args))
    if (command === 'path-info' && option === '--derivation') {
      const [, letter = ''] = /rev=(.)/.exec(args.join(' ')) ?? []
      deeds.evaluated.push(letter)
      const named = letter === revisionAbove[0] ? world.above : (world.between?.[letter] ?? world.base)
      if (named !== 'does not evaluate') return answer(`${named?.path}\n`)
      throw new ProcessError('failed', 'nix path-info', 1, 'error: syntax error, unexpected end of file')
    }
    if (command === 'path-info')
      return answer(JSON.stringify(Object.fromEntries(args.map((path) => [path, infoOf(path)]))))
    if (command === 'eval' && args.at(-1)?.includes('builtins.toFile')) return answer('[]')
    if (command === 'eval') return answer(JSON.stringify(rewrite(args.at(-1) ?? '')))
    if (command === 'build') return answer('')
    throw new ProcessError('failed', `nix ${args.join(' ')}`, 1, 'unknown')
  }
  const infoOf = (path: string) => (valid.has(path) ? { narHash: 'sha256-x' } : null)

  function dryRun(args: readonly string[]): readonly [string, string] {
    const toBuild = new Set<string>()
    const wanted = args.flatMap((argument) => byPath.get(argument.split('^')[0] ?? '') ?? [])
    const visit = (path: string) => {
      const derivation = byPath.get(path)
      if (derivation === undefined || toBuild.has(path)) return
      if ([...derivation.outputs.values()].every((output) => valid.has(output.path))) return
      toBuild.add(path)
      for (const input of derivation.inputDrvs.keys()) visit(input)
    }
    const tops = wanted.length === 0 ? [world.head] : wanted
    for (const { path } of tops) visit(path)
    const list = [...toBuild].map((path) => `  ${path}\n`).join('')
    return [
      JSON.stringify(
        tops.map(({ path, outputs }) => ({ drvPath: path, outputs: { out: outputs.get('out')?.path } })),
      ),
      `these ${toBuild.size} derivations will be built:\n${list}`,
    ]
  }

  function rewrite(expression: string): Record<string, unknown> {
    const file = /request = "([^"]+)"/.exec(expression)?.[1] ?? ''
    const { derivations } = JSON.parse(readFileSync(file, 'utf8')) as RewriteRequest
    const again = new Map(
      derivations.map(({ path, change }) => {
        const plain = change?.kind !== 'keep' || !change.unchecked
        return [path, plain ? rewritten(path) : unchecked(path)] as const
      }),
    )
    return Object.fromEntries(
      derivations.map(({ path, name, outputs, inputDrvs, change }) => {
        const now = again.get(path) ?? path
        const names = [...Object.keys(outputs), ...(change?.kind === 'keep' ? ['intermediates'] : [])]
        const made = names.map((output) => [output, storePath(`${name}-${output}`, now)] as const)
        byPath.set(now, {
          ...createDerivation(name),
          path: now,
          outputs: new Map(
            made.map(([output, path]) => [output, { path, hashAlgorithm: '', hash: '' }] as const),
          ),
          inputDrvs: new Map(Object.entries(inputDrvs).map(([input, of]) => [again.get(input) ?? input, of])),
        })
        return [path, { derivation: now, faithful: true, outputs: Object.fromEntries(made) }]
      }),
    )
  }

  const cache: BinaryCache = {
    name: 'cache',
    restore: async ({ wanted }) =>
      wanted.map((entry) => {
        if (world.fault !== undefined) return world.fault
        if (world.cached?.(entry.key) !== true) return { status: 'miss' as const }
        deeds.restored.push(...entry.paths)
        for (const path of entry.paths) valid.add(path)
        return { status: 'hit' as const }
      }),
    has: async (entries: readonly FullBuildEntry[]) => {
      deeds.asked.push(...entries.map(({ key }) => key))
      return entries.map(({ key }) => ({
        status: world.cached?.(key) === true ? ('found' as const) : ('absent' as const),
      }))
    },
    find: async (prefixes) =>
      prefixes.map((prefix) => ({ status: world.cached?.(prefix) === true ? 'found' : 'absent' })),
    save: async (request) => {
      deeds.saved.push(request)
      return request.wanted.map(() => ({ status: 'saved' as const, bytes: 1 }))
    },
  }

  const build: Context['builder']['build'] = async (args) => {
    deeds.built.push(args)
    const log = createBuildLog(() => 0)
    const failed: string[] = []
    let id = 0
    for (const argument of args) {
      const path = argument.split('^')[0] ?? ''
      const feed = (message: unknown) => log.feed(`@nix ${JSON.stringify(message)}`)
      feed({ action: 'start', id: ++id, type: 105, fields: [path] })
      const fails = world.fails?.(path) ?? false
      const phase = typeof fails === 'string' ? fails : 'buildPhase'
      feed({ action: 'result', id, type: 104, fields: [phase] })
      for (const line of world.prints?.(path) ?? []) feed({ action: 'result', id, type: 101, fields: [line] })
      feed({ action: 'stop', id })
      if (fails !== false) {
        failed.push(path)
        feed({ action: 'msg', level: 0, msg: `error: builder for '${path}' failed with exit code 1` })
      } else if (/-(?:rewritten|unchecked)[.]drv$/.test(path)) {
        const name = byPath.get(path)?.name ?? ''
        for (const output of ['out', 'intermediates']) valid.add(storePath(`${name}-${output}`, path))
      } else for (const output of byPath.get(path)?.outputs.values() ?? []) valid.add(output.path)
    }
    return { ok: failed.length === 0, error: failed.length === 0 ? '' : 'it failed', built: [], log }
  }

  const checkout = { head: 'b'.repeat(40), headTime: 1_700_003_600, dirty: false, topLevel: '/work' }
  const nix = { system: 'x86_64-linux', dialect: dialectOf('nix (Nix) 2.26.3'), storeDirectory, run }
  const context = {
    settings,
    sources: {
      locations: [''],
      history: {
        checkout,
        resolve: async (name: string) => ({
          revision: name === 'above' ? revisionAbove : 'a'.repeat(40),
          time: 1_700_000_000,
        }),
        truncate: async () => ({ ...commit('a'), root: false, fetches: 0 }),
        commitsPassed: async () => Object.keys(world.between ?? {}).map(commit),
        sourceRepository: async () => '/scratch/source.git',
        readFile: async () => undefined,
      },
    },
    nix,
    builder: { expect: async () => {}, build, nix, ready: async () => ({ settings: [], env: {} }) },
    caches: [cache],
    ladder: createLadder(settings.strict),
    read: (path: string) => byPath.get(path),
    isLocked: () => false,
    scratch: tmpdir(),
    now: 1_700_004_000,
    surroundings,
    handOver: { push: async (request: EntryRequest) => void deeds.pushed.push(request), takeDown: () => {} },
    phase: <T>(_: string, body: () => Promise<T>) => body(),
  } as unknown as Context
  return { context, progress, deeds }
}

const commit = (letter: string) => ({ revision: letter.repeat(40), time: 1_700_000_000 })
const revisionAbove = 'c'.repeat(40)
const answer = (stdout: string, stderr = '') => ({ stdout, stderr })
