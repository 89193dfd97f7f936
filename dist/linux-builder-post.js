import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  takeDownBuilders
} from "./chunk-Z76XRUG5.js";
import {
  restoreSettings
} from "./chunk-MBVMZ3FD.js";
import "./chunk-W66MHRPA.js";
import "./chunk-KP4LXWLB.js";
import "./chunk-ZLCSAPI5.js";
import "./chunk-YEWXBLTA.js";
import "./chunk-DV6SSZRF.js";
import "./chunk-X25U22KX.js";
import "./chunk-LQK3ML4U.js";

// src/linux-builder-post.ts
restoreSettings();
await takeDownBuilders();
process.exit(0);
