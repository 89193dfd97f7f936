import { info } from '../lib/log.ts'
import type { Built } from '../nix/build.ts'
import { fetchInputs } from '../nix/fetch.ts'
import type { Installable } from '../nix/installable.ts'
import type { BuildLog } from '../nix/log.ts'
import type { Nix } from '../nix/nix.ts'
import { isValid } from '../nix/store.ts'
import type { Origin } from '../report/report.ts'
import { BuildFailure } from './failures.ts'
import type { Ladder } from './ladder.ts'
import type { LinuxBuilder } from './linux-builder.ts'
import { names, type PackagePlan, type Plan, plainArguments } from './plan.ts'
import type { Settings } from './settings.ts'

/** HEAD: on top of the full builds, and plainly where there is none or that fails. */

/** Downloads what HEAD's builds need, unless they were done before. */
export async function fetchHeadInputs(plan: Plan, nix: Nix, timeoutSeconds: number): Promise<void> {
  const wanted = plan.packages.flatMap(({ incremental }) => incremental ?? [])
  const done = await Promise.all(
    wanted.map(async ({ paths }) =>
      (await Promise.all(paths.map((path) => isValid(nix, path)))).every(Boolean),
    ),
  )
  const derivations = wanted.filter((_, index) => done[index] === false).map(({ derivation }) => derivation)
  await fetchInputs(nix, derivations, timeoutSeconds)
}

/** What became of one package's HEAD. */
export interface HeadBuild {
  readonly build: 'incremental' | 'plain'
  readonly built: Built
  readonly log: BuildLog
}

/** HEAD of every package, in their order. Throws `UserError` if one fails as the user wrote it. */
export async function buildHead(
  settings: Settings,
  plan: Plan,
  origins: ReadonlyMap<PackagePlan, Origin>,
  nix: Nix,
  builder: LinuxBuilder,
  ladder: Ladder,
): Promise<HeadBuild[]> {
  const incremental = plan.packages.filter((one) => origins.has(one) && one.incremental !== undefined)
  const { done, failed } = await buildIncrementally(incremental, nix, builder, ladder)
  if (failed.length > 0) info('The incremental build failed; what the plain build comes to counts.')
  const plain = plan.packages.filter((one) => !done.has(one))
  for (const [one, result] of await buildPlainly(settings, plain, builder)) done.set(one, result)
  // Only now is it known that the code is not to blame.
  for (const { installable, error, log } of failed)
    ladder.stepDown(installable.text, 'incremental-build-failed', error, log)
  return plan.packages.flatMap((one) => done.get(one) ?? [])
}

interface IncrementalBuilds {
  readonly done: Map<PackagePlan, HeadBuild>
  readonly failed: readonly FailedPackage[]
}

interface FailedPackage {
  readonly installable: Installable
  readonly error: string
  readonly log: BuildLog
}

/** Throws `UserError` if one fails and `strict` forbids that. */
async function buildIncrementally(
  packages: readonly PackagePlan[],
  nix: Nix,
  builder: LinuxBuilder,
  ladder: Ladder,
): Promise<IncrementalBuilds> {
  const done = new Map<PackagePlan, HeadBuild>()
  const failed: FailedPackage[] = []
  if (packages.length === 0) return { done, failed }
  const wanted = packages.flatMap(({ incremental }) =>
    incremental === undefined ? [] : [`${incremental.derivation}^${incremental.outputs.join(',')}`],
  )
  const { ok, error, log } = await builder.build(wanted, { keepGoing: true })
  for (const one of packages) {
    if (one.incremental === undefined) continue
    const { derivation, paths } = one.incremental
    const valid = ok || (await Promise.all(paths.map((path) => isValid(nix, path)))).every(Boolean)
    if (valid) done.set(one, { build: 'incremental', built: { derivation, paths }, log })
    else failed.push({ installable: one.installable, error, log })
  }
  const [first] = failed
  if (ladder.strict && first !== undefined)
    ladder.stepDown(first.installable.text, 'incremental-build-failed', error, log)
  return { done, failed }
}

async function buildPlainly(
  settings: Settings,
  packages: readonly PackagePlan[],
  builder: LinuxBuilder,
): Promise<Map<PackagePlan, HeadBuild>> {
  if (packages.length === 0) return new Map()
  const installables = packages.map((one) => one.installable)
  const { ok, error, built, log } = await builder.build(plainArguments(settings, installables), {
    keepGoing: true,
  })
  if (!ok) throw new BuildFailure(`${names(installables)} does not build: ${error}.`, log)
  return new Map(
    packages.map((one, index) => {
      const own = built.find(({ derivation }) => derivation === one.plainDerivation) ?? built[index]
      return [one, { build: 'plain', built: own ?? { derivation: '', paths: [] }, log }]
    }),
  )
}
