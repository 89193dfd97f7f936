import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  accessOf
} from "./chunk-32NBYAVA.js";
import {
  findBase,
  findStart,
  isoTime,
  levelsOf
} from "./chunk-PLMWIQVS.js";
import {
  fail
} from "./chunk-FBKC5QID.js";
import {
  loadTruncateInputs,
  readSurroundings
} from "./chunk-SOCAHT3N.js";
import "./chunk-SDE57FC6.js";
import "./chunk-T6AK2VQM.js";
import "./chunk-5F3SDHX5.js";
import {
  openCheckout,
  openHistory
} from "./chunk-L64ZD6G7.js";
import "./chunk-5SKNJVBW.js";
import {
  begin
} from "./chunk-HTAUWTHA.js";
import "./chunk-CYHSGE2S.js";
import {
  info,
  warn
} from "./chunk-JYBIBX6L.js";
import "./chunk-XAX5KGFB.js";
import "./chunk-AB5HIB43.js";
import "./chunk-2SVFLMSL.js";
import "./chunk-P5BPPAQF.js";
import {
  UserError,
  messageOf
} from "./chunk-HFEJXLD7.js";
import {
  setOutput
} from "./chunk-NSPGFXLN.js";
import {
  cancelAll,
  cancelled
} from "./chunk-KFJ2C5U2.js";
import "./chunk-LQK3ML4U.js";

// src/action/truncate-main.ts
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";

// src/engine/truncated.ts
var noOutputs = {
  revision: "",
  boundary: "",
  levels: "",
  "commits-since": "",
  "files-changed": "",
  "files-changed-count": ""
};
var longestList = 5e5;
async function findTruncated(settings, surroundings, scratch) {
  const { directory, parents, start: setting } = settings;
  const checkout = await openCheckout(directory);
  const history = openHistory({ checkout, access: accessOf(settings, surroundings), scratch });
  const start = await findStart(setting, surroundings.event, history, warn);
  const base = await findBase({ ...settings, revisions: [] }, history, start);
  const boundary = base.boundary ?? start.instant;
  const wanted = { start: start.revision, boundary, parents };
  const files = await history.changedFiles(base.revision, checkout.head);
  return {
    revision: base.revision,
    boundary: isoTime(boundary),
    levels: JSON.stringify(
      levelsOf(base).map((level) => ({
        revision: level.revision,
        boundary: isoTime(level.boundary ?? boundary)
      }))
    ),
    "commits-since": String((await history.commitsPassed(wanted)).length),
    "files-changed": listOf(files),
    "files-changed-count": String(files.length)
  };
}
function listOf(files) {
  const list = JSON.stringify(files);
  return list.length > longestList ? "" : list;
}

// src/action/truncate-main.ts
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
