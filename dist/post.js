import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  openInputCaches,
  pushFullBuilds
} from "./chunk-7XOEBJ4L.js";
import {
  openNix
} from "./chunk-YA6DQXJS.js";
import {
  loadInputs,
  readSurroundings
} from "./chunk-WQOPLKIH.js";
import {
  takeDownBuilders
} from "./chunk-J2LEJLGO.js";
import {
  loadPending,
  loadState
} from "./chunk-NF74RTPD.js";
import {
  actionLog,
  group,
  setLog,
  warn
} from "./chunk-BCAHDNXM.js";
import "./chunk-VLK4URIW.js";
import {
  messageOf
} from "./chunk-SHRCS6RG.js";
import "./chunk-TDTZV6BA.js";
import {
  cancelAll
} from "./chunk-D3F7GVS3.js";
import "./chunk-X25U22KX.js";
import "./chunk-LQK3ML4U.js";

// src/action/post.ts
import { rm } from "node:fs/promises";
async function post(state2) {
  const pending = await loadPending(state2);
  if (pending === void 0) return;
  const inputs = loadInputs();
  const nix = await openNix(inputs.nixOptions, inputs.workspace);
  const surroundings = await readSurroundings();
  const caches = openInputCaches(inputs, nix, { scratch: state2.scratch, surroundings });
  await group("Push full builds", () => pushFullBuilds(pending, caches, warn));
}
setLog(actionLog);
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
    warn(`The full build was not pushed to the cache: ${messageOf(error)}`);
  }
  await rm(state.scratch, { recursive: true, force: true });
}
process.exit(0);
