import { existsSync, realpathSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { cacheKey, type FullBuildEntry } from '../cache/index.ts'
import { messageOf, UserError } from '../lib/errors.ts'
import { ProcessError } from '../lib/process.ts'
import { type Evaluated, evaluate, type Request, type Source } from '../nix/evaluate.ts'
import type { Installable } from '../nix/installable.ts'
import { lastErrorOf, type Nix } from '../nix/nix.ts'
import {
  type Checkout,
  type History,
  openCheckout,
  openHistory,
  type Places,
  RemoteError,
} from '../revision/index.ts'
import { type Base, findBase, type Start } from './base.ts'
import { EvaluationFailure } from './failures.ts'
import type { Ladder } from './ladder.ts'
import type { Settings } from './settings.ts'

/** What the installables lie in. */
export interface Sources {
  readonly history: History
  /** For each of the installables the path of its flake's directory, or of the Nix file, in the repository. */
  readonly locations: readonly string[]
}

/** All that is decided before anything is built. */
export interface Plan {
  readonly checkout: Checkout
  readonly start: Start
  readonly base: Base | undefined
  readonly packages: readonly PackagePlan[]
}

export interface PackagePlan {
  readonly installable: Installable
  /** Undefined for a package that is built plainly. */
  readonly full:
    | (FullBuildEntry & {
        readonly derivation: string
        readonly intermediates: string
        readonly system: string
        readonly name: string
      })
    | undefined
  /** The commit of the full build where it is not that of the plan, but an older one. */
  readonly olderBase?: Base
  readonly incremental: NonNullable<Evaluated['incremental']> | undefined
  readonly plainDerivation: string | undefined
}

/** Opens the repository that the installables lie in. Throws `UserError` if there is none, or more than one. */
export async function openSources(settings: Settings, reach: Omit<Places, 'checkout'>): Promise<Sources> {
  const directories = settings.installables.map((installable) =>
    settings.file === undefined ? resolve(settings.workspace, installable.directory) : dirname(settings.file),
  )
  const missing = directories.findIndex((directory) => !existsSync(directory))
  if (missing >= 0)
    throw new UserError(
      `Input \`installables\`: \`${settings.installables[missing]?.text}\` names a directory that does not exist. Write it relative to the root of the workspace.`,
    )
  const checkout = await openCheckout(directories[0] ?? settings.workspace)
  const topLevel = realpathSync(checkout.topLevel)
  const locations = directories.map((directory, index) => {
    const installable = settings.installables[index]
    const path = settings.file ?? flakeDirectory(realpathSync(directory), topLevel, installable)
    const location = relative(topLevel, path)
    if (location.startsWith('..'))
      throw new UserError(
        `Input \`installables\`: \`${installable?.text}\` lies in another repository than the first. Use the action once for each repository.`,
      )
    return location
  })
  return { history: openHistory({ checkout, ...reach }), locations }
}

/** Nix looks for flake.nix in the directory and then upwards to the top of the repository. */
function flakeDirectory(directory: string, topLevel: string, installable: Installable | undefined): string {
  const start = join(directory, new URLSearchParams(installable?.parameters).get('dir') ?? '')
  for (let path = start; ; path = dirname(path)) {
    if (existsSync(join(path, 'flake.nix'))) return path
    if (path === topLevel || path === dirname(path)) break
  }
  throw new UserError(
    `Input \`installables\`: there is no flake.nix for \`${installable?.text}\`. Name the flake's directory, as in \`./directory#pkg\`, or set \`file\` to build from a Nix file.`,
  )
}

/** Decides base and derivations. */
export async function makePlan(
  settings: Settings,
  { history, locations }: Sources,
  start: Start,
  nix: Nix,
  ladder: Ladder,
): Promise<Plan> {
  const { checkout } = history
  let base: Base | undefined
  let repository: string | undefined
  try {
    base = await findBase(settings, history, start)
    const headFromRepository = settings.mode !== 'full' && !checkout.dirty
    repository = await history.sourceRepository(
      headFromRepository ? [checkout.head, base.revision] : [base.revision],
    )
  } catch (error) {
    if (!(error instanceof RemoteError)) throw error
    ladder.stepDown(names(settings.installables), 'revision-unavailable', messageOf(error))
  }

  const head: Source | undefined =
    settings.mode === 'full'
      ? undefined
      : checkout.dirty || repository === undefined
        ? { repository: checkout.topLevel }
        : { repository, revision: checkout.head }
  const from =
    base === undefined || repository === undefined ? undefined : { repository, revision: base.revision }
  const request: Request = {
    installables: settings.installables,
    locations,
    fromFile: settings.file !== undefined,
    ...(head === undefined ? {} : { head }),
    ...(from === undefined ? {} : { base: from }),
  }
  const evaluated = from === undefined ? [] : await evaluateAll(settings, nix, request, ladder)
  return {
    checkout,
    start,
    base,
    packages: settings.installables.map((installable, index) =>
      packagePlan(installable, evaluated[index], base, settings, ladder),
    ),
  }
}

/**
 * The plan of one package with an older commit as the base; undefined if it cannot be built on top of that one.
 * Throws `RemoteError` if the commit cannot be fetched.
 */
export async function planOnOlder(
  base: Base,
  one: PackagePlan,
  { checkout, base: planned, packages }: Plan,
  settings: Settings,
  { history, locations }: Sources,
  nix: Nix,
): Promise<PackagePlan | undefined> {
  // The first one stays the branch that it was: HEAD's.
  const revisions = [checkout.head, planned?.revision ?? checkout.head, base.revision]
  const repository = await history.sourceRepository(revisions)
  const request: Request = {
    installables: [one.installable],
    locations: [locations[packages.indexOf(one)] ?? ''],
    fromFile: settings.file !== undefined,
    head: checkout.dirty ? { repository: checkout.topLevel } : { repository, revision: checkout.head },
    base: { repository, revision: base.revision },
  }
  try {
    const [evaluated] = await evaluate(nix, request)
    if (evaluated === undefined || evaluated.problem !== null || evaluated.full === null) return undefined
    return { ...packageOn(evaluated, evaluated.full, one.installable, base), olderBase: base }
  } catch (error) {
    if (!isEvaluationFailure(error)) throw error
    return undefined
  }
}

/** All at once; if that fails, one by one, so that one package's failure is not another's. */
async function evaluateAll(
  settings: Settings,
  nix: Nix,
  request: Request,
  ladder: Ladder,
): Promise<(Evaluated | undefined)[]> {
  try {
    return await evaluate(nix, request)
  } catch (error) {
    if (!isEvaluationFailure(error)) throw error
    const results: (Evaluated | undefined)[] = []
    for (const [index, installable] of request.installables.entries()) {
      const one = { ...request, installables: [installable], locations: [request.locations[index] ?? ''] }
      const firstError = request.installables.length === 1 ? error : undefined
      results.push(await evaluateOne(settings, nix, one, firstError, ladder))
    }
    return results
  }
}

/** Finds out whether HEAD or the base does not evaluate. */
async function evaluateOne(
  settings: Settings,
  nix: Nix,
  request: Request,
  known: ProcessError | undefined,
  ladder: Ladder,
): Promise<Evaluated | undefined> {
  const subject = names(request.installables)
  let failure = known
  if (failure === undefined) {
    try {
      return (await evaluate(nix, request))[0]
    } catch (error) {
      if (!isEvaluationFailure(error)) throw error
      failure = error
    }
  }
  if (request.head === undefined) {
    ladder.stepDown(subject, 'base-does-not-evaluate', lastErrorOf(failure.stderr))
    return undefined
  }
  const { base: _, ...headOnly } = request
  try {
    const [head] = await evaluate(nix, headOnly)
    if (head?.problem?.code === 'missing') return head
    ladder.stepDown(subject, 'base-does-not-evaluate', lastErrorOf(failure.stderr) || failure.message)
    return undefined
  } catch (error) {
    if (!isEvaluationFailure(error)) throw error
    await demandEvaluation(settings, nix, request.installables)
    ladder.stepDown(subject, 'head-not-isolated', lastErrorOf(error.stderr) || error.message)
    return undefined
  }
}

/** What `nix build` is given for the plain build: the user's own words. */
export function plainArguments(settings: Settings, installables: readonly Installable[]): string[] {
  const file = settings.file === undefined ? [] : ['--file', settings.file]
  return [...file, ...installables.map((installable) => installable.text)]
}

/** Throws `UserError` if HEAD does not evaluate the way that the user wrote it: then there is nothing to build. */
async function demandEvaluation(
  settings: Settings,
  nix: Nix,
  installables: readonly Installable[],
): Promise<void> {
  try {
    await nix.run(['build', '--dry-run', '--no-link', ...plainArguments(settings, installables)])
  } catch (error) {
    if (!isEvaluationFailure(error)) throw error
    throw new EvaluationFailure(
      `Input \`installables\`: \`${names(installables)}\` does not evaluate at HEAD: ${lastErrorOf(error.stderr) || error.message}. See whether \`nix build\` works with it in the same checkout.`,
      error.stderr,
    )
  }
}

function isEvaluationFailure(error: unknown): error is ProcessError {
  return error instanceof ProcessError && (error.reason === 'failed' || error.reason === 'timed-out')
}

function packagePlan(
  installable: Installable,
  evaluated: Evaluated | undefined,
  base: Base | undefined,
  settings: Settings,
  ladder: Ladder,
): PackagePlan {
  const plain = { installable, full: undefined, incremental: undefined }
  if (evaluated === undefined || base === undefined) return { ...plain, plainDerivation: undefined }
  const plainDerivation = evaluated.plainDerivation ?? undefined
  if (evaluated.problem?.code === 'missing') {
    if (settings.mode !== 'full')
      throw new UserError(
        `Input \`installables\`: \`${installable.text}\` does not exist at HEAD. See \`nix flake show\` for what there is, or leave it out.`,
      )
    ladder.stepDown(installable.text, 'missing-in-base', '')
    return { ...plain, plainDerivation }
  }
  if (evaluated.problem !== null) {
    ladder.stepDown(installable.text, evaluated.problem.code, evaluated.problem.detail)
    return { ...plain, plainDerivation }
  }
  if (evaluated.full === null) return { ...plain, plainDerivation }
  return packageOn(evaluated, evaluated.full, installable, base)
}

function packageOn(
  { system, name, incremental, plainDerivation }: Evaluated,
  { derivation, intermediates }: NonNullable<Evaluated['full']>,
  installable: Installable,
  base: Base,
): PackagePlan {
  const key = cacheKey({ system, name, revision: base.revision, path: intermediates })
  return {
    installable,
    full: { key, paths: [intermediates], derivation, intermediates, system, name },
    incremental: incremental ?? undefined,
    plainDerivation: plainDerivation ?? undefined,
  }
}

/** What people know them by. */
export function names(installables: readonly Installable[]): string {
  return installables.map((installable) => installable.text || 'the file').join(', ')
}
