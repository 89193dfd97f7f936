import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  getState,
  saveState
} from "./chunk-TDTZV6BA.js";

// src/action/state.ts
var key = "incremental-nix";
function saveState2(state) {
  saveState(key, JSON.stringify(state));
}
function loadState() {
  const text = getState(key);
  return text === "" ? void 0 : JSON.parse(text);
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
  return { push: (pending) => saveState2({ scratch, pending }), takeDown: saveBuilderState };
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
  saveBuilderState,
  loadBuilderState,
  handOverFrom,
  saveExported,
  loadExported
};
