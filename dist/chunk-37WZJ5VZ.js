import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  evaluationLimitSeconds,
  lastErrorOf,
  nameOf,
  nixFile,
  nixString,
  parsePathInfo
} from "./chunk-5AHGY5X4.js";
import {
  cacheKey,
  dependenciesKey,
  formatInstallable,
  isWildcard,
  mayWrite,
  openCaches,
  outputsOf,
  readAnswer,
  restoreFromFirst
} from "./chunk-M2WVSVPB.js";
import {
  info,
  warn
} from "./chunk-CYDJ2FUD.js";
import {
  UserError
} from "./chunk-TEML5WMU.js";
import {
  ProcessError
} from "./chunk-UCXRDE6J.js";

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
  const valid = /* @__PURE__ */ new Set();
  for (let start = 0; start < paths.length; start += pathsAtOnce) {
    const some = paths.slice(start, start + pathsAtOnce);
    const args = [...nix.dialect.pathInfo, "--option", "substitute", "false", ...some];
    const { stdout } = await nix.run(args, { timeoutSeconds });
    for (const { path } of readAnswer("nix path-info", stdout, parsePathInfo)) valid.add(path);
  }
  return valid;
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

// src/nix/evaluate.ts
async function derivationsOf(nix, args) {
  const { stdout } = await nix.run(["path-info", "--derivation", ...args], {
    timeoutSeconds: evaluationLimitSeconds
  });
  return readAnswer("nix path-info --derivation", stdout, readDerivations);
}
function readDerivations(printed) {
  const lines = printed.trim().split("\n");
  if (!lines.every((line) => line.startsWith("/"))) throw new Error("these are no store paths");
  return lines.filter((line) => line.endsWith(".drv"));
}
async function derivationsIn(nix, args) {
  const { stdout } = await nix.run(["eval", "--json", ...args, "--apply", listDerivations], {
    timeoutSeconds: evaluationLimitSeconds
  });
  return readAnswer("nix eval --json", stdout, JSON.parse);
}
var listDerivations = `
  let
    list = prefix: given:
      let set = if builtins.isFunction given then given { } else given;
      in builtins.concatMap (name:
        let
          value = set.\${name};
          path = prefix ++ [ name ];
        in
        if !(builtins.isAttrs value) then [ ]
        else if value.type or null == "derivation" then [ path ]
        else if value.recurseForDerivations or false then list path value
        else [ ]) (builtins.attrNames set);
  in list [ ]`;
function isEvaluationFailure(error) {
  return error instanceof ProcessError && error.reason !== "cancelled" && error.reason !== "not-found";
}
function isMissing(stderr) {
  return /does not provide attribute|attribute '[^']*' in selection path|does not contain a '[^']*flake\.nix'/.test(
    lastErrorOf(stderr)
  );
}

// src/engine/dependencies.ts
function dependenciesOf(units, { graph, below }) {
  const made = withDependents(
    graph,
    units.map(({ derivation }) => derivation.path)
  );
  const inputsOf = (dependents2, known) => outputsNeeded(dependents2, (input) => {
    const found = graph.get(input);
    return found !== void 0 && !made.has(input) && !known.has(input) && !isFixedOutput(found);
  });
  const dependents = [...graph.values()].filter(({ path }) => made.has(path));
  const first = inputsOf(
    dependents.filter(({ path }) => below.has(path)),
    /* @__PURE__ */ new Set()
  );
  const second = inputsOf(
    dependents.filter(({ path }) => !below.has(path)),
    new Set(first.keys())
  );
  return [first, second].flatMap((outputs) => {
    const paths = [...outputs].flatMap(([path, names2]) => pathsOf(graph.get(path), names2));
    return paths.length === 0 ? [] : { entry: { key: dependenciesKey(paths), paths }, outputs };
  });
}
function installablesFor(dependencies) {
  return dependencies.flatMap(({ outputs }) => [...outputs].map(([path, names2]) => outputsOf(path, names2)));
}
function outputsNeeded(dependents, counts) {
  const needed = /* @__PURE__ */ new Map();
  for (const { inputDrvs } of dependents)
    for (const [input, outputs] of inputDrvs)
      if (counts(input)) needed.set(input, /* @__PURE__ */ new Set([...needed.get(input) ?? [], ...outputs]));
  return new Map([...needed].map(([input, outputs]) => [input, [...outputs].sort()]));
}
function pathsOf(derivation, names2) {
  return names2.map((name) => derivation?.outputs.get(name)?.path ?? "").filter((path) => path !== "");
}

// src/adapters/haskell/belief.ts
function believe(failed) {
  if (failed.phase !== "buildPhase")
    return doubted(failed.phase === void 0 ? "its phase is not known" : `it failed in ${failed.phase}`);
  if (failed.log.length === 0) return doubted("its log was not kept");
  const suspect = suspects.find(({ pattern }) => failed.log.some((line) => pattern.test(line)));
  if (suspect !== void 0) return doubted(suspect.meaning);
  const doubts = failed.errors.map((error) => doubtOf(error, failed));
  const [first = "no error of GHC at a line of a source was seen"] = doubts;
  return doubts.includes(void 0) ? { believed: true } : doubted(first);
}
var doubted = (because) => ({ believed: false, because });
var suspects = [
  {
    pattern: /\bBad interface file\b|\bbad interface\b|mismatched interface file|Something is amiss/i,
    meaning: "GHC could not read an interface file"
  },
  {
    pattern: /Could not (?:find|load) module|Failed to load interface|not loaded|cannot satisfy -package/i,
    meaning: "GHC could not find or load a module"
  },
  {
    pattern: /the 'impossible' happened|internal error|\bGHC bug\b|\bpanic!|segmentation fault/i,
    meaning: "GHC itself broke down"
  },
  {
    pattern: /failed in phase|undefined reference|multiple definition|(?:unknown|undefined) symbol|interactive linking|GHC runtime linker|collect2:|\bld(?:\.\w+)?: |cannot open shared object/i,
    meaning: "a linker or another program that GHC calls failed"
  },
  {
    pattern: /No space left on device|Cannot allocate memory|out of memory|heap exhausted|heap overflow/i,
    meaning: "memory or disk space ran out"
  }
];
function doubtOf(error, { compiled, isOfHead }) {
  const { file, text, quoted } = error;
  if (file.startsWith("/") || /(^|\/)(dist|dist-newstyle)\//.test(file)) return `${file} is not a source`;
  if (!compiled.has(file)) return `the log does not show that ${file} was compiled`;
  const grammar = /^(?:parse|lexical) error\b/.test(text);
  if (quoted === void 0 && !grammar) return `the line of ${file} was not quoted`;
  if (atCompileTime.test(text) || quoted !== void 0 && isSplice(quoted))
    return `code that runs at compile time is involved in ${file}`;
  if (/\bNB: .* is defined in /s.test(text)) return `GHC saw two packages or modules of one name in ${file}`;
  return isOfHead(error) ? void 0 : `${file} does not have that line at HEAD`;
}
var atCompileTime = /compile-time code|compile-time evaluation|\bsplice\b|quasi-?quotation|Template Haskell|\bplugin\b/i;
var declaration = /^(?:import|module|data|type|newtype|class|instance|deriving|infix[lr]?|foreign|default|pattern|where)\b/;
function isSplice(line) {
  if (/\$\$?[(\w]|\[[\w.']+\||\|\]|(^|[\s([,])''?[A-Z(]/.test(line)) return true;
  const topLevel = /^[a-z_]/.test(line) && !declaration.test(line);
  return topLevel && !/(^|\s)(?:=|::|\||<-|->)(\s|$)/.test(line);
}

// src/adapters/haskell/flags.ts
function recompilesAll(head, base) {
  const [ours, theirs] = [fingerprinted(head), fingerprinted(base)];
  if (JSON.stringify(ours) === JSON.stringify(theirs)) return void 0;
  const added = ours.filter((flag) => !theirs.includes(flag));
  const gone = theirs.filter((flag) => !ours.includes(flag));
  return [...added, ...gone.map((flag) => `no ${flag}`)].join(", ") || "in another order";
}
function fingerprinted(derivation) {
  return ["configureFlags", "buildFlags"].flatMap((name) => attributeWords(derivation, name)).map((word) => word.replace(/^--ghc-options?=/, "")).filter((word) => compiling.test(word));
}
var compiling = /^(?:-O[0-2]?|-X\w+|-D\w.*|-I.+|-optP.+|-g[0-3]?|-fhpc|-(?:no-)?haddock|-f(?:no-)?(?:specialise-aggressively|expose-all-unfoldings|ignore-asserts)|--(?:enable|disable)-(?:optimization|coverage|debug-info)(?:=.*)?|--extra-include-dirs=.+)$/;

// src/adapters/haskell/obstacle.ts
var minimumGhc = [9, 4];
function obstacleOf(derivation, compiler) {
  return oldCompiler(compiler) ?? ownIntermediates(derivation) ?? obstacleOfFlags(derivation);
}
function oldCompiler(compiler) {
  const version = /ghc-(\d+)\.(\d+)[\d.]*/.exec(compiler);
  if (version === null) return void 0;
  const [major, minor] = [Number(version[1]), Number(version[2])];
  const old = major < minimumGhc[0] || major === minimumGhc[0] && minor < minimumGhc[1];
  return old ? { code: "compiler-too-old", detail: version[0].replace("ghc-", "") } : void 0;
}
function ownIntermediates(derivation) {
  const copy = /^\s*cp -r (\S+)\/share\/haskell\/\S+ dist\/build\s*$/m;
  const from = copy.exec(attribute(derivation, "buildPhase") ?? "")?.[1];
  return from === void 0 ? void 0 : { code: "own-intermediates", detail: from };
}
function obstacleOfFlags(derivation) {
  const texts = [
    ...attributeWords(derivation, "configureFlags"),
    ...attributeWords(derivation, "buildFlags"),
    ...phasesWithFlags.map((phase) => attribute(derivation, phase) ?? "")
  ];
  for (const text of texts) {
    const directory = /--builddir(?:=| +)\S+/.exec(text)?.[0];
    if (directory !== void 0) return { code: "own-build-directory", detail: directory };
    const hie = /-hiedir[= ]?["'\\]*([$/][^\s"']+)/.exec(text)?.[1];
    if (hie !== void 0) return { code: "hie-output", detail: hie };
  }
  return void 0;
}
var phasesWithFlags = ["setupCompilerEnvironmentPhase", "configurePhase", "buildPhase"];

// src/adapters/haskell/recognise.ts
var haskell = {
  name: "haskell",
  recognise(derivation) {
    if (!isBuild(derivation)) return void 0;
    const compiler = compilerOf(derivation);
    const name = attribute(derivation, "pname");
    if (compiler === void 0 || name === void 0) return void 0;
    const obstacle = obstacleOf(derivation, compiler);
    return { package: name, compiler, ...obstacle === void 0 ? {} : { obstacle } };
  },
  believe,
  recompilesAll
};
function isBuild(derivation) {
  const text = (name) => attribute(derivation, name) ?? "";
  return attributeWords(derivation, "prePhases").includes("setupCompilerEnvironmentPhase") && attributeWords(derivation, "preConfigurePhases").includes("compileBuildDriverPhase") && attributeWords(derivation, "phases").length === 0 && text("buildCommand") === "" && text("buildCommandPath") === "" && /^\s*runHook preConfigure$/m.test(text("configurePhase")) && /\.\/Setup configure /.test(text("configurePhase")) && /^\s*runHook preBuild$/m.test(text("buildPhase")) && /^\s*\.\/Setup build(?: |$)/m.test(text("buildPhase"));
}
function compilerOf(derivation) {
  const phase = attribute(derivation, "setupCompilerEnvironmentPhase") ?? "";
  const path = /^\s*echo "Build with (\S+)\."$/m.exec(phase)?.[1];
  const name = path === void 0 ? void 0 : nameOf(path);
  return name?.includes("ghc") === true ? name : void 0;
}

// src/adapters/haskell-nix/recognise.ts
var haskellNix = {
  name: "haskell-nix",
  recognise(derivation) {
    const component = componentOf(derivation);
    const compiler = compilerOf2(derivation);
    if (component === void 0 || compiler === void 0) return void 0;
    const obstacle = obstacleOf(derivation, compiler);
    return { package: component, compiler, ...obstacle === void 0 ? {} : { obstacle } };
  },
  believe,
  recompilesAll
};
var target = /^\s*\$SETUP_HS build (lib|flib|exe|test|bench):(\S+)(?: |$)/m;
function componentOf(derivation) {
  const text = (name) => attribute(derivation, name) ?? "";
  const [, kind, component] = target.exec(text("buildPhase")) ?? [];
  const isBuild2 = /\/bin\/(?:Setup|default-setup[^/]*)$/.test(text("SETUP_HS")) && attributeWords(derivation, "phases").length === 0 && text("buildCommand") === "" && text("buildCommandPath") === "" && /^\s*runHook preConfigure$/m.test(text("configurePhase")) && /\$SETUP_HS configure .*\$configFiles\/configure-flags/.test(text("configurePhase")) && /^\s*runHook preBuild$/m.test(text("buildPhase"));
  return isBuild2 && text("pname").endsWith(`-${kind}-${component}`) ? text("pname") : void 0;
}
function compilerOf2(derivation) {
  const path = /^\s*unwrappedGhc=(\S+)$/m.exec(attribute(derivation, "configurePhase") ?? "")?.[1];
  return path === void 0 ? void 0 : nameOf(path);
}

// src/nix/derivation-files.ts
import { isUtf8 } from "node:buffer";
import { readFileSync } from "node:fs";
function readDerivationFile(path) {
  try {
    const bytes = readFileSync(path);
    return isUtf8(bytes) ? bytes.toString() : void 0;
  } catch {
    return void 0;
  }
}

// src/nix/rewrite.ts
import { randomUUID } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
async function rewrite(nix, request, scratch) {
  const file = join(scratch, `rewrite-${randomUUID()}.json`);
  await writeFile(file, JSON.stringify(request));
  try {
    const expression = `import ${nixString(nixFile("rewrite.nix"))} { request = ${nixString(file)}; }`;
    const { stdout } = await nix.run(["eval", "--impure", "--json", "--expr", expression], {
      timeoutSeconds: evaluationLimitSeconds
    });
    return readAnswer("nix eval", stdout, JSON.parse);
  } finally {
    await rm(file, { force: true });
  }
}

// src/engine/graphs.ts
var adapters = [haskell, haskellNix];
function adapterOf({ adapter }) {
  return adapters.find(({ name }) => name === adapter);
}
function createReader() {
  const known = /* @__PURE__ */ new Map();
  return (path) => {
    if (!known.has(path)) known.set(path, readOne(path));
    return known.get(path);
  };
}
function readOne(path) {
  const text = readDerivationFile(path);
  try {
    return text === void 0 ? void 0 : parseDerivation(path, text);
  } catch {
    return void 0;
  }
}
function walkGraph({ read }, roots, enter) {
  return walk(roots, read, enter);
}
function findUnitsOf({ read, isLocked }, graph) {
  return findUnits(graph, { adapters, read, isLocked });
}
async function rewriteGraph({ nix, scratch }, request) {
  if (request.derivations.length === 0) return /* @__PURE__ */ new Map();
  return new Map(Object.entries(await rewrite(nix, request, scratch)));
}

// src/engine/installables.ts
async function argumentsOf(nix, tree, index, installable) {
  if (!isWildcard(installable)) return [{ text: installable.text, argument: tree.whole(index) }];
  const { outputs } = installable;
  const attributePath = installable.attributePath.slice(0, -1);
  const set = formatInstallable(tree.reference(index), { attributePath, outputs: [] });
  const paths = await derivationsIn(nix, [...tree.options, set]);
  const [reference = ""] = installable.text.includes("#") ? installable.text.split("#") : [];
  return paths.map((path) => {
    const found = { attributePath: [...attributePath, ...path], outputs };
    return {
      text: formatInstallable(reference, found),
      argument: formatInstallable(tree.reference(index), found)
    };
  });
}
function names(installables) {
  return installables.map((installable) => installable.text || "the file").join(", ");
}

// src/engine/locks.ts
import { readFileSync as readFileSync2 } from "node:fs";
import { dirname, join as join2 } from "node:path";
function lockedInHead({ history, locations }, storeDirectory) {
  const { topLevel } = history.checkout;
  const locks = lockFiles(locations).map((file) => {
    try {
      return readFileSync2(join2(topLevel, file), "utf8");
    } catch {
      return "";
    }
  });
  return amongLocked(locks, storeDirectory);
}
async function lockedInBase({ revision }, { history, locations }, storeDirectory) {
  const locks = await Promise.all(lockFiles(locations).map((file) => history.readFile(revision, file)));
  return amongLocked(
    locks.map((text) => text ?? ""),
    storeDirectory
  );
}
function lockFiles(locations) {
  const directories = locations.flatMap(
    (location) => location.endsWith(".nix") ? [".", dirname(location)] : [".", location]
  );
  return [...new Set(directories.map((directory) => join2(directory, "flake.lock")))];
}
function amongLocked(locks, storeDirectory) {
  const locked = locks.map((lock) => lockedSources(lock, storeDirectory));
  return (path) => locked.some((paths) => paths.has(path));
}

// src/engine/trees.ts
import { pathToFileURL } from "node:url";
function headTree({ settings }) {
  return {
    options: settings.file === void 0 ? [] : ["--file", settings.file],
    reference: (index) => settings.file === void 0 ? settings.installables[index]?.text.split(/[#^]/)[0] ?? "." : "",
    whole: (index) => settings.installables[index]?.text ?? ""
  };
}
async function baseTree(base, { settings, sources }) {
  const { history, locations } = sources;
  const wholeBy = (reference2) => (index) => {
    const installable = settings.installables[index];
    return installable === void 0 ? "" : formatInstallable(reference2(index), installable);
  };
  if (settings.file !== void 0) {
    const directory = await history.workTree(base.revision);
    const reference2 = () => "";
    return { options: ["--file", `${directory}/${locations[0]}`], reference: reference2, whole: wholeBy(reference2) };
  }
  const repository = pathToFileURL(await history.sourceRepository([base.revision])).href;
  const reference = (index) => {
    const parameters = new URLSearchParams(settings.installables[index]?.parameters);
    const location = locations[index] ?? "";
    if (location !== "") parameters.set("dir", location);
    parameters.set("rev", base.revision);
    parameters.set("shallow", "1");
    return `git+${repository}?${parameters.toString()}`;
  };
  return { options: ["--no-write-lock-file"], reference, whole: wholeBy(reference) };
}

// src/engine/base-graph.ts
async function readBase(context, base) {
  const tops = await evaluateBase(context, await baseTree(base, context));
  const graph = walkGraph(context, tops);
  const lockedThen = await lockedInBase(base, context.sources, context.nix.storeDirectory);
  const isLocked = (path) => context.isLocked(path) || lockedThen(path);
  const units = findUnitsOf({ ...context, isLocked }, graph);
  const below = walk(
    units.map(({ derivation }) => derivation.path),
    (path) => graph.get(path)
  );
  const dependencies = dependenciesOf(units, { graph, below });
  const found = { base, graph, units, below, dependencies };
  return { ...found, fullBuilds: await fullBuildsOf(context, found, /* @__PURE__ */ new Set()) };
}
async function withoutChecks(context, base, failing) {
  const known = [...base.fullBuilds.values()].filter(({ unchecked: unchecked2 }) => unchecked2);
  const unchecked = withDependents(
    base.graph,
    [...known, ...failing].map(({ unit }) => unit.derivation.path)
  );
  const made = await fullBuildsOf(context, base, unchecked);
  const fullBuilds = [...base.fullBuilds].flatMap(([path, before]) => {
    const full = unchecked.has(path) && !before.unchecked ? made.get(path) : before;
    return full === void 0 ? [] : [[path, full]];
  });
  return { ...base, fullBuilds: new Map(fullBuilds) };
}
async function fullBuildsOf(context, { base, units, below }, unchecked) {
  const kept = new Map(
    units.map(({ adapter, derivation: { path } }) => [
      path,
      { kind: "keep", adapter, unchecked: unchecked.has(path) }
    ])
  );
  const rewritten = await rewriteAll(context, rewriteRequest(below, kept));
  const fullBuilds = /* @__PURE__ */ new Map();
  for (const unit of units) {
    const { path, system } = unit.derivation;
    const made = rewritten.get(path);
    const intermediates = made?.outputs.intermediates;
    if (made === void 0 || intermediates === void 0) continue;
    const key = cacheKey({ system, name: unit.package, revision: base.revision, path: intermediates });
    const { derivation, outputs } = made;
    fullBuilds.set(path, {
      ...{ unit, base, key, derivation, outputs, intermediates },
      unchecked: unchecked.has(path)
    });
  }
  return fullBuilds;
}
async function rewriteAll(context, request) {
  const rewritten = await unlessFailed(rewriteGraph(context, request));
  if (!(rewritten instanceof ProcessError)) return rewritten;
  info(`The full builds cannot be instantiated: ${lastErrorOf(rewritten.stderr) || rewritten.message}.`);
  return /* @__PURE__ */ new Map();
}
async function evaluateBase({ nix, settings, ladder }, tree) {
  const evaluate = async (indices) => {
    const found = [];
    for (const index of indices)
      found.push(...await argumentsOf(nix, tree, index, settings.installables[index]));
    if (found.length === 0) return [];
    return derivationsOf(nix, [...tree.options, ...found.map(({ argument }) => argument)]);
  };
  const all = settings.installables.map((_, index) => index);
  const together = await unlessFailed(evaluate(all));
  if (!(together instanceof ProcessError)) return together;
  const tops = [];
  for (const index of all) {
    const own = all.length === 1 ? together : await unlessFailed(evaluate([index]));
    const subject = names([settings.installables[index]]);
    if (!(own instanceof ProcessError)) tops.push(...own);
    else if (isMissing(own.stderr)) info(`${subject}: the commit of the full build does not have it.`);
    else ladder.stepDown(subject, "base-does-not-evaluate", lastErrorOf(own.stderr) || own.message);
  }
  return tops;
}
async function unlessFailed(work) {
  try {
    return await work;
  } catch (error) {
    if (isEvaluationFailure(error)) return error;
    throw error;
  }
}
function entryOf({ key, outputs }, wanted = Object.keys(outputs)) {
  return { key, paths: wanted.map((output) => outputs[output] ?? "").filter((path) => path !== "") };
}
function entriesOf({ fullBuilds, dependencies }) {
  return [...[...fullBuilds.values()].map((full) => entryOf(full)), ...dependencies.map(({ entry }) => entry)];
}

// src/engine/failures.ts
var BuildFailure = class extends UserError {
  log;
  constructor(message, log) {
    super(message);
    this.log = log;
  }
};
var ForeignStoreError = class extends Error {
};
var DoubtfulFailure = class extends Error {
  failure;
  /** `why`: what keeps the question about HEAD from being answered, in short. */
  constructor(failure, why) {
    super(why);
    this.failure = failure;
  }
};
var EvaluationFailure = class extends UserError {
  stderr;
  constructor(message, stderr) {
    super(message);
    this.stderr = stderr;
  }
};

// src/engine/ladder.ts
var explanations = {
  "revision-unavailable": (detail) => ({
    why: `the commit of the full build could not be fetched (${detail})`,
    remedy: "Give `actions/checkout` a `fetch-depth: 0`, or see that `github-token` can read the repository"
  }),
  "no-date": (detail) => ({
    why: `a commit has a committer date that is out of range (${detail})`,
    remedy: "Correct the clock and commit again, or set `revision`"
  }),
  "base-does-not-evaluate": (detail) => ({
    why: `the commit of the full build does not evaluate (${detail})`,
    remedy: "The next boundary will choose a later commit; to choose one now, set `revision`"
  }),
  "compiler-too-old": (detail) => ({
    why: `GHC ${detail} decides by time stamps what to compile, and all of them are new in a Nix build`,
    remedy: "Use GHC 9.4 or later"
  }),
  "own-intermediates": (detail) => ({
    why: `its own Nix code starts it from intermediates already (${detail})`,
    remedy: "Remove `previousIntermediates` to leave that to the action"
  }),
  "own-build-directory": (detail) => ({
    why: `it is not built in \`dist\` (${detail})`,
    remedy: "Remove that flag"
  }),
  "hie-output": (detail) => ({
    why: `GHC writes .hie files straight into an output (${detail}), and compiles every module whose file is not there`,
    remedy: "Let `-hiedir` name a directory of the build, and copy it in `postInstall`"
  }),
  "compiler-changed": (detail) => ({
    why: `the compiler changed since the full build (${detail})`,
    remedy: "Nothing is to be done; the next full build will be made with the new one"
  }),
  unexpected: (detail) => ({
    why: `something failed that the build itself does not need (${detail})`,
    remedy: "If this goes on, please report it to the authors of the action, with the log of this job"
  }),
  ambiguous: () => ({
    why: "the commit of the full build has several variants of it, and it is like more than one of them",
    remedy: "Give the variants different names (`pname`)"
  }),
  "cannot-be-rewritten": (detail) => ({
    why: `Nix does not make the same derivation again of what it says${detail === "" ? "" : ` (${detail})`}`,
    remedy: "Please report this to the authors of the action, with the text of the `.drv` file"
  }),
  "full-build-failed": (detail) => ({
    why: `the full build failed (${detail})`,
    remedy: "If the branch was broken at that commit, set `revision` to a commit that builds"
  }),
  "known-to-fail": (detail) => ({
    why: `an earlier job found that the full build fails (${detail})`,
    remedy: "The next boundary will choose a later commit; where it was a fault that passes, a run in mode `full` makes the full build"
  }),
  "incremental-build-failed": (detail) => ({
    why: `the incremental build failed (${detail})`,
    remedy: "If HEAD builds without it, please report this to the authors of the action, with the log of the incremental build"
  })
};
function explain(subject, rung, detail, consequence = "is built without the optimisation") {
  const { why, remedy } = explanations[rung](detail);
  return `${subject} ${consequence}: ${why}. ${remedy}.`;
}
function failOnWarnings({ warnings }) {
  if (warnings.length > 0)
    throw new UserError(`${warnings.join(" ")} (\`strict: true\` makes this a failure.)`);
}
function about(ladder, name) {
  return {
    stepDown: (subject, rung, detail, log) => ladder.stepDown(`${name}: ${subject}`, rung, detail, log),
    complain: (message) => ladder.complain(`${name}: ${message}`),
    warnings: ladder.warnings,
    strict: ladder.strict
  };
}
function holdBack(ladder) {
  const held = [];
  return {
    stepDown: (...args) => void held.push(() => ladder.stepDown(...args)),
    complain: (message) => void held.push(() => ladder.complain(message)),
    tell: () => held.splice(0).forEach((say) => void say()),
    warnings: ladder.warnings,
    strict: ladder.strict
  };
}
function createLadder(strict, consequence) {
  const warnings = [];
  function complain(message, log) {
    if (strict) {
      const text = `${message} (\`strict: true\` makes this a failure.)`;
      throw log === void 0 ? new UserError(text) : new BuildFailure(text, log);
    }
    warnings.push(message);
    warn(message);
  }
  return {
    stepDown: (subject, rung, detail, log) => complain(explain(subject, rung, detail, consequence), log),
    complain: (message) => complain(message),
    warnings,
    strict
  };
}
var mostNames = 5;
function listed(names2) {
  const shown = names2.slice(0, mostNames).join(", ");
  return names2.length > mostNames ? `${shown} and ${names2.length - mostNames} more` : shown;
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
  const names2 = new Map(lacking.map(([full, entry]) => [entry, full.unit.derivation.name]));
  const had = (entry) => restored.from[wanted.indexOf(entry)]?.name;
  complainOf(restored.failures, { names: names2, had, complain: ladder.complain });
  const silent = restored.failures.flatMap(({ cache, failure }) => failure.refused === true ? [] : cache);
  return { origins, refusedFrom, silent };
}
function complainOf(failures, { names: names2, had, complain }) {
  for (const cache of new Set(failures.map((one) => one.cache))) {
    const own = failures.filter((one) => one.cache === cache);
    const entries = own.flatMap((one) => one.entries);
    const units = entries.flatMap((entry) => names2.get(entry) ?? []);
    const { failure } = own.find((one) => one.entries.some((entry) => names2.has(entry))) ?? own[0];
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
      info(`${key} is not pushed to ${cache.name}: this job may not write to the cache (${one.reason}).`);
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
  environmentChanged,
  textPath,
  pairUnits,
  rewriteRequest,
  isEvaluationFailure,
  isMissing,
  installablesFor,
  outputsNeeded,
  adapterOf,
  createReader,
  walkGraph,
  findUnitsOf,
  rewriteGraph,
  argumentsOf,
  names,
  lockedInHead,
  headTree,
  readBase,
  withoutChecks,
  entryOf,
  BuildFailure,
  ForeignStoreError,
  DoubtfulFailure,
  EvaluationFailure,
  failOnWarnings,
  about,
  holdBack,
  createLadder,
  listed,
  openInputCaches,
  restoreFullBuilds,
  installablesOf,
  pushRequest,
  pushFullBuilds
};
