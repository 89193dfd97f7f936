import { existsSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { launch } from '../lib/process.ts'
import { filesOf, readJson, writeJson } from './folder.ts'
import { isAlive, processId } from './process-id.ts'
import { removeSystemFiles, type SystemChanges, systemChanges } from './system-files.ts'
import { takeDown } from './take-down.ts'
import { endVm, type LaunchOrder } from './vm.ts'

/**
 * A program of its own: `keeper FOLDER`. It starts the launch command, notes how it ends, which only a parent learns, and
 * takes everything down if the job is gone without having done so.
 */
const watchSeconds = 2

async function keep(folder: string): Promise<void> {
  const { launch: orderFile, running, ended } = filesOf(folder)
  const order = await readJson<LaunchOrder>(orderFile)
  const keeper = await processId(process.pid)
  if (order === undefined || keeper === undefined) return
  const { pid, exited } = await launch(order.file, order.args, order)
  let over = false
  const noted = exited.then(async (code) => {
    over = true
    if (existsSync(folder)) await writeJson(ended, { exitCode: code ?? null })
  })
  const command = (await processId(pid)) ?? { pid, started: '' }
  try {
    await writeJson(running, { command, keeper })
  } catch {
    // The folder is gone already, so nobody could learn of it.
    await endWithoutFolder(pid)
    return
  }
  let changes: SystemChanges | undefined
  while (!over) {
    await Promise.race([sleep(watchSeconds * 1000), noted])
    if (over) break
    // The runner empties its directory for temporary files before the next job.
    if (!existsSync(folder)) {
      await endWithoutFolder(pid)
      await removeSystemFiles(folder, changes)
      return
    }
    changes = (await systemChanges(folder)) ?? changes
    if (order.owner !== undefined && !(await isAlive(order.owner))) {
      await endVm(folder)
      await noted
      await takeDown(folder)
      return
    }
  }
  await noted
}

async function endWithoutFolder(pid: number): Promise<void> {
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    try {
      process.kill(-pid, signal)
    } catch {
      return
    }
    await sleep(watchSeconds * 1000)
  }
}

const folder = process.argv[2]
if (folder !== undefined) {
  await keep(folder).catch(async () => {
    await writeJson(filesOf(folder).ended, { exitCode: null }).catch(() => {})
  })
}
process.exit()
