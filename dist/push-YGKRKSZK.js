import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  openInputCaches,
  pushFullBuilds
} from "./chunk-TEAGT7NW.js";
import {
  openNix
} from "./chunk-FZ34OIUZ.js";
import {
  loadInputs,
  readSurroundings
} from "./chunk-ZONF3NNX.js";
import "./chunk-WVG7U2KF.js";
import "./chunk-QUY74AD6.js";
import {
  group,
  warn
} from "./chunk-WGR6TSEM.js";
import "./chunk-XAX5KGFB.js";
import "./chunk-AB5HIB43.js";
import "./chunk-2SVFLMSL.js";
import "./chunk-P5BPPAQF.js";
import "./chunk-HFEJXLD7.js";
import "./chunk-NSPGFXLN.js";
import "./chunk-KFJ2C5U2.js";
import "./chunk-LQK3ML4U.js";

// src/action/push.ts
async function push(pending, { scratch }) {
  const inputs = loadInputs();
  const nix = await openNix(inputs.nixOptions, inputs.workspace);
  const surroundings = await readSurroundings();
  const caches = openInputCaches(inputs, nix, { scratch, surroundings });
  await group("Push full builds", () => pushFullBuilds(pending, caches, warn));
}
export {
  push
};
