import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  openInputCaches,
  pushFullBuilds
} from "./chunk-L4SBGW73.js";
import {
  openNix
} from "./chunk-KXZDAHLD.js";
import {
  loadInputs
} from "./chunk-7KJ2VMIK.js";
import {
  messageOf
} from "./chunk-J5QJOZLM.js";
import {
  takeDownBuilders
} from "./chunk-Z76XRUG5.js";
import {
  loadState
} from "./chunk-W66MHRPA.js";
import {
  group,
  warn
} from "./chunk-KP4LXWLB.js";
import {
  warning
} from "./chunk-ZLCSAPI5.js";
import "./chunk-YEWXBLTA.js";
import {
  cancelAll
} from "./chunk-DV6SSZRF.js";
import "./chunk-X25U22KX.js";
import "./chunk-LQK3ML4U.js";

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
await takeDownBuilders();
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
