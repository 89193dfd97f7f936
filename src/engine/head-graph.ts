import type { Graph, Unit } from '../graph/index.ts'
import { UserError } from '../lib/errors.ts'
import type { ProcessError } from '../lib/process.ts'
import { dryRun, type Wanted } from '../nix/dry-run.ts'
import { isEvaluationFailure, isMissing } from '../nix/evaluate.ts'
import type { Installable } from '../nix/installable.ts'
import { lastErrorOf, type Nix } from '../nix/nix.ts'
import type { Context } from './context.ts'
import { EvaluationFailure } from './failures.ts'
import { findUnitsOf, walkGraph } from './graphs.ts'
import { type Argument, argumentsOf, names } from './installables.ts'
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

/** Evaluates HEAD as `nix build` does. Throws `UserError` if it does not evaluate: then there is nothing to build. */
export async function readHead(context: Context): Promise<HeadGraph> {
  const { nix, settings } = context
  try {
    const tree = headTree(context)
    const all: Argument[] = []
    for (const [index, installable] of settings.installables.entries())
      all.push(...(await argumentsOf(nix, tree, index, installable)))
    const plainArguments = [...tree.options, ...all.map(({ argument }) => argument)]
    const { wanted, toBuild } = await dryRun(nix, plainArguments)
    const installables = await assign(all, wanted, async (argument) => {
      const own = await dryRun(nix, [...tree.options, argument])
      return own.wanted
    })
    const missing = new Set(toBuild)
    const tops = wanted.flatMap(({ derivation }) => derivation ?? [])
    const graph = walkGraph(context, tops, (path) => missing.has(path))
    return { installables, plainArguments, graph, units: findUnitsOf(context, graph) }
  } catch (error) {
    if (!isEvaluationFailure(error)) throw error
    throw await evaluationFailure(context, error)
  }
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

/** Which of the results belong to which installable: as a rule each has one, and else each is asked for by itself. */
async function assign(
  all: readonly Argument[],
  wanted: readonly Wanted[],
  ask: (argument: string) => Promise<readonly Wanted[]>,
): Promise<readonly HeadInstallable[]> {
  if (all.length === 1) return [{ text: all[0]!.text, wanted }]
  if (all.length === wanted.length) return all.map(({ text }, index) => ({ text, wanted: [wanted[index]!] }))
  return Promise.all(all.map(async ({ text, argument }) => ({ text, wanted: await ask(argument) })))
}
