import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  RemoteError,
  boundaryOf
} from "./chunk-L64ZD6G7.js";
import {
  UserError,
  messageOf
} from "./chunk-HFEJXLD7.js";

// src/report/chart.ts
var width = 960;
var margin = 190;
var barHeight = 26;
var lineHeight = 20;
var colours = [
  ...["#4269d0", "#efb118", "#ff725c", "#6cc5b0", "#3ca951", "#ff8ab7", "#a463f2", "#97bbf5", "#9c6b4e"],
  ...["#9498a0", "#1b6e8a", "#c7a300", "#a33b2a", "#2f8f7b", "#276b35", "#c2517f", "#6b33b0", "#5d8fd6"],
  ...["#6b4733", "#5f646d", "#7fb0c4", "#e6d27a", "#14213d", "#d9d9d9"]
];
function stackedBars(title, bars, shown = seconds) {
  const names = [...new Set(bars.flatMap(({ pieces }) => pieces.map(([name]) => name)))];
  const longest = Math.max(0, ...bars.map(totalOf));
  const scale = longest === 0 ? 0 : (width - margin - 70) / longest;
  const legendTop = 50 + bars.length * (barHeight + 8) + 20;
  const height = legendTop + Math.ceil(names.length / 3) * lineHeight + 10;
  const colourOf = (name) => colours[names.indexOf(name) % colours.length];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" font-family="sans-serif" font-size="13">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    `<text x="12" y="28" font-size="16" fill="#1f2328">${escaped(title)}</text>`,
    ...bars.map((bar, index) => drawnBar(bar, { top: 50 + index * (barHeight + 8), scale, colourOf, shown })),
    ...names.map((name, index) => {
      const [x, y] = [12 + index % 3 * 316, legendTop + Math.floor(index / 3) * lineHeight];
      return `<rect x="${x}" y="${y}" width="12" height="12" fill="${colourOf(name)}"/><text x="${x + 18}" y="${y + 11}" fill="#1f2328">${escaped(name)}</text>`;
    }),
    "</svg>",
    ""
  ].join("\n");
}
var totalOf = ({ pieces }) => pieces.reduce((sum2, [, length]) => sum2 + length, 0);
var seconds = (length) => `${length.toFixed(1)} s`;
function drawnBar(bar, at) {
  const baseline = at.top + barHeight - 8;
  let left = margin;
  const pieces = bar.pieces.map(([name, length]) => {
    const piece = `<rect x="${left.toFixed(1)}" y="${at.top}" width="${(length * at.scale).toFixed(1)}" height="${barHeight}" fill="${at.colourOf(name)}"><title>${escaped(name)}: ${escaped(at.shown(length))}</title></rect>`;
    left += length * at.scale;
    return piece;
  });
  return [
    `<text x="${margin - 10}" y="${baseline}" text-anchor="end" fill="#1f2328">${escaped(bar.name)}</text>`,
    ...pieces,
    `<text x="${(left + 6).toFixed(1)}" y="${baseline}" fill="#1f2328">${escaped(at.shown(totalOf(bar)))}</text>`
  ].join("");
}
var escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

// src/report/markdown.ts
var longestText = 400;
function escaped2(text) {
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
  const ticks = clean.flatMap((line) => line.match(/`+/g) ?? []).map((run) => run.length);
  const fence = "`".repeat(Math.max(3, ...ticks.map((length) => length + 1)));
  return [`${fence}text`, ...clean, fence].join("\n");
}
function capped(items, most, render, more) {
  const shown = items.slice(0, most).map((item) => render(item));
  return items.length <= most ? shown : [...shown, more(items.length - most)];
}
function cut(text, length) {
  const short = text.slice(0, length);
  return short.length === text.length ? text : `${short.replace(/[\ud800-\udbff]$/, "")}\u2026`;
}
function count(number, one, many = `${one}s`) {
  return `${number.toLocaleString("en-US")} ${number === 1 ? one : many}`;
}
function duration(seconds2) {
  const units = [
    ["d", 86400],
    ["h", 3600],
    ["min", 60],
    ["s", 1]
  ];
  let rest = Math.round(seconds2);
  const parts = [];
  for (const [name, size] of units) {
    const number = Math.floor(rest / size);
    rest -= number * size;
    if (number > 0) parts.push(`${number} ${name}`);
  }
  return parts.slice(0, 2).join(" ") || "0 s";
}

// src/report/simulation.ts
function simulationSection(simulation) {
  if (simulation.commits === 0) return "There is no commit to replay.";
  return [
    opening(simulation),
    simulationTable(simulation.intervals),
    picture(simulation.intervals),
    caution(simulation)
  ].filter((part) => part !== "").join("\n\n");
}
function opening({ head, commits, wanted, complete, from, to }) {
  const span = `${dateOf(from)} to ${dateOf(to)}`;
  const rest = complete ? "" : ` Time did not suffice for all of ${wanted.toLocaleString("en-US")}.`;
  return `**The last ${count(commits, "commit")}** up to ${code(head.slice(0, 12))}, from ${span}, each as if it had been pushed by itself.${rest} Nothing was evaluated or built.`;
}
function caution({ sources, imports }) {
  if (sources === 0)
    return "There are no Haskell sources at HEAD, so that nothing is said of what commits compile.";
  const importers = imports ? "the middle one adds those that import them directly, as HEAD\u2019s sources do" : "the middle one is no higher, since the checkout lacks sources of HEAD, whose imports are not known therefore";
  return `These are estimates by files, of ${count(sources, "Haskell source")} at HEAD, from low to middle: the low one counts the sources that changed since the commit of the full build; ${importers}. Where a file that pins dependencies changed (\`flake.lock\`, \`*.nix\`, \`stack.yaml\`, \`cabal.project\` and the like), everything counts as compiled, whether or not the units depend on what changed in it.`;
}
function simulationTable(intervals) {
  const header = [
    "Interval",
    "Full builds per 100 commits",
    "A commit compiles",
    "Commits that compile all",
    "The others compile",
    "Work per 100 commits"
  ];
  return table(
    header,
    intervals.map((one) => {
      const name = one.configured ? `**${escaped2(one.name)}**` : escaped2(one.name);
      const { low, middle, pinned } = one;
      return [name, buildsOf(one), range(low, middle), `${whole(100 * pinned)} %`, othersOf(one), workOf(one)];
    })
  );
}
function range(low, middle) {
  if (low === void 0 || middle === void 0) return "";
  const [from, to] = [whole(100 * low), whole(100 * middle)];
  return from === to ? `${to} %` : `${from}\u2013${to} %`;
}
function othersOf({ low = 0, middle, pinned }) {
  if (middle === void 0 || pinned === 1) return "";
  return range((low - pinned) / (1 - pinned), (middle - pinned) / (1 - pinned));
}
function buildsOf({ fullBuilds, levelledBuilds }) {
  return levelledBuilds === 0 ? whole(fullBuilds) : `${whole(fullBuilds)}, and ${whole(levelledBuilds)} on those`;
}
function workOf(one) {
  const pieces = piecesOf(one);
  return one.middle === void 0 ? "" : `${whole(pieces.reduce((sum2, [, work]) => sum2 + work, 0))} full builds`;
}
var pieceNames = [
  "full builds",
  "all, after a change of what is depended on",
  "sources that changed since",
  "what imports them"
];
function piecesOf(one) {
  const { fullBuilds, levelledWork = 0, pinned } = one;
  const { low = pinned, middle = low } = one;
  const [full, all, changed, importing] = pieceNames;
  return [
    [full, fullBuilds + levelledWork],
    [all, 100 * pinned],
    [changed, 100 * Math.max(0, low - pinned)],
    [importing, 100 * (middle - low)]
  ];
}
function picture(intervals) {
  const width2 = 60;
  const fills = ["\u2588", "\u2593", "\u2592", "\u2591"];
  const names = Math.max(...intervals.map(({ name }) => name.length));
  const scale = width2 / Math.max(1, ...intervals.map((one) => sum(piecesOf(one))));
  const bars = intervals.map((one) => {
    const ends = piecesOf(one).map((_, n, all) => Math.round(scale * sum(all.slice(0, n + 1))));
    const bar = ends.map((end, n) => fills[n].repeat(Math.max(0, end - (ends[n - 1] ?? 0)))).join("");
    return `${one.name.padEnd(names)}  ${bar} ${whole(sum(piecesOf(one)))}`;
  });
  const legend = pieceNames.map((name, n) => `${fills[n]} ${name}`).join("   ");
  return preformatted(["Work per 100 commits, in full builds", ...bars, "", legend]);
}
var sum = (pieces) => pieces.reduce((total, [, work]) => total + work, 0);
function simulationPicture(title, intervals) {
  return stackedBars(
    title,
    intervals.map((one) => ({ name: one.name, pieces: piecesOf(one) })),
    whole
  );
}
function simulationOutput({ head, commits, intervals }) {
  const orNull = (share) => share ?? null;
  const rows = intervals.map((one) => ({
    ...one,
    levelledWork: orNull(one.levelledWork),
    low: orNull(one.low),
    middle: orNull(one.middle)
  }));
  return JSON.stringify({ head, commits, intervals: rows });
}
var dateOf = (time) => new Date(time * 1e3).toISOString().slice(0, 10);
var whole = (number) => number > 0 && number < 0.5 ? "< 1" : number.toFixed(0);

// src/report/report.ts
var buildsHead = (mode) => mode === "incremental" || mode === "verify";
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
function allModules(units) {
  return {
    compiled: units.reduce((sum2, one) => sum2 + one.compiled.length, 0),
    total: units.reduce((sum2, one) => sum2 + modulesOf(one), 0)
  };
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
  const modules = allModules(units);
  const whole2 = {
    revision: bases.map(({ revision }) => revision).join("\n"),
    boundary: bases.flatMap(({ boundary }) => boundary === void 0 ? [] : isoTime(boundary)).join("\n"),
    "cache-hit": String(cacheHit(units)),
    build: overallBuild(report),
    matrix: JSON.stringify(matrixOf(report)),
    simulation: report.simulation === void 0 ? "" : simulationOutput(report.simulation),
    "simulation-picture": report.simulation === void 0 ? "" : simulationPicture("Work per 100 commits, in full builds", report.simulation.intervals),
    "out-paths": JSON.stringify(outPathsOf(report)),
    "modules-compiled": String(modules.compiled),
    "modules-total": String(modules.total)
  };
  const room = mostLength2 - Object.values(whole2).reduce((total, { length }) => total + length, 0);
  const paths = units.flatMap(({ fullBuild }) => fullBuild ?? []);
  const fullBuildPath = fitting2(paths, room / 3).join("\n");
  return {
    ...whole2,
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
function startsAtMerge(setting, { name }) {
  return setting === "checkout" && name !== void 0 && onMergeCommits.has(name);
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
  return isDate(time) ? { revision, time, root, boundary, fitting: false, coarser: void 0 } : new UndatedError(revision, time);
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

export {
  buildsHead,
  restorePhase,
  overallBuild,
  wasBuilt,
  modulesOf,
  allModules,
  hasFailed,
  basesOf,
  levelsOf,
  revisionsOf,
  cacheHit,
  entriesLeft,
  lacksFullBuild,
  startCommit,
  startsAtMerge,
  cacheScopes,
  UndatedError,
  rungFor,
  findStart,
  findBase,
  withLevels,
  baseOf,
  boundaryFor,
  escaped2 as escaped,
  code,
  link,
  table,
  details,
  alert,
  preformatted,
  capped,
  count,
  duration,
  simulationSection,
  simulationTable,
  outputsOf,
  unitOutput,
  isoTime
};
