import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  ReadOnlyError,
  anyKey,
  asSubstituter,
  catalogueDirectory,
  closureOf,
  descriptionName,
  fileCache,
  install,
  isDependenciesKey,
  markName,
  notWhole,
  pack,
  parseDescription,
  parseKey,
  pathsOf,
  settle,
  settleEach,
  tooSlow,
  withFastCompression,
  withKeyFile,
  withParameter,
  withPrivateDirectory,
  withoutUpstreamPaths
} from "./chunk-5F3SDHX5.js";
import {
  carriedOut,
  entryDirectory,
  leftOutFile,
  reach,
  readFound,
  readStored,
  readTold,
  repairKey
} from "./chunk-A5B26SNI.js";
import {
  maskUrls,
  parseNarinfo,
  reasonOf,
  removable
} from "./chunk-2SVFLMSL.js";
import {
  messageOf
} from "./chunk-HFEJXLD7.js";
import {
  ProcessError,
  run
} from "./chunk-KFJ2C5U2.js";

// src/cache/client.ts
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";

// src/cache/whole-store.ts
async function having(store, url, entries, limit) {
  const missing = new Set(await store.missingIn(url, pathsOf(entries), limit.left()));
  return new Set(entries.filter(({ paths }) => !paths.some((path) => missing.has(path))));
}
async function presenceIn(store, url, entries, limit) {
  const present = await having(store, url, entries, limit);
  return entries.map((entry) => ({ status: present.has(entry) ? "found" : "absent" }));
}
async function restorePresent(store, wanted, { url, named, roots, attempt }, limit) {
  const present = await having(store, url, wanted, limit);
  const entries = wanted.filter((entry) => present.has(entry));
  const installation = { entries, url: named ? url : void 0, roots, attempt };
  const restored = await install(store, installation, limit);
  return wanted.map((entry) => restored[entries.indexOf(entry)] ?? { status: "miss" });
}
async function saveMissing(store, wanted, { url, limit }, push) {
  const present = await having(store, url, wanted, limit);
  const valid = await store.valid(pathsOf(wanted), limit.left());
  const isWhole = (entry) => entry.paths.every((path) => valid.has(path));
  const open = wanted.filter((entry) => !present.has(entry) && isWhole(entry));
  const closure = open.length === 0 ? [] : await store.closure(pathsOf(open), limit.left());
  const infos = new Map(closure.map((info) => [info.path, info]));
  const ours = await withoutUpstreamPaths(store, closure, limit);
  const refusal = open.length === 0 ? void 0 : await push(pathsOf(open), ours);
  const counted = /* @__PURE__ */ new Set();
  return wanted.map((entry) => {
    if (present.has(entry)) return { status: "exists" };
    if (!isWhole(entry)) return notWhole(entry);
    if (refusal !== void 0) return refusal;
    const paths = closureOf(entry.paths, infos);
    const own2 = ours.filter(({ path }) => paths.has(path) && !counted.has(path));
    for (const { path } of own2) counted.add(path);
    return { status: "saved", bytes: own2.reduce((sum, info) => sum + info.narSize, 0) };
  });
}

// src/cache/client.ts
var refused = /neither auth token nor signing key|unauthori[sz]ed|forbidden|\b40[13]\b|permission|access ?denied|not authenticated|you don't have access/i;
function clientCache(store, options) {
  const { kind, name: name2, timeoutSeconds, trustedPublicKeys: keys, roots } = options;
  const call = (args, limit, input) => run(kind, args, { timeoutSeconds: limit.left(), ...input === void 0 ? {} : { input } });
  const address = async (limit) => {
    if (kind === "cachix") return (options.cachixUrl ?? ((cache) => `https://${cache}.cachix.org`))(name2);
    const { stdout, stderr } = await call(["cache", "info", name2], limit);
    return readEndpoint(`${stdout}
${stderr}`);
  };
  return {
    name: `${kind}:${name2}`,
    restore: ({ wanted }) => settleEach(wanted, timeoutSeconds, async (limit) => {
      const url = await address(limit);
      const attempt = (paths, seconds) => store.substitute(asSubstituter(url, keys), paths, seconds, keys);
      return restorePresent(store, wanted, { url, attempt, roots, named: true }, limit);
    }),
    has: (entries) => settleEach(
      entries,
      timeoutSeconds,
      async (limit) => presenceIn(store, await address(limit), entries, limit)
    ),
    save: ({ wanted }) => settleEach(
      wanted,
      timeoutSeconds,
      async (limit) => saveMissing(store, wanted, { url: await address(limit), limit }, async (paths) => {
        try {
          if (kind === "cachix") await call(["push", name2], limit, `${paths.join("\n")}
`);
          else await call(["push", name2, ...paths], limit);
          return void 0;
        } catch (error) {
          if (!(error instanceof ProcessError) || error.reason !== "failed" || !refused.test(error.stderr))
            throw error;
          return { status: "read-only", reason: reasonOf(error) };
        }
      })
    )
  };
}
function readEndpoint(text) {
  const url = /^\s*Binary Cache Endpoint:\s*(\S+)\s*$/m.exec(text)?.[1];
  if (url === void 0) throw new Error("attic cache info names no binary cache endpoint");
  return url;
}
var sources = {
  cachix: "with cachix/cachix-action or `nix profile install nixpkgs#cachix`",
  attic: "with `nix profile install nixpkgs#attic-client`, and log in with `attic login`"
};
function demandClients(kinds2, path) {
  for (const { kind } of kinds2) {
    if (kind !== "cachix" && kind !== "attic") continue;
    if (!path.split(delimiter).some((directory) => directory !== "" && isProgram(join(directory, kind))))
      throw new Error(
        `\`${kind}:\` needs the program \`${kind}\`, which is not on PATH; install it in an earlier step, ${sources[kind]}`
      );
  }
}
function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

// src/cache/files/directory.ts
import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { access, copyFile, mkdir, rename, rm } from "node:fs/promises";
import { dirname, join as join2 } from "node:path";
import { fileURLToPath } from "node:url";
var partials = /* @__PURE__ */ new Set();
process.on("exit", () => {
  for (const partial of partials) rmSync(partial, { force: true });
});
var forbidden = /* @__PURE__ */ new Set(["EACCES", "EPERM", "EROFS"]);
function directoryOf(url) {
  return fileURLToPath(new URL(new URL(url).pathname, "file://"));
}
function directoryFiles(url) {
  const root = directoryOf(url);
  return {
    async has(name2) {
      try {
        await access(join2(root, name2));
        return true;
      } catch (error) {
        if (codeOf(error) === "ENOENT") return false;
        throw error;
      }
    },
    async put(name2, source) {
      const target = join2(root, name2);
      const partial = `${target}.${randomUUID()}.tmp`;
      partials.add(partial);
      try {
        await makeDirectory(dirname(target));
        await copyFile(source, partial);
        await rename(partial, target);
      } catch (error) {
        await rm(partial, { force: true }).catch(() => void 0);
        const code = codeOf(error);
        if (code !== void 0 && forbidden.has(code)) {
          throw new ReadOnlyError(`${root} is not writable here (${code})`);
        }
        throw error;
      } finally {
        partials.delete(partial);
      }
    },
    close() {
    }
  };
}
async function makeDirectory(path) {
  const make = () => mkdir(path).catch((error) => {
    if (codeOf(error) !== "EEXIST") throw error;
  });
  try {
    await make();
  } catch (error) {
    if (codeOf(error) !== "ENOENT" || dirname(path) === path) throw error;
    await makeDirectory(dirname(path));
    await make();
  }
}
function codeOf(error) {
  return error.code;
}

// src/cache/files/prune.ts
import { readdir, readFile, rm as rm2, stat } from "node:fs/promises";
import { basename, join as join3 } from "node:path";

// src/cache/prune.ts
function identify(key) {
  const parsed = parseKey(key);
  if (parsed !== void 0) return { revision: parsed.revision, series: parsed.series };
  return isDependenciesKey(key) ? { revision: void 0, series: void 0 } : void 0;
}
var pushTime = 24 * 3600;
function chooseRemoved(entries, keep, inUse, now) {
  const newestFirst = [...entries].sort((a, b) => b.time - a.time || (a.key < b.key ? 1 : -1));
  const counts = /* @__PURE__ */ new Map();
  const isInUse = ({ revision }) => revision !== void 0 && inUse.has(revision);
  const isTooOld = ({ time }) => now - time > (keep.age ?? Number.POSITIVE_INFINITY);
  const fullBuilds = newestFirst.filter(({ series }) => series !== void 0);
  const inUseFirst = [...fullBuilds.filter(isInUse), ...fullBuilds.filter((one) => !isInUse(one))];
  const removed = inUseFirst.filter((entry) => {
    const group = JSON.stringify([entry.branch, entry.series]);
    const rank = (counts.get(group) ?? 0) + 1;
    counts.set(group, rank);
    if (isInUse(entry)) return false;
    return rank > (keep.count ?? Number.POSITIVE_INFINITY) || isTooOld(entry);
  });
  const kept = fullBuilds.filter((one) => !removed.includes(one));
  const used = new Set(kept.flatMap(({ dependencies }) => dependencies ?? []));
  const allTell = kept.every(({ dependencies }) => dependencies !== void 0);
  const unused = newestFirst.filter((entry) => {
    if (entry.series !== void 0 || used.has(entry.key)) return false;
    return allTell ? now - entry.time > pushTime : isTooOld(entry);
  });
  return [...removed.reverse(), ...unused.reverse()];
}

// src/cache/files/prune.ts
var orphanAge = 24 * 3600;
function directoryPruner(url, timeoutSeconds) {
  const root = directoryOf(url);
  return {
    async prune(keep, inUse, now) {
      const removed = [];
      let freedBytes = 0;
      const remove = async (name2) => {
        const path = join3(root, name2);
        const size = await stat(path).then(
          ({ size: size2 }) => size2,
          () => 0
        );
        await rm2(path, { force: true });
        freedBytes += size;
      };
      const settled = await settle(timeoutSeconds, async (limit) => {
        const descriptions = await readDescriptions(root, limit);
        const narinfos = await readNarinfos(root, limit);
        const entries = descriptions.flatMap((description) => {
          const { key, dependencies, branch, time } = description;
          const identity = identify(key);
          return identity === void 0 ? [] : [{ key, ...identity, dependencies, branch, time, bytes: 0, description }];
        });
        const chosen = chooseRemoved(entries, keep, inUse, now).map(({ description }) => description);
        const kept = descriptions.filter((one) => !chosen.includes(one));
        const victims = removable(narinfos, namesOf(chosen), namesOf(kept));
        const prefixes = new Set(kept.map(({ key }) => parseKey(key)?.prefix));
        for (const { key } of chosen) {
          const prefix = parseKey(key)?.prefix;
          if (prefix !== void 0 && !prefixes.has(prefix)) await remove(markName(prefix));
        }
        for (const { file } of victims) {
          limit.left();
          await remove(file);
        }
        const gone = new Set(victims);
        const named = new Set(narinfos.filter((narinfo) => !gone.has(narinfo)).map((narinfo) => narinfo.url));
        for (const { url: url2 } of victims) {
          limit.left();
          if (/^nar\/[^/]+$/.test(url2) && !named.has(url2)) await remove(url2);
        }
        for (const name2 of await orphans(root, new Set(narinfos.map((narinfo) => narinfo.url)), now)) {
          await remove(name2);
        }
        for (const { key } of chosen) {
          await remove(descriptionName(key));
          removed.push(key);
        }
        return { removed, freedBytes };
      });
      if ("removed" in settled) return settled;
      const kind = /\b(EACCES|EPERM|EROFS)\b/.test(settled.reason) ? "forbidden" : "failed";
      return { removed, freedBytes, problem: { kind, reason: settled.reason } };
    }
  };
}
function namesOf(descriptions) {
  return new Set(
    descriptions.flatMap(({ closure, paths }) => [...closure, ...paths].map((path) => basename(path)))
  );
}
async function readDescriptions(root, limit) {
  const names2 = (await list(join3(root, catalogueDirectory))).filter((name2) => name2.endsWith(".json"));
  const found = [];
  for (const name2 of names2) {
    limit.left();
    const description = parseDescription(await read(join3(root, catalogueDirectory, name2)));
    if (description !== void 0 && `${description.key}.json` === name2) found.push(description);
  }
  return found;
}
async function readNarinfos(root, limit) {
  const found = [];
  for (const file of (await list(root)).filter((name2) => name2.endsWith(".narinfo"))) {
    limit.left();
    const narinfo = parseNarinfo(file, await read(join3(root, file)));
    if (narinfo !== void 0) found.push(narinfo);
  }
  return found;
}
async function orphans(root, named, now) {
  const found = [];
  for (const directory of ["nar", ".", catalogueDirectory]) {
    for (const name2 of await list(join3(root, directory))) {
      const path = join3(directory, name2);
      const left = /\.[0-9a-f-]{36}\.tmp$/.test(name2) || /^[0-9a-z]+\.nar(\.\w+)?$/.test(name2) && !named.has(path);
      if (!left) continue;
      const time = await stat(join3(root, path)).then(
        ({ mtimeMs }) => mtimeMs / 1e3,
        () => now
      );
      if (now - time > orphanAge) found.push(path);
    }
  }
  return found;
}
async function list(directory) {
  return readdir(directory).catch(unless("ENOENT", []));
}
async function read(path) {
  return readFile(path, "utf8").catch(unless("ENOENT", ""));
}
function unless(code, value) {
  return (error) => {
    if (error.code !== code) throw error;
    return value;
  };
}

// src/cache/github/github.ts
import { link, mkdir as mkdir2, writeFile } from "node:fs/promises";
import { basename as basename2, dirname as dirname2, join as join4 } from "node:path";
import { fileURLToPath as fileURLToPath2 } from "node:url";

// src/cache/github/contents.ts
function contentsOf(entry, { entries, infos, ours }) {
  const own2 = new Set(entry.paths);
  const others = entries.filter(({ key }) => key !== entry.key);
  const theirs = new Set(others.flatMap(({ paths }) => paths));
  const dependencies = others.filter(({ key }) => isDependenciesKey(key) && (!isDependenciesKey(entry.key) || key < entry.key)).flatMap(({ paths }) => [...closureOf(paths, infos)]);
  const shared = new Set(dependencies);
  const all = [...closureOf(entry.paths, infos)].filter((path) => ours.has(path));
  const held = all.filter((path) => own2.has(path) || !theirs.has(path) && !shared.has(path));
  const here = new Set(held);
  const leftOut = /* @__PURE__ */ new Map();
  for (const path of held.filter((one) => own2.has(one))) {
    const elsewhere = [...closureOf([path], infos)].filter((one) => ours.has(one) && !here.has(one));
    if (elsewhere.length > 0) leftOut.set(path, elsewhere);
  }
  return { held: held.map((path) => infos.get(path)), leftOut };
}

// src/cache/github/helper.ts
import { createInterface } from "node:readline";
import { PassThrough } from "node:stream";
function startHelper({ worker, directory, env, timeoutSeconds }) {
  const orders = new PassThrough();
  let take = () => {
  };
  let ended = false;
  const running = run(process.execPath, [worker], {
    cwd: directory,
    env,
    input: orders,
    timeoutSeconds,
    async readStdout(stdout) {
      for await (const line of createInterface({ input: stdout })) take(line);
    }
  }).finally(() => {
    ended = true;
  });
  running.catch(() => void 0);
  return {
    async carryOut(order) {
      const told = /* @__PURE__ */ new Map();
      const answered = new Promise((done) => {
        take = (line) => {
          const one = readTold(line);
          if (one !== void 0) told.set(one.key, one);
          if (line === carriedOut) done();
        };
      });
      orders.write(`${JSON.stringify(order)}
`);
      await Promise.race([answered, running]);
      return told;
    },
    ended: () => ended,
    async end() {
      orders.end();
      await running.catch(() => void 0);
    }
  };
}

// src/cache/github/github.ts
var defaultWorker = fileURLToPath2(
  new URL(import.meta.url.endsWith(".ts") ? "./worker.ts" : "./cache/github-worker.js", import.meta.url)
);
function serviceVariables() {
  const names2 = ["CACHE_MODE", "CACHE_SERVICE_V2", "CACHE_URL", "RESULTS_URL", "RUNTIME_TOKEN"];
  return Object.fromEntries(names2.map((one) => [`ACTIONS_${one}`, process.env[`ACTIONS_${one}`]]));
}
var share = { lookup: 0.9, find: 0.9, restore: 0.8, save: 0.95 };
var name = "GitHub Actions cache";
function githubCache(store, options) {
  const { scratch, timeoutSeconds, worker } = options;
  const startIn = async (directory, limit) => {
    const temporary = join4(directory, "temporary");
    await mkdir2(temporary, { recursive: true });
    const env = { ...serviceVariables(), GITHUB_WORKSPACE: directory, RUNNER_TEMP: temporary };
    return startHelper({ worker, directory, env, timeoutSeconds: limit.left() });
  };
  const withWorker = (entries, use) => settleEach(
    entries,
    timeoutSeconds,
    (limit) => withPrivateDirectory(scratch, async (directory) => {
      let helper;
      const work = async (task) => {
        if (helper === void 0 || helper.ended()) helper = await startIn(directory, limit);
        const seconds = limit.left() * share[task.operation];
        return helper.carryOut({ ...task, seconds, late: tooSlow(timeoutSeconds) }).catch((error) => {
          const late = error instanceof ProcessError && error.reason === "timed-out";
          throw late ? new Error(tooSlow(timeoutSeconds)) : error;
        });
      };
      try {
        return await use(directory, work, limit);
      } finally {
        await helper?.end();
      }
    })
  );
  return {
    name,
    restore: (request) => withWorker(
      request.wanted,
      (directory, work, limit) => restoreEntries(store, request, { directory, work, limit, options })
    ),
    has: (entries) => withWorker(entries, async (_, work) => {
      const told = await work({ operation: "lookup", keys: keysOf(entries) });
      return entries.map(({ key }) => readFound(told.get(key), key));
    }),
    find: (prefixes) => withWorker(prefixes, async (_, work) => {
      const keys = prefixes.map((prefix) => `${prefix}-`);
      const told = await work({ operation: "find", keys: [...new Set(keys)] });
      return keys.map((key) => readFound(told.get(key), key, "prefix"));
    }),
    save: (request) => withWorker(
      request.wanted,
      (directory, work, limit) => saveEntries(store, request, { directory, work, limit, options })
    )
  };
}
function keysOf(entries) {
  return [...new Set(entries.map(({ key }) => key))];
}
function namesOf2(paths) {
  return paths.map((path) => basename2(path));
}
async function restoreEntries(store, { wanted, neighbours }, { directory, work, limit, options }) {
  const others = neighbours.filter(({ key }) => !isDependenciesKey(key));
  const there = await store.valid(pathsOf(others), limit.left());
  const holders = {};
  for (const { key, paths: paths2 } of others)
    for (const path of paths2) if (!there.has(path)) holders[basename2(path)] ??= key;
  const names2 = namesOf2(pathsOf(wanted));
  const fetched = new Fetched(holders);
  const fetch = async (task) => {
    const missing = Object.fromEntries(Object.entries(holders).filter(([, key]) => !fetched.has(key)));
    return fetched.add(await work({ operation: "restore", holders: missing, ...task }));
  };
  await fetch({ keys: keysOf(wanted), names: names2, repairs: true });
  const dependencies = keysOf(neighbours.filter(({ key }) => isDependenciesKey(key)));
  const storeDirectory = dirname2(pathsOf(wanted)[0] ?? "");
  const left = fetched.reach(names2).leftOut;
  const paths = left.map((one) => join4(storeDirectory, one));
  const present = await store.valid(paths, limit.left());
  const unheld = left.filter((_, index) => !present.has(paths[index]));
  if (unheld.length > 0) {
    const more = dependencies.filter((key) => !fetched.has(key));
    if (more.length > 0) await fetch({ keys: more, names: unheld, repairs: true });
    fetched.lacks(unheld, dependencies);
  }
  const common = join4(directory, entryDirectory);
  await mkdir2(common, { recursive: true });
  await writeFile(join4(common, "nix-cache-info"), `StoreDir: ${storeDirectory}
`);
  const { trustedPublicKeys: keys, roots } = options;
  const url = asSubstituter(`file://${common}`, keys);
  const installFrom = (entries) => install(
    store,
    { entries, roots, attempt: (paths2, seconds) => store.substitute(url, paths2, seconds, keys) },
    limit
  );
  const outcomes = wanted.map(({ key }) => fetched.found(key));
  const arrived = wanted.filter((_, index) => outcomes[index]?.status === "found");
  const first = await installFrom(arrived);
  const results = new Map(arrived.map((entry, index) => [entry, first[index]]));
  const refused2 = arrived.filter(
    (entry) => isRefused(results.get(entry)) && fetched.missing(entry) === void 0
  );
  if (refused2.length > 0) {
    const culprits = await fetched.culprits(store, storeDirectory, refused2, limit);
    const suspects = [...new Set([...culprits.values()].flatMap(({ suspects: suspects2 }) => suspects2))];
    const told = await fetch({ keys: suspects.map(repairKey), names: [], repairs: false });
    if (suspects.some((key) => readFound(told.get(repairKey(key)), repairKey(key)).status === "found")) {
      const second = await installFrom(refused2);
      for (const [index, entry] of refused2.entries())
        if (second[index]?.status === "hit") results.set(entry, { status: "hit" });
    }
    for (const entry of refused2) {
      const result = results.get(entry);
      if (isRefused(result)) results.set(entry, judged(entry, result, culprits.get(entry)));
    }
  }
  return wanted.map((entry, index) => {
    const outcome = outcomes[index];
    if (outcome.status === "absent") return { status: "miss" };
    if (outcome.status === "failed") return outcome;
    const result = results.get(entry);
    return result.status === "failed" ? lacking(entry, result, fetched) : result;
  });
}
function isRefused(result) {
  return result?.status === "failed" && result.refused === true;
}
function judged(entry, failure, culprits) {
  const proven = culprits?.proven ?? [];
  if (proven.length === 0) return failure;
  return { ...failure, refused: proven.includes(entry.key), refusedKeys: proven };
}
function lacking(entry, failure, fetched) {
  const missing = fetched.missing(entry);
  if (missing === void 0) return failure;
  for (const key of missing) {
    const found = fetched.found(key);
    if (found.status === "failed")
      return {
        status: "failed",
        reason: `it refers to ${key}: ${found.reason}`,
        ..."refused" in found ? { refused: false, refusedKeys: [key] } : {}
      };
  }
  return { status: "miss" };
}
var Fetched = class {
  #told = /* @__PURE__ */ new Map();
  #references = /* @__PURE__ */ new Map();
  /** The key of the entry that each path came with. */
  #suppliers = /* @__PURE__ */ new Map();
  #leftOut = /* @__PURE__ */ new Map();
  #holders;
  /** Names of paths that only dependencies can hold, and the keys of these. */
  #unheld = /* @__PURE__ */ new Set();
  #dependencies = [];
  constructor(holders) {
    this.#holders = new Map(Object.entries(holders));
  }
  add(told) {
    for (const [key, one] of told) {
      this.#told.set(key, one);
      for (const [path, others] of Object.entries(one.leftOut ?? {})) this.#leftOut.set(path, others);
      for (const [path, references] of Object.entries(one.paths ?? {})) {
        this.#references.set(path, references);
        if (!this.#suppliers.has(path)) this.#suppliers.set(path, key);
      }
    }
    return told;
  }
  has(key) {
    return this.#told.has(key);
  }
  /** The store lacks `names`, which only `dependencies` can hold. */
  lacks(names2, dependencies) {
    this.#unheld = new Set(names2);
    this.#dependencies = dependencies;
  }
  /** The entries that an entry refers to and that did not come, as far as they are known; undefined if all did. */
  missing(entry) {
    const { keys, leftOut } = this.reach(namesOf2(entry.paths));
    const lacksDependencies = leftOut.some((one) => this.#unheld.has(one));
    if (keys.size === 0 && !lacksDependencies) return void 0;
    return [...keys, ...lacksDependencies ? this.#dependencies : []];
  }
  found(key) {
    return readFound(this.#told.get(key), key);
  }
  reach(names2) {
    return reach(names2, {
      references: this.#references,
      holders: this.#holders,
      leftOut: this.#leftOut
    });
  }
  /** For each of the entries who is to blame that its paths are not valid. */
  async culprits(store, storeDirectory, entries, limit) {
    const needed = entries.map((entry) => [entry, [...this.reach(namesOf2(entry.paths)).here]]);
    const all = [...new Set(needed.flatMap(([, names2]) => names2))];
    const valid = await store.valid(
      all.map((one) => join4(storeDirectory, one)),
      limit.left()
    );
    const invalid = new Set(all.filter((one) => !valid.has(join4(storeDirectory, one))));
    const proven = (one) => (this.#references.get(one) ?? []).every((reference) => reference === one || !invalid.has(reference));
    const keys = (names2) => [
      ...new Set(names2.flatMap((one) => this.#suppliers.get(one) ?? []))
    ];
    return new Map(
      needed.map(([entry, names2]) => {
        const bad = names2.filter((one) => invalid.has(one));
        return [entry, { suspects: keys(bad), proven: keys(bad.filter(proven)) }];
      })
    );
  }
};
async function saveEntries(store, { wanted, neighbours }, { directory, work, limit, options }) {
  const forbidden2 = writesForbidden(process.env.ACTIONS_CACHE_MODE);
  if (forbidden2 !== void 0) return wanted.map(() => ({ status: "read-only", reason: forbidden2 }));
  const keyOf = (entry) => entry.refusedFrom?.includes(name) === true ? repairKey(entry.key) : entry.key;
  const told = await work({ operation: "lookup", keys: [...new Set(wanted.map(keyOf))] });
  const results = /* @__PURE__ */ new Map();
  for (const key of new Set(wanted.map(keyOf))) {
    const found = readFound(told.get(key), key);
    if (found.status === "found") results.set(key, { status: "exists" });
    if (found.status === "failed") results.set(key, found);
  }
  const open = wanted.filter((entry) => !results.has(keyOf(entry)));
  if (open.length > 0) {
    const packed = await packEntries(store, open, [...wanted, ...neighbours], {
      directory,
      work,
      limit,
      options
    });
    const keys = [];
    const bytes = [];
    for (const [index, entry] of open.entries()) {
      const one = packed[index];
      const key = keyOf(entry);
      if ("status" in one) results.set(key, one);
      else {
        keys.push(key);
        bytes.push(one.bytes);
        await one.moveTo(join4(directory, String(keys.length - 1), entryDirectory));
      }
    }
    const stored = keys.length === 0 ? /* @__PURE__ */ new Map() : await work({ operation: "save", keys });
    for (const [index, key] of keys.entries()) {
      const one = readStored(stored.get(key));
      results.set(key, one.status === "saved" ? { status: "saved", bytes: bytes[index] ?? 0 } : one);
    }
  }
  return wanted.map((entry) => results.get(keyOf(entry)));
}
async function packEntries(store, open, entries, { directory, limit, options }) {
  const dependencies = pathsOf(entries.filter(({ key }) => isDependenciesKey(key)));
  const asked = [.../* @__PURE__ */ new Set([...pathsOf(open), ...dependencies])];
  const valid = await store.valid(asked, limit.left());
  const closure = await store.closure(
    asked.filter((path) => valid.has(path)),
    limit.left()
  );
  const infos = new Map(closure.map((info) => [info.path, info]));
  const ours = new Set((await withoutUpstreamPaths(store, closure, limit)).map((info) => info.path));
  const isWhole = ({ paths }) => paths.every((path) => valid.has(path));
  const left = new Set(open.filter((entry) => !isWhole(entry)).map(({ key }) => key));
  const kept = entries.filter(({ key }) => !left.has(key));
  const contents = open.map(
    (entry) => isWhole(entry) ? contentsOf(entry, { entries: kept, infos, ours }) : void 0
  );
  const held = [...new Set(contents.flatMap((one) => one?.held ?? []))];
  const source = join4(directory, "packed");
  const files = held.length === 0 ? /* @__PURE__ */ new Map() : await pack(store, { directory: source, paths: held, closure, signingKey: options.signingKey, limit });
  return contents.map((one, index) => {
    if (one === void 0) return notWhole(open[index]);
    if (one.held.length === 0) return { status: "exists" };
    const own2 = one.held.map(({ path }) => files.get(path));
    return {
      bytes: own2.reduce((sum, { bytes }) => sum + bytes, 0),
      async moveTo(target) {
        await mkdir2(join4(target, "nar"), { recursive: true });
        const names2 = /* @__PURE__ */ new Set(["nix-cache-info", ...own2.flatMap(({ narinfo, nar }) => [narinfo, nar])]);
        for (const file of names2) await link(join4(source, file), join4(target, file));
        const leftOut = Object.fromEntries(
          [...one.leftOut].map(([path, others]) => [basename2(path), namesOf2(others)])
        );
        if (one.leftOut.size > 0) await writeFile(join4(target, leftOutFile), JSON.stringify(leftOut));
      }
    };
  });
}
function writesForbidden(mode) {
  const known = mode?.trim().toLowerCase();
  return known === "none" || known === "read" ? `the cache mode of this job is "${known}"` : void 0;
}

// src/cache/github/newest.ts
async function newestInGithubCache(series, refs, { token, repository, apiUrl, timeoutSeconds }) {
  if (token === void 0) return { status: "unknown" };
  const [owner = "", repo = ""] = repository.split("/");
  const settled = await settle(timeoutSeconds, async (limit) => {
    const { getOctokit } = await import("./github-3CD2JXG7.js");
    const octokit = getOctokit(token, { baseUrl: apiUrl });
    const times = await Promise.all(
      series.map(async (one) => {
        const { data } = await octokit.rest.actions.getActionsCacheList({
          owner,
          repo,
          key: `${one}-`,
          sort: "created_at",
          direction: "desc",
          per_page: 100,
          request: { signal: AbortSignal.timeout(Math.ceil(limit.left() * 1e3)) }
        });
        const newest = data.actions_caches.find(
          // A package's name may begin with another's.
          ({ key = "", ref = "" }) => parseKey(key)?.series === one && refs.includes(ref)
        );
        return newest?.created_at === void 0 ? [] : [Date.parse(newest.created_at) / 1e3];
      })
    );
    return times.flat();
  });
  if ("status" in settled) return { status: "unknown" };
  return settled.length === 0 ? { status: "none" } : { status: "found", time: Math.max(...settled) };
}

// src/cache/github/prune.ts
function githubPruner(options) {
  return {
    async prune(keep, inUse, now) {
      const { token, repository } = options;
      if (token === void 0) return nothing("forbidden", "the input `github-token` is empty");
      const [owner = "", repo = ""] = repository.split("/");
      const removed = [];
      let freedBytes = 0;
      const settled = await settle(options.timeoutSeconds, async (limit) => {
        const { getOctokit } = await import("./github-3CD2JXG7.js");
        const octokit = getOctokit(token, { baseUrl: options.apiUrl });
        const signal = AbortSignal.timeout(Math.ceil(limit.left() * 1e3));
        const request = { signal };
        try {
          const caches = await octokit.paginate(octokit.rest.actions.getActionsCacheList, {
            owner,
            repo,
            key: `${anyKey}-`,
            per_page: 100,
            request
          });
          const entries = caches.flatMap(
            ({ id, key = "", ref = "", created_at, last_accessed_at, size_in_bytes }) => {
              const identity = identify(key);
              const time = identity?.series === void 0 ? last_accessed_at ?? created_at : created_at;
              if (id === void 0 || identity === void 0 || time === void 0) return [];
              return [
                {
                  id,
                  key,
                  ...identity,
                  dependencies: void 0,
                  branch: ref,
                  time: Date.parse(time) / 1e3,
                  bytes: size_in_bytes ?? 0
                }
              ];
            }
          );
          for (const { id, key, bytes } of chooseRemoved(entries, keep, inUse, now)) {
            limit.left();
            try {
              await octokit.rest.actions.deleteActionsCacheById({ owner, repo, cache_id: id, request });
            } catch (error) {
              if (statusOf(error) === 404) continue;
              throw error;
            }
            removed.push(key);
            freedBytes += bytes;
          }
          return { removed, freedBytes };
        } catch (error) {
          const kind = isForbidden(error) ? "forbidden" : "failed";
          return { removed, freedBytes, problem: { kind, reason: messageOf(error) } };
        }
      });
      return "removed" in settled ? settled : { removed, freedBytes, problem: { kind: "failed", reason: settled.reason } };
    }
  };
}
function nothing(kind, reason) {
  return { removed: [], freedBytes: 0, problem: { kind, reason } };
}
function statusOf(error) {
  return error.status;
}
function isForbidden(error) {
  return statusOf(error) === 403 && !/rate limit/i.test(messageOf(error));
}

// src/cache/remote.ts
function remoteCache(store, options) {
  const { url, timeoutSeconds, trustedPublicKeys: keys, roots } = options;
  const binaryCache = url.startsWith("s3://");
  const attempt = (paths, seconds) => store.pull(url, paths, seconds, keys);
  return {
    name: maskUrls(url),
    restore: ({ wanted }) => settleEach(
      wanted,
      timeoutSeconds,
      (limit) => restorePresent(store, wanted, { url, attempt, roots, named: false }, limit)
    ),
    has: (entries) => settleEach(entries, timeoutSeconds, (limit) => presenceIn(store, url, entries, limit)),
    save: ({ wanted }) => settleEach(
      wanted,
      timeoutSeconds,
      (limit) => saveMissing(store, wanted, { url, limit }, async (paths, ours) => {
        await withKeyFile(options.scratch, options.signingKey, async (file) => {
          const target = binaryCache ? withFastCompression(url) : url;
          if (file === void 0) return store.push(target, paths, limit.left());
          if (binaryCache) return store.push(withParameter(target, "secret-key", file), paths, limit.left());
          await store.sign(
            ours.map((info) => info.path),
            file,
            limit.left()
          );
          return store.push(target, paths, limit.left());
        });
        return void 0;
      })
    )
  };
}

// src/cache/open.ts
function openCaches(kinds2, store, options, permission) {
  return kinds2.flatMap((kind) => {
    const cache = openCache(kind, store, options);
    if (cache === void 0) return [];
    const verdict = permission(kind.kind === "github" ? "github" : "store");
    if (verdict.write) return [cache];
    const refusal = { status: "read-only", reason: verdict.why };
    return [{ ...cache, save: async ({ wanted }) => wanted.map(() => refusal) }];
  });
}
function openCache(kind, store, options) {
  const { scratch, timeoutSeconds, signingKey, trustedPublicKeys, roots, ref } = options;
  const common = { scratch, timeoutSeconds, signingKey, trustedPublicKeys, roots };
  switch (kind.kind) {
    case "none":
      return void 0;
    case "github":
      return githubCache(store, { ...common, worker: options.githubWorker ?? defaultWorker });
    case "file": {
      const { url } = kind;
      return fileCache(store, { ...common, url, ref, open: async () => directoryFiles(url) });
    }
    case "http": {
      const { url } = kind;
      const open = async (limit) => (await import("./http-T4PV2ZHP.js")).httpFiles(url, limit);
      return fileCache(store, { ...common, url, ref, open });
    }
    case "nix":
      return remoteCache(store, { ...common, url: kind.url });
    case "cachix":
    case "attic":
      return clientCache(store, { ...common, ...kind, cachixUrl: options.cachixUrl });
  }
}
async function newestFullBuild(kinds2, series, refs, api) {
  return kinds2.length === 1 && kinds2[0]?.kind === "github" ? newestInGithubCache(series, refs, api) : { status: "unknown" };
}
function openPruner(kind, api) {
  switch (kind.kind) {
    case "github":
      return githubPruner(api);
    case "file":
      return directoryPruner(kind.url, api.timeoutSeconds);
    default:
      return void 0;
  }
}

// src/cache/permission.ts
var allowed = { write: true };
var denied = (why) => ({ write: false, why });
var own = /* @__PURE__ */ new Set([
  "push",
  "schedule",
  "workflow_dispatch",
  "repository_dispatch",
  "merge_group",
  "release"
]);
function mayWrite(setting, cache, occasion) {
  if (setting === "never") return denied("`cache-write` is `never`");
  if (cache === "github") {
    const forbidden2 = writesForbidden(occasion.cacheMode);
    if (forbidden2 !== void 0) return denied(forbidden2);
    if (!occasion.hasCacheToken) return denied("the runner offers it no token for the GitHub Actions cache");
  }
  if (setting === "always") return allowed;
  const { event, actor, ref, repository, headRepository } = occasion;
  if (event === void 0) return allowed;
  if (actor === "dependabot[bot]") return denied("it was set off by Dependabot");
  const fromFork = headRepository === void 0 || headRepository !== repository;
  switch (event) {
    case "pull_request":
    case "pull_request_review":
      return fromFork ? denied("the pull request comes from a fork") : allowed;
    case "pull_request_target":
      return denied("`pull_request_target` runs with rights of the base branch on behalf of any pull request");
    case "workflow_run":
      return fromFork ? denied("it follows a run for a fork") : allowed;
  }
  if (!own.has(event)) return denied(`outsiders may have caused the event \`${event}\``);
  if (cache === "github" && event === "merge_group")
    return denied("the GitHub Actions cache of a merge queue is read by nobody else");
  if (cache === "github" && ref?.startsWith("refs/tags/") === true)
    return denied("the GitHub Actions cache of a tag is read by nobody else");
  return allowed;
}

// src/cache/several.ts
async function restoreFromFirst(caches, { wanted, neighbours }) {
  const from = wanted.map(() => void 0);
  const failures = [];
  for (const cache of caches) {
    const open = [...wanted.keys()].filter((index) => from[index] === void 0);
    if (open.length === 0) break;
    const rest = open.map((index) => wanted[index]);
    const restored = await cache.restore({ wanted: rest, neighbours });
    const groups = /* @__PURE__ */ new Map();
    for (const [position, index] of open.entries()) {
      const result = restored[position];
      if (result?.status === "hit") from[index] = cache;
      if (result?.status !== "failed") continue;
      const alike = JSON.stringify(result);
      const group = groups.get(alike) ?? { failure: result, entries: [] };
      groups.set(alike, group);
      group.entries.push(wanted[index]);
    }
    for (const { failure, entries } of groups.values()) failures.push({ cache, failure, entries });
  }
  return { from, failures };
}

// src/cache/input.ts
var allowed2 = "use `github`, `none`, or the URL of a Nix store: file:///absolute/path, http://\u2026, https://\u2026, s3://\u2026, ssh-ng://\u2026 or ssh://\u2026; or `cachix:NAME`, `attic:NAME`, `attic:SERVER:NAME`";
var kinds = {
  "file:": "file",
  "http:": "http",
  "https:": "http",
  "s3:": "nix",
  "ssh-ng:": "nix",
  "ssh:": "nix"
};
var names = {
  cachix: /^[A-Za-z0-9][\w-]*$/,
  attic: /^(?:[A-Za-z0-9][\w.-]*:)?[A-Za-z0-9][\w+-]*$/
};
function parseCacheList(text) {
  const lines = text.split("\n").map((line) => line.trim()).filter((line) => line !== "");
  if (lines.length === 0) return [parseCacheInput("")];
  const kinds2 = lines.map(parseCacheInput);
  const twice = lines.find((line, index) => lines.indexOf(line) !== index);
  if (twice !== void 0) throw new Error(`"${maskUrls(twice)}" is there twice; leave one out`);
  if (kinds2.every(({ kind }) => kind === "none")) return [];
  if (kinds2.some(({ kind }) => kind === "none"))
    throw new Error("`none` stands beside other caches; leave out `none`, or the others");
  return kinds2;
}
function parseCacheInput(text) {
  const value = text.trim();
  if (value === "github" || value === "none") return { kind: value };
  const refuse = (why) => {
    throw new Error(`"${maskUrls(value)}" ${why}; ${allowed2}`);
  };
  if (/[\s\u0000-\u001f\u007f]/.test(value)) return refuse("contains white space or a control character");
  const hosted = /^(cachix|attic):(?!\/\/)(.*)$/.exec(value);
  if (hosted !== null) {
    const [kind2, name2] = [hosted[1], hosted[2] ?? ""];
    return names[kind2].test(name2) ? { kind: kind2, name: name2 } : refuse("names no cache of that service");
  }
  if (!/^[a-z][a-z0-9+.-]*:\/\//.test(value)) return refuse("is not a cache");
  if (!URL.canParse(value)) return refuse("is not a valid URL");
  const url = new URL(value);
  const kind = kinds[url.protocol];
  if (kind === void 0) return refuse(`has the unknown scheme ${url.protocol}//`);
  if (kind === "file" && url.host !== "") return refuse("is not an absolute path");
  if (kind === "file" && url.pathname === "/") return refuse("names no directory");
  if (kind !== "file" && url.hostname === "") return refuse("names no host");
  if (url.hash !== "") return refuse("has a part after #, which Nix does not read");
  return { kind, url: value };
}

// src/nix/installable.ts
function parseInstallable(text, fromFile) {
  const [address, outputs] = splitOutputs(text);
  if (fromFile) {
    if (address.includes("#"))
      throw new Error("with `file`, it is an attribute path such as `pkg`, without `#`");
    return { text, directory: "", parameters: "", attributePath: parseAttributePath(address), outputs };
  }
  const hash = address.indexOf("#");
  const reference = hash < 0 ? address : address.slice(0, hash);
  const [directory = "", parameters = ""] = splitOnce(reference, "?");
  if (/^[a-z][a-z0-9+.-]*:/i.test(directory) || !(directory === "" || /^(\.|\/)/.test(directory)))
    throw new Error(
      "it names another flake; only a flake of the checked out repository, written as `.#pkg` or `./directory#pkg`, can be built incrementally"
    );
  const query = new URLSearchParams(parameters);
  if (query.has("rev") || query.has("ref"))
    throw new Error("it names a revision; leave out `rev` and `ref`, the checked out commit is what is built");
  return {
    text,
    directory: directory === "" ? "." : directory,
    parameters,
    attributePath: parseAttributePath(hash < 0 ? "" : decodeURIComponent(address.slice(hash + 1))),
    outputs
  };
}
function parseAttributePath(text) {
  if (text === "") return [];
  const names2 = [...text.matchAll(/(?:"([^"]*)"|([^".]+))(\.|$)/gy)];
  const read2 = names2.reduce((length, match) => length + match[0].length, 0);
  if (read2 !== text.length || names2.at(-1)?.[3] === ".")
    throw new Error(
      `\`${text}\` is not an attribute path; separate names by single dots and quote those with dots`
    );
  return names2.map((match) => match[1] ?? match[2] ?? "");
}
function splitOutputs(text) {
  const match = /^(.*)\^([^^]*)$/.exec(text);
  if (match === null) return [text, []];
  const outputs = (match[2] ?? "").split(",");
  if (!outputs.every((output) => output === "*" || /^[\w+.?=-]+$/.test(output)))
    throw new Error("after `^` come output names separated by commas, or `*`");
  return [match[1] ?? "", outputs];
}
function splitOnce(text, separator) {
  const index = text.indexOf(separator);
  return index < 0 ? [text, ""] : [text.slice(0, index), text.slice(index + 1)];
}
function isWildcard({ attributePath }) {
  return attributePath.at(-1) === "*";
}
function formatInstallable(reference, { attributePath, outputs }) {
  const path = attributePath.map((name2) => /^[A-Za-z_][\w'-]*$/.test(name2) ? name2 : `"${name2}"`).join(".");
  const attribute = reference === "" ? path : `${reference}#${path}`;
  return outputs.length === 0 ? attribute : `${attribute}^${outputs.join(",")}`;
}
function outputsOf(derivation, outputs) {
  return `${derivation}^${outputs.join(",")}`;
}

export {
  demandClients,
  parseCacheList,
  openCaches,
  newestFullBuild,
  openPruner,
  mayWrite,
  restoreFromFirst,
  parseInstallable,
  isWildcard,
  formatInstallable,
  outputsOf
};
