import { existsSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { ProcessError } from '../lib/process.ts'
import type { LinuxSystem } from './decide.ts'
import { launchEnvironment } from './environment.ts'
import { type BuilderFolder, enterFolder, filesOf, readJson, writeJson } from './folder.ts'
import { launcherOf } from './launcher.ts'
import { machineLine } from './machines.ts'
import { lastLinesOf, type NixRunner } from './nix-runner.ts'
import type { VmContext, VmOptions } from './options.ts'
import { choosePort } from './port.ts'
import { type Probe, untilReady } from './ready.ts'
import { recogniseVmLog } from './recognise.ts'
import { makeKey, sshConfig } from './ssh.ts'
import { type Ended, endOf, endVm, startVm } from './vm.ts'

/** A VM that was started, by this use or an earlier one of the job. */
export interface Vm {
  readonly folder: BuilderFolder
  /** What it builds for. */
  readonly systems: readonly LinuxSystem[]
  /** For Nix's list of machines. */
  readonly machine: string
  /** Seconds that it took since it was started. Throws `BuilderError` if it will not be ready. */
  ready(): Promise<number>
  /** How it ended, or undefined while it runs. */
  ended(): Promise<Ended | undefined>
  /** Starts it anew, after it has ended. Wait for `ready` again. */
  restart(): void
}

const probeSeconds = 30

/** Starts the VM, or joins the one that this job has. Returns at once; `ready` tells how it went. */
export function openVm(folder: BuilderFolder, options: VmOptions, context: VmContext): Vm {
  const alias = aliasOf(folder)
  const { systems } = options.plan
  let begun = Date.now()
  let readiness = start(folder, options, context)
  readiness.catch(() => {})
  return {
    folder,
    systems,
    machine: machineLine({
      uri: `ssh-ng://builder@${alias}`,
      systems,
      jobs: options.jobs,
      features: options.features,
    }),
    async ready() {
      await readiness
      return (Date.now() - begun) / 1000
    },
    ended: () => endOf(folder),
    restart() {
      begun = Date.now()
      readiness = endVm(folder).then(() => boot(folder, options, context))
      readiness.catch(() => {})
    },
  }
}

/** The name of the machine, for ssh and for files that are shared with other jobs. */
export function aliasOf(folder: BuilderFolder): string {
  return folder.split('/').at(-1) ?? folder
}

async function start(folder: BuilderFolder, options: VmOptions, context: VmContext): Promise<void> {
  const created = await enterFolder(folder, context.use, context.job)
  if (
    !created &&
    (await readJson(filesOf(folder).running)) !== undefined &&
    (await endOf(folder)) === undefined
  ) {
    context.print('The Linux builder of an earlier step is used.')
    await wait(folder, options, context)
    return
  }
  await boot(folder, options, context)
}

/** From nothing, or from what an earlier attempt left, to ready. */
async function boot(folder: BuilderFolder, options: VmOptions, context: VmContext): Promise<void> {
  const [file, ...args] = await launcherOf(folder, options, context)
  for (let attempt = 1; ; attempt++) {
    const port = await prepare(folder)
    const { vm, log } = filesOf(folder)
    const env = launchEnvironment(folder, { ...options, port }, context.environment)
    await startVm(folder, { file, args, cwd: vm, env, logFile: log, owner: context.owner })
    try {
      await wait(folder, options, context)
      return
    } catch (error) {
      await endVm(folder)
      // Another program may take the port between our look and its start.
      if (attempt > 1 || !(await portWasTaken(folder))) throw error
      context.print('Its port was taken meanwhile: it is started on another one.')
    }
  }
}

/** Key, port and configuration of ssh; and nothing of a VM that ran here before. Returns the port. */
async function prepare(folder: BuilderFolder): Promise<number> {
  const files = filesOf(folder)
  const { running, ended, log, disk, hostKey, knownHosts, qmp, pidFile } = files
  for (const path of [running, ended, log, disk, hostKey, knownHosts, qmp, pidFile])
    await rm(path, { force: true })
  if (!existsSync(files.key)) await makeKey(folder)
  const port = await choosePort()
  await writeJson(files.port, port)
  await writeFile(files.sshConfig, sshConfig(folder, { alias: aliasOf(folder), port }), { mode: 0o600 })
  return port
}

async function wait(folder: BuilderFolder, options: VmOptions, { nix, print }: VmContext): Promise<void> {
  const address = { alias: aliasOf(folder), port: (await readJson<number>(filesOf(folder).port)) ?? 0 }
  await untilReady({
    folder,
    address,
    limitSeconds: options.limitSeconds ?? options.plan.limitSeconds,
    expectedSeconds: options.plan.expectedSeconds,
    probe: () => probe(nix, folder),
    print,
  })
}

/** Asks the VM's Nix what it thinks of us. */
async function probe(nix: NixRunner, folder: BuilderFolder): Promise<Probe> {
  try {
    const { stdout } = await nix.run(
      [...nix.dialect.storeInfo, '--store', `ssh-ng://builder@${aliasOf(folder)}`],
      { env: { NIX_SSHOPTS: `-F ${filesOf(folder).sshConfig}` }, timeoutSeconds: probeSeconds },
    )
    return { answered: true, trusted: nix.dialect.trusted(stdout) }
  } catch (error) {
    if (!(error instanceof ProcessError) || error.reason === 'cancelled') throw error
    return { answered: false, said: lastLinesOf(error) }
  }
}

async function portWasTaken(folder: BuilderFolder): Promise<boolean> {
  const log = await readFile(filesOf(folder).log, 'utf8').catch(() => '')
  return recogniseVmLog(log)?.portTaken === true
}
