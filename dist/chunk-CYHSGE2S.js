import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);

// src/action/confidences.ts
var confided = /^(INPUT_|STATE_|ACTIONS_|GITHUB_(ENV|OUTPUT|PATH|STATE|STEP_SUMMARY)$)/;
function isConfided(name) {
  return confided.test(name);
}
var tokens = /* @__PURE__ */ new Set(["GITHUB_TOKEN", "GH_TOKEN", "GITHUB_ENTERPRISE_TOKEN"]);
function withoutConfidences(environment) {
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => !isConfided(name) && !tokens.has(name))
  );
}

export {
  isConfided,
  withoutConfidences
};
