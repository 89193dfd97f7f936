import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  takeDownBuilders
} from "./chunk-5EOXCJB5.js";
import {
  restoreSettings
} from "./chunk-263U7CVO.js";
import "./chunk-T6RIMHLH.js";
import "./chunk-USO4ZJQL.js";
import "./chunk-VLK4URIW.js";
import "./chunk-ZLCSAPI5.js";
import "./chunk-D3F7GVS3.js";
import "./chunk-X25U22KX.js";
import "./chunk-LQK3ML4U.js";

// src/action/linux-builder-post.ts
restoreSettings();
await takeDownBuilders();
process.exit(0);
