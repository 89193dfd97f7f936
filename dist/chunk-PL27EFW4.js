import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  listed
} from "./chunk-MTGYLI3R.js";
import {
  parsePathInfo
} from "./chunk-EN6BY45L.js";
import {
  nameOf
} from "./chunk-MVCJGDJC.js";
import {
  mayWrite,
  openCaches,
  outputsOf,
  restoreFromFirst
} from "./chunk-CKHIQXFW.js";
import {
  readAnswer
} from "./chunk-L64ZD6G7.js";
import {
  info
} from "./chunk-JYBIBX6L.js";

// src/graph/derivation.ts
function isFixedOutput({ outputs }) {
  return [...outputs.values()].some(({ hash }) => hash !== "");
}
function isInputAddressed({ env, outputs }) {
  const addressed = [...outputs.values()].every(
    ({ path, hashAlgorithm }) => path !== "" && hashAlgorithm === ""
  );
  return addressed && env.get("__impure") !== "1";
}
function attribute(derivation, name) {
  const structured = derivation.env.get("__json");
  if (structured === void 0) return derivation.env.get(name);
  const value = structuredAttributes(derivation)[name];
  return typeof value === "string" ? value : void 0;
}
function attributeWords(derivation, name) {
  const value = derivation.env.has("__json") ? structuredAttributes(derivation)[name] : derivation.env.get(name);
  const words = Array.isArray(value) ? value : typeof value === "string" ? value.split(/\s+/) : [];
  return words.filter((word) => typeof word === "string" && word !== "");
}
function attributeNames(derivation) {
  return derivation.env.has("__json") ? Object.keys(structuredAttributes(derivation)) : [...derivation.env.keys()];
}
function runsPhases(derivation) {
  return attributeWords(derivation, "phases").length === 0 && ["buildCommand", "buildCommandPath"].every((name) => (attribute(derivation, name) ?? "") === "");
}
var structuredCache = /* @__PURE__ */ new WeakMap();
function structuredAttributes(derivation) {
  const known = structuredCache.get(derivation);
  if (known !== void 0) return known;
  const read = readObject(derivation.env.get("__json") ?? "{}");
  structuredCache.set(derivation, read);
  return read;
}
function readObject(json) {
  try {
    const value = JSON.parse(json);
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    return {};
  }
}

// src/graph/rewrite.ts
function rewriteRequest(graph, changes) {
  const derivations = [];
  const replaced = {};
  const affected = /* @__PURE__ */ new Set();
  for (const derivation of graph.values()) {
    const change = changes.get(derivation.path);
    if (change?.kind === "replace") {
      affected.add(derivation.path);
      replaced[derivation.path] = replacementsOf(derivation, change.by);
      continue;
    }
    const follows = [...derivation.inputDrvs.keys()].some((input) => affected.has(input));
    if (change === void 0 && !follows || !canBeRewritten(derivation, affected)) continue;
    affected.add(derivation.path);
    derivations.push(requested(derivation, change ?? null));
  }
  return { derivations, replaced };
}
function replacementsOf({ outputs }, by) {
  const pairs = [...outputs].flatMap(([output, { path }]) => {
    const replacement = by.get(output);
    return replacement === void 0 ? [] : [[output, { old: path, by: replacement }]];
  });
  return Object.fromEntries(pairs);
}
function canBeRewritten(derivation, affected) {
  return isInputAddressed(derivation) && !derivation.inputSrcs.some((source) => affected.has(source));
}
function requested(derivation, change) {
  const { path, name, system, builder, args, env, outputs, inputDrvs, inputSrcs } = derivation;
  return {
    path,
    name,
    system,
    builder,
    args,
    env: Object.fromEntries(env),
    outputs: Object.fromEntries([...outputs].map(([output, value]) => [output, value.path])),
    inputDrvs: Object.fromEntries(inputDrvs),
    inputSrcs,
    change
  };
}

// src/graph/aterm.ts
function parseDerivation(path, text) {
  const reader = new Reader(text);
  reader.expect("Derive(");
  const outputs = /* @__PURE__ */ new Map();
  for (const [name = "", outputPath = "", hashAlgorithm = "", hash = ""] of reader.list(
    () => reader.tuple(4)
  ))
    outputs.set(name, { path: outputPath, hashAlgorithm, hash });
  reader.expect(",");
  const inputDrvs = /* @__PURE__ */ new Map();
  reader.list(() => {
    reader.expect("(");
    const input = reader.string();
    reader.expect(",");
    inputDrvs.set(
      input,
      reader.list(() => reader.string())
    );
    reader.expect(")");
  });
  reader.expect(",");
  const inputSrcs = reader.list(() => reader.string());
  reader.expect(",");
  const system = reader.string();
  reader.expect(",");
  const builder = reader.string();
  reader.expect(",");
  const args = reader.list(() => reader.string());
  reader.expect(",");
  const env = /* @__PURE__ */ new Map();
  for (const [name = "", value = ""] of reader.list(() => reader.tuple(2))) env.set(name, value);
  reader.expect(")");
  return { path, name: nameOf(path), system, builder, args, env, outputs, inputDrvs, inputSrcs };
}
var Reader = class {
  #text;
  #at = 0;
  constructor(text) {
    this.#text = text;
  }
  expect(token) {
    if (!this.#text.startsWith(token, this.#at))
      throw new Error(`not a derivation that can be read: no ${token} at ${this.#at}`);
    this.#at += token.length;
  }
  list(item) {
    const items = [];
    this.expect("[");
    while (this.#text[this.#at] !== "]") {
      if (items.length > 0) this.expect(",");
      items.push(item());
    }
    this.#at += 1;
    return items;
  }
  tuple(length) {
    const items = [];
    for (let index = 0; index < length; index++) {
      this.expect(index === 0 ? "(" : ",");
      items.push(this.string());
    }
    this.expect(")");
    return items;
  }
  string() {
    this.expect('"');
    const start = this.#at;
    let end = this.#text.indexOf('"', start);
    let escaped = false;
    while (end >= 0 && this.#text[end - 1] === "\\" && this.#backslashesBefore(end, start) % 2 === 1) {
      escaped = true;
      end = this.#text.indexOf('"', end + 1);
    }
    if (end < 0) throw new Error("not a derivation that can be read: a text has no end");
    this.#at = end + 1;
    const text = this.#text.slice(start, end);
    return escaped || text.includes("\\") ? unescaped(text) : text;
  }
  #backslashesBefore(end, start) {
    let count = 0;
    while (end - 1 - count >= start && this.#text[end - 1 - count] === "\\") count += 1;
    return count;
  }
};
function unescaped(text) {
  const pieces = [];
  let start = 0;
  for (let at = text.indexOf("\\"); at >= 0; at = text.indexOf("\\", start)) {
    const character = text[at + 1] ?? "";
    pieces.push(text.slice(start, at), controls[character] ?? character);
    start = at + 2;
  }
  pieces.push(text.slice(start));
  return pieces.join("");
}
var controls = { n: "\n", r: "\r", t: "	" };

// src/graph/distrust.ts
function environmentChanged(head, base) {
  const [ours, theirs] = [settingsOf(head), settingsOf(base)];
  return ours.size !== theirs.size || [...ours].some(([name, value]) => theirs.get(name) !== value);
}
var ownNames = /* @__PURE__ */ new Set(["builder", "name", "outputs", "src", "version"]);
function settingsOf(derivation) {
  const sources = new Set(derivation.inputSrcs);
  const blurred = (text) => text.replace(
    /\/[^\s"':]*?\/([0-9a-df-np-sv-z]{32})-[\w+.?=-]+/g,
    (path) => sources.has(path) ? path : "dependency"
  );
  const all = [...attributesOf(derivation)].filter(
    ([name]) => !ownNames.has(name) && !derivation.outputs.has(name)
  );
  return new Map(all.map(([name, value]) => [name, blurred(value)]));
}
function attributesOf({ env }) {
  const structured = env.get("__json");
  if (structured === void 0) return env;
  try {
    const values = JSON.parse(structured);
    return Object.entries(values).map(([name, value]) => [name, JSON.stringify(value)]);
  } catch {
    return env;
  }
}

// src/graph/store-path.ts
import { createHash } from "node:crypto";
function sourcePath(narHash, storeDirectory) {
  return hashedPath(`source:sha256:${narHash}`, "source", storeDirectory);
}
function textPath(name, text, storeDirectory) {
  const hash = createHash("sha256").update(text).digest("hex");
  return hashedPath(`text:sha256:${hash}`, name, storeDirectory);
}
function hashedPath(content, name, storeDirectory) {
  const digest = createHash("sha256").update(`${content}:${storeDirectory}:${name}`).digest();
  const folded = Buffer.alloc(20);
  for (const [index, byte] of digest.entries()) folded[index % 20] ^= byte;
  return `${storeDirectory}/${base32(folded)}-${name}`;
}
var alphabet = "0123456789abcdfghijklmnpqrsvwxyz";
function base32(bytes) {
  const length = Math.ceil(bytes.length * 8 / 5);
  let text = "";
  for (let position = length - 1; position >= 0; position--) {
    const bit = position * 5;
    const index = bit >> 3;
    const shift = bit & 7;
    const value = bytes[index] >> shift | (bytes[index + 1] ?? 0) << 8 - shift;
    text += alphabet[value & 31];
  }
  return text;
}

// src/graph/locked.ts
function lockedSources(lock, storeDirectory) {
  const paths = /* @__PURE__ */ new Set();
  for (const node of Object.values(readNodes(lock))) {
    const { type, narHash } = node?.locked ?? {};
    if (type === "path" || typeof narHash !== "string" || !narHash.startsWith("sha256-")) continue;
    const hash = Buffer.from(narHash.slice("sha256-".length), "base64");
    paths.add(sourcePath(hash.toString("hex"), storeDirectory));
  }
  return paths;
}
function readNodes(lock) {
  try {
    return JSON.parse(lock)?.nodes ?? {};
  } catch {
    return {};
  }
}

// src/graph/pair.ts
function pairUnits(head, base) {
  const byPath = new Map(base.map((unit) => [unit.derivation.path, unit]));
  const heads = new Set(head.map((unit) => unit.derivation.path));
  const changedHeads = head.filter((unit) => !byPath.has(unit.derivation.path));
  const changedBases = base.filter((unit) => !heads.has(unit.derivation.path));
  const partners = /* @__PURE__ */ new Map();
  for (const [key, group] of groupBy(changedHeads, packageKey)) {
    const candidates = changedBases.filter((unit) => packageKey(unit) === key);
    for (const unit of group) partners.set(unit, pairOne(unit, group, candidates));
  }
  return head.map((unit) => {
    const same = byPath.get(unit.derivation.path);
    if (unit.obstacle !== void 0) return { kind: "unpaired", head: unit, why: unit.obstacle };
    return same === void 0 ? partners.get(unit) : { kind: "unchanged", head: unit, base: same };
  });
}
function pairOne(unit, heads, candidates) {
  if (candidates.length === 0) return { kind: "unpaired", head: unit, why: { code: "new" } };
  const sameCompiler = candidates.filter(({ compiler }) => compiler === unit.compiler);
  const other = candidates[0];
  if (sameCompiler.length === 0)
    return {
      kind: "unpaired",
      head: unit,
      why: { code: "compiler-changed", detail: `${other.compiler} -> ${unit.compiler}` }
    };
  const rivals = heads.filter(({ compiler }) => compiler === unit.compiler);
  const best = nearest(unit, sameCompiler);
  if (best === void 0 || nearest(best, rivals) !== unit)
    return { kind: "unpaired", head: unit, why: { code: "ambiguous" } };
  if (best.obstacle !== void 0) return { kind: "unpaired", head: unit, why: best.obstacle };
  return { kind: "changed", head: unit, base: best };
}
function nearest(unit, candidates) {
  if (candidates.length === 1) return candidates[0];
  const ranked = candidates.map((candidate) => ({ candidate, shared: sharedAttributes(unit.derivation, candidate.derivation) })).sort((a, b) => b.shared - a.shared);
  return ranked[0].shared > ranked[1].shared ? ranked[0].candidate : void 0;
}
function sharedAttributes(a, b) {
  const blurred = (text) => text.replace(/[0-9a-df-np-sv-z]{32}-/g, "");
  let shared = a.name === b.name ? 1 : 0;
  for (const [name, value] of a.env) {
    const other = b.env.get(name);
    if (other !== void 0 && blurred(value) === blurred(other)) shared += 1;
  }
  return shared;
}
var packageKey = (unit) => JSON.stringify([unit.adapter, unit.package, unit.derivation.system]);
function groupBy(items, keyOf) {
  const groups = /* @__PURE__ */ new Map();
  for (const item of items) groups.set(keyOf(item), [...groups.get(keyOf(item)) ?? [], item]);
  return groups;
}

// src/graph/units.ts
function findUnits(graph, search) {
  return [...graph.values()].flatMap((derivation) => {
    for (const adapter of search.adapters) {
      const recognised = adapter.recognise(derivation);
      if (recognised === void 0) continue;
      const local = isInputAddressed(derivation) && hasLocalSource(derivation, search);
      return local ? [{ ...recognised, adapter: adapter.name, derivation }] : [];
    }
    return [];
  });
}
function hasLocalSource(derivation, search) {
  const seen = /* @__PURE__ */ new Set();
  for (let current = derivation; ; ) {
    const source = attribute(current, "src");
    const path = source === void 0 ? void 0 : storePathOf(source);
    if (path === void 0) return true;
    if (search.isLocked(path)) return false;
    const maker = makerOf(current, path, search.read);
    if (maker === void 0 || seen.has(maker.path)) return true;
    if (isFixedOutput(maker)) return false;
    seen.add(maker.path);
    current = maker;
  }
}
function makerOf(derivation, path, read) {
  for (const input of derivation.inputDrvs.keys()) {
    const made = read(input);
    if (made !== void 0 && [...made.outputs.values()].some((output) => output.path === path)) return made;
  }
  return void 0;
}
function storePathOf(path) {
  return /^.*?\/[0-9a-df-np-sv-z]{32}-[^/\s]+/.exec(path)?.[0];
}

// src/graph/walk.ts
function walk(roots, read, enter = () => true) {
  const graph = /* @__PURE__ */ new Map();
  const seen = /* @__PURE__ */ new Set();
  const stack = [...roots].reverse();
  for (let next = stack.pop(); next !== void 0; next = stack.pop()) {
    if (typeof next !== "string") {
      graph.set(next.path, next);
      continue;
    }
    if (seen.has(next) || !enter(next)) continue;
    seen.add(next);
    const derivation = read(next);
    if (derivation === void 0 || isFixedOutput(derivation)) continue;
    stack.push(derivation, ...derivation.inputDrvs.keys());
  }
  return graph;
}
function withDependents(graph, paths) {
  const found = new Set(paths);
  for (const { path, inputDrvs } of graph.values())
    if ([...inputDrvs.keys()].some((input) => found.has(input))) found.add(path);
  return found;
}

// src/engine/full-build.ts
function everyFullBuild({ coarser, fullBuilds }) {
  return [.../* @__PURE__ */ new Set([...coarser === void 0 ? [] : everyFullBuild(coarser), ...fullBuilds.values()])];
}
function startOn(full, derivation) {
  return {
    from: outputOf(full, "intermediates"),
    distrust: environmentChanged(derivation, full.unit.derivation)
  };
}
function replacementBy(full, { outputs }) {
  return {
    kind: "replace",
    by: new Map([...outputs.keys()].map((output) => [output, outputOf(full, output)]))
  };
}
var outputOf = ({ derivation, outputs }, output) => ({
  derivation,
  output,
  path: outputs[output] ?? ""
});
function entryOf({ key, outputs }, wanted = Object.keys(outputs)) {
  return { key, paths: wanted.map((output) => outputs[output] ?? "").filter((path) => path !== "") };
}
function entriesOf(base) {
  return [
    ...everyFullBuild(base).map((full) => entryOf(full)),
    ...base.dependencies.map(({ entry }) => entry)
  ];
}

// src/nix/store.ts
var quickCallSeconds = 60;
var askAgain = ["narinfo-cache-negative-ttl", "narinfo-cache-positive-ttl"].flatMap((name) => [
  "--option",
  name,
  "0"
]);
function parseTrustedKeyNames(json) {
  const settings = JSON.parse(json);
  const value = settings["trusted-public-keys"]?.value;
  const keys = Array.isArray(value) ? value.map(String) : String(value ?? "").split(/\s+/);
  return new Set(keys.map((key) => key.split(":")[0]).filter((name) => name !== ""));
}
function signedBy(keys) {
  return keys === void 0 ? [] : [`extra-trusted-public-keys = ${keys.join(" ")}`, "require-sigs = true"];
}
function parseSubstituters(json) {
  const settings = JSON.parse(json);
  const value = settings.substituters?.value;
  const urls = Array.isArray(value) ? value.map(String) : String(value ?? "").split(/\s+/);
  return {
    urls: urls.filter((url) => url !== ""),
    requireSignatures: settings["require-sigs"]?.value !== false
  };
}
var pathsAtOnce = 1e3;
async function validAmong(nix, paths, timeoutSeconds = quickCallSeconds) {
  return new Set((await narHashes(nix, paths, timeoutSeconds)).keys());
}
async function narHashes(nix, paths, timeoutSeconds = quickCallSeconds) {
  const hashes = /* @__PURE__ */ new Map();
  for (let start = 0; start < paths.length; start += pathsAtOnce) {
    const some = paths.slice(start, start + pathsAtOnce);
    const args = [...nix.dialect.pathInfo, "--option", "substitute", "false", ...some];
    const { stdout } = await nix.run(args, { timeoutSeconds });
    for (const { path, narHash } of readAnswer("nix path-info", stdout, parsePathInfo))
      hashes.set(path, narHash);
  }
  return hashes;
}
function createStoreAccess(nix) {
  const { dialect } = nix;
  const call = async (args, timeoutSeconds) => (await nix.run(args, { timeoutSeconds })).stdout;
  const settings = (seconds) => call(dialect.showConfig, seconds);
  const lookUp = async (url, paths, seconds) => {
    const args = [...dialect.pathInfo, "--option", "substitute", "false", "--store", url];
    return readAnswer("nix path-info", await call([...args, ...askAgain, ...paths], seconds), parsePathInfo);
  };
  const fromUpstream = "--substitute-on-destination";
  return {
    valid: (paths, seconds) => validAmong(nix, paths, seconds),
    async keep(paths, link, seconds) {
      await call(["build", "--option", "substitute", "false", "--out-link", link, ...paths], seconds);
    },
    async closure(paths, seconds) {
      const printed = await call([...dialect.pathInfo, "--recursive", ...paths], seconds);
      return readAnswer("nix path-info", printed, parsePathInfo);
    },
    async trustedKeyNames(seconds) {
      return readAnswer("nix config show", await settings(seconds), parseTrustedKeyNames);
    },
    async trusted(seconds) {
      return readAnswer("nix store info", await call(dialect.storeInfo, seconds), dialect.trusted);
    },
    async sign(paths, keyFile, seconds) {
      await call(["store", "sign", "--key-file", keyFile, ...paths], seconds);
    },
    async substituters(seconds) {
      return readAnswer("nix config show", await settings(seconds), parseSubstituters);
    },
    lookUp,
    async missingIn(url, paths, seconds) {
      const present = new Set((await lookUp(url, paths, seconds)).map((info2) => info2.path));
      return paths.filter((path) => !present.has(path));
    },
    async write(url, paths, seconds) {
      await call(["copy", "--no-recursive", "--to", url, ...paths], seconds);
    },
    async substitute(url, paths, seconds, keys) {
      const env = { NIX_CONFIG: [`extra-substituters = ${url}`, ...signedBy(keys)].join("\n") };
      await nix.run(["build", "--no-link", "--keep-going", ...askAgain, ...paths], {
        env,
        timeoutSeconds: seconds
      });
    },
    async push(url, paths, seconds) {
      await call(["copy", "--no-check-sigs", fromUpstream, "--to", url, ...paths], seconds);
    },
    async pull(url, paths, seconds, keys) {
      const check = keys === void 0 ? ["--no-check-sigs"] : [];
      await nix.run(["copy", ...check, fromUpstream, ...askAgain, "--from", url, ...paths], {
        env: { NIX_CONFIG: signedBy(keys).join("\n") },
        timeoutSeconds: seconds
      });
    }
  };
}

// src/engine/full-builds.ts
function openInputCaches(settings, nix, { scratch, surroundings }) {
  const { occasion } = surroundings;
  const { signingKey, trustedPublicKeys } = settings;
  const options = {
    scratch,
    timeoutSeconds: settings.cacheTimeout,
    signingKey,
    trustedPublicKeys,
    ref: occasion.ref,
    roots: scratch
  };
  return openCaches(
    settings.caches,
    createStoreAccess(nix),
    options,
    (cache) => mayWrite(settings.cacheWrite, cache, occasion)
  );
}
async function restoreFullBuilds({ nix, ladder }, { needed, dependencies, base, caches }) {
  const entries = new Map([...needed].map(([full, outputs]) => [full, entryOf(full, outputs)]));
  const all = [...entries.values()].flatMap(({ paths }) => paths);
  const valid = await validAmong(nix, [...all, ...dependencies]);
  const isThere = ({ paths }) => paths.every((path) => valid.has(path));
  const origins = /* @__PURE__ */ new Map();
  for (const [full, entry] of entries) if (isThere(entry)) origins.set(full, "store");
  const lacking = [...entries].filter(([full]) => !origins.has(full));
  const lackingDependencies = new Set(dependencies.filter((path) => !valid.has(path)));
  const more = base.dependencies.flatMap(({ entry: { key, paths } }) => {
    const wanted2 = paths.filter((path) => lackingDependencies.has(path));
    return wanted2.length === 0 ? [] : { key, paths: wanted2 };
  });
  const wanted = [...lacking.map(([, entry]) => entry), ...more];
  const refusedFrom = /* @__PURE__ */ new Map();
  if (wanted.length === 0) return { origins, refusedFrom, silent: [] };
  const restored = await restoreFromFirst(caches, { wanted, neighbours: entriesOf(base) });
  for (const [index, [full]] of lacking.entries()) {
    const from = restored.from[index];
    if (from !== void 0) origins.set(full, "cache");
    info(
      `${full.unit.derivation.name}: ${from === void 0 ? "not in the cache" : `restored from ${from.name}`}.`
    );
  }
  for (const { cache, entries: entries2, failure } of restored.failures)
    if (failure.refused === true)
      for (const key of failure.refusedKeys ?? entries2.map((entry) => entry.key))
        refusedFrom.set(key, [...refusedFrom.get(key) ?? [], cache.name]);
  const names = new Map(lacking.map(([full, entry]) => [entry, full.unit.derivation.name]));
  const had = (entry) => restored.from[wanted.indexOf(entry)]?.name;
  complainOf(restored.failures, { names, had, complain: ladder.complain });
  const silent = restored.failures.flatMap(({ cache, failure }) => failure.refused === true ? [] : cache);
  return { origins, refusedFrom, silent };
}
function complainOf(failures, { names, had, complain }) {
  for (const cache of new Set(failures.map((one) => one.cache))) {
    const own = failures.filter((one) => one.cache === cache);
    const entries = own.flatMap((one) => one.entries);
    const units = entries.flatMap((entry) => names.get(entry) ?? []);
    const { failure } = own.find((one) => one.entries.some((entry) => names.has(entry))) ?? own[0];
    const subject = units.length > 0 ? `The full build of ${listed(units)}` : "What the units are built with";
    const elsewhere = entries.map(had);
    const consequence = elsewhere.includes(void 0) ? "It is built anew" : `${elsewhere[0]} had it`;
    const remedy = failure.remedy ?? "If this goes on, see whether the cache can be reached and read";
    complain(
      `${subject} could not be restored from ${cache.name}: ${failure.reason}. ${consequence}. ${remedy}.`
    );
  }
}
function installablesOf(needed) {
  return [...needed].map(([full, outputs]) => outputsOf(full.derivation, outputs));
}
function pushRequest(made, base, refusedFrom = /* @__PURE__ */ new Map()) {
  const own = made.map((full) => entryOf(full));
  const all = own.length === 0 ? own : [...own, ...base.dependencies.map(({ entry }) => entry)];
  const wanted = all.map((entry) => ({ ...entry, refusedFrom: refusedFrom.get(entry.key) ?? [] }));
  const keys = new Set(wanted.map(({ key }) => key));
  return { wanted, neighbours: entriesOf(base).filter(({ key }) => !keys.has(key)) };
}
async function pushFullBuilds(request, caches, complain) {
  if (caches.length === 0 || request.wanted.length === 0) {
    info("There is nothing to push.");
    return;
  }
  for (const cache of caches) {
    const saved = await cache.save(request);
    tell(request.wanted, cache, saved, complain);
  }
}
function tell(entries, cache, saved, complain) {
  const failures = /* @__PURE__ */ new Map();
  for (const [index, { key }] of entries.entries()) {
    const one = saved[index];
    if (one.status === "saved") info(`Pushed ${key} (${(one.bytes / 1e6).toFixed(1)} MB) to ${cache.name}.`);
    if (one.status === "exists") info(`${key} is in the cache already (${cache.name}).`);
    if (one.status === "read-only")
      info(`${key} is not pushed to ${cache.name}: this run may not write to the cache (${one.reason}).`);
    if (one.status === "incomplete")
      info(`${key} is not pushed to ${cache.name}: not all of it was needed here.`);
    if (one.status === "failed") failures.set(one.reason, [...failures.get(one.reason) ?? [], key]);
  }
  for (const [reason, keys] of failures)
    complain(
      `The full build ${listed(keys)} could not be pushed to ${cache.name}: ${reason}. Later jobs will build it again; see whether the cache can be reached and written.`
    );
}

export {
  validAmong,
  narHashes,
  parseDerivation,
  isFixedOutput,
  attribute,
  attributeWords,
  attributeNames,
  runsPhases,
  textPath,
  lockedSources,
  pairUnits,
  rewriteRequest,
  findUnits,
  walk,
  withDependents,
  everyFullBuild,
  startOn,
  replacementBy,
  entryOf,
  openInputCaches,
  restoreFullBuilds,
  installablesOf,
  pushRequest,
  pushFullBuilds
};
