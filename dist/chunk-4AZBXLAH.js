import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  RemoteError,
  boundaryOf
} from "./chunk-GPZIK6WU.js";
import {
  UserError,
  messageOf
} from "./chunk-HFEJXLD7.js";

// src/report/report.ts
var restorePhase = "Restore full builds";
function overallBuild({ mode, units, installables }) {
  const any = (...kinds) => units.some(({ build }) => kinds.includes(build));
  if (mode === "full") return any("full") ? "full" : "none";
  if (any("incremental", "unchanged")) return "incremental";
  return any("plain") || installables.some(({ outPaths }) => outPaths.length > 0) ? "plain" : "none";
}
function wasBuilt({ build, origin }) {
  return build === "incremental" || build === "plain" || build === "full" && origin === "built";
}
function modulesOf({ compiled, modulesTotal }) {
  return Math.max(compiled.length, modulesTotal);
}
function hasFailed({ name, build }, failure) {
  return build === "none" && failure !== void 0 && failure.builds.some((one) => one.name === name);
}
function basesOf({ base, installables, units }) {
  const ofBranches = installables.map(({ ownBase }) => ownBase);
  const all = [...ofBranches, ...units.map((one) => one.ownBase ?? base)].filter((one) => one !== void 0);
  const used = all.length > 0 || base === void 0 ? all : [base];
  const above = new Set(used.flatMap(({ coarser }) => revisionsOf(coarser)));
  return used.filter(
    ({ revision }, index) => !above.has(revision) && used.findIndex((one) => one.revision === revision) === index
  );
}
function levelsOf(base) {
  return base === void 0 ? [] : [base, ...levelsOf(base.coarser)];
}
function revisionsOf(base) {
  return levelsOf(base).map(({ revision }) => revision);
}
function cacheHit(units) {
  const found = units.filter((one) => one.origin !== "none");
  return found.length > 0 && found.every((one) => one.origin !== "built");
}

// src/report/matrix.ts
var mostJobs = 256;
var mostLength = 3e5;
function matrixOf(plan) {
  return { include: fitting(entriesOf(plan)) };
}
function entriesLeft(plan) {
  const entries = entriesOf(plan);
  return entries.length - fitting(entries).length;
}
function fitting(entries) {
  let length = 0;
  const end = entries.findIndex((entry, index) => {
    length += JSON.stringify(entry).length + 1;
    return index >= mostJobs || length > mostLength;
  });
  return end < 0 ? entries : entries.slice(0, end);
}
function lacksFullBuild({ fullBuild, origin }) {
  return fullBuild !== void 0 && origin !== "found";
}
function entriesOf({ mode, base, installables, units }) {
  if (mode !== "plan") return [];
  const all = [...new Set(installables.map(({ installable }) => installable))].join("\n");
  const levels = revisionsOf(base);
  const entries = /* @__PURE__ */ new Map();
  for (const one of units.filter(lacksFullBuild)) {
    const own = revisionsOf(one.ownBase);
    const revisions = own[0] === void 0 || levels.includes(own[0]) ? levels : own;
    const [revision] = revisions;
    if (revision === void 0 || entries.has(revision)) continue;
    const branch = one.branch ?? "";
    entries.set(revision, { branch, installables: all, revision, revisions: revisions.join(" ") });
  }
  return [...entries.values()];
}

// src/report/outputs.ts
var mostLength2 = 45e4;
function outputsOf(report) {
  const { units } = report;
  const bases = basesOf(report);
  const sum = (number) => String(units.reduce((total, one) => total + number(one), 0));
  const whole = {
    revision: bases.map(({ revision }) => revision).join("\n"),
    boundary: bases.flatMap(({ boundary }) => boundary === void 0 ? [] : isoTime(boundary)).join("\n"),
    "cache-hit": String(cacheHit(units)),
    build: overallBuild(report),
    matrix: JSON.stringify(matrixOf(report)),
    "out-paths": JSON.stringify(outPathsOf(report)),
    "modules-compiled": sum(({ compiled }) => compiled.length),
    "modules-total": sum(modulesOf)
  };
  const room = mostLength2 - Object.values(whole).reduce((total, { length }) => total + length, 0);
  const paths = units.flatMap(({ fullBuild }) => fullBuild ?? []);
  const fullBuildPath = fitting2(paths, room / 3).join("\n");
  return {
    ...whole,
    "full-build-path": fullBuildPath,
    units: fittingUnits(units, room - fullBuildPath.length)
  };
}
function outPathsOf({ installables }) {
  const all = /* @__PURE__ */ new Map();
  for (const { installable, outPaths } of installables)
    all.set(installable, [.../* @__PURE__ */ new Set([...all.get(installable) ?? [], ...outPaths])]);
  return Object.fromEntries(all);
}
function fittingUnits(units, room) {
  const all = units.map(unitOutput);
  const brief = (list) => list.map((one) => ({ ...one, reason: null, fullBuild: null }));
  const built = units.filter((one) => wasBuilt(one) || one.build === "none").map(unitOutput);
  for (const list of [all, brief(all), brief(built)]) {
    const text = JSON.stringify(list);
    if (text.length <= room) return text;
  }
  const texts = brief(built).map((one) => JSON.stringify(one));
  return `[${fitting2(texts, room - 2).join(",")}]`;
}
function unitOutput(one) {
  const total = modulesOf(one);
  return {
    name: one.name,
    package: one.package,
    system: one.system,
    build: one.build,
    reason: one.reason ?? null,
    modulesCompiled: total === 0 && wasBuilt(one) ? null : one.compiled.length,
    modulesTotal: total === 0 ? null : total,
    seconds: one.seconds ?? null,
    fullBuild: one.fullBuild ?? null,
    origin: one.origin
  };
}
function fitting2(texts, room) {
  let length = -1;
  const end = texts.findIndex((text) => {
    length += text.length + 1;
    return length > room;
  });
  return end < 0 ? texts : texts.slice(0, end);
}
function isoTime(time) {
  return new Date(time * 1e3).toISOString().replace(".000Z", "Z");
}

// src/engine/event.ts
var onMergeCommits = /* @__PURE__ */ new Set(["pull_request", "pull_request_review", "pull_request_review_comment"]);
function startCommit(setting, event) {
  if (setting === "checkout" || event.name === void 0 || !onMergeCommits.has(event.name)) return void 0;
  return event.pullRequestHead;
}
function cacheScopes({ ref, baseBranch, defaultBranch }) {
  const branches = [baseBranch, defaultBranch].flatMap(
    (name) => name === void 0 ? [] : `refs/heads/${name}`
  );
  return [.../* @__PURE__ */ new Set([...ref === void 0 ? [] : [ref], ...branches])];
}

// src/engine/base.ts
var UndatedError = class extends Error {
  name = "UndatedError";
  constructor(revision, time) {
    super(`${revision} is dated ${time} seconds after 1970`);
  }
};
function rungFor(error) {
  if (error instanceof RemoteError) return "revision-unavailable";
  return error instanceof UndatedError ? "no-date" : void 0;
}
async function findStart(setting, event, history, complain) {
  const { checkout } = history;
  const wanted = startCommit(setting, event);
  if (wanted !== void 0 && wanted !== checkout.head) {
    try {
      const { revision, time } = await history.fetchStart(wanted);
      return { revision, instant: time };
    } catch (error) {
      if (!(error instanceof RemoteError)) throw error;
      complain(
        `The full build is that of the base branch: the pull request's own commit ${wanted} could not be fetched (${messageOf(error)}). Leave out \`start: pull-request-head\` where another repository is checked out.`
      );
    }
  }
  return { revision: checkout.head, instant: checkout.headTime };
}
async function findBase(choice, history, start) {
  const { revisions, parents } = choice;
  const named = await namedBase(revisions, history);
  if (named !== void 0) return named;
  if (!isDate(start.instant)) throw new UndatedError(start.revision, start.instant);
  const boundary = await boundaryFor(choice, history, start.instant);
  const found = await history.truncate({ start: start.revision, boundary, parents });
  return withLevels(orThrow(baseOf(found, boundary)), choice, history);
}
async function namedBase([revision, ...above], history) {
  if (revision === void 0) return void 0;
  const named = await blaming("revision", history.resolve(revision));
  const base = orThrow(baseOf({ ...named, root: false }, void 0));
  return { ...base, coarser: await namedBase(above, history) };
}
async function withLevels(base, { date, levels: [, ...above], parents }, history) {
  const [level, ...others] = above;
  if (level === void 0 || date !== void 0 || base.boundary === void 0 || base.root) return base;
  const boundary = boundaryOf(base.boundary, level);
  const found = baseOf(await history.truncate({ start: base.revision, boundary, parents }), boundary);
  if (found instanceof UndatedError) return base;
  const coarser = await withLevels(found, { date, levels: [level, ...others], parents }, history);
  return { ...base, coarser: coarser.revision === base.revision ? coarser.coarser : coarser };
}
function baseOf({ revision, time, root }, boundary) {
  return isDate(time) ? { revision, time, root, boundary, coarser: void 0 } : new UndatedError(revision, time);
}
function isDate(time) {
  return !Number.isNaN(new Date(time * 1e3).getTime());
}
function orThrow(base) {
  if (base instanceof UndatedError) throw base;
  return base;
}
async function boundaryFor({ date, levels }, history, instant) {
  return date === void 0 ? boundaryOf(instant, levels[0]) : blaming("date", history.parseDate(date, instant));
}
async function blaming(input, work) {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(`Input \`${input}\`: ${error.message}`);
  }
}

// src/engine/surroundings.ts
function accessOf({ token, fetchTimeout }, { serverUrl, event }) {
  return {
    serverUrl,
    timeoutSeconds: fetchTimeout,
    ...token === void 0 ? {} : { token },
    ...event.ref === void 0 ? {} : { ref: event.ref }
  };
}

export {
  restorePhase,
  overallBuild,
  wasBuilt,
  modulesOf,
  hasFailed,
  basesOf,
  levelsOf,
  revisionsOf,
  entriesLeft,
  lacksFullBuild,
  startCommit,
  cacheScopes,
  UndatedError,
  rungFor,
  findStart,
  findBase,
  withLevels,
  baseOf,
  boundaryFor,
  outputsOf,
  isoTime,
  accessOf
};
