import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  takeDownBuilders
} from "./chunk-BNEW4WDW.js";
import {
  restoreSettings
} from "./chunk-MBVMZ3FD.js";
import "./chunk-W66MHRPA.js";
import "./chunk-IR7E3F5T.js";
import "./chunk-ZLCSAPI5.js";
import "./chunk-3VKYKTJZ.js";
import "./chunk-DV6SSZRF.js";
import "./chunk-X25U22KX.js";
import "./chunk-LQK3ML4U.js";

// src/linux-builder-post.ts
restoreSettings();
await takeDownBuilders();
process.exit(0);
