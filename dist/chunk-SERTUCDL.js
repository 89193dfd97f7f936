import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  RemoteError,
  boundaryOf
} from "./chunk-COYPDGFY.js";
import {
  UserError,
  messageOf
} from "./chunk-TEML5WMU.js";

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
  const { revision, parents } = choice;
  if (revision !== void 0) {
    const named = await blaming("revision", history.resolve(revision));
    return orThrow(baseOf({ ...named, root: false }, void 0));
  }
  if (!isDate(start.instant)) throw new UndatedError(start.revision, start.instant);
  const boundary = await boundaryFor(choice, history, start.instant);
  const found = await history.truncate({ start: start.revision, boundary, parents });
  return orThrow(baseOf(found, boundary));
}
function baseOf({ revision, time, root }, boundary) {
  return isDate(time) ? { revision, time, root, boundary } : new UndatedError(revision, time);
}
function isDate(time) {
  return !Number.isNaN(new Date(time * 1e3).getTime());
}
function orThrow(base) {
  if (base instanceof UndatedError) throw base;
  return base;
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

export {
  startCommit,
  cacheScopes,
  UndatedError,
  rungFor,
  findStart,
  findBase,
  baseOf,
  boundaryFor
};
