#!/usr/bin/env node
import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  baseSentences,
  endOf,
  failureText,
  headlineOf,
  originWords,
  run,
  timeSaved,
  unitsSentence
} from "./chunk-7FDTR72M.js";
import "./chunk-VKASTSNU.js";
import "./chunk-4VY442KH.js";
import {
  openInputCaches,
  pushFullBuilds
} from "./chunk-PL27EFW4.js";
import {
  isFailed,
  seek
} from "./chunk-DSUKO6ZW.js";
import "./chunk-MTGYLI3R.js";
import {
  findTruncated
} from "./chunk-3KEHCFNO.js";
import "./chunk-32NBYAVA.js";
import {
  allModules,
  basesOf,
  cacheHit,
  duration,
  isoTime,
  modulesOf,
  overallBuild,
  simulationSection,
  unitOutput,
  wasBuilt
} from "./chunk-VWCMMM3O.js";
import "./chunk-DXLW3PQ7.js";
import "./chunk-5UNMQDT2.js";
import {
  openNix
} from "./chunk-EN6BY45L.js";
import "./chunk-MVCJGDJC.js";
import {
  createReader,
  defaults,
  pathInside,
  readBaseSettings,
  readSettings,
  reference
} from "./chunk-NJ7TULEM.js";
import "./chunk-H5PN2JLX.js";
import "./chunk-CKHIQXFW.js";
import "./chunk-5F3SDHX5.js";
import "./chunk-L64ZD6G7.js";
import "./chunk-5SKNJVBW.js";
import {
  group,
  setLog,
  showStack,
  warn
} from "./chunk-JYBIBX6L.js";
import "./chunk-XAX5KGFB.js";
import "./chunk-A5B26SNI.js";
import "./chunk-2SVFLMSL.js";
import "./chunk-P5BPPAQF.js";
import {
  UserError,
  messageOf
} from "./chunk-HFEJXLD7.js";
import {
  cancelAll,
  cancelled
} from "./chunk-KFJ2C5U2.js";
import "./chunk-LQK3ML4U.js";

// src/cli/main.ts
import { readFileSync as readFileSync2, rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir as tmpdir2 } from "node:os";
import { join } from "node:path";

// src/cli/command.ts
import { parseArgs } from "node:util";

// src/cli/options.ts
var verbs = ["build", "full", "plan", "verify", "truncate"];
var ownDefaults = { cache: "none", "cache-write": "never", "linux-builder": "never" };
var runs = ["build", "full", "plan", "verify"];
var all = verbs;
var inputs = {
  path: { verbs: ["truncate"], value: "DIRECTORY", text: "The checkout, or a directory in it." },
  file: {
    verbs: runs,
    value: "FILE",
    text: "A Nix file below this directory to build from, instead of a flake."
  },
  interval: { verbs: all, value: "TIME" },
  offset: { verbs: all, value: "TIME" },
  date: { verbs: all, value: "DATE" },
  history: { verbs: all, value: "WORD" },
  revision: { verbs: runs, value: "COMMIT" },
  branches: { verbs: ["full", "plan"], kind: "lines", value: "PATTERN" },
  simulate: { verbs: ["plan"], kind: "switch", value: "NUMBER" },
  "fallback-intervals": { verbs: ["build"], value: "NUMBER" },
  cache: {
    verbs: runs,
    kind: "lines",
    value: "STORE",
    text: "Where full builds are kept: a directory, a store URL (`https://\u2026`, `s3://\u2026`, `ssh-ng://\u2026`, `file:///\u2026`), `cachix:NAME`, `attic:NAME`, or `none`. Of several, the first that has a full build gives it. The GitHub Actions cache can be reached by jobs only."
  },
  "cache-write": {
    verbs: ["build", "full", "verify"],
    value: "WORD",
    text: "`auto`, `always`: full builds that were made are pushed to the cache. `never`: they stay in the store."
  },
  "trusted-public-keys": {
    verbs: runs,
    kind: "lines",
    value: "KEY",
    text: "If given, full builds that come from a cache must be signed by one of these keys, or by one that Nix trusts anyway."
  },
  "cache-timeout": { verbs: runs, value: "TIME" },
  keep: {
    verbs: ["full"],
    value: "NUMBER",
    text: "How many full builds of each package, system and branch stay in a cache that is a directory. Default: all."
  },
  "keep-days": {
    verbs: ["full"],
    value: "NUMBER",
    text: "How many days full builds stay there, likewise. Default: for ever."
  },
  "fetch-timeout": {
    verbs: all,
    value: "TIME",
    text: "How long each fetch of history from the repository's server may take."
  },
  "nix-options": {
    verbs: runs,
    kind: "lines",
    value: "SETTING",
    text: "A Nix setting for every call, as in `cores = 2`."
  },
  strict: {
    verbs: runs,
    kind: "switch",
    value: "",
    text: "Fail where otherwise there would be a warning, and a build without the optimisation."
  },
  "confirm-failures": { verbs: ["build"], value: "WORD" }
};
function ofInput([name, { verbs: verbs2, kind = "text", value, text }]) {
  const known = reference[name];
  return {
    ...{ name, verbs: verbs2, kind, value },
    default: name in ownDefaults ? ownDefaults[name] : known?.default ?? "",
    description: text ?? known?.description ?? ""
  };
}
var own = [
  {
    ...{
      name: "signing-key-file",
      verbs: ["build", "full", "verify"],
      kind: "text",
      value: "FILE",
      default: ""
    },
    description: "A secret key, made by `nix key generate-secret`, that what is pushed is signed with."
  },
  {
    ...{ name: "out-link", verbs: ["build"], kind: "text", value: "NAME", default: "result" },
    description: "The link to what was built, as `nix build` makes it."
  },
  {
    ...{ name: "no-link", verbs: ["build"], kind: "switch", value: "", default: "" },
    description: "No link."
  },
  {
    ...{ name: "print-out-paths", verbs: ["build"], kind: "switch", value: "", default: "" },
    description: "The store paths of what was built, on standard output."
  },
  {
    ...{
      name: "print-build-logs",
      verbs: ["build", "full", "verify"],
      kind: "switch",
      value: "",
      default: ""
    },
    description: "The logs of builds, above the status line. Without a terminal they are printed anyway."
  },
  {
    ...{ name: "json", verbs: all, kind: "switch", value: "", default: "" },
    description: "A report for programs on standard output, and nothing else there."
  }
];
var options = [...Object.entries(inputs).map(ofInput), ...own];
var inOtherWords = Object.entries(inputs).flatMap(
  ([name, { text }]) => text === void 0 ? [] : name
);
var optionsOf = (verb) => options.filter((option) => option.verbs.includes(verb));

// src/cli/command.ts
function parseCommand(args) {
  const [first, ...rest] = args;
  if (first === void 0 || first === "--help" || first === "-h" || first === "help")
    return { kind: "help", verb: verbs.find((verb2) => verb2 === rest[0]) };
  if (first === "--version") return { kind: "version" };
  const verb = verbs.find((one) => one === first);
  if (verb === void 0)
    throw new UserError(
      `There is no command \`${first}\`. The first argument is one of ${verbs.join(", ")}; see \`incremental-nix --help\`.`
    );
  return parseVerb(verb, rest);
}
function parseVerb(verb, args) {
  const known = new Map(optionsOf(verb).map((option) => [option.name, option]));
  const { tokens } = parseArgs({
    args: [...args],
    options: {
      ...Object.fromEntries(
        [...known].map(([name, { kind }]) => [
          name,
          { type: kind === "switch" ? "boolean" : "string" }
        ])
      ),
      help: { type: "boolean", short: "h" },
      version: { type: "boolean" },
      "print-build-logs": { type: "boolean", short: "L" }
    },
    allowPositionals: true,
    // What is wrong is said below, in words of our own.
    strict: false,
    tokens: true
  });
  const options2 = /* @__PURE__ */ new Map();
  const installables = [];
  for (const token of tokens) {
    if (token.kind === "positional") installables.push(token.value);
    if (token.kind !== "option") continue;
    const { name, rawName, value } = token;
    if (name === "help") return { kind: "help", verb };
    if (name === "version") return { kind: "version" };
    const option = known.get(name);
    if (option === void 0)
      throw new UserError(
        `The command \`${verb}\` has no option \`${rawName}\`. See \`incremental-nix ${verb} --help\`.`
      );
    const text = value ?? (option.kind === "switch" ? "true" : void 0);
    if (text === void 0)
      throw new UserError(
        `The option \`${rawName}\` needs a value. Write it as in \`${rawName} ${option.value}\`.`
      );
    const before = options2.get(name);
    if (before !== void 0 && option.kind !== "lines")
      throw new UserError(`The option \`${rawName}\` is there twice. Leave one out.`);
    options2.set(name, before === void 0 ? text : `${before}
${text}`);
  }
  if (verb === "truncate" && installables.length > 0)
    throw new UserError(
      `The command \`truncate\` builds nothing, so that it takes no \`${installables[0]}\`. Leave it out.`
    );
  return { kind: "verb", verb, options: options2, installables };
}

// src/cli/help.ts
var purposes = {
  build: "Builds the work tree on top of the last full build of its branch, as `nix build` would from scratch.",
  full: "Makes the full build that the next commits are built on.",
  plan: "Says which full builds there are and which are missing, and builds nothing.",
  verify: "Builds on top of the full build and plainly, and fails if anything differs.",
  truncate: "Prints the commit that the full build is of."
};
var width = 80;
var indent = 6;
function helpText(verb) {
  return verb === void 0 ? overview() : helpOf(verb);
}
function overview() {
  return [
    "Usage: incremental-nix COMMAND [OPTION]\u2026 [INSTALLABLE]\u2026",
    "",
    ...verbs.flatMap((verb) => [`  ${verb}`, ...wrapped(purposes[verb])]),
    "",
    "incremental-nix COMMAND --help tells the options of a command.",
    "incremental-nix --version tells the version.",
    ""
  ].join("\n");
}
function helpOf(verb) {
  const installables = verb === "truncate" ? "" : " [INSTALLABLE]\u2026";
  return [
    `Usage: incremental-nix ${verb} [OPTION]\u2026${installables}`,
    "",
    ...paragraph(purposes[verb], 0),
    ...verb === "truncate" ? [] : [
      "",
      ...paragraph(
        "INSTALLABLE is as given to `nix build`: `.#pkg`, `./sub#packages.x86_64-linux.pkg`, or with --file an attribute path. `.*` at the end stands for every derivation in there.",
        0
      )
    ],
    "",
    ...optionsOf(verb).flatMap((option) => [`  ${usageOf(option)}`, ...wrapped(meaningOf(option))]),
    ""
  ].join("\n");
}
function usageOf({ name, kind, value }) {
  const short = name === "print-build-logs" ? "-L, " : "";
  if (kind !== "switch") return `--${name} ${value}${kind === "lines" ? " \u2026" : ""}`;
  return `${short}--${name}${value === "" ? "" : `[=${value}]`}`;
}
function meaningOf({ description, default: value }) {
  const told = value === "" || value === "0" || value === "false" || /\bDefault: /.test(description);
  return told ? description : `${description} Default: \`${value}\`.`;
}
var wrapped = (text) => paragraph(text, indent);
function paragraph(text, left) {
  const lines = [];
  let line = "";
  for (const word of text.split(/\s+/)) {
    if (line !== "" && left + line.length + 1 + word.length > width) {
      lines.push(line);
      line = "";
    }
    line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line].map((one) => `${" ".repeat(left)}${one}`);
}

// src/cli/interruption.ts
var numbers = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 };
var limitSeconds = 4;
var exitCodeOf = (signal2) => 128 + numbers[signal2];
var endedBy = (signal2) => `Ended by ${signal2}.
`;
function watchSignals() {
  let came;
  const cleaning = [];
  const leave = (signal2) => {
    for (const clean of cleaning) clean();
    process.stderr.write(endedBy(signal2));
    process.exit(exitCodeOf(signal2));
  };
  for (const signal2 of Object.keys(numbers))
    process.on(signal2, () => {
      if (came !== void 0) return leave(came);
      came = signal2;
      cancelAll();
      setTimeout(leave, limitSeconds * 1e3, signal2).unref();
    });
  return { signal: () => came, lastly: (clean) => void cleaning.push(clean) };
}

// src/report/json.ts
function jsonOf(report) {
  const { head, units, installables, phases } = report;
  const modules = allModules(units);
  return {
    mode: report.mode,
    build: overallBuild(report),
    head: head === void 0 ? null : commitOf(head),
    bases: basesOf(report).map((base) => ({
      ...commitOf(base),
      boundary: base.boundary === void 0 ? null : isoTime(base.boundary)
    })),
    cacheHit: cacheHit(units),
    installables: installables.map(({ installable, outPaths }) => ({ installable, outPaths })),
    units: units.map(unitOutput),
    modulesCompiled: modules.compiled,
    modulesTotal: modules.total,
    seconds: phases.length === 0 ? 0 : endOf(phases),
    warnings: report.warnings,
    notices: report.notices,
    simulation: report.simulation ?? null,
    verification: report.verification ?? null,
    failure: report.failure ?? null
  };
}
var commitOf = ({ revision, time }) => ({ revision, time: isoTime(time) });

// src/cli/text.ts
import { stripVTControlCharacters } from "node:util";
function printable(text) {
  return stripVTControlCharacters(text).replace(/(?!\t)[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu, " ");
}
function inOptions(message) {
  return message.replace(/^Input `installables`: /, "").replace(/\b[Ii]nput `([\w-]+)`/g, "`--$1`");
}
function plain(markdown) {
  return markdown.replace(/<[^>]*>/g, "").replaceAll("**", "").replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code))).replaceAll("\u200B", "");
}

// src/cli/closing.ts
var mostUnits = 20;
function closingLines(report) {
  const { simulation } = report;
  const body = simulation === void 0 ? [
    ...unitLines(report),
    ...[unitsSentence(report), timeSaved(report), baseSentences(report)].map(plain)
  ] : plain(simulationSection(simulation)).split("\n");
  return [headlineOf(report), ...body.filter((line) => line !== "" && !/^(\||```)/.test(line))];
}
function unitLines(report) {
  const units = report.units.filter(wasBuilt);
  const shown = units.slice(0, mostUnits).map((one) => `  ${printable(one.name)}: ${stateOf(one)}`);
  const more = units.length - shown.length;
  return more === 0 ? shown : [...shown, `  \u2026 and ${more} more`];
}
function stateOf(one) {
  const modules = modulesOf(one);
  const compiled = modules === 0 ? "" : `, ${one.compiled.length} of ${modules} modules compiled`;
  const why = one.reason === void 0 ? "" : ` (${printable(one.reason)})`;
  const full = one.origin === "none" || one.build === "full" ? "" : `, full build ${originWords[one.origin]}`;
  return `${one.build}${why}${compiled}${full}`;
}

// src/cli/surroundings.ts
import { tmpdir } from "node:os";
function terminalSurroundings(environment) {
  return {
    serverUrl: "",
    apiUrl: "",
    repository: void 0,
    sha: void 0,
    event: {
      name: void 0,
      ref: void 0,
      baseBranch: void 0,
      defaultBranch: void 0,
      pullRequestHead: void 0
    },
    occasion: {
      event: void 0,
      repository: void 0,
      headRepository: void 0,
      actor: void 0,
      ref: void 0,
      cacheMode: void 0,
      hasCacheToken: false
    },
    job: { runnerTemp: tmpdir(), id: `terminal ${process.pid}` },
    owner: void 0,
    hosted: false,
    environment
  };
}

// src/cli/run-verb.ts
async function runVerb(request) {
  const { settings, scratch, environment } = request;
  const surroundings = terminalSurroundings(environment);
  let pending;
  const report = await run(settings, {
    scratch,
    now: Math.floor(Date.now() / 1e3),
    surroundings,
    handOver: {
      push: async (request2) => {
        pending = request2;
      },
      // No VM is started here.
      takeDown: () => {
      }
    }
  });
  if (pending !== void 0 && settings.cacheWrite !== "never") await pushAll(pending, request, surroundings);
  tell(report, request);
  return report.failure === void 0;
}
async function pushAll(pending, { settings, scratch }, surroundings) {
  const nix = await openNix(settings.nixOptions, settings.workspace);
  const caches = openInputCaches(settings, nix, { scratch, surroundings });
  await group("Push full builds", () => pushFullBuilds(pending, caches, warn));
}
function tell(report, { output, view }) {
  view.end();
  for (const line of closingLines(report)) view.say(line);
  if (report.failure !== void 0)
    for (const [index, line] of failureText(report.failure).split("\n").entries())
      if (index === 0) view.fail(inOptions(printable(line)));
      else view.say(printable(line));
  if (output.json) process.stdout.write(`${JSON.stringify(jsonOf(report))}
`);
  else if (output.printOutPaths) for (const path of outPathsOf(report)) process.stdout.write(`${path}
`);
}
function outPathsOf({ installables }) {
  return [...new Set(installables.flatMap(({ outPaths }) => outPaths))];
}

// src/cli/settings.ts
import { accessSync, constants, lstatSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
var modes = {
  build: "incremental",
  full: "full",
  plan: "plan",
  verify: "verify"
};
function runSettings(command, mode, place2) {
  const { directory: workspace, searchPath } = place2;
  const reader = readerOf(command, place2);
  const outLink = mode === "incremental" ? linkOf(reader, workspace) : void 0;
  const settings = readSettings(reader, { workspace, mode, searchPath, outLink });
  if (settings.caches.some(({ kind }) => kind === "github"))
    throw new UserError(
      "The GitHub Actions cache can be reached by jobs only. Give `--cache` a directory or the URL of a store that jobs push to as well."
    );
  return settings;
}
var modeOf = (verb) => verb === "truncate" ? void 0 : modes[verb];
function truncateSettings(command, place2) {
  const reader = readerOf(command, place2);
  return {
    ...readBaseSettings(reader),
    directory: reader.read("path", (text) => pathInside(place2.directory, text)),
    token: void 0
  };
}
function outputOf(command, place2) {
  const { flag } = readerOf(command, place2);
  return {
    printOutPaths: flag("print-out-paths"),
    json: flag("json")
  };
}
function shownBy(command, place2) {
  const buildLogs = readerOf(command, place2).flag("print-build-logs");
  return { buildLogs, details: buildLogs || command.verb === "plan" };
}
function linkOf({ flag, read }, directory) {
  if (flag("no-link")) return void 0;
  return read("out-link", (text) => {
    const link = resolve(directory, text);
    const entry = lstatSync(link, { throwIfNoEntry: false });
    if (entry !== void 0 && !entry.isSymbolicLink())
      throw new Error(`\`${text}\` is there and is no link; name another one, or give \`--no-link\``);
    if (!isWritable(dirname(link)))
      throw new Error(`nothing can be written beside \`${text}\`; name another link, or give \`--no-link\``);
    return link;
  });
}
function isWritable(directory) {
  try {
    accessSync(directory, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
var switches = {
  "no-link": "false",
  "print-out-paths": "false",
  "print-build-logs": "false",
  json: "false"
};
var labels = {
  installables: "The installables",
  "signing-key": "`--signing-key-file`"
};
function readerOf({ options: options2, installables }, { directory }) {
  const given = (name) => options2.get(name) ?? "";
  const special = {
    installables: () => installables.join("\n"),
    cache: () => withUrls(given("cache"), directory),
    "signing-key": () => keyIn(given("signing-key-file"), directory)
  };
  return createReader({
    textOf: (name) => special[name]?.() ?? given(name),
    labelOf: (name) => labels[name] ?? `\`--${name}\``,
    defaults: { ...defaults, ...ownDefaults, ...switches, "out-link": "result" }
  });
}
function withUrls(caches, directory) {
  return caches.split("\n").map((one) => /^\.{0,2}\//.test(one) ? pathToFileURL(resolve(directory, one)).href : one).join("\n");
}
function keyIn(file, directory) {
  if (file === "") return "";
  try {
    return readFileSync(resolve(directory, file), "utf8").trim();
  } catch (error) {
    throw new UserError(`The signing key cannot be read: ${messageOf(error)}. Name a file that you may read.`);
  }
}

// src/cli/truncate-verb.ts
async function truncateVerb({ settings, json, scratch, environment }) {
  const found = await seek(findTruncated(settings, terminalSurroundings(environment), scratch));
  if (isFailed(found)) throw new UserError(`The truncated revision was not found: ${found.failed}.`);
  process.stdout.write(`${json ? JSON.stringify(jsonOf2(found)) : found.revision}
`);
}
function jsonOf2(found) {
  return {
    revision: found.revision,
    boundary: found.boundary,
    levels: JSON.parse(found.levels),
    commitsSince: Number(found["commits-since"]),
    // The list is empty where it is too long.
    filesChanged: found["files-changed"] === "" ? null : JSON.parse(found["files-changed"]),
    filesChangedCount: Number(found["files-changed-count"])
  };
}

// src/cli/status.ts
function statusLine({ phase, works, elapsed }, width2) {
  const [first, ...others] = [...works].sort((a, b) => modulesIn(b) - modulesIn(a) || b.seconds - a.seconds);
  const parts = [
    printable(phase),
    ...first === void 0 ? [] : [describe(first)],
    ...others.length === 0 ? [] : [`and ${others.length} more`]
  ].filter((part) => part !== "");
  const line = `[${duration(elapsed)}] ${parts.join(", ").replaceAll("	", " ")}`;
  return line.length <= width2 ? line : `${[...line].slice(0, Math.max(0, width2 - 1)).join("")}\u2026`;
}
var modulesIn = ({ modulesCompiled }) => Math.min(1, modulesCompiled);
function describe(work) {
  const { name, phase, modulesCompiled, modulesTotal } = work;
  const what = printable(phase === void 0 ? name : `${name} (${phase.replace(/Phase$/, "")})`);
  const modules = modulesTotal === 0 ? [] : [`${modulesCompiled} of ${modulesTotal} modules compiled`];
  return [what, ...modules, ...timeLeft(work)].join(", ");
}
function timeLeft({ seconds, fullSeconds }) {
  const left = Math.round((fullSeconds ?? 0) - seconds);
  return left >= 1 ? [`at most ${duration(left)} left`] : [];
}

// src/cli/view.ts
var nothingMore = { buildLogs: false, details: false };
var redrawMilliseconds = 100;
var clear = "\r\x1B[K";
function openView({ stream, environment, buildLogs, details }) {
  const isTerminal = stream.isTTY === true && environment.TERM !== "dumb";
  const colours = isTerminal && !environment.NO_COLOR;
  const paint = (code, text) => colours ? `\x1B[${code}m${text}\x1B[0m` : text;
  const began = performance.now();
  const phases = [];
  const asked = /* @__PURE__ */ new Set();
  let drawn = "";
  const erase = () => {
    if (drawn !== "") stream.write(clear);
    drawn = "";
  };
  const draw = () => {
    const works = [...asked].flatMap((ask) => ask());
    const elapsed = (performance.now() - began) / 1e3;
    const status = { phase: phases.at(-1) ?? "", works, elapsed };
    const line = statusLine(status, (stream.columns ?? 80) - 1);
    if (line !== drawn) stream.write(`${clear}${line}`);
    drawn = line;
  };
  const timer = isTerminal ? setInterval(draw, redrawMilliseconds) : void 0;
  timer?.unref();
  const say = (line) => {
    erase();
    stream.write(`${line}
`);
  };
  const pass = (line) => say(printable(line));
  const log = {
    // The report at the end says what counts of it.
    info: (text) => isTerminal && !details ? void 0 : pass(text),
    // What fails after a cancel fails because of it.
    warn: (text) => cancelled.aborted ? void 0 : say(`${paint(33, "warning:")} ${inOptions(printable(text))}`),
    notice: (text) => say(`${paint(36, "notice:")} ${inOptions(printable(text))}`),
    async group(title, body) {
      phases.push(title);
      if (!isTerminal) say(title);
      try {
        return await body();
      } finally {
        phases.splice(phases.lastIndexOf(title), 1);
      }
    },
    foreign: (body) => body(pass),
    async build(body) {
      let own2;
      try {
        return await body(isTerminal && !buildLogs ? () => {
        } : pass, (ask) => {
          own2 = ask;
          asked.add(ask);
        });
      } finally {
        if (own2 !== void 0) asked.delete(own2);
      }
    }
  };
  return {
    log,
    say,
    fail: (line) => say(`${paint(31, "error:")} ${line}`),
    end() {
      clearInterval(timer);
      erase();
    }
  };
}

// src/cli/main.ts
var place = { directory: process.cwd(), searchPath: process.env.PATH ?? "" };
var interruption = watchSignals();
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {
});
var screen = { stream: process.stderr, environment: process.env };
async function main(args) {
  let prepared;
  try {
    const command = parseCommand(args);
    if (command.kind !== "verb") return answer(command);
    prepared = prepare(command);
  } catch (error) {
    return failed(openView({ ...screen, ...nothingMore }), error, 2);
  }
  const view = openView({ ...screen, ...prepared.shown });
  interruption.lastly(view.end);
  setLog(view.log);
  try {
    return await inScratch((scratch) => prepared.run(view, scratch)) ? 0 : 1;
  } catch (error) {
    return failed(view, error, 1);
  } finally {
    view.end();
  }
}
function answer(command) {
  const text = command.kind === "help" ? helpText(command.verb) : `incremental-nix ${version()}
`;
  process.stdout.write(text);
  return 0;
}
function prepare(command) {
  const { environment } = screen;
  const output = outputOf(command, place);
  const shown = shownBy(command, place);
  const mode = modeOf(command.verb);
  if (mode === void 0) {
    const settings2 = truncateSettings(command, place);
    const run2 = async (_, scratch) => {
      await truncateVerb({ settings: settings2, json: output.json, scratch, environment });
      return true;
    };
    return { shown, run: run2 };
  }
  const settings = runSettings(command, mode, place);
  return { shown, run: (view, scratch) => runVerb({ settings, output, view, scratch, environment }) };
}
async function inScratch(body) {
  const scratch = await mkdtemp(join(tmpdir2(), "incremental-nix-"));
  interruption.lastly(() => rmSync(scratch, { recursive: true, force: true }));
  try {
    return await body(scratch);
  } finally {
    cancelAll();
    await rm(scratch, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 }).catch(() => {
    });
  }
}
async function failed(view, error, exitCode2) {
  view.end();
  if (interruption.signal() !== void 0) return exitCode2;
  if (!(error instanceof UserError)) await showStack(error);
  view.fail(printable(messageOf(error)));
  return exitCode2;
}
function version() {
  const text = readFileSync2(new URL("../package.json", import.meta.url), "utf8");
  return JSON.parse(text).version;
}
var exitCode = await main(process.argv.slice(2));
var signal = interruption.signal();
if (signal !== void 0) process.stderr.write(endedBy(signal));
process.exit(signal === void 0 ? exitCode : exitCodeOf(signal));
