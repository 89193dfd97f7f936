import { access, constants } from 'node:fs/promises'
import { availableParallelism, totalmem } from 'node:os'
import { ask } from '../lib/ask.ts'

/** The facts about the machine that the Linux builder depends on; the only place that asks for them. */
export interface Host {
  readonly os: 'darwin' | 'linux' | 'other'
  readonly arch: 'aarch64' | 'x86_64' | 'other'
  /** macOS: the Hypervisor framework works (`kern.hv_support`). */
  readonly hypervisor: boolean
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
  return {
    os,
    arch: archOf(translated ? 'arm64' : machine),
    hypervisor: os === 'darwin' && (await ask('sysctl', ['-n', 'kern.hv_support'], askSeconds)) === '1',
    kvm: os === 'linux' && (await mayOpen('/dev/kvm')),
    hosted,
    cores: availableParallelism(),
    memoryMiB: Math.floor(totalmem() / 2 ** 20),
  }
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
