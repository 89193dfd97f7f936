import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  loadExported,
  saveExported
} from "./chunk-5IIG42ZF.js";
import {
  exportVariable
} from "./chunk-NSPGFXLN.js";

// src/action/job-environment.ts
function exportSettings({ settings, env }) {
  if (settings.length === 0) return;
  saveExported({
    settings,
    variables: Object.fromEntries(Object.keys(env).map((name) => [name, process.env[name] ?? ""]))
  });
  exportVariable("NIX_CONFIG", [process.env.NIX_CONFIG, ...settings].filter(Boolean).join("\n"));
  for (const [name, value] of Object.entries(env)) exportVariable(name, value);
}
function restoreSettings() {
  const exported = loadExported();
  if (exported === void 0) return;
  exportVariable("NIX_CONFIG", withoutLines(process.env.NIX_CONFIG ?? "", exported.settings));
  for (const [name, value] of Object.entries(exported.variables)) exportVariable(name, value);
}
function withoutLines(text, lines) {
  const left = text.split("\n");
  for (const line of lines) {
    const index = left.lastIndexOf(line);
    if (index >= 0) left.splice(index, 1);
  }
  return left.join("\n");
}

export {
  exportSettings,
  restoreSettings
};
