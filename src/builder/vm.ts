import { existsSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { launch } from '../lib/process.ts'
import { type BuilderFolder, filesOf, readJson, writeJson } from './folder.ts'
import { isAlive, type ProcessId } from './process-id.ts'
import { quitQemu } from './qmp.ts'

/** The process of a VM: a keeper, which is ours, and under it the launch command in a process group of its own. */

/** What the keeper is told. */
export interface LaunchOrder {
  readonly file: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  readonly logFile: string
  /** The runner's process of this job, after whose end nothing may be left; undefined if it is not known. */
  readonly owner: ProcessId | undefined
}

export interface Running {
  readonly command: ProcessId
  readonly keeper: ProcessId
}

export interface Ended {
  /** Null if a signal ended it. */
  readonly exitCode: number | null
}

/** Seconds for each way of ending a VM before the next one is tried. Its disk is thrown away: there is nothing to save. */
const limits = { start: 3, quit: 5, terminate: 8, kill: 5, keeper: 3 } as const
const pollSeconds = 0.1
const startLimitSeconds = 20

/** Starts the launch command under a keeper. Throws an `Error` if it cannot be started. */
export async function startVm(folder: BuilderFolder, order: LaunchOrder): Promise<void> {
  const { launch: orderFile, running, ended, log } = filesOf(folder)
  await writeJson(orderFile, order)
  const { exited } = await launch(process.execPath, [keeperProgram(), folder], {
    cwd: folder,
    env: order.env,
    logFile: log,
  })
  let gone = false
  void exited.then(() => {
    gone = true
  })
  await until(
    async () => gone || (await readJson(running)) !== undefined || (await readJson(ended)) !== undefined,
    startLimitSeconds,
  )
}

/** How the VM ended, or undefined while it runs. */
export async function endOf(folder: BuilderFolder): Promise<Ended | undefined> {
  const { ended, running } = filesOf(folder)
  const end = await readJson<Ended>(ended)
  if (end !== undefined) return end
  const processes = await readJson<Running>(running)
  // Without its keeper nobody would say that it ended. A keeper that has just ended has said it since.
  if (processes === undefined || !(await isAlive(processes.keeper)))
    return (await readJson<Ended>(ended)) ?? { exitCode: null }
  return undefined
}

/** Ends the VM and all that it started, by the first way that works. Never throws. */
export async function endVm(folder: BuilderFolder): Promise<void> {
  const { launch: order, running, ended, qmp } = filesOf(folder)
  // A keeper that was started a moment ago has not said yet what it started.
  await until(async () => !existsSync(order) || existsSync(running) || existsSync(ended), limits.start)
  const processes = await readJson<Running>(running)
  if (processes === undefined) return
  const over = async () => (await readJson(ended)) !== undefined || !(await isAlive(processes.command))
  if (!(await over()) && (await quitQemu(qmp, limits.quit))) await until(over, limits.quit)
  if (!(await over())) {
    signalGroup(processes.command.pid, 'SIGTERM')
    await until(over, limits.terminate)
  }
  // Also when it is over: it may have left others of its group behind.
  signalGroup(processes.command.pid, 'SIGKILL')
  await until(over, limits.kill)
  const keeperGone = async () => !(await isAlive(processes.keeper))
  if (processes.keeper.pid !== process.pid && !(await until(keeperGone, limits.keeper)))
    signal(processes.keeper.pid, 'SIGKILL')
}

export async function until(condition: () => Promise<boolean>, limitSeconds: number): Promise<boolean> {
  const end = Date.now() + limitSeconds * 1000
  for (;;) {
    if (await condition()) return true
    if (Date.now() >= end) return false
    await sleep(pollSeconds * 1000)
  }
}

function signalGroup(pid: number, name: NodeJS.Signals): void {
  signal(-pid, name)
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // It is gone, or is another user's: then it was QEMU's monitor that had to do it.
  }
}

function keeperProgram(): string {
  // In the bundle all modules are chunks in dist/; in the tests this is src/builder/vm.ts.
  const bundled = import.meta.url.replace(/\/src\/builder\/vm\.ts$/, '/dist/vm.js')
  return fileURLToPath(new URL('./builder/keeper.js', bundled))
}
