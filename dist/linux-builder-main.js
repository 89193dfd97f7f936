import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  openLinuxBuilder
} from "./chunk-MKVKWMBQ.js";
import {
  openNix
} from "./chunk-ATLNB6CD.js";
import {
  fail
} from "./chunk-GT7POZBT.js";
import {
  loadBuilderInputs
} from "./chunk-FJ2V426U.js";
import {
  exportSettings
} from "./chunk-7QM6K7ON.js";
import {
  saveBuilderState
} from "./chunk-NF74RTPD.js";
import {
  begin,
  group,
  info,
  readSurroundings,
  warn
} from "./chunk-CYDJ2FUD.js";
import {
  BuilderError
} from "./chunk-C52QVC37.js";
import {
  UserError
} from "./chunk-TEML5WMU.js";
import "./chunk-TDTZV6BA.js";
import {
  cancelAll
} from "./chunk-UCXRDE6J.js";
import "./chunk-X25U22KX.js";
import "./chunk-LQK3ML4U.js";

// src/action/linux-builder-main.ts
async function main() {
  const { workspace, nixOptions, linuxBuilder } = loadBuilderInputs();
  const nix = await openNix(nixOptions, workspace);
  const builder = await openLinuxBuilder(linuxBuilder, nix, {
    complain: warn,
    surroundings: await readSurroundings(),
    // There is nothing to push.
    handOver: { push: async () => {
    }, takeDown: saveBuilderState }
  });
  await group("Linux builder", async () => {
    await builder.expect([]);
    exportSettings(await builder.ready());
    info("The steps that follow build for Linux.");
  });
}
begin();
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, cancelAll);
try {
  await main();
} catch (error) {
  const failure = error instanceof BuilderError ? new UserError(`There is no Linux builder: ${error.message}. ${error.remedy}.`) : error;
  await fail(failure);
}
process.exit();
