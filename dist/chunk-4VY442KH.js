import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  attribute,
  attributeNames,
  attributeWords,
  entryOf,
  everyFullBuild,
  findUnits,
  installablesOf,
  isFixedOutput,
  lockedSources,
  pairUnits,
  parseDerivation,
  pushRequest,
  replacementBy,
  restoreFullBuilds,
  rewriteRequest,
  runsPhases,
  startOn,
  textPath,
  validAmong,
  walk,
  withDependents
} from "./chunk-PL27EFW4.js";
import {
  isFailed,
  locatorOf,
  seek
} from "./chunk-DSUKO6ZW.js";
import {
  BuildFailure,
  DoubtfulFailure,
  EvaluationFailure,
  ForeignStoreError,
  holdBack,
  listed
} from "./chunk-MTGYLI3R.js";
import {
  UndatedError,
  baseOf,
  cacheScopes,
  findBase,
  findStart,
  isoTime,
  levelsOf,
  restorePhase,
  revisionsOf,
  rungFor,
  startCommit,
  startsAtMerge,
  withLevels
} from "./chunk-VWCMMM3O.js";
import {
  createBuildLog,
  dryRun,
  evaluationLimitSeconds
} from "./chunk-5UNMQDT2.js";
import {
  endedBy,
  lastErrorOf,
  nixFile,
  nixString
} from "./chunk-EN6BY45L.js";
import {
  nameOf
} from "./chunk-MVCJGDJC.js";
import {
  formatInstallable,
  isWildcard,
  mayWrite,
  newestFullBuild,
  outputsOf
} from "./chunk-CKHIQXFW.js";
import {
  cacheKey,
  dependenciesKey,
  failureKey,
  keyPrefix,
  parseKey
} from "./chunk-5F3SDHX5.js";
import {
  RemoteError,
  previousBoundaries,
  readAnswer
} from "./chunk-L64ZD6G7.js";
import {
  info,
  notice
} from "./chunk-JYBIBX6L.js";
import {
  UserError,
  messageOf
} from "./chunk-HFEJXLD7.js";
import {
  ProcessError,
  cancelled
} from "./chunk-KFJ2C5U2.js";

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

// src/adapters/cargo/recognise.ts
var cargo = {
  name: "cargo",
  recognise(derivation) {
    if (!isBuild(derivation) || keepsIntermediates(derivation)) return void 0;
    const compiler = compilerOf(derivation);
    const name = attribute(derivation, "pname") ?? attribute(derivation, "name");
    return compiler === void 0 || name === void 0 ? void 0 : { package: name, compiler };
  }
};
var hooks = ["cargo-setup-hook.sh", "cargo-build-hook.sh"];
var ownPhases = ["buildPhase", "dontCargoBuild", "dontBuild"];
function isBuild(derivation) {
  const inputs = inputsOf(derivation);
  return hooks.every((hook) => inputs.includes(hook)) && runsPhases(derivation) && ownPhases.every((name) => (attribute(derivation, name) ?? "") === "");
}
function compilerOf(derivation) {
  const inputs = inputsOf(derivation);
  return inputs.find((name) => /^rustc-(?:wrapper-)?\d/.test(name)) ?? inputs.find((name) => /^rust-(?:\d|(?:default|minimal|complete|mixed|stable|beta|nightly)\b)/.test(name));
}
var inputsOf = (derivation) => attributeWords(derivation, "nativeBuildInputs").map(nameOf);

// src/adapters/checkpoint/recognise.ts
var checkpoint = {
  name: "checkpoint",
  recognise(derivation) {
    if (!runsOwnPhases(derivation) || keepsIntermediates(derivation)) return void 0;
    if (isOfOtherTools(derivation) || !callsBuildTool(derivation)) return void 0;
    return { package: packageOf(derivation), compiler: compilerOf2(derivation) };
  }
};
function runsOwnPhases(derivation) {
  const is = (name) => (attribute(derivation, name) ?? "") !== "";
  return /-default-builder\.sh$/.test(derivation.args.at(-1) ?? "") && is("stdenv") && (is("src") || attributeWords(derivation, "srcs").length > 0) && runsPhases(derivation) && !is("dontBuild") && !attributeWords(derivation, "passAsFile").includes("buildCommand");
}
var otherAttributes = /^(cargo.*|goModules|goPackagePath|vendorHash|npm(Deps|Workspace|Build).*|yarnOfflineCache|pnpmDeps|nugetDeps|dotnet.*|mixFodDeps|mvn.*|gradle.*|pyproject|setupPyBuildFlags|perlPostHook|gemPath|setupCompilerEnvironmentPhase|SETUP_HS|elispFiles|erlangPackages)$/i;
var otherTools = /^(cargo|rustc|rust|go|ghc|nodejs|npm|yarn|pnpm|dotnet|dune|ocaml\d*|zig|swift|sbt|gradle|maven|bazel|scons|waf|qmake|gn|stack|cabal|pypa|pip|setuptools|wheel|python\d*(?:\.\d+)?-(?:imports|runtime|remove|output|namespace|catch)|python-(?:imports|runtime|remove|output|namespace|catch)|bundler)(?:[-_.].*)?$/;
function isOfOtherTools(derivation) {
  return attributeNames(derivation).some((name) => otherAttributes.test(name)) || toolsOf(derivation).some((name) => otherTools.test(name));
}
var calls = /(?:^|[\s;&|(])(?:make|ninja|cmake\s+--build|meson\s+compile|(?:ninja|make)BuildPhase)(?=\s|;|$)/gm;
var callsIn = (text) => text.match(calls)?.length ?? 0;
var buildSystem = /^(cmake|ninja|samurai|meson|autoreconf-hook|autoconf|automake)(?:-|$)/;
function callsBuildTool(derivation) {
  const text = (name) => attribute(derivation, name) ?? "";
  const own = text("buildPhase");
  if (["preBuild", "postBuild"].some((name) => callsIn(text(name)) > 0)) return false;
  if (own !== "") {
    const hooks2 = /^\s*runHook preBuild\s*$/m.test(own) && /^\s*runHook postBuild\s*$/m.test(own);
    return hooks2 && callsIn(own) === 1;
  }
  if (toolsOf(derivation).some((name) => buildSystem.test(name))) return true;
  const installs = text("installPhase") === "" || callsIn(text("installPhase")) > 0;
  const flags = ["makeFlags", "buildFlags", "makefile", "enableParallelBuilding"];
  return installs || flags.some((name) => attributeWords(derivation, name).length > 0 || text(name) !== "");
}
function toolsOf(derivation) {
  return ["nativeBuildInputs", "buildInputs"].flatMap((name) => attributeWords(derivation, name)).map((path) => nameOf(path));
}
function packageOf(derivation) {
  return attribute(derivation, "pname") ?? derivation.name.replace(/-\d[^-]*$/, "");
}
function compilerOf2(derivation) {
  const named = toolsOf(derivation).find((name) => /^(?:.*-)?(?:gcc|clang)(?:-wrapper)?-\d/.test(name));
  return named ?? nameOf(attribute(derivation, "stdenv") ?? "");
}

// src/adapters/go/recognise.ts
var go = {
  name: "go",
  recognise(derivation) {
    if (!isBuild2(derivation) || keepsIntermediates(derivation)) return void 0;
    const compiler = compilerOf3(derivation);
    const name = attribute(derivation, "pname") ?? attribute(derivation, "name");
    return compiler === void 0 || name === void 0 ? void 0 : { package: name, compiler };
  }
};
function isBuild2(derivation) {
  const text = (name) => attribute(derivation, name) ?? "";
  return runsPhases(derivation) && /^\s*export GOCACHE="?\$TMPDIR\/go-cache"?$/m.test(text("configurePhase")) && /^\s*runHook preBuild\b/m.test(text("buildPhase")) && /^\s*(?:buildGoDir install|go (?:build|install))(?: |$)/m.test(text("buildPhase"));
}
function compilerOf3(derivation) {
  return attributeWords(derivation, "nativeBuildInputs").map(nameOf).find((name) => /^go-[\d.]+/.test(name));
}

// src/adapters/haskell/belief.ts
function believe(failed) {
  if (failed.phase !== "buildPhase")
    return doubted(failed.phase === void 0 ? "its phase is not known" : `it failed in ${failed.phase}`);
  if (failed.log.length === 0) return doubted("its log was not kept");
  const suspect = suspects.find(({ pattern }) => failed.log.some((line) => pattern.test(line)));
  if (suspect !== void 0) return doubted(suspect.meaning);
  const doubts = failed.errors.map((error) => doubtOf(error, failed));
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
function doubtOf(error, { compiled, isOfHead }) {
  const { file, text, quoted } = error;
  if (file.startsWith("/") || /(^|\/)(dist|dist-newstyle)\//.test(file)) return `${file} is not a source`;
  if (!compiled.has(file)) return `the log does not show that ${file} was compiled`;
  const grammar = /^(?:parse|lexical) error\b/.test(text);
  if (quoted === void 0 && !grammar) return `the line of ${file} was not quoted`;
  if (atCompileTime.test(text) || quoted !== void 0 && isSplice(quoted))
    return `code that runs at compile time is involved in ${file}`;
  if (/\bNB: .* is defined in /s.test(text)) return `GHC saw two packages or modules of one name in ${file}`;
  return isOfHead(error) ? void 0 : `${file} does not have that line at HEAD`;
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

// src/adapters/haskell/recognise.ts
var haskell = {
  name: "haskell",
  recognise(derivation) {
    if (!isBuild3(derivation) || keepsIntermediates(derivation)) return void 0;
    const compiler = compilerOf4(derivation);
    const name = attribute(derivation, "pname");
    if (compiler === void 0 || name === void 0) return void 0;
    const obstacle = obstacleOf(derivation, compiler);
    return { package: name, compiler, ...obstacle === void 0 ? {} : { obstacle } };
  },
  believe,
  recompilesAll
};
function isBuild3(derivation) {
  const text = (name) => attribute(derivation, name) ?? "";
  return attributeWords(derivation, "prePhases").includes("setupCompilerEnvironmentPhase") && attributeWords(derivation, "preConfigurePhases").includes("compileBuildDriverPhase") && runsPhases(derivation) && /^\s*runHook preConfigure$/m.test(text("configurePhase")) && /\.\/Setup configure /.test(text("configurePhase")) && /^\s*runHook preBuild$/m.test(text("buildPhase")) && /^\s*\.\/Setup build(?: |$)/m.test(text("buildPhase"));
}
function compilerOf4(derivation) {
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
    const compiler = compilerOf5(derivation);
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
  const isBuild4 = /\/bin\/(?:Setup|default-setup[^/]*)$/.test(text("SETUP_HS")) && runsPhases(derivation) && /^\s*runHook preConfigure$/m.test(text("configurePhase")) && /\$SETUP_HS configure .*\$configFiles\/configure-flags/.test(text("configurePhase")) && /^\s*runHook preBuild$/m.test(text("buildPhase"));
  return isBuild4 && text("pname").endsWith(`-${kind}-${component}`) ? text("pname") : void 0;
}
function compilerOf5(derivation) {
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
var adapters = [haskell, haskellNix, go, cargo, checkpoint];
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
function isEvaluationFailure(error) {
  return error instanceof ProcessError && error.reason !== "cancelled" && error.reason !== "not-found";
}
function isMissing(stderr) {
  return /does not provide attribute|attribute '[^']*' in selection path|does not contain a '[^']*flake\.nix'/.test(
    lastErrorOf(stderr)
  );
}
async function unlessEvaluationFails(work) {
  try {
    return await work;
  } catch (error) {
    if (isEvaluationFailure(error)) return error;
    throw error;
  }
}

// src/engine/installables.ts
async function argumentsOf(nix, tree, index, installable) {
  if (!isWildcard(installable)) return [{ text: installable.text, argument: tree.whole(index) }];
  const { outputs } = installable;
  const attributePath = installable.attributePath.slice(0, -1);
  const set = formatInstallable(tree.reference(index), { attributePath, outputs: [] });
  const paths = await derivationsIn(nix, [...tree.options, set]);
  const [reference = ""] = installable.text.includes("#") ? installable.text.split("#") : [];
  return paths.map((path) => {
    const found = { attributePath: [...attributePath, ...path], outputs };
    return {
      text: formatInstallable(reference, found),
      argument: formatInstallable(tree.reference(index), found)
    };
  });
}
function names(installables) {
  return installables.map((installable) => installable.text || "the file").join(", ");
}

// src/nix/intermediates.ts
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join as join2 } from "node:path";
async function recordedModules(intermediates) {
  const lines = (await recorded(intermediates, "modules")).matchAll(/^(\d+) (.+)$/gm);
  const modules = new Map([...lines].map(([, number, directory = ""]) => [directory, Number(number)]));
  return modules.size === 0 ? void 0 : modules;
}
async function recordedSeconds(intermediates) {
  const text = await recorded(intermediates, "seconds");
  return /^\s*\d+\s*$/.test(text) ? Number(text) : void 0;
}
async function recordedApart(intermediates) {
  if (await recorded(intermediates, "apart") !== "") return true;
  return existsSync(intermediates) ? false : void 0;
}
var recorded = (intermediates, name) => readFile(join2(intermediates, "incremental-nix", name), "utf8").catch(() => "");
async function countModules(path) {
  const files = await readdir(path, { recursive: true }).catch(() => []);
  return files.filter((file) => file.endsWith(".hi")).length;
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
var isHarmless = (code) => harmless.some((one) => one === code);
function stepDownUnits(ladder, plans) {
  const groups = /* @__PURE__ */ new Map();
  for (const plan of plans) {
    if (plan.kind !== "plain") continue;
    const { code } = plan.why;
    if (isHarmless(code)) continue;
    const detail = "detail" in plan.why ? plan.why.detail : "";
    const key = JSON.stringify([code, detail]);
    const group = groups.get(key) ?? { rung: code, detail, names: [] };
    group.names.push(plan.unit.derivation.name);
    groups.set(key, group);
  }
  for (const { rung, detail, names: names2 } of groups.values()) ladder.stepDown(listed(names2), rung, detail);
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
async function headReports(head, origins, base) {
  return Promise.all(head.plans.map((plan) => headReport(plan, planned(plan, base), { head, origins })));
}
async function headReport(plan, known, { head, origins }) {
  const derivation = head.derivationOf(plan.unit.derivation.path);
  const own = { ...known, build: plan.kind, ...secondsOf(head.log, derivation) };
  const { compiled, considered } = head.log.modules(derivation);
  if (plan.kind === "plain") return { ...own, compiled, modulesTotal: total(considered) };
  const before = await factsOf(plan.full);
  const onBase = { ...own, origin: origins.get(plan.full) ?? "none", ...before.recorded };
  if (plan.kind === "unchanged") {
    const { seconds: _, ...unbuilt } = onBase;
    return { ...unbuilt, modulesTotal: total(before.modules) };
  }
  return { ...onBase, compiled, modulesTotal: total(new Map([...before.modules, ...considered])) };
}
async function fullReports(base, origins, logs) {
  const own = new Set(base.fullBuilds.values());
  const above = everyFullBuild(base).filter((full) => !own.has(full) && origins.get(full) !== "found");
  return Promise.all([
    ...base.units.map((unit) => reportOn(unit, base.fullBuilds.get(unit.derivation.path))),
    ...above.map(async (full) => ({ ...await reportOn(full.unit, full), ownBase: full.base }))
  ]);
  function reportOn(unit, full) {
    const origin = full === void 0 ? "none" : origins.get(full) ?? "none";
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
  return [...modules.values()].reduce((sum, number) => sum + number, 0);
}
function secondsOf(log, derivation) {
  const seconds = log.seconds(derivation);
  return seconds === void 0 ? {} : { seconds };
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
  } catch (error) {
    if (cancelled.aborted) throw error;
    return `the checkout cannot be searched (${messageOf(error)})`;
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
    isOfHead: (error) => locate(error, nameOf(derivation), true) !== void 0
  });
}
function unconfirmed({ settings }) {
  return settings.confirmFailures === "never" ? "This is the build on top of full builds, which is not confirmed by one without them, as `confirm-failures` is `never`." : "The errors are the compiler's own, at lines of HEAD's sources, so HEAD was not built again without full builds to confirm them; `confirm-failures: always` has that done.";
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
  const wholeBy = (reference2) => (index) => {
    const installable = settings.installables[index];
    return installable === void 0 ? "" : formatInstallable(reference2(index), installable);
  };
  if (settings.file !== void 0) {
    const directory = await history.workTree(base.revision);
    const reference2 = () => "";
    return { options: ["--file", `${directory}/${locations[0]}`], reference: reference2, whole: wholeBy(reference2) };
  }
  const repository = pathToFileURL(await history.sourceRepository([base.revision])).href;
  const reference = (index) => {
    const parameters = new URLSearchParams(settings.installables[index]?.parameters);
    const location = locations[index] ?? "";
    if (location !== "") parameters.set("dir", location);
    parameters.set("rev", base.revision);
    parameters.set("shallow", "1");
    return `git+${repository}?${parameters.toString()}`;
  };
  return { options: ["--no-write-lock-file"], reference, whole: wholeBy(reference) };
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
  const build2 = async (some, link = {}) => {
    const result = await builder.build([...options, ...some.map(({ argument }) => argument)], {
      keepGoing: true,
      ...link
    });
    if (result.ok) return result.built;
    throw new BuildFailure(`${names(settings.installables)} does not build: ${result.error}.`, result.log);
  };
  const built = await build2(all, linkFor(settings));
  const results = await assign(all, built, (one) => build2([one]));
  return results.map(({ text, found }) => ({
    installable: text,
    outPaths: found.flatMap(({ paths }) => paths)
  }));
}
function linkFor({ outLink }) {
  return outLink === void 0 ? {} : { outLink };
}
async function assign(all, found, ask) {
  if (all.length === 1) return [{ text: all[0].text, found }];
  if (all.length === found.length) return all.map(({ text }, index) => ({ text, found: [found[index]] }));
  return Promise.all(all.map(async (one) => ({ text: one.text, found: await ask(one) })));
}

// src/engine/dependencies.ts
function dependenciesOf(units, { graph, below }) {
  const made = withDependents(
    graph,
    units.map(({ derivation }) => derivation.path)
  );
  const inputsOf3 = (dependents2, known) => outputsNeeded(dependents2, (input) => {
    const found = graph.get(input);
    return found !== void 0 && !made.has(input) && !known.has(input) && !isFixedOutput(found);
  });
  const dependents = [...graph.values()].filter(({ path }) => made.has(path));
  const first = inputsOf3(
    dependents.filter(({ path }) => below.has(path)),
    /* @__PURE__ */ new Set()
  );
  const second = inputsOf3(
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
    const { ok, error, log } = await context.builder.build(buildArguments(head, rewriting), {
      keepGoing: true,
      fullSeconds: await fullSecondsOf(rewriting),
      ...linkFor(context.settings)
    });
    if (ok) {
      for (const { subject: subject2, error: error2, log: log2 } of failures2)
        ladder.stepDown(subject2, "incremental-build-failed", error2, log2);
      const outPaths = outPathsOf(head, rewriting);
      return { plans, derivationOf: (path) => rewriting.derivationOf(path), outPaths, log, failedLogs };
    }
    const origins = new Map(
      [...head.graph.keys()].map((path) => [rewriting.derivationOf(path), path])
    );
    const failed = log.failures().flatMap(({ derivation }) => origins.get(derivation) ?? []);
    const asWritten = failed.find((path) => rewriting.derivationOf(path) === path);
    const next = failed.length === 0 || failedLogs.length > 0 ? allPlain(plans) : withoutFailed(head.graph, plans, failed);
    const exhausted = next.every((plan, index) => plan === plans[index]);
    const what = listed(head.installables.map(({ text }) => text || "the file"));
    if (asWritten !== void 0 || exhausted) throw new BuildFailure(`${what} does not build: ${error}.`, log);
    const doubt = await doubtOf2(context, { log, plans, derivationOf: rewriting.derivationOf });
    if (doubt === void 0)
      throw new BuildFailure(`${what} does not build: ${error}. ${unconfirmed(context)}`, log);
    const subject = listed(
      next.flatMap((plan, index) => plan === plans[index] ? [] : plan.unit.derivation.name)
    );
    if (ladder.strict) ladder.stepDown(subject, "incremental-build-failed", error, log);
    info(`The incremental build failed; what the plain build comes to counts (${doubt}).`);
    failures2.push({ subject, error, log });
    failedLogs.push(log);
    plans = next;
  }
}
async function isThere({ nix, settings }, { graph, installables }) {
  if (graph.size > 0 || settings.outLink !== void 0) return false;
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
  } catch (error) {
    if (!(error instanceof ProcessError) || error.reason === "cancelled") throw error;
    const subject = listed(plans.map(({ unit }) => unit.derivation.name));
    context.ladder.stepDown(subject, "cannot-be-rewritten", lastErrorOf(error.stderr) || error.message);
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
async function fullSecondsOf({ plans, derivationOf }) {
  const known = await Promise.all(
    plans.map(async (plan) => {
      if (plan.kind !== "incremental") return [];
      const seconds = await recordedSeconds(plan.full.intermediates);
      return seconds === void 0 ? [] : [[derivationOf(plan.unit.derivation.path), seconds]];
    })
  );
  return new Map(known.flat());
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
function installableReports({ installables }, outPaths) {
  return installables.map(({ text }) => ({ installable: text, outPaths: outPaths.get(text) ?? [] }));
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

// src/engine/locks.ts
import { readFileSync as readFileSync2 } from "node:fs";
import { dirname, join as join3 } from "node:path";
function lockedInHead({ history, locations }, storeDirectory) {
  const { topLevel } = history.checkout;
  const locks = lockFiles(locations).map((file) => {
    try {
      return readFileSync2(join3(topLevel, file), "utf8");
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
  return [...new Set(directories.map((directory) => join3(directory, "flake.lock")))];
}
function amongLocked(locks, storeDirectory) {
  const locked = locks.map((lock) => lockedSources(lock, storeDirectory));
  return (path) => locked.some((paths) => paths.has(path));
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
  const together = await unlessEvaluationFails(evaluate(all));
  if (!(together instanceof ProcessError)) return together;
  const tops = [];
  for (const index of all) {
    const own = all.length === 1 ? together : await unlessEvaluationFails(evaluate([index]));
    const subject = names([settings.installables[index]]);
    if (!(own instanceof ProcessError)) tops.push(...own);
    else if (isMissing(own.stderr)) info(`${subject}: the commit of the full build does not have it.`);
    else ladder.stepDown(subject, "base-does-not-evaluate", lastErrorOf(own.stderr) || own.message);
  }
  return tops;
}

// src/engine/build-full-builds.ts
import { join as join4 } from "node:path";

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
  } catch (error) {
    if (!(error instanceof ProcessError) || error.reason === "cancelled") throw error;
    info(`What full builds are built with is not looked for in the cache: ${error.message}.`);
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
function failedByItself({ error, log }) {
  const code = Number(/\bfailed with exit code (\d+)/.exec(error)?.[1] ?? Number.NaN);
  return code > 0 && code < 126 && !log.some((line) => accidents.test(line));
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
    outLink: join4(context.scratch, `full-build-${number}`),
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
    const error = failures2[0]?.[1].error ?? failure.error;
    const subject = listed(failed.map(({ unit }) => unit.derivation.name));
    ladder.stepDown(subject, "full-build-failed", error, failure.log);
  }
  const logs = attempts.map(({ log }) => log);
  const wasBuilt = ({ derivation }) => logs.some((log) => log.seconds(derivation) !== void 0);
  return {
    there: own.filter(isThere2),
    made: all.filter((full) => isThere2(full) && wasBuilt(full)),
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
  } catch (error) {
    if (!(error instanceof ProcessError) || error.reason === "cancelled") throw error;
    return new Set(ok ? paths : []);
  }
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
  const origins = /* @__PURE__ */ new Map();
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
    for (const [full, origin] of used.origins) origins.set(full, origin);
    const subject = listed([...used.plans.keys()].map(({ unit }) => unit.derivation.name));
    ladder.complain(explainOlder(subject, search2.base, base));
  }
  return { plans: search2.plans.map((plan) => older.get(plan) ?? plan), origins };
}
async function restoreOn(context, { head, lacking, graph, caches }) {
  const replanned = planUnits(
    lacking.map(({ unit }) => unit),
    graph
  );
  const needed2 = neededOutputs(head, replanned);
  const { origins } = await restoreFullBuilds(context, { needed: needed2, dependencies: [], base: graph, caches });
  const used = replanned.flatMap(
    (plan, index) => plan.kind !== "plain" && origins.has(plan.full) ? [[lacking[index], plan]] : []
  );
  return { plans: new Map(used), origins };
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
    } catch (error) {
      if (!(error instanceof RemoteError)) throw error;
      info(`The history does not go further back: ${messageOf(error)}.`);
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
  } catch (error) {
    if (!(error instanceof RemoteError)) throw error;
    info(`${base.revision} cannot be fetched: ${messageOf(error)}.`);
    return void 0;
  }
}

// src/engine/fetch-inputs.ts
var mostInputs = 2e3;
async function fetchInputs({ nix, settings }, graph) {
  const wanted = inputsOf2(graph);
  if (wanted.length === 0) return;
  const buildNothing = ["--max-jobs", "0", "--builders", "", "--keep-going"];
  const args = ["build", "--no-link", ...buildNothing, ...wanted.slice(0, mostInputs)];
  try {
    await nix.run(args, { timeoutSeconds: settings.cacheTimeout });
  } catch (error) {
    if (!(error instanceof ProcessError)) throw error;
  }
}
function inputsOf2(graph) {
  const wanted = /* @__PURE__ */ new Map();
  for (const { inputDrvs } of graph.values()) {
    for (const [input, outputs] of inputDrvs) {
      if (graph.has(input) || outputs.length === 0) continue;
      wanted.set(input, /* @__PURE__ */ new Set([...wanted.get(input) ?? [], ...outputs]));
    }
  }
  return [...wanted].map(([input, outputs]) => `${input}^${[...outputs].join(",")}`);
}

// src/engine/misfits.ts
function misfitsOf(context, units, base) {
  const paths = units.map(({ derivation }) => derivation.path);
  const ofHead = walkGraph(context, paths, (path) => !base.graph.has(path));
  const differences = { ofHead, replaced: replacedPackages(context, ofHead, base) };
  return new Map(
    pairUnits(units, base.units).flatMap((pairing) => {
      const misfit = misfitOf(pairing, differences);
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
    return recognised === void 0 || adapterOf(recognised)?.recompilesAll === void 0 ? [] : [{ derivation, key: `${recognised.adapter} ${recognised.package} ${derivation.system}` }];
  });
}

// src/engine/spared.ts
function whyNotKept({ caches, cacheWrite }, { hosted, occasion }) {
  if (!hosted) return void 0;
  const kinds = caches.filter(({ kind }) => kind !== "none");
  const verdicts = kinds.map(
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
  const origins = /* @__PURE__ */ new Map();
  const refusedFrom = /* @__PURE__ */ new Map();
  const asked = /* @__PURE__ */ new Set();
  const silent = /* @__PURE__ */ new Set();
  let { base, plans } = wish;
  const missing = () => missingOf(neededOutputs(head, plans), origins);
  const look = async (dependencies) => {
    const needed2 = new Map([...missing()].filter(([full]) => !asked.has(full)));
    for (const full of needed2.keys()) asked.add(full);
    const restored = await restore(context, { needed: needed2, dependencies, base, caches });
    for (const [full, origin] of restored.origins) origins.set(full, origin);
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
    for (const [full, origin] of older.origins) origins.set(full, origin);
  }
  const notKept = settings.mode === "verify" ? void 0 : whyNotKept(settings, surroundings);
  for (let graph = base.coarser; notKept !== void 0 && graph !== void 0; graph = graph.coarser) {
    const open = missing();
    if (open.size === 0) break;
    const unfit = misfitsOf(context, head.units, graph);
    const lacking2 = plans.filter(
      (one) => one.kind !== "plain" && open.has(one.full) && !unfit.has(one.unit.derivation.path)
    );
    if (lacking2.length === 0) break;
    const used = await restoreOn(context, { head, lacking: lacking2, graph, caches: answering() });
    plans = plans.map((plan) => used.plans.get(plan) ?? plan);
    for (const [full, origin] of used.origins) origins.set(full, origin);
  }
  const lost = [];
  for (; ; ) {
    await consult();
    const open = [...missing().keys()];
    const misfits = open.length === 0 ? /* @__PURE__ */ new Map() : misfitsOf(context, head.units, base);
    const spared = new Map(reasonsToSpare(plans, new Set(open), { notKept, misfits }));
    const failing = new Map(
      open.flatMap((full) => {
        const culprit = spared.has(full) ? void 0 : culprits.get(full);
        return culprit === void 0 ? [] : [[full, culprit]];
      })
    );
    for (const full of failing.keys()) spared.set(full, { code: "known-to-fail" });
    stepDownFailing(ladder, failing);
    if (spared.size === 0) return { base, plans, origins, refusedFrom, answering: answering(), lost };
    for (const [full, { code }] of spared) if (code === "not-kept") lost.push(full);
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
function missingOf(needed2, origins) {
  return new Map([...needed2].filter(([full]) => !origins.has(full)));
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

// src/lib/bisect.ts
async function lastThat(items, holds, isHint = () => false) {
  if (items[0] === void 0 || !await holds(items[0])) return void 0;
  const hints = items.flatMap((item, index) => isHint(item) ? index : []);
  let [yes, no] = [0, items.length];
  while (no - yes > 1) {
    const hint = hints.findLast((index) => yes < index && index < no);
    const next = hint ?? (hints.includes(yes) ? yes + 1 : yes + no >> 1);
    if (await holds(items[next])) yes = next;
    else no = next;
  }
  return items[yes];
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

// src/engine/head-graph.ts
async function readHead(context) {
  const { nix, settings } = context;
  const { options, all } = await plainArguments(context).catch(async (error) => {
    throw isEvaluationFailure(error) ? await evaluationFailure(context, error) : error;
  });
  const words = [...options, ...all.map(({ argument }) => argument)];
  const ask = async (some) => {
    try {
      return await dryRun(nix, [...options, ...some]);
    } catch (error) {
      if (!(error instanceof ProcessError) || error.reason !== "failed") throw error;
      const failure = await evaluationFailure(context, error);
      throw failure instanceof EvaluationFailure ? new DoubtfulFailure(failure, error.message) : failure;
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
async function evaluationFailure(context, error) {
  const { nix, settings } = context;
  const tree = headTree(context);
  for (const [index, installable] of settings.installables.entries()) {
    const own = settings.installables.length === 1 ? error : await failureOf(evaluateOne(nix, tree, index, installable));
    if (own === void 0) continue;
    return isMissing(own.stderr) ? notThere(names([installable]), own) : notEvaluating(names([installable]), own);
  }
  return notEvaluating(names(settings.installables), error);
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
  } catch (error) {
    if (!isEvaluationFailure(error)) throw error;
    return error;
  }
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
async function prepareHead(context, progress) {
  const { builder, caches, phase } = context;
  const plan = await phase("Plan", () => makePlan(context, progress));
  progress.units = plannedReports(plan.plans, plan.base?.base);
  const { head } = plan;
  await builder.expect(new Set([...head.graph.values()].map(({ system }) => system)));
  let { base, plans } = plan;
  let origins = /* @__PURE__ */ new Map();
  let fullLogs = [];
  if (base !== void 0) {
    const collected = await collectFullBuilds(context, { ...plan, base });
    ({ base, plans, origins } = collected);
    const before = base;
    const missing = (some) => missingOf(neededOutputs(head, planAnew(plans, before, some)), origins);
    const wanted = missing(base);
    const made = collected.lost.length === 0;
    await remark(context, progress, {
      ...{ made, base: base.base },
      missing: made ? [...wanted.keys()] : collected.lost
    });
    const asked = neededDependencies(head.graph, base);
    const request = { missing, base, caches: collected.answering, asked, others: [] };
    const built = await phase("Build full builds", () => buildFullBuilds(context, request));
    fullLogs = built.logs;
    base = built.base;
    plans = planAnew(plans, before, base);
    for (const full of [...built.there, ...built.made]) origins.set(full, "built");
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
  return { head, base, plans, origins, fullLogs };
}
async function makePlan(context, progress) {
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
    (error) => {
      unwanted.abort();
      throw error;
    }
  );
  const [head, found] = await Promise.all([readingHead, finding]);
  describeHead(history.checkout);
  if (!isFailed(found)) {
    progress.base = found;
    describeBase(found);
  }
  if (head.units.length === 0) {
    tellNothing(context, progress, head);
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
  progress.base = fitting.base;
  const plans = planUnits(head.units, fitting);
  describePlans(plans);
  stepDownUnits(ladder, plans);
  return { head, start, base: fitting, plans };
}
function tellNothing({ settings }, progress, { graph }) {
  if (graph.size === 0) {
    info("There is nothing to build: all of it is in the store, or in a substituter.");
    return;
  }
  const subject = names(settings.installables);
  remarkOn(
    progress,
    `Nothing that is to be built for ${subject} is compiled by a builder that can be incremental. It is built as it is.`
  );
}
function remarkOn(progress, text) {
  notice(text);
  progress.notices.push(text);
}
async function remark({ settings, surroundings }, progress, missing) {
  const text = await remarkOnNightly(missing, surroundings, settings);
  if (text !== void 0) remarkOn(progress, text);
}

// src/report/verification.ts
function differencesOf({ outputs }) {
  return outputs.flatMap((output) => output.differences.map((one) => ({ ...output, ...one })));
}

export {
  createReader,
  rewriteGraph,
  lockedInHead,
  describeBase,
  describeFullBuilds,
  installablesFor,
  names,
  readBase,
  withNotes,
  buildFullBuilds,
  fittingBase,
  buildPlainly,
  readHead,
  recordedApart,
  headReports,
  fullReports,
  othersBuilt,
  buildHead,
  rewriteHead,
  wantedOf,
  installableReports,
  outPathsOf,
  prepareHead,
  differencesOf
};
