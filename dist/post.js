import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  group,
  loadInputs,
  loadState,
  openInputCaches,
  openNix,
  pushFullBuilds,
  warn
} from "./chunk-XTRUYUGO.js";
import {
  cancelAll,
  messageOf,
  warning
} from "./chunk-XZPHPQCM.js";
import "./chunk-GTK4YSC5.js";

// src/post.ts
import { mkdir, rm } from "node:fs/promises";
async function post(state2) {
  if (state2.pending.length === 0) return;
  const inputs = loadInputs();
  await mkdir(state2.scratch, { recursive: true });
  const nix = await openNix(inputs.nixOptions, inputs.workspace);
  const caches = await openInputCaches(inputs, nix, state2.scratch);
  await group("Push full builds", () => pushFullBuilds(state2.pending, caches, warn));
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
