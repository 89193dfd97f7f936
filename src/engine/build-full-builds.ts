import { join } from 'node:path'
import { info } from '../lib/log.ts'
import { ProcessError } from '../lib/process.ts'
import type { BuildLog, FailedBuild } from '../nix/log.ts'
import type { Nix } from '../nix/nix.ts'
import { validAmong } from '../nix/store.ts'
import type { Context } from './context.ts'
import { type BaseGraph, everyFullBuild, type FullBuild } from './full-build.ts'
import { type InputsRequest, restoreInputs } from './full-build-inputs.ts'
import { installablesOf, type Needed } from './full-builds.ts'
import { withoutChecks } from './instantiate.ts'
import { type Failure, failedByItself, tellUnchecked } from './known-failures.ts'
import { listed } from './ladder.ts'

/** Full builds that are nowhere, built. */

export interface FullBuildsRequest extends Omit<InputsRequest, 'missing'> {
  /**
   * Those of a base that are to be built. Asked again when full builds of the base have been replaced by some that are made
   * without checks.
   */
  missing(base: BaseGraph): Needed | Promise<Needed>
}

export interface BuiltFullBuilds {
  /** As it was given, or without the checks that fail. */
  readonly base: BaseGraph
  /** Those that were asked for and are there now. */
  readonly there: readonly FullBuild[]
  /** What was built of the base, whether it was asked for or needed for that. */
  readonly made: readonly FullBuild[]
  /** What would fail again if it were built again. */
  readonly failing: ReadonlyMap<FullBuild, Failure>
  readonly logs: readonly BuildLog[]
}

/** Of stdenv and nixpkgs' Haskell builder, those that only look at what was built, or describe it. */
const checkPhases: readonly (string | undefined)[] = ['checkPhase', 'installCheckPhase', 'haddockPhase']

/**
 * Builds those that are nowhere, and steps down the ladder for those that fail. One whose checks fail is built without
 * them, with all that need it.
 */
export async function buildFullBuilds(
  context: Context,
  request: FullBuildsRequest,
): Promise<BuiltFullBuilds> {
  const attempts: Attempt[] = []
  const wanted = new Set<FullBuild>()
  const checksFail: FullBuild[] = []
  const replaced = new Set<FullBuild>()
  let { base } = request
  for (;;) {
    const missing = new Map([...(await request.missing(base))].filter(([full]) => !wanted.has(full)))
    if (missing.size === 0) break
    for (const full of missing.keys()) wanted.add(full)
    const others = attempts.length === 0 ? request.others : []
    const attempt = await build(context, { ...request, base, missing, others }, attempts.length)
    attempts.push(attempt)
    const failing = failuresOf(base, attempt).filter(
      ([full, { phase }]) => !full.unchecked && checkPhases.includes(phase),
    )
    if (failing.length === 0) break
    const unchecked = failing.map(([full]) => full)
    checksFail.push(...unchecked)
    tellUnchecked(context.ladder, unchecked, failing[0]![1].error)
    for (const full of everyFullBuild(base)) replaced.add(full)
    base = await withoutChecks(context, base, new Set(unchecked))
  }
  if (attempts.length === 0) info('All full builds are there.')
  return { base, ...(await outcomeOf(context, base, { attempts, wanted, checksFail, replaced })) }
}

interface Attempt {
  readonly ok: boolean
  readonly error: string
  readonly log: BuildLog
}

async function build(context: Context, request: InputsRequest, number: number): Promise<Attempt> {
  const { others } = await restoreInputs(context, request)
  return context.builder.build([...installablesOf(request.missing), ...others], {
    outLink: join(context.scratch, `full-build-${number}`),
    keepGoing: true,
  })
}

/** The full builds that failed, and would do so again. */
function failuresOf(base: BaseGraph, { log }: Attempt): readonly (readonly [FullBuild, FailedBuild])[] {
  const failures = new Map(
    log.failures().flatMap((one) => (failedByItself(one) ? [[one.derivation, one] as const] : [])),
  )
  return everyFullBuild(base).flatMap((full) => {
    const failure = failures.get(full.derivation)
    return failure === undefined ? [] : [[full, failure] as const]
  })
}

interface Attempts {
  readonly attempts: readonly Attempt[]
  readonly wanted: ReadonlySet<FullBuild>
  readonly checksFail: readonly FullBuild[]
  /** Of the base as it was, in place of which there may be others now. */
  readonly replaced: ReadonlySet<FullBuild>
}

async function outcomeOf(
  { nix, ladder }: Context,
  base: BaseGraph,
  { attempts, wanted, checksFail, replaced }: Attempts,
): Promise<Omit<BuiltFullBuilds, 'base'>> {
  const every = everyFullBuild(base)
  const own = [...wanted].filter((full) => every.includes(full) || !replaced.has(full))
  const all = [...new Set([...own, ...every])]
  const valid = await validAfter(attempts.at(-1)?.ok ?? true, nix, all)
  const isThere = (full: FullBuild) => valid.has(full.intermediates)
  const failed = own.filter((full) => !isThere(full))
  const failures = attempts.flatMap((one) => failuresOf(base, one))
  const failure = attempts.findLast(({ ok }) => !ok)
  if (failed.length > 0 && failure !== undefined) {
    const error = failures[0]?.[1].error ?? failure.error
    const subject = listed(failed.map(({ unit }) => unit.derivation.name))
    ladder.stepDown(subject, 'full-build-failed', error, failure.log)
  }
  const logs = attempts.map(({ log }) => log)
  const wasBuilt = ({ derivation }: FullBuild) => logs.some((log) => log.seconds(derivation) !== undefined)
  return {
    there: own.filter(isThere),
    made: all.filter((full) => isThere(full) && wasBuilt(full)),
    failing: new Map([
      ...failures.map(([full]) => [full, 'build'] as const),
      ...checksFail.map((full) => [full, 'checks'] as const),
    ]),
    logs,
  }
}

/** The intermediates that are in the store after a build; if that cannot be asked, what the build itself came to counts. */
async function validAfter(
  ok: boolean,
  nix: Pick<Nix, 'run' | 'dialect'>,
  fullBuilds: readonly FullBuild[],
): Promise<ReadonlySet<string>> {
  const paths = fullBuilds.map((full) => full.intermediates)
  try {
    return await validAmong(nix, paths)
  } catch (error) {
    if (!(error instanceof ProcessError) || error.reason === 'cancelled') throw error
    return new Set(ok ? paths : [])
  }
}
