import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** What the output `intermediates` of a full build tells; nix/adapters say how it is laid out. */

/**
 * How many modules each component of the full build has, by the directory of its products, as it recorded itself; undefined
 * if it did not, or is not here.
 */
export async function recordedModules(
  intermediates: string,
): Promise<ReadonlyMap<string, number> | undefined> {
  const lines = (await recorded(intermediates, 'modules')).matchAll(/^(\d+) (.+)$/gm)
  const modules = new Map([...lines].map(([, number, directory = '']) => [directory, Number(number)]))
  return modules.size === 0 ? undefined : modules
}

/** What the full build took, likewise. */
export async function recordedSeconds(intermediates: string): Promise<number | undefined> {
  const text = await recorded(intermediates, 'seconds')
  return /^\s*\d+\s*$/.test(text) ? Number(text) : undefined
}

/** Whether its `Paths_` modules tell types only, likewise; undefined if the intermediates are not here. */
export async function recordedApart(intermediates: string): Promise<boolean | undefined> {
  if ((await recorded(intermediates, 'apart')) !== '') return true
  return existsSync(intermediates) ? false : undefined
}

const recorded = (intermediates: string, name: string) =>
  readFile(join(intermediates, 'incremental-nix', name), 'utf8').catch(() => '')

/** Interface files below a path, without those for dynamic linking and profiling. 0 if it is not there. */
export async function countModules(path: string): Promise<number> {
  const files = await readdir(path, { recursive: true }).catch(() => [])
  return files.filter((file) => file.endsWith('.hi')).length
}
