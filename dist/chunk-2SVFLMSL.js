import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  messageOf
} from "./chunk-HFEJXLD7.js";
import {
  ProcessError
} from "./chunk-KFJ2C5U2.js";

// src/cache/reason.ts
var longest = 600;
function maskUrls(text) {
  return text.replace(/([a-z][a-z0-9+.-]*:\/\/)[^\s/@'"]+@/gi, "$1***@").replace(/([a-z][a-z0-9+.-]*:\/\/[^\s?'"]*)\?[^\s'"]+/gi, "$1?***");
}
function reasonOf(error) {
  const text = error instanceof ProcessError && error.reason === "failed" ? describeFailure(error) : messageOf(error);
  const masked = maskUrls(text.replace(/\u001b\[[0-9;]*m/g, ""));
  return masked.length > longest ? `${masked.slice(0, longest)}\u2026` : masked;
}
function describeFailure(error) {
  const lines = error.stderr.replace(/\u001b\[[0-9;]*m/g, "").split("\n").map(
    (line) => /^\s*(?:error:|warning:(?=.*(?:substitut|binary cache|trusted)))\s*(.+)$/.exec(line)?.[1]?.trim()
  ).filter((line) => line !== void 0);
  return lines.length === 0 ? messageOf(error) : `${error.command}: ${[...new Set(lines)].join("; ")}`;
}

// src/cache/files/narinfo.ts
function parseNarinfo(file, text) {
  const field = (name2) => new RegExp(`^${name2}: (.*)$`, "m").exec(text)?.[1]?.trim();
  const [path, url] = [field("StorePath"), field("URL")];
  if (path === void 0 || url === void 0) return void 0;
  const name = path.slice(path.lastIndexOf("/") + 1);
  const references = (field("References") ?? "").split(" ").filter((one) => one !== "" && one !== name);
  return { file, name, url, references };
}
function removable(narinfos, unwanted, wanted) {
  const byName = new Map(narinfos.map((narinfo) => [narinfo.name, narinfo]));
  const staying = /* @__PURE__ */ new Set();
  const stay = (name) => {
    if (staying.has(name)) return;
    staying.add(name);
    byName.get(name)?.references.forEach(stay);
  };
  for (const { name } of narinfos) if (!unwanted.has(name) || wanted.has(name)) stay(name);
  const ordered = /* @__PURE__ */ new Set();
  const seen = /* @__PURE__ */ new Set();
  const visit = (narinfo) => {
    if (seen.has(narinfo.name)) return;
    seen.add(narinfo.name);
    for (const reference of narinfo.references) {
      const next = byName.get(reference);
      if (next !== void 0) visit(next);
    }
    if (!staying.has(narinfo.name)) ordered.add(narinfo);
  };
  narinfos.forEach(visit);
  return [...ordered].reverse();
}

export {
  maskUrls,
  reasonOf,
  parseNarinfo,
  removable
};
