import { type OutputPath, type Rewritten, rewriteRequest } from '../graph/index.ts'
import { info } from '../lib/log.ts'
import { ProcessError } from '../lib/process.ts'
import { outputsOf } from '../nix/installable.ts'
import { recordedSeconds } from '../nix/intermediates.ts'
import { type BuildLog, createBuildLog } from '../nix/log.ts'
import { lastErrorOf } from '../nix/nix.ts'
import { validAmong } from '../nix/store.ts'
import type { InstallableReport } from '../report/report.ts'
import { doubtOf, unconfirmed } from './belief.ts'
import type { Context } from './context.ts'
import { BuildFailure } from './failures.ts'
import { rewriteGraph } from './graphs.ts'
import type { HeadGraph } from './head-graph.ts'
import { listed } from './ladder.ts'
import { linkFor } from './plain-build.ts'
import { isFailed, seek } from './seek.ts'
import { changesOf, planPlainly, type UnitPlan, withoutFailed } from './unit-plan.ts'

/** HEAD: the rewritten graph, and in its place, where that fails, the one that the user wrote. */

/** What became of HEAD. */
export interface HeadBuild {
  /** As they were carried out. */
  readonly plans: readonly UnitPlan[]
  /** What was built of a derivation of HEAD's graph; itself if it was not rewritten. */
  derivationOf(path: string): string
  /** Store paths by installable. */
  readonly outPaths: ReadonlyMap<string, readonly string[]>
  /** Of the build that passed. */
  readonly log: BuildLog
  /** Of those that failed before. */
  readonly failedLogs: readonly BuildLog[]
}

/** Throws `UserError` if HEAD fails as the user wrote it, or if an attempt fails and `strict` forbids the next one. */
export async function buildHead(
  context: Context,
  head: HeadGraph,
  planned: readonly UnitPlan[],
): Promise<HeadBuild> {
  const { ladder } = context
  if (await isThere(context, head)) return asItIs(head, planned)
  const failedLogs: BuildLog[] = []
  const failures: { readonly subject: string; readonly error: string; readonly log: BuildLog }[] = []
  let plans = planned
  for (;;) {
    const rewriting = await rewriteHead(context, head, plans)
    plans = rewriting.plans
    const { ok, error, log } = await context.builder.build(buildArguments(head, rewriting), {
      keepGoing: true,
      fullSeconds: await fullSecondsOf(rewriting),
      ...linkFor(context.settings),
    })
    if (ok) {
      // Only now is it known that the code is not to blame.
      for (const { subject, error, log } of failures)
        ladder.stepDown(subject, 'incremental-build-failed', error, log)
      const outPaths = outPathsOf(head, rewriting)
      return { plans, derivationOf: (path) => rewriting.derivationOf(path), outPaths, log, failedLogs }
    }
    const origins = new Map(
      [...head.graph.keys()].map((path) => [rewriting.derivationOf(path), path] as const),
    )
    const failed = log.failures().flatMap(({ derivation }) => origins.get(derivation) ?? [])
    const asWritten = failed.find((path) => rewriting.derivationOf(path) === path)
    const next =
      failed.length === 0 || failedLogs.length > 0
        ? allPlain(plans)
        : withoutFailed(head.graph, plans, failed)
    const exhausted = next.every((plan, index) => plan === plans[index])
    const what = listed(head.installables.map(({ text }) => text || 'the file'))
    if (asWritten !== undefined || exhausted) throw new BuildFailure(`${what} does not build: ${error}.`, log)
    const doubt = await doubtOf(context, { log, plans, derivationOf: rewriting.derivationOf })
    if (doubt === undefined)
      throw new BuildFailure(`${what} does not build: ${error}. ${unconfirmed(context)}`, log)
    const subject = listed(
      next.flatMap((plan, index) => (plan === plans[index] ? [] : plan.unit.derivation.name)),
    )
    if (ladder.strict) ladder.stepDown(subject, 'incremental-build-failed', error, log)
    info(`The incremental build failed; what the plain build comes to counts (${doubt}).`)
    failures.push({ subject, error, log })
    failedLogs.push(log)
    plans = next
  }
}

/** Whether the store has all that is wanted. Then `nix build` would do nothing, after it evaluated HEAD once more. */
async function isThere({ nix, settings }: Context, { graph, installables }: HeadGraph): Promise<boolean> {
  // The link is Nix's to make.
  if (graph.size > 0 || settings.outLink !== undefined) return false
  const paths = installables.map(({ wanted }) => wanted.map(({ outputs }) => Object.values(outputs)))
  // Of some derivations Nix tells no path before they are built.
  if (paths.some((wanted) => wanted.length === 0 || wanted.some((outputs) => outputs.length === 0)))
    return false
  const all = [...new Set(paths.flat(2))]
  const valid = await seek(validAmong(nix, all))
  return !isFailed(valid) && all.every((path) => valid.has(path))
}

/** HEAD without a build. */
function asItIs(head: HeadGraph, plans: readonly UnitPlan[]): HeadBuild {
  const nothing = { rewritten: new Map(), replaced: new Map() }
  return {
    plans,
    derivationOf: (path) => path,
    outPaths: outPathsOf(head, nothing),
    log: createBuildLog(),
    failedLogs: [],
  }
}

const allPlain = (plans: readonly UnitPlan[]): readonly UnitPlan[] =>
  plans.map((plan) =>
    plan.kind === 'plain' ? plan : planPlainly([plan.unit], { code: 'incremental-build-failed' })[0]!,
  )

export interface Rewriting {
  readonly plans: readonly UnitPlan[]
  readonly rewritten: ReadonlyMap<string, Rewritten>
  /** By the paths of the derivations that full builds stand for. */
  readonly replaced: ReadonlyMap<string, ReadonlyMap<string, OutputPath>>
  derivationOf(path: string): string
}

/** Where Nix cannot do it, the graph stays as it is. */
export async function rewriteHead(
  context: Context,
  { graph }: HeadGraph,
  plans: readonly UnitPlan[],
): Promise<Rewriting> {
  const changes = changesOf(plans)
  const replaced = new Map(
    [...changes].flatMap(([path, change]) => (change.kind === 'replace' ? [[path, change.by] as const] : [])),
  )
  try {
    const rewritten = await rewriteGraph(context, rewriteRequest(graph, changes))
    const settled = plans.map((plan) => {
      const { path } = plan.unit.derivation
      const asItIs = plan.kind === 'incremental' && rewritten.get(path)?.faithful !== true
      return asItIs ? planPlainly([plan.unit], { code: 'cannot-be-rewritten' })[0]! : plan
    })
    return {
      plans: settled,
      rewritten,
      replaced,
      derivationOf: (path) =>
        rewritten.get(path)?.derivation ?? [...(replaced.get(path)?.values() ?? [])][0]?.derivation ?? path,
    }
  } catch (error) {
    if (!(error instanceof ProcessError) || error.reason === 'cancelled') throw error
    const subject = listed(plans.map(({ unit }) => unit.derivation.name))
    context.ladder.stepDown(subject, 'cannot-be-rewritten', lastErrorOf(error.stderr) || error.message)
    return {
      plans: plans.map((plan) =>
        plan.kind === 'plain' ? plan : planPlainly([plan.unit], { code: 'cannot-be-rewritten' })[0]!,
      ),
      rewritten: new Map(),
      replaced: new Map(),
      derivationOf: (path) => path,
    }
  }
}

/** What units that are built on full builds took from scratch, as far as those recorded it. */
async function fullSecondsOf({ plans, derivationOf }: Rewriting): Promise<ReadonlyMap<string, number>> {
  const known = await Promise.all(
    plans.map(async (plan) => {
      if (plan.kind !== 'incremental') return []
      const seconds = await recordedSeconds(plan.full.intermediates)
      return seconds === undefined ? [] : [[derivationOf(plan.unit.derivation.path), seconds] as const]
    }),
  )
  return new Map(known.flat())
}

/** For `nix build`: what was rewritten, or, if nothing was, the user's own words. */
function buildArguments(
  { installables, plainArguments }: HeadGraph,
  rewriting: Rewriting,
): readonly string[] {
  if (rewriting.rewritten.size === 0 && rewriting.replaced.size === 0) return plainArguments
  return wantedOf({ installables }, (path) => rewriting.derivationOf(path))
}

/** What the user asked for, with other derivations in place of HEAD's. */
export function wantedOf(
  { installables }: Pick<HeadGraph, 'installables'>,
  derivationOf: (path: string) => string,
): readonly string[] {
  const wanted = installables.flatMap((installable) =>
    installable.wanted.flatMap(({ derivation, outputs }) => {
      return derivation === undefined
        ? Object.values(outputs)
        : [outputsOf(derivationOf(derivation), Object.keys(outputs))]
    }),
  )
  return [...new Set(wanted)]
}

/** What became of each of them. */
export function installableReports(
  { installables }: Pick<HeadGraph, 'installables'>,
  outPaths: HeadBuild['outPaths'],
): readonly InstallableReport[] {
  return installables.map(({ text }) => ({ installable: text, outPaths: outPaths.get(text) ?? [] }))
}

export function outPathsOf(
  { installables }: HeadGraph,
  { rewritten, replaced }: Pick<Rewriting, 'rewritten' | 'replaced'>,
): ReadonlyMap<string, readonly string[]> {
  return new Map(
    installables.map(({ text, wanted }) => [
      text,
      wanted.flatMap(({ derivation = '', outputs }) =>
        Object.entries(outputs).map(
          ([output, path]) =>
            rewritten.get(derivation)?.outputs[output] ?? replaced.get(derivation)?.get(output)?.path ?? path,
        ),
      ),
    ]),
  )
}
