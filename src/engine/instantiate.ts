import { cacheKey } from '../cache/index.ts'
import { type RewriteRequest, type Rewritten, rewriteRequest, withDependents } from '../graph/index.ts'
import { info } from '../lib/log.ts'
import { ProcessError } from '../lib/process.ts'
import { unlessEvaluationFails } from '../nix/evaluate.ts'
import { lastErrorOf } from '../nix/nix.ts'
import type { Context } from './context.ts'
import type { BaseGraph, FullBuild } from './full-build.ts'
import { rewriteGraph } from './graphs.ts'

/** The full builds of a base, as derivations. */

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
export async function fullBuildsOf(
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
  const rewritten = await unlessEvaluationFails(rewriteGraph(context, request))
  if (!(rewritten instanceof ProcessError)) return rewritten
  info(`The full builds cannot be instantiated: ${lastErrorOf(rewritten.stderr) || rewritten.message}.`)
  return new Map()
}
