import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  openInputCaches,
  pushFullBuilds
} from "./chunk-4KPHGJCZ.js";
import {
  openNix
} from "./chunk-RIGGE5OS.js";
import {
  loadInputs
} from "./chunk-OWKNIRFL.js";
import {
  takeDownBuilders
} from "./chunk-R5AF5OVT.js";
import {
  loadPending,
  loadState
} from "./chunk-NF74RTPD.js";
import {
  begin,
  group,
  readSurroundings,
  warn
} from "./chunk-HWBQJRSV.js";
import "./chunk-Q22RBJ43.js";
import {
  messageOf
} from "./chunk-AGUHQ52C.js";
import "./chunk-TDTZV6BA.js";
import {
  cancelAll
} from "./chunk-UBMFUBQA.js";
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
begin();
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
