import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  fail
} from "./chunk-HZ6HMZPZ.js";
import {
  loadTruncateInputs,
  readSurroundings
} from "./chunk-WSBLAKG5.js";
import {
  begin
} from "./chunk-HTAUWTHA.js";
import "./chunk-CYHSGE2S.js";
import {
  findTruncated,
  noOutputs
} from "./chunk-3KEHCFNO.js";
import "./chunk-32NBYAVA.js";
import "./chunk-VWCMMM3O.js";
import "./chunk-NJ7TULEM.js";
import "./chunk-H5PN2JLX.js";
import "./chunk-CKHIQXFW.js";
import "./chunk-5F3SDHX5.js";
import "./chunk-L64ZD6G7.js";
import "./chunk-5SKNJVBW.js";
import {
  info,
  warn
} from "./chunk-JYBIBX6L.js";
import "./chunk-XAX5KGFB.js";
import {
  setOutput
} from "./chunk-NSPGFXLN.js";
import "./chunk-A5B26SNI.js";
import "./chunk-2SVFLMSL.js";
import "./chunk-P5BPPAQF.js";
import {
  UserError,
  messageOf
} from "./chunk-HFEJXLD7.js";
import {
  cancelAll,
  cancelled
} from "./chunk-KFJ2C5U2.js";
import "./chunk-LQK3ML4U.js";

// src/action/truncate-main.ts
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
async function main() {
  const inputs = loadTruncateInputs();
  const surroundings = await readSurroundings();
  const scratch = await mkdtemp(join(surroundings.job.runnerTemp, "incremental-nix-"));
  try {
    return await findTruncated(inputs, surroundings, scratch);
  } catch (error) {
    if (error instanceof UserError || cancelled.aborted) throw error;
    warn(
      `The truncated revision was not found: ${messageOf(error)}. The outputs are empty; let later steps do without it.`
    );
    return noOutputs;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
begin();
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, cancelAll);
try {
  const outputs = await main();
  for (const [name, value] of Object.entries(outputs)) setOutput(name, value);
  const { revision, boundary } = outputs;
  if (revision !== "")
    info(
      `${revision}, at or before ${boundary}: ${outputs["commits-since"]} commits and ${outputs["files-changed-count"]} files ago.`
    );
} catch (error) {
  await fail(error);
}
process.exit();
