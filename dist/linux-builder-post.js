import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  takeDownBuilders
} from "./chunk-PVJIZWGI.js";
import {
  restoreSettings
} from "./chunk-7QM6K7ON.js";
import "./chunk-NF74RTPD.js";
import {
  begin
} from "./chunk-CYDJ2FUD.js";
import "./chunk-C52QVC37.js";
import "./chunk-TDTZV6BA.js";
import "./chunk-UCXRDE6J.js";
import "./chunk-X25U22KX.js";
import "./chunk-LQK3ML4U.js";

// src/action/linux-builder-post.ts
begin();
restoreSettings();
await takeDownBuilders();
process.exit(0);
