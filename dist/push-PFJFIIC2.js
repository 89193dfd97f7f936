import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  loadInputs,
  readSurroundings
} from "./chunk-WSBLAKG5.js";
import "./chunk-CYHSGE2S.js";
import {
  openInputCaches,
  pushFullBuilds
} from "./chunk-PL27EFW4.js";
import "./chunk-MTGYLI3R.js";
import {
  openNix
} from "./chunk-EN6BY45L.js";
import "./chunk-MVCJGDJC.js";
import "./chunk-NJ7TULEM.js";
import "./chunk-H5PN2JLX.js";
import "./chunk-CKHIQXFW.js";
import "./chunk-5F3SDHX5.js";
import "./chunk-L64ZD6G7.js";
import "./chunk-5SKNJVBW.js";
import {
  group,
  warn
} from "./chunk-JYBIBX6L.js";
import "./chunk-XAX5KGFB.js";
import "./chunk-NSPGFXLN.js";
import "./chunk-A5B26SNI.js";
import "./chunk-2SVFLMSL.js";
import "./chunk-P5BPPAQF.js";
import "./chunk-HFEJXLD7.js";
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
