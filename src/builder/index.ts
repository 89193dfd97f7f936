/** The Linux builder: a VM, or machines that are there, that build for Linux. Other modules import from here only. */
export { lackingSystems, namedSystems } from './auto.ts'
export {
  type AccelerationWish,
  decideVm,
  defaultMemoryMiB,
  defaultSystem,
  type LinuxSystem,
  linuxSystems,
  namesOf,
  type VmPlan,
} from './decide.ts'
export { BuilderError } from './error.ts'
export { enterFolder, filesOf, folderFor, type Job, leftovers } from './folder.ts'
export { type Host, readHost } from './host.ts'
export { parseMachineLines } from './machines.ts'
export { type ProcessId, processId, processName } from './process-id.ts'
export { isLostConnection, recogniseBuild, unusableMachine } from './recognise.ts'
export { askSituation, buildableSystems, type Registered, register } from './register.ts'
export { leave, takeDown } from './take-down.ts'
export { openVm, type Vm } from './virtual-machine.ts'
