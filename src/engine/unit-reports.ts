import type { Unit } from '../graph/index.ts'
import { nameOf } from '../lib/store-path.ts'
import { countModules, recordedModules, recordedSeconds } from '../nix/intermediates.ts'
import type { BuildLog } from '../nix/log.ts'
import {
  type InstallableReport,
  type Origin,
  type OtherReport,
  revisionsOf,
  type UnitReport,
} from '../report/report.ts'
import type { Base } from './base.ts'
import { type BaseGraph, everyFullBuild, type FullBuild } from './full-build.ts'
import type { Origins } from './full-builds.ts'
import type { HeadBuild } from './head-build.ts'
import { reasonOf } from './plain-units.ts'
import type { UnitPlan } from './unit-plan.ts'

/** What the report says of units, in each of the modes. */

export interface Outcome {
  readonly installables: readonly InstallableReport[]
  readonly units: readonly UnitReport[]
  readonly others: readonly OtherReport[]
}

/** Before anything is built. */
export function plannedReports(plans: readonly UnitPlan[], base: Base | undefined): readonly UnitReport[] {
  return plans.map((plan) => planned(plan, base))
}

/** `base` is the run's own, which a full build may be older than. */
function planned({ unit, ...plan }: UnitPlan, base: Base | undefined): UnitReport {
  const { name, system } = unit.derivation
  return {
    name,
    package: unit.package,
    system,
    build: 'none',
    fullBuild: plan.kind === 'plain' ? undefined : plan.full.intermediates,
    origin: 'none',
    compiled: [],
    modulesTotal: 0,
    ...(plan.kind === 'plain' ? { reason: reasonOf(plan.why) } : {}),
    ...(plan.kind === 'plain' || revisionsOf(base).includes(plan.full.base.revision)
      ? {}
      : { ownBase: plan.full.base }),
  }
}

/** In mode `incremental`. */
export async function headReports(
  head: HeadBuild,
  origins: Origins,
  base: Base | undefined,
): Promise<readonly UnitReport[]> {
  return Promise.all(head.plans.map((plan) => headReport(plan, planned(plan, base), { head, origins })))
}

async function headReport(
  plan: UnitPlan,
  known: UnitReport,
  { head, origins }: { readonly head: HeadBuild; readonly origins: Origins },
): Promise<UnitReport> {
  const derivation = head.derivationOf(plan.unit.derivation.path)
  const own = { ...known, build: plan.kind, ...secondsOf(head.log, derivation) }
  const { compiled, considered } = head.log.modules(derivation)
  if (plan.kind === 'plain') return { ...own, compiled, modulesTotal: total(considered) }
  const before = await factsOf(plan.full)
  const onBase = { ...own, origin: origins.get(plan.full) ?? ('none' as const), ...before.recorded }
  // What the full build compiled is its own.
  if (plan.kind === 'unchanged') {
    const { seconds: _, ...unbuilt } = onBase
    return { ...unbuilt, modulesTotal: total(before.modules) }
  }
  // GHC says nothing of a component that it has nothing to do for.
  return { ...onBase, compiled, modulesTotal: total(new Map([...before.modules, ...considered])) }
}

/** In modes `full` and `plan`. `logs` are those of the full builds which were made now. */
export async function fullReports(
  base: BaseGraph,
  origins: Origins,
  logs: readonly BuildLog[],
): Promise<readonly UnitReport[]> {
  const own = new Set(base.fullBuilds.values())
  // Those of the levels above of which there is none here, unless they have long been there.
  const above = everyFullBuild(base).filter((full) => !own.has(full) && origins.get(full) !== 'found')
  return Promise.all([
    ...base.units.map((unit) => reportOn(unit, base.fullBuilds.get(unit.derivation.path))),
    ...above.map(async (full) => ({ ...(await reportOn(full.unit, full)), ownBase: full.base })),
  ])

  function reportOn(unit: Unit, full: FullBuild | undefined): Promise<UnitReport> {
    const origin = full === undefined ? 'none' : (origins.get(full) ?? 'none')
    const log = logs.find((one) => full !== undefined && one.seconds(full.derivation) !== undefined)
    return fullReport(unit, full, { origin, log })
  }
}

async function fullReport(
  { derivation: { name, system }, package: packageName }: Unit,
  full: FullBuild | undefined,
  { origin, log }: { readonly origin: Origin; readonly log: BuildLog | undefined },
): Promise<UnitReport> {
  // One that was found in a cache has stayed there.
  const there = full !== undefined && (origin === 'built' || origin === 'store')
  const facts = there ? await factsOf(full) : { modules: new Map<string, number>(), recorded: {} }
  const built = full !== undefined && origin === 'built' && log !== undefined
  return {
    name,
    package: packageName,
    system,
    build: origin === 'none' ? 'none' : 'full',
    fullBuild: full?.intermediates,
    origin,
    compiled: built ? log.modules(full.derivation).compiled : [],
    modulesTotal: total(facts.modules),
    ...(built ? secondsOf(log, full.derivation) : {}),
    ...facts.recorded,
  }
}

/** What was built beside the derivations `ofUnits`. */
export function othersBuilt(logs: readonly BuildLog[], ofUnits: readonly string[]): readonly OtherReport[] {
  const units = new Set(ofUnits)
  return logs
    .flatMap((log) => log.built())
    .filter(({ derivation }) => !units.has(derivation))
    .map(({ derivation, seconds }) => ({ name: nameOf(derivation), seconds }))
}

/** Of an unchanged unit there may be nothing here but its products, whose interface files are those of its library. */
async function factsOf({ intermediates, outputs }: FullBuild) {
  const [kept, fullSeconds] = await Promise.all([
    recordedModules(intermediates),
    recordedSeconds(intermediates),
  ])
  const modules = kept ?? new Map([['dist/build/', await countModules(outputs.out ?? '')]])
  return { modules, recorded: fullSeconds === undefined ? {} : { fullSeconds } }
}

/** Of all components. */
function total(modules: ReadonlyMap<string, number>): number {
  return [...modules.values()].reduce((sum, number) => sum + number, 0)
}

function secondsOf(log: BuildLog, derivation: string): { readonly seconds?: number } {
  const seconds = log.seconds(derivation)
  return seconds === undefined ? {} : { seconds }
}
