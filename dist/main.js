import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  BuildFailure,
  DoubtfulFailure,
  EvaluationFailure,
  ForeignStoreError,
  about,
  attribute,
  attributeWords,
  createLadder,
  entryOf,
  everyFullBuild,
  failOnWarnings,
  findUnits,
  holdBack,
  installablesOf,
  isFixedOutput,
  listed,
  lockedSources,
  narHashes,
  openInputCaches,
  pairUnits,
  parseDerivation,
  pushFullBuilds,
  pushRequest,
  replacementBy,
  restoreFullBuilds,
  rewriteRequest,
  startOn,
  textPath,
  validAmong,
  walk,
  withDependents
} from "./chunk-TEAGT7NW.js";
import {
  UndatedError,
  accessOf,
  alert,
  baseOf,
  basesOf,
  boundaryFor,
  buildsHead,
  cacheScopes,
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
  outputsOf as outputsOf2,
  overallBuild,
  preformatted,
  restorePhase,
  revisionsOf,
  rungFor,
  simulationSection,
  simulationTable,
  startCommit,
  startsAtMerge,
  table,
  wasBuilt,
  withLevels
} from "./chunk-A4ADTS4T.js";
import {
  createBuildLog,
  dryRun,
  evaluationLimitSeconds,
  openLinuxBuilder,
  systemsNamedBy
} from "./chunk-DBL7KOSE.js";
import {
  endedBy,
  lastErrorOf,
  nameOf,
  nixFile,
  nixString,
  openNix
} from "./chunk-FZ34OIUZ.js";
import {
  fail
} from "./chunk-KKVSBLPK.js";
import {
  GitError,
  RemoteError,
  formatInstallable,
  headFiles,
  headLines,
  isWildcard,
  loadInputs,
  mayWrite,
  newestFullBuild,
  openCheckout,
  openHistory,
  openPruner,
  outputsOf,
  previousBoundaries,
  readAnswer,
  readSurroundings,
  trackedFiles
} from "./chunk-ZONF3NNX.js";
import {
  cacheKey,
  dependenciesKey,
  failureKey,
  inParallel,
  keyPrefix,
  parseKey
} from "./chunk-WVG7U2KF.js";
import "./chunk-QUY74AD6.js";
import {
  handOverFrom,
  saveState
} from "./chunk-5IIG42ZF.js";
import {
  begin
} from "./chunk-3FT3ITYM.js";
import {
  foreign,
  group,
  info,
  notice,
  showStack,
  warn
} from "./chunk-WGR6TSEM.js";
import "./chunk-XAX5KGFB.js";
import "./chunk-AB5HIB43.js";
import "./chunk-2SVFLMSL.js";
import "./chunk-P5BPPAQF.js";
import {
  UserError,
  messageOf
} from "./chunk-HFEJXLD7.js";
import {
  error,
  setFailed,
  setOutput,
  summary,
  warning
} from "./chunk-NSPGFXLN.js";
import {
  ProcessError,
  cancelAll,
  cancelled,
  run
} from "./chunk-KFJ2C5U2.js";
import "./chunk-LQK3ML4U.js";

// src/action/main.ts
import { mkdtemp, rm as rm2 } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join as join10 } from "node:path";

// src/adapters/haskell/belief.ts
function believe(failed) {
  if (failed.phase !== "buildPhase")
    return doubted(failed.phase === void 0 ? "its phase is not known" : `it failed in ${failed.phase}`);
  if (failed.log.length === 0) return doubted("its log was not kept");
  const suspect = suspects.find(({ pattern }) => failed.log.some((line) => pattern.test(line)));
  if (suspect !== void 0) return doubted(suspect.meaning);
  const doubts = failed.errors.map((error3) => doubtOf(error3, failed));
  const [first = "no error of GHC at a line of a source was seen"] = doubts;
  return doubts.includes(void 0) ? { believed: true } : doubted(first);
}
var doubted = (because) => ({ believed: false, because });
var suspects = [
  {
    pattern: /\bBad interface file\b|\bbad interface\b|mismatched interface file|Something is amiss/i,
    meaning: "GHC could not read an interface file"
  },
  {
    pattern: /Could not (?:find|load) module|Failed to load interface|not loaded|cannot satisfy -package/i,
    meaning: "GHC could not find or load a module"
  },
  {
    pattern: /the 'impossible' happened|internal error|\bGHC bug\b|\bpanic!|segmentation fault/i,
    meaning: "GHC itself broke down"
  },
  {
    pattern: /failed in phase|undefined reference|multiple definition|(?:unknown|undefined) symbol|interactive linking|GHC runtime linker|collect2:|\bld(?:\.\w+)?: |cannot open shared object/i,
    meaning: "a linker or another program that GHC calls failed"
  },
  {
    pattern: /No space left on device|Cannot allocate memory|out of memory|heap exhausted|heap overflow/i,
    meaning: "memory or disk space ran out"
  }
];
function doubtOf(error3, { compiled, isOfHead }) {
  const { file, text, quoted } = error3;
  if (file.startsWith("/") || /(^|\/)(dist|dist-newstyle)\//.test(file)) return `${file} is not a source`;
  if (!compiled.has(file)) return `the log does not show that ${file} was compiled`;
  const grammar = /^(?:parse|lexical) error\b/.test(text);
  if (quoted === void 0 && !grammar) return `the line of ${file} was not quoted`;
  if (atCompileTime.test(text) || quoted !== void 0 && isSplice(quoted))
    return `code that runs at compile time is involved in ${file}`;
  if (/\bNB: .* is defined in /s.test(text)) return `GHC saw two packages or modules of one name in ${file}`;
  return isOfHead(error3) ? void 0 : `${file} does not have that line at HEAD`;
}
var atCompileTime = /compile-time code|compile-time evaluation|\bsplice\b|quasi-?quotation|Template Haskell|\bplugin\b/i;
var declaration = /^(?:import|module|data|type|newtype|class|instance|deriving|infix[lr]?|foreign|default|pattern|where)\b/;
function isSplice(line) {
  if (/\$\$?[(\w]|\[[\w.']+\||\|\]|(^|[\s([,])''?[A-Z(]/.test(line)) return true;
  const topLevel = /^[a-z_]/.test(line) && !declaration.test(line);
  return topLevel && !/(^|\s)(?:=|::|\||<-|->)(\s|$)/.test(line);
}

// src/adapters/haskell/flags.ts
function recompilesAll(head, base) {
  const [ours, theirs] = [fingerprinted(head), fingerprinted(base)];
  if (JSON.stringify(ours) === JSON.stringify(theirs)) return void 0;
  const added = ours.filter((flag) => !theirs.includes(flag));
  const gone = theirs.filter((flag) => !ours.includes(flag));
  return [...added, ...gone.map((flag) => `no ${flag}`)].join(", ") || "in another order";
}
function fingerprinted(derivation) {
  return ["configureFlags", "buildFlags"].flatMap((name) => attributeWords(derivation, name)).map((word) => word.replace(/^--ghc-options?=/, "")).filter((word) => compiling.test(word));
}
var compiling = /^(?:-O[0-2]?|-X\w+|-D\w.*|-I.+|-optP.+|-g[0-3]?|-fhpc|-(?:no-)?haddock|-f(?:no-)?(?:specialise-aggressively|expose-all-unfoldings|ignore-asserts)|--(?:enable|disable)-(?:optimization|coverage|debug-info)(?:=.*)?|--extra-include-dirs=.+)$/;

// src/adapters/haskell/obstacle.ts
var minimumGhc = [9, 4];
function obstacleOf(derivation, compiler) {
  return oldCompiler(compiler) ?? ownIntermediates(derivation) ?? obstacleOfFlags(derivation);
}
function oldCompiler(compiler) {
  const version = /ghc-(\d+)\.(\d+)[\d.]*/.exec(compiler);
  if (version === null) return void 0;
  const [major, minor] = [Number(version[1]), Number(version[2])];
  const old = major < minimumGhc[0] || major === minimumGhc[0] && minor < minimumGhc[1];
  return old ? { code: "compiler-too-old", detail: version[0].replace("ghc-", "") } : void 0;
}
function ownIntermediates(derivation) {
  const copy = /^\s*cp -r (\S+)\/share\/haskell\/\S+ dist\/build\s*$/m;
  const find = /^\s*incrementalNixFrom=(\/\S+)$/m;
  const from = copy.exec(attribute(derivation, "buildPhase") ?? "")?.[1] ?? find.exec(attribute(derivation, "preConfigure") ?? "")?.[1];
  return from === void 0 ? void 0 : { code: "own-intermediates", detail: from };
}
function keepsIntermediates(derivation) {
  return attribute(derivation, "incrementalNixKeepPhase") !== void 0;
}
function obstacleOfFlags(derivation) {
  const texts = [
    ...attributeWords(derivation, "configureFlags"),
    ...attributeWords(derivation, "buildFlags"),
    ...phasesWithFlags.map((phase) => attribute(derivation, phase) ?? "")
  ];
  for (const text of texts) {
    const directory = /--builddir(?:=| +)\S+/.exec(text)?.[0];
    if (directory !== void 0) return { code: "own-build-directory", detail: directory };
    const hie = /-hiedir[= ]?["'\\]*([$/][^\s"']+)/.exec(text)?.[1];
    if (hie !== void 0) return { code: "hie-output", detail: hie };
  }
  return void 0;
}
var phasesWithFlags = ["setupCompilerEnvironmentPhase", "configurePhase", "buildPhase"];

// src/adapters/haskell/recognise.ts
var haskell = {
  name: "haskell",
  recognise(derivation) {
    if (!isBuild(derivation) || keepsIntermediates(derivation)) return void 0;
    const compiler = compilerOf(derivation);
    const name = attribute(derivation, "pname");
    if (compiler === void 0 || name === void 0) return void 0;
    const obstacle = obstacleOf(derivation, compiler);
    return { package: name, compiler, ...obstacle === void 0 ? {} : { obstacle } };
  },
  believe,
  recompilesAll
};
function isBuild(derivation) {
  const text = (name) => attribute(derivation, name) ?? "";
  return attributeWords(derivation, "prePhases").includes("setupCompilerEnvironmentPhase") && attributeWords(derivation, "preConfigurePhases").includes("compileBuildDriverPhase") && attributeWords(derivation, "phases").length === 0 && text("buildCommand") === "" && text("buildCommandPath") === "" && /^\s*runHook preConfigure$/m.test(text("configurePhase")) && /\.\/Setup configure /.test(text("configurePhase")) && /^\s*runHook preBuild$/m.test(text("buildPhase")) && /^\s*\.\/Setup build(?: |$)/m.test(text("buildPhase"));
}
function compilerOf(derivation) {
  const phase = attribute(derivation, "setupCompilerEnvironmentPhase") ?? "";
  const path = /^\s*echo "Build with (\S+)\."$/m.exec(phase)?.[1];
  const name = path === void 0 ? void 0 : nameOf(path);
  return name?.includes("ghc") === true ? name : void 0;
}

// src/adapters/haskell-nix/recognise.ts
var haskellNix = {
  name: "haskell-nix",
  recognise(derivation) {
    const component = componentOf(derivation);
    const compiler = compilerOf2(derivation);
    if (component === void 0 || compiler === void 0 || keepsIntermediates(derivation)) return void 0;
    const obstacle = obstacleOf(derivation, compiler);
    return { package: component, compiler, ...obstacle === void 0 ? {} : { obstacle } };
  },
  believe,
  recompilesAll
};
var target = /^\s*\$SETUP_HS build (lib|flib|exe|test|bench):(\S+)(?: |$)/m;
function componentOf(derivation) {
  const text = (name) => attribute(derivation, name) ?? "";
  const [, kind, component] = target.exec(text("buildPhase")) ?? [];
  const isBuild2 = /\/bin\/(?:Setup|default-setup[^/]*)$/.test(text("SETUP_HS")) && attributeWords(derivation, "phases").length === 0 && text("buildCommand") === "" && text("buildCommandPath") === "" && /^\s*runHook preConfigure$/m.test(text("configurePhase")) && /\$SETUP_HS configure .*\$configFiles\/configure-flags/.test(text("configurePhase")) && /^\s*runHook preBuild$/m.test(text("buildPhase"));
  return isBuild2 && text("pname").endsWith(`-${kind}-${component}`) ? text("pname") : void 0;
}
function compilerOf2(derivation) {
  const path = /^\s*unwrappedGhc=(\S+)$/m.exec(attribute(derivation, "configurePhase") ?? "")?.[1];
  return path === void 0 ? void 0 : nameOf(path);
}

// src/nix/derivation-files.ts
import { isUtf8 } from "node:buffer";
import { readFileSync } from "node:fs";
function readDerivationFile(path) {
  try {
    const bytes = readFileSync(path);
    return isUtf8(bytes) ? bytes.toString() : void 0;
  } catch {
    return void 0;
  }
}

// src/nix/rewrite.ts
import { randomUUID } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
async function rewrite(nix, request, scratch) {
  const file = join(scratch, `rewrite-${randomUUID()}.json`);
  await writeFile(file, JSON.stringify(request));
  try {
    const expression = `import ${nixString(nixFile("rewrite.nix"))} { request = ${nixString(file)}; }`;
    const { stdout } = await nix.run(["eval", "--impure", "--json", "--expr", expression], {
      timeoutSeconds: evaluationLimitSeconds
    });
    return readAnswer("nix eval", stdout, JSON.parse);
  } finally {
    await rm(file, { force: true });
  }
}

// src/engine/graphs.ts
var adapters = [haskell, haskellNix];
function adapterOf({ adapter }) {
  return adapters.find(({ name }) => name === adapter);
}
function recognise(derivation) {
  for (const adapter of adapters) {
    const recognised = adapter.recognise(derivation);
    if (recognised !== void 0) return { ...recognised, adapter: adapter.name };
  }
  return void 0;
}
function createReader() {
  const known = /* @__PURE__ */ new Map();
  return (path) => {
    if (!known.has(path)) known.set(path, readOne(path));
    return known.get(path);
  };
}
function readOne(path) {
  const text = readDerivationFile(path);
  try {
    return text === void 0 ? void 0 : parseDerivation(path, text);
  } catch {
    return void 0;
  }
}
function walkGraph({ read }, roots, enter) {
  return walk(roots, read, enter);
}
function findUnitsOf({ read, isLocked }, graph) {
  return findUnits(graph, { adapters, read, isLocked });
}
async function rewriteGraph({ nix, scratch }, request) {
  if (request.derivations.length === 0) return /* @__PURE__ */ new Map();
  return new Map(Object.entries(await rewrite(nix, request, scratch)));
}

// src/engine/locks.ts
import { readFileSync as readFileSync2 } from "node:fs";
import { dirname, join as join2 } from "node:path";
function lockedInHead({ history, locations }, storeDirectory) {
  const { topLevel } = history.checkout;
  const locks = lockFiles(locations).map((file) => {
    try {
      return readFileSync2(join2(topLevel, file), "utf8");
    } catch {
      return "";
    }
  });
  return amongLocked(locks, storeDirectory);
}
async function lockedInBase({ revision }, { history, locations }, storeDirectory) {
  const locks = await Promise.all(lockFiles(locations).map((file) => history.readFile(revision, file)));
  return amongLocked(
    locks.map((text) => text ?? ""),
    storeDirectory
  );
}
function lockFiles(locations) {
  const directories = locations.flatMap(
    (location) => location.endsWith(".nix") ? [".", dirname(location)] : [".", location]
  );
  return [...new Set(directories.map((directory) => join2(directory, "flake.lock")))];
}
function amongLocked(locks, storeDirectory) {
  const locked = locks.map((lock) => lockedSources(lock, storeDirectory));
  return (path) => locked.some((paths) => paths.has(path));
}

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
    const group2 = groups.get(base.revision);
    const names2 = [...group2?.names ?? [], name];
    groups.set(base.revision, { tip, base, ...group2, names: names2 });
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
  } catch (error3) {
    if (error3 instanceof RemoteError) return error3;
    throw error3;
  }
}
function nameOf2({ names: names2 }) {
  const shown = names2.slice(0, 3).join(", ");
  return names2.length > 3 ? `${shown} and ${names2.length - 3} more` : shown;
}

// src/engine/plain-units.ts
function reasonOf(why) {
  return reasons[why.code]("detail" in why ? why.detail : "");
}
var reasons = {
  new: () => "new since the full build",
  "no-base": () => "the full build\u2019s commit is not known",
  "full-build-failed": () => "the full build failed",
  "known-to-fail": () => "an earlier job found that the full build fails",
  "not-kept": (detail) => `the full build is missing and could not be kept: ${detail}`,
  "packages-changed": (detail) => `the full build is missing and of no use: packages changed (${detail})`,
  "flags-changed": (detail) => `the full build is missing and of no use: flags changed (${detail})`,
  "incremental-build-failed": () => "the incremental build failed",
  ambiguous: () => "like several variants of the full build",
  "cannot-be-rewritten": () => "Nix does not make the same derivation again",
  "compiler-changed": (detail) => `the compiler changed (${detail})`,
  "compiler-too-old": (detail) => `GHC ${detail} is too old`,
  "own-intermediates": () => "started from intermediates by its own Nix code",
  "own-build-directory": (detail) => `not built in \`dist\` (${detail})`,
  "hie-output": () => "its .hie files go straight into an output"
};
var harmless = ["new", "no-base", "not-kept", "flags-changed", "packages-changed"];
var isHarmless = (code2) => harmless.some((one) => one === code2);
function stepDownUnits(ladder, plans) {
  const groups = /* @__PURE__ */ new Map();
  for (const plan of plans) {
    if (plan.kind !== "plain") continue;
    const { code: code2 } = plan.why;
    if (isHarmless(code2)) continue;
    const detail = "detail" in plan.why ? plan.why.detail : "";
    const key = JSON.stringify([code2, detail]);
    const group2 = groups.get(key) ?? { rung: code2, detail, names: [] };
    group2.names.push(plan.unit.derivation.name);
    groups.set(key, group2);
  }
  for (const { rung, detail, names: names2 } of groups.values()) ladder.stepDown(listed(names2), rung, detail);
}

// src/engine/describe.ts
function describeHead({ head, dirty }) {
  info(`HEAD is ${head}${dirty ? ", with uncommitted changes, which are built too" : ""}.`);
}
function describeBase(base) {
  const [finest, ...above] = levelsOf(base).map(({ boundary, revision, time }) => {
    const limit2 = boundary === void 0 ? "" : `, at or before ${isoTime(boundary)}`;
    return `${revision} (${isoTime(time)})${limit2}`;
  });
  info(`The full build is of ${finest}.`);
  for (const level of above) info(`It is made on the full build of ${level}.`);
}
function describePlans(plans) {
  for (const plan of plans) {
    const text = plan.kind === "plain" ? `built plainly: ${reasonOf(plan.why)}` : `${plan.kind === "incremental" ? "built on" : "unchanged, as in"} ${describeFull(plan.full)}`;
    info(`${plan.unit.derivation.name}: ${text}`);
  }
}
function describeFullBuilds(fullBuilds) {
  for (const full of fullBuilds) info(`${full.unit.derivation.name}: ${describeFull(full)}`);
}
var describeFull = ({ intermediates, key }) => `${intermediates}, cache key ${key}`;

// src/nix/evaluate.ts
async function derivationsOf(nix, args) {
  const { stdout } = await nix.run(["path-info", "--derivation", ...args], {
    timeoutSeconds: evaluationLimitSeconds
  });
  return readAnswer("nix path-info --derivation", stdout, readDerivations);
}
function readDerivations(printed) {
  const lines = printed.trim().split("\n");
  if (!lines.every((line) => line.startsWith("/"))) throw new Error("these are no store paths");
  return lines.filter((line) => line.endsWith(".drv"));
}
async function derivationsIn(nix, args) {
  const { stdout } = await nix.run(["eval", "--json", ...args, "--apply", listDerivations], {
    timeoutSeconds: evaluationLimitSeconds
  });
  return readAnswer("nix eval --json", stdout, JSON.parse);
}
var listDerivations = `
  let
    list = prefix: given:
      let set = if builtins.isFunction given then given { } else given;
      in builtins.concatMap (name:
        let
          value = set.\${name};
          path = prefix ++ [ name ];
        in
        if !(builtins.isAttrs value) then [ ]
        else if value.type or null == "derivation" then [ path ]
        else if value.recurseForDerivations or false then list path value
        else [ ]) (builtins.attrNames set);
  in list [ ]`;
function isEvaluationFailure(error3) {
  return error3 instanceof ProcessError && error3.reason !== "cancelled" && error3.reason !== "not-found";
}
function isMissing(stderr) {
  return /does not provide attribute|attribute '[^']*' in selection path|does not contain a '[^']*flake\.nix'/.test(
    lastErrorOf(stderr)
  );
}
async function unlessEvaluationFails(work) {
  try {
    return await work;
  } catch (error3) {
    if (isEvaluationFailure(error3)) return error3;
    throw error3;
  }
}

// src/engine/dependencies.ts
function dependenciesOf(units, { graph, below }) {
  const made = withDependents(
    graph,
    units.map(({ derivation }) => derivation.path)
  );
  const inputsOf2 = (dependents2, known) => outputsNeeded(dependents2, (input) => {
    const found = graph.get(input);
    return found !== void 0 && !made.has(input) && !known.has(input) && !isFixedOutput(found);
  });
  const dependents = [...graph.values()].filter(({ path }) => made.has(path));
  const first = inputsOf2(
    dependents.filter(({ path }) => below.has(path)),
    /* @__PURE__ */ new Set()
  );
  const second = inputsOf2(
    dependents.filter(({ path }) => !below.has(path)),
    new Set(first.keys())
  );
  return [first, second].flatMap((outputs) => {
    const paths = [...outputs].flatMap(([path, names2]) => pathsOf(graph.get(path), names2));
    return paths.length === 0 ? [] : { entry: { key: dependenciesKey(paths), paths }, outputs };
  });
}
function installablesFor(dependencies) {
  return dependencies.flatMap(({ outputs }) => [...outputs].map(([path, names2]) => outputsOf(path, names2)));
}
function outputsNeeded(dependents, counts) {
  const needed2 = /* @__PURE__ */ new Map();
  for (const { inputDrvs } of dependents)
    for (const [input, outputs] of inputDrvs)
      if (counts(input)) needed2.set(input, /* @__PURE__ */ new Set([...needed2.get(input) ?? [], ...outputs]));
  return new Map([...needed2].map(([input, outputs]) => [input, [...outputs].sort()]));
}
function pathsOf(derivation, names2) {
  return names2.map((name) => derivation?.outputs.get(name)?.path ?? "").filter((path) => path !== "");
}

// src/engine/installables.ts
async function argumentsOf(nix, tree, index, installable) {
  if (!isWildcard(installable)) return [{ text: installable.text, argument: tree.whole(index) }];
  const { outputs } = installable;
  const attributePath = installable.attributePath.slice(0, -1);
  const set = formatInstallable(tree.reference(index), { attributePath, outputs: [] });
  const paths = await derivationsIn(nix, [...tree.options, set]);
  const [reference2 = ""] = installable.text.includes("#") ? installable.text.split("#") : [];
  return paths.map((path) => {
    const found = { attributePath: [...attributePath, ...path], outputs };
    return {
      text: formatInstallable(reference2, found),
      argument: formatInstallable(tree.reference(index), found)
    };
  });
}
function names(installables) {
  return installables.map((installable) => installable.text || "the file").join(", ");
}

// src/engine/instantiate.ts
async function withoutChecks(context, base, failing) {
  const concerned = everyFullBuild(base).some((full) => failing.has(full));
  if (!concerned) return base;
  const coarser = base.coarser && await withoutChecks(context, base.coarser, failing);
  const own = [...base.fullBuilds].flatMap(
    ([path, full]) => full.unchecked || failing.has(full) ? [path] : []
  );
  const made = await instantiate(context, { ...base, coarser }, withDependents(base.graph, own));
  const fullBuilds = [...made.fullBuilds].map(([path, full]) => {
    const before = base.fullBuilds.get(path);
    return [path, before?.derivation === full.derivation ? before : full];
  });
  return { ...made, fullBuilds: new Map(fullBuilds) };
}
async function instantiate(context, evaluated, unchecked = /* @__PURE__ */ new Set()) {
  const { base, below, coarser, units } = evaluated;
  const plans = planFullBuilds(units, coarser, unchecked);
  const changes = new Map(plans.map((plan) => [plan.unit.derivation.path, changeOf(plan, unchecked)]));
  const rewritten = await rewriteAll(context, rewriteRequest(below, changes));
  const fullBuilds = /* @__PURE__ */ new Map();
  for (const { kind, unit, on } of plans) {
    const { path, system } = unit.derivation;
    if (kind === "same") {
      fullBuilds.set(path, on);
      continue;
    }
    const made = rewritten.get(path);
    const intermediates = made?.outputs.intermediates;
    if (made === void 0 || intermediates === void 0) continue;
    const key = cacheKey({ system, name: unit.package, revision: base.revision, path: intermediates });
    const { derivation, outputs } = made;
    fullBuilds.set(path, {
      ...{ unit, base, key, derivation, outputs, intermediates, on },
      unchecked: unchecked.has(path)
    });
  }
  return { ...evaluated, fullBuilds };
}
function planFullBuilds(units, coarser, unchecked) {
  if (coarser === void 0) return units.map((unit) => ({ kind: "made", unit, on: void 0 }));
  return pairUnits(units, coarser.units).map((pairing) => {
    const { head: unit } = pairing;
    const on = pairing.kind === "unpaired" ? void 0 : coarser.fullBuilds.get(pairing.base.derivation.path);
    const isSame = pairing.kind === "unchanged" && on?.unchecked === unchecked.has(unit.derivation.path);
    return on !== void 0 && isSame ? { kind: "same", unit, on } : { kind: "made", unit, on };
  });
}
function changeOf({ kind, unit, on }, unchecked) {
  const { adapter, derivation } = unit;
  if (kind === "same") return replacementBy(on, derivation);
  return {
    kind: "keep",
    adapter,
    unchecked: unchecked.has(derivation.path),
    on: on === void 0 ? null : startOn(on, derivation)
  };
}
async function rewriteAll(context, request) {
  const rewritten = await unlessEvaluationFails(rewriteGraph(context, request));
  if (!(rewritten instanceof ProcessError)) return rewritten;
  info(`The full builds cannot be instantiated: ${lastErrorOf(rewritten.stderr) || rewritten.message}.`);
  return /* @__PURE__ */ new Map();
}

// src/engine/trees.ts
import { pathToFileURL } from "node:url";
function headTree({ settings }) {
  return {
    options: settings.file === void 0 ? [] : ["--file", settings.file],
    reference: (index) => settings.file === void 0 ? settings.installables[index]?.text.split(/[#^]/)[0] ?? "." : "",
    whole: (index) => settings.installables[index]?.text ?? ""
  };
}
async function baseTree(base, { settings, sources }) {
  const { history, locations } = sources;
  const wholeBy = (reference3) => (index) => {
    const installable = settings.installables[index];
    return installable === void 0 ? "" : formatInstallable(reference3(index), installable);
  };
  if (settings.file !== void 0) {
    const directory = await history.workTree(base.revision);
    const reference3 = () => "";
    return { options: ["--file", `${directory}/${locations[0]}`], reference: reference3, whole: wholeBy(reference3) };
  }
  const repository = pathToFileURL(await history.sourceRepository([base.revision])).href;
  const reference2 = (index) => {
    const parameters = new URLSearchParams(settings.installables[index]?.parameters);
    const location = locations[index] ?? "";
    if (location !== "") parameters.set("dir", location);
    parameters.set("rev", base.revision);
    parameters.set("shallow", "1");
    return `git+${repository}?${parameters.toString()}`;
  };
  return { options: ["--no-write-lock-file"], reference: reference2, whole: wholeBy(reference2) };
}

// src/engine/base-graph.ts
async function readBase(context, base) {
  const [coarser, own] = await Promise.all([readCoarser(context, base), evaluateBase(context, base)]);
  return buildOn(context, own, coarser);
}
function buildOn(context, own, coarser) {
  const dependencies = new Map(
    [...coarser?.dependencies ?? [], ...own.dependencies].map((one) => [one.entry.key, one])
  );
  return instantiate(context, { ...own, dependencies: [...dependencies.values()], coarser });
}
async function readCoarser(context, { coarser }) {
  if (coarser === void 0) return void 0;
  const ladder = {
    ...context.ladder,
    stepDown: (subject, _, detail) => info(`${subject}: ${coarser.revision}, of the level above, is of no use: ${detail}.`)
  };
  return readBase({ ...context, ladder }, coarser);
}
async function evaluateBase(context, base) {
  const tops = await derivationsAt(context, await baseTree(base, context));
  const graph = walkGraph(context, tops);
  const lockedThen = await lockedInBase(base, context.sources, context.nix.storeDirectory);
  const isLocked = (path) => context.isLocked(path) || lockedThen(path);
  const units = findUnitsOf({ ...context, isLocked }, graph);
  const below = walk(
    units.map(({ derivation }) => derivation.path),
    (path) => graph.get(path)
  );
  return { base, graph, units, below, dependencies: dependenciesOf(units, { graph, below }) };
}
async function derivationsAt({ nix, settings, ladder }, tree) {
  const evaluate = async (indices) => {
    const found = [];
    for (const index of indices)
      found.push(...await argumentsOf(nix, tree, index, settings.installables[index]));
    if (found.length === 0) return [];
    return derivationsOf(nix, [...tree.options, ...found.map(({ argument }) => argument)]);
  };
  const all = settings.installables.map((_, index) => index);
  const together2 = await unlessEvaluationFails(evaluate(all));
  if (!(together2 instanceof ProcessError)) return together2;
  const tops = [];
  for (const index of all) {
    const own = all.length === 1 ? together2 : await unlessEvaluationFails(evaluate([index]));
    const subject = names([settings.installables[index]]);
    if (!(own instanceof ProcessError)) tops.push(...own);
    else if (isMissing(own.stderr)) info(`${subject}: the commit of the full build does not have it.`);
    else ladder.stepDown(subject, "base-does-not-evaluate", lastErrorOf(own.stderr) || own.message);
  }
  return tops;
}

// src/engine/build-full-builds.ts
import { join as join3 } from "node:path";

// src/engine/unit-plan.ts
function planUnits(units, base) {
  return pairUnits(units, base.units).map((pairing) => planUnit(pairing, base));
}
function planUnit(pairing, { fullBuilds }) {
  const { head: unit } = pairing;
  if (pairing.kind === "unpaired") return { kind: "plain", unit, why: pairing.why };
  const full = fullBuilds.get(pairing.base.derivation.path);
  if (full === void 0) return { kind: "plain", unit, why: { code: "cannot-be-rewritten" } };
  return { kind: pairing.kind === "unchanged" ? "unchanged" : "incremental", unit, full };
}
function planAnew(plans, before, now) {
  return plans.map((plan) => {
    if (plan.kind === "plain") return plan;
    const { kind, unit } = plan;
    const { path } = plan.full.unit.derivation;
    if (before.fullBuilds.get(path) !== plan.full) return plan;
    const full = now.fullBuilds.get(path);
    if (full === void 0) return { kind: "plain", unit, why: { code: "full-build-failed" } };
    return { kind: full.unchecked ? "incremental" : kind, unit, full };
  });
}
function planPlainly(units, why) {
  return units.map((unit) => ({ kind: "plain", unit, why }));
}
function withoutFullBuilds(plans, whyNot) {
  return plans.map((plan) => {
    const why = plan.kind === "plain" ? void 0 : whyNot(plan.full);
    return why === void 0 ? plan : { kind: "plain", unit: plan.unit, why };
  });
}
function neededOutputs({ graph, installables }, plans) {
  const needed2 = /* @__PURE__ */ new Map();
  const add = (full, outputs) => needed2.set(full, /* @__PURE__ */ new Set([...needed2.get(full) ?? [], ...outputs]));
  const unchanged = /* @__PURE__ */ new Map();
  for (const plan of plans) {
    if (plan.kind === "incremental") add(plan.full, ["intermediates"]);
    if (plan.kind === "unchanged") unchanged.set(plan.unit.derivation.path, plan.full);
  }
  const others = [...graph.values()].filter(({ path }) => !unchanged.has(path));
  for (const [input, outputs] of outputsNeeded(others, (path) => unchanged.has(path)))
    add(unchanged.get(input), outputs);
  for (const { derivation, outputs } of installables.flatMap(({ wanted }) => wanted)) {
    const full = unchanged.get(derivation ?? "");
    if (full !== void 0) add(full, Object.keys(outputs));
  }
  return new Map([...needed2].map(([full, outputs]) => [full, [...outputs].sort()]));
}
function neededDependencies(graph, { dependencies }) {
  const built = new Set(
    [...graph.values()].flatMap(({ outputs }) => [...outputs.values()].map(({ path }) => path))
  );
  return dependencies.flatMap(({ entry }) => entry.paths.filter((path) => built.has(path)));
}
function changesOf(plans) {
  const changes = /* @__PURE__ */ new Map();
  for (const plan of plans) {
    if (plan.kind === "plain") continue;
    const {
      full,
      unit: { adapter, derivation }
    } = plan;
    changes.set(
      derivation.path,
      plan.kind === "incremental" ? { kind: "resume", adapter, ...startOn(full, derivation) } : replacementBy(full, derivation)
    );
  }
  return changes;
}
function withoutFailed(graph, plans, failed) {
  const below = walk(failed, (path) => graph.get(path));
  return plans.map(
    (plan) => plan.kind !== "plain" && below.has(plan.unit.derivation.path) ? { kind: "plain", unit: plan.unit, why: { code: "incremental-build-failed" } } : plan
  );
}

// src/engine/full-build-inputs.ts
async function restoreInputs(context, request) {
  const { missing, base, caches, asked, others } = request;
  if (missing.size === 0 || caches.length === 0) return { others: [] };
  try {
    const { toBuild } = await dryRun(context.nix, [...installablesOf(missing), ...others]);
    const graph = new Map(
      toBuild.flatMap((path) => {
        const derivation = context.read(path);
        return derivation === void 0 ? [] : [[path, derivation]];
      })
    );
    const elsewhere = new Map(
      everyFullBuild(base).flatMap(
        (full) => missing.has(full) || !graph.has(full.derivation) ? [] : [[full.derivation, full]]
      )
    );
    const needed2 = outputsNeeded(graph.values(), (input) => elsewhere.has(input));
    await restoreFullBuilds(context, {
      needed: new Map([...needed2].map(([path, outputs]) => [elsewhere.get(path), outputs])),
      dependencies: neededDependencies(graph, base).filter((path) => !asked.includes(path)),
      base,
      caches
    });
    return { others: others.filter((installable) => graph.has(installable.split("^")[0] ?? "")) };
  } catch (error3) {
    if (!(error3 instanceof ProcessError) || error3.reason === "cancelled") throw error3;
    info(`What full builds are built with is not looked for in the cache: ${error3.message}.`);
    return { others: [] };
  }
}

// src/nix/texts.ts
var limitSeconds = 60;
async function addTexts(nix, name, texts) {
  const list = texts.map(nixString).join(" ");
  const expression = `map (builtins.toFile ${nixString(name)}) [ ${list} ]`;
  const { stdout } = await nix.run(["eval", "--json", "--expr", expression], {
    timeoutSeconds: limitSeconds
  });
  return JSON.parse(stdout);
}

// src/engine/seek.ts
var foreseen = [ProcessError, RemoteError, GitError, UndatedError, DoubtfulFailure, ForeignStoreError];
async function seek(work) {
  try {
    return await work;
  } catch (error3) {
    if (error3 instanceof UserError || cancelled.aborted) throw error3;
    if (!foreseen.some((kind) => error3 instanceof kind)) await showStack(error3);
    return { failed: messageOf(error3), error: error3 };
  }
}
var isFailed = (value) => typeof value === "object" && value !== null && "failed" in value;

// src/engine/known-failures.ts
var noteName = "incremental-nix-failed";
var failures = ["build", "checks"];
var noteOf = ({ derivation }, failure) => `${derivation} ${failure}
`;
function entryOfNote(full, failure, storeDirectory) {
  const path = textPath(noteName, noteOf(full, failure), storeDirectory);
  return { key: failureKey(full.key, failure), paths: [path] };
}
var accidents = /No space left on device|Cannot allocate memory|out of memory|heap exhausted|\bKilled\b|ExitFailure \(?(?:-9|9|137)\b|exit(?:ed with)? code:? -?(?:9|137|143)\b|timed out|Could not resolve|name resolution|Connection (?:refused|reset)|Network is unreachable|Input\/output error|Read-only file system|Too many open files|Resource temporarily unavailable/i;
function failedByItself({ error: error3, log }) {
  const code2 = Number(/\bfailed with exit code (\d+)/.exec(error3)?.[1] ?? Number.NaN);
  return code2 > 0 && code2 < 126 && !log.some((line) => accidents.test(line));
}
async function knownFailures({ caches, nix }, base, missing) {
  if (caches.length === 0 || missing.length === 0) return { failing: /* @__PURE__ */ new Map(), unchecked: [] };
  const below = needed(base, missing);
  const asked = below.flatMap((full) => [
    entryOf(full),
    ...failures.map((failure) => entryOfNote(full, failure, nix.storeDirectory))
  ]);
  const answers = await Promise.all(caches.map((cache) => cache.has(asked)));
  const found = new Set(
    asked.flatMap(
      ({ key }, index) => answers.some((statuses) => statuses[index]?.status === "found") ? [key] : []
    )
  );
  const noted = (failure) => below.filter(({ key }) => !found.has(key) && found.has(failureKey(key, failure)));
  const culprits = new Set(noted("build"));
  const failing = missing.flatMap((full) => {
    const culprit = culprits.size === 0 ? void 0 : needed(base, [full]).find((one) => culprits.has(one));
    return culprit === void 0 ? [] : [[full, culprit]];
  });
  return { failing: new Map(failing), unchecked: noted("checks") };
}
function tellUnchecked(ladder, some, detail) {
  const names2 = listed(some.map(({ unit }) => unit.derivation.name));
  ladder.complain(
    `The full build of ${names2} fails its tests or its documentation (${detail}). It is made without them and serves HEAD all the same, for which all that needs it is built and checked again. Mend the branch, or set \`revision\` to a commit that passes.`
  );
}
function needed({ coarser, graph, fullBuilds }, some) {
  const below = walk(
    some.map(({ unit }) => unit.derivation.path),
    (path) => graph.get(path)
  );
  const own = [...fullBuilds].flatMap(([path, full]) => below.has(path) ? [full] : []);
  if (coarser === void 0) return own;
  const above = new Set(everyFullBuild(coarser));
  const on = [...some, ...own].flatMap((full) => above.has(full) ? [full] : full.on ?? []);
  return [.../* @__PURE__ */ new Set([...needed(coarser, on), ...own])];
}
async function withNotes({ caches, nix }, request, failed) {
  if (caches.length === 0 || failed.size === 0) return request;
  const notes = [...failed];
  const texts = notes.map(([full, failure]) => noteOf(full, failure));
  const written = await seek(addTexts(nix, noteName, texts));
  if (!isFailed(written)) {
    const entries = notes.map(([full, failure]) => entryOfNote(full, failure, nix.storeDirectory));
    return { ...request, wanted: [...request.wanted, ...entries] };
  }
  info(`That full builds fail cannot be noted for later jobs: ${written.failed}.`);
  return request;
}

// src/engine/build-full-builds.ts
var checkPhases = ["checkPhase", "installCheckPhase", "haddockPhase"];
async function buildFullBuilds(context, request) {
  const attempts = [];
  const wanted = /* @__PURE__ */ new Set();
  const checksFail = [];
  const replaced = /* @__PURE__ */ new Set();
  let { base } = request;
  for (; ; ) {
    const missing = new Map([...await request.missing(base)].filter(([full]) => !wanted.has(full)));
    if (missing.size === 0) break;
    for (const full of missing.keys()) wanted.add(full);
    const others = attempts.length === 0 ? request.others : [];
    const attempt = await build(context, { ...request, base, missing, others }, attempts.length);
    attempts.push(attempt);
    const failing = failuresOf(base, attempt).filter(
      ([full, { phase }]) => !full.unchecked && checkPhases.includes(phase)
    );
    if (failing.length === 0) break;
    const unchecked = failing.map(([full]) => full);
    checksFail.push(...unchecked);
    tellUnchecked(context.ladder, unchecked, failing[0][1].error);
    for (const full of everyFullBuild(base)) replaced.add(full);
    base = await withoutChecks(context, base, new Set(unchecked));
  }
  if (attempts.length === 0) info("All full builds are there.");
  return { base, ...await outcomeOf(context, base, { attempts, wanted, checksFail, replaced }) };
}
async function build(context, request, number) {
  const { others } = await restoreInputs(context, request);
  return context.builder.build([...installablesOf(request.missing), ...others], {
    outLink: join3(context.scratch, `full-build-${number}`),
    keepGoing: true
  });
}
function failuresOf(base, { log }) {
  const failures2 = new Map(
    log.failures().flatMap((one) => failedByItself(one) ? [[one.derivation, one]] : [])
  );
  return everyFullBuild(base).flatMap((full) => {
    const failure = failures2.get(full.derivation);
    return failure === void 0 ? [] : [[full, failure]];
  });
}
async function outcomeOf({ nix, ladder }, base, { attempts, wanted, checksFail, replaced }) {
  const every = everyFullBuild(base);
  const own = [...wanted].filter((full) => every.includes(full) || !replaced.has(full));
  const all = [.../* @__PURE__ */ new Set([...own, ...every])];
  const valid = await validAfter(attempts.at(-1)?.ok ?? true, nix, all);
  const isThere2 = (full) => valid.has(full.intermediates);
  const failed = own.filter((full) => !isThere2(full));
  const failures2 = attempts.flatMap((one) => failuresOf(base, one));
  const failure = attempts.findLast(({ ok }) => !ok);
  if (failed.length > 0 && failure !== void 0) {
    const error3 = failures2[0]?.[1].error ?? failure.error;
    const subject = listed(failed.map(({ unit }) => unit.derivation.name));
    ladder.stepDown(subject, "full-build-failed", error3, failure.log);
  }
  const logs = attempts.map(({ log }) => log);
  const wasBuilt2 = ({ derivation }) => logs.some((log) => log.seconds(derivation) !== void 0);
  return {
    there: own.filter(isThere2),
    made: all.filter((full) => isThere2(full) && wasBuilt2(full)),
    failing: new Map([
      ...failures2.map(([full]) => [full, "build"]),
      ...checksFail.map((full) => [full, "checks"])
    ]),
    logs
  };
}
async function validAfter(ok, nix, fullBuilds) {
  const paths = fullBuilds.map((full) => full.intermediates);
  try {
    return await validAmong(nix, paths);
  } catch (error3) {
    if (!(error3 instanceof ProcessError) || error3.reason === "cancelled") throw error3;
    return new Set(ok ? paths : []);
  }
}

// src/lib/bisect.ts
async function lastThat(items2, holds, isHint = () => false) {
  if (items2[0] === void 0 || !await holds(items2[0])) return void 0;
  const hints = items2.flatMap((item, index) => isHint(item) ? index : []);
  let [yes, no] = [0, items2.length];
  while (no - yes > 1) {
    const hint = hints.findLast((index) => yes < index && index < no);
    const next = hint ?? (hints.includes(yes) ? yes + 1 : yes + no >> 1);
    if (await holds(items2[next])) yes = next;
    else no = next;
  }
  return items2[yes];
}

// src/engine/misfits.ts
function misfitsOf(context, units, base) {
  const paths = units.map(({ derivation }) => derivation.path);
  const ofHead = walkGraph(context, paths, (path) => !base.graph.has(path));
  const differences2 = { ofHead, replaced: replacedPackages(context, ofHead, base) };
  return new Map(
    pairUnits(units, base.units).flatMap((pairing) => {
      const misfit = misfitOf(pairing, differences2);
      return misfit === void 0 ? [] : [[pairing.head.derivation.path, misfit]];
    })
  );
}
function misfitOf(pairing, { ofHead, replaced }) {
  if (pairing.kind === "unpaired") return pairing.why.code === "compiler-changed" ? pairing.why : void 0;
  if (pairing.kind === "unchanged") return void 0;
  const { derivation } = pairing.head;
  const flags = adapterOf(pairing.head)?.recompilesAll?.(derivation, pairing.base.derivation);
  if (flags !== void 0) return { code: "flags-changed", detail: flags };
  if (replaced.size === 0) return void 0;
  const below = walk([derivation.path], (path) => ofHead.get(path)).values();
  const names2 = [...below].flatMap(({ name, path }) => replaced.has(path) ? name : []);
  return names2.length === 0 ? void 0 : { code: "packages-changed", detail: listed(names2) };
}
function replacedPackages(context, ofHead, { graph }) {
  const own = new Set(findUnitsOf(context, ofHead).map(({ derivation }) => derivation.path));
  const others = packagesOf([...ofHead.values()].filter(({ path }) => !own.has(path)));
  if (others.length === 0) return /* @__PURE__ */ new Set();
  const before = packagesOf(graph.values());
  const packages = new Set(before.map(({ key }) => key));
  const names2 = new Set(before.map(({ derivation }) => derivation.name));
  return new Set(
    others.flatMap(
      ({ key, derivation }) => packages.has(key) && !names2.has(derivation.name) ? derivation.path : []
    )
  );
}
function packagesOf(derivations) {
  return [...derivations].flatMap((derivation) => {
    const recognised = recognise(derivation);
    return recognised === void 0 ? [] : [{ derivation, key: `${recognised.adapter} ${recognised.package} ${derivation.system}` }];
  });
}

// src/engine/fitting-base.ts
async function fittingBase(context, given) {
  const { base, head } = given;
  const misfits = misfitsOf(context, head.units, base);
  if (misfits.size === 0) return base;
  const { revision: before } = base.base;
  const text = head.units.flatMap(({ derivation: { name, path } }) => {
    const misfit = misfits.get(path);
    return misfit === void 0 ? [] : `${name} (${misfit.detail})`;
  });
  info(`What ${listed(text)} is made with is not what it was at ${before}: a later commit is looked for.`);
  const fitting = await seek(search(context, given, misfits));
  if (isFailed(fitting)) info(`No other base can be found: ${fitting.failed}.`);
  else if (fitting === void 0) info("No other commit fits, or it would be that of this job alone.");
  else {
    const { revision, time } = fitting.base;
    info(`The base is ${revision} (${isoTime(time)}), since which they fit.`);
    return fitting;
  }
  return base;
}
async function search(context, { head, start, base }, misfits) {
  const { settings, sources, surroundings } = context;
  const { history } = sources;
  const { checkout } = history;
  const read = createReading(context, base.base);
  const atMerge = startsAtMerge(settings.start, surroundings.event);
  const way = { ...{ history, start, base: base.base, atMerge }, parents: settings.parents };
  const found = await fittingCommit(way, {
    async fits(commit) {
      if (commit.revision === checkout.head && !checkout.dirty) return true;
      const evaluated2 = await read(commit);
      return evaluated2 !== void 0 && fits(context, { head, evaluated: evaluated2, misfits });
    },
    async hints(commits) {
      const unit = head.units.find(({ derivation }) => misfits.has(derivation.path));
      return unit === void 0 ? /* @__PURE__ */ new Set() : basesAmong(context, unit, commits);
    }
  });
  const evaluated = found === void 0 ? void 0 : await read(found);
  return evaluated === void 0 ? void 0 : buildOn(context, evaluated, base);
}
var mostHints = 100;
async function fittingCommit({ history, start, base: { boundary }, parents, atMerge }, ask) {
  if (boundary === void 0 || parents !== "first-parent") return void 0;
  const passed = await history.commitsPassed({ start: start.revision, boundary, parents });
  const candidates = atMerge ? passed.slice(1) : passed;
  const hints = candidates.length > 4 ? await ask.hints(candidates.slice(0, mostHints)) : /* @__PURE__ */ new Set();
  return lastThat(candidates, ask.fits, ({ revision }) => hints.has(revision));
}
async function basesAmong({ caches }, { derivation: { system }, package: name }, commits) {
  const prefixes = commits.map(({ revision }) => keyPrefix({ system, name, revision }));
  const answers = await Promise.all(caches.map((cache) => cache.find?.(prefixes) ?? []));
  return new Set(
    commits.flatMap(
      ({ revision }, index) => answers.some((found) => found[index]?.status === "found") ? revision : []
    )
  );
}
function fits(context, of) {
  const { units } = of.head;
  const isMisfit = (unit) => of.misfits.has(unit.derivation.path);
  const lacks = pairUnits(units, of.evaluated.units).some(
    ({ kind, head }) => kind === "unpaired" && isMisfit(head)
  );
  return !lacks && misfitsOf(context, units, of.evaluated).size === 0;
}
function createReading(context, base) {
  const known = /* @__PURE__ */ new Map();
  return async ({ revision, time }) => {
    if (known.has(revision)) return known.get(revision);
    let evaluates = true;
    const ladder = {
      ...context.ladder,
      stepDown(subject, _, detail) {
        evaluates = false;
        info(`${subject}: ${revision} is no base: ${detail}.`);
      }
    };
    const commit = { ...base, revision, time, root: false, fitting: true, coarser: base };
    const evaluated = await evaluateBase({ ...context, ladder }, commit);
    known.set(revision, evaluates ? evaluated : void 0);
    return known.get(revision);
  };
}

// src/engine/plain-build.ts
async function plainArguments({
  nix,
  settings
}) {
  const tree = headTree({ settings });
  const all = [];
  for (const [index, installable] of settings.installables.entries())
    all.push(...await argumentsOf(nix, tree, index, installable));
  return { options: tree.options, all };
}
async function buildPlainly(context) {
  const { builder, settings } = context;
  const { options, all } = await plainArguments(context);
  const build3 = async (some) => {
    const result = await builder.build([...options, ...some.map(({ argument }) => argument)], {
      keepGoing: true
    });
    if (result.ok) return result.built;
    throw new BuildFailure(`${names(settings.installables)} does not build: ${result.error}.`, result.log);
  };
  const built = await build3(all);
  const results = await assign(all, built, (one) => build3([one]));
  return results.map(({ text, found }) => ({
    installable: text,
    outPaths: found.flatMap(({ paths }) => paths)
  }));
}
async function assign(all, found, ask) {
  if (all.length === 1) return [{ text: all[0].text, found }];
  if (all.length === found.length) return all.map(({ text }, index) => ({ text, found: [found[index]] }));
  return Promise.all(all.map(async (one) => ({ text: one.text, found: await ask(one) })));
}

// src/engine/head-graph.ts
async function readHead(context) {
  const { settings } = context;
  const { nix } = context;
  const { options, all } = await plainArguments(context).catch(async (error3) => {
    throw isEvaluationFailure(error3) ? await evaluationFailure(context, error3) : error3;
  });
  const words = [...options, ...all.map(({ argument }) => argument)];
  const ask = async (some) => {
    try {
      return await dryRun(nix, [...options, ...some]);
    } catch (error3) {
      if (!(error3 instanceof ProcessError) || error3.reason !== "failed") throw error3;
      const failure = await evaluationFailure(context, error3);
      throw failure instanceof EvaluationFailure ? new DoubtfulFailure(failure, error3.message) : failure;
    }
  };
  const { wanted, toBuild } = await ask(all.map(({ argument }) => argument));
  const assigned = await assign(all, wanted, async ({ argument }) => (await ask([argument])).wanted);
  const missing = new Set(toBuild);
  const tops = wanted.flatMap(({ derivation }) => derivation ?? []);
  const unread = tops.find((path) => missing.has(path) && context.read(path) === void 0);
  if (unread !== void 0)
    throw new ForeignStoreError(`${unread} cannot be read: the Nix store is not a directory of this machine`);
  const graph = settings.mode === "verify" ? graphToVerify(context, tops, missing) : walkGraph(context, tops, (path) => missing.has(path));
  return {
    installables: assigned.map(({ text, found }) => ({ text, wanted: found })),
    plainArguments: words,
    graph,
    units: findUnitsOf(context, graph)
  };
}
function graphToVerify(context, tops, missing) {
  const all = walkGraph(context, tops);
  const units = findUnitsOf(context, all).map(({ derivation }) => derivation.path);
  const wanted = /* @__PURE__ */ new Set([...missing, ...withDependents(all, units)]);
  return new Map([...all].filter(([path]) => wanted.has(path)));
}
async function evaluationFailure(context, error3) {
  const { nix, settings } = context;
  const tree = headTree(context);
  for (const [index, installable] of settings.installables.entries()) {
    const own = settings.installables.length === 1 ? error3 : await failureOf(evaluateOne(nix, tree, index, installable));
    if (own === void 0) continue;
    return isMissing(own.stderr) ? notThere(names([installable]), own) : notEvaluating(names([installable]), own);
  }
  return notEvaluating(names(settings.installables), error3);
}
function notThere(subject, { stderr }) {
  return new UserError(
    `Input \`installables\`: \`${subject}\` does not exist at HEAD (${lastErrorOf(stderr)}). See \`nix flake show\` for what there is, or leave it out.`
  );
}
function notEvaluating(subject, { message, stderr }) {
  return new EvaluationFailure(
    `Input \`installables\`: \`${subject}\` does not evaluate at HEAD: ${lastErrorOf(stderr) || message}. See whether \`nix build\` works with it in the same checkout.`,
    stderr
  );
}
async function evaluateOne(nix, tree, index, installable) {
  const own = await argumentsOf(nix, tree, index, installable);
  await dryRun(nix, [...tree.options, ...own.map(({ argument }) => argument)]);
}
async function failureOf(work) {
  try {
    await work;
    return void 0;
  } catch (error3) {
    if (!isEvaluationFailure(error3)) throw error3;
    return error3;
  }
}

// src/nix/intermediates.ts
import { readdir, readFile } from "node:fs/promises";
import { join as join4 } from "node:path";
async function recordedModules(intermediates) {
  const lines = (await recorded(intermediates, "modules")).matchAll(/^(\d+) (.+)$/gm);
  const modules = new Map([...lines].map(([, number, directory = ""]) => [directory, Number(number)]));
  return modules.size === 0 ? void 0 : modules;
}
async function recordedSeconds(intermediates) {
  const text = await recorded(intermediates, "seconds");
  return /^\s*\d+\s*$/.test(text) ? Number(text) : void 0;
}
var recorded = (intermediates, name) => readFile(join4(intermediates, "incremental-nix", name), "utf8").catch(() => "");
async function countModules(path) {
  const files = await readdir(path, { recursive: true }).catch(() => []);
  return files.filter((file) => file.endsWith(".hi")).length;
}

// src/engine/unit-reports.ts
function plannedReports(plans, base) {
  return plans.map((plan) => planned(plan, base));
}
function planned({ unit, ...plan }, base) {
  const { name, system } = unit.derivation;
  return {
    name,
    package: unit.package,
    system,
    build: "none",
    fullBuild: plan.kind === "plain" ? void 0 : plan.full.intermediates,
    origin: "none",
    compiled: [],
    modulesTotal: 0,
    ...plan.kind === "plain" ? { reason: reasonOf(plan.why) } : {},
    ...plan.kind === "plain" || revisionsOf(base).includes(plan.full.base.revision) ? {} : { ownBase: plan.full.base }
  };
}
async function headReports(head, origins2, base) {
  return Promise.all(head.plans.map((plan) => headReport(plan, planned(plan, base), { head, origins: origins2 })));
}
async function headReport(plan, known, { head, origins: origins2 }) {
  const derivation = head.derivationOf(plan.unit.derivation.path);
  const own = { ...known, build: plan.kind, ...secondsOf(head.log, derivation) };
  const { compiled, considered } = head.log.modules(derivation);
  if (plan.kind === "plain") return { ...own, compiled, modulesTotal: total(considered) };
  const before = await factsOf(plan.full);
  const onBase = { ...own, origin: origins2.get(plan.full) ?? "none", ...before.recorded };
  if (plan.kind === "unchanged") {
    const { seconds: _, ...unbuilt } = onBase;
    return { ...unbuilt, modulesTotal: total(before.modules) };
  }
  return { ...onBase, compiled, modulesTotal: total(new Map([...before.modules, ...considered])) };
}
async function fullReports(base, origins2, logs) {
  const own = new Set(base.fullBuilds.values());
  const above = everyFullBuild(base).filter((full) => !own.has(full) && origins2.get(full) !== "found");
  return Promise.all([
    ...base.units.map((unit) => reportOn(unit, base.fullBuilds.get(unit.derivation.path))),
    ...above.map(async (full) => ({ ...await reportOn(full.unit, full), ownBase: full.base }))
  ]);
  function reportOn(unit, full) {
    const origin = full === void 0 ? "none" : origins2.get(full) ?? "none";
    const log = logs.find((one) => full !== void 0 && one.seconds(full.derivation) !== void 0);
    return fullReport(unit, full, { origin, log });
  }
}
async function fullReport({ derivation: { name, system }, package: packageName }, full, { origin, log }) {
  const there = full !== void 0 && (origin === "built" || origin === "store");
  const facts = there ? await factsOf(full) : { modules: /* @__PURE__ */ new Map(), recorded: {} };
  const built = full !== void 0 && origin === "built" && log !== void 0;
  return {
    name,
    package: packageName,
    system,
    build: origin === "none" ? "none" : "full",
    fullBuild: full?.intermediates,
    origin,
    compiled: built ? log.modules(full.derivation).compiled : [],
    modulesTotal: total(facts.modules),
    ...built ? secondsOf(log, full.derivation) : {},
    ...facts.recorded
  };
}
function othersBuilt(logs, ofUnits) {
  const units = new Set(ofUnits);
  return logs.flatMap((log) => log.built()).filter(({ derivation }) => !units.has(derivation)).map(({ derivation, seconds }) => ({ name: nameOf(derivation), seconds }));
}
async function factsOf({ intermediates, outputs }) {
  const [kept, fullSeconds] = await Promise.all([
    recordedModules(intermediates),
    recordedSeconds(intermediates)
  ]);
  const modules = kept ?? /* @__PURE__ */ new Map([["dist/build/", await countModules(outputs.out ?? "")]]);
  return { modules, recorded: fullSeconds === void 0 ? {} : { fullSeconds } };
}
function total(modules) {
  return [...modules.values()].reduce((sum2, number) => sum2 + number, 0);
}
function secondsOf(log, derivation) {
  const seconds = log.seconds(derivation);
  return seconds === void 0 ? {} : { seconds };
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
  } catch (error3) {
    const rung = rungFor(error3);
    if (rung === void 0) throw error3;
    ladder.stepDown(names(settings.installables), rung, messageOf(error3));
    return void 0;
  }
}
async function makeFullBuilds(context, found) {
  const { builder, caches, ladder, phase, settings } = context;
  const installables = settings.installables.map(({ text }) => ({ installable: text, outPaths: [] }));
  if (found === void 0) return { installables, units: [], others: [] };
  const known = new Set(everyFullBuild(found));
  const located2 = await phase(
    "Look for full builds",
    () => locateFullBuilds(context, { fullBuilds: [...known], dependencies: found.dependencies })
  );
  const { origins: origins2, answering } = located2;
  if (settings.mode === "plan")
    return { installables, units: await fullReports(found, origins2, []), others: [] };
  const missingOf2 = (some) => everyFullBuild(some).filter((full) => !origins2.has(full));
  await builder.expect(new Set(missingOf2(found).map(({ unit }) => unit.derivation.system)));
  const { base, there, failing, logs } = await phase(
    "Build full builds",
    () => buildFullBuilds(context, {
      base: found,
      caches: answering,
      asked: [],
      others: installablesFor(located2.lacked),
      async missing(some) {
        if (some !== found) {
          const again = await locateFullBuilds(
            { ...context, caches: answering },
            {
              fullBuilds: everyFullBuild(some).filter((full) => !known.has(full)),
              dependencies: []
            }
          );
          for (const [full, origin] of again.origins) origins2.set(full, origin);
        }
        return new Map(missingOf2(some).map((full) => [full, Object.keys(full.outputs)]));
      }
    })
  );
  for (const full of there) origins2.set(full, "built");
  const here = [...origins2].flatMap(([full, origin]) => ["built", "store"].includes(origin) ? [full] : []);
  const pending = await withNotes(context, pushRequest(here, base), failing);
  await phase("Push full builds", () => pushFullBuilds(pending, caches, ladder.complain));
  const others = othersBuilt(
    logs,
    everyFullBuild(base).map(({ derivation }) => derivation)
  );
  return { installables, units: await fullReports(base, origins2, logs), others };
}
async function locateFullBuilds({ nix, caches, ladder }, { fullBuilds: all, dependencies }) {
  const origins2 = /* @__PURE__ */ new Map();
  const entries = all.map((full) => entryOf(full));
  const asked = [...entries, ...dependencies.map(({ entry }) => entry)];
  const answers = await Promise.all(caches.map((cache) => cache.has(asked)));
  const valid = await validAmong(
    nix,
    entries.flatMap(({ paths }) => paths)
  );
  for (const [number, cache] of caches.entries()) {
    const reasons2 = answers[number].flatMap((found) => found.status === "failed" ? found.reason : []);
    for (const reason of new Set(reasons2))
      ladder.complain(
        `${cache.name} could not be asked for full builds: ${reason}. They are taken to be missing there. If this goes on, see whether the cache can be reached and read.`
      );
  }
  for (const [index, full] of all.entries()) {
    const holders = caches.filter((_, number) => answers[number][index]?.status === "found");
    const everywhere = caches.length > 0 && holders.length === caches.length;
    if (!everywhere && entries[index].paths.every((path) => valid.has(path))) origins2.set(full, "store");
    else if (holders.length > 0) origins2.set(full, "found");
    tell(full, origins2, holders.map(({ name }) => `in ${name}`).join(", "));
  }
  const answering = caches.filter((_, number) => answers[number].every(({ status }) => status !== "failed"));
  const lacked = dependencies.filter(
    (_, index) => answers.some((found) => found[all.length + index]?.status === "absent")
  );
  return { origins: origins2, answering, lacked };
}
function tell(full, origins2, places) {
  const origin = origins2.get(full);
  info(
    `${full.unit.derivation.name}: the full build is ${origin === "store" ? "in the store" : origin === "found" ? `${places} already` : "missing"}.`
  );
}

// src/engine/modes/branches.ts
async function makeForBranches(context, filter) {
  const { phase, settings } = context;
  const { moved, unmoved } = await phase("Find branches", () => survey(context, filter));
  const outcomes = [];
  for (const group2 of moved) {
    const branch = nameOf2(group2);
    const own = { ...context, ladder: about(context.ladder, `Branch ${branch}`) };
    const { installables, units, others } = await phase(`Branch ${branch}`, () => makeForGroup(own, group2));
    outcomes.push({
      installables: installables.map((one) => ({ ...one, branch, ownBase: group2.base })),
      units: units.map((one) => ({ ...one, branch, ownBase: group2.base })),
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
  } catch (error3) {
    if (!(error3 instanceof RemoteError)) throw error3;
    ladder.complain(`The branches of the remote could not be read: ${messageOf(error3)}.`);
    return { total: 0, moved: [], unmoved: [], lost: [] };
  }
}
function describeSurvey({ total: total2, moved, unmoved, lost }, ladder) {
  for (const group2 of moved) {
    info(`${group2.names.join(", ")}:`);
    describeBase(group2.base);
  }
  for (const { names: names2, base } of unmoved)
    info(`${names2.join(", ")}: not moved for three intervals, still of ${base.revision}.`);
  for (const { name, reason } of lost) ladder.complain(`Branch ${name}: No full build is made: ${reason}.`);
  if (moved.length + unmoved.length + lost.length === 0)
    ladder.complain(
      `No full build is made: none of the ${total2} branches of the remote matches the input \`branches\`. Write one pattern per line, as in \`on.push.branches\`.`
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
  } catch (error3) {
    if (cancelled.aborted) throw error3;
    ladder.complain(`No full build is made: ${messageOf(error3)}.`);
    const installables = settings.installables.map(({ text }) => ({ installable: text, outPaths: [] }));
    return { installables, units: [], others: [] };
  }
}

// src/engine/locate.ts
import { readFileSync as readFileSync3, realpathSync, statSync } from "node:fs";
import { basename, dirname as dirname2, isAbsolute, join as join5, normalize, relative, sep } from "node:path";
function createLocator({ topLevel, files, locations }) {
  const root = realpathSync(topLevel);
  const packages = packageDirectories(root, files);
  const contents = /* @__PURE__ */ new Map();
  function linesOf2(path) {
    if (!contents.has(path)) contents.set(path, readInside(root, path)?.split("\n"));
    return contents.get(path);
  }
  function fits2(path, { line, quoted }) {
    const lines = linesOf2(path);
    if (lines === void 0) return false;
    return quoted === void 0 || squeezed(lines[line - 1] ?? "") === squeezed(quoted);
  }
  return (printed, packageName, ours = false) => {
    const named2 = packageName === void 0 ? [] : packages.get(nameWithoutVersion(packageName)) ?? [];
    const own = [...named2, ...ours || packageName === void 0 ? [...locations, ""] : []];
    const others = printed.quoted === void 0 ? [] : ["", ...[...packages.values()].flat()];
    const roots = [.../* @__PURE__ */ new Set([...own, ...others])];
    const candidates = suffixes(printed.file, root, printed.quoted !== void 0).flatMap((suffix) => roots.map((directory) => normalize(join5(directory, suffix)))).concat(printed.file.includes("/") ? [] : byName(files, own, printed.file));
    return candidates.find((path) => fits2(path, printed));
  };
}
async function locatorOf({ settings, sources: { history, locations } }) {
  const fromFile = settings.file !== void 0;
  return createLocator({
    topLevel: history.checkout.topLevel,
    files: await trackedFiles(history.checkout),
    locations: fromFile ? locations.map((path) => path.split("/").slice(0, -1).join("/")) : locations
  });
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
    const real = realpathSync(join5(root, path));
    const inside2 = relative(root, real);
    if (inside2 === ".." || inside2.startsWith(`..${sep}`) || isAbsolute(inside2)) return void 0;
    const status = statSync(real);
    return status.isFile() && status.size <= largestSource ? readFileSync3(real, "utf8") : void 0;
  } catch {
    return void 0;
  }
}
function squeezed(line) {
  return line.replace(/\s+/g, "");
}

// src/engine/belief.ts
async function doubtOf2(where, attempt) {
  const { confirmFailures } = where.settings;
  if (confirmFailures === "never") return void 0;
  if (confirmFailures === "always") return "`confirm-failures` is `always`";
  const failures2 = attempt.log.failures();
  if (failures2.length === 0) return "Nix does not say which build failed";
  try {
    for (const failure of failures2) {
      const belief = await beliefIn(failure, where, attempt);
      if (!belief.believed) return `${nameOf(failure.derivation)}: ${belief.because}`;
    }
    return void 0;
  } catch (error3) {
    if (cancelled.aborted) throw error3;
    return `the checkout cannot be searched (${messageOf(error3)})`;
  }
}
async function beliefIn({ derivation, log: lines, phase }, where, { log, plans, derivationOf }) {
  const plan = plans.find(({ unit }) => derivationOf(unit.derivation.path) === derivation);
  const adapter = plan === void 0 ? void 0 : adapterOf(plan.unit);
  if (plan?.kind !== "incremental" || adapter?.believe === void 0)
    return { believed: false, because: "it is not built by a compiler that the action knows" };
  const locate = await locatorOf(where);
  return adapter.believe({
    phase,
    log: lines,
    errors: log.diagnostics().filter((one) => one.severity === "error" && one.derivation === derivation),
    compiled: new Set(log.modules(derivation).compiled.map(({ file }) => file)),
    isOfHead: (error3) => locate(error3, nameOf(derivation), true) !== void 0
  });
}
function unconfirmed({ settings }) {
  return settings.confirmFailures === "never" ? "This is the build on top of full builds, which is not confirmed by one without them, as `confirm-failures` is `never`." : "The errors are the compiler's own, at lines of HEAD's sources, so HEAD was not built again without full builds to confirm them; `confirm-failures: always` has that done.";
}

// src/engine/head-build.ts
async function buildHead(context, head, planned2) {
  const { ladder } = context;
  if (await isThere(context, head)) return asItIs(head, planned2);
  const failedLogs = [];
  const failures2 = [];
  let plans = planned2;
  for (; ; ) {
    const rewriting = await rewriteHead(context, head, plans);
    plans = rewriting.plans;
    const { ok, error: error3, log } = await context.builder.build(buildArguments(head, rewriting), {
      keepGoing: true
    });
    if (ok) {
      for (const { subject: subject2, error: error4, log: log2 } of failures2)
        ladder.stepDown(subject2, "incremental-build-failed", error4, log2);
      const outPaths = outPathsOf(head, rewriting);
      return { plans, derivationOf: (path) => rewriting.derivationOf(path), outPaths, log, failedLogs };
    }
    const origins2 = new Map(
      [...head.graph.keys()].map((path) => [rewriting.derivationOf(path), path])
    );
    const failed = log.failures().flatMap(({ derivation }) => origins2.get(derivation) ?? []);
    const asWritten = failed.find((path) => rewriting.derivationOf(path) === path);
    const next = failed.length === 0 || failedLogs.length > 0 ? allPlain(plans) : withoutFailed(head.graph, plans, failed);
    const exhausted = next.every((plan, index) => plan === plans[index]);
    const what = listed(head.installables.map(({ text }) => text || "the file"));
    if (asWritten !== void 0 || exhausted) throw new BuildFailure(`${what} does not build: ${error3}.`, log);
    const doubt = await doubtOf2(context, { log, plans, derivationOf: rewriting.derivationOf });
    if (doubt === void 0)
      throw new BuildFailure(`${what} does not build: ${error3}. ${unconfirmed(context)}`, log);
    const subject = listed(
      next.flatMap((plan, index) => plan === plans[index] ? [] : plan.unit.derivation.name)
    );
    if (ladder.strict) ladder.stepDown(subject, "incremental-build-failed", error3, log);
    info(`The incremental build failed; what the plain build comes to counts (${doubt}).`);
    failures2.push({ subject, error: error3, log });
    failedLogs.push(log);
    plans = next;
  }
}
async function isThere({ nix }, { graph, installables }) {
  if (graph.size > 0) return false;
  const paths = installables.map(({ wanted }) => wanted.map(({ outputs }) => Object.values(outputs)));
  if (paths.some((wanted) => wanted.length === 0 || wanted.some((outputs) => outputs.length === 0)))
    return false;
  const all = [...new Set(paths.flat(2))];
  const valid = await seek(validAmong(nix, all));
  return !isFailed(valid) && all.every((path) => valid.has(path));
}
function asItIs(head, plans) {
  const nothing = { rewritten: /* @__PURE__ */ new Map(), replaced: /* @__PURE__ */ new Map() };
  return {
    plans,
    derivationOf: (path) => path,
    outPaths: outPathsOf(head, nothing),
    log: createBuildLog(),
    failedLogs: []
  };
}
var allPlain = (plans) => plans.map(
  (plan) => plan.kind === "plain" ? plan : planPlainly([plan.unit], { code: "incremental-build-failed" })[0]
);
async function rewriteHead(context, { graph }, plans) {
  const changes = changesOf(plans);
  const replaced = new Map(
    [...changes].flatMap(([path, change]) => change.kind === "replace" ? [[path, change.by]] : [])
  );
  try {
    const rewritten = await rewriteGraph(context, rewriteRequest(graph, changes));
    const settled = plans.map((plan) => {
      const { path } = plan.unit.derivation;
      const asItIs2 = plan.kind === "incremental" && rewritten.get(path)?.faithful !== true;
      return asItIs2 ? planPlainly([plan.unit], { code: "cannot-be-rewritten" })[0] : plan;
    });
    return {
      plans: settled,
      rewritten,
      replaced,
      derivationOf: (path) => rewritten.get(path)?.derivation ?? [...replaced.get(path)?.values() ?? []][0]?.derivation ?? path
    };
  } catch (error3) {
    if (!(error3 instanceof ProcessError) || error3.reason === "cancelled") throw error3;
    const subject = listed(plans.map(({ unit }) => unit.derivation.name));
    context.ladder.stepDown(subject, "cannot-be-rewritten", lastErrorOf(error3.stderr) || error3.message);
    return {
      plans: plans.map(
        (plan) => plan.kind === "plain" ? plan : planPlainly([plan.unit], { code: "cannot-be-rewritten" })[0]
      ),
      rewritten: /* @__PURE__ */ new Map(),
      replaced: /* @__PURE__ */ new Map(),
      derivationOf: (path) => path
    };
  }
}
function buildArguments({ installables, plainArguments: plainArguments2 }, rewriting) {
  if (rewriting.rewritten.size === 0 && rewriting.replaced.size === 0) return plainArguments2;
  return wantedOf({ installables }, (path) => rewriting.derivationOf(path));
}
function wantedOf({ installables }, derivationOf) {
  const wanted = installables.flatMap(
    (installable) => installable.wanted.flatMap(({ derivation, outputs }) => {
      return derivation === void 0 ? Object.values(outputs) : [outputsOf(derivationOf(derivation), Object.keys(outputs))];
    })
  );
  return [...new Set(wanted)];
}
function outPathsOf({ installables }, { rewritten, replaced }) {
  return new Map(
    installables.map(({ text, wanted }) => [
      text,
      wanted.flatMap(
        ({ derivation = "", outputs }) => Object.entries(outputs).map(
          ([output, path]) => rewritten.get(derivation)?.outputs[output] ?? replaced.get(derivation)?.get(output)?.path ?? path
        )
      )
    ])
  );
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
    const begin2 = error2.exec(line);
    const position = at.exec(line);
    const quote = quotation.exec(line);
    if (begin2 !== null) {
      text = [begin2[1] ?? ""];
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

// src/engine/messages.ts
async function messagesOfHead({ log, derivationOf }, { graph, installables }, where) {
  const asked = installables.flatMap(({ wanted }) => wanted.flatMap(({ derivation }) => derivation ?? []));
  const ours = new Set([...graph.keys(), ...asked].map(derivationOf));
  const failed = new Set(log.failures().map(({ derivation }) => derivation));
  const found = log.diagnostics().filter(({ severity, derivation }) => severity === "warning" && !failed.has(derivation)).map((diagnostic) => ({ diagnostic, log }));
  return located(found, ours, where);
}
async function messagesOfFailure(error3, where) {
  if (error3 instanceof EvaluationFailure) return messagesOfEvaluation(error3, where);
  if (!(error3 instanceof BuildFailure)) return [];
  const { log } = error3;
  const ours = new Set(log.failures().map(({ derivation }) => derivation));
  return located(
    log.diagnostics().map((diagnostic) => ({ diagnostic, log })),
    ours,
    where
  );
}
async function messagesOfEvaluation({ stderr }, where) {
  const error3 = parseTrace(stderr);
  if (error3 === void 0) return [];
  const locate = await locatorOf(where);
  for (const printed of error3.places) {
    const file = locate(printed);
    const { line, column } = printed;
    if (file !== void 0)
      return [{ severity: "error", file, line, column, text: error3.text, changed: false }];
  }
  return [];
}
async function located(found, ours, where) {
  if (found.length === 0) return [];
  const locate = await locatorOf(where);
  return found.flatMap(({ diagnostic: { derivation, quoted, ...rest }, log }) => {
    const printed = { file: rest.file, line: rest.line, ...quoted === void 0 ? {} : { quoted } };
    const file = locate(printed, nameOf(derivation), ours.has(derivation));
    const changed = log.modules(derivation).compiled.some((one) => one.file === rest.file && one.reason === "Source file changed");
    return file === void 0 ? [] : [{ ...rest, file, changed }];
  });
}

// src/engine/fallback.ts
function explainOlder(subject, wanted, older) {
  return `${subject} is built on top of an older full build, of ${older.revision.slice(0, 12)} (${isoTime(older.time)}): the cache has none of ${wanted.revision.slice(0, 12)} (${isoTime(wanted.time)}). Let a scheduled run in mode \`full\` make it, or see why that one failed.`;
}
async function restoreOlder(context, search2) {
  const { caches, ladder } = context;
  for (const cache of caches.filter(({ find }) => find === void 0))
    info(`${cache.name} cannot be searched by key: there is no looking for older full builds in it.`);
  const older = /* @__PURE__ */ new Map();
  const origins2 = /* @__PURE__ */ new Map();
  for await (const base of previousBases(context, search2)) {
    const lacking = search2.missing.filter((plan) => !older.has(plan));
    if (lacking.length === 0) break;
    const holders = await holdersOf(caches, base, lacking);
    const held = lacking.filter((plan) => (holders.get(plan) ?? []).length > 0);
    if (held.length === 0) continue;
    const graph = await readOlder(context, base);
    if (graph === void 0) continue;
    const used = await restoreOn(context, {
      ...{ head: search2.head, lacking: held, graph },
      caches: [...new Set(held.flatMap((plan) => holders.get(plan) ?? []))]
    });
    if (used.plans.size === 0) continue;
    for (const [before, after] of used.plans) older.set(before, after);
    for (const [full, origin] of used.origins) origins2.set(full, origin);
    const subject = listed([...used.plans.keys()].map(({ unit }) => unit.derivation.name));
    ladder.complain(explainOlder(subject, search2.base, base));
  }
  return { plans: search2.plans.map((plan) => older.get(plan) ?? plan), origins: origins2 };
}
async function restoreOn(context, { head, lacking, graph, caches }) {
  const replanned = planUnits(
    lacking.map(({ unit }) => unit),
    graph
  );
  const needed2 = neededOutputs(head, replanned);
  const { origins: origins2 } = await restoreFullBuilds(context, { needed: needed2, dependencies: [], base: graph, caches });
  const used = replanned.flatMap(
    (plan, index) => plan.kind !== "plain" && origins2.has(plan.full) ? [[lacking[index], plan]] : []
  );
  return { plans: new Map(used), origins: origins2 };
}
async function* previousBases({ settings, sources }, { base, start }) {
  if (base.boundary === void 0 || base.root) return;
  let last = base;
  for (const boundary of previousBoundaries(base.boundary, settings.levels[0], settings.fallbackIntervals)) {
    if (last.root) return;
    try {
      const wanted = { start: start.revision, boundary, parents: settings.parents };
      const found = baseOf(await sources.history.truncate(wanted), boundary);
      if (found instanceof UndatedError) return;
      if (found.revision === last.revision) continue;
      last = await withLevels(found, settings, sources.history);
    } catch (error3) {
      if (!(error3 instanceof RemoteError)) throw error3;
      info(`The history does not go further back: ${messageOf(error3)}.`);
      return;
    }
    yield last;
  }
}
async function holdersOf(caches, base, lacking) {
  const levels = revisionsOf(base);
  const prefixes = lacking.flatMap(
    ({ unit }) => levels.map((revision) => keyPrefix({ system: unit.derivation.system, name: unit.package, revision }))
  );
  const answers = await Promise.all(
    caches.map(async (cache) => await cache.find?.(prefixes) ?? [])
  );
  return new Map(
    lacking.map((plan, index) => {
      const holders = caches.filter(
        (_, number) => answers[number]?.slice(index * levels.length, (index + 1) * levels.length).some(({ status }) => status === "found")
      );
      const places = holders.map((cache) => cache.name).join(", ");
      info(
        `${plan.unit.derivation.name}: full build of ${base.revision}: ${places === "" ? "absent" : `in ${places}`}.`
      );
      return [plan, holders];
    })
  );
}
async function readOlder(context, base) {
  try {
    return await readBase(context, base);
  } catch (error3) {
    if (!(error3 instanceof RemoteError)) throw error3;
    info(`${base.revision} cannot be fetched: ${messageOf(error3)}.`);
    return void 0;
  }
}

// src/engine/fetch-inputs.ts
var mostInputs = 2e3;
async function fetchInputs({ nix, settings }, graph) {
  const wanted = inputsOf(graph);
  if (wanted.length === 0) return;
  const buildNothing = ["--max-jobs", "0", "--builders", "", "--keep-going"];
  const args = ["build", "--no-link", ...buildNothing, ...wanted.slice(0, mostInputs)];
  try {
    await nix.run(args, { timeoutSeconds: settings.cacheTimeout });
  } catch (error3) {
    if (!(error3 instanceof ProcessError)) throw error3;
  }
}
function inputsOf(graph) {
  const wanted = /* @__PURE__ */ new Map();
  for (const { inputDrvs } of graph.values()) {
    for (const [input, outputs] of inputDrvs) {
      if (graph.has(input) || outputs.length === 0) continue;
      wanted.set(input, /* @__PURE__ */ new Set([...wanted.get(input) ?? [], ...outputs]));
    }
  }
  return [...wanted].map(([input, outputs]) => `${input}^${[...outputs].join(",")}`);
}

// src/engine/spared.ts
function whyNotKept({ caches, cacheWrite }, { hosted, occasion }) {
  if (!hosted) return void 0;
  const kinds2 = caches.filter(({ kind }) => kind !== "none");
  const verdicts = kinds2.map(
    ({ kind }) => mayWrite(cacheWrite, kind === "github" ? "github" : "store", occasion)
  );
  if (verdicts.some(({ write }) => write)) return void 0;
  const refusal = verdicts.find((verdict) => !verdict.write);
  return refusal?.why ?? "there is no cache";
}
function reasonsToSpare(plans, missing, {
  notKept,
  misfits
}) {
  const reasons2 = /* @__PURE__ */ new Map();
  for (const plan of plans) {
    if (plan.kind === "plain" || !missing.has(plan.full)) continue;
    const why = notKept === void 0 ? misfits.get(plan.unit.derivation.path) : { code: "not-kept", detail: notKept };
    if (why !== void 0) reasons2.set(plan.full, why);
  }
  return reasons2;
}

// src/engine/collect.ts
async function collectFullBuilds(context, wish) {
  const { caches, ladder, nix, phase, settings, surroundings } = context;
  const { head, start } = wish;
  const origins2 = /* @__PURE__ */ new Map();
  const refusedFrom = /* @__PURE__ */ new Map();
  const asked = /* @__PURE__ */ new Set();
  const silent = /* @__PURE__ */ new Set();
  let { base, plans } = wish;
  const missing = () => missingOf(neededOutputs(head, plans), origins2);
  const look = async (dependencies) => {
    const needed2 = new Map([...missing()].filter(([full]) => !asked.has(full)));
    for (const full of needed2.keys()) asked.add(full);
    const restored = await restore(context, { needed: needed2, dependencies, base, caches });
    for (const [full, origin] of restored.origins) origins2.set(full, origin);
    for (const [key, names2] of restored.refusedFrom) refusedFrom.set(key, names2);
    for (const cache of restored.silent) silent.add(cache);
  };
  const answering = () => caches.filter((cache) => !silent.has(cache));
  const culprits = /* @__PURE__ */ new Map();
  const consult = async () => {
    for (; ; ) {
      const open = [...missing().keys()].filter((full) => !culprits.has(full));
      const known = await knownFailures({ nix, caches: answering() }, base, open);
      for (const full of open) culprits.set(full, known.failing.get(full));
      if (known.unchecked.length === 0) return;
      tellUnchecked(ladder, known.unchecked, "an earlier job found out");
      const now = await withoutChecks(context, base, new Set(known.unchecked));
      plans = planAnew(plans, base, now);
      base = now;
      await look([]);
    }
  };
  await phase(restorePhase, async () => {
    const fetching = fetchInputs(context, head.graph);
    await look(neededDependencies(head.graph, base));
    await fetching;
    await consult();
  });
  const lacking = missing();
  if (settings.fallbackIntervals > 0 && caches.length > 0 && lacking.size > 0) {
    const search2 = {
      ...{ start, base: base.base, head, plans },
      missing: plans.filter((one) => one.kind !== "plain" && lacking.has(one.full))
    };
    const older = await phase("Look for older full builds", () => restoreOlder(context, search2));
    plans = older.plans;
    for (const [full, origin] of older.origins) origins2.set(full, origin);
  }
  const misfits = misfitsOf(context, head.units, base);
  const notKept = settings.mode === "verify" ? void 0 : whyNotKept(settings, surroundings);
  for (let graph = base.coarser; notKept !== void 0 && graph !== void 0; graph = graph.coarser) {
    const open = missing();
    const unfit = misfitsOf(context, head.units, graph);
    const lacking2 = plans.filter(
      (one) => one.kind !== "plain" && open.has(one.full) && !unfit.has(one.unit.derivation.path)
    );
    if (lacking2.length === 0) break;
    const used = await restoreOn(context, { head, lacking: lacking2, graph, caches: answering() });
    plans = plans.map((plan) => used.plans.get(plan) ?? plan);
    for (const [full, origin] of used.origins) origins2.set(full, origin);
  }
  const lost = [];
  for (; ; ) {
    await consult();
    const open = [...missing().keys()];
    const spared = new Map(reasonsToSpare(plans, new Set(open), { notKept, misfits }));
    const failing = new Map(
      open.flatMap((full) => {
        const culprit = spared.has(full) ? void 0 : culprits.get(full);
        return culprit === void 0 ? [] : [[full, culprit]];
      })
    );
    for (const full of failing.keys()) spared.set(full, { code: "known-to-fail" });
    stepDownFailing(ladder, failing);
    if (spared.size === 0) return { base, plans, origins: origins2, refusedFrom, answering: answering(), lost };
    for (const [full, { code: code2 }] of spared) if (code2 === "not-kept") lost.push(full);
    plans = withoutFullBuilds(plans, (full) => spared.get(full));
    await look([]);
  }
}
function stepDownFailing(ladder, failing) {
  if (failing.size === 0) return;
  const names2 = (fullBuilds) => listed([...new Set(fullBuilds)].map(({ unit }) => unit.derivation.name));
  const [{ base }] = [...failing.values()];
  const detail = `${names2(failing.values())} of ${base.revision.slice(0, 12)}`;
  ladder.stepDown(names2(failing.keys()), "known-to-fail", detail);
}
async function restore(context, request) {
  const restored = await seek(restoreFullBuilds(context, request));
  if (!isFailed(restored)) return restored;
  context.ladder.complain(
    `Full builds could not be restored: ${restored.failed}. They are built anew. If this goes on, please report it.`
  );
  return { origins: /* @__PURE__ */ new Map(), refusedFrom: /* @__PURE__ */ new Map(), silent: request.caches };
}
function missingOf(needed2, origins2) {
  return new Map([...needed2].filter(([full]) => !origins2.has(full)));
}

// src/engine/missing-nightly.ts
var limit = 10;
async function remarkOnNightly({ missing, made, base }, { event, apiUrl, repository = "" }, { caches, start, token }) {
  const branch = event.baseBranch;
  const ofItsOwn = startCommit(start, event) !== void 0;
  if (missing.length === 0 || caches.length === 0 || branch === void 0 || ofItsOwn) return void 0;
  if (base.boundary === void 0 || base.fitting) return void 0;
  const series = missing.flatMap(({ key }) => parseKey(key)?.series ?? []);
  const shared = cacheScopes({ ...event, ref: void 0 });
  const newest = await newestFullBuild(caches, series, shared, {
    token,
    repository,
    apiUrl,
    timeoutSeconds: limit
  });
  const what = listed(missing.map(({ unit }) => unit.derivation.name));
  return describeMissing({ what, branch, revision: base.revision, made }, newest);
}
var remedies = {
  found: (time) => `The last one that was made for all came into the cache at ${isoTime(time)}: see why the nightly has made none since`,
  none: () => "None has ever been made for all: let a nightly run in mode `full` do that",
  unknown: () => "See whether the nightly, a scheduled run in mode `full`, has failed"
};
function describeMissing({
  what,
  branch,
  revision,
  made
}, newest) {
  const consequence = made ? "this job makes it" : "this job, which could not keep one, builds without it";
  const remedy = remedies[newest.status](newest.status === "found" ? newest.time : 0);
  return `The cache has no full build of ${what} for ${branch} at ${revision.slice(0, 12)}, so that ${consequence}. ${remedy}.`;
}

// src/engine/prepare-head.ts
async function prepareHead(context, progress2) {
  const { builder, caches, phase } = context;
  const plan = await phase("Plan", () => makePlan(context, progress2));
  progress2.units = plannedReports(plan.plans, plan.base?.base);
  const { head } = plan;
  await builder.expect(new Set([...head.graph.values()].map(({ system }) => system)));
  let { base, plans } = plan;
  let origins2 = /* @__PURE__ */ new Map();
  let fullLogs = [];
  if (base !== void 0) {
    const collected = await collectFullBuilds(context, { ...plan, base });
    ({ base, plans, origins: origins2 } = collected);
    const before = base;
    const missing = (some) => missingOf(neededOutputs(head, planAnew(plans, before, some)), origins2);
    const wanted = missing(base);
    const made = collected.lost.length === 0;
    await remark(context, progress2, {
      ...{ made, base: base.base },
      missing: made ? [...wanted.keys()] : collected.lost
    });
    const asked = neededDependencies(head.graph, base);
    const request = { missing, base, caches: collected.answering, asked, others: [] };
    const built = await phase("Build full builds", () => buildFullBuilds(context, request));
    fullLogs = built.logs;
    base = built.base;
    plans = planAnew(plans, before, base);
    for (const full of [...built.there, ...built.made]) origins2.set(full, "built");
    const failed = missing(base);
    plans = withoutFullBuilds(plans, (full) => failed.has(full) ? { code: "full-build-failed" } : void 0);
    const pending = await withNotes(
      context,
      pushRequest(built.made, base, collected.refusedFrom),
      built.failing
    );
    if (caches.length > 0 && pending.wanted.length > 0) {
      const left = await seek(context.handOver.push(pending));
      if (isFailed(left))
        context.ladder.complain(
          `The full build will not be pushed to the cache: ${left.failed}. Later jobs will build it again; see whether the disk is full.`
        );
    }
  }
  return { head, base, plans, origins: origins2, fullLogs };
}
async function makePlan(context, progress2) {
  const { ladder, settings, sources, surroundings } = context;
  const { history } = sources;
  const start = await findStart(settings.start, surroundings.event, history, ladder.complain);
  const finding = seek(findBase(settings, history, start));
  const held = holdBack(ladder);
  const unwanted = new AbortController();
  const nix = endedBy(context.nix, unwanted.signal);
  const reading = finding.then((found2) => {
    unwanted.signal.throwIfAborted();
    return isFailed(found2) ? found2 : seek(readBase({ ...context, nix, ladder: held }, found2));
  });
  reading.catch(() => {
  });
  const readingHead = readHead(context).then(
    (head2) => {
      if (head2.units.length === 0) unwanted.abort();
      return head2;
    },
    (error3) => {
      unwanted.abort();
      throw error3;
    }
  );
  const [head, found] = await Promise.all([readingHead, finding]);
  describeHead(history.checkout);
  if (!isFailed(found)) {
    progress2.base = found;
    describeBase(found);
  }
  if (head.units.length === 0) {
    tellNothing(context, progress2, head);
    return { head, start, base: void 0, plans: [] };
  }
  const base = await reading;
  held.tell();
  if (isFailed(base)) {
    const rung = rungFor(base.error) ?? "revision-unavailable";
    ladder.stepDown(names(settings.installables), rung, base.failed);
    return { head, start, base: void 0, plans: planPlainly(head.units, { code: "no-base" }) };
  }
  const fitting = await fittingBase(context, { head, start, base });
  progress2.base = fitting.base;
  const plans = planUnits(head.units, fitting);
  describePlans(plans);
  stepDownUnits(ladder, plans);
  return { head, start, base: fitting, plans };
}
function tellNothing({ settings }, progress2, { graph }) {
  if (graph.size === 0) {
    info("There is nothing to build: all of it is in the store, or in a substituter.");
    return;
  }
  const subject = names(settings.installables);
  remarkOn(
    progress2,
    `Nothing that is to be built for ${subject} is compiled by a builder that can be incremental. It is built as it is.`
  );
}
function remarkOn(progress2, text) {
  notice(text);
  progress2.notices.push(text);
}
async function remark({ settings, surroundings }, progress2, missing) {
  const text = await remarkOnNightly(missing, surroundings, settings);
  if (text !== void 0) remarkOn(progress2, text);
}

// src/engine/modes/incremental.ts
async function buildOnTop(context, progress2) {
  const { head, base, plans, origins: origins2, fullLogs } = await prepareHead(context, progress2);
  const built = await context.phase("Build HEAD", () => buildHead(context, head, plans));
  progress2.installables = head.installables.map(({ text }) => ({
    installable: text,
    outPaths: built.outPaths.get(text) ?? []
  }));
  progress2.built = true;
  const messages = await seek(messagesOfHead(built, head, context));
  if (isFailed(messages)) warn(`Warnings of compilers are not shown at their lines: ${messages.failed}.`);
  else progress2.messages = messages;
  progress2.units = await headReports(built, origins2, base?.base);
  progress2.others = othersBuilt(
    [...fullLogs, built.log, ...built.failedLogs],
    [
      ...base === void 0 ? [] : everyFullBuild(base).map(({ derivation }) => derivation),
      ...built.plans.map(({ unit }) => built.derivationOf(unit.derivation.path))
    ]
  );
}

// src/compare/products.ts
import { readFile as readFile2, stat } from "node:fs/promises";
import { join as join7 } from "node:path";

// src/compare/renaming.ts
var hashLength = 32;
function hashOf(path) {
  const base = path.lastIndexOf("/") + 1;
  return path.slice(base, base + hashLength);
}
function endOfName(onTop, plain, at2, renaming) {
  for (let start = Math.max(0, at2 - hashLength + 1); start <= at2; start++) {
    const end = start + hashLength;
    const other = renaming.get(onTop.toString("latin1", start, end));
    if (other !== void 0 && plain.toString("latin1", start, end) === other) return end;
  }
  return void 0;
}
function renamed(text, renaming) {
  return text.replace(/(?<![0-9a-z])[0-9a-df-np-sv-z]{32}(?=-)/g, (hash) => renaming.get(hash) ?? hash);
}

// src/compare/verdict.ts
var rules = {
  "store-path": "store paths of the two builds",
  "archive-times": "times and owners in `ar` archives",
  "build-id": "build ids of linkers",
  "local-names": "numbers in names of GHC's local symbols",
  "symbol-order": "order of the symbols of object files",
  "reference-order": "order of what GHC's static closures list for the garbage collector",
  fingerprints: "fingerprints in interfaces that follow from store paths"
};
var same = (...named2) => ({ kind: "same", rules: new Set(named2) });
var different = (where, onTop, plain) => ({
  kind: "different",
  place: { where, onTop, plain }
});
function together(verdicts) {
  const found = /* @__PURE__ */ new Set();
  let unproven;
  for (const verdict of verdicts) {
    if (verdict.kind === "different") return verdict;
    if (verdict.kind === "unproven") unproven ??= verdict;
    else for (const rule of verdict.rules) found.add(rule);
  }
  return unproven ?? { kind: "same", rules: found };
}
function inside(part, verdict) {
  if (verdict.kind !== "different") return verdict;
  const { where } = verdict.place;
  const place = { ...verdict.place, where: where === "" ? part : `${part}, ${where}` };
  return { kind: "different", place };
}

// src/compare/bytes.ts
function partOf(bytes, start, size) {
  const whole = Math.max(0, Math.min(size, bytes.size - start));
  return {
    size: whole,
    read: (offset, length) => bytes.read(start + offset, Math.max(0, Math.min(length, whole - offset)))
  };
}
var windowSize = 4 * 1024 * 1024;
function* differencesOf({ onTop, plain }, renaming, named2) {
  const size = Math.min(onTop.size, plain.size);
  let next = 0;
  for (let begin2 = 0; begin2 < size; begin2 += windowSize) {
    const end = Math.min(size, begin2 + windowSize);
    const start = Math.max(0, begin2 - hashLength);
    const [ours, theirs] = [
      onTop.read(start, end + hashLength - start),
      plain.read(start, end + hashLength - start)
    ];
    next = Math.max(next, begin2);
    if (ours.compare(theirs, next - start, end - start, next - start, end - start) === 0) continue;
    while (next < end) {
      const at2 = firstUnequal(ours, theirs, next - start, end - start);
      if (at2 === void 0) break;
      const behind = endOfName(ours, theirs, at2, renaming);
      if (behind === void 0) yield start + at2;
      else named2.add("store-path");
      next = start + (behind ?? at2 + 1);
    }
  }
  if (onTop.size !== plain.size) yield size;
}
var blockSize = 4096;
function firstUnequal(one, other, from, to) {
  for (let block = from; block < to; block += blockSize) {
    const end = Math.min(to, block + blockSize);
    if (one.compare(other, block, end, block, end) === 0) continue;
    for (let at2 = block; at2 < end; at2++) if (one[at2] !== other[at2]) return at2;
  }
  return void 0;
}
function compareBytes(pair, renaming) {
  const named2 = /* @__PURE__ */ new Set();
  const [at2] = differencesOf(pair, renaming, named2);
  return at2 === void 0 ? same(...named2) : differentAt(pair, at2);
}
function differentAt(pair, at2) {
  const { onTop, plain } = pair;
  const texts = [onTop, plain].every((side) => isText(side.read(0, 8192)));
  if (!texts || at2 >= mostForLines) return different(`offset ${at2}`, ...excerpts(pair, at2));
  const line = onTop.read(0, at2).toString("latin1").split("\n").length;
  const lineOf = (side) => side.read(0, at2 + 4096).toString("utf8").split("\n")[line - 1] ?? "";
  return different(`line ${line}`, lineOf(onTop), lineOf(plain));
}
var around = 24;
function excerpts({ onTop, plain }, at2) {
  const start = Math.max(0, at2 - around);
  const excerpt = (side) => {
    const text = JSON.stringify(side.read(start, at2 + around - start).toString("latin1"));
    return at2 >= side.size ? `${text}, the end` : text;
  };
  return [excerpt(onTop), excerpt(plain)];
}
var mostForLines = 16 * 1024 * 1024;
var isText = (start) => !start.includes(0);

// src/compare/lists.ts
function firstUnequal2(one, other) {
  const length = Math.max(one.length, other.length);
  for (let at2 = 0; at2 < length; at2++) if (one[at2] !== other[at2]) return at2;
  return void 0;
}

// src/compare/archive.ts
var magic = "!<arch>\n";
var headerSize = 60;
function isArchive(bytes) {
  return bytes.read(0, magic.length).toString("latin1") === magic;
}
function compareArchives({ onTop, plain }, compare) {
  const [ours, theirs] = [membersOf(onTop), membersOf(plain)];
  if (ours === void 0 || theirs === void 0) return void 0;
  const names2 = (members) => members.map(({ name }) => name);
  const [a, b] = [names2(ours), names2(theirs)];
  const at2 = firstUnequal2(a, b);
  if (at2 !== void 0) return different(`member ${at2 + 1}`, a[at2] ?? "none", b[at2] ?? "none");
  return together(compareMembers(ours, theirs, compare));
}
function* compareMembers(ours, theirs, compare) {
  for (const [index, one] of ours.entries()) {
    const other = theirs[index];
    if (one.notes !== other.notes) yield same("archive-times");
    if (one.name === "/" || one.name === "/SYM64/")
      yield compareIndices(indexOf(one, ours), indexOf(other, theirs));
    else yield inside(`member ${one.name}`, compare({ onTop: one.content, plain: other.content }));
  }
}
function membersOf(bytes) {
  const members = [];
  let longNames = "";
  for (let at2 = magic.length; at2 < bytes.size; ) {
    const header = bytes.read(at2, headerSize).toString("latin1");
    const size = Number(header.slice(48, 58).trim());
    if (header.length < headerSize || header.slice(58) !== "`\n" || !Number.isSafeInteger(size))
      return void 0;
    const content = partOf(bytes, at2 + headerSize, size);
    const written = header.slice(0, 16).trimEnd();
    if (written === "//") longNames = content.read(0, size).toString("latin1");
    const long = /^\/(\d+)$/.exec(written);
    const name = long === null ? written.replace(/(?<=.)\/$/, (slash) => written === "//" ? slash : "") : longNames.slice(Number(long[1])).split("/\n", 1)[0] ?? "";
    members.push({ name, notes: header.slice(16, 48), at: at2, content });
    at2 += headerSize + size + size % 2;
  }
  return members;
}
function compareIndices(ours, theirs) {
  if (ours.join("\n") === theirs.join("\n")) return same();
  const [a, b] = [[...ours].sort(), [...theirs].sort()];
  const at2 = firstUnequal2(a, b);
  return at2 === void 0 ? same("symbol-order") : different("the index", a[at2] ?? "none", b[at2] ?? "none");
}
function indexOf({ name, content }, members) {
  const width2 = name === "/" ? 4 : 8;
  const read = content.read(0, content.size);
  const number = (at2) => at2 + width2 > read.length ? -1 : width2 === 4 ? read.readUInt32BE(at2) : Number(read.readBigUInt64BE(at2));
  const count2 = Math.max(0, number(0));
  const places = new Map(members.map(({ at: at2 }, index) => [at2, index]));
  const symbols = read.toString("latin1", width2 * (count2 + 1)).split("\0");
  return symbols.slice(0, count2).map((symbol, index) => `${symbol} in member ${(places.get(number(width2 * (index + 1))) ?? -1) + 1}`);
}

// src/compare/elf.ts
var types = {
  symbols: 2,
  strings: 3,
  relocations: 4,
  dynamic: 6,
  notes: 7,
  nothing: 8,
  dynamicSymbols: 11
};
var allocated = 2n;
var executable = 4n;
var headerSize2 = 64;
var sectionHeaderSize = 64;
function readElf(bytes) {
  const header = bytes.read(0, headerSize2);
  if (header.length < headerSize2 || header.readUInt32BE(0) !== 2135247942) return void 0;
  if (header[4] !== 2 || header[5] !== 1) return void 0;
  const [start, count2, names2] = [
    Number(header.readBigUInt64LE(40)),
    header.readUInt16LE(60),
    header.readUInt16LE(62)
  ];
  const first = bytes.read(start, sectionHeaderSize);
  if (first.length < sectionHeaderSize) return void 0;
  const number = count2 === 0 ? Number(first.readBigUInt64LE(32)) : count2;
  const namesAt = names2 === 65535 ? first.readUInt32LE(40) : names2;
  const table2 = bytes.read(start, number * sectionHeaderSize);
  if (table2.length < number * sectionHeaderSize) return void 0;
  const raw = Array.from({ length: number }, (_, index) => {
    const at2 = index * sectionHeaderSize;
    const big = (offset) => Number(table2.readBigUInt64LE(at2 + offset));
    const [type, size] = [table2.readUInt32LE(at2 + 4), big(32)];
    return {
      nameAt: table2.readUInt32LE(at2),
      type,
      flags: table2.readBigUInt64LE(at2 + 8),
      address: big(16),
      size,
      link: table2.readUInt32LE(at2 + 40),
      info: table2.readUInt32LE(at2 + 44),
      alignment: big(48),
      entrySize: big(56),
      content: partOf(bytes, big(24), type === types.nothing ? 0 : size)
    };
  });
  const textAt = stringsOf(raw[namesAt]?.content);
  const segments = partOf(
    bytes,
    Number(header.readBigUInt64LE(32)),
    header.readUInt16LE(54) * header.readUInt16LE(56)
  );
  return {
    header,
    relocatable: header.readUInt16LE(16) === 1,
    segments,
    sections: raw.map(({ nameAt, ...section }) => ({ ...section, name: textAt(nameAt) }))
  };
}
function stringsOf(table2) {
  const read = table2?.read(0, table2.size) ?? Buffer.alloc(0);
  return (at2) => {
    const end = read.indexOf(0, at2);
    return read.toString("latin1", at2, end < 0 ? read.length : end);
  };
}
var symbolSize = 24;
function symbolsOf({ sections }, table2) {
  const textAt = stringsOf(sections[table2.link]?.content);
  const read = table2.content.read(0, table2.size);
  return Array.from({ length: Math.floor(read.length / symbolSize) }, (_, index) => {
    const at2 = index * symbolSize;
    return {
      name: textAt(read.readUInt32LE(at2)),
      local: read[at2 + 4] >> 4 === 0,
      rest: read.toString("hex", at2 + 4, at2 + symbolSize),
      section: read.readUInt16LE(at2 + 6),
      value: Number(read.readBigUInt64LE(at2 + 8))
    };
  });
}
var relocationSize = 24;
function relocationsOf({ content, size }) {
  const read = content.read(0, size);
  return Array.from({ length: Math.floor(read.length / relocationSize) }, (_, index) => {
    const at2 = index * relocationSize;
    return {
      offset: Number(read.readBigUInt64LE(at2)),
      type: read.readUInt32LE(at2 + 8),
      symbol: read.readUInt32LE(at2 + 12),
      addend: read.readBigInt64LE(at2 + 16)
    };
  });
}

// src/compare/relocations.ts
function targetsOf({ sections }, symbols, index) {
  const targets = /* @__PURE__ */ new Map();
  const section = sections[index];
  const named2 = symbols(section.link);
  for (const relocation of relocationsOf(section)) {
    const symbol = named2[relocation.symbol];
    const own = `${symbol?.text ?? ""} + ${relocation.addend}, relocation ${relocation.type}`;
    const before = targets.get(relocation.offset);
    const text = before === void 0 ? own : `${before.text}; ${own}`;
    targets.set(relocation.offset, { relocation, symbol, text });
  }
  return targets;
}
function differentTargets(ours, theirs) {
  if (ours.size !== theirs.size) return void 0;
  const found = [];
  for (const [offset, { text: onTop }] of ours) {
    const plain = theirs.get(offset)?.text;
    if (plain === void 0) return void 0;
    if (onTop !== plain) found.push({ offset, onTop, plain });
  }
  return found;
}
function placeOf(elf, { info: info2 }, offset) {
  return elf.relocatable ? { section: info2, offset } : placeOfAddress(elf, offset);
}
function placeOfAddress({ sections }, address) {
  const section = sections.findIndex(
    (one) => (one.flags & allocated) !== 0n && address >= one.address && address < one.address + one.size
  );
  return { section, offset: address - (sections[section]?.address ?? 0) };
}

// src/compare/closures.ts
var wordSize = 8;
var closureTypes = { constructors: [1, 2, 3, 4, 5, 6, 7], staticFunction: 14, staticThunk: 21 };
var headerWords = [1, 3];
var mostEntries = 16;
function createClosures(ours, theirs) {
  const [a, b] = [createReader2(ours), createReader2(theirs)];
  return ({ section, offset }) => {
    const word = offset - offset % wordSize;
    for (let before = 1; before < mostEntries + Math.max(...headerWords); before++) {
      const start = word - before * wordSize;
      if (start < 0) return false;
      if (a.word(section, start) !== b.word(section, start)) continue;
      const count2 = a.listed(section, start);
      if (count2 === void 0 || count2 > mostEntries) continue;
      for (const header of headerWords) {
        if (before < header || before >= header + count2) continue;
        const entries = ({ word: word2 }) => Array.from({ length: count2 }, (_, index) => word2(section, start + (header + index) * wordSize));
        if (entries(a).sort().join("\n") === entries(b).sort().join("\n")) return true;
      }
    }
    return false;
  };
}
function createReader2({ elf, symbols }) {
  const targets = readTargets(elf, symbols);
  const bytesAt = (section, offset, size) => elf.sections[section]?.content.read(Math.max(0, offset), offset < 0 ? 0 : size) ?? Buffer.alloc(0);
  function entriesBy({ section, offset }) {
    if (((elf.sections[section]?.flags ?? 0n) & executable) === 0n) return void 0;
    const table2 = bytesAt(section, offset - 3 * wordSize, 3 * wordSize);
    if (table2.length < 3 * wordSize) return void 0;
    const [pointers, others, type] = [8, 12, 16].map((at2) => table2.readUInt32LE(at2));
    if (pointers === void 0 || pointers === 0 || others !== 0 || type === void 0) return void 0;
    if (type === closureTypes.staticFunction || type === closureTypes.staticThunk) return pointers;
    if (!closureTypes.constructors.includes(type) || elf.relocatable) return void 0;
    const address = (elf.sections[section]?.address ?? 0) + offset + Number(table2.readBigInt64LE(0));
    const name = placeOfAddress(elf, address);
    const text = bytesAt(name.section, name.offset, 16).toString("latin1");
    return text.startsWith(`SRT_${pointers}\0`) ? pointers : void 0;
  }
  return {
    word(section, offset) {
      const bytes = bytesAt(section, offset, wordSize).toString("hex");
      return `${targets(section).get(offset)?.text ?? ""} ${bytes}`;
    },
    listed(section, offset) {
      const target2 = targets(section).get(offset);
      if (target2 === void 0) {
        const bytes = bytesAt(section, offset, wordSize);
        if (elf.relocatable || bytes.length < wordSize) return void 0;
        return entriesBy(placeOfAddress(elf, Number(bytes.readBigUInt64LE())));
      }
      const { relocation, symbol } = target2;
      const known = /^stg_SRT_(\d+)_info$/.exec(symbol?.name ?? "");
      if (known !== null) return Number(known[1]);
      if (relocation.symbol !== 0 && (symbol === void 0 || symbol.section === 0)) return void 0;
      const value = (symbol?.value ?? 0) + Number(relocation.addend);
      return entriesBy(
        elf.relocatable ? { section: symbol?.section ?? 0, offset: value } : placeOfAddress(elf, value)
      );
    }
  };
}
function readTargets(elf, symbols) {
  let known;
  return (section) => {
    known ??= readAll();
    return known.get(section) ?? /* @__PURE__ */ new Map();
  };
  function readAll() {
    const all = /* @__PURE__ */ new Map();
    for (const [index, one] of elf.sections.entries()) {
      if (one.type !== types.relocations) continue;
      for (const [offset, target2] of targetsOf(elf, symbols, index)) {
        const place = placeOf(elf, one, offset);
        const own = all.get(place.section) ?? /* @__PURE__ */ new Map();
        all.set(place.section, own.set(place.offset, target2));
      }
    }
    return all;
  }
}

// src/compare/dynamic.ts
function compareStrings({ onTop, plain }, renaming) {
  const texts = (side) => side.read(0, side.size).toString("latin1").split("\0");
  const ours = texts(onTop);
  const [inOtherWords, theirs] = [ours.map((text) => renamed(text, renaming)), texts(plain)];
  const named2 = firstUnequal2(ours, inOtherWords) === void 0 ? [] : ["store-path"];
  if (firstUnequal2(inOtherWords, theirs) === void 0) return same(...named2);
  const [a, b] = [inOtherWords.sort(), theirs.sort()];
  const at2 = firstUnequal2(a, b);
  return at2 === void 0 ? same("symbol-order", ...named2) : different("", a[at2] ?? "none", b[at2] ?? "none");
}
var named = [1n, 14n, 15n, 29n];
var entrySize = 16;
function compareDynamic(ours, theirs, { index, renaming }) {
  const a = entriesOf(ours, index);
  const inOtherWords = a.map((entry) => renamed(entry, renaming));
  const b = entriesOf(theirs, index);
  const at2 = firstUnequal2(inOtherWords, b);
  if (at2 !== void 0) return different(`entry ${at2 + 1}`, a[at2] ?? "none", b[at2] ?? "none");
  return same(...firstUnequal2(a, b) === void 0 ? [] : ["store-path"]);
}
function entriesOf({ sections }, index) {
  const section = sections[index];
  const textAt = stringsOf(sections[section.link]?.content);
  const read = section.content.read(0, section.size);
  return Array.from({ length: Math.floor(read.length / entrySize) }, (_, number) => {
    const [tag, value] = [0, 8].map((at2) => read.readBigUInt64LE(number * entrySize + at2));
    return `tag ${tag}, ${named.some((one) => one === tag) ? textAt(Number(value)) : value}`;
  });
}

// src/compare/symbols.ts
function unnumbered(name) {
  return name.replace(
    /(?<=^|_|\.)L?[a-zA-Z][0-9a-zA-Z]{1,12}(?=(?:_con)?_[a-z]+$)|(?<=\.L)[a-z][0-9a-zA-Z]{1,12}$/,
    "#"
  );
}
function createSymbols(elf) {
  const known = /* @__PURE__ */ new Map();
  return (table2) => {
    const section = elf.sections[table2];
    if (section === void 0 || section.size === 0) return [];
    const read = known.get(table2) ?? symbolsOf(elf, section).map((one) => ({ ...one, text: textOf(one) }));
    known.set(table2, read);
    return read;
  };
}
var textOf = ({ name, local, rest }) => `${local ? unnumbered(name) : name} ${rest}`;
function compareSymbols(ours, theirs, inAnyOrder) {
  const texts = (symbols) => symbols.map(({ text }) => text);
  const ordered = firstUnequal2(texts(ours), texts(theirs));
  if (ordered !== void 0) {
    const [a, b] = inAnyOrder ? [texts(ours).sort(), texts(theirs).sort()] : [texts(ours), texts(theirs)];
    const at2 = firstUnequal2(a, b);
    if (at2 !== void 0) return different("", a[at2] ?? "none", b[at2] ?? "none");
  }
  const locals = (symbols) => symbols.filter((one) => one.local).map(({ name }) => name);
  const numbered = firstUnequal2(locals(ours), locals(theirs)) !== void 0;
  return same(
    ...ordered === void 0 ? [] : ["symbol-order"],
    ...numbered ? ["local-names"] : []
  );
}
function compareSectionNames(ours, theirs) {
  if (ours === theirs) return same();
  return unnumbered(ours) === unnumbered(theirs) ? same("local-names") : different("", ours, theirs);
}
var isSymbolTable = ({ type }) => type === types.symbols || type === types.dynamicSymbols;

// src/compare/objects.ts
function compareObjects(pair, renaming) {
  const [ours, theirs] = [readElf(pair.onTop), readElf(pair.plain)];
  if (ours === void 0 || theirs === void 0) return void 0;
  const sides = [
    { elf: ours, symbols: createSymbols(ours) },
    { elf: theirs, symbols: createSymbols(theirs) }
  ];
  return together(compareParts(sides, renaming));
}
function* compareParts(sides, renaming) {
  const [{ elf: ours }, { elf: theirs }] = sides;
  if (headerOf(ours) !== headerOf(theirs)) yield different("the header", headerOf(ours), headerOf(theirs));
  yield inside("program headers", compareBytes({ onTop: ours.segments, plain: theirs.segments }, renaming));
  for (const [index, one] of ours.sections.entries()) {
    const other = theirs.sections[index];
    yield inside(`section ${one.name}`, compareSectionNames(one.name, other.name));
    if (fieldsOf(one) !== fieldsOf(other))
      yield inside(`section ${one.name}`, different("its header", fieldsOf(one), fieldsOf(other)));
  }
  const isOfList = createClosures(...sides);
  for (const [index, { name }] of ours.sections.entries())
    yield inside(`section ${name}`, together(compareSections({ sides, index, renaming, isOfList })));
}
var headerOf = ({ header }) => `${header.toString("hex", 0, 40)} ${header.toString("hex", 48)}`;
var fieldsOf = ({ size, ...one }) => [
  one.type,
  one.flags,
  one.address,
  isNames(one) ? "" : size,
  one.link,
  one.info,
  one.alignment,
  one.entrySize
].join(" ");
var isNames = ({ type, flags }) => type === types.strings && flags === 0n;
function* compareSections({ sides, index, renaming, isOfList }) {
  const [ours, theirs] = sides;
  const [one, other] = [ours.elf.sections[index], theirs.elf.sections[index]];
  const pair = { onTop: one.content, plain: other.content };
  if (isNames(one)) return;
  if (one.type === types.strings) return yield compareStrings(pair, renaming);
  if (one.type === types.dynamic) return yield compareDynamic(ours.elf, theirs.elf, { index, renaming });
  if (isSymbolTable(one)) {
    const inAnyOrder = ours.elf.relocatable && one.type === types.symbols;
    yield compareSymbols(ours.symbols(index), theirs.symbols(index), inAnyOrder);
  } else if (one.type === types.relocations) {
    const [a, b] = [targetsOf(ours.elf, ours.symbols, index), targetsOf(theirs.elf, theirs.symbols, index)];
    const found = differentTargets(a, b);
    if (found === void 0) yield different("", `for ${a.size} places`, `for ${b.size} places, or others`);
    for (const { offset, onTop, plain } of found ?? [])
      yield isOfList(placeOf(ours.elf, one, offset)) ? same("reference-order") : different(`for offset ${offset}`, onTop, plain);
  } else {
    const named2 = /* @__PURE__ */ new Set();
    for (const at2 of differencesOf(pair, renaming, named2)) {
      if (isBuildId(one, at2)) named2.add("build-id");
      else if (isOfList({ section: index, offset: at2 })) named2.add("reference-order");
      else yield different(`offset ${at2}`, ...excerpts(pair, at2));
    }
    yield same(...named2);
  }
}
var buildIdHeader = Buffer.from("040000001400000003000000474e5500", "hex");
function isBuildId({ name, type, content }, at2) {
  const { length } = buildIdHeader;
  const known = content.size === length + 20 && content.read(0, length).equals(buildIdHeader);
  return name === ".note.gnu.build-id" && type === types.notes && known && at2 >= length;
}

// src/compare/contents.ts
function compareContents(pair, renaming) {
  const plainly = compareBytes(pair, renaming);
  if (plainly.kind !== "different") return plainly;
  const compare = (members) => compareContents(members, renaming);
  const archives = isArchive(pair.onTop) && isArchive(pair.plain);
  return (archives ? compareArchives(pair, compare) : compareObjects(pair, renaming)) ?? plainly;
}

// src/compare/interfaces.ts
function compareInterfaces(onTop, plain, renaming) {
  const [ours, theirs] = [linesOf(renamed(onTop, renaming)), linesOf(plain)];
  const at2 = firstUnequal2(ours.map(blurred), theirs.map(blurred));
  if (at2 !== void 0) return differentLine(at2, ours, theirs);
  const unequal = ours.flatMap((line, index) => line === theirs[index] ? [] : [index]);
  const named2 = new Set(unequal.length === 0 ? [] : ["fingerprints"]);
  const withPaths = renamed(onTop, renaming) !== onTop;
  if (withPaths) named2.add("store-path");
  const caused = withPaths || unequal.some((index) => /^import {2}/.test(ours[index] ?? ""));
  const unexplained = unequal.find(
    (index) => !isHarmless2(ours[index] ?? "", { caused, withPaths, shown: plain, renaming })
  );
  return unexplained === void 0 ? same(...named2) : differentLine(unexplained, ours, theirs);
}
function isHarmless2(line, { caused, withPaths, shown, renaming }) {
  if (/^ {2}interface hash: /.test(line)) return true;
  if (/^ {2}src_hash: /.test(line)) return withPaths || /^interface \S*\bPaths_/m.test(shown);
  const file = /^addDependentFile "(.*[.](?:\w*o|a|dylib))" [0-9a-f]{32}$/.exec(line)?.[1];
  if (file !== void 0) return file.startsWith("dist/") || isOfPlain(file, renaming);
  if (/^addDependentFile /.test(line)) return false;
  return caused;
}
var isOfPlain = (file, renaming) => [...renaming.values()].some((hash) => file.includes(hash));
var linesOf = (shown) => shown.split("\n");
var blurred = (line) => line.replace(/\b[0-9a-f]{32}\b/g, "fingerprint");
function differentLine(at2, ours, theirs) {
  const text = (lines) => lines[at2]?.trim() ?? "the end";
  return different(`line ${at2 + 1} of \`ghc --show-iface\``, text(ours), text(theirs));
}
function compareRegistrations(onTop, plain, { renaming, interfaces }) {
  const abi = /^(abi:\s*)[0-9a-f]{32}$/gm;
  const [ours, theirs] = [renamed(onTop, renaming), plain];
  if (ours === theirs) return same("store-path");
  if (!interfaces || ours.replace(abi, "$1") !== theirs.replace(abi, "$1")) return void 0;
  return same("store-path", "fingerprints");
}

// src/compare/tree.ts
import { closeSync, openSync, readSync } from "node:fs";
import { lstat, readdir as readdir2, readlink } from "node:fs/promises";
import { join as join6 } from "node:path";
async function readTree(root) {
  const tree = /* @__PURE__ */ new Map();
  const visit = async (name) => {
    const path = join6(root, name);
    const status = await lstat(path);
    if (status.isSymbolicLink()) tree.set(name, { kind: "link", target: await readlink(path) });
    else if (status.isDirectory()) {
      tree.set(name, { kind: "directory", target: "" });
      for (const child of (await readdir2(path)).sort()) await visit(join6(name, child));
    } else tree.set(name, { kind: (status.mode & 64) === 0 ? "file" : "executable file", target: "" });
  };
  await visit("");
  return tree;
}
function withFile(path, work, size) {
  const file = openSync(path, "r");
  try {
    return work({
      size,
      read(offset, length) {
        const buffer = Buffer.alloc(Math.max(0, Math.min(length, size - offset)));
        let filled = 0;
        while (filled < buffer.length) {
          const read = readSync(file, buffer, filled, buffer.length - filled, offset + filled);
          if (read === 0) break;
          filled += read;
        }
        return buffer.subarray(0, filled);
      }
    });
  } finally {
    closeSync(file);
  }
}

// src/compare/products.ts
var atOnce = 4;
async function compareProducts(products) {
  const { renaming } = products;
  const [ours, theirs] = await Promise.all([readTree(products.onTop), readTree(products.plain)]);
  const paired = pairEntries(ours, theirs, renaming);
  const verdicts = new Map(paired.alone);
  let interfaces = false;
  const settle = async ({ file, other, one, another }) => {
    const pair = { ...products, onTop: join7(products.onTop, file), plain: join7(products.plain, other) };
    const verdict = await compareEntries(pair, { one, another, interfaces });
    if (isInterface(file) && verdict.kind === "same" && verdict.rules.has("fingerprints")) interfaces = true;
    verdicts.set(other, verdict);
  };
  await inParallel(
    paired.both.filter(({ file }) => !isRegistration(file)),
    atOnce,
    settle
  );
  await inParallel(
    paired.both.filter(({ file }) => isRegistration(file)),
    atOnce,
    settle
  );
  return summed(verdicts);
}
function pairEntries(ours, theirs, renaming) {
  const alone = [];
  const both = [];
  const known = /* @__PURE__ */ new Set();
  for (const [file, one] of ours) {
    const other = renamed(file, renaming);
    known.add(other);
    const another = theirs.get(other);
    if (another === void 0) alone.push([other, different("", one.kind, "not there")]);
    else both.push({ file, other, one, another });
  }
  for (const [file, { kind }] of theirs)
    if (!known.has(file)) alone.push([file, different("", "not there", kind)]);
  return { alone, both };
}
async function compareEntries(products, { one, another, interfaces }) {
  const { renaming } = products;
  if (one.kind !== another.kind) return different("", one.kind, another.kind);
  if (one.kind === "directory") return same();
  if (one.kind === "link") {
    if (one.target === another.target) return same();
    return renamed(one.target, renaming) === another.target ? same("store-path") : different("", `a link to ${one.target}`, `a link to ${another.target}`);
  }
  const verdict = await compareFiles(products);
  if (verdict.kind === "same") return verdict;
  if (isInterface(products.onTop)) return compareShown(products);
  if (!isRegistration(products.onTop)) return verdict;
  const [ours, theirs] = await Promise.all([
    readFile2(products.onTop, "utf8"),
    readFile2(products.plain, "utf8")
  ]);
  return compareRegistrations(ours, theirs, { renaming, interfaces }) ?? verdict;
}
async function compareFiles({ onTop, plain, renaming }) {
  const [ours, theirs] = await Promise.all([stat(onTop), stat(plain)]);
  return withFile(
    onTop,
    (one) => withFile(plain, (other) => compareContents({ onTop: one, plain: other }, renaming), theirs.size),
    ours.size
  );
}
async function compareShown({ onTop, plain, renaming, showInterface }) {
  const [ours, theirs] = await Promise.all([showInterface(onTop), showInterface(plain)]);
  if (ours === void 0 || theirs === void 0)
    return { kind: "unproven", why: "no GHC of the build is here to show the interface" };
  return compareInterfaces(ours, theirs, renaming);
}
var isInterface = (file) => /[.](?:\w+_)?hi$/.test(file);
var isRegistration = (file) => /(?:^|\/)package[.]conf[.]d\/[^/]+[.]conf$/.test(file);
function summed(verdicts) {
  const all = [...verdicts].sort(([one], [other]) => one < other ? -1 : 1);
  return {
    files: all.length,
    rules: new Set(all.flatMap(([, one]) => one.kind === "same" ? [...one.rules] : [])),
    differences: all.flatMap(([file, one]) => one.kind === "different" ? [{ file, ...one.place }] : []),
    unproven: all.flatMap(([file, one]) => one.kind === "unproven" ? [{ file, why: one.why }] : [])
  };
}
async function registeredPackages(root) {
  const tree = await readTree(root).catch(() => /* @__PURE__ */ new Map());
  return [...tree.keys()].filter(isRegistration).map((file) => file.replace(/^.*\/|[.]conf$/g, ""));
}

// src/report/verification.ts
function differencesOf2({ outputs }) {
  return outputs.flatMap((output) => output.differences.map((one) => ({ ...output, ...one })));
}

// src/engine/compare-builds.ts
import { existsSync } from "node:fs";
import { join as join8 } from "node:path";
var showSeconds = 120;
async function compareBuilds({ nix, read }, subjects) {
  const pairs = subjects.flatMap(({ name, outputs: outputs2 }) => outputs2.map((pair) => ({ name, ...pair })));
  const hashes = await narHashes(
    nix,
    pairs.flatMap(({ onTop, plain }) => [onTop, plain])
  );
  const renaming = new Map(pairs.map(({ onTop, plain }) => [hashOf(onTop), hashOf(plain)]));
  const compilers = compilersOf(read, subjects);
  const showInterface = (path) => show(compilers, path);
  const outputs = [];
  let missing = 0;
  for (const { name, output, onTop, plain } of pairs) {
    const [ours, theirs] = [hashes.get(onTop), hashes.get(plain)];
    if (ours === void 0 || theirs === void 0) {
      missing += 1;
      continue;
    }
    const compared = ours === theirs ? identical : await compareProducts({ onTop, plain, renaming, showInterface });
    const found = { ...compared, name, output, onTop, plain, rules: textsOf(compared) };
    tell2(found);
    outputs.push(found);
  }
  return { outputs, missing };
}
var identical = { files: 0, rules: /* @__PURE__ */ new Set(), differences: [], unproven: [] };
var textsOf = (compared) => Object.entries(rules).flatMap(
  ([rule, text]) => [...compared.rules].some((one) => one === rule) ? [text] : []
);
function tell2({ name, output, files, rules: rules2, differences: differences2, unproven }) {
  const what = output === "out" ? name : `${name}, output ${output}`;
  if (differences2.length > 0) info(`${what}: ${differences2.length} of ${files} files differ:`);
  else if (files === 0) info(`${what}: equal, by the hash of all.`);
  else info(`${what}: equal in ${files} files${rules2.length === 0 ? "" : `, but for ${rules2.join("; ")}`}.`);
  for (const { file, where, onTop, plain } of differences2) {
    info(`  ${file}${where === "" ? "" : `, ${where}`}:`);
    info(`    on top:  ${onTop}`);
    info(`    plainly: ${plain}`);
  }
  for (const { file, why } of unproven) info(`  ${file} cannot be compared: ${why}.`);
}
function compilersOf(read, subjects) {
  const found = /* @__PURE__ */ new Set();
  for (const { unit } of subjects) {
    if (unit === void 0) continue;
    for (const [input, outputs] of unit.derivation.inputDrvs)
      for (const output of outputs) {
        const path = read(input)?.outputs.get(output)?.path ?? "";
        if (nameOf(path) === unit.compiler && existsSync(join8(path, "bin/ghc")))
          found.add(join8(path, "bin/ghc"));
      }
  }
  return [...found];
}
async function show(compilers, path) {
  for (const compiler of compilers) {
    try {
      return (await run(compiler, ["--show-iface", path], { timeoutSeconds: showSeconds })).stdout;
    } catch (error3) {
      if (!(error3 instanceof ProcessError) || error3.reason === "cancelled") throw error3;
    }
  }
  return void 0;
}

// src/engine/subjects.ts
function subjectsOf(graph, units, { rewritten, replaced }) {
  const byPath = new Map(units.map((unit) => [unit.derivation.path, unit]));
  return [...graph.values()].flatMap(({ path, name, outputs }) => {
    const made = rewritten.get(path)?.outputs;
    const pairs = [...outputs].flatMap(([output, { path: plain }]) => {
      const onTop = made?.[output] ?? replaced.get(path)?.get(output)?.path;
      return onTop === void 0 || onTop === "" || onTop === plain ? [] : [{ output, onTop, plain }];
    });
    return pairs.length === 0 ? [] : [{ name, path, unit: byPath.get(path), outputs: pairs }];
  });
}
function comparedWith(subjects, others) {
  return subjects.map((subject) => {
    const made = others.get(subject.path)?.outputs;
    const outputs = subject.outputs.map((pair) => ({ ...pair, plain: made?.[pair.output] ?? pair.plain }));
    return { ...subject, outputs };
  });
}

// src/engine/modes/verify.ts
async function verify(context, progress2) {
  const { phase } = context;
  const prepared = await prepareHead(context, progress2);
  const { head, origins: origins2, base } = prepared;
  const rewriting = await rewriteHead(context, head, prepared.plans);
  const { plans } = rewriting;
  const subjects = subjectsOf(head.graph, head.units, rewriting);
  const derivationsOnTop = subjects.flatMap(
    ({ path }) => rewriting.rewritten.has(path) ? [rewriting.derivationOf(path)] : []
  );
  const onTop = await phase(
    "Build HEAD on top",
    () => build2(
      context,
      derivationsOnTop,
      wantedOf(head, (path) => rewriting.derivationOf(path))
    )
  );
  const plain = await phase(
    "Build HEAD plainly",
    () => build2(
      context,
      subjects.map(({ path }) => path),
      wantedOf(head, (path) => path)
    )
  );
  progress2.units = await headReports(
    {
      plans,
      derivationOf: (path) => rewriting.derivationOf(path),
      outPaths: /* @__PURE__ */ new Map(),
      log: onTop.log,
      failedLogs: []
    },
    origins2,
    base?.base
  );
  progress2.others = othersBuilt(
    [...prepared.fullLogs, onTop.log, plain.log],
    [
      ...base === void 0 ? [] : everyFullBuild(base).map(({ derivation }) => derivation),
      ...plans.flatMap(({ unit: { derivation } }) => [
        derivation.path,
        rewriting.derivationOf(derivation.path)
      ])
    ]
  );
  const known = {
    ...{ outputs: [], missing: 0, otherIds: [] },
    plain: plans.flatMap(({ kind, unit }) => kind === "plain" ? [unit.derivation.name] : []),
    disagreements: disagreementsOf(head, rewriting, { onTop, plain })
  };
  progress2.verification = known;
  failOnBuilds(context, known, { onTop, plain });
  const outPaths = outPathsOf(head, { rewritten: /* @__PURE__ */ new Map(), replaced: /* @__PURE__ */ new Map() });
  progress2.installables = head.installables.map(({ text }) => ({
    installable: text,
    outPaths: outPaths.get(text) ?? []
  }));
  progress2.built = true;
  const under = await identified(context, head, { rewriting, subjects });
  progress2.verification = await phase("Compare", async () => ({
    ...known,
    ...await compareBuilds(context, under.subjects),
    otherIds: under.names
  }));
  conclude(context, progress2.verification);
}
async function build2({ builder }, derivations, wanted) {
  return builder.build([.../* @__PURE__ */ new Set([...derivations.map((path) => `${path}^*`), ...wanted])], {
    keepGoing: true
  });
}
function disagreementsOf({ graph }, rewriting, { onTop, plain }) {
  const origins2 = new Map([...graph.keys()].map((path) => [rewriting.derivationOf(path), path]));
  const failed = ({ log }) => new Set(log.failures().map(({ derivation }) => origins2.get(derivation) ?? derivation));
  const [ours, theirs] = [failed(onTop), failed(plain)];
  return [
    ...[...ours].flatMap(
      (path) => theirs.has(path) ? [] : [{ name: nameOf(path), fails: "on top" }]
    ),
    ...[...theirs].flatMap(
      (path) => ours.has(path) ? [] : [{ name: nameOf(path), fails: "plainly" }]
    )
  ];
}
function failOnBuilds({ settings }, { disagreements: disagreements2 }, { onTop, plain }) {
  if (onTop.ok && plain.ok) return;
  const what = names(settings.installables);
  const [first] = disagreements2;
  const fails = first?.fails ?? (onTop.ok === plain.ok ? void 0 : onTop.ok ? "plainly" : "on top");
  const failing = disagreements2.filter((one) => one.fails === fails).map(({ name }) => name);
  const those = listed(failing.length > 0 ? failing : [what]);
  if (fails === "on top")
    throw new BuildFailure(
      `${those} fails on top of the full build, and not plainly: ${onTop.error}. ${advice}`,
      onTop.log
    );
  if (fails === "plainly")
    throw new BuildFailure(
      `${those} fails plainly, and not on top of the full build: ${plain.error}. ${advice}`,
      plain.log
    );
  throw new BuildFailure(
    `${what} does not build, neither on top of the full build nor plainly: ${plain.error}.`,
    plain.log
  );
}
var advice = "Please report this to the authors of the action, unless it fails now and then anyway.";
async function identified(context, head, { rewriting, subjects }) {
  const changes = /* @__PURE__ */ new Map();
  const names2 = [];
  for (const plan of rewriting.plans) {
    const { adapter, derivation } = plan.unit;
    const subject = subjects.find(({ path }) => path === derivation.path);
    if (plan.kind !== "incremental" || subject === void 0 || !await hasOtherIds(subject)) continue;
    changes.set(derivation.path, { kind: "identify", adapter, from: startOn(plan.full, derivation).from });
    names2.push(derivation.name);
  }
  if (changes.size === 0) return { subjects, names: names2 };
  info(`${listed(names2)}: the package id is that of the full build, plainly another.`);
  const rewritten = await rewriteGraph(context, rewriteRequest(head.graph, changes));
  const derivations = subjects.flatMap(({ path }) => rewritten.get(path)?.derivation ?? []);
  const { ok, error: error3, log } = await context.phase(
    "Build HEAD under the package ids of full builds",
    () => build2(context, derivations, [])
  );
  if (!ok)
    throw new BuildFailure(
      `${listed(names2)} cannot be built from scratch under the package id of the full build, to compare with: ${error3}.`,
      log
    );
  return { subjects: comparedWith(subjects, rewritten), names: names2 };
}
async function hasOtherIds({ outputs }) {
  const [ours, theirs] = await Promise.all(
    [outputs.map(({ onTop }) => onTop), outputs.map(({ plain }) => plain)].map(
      async (paths) => (await Promise.all(paths.map(registeredPackages))).flat().sort().join(" ")
    )
  );
  return ours !== theirs;
}
function conclude({ ladder }, verification) {
  const { outputs } = verification;
  const differences2 = differencesOf2(verification);
  const first = differences2.find(({ where }) => where.startsWith("member ")) ?? differences2[0];
  if (first !== void 0) {
    const { name, output, file, where, onTop, plain } = first;
    const more = differences2.length - 1;
    throw new UserError(
      `What was built on top of the full build is not what the plain build makes: ${[name, ...output === "out" ? [] : [output], file || "all of it", where].filter((text) => text !== "").join(", ")} is ${onTop}, plainly ${plain}${more === 0 ? "" : `, and ${more} more differ`}. Please report this to the authors of the action, with the log of this job. Until then, \`revision\` names a commit with other full builds.`
    );
  }
  if (outputs.length === 0)
    ladder.complain(
      "Nothing was verified: no unit was built on top of a full build, or taken from one, so that there was nothing to compare. Run it where a package is built incrementally, or name the commit of the full build by `revision`."
    );
  const unproven = outputs.flatMap((one) => one.unproven);
  if (unproven.length > 0)
    ladder.complain(
      `Not all was verified: ${unproven.length} files could not be compared, ${unproven[0]?.file} first (${unproven[0]?.why}). Run it where the compiler is in the store of the machine.`
    );
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
    sources: void 0,
    base: void 0,
    installables: [],
    built: false,
    units: [],
    others: [],
    notices: [],
    messages: [],
    simulation: void 0,
    verification: void 0
  };
}
function ladderFor(mode, branches, strict) {
  if (buildsHead(mode)) return createLadder(strict);
  return createLadder(strict && !branches, mode === "full" || branches ? "gets no full build" : void 0);
}
async function timed(progress2, name, body) {
  const start = performance.now() / 1e3 - progress2.began;
  try {
    return await group(name, body);
  } finally {
    progress2.phases.push({ name, start, seconds: performance.now() / 1e3 - progress2.began - start });
  }
}
function reportOf(progress2) {
  const { mode, sources, base, cacheName, installables, units, others } = progress2;
  const { surroundings, phases, ladder, notices, messages, simulation, verification } = progress2;
  const checkout = sources?.history.checkout;
  return {
    mode,
    head: checkout === void 0 ? void 0 : { revision: checkout.head, time: checkout.headTime },
    base,
    cacheName,
    installables,
    units,
    others,
    phases,
    warnings: ladder.warnings,
    notices,
    messages,
    ...simulation === void 0 ? {} : { simulation },
    ...verification === void 0 ? {} : { verification },
    ...repositoryOf(surroundings, checkout?.head)
  };
}
async function failureReport(progress2, settings, error3) {
  const { sources } = progress2;
  const messages = sources === void 0 ? [] : await seek(messagesOfFailure(error3, { settings, sources }));
  return {
    ...reportOf(progress2),
    // The errors themselves are in the log whatever happens.
    messages: isFailed(messages) ? [] : messages,
    failure: { message: error3.message, builds: failedBuilds(error3) }
  };
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
  for (const pruner of pruners) tell3(await pruner.prune(keep, new Set(inUse), now));
}
function tell3({ removed, freedBytes, problem }) {
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
async function recover(tools, progress2, { failed, error: error3 }) {
  const { ladder } = progress2;
  const { installables, mode, strict } = tools.settings;
  const doubted2 = error3 instanceof DoubtfulFailure ? error3.failure : void 0;
  if (mode === "verify") {
    if (doubted2 !== void 0) throw doubted2;
    return ladder.complain(
      `Nothing was verified: something failed that the build itself does not need (${failed}). If this goes on, please report it to the authors of the action, with the log of this job.`
    );
  }
  if (progress2.built)
    return ladder.complain(
      `HEAD is built, but not all of what became of it is reported: ${failed}. If this goes on, please report it to the authors of the action, with the log of this job.`
    );
  const stepDown = () => ladder.stepDown(names(installables), "unexpected", failed);
  if (mode !== "incremental") return stepDown();
  if (doubted2 === void 0) stepDown();
  else if (strict) throw doubted2;
  try {
    progress2.installables = await timed(progress2, "Build HEAD", () => buildPlainly(tools));
  } catch (failure) {
    throw failure instanceof UserError ? doubted2 ?? failure : failure;
  }
  progress2.units = progress2.units.map((unit) => ({
    ...unit,
    build: "plain",
    reason: "something else failed"
  }));
  if (doubted2 !== void 0) stepDown();
}

// src/engine/simulation/replay-history.ts
import { dirname as dirname3 } from "node:path";

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
  const own = date === void 0 ? nameOf3(levels) : `date: ${date}`;
  const others = usual.map(([name, seconds]) => {
    const choice = { revisions: [], date: void 0, levels: [{ seconds, offset: 0 }], parents };
    return { name, configured: name === own, choice };
  });
  if (others.some(({ configured }) => configured)) return others;
  return [...others, { name: own, configured: true, choice: { revisions: [], date, levels, parents } }];
}
function nameOf3(levels) {
  const [longest2] = levels.toReversed();
  const offset = longest2 === void 0 || "cron" in longest2 ? 0 : longest2.offset;
  const names2 = levels.toReversed().map(nameOfInterval).join(", ");
  return offset === 0 ? names2 : `${names2}, offset ${inUnits(offset)}`;
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
  const levelled2 = /* @__PURE__ */ new Map();
  const add = ({ revision, coarser }) => {
    if (coarser === void 0) scratch.add(revision);
    else {
      levelled2.set(`${revision} ${coarser.revision}`, { revision, coarser: coarser.revision });
      add(coarser);
    }
  };
  for (const { base } of steps) add(base);
  return { scratch: [...scratch], levelled: [...levelled2.values()] };
}
function figuresOf({ name, configured }, steps, estimate) {
  const { scratch, levelled: levelled2 } = fullBuildsOf(steps);
  const commits = steps.map(({ commit, base }) => estimate(base.revision, commit));
  const builds = levelled2.map(({ revision, coarser }) => estimate(coarser, revision));
  const per100 = (number) => 100 * number / steps.length;
  return {
    name,
    configured,
    fullBuilds: per100(scratch.length),
    levelledBuilds: per100(levelled2.length),
    levelledWork: levelled2.length === 0 ? 0 : scaled(meanOf(builds, "middle"), per100(levelled2.length)),
    pinned: commits.filter(({ pinned }) => pinned).length / steps.length,
    low: meanOf(commits, "low"),
    middle: meanOf(commits, "middle")
  };
}
function meanOf(estimates, which) {
  const shares = estimates.flatMap((one) => one[which] ?? []);
  return shares.length === 0 ? void 0 : shares.reduce((sum2, share) => sum2 + share, 0) / shares.length;
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
  const changes = await changesOf2(history, pairs);
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
async function replayAll(history, replay, { candidates, limitSeconds: limitSeconds3 }) {
  const end = performance.now() + limitSeconds3 * 1e3;
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
  } catch (error3) {
    if (error3 instanceof UndatedError) return void 0;
    throw error3;
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
  } catch (error3) {
    if (!(error3 instanceof ProcessError) || error3.reason !== "failed") throw error3;
    return { head: sourcesOf(files, []), imports: false };
  }
}
async function changesOf2(history, pairs) {
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
var limitSeconds2 = 300;
async function replayHistory(settings, opening, progress2) {
  const replayed = await seek(
    timed(progress2, "Replay history", async () => {
      const sources = await opening;
      progress2.sources = sources;
      const found = await simulate(sources.history, {
        commits: settings.simulate,
        candidates: candidatesOf(settings),
        directories: directoriesOf(settings, sources),
        limitSeconds: limitSeconds2
      });
      tell4(found);
      return found;
    })
  );
  if (isFailed(replayed))
    return progress2.ladder.complain(
      `History was not replayed: ${replayed.failed}. Give a smaller number to \`simulate\`, or check out with \`fetch-depth: 0\`.`
    );
  progress2.simulation = replayed;
}
function directoriesOf({ file }, { locations }) {
  const directories = file === void 0 ? locations : locations.map((path) => dirname3(path));
  return [...new Set(directories)].map((directory) => directory === "." ? "" : directory);
}
function tell4({ commits, from, to, intervals }) {
  info(`${commits} commits${commits === 0 ? "." : `, from ${isoTime(from)} to ${isoTime(to)}:`}`);
  for (const line of simulationTable(intervals).split("\n")) info(line);
}

// src/engine/sources.ts
import { existsSync as existsSync2, realpathSync as realpathSync2 } from "node:fs";
import { dirname as dirname4, join as join9, relative as relative2, resolve } from "node:path";
async function openSources(settings, reach) {
  const directories = settings.installables.map(
    (installable) => settings.file === void 0 ? resolve(settings.workspace, installable.directory) : dirname4(settings.file)
  );
  const missing = directories.findIndex((directory) => !existsSync2(directory));
  if (missing >= 0)
    throw new UserError(
      `Input \`installables\`: \`${settings.installables[missing]?.text}\` names a directory that does not exist. Write it relative to the root of the workspace.`
    );
  const checkout = await openCheckout(directories[0] ?? settings.workspace);
  const topLevel = realpathSync2(checkout.topLevel);
  const locations = directories.map((directory, index) => {
    const installable = settings.installables[index];
    const path = settings.file ?? flakeDirectory(realpathSync2(directory), topLevel, installable);
    const location = relative2(topLevel, path);
    if (location.startsWith(".."))
      throw new UserError(
        `Input \`installables\`: \`${installable?.text}\` lies in another repository than the first. Use the action once for each repository.`
      );
    return location;
  });
  return { history: openHistory({ checkout, ...reach }), locations };
}
function flakeDirectory(directory, topLevel, installable) {
  const start = join9(directory, new URLSearchParams(installable?.parameters).get("dir") ?? "");
  for (let path = start; ; path = dirname4(path)) {
    if (existsSync2(join9(path, "flake.nix"))) return path;
    if (path === topLevel || path === dirname4(path)) break;
  }
  throw new UserError(
    `Input \`installables\`: there is no flake.nix for \`${installable?.text}\`. Name the flake's directory, as in \`./directory#pkg\`, or set \`file\` to build from a Nix file.`
  );
}

// src/engine/run.ts
async function run2(settings, given) {
  const progress2 = createProgress(settings, given.surroundings);
  const sources = openSourcesOf(settings, given);
  try {
    if (settings.simulate !== void 0) {
      await replayHistory({ ...settings, simulate: settings.simulate }, sources, progress2);
      return reportOf(progress2);
    }
    const tools = await openTools(settings, given, progress2);
    const outcome = await seek(runMode({ ...tools, sources }, given, progress2));
    if (isFailed(outcome)) await recover(tools, progress2, outcome);
    return reportOf(progress2);
  } catch (error3) {
    if (!(error3 instanceof UserError)) throw error3;
    return await failureReport(progress2, settings, error3);
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
  if (settings.mode === "verify") return verify(context, progress2);
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
  if (boundary === void 0) return "as the input `revision` says";
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
    const reasons2 = all.filter(({ reason }) => kindOf(reason) === kind).sort((a, b) => b.modules.length - a.modules.length);
    const count2 = reasons2.reduce((sum2, { modules }) => sum2 + modules.length, 0);
    return count2 === 0 ? [] : [{ kind, count: count2, reasons: reasons2 }];
  });
}

// src/report/units.ts
var origins = {
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
    { title: "Full build", cell: ({ origin }) => origins[origin] },
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
  const full = left.filter(({ build: build3 }) => build3 === "full");
  const lists = [
    {
      one: "unchanged unit",
      many: "unchanged units",
      list: left.filter(({ build: build3 }) => build3 === "unchanged")
    },
    ...[...new Set(full.map(({ origin }) => origin))].map((origin) => ({
      one: `unit with a full build ${origins[origin]}`,
      many: `units with full builds ${origins[origin]}`,
      list: full.filter((one) => one.origin === origin)
    })),
    {
      one: "unit that was not built",
      many: "units that were not built",
      list: left.filter(({ build: build3 }) => build3 === "none")
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
  const total2 = modulesOf(one);
  if (total2 === 0 || one.build === "none" && one.compiled.length === 0) return "\u2013";
  return `${one.compiled.length.toLocaleString("en-US")} of ${total2.toLocaleString("en-US")}`;
}
function namesOf(report, units, most) {
  const nameOf4 = namer(report);
  const line = (list) => capped(list, most, nameOf4, (number) => `\u2026 and ${count(number, "more unit")}`).join(", ");
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
  const kinds2 = groupByReason(compiled).map((group2) => `${reasonKinds[group2.kind]} (${group2.count.toLocaleString("en-US")})`).join(", ");
  const nameOf4 = namer(report);
  const body = capped(
    onTop,
    most,
    (one) => `${report.units.length === 1 ? "" : `${nameOf4(one)}:

`}${reasonsTable(one.compiled, most)}`,
    (number) => `\u2026 and ${count(number, "more unit")}.`
  ).join("\n\n");
  const what = `${count(compiled.length, "module")} compiled on top of ${onTop.length === 1 ? "the full build" : "full builds"}`;
  return details(`${what}: ${kinds2}`, body);
}
function reasonsTable(compiled, most) {
  const rows = groupByReason(compiled).flatMap(
    ({ kind, reasons: reasons2 }) => reasons2.map(({ reason, modules }) => [
      reason === void 0 ? reasonKinds[kind] : escaped(reason),
      String(modules.length),
      capped(modules, most, code, (number) => `\u2026 and ${number} more`).join(", ")
    ])
  );
  const shown = table(["Reason that GHC gave", "Modules", "Which"], rows.slice(0, most));
  return rows.length <= most ? shown : `${shown}

\u2026 and ${count(rows.length - most, "more reason")}.`;
}

// src/report/others.ts
function othersSection({ others }, most) {
  if (others.length === 0) return "";
  const known = others.flatMap(({ seconds }) => seconds ?? []);
  const sum2 = known.reduce((total2, seconds) => total2 + seconds, 0);
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
  const compiled = units.reduce((sum2, one) => sum2 + one.compiled.length, 0);
  const total2 = units.reduce((sum2, one) => sum2 + modulesOf(one), 0);
  const built = having((one) => modulesOf(one) > 0 && (wasBuilt(one) || one.compiled.length > 0));
  const unknown = having((one) => wasBuilt(one) && modulesOf(one) === 0);
  const unchanged = having(({ build: build3 }) => build3 === "unchanged");
  const there = having((one) => one.build === "full" && one.origin !== "built");
  const left = having(({ build: build3, compiled: compiled2 }) => build3 === "none" && compiled2.length === 0);
  const before = buildsHead(mode) ? having(({ origin }) => origin === "built") : 0;
  const clauses = [
    clause(
      built,
      (units2) => `${compiled.toLocaleString("en-US")} of ${count(total2, "module")} compiled in ${units2}`
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
  const begin2 = `${first.charAt(0).toUpperCase()}${first.slice(1)}`;
  return rest.length === 0 ? `**${begin2}.**` : `**${begin2}**; ${rest.join("; ")}.`;
}
function clause(number, text) {
  return number === 0 ? [] : [text(count(number, "unit"), number === 1)];
}

// src/report/time-saved.ts
function timeSaved({ units, phases, failure }) {
  if (failure !== void 0) return "";
  const onTop = units.filter(({ build: build3 }) => build3 === "incremental" || build3 === "unchanged");
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
  const restore2 = onTop.some(({ origin }) => origin === "cache") ? sum(
    phases.filter(({ name }) => name === restorePhase),
    ({ seconds }) => seconds
  ) : 0;
  const saved = full - head - restore2;
  const restored = restore2 >= 0.5 ? `, and restoring ${duration(restore2)}` : "";
  const [them, were] = known.length === 1 ? ["the full build", "it was"] : ["the full builds", "they were"];
  const comparison = `${them} took ${duration(full)} when ${were} made, HEAD ${duration(head)} on top${restored}${without}.`;
  return saved >= 1 ? `**${duration(saved)} saved**: ${comparison}` : `No time was saved: ${comparison}`;
}
function timesOf({ build: build3, seconds, fullSeconds }) {
  const head = build3 === "unchanged" ? 0 : seconds;
  return head === void 0 || fullSeconds === void 0 ? void 0 : { full: fullSeconds, head };
}
function exception(unknown) {
  return unknown === 0 ? "" : `; ${count(unknown, "unit")} whose times are not known ${unknown === 1 ? "is" : "are"} left out`;
}
function sum(items2, of) {
  return items2.reduce((total2, item) => total2 + of(item), 0);
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
    harmless2(verification),
    leftOut(verification, most)
  ].filter((part) => part !== "").join("\n\n");
}
function differsIn(verification) {
  return verification.disagreements.length > 0 || differencesOf2(verification).length > 0;
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
  const different2 = differencesOf2(verification).length;
  const unproven = outputs.flatMap((one) => one.unproven).length;
  const clauses = [
    ...equal === 0 ? [] : [`${count(equal, "output")} by the hash of all`],
    ...files === 0 ? [] : [`${count(outputs.length - equal, "output")} in ${count(files, "file")}`]
  ].join(", ");
  const unknown = unproven === 0 ? "" : ` Of ${count(unproven, "file")} it cannot be told.`;
  const result = different2 === 0 ? "nothing differs" : `${count(different2, "file")} ${different2 === 1 ? "differs" : "differ"}`;
  return `Compared with the plain build: ${clauses}; **${result}**.${unknown}`;
}
function differences(verification, most) {
  const all = differencesOf2(verification);
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
function harmless2({ outputs, otherIds }) {
  const rules2 = [...new Set(outputs.flatMap((one) => one.rules))].map((rule) => `- ${rule}`);
  const ids = otherIds.map(
    (name) => `- the id of the package of ${code(name)}: compared with a build from scratch under the same id`
  );
  return rules2.length + ids.length === 0 ? "" : details("What differs and means nothing", [...rules2, ...ids].join("\n"));
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
function headline(report) {
  const { failure, mode, units, verification } = report;
  if (verification !== void 0 && differsIn(verification)) return "The build on top is not the plain build";
  if (failure !== void 0) return "The build failed";
  if (report.simulation !== void 0) return "What intervals would have cost";
  if (mode === "verify" && (verification === void 0 || verification.outputs.length === 0))
    return headlines.verify.none;
  if (mode === "incremental" && units.length > 0 && units.every(({ build: build3 }) => build3 === "unchanged"))
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
  const scratch = await makeScratch(surroundings.job.runnerTemp);
  const clean = () => rm2(scratch, { recursive: true, force: true });
  const saved = await unlessFailed(
    async () => saveState({ scratch }),
    (why) => warn(`The post step will not know of this one, and pushes no full build: ${why}. ${fileRemedy}.`)
  );
  for (const signal of ["SIGINT", "SIGTERM"]) {
    process.once(signal, () => {
      cancelAll();
      setTimeout(() => void clean().finally(() => process.exit(1)), cancelLimitSeconds * 1e3);
    });
  }
  try {
    const report = await run2(inputs, {
      surroundings,
      scratch,
      now: Math.floor(Date.now() / 1e3),
      handOver: handOverFrom(scratch)
    });
    await unlessFailed(
      async () => annotate(report, inputs.annotations),
      (why) => warn(`Warnings of compilers are not shown at their lines: ${why}.`)
    );
    if (inputs.summary)
      await unlessFailed(
        () => summary.addRaw(summaryOf(report)).write(),
        (why) => warn(`There is no job summary: ${why}. ${fileRemedy}, or set \`summary: false\`.`)
      );
    if (inputs.comment && inputs.mode !== "full")
      await commentOnPullRequest(report, {
        token: inputs.token,
        installables: inputs.installables.map(({ text }) => text),
        environment: process.env
      });
    await unlessFailed(
      async () => {
        for (const [name, value] of Object.entries(outputsOf2(report))) setOutput(name, value);
      },
      (why) => warn(`The outputs of the step are not set: ${why}. ${fileRemedy}.`)
    );
    if (report.failure !== void 0) {
      await showLogs(report.failure);
      setFailed(failureText(report.failure));
    }
  } finally {
    if (cancelled.aborted || !saved) await clean();
  }
}
var fileRemedy = "See whether the files that the runner names can be written";
async function makeScratch(runnerTemp) {
  const prefix = "incremental-nix-";
  return mkdtemp(join10(runnerTemp, prefix)).catch(() => mkdtemp(join10(tmpdir(), prefix)));
}
async function unlessFailed(tell5, complain) {
  try {
    await tell5();
    return true;
  } catch (error3) {
    complain(messageOf(error3));
    return false;
  }
}
async function showLogs({ builds }) {
  for (const { name, log } of builds) {
    info(`The log of ${name}:`);
    await foreign(async (print) => log.forEach(print));
  }
}
begin();
try {
  await main();
} catch (error3) {
  await fail(error3);
}
process.exit();
