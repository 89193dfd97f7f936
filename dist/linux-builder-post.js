import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  takeDownBuilders
} from "./chunk-PKII4J7J.js";
import {
  restoreSettings
} from "./chunk-RWVF5SSF.js";
import "./chunk-F4A666OD.js";
import {
  actionLog,
  setLog
} from "./chunk-D6PTDGIP.js";
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
