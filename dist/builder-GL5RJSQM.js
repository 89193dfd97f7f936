import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  askSituation,
  buildableSystems,
  decideVm,
  defaultMemoryMiB,
  defaultSystem,
  isLostConnection,
  lackingSystems,
  linuxSystems,
  namedSystems,
  namesOf,
  openVm,
  readHost,
  recogniseBuild,
  register,
  unusableMachine
} from "./chunk-H5PN2JLX.js";
import {
  BuilderError,
  enterFolder,
  filesOf,
  folderFor,
  leave,
  leftovers,
  parseMachineLines,
  processId,
  processName,
  takeDown
} from "./chunk-XAX5KGFB.js";
import "./chunk-KFJ2C5U2.js";
import "./chunk-LQK3ML4U.js";
export {
  BuilderError,
  askSituation,
  buildableSystems,
  decideVm,
  defaultMemoryMiB,
  defaultSystem,
  enterFolder,
  filesOf,
  folderFor,
  isLostConnection,
  lackingSystems,
  leave,
  leftovers,
  linuxSystems,
  namedSystems,
  namesOf,
  openVm,
  parseMachineLines,
  processId,
  processName,
  readHost,
  recogniseBuild,
  register,
  takeDown,
  unusableMachine
};
