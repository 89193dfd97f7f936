import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  createProgress,
  failureReport,
  messagesOfHead,
  reportOf,
  timed
} from "./chunk-VKASTSNU.js";
import {
  buildFullBuilds,
  buildHead,
  buildPlainly,
  createReader,
  describeBase,
  describeFullBuilds,
  differencesOf,
  fittingBase,
  fullReports,
  headReports,
  installableReports,
  installablesFor,
  lockedInHead,
  names,
  othersBuilt,
  prepareHead,
  readBase,
  readHead,
  withNotes
} from "./chunk-4VY442KH.js";
import {
  entryOf,
  everyFullBuild,
  openInputCaches,
  pushFullBuilds,
  pushRequest,
  validAmong
} from "./chunk-PL27EFW4.js";
import {
  isFailed,
  seek
} from "./chunk-DSUKO6ZW.js";
import {
  DoubtfulFailure,
  about,
  failOnWarnings
} from "./chunk-MTGYLI3R.js";
import {
  accessOf
} from "./chunk-32NBYAVA.js";
import {
  UndatedError,
  alert,
  allModules,
  baseOf,
  basesOf,
  boundaryFor,
  buildsHead,
  capped,
  code,
  count,
  details,
  duration,
  entriesLeft,
  escaped,
  findBase,
  findStart,
  hasFailed,
  isoTime,
  lacksFullBuild,
  levelsOf,
  link,
  modulesOf,
  overallBuild,
  preformatted,
  restorePhase,
  revisionsOf,
  rungFor,
  simulationSection,
  table,
  wasBuilt,
  withLevels
} from "./chunk-VWCMMM3O.js";
import {
  openLinuxBuilder,
  systemsNamedBy
} from "./chunk-DXLW3PQ7.js";
import {
  openNix
} from "./chunk-EN6BY45L.js";
import {
  openPruner
} from "./chunk-CKHIQXFW.js";
import {
  parseKey
} from "./chunk-5F3SDHX5.js";
import {
  RemoteError,
  openCheckout,
  openHistory,
  previousBoundaries
} from "./chunk-L64ZD6G7.js";
import {
  info,
  notice,
  warn
} from "./chunk-JYBIBX6L.js";
import {
  UserError,
  messageOf
} from "./chunk-HFEJXLD7.js";
import {
  cancelled
} from "./chunk-KFJ2C5U2.js";

// src/engine/branches.ts
var boundariesBack = 3;
function hasMoved({ time, root }, previous) {
  return root || previous === void 0 || time > previous;
}
function chooseBranches(branches, filter) {
  return branches.flatMap((branch) => {
    const rank = filter.rank(branch.name);
    return rank === void 0 ? [] : [{ branch, rank }];
  }).sort((a, b) => a.rank - b.rank).map(({ branch }) => branch);
}
function groupByBase(branches) {
  const groups = /* @__PURE__ */ new Map();
  for (const { name, tip, base } of branches) {
    const group = groups.get(base.revision);
    const names2 = [...group?.names ?? [], name];
    groups.set(base.revision, { tip, base, ...group, names: names2 });
  }
  return [...groups.values()];
}
async function surveyBranches(filter, choice, history, now) {
  const all = await history.branches();
  const chosen2 = chooseBranches(all, filter);
  const boundary = await boundaryFor(choice, history, now);
  const previous = choice.date === void 0 ? previousBoundaries(boundary, choice.levels[0], boundariesBack).at(-1) : void 0;
  const wanted = chosen2.map(({ tip }) => ({ start: tip, boundary, parents: choice.parents }));
  const found = await history.truncateAll(wanted);
  const tails = [];
  const lost = [];
  for (const [index, branch] of chosen2.entries()) {
    const tail = found[index];
    const base = tail === void 0 || tail instanceof RemoteError ? tail : await levelled(baseOf(tail, boundary), choice, history);
    if (base === void 0 || base instanceof Error)
      lost.push({ name: branch.name, reason: base?.message ?? "it is gone" });
    else tails.push({ ...branch, base });
  }
  return {
    total: all.length,
    moved: groupByBase(tails.filter(({ base }) => hasMoved(base, previous))),
    unmoved: groupByBase(tails.filter(({ base }) => !hasMoved(base, previous))),
    lost
  };
}
async function levelled(base, choice, history) {
  if (base instanceof UndatedError) return base;
  try {
    return await withLevels(base, choice, history);
  } catch (error) {
    if (error instanceof RemoteError) return error;
    throw error;
  }
}
function nameOf({ names: names2 }) {
  const shown = names2.slice(0, 3).join(", ");
  return names2.length > 3 ? `${shown} and ${names2.length - 3} more` : shown;
}

// src/engine/modes/full.ts
async function makeForCheckout(context, progress2) {
  const { ladder, now, phase, settings, sources, surroundings } = context;
  const base = await phase("Plan", async () => {
    const found = await findStart(settings.start, surroundings.event, sources.history, ladder.complain);
    if (settings.mode === "full") return findFullBuilds(context, { ...found, instant: now });
    return fittingHead(context, found, await findFullBuilds(context, found));
  });
  progress2.base = base?.base;
  const outcome = await makeFullBuilds(context, base);
  Object.assign(progress2, outcome);
}
async function fittingHead(context, start, base) {
  if (base === void 0) return void 0;
  const head = await seek(readHead(context));
  if (!isFailed(head)) return fittingBase(context, { head, start, base });
  info(`Whether HEAD can be built on it cannot be told: ${head.failed}.`);
  return base;
}
async function findFullBuilds(context, start) {
  const { ladder, settings, sources } = context;
  try {
    const base = await findBase(settings, sources.history, start);
    describeBase(base);
    const graph = await readBase(context, base);
    describeFullBuilds(everyFullBuild(graph));
    return graph;
  } catch (error) {
    const rung = rungFor(error);
    if (rung === void 0) throw error;
    ladder.stepDown(names(settings.installables), rung, messageOf(error));
    return void 0;
  }
}
async function makeFullBuilds(context, found) {
  const { builder, caches, ladder, phase, settings } = context;
  const installables = settings.installables.map(({ text }) => ({ installable: text, outPaths: [] }));
  if (found === void 0) return { installables, units: [], others: [] };
  const known = new Set(everyFullBuild(found));
  const located = await phase(
    "Look for full builds",
    () => locateFullBuilds(context, { fullBuilds: [...known], dependencies: found.dependencies })
  );
  const { origins, answering } = located;
  if (settings.mode === "plan")
    return { installables, units: await fullReports(found, origins, []), others: [] };
  const missingOf = (some) => everyFullBuild(some).filter((full) => !origins.has(full));
  await builder.expect(new Set(missingOf(found).map(({ unit }) => unit.derivation.system)));
  const { base, there, failing, logs } = await phase(
    "Build full builds",
    () => buildFullBuilds(context, {
      base: found,
      caches: answering,
      asked: [],
      others: installablesFor(located.lacked),
      async missing(some) {
        if (some !== found) {
          const again = await locateFullBuilds(
            { ...context, caches: answering },
            {
              fullBuilds: everyFullBuild(some).filter((full) => !known.has(full)),
              dependencies: []
            }
          );
          for (const [full, origin] of again.origins) origins.set(full, origin);
        }
        return new Map(missingOf(some).map((full) => [full, Object.keys(full.outputs)]));
      }
    })
  );
  for (const full of there) origins.set(full, "built");
  const here = [...origins].flatMap(([full, origin]) => ["built", "store"].includes(origin) ? [full] : []);
  const pending = await withNotes(context, pushRequest(here, base), failing);
  await phase("Push full builds", () => pushFullBuilds(pending, caches, ladder.complain));
  const others = othersBuilt(
    logs,
    everyFullBuild(base).map(({ derivation }) => derivation)
  );
  return { installables, units: await fullReports(base, origins, logs), others };
}
async function locateFullBuilds({ nix, caches, ladder }, { fullBuilds: all, dependencies }) {
  const origins = /* @__PURE__ */ new Map();
  const entries = all.map((full) => entryOf(full));
  const asked = [...entries, ...dependencies.map(({ entry }) => entry)];
  const answers = await Promise.all(caches.map((cache) => cache.has(asked)));
  const valid = await validAmong(
    nix,
    entries.flatMap(({ paths }) => paths)
  );
  for (const [number, cache] of caches.entries()) {
    const reasons = answers[number].flatMap((found) => found.status === "failed" ? found.reason : []);
    for (const reason of new Set(reasons))
      ladder.complain(
        `${cache.name} could not be asked for full builds: ${reason}. They are taken to be missing there. If this goes on, see whether the cache can be reached and read.`
      );
  }
  for (const [index, full] of all.entries()) {
    const holders = caches.filter((_, number) => answers[number][index]?.status === "found");
    const everywhere = caches.length > 0 && holders.length === caches.length;
    if (!everywhere && entries[index].paths.every((path) => valid.has(path))) origins.set(full, "store");
    else if (holders.length > 0) origins.set(full, "found");
    tell(full, origins, holders.map(({ name }) => `in ${name}`).join(", "));
  }
  const answering = caches.filter((_, number) => answers[number].every(({ status }) => status !== "failed"));
  const lacked = dependencies.filter(
    (_, index) => answers.some((found) => found[all.length + index]?.status === "absent")
  );
  return { origins, answering, lacked };
}
function tell(full, origins, places) {
  const origin = origins.get(full);
  info(
    `${full.unit.derivation.name}: the full build is ${origin === "store" ? "in the store" : origin === "found" ? `${places} already` : "missing"}.`
  );
}

// src/engine/modes/branches.ts
async function makeForBranches(context, filter) {
  const { phase, settings } = context;
  const { moved, unmoved } = await phase("Find branches", () => survey(context, filter));
  const outcomes = [];
  for (const group of moved) {
    const branch = nameOf(group);
    const own = { ...context, ladder: about(context.ladder, `Branch ${branch}`) };
    const { installables, units, others } = await phase(`Branch ${branch}`, () => makeForGroup(own, group));
    outcomes.push({
      installables: installables.map((one) => ({ ...one, branch, ownBase: group.base })),
      units: units.map((one) => ({ ...one, branch, ownBase: group.base })),
      others
    });
  }
  const merged = {
    installables: outcomes.flatMap(({ installables }) => installables),
    units: outcomes.flatMap(({ units }) => units),
    others: outcomes.flatMap(({ others }) => others)
  };
  const left = entriesLeft({ mode: settings.mode, base: void 0, ...merged });
  if (left > 0)
    context.ladder.complain(
      `The output \`matrix\` lacks ${left} branches: GitHub makes 256 jobs of a matrix at most. Name fewer branches, or run mode \`full\` without a matrix.`
    );
  return {
    ...merged,
    inUse: [...moved, ...unmoved].flatMap(({ base }) => revisionsOf(base))
  };
}
async function survey({ ladder, now, settings, sources }, filter) {
  try {
    const found = await surveyBranches(filter, settings, sources.history, now);
    describeSurvey(found, ladder);
    return found;
  } catch (error) {
    if (!(error instanceof RemoteError)) throw error;
    ladder.complain(`The branches of the remote could not be read: ${messageOf(error)}.`);
    return { total: 0, moved: [], unmoved: [], lost: [] };
  }
}
function describeSurvey({ total, moved, unmoved, lost }, ladder) {
  for (const group of moved) {
    info(`${group.names.join(", ")}:`);
    describeBase(group.base);
  }
  for (const { names: names2, base } of unmoved)
    info(`${names2.join(", ")}: not moved for three intervals, still of ${base.revision}.`);
  for (const { name, reason } of lost) ladder.complain(`Branch ${name}: No full build is made: ${reason}.`);
  if (moved.length + unmoved.length + lost.length === 0)
    ladder.complain(
      `No full build is made: none of the ${total} branches of the remote matches the input \`branches\`. Write one pattern per line, as in \`on.push.branches\`.`
    );
}
async function makeForGroup(context, { tip }) {
  const { ladder, now, settings } = context;
  try {
    const base = await findFullBuilds(context, { revision: tip, instant: now });
    const phase = (title, body) => {
      info(`${title}:`);
      return body();
    };
    return await makeFullBuilds({ ...context, phase }, base);
  } catch (error) {
    if (cancelled.aborted) throw error;
    ladder.complain(`No full build is made: ${messageOf(error)}.`);
    const installables = settings.installables.map(({ text }) => ({ installable: text, outPaths: [] }));
    return { installables, units: [], others: [] };
  }
}

// src/engine/modes/incremental.ts
async function buildOnTop(context, progress2) {
  const { head, base, plans, origins, fullLogs } = await prepareHead(context, progress2);
  const built = await context.phase("Build HEAD", () => buildHead(context, head, plans));
  progress2.installables = installableReports(head, built.outPaths);
  progress2.built = true;
  const messages = await seek(messagesOfHead(built, head, context));
  if (isFailed(messages)) warn(`Warnings of compilers are not shown at their lines: ${messages.failed}.`);
  else progress2.messages = messages;
  progress2.units = await headReports(built, origins, base?.base);
  progress2.others = othersBuilt(
    [...fullLogs, built.log, ...built.failedLogs],
    [
      ...base === void 0 ? [] : everyFullBuild(base).map(({ derivation }) => derivation),
      ...built.plans.map(({ unit }) => built.derivationOf(unit.derivation.path))
    ]
  );
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
  for (const pruner of pruners) tell2(await pruner.prune(keep, new Set(inUse), now));
}
function tell2({ removed, freedBytes, problem }) {
  for (const key of removed) info(`Removed ${key}.`);
  const fullBuilds = removed.filter((key) => parseKey(key) !== void 0).length;
  const others = removed.length - fullBuilds;
  const dependencies = others === 0 ? "" : ` and ${others} entries of dependencies`;
  info(`Removed ${fullBuilds} full builds${dependencies}, which freed ${(freedBytes / 1e6).toFixed(1)} MB.`);
  if (problem?.kind === "forbidden")
    notice(
      `Old full builds are not removed, since this job may not do that (${problem.reason}). For the GitHub Actions cache give the job the permission \`actions: write\`; for a \`file://\` store let its user write the directory.`
    );
  if (problem?.kind === "failed")
    warn(
      `Old full builds could not be removed: ${problem.reason}. The next run in mode \`full\` will try again.`
    );
}

// src/engine/recover.ts
async function recover(tools, progress2, { failed, error }) {
  const { ladder } = progress2;
  const { installables, mode, strict } = tools.settings;
  const doubted = error instanceof DoubtfulFailure ? error.failure : void 0;
  if (mode === "verify") {
    if (doubted !== void 0) throw doubted;
    return ladder.complain(
      `Nothing was verified: something failed that the build itself does not need (${failed}). If this goes on, please report it to the authors of the action, with the log of this run.`
    );
  }
  if (progress2.built)
    return ladder.complain(
      `HEAD is built, but not all of what became of it is reported: ${failed}. If this goes on, please report it to the authors of the action, with the log of this run.`
    );
  const stepDown = () => ladder.stepDown(names(installables), "unexpected", failed);
  if (mode !== "incremental") return stepDown();
  if (doubted === void 0) stepDown();
  else if (strict) throw doubted;
  try {
    progress2.installables = await timed(progress2, "Build HEAD", () => buildPlainly(tools));
  } catch (failure) {
    throw failure instanceof UserError ? doubted ?? failure : failure;
  }
  progress2.units = progress2.units.map((unit) => ({
    ...unit,
    build: "plain",
    reason: "something else failed"
  }));
  if (doubted !== void 0) stepDown();
}

// src/engine/sources.ts
import { existsSync, realpathSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
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

// src/engine/run.ts
async function run(settings, given) {
  const progress2 = createProgress(settings, given.surroundings);
  const sources = openSourcesOf(settings, given);
  try {
    if (settings.simulate !== void 0) {
      const { replayHistory } = await import("./replay-history-SZF5ZSNE.js");
      await replayHistory({ ...settings, simulate: settings.simulate }, sources, progress2);
      return reportOf(progress2);
    }
    const tools = await openTools(settings, given, progress2);
    const outcome = await seek(runMode({ ...tools, sources }, given, progress2));
    if (isFailed(outcome)) await recover(tools, progress2, outcome);
    return reportOf(progress2);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return await failureReport(progress2, settings, error);
  }
}
function openSourcesOf(settings, { scratch, surroundings }) {
  const opening = openSources(settings, { access: accessOf(settings, surroundings), scratch });
  opening.catch(() => {
  });
  return opening;
}
async function openTools(settings, { surroundings, handOver }, { ladder }) {
  const nix = await openNix(settings.nixOptions, settings.workspace);
  const builder = await openLinuxBuilder(settings.linuxBuilder, nix, {
    complain: ladder.complain,
    surroundings,
    handOver
  });
  return { settings, nix: builder.nix, builder };
}
async function openContext(tools, given, progress2) {
  const { builder, nix, settings } = tools;
  const { ladder } = progress2;
  if (settings.mode !== "plan") await builder.expect(systemsNamedBy(settings));
  const sources = await tools.sources;
  progress2.sources = sources;
  const caches = openInputCaches(settings, nix, given);
  progress2.cacheName = caches.map((cache) => cache.name).join(", ") || "none";
  return {
    ...given,
    ...tools,
    sources,
    caches,
    ladder,
    read: createReader(),
    isLocked: lockedInHead(sources, nix.storeDirectory),
    phase: (name, body) => timed(progress2, name, body)
  };
}
async function runMode(tools, given, progress2) {
  const context = await openContext(tools, given, progress2);
  const { ladder, settings } = context;
  if (settings.mode === "incremental") return buildOnTop(context, progress2);
  if (settings.mode === "verify") {
    const { verify } = await import("./verify-S62GI4J6.js");
    return verify(context, progress2);
  }
  if (settings.branches === void 0) {
    await makeForCheckout(context, progress2);
    return prune(context, revisionsOf(progress2.base));
  }
  const { inUse, ...outcome } = await makeForBranches(context, settings.branches);
  Object.assign(progress2, outcome);
  await prune(context, inUse);
  if (settings.strict) failOnWarnings(ladder);
}
async function prune({ phase, now, settings, surroundings }, inUse) {
  const { keep, mode } = settings;
  if (mode !== "full" || keep.count === void 0 && keep.age === void 0) return;
  await phase("Remove old full builds", () => pruneFullBuilds(settings, { inUse, now, surroundings }));
}

// src/report/failure.ts
var repeatedLines = 20;
var mostBuilds = 4;
var longestLine = 300;
var progress = /^\[\s*\d+ of\s+\d+\] Compiling /;
function failureText({ message, builds }) {
  return [message, ...lastLines({ message, builds }, repeatedLines)].join("\n");
}
function lastLines({ builds }, lines) {
  const shown = builds.map(({ name, log }) => ({ name, log: log.filter((line) => !progress.test(line) && line.trim() !== "") })).filter(({ log }) => log.length > 0).slice(0, mostBuilds);
  const each = Math.max(1, Math.floor(lines / Math.max(1, shown.length)));
  return shown.flatMap(({ name, log }) => [
    `The end of the log of ${name}:`,
    ...log.slice(-each).map((line) => `  ${line.slice(0, longestLine)}`)
  ]);
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
  const above = levelsOf(base.coarser).map(
    (level) => ` Full builds of it are made on those of ${commitLink(report, level.revision)}, ${chosen(level)}.`
  );
  return `HEAD ${commitLink(report, head.revision)} is ${age} newer than the full build\u2019s commit ${commitLink(report, base.revision)}, ${chosen(base)}.${above.join("")}`;
}
function chosen({ boundary, root, fitting }) {
  if (fitting === true) return "the commit since which the compiler, its flags and packages are those of HEAD";
  if (boundary === void 0) return "as `revision` says";
  return root ? "the root commit, since none is older than the boundary" : `the last commit before ${isoTime(boundary)}`;
}
function commitLink(report, revision) {
  return link(code(shortRevision(revision)), commitUrl(report, revision));
}
function commitUrl({ repositoryUrl }, revision) {
  return repositoryUrl === void 0 ? void 0 : `${repositoryUrl}/commit/${encodeURIComponent(revision)}`;
}
function shortRevision(revision) {
  return revision.slice(0, 12);
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
  ["own-source", /^Source file changed$|^its source or a header of it changed$/],
  ["flags", /^its flags changed$/],
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
    const count2 = reasons.reduce((sum2, { modules }) => sum2 + modules.length, 0);
    return count2 === 0 ? [] : [{ kind, count: count2, reasons }];
  });
}

// src/report/units.ts
var originWords = {
  cache: "restored",
  found: "in the cache already",
  store: "in the store already",
  built: "built now",
  none: "\u2013"
};
function unitsTable(report, most) {
  const { units, mode } = report;
  const rows = units.filter((one) => hasRow(report, one));
  if (rows.length === 0) return "";
  const allAlike = !buildsHead(mode) && new Set(rows.map((one) => buildOf(report, one))).size === 1;
  const columns = [
    ...branchColumns(report),
    { title: "Unit", cell: ({ name }) => code(name) },
    systemsOf(units).length > 1 ? { title: "System", cell: ({ system }) => code(system) } : void 0,
    allAlike ? void 0 : { title: "Build", cell: (one) => buildOf(report, one) },
    { title: "Full build", cell: ({ origin }) => originWords[origin] },
    mode === "plan" ? void 0 : { title: "Compiled", cell: compiledOf },
    // In mode `full` both times are the same.
    buildsHead(mode) ? timeColumn("Time", rows, ({ seconds }) => seconds) : void 0,
    timeColumn("Full build took", rows, ({ fullSeconds }) => fullSeconds)
  ];
  const shown = columns.filter((column) => column !== void 0);
  const text = table(
    shown.map(({ title }) => title),
    rows.slice(0, most).map((one) => shown.map(({ cell }) => cell(one)))
  );
  return rows.length <= most ? text : `${text}

\u2026 and ${count(rows.length - most, "more unit")}.`;
}
function otherUnits(report, most) {
  const left = report.units.filter((one) => !hasRow(report, one));
  const full = left.filter(({ build }) => build === "full");
  const lists = [
    {
      one: "unchanged unit",
      many: "unchanged units",
      list: left.filter(({ build }) => build === "unchanged")
    },
    ...[...new Set(full.map(({ origin }) => origin))].map((origin) => ({
      one: `unit with a full build ${originWords[origin]}`,
      many: `units with full builds ${originWords[origin]}`,
      list: full.filter((one) => one.origin === origin)
    })),
    {
      one: "unit that was not built",
      many: "units that were not built",
      list: left.filter(({ build }) => build === "none")
    }
  ];
  return lists.filter(({ list }) => list.length > 0).map(({ one, many, list }) => details(count(list.length, one, many), namesOf(report, list, most))).join("\n\n");
}
function hasRow({ mode, failure }, one) {
  if (one.build === "none") return !buildsHead(mode) || hasFailed(one, failure);
  return wasBuilt(one);
}
function branchColumns(report) {
  const branches = hasBranches(report);
  const ofOthers = !buildsHead(report.mode) && report.units.some(({ ownBase }) => ownBase !== void 0);
  return [
    ...branches ? [{ title: "Branch", cell: ({ branch }) => code(branch ?? "") }] : [],
    ...branches || ofOthers ? [commitColumn(report)] : []
  ];
}
function commitColumn(report) {
  return {
    title: "Commit",
    // Not as code: on the grey of every other row, GitHub's colours for links in code are too pale to read.
    cell: ({ ownBase }) => ownBase === void 0 ? "" : link(escaped(shortRevision(ownBase.revision)), commitUrl(report, ownBase.revision))
  };
}
function timeColumn(title, units, of) {
  if (units.every((one) => of(one) === void 0)) return void 0;
  return {
    title,
    cell: (one) => {
      const seconds = of(one);
      return seconds === void 0 ? "\u2013" : duration(seconds);
    }
  };
}
function buildOf({ failure }, one) {
  if (hasFailed(one, failure)) return "failed";
  return one.reason === void 0 ? one.build : `${one.build}: ${escaped(one.reason)}`;
}
function compiledOf(one) {
  const total = modulesOf(one);
  if (total === 0 || one.build === "none" && one.compiled.length === 0) return "\u2013";
  return `${one.compiled.length.toLocaleString("en-US")} of ${total.toLocaleString("en-US")}`;
}
function namesOf(report, units, most) {
  const nameOf2 = namer(report);
  const line = (list) => capped(list, most, nameOf2, (number) => `\u2026 and ${count(number, "more unit")}`).join(", ");
  if (!hasBranches(report)) return line(units);
  const branches = [...new Set(units.map(({ branch }) => branch ?? ""))];
  const byBranch = branches.map((name) => [name, units.filter(({ branch = "" }) => branch === name)]);
  return capped(
    byBranch,
    most,
    ([branch, list]) => `- ${code(branch)}: ${line(list)}`,
    (number) => `- \u2026 and ${count(number, "more branch", "more branches")}`
  ).join("\n");
}
function namer({ units }) {
  const several = systemsOf(units).length > 1;
  return ({ name, system }) => several ? `${code(name)} (${code(system)})` : code(name);
}
function systemsOf(units) {
  return [...new Set(units.map(({ system }) => system))];
}
function hasBranches({ units }) {
  return units.some(({ branch }) => branch !== void 0);
}

// src/report/modules.ts
function modulesSection(report, most) {
  const onTop = report.units.filter((one) => one.build === "incremental" && one.compiled.length > 0);
  const compiled = onTop.flatMap((one) => one.compiled);
  if (compiled.length === 0) return "";
  const kinds2 = groupByReason(compiled).map((group) => `${reasonKinds[group.kind]} (${group.count.toLocaleString("en-US")})`).join(", ");
  const nameOf2 = namer(report);
  const body = capped(
    onTop,
    most,
    (one) => `${report.units.length === 1 ? "" : `${nameOf2(one)}:

`}${reasonsTable(one.compiled, most)}`,
    (number) => `\u2026 and ${count(number, "more unit")}.`
  ).join("\n\n");
  const what = `${count(compiled.length, "module")} compiled on top of ${onTop.length === 1 ? "the full build" : "full builds"}`;
  return details(`${what}: ${kinds2}`, body);
}
function reasonsTable(compiled, most) {
  const rows = groupByReason(compiled).flatMap(
    ({ kind, reasons }) => reasons.map(({ reason, modules }) => [
      reason === void 0 ? reasonKinds[kind] : escaped(reason),
      String(modules.length),
      capped(modules, most, code, (number) => `\u2026 and ${number} more`).join(", ")
    ])
  );
  const shown = table(["Reason that was given", "Modules", "Which"], rows.slice(0, most));
  return rows.length <= most ? shown : `${shown}

\u2026 and ${count(rows.length - most, "more reason")}.`;
}

// src/report/others.ts
function othersSection({ others }, most) {
  if (others.length === 0) return "";
  const known = others.flatMap(({ seconds }) => seconds ?? []);
  const sum2 = known.reduce((total, seconds) => total + seconds, 0);
  const unknown = others.length - known.length;
  const time = known.length === 0 ? "" : `: ${duration(sum2)}${unknown === 0 ? "" : `, without ${unknown.toLocaleString("en-US")} whose time is not known`}`;
  const items2 = capped(
    others,
    most,
    ({ name, seconds }) => `- ${code(name)}${seconds === void 0 ? "" : `: ${duration(seconds)}`}`,
    (number) => `- \u2026 and ${number.toLocaleString("en-US")} more`
  );
  return details(`${count(others.length, "derivation")} built beside the units${time}`, items2.join("\n"));
}

// src/report/sentences.ts
function unitsSentence(report) {
  return report.mode === "plan" ? missingSentence(report) : compiledSentence(report);
}
function missingSentence({ units }) {
  if (units.length === 0) return "";
  const missing = units.filter((one) => lacksFullBuild(one) || one.fullBuild === void 0).length;
  const all = count(units.length, "unit");
  if (missing > 0)
    return `**${missing.toLocaleString("en-US")} of ${all} ${missing === 1 ? "has" : "have"} no full build in the cache.**`;
  return `**${units.length === 1 ? "The unit has a full build" : `All ${all} have full builds`} in the cache.**`;
}
function compiledSentence({ mode, units }) {
  const having = (test) => units.filter(test).length;
  const { compiled, total } = allModules(units);
  const built = having((one) => modulesOf(one) > 0 && (wasBuilt(one) || one.compiled.length > 0));
  const unknown = having((one) => wasBuilt(one) && modulesOf(one) === 0);
  const unchanged = having(({ build }) => build === "unchanged");
  const there = having((one) => one.build === "full" && one.origin !== "built");
  const left = having(({ build, compiled: compiled2 }) => build === "none" && compiled2.length === 0);
  const before = buildsHead(mode) ? having(({ origin }) => origin === "built") : 0;
  const clauses = [
    clause(
      built,
      (units2) => `${compiled.toLocaleString("en-US")} of ${count(total, "module")} compiled in ${units2}`
    ),
    clause(
      unchanged,
      (units2, one) => one ? `${units2} was taken unchanged from its full build` : `${units2} were taken unchanged from the full builds`
    ),
    clause(unknown, (units2) => `how many modules ${units2} compiled is not known`),
    clause(
      there,
      (units2, one) => one ? `${units2} had a full build already` : `${units2} had full builds already`
    ),
    clause(left, (units2, one) => `${units2} ${one ? "was" : "were"} not built`),
    clause(
      before,
      (units2, one) => one ? `the full build of ${units2} was made first` : `the full builds of ${units2} were made first`
    )
  ].flat();
  const [first, ...rest] = clauses;
  if (first === void 0) return "";
  const begin = `${first.charAt(0).toUpperCase()}${first.slice(1)}`;
  return rest.length === 0 ? `**${begin}.**` : `**${begin}**; ${rest.join("; ")}.`;
}
function clause(number, text) {
  return number === 0 ? [] : [text(count(number, "unit"), number === 1)];
}

// src/report/time-saved.ts
function timeSaved({ units, phases, failure }) {
  if (failure !== void 0) return "";
  const onTop = units.filter(({ build }) => build === "incremental" || build === "unchanged");
  const made = onTop.filter(({ origin }) => origin === "built");
  const there = onTop.filter(({ origin }) => origin !== "built");
  const known = onTop.flatMap((one) => timesOf(one) ?? []);
  if (known.length === 0) return "";
  const without = exception(onTop.length - known.length);
  const head = sum(known, (one) => one.head);
  const now = made.flatMap((one) => timesOf(one) ?? []);
  if (made.length > 0) {
    if (now.length === 0) return "";
    const those = there.length === 0 ? "" : " that this run made";
    return `${now.length === 1 ? "The full build" : "The full builds"}${those}, for this run and those to come, took ${duration(sum(now, (one) => one.full))}; HEAD took ${duration(head)} on top${without}.`;
  }
  const full = sum(known, (one) => one.full);
  const restore = onTop.some(({ origin }) => origin === "cache") ? sum(
    phases.filter(({ name }) => name === restorePhase),
    ({ seconds }) => seconds
  ) : 0;
  const saved = full - head - restore;
  const restored = restore >= 0.5 ? `, and restoring ${duration(restore)}` : "";
  const [them, were] = known.length === 1 ? ["the full build", "it was"] : ["the full builds", "they were"];
  const comparison = `${them} took ${duration(full)} when ${were} made, HEAD ${duration(head)} on top${restored}${without}.`;
  return saved >= 1 ? `**${duration(saved)} saved**: ${comparison}` : `No time was saved: ${comparison}`;
}
function timesOf({ build, seconds, fullSeconds }) {
  const head = build === "unchanged" ? 0 : seconds;
  return head === void 0 || fullSeconds === void 0 ? void 0 : { full: fullSeconds, head };
}
function exception(unknown) {
  return unknown === 0 ? "" : `; ${count(unknown, "unit")} whose times are not known ${unknown === 1 ? "is" : "are"} left out`;
}
function sum(items2, of) {
  return items2.reduce((total, item) => total + of(item), 0);
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

// src/report/verification-section.ts
function verificationSection({ verification }, most) {
  if (verification === void 0) return "";
  return [
    ...disagreements(verification),
    sentence(verification),
    differences(verification, most),
    harmless(verification),
    leftOut(verification, most)
  ].filter((part) => part !== "").join("\n\n");
}
function differsIn(verification) {
  return verification.disagreements.length > 0 || differencesOf(verification).length > 0;
}
function disagreements({ disagreements: disagreements2 }) {
  return disagreements2.map(
    ({ name, fails }) => fails === "on top" ? `**${code(name)} fails on top of the full build, and not plainly.**` : `**${code(name)} fails plainly, and not on top of the full build.**`
  );
}
function sentence(verification) {
  const { outputs } = verification;
  if (outputs.length === 0) return "";
  const files = outputs.reduce((sum2, one) => sum2 + one.files, 0);
  const equal = outputs.filter((one) => one.files === 0).length;
  const different = differencesOf(verification).length;
  const unproven = outputs.flatMap((one) => one.unproven).length;
  const clauses = [
    ...equal === 0 ? [] : [`${count(equal, "output")} by the hash of all`],
    ...files === 0 ? [] : [`${count(outputs.length - equal, "output")} in ${count(files, "file")}`]
  ].join(", ");
  const unknown = unproven === 0 ? "" : ` Of ${count(unproven, "file")} it cannot be told.`;
  const result = different === 0 ? "nothing differs" : `${count(different, "file")} ${different === 1 ? "differs" : "differ"}`;
  return `Compared with the plain build: ${clauses}; **${result}**.${unknown}`;
}
function differences(verification, most) {
  const all = differencesOf(verification);
  if (all.length === 0) return "";
  const shown = all.slice(0, Math.min(most, 100));
  const rows = shown.map(
    ({ name, output, file, where, onTop, plain }) => [output === "out" ? name : `${name}, ${output}`, file || ".", where, onTop, plain].map(
      (text2) => shortened(text2)
    )
  );
  const text = table(["Derivation", "File", "Where", "On top", "Plainly"], rows);
  return shown.length === all.length ? text : `${text}

\u2026 and ${count(all.length - shown.length, "more file")}.`;
}
var longest = 200;
var shortened = (text) => text === "" ? "" : code(text.length > longest ? `${text.slice(0, longest)}\u2026` : text);
function harmless({ outputs, otherIds, apart }) {
  const rules = [...new Set(outputs.flatMap((one) => one.rules))].map((rule) => `- ${rule}`);
  const ids = otherIds.map(
    (name) => `- the id of the package of ${code(name)}: compared with a build from scratch under the same id`
  );
  const calls = apart.map(
    (name) => `- that ${code(name)} calls what is in ${code("Paths_")} modules, which plainly GHC copies into others: compared with a build from scratch that does so, too`
  );
  const all = [...rules, ...ids, ...calls];
  return all.length === 0 ? "" : details("What differs and means nothing", all.join("\n"));
}
function leftOut({ plain, missing, outputs }, most) {
  const unproven = outputs.flatMap(
    ({ name, unproven: unproven2 }) => unproven2.map(({ file, why }) => `- ${code(`${name}/${file}`)}: ${why}`)
  );
  const items2 = [
    ...plain.map((name) => `- ${code(name)}: built plainly anyway, so that there is nothing to compare`),
    ...missing === 0 ? [] : [`- ${count(missing, "output")} that nothing needs`],
    ...unproven
  ];
  const shown = capped(
    items2,
    most,
    (text) => text,
    (number) => `- \u2026 and ${number.toLocaleString("en-US")} more`
  );
  return items2.length === 0 ? "" : details("What was not compared", shown.join("\n"));
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
  verify: {
    incremental: "Verified: the build on top is the plain build",
    plain: "Nothing was verified",
    full: "Nothing was verified",
    none: "Nothing was verified"
  },
  plan: { incremental: "Plan", plain: "Plan", full: "Plan", none: "Plan: nothing was built" }
};
function summaryOf(report, limit = summaryLimit) {
  let text = "";
  for (const most of lengths) {
    text = render(report, most);
    if (Buffer.byteLength(text) <= limit) break;
  }
  return text;
}
function render(report, most) {
  return [
    `### ${headlineOf(report)}`,
    failureSection(report, most),
    sentences(report),
    verificationSection(report, most),
    unitsTable(report, most),
    warningsOfRun(report, most),
    capped(
      report.notices,
      most,
      (text) => alert("NOTE", escaped(text)),
      (number) => `\u2026 and ${count(number, "more notice")}.`
    ).join("\n\n"),
    warningsOfCompilers(report, most),
    modulesSection(report, most),
    otherUnits(report, most),
    othersSection(report, most),
    report.phases.length === 0 ? "" : details(`Timeline: ${duration(endOf(report.phases))}`, timeline(report.phases))
  ].filter((part) => part !== "").join("\n\n").concat("\n");
}
function headlineOf(report) {
  const { failure, mode, units, verification } = report;
  if (verification !== void 0 && differsIn(verification)) return "The build on top is not the plain build";
  if (failure !== void 0) return "The build failed";
  if (report.simulation !== void 0) return "What intervals would have cost";
  if (mode === "verify" && (verification === void 0 || verification.outputs.length === 0))
    return headlines.verify.none;
  if (mode === "incremental" && units.length > 0 && units.every(({ build }) => build === "unchanged"))
    return "No unit changed since the full build";
  return neededNothing(report) ? "Nothing had to be built" : headlines[mode][overallBuild(report)];
}
function neededNothing({ mode, installables, units, others, warnings }) {
  const nothing = units.length === 0 && others.length === 0 && warnings.length === 0;
  return mode === "incremental" && nothing && installables.some(({ outPaths }) => outPaths.length > 0);
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
  if (report.simulation !== void 0) return simulationSection(report.simulation);
  return [unitsSentence(report), timeSaved(report), baseSentences(report)].filter((text) => text !== "").join(" ");
}
function warningsOfRun({ warnings }, most) {
  if (warnings.length === 0) return "";
  const texts = capped(warnings, most, escaped, (number) => `\u2026 and ${count(number, "more warning")}.`);
  return alert("WARNING", texts.length === 1 ? texts[0] ?? "" : texts.map((text) => `- ${text}`).join("\n"));
}

export {
  run,
  failureText,
  baseSentences,
  annotationsOf,
  titleOf,
  originWords,
  unitsSentence,
  timeSaved,
  endOf,
  summaryOf,
  headlineOf
};
