import { readFile } from 'node:fs/promises'
import {
  askSituation,
  BuilderError,
  buildableSystems,
  defaultSystem,
  filesOf,
  isLostConnection,
  type LinuxSystem,
  lackingSystems,
  namedSystems,
  namesOf,
  type Registered,
  readHost,
  recogniseBuild,
  register,
  unusableMachine,
  type Vm,
} from '../builder/index.ts'
import { messageOf } from '../lib/errors.ts'
import { building, info } from '../lib/log.ts'
import { ProcessError } from '../lib/process.ts'
import { type BuildOptions, type BuildResult, build } from '../nix/build.ts'
import { requiredSystem, systemsOf } from '../nix/dialect.ts'
import { readToBuild } from '../nix/dry-run.ts'
import { type Nix, withSettings } from '../nix/nix.ts'
import { createVms, type VmsPorts } from './linux-vms.ts'
import type { LinuxBuilderSettings, Settings } from './settings.ts'

/** The Linux builder in a job: which systems need one, when it is waited for, and what happens when it fails. */
export interface LinuxBuilder {
  /** Says that derivations for these systems will probably be built, so that their VMs start early. */
  expect(systems: Iterable<string>): Promise<void>
  /** `nix build` with the machines that it needs, its log let through. Otherwise as `build` of nix/build.ts. */
  build(args: readonly string[], options: BuildWishes): Promise<BuildResult>
  /** For evaluation, which builds too where code depends on the result of a build. */
  readonly nix: Nix
  /** Waits for all VMs, and returns what later steps need to use them. Throws `BuilderError`. */
  ready(): Promise<Registered>
}

const dryRunSeconds = 10 * 60
/** More would not fit into a command line. */
const derivationsShown = 4000

type BuildWishes = Omit<BuildOptions, 'print' | 'watch'>

/** What a Linux builder needs of the run. */
export interface BuilderPorts extends VmsPorts {
  /** Is told why there is no builder where one is needed; the build is attempted nevertheless. */
  complain(message: string): void
}

export async function openLinuxBuilder(
  settings: LinuxBuilderSettings,
  nix: Nix,
  ports: BuilderPorts,
): Promise<LinuxBuilder> {
  const { complain, surroundings } = ports
  const host = await readHost(surroundings.hosted)
  const vms = createVms(settings, host, nix, ports)
  const situation = once(() => askSituation(nix))
  const buildable = once(async () => buildableSystems(await situation()))
  /** Why there is none, by system. */
  const failures = new Map<string, string>()
  const restarted = new Set<Vm>()
  let registered: { readonly lines: string; readonly value: Promise<Registered> } | undefined

  /** Of these systems, those that a VM has to be started for. */
  async function lacking(systems: Iterable<string>): Promise<readonly LinuxSystem[]> {
    if (settings.mode === 'never' || settings.builders.length > 0) return []
    // Most builds are for this machine: that costs no question.
    const others = [...systems].filter((system) => system !== nix.system)
    return others.length === 0 ? [] : lackingSystems(others, await buildable())
  }

  /** Waits until the VMs of these systems are ready, started here if need be. One that fails is complained about once. */
  async function connect(systems: readonly LinuxSystem[]): Promise<void> {
    for (const system of systems.filter((one) => !failures.has(one))) {
      try {
        await vms.connect(system)
      } catch (error) {
        if (!(error instanceof BuilderError)) throw error
        failures.set(system, `${error.message}. ${error.remedy}`)
        complain(
          `There is no Linux builder of ${system}: ${error.message}. The build is attempted without it. ${error.remedy}.`,
        )
      }
    }
  }

  async function registration(): Promise<Registered> {
    const ready = [...vms.ready]
    const lines = [...settings.builders, ...ready.map((vm) => vm.machine)]
    if (lines.length === 0) return { settings: [], env: {} }
    if (registered?.lines !== lines.join('\n'))
      registered = { lines: lines.join('\n'), value: registerAll(lines, ready) }
    return registered.value
  }

  async function registerAll(lines: readonly string[], ready: readonly Vm[]): Promise<Registered> {
    const folder = ready[0]?.folder ?? (await vms.commonFolder())
    const sshBlocks = await Promise.all(ready.map((vm) => readFile(filesOf(vm.folder).sshConfig, 'utf8')))
    return register(await situation(), { lines, sshBlocks, folder })
  }

  /** Nix with all machines that are ready now. */
  async function currentNix(): Promise<Nix> {
    try {
      const { settings, env } = await registration()
      return settings.length === 0 ? nix : withSettings(nix, settings, env)
    } catch (error) {
      if (!(error instanceof BuilderError)) throw error
      const why = `${error.message}. ${error.remedy}`
      const known = [...failures.values()].includes(why)
      for (const system of [...vms.started.keys(), 'any']) failures.set(system, why)
      if (!known)
        complain(
          `The Linux builder cannot be registered with Nix: ${error.message}. The build is attempted without it. ${error.remedy}.`,
        )
      return nix
    }
  }

  /** Systems that this build lacks, as far as Nix can tell before. */
  async function neededBy(args: readonly string[]): Promise<readonly LinuxSystem[]> {
    const options = { timeoutSeconds: dryRunSeconds }
    try {
      const { stderr } = await evaluating.run(['build', '--dry-run', '--no-link', ...args], options)
      const derivations = readToBuild(stderr).slice(0, derivationsShown)
      if (derivations.length === 0) return []
      const { stdout } = await nix.run(['derivation', 'show', ...derivations], options)
      return lacking(systemsOf(stdout))
    } catch (error) {
      if (!(error instanceof ProcessError) || error.reason === 'cancelled') throw error
      // The build itself will say what is wrong.
      return []
    }
  }

  /** Of the systems that Nix said it lacks, those whose VM it did not have yet. */
  async function comeTooLate(errors: readonly string[]): Promise<readonly LinuxSystem[]> {
    const systems = await lacking(errors.flatMap((error) => requiredSystem(error) ?? []))
    const isReady = (system: LinuxSystem) => {
      const vm = vms.started.get(system)
      return vm !== undefined && vms.ready.has(vm)
    }
    return systems.filter((system) => !failures.has(system) && !isReady(system))
  }

  /** The VMs that ended, or that Nix lost, are started anew, each once. Returns whether there was one. */
  async function revive(said: string): Promise<boolean> {
    const lost = isLostConnection(said)
    let any = false
    for (const vm of new Set(vms.started.values())) {
      if (!vms.ready.has(vm) || restarted.has(vm)) continue
      if ((await vm.ended()) === undefined && !lost) continue
      any = true
      restarted.add(vm)
      const systems = [...vms.started].filter(([, one]) => one === vm).map(([system]) => system)
      await vms.restart(vm)
      await connect(systems)
    }
    return any
  }

  /** The result with what is known of why it failed. */
  async function explained(result: BuildResult, said: string): Promise<BuildResult> {
    const reasons: string[] = []
    const system = requiredSystem(result.error)
    const failure = system === undefined ? undefined : (failures.get(system) ?? failures.get('any'))
    if (failure !== undefined) reasons.push(`there is no Linux builder: ${failure}`)
    const unusable = system === undefined ? undefined : unusableMachine(said)
    if (unusable !== undefined) reasons.push(unusable)
    else if (system?.endsWith('-linux') && system !== nix.system && settings.mode === 'never')
      reasons.push('no machine builds it, and none is started with `linux-builder: never`')
    for (const vm of vms.ready) {
      if ((await vm.ended()) !== undefined)
        reasons.push(
          `the Linux builder of ${namesOf(vm.systems)} ended twice while it built. Raise \`linux-builder-memory\` if what it printed says no more`,
        )
    }
    const known = vms.ready.size > 0 ? recogniseBuild(said) : undefined
    if (known !== undefined) reasons.push(`${known.why}. ${known.remedy}`)
    return reasons.length === 0 ? result : { ...result, error: `${result.error} (${reasons.join('; ')})` }
  }

  const evaluating: Nix = {
    ...nix,
    async run(args, options) {
      const current = await currentNix()
      const machines = vms.ready.size
      try {
        return await current.run(args, options)
      } catch (error) {
        if (!(error instanceof ProcessError) || error.reason !== 'failed') throw error
        const systems = await comeTooLate([error.stderr])
        // Another evaluation may have brought the machine meanwhile.
        if (systems.length === 0 && vms.ready.size === machines) throw error
        if (systems.length > 0) info(`The evaluation depends on a build for ${systems.join(', ')}.`)
        await connect(systems)
        return (await currentNix()).run(args, options)
      }
    },
  }

  async function attempt(args: readonly string[], options: BuildWishes) {
    const telling: string[] = []
    const current = await currentNix()
    const result = await building((print, watch) =>
      build(current, args, {
        ...options,
        watch,
        print: (line) => {
          if ([recogniseBuild, isLostConnection, unusableMachine].some((know) => know(line)))
            telling.push(line)
          print(line)
        },
      }),
    )
    return { result, said: [...telling, ...result.log.errors()].join('\n') }
  }

  return {
    nix: evaluating,
    async expect(systems) {
      try {
        const wanted = settings.mode === 'always' ? alwaysWanted(systems) : await lacking(systems)
        for (const system of wanted) await vms.start(system)
      } catch (error) {
        if (!(error instanceof ProcessError) || error.reason === 'cancelled') throw error
        complain(`Whether a Linux builder is needed could not be found out: ${messageOf(error)}.`)
      }
    },
    async build(args, options) {
      const booting = [...vms.started.values()].some((vm) => !vms.ready.has(vm))
      if (booting || (host.os === 'darwin' && settings.mode !== 'never')) await connect(await neededBy(args))
      let { result, said } = await attempt(args, options)
      if (result.ok) return result
      const late = await comeTooLate(result.log.errors())
      if (late.length > 0) {
        await connect(late)
        ;({ result, said } = await attempt(args, options))
      }
      if (!result.ok && (await revive(said))) ({ result, said } = await attempt(args, options))
      return result.ok ? result : explained(result, said)
    },
    async ready() {
      for (const system of [...vms.started.keys()]) await vms.connect(system)
      return registration()
    },
  }

  /** Without a word from the user, what a VM on this machine is usually for. */
  function alwaysWanted(systems: Iterable<string>): readonly LinuxSystem[] {
    if (vms.started.size > 0 || settings.builders.length > 0) return []
    if (settings.system !== undefined) return [settings.system]
    const named = lackingSystems(systems, new Set())
    return named.length > 0 ? named : [defaultSystem(host)]
  }
}

/** Systems that the installables name, as `.#packages.aarch64-linux.image` does. */
export function systemsNamedBy({ installables }: Pick<Settings, 'installables'>): readonly LinuxSystem[] {
  return installables.flatMap(({ attributePath }) => namedSystems(attributePath))
}

function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined
  return () => {
    answer ??= ask()
    return answer
  }
}
