import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  openInputCaches,
  pushFullBuilds
} from "./chunk-3DVJQMUZ.js";
import {
  openNix
} from "./chunk-ATLNB6CD.js";
import {
  loadInputs
} from "./chunk-FJ2V426U.js";
import {
  takeDownBuilders
} from "./chunk-PVJIZWGI.js";
import {
  loadPending,
  loadState
} from "./chunk-NF74RTPD.js";
import {
  begin,
  group,
  readSurroundings,
  warn
} from "./chunk-CYDJ2FUD.js";
import "./chunk-C52QVC37.js";
import {
  messageOf
} from "./chunk-TEML5WMU.js";
import "./chunk-TDTZV6BA.js";
import {
  cancelAll
} from "./chunk-UCXRDE6J.js";
import "./chunk-X25U22KX.js";
import "./chunk-LQK3ML4U.js";

// src/action/post.ts
import { rm } from "node:fs/promises";
async function post(state) {
  const pending = await loadPending(state);
  if (pending === void 0) return;
  const inputs = loadInputs();
  const nix = await openNix(inputs.nixOptions, inputs.workspace);
  const surroundings = await readSurroundings();
  const caches = openInputCaches(inputs, nix, { scratch: state.scratch, surroundings });
  await group("Push full builds", () => pushFullBuilds(pending, caches, warn));
}
async function main() {
  await takeDownBuilders();
  const state = loadState();
  if (state === void 0) return;
  const clean = () => rm(state.scratch, { recursive: true, force: true });
  const cancel = () => {
    cancelAll();
    void clean().finally(() => process.exit(0));
  };
  process.once("SIGINT", cancel);
  process.once("SIGTERM", cancel);
  try {
    await post(state);
  } finally {
    await clean();
  }
}
begin();
try {
  await main();
} catch (error) {
  warn(`The full build was not pushed to the cache: ${messageOf(error)}`);
}
process.exit(0);
