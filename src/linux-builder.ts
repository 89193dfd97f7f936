import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { stripVTControlCharacters } from 'node:util'
import {
  askSituation,
  BuilderError,
  buildableSystems,
  decideVm,
  defaultMemoryMiB,
  defaultSystem,
  enterFolder,
  filesOf,
  folderFor,
  isLostConnection,
  type Job,
  type LinuxSystem,
  lackingSystems,
  leftovers,
  namedSystems,
  openVm,
  type ProcessId,
  processId,
  ps,
  type Registered,
  readHost,
  recogniseBuild,
  register,
  requiredSystem,
  systemsOf,
  takeDown,
  toBeBuilt,
  type Vm,
} from './builder/index.ts'
import { messageOf } from './errors.ts'
import type { Inputs, LinuxBuilderInputs } from './inputs.ts'
import { foreign, info } from './log.ts'
import { type BuildOptions, type BuildResult, build } from './nix/build.ts'
import { type Nix, nixFile, withSettings } from './nix/nix.ts'
import { ProcessError } from './process.ts'
import { saveBuilderState } from './state.ts'

/** The Linux builder in a job: which systems need one, when it is waited for, and what happens when it fails. */
export interface LinuxBuilder {
  /** Says that derivations for these systems will probably be built, so that their VMs start early. */
  expect(systems: Iterable<string>): Promise<void>
  /** `nix build` with the machines that it needs, its log let through. Otherwise as `build` of nix/build.ts. */
  build(args: readonly string[], options: Omit<BuildOptions, 'print'>): Promise<BuildResult>
  /** For evaluation, which builds too where code depends on the result of a build. */
  readonly nix: Nix
  /** Waits for all VMs, and returns what later steps need to use them. Throws `BuilderError`. */
  ready(): Promise<Registered>
}

const dryRunSeconds = 10 * 60
/** More would not fit into a command line. */
const derivationsShown = 4000
const shownCharacters = 30_000

/** `complain` is told why there is no builder where one is needed; the build is attempted nevertheless. */
export async function openLinuxBuilder(
  inputs: LinuxBuilderInputs,
  nix: Nix,
  complain: (message: string) => void,
): Promise<LinuxBuilder> {
  const host = await readHost()
  const job = currentJob()
  const use = randomUUID()
  const vms = new Map<LinuxSystem, Vm>()
  const connected = new Set<Vm>()
  const failures = new Map<LinuxSystem, string>()
  const restarted = new Set<Vm>()
  const folders = new Set<string>()
  const situation = once(() => askSituation(nix))
  const buildable = once(async () => buildableSystems(await situation()))
  let registered: { readonly lines: string; readonly value: Promise<Registered> } | undefined

  const lacking = async (systems: Iterable<string>): Promise<readonly LinuxSystem[]> =>
    inputs.mode === 'never' || inputs.builders.length > 0 ? [] : lackingSystems(systems, await buildable())

  function folderOf(name: string): string {
    const folder = folderFor(job.runnerTemp, tmpdir(), [job.id, name])
    folders.add(folder)
    // Before there is anything in it, so that post knows of it whatever happens.
    saveBuilderState({ use, folders: [...folders] })
    return folder
  }

  async function start(system: LinuxSystem): Promise<Vm> {
    const known = vms.get(system)
    if (known !== undefined) return known
    if (vms.size === 0) await cleanUpBefore(job)
    const plan = decideVm(host, system, inputs.acceleration)
    const source = inputs.command === undefined ? (inputs.package ?? plan.package) : 'linux-builder-command'
    info(
      `Linux builder: ${system} on ${host.os} ${host.arch}, ${host.hosted ? 'hosted' : 'self-hosted'}, acceleration: ${plan.acceleration}, from ${source ?? 'nowhere'}.`,
    )
    for (const note of plan.notes) info(note)
    const options = {
      plan: { ...plan, package: inputs.package ?? plan.package },
      command: inputs.command,
      cores: inputs.cores ?? host.cores,
      memoryMiB: inputs.memoryMiB ?? defaultMemoryMiB(host),
      diskGiB: inputs.diskGiB,
      jobs: inputs.jobs ?? inputs.cores ?? host.cores,
      features: inputs.features,
      limitSeconds: inputs.limitSeconds,
    }
    const vm = openVm(folderOf(system), options, {
      nix,
      packageFile: nixFile('linux-builder.nix'),
      runScript: nixFile('run-linux-builder.sh'),
      use,
      job,
      owner: await runnerProcess(),
      print: info,
    })
    vms.set(system, vm)
    return vm
  }

  /** Waits until the VMs of these systems are ready, started here if need be. One that fails is complained about once. */
  async function connect(systems: readonly LinuxSystem[]): Promise<void> {
    for (const system of systems) {
      const vm = await start(system)
      if (connected.has(vm) || failures.has(system)) continue
      const waiting = Date.now()
      info(`Waiting for the Linux builder of ${system}.`)
      try {
        const took = await vm.ready()
        connected.add(vm)
        const waited = (Date.now() - waiting) / 1000
        info(
          `The Linux builder of ${system} is ready, ${Math.round(took)} s after its start; the job waited ${Math.round(waited)} s for it.`,
        )
      } catch (error) {
        await fail(system, vm, error)
      }
    }
  }

  async function fail(system: LinuxSystem, vm: Vm | undefined, error: unknown): Promise<void> {
    if (error instanceof ProcessError && error.reason === 'cancelled') throw error
    const remedy = error instanceof BuilderError ? error.remedy : 'See the log'
    failures.set(system, `${messageOf(error)}. ${remedy}`)
    if (vm !== undefined) await showLog(vm)
    complain(
      `There is no Linux builder of ${system}: ${messageOf(error)}. The build is attempted without it. ${remedy}.`,
    )
  }

  /** Nix with all machines that are ready now. */
  async function currentNix(): Promise<Nix> {
    const { settings, env } = await registration()
    return settings.length === 0 ? nix : withSettings(nix, settings, env)
  }

  async function registration(): Promise<Registered> {
    const ready = [...connected]
    const lines = [...inputs.builders, ...ready.map((vm) => vm.machine)]
    if (lines.length === 0) return { settings: [], env: {} }
    const key = lines.join('\n')
    if (registered?.lines !== key) registered = { lines: key, value: registerAll(lines, ready) }
    return registered.value
  }

  async function registerAll(lines: readonly string[], ready: readonly Vm[]): Promise<Registered> {
    try {
      const folder = ready[0]?.folder ?? folderOf('machines')
      if (ready.length === 0) await enterFolder(folder, use, job)
      const sshBlocks = await Promise.all(ready.map((vm) => readFile(filesOf(vm.folder).sshConfig, 'utf8')))
      return await register(await situation(), { lines, sshBlocks, folder })
    } catch (error) {
      if (!(error instanceof BuilderError)) throw error
      for (const system of vms.keys()) failures.set(system, `${error.message}. ${error.remedy}`)
      complain(
        `The Linux builder could not be registered with Nix: ${error.message}. The build is attempted without it. ${error.remedy}.`,
      )
      return { settings: [], env: {} }
    }
  }

  /** Systems that this build needs, as far as Nix can tell before. */
  async function neededBy(args: readonly string[]): Promise<readonly LinuxSystem[]> {
    try {
      const { stderr } = await evaluating.run(['build', '--dry-run', '--no-link', ...args], {
        timeoutSeconds: dryRunSeconds,
      })
      const derivations = toBeBuilt(stderr).slice(0, derivationsShown)
      if (derivations.length === 0) return []
      const { stdout } = await nix.run(['derivation', 'show', ...derivations], {
        timeoutSeconds: dryRunSeconds,
      })
      return lacking(systemsOf(stdout))
    } catch (error) {
      // The build itself will say what is wrong.
      if (!(error instanceof ProcessError) || error.reason === 'cancelled') throw error
      return []
    }
  }

  /** The VMs that ended, or that Nix lost, are started anew, once. Returns whether there was one. */
  async function revive(said: string): Promise<boolean> {
    let any = false
    for (const [system, vm] of vms) {
      if (!connected.has(vm) || restarted.has(vm)) continue
      if ((await vm.ended()) === undefined && !isLostConnection(said)) continue
      any = true
      restarted.add(vm)
      connected.delete(vm)
      info(`The Linux builder of ${system} was lost while it built; it is started once more.`)
      await showLog(vm)
      vm.restart()
      await connect([system])
    }
    return any
  }

  async function explained(result: BuildResult, lines: readonly string[]): Promise<BuildResult> {
    const reasons: string[] = []
    const system = requiredSystem(result.error)
    const failure = failures.get(system as LinuxSystem)
    if (failure !== undefined) reasons.push(`there is no Linux builder: ${failure}`)
    for (const vm of connected) {
      if ((await vm.ended()) !== undefined)
        reasons.push(
          `the Linux builder of ${vm.system} ended while it built, twice. Raise \`linux-builder-memory\``,
        )
    }
    const known = connected.size > 0 ? recogniseBuild(lines.join('\n')) : undefined
    if (known !== undefined) reasons.push(`${known.why}. ${known.remedy}`)
    return reasons.length === 0 ? result : { ...result, error: `${result.error} (${reasons.join('; ')})` }
  }

  const evaluating: Nix = {
    ...nix,
    async run(args, options) {
      try {
        return await (await currentNix()).run(args, options)
      } catch (error) {
        if (!(error instanceof ProcessError) || error.reason !== 'failed') throw error
        const systems = await lacking([requiredSystem(error.stderr) ?? ''])
        if (systems.length === 0 || systems.every((system) => failures.has(system))) throw error
        info(`The evaluation depends on a build for ${systems.join(', ')}.`)
        await connect(systems)
        return (await currentNix()).run(args, options)
      }
    },
  }

  return {
    nix: evaluating,
    async expect(systems) {
      try {
        const wanted = inputs.mode === 'always' ? alwaysWanted(systems) : await lacking(systems)
        for (const system of wanted) await start(system)
      } catch (error) {
        if (!(error instanceof ProcessError) || error.reason === 'cancelled') throw error
        complain(`Whether a Linux builder is needed could not be found out: ${messageOf(error)}.`)
      }
    },
    async build(args, options) {
      const attempt = async () => {
        const seen: string[] = []
        const current = await currentNix()
        const result = await foreign((print) =>
          build(current, args, {
            ...options,
            print: (line) => {
              if (recogniseBuild(line) !== undefined || isLostConnection(line)) seen.push(line)
              print(line)
            },
          }),
        )
        return { result, seen }
      }
      const unready = [...vms.values()].some((vm) => !connected.has(vm))
      if (unready || (host.os === 'darwin' && inputs.mode !== 'never')) await connect(await neededBy(args))
      let { result, seen } = await attempt()
      if (!result.ok) {
        const required = result.log.errors().flatMap((error) => requiredSystem(error) ?? [])
        const systems = (await lacking(required)).filter((system) => !failures.has(system))
        const late = systems.filter((system) => {
          const vm = vms.get(system)
          return vm === undefined || !connected.has(vm)
        })
        if (late.length > 0) {
          await connect(late)
          ;({ result, seen } = await attempt())
        }
      }
      if (!result.ok && (await revive([...seen, ...result.log.errors()].join('\n'))))
        ({ result, seen } = await attempt())
      return result.ok ? result : explained(result, [...seen, ...result.log.errors()])
    },
    async ready() {
      for (const vm of vms.values()) {
        try {
          await vm.ready()
          connected.add(vm)
        } catch (error) {
          await showLog(vm)
          throw error
        }
      }
      return registration()
    },
  }

  /** Without a word from the user, what a VM on this machine is usually for. */
  function alwaysWanted(systems: Iterable<string>): readonly LinuxSystem[] {
    if (vms.size > 0 || inputs.builders.length > 0) return []
    if (inputs.system !== undefined) return [inputs.system]
    const named = lackingSystems(systems, new Set())
    return named.length > 0 ? named : [defaultSystem(host)]
  }
}

/** Systems that the installables name, as `.#packages.aarch64-linux.image` does. */
export function systemsNamedBy({ installables }: Pick<Inputs, 'installables'>): readonly LinuxSystem[] {
  return installables.flatMap(({ attributePath }) => namedSystems(attributePath))
}

/** Runs of one job share what this names; others never do. */
function currentJob(): Job {
  const { RUNNER_TEMP, GITHUB_RUN_ID, GITHUB_RUN_ATTEMPT, GITHUB_JOB } = process.env
  return {
    runnerTemp: RUNNER_TEMP || tmpdir(),
    id: [GITHUB_RUN_ID, GITHUB_RUN_ATTEMPT, GITHUB_JOB].join(' '),
  }
}

/** The runner's process of this job, if that is what started us. */
async function runnerProcess(): Promise<ProcessId | undefined> {
  const name = await ps(process.ppid, 'comm=')
  return name !== undefined && /Runner\.Worker/.test(name) ? processId(process.ppid) : undefined
}

async function cleanUpBefore(job: Job): Promise<void> {
  for (const folder of await leftovers([job.runnerTemp, tmpdir()], job)) {
    info(`A Linux builder that an earlier job left behind is removed: ${folder}.`)
    await takeDown(folder)
  }
}

async function showLog(vm: Vm): Promise<void> {
  const text = await readFile(filesOf(vm.folder).log, 'utf8').catch(() => '')
  info(`What the Linux builder of ${vm.system} printed:`)
  await foreign(async (print) => {
    for (const line of text.slice(-shownCharacters).split(/\r?\n/)) print(stripVTControlCharacters(line))
  })
}

function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined
  return () => {
    answer ??= ask()
    return answer
  }
}
