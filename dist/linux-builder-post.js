import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  takeDownBuilders
} from "./chunk-UN3RZFKR.js";
import {
  restoreSettings
} from "./chunk-VZMKV56O.js";
import "./chunk-ZRGVEMCB.js";
import "./chunk-ZLCSAPI5.js";
import "./chunk-Z7VWXL6F.js";
import "./chunk-DV6SSZRF.js";
import "./chunk-X25U22KX.js";
import "./chunk-LQK3ML4U.js";

// src/linux-builder-post.ts
restoreSettings();
await takeDownBuilders();
process.exit(0);
