import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  parsePathInfo
} from "./chunk-ZNBMPDSK.js";
import {
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

// src/engine/full-build.ts
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
function listed(names) {
  const shown = names.slice(0, mostNames).join(", ");
  return names.length > mostNames ? `${shown} and ${names.length - mostNames} more` : shown;
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
