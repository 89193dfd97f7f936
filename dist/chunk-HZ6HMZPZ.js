import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  showStack
} from "./chunk-JYBIBX6L.js";
import {
  setFailed
} from "./chunk-NSPGFXLN.js";
import {
  UserError,
  messageOf
} from "./chunk-HFEJXLD7.js";
import {
  cancelled
} from "./chunk-KFJ2C5U2.js";

// src/action/fail.ts
async function fail(error) {
  if (cancelled.aborted) return setFailed("The job was cancelled.");
  if (!(error instanceof UserError)) await showStack(error);
  setFailed(messageOf(error));
}

export {
  fail
};
