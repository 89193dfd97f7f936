import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Absolute path of the private folder of one VM. */
export type BuilderFolder = string

/** All that there is of a VM, apart from its process and its registration. */
export function filesOf(folder: BuilderFolder) {
  const at = (name: string) => join(folder, name)
  return {
    /** One file for each use of the action that shares the VM. */
    users: at('users'),
    keys: at('keys'),
    key: at('keys/builder_ed25519'),
    /** Written by the launch command. */
    hostKey: at('keys/ssh_host_ed25519_key.pub'),
    knownHosts: at('known_hosts'),
    sshConfig: at('ssh_config'),
    /** For the Nix that builds: all VMs of this use, and what the user has set up for other machines. */
    nixSshConfig: at('nix_ssh_config'),
    /** Of which job it is. */
    job: at('job.json'),
    /** Where the launch command runs. */
    vm: at('vm'),
    disk: at('vm/disk.qcow2'),
    log: at('vm.log'),
    qmp: at('qmp'),
    pidFile: at('qemu.pid'),
    launch: at('launch.json'),
    port: at('port.json'),
    running: at('running.json'),
    ended: at('ended.json'),
    system: at('system.json'),
    /** Root of the garbage collector for nixpkgs' builder. */
    package: at('package'),
  }
}

/** Where sockets can be: macOS allows 104 bytes, and ssh adds 17 to the name while it makes one. */
const longestFolder = 104 - '/c4294967295'.length - 18

/**
 * The folder of the VM that all uses in one job share. `identity` is what must be equal for them to share it.
 * White space in a path does not survive Nix's settings, hence the second place.
 */
export function folderFor(
  runnerTemp: string,
  otherPlace: string,
  identity: readonly string[],
): BuilderFolder {
  const hash = createHash('sha256').update(JSON.stringify([runnerTemp, ...identity]))
  const name = `${folderPrefix}${hash.digest('hex').slice(0, 12)}`
  const usual = join(runnerTemp, name)
  return usual.length <= longestFolder && /^[\w./+-]+$/.test(usual) ? usual : join(otherPlace, name)
}

export const folderPrefix = 'linux-builder-'

/** Makes the folder, or finds it. Returns whether it is new, so that the caller is who starts the VM. */
export async function enterFolder(folder: BuilderFolder, use: string, job: Job): Promise<boolean> {
  const { users, keys, vm, job: jobFile } = filesOf(folder)
  const created = await make(folder)
  if (created) await writeJson(jobFile, job)
  for (const path of [users, keys, vm]) await mkdir(path, { recursive: true, mode: 0o700 })
  await writeFile(join(users, use), '')
  return created
}

/** Which job a folder belongs to. A runner has one directory for temporary files, and one job at a time. */
export interface Job {
  readonly runnerTemp: string
  readonly id: string
}

/** Folders that an earlier job of this runner left behind in one of the places. */
export async function leftovers(places: readonly string[], job: Job): Promise<readonly BuilderFolder[]> {
  const found: BuilderFolder[] = []
  for (const place of places) {
    const names = await readdir(place).catch(() => [])
    for (const name of names.filter((one) => one.startsWith(folderPrefix))) {
      const folder = join(place, name)
      const other = await readJson<Job>(filesOf(folder).job)
      if (other?.runnerTemp === job.runnerTemp && other.id !== job.id) found.push(folder)
    }
  }
  return found
}

/** Notes that this use is done. Returns whether it was the last one, so that the caller takes the VM down. */
export async function leaveFolder(folder: BuilderFolder, use: string): Promise<boolean> {
  const { users } = filesOf(folder)
  await rm(join(users, use), { force: true })
  try {
    await rmdir(users)
    return true
  } catch (error) {
    // No folder: somebody has taken it down. Not empty: somebody else still uses it.
    return (error as NodeJS.ErrnoException).code === 'ENOENT'
  }
}

async function make(path: string): Promise<boolean> {
  try {
    await mkdir(path, { mode: 0o700 })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    return false
  }
}

export async function readJson<T>(path: string): Promise<T | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as T
  } catch {
    return undefined
  }
}

/** In one piece, so that no reader sees half of it. */
export async function writeJson(path: string, value: unknown): Promise<void> {
  const draft = `${path}.${process.pid}`
  await writeFile(draft, JSON.stringify(value), { mode: 0o600 })
  await rename(draft, path)
}
