import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  takeDownBuilders
} from "./chunk-PX67ZQOZ.js";
import {
  restoreSettings
} from "./chunk-GKARSBO2.js";
import "./chunk-VIAWPRWC.js";
import {
  actionLog,
  setLog
} from "./chunk-DPT7LZAV.js";
import "./chunk-VLK4URIW.js";
import "./chunk-ZLCSAPI5.js";
import "./chunk-D3F7GVS3.js";
import "./chunk-X25U22KX.js";
import "./chunk-LQK3ML4U.js";

// src/action/linux-builder-post.ts
setLog(actionLog);
restoreSettings();
await takeDownBuilders();
process.exit(0);
