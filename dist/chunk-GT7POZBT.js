import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  showStack
} from "./chunk-CYDJ2FUD.js";
import {
  UserError,
  messageOf
} from "./chunk-TEML5WMU.js";
import {
  setFailed
} from "./chunk-TDTZV6BA.js";
import {
  cancelled
} from "./chunk-UCXRDE6J.js";

// src/action/fail.ts
async function fail(error) {
  if (cancelled.aborted) return setFailed("The job was cancelled.");
  if (!(error instanceof UserError)) await showStack(error);
  setFailed(messageOf(error));
}

export {
  fail
};
