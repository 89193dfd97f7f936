import type { BinaryCache } from '../cache/index.ts'
import { info } from '../lib/log.ts'
import { ProcessError } from '../lib/process.ts'
import { dryRun } from '../nix/dry-run.ts'
import type { Context } from './context.ts'
import { outputsNeeded } from './dependencies.ts'
import { type BaseGraph, everyFullBuild } from './full-build.ts'
import { installablesOf, type Needed, restoreFullBuilds } from './full-builds.ts'
import { neededDependencies } from './unit-plan.ts'

/** What building full builds takes that a cache has: full builds of other units, and what all of them are built with. */

export interface InputsRequest {
  readonly missing: Needed
  readonly base: BaseGraph
  /** Those that answered before. To ask others again would take as long again. */
  readonly caches: readonly BinaryCache[]
  /** Store paths of dependencies that the caches have been asked for. */
  readonly asked: readonly string[]
  /** Dependencies that are wanted themselves, whether the missing full builds need them or not: installables. */
  readonly others: readonly string[]
}

export interface Inputs {
  /** Those of `others` that no upstream cache has. */
  readonly others: readonly string[]
}

/** Restores it. Throws `UserError` if a cache fails and `strict` forbids that. */
export async function restoreInputs(context: Context, request: InputsRequest): Promise<Inputs> {
  const { missing, base, caches, asked, others } = request
  if (missing.size === 0 || caches.length === 0) return { others: [] }
  try {
    const { toBuild } = await dryRun(context.nix, [...installablesOf(missing), ...others])
    const graph = new Map(
      toBuild.flatMap((path) => {
        const derivation = context.read(path)
        return derivation === undefined ? [] : [[path, derivation] as const]
      }),
    )
    const elsewhere = new Map(
      everyFullBuild(base).flatMap((full) =>
        missing.has(full) || !graph.has(full.derivation) ? [] : [[full.derivation, full] as const],
      ),
    )
    const needed = outputsNeeded(graph.values(), (input) => elsewhere.has(input))
    await restoreFullBuilds(context, {
      needed: new Map([...needed].map(([path, outputs]) => [elsewhere.get(path)!, outputs])),
      dependencies: neededDependencies(graph, base).filter((path) => !asked.includes(path)),
      base,
      caches,
    })
    return { others: others.filter((installable) => graph.has(installable.split('^')[0] ?? '')) }
  } catch (error) {
    if (!(error instanceof ProcessError) || error.reason === 'cancelled') throw error
    info(`What full builds are built with is not looked for in the cache: ${error.message}.`)
    return { others: [] }
  }
}
