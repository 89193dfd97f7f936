import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** What the output `intermediates` of a full build tells; nix/adapters say how it is laid out. */

/** How many modules the full build has, as it recorded itself; undefined if it did not, or is not here. */
export const recordedModules = (intermediates: string) => recorded(intermediates, 'modules')

/** What the full build took, likewise. */
export const recordedSeconds = (intermediates: string) => recorded(intermediates, 'seconds')

async function recorded(intermediates: string, name: string): Promise<number | undefined> {
  const text = await readFile(join(intermediates, 'incremental-nix', name), 'utf8').catch(() => '')
  return /^\s*\d+\s*$/.test(text) ? Number(text) : undefined
}

/** Interface files below a path, without those for dynamic linking and profiling. 0 if it is not there. */
export async function countModules(path: string): Promise<number> {
  const files = await readdir(path, { recursive: true }).catch(() => [])
  return files.filter((file) => file.endsWith('.hi')).length
}
