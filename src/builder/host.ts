import { access, constants } from 'node:fs/promises'
import { availableParallelism, totalmem } from 'node:os'
import { ask } from '../lib/ask.ts'

/** The facts about the machine that the Linux builder depends on; the only place that asks for them. */
export interface Host {
  readonly os: 'darwin' | 'linux' | 'other'
  readonly arch: 'aarch64' | 'x86_64' | 'other'
  /** macOS: the Hypervisor framework works (`kern.hv_support`). */
  readonly hypervisor: boolean
  /** macOS: its major version; 0 elsewhere. */
  readonly macos: number
  /** macOS on Apple silicon: Rosetta is installed. */
  readonly rosetta: boolean
  /** Linux: this user may open /dev/kvm. That does not mean that it boots anything. */
  readonly kvm: boolean
  /** A machine of GitHub's, which is thrown away after the job. */
  readonly hosted: boolean
  readonly cores: number
  readonly memoryMiB: number
}

const askSeconds = 10

/** Asks `uname` and `sysctl` rather than Node, which tells what it was compiled for (Rosetta). `hosted`: see `Host`. */
export async function readHost(hosted: boolean): Promise<Host> {
  const [name = '', machine = ''] = (await ask('uname', ['-sm'], askSeconds)).split(' ')
  const os = name === 'Darwin' ? 'darwin' : name === 'Linux' ? 'linux' : 'other'
  const translated =
    os === 'darwin' && (await ask('sysctl', ['-n', 'sysctl.proc_translated'], askSeconds)) === '1'
  const arch = archOf(translated ? 'arm64' : machine)
  return {
    os,
    arch,
    macos: os === 'darwin' ? await macosVersion() : 0,
    rosetta: os === 'darwin' && arch === 'aarch64' && (await runsIntelPrograms()),
    hypervisor: os === 'darwin' && (await ask('sysctl', ['-n', 'kern.hv_support'], askSeconds)) === '1',
    kvm: os === 'linux' && (await mayOpen('/dev/kvm')),
    hosted,
    cores: availableParallelism(),
    memoryMiB: Math.floor(totalmem() / 2 ** 20),
  }
}

/** Of `26.5.1`, 26; 0 if it does not say. */
async function macosVersion(): Promise<number> {
  return Number.parseInt(await ask('sw_vers', ['-productVersion'], askSeconds), 10) || 0
}

async function runsIntelPrograms(): Promise<boolean> {
  return (await ask('arch', ['-x86_64', '/usr/bin/uname', '-m'], askSeconds)) === 'x86_64'
}

function archOf(machine: string): Host['arch'] {
  switch (machine) {
    case 'arm64':
    case 'aarch64':
      return 'aarch64'
    case 'x86_64':
    case 'amd64':
      return 'x86_64'
    default:
      return 'other'
  }
}

async function mayOpen(path: string): Promise<boolean> {
  return access(path, constants.R_OK | constants.W_OK).then(
    () => true,
    () => false,
  )
}
