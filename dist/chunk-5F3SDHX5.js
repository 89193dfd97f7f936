import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  inParallel
} from "./chunk-5SKNJVBW.js";
import {
  maskUrls,
  parseNarinfo,
  reasonOf
} from "./chunk-2SVFLMSL.js";
import {
  ProcessError,
  cancelled
} from "./chunk-KFJ2C5U2.js";

// src/cache/files/files.ts
import { readdir, writeFile as writeFile3 } from "node:fs/promises";
import { join as join5, relative } from "node:path";

// src/cache/closure.ts
import { basename } from "node:path";
function withoutUpstream(closure, trustedKeyNames) {
  return closure.filter(
    (info) => info.ultimate || !info.signatures.some((signature) => trustedKeyNames.has(signature.split(":")[0] ?? ""))
  );
}
function referencesFirst(infos) {
  const byPath = new Map(infos.map((info) => [info.path, info]));
  const ordered = /* @__PURE__ */ new Set();
  const open = /* @__PURE__ */ new Set();
  const visit = (info) => {
    if (ordered.has(info) || open.has(info)) return;
    open.add(info);
    for (const reference of info.references) {
      const next = byPath.get(reference);
      if (next !== void 0) visit(next);
    }
    ordered.add(info);
  };
  infos.forEach(visit);
  return [...ordered];
}
function referenceLevels(infos) {
  const depths = /* @__PURE__ */ new Map();
  const levels = [];
  for (const info of referencesFirst(infos)) {
    const depth = Math.max(0, ...info.references.map((path) => (depths.get(path) ?? -1) + 1));
    depths.set(info.path, depth);
    levels[depth] = [...levels[depth] ?? [], info];
  }
  return levels;
}
function closureOf(paths, infos) {
  const all = new Set(paths.filter((path) => infos.has(path)));
  for (const path of all)
    for (const reference of infos.get(path)?.references ?? []) if (infos.has(reference)) all.add(reference);
  return all;
}
function outsideReferences(packed, closure) {
  const inside = new Set(packed.map((info) => info.path));
  const wanted = new Set(packed.flatMap((info) => info.references).filter((path) => !inside.has(path)));
  return closure.filter((info) => wanted.has(info.path));
}
function narinfoName(path) {
  return `${basename(path).slice(0, 32)}.narinfo`;
}
function narinfoStub(info) {
  return [
    `StorePath: ${info.path}`,
    "URL: nar/none.nar",
    "Compression: none",
    `NarHash: ${info.narHash}`,
    `NarSize: ${info.narSize}`,
    `References: ${info.references.map((path) => basename(path)).join(" ")}`,
    ""
  ].join("\n");
}

// src/cache/install.ts
import { randomUUID } from "node:crypto";
import { userInfo } from "node:os";
import { join } from "node:path";
var outage = /HTTP error (?:401|403|408|429|5\d\d)|could ?n[o']t (?:connect|resolve)|connection (?:reset|refused|timed)|timed out|timeout|transfer closed|recv failure|empty reply|no space left|disk (?:is )?full/i;
function isRefusal(reason) {
  return !outage.test(reason);
}
var toldApart = 4;
var briefSeconds = 3;
async function install(store, { entries, url, roots, attempt }, limit) {
  const paths = pathsOf(entries);
  if (paths.length === 0) return entries.map(() => ({ status: "hit" }));
  const failure = await failureOf(attempt, paths, limit);
  if (failure === void 0) {
    await protect(store, paths, roots);
    return entries.map(() => ({ status: "hit" }));
  }
  const valid = await store.valid(paths, briefSeconds).catch(() => /* @__PURE__ */ new Set());
  await protect(
    store,
    paths.filter((path) => valid.has(path)),
    roots
  );
  const isHit = (entry) => entry.paths.every((path) => valid.has(path));
  const failed = entries.filter((entry) => !isHit(entry));
  const common = await explain(store, failure, url);
  const apart = entries.length > 1 && failed.length <= toldApart && common.refused === true;
  const results = [];
  for (const entry of entries) {
    if (isHit(entry)) results.push({ status: "hit" });
    else if (!apart) results.push(common);
    else {
      const alone = await failureOf(attempt, entry.paths, limit);
      if (alone === void 0) await protect(store, entry.paths, roots);
      results.push(alone === void 0 ? { status: "hit" } : await explain(store, alone, url));
    }
  }
  return results;
}
function pathsOf(entries) {
  return [...new Set(entries.flatMap((entry) => entry.paths))];
}
async function failureOf(attempt, paths, limit) {
  const seconds = limit.left();
  try {
    await attempt(paths, seconds);
    return void 0;
  } catch (error) {
    if (error instanceof ProcessError && error.reason === "cancelled") throw error;
    return error ?? new Error("it gave no reason");
  }
}
async function explain(store, error, url) {
  const reason = reasonOf(error);
  if (error instanceof ProcessError && error.reason !== "failed") return { status: "failed", reason };
  const trusted = await store.trusted(briefSeconds).catch(() => void 0);
  if (trusted === false) return untrusted(userInfo().username, url);
  return { status: "failed", reason, refused: isRefusal(reason) };
}
async function protect(store, paths, roots) {
  if (roots === void 0 || paths.length === 0) return;
  await store.keep(paths, join(roots, `restored-${randomUUID()}`), briefSeconds).catch(() => void 0);
}
function untrusted(user, url) {
  const ofItsOwn = url === void 0 ? "" : `, or, for this store alone, \`extra-substituters = ${maskUrls(url)}\` and \`extra-trusted-public-keys = \` with the key that its content is signed by`;
  return {
    status: "failed",
    reason: `the user \`${user}\` is not in \`trusted-users\` of the Nix daemon, which then ignores the stores that a job names`,
    remedy: `Add \`trusted-users = root ${user}\` to /etc/nix/nix.conf and restart the Nix daemon${ofItsOwn}`
  };
}

// src/cache/key.ts
import { createHash } from "node:crypto";
import { basename as basename2 } from "node:path";
function cacheKey({ path, ...prefix }) {
  const hash = basename2(path).split("-")[0] ?? "";
  return `${keyPrefix(prefix)}-${hash}`;
}
function failureKey(key, failure) {
  return key.replace(anyKey, `${anyKey}-failed-${failure}`);
}
function keyPrefix({ system, name, revision }) {
  const parts = [system, name, revision].map((part) => part.replace(/[^\w.+-]+/g, "_").slice(0, 128));
  return [anyKey, ...parts].join("-");
}
var anyKey = "incremental-nix-v2";
function dependenciesKey(paths) {
  const text = [...new Set(paths)].sort().join("\n");
  return `${anyKey}-dependencies-${createHash("sha256").update(text).digest("hex").slice(0, 32)}`;
}
function isDependenciesKey(key) {
  return /^incremental-nix-v2-(?:repaired-)?dependencies-[0-9a-f]{32}$/.test(key);
}
function parseKey(key) {
  const match = /^((incremental-nix-v2-.+)-([0-9a-f]{64}|[0-9a-f]{40}))-[0-9a-z]{32}$/.exec(key);
  if (match === null || isDependenciesKey(key)) return void 0;
  return { series: match[2], prefix: match[1], revision: match[3] };
}

// src/cache/limit.ts
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { join as join2 } from "node:path";
function startLimit(seconds) {
  const end = performance.now() + seconds * 1e3;
  return {
    left() {
      if (cancelled.aborted) throw new Error(ended);
      const left = (end - performance.now()) / 1e3;
      if (left <= 0) throw new Error(tooSlow(seconds));
      return left;
    }
  };
}
var ended = "it was cancelled";
function tooSlow(seconds) {
  return `it did not finish within its time limit of ${seconds} s`;
}
var graceSeconds = 5;
async function settle(seconds, operation) {
  let timer;
  const settled = new AbortController();
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(tooSlow(seconds))), (seconds + graceSeconds) * 1e3);
    cancelled.addEventListener("abort", () => reject(new Error(ended)), { signal: settled.signal });
  });
  try {
    return await Promise.race([operation(startLimit(seconds)), late]);
  } catch (error) {
    return { status: "failed", reason: reasonOf(error) };
  } finally {
    clearTimeout(timer);
    settled.abort();
  }
}
async function settleEach(entries, seconds, operation) {
  if (entries.length === 0) return [];
  const settled = await settle(seconds, operation);
  return "status" in settled ? entries.map(() => settled) : settled;
}
async function withPrivateDirectory(scratch, use) {
  const directory = await realpath(await mkdtemp(join2(scratch, "incremental-nix-cache-")));
  try {
    return await use(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

// src/cache/pack.ts
import { mkdir, readFile, rm as rm2, stat, writeFile as writeFile2 } from "node:fs/promises";
import { dirname, join as join4 } from "node:path";

// src/cache/signing.ts
import { writeFile } from "node:fs/promises";
import { join as join3 } from "node:path";
async function withKeyFile(scratch, key, use) {
  if (key === void 0) return use(void 0);
  return withPrivateDirectory(scratch, async (directory) => {
    const file = join3(directory, "signing-key");
    await writeFile(file, key, { mode: 384, flag: "wx" });
    return use(file);
  });
}
function parseSigningKey(text) {
  const key = text.trim();
  const match = /^[^\s:]+:([A-Za-z0-9+/]+=*)$/.exec(key);
  if (match === null || Buffer.from(match[1] ?? "", "base64").length !== 64)
    throw new Error(
      "it is not a secret key of Nix, `name:\u2026`; make one with `nix key generate-secret --key-name NAME`"
    );
  return key;
}
function parsePublicKeys(text) {
  const keys = text.split(/\s+/).filter((key) => key !== "");
  for (const key of keys) {
    const match = /^[^:]+:([A-Za-z0-9+/]+=*)$/.exec(key);
    const length = match === null ? 0 : Buffer.from(match[1] ?? "", "base64").length;
    if (length === 64)
      throw new Error(
        "a secret key is among them; give the public one, of `nix key convert-secret-to-public`"
      );
    if (length !== 32)
      throw new Error(
        `\`${key}\` is not a public key of Nix, \`name:\u2026\`; print it with \`nix key convert-secret-to-public\``
      );
  }
  return keys.length === 0 ? void 0 : keys;
}

// src/cache/pack.ts
function withFastCompression(url) {
  return withParameter(url, "compression", "zstd");
}
function withParameter(url, name, value) {
  const query = url.indexOf("?");
  if (query < 0) return `${url}?${name}=${value}`;
  const names = url.slice(query + 1).split("&").map((pair) => pair.split("=")[0]);
  return names.includes(name) ? url : `${url}${url.endsWith("?") ? "" : "&"}${name}=${value}`;
}
function withoutParameter(url, name) {
  const [base = "", query] = url.split(/\?(.*)/s);
  if (query === void 0) return url;
  const left = query.split("&").filter((pair) => pair.split("=")[0] !== name);
  return left.length === 0 ? base : `${base}?${left.join("&")}`;
}
function asSubstituter(url, keys) {
  return keys === void 0 ? withParameter(url, "trusted", "1") : withoutParameter(url, "trusted");
}
async function pack(store, packing) {
  const { directory, closure, parameters = "", signingKey, limit } = packing;
  await mkdir(directory, { recursive: true, mode: 448 });
  const stubs = outsideReferences(packing.paths, closure);
  for (const info of stubs) await writeFile2(join4(directory, narinfoName(info.path)), narinfoStub(info));
  const compressed = withFastCompression(`file://${directory}${parameters}`);
  const url = withParameter(compressed, "parallel-compression", "true");
  const paths = packing.paths.map((info) => info.path);
  await withKeyFile(
    dirname(directory),
    signingKey,
    (file) => store.write(
      file === void 0 ? url : withParameter(url, "secret-key", encodeURIComponent(file)),
      paths,
      limit.left()
    )
  );
  for (const info of stubs) await rm2(join4(directory, narinfoName(info.path)));
  return new Map(
    await Promise.all(paths.map(async (path) => [path, await filesOf(directory, path)]))
  );
}
async function filesOf(directory, path) {
  const narinfo = narinfoName(path);
  const text = await readFile(join4(directory, narinfo), "utf8");
  const nar = parseNarinfo(narinfo, text)?.url;
  if (nar === void 0) throw new Error(`Nix wrote no narinfo of ${path}`);
  const sizes = await Promise.all(
    [narinfo, nar].map(async (file) => (await stat(join4(directory, file))).size)
  );
  return { narinfo, nar, bytes: sizes.reduce((sum, size) => sum + size, 0) };
}

// src/cache/upstream.ts
var askSeconds = 20;
async function withoutUpstreamPaths(store, closure, limit) {
  const keys = await store.trustedKeyNames(limit.left());
  const candidates = withoutUpstream(closure, keys);
  const fetched = candidates.filter((info) => !info.ultimate).map((info) => info.path);
  if (fetched.length === 0) return candidates;
  const substituters = await store.substituters(limit.left());
  const answers = await Promise.all(
    // Not those with a password in the URL: everybody can read a command line.
    substituters.urls.filter((url) => !/:\/\/[^/]*@/.test(url)).map(async (url) => {
      const seconds = Math.min(askSeconds, limit.left());
      const infos = await store.lookUp(url, fetched, seconds).catch(() => []);
      return { url, infos };
    })
  );
  const theirs = new Set(answers.flatMap(({ url, infos }) => obtainable(infos, url, substituters, keys)));
  return candidates.filter((info) => info.ultimate || !theirs.has(info.path));
}
function obtainable(infos, url, { requireSignatures }, trustedKeyNames) {
  const trusted = !requireSignatures || /[?&]trusted=(1|true)(&|$)/.test(url);
  if (trusted) return infos.map((info) => info.path);
  const refused = withoutUpstream(
    infos.map((info) => ({ ...info, ultimate: false })),
    trustedKeyNames
  ).map((info) => info.path);
  return infos.map((info) => info.path).filter((path) => !refused.includes(path));
}

// src/cache/whole.ts
function notWhole({ key }) {
  if (isDependenciesKey(key)) return { status: "incomplete" };
  return { status: "failed", reason: "not all of its paths are in the local store" };
}

// src/cache/files/catalogue.ts
var catalogueDirectory = "incremental-nix";
function descriptionName(key) {
  return `${catalogueDirectory}/${key}.json`;
}
function markName(prefix) {
  return `${catalogueDirectory}/${prefix}`;
}
function describeEntry({ key, paths }, closure, { time, ...rest }) {
  const description = {
    key,
    paths,
    closure: closure.map((info) => info.path),
    ...rest,
    time: Math.floor(time)
  };
  return `${JSON.stringify(description)}
`;
}
function parseDescription(text) {
  try {
    const { key, paths, closure, dependencies, branch, time } = JSON.parse(text);
    if (typeof key !== "string" || !Array.isArray(paths) || !Array.isArray(closure)) return void 0;
    if (dependencies !== void 0 && !Array.isArray(dependencies)) return void 0;
    return { key, paths, closure, dependencies, branch: branch ?? "", time: time ?? 0 };
  } catch {
    return void 0;
  }
}

// src/cache/files/files.ts
var ReadOnlyError = class extends Error {
  name = "ReadOnlyError";
};
var atOnce = 16;
function fileCache(store, options) {
  const withFiles = async (limit, use) => {
    const files = await options.open(limit);
    try {
      return await use(files);
    } finally {
      files.close();
    }
  };
  const { url, timeoutSeconds, trustedPublicKeys: keys, roots } = options;
  const name = maskUrls(url);
  const withEntries = (entries, use) => settleEach(entries, timeoutSeconds, (limit) => withFiles(limit, (files) => use(files, limit)));
  return {
    name,
    restore: ({ wanted }) => withEntries(wanted, async (files, limit) => {
      const present = await having(files, wanted);
      const entries = wanted.filter((entry) => present.has(entry));
      const attempt = (paths, seconds) => store.substitute(asSubstituter(url, keys), paths, seconds, keys);
      const restored = await install(store, { entries, url, roots, attempt }, limit);
      return wanted.map((entry) => restored[entries.indexOf(entry)] ?? { status: "miss" });
    }),
    has: (entries) => withEntries(entries, async (files) => {
      const present = await having(files, entries);
      return entries.map((entry) => ({ status: present.has(entry) ? "found" : "absent" }));
    }),
    find: (prefixes) => withEntries(prefixes, async (files) => {
      const names = prefixes.map(markName);
      const missing = await absent(files, names);
      return names.map((mark2) => ({ status: missing.has(mark2) ? "absent" : "found" }));
    }),
    save: ({ wanted }) => withEntries(wanted, (files, limit) => saveEntries(store, files, wanted, { name, options, limit }))
  };
}
async function saveEntries(store, files, wanted, { name, options, limit }) {
  const { scratch, signingKey } = options;
  const replaced = wanted.filter((entry) => entry.refusedFrom?.includes(name) === true);
  const present = await having(
    files,
    wanted.filter((entry) => !replaced.includes(entry))
  );
  const valid = await store.valid(pathsOf(wanted), limit.left());
  const isWhole = (entry) => entry.paths.every((path) => valid.has(path));
  const isUsed = (entry) => present.has(entry) && isDependenciesKey(entry.key);
  const open = wanted.filter((entry) => (!present.has(entry) || isUsed(entry)) && isWhole(entry));
  const closure = open.length === 0 ? [] : await store.closure(pathsOf(open), limit.left());
  const infos = new Map(closure.map((info) => [info.path, info]));
  const ours = await withoutUpstreamPaths(store, closure, limit);
  const ofEntry = new Map(
    open.map((entry) => {
      const paths = closureOf(entry.paths, infos);
      return [entry, ours.filter(({ path }) => paths.has(path))];
    })
  );
  const again = new Set(replaced.flatMap((entry) => ofEntry.get(entry) ?? []));
  const lacked = new Set(
    await lacking(
      files,
      ours.filter((info) => !again.has(info))
    )
  );
  const missing = ours.filter((info) => again.has(info) || lacked.has(info));
  const pushed = open.filter((entry) => ofEntry.get(entry)?.some((info) => missing.includes(info)));
  const described = open.filter((entry) => pushed.includes(entry) || isUsed(entry));
  const dependencies = wanted.map(({ key }) => key).filter(isDependenciesKey);
  const bytes = /* @__PURE__ */ new Map();
  const push = async (directory) => {
    const packed = join5(directory, "store");
    if (missing.length > 0) {
      const { search: parameters } = new URL(options.url);
      const packing = { directory: packed, paths: missing, closure, parameters, signingKey, limit };
      const sizes = new Map(await pack(store, packing));
      for (const entry of pushed) {
        const own = (ofEntry.get(entry) ?? []).map(({ path }) => path);
        const sum = own.reduce((total, path) => total + (sizes.get(path)?.bytes ?? 0), 0);
        bytes.set(entry, sum);
        for (const path of own) sizes.delete(path);
      }
    }
    await inParallel([...described.entries()], atOnce, ([index, entry]) => {
      const text = describeEntry(entry, ofEntry.get(entry) ?? [], {
        dependencies: isDependenciesKey(entry.key) ? [] : dependencies,
        branch: options.ref ?? "",
        time: Date.now() / 1e3
      });
      return describe(files, join5(directory, `description-${index}`), entry, text);
    });
    if (missing.length > 0) await upload(files, packed, missing, limit);
    await inParallel(
      [...pushed.entries()],
      atOnce,
      ([index, entry]) => mark(files, join5(directory, `mark-${index}`), entry)
    );
  };
  let refusal;
  if (described.length > 0)
    await withPrivateDirectory(scratch, push).catch((error) => {
      if (!(error instanceof ReadOnlyError)) throw error;
      refusal = { status: "read-only", reason: maskUrls(error.message) };
    });
  return wanted.map((entry) => {
    if (present.has(entry)) return { status: "exists" };
    if (!isWhole(entry)) return notWhole(entry);
    if (!pushed.includes(entry)) return { status: "exists" };
    return refusal ?? { status: "saved", bytes: bytes.get(entry) ?? 0 };
  });
}
async function absent(files, names) {
  const missing = /* @__PURE__ */ new Set();
  await inParallel([...new Set(names)], atOnce, async (name) => {
    if (!await files.has(name)) missing.add(name);
  });
  return missing;
}
async function having(files, entries) {
  const missing = await absent(files, pathsOf(entries).map(narinfoName));
  return new Set(entries.filter(({ paths }) => paths.every((path) => !missing.has(narinfoName(path)))));
}
async function lacking(files, infos) {
  const missing = await absent(
    files,
    infos.map(({ path }) => narinfoName(path))
  );
  return infos.filter(({ path }) => missing.has(narinfoName(path)));
}
async function describe(files, file, { key }, description) {
  await writeFile3(file, description);
  await files.put(descriptionName(key), file).catch(() => void 0);
}
async function mark(files, file, entry) {
  const prefix = parseKey(entry.key)?.prefix;
  if (prefix === void 0) return;
  await writeFile3(file, `${entry.key}
`);
  await files.put(markName(prefix), file).catch(() => void 0);
}
async function upload(files, packed, infos, limit) {
  const entries = await readdir(packed, { recursive: true, withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile()).map((entry) => relative(packed, join5(entry.parentPath, entry.name)));
  const narinfos = new Set(infos.map((info) => narinfoName(info.path)));
  const description = "nix-cache-info";
  const put = async (name) => {
    limit.left();
    await files.put(name, join5(packed, name));
  };
  if (!await files.has(description)) await put(description);
  await inParallel(
    names.filter((name) => name !== description && !narinfos.has(name)),
    atOnce,
    put
  );
  for (const level of referenceLevels(infos))
    await inParallel(
      level.map((info) => narinfoName(info.path)),
      atOnce,
      put
    );
}

export {
  tooSlow,
  settle,
  settleEach,
  withPrivateDirectory,
  closureOf,
  withKeyFile,
  parseSigningKey,
  parsePublicKeys,
  withFastCompression,
  withParameter,
  asSubstituter,
  pack,
  install,
  pathsOf,
  withoutUpstreamPaths,
  cacheKey,
  failureKey,
  keyPrefix,
  anyKey,
  dependenciesKey,
  isDependenciesKey,
  parseKey,
  notWhole,
  catalogueDirectory,
  descriptionName,
  markName,
  parseDescription,
  ReadOnlyError,
  fileCache
};
