import { type Graph, type Unit, withDependents } from '../graph/index.ts'
import { UserError } from '../lib/errors.ts'
import { ProcessError } from '../lib/process.ts'
import { dryRun, type Wanted } from '../nix/dry-run.ts'
import { isEvaluationFailure, isMissing } from '../nix/evaluate.ts'
import type { Installable } from '../nix/installable.ts'
import { lastErrorOf, type Nix } from '../nix/nix.ts'
import type { Context } from './context.ts'
import { DoubtfulFailure, EvaluationFailure, ForeignStoreError } from './failures.ts'
import { findUnitsOf, walkGraph } from './graphs.ts'
import { argumentsOf, names } from './installables.ts'
import { assign, plainArguments } from './plain-build.ts'
import { headTree, type Tree } from './trees.ts'

/** HEAD, as far as it would have to be built. */
export interface HeadGraph {
  /** What the user asked for, a set of derivations taken apart. */
  readonly installables: readonly HeadInstallable[]
  /** What `nix build` is given for the plain build: the user's own words. */
  readonly plainArguments: readonly string[]
  readonly graph: Graph
  /** Those of the graph. */
  readonly units: readonly Unit[]
}

export interface HeadInstallable {
  readonly text: string
  readonly wanted: readonly Wanted[]
}

/**
 * Evaluates HEAD as `nix build` does. Throws `UserError` if an installable is not there or a set of them does not evaluate:
 * there is nothing to build then. Throws `DoubtfulFailure` if Nix says that HEAD does not evaluate, and whatever keeps it
 * from saying anything.
 */
export async function readHead(context: Context): Promise<HeadGraph> {
  const { nix, settings } = context
  const { options, all } = await plainArguments(context).catch(async (error: unknown) => {
    throw isEvaluationFailure(error) ? await evaluationFailure(context, error) : error
  })
  const words = [...options, ...all.map(({ argument }) => argument)]
  const ask = async (some: readonly string[]) => {
    try {
      return await dryRun(nix, [...options, ...some])
    } catch (error) {
      if (!(error instanceof ProcessError) || error.reason !== 'failed') throw error
      const failure = await evaluationFailure(context, error)
      throw failure instanceof EvaluationFailure ? new DoubtfulFailure(failure, error.message) : failure
    }
  }
  const { wanted, toBuild } = await ask(all.map(({ argument }) => argument))
  const assigned = await assign(all, wanted, async ({ argument }) => (await ask([argument])).wanted)
  const missing = new Set(toBuild)
  const tops = wanted.flatMap(({ derivation }) => derivation ?? [])
  const unread = tops.find((path) => missing.has(path) && context.read(path) === undefined)
  if (unread !== undefined)
    throw new ForeignStoreError(`${unread} cannot be read: the Nix store is not a directory of this machine`)
  const graph =
    settings.mode === 'verify'
      ? graphToVerify(context, tops, missing)
      : walkGraph(context, tops, (path) => missing.has(path))
  return {
    installables: assigned.map(({ text, found }) => ({ text, wanted: found })),
    plainArguments: words,
    graph,
    units: findUnitsOf(context, graph),
  }
}

/** What would have to be built, and all units with what depends on them: that these are there plainly proves nothing. */
function graphToVerify(context: Context, tops: readonly string[], missing: ReadonlySet<string>): Graph {
  const all = walkGraph(context, tops)
  const units = findUnitsOf(context, all).map(({ derivation }) => derivation.path)
  const wanted = new Set([...missing, ...withDependents(all, units)])
  return new Map([...all].filter(([path]) => wanted.has(path)))
}

/** What the user is told: which of the installables is at fault, and whether it is there at all. */
async function evaluationFailure(context: Context, error: ProcessError): Promise<UserError> {
  const { nix, settings } = context
  const tree = headTree(context)
  for (const [index, installable] of settings.installables.entries()) {
    const own =
      settings.installables.length === 1 ? error : await failureOf(evaluateOne(nix, tree, index, installable))
    if (own === undefined) continue
    return isMissing(own.stderr)
      ? notThere(names([installable]), own)
      : notEvaluating(names([installable]), own)
  }
  return notEvaluating(names(settings.installables), error)
}

function notThere(subject: string, { stderr }: ProcessError): UserError {
  return new UserError(
    `Input \`installables\`: \`${subject}\` does not exist at HEAD (${lastErrorOf(stderr)}). See \`nix flake show\` for what there is, or leave it out.`,
  )
}

function notEvaluating(subject: string, { message, stderr }: ProcessError): EvaluationFailure {
  return new EvaluationFailure(
    `Input \`installables\`: \`${subject}\` does not evaluate at HEAD: ${lastErrorOf(stderr) || message}. See whether \`nix build\` works with it in the same checkout.`,
    stderr,
  )
}

async function evaluateOne(nix: Nix, tree: Tree, index: number, installable: Installable): Promise<void> {
  const own = await argumentsOf(nix, tree, index, installable)
  await dryRun(nix, [...tree.options, ...own.map(({ argument }) => argument)])
}

async function failureOf(work: Promise<void>): Promise<ProcessError | undefined> {
  try {
    await work
    return undefined
  } catch (error) {
    if (!isEvaluationFailure(error)) throw error
    return error
  }
}
