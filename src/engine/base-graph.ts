import { cacheKey, type FullBuildEntry } from '../cache/index.ts'
import {
  type Graph,
  type RewriteRequest,
  type Rewritten,
  rewriteRequest,
  type Unit,
  walk,
  withDependents,
} from '../graph/index.ts'
import { info } from '../lib/log.ts'
import { ProcessError } from '../lib/process.ts'
import { derivationsOf, isEvaluationFailure, isMissing } from '../nix/evaluate.ts'
import { lastErrorOf } from '../nix/nix.ts'
import type { Base } from './base.ts'
import type { Context } from './context.ts'
import { type Dependencies, dependenciesOf } from './dependencies.ts'
import { findUnitsOf, rewriteGraph, walkGraph } from './graphs.ts'
import { argumentsOf, names } from './installables.ts'
import { lockedInBase } from './locks.ts'
import { baseTree, type Tree } from './trees.ts'

/** The build of a unit of the base, from scratch, with its intermediates kept. */
export interface FullBuild {
  readonly unit: Unit
  readonly base: Base
  /** Of its entry in a cache. */
  readonly key: string
  readonly derivation: string
  /** Store paths by name, `intermediates` among them. */
  readonly outputs: Readonly<Record<string, string>>
  readonly intermediates: string
  /**
   * Whether it was made without tests and documentation, since its own fail or those of what it needs do. Then it stands
   * for nothing: HEAD's own has to pass them.
   */
  readonly unchecked: boolean
}

/** The base with its full builds. They depend on nothing but the base, so that every job means the same ones. */
export interface BaseGraph {
  readonly base: Base
  readonly graph: Graph
  readonly units: readonly Unit[]
  /** The units with all that they need. */
  readonly below: Graph
  /** By the paths of the units' derivations; a unit that cannot be rewritten has none. */
  readonly fullBuilds: ReadonlyMap<string, FullBuild>
  readonly dependencies: readonly Dependencies[]
}

/**
 * Evaluates the base. An installable that it does not have is left out; for one that does not evaluate the ladder is
 * stepped down. Throws `RemoteError` if the commit cannot be had, `UserError` if `strict` forbids that step.
 */
export async function readBase(context: Context, base: Base): Promise<BaseGraph> {
  const tops = await evaluateBase(context, await baseTree(base, context))
  const graph = walkGraph(context, tops)
  const lockedThen = await lockedInBase(base, context.sources, context.nix.storeDirectory)
  const isLocked = (path: string) => context.isLocked(path) || lockedThen(path)
  const units = findUnitsOf({ ...context, isLocked }, graph)
  // What is above the units is built at HEAD, if at all.
  const below = walk(
    units.map(({ derivation }) => derivation.path),
    (path) => graph.get(path),
  )
  const dependencies = dependenciesOf(units, { graph, below })
  const found = { base, graph, units, below, dependencies }
  return { ...found, fullBuilds: await fullBuildsOf(context, found, new Set()) }
}

/** The base with full builds of these units, and of all that need them, which are made without being checked. */
export async function withoutChecks(
  context: Context,
  base: BaseGraph,
  failing: readonly FullBuild[],
): Promise<BaseGraph> {
  const known = [...base.fullBuilds.values()].filter(({ unchecked }) => unchecked)
  const unchecked = withDependents(
    base.graph,
    [...known, ...failing].map(({ unit }) => unit.derivation.path),
  )
  const made = await fullBuildsOf(context, base, unchecked)
  // What is the same stays the same.
  const fullBuilds = [...base.fullBuilds].flatMap(([path, before]) => {
    const full = unchecked.has(path) && !before.unchecked ? made.get(path) : before
    return full === undefined ? [] : [[path, full] as const]
  })
  return { ...base, fullBuilds: new Map(fullBuilds) }
}

/** By the paths of the units' derivations. `unchecked`: of those that are not to be checked. */
async function fullBuildsOf(
  context: Context,
  { base, units, below }: Omit<BaseGraph, 'fullBuilds'>,
  unchecked: ReadonlySet<string>,
): Promise<ReadonlyMap<string, FullBuild>> {
  const kept = new Map(
    units.map(({ adapter, derivation: { path } }) => [
      path,
      { kind: 'keep', adapter, unchecked: unchecked.has(path) } as const,
    ]),
  )
  const rewritten = await rewriteAll(context, rewriteRequest(below, kept))
  const fullBuilds = new Map<string, FullBuild>()
  for (const unit of units) {
    const { path, system } = unit.derivation
    const made = rewritten.get(path)
    const intermediates = made?.outputs.intermediates
    if (made === undefined || intermediates === undefined) continue
    const key = cacheKey({ system, name: unit.package, revision: base.revision, path: intermediates })
    const { derivation, outputs } = made
    fullBuilds.set(path, {
      ...{ unit, base, key, derivation, outputs, intermediates },
      unchecked: unchecked.has(path),
    })
  }
  return fullBuilds
}

/** Without an answer of Nix, no unit has a full build. */
async function rewriteAll(
  context: Context,
  request: RewriteRequest,
): Promise<ReadonlyMap<string, Rewritten>> {
  const rewritten = await unlessFailed(rewriteGraph(context, request))
  if (!(rewritten instanceof ProcessError)) return rewritten
  info(`The full builds cannot be instantiated: ${lastErrorOf(rewritten.stderr) || rewritten.message}.`)
  return new Map()
}

/** The derivations that the installables name at the base. */
async function evaluateBase({ nix, settings, ladder }: Context, tree: Tree): Promise<readonly string[]> {
  const evaluate = async (indices: readonly number[]): Promise<readonly string[]> => {
    const found = []
    for (const index of indices)
      found.push(...(await argumentsOf(nix, tree, index, settings.installables[index]!)))
    if (found.length === 0) return []
    return derivationsOf(nix, [...tree.options, ...found.map(({ argument }) => argument)])
  }
  const all = settings.installables.map((_, index) => index)
  // All at once; if that fails, one by one, so that one's failure is not another's.
  const together = await unlessFailed(evaluate(all))
  if (!(together instanceof ProcessError)) return together
  const tops: string[] = []
  for (const index of all) {
    const own = all.length === 1 ? together : await unlessFailed(evaluate([index]))
    const subject = names([settings.installables[index]!])
    if (!(own instanceof ProcessError)) tops.push(...own)
    else if (isMissing(own.stderr)) info(`${subject}: the commit of the full build does not have it.`)
    else ladder.stepDown(subject, 'base-does-not-evaluate', lastErrorOf(own.stderr) || own.message)
  }
  return tops
}

async function unlessFailed<T>(work: Promise<T>): Promise<T | ProcessError> {
  try {
    return await work
  } catch (error) {
    if (isEvaluationFailure(error)) return error
    throw error
  }
}

/** What a cache keeps of a full build, or what is wanted of it. */
export function entryOf(
  { key, outputs }: FullBuild,
  wanted: readonly string[] = Object.keys(outputs),
): FullBuildEntry {
  return { key, paths: wanted.map((output) => outputs[output] ?? '').filter((path) => path !== '') }
}

/** All entries of a base, with what its full builds may refer to. */
export function entriesOf({ fullBuilds, dependencies }: BaseGraph): readonly FullBuildEntry[] {
  return [...[...fullBuilds.values()].map((full) => entryOf(full)), ...dependencies.map(({ entry }) => entry)]
}
