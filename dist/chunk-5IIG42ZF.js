import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  getState,
  saveState
} from "./chunk-NSPGFXLN.js";

// src/action/state.ts
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
var key = "incremental-nix";
function saveState2(state) {
  saveState(key, JSON.stringify(state));
}
function loadState() {
  const text = getState(key);
  return text === "" ? void 0 : JSON.parse(text);
}
var pendingFile = ({ scratch }) => join(scratch, "pending.json");
async function loadPending(state) {
  try {
    return JSON.parse(await readFile(pendingFile(state), "utf8"));
  } catch (error) {
    if (error.code === "ENOENT") return void 0;
    throw error;
  }
}
var builderKey = "linux-builder";
function saveBuilderState(state) {
  saveState(builderKey, JSON.stringify(state));
}
function loadBuilderState() {
  const text = getState(builderKey);
  return text === "" ? void 0 : JSON.parse(text);
}
function handOverFrom(scratch) {
  return {
    push: (pending) => writeFile(pendingFile({ scratch }), JSON.stringify(pending)),
    takeDown: saveBuilderState
  };
}
var exportedKey = "exported";
function saveExported(exported) {
  saveState(exportedKey, JSON.stringify(exported));
}
function loadExported() {
  const text = getState(exportedKey);
  return text === "" ? void 0 : JSON.parse(text);
}

export {
  saveState2 as saveState,
  loadState,
  loadPending,
  saveBuilderState,
  loadBuilderState,
  handOverFrom,
  saveExported,
  loadExported
};
