import type { Host } from './host.ts'

/** What a VM of nixpkgs' Linux builder will be like on a machine. */
export interface VmPlan {
  /** Of the guest. */
  readonly system: LinuxSystem
  /** What it builds for, its own system first. */
  readonly systems: readonly LinuxSystem[]
  /** Flake reference and attribute of nixpkgs' builder; undefined where nixpkgs has none for this pair. */
  readonly package: string | undefined
  readonly acceleration: 'hvf' | 'kvm' | 'none'
  /** Seconds until it usually answers, downloads not included. */
  readonly expectedSeconds: number
  /** Seconds after which it is given up, downloads not included. */
  readonly limitSeconds: number
  /** Said in the log before it starts. */
  readonly notes: readonly string[]
  /** The VM that takes its place if it cannot be had or does not start; absent if none can. */
  readonly otherwise?: VmPlan
}

/** What the user says about it. */
export interface VmWish {
  readonly acceleration: AccelerationWish
  /** In place of nixpkgs' VM for this machine. */
  readonly package: string | undefined
  /** In place of any package. */
  readonly command: string | undefined
}

export type LinuxSystem = 'aarch64-linux' | 'x86_64-linux'

export const linuxSystems: readonly LinuxSystem[] = ['aarch64-linux', 'x86_64-linux']

/** For people. */
export const namesOf = (systems: readonly LinuxSystem[]) => systems.join(' and ')

/**
 * Channels, not branches: what they name was built for macOS and is in the cache, and they cost no call of GitHub's API.
 * nixpkgs 26.11 no longer evaluates for Intel macs, so these stay with the last release that does.
 */
const channel = (name: string) => `https://channels.nixos.org/${name}/nixexprs.tar.xz`
const currentPackage = `${channel('nixpkgs-unstable')}#darwin.linux-builder`
const intelPackage = `${channel('nixpkgs-26.05-darwin')}#darwin.linux-builder`
/** On Apple's Virtualization.framework, whose guest runs the programs of Intel machines by Rosetta. */
const frameworkPackage = `${channel('nixpkgs-unstable')}#darwin.linux-builder-vz`

const times = {
  accelerated: { expectedSeconds: 45, limitSeconds: 5 * 60 },
  emulated: { expectedSeconds: 4 * 60, limitSeconds: 15 * 60 },
} as const

/**
 * What the user says about acceleration. KVM is never chosen by itself: a /dev/kvm that can be opened may still boot
 * nothing, and QEMU then hangs instead of falling back.
 */
export type AccelerationWish = 'auto' | 'kvm' | 'none'

/** The plan for a VM that builds for `system` on `host`. */
export function decideVm(host: Host, system: LinuxSystem, wish: VmWish): VmPlan {
  const qemu = qemuPlan(host, system, wish)
  if (wish.command !== undefined) return qemu
  if (wish.package !== undefined)
    return isOfFramework(wish.package) ? frameworkPlan(wish.package) : { ...qemu, package: wish.package }
  return hasFramework(host) && wish.acceleration === 'auto'
    ? { ...frameworkPlan(frameworkPackage), otherwise: qemu }
    : qemu
}

const isOfFramework = (flakeAttribute: string) => /[#.]linux-builder-vz$/.test(flakeAttribute)

/** One guest for both systems. nixpkgs/nixos/modules/virtualisation/vz-vm.nix says what it needs. */
function hasFramework({ os, arch, hosted, hypervisor, macos, rosetta }: Host): boolean {
  return os === 'darwin' && arch === 'aarch64' && !hosted && hypervisor && macos >= 13 && rosetta
}

function frameworkPlan(flakeAttribute: string): VmPlan {
  return {
    system: 'aarch64-linux',
    systems: linuxSystems,
    package: flakeAttribute,
    acceleration: 'hvf',
    ...times.accelerated,
    notes: [],
  }
}

function qemuPlan(host: Host, system: LinuxSystem, wish: VmWish): VmPlan {
  const native = system === `${host.arch}-linux`
  const acceleration = accelerationOf(host, native, wish.acceleration)
  return {
    system,
    systems: [system],
    package: packageOf(host, system),
    acceleration,
    ...(acceleration === 'none' ? times.emulated : times.accelerated),
    notes: notesOf(host, system, native, acceleration),
  }
}

/** What a VM on this machine builds for unless told otherwise: on macOS its own processor's Linux, elsewhere the other one. */
export function defaultSystem(host: Host): LinuxSystem {
  const own: LinuxSystem = host.arch === 'x86_64' ? 'x86_64-linux' : 'aarch64-linux'
  if (host.os === 'darwin') return own
  return own === 'x86_64-linux' ? 'aarch64-linux' : 'x86_64-linux'
}

/** MiB for the VM unless told otherwise: half of the machine, since the other half evaluates and builds too. */
export function defaultMemoryMiB(host: Host): number {
  return Math.min(16 * 1024, Math.max(2 * 1024, Math.floor(host.memoryMiB / 2)))
}

function accelerationOf(host: Host, native: boolean, wish: AccelerationWish): VmPlan['acceleration'] {
  if (!native || wish === 'none') return 'none'
  if (host.os === 'darwin') return host.hypervisor ? 'hvf' : 'none'
  return host.os === 'linux' && host.kvm && wish === 'kvm' ? 'kvm' : 'none'
}

function packageOf(host: Host, system: LinuxSystem): string | undefined {
  if (host.os === 'other' || host.arch === 'other') return undefined
  if (host.os === 'darwin' && host.arch === 'x86_64')
    return system === 'x86_64-linux' ? intelPackage : undefined
  return currentPackage
}

function notesOf(
  host: Host,
  system: LinuxSystem,
  native: boolean,
  acceleration: VmPlan['acceleration'],
): readonly string[] {
  if (acceleration !== 'none') return []
  if (!native)
    return [
      `${system} is emulated on this ${host.arch} machine, which is many times slower than a machine of its own.`,
    ]
  if (host.os !== 'darwin' || host.hypervisor)
    return ['The VM is emulated, which is many times slower than a machine of its own.']
  if (host.hosted && host.arch === 'aarch64')
    return [
      "GitHub's Apple silicon runners cannot accelerate VMs, so the Linux builder is emulated: it works, slowly. Intel runners (`macos-15-intel`), self-hosted ones and remote machines (input `builders`) are much faster.",
    ]
  return [
    'This machine has no acceleration for VMs (`sysctl kern.hv_support` is not 1), so the Linux builder is emulated: it works, slowly.',
  ]
}
