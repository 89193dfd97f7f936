import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  takeDownBuilders
} from "./chunk-R5AF5OVT.js";
import {
  restoreSettings
} from "./chunk-7QM6K7ON.js";
import "./chunk-NF74RTPD.js";
import {
  begin
} from "./chunk-HWBQJRSV.js";
import "./chunk-Q22RBJ43.js";
import "./chunk-TDTZV6BA.js";
import "./chunk-UBMFUBQA.js";
import "./chunk-X25U22KX.js";
import "./chunk-LQK3ML4U.js";

// src/action/linux-builder-post.ts
begin();
restoreSettings();
await takeDownBuilders();
process.exit(0);
