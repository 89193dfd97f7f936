import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  takeDownBuilders
} from "./chunk-VTNVO3OU.js";
import {
  restoreSettings
} from "./chunk-A52EMLLO.js";
import "./chunk-5IIG42ZF.js";
import {
  begin
} from "./chunk-HTAUWTHA.js";
import "./chunk-CYHSGE2S.js";
import "./chunk-JYBIBX6L.js";
import "./chunk-NSPGFXLN.js";
import "./chunk-KFJ2C5U2.js";
import "./chunk-LQK3ML4U.js";

// src/action/linux-builder-post.ts
begin();
restoreSettings();
await takeDownBuilders();
process.exit(0);
