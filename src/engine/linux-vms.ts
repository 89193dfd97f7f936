import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { stripVTControlCharacters } from 'node:util'
import {
  BuilderError,
  decideVm,
  defaultMemoryMiB,
  enterFolder,
  filesOf,
  folderFor,
  type Host,
  type Job,
  type LinuxSystem,
  leftovers,
  namesOf,
  openVm,
  takeDown,
  type Vm,
  type VmPlan,
} from '../builder/index.ts'
import { foreign, info } from '../lib/log.ts'
import { type Nix, nixFile } from '../nix/nix.ts'
import type { HandOver } from './hand-over.ts'
import type { LinuxBuilderSettings } from './settings.ts'
import type { Surroundings } from './surroundings.ts'

/** The VMs of this use of the action: one for each system, or one for several. */
export interface Vms {
  /** Starts the VM for a system, or joins the one that the job has; it boots by itself from then on. */
  start(system: LinuxSystem): Promise<void>
  /** Waits until it is ready, started here if need be, or the one that takes its place. Throws `BuilderError` if none will be. */
  connect(system: LinuxSystem): Promise<void>
  /** Starts one anew that was lost. */
  restart(vm: Vm): Promise<void>
  /** Those that were started, by the systems for which they were. */
  readonly started: ReadonlyMap<LinuxSystem, Vm>
  /** Those that are ready, as far as they were waited for. */
  readonly ready: ReadonlySet<Vm>
  /** A folder for what belongs to no VM, removed with those of the VMs. */
  commonFolder(): Promise<string>
}

/** What the VMs need of the run. */
export interface VmsPorts {
  readonly surroundings: Surroundings
  readonly handOver: HandOver
}

const shownCharacters = 30_000

interface Starting {
  readonly plan: VmPlan
  readonly vm: Promise<Vm>
}

export function createVms(settings: LinuxBuilderSettings, host: Host, nix: Nix, ports: VmsPorts): Vms {
  const { surroundings, handOver } = ports
  const { job, owner, environment } = surroundings
  const use = randomUUID()
  const starting = new Map<LinuxSystem, Starting>()
  /** Those of plans that came to nothing. */
  const hopeless = new Set<string>()
  const started = new Map<LinuxSystem, Vm>()
  let cleanedUp: Promise<void> | undefined
  const ready = new Set<Vm>()
  const folders = new Set<string>()

  function folderOf(name: string): string {
    const folder = folderFor(job.runnerTemp, tmpdir(), [job.id, name])
    folders.add(folder)
    // Before there is anything in it, so that it will be removed whatever happens.
    handOver.takeDown({ use, folders: [...folders] })
    return folder
  }

  /** The first plan for a system that has not come to nothing. */
  function planFor(system: LinuxSystem): VmPlan {
    let plan = decideVm(host, system, settings)
    while (plan.otherwise !== undefined && hopeless.has(plan.package ?? '')) plan = plan.otherwise
    return plan
  }

  const begin = (plan: VmPlan): Starting => ({ plan, vm: startOne(plan) })

  async function start(system: LinuxSystem): Promise<Starting> {
    // Two evaluations may want it at once, and one VM may build for what another was started for.
    const own =
      starting.get(system) ??
      [...starting.values()].find(({ plan }) => plan.systems.includes(system)) ??
      begin(planFor(system))
    starting.set(system, own)
    started.set(system, await own.vm)
    return own
  }

  async function startOne(plan: VmPlan): Promise<Vm> {
    cleanedUp ??= cleanUpBefore(job)
    await cleanedUp
    const source = settings.command === undefined ? (plan.package ?? 'nowhere') : '`linux-builder-command`'
    info(
      `Linux builder: ${namesOf(plan.systems)} on ${host.hosted ? 'hosted' : 'self-hosted'} ${host.os} ${host.arch}, acceleration: ${plan.acceleration}, from ${source}.`,
    )
    for (const note of plan.notes) info(note)
    const cores = settings.cores ?? host.cores
    const options = {
      plan,
      command: settings.command,
      cores,
      memoryMiB: settings.memoryMiB ?? defaultMemoryMiB(host),
      diskGiB: settings.diskGiB,
      jobs: settings.jobs ?? cores,
      features: settings.features,
      limitSeconds: settings.limitSeconds,
    }
    return openVm(folderOf(plan.systems.join('-')), options, {
      nix,
      packageFile: nixFile('linux-builder.nix'),
      runScript: nixFile('run-linux-builder.sh'),
      use,
      job,
      owner,
      environment,
      print: info,
    })
  }

  async function wait(vm: Vm): Promise<void> {
    if (ready.has(vm)) return
    const waiting = Date.now()
    const systems = namesOf(vm.systems)
    info(`Waiting for the Linux builder of ${systems}.`)
    try {
      const took = Math.round(await vm.ready())
      const waited = Math.round((Date.now() - waiting) / 1000)
      ready.add(vm)
      info(
        `The Linux builder of ${systems} is ready, ${took} s after its start; the job waited ${waited} s for it.`,
      )
    } catch (error) {
      if (error instanceof BuilderError) await showLog(vm)
      throw error
    }
  }

  async function connect(system: LinuxSystem): Promise<void> {
    const { plan, vm } = await start(system)
    try {
      await wait(await vm)
    } catch (error) {
      if (!(error instanceof BuilderError) || plan.otherwise === undefined) throw error
      info(
        `The Linux builder from ${plan.package} cannot be used: ${error.message}. One of QEMU takes its place.`,
      )
      hopeless.add(plan.package ?? '')
      for (const [one, { plan: its }] of starting) if (its === plan) starting.delete(one)
      await connect(system)
    }
  }

  return {
    started,
    ready,
    connect,
    async start(system) {
      await start(system)
    },
    async restart(vm) {
      info(`The Linux builder of ${namesOf(vm.systems)} was lost while it built; it is started once more.`)
      await showLog(vm)
      ready.delete(vm)
      vm.restart()
    },
    async commonFolder() {
      const folder = folderOf('machines')
      await enterFolder(folder, use, job)
      return folder
    },
  }
}

async function showLog(vm: Vm): Promise<void> {
  const text = await readFile(filesOf(vm.folder).log, 'utf8').catch(() => '')
  info(`What the Linux builder of ${namesOf(vm.systems)} printed:`)
  await foreign(async (print) => {
    for (const line of text.slice(-shownCharacters).split(/\r?\n/)) print(stripVTControlCharacters(line))
  })
}

/** Removes what an earlier job on the same runner could not remove. */
async function cleanUpBefore(job: Job): Promise<void> {
  for (const folder of await leftovers([job.runnerTemp, tmpdir()], job)) {
    info(`A Linux builder that an earlier job left behind is removed: ${folder}.`)
    await takeDown(folder)
  }
}
