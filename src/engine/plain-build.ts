import type { InstallableReport } from '../report/report.ts'
import type { Context } from './context.ts'
import { BuildFailure } from './failures.ts'
import { type Argument, argumentsOf, names } from './installables.ts'
import { headTree } from './trees.ts'

/** What the plain build needs: as little as a `nix build` by hand. */
export type PlainContext = Pick<Context, 'builder' | 'nix' | 'settings'>

/** The user's own words for `nix build`, sets of derivations taken apart. Throws `ProcessError` if a set does not evaluate. */
export async function plainArguments({
  nix,
  settings,
}: PlainContext): Promise<{ readonly options: readonly string[]; readonly all: readonly Argument[] }> {
  const tree = headTree({ settings })
  const all: Argument[] = []
  for (const [index, installable] of settings.installables.entries())
    all.push(...(await argumentsOf(nix, tree, index, installable)))
  return { options: tree.options, all }
}

/**
 * Builds HEAD as the user wrote it, without a plan, a base, or git: what is left when nothing else works. Throws
 * `UserError` if HEAD does not build, `ProcessError` if a set of derivations does not evaluate.
 */
export async function buildPlainly(context: PlainContext): Promise<readonly InstallableReport[]> {
  const { builder, settings } = context
  const { options, all } = await plainArguments(context)
  // The link is to all of them together.
  const build = async (some: readonly Argument[], link: { readonly outLink?: string } = {}) => {
    const result = await builder.build([...options, ...some.map(({ argument }) => argument)], {
      keepGoing: true,
      ...link,
    })
    if (result.ok) return result.built
    throw new BuildFailure(`${names(settings.installables)} does not build: ${result.error}.`, result.log)
  }
  const built = await build(all, linkFor(settings))
  const results = await assign(all, built, (one) => build([one]))
  return results.map(({ text, found }) => ({
    installable: text,
    outPaths: found.flatMap(({ paths }) => paths),
  }))
}

/** Of a build of HEAD: the link that the user wants to it. */
export function linkFor({ outLink }: Pick<Context['settings'], 'outLink'>): { readonly outLink?: string } {
  return outLink === undefined ? {} : { outLink }
}

/** Which of the results belong to which argument: as a rule each has one, and else each is asked for by itself. */
export async function assign<T>(
  all: readonly Argument[],
  found: readonly T[],
  ask: (one: Argument) => Promise<readonly T[]>,
): Promise<readonly { readonly text: string; readonly found: readonly T[] }[]> {
  if (all.length === 1) return [{ text: all[0]!.text, found }]
  if (all.length === found.length) return all.map(({ text }, index) => ({ text, found: [found[index]!] }))
  return Promise.all(all.map(async (one) => ({ text: one.text, found: await ask(one) })))
}
