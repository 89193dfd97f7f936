import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  loadBuilderState
} from "./chunk-5IIG42ZF.js";
import {
  info,
  warn
} from "./chunk-JYBIBX6L.js";

// src/action/linux-builder-down.ts
async function takeDownBuilders() {
  const state = loadBuilderState();
  if (state === void 0) return;
  const { leave } = await import("./builder-GL5RJSQM.js");
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, ignore);
  for (const folder of state.folders) {
    const left = await leave(folder, state.use).catch(() => [folder]);
    if (left.length > 0)
      warn(
        `The Linux builder could not be removed completely: ${left.join(", ")} is still there. Remove it by hand.`
      );
  }
  info("The Linux builder is shut down, or left to the steps that share it.");
  for (const signal of ["SIGINT", "SIGTERM"]) process.off(signal, ignore);
}
function ignore() {
}

export {
  takeDownBuilders
};
