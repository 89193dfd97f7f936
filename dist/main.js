import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  RemoteError,
  boundaryOf,
  build,
  buildFullBuilds,
  cacheKey,
  countModules,
  fetchStart,
  foreign,
  group,
  info,
  isValid,
  keyPrefix,
  lastErrorOf,
  loadInputs,
  nixFile,
  nixString,
  notice,
  openCheckout,
  openInputCaches,
  openNix,
  openPruner,
  parseDate,
  previousBoundaries,
  pushFullBuilds,
  resolveRevision,
  restoreFromFirst,
  restoreFullBuilds,
  saveState,
  sourceRepository,
  truncate,
  warn
} from "./chunk-B26GRLCU.js";
import {
  ProcessError,
  UserError,
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
import { join as join2 } from "node:path";

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

// src/event.ts
import { readFile } from "node:fs/promises";
var onMergeCommits = /* @__PURE__ */ new Set(["pull_request", "pull_request_review", "pull_request_review_comment"]);
function startCommit(setting, event) {
  if (setting === "checkout" || event.name === void 0 || !onMergeCommits.has(event.name)) return void 0;
  return event.pullRequestHead;
}
async function readEvent(environment = process.env) {
  const text = await readFile(environment.GITHUB_EVENT_PATH ?? "", "utf8").catch(() => "{}");
  const { pull_request, repository } = parse(text);
  const head = pull_request?.head?.sha;
  const defaultBranch = repository?.default_branch;
  return {
    name: environment.GITHUB_EVENT_NAME || void 0,
    ref: environment.GITHUB_REF || void 0,
    baseBranch: environment.GITHUB_BASE_REF || void 0,
    defaultBranch: typeof defaultBranch === "string" ? defaultBranch : void 0,
    // It becomes an argument of git's.
    pullRequestHead: typeof head === "string" && /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(head) ? head : void 0
  };
}
function parse(text) {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}

// src/base.ts
function accessOf({ token }) {
  return {
    serverUrl: process.env.GITHUB_SERVER_URL ?? "https://github.com",
    ...token === void 0 ? {} : { token },
    ...process.env.GITHUB_REF ? { ref: process.env.GITHUB_REF } : {}
  };
}
async function findStart(setting, event, checkout, access, scratch) {
  const wanted = startCommit(setting, event);
  if (wanted !== void 0 && wanted !== checkout.head) {
    try {
      const { revision, time } = await fetchStart(checkout, wanted, access, scratch);
      return { revision, instant: time };
    } catch (error) {
      if (!(error instanceof RemoteError)) throw error;
      warn(
        `The full build is that of the base branch: the pull request's own commit ${wanted} could not be fetched (${messageOf(error)}). Leave out \`start: pull-request-head\` where another repository is checked out.`
      );
    }
  }
  return { revision: checkout.head, instant: checkout.headTime };
}
async function findBase({ revision, date, interval, history }, checkout, start, access, scratch) {
  if (revision !== void 0) {
    const named = await blaming("revision", resolveRevision(checkout, revision, access, scratch));
    return { revision: named.revision, time: named.time, boundary: void 0, root: false };
  }
  const boundary = date === void 0 ? boundaryOf(start.instant, interval) : await blaming("date", parseDate(checkout, date, start.instant));
  const found = await truncate(checkout, { start: start.revision, boundary, history }, access, scratch);
  return { revision: found.revision, time: found.time, root: found.root, boundary };
}
async function blaming(input, work) {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(`Input \`${input}\`: ${error.message}`);
  }
}

// src/plan.ts
import { existsSync, realpathSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

// src/nix/evaluate.ts
import { readFile as readFile2 } from "node:fs/promises";
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
    ["default.nix", "plan.nix"].map((name) => readFile2(nixFile(name), "utf8"))
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

// src/plan.ts
async function openSources(inputs) {
  const directories = inputs.installables.map(
    (installable) => inputs.file === void 0 ? resolve(inputs.workspace, installable.directory) : dirname(inputs.file)
  );
  const missing = directories.findIndex((directory) => !existsSync(directory));
  if (missing >= 0)
    throw new UserError(
      `Input \`installables\`: \`${inputs.installables[missing]?.text}\` names a directory that does not exist. Write it relative to the root of the workspace.`
    );
  const checkout = await openCheckout(directories[0] ?? inputs.workspace);
  const topLevel = realpathSync(checkout.topLevel);
  const locations = directories.map((directory, index) => {
    const installable = inputs.installables[index];
    const path = inputs.file ?? flakeDirectory(realpathSync(directory), topLevel, installable);
    const location = relative(topLevel, path);
    if (location.startsWith(".."))
      throw new UserError(
        `Input \`installables\`: \`${installable?.text}\` lies in another repository than the first. Use the action once for each repository.`
      );
    return location;
  });
  return { checkout, locations };
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
async function makePlan(inputs, sources, start, nix, ladder, scratch) {
  const { checkout, locations } = sources;
  const access = accessOf(inputs);
  let base;
  let repository;
  try {
    base = await findBase(inputs, checkout, start, access, scratch);
    const headFromRepository = inputs.mode !== "full" && !checkout.dirty;
    repository = await sourceRepository(
      checkout,
      headFromRepository ? [checkout.head, base.revision] : [base.revision],
      access,
      scratch
    );
  } catch (error) {
    if (!(error instanceof RemoteError)) throw error;
    ladder.stepDown(names(inputs.installables), "revision-unavailable", messageOf(error));
  }
  const head = inputs.mode === "full" ? void 0 : checkout.dirty || repository === void 0 ? { repository: checkout.topLevel } : { repository, revision: checkout.head };
  const from = base === void 0 || repository === void 0 ? void 0 : { repository, revision: base.revision };
  const request = {
    installables: inputs.installables,
    locations,
    fromFile: inputs.file !== void 0,
    ...head === void 0 ? {} : { head },
    ...from === void 0 ? {} : { base: from }
  };
  const evaluated = from === void 0 ? [] : await evaluateAll(inputs, nix, request, ladder);
  return {
    checkout,
    start,
    base,
    packages: inputs.installables.map(
      (installable, index) => packagePlan(installable, evaluated[index], base, inputs, ladder)
    )
  };
}
async function planOnOlder(base, one, { checkout, base: planned2, packages }, inputs, locations, nix, scratch) {
  const revisions = [checkout.head, planned2?.revision ?? checkout.head, base.revision];
  const repository = await sourceRepository(checkout, revisions, accessOf(inputs), scratch);
  const request = {
    installables: [one.installable],
    locations: [locations[packages.indexOf(one)] ?? ""],
    fromFile: inputs.file !== void 0,
    head: checkout.dirty ? { repository: checkout.topLevel } : { repository, revision: checkout.head },
    base: { repository, revision: base.revision }
  };
  try {
    const [evaluated] = await evaluate(nix, request);
    if (evaluated === void 0 || evaluated.problem !== null || evaluated.full === null) return void 0;
    return { ...packageOn(evaluated, evaluated.full, one.installable, base), olderBase: base };
  } catch (error) {
    if (!isEvaluationFailure(error)) throw error;
    return void 0;
  }
}
async function evaluateAll(inputs, nix, request, ladder) {
  try {
    return await evaluate(nix, request);
  } catch (error) {
    if (!isEvaluationFailure(error)) throw error;
    const results = [];
    for (const [index, installable] of request.installables.entries()) {
      const one = { ...request, installables: [installable], locations: [request.locations[index] ?? ""] };
      const firstError = request.installables.length === 1 ? error : void 0;
      results.push(await evaluateOne(inputs, nix, one, firstError, ladder));
    }
    return results;
  }
}
async function evaluateOne(inputs, nix, request, known, ladder) {
  const subject = names(request.installables);
  let failure = known;
  if (failure === void 0) {
    try {
      return (await evaluate(nix, request))[0];
    } catch (error) {
      if (!isEvaluationFailure(error)) throw error;
      failure = error;
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
  } catch (error) {
    if (!isEvaluationFailure(error)) throw error;
    await demandEvaluation(inputs, nix, request.installables);
    ladder.stepDown(subject, "head-not-isolated", lastErrorOf(error.stderr) || error.message);
    return void 0;
  }
}
function plainArguments(inputs, installables) {
  const file = inputs.file === void 0 ? [] : ["--file", inputs.file];
  return [...file, ...installables.map((installable) => installable.text)];
}
async function demandEvaluation(inputs, nix, installables) {
  try {
    await nix.run(["build", "--dry-run", "--no-link", ...plainArguments(inputs, installables)]);
  } catch (error) {
    if (!isEvaluationFailure(error)) throw error;
    throw new UserError(
      `Input \`installables\`: \`${names(installables)}\` does not evaluate at HEAD: ${lastErrorOf(error.stderr) || error.message}. See whether \`nix build\` works with it in the same checkout.`
    );
  }
}
function isEvaluationFailure(error) {
  return error instanceof ProcessError && (error.reason === "failed" || error.reason === "timed-out");
}
function packagePlan(installable, evaluated, base, inputs, ladder) {
  const plain = { installable, full: void 0, incremental: void 0 };
  if (evaluated === void 0 || base === void 0) return { ...plain, plainDerivation: void 0 };
  const plainDerivation = evaluated.plainDerivation ?? void 0;
  if (evaluated.problem?.code === "missing") {
    if (inputs.mode !== "full")
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
  const key = cacheKey(system, name, base.revision, intermediates);
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

// src/fallback.ts
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
function createBases({ inputs, plan, scratch }) {
  const { base, checkout, start } = plan;
  const boundaries = base?.boundary === void 0 || base.root ? [] : previousBoundaries(base.boundary, inputs.interval, inputs.fallbackIntervals);
  const found = [];
  let next = 0;
  const advance = async () => {
    const boundary = boundaries[next++];
    if (boundary === void 0 || found.at(-1)?.root === true) return false;
    try {
      const wanted = { start: start.revision, boundary, history: inputs.history };
      const { revision, time, root } = await truncate(checkout, wanted, accessOf(inputs), scratch);
      const last = found.at(-1) ?? base;
      if (revision !== last?.revision) found.push({ revision, time, root, boundary });
      return true;
    } catch (error) {
      if (!(error instanceof RemoteError)) throw error;
      info(`The history does not go further back: ${messageOf(error)}.`);
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
    caches.map(async (cache) => await cache.find?.(prefix) ?? { status: "absent" })
  );
  return caches.filter((_, index) => found[index]?.status === "found");
}
async function newest(one, bases, search) {
  const { full, installable } = one;
  const { caches, inputs, locations, nix, plan, scratch } = search;
  if (full === void 0) return void 0;
  for (let index = 0; ; index++) {
    const base = await bases(index);
    if (base === void 0) return void 0;
    const holders = await having(keyPrefix(full.system, full.name, base.revision), caches);
    const places = holders.map((cache) => cache.name).join(", ");
    info(`${installable.text}: full build of ${base.revision}: ${places === "" ? "absent" : `in ${places}`}.`);
    if (holders.length === 0) continue;
    const older = await planOnOlder(base, one, plan, inputs, locations, nix, scratch).catch(
      (error) => {
        if (!(error instanceof RemoteError)) throw error;
        info(`${base.revision} cannot be fetched: ${messageOf(error)}.`);
        return void 0;
      }
    );
    if (older?.full === void 0) continue;
    const { from } = await restoreFromFirst(holders, older.full);
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
  } catch (error) {
    if (!(error instanceof ProcessError)) throw error;
  }
}

// src/head.ts
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
async function buildHead(inputs, plan, origins2, nix, ladder) {
  const incremental = plan.packages.filter((one) => origins2.has(one) && one.incremental !== void 0);
  const done = await buildIncrementally(incremental, nix, ladder);
  const plain = plan.packages.filter((one) => !done.has(one));
  for (const [one, result] of await buildPlainly(inputs, plain, nix)) done.set(one, result);
  return plan.packages.flatMap((one) => done.get(one) ?? []);
}
async function buildIncrementally(packages, nix, ladder) {
  const done = /* @__PURE__ */ new Map();
  if (packages.length === 0) return done;
  const wanted = packages.flatMap(
    ({ incremental }) => incremental === void 0 ? [] : [`${incremental.derivation}^${incremental.outputs.join(",")}`]
  );
  const { ok, error, log } = await foreign((print) => build(nix, wanted, { print, keepGoing: true }));
  for (const one of packages) {
    if (one.incremental === void 0) continue;
    const { derivation, paths } = one.incremental;
    const valid = ok || (await Promise.all(paths.map((path) => isValid(nix, path)))).every(Boolean);
    if (valid) done.set(one, { build: "incremental", built: { derivation, paths }, log });
    else ladder.stepDown(one.installable.text, "incremental-build-failed", error);
  }
  return done;
}
async function buildPlainly(inputs, packages, nix) {
  if (packages.length === 0) return /* @__PURE__ */ new Map();
  const installables = packages.map((one) => one.installable);
  const { ok, error, built, log } = await foreign(
    (print) => build(nix, plainArguments(inputs, installables), { print, keepGoing: true })
  );
  if (!ok)
    throw new UserError(`${names(installables)} does not build: ${error}. The log of the build is above.`);
  return new Map(
    packages.map((one, index) => {
      const own = built.find(({ derivation }) => derivation === one.plainDerivation) ?? built[index];
      return [one, { build: "plain", built: own ?? { derivation: "", paths: [] }, log }];
    })
  );
}

// src/ladder.ts
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
    why: `the incremental build failed (${detail}), and building again without it tells whose fault that is`,
    remedy: "If it passes now, please report it to the authors of this action, with the log of the incremental build"
  })
};
function explain(subject, rung, detail) {
  const { why, remedy } = explanations[rung](detail);
  return `${subject} is built without the optimisation: ${why}. ${remedy}.`;
}
function createLadder(strict) {
  const warnings = [];
  function complain(message) {
    if (strict) throw new UserError(`${message} (\`strict: true\` makes this a failure.)`);
    warnings.push(message);
    warn(message);
  }
  return {
    stepDown: (subject, rung, detail) => complain(explain(subject, rung, detail)),
    complain,
    warnings
  };
}

// src/package-reports.ts
function planned(one) {
  return {
    installable: one.installable.text,
    build: "none",
    fullBuild: one.full?.intermediates,
    origin: "none",
    compiled: [],
    modulesTotal: 0,
    outPaths: [],
    ...one.olderBase === void 0 ? {} : { olderBase: one.olderBase }
  };
}
async function fullReport(one, origin = "none", log) {
  const { full } = one;
  const there = full !== void 0 && origin !== "none";
  return {
    ...planned(one),
    build: there ? "full" : "none",
    origin,
    compiled: origin === "built" && full !== void 0 ? log.modules(full.derivation).compiled : [],
    modulesTotal: there ? await countModules(full.intermediates) : 0,
    outPaths: there ? full.paths : []
  };
}
async function headReport(one, origin = "none", head) {
  if (head === void 0) return { ...planned(one), origin };
  const { compiled, considered } = head.log.modules(head.built.derivation);
  const before = one.full !== void 0 && origin !== "none" ? await countModules(one.full.intermediates) : 0;
  return {
    ...planned(one),
    build: head.build,
    origin,
    compiled,
    // GHC says nothing of a component that it has nothing to do for.
    modulesTotal: Math.max(considered, before),
    outPaths: head.built.paths
  };
}

// src/prune.ts
async function pruneFullBuilds(inputs, inUse, now) {
  const { caches, cacheTimeout, keep, token } = inputs;
  const pruners = caches.flatMap((cache) => openPruner(cache, { token, timeoutSeconds: cacheTimeout }) ?? []);
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

// src/run.ts
async function run(inputs, { scratch, now }) {
  const ladder = createLadder(inputs.strict);
  const phases = [];
  const phase = (name, body) => timed(phases, name, body);
  const nix = await openNix(inputs.nixOptions, inputs.workspace);
  const sources = await openSources(inputs);
  const caches = await openInputCaches(inputs, nix, scratch);
  let plan = await phase("Plan", async () => {
    const found = await findStart(
      inputs.start,
      await readEvent(),
      sources.checkout,
      accessOf(inputs),
      scratch
    );
    const start = inputs.mode === "full" ? { ...found, instant: now } : found;
    const made2 = await makePlan(inputs, sources, start, nix, ladder, scratch);
    describePlan(made2);
    return made2;
  });
  const finish = (packages) => ({
    mode: inputs.mode,
    head: { revision: plan.checkout.head, time: plan.checkout.headTime },
    base: plan.base,
    cacheName: caches.map((cache) => cache.name).join(", ") || "none",
    packages,
    phases,
    warnings: ladder.warnings
  });
  if (inputs.mode === "plan") return finish(plan.packages.map((one) => planned(one)));
  const { origins: origins2, refusedFrom } = await phase("Restore full builds", async () => {
    const fetching = fetchHeadInputs(plan, nix, inputs.cacheTimeout);
    const restored = await restoreFullBuilds(plan, nix, caches, ladder);
    await fetching;
    return restored;
  });
  if (inputs.mode === "incremental" && inputs.fallbackIntervals > 0 && caches.length > 0) {
    const search = { inputs, plan, locations: sources.locations, nix, caches, ladder, scratch };
    const lacking = plan.packages.filter((one) => one.full !== void 0 && !origins2.has(one));
    const older = await phase("Look for older full builds", () => restoreOlder(lacking, search));
    for (const one of older.values()) origins2.set(one, "cache");
    plan = { ...plan, packages: plan.packages.map((one) => older.get(one) ?? one) };
  }
  const missing = plan.packages.filter((one) => one.full !== void 0 && !origins2.has(one));
  const fullLog = await phase("Build full builds", () => buildFullBuilds(missing, nix, ladder, scratch));
  for (const one of missing) {
    if (one.full !== void 0 && await isValid(nix, one.full.intermediates)) origins2.set(one, "built");
  }
  const made = plan.packages.filter((one) => origins2.get(one) === "built");
  const pending = made.map(
    (one) => ({
      key: one.full?.key ?? "",
      paths: one.full?.paths ?? [],
      refusedFrom: refusedFrom.get(one) ?? []
    })
  );
  if (inputs.mode === "full") {
    await phase("Push full builds", () => pushFullBuilds(pending, caches, ladder.complain));
    if (inputs.keep.count !== void 0 || inputs.keep.age !== void 0) {
      const inUse = plan.packages.flatMap(({ full }) => full?.key ?? []);
      await phase("Remove old full builds", () => pruneFullBuilds(inputs, inUse, now));
    }
    return finish(await Promise.all(plan.packages.map((one) => fullReport(one, origins2.get(one), fullLog))));
  }
  if (caches.length > 0 && pending.length > 0) saveState({ scratch, pending });
  const head = await phase("Build HEAD", () => buildHead(inputs, plan, origins2, nix, ladder));
  return finish(
    await Promise.all(plan.packages.map((one, index) => headReport(one, origins2.get(one), head[index])))
  );
}
async function timed(phases, name, body) {
  const started = performance.now();
  try {
    return await group(name, body);
  } finally {
    phases.push({ name, seconds: (performance.now() - started) / 1e3 });
  }
}
function describePlan({ base, checkout, packages }) {
  info(`HEAD is ${checkout.head}${checkout.dirty ? ", with uncommitted changes, which are built too" : ""}.`);
  if (base !== void 0) {
    const boundary = base.boundary === void 0 ? "" : `, at or before ${new Date(base.boundary * 1e3).toISOString()}`;
    info(`The full build is of ${base.revision} (${new Date(base.time * 1e3).toISOString()})${boundary}.`);
  }
  for (const { full, installable } of packages) {
    info(
      `${installable.text}: ${full === void 0 ? "plain build" : `on top of ${full.intermediates}, cache key ${full.key}`}`
    );
  }
}

// src/main.ts
var cancelLimitSeconds = 4;
async function main() {
  const inputs = loadInputs();
  const scratch = await mkdtemp(join2(process.env.RUNNER_TEMP || tmpdir(), "incremental-nix-"));
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
