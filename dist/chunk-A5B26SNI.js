import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  maskUrls
} from "./chunk-2SVFLMSL.js";

// src/cache/github/output.ts
var entryDirectory = "full-build";
var leftOutFile = "incremental-nix-left-out.json";
function repairKey(key) {
  return key.replace(/^(incremental-nix-v\d+)-/, "$1-repaired-");
}
function readLog(log) {
  const lines = log.split("\n").map((line) => {
    const command = /^::([a-z-]+)(?: [^:]*)?::(.*)$/.exec(line.trimEnd());
    if (command === null) return { level: "info", text: line.trim() };
    const text = command[2].replace(/%0D/g, "\r").replace(/%0A/g, "\n").replace(/%25/g, "%");
    return { level: command[1], text };
  });
  const secrets = lines.filter((line) => line.level === "add-mask" && line.text !== "");
  return lines.filter((line) => line.level !== "add-mask" && line.text !== "").map(({ level, text }) => ({
    level,
    text: maskUrls(secrets.reduce((masked, secret) => masked.replaceAll(secret.text, "***"), text))
  }));
}
var carriedOut = "carried out";
function readTold(line) {
  try {
    const told = JSON.parse(line);
    return typeof told?.key === "string" ? told : void 0;
  } catch {
    return void 0;
  }
}
var nothing = { type: "thrown", message: "its helper process ended without a result" };
var unavailable = "the GitHub Actions cache is not offered to this job (no ACTIONS_RESULTS_URL); on GitHub Enterprise Server or outside of Actions set the input cache to a store URL";
function readFound(told, key, match = "exact") {
  const result = told?.result ?? nothing;
  switch (result.type) {
    case "unavailable":
      return { status: "failed", reason: unavailable };
    case "thrown":
      return { status: "failed", reason: maskUrls(result.message) };
    case "refused":
      return { status: "failed", reason: maskUrls(result.message), refused: true };
    case "saved":
      return { status: "failed", reason: "its helper process mixed up its operations" };
    case "found": {
      if (result.key !== null) {
        const fits = match === "exact" ? result.key === key : result.key.startsWith(key);
        return { status: fits ? "found" : "absent" };
      }
      const complaint = lastComplaint(readLog(told?.log ?? ""));
      if (complaint === void 0) return { status: "absent" };
      return { status: "failed", reason: complaint };
    }
  }
}
function readStored(told) {
  const result = told?.result ?? nothing;
  switch (result.type) {
    case "unavailable":
      return { status: "failed", reason: unavailable };
    case "thrown":
      return { status: "failed", reason: maskUrls(result.message) };
    case "refused":
    case "found":
      return { status: "failed", reason: "its helper process mixed up its operations" };
    case "saved":
      return result.id === -1 ? readRefusal(readLog(told?.log ?? "")) : { status: "saved" };
  }
}
function readRefusal(log) {
  const told = log.filter(
    ({ level, text }) => level !== "debug" || text.startsWith("Failed to reserve cache:")
  );
  const denial = told.find(({ text }) => /cache write denied:|does not permit writes/.test(text));
  if (denial !== void 0) {
    return { status: "read-only", reason: /cache write denied:.*/.exec(denial.text)?.[0] ?? denial.text };
  }
  const reservation = told.find(({ text }) => text.startsWith("Failed to reserve cache:"))?.text.replace(/^Failed to reserve cache: (Error: )?/, "");
  if (reservation !== void 0 && /\(409\)|already.exists/i.test(reservation)) return { status: "exists" };
  return { status: "failed", reason: reservation ?? lastComplaint(log) ?? "it gave no reason" };
}
function lastComplaint(log) {
  return log.findLast(({ level }) => level === "warning" || level === "error")?.text.replace(/^Failed to (?:restore|save): (Error: )?/, "").replace(/\s*\n\s*/g, " ");
}

// src/cache/github/reach.ts
function reach(names, { references, holders, leftOut }) {
  const seen = new Set(names);
  const elsewhere = /* @__PURE__ */ new Set();
  const here = /* @__PURE__ */ new Set();
  const keys = /* @__PURE__ */ new Set();
  const unheld = [];
  for (const name of seen) {
    const next = references.get(name);
    if (next !== void 0) {
      here.add(name);
      for (const reference of next) seen.add(reference);
      for (const other of leftOut.get(name) ?? []) {
        seen.add(other);
        elsewhere.add(other);
      }
      continue;
    }
    const holder = holders.get(name);
    if (holder !== void 0) keys.add(holder);
    else unheld.push(name);
  }
  return { here, keys, leftOut: unheld.filter((name) => elsewhere.has(name)) };
}

export {
  entryDirectory,
  leftOutFile,
  repairKey,
  carriedOut,
  readTold,
  readFound,
  readStored,
  reach
};
