import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  RemoteError,
  boundaryOf
} from "./chunk-MDYIF7GM.js";
import {
  UserError,
  messageOf
} from "./chunk-7L4PCW2M.js";

// src/report/matrix.ts
var mostJobs = 256;
function matrixOf({ mode, base, packages }) {
  return { include: entriesOf(mode, packages, base?.revision).slice(0, mostJobs) };
}
function entriesLeft(mode, packages) {
  return Math.max(0, entriesOf(mode, packages, void 0).length - mostJobs);
}
function entriesOf(mode, packages, revision) {
  if (mode !== "plan") return [];
  const entries = packages.flatMap((one) => {
    const commit = one.ownBase?.revision ?? revision;
    if (one.fullBuild === void 0 || one.origin === "found" || commit === void 0) return [];
    return [{ branch: one.branch ?? "", installables: one.installable, revision: commit }];
  });
  return entries.length > mostJobs ? byRevision(entries) : entries;
}
function byRevision(entries) {
  const merged = /* @__PURE__ */ new Map();
  for (const entry of entries) {
    const before = merged.get(entry.revision);
    const installables = before === void 0 ? entry.installables : `${before.installables}
${entry.installables}`;
    merged.set(entry.revision, { ...entry, installables });
  }
  return [...merged.values()];
}

// src/report/report.ts
var restorePhase = "Restore full builds";
function overallBuild(packages) {
  const order = ["plain", "full", "incremental", "none"];
  return order.find((kind) => packages.some((one) => one.build === kind)) ?? "none";
}
function basesOf({ base, packages }) {
  const all = packages.map((one) => one.ownBase ?? base).filter((one) => one !== void 0);
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
    matrix: JSON.stringify(matrixOf(report)),
    "out-paths": JSON.stringify(Object.fromEntries(packages.map((one) => [one.installable, one.outPaths]))),
    "modules-compiled": sum((one) => one.compiled.length),
    "modules-total": sum((one) => one.modulesTotal)
  };
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
  const { revision, parents } = choice;
  if (revision !== void 0) {
    const named = await blaming("revision", history.resolve(revision));
    return { revision: named.revision, time: named.time, boundary: void 0, root: false };
  }
  const boundary = await boundaryFor(choice, history, start.instant);
  const found = await history.truncate({ start: start.revision, boundary, parents });
  return { revision: found.revision, time: found.time, root: found.root, boundary };
}
async function boundaryFor({ date, interval }, history, instant) {
  return date === void 0 ? boundaryOf(instant, interval) : blaming("date", history.parseDate(date, instant));
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
function accessOf({ token }, { serverUrl, event }) {
  return {
    serverUrl,
    ...token === void 0 ? {} : { token },
    ...event.ref === void 0 ? {} : { ref: event.ref }
  };
}

export {
  restorePhase,
  overallBuild,
  basesOf,
  startCommit,
  cacheScopes,
  findStart,
  findBase,
  boundaryFor,
  entriesLeft,
  outputsOf,
  isoTime,
  accessOf
};
