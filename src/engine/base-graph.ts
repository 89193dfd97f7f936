import { walk } from '../graph/index.ts'
import { info } from '../lib/log.ts'
import { ProcessError } from '../lib/process.ts'
import { derivationsOf, isMissing, unlessEvaluationFails } from '../nix/evaluate.ts'
import { lastErrorOf } from '../nix/nix.ts'
import type { Base } from './base.ts'
import type { Context } from './context.ts'
import { dependenciesOf } from './dependencies.ts'
import type { BaseGraph } from './full-build.ts'
import { findUnitsOf, walkGraph } from './graphs.ts'
import { argumentsOf, names } from './installables.ts'
import { type EvaluatedBase, instantiate } from './instantiate.ts'
import type { Ladder } from './ladder.ts'
import { lockedInBase } from './locks.ts'
import { baseTree, type Tree } from './trees.ts'

/** A base without the level above. */
export type EvaluatedCommit = Omit<EvaluatedBase, 'coarser'>

/**
 * Evaluates the base, and those of the levels above. An installable that it does not have is left out; for one that does not
 * evaluate the ladder is stepped down, unless only a level above is at fault. Throws `RemoteError` if a commit cannot be had,
 * `UserError` if `strict` forbids that step.
 */
export async function readBase(context: Context, base: Base): Promise<BaseGraph> {
  const [coarser, own] = await Promise.all([readCoarser(context, base), evaluateBase(context, base)])
  return buildOn(context, own, coarser)
}

/** What was evaluated, with full builds that are made on those of the level above. */
export function buildOn(
  context: Context,
  own: EvaluatedCommit,
  coarser: BaseGraph | undefined,
): Promise<BaseGraph> {
  const dependencies = new Map(
    [...(coarser?.dependencies ?? []), ...own.dependencies].map((one) => [one.entry.key, one]),
  )
  return instantiate(context, { ...own, dependencies: [...dependencies.values()], coarser })
}

async function readCoarser(context: Context, { coarser }: Base): Promise<BaseGraph | undefined> {
  if (coarser === undefined) return undefined
  const ladder: Ladder = {
    ...context.ladder,
    stepDown: (subject, _, detail) =>
      info(`${subject}: ${coarser.revision}, of the level above, is of no use: ${detail}.`),
  }
  return readBase({ ...context, ladder }, coarser)
}

/** The base alone. Throws like `readBase`. */
export async function evaluateBase(context: Context, base: Base): Promise<EvaluatedCommit> {
  const tops = await derivationsAt(context, await baseTree(base, context))
  const graph = walkGraph(context, tops)
  const lockedThen = await lockedInBase(base, context.sources, context.nix.storeDirectory)
  const isLocked = (path: string) => context.isLocked(path) || lockedThen(path)
  const units = findUnitsOf({ ...context, isLocked }, graph)
  // What is above the units is built at HEAD, if at all.
  const below = walk(
    units.map(({ derivation }) => derivation.path),
    (path) => graph.get(path),
  )
  return { base, graph, units, below, dependencies: dependenciesOf(units, { graph, below }) }
}

/** The derivations that the installables name at the base. */
async function derivationsAt({ nix, settings, ladder }: Context, tree: Tree): Promise<readonly string[]> {
  const evaluate = async (indices: readonly number[]): Promise<readonly string[]> => {
    const found = []
    for (const index of indices)
      found.push(...(await argumentsOf(nix, tree, index, settings.installables[index]!)))
    if (found.length === 0) return []
    return derivationsOf(nix, [...tree.options, ...found.map(({ argument }) => argument)])
  }
  const all = settings.installables.map((_, index) => index)
  // All at once; if that fails, one by one, so that one's failure is not another's.
  const together = await unlessEvaluationFails(evaluate(all))
  if (!(together instanceof ProcessError)) return together
  const tops: string[] = []
  for (const index of all) {
    const own = all.length === 1 ? together : await unlessEvaluationFails(evaluate([index]))
    const subject = names([settings.installables[index]!])
    if (!(own instanceof ProcessError)) tops.push(...own)
    else if (isMissing(own.stderr)) info(`${subject}: the commit of the full build does not have it.`)
    else ladder.stepDown(subject, 'base-does-not-evaluate', lastErrorOf(own.stderr) || own.message)
  }
  return tops
}
