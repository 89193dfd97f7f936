import { chmod, readFile, writeFile } from 'node:fs/promises'
import { ProcessError, run } from '../lib/process.ts'
import { type BuilderFolder, filesOf } from './folder.ts'

/** How ssh gets to the VM: a configuration of its own, so that nothing of the user's or the machine's is needed. */

const quickCallSeconds = 20

export interface Address {
  /** What it is called in the store URI. */
  readonly alias: string
  readonly port: number
}

/** The text of the configuration. https://man.openbsd.org/ssh_config */
export function sshConfig(folder: BuilderFolder, { alias, port }: Address): string {
  const { key, knownHosts } = filesOf(folder)
  const settings = {
    HostName: '127.0.0.1',
    Port: String(port),
    User: 'builder',
    IdentityFile: key,
    IdentitiesOnly: 'yes',
    HostKeyAlias: alias,
    UserKnownHostsFile: knownHosts,
    GlobalKnownHostsFile: '/dev/null',
    StrictHostKeyChecking: 'yes',
    BatchMode: 'yes',
    // One connection for hundreds of small builds, for each user that ssh runs as.
    ControlMaster: 'auto',
    ControlPath: `${folder}/c%i`,
    ControlPersist: '60',
    // Without these, a VM that hangs hangs the build for good.
    ConnectTimeout: '20',
    ServerAliveInterval: '5',
    ServerAliveCountMax: '3',
    // Over loopback it costs more than it saves.
    Compression: 'no',
    LogLevel: 'ERROR',
  }
  const lines = Object.entries(settings).map(([name, value]) => `  ${name} ${value}\n`)
  return `Host ${alias}\n${lines.join('')}`
}

/**
 * The configuration for the Nix that builds. For all other machines it is what ssh would have read without it, of
 * whichever user it runs as.
 */
export function nixSshConfig(blocks: readonly string[]): string {
  const others = 'Host * !linux-builder-*\n  Include ~/.ssh/config\n  Include /etc/ssh/ssh_config\n'
  return `${blocks.join('')}${others}`
}

/** A key for this job only, as the file names of the contract demand. */
export async function makeKey(folder: BuilderFolder): Promise<void> {
  const { key } = filesOf(folder)
  await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'builder@localhost', '-f', key], {
    timeoutSeconds: quickCallSeconds,
  })
  await chmod(key, 0o600)
}

/**
 * Pins the host key: the one that the launch command published, or else the one that the guest shows now, over loopback.
 * Returns false if there is none yet. Throws an `Error` if what was published is no key.
 */
export async function pinHostKey(folder: BuilderFolder, { alias, port }: Address): Promise<boolean> {
  const { hostKey, knownHosts } = filesOf(folder)
  const published = await readFile(hostKey, 'utf8').catch(() => undefined)
  const key = published === undefined ? await scan(port) : publicKey(published)
  if (key === undefined && published !== undefined)
    throw new Error(`${hostKey}, which the launch command wrote, is no public key of ssh`)
  if (key === undefined) return false
  await writeFile(knownHosts, `${alias} ${key}\n`, { mode: 0o600 })
  return true
}

/** Type and key of the first line that holds one, without the comment. */
export function publicKey(text: string): string | undefined {
  return /^(?:\S+ )?((?:ssh-|ecdsa-|sk-)[\w@.-]+ [A-Za-z0-9+/]+={0,2})(?:\s|$)/m.exec(text)?.[1]
}

async function scan(port: number): Promise<string | undefined> {
  try {
    const { stdout } = await run(
      'ssh-keyscan',
      ['-T', '10', '-t', 'ed25519', '-p', String(port), '127.0.0.1'],
      {
        timeoutSeconds: quickCallSeconds,
      },
    )
    return publicKey(stdout)
  } catch (error) {
    if (!(error instanceof ProcessError) || error.reason === 'cancelled') throw error
    return undefined
  }
}
