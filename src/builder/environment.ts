import type { VmPlan } from './decide.ts'
import { type BuilderFolder, filesOf } from './folder.ts'

/** What the launch command gets: the contract of docs/linux-builder.md. */
export interface VmSettings {
  readonly port: number
  readonly cores: number
  readonly memoryMiB: number
  readonly diskGiB: number
  readonly plan: Pick<VmPlan, 'system' | 'acceleration'>
}

/** The environment of the launch command: `own`, with the contract. */
export function launchEnvironment(
  folder: BuilderFolder,
  { port, cores, memoryMiB, diskGiB, plan }: VmSettings,
  own: NodeJS.ProcessEnv,
): NodeJS.ProcessEnv {
  const files = filesOf(folder)
  // Without pointer authentication: emulating it takes most of the time of an arm64 guest.
  const kernel = plan.acceleration === 'none' && plan.system === 'aarch64-linux' ? 'arm64.nopauth' : ''
  return {
    ...own,
    KEYS: files.keys,
    LINUX_BUILDER_PORT: String(port),
    LINUX_BUILDER_SYSTEM: plan.system,
    LINUX_BUILDER_ACCELERATION: plan.acceleration,
    LINUX_BUILDER_CORES: String(cores),
    LINUX_BUILDER_MEMORY: String(memoryMiB),
    LINUX_BUILDER_DISK: String(diskGiB),
    NIX_DISK_IMAGE: files.disk,
    QEMU_OPTS: `-m ${memoryMiB} -smp ${cores} -pidfile ${files.pidFile} -qmp unix:${files.qmp},server=on,wait=off`,
    QEMU_KERNEL_PARAMS: [own.QEMU_KERNEL_PARAMS, kernel].filter(Boolean).join(' '),
  }
}
