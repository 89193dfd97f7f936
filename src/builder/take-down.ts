import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ProcessError, run } from '../lib/process.ts'
import { type BuilderFolder, filesOf, leaveFolder } from './folder.ts'
import { removeSystemFiles } from './system-files.ts'
import { endVm } from './vm.ts'

/**
 * Ends the VM and removes all that there is of it: registration, connections, processes, folder with key and disk.
 * Never throws; returns paths that could not be cleaned.
 */
export async function takeDown(folder: BuilderFolder): Promise<readonly string[]> {
  const left = await removeSystemFiles(folder)
  await closeConnections(folder)
  await endVm(folder)
  try {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 })
    return left
  } catch {
    return [...left, folder]
  }
}

/** The end of one use of the VM; the last one takes it down. */
export async function leave(folder: BuilderFolder, use: string): Promise<readonly string[]> {
  return (await leaveFolder(folder, use)) ? takeDown(folder) : []
}

/** Connections that ssh keeps for later ones, each a process; root's end with the VM. */
async function closeConnections(folder: BuilderFolder): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  for (const name of names.filter((one) => /^c\d+$/.test(one))) {
    await run(
      'ssh',
      ['-F', filesOf(folder).sshConfig, '-S', join(folder, name), '-O', 'exit', 'linux-builder'],
      {
        timeoutSeconds: 5,
        evenIfCancelled: true,
      },
    ).catch((error: unknown) => {
      if (!(error instanceof ProcessError)) throw error
    })
  }
}
