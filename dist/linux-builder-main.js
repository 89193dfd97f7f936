import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  fail
} from "./chunk-HZ6HMZPZ.js";
import {
  loadBuilderInputs,
  readSurroundings
} from "./chunk-WSBLAKG5.js";
import {
  exportSettings
} from "./chunk-A52EMLLO.js";
import {
  saveBuilderState
} from "./chunk-5IIG42ZF.js";
import {
  begin
} from "./chunk-HTAUWTHA.js";
import "./chunk-CYHSGE2S.js";
import {
  openLinuxBuilder
} from "./chunk-DXLW3PQ7.js";
import "./chunk-5UNMQDT2.js";
import {
  openNix
} from "./chunk-EN6BY45L.js";
import "./chunk-MVCJGDJC.js";
import "./chunk-NJ7TULEM.js";
import "./chunk-H5PN2JLX.js";
import "./chunk-CKHIQXFW.js";
import "./chunk-5F3SDHX5.js";
import "./chunk-L64ZD6G7.js";
import "./chunk-5SKNJVBW.js";
import {
  group,
  info,
  warn
} from "./chunk-JYBIBX6L.js";
import {
  BuilderError
} from "./chunk-XAX5KGFB.js";
import "./chunk-NSPGFXLN.js";
import "./chunk-A5B26SNI.js";
import "./chunk-2SVFLMSL.js";
import "./chunk-P5BPPAQF.js";
import {
  UserError
} from "./chunk-HFEJXLD7.js";
import {
  cancelAll
} from "./chunk-KFJ2C5U2.js";
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
