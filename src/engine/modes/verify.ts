import { registeredPackages } from '../../compare/index.ts'
import { type Change, type Derivation, rewriteRequest } from '../../graph/index.ts'
import { UserError } from '../../lib/errors.ts'
import { info } from '../../lib/log.ts'
import { nameOf } from '../../lib/store-path.ts'
import type { BuildResult } from '../../nix/build.ts'
import { recordedApart } from '../../nix/intermediates.ts'
import { differencesOf, type Verification } from '../../report/verification.ts'
import { compareBuilds, tell } from '../compare-builds.ts'
import type { Context } from '../context.ts'
import { BuildFailure } from '../failures.ts'
import { everyFullBuild, startOn } from '../full-build.ts'
import { rewriteGraph } from '../graphs.ts'
import { installableReports, outPathsOf, type Rewriting, rewriteHead, wantedOf } from '../head-build.ts'
import type { HeadGraph } from '../head-graph.ts'
import { names } from '../installables.ts'
import { listed } from '../ladder.ts'
import { prepareHead } from '../prepare-head.ts'
import type { Progress } from '../progress.ts'
import { comparedWith, type Subject, subjectsOf } from '../subjects.ts'
import { headReports, othersBuilt } from '../unit-reports.ts'

/** Mode `verify`: HEAD on top of the full builds and plainly, to see that both are the same. */

/**
 * Throws `UserError` if they are not, if HEAD does not build, if an input is wrong, or if `strict` forbids that nothing could
 * be compared.
 */
export async function verify(context: Context, progress: Progress): Promise<void> {
  const { phase } = context
  const prepared = await prepareHead(context, progress)
  const { head, origins, base } = prepared
  const rewriting = await rewriteHead(context, head, prepared.plans)
  const { plans } = rewriting
  const subjects = subjectsOf(head.graph, head.units, rewriting)
  const derivationsOnTop = subjects.flatMap(({ path }) =>
    rewriting.rewritten.has(path) ? [rewriting.derivationOf(path)] : [],
  )
  const onTop = await phase('Build HEAD on top', () =>
    build(
      context,
      derivationsOnTop,
      wantedOf(head, (path) => rewriting.derivationOf(path)),
    ),
  )
  const plain = await phase('Build HEAD plainly', () =>
    build(
      context,
      subjects.map(({ path }) => path),
      wantedOf(head, (path) => path),
    ),
  )
  progress.units = await headReports(
    {
      plans,
      derivationOf: (path) => rewriting.derivationOf(path),
      outPaths: new Map(),
      log: onTop.log,
      failedLogs: [],
    },
    origins,
    base?.base,
  )
  progress.others = othersBuilt(
    [...prepared.fullLogs, onTop.log, plain.log],
    [
      ...(base === undefined ? [] : everyFullBuild(base).map(({ derivation }) => derivation)),
      ...plans.flatMap(({ unit: { derivation } }) => [
        derivation.path,
        rewriting.derivationOf(derivation.path),
      ]),
    ],
  )
  const known: Verification = {
    ...{ outputs: [], missing: 0, otherIds: [], apart: [] },
    plain: plans.flatMap(({ kind, unit }) => (kind === 'plain' ? [unit.derivation.name] : [])),
    disagreements: disagreementsOf(head, rewriting, { onTop, plain }),
  }
  progress.verification = known
  failOnBuilds(context, known, { onTop, plain })
  const asWritten = { rewritten: new Map(), replaced: new Map() }
  progress.installables = installableReports(head, outPathsOf(head, asWritten))
  progress.built = true
  const compare = (some: readonly Subject[]) => phase('Compare', () => compareBuilds(context, some))
  const others = await withOtherIds(rewriting, subjects)
  // All of these differs.
  const compared: Verification = { ...known, ...(await compare(subjects.filter((one) => !others.has(one)))) }
  progress.verification = compared
  const under = await identified(context, head, { rewriting, subjects, others, compared })
  const verification: Verification =
    under === undefined
      ? compared
      : {
          ...{ ...known, otherIds: under.otherIds, apart: under.apart },
          ...(await compare(under.subjects)),
        }
  progress.verification = verification
  for (const output of verification.outputs) tell(output)
  conclude(context, verification)
}

/** All outputs of these derivations, and what the user asked for. */
async function build(
  { builder }: Context,
  derivations: readonly string[],
  wanted: readonly string[],
): Promise<BuildResult> {
  return builder.build([...new Set([...derivations.map((path) => `${path}^*`), ...wanted])], {
    keepGoing: true,
  })
}

interface Builds {
  readonly onTop: BuildResult
  readonly plain: BuildResult
}

/** By what failed itself. */
function disagreementsOf(
  { graph }: HeadGraph,
  rewriting: Rewriting,
  { onTop, plain }: Builds,
): Verification['disagreements'] {
  const origins = new Map([...graph.keys()].map((path) => [rewriting.derivationOf(path), path] as const))
  const failed = ({ log }: BuildResult) =>
    new Set(log.failures().map(({ derivation }) => origins.get(derivation) ?? derivation))
  const [ours, theirs] = [failed(onTop), failed(plain)]
  return [
    ...[...ours].flatMap((path) =>
      theirs.has(path) ? [] : [{ name: nameOf(path), fails: 'on top' as const }],
    ),
    ...[...theirs].flatMap((path) =>
      ours.has(path) ? [] : [{ name: nameOf(path), fails: 'plainly' as const }],
    ),
  ]
}

/** Throws `UserError` unless both are green. */
function failOnBuilds(
  { settings }: Context,
  { disagreements }: Verification,
  { onTop, plain }: Builds,
): void {
  if (onTop.ok && plain.ok) return
  const what = names(settings.installables)
  const [first] = disagreements
  const fails = first?.fails ?? (onTop.ok === plain.ok ? undefined : onTop.ok ? 'plainly' : 'on top')
  const failing = disagreements.filter((one) => one.fails === fails).map(({ name }) => name)
  const those = listed(failing.length > 0 ? failing : [what])
  if (fails === 'on top')
    throw new BuildFailure(
      `${those} fails on top of the full build, and not plainly: ${onTop.error}. ${advice}`,
      onTop.log,
    )
  if (fails === 'plainly')
    throw new BuildFailure(
      `${those} fails plainly, and not on top of the full build: ${plain.error}. ${advice}`,
      plain.log,
    )
  throw new BuildFailure(
    `${what} does not build, neither on top of the full build nor plainly: ${plain.error}.`,
    plain.log,
  )
}

const advice = 'Please report this to the authors of the action, unless it fails now and then anyway.'

interface Identified {
  readonly subjects: readonly Subject[]
  /** Of the units whose packages have other ids. */
  readonly otherIds: readonly string[]
  /** Of those that differ under the same ids. */
  readonly apart: readonly string[]
}

/**
 * A package on top keeps the id of its full build where the plain one has another, which is in all that GHC makes; and it
 * calls what is in modules that know its store path. What differs in these is compared with a build from scratch that has
 * the same ids and does so, too. Undefined where nothing differs.
 */
async function identified(
  context: Context,
  head: HeadGraph,
  of: {
    readonly rewriting: Rewriting
    readonly subjects: readonly Subject[]
    /** Those with other ids. */
    readonly others: ReadonlySet<Subject>
    readonly compared: Verification
  },
): Promise<Identified | undefined> {
  const { rewriting, subjects, others, compared } = of
  const different = new Set(
    compared.outputs.flatMap(({ onTop, differences }) => (differences.length > 0 ? [onTop] : [])),
  )
  const changes = new Map<string, Change>()
  const otherIds: string[] = []
  const candidates: Derivation[] = []
  for (const plan of rewriting.plans) {
    const { adapter, derivation } = plan.unit
    const subject = subjects.find(({ path }) => path === derivation.path)
    if (plan.kind === 'plain' || subject === undefined) continue
    if (others.has(subject)) otherIds.push(derivation.name)
    else if (!subject.outputs.some(({ onTop }) => different.has(onTop))) continue
    else if ((await recordedApart(plan.full.intermediates)) === false) continue
    else candidates.push(derivation)
    const from = plan.kind === 'incremental' ? startOn(plan.full, derivation).from : null
    changes.set(derivation.path, { kind: 'identify', adapter, from })
  }
  if (changes.size === 0) return undefined
  if (otherIds.length > 0)
    info(`${listed(otherIds)}: the package id is that of the full build, plainly another.`)
  const rewritten = await rewriteGraph(context, rewriteRequest(head.graph, changes))
  // Hooks that have nothing to add make it the plain build.
  const apart = candidates.flatMap(({ name, path }) =>
    rewritten.get(path)?.derivation === path ? [] : [name],
  )
  if (otherIds.length + apart.length === 0) return undefined
  const derivations = subjects.flatMap(({ path }) => rewritten.get(path)?.derivation ?? [])
  const { ok, error, log } = await context.phase('Build HEAD from scratch to compare with', () =>
    build(context, derivations, []),
  )
  if (!ok)
    throw new BuildFailure(
      `${listed([...otherIds, ...apart])} cannot be built from scratch to compare with, under the package ids of the full builds: ${error}.`,
      log,
    )
  return { subjects: comparedWith(subjects, rewritten), otherIds, apart }
}

/** Of the units, those whose packages have other ids than plainly. */
async function withOtherIds(
  { plans }: Rewriting,
  subjects: readonly Subject[],
): Promise<ReadonlySet<Subject>> {
  const incremental = new Set(
    plans.flatMap(({ kind, unit }) => (kind === 'incremental' ? [unit.derivation.path] : [])),
  )
  const found = subjects.map(async (subject) =>
    incremental.has(subject.path) && (await hasOtherIds(subject)) ? [subject] : [],
  )
  return new Set((await Promise.all(found)).flat())
}

async function hasOtherIds({ outputs }: Subject): Promise<boolean> {
  const [ours, theirs] = await Promise.all(
    [outputs.map(({ onTop }) => onTop), outputs.map(({ plain }) => plain)].map(async (paths) =>
      (await Promise.all(paths.map(registeredPackages))).flat().sort().join(' '),
    ),
  )
  return ours !== theirs
}

function conclude({ ladder }: Context, verification: Verification): void {
  const { outputs } = verification
  const differences = differencesOf(verification)
  // A part of an archive tells which module it is of.
  const first = differences.find(({ where }) => where.startsWith('member ')) ?? differences[0]
  if (first !== undefined) {
    const { name, output, file, where, onTop, plain } = first
    const more = differences.length - 1
    throw new UserError(
      `What was built on top of the full build is not what the plain build makes: ${[name, ...(output === 'out' ? [] : [output]), file || 'all of it', where].filter((text) => text !== '').join(', ')} is ${onTop}, plainly ${plain}${more === 0 ? '' : `, and ${more} more differ`}. Please report this to the authors of the action, with the log of this run. Until then, \`revision\` names a commit with other full builds.`,
    )
  }
  if (outputs.length === 0)
    ladder.complain(
      'Nothing was verified: no unit was built on top of a full build, or taken from one, so that there was nothing to compare. Run it where a package is built incrementally, or name the commit of the full build by `revision`.',
    )
  const unproven = outputs.flatMap((one) => one.unproven)
  if (unproven.length > 0)
    ladder.complain(
      `Not all was verified: ${unproven.length} files could not be compared, ${unproven[0]?.file} first (${unproven[0]?.why}). Run it where the compiler is in the store of the machine.`,
    )
}
