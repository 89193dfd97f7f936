import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  loadInputs,
  run,
  saveState
} from "./chunk-26XMK5UD.js";
import {
  cancelAll,
  cancelled,
  messageOf,
  setFailed,
  setOutput,
  summary
} from "./chunk-XZPHPQCM.js";
import "./chunk-GTK4YSC5.js";

// src/main.ts
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

// src/report/report.ts
function overallBuild(packages) {
  const order = ["plain", "full", "incremental", "none"];
  return order.find((kind) => packages.some((one) => one.build === kind)) ?? "none";
}
function basesOf({ base, packages }) {
  const all = packages.map((one) => one.olderBase ?? base).filter((one) => one !== void 0);
  const used = all.length > 0 || base === void 0 ? all : [base];
  return used.filter((one, index) => used.findIndex(({ revision }) => revision === one.revision) === index);
}
function cacheHit(packages) {
  const found = packages.filter((one) => one.origin !== "none");
  return found.length > 0 && found.every((one) => one.origin !== "built");
}

// src/report/outputs.ts
function outputsOf(report) {
  const { packages } = report;
  const bases = basesOf(report);
  const sum = (count) => String(packages.reduce((total, one) => total + count(one), 0));
  return {
    revision: bases.map(({ revision }) => revision).join("\n"),
    boundary: bases.flatMap(({ boundary }) => boundary === void 0 ? [] : isoTime(boundary)).join("\n"),
    "full-build-path": packages.flatMap((one) => one.fullBuild ?? []).join("\n"),
    "cache-hit": String(cacheHit(packages)),
    build: overallBuild(packages),
    "out-paths": JSON.stringify(Object.fromEntries(packages.map((one) => [one.installable, one.outPaths]))),
    "modules-compiled": sum((one) => one.compiled.length),
    "modules-total": sum((one) => one.modulesTotal)
  };
}
function isoTime(time) {
  return new Date(time * 1e3).toISOString().replace(".000Z", "Z");
}

// src/report/summary.ts
var headlines = {
  incremental: {
    incremental: "Built on top of the full build",
    plain: "Built without the optimisation",
    full: "Full build",
    none: "Nothing was built"
  },
  full: {
    incremental: "Full build",
    plain: "Full build",
    full: "Full build for the next commits",
    none: "No full build was made"
  },
  plan: { incremental: "Plan", plain: "Plan", full: "Plan", none: "Plan: nothing was built" }
};
var origins = {
  cache: "restored from the cache",
  store: "already in the store",
  built: "built now",
  none: "none"
};
function summaryOf(report) {
  return [
    `### ${headlines[report.mode][overallBuild(report.packages)]}`,
    baseSentences(report),
    table(
      ["Package", "Build", "Full build", "Modules compiled"],
      report.packages.map((one) => [code(one.installable), one.build, origins[one.origin], modules(one)])
    ),
    reasons(report.packages),
    report.warnings.map((warning) => `> :warning: ${escaped(warning)}`).join("\n>\n"),
    details(
      `Time by phase: ${duration(report.phases.reduce((sum, phase) => sum + phase.seconds, 0))}`,
      table(
        ["Phase", "Time"],
        report.phases.map((phase) => [phase.name, duration(phase.seconds)])
      )
    )
  ].filter((part) => part !== "").join("\n\n").concat("\n");
}
function baseSentences(report) {
  const { head, cacheName } = report;
  const bases = basesOf(report);
  if (bases.length === 0)
    return `HEAD is ${code(head.revision.slice(0, 12))}; the full build\u2019s commit is not known.`;
  return [...bases.map((base) => baseSentence(head, base)), `Cache: ${code(cacheName)}.`].join(" ");
}
function baseSentence(head, base) {
  const age = duration(Math.max(0, head.time - base.time));
  const boundary = base.boundary === void 0 ? "as the input `revision` says" : base.root ? "the root commit, since none is older than the boundary" : `the last commit before ${isoTime(base.boundary)}`;
  return `HEAD ${code(head.revision.slice(0, 12))} is ${age} newer than the full build\u2019s commit ${code(base.revision.slice(0, 12))}, ${boundary}.`;
}
function modules(one) {
  if (one.build === "none" || one.modulesTotal === 0 && one.compiled.length === 0) return "\u2013";
  return `${one.compiled.length} of ${one.modulesTotal}`;
}
function reasons(packages) {
  const counts = /* @__PURE__ */ new Map();
  for (const { reason } of packages.flatMap((one) => one.compiled)) {
    const text = reason === void 0 ? "First build of the module" : reason;
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  if (counts.size === 0) return "";
  const rows = [...counts].sort(([, a], [, b]) => b - a).map(([reason, count]) => [escaped(reason), String(count)]);
  return details("Why modules were compiled", table(["Reason that GHC gave", "Modules"], rows));
}
function duration(seconds) {
  const units = [
    ["d", 86400],
    ["h", 3600],
    ["min", 60],
    ["s", 1]
  ];
  let rest = Math.round(seconds);
  const parts = [];
  for (const [name, size] of units) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count} ${name}`);
  }
  return parts.slice(0, 2).join(" ") || "0 s";
}
function table(header, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(header), line(header.map(() => "---")), ...rows.map(line)].join("\n");
}
function details(title, body) {
  return `<details><summary>${title}</summary>

${body}

</details>`;
}
function code(text) {
  return `<code>${escaped(text)}</code>`;
}
function escaped(text) {
  return text.replace(/[\r\n]+/g, " ").replace(/[&<>"'`|*_[\]\\~#@!]/g, (character) => `&#${character.charCodeAt(0)};`);
}

// src/main.ts
var cancelLimitSeconds = 4;
async function main() {
  const inputs = loadInputs();
  const scratch = await mkdtemp(join(process.env.RUNNER_TEMP || tmpdir(), "incremental-nix-"));
  const clean = () => rm(scratch, { recursive: true, force: true });
  saveState({ scratch, pending: [] });
  for (const signal of ["SIGINT", "SIGTERM"]) {
    process.once(signal, () => {
      cancelAll();
      setTimeout(() => void clean().finally(() => process.exit(1)), cancelLimitSeconds * 1e3);
    });
  }
  try {
    const report = await run(inputs, { scratch, now: Math.floor(Date.now() / 1e3) });
    for (const [name, value] of Object.entries(outputsOf(report))) setOutput(name, value);
    if (inputs.summary) await summary.addRaw(summaryOf(report)).write();
  } finally {
    if (cancelled.aborted) await clean();
  }
}
try {
  await main();
} catch (error) {
  setFailed(cancelled.aborted ? "The job was cancelled." : messageOf(error));
}
process.exit();
