import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  withoutConfidences
} from "./chunk-CYHSGE2S.js";
import {
  createReader,
  defaults,
  modes,
  pathInside,
  readBaseSettings,
  readLinuxBuilder,
  readSettings,
  settingsOf
} from "./chunk-NJ7TULEM.js";
import {
  processId,
  processName
} from "./chunk-XAX5KGFB.js";
import {
  getInput,
  setSecret
} from "./chunk-NSPGFXLN.js";

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
