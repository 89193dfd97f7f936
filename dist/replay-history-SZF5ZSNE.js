import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  timed
} from "./chunk-VKASTSNU.js";
import {
  isFailed,
  seek
} from "./chunk-DSUKO6ZW.js";
import "./chunk-MTGYLI3R.js";
import {
  UndatedError,
  findBase,
  isoTime,
  simulationTable
} from "./chunk-VWCMMM3O.js";
import "./chunk-MVCJGDJC.js";
import {
  headFiles,
  headLines
} from "./chunk-L64ZD6G7.js";
import "./chunk-5SKNJVBW.js";
import {
  info
} from "./chunk-JYBIBX6L.js";
import "./chunk-P5BPPAQF.js";
import "./chunk-HFEJXLD7.js";
import {
  ProcessError
} from "./chunk-KFJ2C5U2.js";
import "./chunk-LQK3ML4U.js";

// src/engine/simulation/replay-history.ts
import { dirname } from "node:path";

// src/engine/simulation/choices.ts
var hour = 3600;
var day = 24 * hour;
var usual = [
  ["1 hour", hour],
  ["6 hours", 6 * hour],
  ["1 day", day],
  ["1 week", 7 * day],
  ["30 days", 30 * day]
];
function candidatesOf({
  levels,
  date,
  parents
}) {
  const own = date === void 0 ? nameOf(levels) : `date: ${date}`;
  const others = usual.map(([name, seconds]) => {
    const choice = { revisions: [], date: void 0, levels: [{ seconds, offset: 0 }], parents };
    return { name, configured: name === own, choice };
  });
  if (others.some(({ configured }) => configured)) return others;
  return [...others, { name: own, configured: true, choice: { revisions: [], date, levels, parents } }];
}
function nameOf(levels) {
  const [longest] = levels.toReversed();
  const offset = longest === void 0 || "cron" in longest ? 0 : longest.offset;
  const names = levels.toReversed().map(nameOfInterval).join(", ");
  return offset === 0 ? names : `${names}, offset ${inUnits(offset)}`;
}
function nameOfInterval(interval) {
  if ("cron" in interval) return interval.cron;
  return usual.find(([, seconds]) => seconds === interval.seconds)?.[0] ?? inUnits(interval.seconds);
}
function inUnits(seconds) {
  const units = [
    ["day", day],
    ["hour", hour],
    ["minute", 60]
  ];
  const [name, size] = units.find(([, size2]) => seconds % size2 === 0) ?? ["second", 1];
  const number = seconds / size;
  return `${number} ${name}${Math.abs(number) === 1 ? "" : "s"}`;
}

// src/adapters/haskell/imports.ts
var extensions = ["hs", "lhs", "hsc", "chs", "x", "y"];
var sourcePatterns = extensions.map((extension) => `*.${extension}`);
function isSource(path) {
  return extensions.some((extension) => path.endsWith(`.${extension}`));
}
var importExpression = "^[>[:space:]]*(import|module)[[:space:]]";
function importersOf(sources, lines) {
  const headers = /* @__PURE__ */ new Map();
  const users = /* @__PURE__ */ new Map();
  for (const { path, text } of lines) {
    const header = /^[>\s]*module\s+([A-Z][\w.']*)/.exec(text)?.[1];
    if (header !== void 0 && !headers.has(path)) headers.set(path, header);
    const imported = importedBy(text);
    if (imported !== void 0) users.set(imported, (users.get(imported) ?? /* @__PURE__ */ new Set()).add(path));
  }
  return new Map(
    sources.map((path) => {
      const name = moduleOf(path, headers.get(path));
      return [path, [...users.get(name) ?? []].filter((user) => user !== path)];
    })
  );
}
function importedBy(text) {
  return /^[>\s]*import\s+(?:\{-#\s*SOURCE\s*#-\}\s*)?(?:safe\s+)?(?:qualified\s+)?(?:"[^"]*"\s*)?([A-Z][\w.']*)/.exec(
    text
  )?.[1];
}
function moduleOf(path, header) {
  const components = path.replace(/\.\w+$/, "").split("/");
  const parts = header?.split(".") ?? [];
  const end = components.slice(-parts.length);
  if (header !== void 0 && end.join(".") === header) return header;
  const first = components.findLastIndex((component) => !/^[A-Z][\w']*$/.test(component)) + 1;
  return components.slice(first).join(".");
}

// src/engine/simulation/estimate.ts
function sourcesOf(files, lines) {
  const sources = files.filter(isSource);
  return { files: sources, importers: importersOf(sources, lines) };
}
var pins = /^(flake\.lock|[^/]*\.nix|stack[^/]*\.yaml(\.lock)?|cabal\.project[^/]*|(\.?nix|npins)\/.*\.(nix|json))$/;
var pinPatterns = [
  "*flake.lock",
  "*.nix",
  "*stack*.yaml*",
  "*cabal.project*",
  "*.json"
];
function isPin(path, directories) {
  return ["", ...directories].some((directory) => {
    const prefix = directory === "" ? "" : `${directory}/`;
    return path.startsWith(prefix) && pins.test(path.slice(prefix.length));
  });
}
function filesAt(head, sinceHead) {
  const changes = sinceHead.filter(({ path }) => isSource(path));
  const removed = new Set(changes.filter(({ kind }) => kind === "removed").map(({ path }) => path));
  const added = changes.filter(({ kind }) => kind === "added").map(({ path }) => path);
  return /* @__PURE__ */ new Set([...head.files.filter((path) => !removed.has(path)), ...added]);
}
function estimateOf(changes, files, { sources, directories }) {
  const pinned = changes.some(({ path }) => isPin(path, directories));
  const share = (number) => pinned ? 1 : files.size === 0 ? void 0 : number / files.size;
  const changed = changes.filter(({ path }) => files.has(path)).map(({ path }) => path);
  const reached = new Set(changed);
  for (const path of changed)
    for (const importer of sources.importers.get(path) ?? []) if (files.has(importer)) reached.add(importer);
  return { pinned, low: share(changed.length), middle: share(reached.size) };
}

// src/engine/simulation/figures.ts
function fullBuildsOf(steps) {
  const scratch = /* @__PURE__ */ new Set();
  const levelled = /* @__PURE__ */ new Map();
  const add = ({ revision, coarser }) => {
    if (coarser === void 0) scratch.add(revision);
    else {
      levelled.set(`${revision} ${coarser.revision}`, { revision, coarser: coarser.revision });
      add(coarser);
    }
  };
  for (const { base } of steps) add(base);
  return { scratch: [...scratch], levelled: [...levelled.values()] };
}
function figuresOf({ name, configured }, steps, estimate) {
  const { scratch, levelled } = fullBuildsOf(steps);
  const commits = steps.map(({ commit, base }) => estimate(base.revision, commit));
  const builds = levelled.map(({ revision, coarser }) => estimate(coarser, revision));
  const per100 = (number) => 100 * number / steps.length;
  return {
    name,
    configured,
    fullBuilds: per100(scratch.length),
    levelledBuilds: per100(levelled.length),
    levelledWork: levelled.length === 0 ? 0 : scaled(meanOf(builds, "middle"), per100(levelled.length)),
    pinned: commits.filter(({ pinned }) => pinned).length / steps.length,
    low: meanOf(commits, "low"),
    middle: meanOf(commits, "middle")
  };
}
function meanOf(estimates, which) {
  const shares = estimates.flatMap((one) => one[which] ?? []);
  return shares.length === 0 ? void 0 : shares.reduce((sum, share) => sum + share, 0) / shares.length;
}
var scaled = (share, factor) => share === void 0 ? void 0 : share * factor;

// src/engine/simulation/simulate.ts
async function simulate(history, wish) {
  const { checkout } = history;
  const replay = await history.replay(wish.commits);
  const { commits, replayed, complete } = await replayAll(history, replay, wish);
  const sources = await readSources(checkout);
  const pairs = replayed.flatMap(({ steps }) => [
    ...steps.flatMap(({ commit, base }) => [
      [base.revision, commit],
      [checkout.head, commit]
    ]),
    ...fullBuildsOf(steps).levelled.flatMap(({ revision, coarser }) => [
      [coarser, revision],
      [checkout.head, revision]
    ])
  ]);
  const changes = await changesOf(history, pairs);
  const files = remembering((commit) => filesAt(sources.head, changes(checkout.head, commit)));
  const estimate = (from, to) => estimateOf(changes(from, to), files(to), { sources: sources.head, directories: wish.directories });
  return {
    head: checkout.head,
    commits: commits.length,
    wanted: wish.commits,
    complete,
    from: commits.at(-1)?.time ?? 0,
    to: commits[0]?.time ?? 0,
    sources: sources.head.files.length,
    imports: sources.imports,
    intervals: commits.length === 0 ? [] : replayed.map(({ candidate, steps }) => figuresOf(candidate, steps, estimate))
  };
}
async function replayAll(history, replay, { candidates, limitSeconds: limitSeconds2 }) {
  const end = performance.now() + limitSeconds2 * 1e3;
  const replaying = { ...history, truncate: (wanted) => replay.truncate(wanted) };
  const stepOf = async ({ revision, time }, { choice }) => ({
    commit: revision,
    base: await findBase(choice, replaying, { revision, instant: time })
  });
  const oldest = replay.commits.at(-1);
  if (oldest !== void 0)
    for (const candidate of candidates.toReversed()) await unlessUndated(() => stepOf(oldest, candidate));
  const replayed = candidates.map((candidate) => ({ candidate, steps: [] }));
  const commits = [];
  for (const commit of replay.commits) {
    if (performance.now() > end) return { commits, replayed, complete: false };
    const steps = await unlessUndated(async () => {
      const found = [];
      for (const candidate of candidates) found.push(await stepOf(commit, candidate));
      return found;
    });
    if (steps === void 0) continue;
    commits.push(commit);
    for (const [index, step] of steps.entries()) replayed[index].steps.push(step);
  }
  return { commits, replayed, complete: true };
}
async function unlessUndated(work) {
  try {
    return await work();
  } catch (error) {
    if (error instanceof UndatedError) return void 0;
    throw error;
  }
}
async function readSources(checkout) {
  const files = await headFiles(checkout);
  if (sourcesOf(files, []).files.length === 0) return { head: sourcesOf([], []), imports: true };
  try {
    return {
      head: sourcesOf(files, await headLines(checkout, importExpression, sourcePatterns)),
      imports: true
    };
  } catch (error) {
    if (!(error instanceof ProcessError) || error.reason !== "failed") throw error;
    return { head: sourcesOf(files, []), imports: false };
  }
}
async function changesOf(history, pairs) {
  const keyOf = ([from, to]) => `${from} ${to}`;
  const distinct = new Map(pairs.filter(([from, to]) => from !== to).map((pair) => [keyOf(pair), pair]));
  const found = await history.changesOf([...distinct.values()], [...sourcePatterns, ...pinPatterns]);
  const changes = new Map([...distinct.keys()].map((key, index) => [key, found[index] ?? []]));
  return (from, to) => changes.get(keyOf([from, to])) ?? [];
}
function remembering(make) {
  const made = /* @__PURE__ */ new Map();
  return (key) => {
    const value = made.get(key) ?? make(key);
    made.set(key, value);
    return value;
  };
}

// src/engine/simulation/replay-history.ts
var limitSeconds = 300;
async function replayHistory(settings, opening, progress) {
  const replayed = await seek(
    timed(progress, "Replay history", async () => {
      const sources = await opening;
      progress.sources = sources;
      const found = await simulate(sources.history, {
        commits: settings.simulate,
        candidates: candidatesOf(settings),
        directories: directoriesOf(settings, sources),
        limitSeconds
      });
      tell(found);
      return found;
    })
  );
  if (isFailed(replayed))
    return progress.ladder.complain(
      `History was not replayed: ${replayed.failed}. Give a smaller number to \`simulate\`, or check out with \`fetch-depth: 0\`.`
    );
  progress.simulation = replayed;
}
function directoriesOf({ file }, { locations }) {
  const directories = file === void 0 ? locations : locations.map((path) => dirname(path));
  return [...new Set(directories)].map((directory) => directory === "." ? "" : directory);
}
function tell({ commits, from, to, intervals }) {
  info(`${commits} commits${commits === 0 ? "." : `, from ${isoTime(from)} to ${isoTime(to)}:`}`);
  for (const line of simulationTable(intervals).split("\n")) info(line);
}
export {
  replayHistory
};
