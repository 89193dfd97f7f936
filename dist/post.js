import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  openInputCaches,
  pushFullBuilds
} from "./chunk-B77FZ5ZD.js";
import {
  openNix
} from "./chunk-WXMDIU6B.js";
import {
  loadInputs,
  readSurroundings
} from "./chunk-MDYIF7GM.js";
import {
  takeDownBuilders
} from "./chunk-PKII4J7J.js";
import {
  loadState
} from "./chunk-F4A666OD.js";
import {
  actionLog,
  group,
  setLog,
  warn
} from "./chunk-D6PTDGIP.js";
import "./chunk-VLK4URIW.js";
import {
  messageOf
} from "./chunk-7L4PCW2M.js";
import "./chunk-TDTZV6BA.js";
import {
  cancelAll
} from "./chunk-D3F7GVS3.js";
import "./chunk-X25U22KX.js";
import "./chunk-LQK3ML4U.js";

// src/action/post.ts
import { mkdir, rm } from "node:fs/promises";
async function post(state2) {
  if (state2.pending.length === 0) return;
  const inputs = loadInputs();
  await mkdir(state2.scratch, { recursive: true });
  const nix = await openNix(inputs.nixOptions, inputs.workspace);
  const surroundings = await readSurroundings();
  const caches = openInputCaches(inputs, nix, { scratch: state2.scratch, surroundings });
  await group("Push full builds", () => pushFullBuilds(state2.pending, caches, warn));
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
