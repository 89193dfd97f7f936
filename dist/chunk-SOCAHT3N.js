import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  linuxSystems
} from "./chunk-SDE57FC6.js";
import {
  demandClients,
  parseCacheList,
  parseInstallable
} from "./chunk-T6AK2VQM.js";
import {
  parsePublicKeys,
  parseSigningKey
} from "./chunk-5F3SDHX5.js";
import {
  parseDuration,
  parseFilter,
  parseLevels,
  withOffset
} from "./chunk-L64ZD6G7.js";
import {
  withoutConfidences
} from "./chunk-CYHSGE2S.js";
import {
  parseMachineLines,
  processId,
  processName
} from "./chunk-XAX5KGFB.js";
import {
  UserError,
  messageOf
} from "./chunk-HFEJXLD7.js";
import {
  getInput,
  setSecret
} from "./chunk-NSPGFXLN.js";

// src/inputs/base.ts
var parents = ["first-parent", "all"];
var starts = ["checkout", "pull-request-head"];
function readBaseSettings({ oneOf, optional, read }) {
  const levels = read("interval", parseLevels);
  return {
    levels: read("offset", (text) => withOffset(levels, text)),
    start: oneOf("start", starts),
    parents: oneOf("history", parents),
    date: optional("date"),
    fetchTimeout: read("fetch-timeout", parseDuration)
  };
}

// src/inputs/defaults.ts
var defaults = {
  path: ".",
  interval: "1 day",
  offset: "0",
  start: "checkout",
  history: "first-parent",
  simulate: "false",
  "fallback-intervals": "0",
  cache: "github",
  "cache-write": "auto",
  "cache-timeout": "10 minutes",
  "fetch-timeout": "10 minutes",
  strict: "false",
  "confirm-failures": "auto",
  summary: "true",
  annotations: "all",
  comment: "false",
  "linux-builder": "auto",
  "linux-builder-disk": "20",
  "linux-builder-features": "big-parallel,benchmark",
  "linux-builder-acceleration": "auto"
};

// src/inputs/linux-builder.ts
var builderModes = ["auto", "always", "never"];
var accelerations = ["auto", "kvm", "none"];
function readLinuxBuilder({ given, oneOf, optional, read }, mode) {
  const gibibytes = given("linux-builder-memory", (text) => sizeOf(text, 1));
  return {
    mode,
    system: optional("linux-builder-system") === void 0 ? void 0 : oneOf("linux-builder-system", linuxSystems),
    package: given("linux-builder-package", packageOf),
    command: optional("linux-builder-command"),
    cores: given("linux-builder-cores", positive),
    memoryMiB: gibibytes === void 0 ? void 0 : Math.round(gibibytes * 1024),
    diskGiB: Math.ceil(read("linux-builder-disk", (text) => sizeOf(text, 4))),
    jobs: given("linux-builder-jobs", positive),
    features: read("linux-builder-features", featuresOf),
    limitSeconds: given("linux-builder-timeout", (text) => parseDuration(text)),
    acceleration: oneOf("linux-builder-acceleration", accelerations),
    builders: read("builders", parseMachineLines)
  };
}
function positive(text) {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new Error(`\`${text}\` is not a whole number above zero`);
  return Number(text);
}
function sizeOf(text, least) {
  const size = Number(/^(\d{1,5}(?:\.\d+)?)\s*(?:GiB|G)?$/i.exec(text)?.[1] ?? 0);
  if (size < least)
    throw new Error(
      `\`${text}\` is not a size in GiB of at least ${least}; write a number, as in \`${least * 4}\``
    );
  return size;
}
function packageOf(text) {
  if (!/^[^\s#]+#[\w.-]+$/.test(text))
    throw new Error(
      `\`${text}\` is not a flake with an attribute; write it as in \`github:NixOS/nixpkgs/nixos-26.05#darwin.linux-builder\``
    );
  return text;
}
function featuresOf(text) {
  const features = text.split(/[\s,]+/).filter((feature) => feature !== "");
  const bad = features.find((feature) => !/^[\w.:-]+$/.test(feature));
  if (bad !== void 0)
    throw new Error(
      `\`${bad}\` is not a feature; write names such as \`big-parallel\`, with commas between them`
    );
  return features;
}

// src/inputs/reading.ts
import { realpathSync } from "node:fs";
import { relative, resolve, sep } from "node:path";
function createReader({ textOf, labelOf, defaults: defaults2 }) {
  const optional = (name) => textOf(name) || defaults2[name];
  const read = (name, parse2) => {
    try {
      return parse2(optional(name) ?? "");
    } catch (error) {
      throw new UserError(`${labelOf(name)}: ${messageOf(error)}.`);
    }
  };
  const oneOf = (name, allowed) => read(name, (text) => {
    const found = allowed.find((value) => value === text);
    if (found === void 0)
      throw new Error(`\`${text}\` is not one of ${allowed.map((value) => `\`${value}\``).join(", ")}`);
    return found;
  });
  return {
    optional,
    read,
    given: (name, parse2) => optional(name) === void 0 ? void 0 : read(name, parse2),
    oneOf,
    flag: (name) => oneOf(name, ["true", "false"]) === "true"
  };
}
function linesOf(text) {
  return text.split("\n").map((line) => line.trim()).filter((line) => line !== "");
}
function pathInside(workspace, text) {
  let path;
  try {
    path = realpathSync(resolve(workspace, text));
  } catch {
    throw new Error(`there is no file \`${text}\`; give its path from the root of the workspace`);
  }
  const inside = relative(realpathSync(workspace), path);
  if (inside === ".." || inside.startsWith(`..${sep}`))
    throw new Error(`\`${text}\` is outside the workspace; only checked out files can be built incrementally`);
  return path;
}
function settingsOf(text) {
  return linesOf(text).map((line) => {
    const match = /^([A-Za-z][A-Za-z0-9-]*)\s*=\s*(.*)$/.exec(line);
    if (match === null) throw new Error("every line must be `name = value`, as in nix.conf");
    return `${match[1]} = ${match[2]}`;
  });
}

// src/inputs/settings.ts
var modes = ["incremental", "full", "plan", "verify"];
var writes = ["auto", "always", "never"];
var confirmations = ["auto", "always", "never"];
function readSettings(reader2, { workspace, mode, searchPath, outLink }) {
  const { flag, given, oneOf, optional, read } = reader2;
  const file = optional("file");
  return {
    ...readBaseSettings(reader2),
    workspace,
    outLink,
    file: given("file", (text) => pathInside(workspace, text)),
    installables: read("installables", (text) => installablesOf(text, file !== void 0)),
    mode,
    revisions: given("revision", revisionNames) ?? [],
    branches: given("branches", (text) => branchFilter(text, optional("revision"))),
    simulate: read("simulate", (text) => commitsToReplay(text, mode)),
    fallbackIntervals: read("fallback-intervals", (text) => {
      const count = wholeNumber(text);
      if (count > 0 && optional("date") !== void 0)
        throw new Error("there are no intervals to look back at with `date`; leave one of the two out");
      return count;
    }),
    caches: read("cache", (text) => {
      const kinds = parseCacheList(text);
      demandClients(kinds, searchPath);
      return kinds;
    }),
    cacheWrite: oneOf("cache-write", writes),
    signingKey: given("signing-key", parseSigningKey),
    trustedPublicKeys: read("trusted-public-keys", parsePublicKeys),
    keep: {
      count: given("keep", atLeastOne),
      age: given("keep-days", (text) => atLeastOne(text) * 24 * 3600)
    },
    cacheTimeout: read("cache-timeout", (text) => parseDuration(text)),
    nixOptions: read("nix-options", settingsOf),
    strict: flag("strict"),
    confirmFailures: oneOf("confirm-failures", confirmations),
    token: optional("github-token"),
    linuxBuilder: readLinuxBuilder(reader2, oneOf("linux-builder", builderModes))
  };
}
function installablesOf(text, fromFile) {
  const lines = linesOf(text);
  const wanted = lines.length > 0 ? lines : [fromFile ? "" : "."];
  const twice = wanted.find((line, index) => wanted.indexOf(line) !== index);
  if (twice !== void 0) throw new Error(`\`${twice}\` is there twice; leave one out`);
  return wanted.map((line) => {
    try {
      return parseInstallable(line, fromFile);
    } catch (error) {
      throw new Error(`\`${line}\`: ${messageOf(error)}`);
    }
  });
}
function revisionNames(text) {
  const names = text.trim().split(/\s+/);
  const wrong = names.find((name) => name.startsWith("-"));
  if (wrong !== void 0) throw new Error(`\`${wrong}\` is not a revision; name a commit, a branch or a tag`);
  return names;
}
function branchFilter(text, revision) {
  if (revision !== void 0)
    throw new Error(
      "with `revision` there is one full build, whatever the branches; leave one of the two out"
    );
  return parseFilter(linesOf(text));
}
function commitsToReplay(text, mode) {
  if (text === "false") return void 0;
  if (text !== "true" && !/^[1-9]\d{0,3}$/.test(text.trim()))
    throw new Error(
      `\`${text}\` is not \`true\`, \`false\`, or a whole number from 1 to 9999; write how many commits, as in \`300\``
    );
  if (mode !== "plan")
    throw new Error("history is replayed in mode `plan` only; set `mode: plan`, or leave this input out");
  return text === "true" ? 300 : Number(text);
}
function atLeastOne(text) {
  if (!/^[1-9]\d{0,5}$/.test(text.trim()))
    throw new Error(`\`${text}\` is not a whole number above zero; leave it out to keep all`);
  return Number(text);
}
function wholeNumber(text) {
  if (!/^\d{1,3}$/.test(text.trim()))
    throw new Error(`\`${text}\` is not a whole number from 0 to 999; write how many, as in \`2\``);
  return Number(text);
}

// src/action/inputs/reader.ts
var reader = createReader({
  textOf: (name) => getInput(name),
  labelOf: (name) => `Input \`${name}\``,
  defaults
});
function workspaceOf(environment) {
  return environment.GITHUB_WORKSPACE || process.cwd();
}

// src/action/inputs/inputs.ts
var annotationLevels = ["all", "errors", "none"];
function loadInputs(environment = process.env) {
  const { flag, oneOf, optional } = reader;
  const key = optional("signing-key");
  if (key !== void 0) setSecret(key);
  const mode = optional("mode") === void 0 ? defaultMode(environment.GITHUB_EVENT_NAME) : oneOf("mode", modes);
  return {
    ...readSettings(reader, {
      workspace: workspaceOf(environment),
      mode,
      searchPath: environment.PATH ?? "",
      outLink: void 0
    }),
    summary: flag("summary"),
    annotations: oneOf("annotations", annotationLevels),
    comment: flag("comment")
  };
}
function defaultMode(event) {
  return event === "schedule" || event === "workflow_dispatch" ? "full" : "incremental";
}

// src/action/inputs/linux-builder.ts
function loadBuilderInputs(environment = process.env) {
  return {
    workspace: workspaceOf(environment),
    nixOptions: reader.read("nix-options", settingsOf),
    linuxBuilder: readLinuxBuilder(reader, "always")
  };
}

// src/action/inputs/truncate.ts
function loadTruncateInputs(environment = process.env) {
  const workspace = workspaceOf(environment);
  return {
    ...readBaseSettings(reader),
    directory: reader.read("path", (text) => pathInside(workspace, text)),
    token: reader.optional("github-token")
  };
}

// src/action/surroundings.ts
import { tmpdir } from "node:os";

// src/action/event.ts
import { readFile } from "node:fs/promises";
async function readEvent(environment) {
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
async function readOccasion(environment) {
  const text = await readFile(environment.GITHUB_EVENT_PATH ?? "", "utf8").catch(() => "{}");
  return {
    event: environment.GITHUB_EVENT_NAME || void 0,
    repository: environment.GITHUB_REPOSITORY || void 0,
    headRepository: headRepositoryOf(text),
    actor: environment.GITHUB_ACTOR || void 0,
    ref: environment.GITHUB_REF || void 0,
    cacheMode: environment.ACTIONS_CACHE_MODE || void 0,
    hasCacheToken: Boolean(environment.ACTIONS_RUNTIME_TOKEN)
  };
}
function headRepositoryOf(payload) {
  const { pull_request, workflow_run } = parse(payload);
  return pull_request?.head?.repo?.full_name ?? workflow_run?.head_repository?.full_name;
}
function parse(text) {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}

// src/action/surroundings.ts
async function readSurroundings(environment = process.env) {
  const { GITHUB_RUN_ID, GITHUB_RUN_ATTEMPT, GITHUB_JOB } = environment;
  const [event, occasion, owner] = await Promise.all([
    readEvent(environment),
    readOccasion(environment),
    runnerProcess()
  ]);
  return {
    serverUrl: environment.GITHUB_SERVER_URL || "https://github.com",
    apiUrl: environment.GITHUB_API_URL || "https://api.github.com",
    repository: environment.GITHUB_REPOSITORY || void 0,
    sha: environment.GITHUB_SHA || void 0,
    event,
    occasion,
    job: {
      runnerTemp: environment.RUNNER_TEMP || tmpdir(),
      id: [GITHUB_RUN_ID, GITHUB_RUN_ATTEMPT, GITHUB_JOB].join(" ")
    },
    owner,
    hosted: environment.RUNNER_ENVIRONMENT === "github-hosted",
    environment: withoutConfidences(environment)
  };
}
async function runnerProcess() {
  const name = await processName(process.ppid);
  return name === "Runner.Worker" ? processId(process.ppid) : void 0;
}

export {
  loadInputs,
  loadBuilderInputs,
  loadTruncateInputs,
  readSurroundings
};
