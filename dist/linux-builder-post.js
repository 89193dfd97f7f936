import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  takeDownBuilders
} from "./chunk-J2LEJLGO.js";
import {
  restoreSettings
} from "./chunk-7QM6K7ON.js";
import "./chunk-NF74RTPD.js";
import {
  actionLog,
  setLog
} from "./chunk-BCAHDNXM.js";
import "./chunk-VLK4URIW.js";
import "./chunk-TDTZV6BA.js";
import "./chunk-D3F7GVS3.js";
import "./chunk-X25U22KX.js";
import "./chunk-LQK3ML4U.js";

// src/action/linux-builder-post.ts
setLog(actionLog);
restoreSettings();
await takeDownBuilders();
process.exit(0);
