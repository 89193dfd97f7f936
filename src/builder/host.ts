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
  const { translated, ...mac } = os === 'darwin' ? await readMac() : noMac
  const arch = archOf(translated ? 'arm64' : machine)
  return {
    os,
    arch,
    ...mac,
    rosetta: mac.rosetta && arch === 'aarch64',
    kvm: os === 'linux' && (await mayOpen('/dev/kvm')),
    hosted,
    cores: availableParallelism(),
    memoryMiB: Math.floor(totalmem() / 2 ** 20),
  }
}

type Mac = Pick<Host, 'hypervisor' | 'macos' | 'rosetta'> & { readonly translated: boolean }

const noMac: Mac = { hypervisor: false, macos: 0, rosetta: false, translated: false }

/** `rosetta`: whether programs of Intel machines run, as they do on these themselves. */
async function readMac(): Promise<Mac> {
  const setting = (name: string) => ask('sysctl', ['-n', name], askSeconds)
  const [translated, hypervisor, version, intel] = await Promise.all([
    setting('sysctl.proc_translated'),
    setting('kern.hv_support'),
    ask('sw_vers', ['-productVersion'], askSeconds),
    ask('arch', ['-x86_64', '/usr/bin/uname', '-m'], askSeconds),
  ])
  return {
    translated: translated === '1',
    hypervisor: hypervisor === '1',
    // Of `26.5.1`, 26; 0 if it does not say.
    macos: Number.parseInt(version, 10) || 0,
    rosetta: intel === 'x86_64',
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
