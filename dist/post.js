import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  takeDownBuilders
} from "./chunk-VTNVO3OU.js";
import {
  loadPending,
  loadState
} from "./chunk-5IIG42ZF.js";
import {
  begin
} from "./chunk-HTAUWTHA.js";
import "./chunk-CYHSGE2S.js";
import {
  warn
} from "./chunk-JYBIBX6L.js";
import "./chunk-NSPGFXLN.js";
import {
  messageOf
} from "./chunk-HFEJXLD7.js";
import {
  cancelAll,
  cancelled
} from "./chunk-KFJ2C5U2.js";
import "./chunk-LQK3ML4U.js";

// src/action/post.ts
import { rm } from "node:fs/promises";
async function post(state) {
  const pending = await loadPending(state);
  if (pending === void 0) return;
  const { push } = await import("./push-PFJFIIC2.js");
  await push(pending, state);
}
async function main() {
  await takeDownBuilders();
  const state = loadState();
  if (state === void 0) return;
  const clean = () => rm(state.scratch, { recursive: true, force: true });
  const end = () => {
    cancelAll();
    void clean().finally(() => process.exit(0));
  };
  process.once("SIGINT", end);
  process.once("SIGTERM", end);
  process.once("uncaughtException", (error) => {
    tell(error);
    end();
  });
  try {
    await post(state);
  } finally {
    await clean();
  }
}
function tell(error) {
  warn(`The full build was not pushed to the cache: ${messageOf(error)}`);
}
begin();
try {
  await main();
} catch (error) {
  if (!cancelled.aborted) tell(error);
}
process.exit(0);
