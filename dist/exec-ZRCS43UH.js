import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  exec,
  getExecOutput
} from "./chunk-426UAQVW.js";
import "./chunk-LQK3ML4U.js";
export {
  exec,
  getExecOutput
};
