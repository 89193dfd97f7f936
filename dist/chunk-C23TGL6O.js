import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  foreign
} from "./chunk-HWBQJRSV.js";
import {
  UserError,
  messageOf
} from "./chunk-AGUHQ52C.js";
import {
  setFailed
} from "./chunk-TDTZV6BA.js";
import {
  cancelled
} from "./chunk-UBMFUBQA.js";

// src/action/fail.ts
async function fail(error) {
  if (cancelled.aborted) return setFailed("The job was cancelled.");
  if (error instanceof Error && !(error instanceof UserError))
    await foreign(async (print) => error.stack?.split("\n").forEach(print));
  setFailed(messageOf(error));
}

export {
  fail
};
