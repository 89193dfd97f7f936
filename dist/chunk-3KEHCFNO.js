import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  accessOf
} from "./chunk-32NBYAVA.js";
import {
  findBase,
  findStart,
  isoTime,
  levelsOf
} from "./chunk-VWCMMM3O.js";
import {
  openCheckout,
  openHistory
} from "./chunk-L64ZD6G7.js";
import {
  warn
} from "./chunk-JYBIBX6L.js";

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

export {
  noOutputs,
  findTruncated
};
