import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  buildFullBuilds,
  isValid,
  openInputCaches,
  pushFullBuilds,
  restoreFullBuilds
} from "./chunk-B77FZ5ZD.js";
import {
  accessOf,
  basesOf,
  boundaryFor,
  cacheScopes,
  entriesLeft,
  findBase,
  findStart,
  isoTime,
  outputsOf,
  overallBuild,
  restorePhase,
  startCommit
} from "./chunk-KNGLOXXQ.js";
import {
  countModules,
  openLinuxBuilder,
  recordedSeconds,
  systemsNamedBy
} from "./chunk-3PUNIHQZ.js";
import {
  lastErrorOf,
  nameOf,
  nixFile,
  nixString,
  openNix
} from "./chunk-WXMDIU6B.js";
import {
  RemoteError,
  cacheKey,
  inParallel,
  keyPrefix,
  loadInputs,
  newestFullBuild,
  openCheckout,
  openHistory,
  openPruner,
  parseKey,
  previousBoundaries,
  readSurroundings,
  restoreFromFirst,
  trackedFiles
} from "./chunk-MDYIF7GM.js";
import {
  handOverFrom,
  saveState
} from "./chunk-F4A666OD.js";
import {
  actionLog,
  foreign,
  group,
  info,
  notice,
  setLog,
  warn
} from "./chunk-D6PTDGIP.js";
import "./chunk-VLK4URIW.js";
import {
  UserError,
  messageOf
} from "./chunk-7L4PCW2M.js";
import {
  error,
  setFailed,
  setOutput,
  summary,
  warning
} from "./chunk-TDTZV6BA.js";
import {
  ProcessError,
  cancelAll,
  cancelled
} from "./chunk-D3F7GVS3.js";
import "./chunk-X25U22KX.js";
import "./chunk-LQK3ML4U.js";

// src/action/main.ts
import { mkdtemp, rm } from "node:fs/promises";
import { join as join3 } from "node:path";

// src/engine/describe.ts
function describePlan(plan) {
  const { base, checkout } = plan;
  info(`HEAD is ${checkout.head}${checkout.dirty ? ", with uncommitted changes, which are built too" : ""}.`);
  if (base !== void 0) describeBase(base);
  describePackages(plan);
}
function describeBase({ boundary, revision, time: time2 }) {
  const limit2 = boundary === void 0 ? "" : `, at or before ${isoTime(boundary)}`;
  info(`The full build is of ${revision} (${isoTime(time2)})${limit2}.`);
}
function describePackages({ packages }) {
  for (const { full, incremental, installable } of packages) {
    const text = full === void 0 ? "no full build" : `${incremental === void 0 ? "" : "on top of "}${full.intermediates}, cache key ${full.key}`;
    info(`${installable.text}: ${text}`);
  }
}

// src/engine/plan.ts
import { existsSync, realpathSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

// src/nix/evaluate.ts
import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
var evaluationLimitSeconds = 15 * 60;
async function evaluate(nix, request) {
  const data = {
    system: nix.system,
    installables: request.installables.map((installable, index) => {
      const location = request.locations[index] ?? "";
      return {
        attributePath: installable.attributePath,
        outputs: installable.outputs,
        head: sourceOf(request.head, installable, location, request.fromFile),
        base: sourceOf(request.base, installable, location, request.fromFile)
      };
    })
  };
  const [library, plan] = await Promise.all(
    ["default.nix", "plan.nix"].map((name) => readFile(nixFile(name), "utf8"))
  );
  const expression = `(${plan}) { incremental = (${library}) { }; request = builtins.fromJSON ${nixString(JSON.stringify(data))}; }`;
  const impure = request.fromFile || request.head !== void 0 && request.head.revision === void 0;
  const { stdout } = await nix.run(
    ["eval", "--json", ...impure ? ["--impure"] : [], "--expr", expression],
    {
      timeoutSeconds: evaluationLimitSeconds
    }
  );
  return JSON.parse(stdout);
}
function sourceOf(source, installable, location, fromFile) {
  if (source === void 0) return null;
  const repository = pathToFileURL(source.repository).href;
  if (fromFile) return { repository, revision: source.revision ?? null, file: location };
  const parameters = new URLSearchParams(installable.parameters);
  if (location !== "") parameters.set("dir", location);
  if (source.revision !== void 0) {
    parameters.set("rev", source.revision);
    parameters.set("shallow", "1");
  }
  const query = parameters.toString();
  return { flake: `git+${repository}${query === "" ? "" : `?${query}`}` };
}

// src/engine/failures.ts
var BuildFailure = class extends UserError {
  log;
  constructor(message, log) {
    super(message);
    this.log = log;
  }
};
var EvaluationFailure = class extends UserError {
  stderr;
  constructor(message, stderr) {
    super(message);
    this.stderr = stderr;
  }
};

// src/engine/plan.ts
async function openSources(settings, reach) {
  const directories = settings.installables.map(
    (installable) => settings.file === void 0 ? resolve(settings.workspace, installable.directory) : dirname(settings.file)
  );
  const missing = directories.findIndex((directory) => !existsSync(directory));
  if (missing >= 0)
    throw new UserError(
      `Input \`installables\`: \`${settings.installables[missing]?.text}\` names a directory that does not exist. Write it relative to the root of the workspace.`
    );
  const checkout = await openCheckout(directories[0] ?? settings.workspace);
  const topLevel = realpathSync(checkout.topLevel);
  const locations = directories.map((directory, index) => {
    const installable = settings.installables[index];
    const path = settings.file ?? flakeDirectory(realpathSync(directory), topLevel, installable);
    const location = relative(topLevel, path);
    if (location.startsWith(".."))
      throw new UserError(
        `Input \`installables\`: \`${installable?.text}\` lies in another repository than the first. Use the action once for each repository.`
      );
    return location;
  });
  return { history: openHistory({ checkout, ...reach }), locations };
}
function flakeDirectory(directory, topLevel, installable) {
  const start = join(directory, new URLSearchParams(installable?.parameters).get("dir") ?? "");
  for (let path = start; ; path = dirname(path)) {
    if (existsSync(join(path, "flake.nix"))) return path;
    if (path === topLevel || path === dirname(path)) break;
  }
  throw new UserError(
    `Input \`installables\`: there is no flake.nix for \`${installable?.text}\`. Name the flake's directory, as in \`./directory#pkg\`, or set \`file\` to build from a Nix file.`
  );
}
async function makePlan(settings, { history, locations }, start, nix, ladder) {
  const { checkout } = history;
  let base;
  let repository;
  try {
    base = await findBase(settings, history, start);
    const headFromRepository = settings.mode !== "full" && !checkout.dirty;
    repository = await history.sourceRepository(
      headFromRepository ? [checkout.head, base.revision] : [base.revision]
    );
  } catch (error3) {
    if (!(error3 instanceof RemoteError)) throw error3;
    ladder.stepDown(names(settings.installables), "revision-unavailable", messageOf(error3));
  }
  const head = settings.mode === "full" ? void 0 : checkout.dirty || repository === void 0 ? { repository: checkout.topLevel } : { repository, revision: checkout.head };
  const from = base === void 0 || repository === void 0 ? void 0 : { repository, revision: base.revision };
  const request = {
    installables: settings.installables,
    locations,
    fromFile: settings.file !== void 0,
    ...head === void 0 ? {} : { head },
    ...from === void 0 ? {} : { base: from }
  };
  const evaluated = from === void 0 ? [] : await evaluateAll(settings, nix, request, ladder);
  return {
    checkout,
    start,
    base,
    packages: settings.installables.map(
      (installable, index) => packagePlan(installable, evaluated[index], base, settings, ladder)
    )
  };
}
async function planOnOlder(base, one, { checkout, base: planned2, packages }, settings, { history, locations }, nix) {
  const revisions = [checkout.head, planned2?.revision ?? checkout.head, base.revision];
  const repository = await history.sourceRepository(revisions);
  const request = {
    installables: [one.installable],
    locations: [locations[packages.indexOf(one)] ?? ""],
    fromFile: settings.file !== void 0,
    head: checkout.dirty ? { repository: checkout.topLevel } : { repository, revision: checkout.head },
    base: { repository, revision: base.revision }
  };
  try {
    const [evaluated] = await evaluate(nix, request);
    if (evaluated === void 0 || evaluated.problem !== null || evaluated.full === null) return void 0;
    return { ...packageOn(evaluated, evaluated.full, one.installable, base), olderBase: base };
  } catch (error3) {
    if (!isEvaluationFailure(error3)) throw error3;
    return void 0;
  }
}
async function evaluateAll(settings, nix, request, ladder) {
  try {
    return await evaluate(nix, request);
  } catch (error3) {
    if (!isEvaluationFailure(error3)) throw error3;
    const results = [];
    for (const [index, installable] of request.installables.entries()) {
      const one = { ...request, installables: [installable], locations: [request.locations[index] ?? ""] };
      const firstError = request.installables.length === 1 ? error3 : void 0;
      results.push(await evaluateOne(settings, nix, one, firstError, ladder));
    }
    return results;
  }
}
async function evaluateOne(settings, nix, request, known, ladder) {
  const subject = names(request.installables);
  let failure = known;
  if (failure === void 0) {
    try {
      return (await evaluate(nix, request))[0];
    } catch (error3) {
      if (!isEvaluationFailure(error3)) throw error3;
      failure = error3;
    }
  }
  if (request.head === void 0) {
    ladder.stepDown(subject, "base-does-not-evaluate", lastErrorOf(failure.stderr));
    return void 0;
  }
  const { base: _, ...headOnly } = request;
  try {
    const [head] = await evaluate(nix, headOnly);
    if (head?.problem?.code === "missing") return head;
    ladder.stepDown(subject, "base-does-not-evaluate", lastErrorOf(failure.stderr) || failure.message);
    return void 0;
  } catch (error3) {
    if (!isEvaluationFailure(error3)) throw error3;
    await demandEvaluation(settings, nix, request.installables);
    ladder.stepDown(subject, "head-not-isolated", lastErrorOf(error3.stderr) || error3.message);
    return void 0;
  }
}
function plainArguments(settings, installables) {
  const file = settings.file === void 0 ? [] : ["--file", settings.file];
  return [...file, ...installables.map((installable) => installable.text)];
}
async function demandEvaluation(settings, nix, installables) {
  try {
    await nix.run(["build", "--dry-run", "--no-link", ...plainArguments(settings, installables)]);
  } catch (error3) {
    if (!isEvaluationFailure(error3)) throw error3;
    throw new EvaluationFailure(
      `Input \`installables\`: \`${names(installables)}\` does not evaluate at HEAD: ${lastErrorOf(error3.stderr) || error3.message}. See whether \`nix build\` works with it in the same checkout.`,
      error3.stderr
    );
  }
}
function isEvaluationFailure(error3) {
  return error3 instanceof ProcessError && (error3.reason === "failed" || error3.reason === "timed-out");
}
function packagePlan(installable, evaluated, base, settings, ladder) {
  const plain = { installable, full: void 0, incremental: void 0 };
  if (evaluated === void 0 || base === void 0) return { ...plain, plainDerivation: void 0 };
  const plainDerivation = evaluated.plainDerivation ?? void 0;
  if (evaluated.problem?.code === "missing") {
    if (settings.mode !== "full")
      throw new UserError(
        `Input \`installables\`: \`${installable.text}\` does not exist at HEAD. See \`nix flake show\` for what there is, or leave it out.`
      );
    ladder.stepDown(installable.text, "missing-in-base", "");
    return { ...plain, plainDerivation };
  }
  if (evaluated.problem !== null) {
    ladder.stepDown(installable.text, evaluated.problem.code, evaluated.problem.detail);
    return { ...plain, plainDerivation };
  }
  if (evaluated.full === null) return { ...plain, plainDerivation };
  return packageOn(evaluated, evaluated.full, installable, base);
}
function packageOn({ system, name, incremental, plainDerivation }, { derivation, intermediates }, installable, base) {
  const key = cacheKey({ system, name, revision: base.revision, path: intermediates });
  return {
    installable,
    full: { key, paths: [intermediates], derivation, intermediates, system, name },
    incremental: incremental ?? void 0,
    plainDerivation: plainDerivation ?? void 0
  };
}
function names(installables) {
  return installables.map((installable) => installable.text || "the file").join(", ");
}

// src/engine/fallback.ts
function explainOlder(subject, wanted, older) {
  return `${subject} is built on top of an older full build, of ${older.revision.slice(0, 12)} (${isoTime(older.time)}): the cache has none of ${wanted.revision.slice(0, 12)} (${isoTime(wanted.time)}). Let a scheduled run in mode \`full\` make it, or see why that one failed.`;
}
async function restoreOlder(missing, search) {
  const replaced = /* @__PURE__ */ new Map();
  const { caches, plan, ladder } = search;
  for (const cache of caches.filter(({ find }) => find === void 0))
    info(`${cache.name} cannot be searched by key: there is no looking for older full builds in it.`);
  const bases = createBases(search);
  for (const one of missing) {
    const older = await newest(one, bases, search);
    if (older?.olderBase === void 0 || plan.base === void 0) continue;
    ladder.complain(explainOlder(one.installable.text, plan.base, older.olderBase));
    replaced.set(one, older);
  }
  return replaced;
}
function createBases({ settings, sources, plan }) {
  const { base, start } = plan;
  const boundaries = base?.boundary === void 0 || base.root ? [] : previousBoundaries(base.boundary, settings.interval, settings.fallbackIntervals);
  const found = [];
  let next = 0;
  const advance = async () => {
    const boundary = boundaries[next++];
    if (boundary === void 0 || found.at(-1)?.root === true) return false;
    try {
      const wanted = { start: start.revision, boundary, parents: settings.parents };
      const { revision, time: time2, root } = await sources.history.truncate(wanted);
      const last = found.at(-1) ?? base;
      if (revision !== last?.revision) found.push({ revision, time: time2, root, boundary });
      return true;
    } catch (error3) {
      if (!(error3 instanceof RemoteError)) throw error3;
      info(`The history does not go further back: ${messageOf(error3)}.`);
      next = boundaries.length;
      return false;
    }
  };
  return async (index) => {
    while (found[index] === void 0 && await advance()) ;
    return found[index];
  };
}
async function having(prefix, caches) {
  const found = await Promise.all(
    caches.map(async (cache) => (await cache.find?.([prefix]))?.[0] ?? { status: "absent" })
  );
  return caches.filter((_, index) => found[index]?.status === "found");
}
async function newest(one, bases, search) {
  const { full, installable } = one;
  const { caches, settings, sources, nix, plan } = search;
  if (full === void 0) return void 0;
  for (let index = 0; ; index++) {
    const base = await bases(index);
    if (base === void 0) return void 0;
    const holders = await having(
      keyPrefix({ system: full.system, name: full.name, revision: base.revision }),
      caches
    );
    const places = holders.map((cache) => cache.name).join(", ");
    info(`${installable.text}: full build of ${base.revision}: ${places === "" ? "absent" : `in ${places}`}.`);
    if (holders.length === 0) continue;
    const older = await planOnOlder(base, one, plan, settings, sources, nix).catch((error3) => {
      if (!(error3 instanceof RemoteError)) throw error3;
      info(`${base.revision} cannot be fetched: ${messageOf(error3)}.`);
      return void 0;
    });
    if (older?.full === void 0) continue;
    const restored = await restoreFromFirst(holders, { wanted: [older.full], neighbours: [] });
    const from = restored.from[0];
    info(
      `${installable.text}: ${older.full.key}: ${from === void 0 ? "not restored" : `restored from ${from.name}`}.`
    );
    if (from !== void 0) return older;
  }
}

// src/nix/fetch.ts
function inputsOf(json) {
  const shown = Object.values(JSON.parse(json));
  const inputs = shown.flatMap((derivation) => Object.entries(derivation?.inputDrvs ?? {}));
  const wanted = inputs.flatMap(([path, value]) => {
    const outputs = "outputs" in value ? value.outputs ?? [] : Array.isArray(value) ? value : [];
    return outputs.length === 0 ? [] : [`${path}^${outputs.join(",")}`];
  });
  return [...new Set(wanted)];
}
async function fetchInputs(nix, derivations, timeoutSeconds) {
  if (derivations.length === 0) return;
  try {
    const { stdout } = await nix.run(["derivation", "show", ...derivations], { timeoutSeconds });
    const inputs = inputsOf(stdout);
    if (inputs.length === 0) return;
    const buildNothing = ["--max-jobs", "0", "--builders", "", "--keep-going"];
    await nix.run(["build", "--no-link", ...buildNothing, ...inputs], { timeoutSeconds });
  } catch (error3) {
    if (!(error3 instanceof ProcessError)) throw error3;
  }
}

// src/engine/head.ts
async function fetchHeadInputs(plan, nix, timeoutSeconds) {
  const wanted = plan.packages.flatMap(({ incremental }) => incremental ?? []);
  const done = await Promise.all(
    wanted.map(
      async ({ paths }) => (await Promise.all(paths.map((path) => isValid(nix, path)))).every(Boolean)
    )
  );
  const derivations = wanted.filter((_, index) => done[index] === false).map(({ derivation }) => derivation);
  await fetchInputs(nix, derivations, timeoutSeconds);
}
async function buildHead(settings, plan, origins2, nix, builder, ladder) {
  const incremental = plan.packages.filter((one) => origins2.has(one) && one.incremental !== void 0);
  const { done, failed } = await buildIncrementally(incremental, nix, builder, ladder);
  if (failed.length > 0) info("The incremental build failed; what the plain build comes to counts.");
  const plain = plan.packages.filter((one) => !done.has(one));
  for (const [one, result] of await buildPlainly(settings, plain, builder)) done.set(one, result);
  for (const { installable, error: error3, log } of failed)
    ladder.stepDown(installable.text, "incremental-build-failed", error3, log);
  return plan.packages.flatMap((one) => done.get(one) ?? []);
}
async function buildIncrementally(packages, nix, builder, ladder) {
  const done = /* @__PURE__ */ new Map();
  const failed = [];
  if (packages.length === 0) return { done, failed };
  const wanted = packages.flatMap(
    ({ incremental }) => incremental === void 0 ? [] : [`${incremental.derivation}^${incremental.outputs.join(",")}`]
  );
  const { ok, error: error3, log } = await builder.build(wanted, { keepGoing: true });
  for (const one of packages) {
    if (one.incremental === void 0) continue;
    const { derivation, paths } = one.incremental;
    const valid = ok || (await Promise.all(paths.map((path) => isValid(nix, path)))).every(Boolean);
    if (valid) done.set(one, { build: "incremental", built: { derivation, paths }, log });
    else failed.push({ installable: one.installable, error: error3, log });
  }
  const [first] = failed;
  if (ladder.strict && first !== void 0)
    ladder.stepDown(first.installable.text, "incremental-build-failed", error3, log);
  return { done, failed };
}
async function buildPlainly(settings, packages, builder) {
  if (packages.length === 0) return /* @__PURE__ */ new Map();
  const installables = packages.map((one) => one.installable);
  const { ok, error: error3, built, log } = await builder.build(plainArguments(settings, installables), {
    keepGoing: true
  });
  if (!ok) throw new BuildFailure(`${names(installables)} does not build: ${error3}.`, log);
  return new Map(
    packages.map((one, index) => {
      const own = built.find(({ derivation }) => derivation === one.plainDerivation) ?? built[index];
      return [one, { build: "plain", built: own ?? { derivation: "", paths: [] }, log }];
    })
  );
}

// src/engine/ladder.ts
var explanations = {
  "revision-unavailable": (detail) => ({
    why: `the commit of the full build could not be fetched (${detail})`,
    remedy: "Give `actions/checkout` a `fetch-depth: 0`, or see that `github-token` can read the repository"
  }),
  "head-not-isolated": (detail) => ({
    why: `it does not evaluate from its committed files alone (${detail})`,
    remedy: "Commit the files that it needs, or fetch the complete history where it reads that"
  }),
  "base-does-not-evaluate": (detail) => ({
    why: `the commit of the full build does not evaluate (${detail})`,
    remedy: "The next boundary will choose a later commit; to choose one now, set `revision`"
  }),
  "missing-in-base": () => ({
    why: "the commit of the full build does not have it yet",
    remedy: "The next boundary will choose a later commit; to choose one now, set `revision`"
  }),
  "not-haskell": (detail) => ({
    why: `${detail} is not made by the Haskell builder of nixpkgs`,
    remedy: "Leave it out of `installables` and build it in a step of its own"
  }),
  "ghc-too-old": (detail) => ({
    why: `GHC ${detail} decides by time stamps what to compile, and all of them are new in a Nix build`,
    remedy: "Use GHC 9.4 or later"
  }),
  "ghc-changed": (detail) => ({
    why: `the compiler changed since the full build (${detail})`,
    remedy: "Nothing is to be done; the next full build will be made with the new one"
  }),
  "package-changed": (detail) => ({
    why: `it was another package at the commit of the full build (${detail})`,
    remedy: "Nothing is to be done; the next full build will be of the new one"
  }),
  "no-intermediates": (detail) => ({
    why: `${detail} has no output \`intermediates\` when asked for one`,
    remedy: "Use nixpkgs 23.05 or later, and apply `overrideAttrs` inside of the Haskell package set"
  }),
  "full-build-failed": (detail) => ({
    why: `the full build failed (${detail})`,
    remedy: "If the branch was broken at that commit, set `revision` to a commit that builds"
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

// src/nix/trace.ts
var longestLine = 2e3;
var mostLines = 2e3;
var at = /^\s*at (\S.*):(\d{1,7}):(\d{1,7}):?$/;
var quotation = /^\s*(\d{1,7})\| ?(.*)$/;
var error2 = /^\s*error: (.*)$/;
function parseTrace(stderr) {
  let text = [];
  let inText = false;
  let place;
  const places = [];
  for (const whole of stderr.split("\n").slice(-mostLines)) {
    const line = whole.slice(0, longestLine);
    const begin = error2.exec(line);
    const position = at.exec(line);
    const quote = quotation.exec(line);
    if (begin !== null) {
      text = [begin[1] ?? ""];
      inText = true;
    } else if (position !== null) {
      const [, file = "", number, column] = position;
      place = { file, line: Number(number), column: Number(column) };
      places.unshift(place);
      inText = false;
    } else if (quote !== null) {
      if (place !== void 0 && places[0] === place && Number(quote[1]) === place.line)
        places[0] = { ...place, quoted: quote[2] ?? "" };
    } else if (line.trim() === "") inText = false;
    else if (inText || line.trim().startsWith("Did you mean")) text.push(line.trim());
  }
  const message = text.join("\n").trim();
  return message === "" ? void 0 : { text: message, places };
}

// src/engine/locate.ts
import { readFileSync, realpathSync as realpathSync2, statSync } from "node:fs";
import { basename, dirname as dirname2, isAbsolute, join as join2, normalize, relative as relative2, sep } from "node:path";
function createLocator({ topLevel, files, locations }) {
  const root = realpathSync2(topLevel);
  const packages = packageDirectories(root, files);
  const contents = /* @__PURE__ */ new Map();
  function linesOf(path) {
    if (!contents.has(path)) contents.set(path, readInside(root, path)?.split("\n"));
    return contents.get(path);
  }
  function fits(path, { line, quoted }) {
    const lines = linesOf(path);
    if (lines === void 0) return false;
    return quoted === void 0 || squeezed(lines[line - 1] ?? "") === squeezed(quoted);
  }
  return (printed, packageName, ours = false) => {
    const named = packageName === void 0 ? [] : packages.get(nameWithoutVersion(packageName)) ?? [];
    const own = [...named, ...ours || packageName === void 0 ? [...locations, ""] : []];
    const others = printed.quoted === void 0 ? [] : ["", ...[...packages.values()].flat()];
    const roots = [.../* @__PURE__ */ new Set([...own, ...others])];
    const candidates = suffixes(printed.file, root, printed.quoted !== void 0).flatMap((suffix) => roots.map((directory) => normalize(join2(directory, suffix)))).concat(printed.file.includes("/") ? [] : byName(files, own, printed.file));
    return candidates.find((path) => fits(path, printed));
  };
}
function packageDirectories(root, files) {
  const found = /* @__PURE__ */ new Map();
  const add = (name, file) => {
    const directory = dirname2(file) === "." ? "" : dirname2(file);
    if (name !== void 0) found.set(name, [...found.get(name) ?? [], directory]);
  };
  for (const file of files) {
    if (file.endsWith(".cabal")) add(basename(file, ".cabal"), file);
    else if (basename(file) === "package.yaml")
      add(/^name:\s*["']?([\w-]+)/m.exec(readInside(root, file) ?? "")?.[1], file);
  }
  return found;
}
function nameWithoutVersion(name) {
  return name.replace(/-\d[^-]*(-r\d+)?$/, "");
}
function suffixes(file, root, quoted) {
  const path = file.replace(/^«[^»]*»/, "");
  if (!isAbsolute(path)) return [path];
  if (path.startsWith(`${root}/`)) return [path.slice(root.length + 1)];
  const parts = path.split("/").filter((part) => part !== "");
  const shortest = quoted ? 1 : 2;
  return parts.slice(0, Math.max(0, parts.length - shortest + 1)).map((_, index) => parts.slice(index).join("/"));
}
function byName(files, directories, name) {
  const found = files.filter(
    (file) => file.endsWith(`/${name}`) && directories.some((directory) => directory === "" || file.startsWith(`${directory}/`))
  );
  return found.length === 1 ? found : [];
}
var largestSource = 4 * 1024 * 1024;
function readInside(root, path) {
  try {
    const real = realpathSync2(join2(root, path));
    const inside = relative2(root, real);
    if (inside === ".." || inside.startsWith(`..${sep}`) || isAbsolute(inside)) return void 0;
    const status = statSync(real);
    return status.isFile() && status.size <= largestSource ? readFileSync(real, "utf8") : void 0;
  } catch {
    return void 0;
  }
}
function squeezed(line) {
  return line.replace(/\s+/g, "");
}

// src/engine/messages.ts
async function messagesOfHead(head, place) {
  const logs = [...new Set(head.map(({ log }) => log))];
  const ours = new Set(head.map(({ built }) => built.derivation));
  const found = logs.flatMap((log) => {
    const failed = new Set(log.failures().map(({ derivation }) => derivation));
    return log.diagnostics().filter(({ severity, derivation }) => severity === "warning" && !failed.has(derivation)).map((diagnostic) => ({ diagnostic, log }));
  });
  return located(found, ours, place);
}
async function messagesOfFailure(error3, place) {
  if (error3 instanceof EvaluationFailure) return messagesOfEvaluation(error3, place);
  if (!(error3 instanceof BuildFailure)) return [];
  const { log } = error3;
  const ours = new Set(log.failures().map(({ derivation }) => derivation));
  return located(
    log.diagnostics().map((diagnostic) => ({ diagnostic, log })),
    ours,
    place
  );
}
async function messagesOfEvaluation({ stderr }, place) {
  const error3 = parseTrace(stderr);
  if (error3 === void 0) return [];
  const locate = await locatorOf(place);
  for (const printed of error3.places) {
    const file = locate(printed);
    const { line, column } = printed;
    if (file !== void 0)
      return [{ severity: "error", file, line, column, text: error3.text, changed: false }];
  }
  return [];
}
async function located(found, ours, place) {
  if (found.length === 0) return [];
  const locate = await locatorOf(place);
  return found.flatMap(({ diagnostic: { derivation, quoted, ...rest }, log }) => {
    const printed = { file: rest.file, line: rest.line, ...quoted === void 0 ? {} : { quoted } };
    const file = locate(printed, nameOf(derivation), ours.has(derivation));
    const changed = log.modules(derivation).compiled.some((one) => one.file === rest.file && one.reason === "Source file changed");
    return file === void 0 ? [] : [{ ...rest, file, changed }];
  });
}
async function locatorOf({ checkout, locations, fromFile }) {
  return createLocator({
    topLevel: checkout.topLevel,
    files: await trackedFiles(checkout),
    locations: fromFile ? locations.map((path) => path.split("/").slice(0, -1).join("/")) : locations
  });
}

// src/engine/missing-nightly.ts
var limit = 10;
async function remarkOnNightly(missing, { base }, { event, apiUrl, repository = "" }, { caches, start, token }) {
  const branch = event.baseBranch;
  const ofItsOwn = startCommit(start, event) !== void 0;
  if (missing.length === 0 || caches.length === 0 || branch === void 0 || ofItsOwn) return void 0;
  if (base?.boundary === void 0) return void 0;
  const series = missing.flatMap(({ full }) => parseKey(full?.key ?? "")?.series ?? []);
  const shared = cacheScopes({ ...event, ref: void 0 });
  const newest2 = await newestFullBuild(caches, series, shared, {
    token,
    repository,
    apiUrl,
    timeoutSeconds: limit
  });
  const what = names(missing.map(({ installable }) => installable));
  return describeMissing(what, branch, base.revision, newest2);
}
var remedies = {
  found: (time2) => `The last one that was made for all came into the cache at ${isoTime(time2)}: see why the nightly has made none since`,
  none: () => "None has ever been made for all: let a nightly run in mode `full` do that",
  unknown: () => "See whether the nightly, a scheduled run in mode `full`, has failed"
};
function describeMissing(what, branch, revision, newest2) {
  const remedy = remedies[newest2.status](newest2.status === "found" ? newest2.time : 0);
  return `The cache has no full build of ${what} for ${branch} at ${revision.slice(0, 12)}, so that this job makes it. ${remedy}.`;
}

// src/engine/package-reports.ts
function notMade({ text }) {
  return {
    installable: text,
    build: "none",
    fullBuild: void 0,
    origin: "none",
    compiled: [],
    modulesTotal: 0,
    outPaths: []
  };
}
function planned(one, origin = "none") {
  return {
    installable: one.installable.text,
    build: "none",
    fullBuild: one.full?.intermediates,
    origin,
    compiled: [],
    modulesTotal: 0,
    outPaths: [],
    ...one.olderBase === void 0 ? {} : { ownBase: one.olderBase }
  };
}
async function fullReport(one, origin = "none", log) {
  const { full } = one;
  const there = full !== void 0 && (origin === "built" || origin === "store");
  return {
    ...planned(one),
    build: full === void 0 || origin === "none" ? "none" : "full",
    origin,
    compiled: origin === "built" && full !== void 0 ? log.modules(full.derivation).compiled : [],
    modulesTotal: there ? await countModules(full.intermediates) : 0,
    outPaths: there ? full.paths : [],
    ...origin === "built" && full !== void 0 ? timed(log, full.derivation) : {},
    ...there ? await recorded(full.intermediates) : {}
  };
}
async function headReport(one, origin = "none", head) {
  if (head === void 0) return { ...planned(one), origin };
  const { compiled, considered } = head.log.modules(head.built.derivation);
  const base = one.full !== void 0 && origin !== "none" ? one.full.intermediates : void 0;
  const before = base === void 0 ? 0 : await countModules(base);
  return {
    ...planned(one),
    build: head.build,
    origin,
    compiled,
    // GHC says nothing of a component that it has nothing to do for.
    modulesTotal: Math.max(considered, before),
    outPaths: head.built.paths,
    ...timed(head.log, head.built.derivation),
    ...base === void 0 ? {} : await recorded(base)
  };
}
function timed(log, derivation) {
  const seconds = log.seconds(derivation);
  return seconds === void 0 ? {} : { seconds };
}
async function recorded(intermediates) {
  const fullSeconds = await recordedSeconds(intermediates);
  return fullSeconds === void 0 ? {} : { fullSeconds };
}

// src/engine/nightly.ts
async function makeFullBuilds(plan, workshop, step) {
  const origins2 = await step("Look for full builds", () => locateFullBuilds(plan, workshop));
  const { nix, builder, caches, ladder, scratch } = workshop;
  const missing = plan.packages.filter((one) => one.full !== void 0 && !origins2.has(one));
  await builder.expect(missing.flatMap(({ full }) => full?.system ?? []));
  const { built, log } = await step(
    "Build full builds",
    () => buildFullBuilds(missing, nix, builder, ladder, scratch)
  );
  for (const one of built) origins2.set(one, "built");
  const here = plan.packages.filter((one) => ["built", "store"].includes(origins2.get(one) ?? "none"));
  await step(
    "Push full builds",
    () => pushFullBuilds(
      here.flatMap(({ full }) => full === void 0 ? [] : [full]),
      caches,
      ladder.complain
    )
  );
  return Promise.all(plan.packages.map((one) => fullReport(one, origins2.get(one), log)));
}
async function planFullBuilds(plan, workshop, step) {
  const origins2 = await step("Look for full builds", () => locateFullBuilds(plan, workshop));
  return plan.packages.map((one) => planned(one, origins2.get(one)));
}
var asksAtOnce = 3;
async function locateFullBuilds(plan, { nix, caches, ladder }) {
  const origins2 = /* @__PURE__ */ new Map();
  await inParallel(plan.packages, asksAtOnce, async (one) => {
    const { full, installable } = one;
    if (full === void 0) return;
    const holders = [];
    for (const cache of caches) {
      const found = (await cache.has([full]))[0];
      if (found.status === "found") holders.push(cache.name);
      if (found.status === "failed")
        ladder.complain(
          `${cache.name} could not be asked for the full build of ${installable.text}: ${found.reason}. It is taken to be missing there. If this goes on, see whether the cache can be reached and read.`
        );
    }
    const everywhere = caches.length > 0 && holders.length === caches.length;
    if (!everywhere && await isValid(nix, full.intermediates)) origins2.set(one, "store");
    else if (holders.length > 0) origins2.set(one, "found");
    const places = holders.map((name) => `in ${name}`).join(", ");
    const origin = origins2.get(one);
    info(
      `${installable.text}: the full build is ${origin === "store" ? "in the store" : origin === "found" ? `${places} already` : "missing"}.`
    );
  });
  return origins2;
}

// src/engine/branches.ts
var boundariesBack = 3;
function hasMoved({ time: time2, root }, previous) {
  return root || previous === void 0 || time2 > previous;
}
function chooseBranches(branches, filter) {
  return branches.flatMap((branch) => {
    const rank = filter.rank(branch.name);
    return rank === void 0 ? [] : [{ branch, rank }];
  }).sort((a, b) => a.rank - b.rank).map(({ branch }) => branch);
}
function groupByBase(branches) {
  const units = /* @__PURE__ */ new Map();
  for (const { name, tip, base } of branches) {
    const unit = units.get(base.revision);
    const names2 = [...unit?.names ?? [], name];
    units.set(base.revision, { tip, base, ...unit, names: names2 });
  }
  return [...units.values()];
}
async function surveyBranches(filter, choice, history, now) {
  const all = await history.branches();
  const chosen = chooseBranches(all, filter);
  const boundary = await boundaryFor(choice, history, now);
  const previous = choice.date === void 0 ? previousBoundaries(boundary, choice.interval, boundariesBack).at(-1) : void 0;
  const wanted = chosen.map(({ tip }) => ({ start: tip, boundary, parents: choice.parents }));
  const found = await history.truncateAll(wanted);
  const tails = [];
  const lost = [];
  for (const [index, branch] of chosen.entries()) {
    const tail = found[index];
    if (tail === void 0 || tail instanceof RemoteError)
      lost.push({ name: branch.name, reason: tail?.message ?? "it is gone" });
    else
      tails.push({ ...branch, base: { revision: tail.revision, time: tail.time, root: tail.root, boundary } });
  }
  return {
    total: all.length,
    moved: groupByBase(tails.filter(({ base }) => hasMoved(base, previous))),
    unmoved: groupByBase(tails.filter(({ base }) => !hasMoved(base, previous))),
    lost
  };
}
function nameOf2({ names: names2 }) {
  const shown = names2.slice(0, 3).join(", ");
  return names2.length > 3 ? `${shown} and ${names2.length - 3} more` : shown;
}

// src/engine/over-branches.ts
async function overBranches(filter, settings, sources, workshop, phase, now) {
  const { moved, unmoved } = await phase(
    "Find branches",
    () => survey(filter, settings, sources, workshop, now)
  );
  const packages = [];
  for (const unit of moved) {
    const branch = nameOf2(unit);
    const own = { ...workshop, ladder: about(workshop.ladder, `Branch ${branch}`) };
    const made = await phase(`Branch ${branch}`, () => forBranch(unit, settings, sources, own, now));
    packages.push(...made.map((one) => ({ ...one, branch, ownBase: unit.base })));
  }
  const left = entriesLeft(settings.mode, packages);
  if (left > 0)
    workshop.ladder.complain(
      `The output \`matrix\` lacks ${left} full builds: GitHub makes 256 jobs of a matrix at most. Name fewer branches, or run mode \`full\` without a matrix.`
    );
  return { packages, inUse: [...moved, ...unmoved].map(({ base }) => base.revision) };
}
async function survey(filter, settings, { history }, { ladder }, now) {
  try {
    const found = await surveyBranches(filter, settings, history, now);
    describeSurvey(found, ladder);
    return found;
  } catch (error3) {
    if (!(error3 instanceof RemoteError)) throw error3;
    ladder.complain(`The branches of the remote could not be read: ${messageOf(error3)}.`);
    return { total: 0, moved: [], unmoved: [], lost: [] };
  }
}
function describeSurvey({ total, moved, unmoved, lost }, ladder) {
  for (const unit of moved) {
    info(`${unit.names.join(", ")}:`);
    describeBase(unit.base);
  }
  for (const { names: names2, base } of unmoved)
    info(`${names2.join(", ")}: not moved for three intervals, still of ${base.revision}.`);
  for (const { name, reason } of lost) ladder.complain(`Branch ${name}: No full build is made: ${reason}.`);
  if (moved.length + unmoved.length + lost.length === 0)
    ladder.complain(
      `No full build is made: none of the ${total} branches of the remote matches the input \`branches\`. Write one pattern per line, as in \`on.push.branches\`.`
    );
}
async function forBranch({ tip }, settings, sources, workshop, now) {
  const { builder, ladder } = workshop;
  try {
    const start = { revision: tip, instant: now };
    const plan = await makePlan({ ...settings, mode: "full" }, sources, start, builder.nix, ladder);
    if (plan.base !== void 0) describeBase(plan.base);
    describePackages(plan);
    const step = (title, body) => {
      info(`${title}:`);
      return body();
    };
    return await (settings.mode === "plan" ? planFullBuilds : makeFullBuilds)(plan, workshop, step);
  } catch (error3) {
    if (cancelled.aborted) throw error3;
    ladder.complain(`No full build is made: ${messageOf(error3)}.`);
    return settings.installables.map(notMade);
  }
}

// src/engine/progress.ts
import { stripVTControlCharacters } from "node:util";
function createProgress({ branches, mode, strict }, surroundings) {
  return {
    mode,
    surroundings,
    ladder: ladderFor(mode, branches !== void 0, strict),
    phases: [],
    began: performance.now() / 1e3,
    cacheName: "none",
    plan: void 0,
    packages: [],
    place: void 0,
    notices: [],
    messages: []
  };
}
function ladderFor(mode, branches, strict) {
  if (mode === "incremental") return createLadder(strict);
  return createLadder(strict && !branches, mode === "full" || branches ? "gets no full build" : void 0);
}
async function timed2(progress2, name, body) {
  const start = performance.now() / 1e3 - progress2.began;
  try {
    return await group(name, body);
  } finally {
    progress2.phases.push({ name, start, seconds: performance.now() / 1e3 - progress2.began - start });
  }
}
function reportOf(progress2, packages) {
  const { mode, surroundings, plan, cacheName, phases, ladder, notices, messages } = progress2;
  return {
    mode,
    head: plan === void 0 ? void 0 : { revision: plan.checkout.head, time: plan.checkout.headTime },
    base: plan?.base,
    cacheName,
    packages,
    phases,
    warnings: ladder.warnings,
    notices,
    messages,
    ...repositoryOf(surroundings, plan?.checkout.head)
  };
}
async function failureReport(progress2, error3) {
  const { place, plan } = progress2;
  const report = reportOf(progress2, plan?.packages.map((one) => planned(one)) ?? progress2.packages);
  const messages = place === void 0 ? [] : await messagesOfFailure(error3, place);
  return { ...report, messages, failure: { message: error3.message, builds: failedBuilds(error3) } };
}
function failedBuilds(error3) {
  if (error3 instanceof BuildFailure)
    return error3.log.failures().map(({ derivation, log }) => ({ name: nameOf(derivation), log }));
  if (error3 instanceof EvaluationFailure)
    return [{ name: "the evaluation", log: stripVTControlCharacters(error3.stderr).trimEnd().split("\n") }];
  return [];
}
function repositoryOf({ serverUrl, repository, sha }, head) {
  return head !== void 0 && head === sha && repository !== void 0 ? { repositoryUrl: `${serverUrl}/${repository}` } : {};
}

// src/engine/prune.ts
async function pruneFullBuilds(settings, { inUse, now, surroundings }) {
  const { caches, cacheTimeout, keep, token } = settings;
  const { apiUrl, repository = "" } = surroundings;
  const api = { token, repository, apiUrl, timeoutSeconds: cacheTimeout };
  const pruners = caches.flatMap((cache) => openPruner(cache, api) ?? []);
  if (pruners.length < Math.max(caches.length, 1)) {
    notice(
      "Old full builds are not removed: inputs `keep` and `keep-days` work for the GitHub Actions cache and for `file://` stores. Remove them by the means of the store, or leave the inputs out."
    );
  }
  for (const pruner of pruners) tell(await pruner.prune(keep, new Set(inUse), now));
}
function tell({ removed, freedBytes, problem }) {
  for (const key of removed) info(`Removed ${key}.`);
  info(`Removed ${removed.length} full builds, which freed ${(freedBytes / 1e6).toFixed(1)} MB.`);
  if (problem?.kind === "forbidden")
    notice(
      `Old full builds are not removed, since this job may not do that (${problem.reason}). For the GitHub Actions cache give the job the permission \`actions: write\`; for a \`file://\` store let its user write the directory.`
    );
  if (problem?.kind === "failed")
    warn(
      `Old full builds could not be removed: ${problem.reason}. The next run in mode \`full\` will try again.`
    );
}

// src/engine/run.ts
async function run(settings, context) {
  const progress2 = createProgress(settings, context.surroundings);
  try {
    return reportOf(progress2, await story(settings, context, progress2));
  } catch (error3) {
    if (!(error3 instanceof UserError)) throw error3;
    return await failureReport(progress2, error3);
  }
}
async function story(settings, context, progress2) {
  const { scratch, now, surroundings, handOver } = context;
  const { ladder } = progress2;
  const phase = (name, body) => timed2(progress2, name, body);
  const nix = await openNix(settings.nixOptions, settings.workspace);
  const sources = await openSources(settings, { access: accessOf(settings, surroundings), scratch });
  const { history, locations } = sources;
  const place = { checkout: history.checkout, locations, fromFile: settings.file !== void 0 };
  progress2.place = place;
  const caches = openInputCaches(settings, nix, context);
  progress2.cacheName = caches.map((cache) => cache.name).join(", ") || "none";
  const builder = await openLinuxBuilder(settings.linuxBuilder, nix, {
    complain: ladder.complain,
    surroundings,
    handOver
  });
  if (settings.mode !== "plan") await builder.expect(systemsNamedBy(settings));
  const workshop = { nix, builder, caches, ladder, scratch };
  const prune = async (inUse) => {
    if (settings.mode !== "full" || settings.keep.count === void 0 && settings.keep.age === void 0)
      return;
    await phase("Remove old full builds", () => pruneFullBuilds(settings, { inUse, now, surroundings }));
  };
  if (settings.mode !== "incremental" && settings.branches !== void 0) {
    const made = await overBranches(settings.branches, settings, sources, workshop, phase, now);
    progress2.packages = made.packages;
    await prune(made.inUse);
    if (settings.strict) failOnWarnings(ladder);
    return made.packages;
  }
  let plan = await phase("Plan", async () => {
    const found = await findStart(settings.start, surroundings.event, history, ladder.complain);
    const start = settings.mode === "full" ? { ...found, instant: now } : found;
    const made = await makePlan(settings, sources, start, builder.nix, ladder);
    describePlan(made);
    return made;
  });
  progress2.plan = plan;
  if (settings.mode === "plan") return planFullBuilds(plan, workshop, phase);
  if (settings.mode === "full") {
    const packages = await makeFullBuilds(plan, workshop, phase);
    await prune(plan.base === void 0 ? [] : [plan.base.revision]);
    return packages;
  }
  await builder.expect(plan.packages.flatMap(({ full }) => full?.system ?? []));
  const { origins: origins2, refusedFrom } = await phase(restorePhase, async () => {
    const fetching = fetchHeadInputs(plan, nix, settings.cacheTimeout);
    const restored = await restoreFullBuilds(plan, nix, caches, ladder);
    await fetching;
    return restored;
  });
  if (settings.fallbackIntervals > 0 && caches.length > 0) {
    const search = { settings, plan, sources, nix, caches, ladder };
    const lacking = plan.packages.filter((one) => one.full !== void 0 && !origins2.has(one));
    const older = await phase("Look for older full builds", () => restoreOlder(lacking, search));
    for (const one of older.values()) origins2.set(one, "cache");
    plan = { ...plan, packages: plan.packages.map((one) => older.get(one) ?? one) };
    progress2.plan = plan;
  }
  const missing = plan.packages.filter((one) => one.full !== void 0 && !origins2.has(one));
  const remark = await remarkOnNightly(missing, plan, surroundings, settings);
  if (remark !== void 0) {
    notice(remark);
    progress2.notices.push(remark);
  }
  const { built } = await phase(
    "Build full builds",
    () => buildFullBuilds(missing, nix, builder, ladder, scratch)
  );
  for (const one of built) origins2.set(one, "built");
  const pending = built.map(
    (one) => ({
      key: one.full?.key ?? "",
      paths: one.full?.paths ?? [],
      refusedFrom: refusedFrom.get(one) ?? []
    })
  );
  if (caches.length > 0 && pending.length > 0) handOver.push(pending);
  const head = await phase("Build HEAD", () => buildHead(settings, plan, origins2, nix, builder, ladder));
  progress2.messages = await messagesOfHead(head, place);
  return Promise.all(plan.packages.map((one, index) => headReport(one, origins2.get(one), head[index])));
}

// src/report/failure.ts
var repeatedLines = 20;
var mostBuilds = 4;
var longestLine2 = 300;
var progress = /^\[\s*\d+ of\s+\d+\] Compiling /;
function failureText({ message, builds }) {
  return [message, ...lastLines({ message, builds }, repeatedLines)].join("\n");
}
function lastLines({ builds }, lines) {
  const shown = builds.map(({ name, log }) => ({ name, log: log.filter((line) => !progress.test(line) && line.trim() !== "") })).filter(({ log }) => log.length > 0).slice(0, mostBuilds);
  const each = Math.max(1, Math.floor(lines / Math.max(1, shown.length)));
  return shown.flatMap(({ name, log }) => [
    `The end of the log of ${name}:`,
    ...log.slice(-each).map((line) => `  ${line.slice(0, longestLine2)}`)
  ]);
}

// src/report/markdown.ts
var longestText = 400;
function escaped(text) {
  return literal(text).replace(/&#64;|&#35;(?=\d)/g, "$&&#8203;");
}
function code(text) {
  return `<code>${literal(text)}</code>`;
}
function literal(text) {
  return cut(text, longestText).replace(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]+/gu, " ").replace(/[&<>"'`|*_[\]\\~#@!$]|:(?=\/\/)|(?<=www)\./gi, (character) => `&#${character.charCodeAt(0)};`);
}
function link(markdown, url) {
  return url === void 0 ? markdown : `<a href="${literal(url)}">${markdown}</a>`;
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
function alert(kind, body) {
  return [`[!${kind}]`, ...body.split("\n")].map((line) => `> ${line}`.trimEnd()).join("\n");
}
function preformatted(lines) {
  const clean = lines.map(
    (line) => cut(line, longestText).replace(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu, " ")
  );
  const ticks = clean.flatMap((line) => line.match(/`+/g) ?? []).map((run2) => run2.length);
  const fence = "`".repeat(Math.max(3, ...ticks.map((length) => length + 1)));
  return [`${fence}text`, ...clean, fence].join("\n");
}
function capped(items2, most, render2, more) {
  const shown = items2.slice(0, most).map((item) => render2(item));
  return items2.length <= most ? shown : [...shown, more(items2.length - most)];
}
function cut(text, length) {
  const short = text.slice(0, length);
  return short.length === text.length ? text : `${short.replace(/[\ud800-\udbff]$/, "")}\u2026`;
}
function count(number, one, many = `${one}s`) {
  return `${number.toLocaleString("en-US")} ${number === 1 ? one : many}`;
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
    const number = Math.floor(rest / size);
    rest -= number * size;
    if (number > 0) parts.push(`${number} ${name}`);
  }
  return parts.slice(0, 2).join(" ") || "0 s";
}

// src/report/base.ts
function baseSentences(report) {
  const { head } = report;
  if (head === void 0) return "";
  const bases = basesOf(report);
  if (bases.length === 0)
    return `HEAD is ${commitLink(report, head.revision)}; the full build\u2019s commit is not known.`;
  return [...bases.map((base) => baseSentence(report, head, base)), `Cache: ${code(report.cacheName)}.`].join(
    " "
  );
}
function baseSentence(report, head, base) {
  const age = duration(Math.max(0, head.time - base.time));
  const boundary = base.boundary === void 0 ? "as the input `revision` says" : base.root ? "the root commit, since none is older than the boundary" : `the last commit before ${isoTime(base.boundary)}`;
  return `HEAD ${commitLink(report, head.revision)} is ${age} newer than the full build\u2019s commit ${commitLink(report, base.revision)}, ${boundary}.`;
}
function commitLink({ repositoryUrl }, revision) {
  const url = repositoryUrl === void 0 ? void 0 : `${repositoryUrl}/commit/${encodeURIComponent(revision)}`;
  return link(code(revision.slice(0, 12)), url);
}

// src/report/messages.ts
var annotationsOfEach = 10;
function inOrder(messages) {
  const seen = /* @__PURE__ */ new Set();
  const rank = ({ severity, changed }) => severity === "error" ? 0 : changed ? 1 : 2;
  return messages.filter((one) => {
    const key = JSON.stringify([
      one.severity,
      one.file,
      one.line,
      one.column,
      one.code ?? one.flag ?? one.text
    ]);
    return seen.size < seen.add(key).size;
  }).sort((a, b) => rank(a) - rank(b));
}
function annotationsOf(messages, level, others) {
  const wanted = level === "all" ? ["error", "warning"] : level === "errors" ? ["error"] : [];
  const ordered = inOrder(messages);
  return wanted.flatMap(
    (severity) => ordered.filter((one) => one.severity === severity).slice(0, Math.max(0, annotationsOfEach - others[severity]))
  );
}
function titleOf({ severity, code: code2, flag }) {
  const what = [code2, flag].filter((text) => text !== void 0).join(" ");
  return what === "" ? severity === "error" ? "Error" : "Warning" : what;
}
var errorsInFull = 5;
function errorsSection(report, most) {
  const errors = inOrder(report.messages).filter(({ severity }) => severity === "error");
  if (errors.length === 0) return "";
  const full = errors.slice(0, errorsInFull).flatMap((message) => {
    const [first = "", ...rest] = message.text.split("\n");
    const text = rest.length === 0 ? [] : [preformatted([first, ...rest])];
    return [`- ${headOf(report, message)}${rest.length === 0 ? ` ${escaped(first)}` : ""}`, ...text];
  });
  const others = items(report, errors.slice(errorsInFull), most);
  return [`**${count(errors.length, "error")}**`, ...full, ...others === "" ? [] : [others]].join("\n\n");
}
function warningsOfCompilers(report, most) {
  const warnings = inOrder(report.messages).filter(({ severity }) => severity === "warning");
  return warnings.length === 0 ? "" : details(count(warnings.length, "warning"), items(report, warnings, most));
}
function items(report, messages, most) {
  return capped(
    messages,
    most,
    (message) => `- ${headOf(report, message)} ${escaped(message.text.split("\n")[0] ?? "")}`,
    (number) => `- \u2026 and ${number} more`
  ).join("\n");
}
function headOf({ repositoryUrl, head }, message) {
  const { file, line, column } = message;
  const place = [file, line, ...column === void 0 ? [] : [column]].join(":");
  const path = file.split("/").map(encodeURIComponent).join("/");
  const url = repositoryUrl === void 0 || head === void 0 ? void 0 : `${repositoryUrl}/blob/${head.revision}/${path}#L${line}`;
  return `${link(code(place), url)}${reference(message)}`;
}
function reference({ code: number, flag }) {
  const page = number?.startsWith("GHC-") ? `https://errors.haskell.org/messages/${encodeURIComponent(number)}/` : void 0;
  const parts = [
    ...number === void 0 ? [] : [link(code(number), page)],
    ...flag === void 0 ? [] : [code(flag)]
  ];
  return parts.length === 0 ? ":" : ` ${parts.join(" ")}:`;
}

// src/report/reasons.ts
var reasonKinds = {
  "own-source": "source changed",
  dependency: "dependency changed",
  flags: "flags changed",
  missing: "product missing",
  "first-build": "first build",
  other: "other reasons"
};
var kinds = [
  ["own-source", /^Source file changed$/],
  ["flags", /^(Flags|Optimisation flags|HPC flags|PC flags|Plugins|-this-unit-id) changed$/],
  ["flags", /^Plugin fingerprint changed$/],
  ["missing", /^(Missing|Mismatched) |^HIE file is /],
  ["dependency", / (changed|removed|added)( \((raw|interface)\))?$/]
];
function kindOf(reason) {
  if (reason === void 0) return "first-build";
  return kinds.find(([, pattern]) => pattern.test(reason))?.[0] ?? "other";
}
function groupByReason(compiled) {
  const byReason = /* @__PURE__ */ new Map();
  for (const { name, reason } of compiled) {
    const names2 = byReason.get(reason);
    if (names2 === void 0) byReason.set(reason, [name]);
    else names2.push(name);
  }
  const all = [...byReason].map(([reason, modules]) => ({ reason, modules }));
  return Object.keys(reasonKinds).flatMap((kind) => {
    const reasons = all.filter(({ reason }) => kindOf(reason) === kind).sort((a, b) => b.modules.length - a.modules.length);
    const count2 = reasons.reduce((sum, { modules }) => sum + modules.length, 0);
    return count2 === 0 ? [] : [{ kind, count: count2, reasons }];
  });
}

// src/report/modules.ts
function modulesSection(packages, most) {
  const onTop = packages.filter((one) => one.build === "incremental" && one.compiled.length > 0);
  const compiled = onTop.flatMap((one) => one.compiled);
  if (compiled.length === 0) return "";
  const kinds2 = groupByReason(compiled).map((group2) => `${reasonKinds[group2.kind]} (${group2.count})`).join(", ");
  const body = capped(
    onTop,
    most,
    (one) => `${packages.length === 1 ? "" : `${code(one.installable)}:

`}${modulesOf(one, most)}`,
    (number) => `\u2026 and ${count(number, "more package")}.`
  ).join("\n\n");
  return details(`${count(compiled.length, "module")} compiled: ${kinds2}`, body);
}
function modulesOf({ compiled }, most) {
  const rows = groupByReason(compiled).flatMap(
    ({ kind, reasons }) => reasons.map(({ reason, modules }) => [
      reason === void 0 ? reasonKinds[kind] : escaped(reason),
      String(modules.length),
      capped(modules, most, code, (number) => `\u2026 and ${number} more`).join(", ")
    ])
  );
  const shown = table(["Reason that GHC gave", "Modules", "Which"], rows.slice(0, most));
  return rows.length <= most ? shown : `${shown}

\u2026 and ${count(rows.length - most, "more reason")}.`;
}

// src/report/packages.ts
var origins = {
  cache: "restored from the cache",
  found: "in the cache already",
  store: "already in the store",
  built: "built now",
  none: "none"
};
function packagesTable(report, most) {
  const { packages, failure, mode } = report;
  if (packages.length === 0 || failure !== void 0 && packages.every(({ build }) => build === "none"))
    return "";
  const branches = packages.some(({ branch }) => branch !== void 0);
  const times = [
    // In mode `full` they are the same.
    ...mode === "incremental" ? [["Time", ({ seconds }) => seconds]] : [],
    ["Full build took", ({ fullSeconds }) => fullSeconds]
  ];
  const timed3 = times.filter(([, of]) => packages.some((one) => of(one) !== void 0));
  const header = [
    ...branches ? ["Branch", "Commit"] : [],
    "Package",
    "Build",
    "Full build",
    "Modules compiled",
    ...timed3.map(([title]) => title)
  ];
  const rows = packages.map((one) => [
    ...branches ? [code(one.branch ?? ""), one.ownBase === void 0 ? "" : commitLink(report, one.ownBase.revision)] : [],
    code(one.installable),
    one.build,
    origins[one.origin],
    compiledOf(one),
    ...timed3.map(([, of]) => time(of(one)))
  ]);
  const shown = table(header, rows.slice(0, most));
  return rows.length <= most ? shown : `${shown}

\u2026 and ${count(rows.length - most, "more package")}.`;
}
function time(seconds) {
  return seconds === void 0 ? "\u2013" : duration(seconds);
}
function compiledOf(one) {
  if (one.build === "none" || one.modulesTotal === 0 && one.compiled.length === 0) return "\u2013";
  return `${one.compiled.length} of ${one.modulesTotal}`;
}

// src/report/time-saved.ts
function timeSaved({ packages, phases }) {
  const onTop = packages.filter(({ build }) => build === "incremental");
  const known = onTop.flatMap(
    ({ fullSeconds, seconds }) => fullSeconds === void 0 || seconds === void 0 ? [] : [{ fullSeconds, seconds }]
  );
  if (known.length === 0 || known.length < onTop.length) return "";
  const full = known.reduce((sum, one) => sum + one.fullSeconds, 0);
  const head = known.reduce((sum, one) => sum + one.seconds, 0);
  const them = known.length === 1 ? "the full build" : "the full builds";
  const They = them.replace("t", "T");
  if (onTop.some(({ origin }) => origin === "built"))
    return `${They}, for this run and those to come, took ${duration(full)}; HEAD took ${duration(head)} on top.`;
  const restore = onTop.some(({ origin }) => origin === "cache") ? phases.find(({ name }) => name === restorePhase)?.seconds ?? 0 : 0;
  const saved = full - head - restore;
  const restored = restore >= 0.5 ? `, and restoring ${duration(restore)}` : "";
  const comparison = `${them} took ${duration(full)} when ${known.length === 1 ? "it was" : "they were"} made, HEAD ${duration(head)} on top${restored}.`;
  return saved >= 1 ? `**${duration(saved)} saved**: ${comparison}` : `No time was saved: ${comparison}`;
}

// src/report/timeline.ts
var width = 32;
function timeline(all) {
  const phases = all.filter(({ seconds }) => seconds >= 0.05);
  const end = Math.max(0, ...phases.map(({ start, seconds }) => start + seconds));
  const scale = end === 0 ? 0 : width / end;
  const names2 = Math.max(0, ...phases.map(({ name }) => name.length));
  const times = Math.max(0, ...phases.map(({ seconds }) => precise(seconds).length));
  return preformatted(
    phases.map(({ name, start, seconds }) => {
      const from = Math.min(width - 1, Math.floor(start * scale));
      const length = Math.max(1, Math.min(width - from, Math.round(seconds * scale)));
      const bar = `${" ".repeat(from)}${"\u2588".repeat(length)}`;
      return `${name.padEnd(names2)}  ${precise(seconds).padStart(times)}  ${bar}`;
    })
  );
}
function endOf(phases) {
  return Math.max(0, ...phases.map(({ start, seconds }) => start + seconds));
}
function precise(seconds) {
  return seconds < 9.95 ? `${seconds.toFixed(1)} s` : duration(seconds);
}

// src/report/summary.ts
var summaryLimit = 1e6;
var lengths = [Number.POSITIVE_INFINITY, 2e3, 500, 100, 20, 5];
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
function summaryOf(report, limit2 = summaryLimit) {
  let text = "";
  for (const most of lengths) {
    text = render(report, most);
    if (Buffer.byteLength(text) <= limit2) break;
  }
  return text;
}
function render(report, most) {
  return [
    `### ${headline(report)}`,
    failureSection(report, most),
    sentences(report),
    packagesTable(report, most),
    warningsOfRun(report, most),
    capped(
      report.notices,
      most,
      (text) => alert("NOTE", escaped(text)),
      (number) => `\u2026 and ${count(number, "more notice")}.`
    ).join("\n\n"),
    warningsOfCompilers(report, most),
    modulesSection(report.packages, most),
    report.phases.length === 0 ? "" : details(`Timeline: ${duration(endOf(report.phases))}`, timeline(report.phases))
  ].filter((part) => part !== "").join("\n\n").concat("\n");
}
function headline(report) {
  return report.failure === void 0 ? headlines[report.mode][overallBuild(report.packages)] : "The build failed";
}
function failureSection(report, most) {
  const { failure, messages } = report;
  if (failure === void 0) return "";
  const log = lastLines(failure, Math.min(most, 40));
  const errors = messages.some(({ severity }) => severity === "error");
  const shown = log.length === 0 ? [] : [errors ? details("The end of the log", preformatted(log)) : preformatted(log)];
  return [alert("CAUTION", escaped(failure.message)), errorsSection(report, most), ...shown].join("\n\n");
}
function sentences(report) {
  return [compiledSentence(report), timeSaved(report), baseSentences(report)].filter((text) => text !== "").join(" ");
}
function compiledSentence({ mode, packages }) {
  const built = packages.filter((one) => one.build !== "none" && one.modulesTotal > 0);
  if (mode === "plan" || built.length === 0) return "";
  const compiled = built.reduce((sum, one) => sum + one.compiled.length, 0);
  const total = built.reduce((sum, one) => sum + one.modulesTotal, 0);
  return `**${compiled.toLocaleString("en-US")} of ${count(total, "module")} compiled.**`;
}
function warningsOfRun({ warnings }, most) {
  if (warnings.length === 0) return "";
  const texts = capped(warnings, most, escaped, (number) => `\u2026 and ${count(number, "more warning")}.`);
  return alert("WARNING", texts.length === 1 ? texts[0] ?? "" : texts.map((text) => `- ${text}`).join("\n"));
}

// src/action/annotate.ts
function annotate({ messages, failure, warnings }, level) {
  const others = { error: failure === void 0 ? 0 : 1, warning: warnings.length };
  for (const message of annotationsOf(messages, level, others)) {
    const { file, line, column, endLine, endColumn } = message;
    const columns = endLine !== void 0 && endLine !== line ? { endLine } : {
      ...column === void 0 ? {} : { startColumn: column },
      ...endColumn === void 0 ? {} : { endColumn }
    };
    const properties = { title: titleOf(message), file, startLine: line, ...columns };
    if (message.severity === "error") error(message.text, properties);
    else warning(message.text, properties);
  }
}

// src/action/comment.ts
import { setTimeout as setTimeout2 } from "node:timers/promises";

// src/report/comment.ts
import { createHash } from "node:crypto";
var commentLimit = 6e4;
function markerOf(identity) {
  const hash = createHash("sha256").update(JSON.stringify(identity)).digest("hex").slice(0, 32);
  return `<!-- incremental-nix ${hash} -->`;
}
function commentOf(report, marker) {
  return `${marker}
${summaryOf(report, commentLimit)}`;
}

// src/action/comment.ts
async function commentOnPullRequest(report, options) {
  const { token, installables, environment, timeoutSeconds = 30 } = options;
  const number = /^refs\/pull\/(\d+)\//.exec(environment.GITHUB_REF ?? "")?.[1];
  const [owner = "", repo = ""] = (environment.GITHUB_REPOSITORY ?? "").split("/");
  if (number === void 0) return info("There is no comment: the job is not for a pull request.");
  if (token === void 0) return info("There is no comment: the input `github-token` is empty.");
  const names2 = ["WORKFLOW", "JOB", "ACTION"].map((name) => environment[`GITHUB_${name}`] ?? "");
  const runner = [environment.RUNNER_OS ?? "", environment.RUNNER_ARCH ?? ""];
  const marker = markerOf([...names2, ...runner, ...installables]);
  const where = { owner, repo, issue_number: Number(number) };
  try {
    const made = await Promise.race([
      put(
        { ...where, token, baseUrl: environment.GITHUB_API_URL || "https://api.github.com" },
        marker,
        report
      ),
      // An answer that comes later finds the process gone.
      setTimeout2(timeoutSeconds * 1e3, void 0, { ref: false }).then(() => {
        throw new Error(`there was no answer within ${timeoutSeconds} s`);
      })
    ]);
    info(`${made === "created" ? "Commented on" : "Updated the comment on"} pull request ${number}.`);
  } catch (error3) {
    info(
      `There is no comment on pull request ${number}: ${messageOf(error3)}. It needs the permission \`pull-requests: write\`, which jobs for forks do not have.`
    );
  }
}
async function put({ token, baseUrl, ...where }, marker, report) {
  const { getOctokit } = await import("./github-3CD2JXG7.js");
  const { rest, paginate } = getOctokit(token, { baseUrl });
  const user = await rest.users.getAuthenticated().catch(() => void 0);
  const comments = await paginate(rest.issues.listComments, { ...where, per_page: 100 });
  const own = comments.find(
    ({ body: body2, user: author }) => body2?.startsWith(marker) === true && (user === void 0 ? author?.type === "Bot" : author?.login === user.data.login)
  );
  const body = commentOf(report, marker);
  if (own === void 0) await rest.issues.createComment({ ...where, body });
  else await rest.issues.updateComment({ ...where, comment_id: own.id, body });
  return own === void 0 ? "created" : "updated";
}

// src/action/main.ts
var cancelLimitSeconds = 4;
async function main() {
  const inputs = loadInputs();
  const surroundings = await readSurroundings();
  const scratch = await mkdtemp(join3(surroundings.job.runnerTemp, "incremental-nix-"));
  const clean = () => rm(scratch, { recursive: true, force: true });
  saveState({ scratch, pending: [] });
  for (const signal of ["SIGINT", "SIGTERM"]) {
    process.once(signal, () => {
      cancelAll();
      setTimeout(() => void clean().finally(() => process.exit(1)), cancelLimitSeconds * 1e3);
    });
  }
  try {
    const report = await run(inputs, {
      surroundings,
      scratch,
      now: Math.floor(Date.now() / 1e3),
      handOver: handOverFrom(scratch)
    });
    annotate(report, inputs.annotations);
    if (inputs.summary) await summary.addRaw(summaryOf(report)).write();
    if (inputs.comment && inputs.mode !== "full")
      await commentOnPullRequest(report, {
        token: inputs.token,
        installables: inputs.installables.map(({ text }) => text),
        environment: process.env
      });
    if (report.failure === void 0) {
      for (const [name, value] of Object.entries(outputsOf(report))) setOutput(name, value);
    } else {
      await showLogs(report.failure);
      setFailed(failureText(report.failure));
    }
  } finally {
    if (cancelled.aborted) await clean();
  }
}
async function showLogs({ builds }) {
  for (const { name, log } of builds) {
    info(`The log of ${name}:`);
    await foreign(async (print) => log.forEach(print));
  }
}
setLog(actionLog);
try {
  await main();
} catch (error3) {
  setFailed(cancelled.aborted ? "The job was cancelled." : messageOf(error3));
}
process.exit();
