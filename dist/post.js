import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  createStoreAccess,
  group,
  loadInputs,
  loadState,
  openCache,
  openNix,
  pushFullBuilds,
  warn
} from "./chunk-PNWSYYTE.js";
import {
  cancelAll,
  messageOf,
  warning
} from "./chunk-2NPCIC3I.js";
import "./chunk-GTK4YSC5.js";

// src/post.ts
import { mkdir, rm } from "node:fs/promises";
async function post(state2) {
  if (state2.pending.length === 0) return;
  const inputs = loadInputs();
  await mkdir(state2.scratch, { recursive: true });
  const nix = await openNix(inputs.nixOptions, inputs.workspace);
  const cache = openCache(inputs.cache, createStoreAccess(nix), {
    scratch: state2.scratch,
    timeoutSeconds: inputs.cacheTimeout
  });
  await group("Push full builds", () => pushFullBuilds(state2.pending, cache, warn));
}
var state = loadState();
if (state !== void 0) {
  const cancel = () => {
    cancelAll();
    void rm(state.scratch, { recursive: true, force: true }).finally(() => process.exit(0));
  };
  process.once("SIGINT", cancel);
  process.once("SIGTERM", cancel);
  try {
    await post(state);
  } catch (error) {
    warning(`The full build was not pushed to the cache: ${messageOf(error)}`);
  }
  await rm(state.scratch, { recursive: true, force: true });
}
process.exit(0);
