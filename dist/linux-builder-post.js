import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  takeDownBuilders
} from "./chunk-UNDZQFHX.js";
import {
  restoreSettings
} from "./chunk-7QM6K7ON.js";
import "./chunk-NF74RTPD.js";
import {
  begin
} from "./chunk-X7K2MA3V.js";
import "./chunk-R4F4VNLX.js";
import "./chunk-TDTZV6BA.js";
import "./chunk-WW7NF76V.js";
import "./chunk-X25U22KX.js";
import "./chunk-LQK3ML4U.js";

// src/action/linux-builder-post.ts
begin();
restoreSettings();
await takeDownBuilders();
process.exit(0);
