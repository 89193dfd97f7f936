import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  openLinuxBuilder
} from "./chunk-CLKO5XLH.js";
import {
  openNix
} from "./chunk-KXZDAHLD.js";
import {
  loadBuilderInputs
} from "./chunk-7KJ2VMIK.js";
import {
  UserError,
  messageOf
} from "./chunk-J5QJOZLM.js";
import {
  exportSettings
} from "./chunk-MBVMZ3FD.js";
import "./chunk-W66MHRPA.js";
import {
  group,
  info,
  warn
} from "./chunk-KP4LXWLB.js";
import {
  setFailed
} from "./chunk-ZLCSAPI5.js";
import {
  BuilderError
} from "./chunk-YEWXBLTA.js";
import {
  cancelAll,
  cancelled
} from "./chunk-DV6SSZRF.js";
import "./chunk-X25U22KX.js";
import "./chunk-LQK3ML4U.js";

// src/linux-builder-main.ts
async function main() {
  const { workspace, nixOptions, linuxBuilder } = loadBuilderInputs();
  const nix = await openNix(nixOptions, workspace);
  const builder = await openLinuxBuilder(linuxBuilder, nix, warn);
  await group("Linux builder", async () => {
    await builder.expect([]);
    exportSettings(await builder.ready());
    info("The steps that follow build for Linux.");
  });
}
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, cancelAll);
try {
  await main();
} catch (error) {
  const failure = error instanceof BuilderError ? new UserError(`There is no Linux builder: ${error.message}. ${error.remedy}.`) : error;
  setFailed(cancelled.aborted ? "The job was cancelled." : messageOf(failure));
}
process.exit();
