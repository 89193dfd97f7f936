import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  inParallel
} from "./chunk-5SKNJVBW.js";
import {
  require_ms
} from "./chunk-P5BPPAQF.js";
import {
  UserError,
  messageOf
} from "./chunk-HFEJXLD7.js";
import {
  ProcessError,
  cancelled,
  childEnvironment,
  run
} from "./chunk-KFJ2C5U2.js";
import {
  __toESM
} from "./chunk-LQK3ML4U.js";

// src/revision/checkout.ts
import { existsSync as existsSync2 } from "node:fs";
import { resolve } from "node:path";

// src/lib/answer.ts
function readAnswer(command, printed, read) {
  try {
    return read(printed);
  } catch {
    throw new ProcessError("unreadable", command, void 0, "");
  }
}

// src/revision/git.ts
import { existsSync } from "node:fs";
function namesIn(printed) {
  return printed.split("\0").filter((name2) => name2 !== "");
}
var localSeconds = 120;
var keptVariables = /* @__PURE__ */ new Set([
  "GIT_ASKPASS",
  "GIT_CONFIG_GLOBAL",
  "GIT_CONFIG_NOSYSTEM",
  "GIT_CONFIG_SYSTEM",
  "GIT_EXEC_PATH",
  "GIT_HTTP_USER_AGENT",
  "GIT_PROXY_SSL_CAINFO",
  "GIT_PROXY_SSL_CERT",
  "GIT_PROXY_SSL_KEY",
  "GIT_SSH",
  "GIT_SSH_COMMAND",
  "GIT_SSH_VARIANT",
  "GIT_SSL_CAINFO",
  "GIT_SSL_CAPATH",
  "GIT_SSL_CERT",
  "GIT_SSL_KEY",
  "GIT_SSL_NO_VERIFY"
]);
var dropped = /* @__PURE__ */ new Set(["EDITOR", "PAGER", "PREFIX", "VISUAL"]);
var accessKeys = /^(http|credential|url|protocol|ssh|safe)\.|^remote\..*\.(url|proxy)|^core\.(sshcommand|askpass|gitproxy)$/i;
function isAccessKey(key) {
  return accessKeys.test(key);
}
function ambientConfig() {
  const count = Number.parseInt(process.env.GIT_CONFIG_COUNT ?? "0", 10) || 0;
  return Array.from({ length: count }, (_2, n) => {
    return [process.env[`GIT_CONFIG_KEY_${n}`] ?? "", process.env[`GIT_CONFIG_VALUE_${n}`] ?? ""];
  }).filter(([key]) => isAccessKey(key));
}
function environment(options) {
  const kept = Object.entries(childEnvironment()).filter(
    ([name2]) => !dropped.has(name2) && (!name2.startsWith("GIT_") || keptVariables.has(name2))
  );
  const config = [
    ...options.isolated ? [] : ambientConfig(),
    // A checkout made outside the container belongs to another user. Files of the user's are never changed for it.
    ["safe.directory", "*"],
    ["core.fsmonitor", "false"],
    ["gc.auto", "0"],
    ["maintenance.auto", "false"],
    ...options.config ?? []
  ];
  return {
    ...Object.fromEntries(kept),
    LC_ALL: "C",
    // Dates without a zone are in UTC, whatever the zone of the machine.
    TZ: "UTC",
    ...options.now === void 0 ? {} : { GIT_TEST_DATE_NOW: String(options.now) },
    GIT_TERMINAL_PROMPT: "0",
    GIT_OPTIONAL_LOCKS: "0",
    ...options.network ? {} : { GIT_NO_LAZY_FETCH: "1", GIT_ALLOW_PROTOCOL: "none" },
    ...options.isolated ? { GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" } : {},
    ...options.borrowed === void 0 ? {} : { GIT_ALTERNATE_OBJECT_DIRECTORIES: quotePath(options.borrowed) },
    GIT_CONFIG_COUNT: String(config.length),
    ...Object.fromEntries(
      config.flatMap(([key, value], n) => [
        [`GIT_CONFIG_KEY_${n}`, key],
        [`GIT_CONFIG_VALUE_${n}`, value]
      ])
    )
  };
}
var unsafe = {
  allowUnsafeAskPass: true,
  allowUnsafeConfigEnvCount: true,
  allowUnsafeConfigPaths: true,
  allowUnsafeCredentialHelper: true,
  allowUnsafeExec: true,
  allowUnsafeFsMonitor: true,
  allowUnsafeGitProxy: true,
  allowUnsafePack: true,
  allowUnsafeProtocolOverride: true,
  allowUnsafeSshCommand: true,
  allowUnsafeTemplateDir: true,
  allowUnsafeUrlRewrite: true
};
function quotePath(path) {
  return /["\\\n:]/.test(path) ? `"${path.replace(/["\\]/g, "\\$&").replaceAll("\n", "\\n")}"` : path;
}
function openGit(directory, options = {}) {
  const env = environment(options);
  const seconds = options.timeoutSeconds ?? localSeconds;
  return {
    async text(args, input) {
      const call = { directory, args, input, env, seconds };
      if (options.network) return await overNetwork(call);
      const printed = await locally(call, (git) => git.raw([...args]));
      return printed.replace(/\n+$/, "");
    },
    catFile(args, input) {
      const call = { directory, args: ["cat-file", ...args], input, env, seconds };
      return locally(call, async (git) => await git.binaryCatFile([...args]));
    }
  };
}
async function overNetwork({ directory, args, input, env, seconds }) {
  const foreign = Object.keys(process.env).filter((name2) => !(name2 in env));
  const { stdout } = await run("git", args, {
    cwd: directory,
    env: { ...Object.fromEntries(foreign.map((name2) => [name2, void 0])), ...env },
    timeoutSeconds: seconds,
    ...input === void 0 ? {} : { input }
  });
  return stdout.replace(/\n+$/, "");
}
async function locally({ directory, args, input, env, seconds }, start) {
  const command = `git ${args[0]}`;
  if (!existsSync(directory)) throw new ProcessError("failed", command, void 0, "no such directory");
  const { simpleGit } = await import("./dist-KSFPTTFL.js");
  const limit = AbortSignal.timeout(seconds * 1e3);
  let outcome = { exitCode: -1, stderr: "" };
  const git = simpleGit({
    baseDir: directory,
    abort: AbortSignal.any([cancelled, limit]),
    allowEnvironment: Object.keys(env),
    completion: { onClose: true, onExit: false },
    unsafe,
    ...input === void 0 ? {} : { input: () => input },
    errors(_error, result2) {
      outcome = { exitCode: result2.exitCode, stderr: Buffer.concat(result2.stdErr).toString() };
      return void 0;
    }
  }).env(env).outputHandler((_command, stdout) => {
    stdout.once("end", () => stdout.emit("data", Buffer.alloc(0)));
  });
  const output = await start(git);
  if (cancelled.aborted) throw new ProcessError("cancelled", command, void 0, "");
  if (limit.aborted) throw new ProcessError("timed-out", command, void 0, "");
  if (outcome.stderr.includes("ENOENT") && outcome.exitCode < 0)
    throw new ProcessError("not-found", "git", void 0, "");
  if (outcome.exitCode !== 0) throw new ProcessError("failed", command, outcome.exitCode, outcome.stderr);
  return output;
}
async function unlessFailed(result2) {
  try {
    return await result2;
  } catch (error) {
    if (error instanceof ProcessError && error.reason === "failed") return void 0;
    throw error;
  }
}

// src/revision/walk.ts
function judge(visits, boundary, cuts) {
  const at = visits.findIndex((visit) => visit.time <= boundary);
  const before = at < 0 ? visits : visits.slice(0, at);
  const met = before.filter((visit) => cuts.has(visit.revision)).map((visit) => visit.revision);
  if (met.length > 0) return { cuts: met };
  const found = at < 0 ? visits.find((visit) => visit.root) : visits[at];
  if (found === void 0) throw new Error("a walk without a cut must end in a root");
  return { found, root: at < 0 };
}
function parseVisits(printed) {
  if (printed === "") return [];
  return printed.split("\n").map((line) => {
    if (!/^\d+( [0-9a-f]+)+ *$/.test(line)) throw new Error("this is no commit");
    const [time, revision, ...parents] = line.trimEnd().split(" ");
    return { revision, time: Number(time), root: parents.length === 0 };
  });
}

// src/revision/checkout.ts
var GitError = class extends Error {
  name = "GitError";
};
async function openCheckout(directory) {
  const absolute2 = resolve(directory);
  if (!existsSync2(absolute2))
    throw new UserError(`${directory} does not exist: run actions/checkout before this step`);
  const git = openGit(absolute2);
  const explained = (work) => work.catch((error) => {
    throw explain(error, directory);
  });
  const reading = explained(readState(git));
  reading.catch(() => {
  });
  const place = await explained(placeOf(git, absolute2));
  const [head, status, config] = await reading;
  const remotes = [...config.matchAll(/(?:^|\0)remote\.(.*)\.url\n/g)].map((match) => match[1]);
  const remote = remotes.includes("origin") ? "origin" : remotes[0];
  return {
    ...place,
    ...head,
    partial: /(^|\0)(remote\..*\.promisor\ntrue|extensions\.partialclone\n)/.test(config),
    dirty: status !== "",
    ...remote === void 0 ? {} : { remote }
  };
}
function readState(git) {
  return Promise.all([
    headOf(git),
    // No rename detection: in a partial clone it would read, and so fetch, file contents.
    git.text([
      "status",
      "--porcelain",
      "--untracked-files=no",
      "--no-renames",
      "--ignore-submodules=untracked"
    ]),
    git.text(["config", "--list", "-z"])
  ]);
}
async function placeOf(git, absolute2) {
  const args = ["--show-toplevel", "--show-prefix", "--is-shallow-repository", "--show-object-format"];
  const paths = ["--git-path", "objects", "--git-path", "shallow"];
  const printed = await git.text(["rev-parse", ...args, ...paths]);
  const lines = readAnswer("git rev-parse", printed, (text) => {
    if (!/^\/.*\n.*\n(true|false)\n.*\n.+\n.+$/.test(text)) throw new Error("this is no answer");
    return text.split("\n");
  });
  const [topLevel = "", prefix = "", shallow, format, objects = "", shallowFile = ""] = lines;
  return {
    directory: absolute2,
    topLevel,
    prefix: prefix.replace(/\/$/, ""),
    shallow: shallow === "true",
    objectFormat: format === "sha256" ? "sha256" : "sha1",
    objects: resolve(absolute2, objects),
    shallowFile: resolve(absolute2, shallowFile)
  };
}
async function headOf(git) {
  const printed = await git.text(["rev-list", "-1", "--timestamp", "HEAD", "--"]);
  const [visit] = readAnswer("git rev-list", printed, parseVisits);
  if (visit === void 0) throw new ProcessError("unreadable", "git rev-list", void 0, "");
  return { head: visit.revision, headTime: visit.time };
}
function explain(error, directory) {
  if (!(error instanceof ProcessError)) return error;
  if (error.reason === "cancelled") return error;
  if (error.reason === "not-found") return new GitError("git is not on PATH: install git before this step");
  if (error.stderr.includes("not a git repository"))
    return new UserError(
      `${directory} is not in a git repository: run actions/checkout before this step, or commit it to one`
    );
  if (error.stderr.includes("dubious ownership"))
    return new UserError(
      `git does not trust ${directory}, which another user owns: use git 2.38 or newer, or run \`git config --global --add safe.directory '*'\` before this step`
    );
  if (error.stderr.includes("bad revision 'HEAD'"))
    return new UserError(`the git repository at ${directory} has no commit yet: commit something first`);
  if (error.stderr.includes("must be run in a work tree"))
    return new UserError(
      `${directory} is not a checkout, but a bare repository: run actions/checkout before this step`
    );
  return new GitError(
    `git cannot read the checkout at ${directory}: ${messageOf(error)}; run \`git status\` in a step before this one`
  );
}
async function trackedFiles({ topLevel }) {
  const text = await openGit(topLevel).text(["ls-files", "-z"]);
  return namesIn(text);
}
async function headFiles({ topLevel, head }) {
  const text = await openGit(topLevel).text(["ls-tree", "-r", "-z", "--name-only", "--full-tree", head]);
  return namesIn(text);
}
async function headLines({ topLevel, head }, expression, patterns) {
  const how = ["-z", "-I", "-E", "--full-name", "--no-color", "--no-line-number", "--no-column"];
  const printed = await openGit(topLevel).text(["grep", ...how, "-e", expression, head, "--", ...patterns]).catch((error) => {
    if (error instanceof ProcessError && error.exitCode === 1 && error.stderr === "") return "";
    throw error;
  });
  return [...printed.matchAll(/^[0-9a-f]+:([^\0]+)\0(.*)$/gm)].map(([, path = "", text = ""]) => ({
    path,
    text
  }));
}

// src/revision/remote.ts
import { resolve as resolve2 } from "node:path";

// src/revision/credentials.ts
function credentialsFor(effective, url, access) {
  const inherited = effective.filter(({ key }) => isAccessKey(key) && !/^(url|safe|remote)\./i.test(key));
  const target = hasSsh(effective) ? url : overHttp(url, access);
  const config = inherited.map(({ key, value }) => [key, value]);
  const secrets = [userInfo(target), ...inherited.filter(isHeader).map(({ value }) => value)];
  if (access.token && isUnder(target, access.serverUrl) && !hasCredentials(inherited, target)) {
    const basic = Buffer.from(`x-access-token:${access.token}`).toString("base64");
    config.push([
      `http.${access.serverUrl.replace(/\/*$/, "/")}.extraheader`,
      `AUTHORIZATION: basic ${basic}`
    ]);
    secrets.push(access.token, basic);
  }
  return { url: target, config, secrets: secrets.filter((secret) => secret !== "") };
}
function refOf(access) {
  return access.ref?.startsWith("refs/") ? access.ref : "HEAD";
}
function mask(text, secrets) {
  const words2 = secrets.flatMap((secret) => [
    secret,
    ...secret.split(/\s+/).filter((word) => word.length >= 12)
  ]);
  return words2.reduce((masked, word) => masked.replaceAll(word, "***"), text).replace(/(\w:\/\/)[^/@\s]+@/g, "$1***@");
}
function withoutUserInfo(url) {
  return url.replace(/^(https?:\/\/)[^/@]+@/i, "$1");
}
function userInfo(url) {
  return /^https?:\/\/([^/@]+)@/i.exec(url)?.[1] ?? "";
}
function isHeader({ key }) {
  return /^http\.(.*\.)?extraheader$/i.test(key);
}
function hasSsh(effective) {
  const { GIT_SSH, GIT_SSH_COMMAND, SSH_AUTH_SOCK } = process.env;
  return Boolean(GIT_SSH || GIT_SSH_COMMAND || SSH_AUTH_SOCK) || effective.some(({ key }) => key === "core.sshcommand");
}
function overHttp(url, { token, serverUrl }) {
  const ssh = /^(?:ssh:\/\/)?[^@/]+@([^:/]+)(?::\d+\/|[:/])(.+)$/.exec(url);
  if (!token || !ssh || !URL.canParse(serverUrl) || ssh[1] !== new URL(serverUrl).hostname) return url;
  return `${serverUrl.replace(/\/*$/, "")}/${ssh[2].replace(/^\/+/, "")}`;
}
function isUnder(url, base) {
  if (!URL.canParse(url) || !URL.canParse(base)) return false;
  const [a, b2] = [new URL(url), new URL(base)];
  const path = b2.pathname.replace(/\/*$/, "/");
  return /^https?:$/.test(a.protocol) && a.origin === b2.origin && `${a.pathname}/`.startsWith(path);
}
function hasCredentials(effective, url) {
  if (userInfo(url).includes(":")) return true;
  let header = false;
  let helper = false;
  for (const { scope, key, value } of effective) {
    const match = /^(http|credential)\.(?:(.*)\.)?(extraheader|helper)$/i.exec(key);
    if (match === null || match[2] !== void 0 && !isUnder(withoutUserInfo(url), match[2])) continue;
    if (match[1] === "http") header = value !== "" && (header || /^authorization *:/i.test(value.trim()));
    else if (value === "") helper = false;
    else helper = helper || scope !== "system";
  }
  return header || helper;
}

// src/revision/remote.ts
var RemoteError = class extends Error {
  name = "RemoteError";
  reason;
  constructor(reason, message) {
    super(message);
    this.reason = reason;
  }
};
var name = "checkout";
var fetchSeconds = 10 * 60;
var remedy = "or check out the whole history with `fetch-depth: 0`";
async function openRemote({ checkout, access }) {
  if (checkout.remote === void 0)
    throw new RemoteError(
      "no-remote",
      `the checkout lacks history and has no remote to fetch it from: add a remote named origin, ${remedy}`
    );
  const local = openGit(checkout.directory);
  const [printed, configured] = await Promise.all([
    local.text(["config", "--list", "--show-scope", "-z"]),
    unlessFailed(local.text(["remote", "get-url", checkout.remote]))
  ]);
  const effective = parseConfig(printed);
  const { url, config, secrets } = credentialsFor(effective, absolute(configured ?? "", checkout), access);
  const publicUrl = mask(withoutUserInfo(url), secrets);
  const proxy = effective.filter(({ key }) => key === `remote.${checkout.remote}.proxy`);
  const all = [
    ...config,
    [`remote.${name}.url`, url],
    ...proxy.map(({ value }) => [`remote.${name}.proxy`, value])
  ];
  const seconds = access.timeoutSeconds ?? fetchSeconds;
  const options = { config: all, isolated: true, network: true, timeoutSeconds: seconds };
  const explained = (work) => work.catch((error) => {
    throw explain2(error, publicUrl, secrets, seconds);
  });
  return {
    publicUrl,
    async fetch(repository, fetchOptions, refspecs) {
      const args = ["fetch", "--no-tags", "--no-write-fetch-head", "--no-auto-maintenance", ...fetchOptions];
      await explained(
        openGit(repository, options).text([...args, "--stdin", name], `${refspecs.join("\n")}
`)
      );
    },
    async refs(repository, patterns) {
      const lines = await explained(openGit(repository, options).text(["ls-remote", name, ...patterns]));
      return new Map(
        lines.split("\n").flatMap((line) => {
          const [object, ref] = line.split("	");
          return ref === void 0 ? [] : [[ref, object]];
        })
      );
    }
  };
}
function parseConfig(printed) {
  const fields2 = printed.split("\0");
  return fields2.flatMap((scope, n) => {
    const entry = fields2[n + 1];
    if (n % 2 === 1 || entry === void 0) return [];
    const at = entry.indexOf("\n");
    return [
      at < 0 ? { scope, key: entry, value: "true" } : { scope, key: entry.slice(0, at), value: entry.slice(at + 1) }
    ];
  });
}
function absolute(url, checkout) {
  const isPath = !url.includes("://") && !/^[^/]*:/.test(url);
  return isPath && url !== "" ? resolve2(checkout.topLevel, url) : url;
}
function explain2(error, url, secrets, seconds) {
  if (!(error instanceof ProcessError) || error.reason === "cancelled" || error.reason === "not-found")
    return error;
  if (error.reason === "timed-out")
    return new RemoteError(
      "timed-out",
      `fetching history from ${url} took more than ${seconds} s: check that the runner can reach it, raise \`fetch-timeout\`, ${remedy}`
    );
  const cause = mask(causeOf(error.stderr), secrets);
  const reason = reasonOf(error.stderr);
  const advice = reason === "failed" && /auth|credential|could not read Username|denied|40[134]|not found/i.test(error.stderr) ? "keep `persist-credentials: true` in actions/checkout, or give this step a `github-token` that may read the repository" : "check that the runner can reach it";
  return new RemoteError(reason, `fetching history from ${url} failed (${cause}): ${advice}, ${remedy}`);
}
function reasonOf(stderr) {
  if (/not our ref|unadvertised object|couldn't find remote ref|no such remote ref/i.test(stderr))
    return "refused";
  if (/does not support (shallow|--)|no commits selected for shallow|processing shallow info: 4/i.test(stderr))
    return "unsupported";
  return "failed";
}
function causeOf(stderr) {
  const lines = stderr.split("\n").map((line) => line.trim());
  const cause = lines.find((line) => /^(fatal|error): /.test(line)) ?? lines.findLast((line) => line !== "");
  return cause?.replace(/^(fatal|error): /, "") ?? "git gave no reason";
}

// src/revision/truncate.ts
import { existsSync as existsSync4 } from "node:fs";
import { readFile as readFile2 } from "node:fs/promises";
import { join as join2 } from "node:path";

// src/revision/repository.ts
import { existsSync as existsSync3 } from "node:fs";
import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
async function borrowingRepository(checkout, directory) {
  return create(checkout, directory, async () => {
    const alternates = [quotePath(checkout.objects), ...await alternatesOf(checkout)];
    await writeFile(join(directory, "objects/info/alternates"), `${alternates.join("\n")}
`);
    if (checkout.shallow) await copyFile(checkout.shallowFile, join(directory, "shallow"));
  });
}
async function emptyRepository(checkout, directory) {
  return create(checkout, directory, async () => {
  });
}
async function cutsOf(git, shallowFile, among) {
  if (!existsSync3(shallowFile)) return /* @__PURE__ */ new Set();
  const listed = new Set((await readFile(shallowFile, "utf8")).split("\n"));
  const candidates = among.filter((revision) => listed.has(revision));
  if (candidates.length === 0) return /* @__PURE__ */ new Set();
  const raw = await objectsOf(git, candidates);
  return new Set(candidates.filter((_2, n) => namesParents(raw[n])));
}
async function forgetAbsentCuts({ directory, git }) {
  const file = join(directory, "shallow");
  if (!existsSync3(file)) return;
  const present = ["rev-list", "--no-walk=unsorted", "--ignore-missing", "--missing=allow-any", "--stdin"];
  const left = await git.text(present, await readFile(file, "utf8"));
  await (left === "" ? rm(file) : writeFile(file, `${left}
`));
}
async function hasParents(git, revision) {
  const [commit] = await objectsOf(git, [revision]);
  return namesParents(commit);
}
async function create(checkout, directory, fill) {
  const ready = join(directory, "incremental-nix");
  if (!existsSync3(ready)) {
    await rm(directory, { recursive: true, force: true });
    await mkdir(directory, { recursive: true });
    const init = [
      "init",
      "--bare",
      "--template=",
      "--initial-branch=revision-1",
      `--object-format=${checkout.objectFormat}`
    ];
    await openGit(directory, { isolated: true }).text([...init, "."]);
    await mkdir(join(directory, "objects/info"), { recursive: true });
    await fill();
    await writeFile(ready, "");
  }
  const config = [["core.commitGraph", "false"]];
  return { directory, git: openGit(directory, { isolated: true, config }) };
}
async function alternatesOf(checkout) {
  const printed = await openGit(checkout.directory).text(["count-objects", "-v"]);
  return printed.split("\n").flatMap((line) => line.startsWith("alternate: ") ? [line.slice(11)] : []);
}
async function objectsOf(git, ids) {
  return readAnswer("git cat-file", await git.catFile(["--batch"], `${ids.join("\n")}
`), (batch) => {
    const objects = parseBatch(batch);
    if (objects.length !== ids.length) throw new Error("these are not all");
    return objects;
  });
}
function parseBatch(batch) {
  const objects = [];
  for (let at = 0; at < batch.length; ) {
    const start = batch.indexOf("\n", at) + 1;
    const size = Number(/^[0-9a-f]+ \w+ (\d+)$/.exec(batch.toString("latin1", at, start - 1))?.[1]);
    if (Number.isNaN(size)) throw new Error("this is no object");
    objects.push(batch.subarray(start, start + size));
    at = start + size + 1;
  }
  return objects;
}
function namesParents(commit) {
  const secondLine = commit.indexOf("\n") + 1;
  return commit.toString("latin1", secondLine, secondLine + 7) === "parent ";
}

// src/revision/truncate.ts
var commitsOnly = "--filter=tree:0";
function walkRepository({ checkout, scratch }) {
  return borrowingRepository(checkout, join2(scratch, "walk.git"));
}
function fetchCommits(remote, walk, revisions) {
  return remote.fetch(walk.directory, [commitsOnly, "--depth=1"], revisions);
}
function fetchParents(remote, walk, ref) {
  return remote.fetch(walk.directory, [commitsOnly, "--depth=2"], [ref]);
}
async function fetchBehind(remote, walk, { cuts, ref, depth }) {
  await remote.fetch(walk.directory, [commitsOnly, `--depth=${depth}`], cuts).catch((error) => {
    if (!(error instanceof RemoteError) || error.reason !== "refused") throw error;
    return remote.fetch(walk.directory, [commitsOnly, `--deepen=${depth}`], [ref]);
  });
  await forgetAbsentCuts(walk);
}
async function fetchAllCommits(remote, walk) {
  const refspecs = ["+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"];
  const options = [commitsOnly, "--depth=2147483647"];
  const shallowFile = join2(walk.directory, "shallow");
  const cuts = existsSync4(shallowFile) ? (await readFile2(shallowFile, "utf8")).trim().split("\n") : [];
  await remote.fetch(walk.directory, options, [...refspecs, ...cuts]).catch((error) => {
    if (!(error instanceof RemoteError) || error.reason !== "refused") throw error;
    return remote.fetch(walk.directory, options, refspecs);
  });
}
async function truncate(places, wanted) {
  const [found] = await truncateAll(places, [wanted], [refOf(places.access)]);
  if (found === void 0 || found instanceof RemoteError) throw found;
  return found;
}
var looksAtOnce = 4;
async function truncateAll(places, wanted, refs = wanted.map(({ start }) => start)) {
  const { checkout } = places;
  const local = openGit(checkout.directory);
  const results = /* @__PURE__ */ new Map();
  await inParallel(wanted, looksAtOnce, async (one) => {
    const ask2 = checkout.shallow ? look(local, checkout.shallowFile, one) : askGit(local, one);
    const seen = await unlessFailed(ask2);
    if (seen !== void 0 && "found" in seen) results.set(one, result(seen, 0));
  });
  const open2 = wanted.filter((one) => !results.has(one));
  if (open2.length > 0) {
    const [walk, remote] = await Promise.all([walkRepository(places), openRemote(places)]);
    for (const [one, found] of await deepen(walk, remote, open2, refs)) results.set(one, found);
  }
  return wanted.map((one) => results.get(one) ?? incomplete("the remote", one.start));
}
async function deepen(walk, remote, wanted, refs) {
  const shallowFile = join2(walk.directory, "shallow");
  const results = /* @__PURE__ */ new Map();
  let fetches = 0;
  const counted = (work) => {
    fetches += 1;
    return work;
  };
  for (const [start, error] of await fetchStarts(walk, remote, wanted, counted)) {
    for (const one of wanted.filter((other) => other.start === start)) results.set(one, error);
  }
  const lookAtAll = async () => {
    const cuts2 = /* @__PURE__ */ new Set();
    const open2 = wanted.filter((one) => !results.has(one));
    await inParallel(open2, looksAtOnce, async (one) => {
      const judgement = await look(walk.git, shallowFile, one);
      if ("found" in judgement) results.set(one, result(judgement, fetches));
      else for (const cut of judgement.cuts) cuts2.add(cut);
    });
    return [...cuts2];
  };
  let byRef = false;
  let cuts = await lookAtAll();
  for (const step of stepsTo(Math.min(...wanted.map(({ boundary }) => boundary)))) {
    if (cuts.length === 0) return results;
    const fetchStep = () => {
      const [option, refspecs] = byRef ? [step.fromRef, refs] : [step.fromCuts, cuts];
      return counted(remote.fetch(walk.directory, [commitsOnly, option], refspecs));
    };
    try {
      await fetchStep().catch((error) => {
        if (byRef || !(error instanceof RemoteError) || error.reason !== "refused") throw error;
        byRef = true;
        return fetchStep();
      });
    } catch (error) {
      if (!(error instanceof RemoteError) || error.reason !== "unsupported" || step.last) throw error;
    }
    await forgetAbsentCuts(walk);
    cuts = await lookAtAll();
  }
  for (const one of wanted.filter((other) => !results.has(other)))
    results.set(one, incomplete(remote.publicUrl, cuts[0] ?? one.start));
  return results;
}
async function fetchStarts(walk, remote, wanted, counted) {
  const lost = /* @__PURE__ */ new Map();
  const absent = await absentFrom(walk.git, [...new Set(wanted.map(({ start }) => start))]);
  if (absent.length === 0) return lost;
  try {
    await counted(fetchCommits(remote, walk, absent));
  } catch (error) {
    if (!(error instanceof RemoteError) || error.reason !== "refused" || absent.length === 1) throw error;
    for (const start of absent) {
      await counted(fetchCommits(remote, walk, [start])).catch((reason) => {
        if (!(reason instanceof RemoteError) || reason.reason !== "refused") throw reason;
        lost.set(start, reason);
      });
    }
  }
  return lost;
}
async function absentFrom(git, revisions) {
  const printed = (await git.catFile(["--batch-check"], `${revisions.join("\n")}
`)).toString("latin1");
  return printed.split("\n").flatMap((line) => line.endsWith(" missing") ? [line.split(" ")[0] ?? ""] : []);
}
function incomplete(place, commit) {
  return new RemoteError(
    "incomplete",
    `${place} does not have the history before ${commit}: check out from a complete repository, with \`fetch-depth: 0\``
  );
}
var day = 24 * 3600;
function stepsTo(boundary) {
  const before = (days) => {
    const option = `--shallow-since=@${Math.max(0, boundary - days * day)} +0000`;
    return { fromCuts: option, fromRef: option };
  };
  const all = "--depth=2147483647";
  return [
    before(14),
    { fromCuts: "--depth=2", fromRef: "--deepen=1" },
    before(60),
    before(365),
    { fromCuts: all, fromRef: all, last: true }
  ];
}
async function commitsPassed(places, wanted) {
  const { checkout } = places;
  const seen = await unlessFailed(look(openGit(checkout.directory), checkout.shallowFile, wanted));
  if (seen !== void 0 && "found" in seen) return seen.passed;
  const walk = await walkRepository(places);
  const judgement = await look(walk.git, join2(walk.directory, "shallow"), wanted);
  if ("found" in judgement) return judgement.passed;
  throw new Error(`the walk from ${wanted.start} has not been settled`);
}
async function look(git, shallowFile, wanted) {
  const { visits, cuts } = await visibleFrom(git, shallowFile, wanted);
  const judgement = judge(visits, wanted.boundary, cuts);
  return "found" in judgement ? { ...judgement, passed: visits.slice(0, visits.indexOf(judgement.found)) } : judgement;
}
async function visibleFrom(git, shallowFile, walk) {
  const printed = await git.text(["rev-list", "--timestamp", "--parents", ...mode(walk), walk.start, "--"]);
  const visits = readAnswer("git rev-list", printed, parseVisits);
  const revisions = visits.map(({ revision }) => revision);
  return { visits, cuts: await cutsOf(git, shallowFile, revisions) };
}
function result(judgement, fetches) {
  const { found, root } = judgement;
  return { revision: found.revision, time: found.time, root, fetches };
}
async function askGit(git, wanted) {
  const ask2 = async (...filter) => {
    const args = ["rev-list", "-1", "--timestamp", ...filter, ...mode(wanted), wanted.start, "--"];
    return readAnswer("git rev-list", await git.text(args), parseVisits)[0];
  };
  const newest = wanted.boundary < 0 ? void 0 : await ask2(`--before=@${wanted.boundary} +0000`);
  const found = newest ?? await ask2("--max-parents=0");
  if (found === void 0) throw new Error(`git found no root of ${wanted.start}`);
  return { found, root: newest === void 0 };
}
function mode({ parents }) {
  return parents === "first-parent" ? ["--first-parent"] : [];
}

// src/revision/branches.ts
async function remoteBranches(places) {
  const [walk, remote] = await Promise.all([walkRepository(places), openRemote(places)]);
  const prefix = "refs/heads/";
  const refs = await remote.refs(walk.directory, [`${prefix}*`]);
  return [...refs].flatMap(
    ([ref, tip]) => (
      // The pattern is met by the end of a name, too.
      ref.startsWith(prefix) && /^[0-9a-f]{40,64}$/.test(tip) ? [{ name: ref.slice(prefix.length), tip }] : []
    )
  );
}

// src/revision/changes.ts
import { join as join3 } from "node:path";
async function changedFiles(places, from, to) {
  return withTrees(places, [from], (git) => compare(git, from, to));
}
async function changesOf(places, pairs, patterns) {
  if (pairs.length === 0) return [];
  const commits = [...new Set(pairs.flat())];
  return withTrees(places, commits, (git) => compareAll(git, pairs, patterns));
}
async function withTrees(places, commits, look2) {
  const { checkout, scratch } = places;
  const { directory, git } = await borrowingRepository(checkout, join3(scratch, "trees.git"));
  const known = await unlessFailed(look2(git));
  if (known !== void 0) return known;
  if (checkout.partial) await git.text(["config", "core.alternateRefsCommand", "true"]);
  const remote = await openRemote(places);
  const lacking = commits.filter((commit) => commit !== checkout.head);
  await remote.fetch(directory, ["--filter=blob:none", "--depth=1"], lacking);
  const found = await unlessFailed(look2(git));
  if (found === void 0)
    throw new RemoteError("incomplete", `${remote.publicUrl} did not give the list of files of ${lacking[0]}`);
  return found;
}
async function compare(git, from, to) {
  const trees = [`${from}^{tree}`, `${to}^{tree}`];
  const printed = await git.text(["diff-tree", "-r", "-z", "--name-only", "--no-renames", ...trees, "--"]);
  return namesIn(printed);
}
async function compareAll(git, pairs, patterns) {
  const treeOf = await treesOf(git, [...new Set(pairs.flat())]);
  const trees = pairs.map(([from, to]) => `${treeOf.get(from)} ${treeOf.get(to)}`);
  const distinct = [...new Set(trees)];
  const how = ["--stdin", "-r", "-z", "--name-status", "--no-renames"];
  const printed = await git.text(["diff-tree", ...how, "--", ...patterns], `${distinct.join("\n")}
`);
  const found = readAnswer("git diff-tree", printed, parseChanges);
  return trees.map((pair) => {
    const changes = found.get(pair);
    if (changes === void 0)
      throw new ProcessError("failed", "git diff-tree", void 0, "a tree is missing");
    return changes;
  });
}
async function treesOf(git, commits) {
  const names = commits.map((commit) => `${commit}^{tree}
`).join("");
  const lines = (await git.catFile(["--batch-check"], names)).toString("latin1").split("\n");
  return new Map(
    commits.map((commit, n) => {
      const tree = /^([0-9a-f]+) tree /.exec(lines[n] ?? "")?.[1];
      if (tree === void 0) throw new ProcessError("failed", "git cat-file", void 0, "a tree is missing");
      return [commit, tree];
    })
  );
}
var kinds = {
  A: "added",
  D: "removed",
  M: "changed",
  T: "changed"
};
function parseChanges(printed) {
  const found = /* @__PURE__ */ new Map();
  const item = /([0-9a-f]+ [0-9a-f]+)(?:\n|$)|([A-Z])\0([^\0]+)\0/y;
  let changes = [];
  while (item.lastIndex < printed.length) {
    const [, pair, letter = "", path = ""] = item.exec(printed) ?? [];
    const kind = kinds[letter];
    if (pair !== void 0) {
      changes = [];
      found.set(pair, changes);
    } else if (kind !== void 0) changes.push({ path, kind });
    else throw new Error("this is no change");
  }
  return found;
}

// src/revision/date.ts
var words = /^(now|never|yesterday|midnight|noon|tea|time|at|of|on|the|ago|last|am|pm|t|z|utc|gmt|st|nd|rd|th|(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|sec|min|one|two|three|four|five|six|seven|eight|nine|ten)|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t|tember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)$/i;
async function parseDate(checkout, text, instant) {
  const unknown2 = (text.match(/[A-Za-z]+/g) ?? []).find((word) => !words.test(word));
  const time = unknown2 === void 0 && isPossible(text) ? await ask(checkout, text, instant) : void 0;
  if (time === void 0)
    throw new UserError(
      `${JSON.stringify(text)} is not a date${unknown2 === void 0 ? "" : ` (git does not know ${JSON.stringify(unknown2)})`}: write one that git takes, such as "midnight", "2 days ago", "2026-01-31 06:00" or "@1769839200"`
    );
  return time;
}
function isPossible(text) {
  if (/[\0-\x1f\x7f]/.test(text)) return false;
  const [date] = /(?<!\d)\d{4}-\d{1,2}-\d{1,2}(?!\d)/.exec(text) ?? [];
  if (date === void 0) return true;
  const [year = 0, month = 0, day2 = 0] = date.split("-").map(Number);
  const parsed = new Date(Date.UTC(year, month - 1, day2));
  return parsed.getUTCMonth() === month - 1 && parsed.getUTCDate() === day2;
}
async function ask(checkout, text, instant) {
  const key = "incremental-nix.date";
  const git = openGit(checkout.directory, { now: instant, config: [[key, text]] });
  const isKnown = await git.text(["config", "--type=expiry-date", "--get", key]).then(
    () => true,
    (error) => {
      if (error instanceof ProcessError && error.stderr.includes(key)) return false;
      throw error;
    }
  );
  if (!isKnown) return void 0;
  const printed = await git.text(["rev-parse", `--since=${text}`]);
  return readAnswer("git rev-parse", printed, (answer) => {
    const seconds = /^--max-age=(\d+)$/.exec(answer)?.[1];
    if (seconds === void 0) throw new Error("this is no date");
    return Number(seconds);
  });
}

// src/revision/replay.ts
import { join as join4 } from "node:path";
async function openReplay(places, most) {
  const { checkout, access } = places;
  const walk = await walkRepository(places);
  const look2 = (start, parents) => visibleFrom(walk.git, join4(walk.directory, "shallow"), { start, parents });
  let branch = await look2(checkout.head, "first-parent");
  const cut = branch.visits.findIndex(({ revision }) => branch.cuts.has(revision));
  if (cut >= 0 && cut < most - 1) {
    const cuts = [branch.visits[cut].revision];
    await fetchBehind(await openRemote(places), walk, { cuts, ref: refOf(access), depth: most - cut });
    branch = await look2(checkout.head, "first-parent");
  }
  let positions = positionsOf(branch.visits);
  let other;
  const visible = async ({ start, parents }) => {
    if (parents === "first-parent") {
      const position = positions.get(start);
      return position === void 0 ? void 0 : { ...branch, visits: branch.visits.slice(position) };
    }
    if (other?.start !== start) {
      const seen = await unlessFailed(look2(start, parents));
      other = seen && { start, seen };
    }
    return other?.seen;
  };
  return {
    commits: branch.visits.slice(0, most),
    async truncate(wanted) {
      const seen = await visible(wanted);
      const judgement = seen && judge(seen.visits, wanted.boundary, seen.cuts);
      if (judgement !== void 0 && "found" in judgement) return result(judgement, 0);
      const found = await truncate(places, wanted);
      other = void 0;
      branch = await look2(checkout.head, "first-parent");
      positions = positionsOf(branch.visits);
      return found;
    }
  };
}
function positionsOf(visits) {
  return new Map(visits.map(({ revision }, position) => [revision, position]));
}

// src/revision/resolve.ts
var fullId = /^([0-9a-f]{40}|[0-9a-f]{64})$/i;
var shortId = /^[0-9a-f]{4,64}$/i;
async function resolveRevision(places, text) {
  const { checkout } = places;
  if (text === "" || text.startsWith("-") || /[\0-\x1f\x7f]/.test(text)) throw unknown(text);
  const local = await named(openGit(checkout.directory), text);
  if (local !== void 0) return local;
  if (checkout.remote === void 0) throw unknown(text);
  const walk = await walkRepository(places);
  const earlier = fullId.test(text) ? await named(walk.git, text) : void 0;
  return earlier ?? onRemote(checkout, text, await openRemote(places), walk);
}
async function fetchStart(places, id) {
  const walk = await walkRepository(places);
  const present = await named(walk.git, id);
  if (present !== void 0) return present;
  const remote = await openRemote(places);
  await fetchCommits(remote, walk, [id]).catch((error) => {
    if (!(error instanceof RemoteError) || error.reason !== "refused") throw error;
    return fetchParents(remote, walk, refOf(places.access));
  });
  const found = await named(walk.git, id);
  if (found === void 0) throw new RemoteError("incomplete", `${remote.publicUrl} does not have ${id}`);
  return found;
}
async function onRemote(checkout, text, remote, walk) {
  const id = fullId.test(text) ? text.toLowerCase() : await remoteRef(checkout, text, remote, walk);
  if (id !== void 0) {
    try {
      await fetchCommits(remote, walk, [id]);
      const found2 = await named(walk.git, id);
      if (found2 !== void 0) return found2;
    } catch (error) {
      if (!(error instanceof RemoteError) || error.reason !== "refused") throw error;
    }
  }
  if (id === void 0 && !shortId.test(text) && !/[~^@]/.test(text)) throw unknown(text);
  await walk.git.text(["update-ref", "--no-deref", "HEAD", checkout.head]);
  await fetchAllCommits(remote, walk);
  const found = await named(walk.git, text);
  if (found === void 0) throw unknown(text);
  return found;
}
async function remoteRef(checkout, text, remote, walk) {
  if (/[ ~^:?*[\\]|\.\.|@\{/.test(text)) return void 0;
  const prefix = `${checkout.remote}/`;
  const names = text.startsWith(prefix) ? [text, text.slice(prefix.length)] : [text];
  const refs = await remote.refs(
    walk.directory,
    names.flatMap((name2) => [name2, `${name2}^{}`])
  );
  const candidates = names.flatMap((name2) => [
    name2,
    `refs/${name2}`,
    `refs/tags/${name2}`,
    `refs/heads/${name2}`
  ]);
  const found = candidates.find((candidate) => refs.has(candidate));
  return found === void 0 ? void 0 : refs.get(`${found}^{}`) ?? refs.get(found);
}
async function named(git, text) {
  const commit = `${text}^{commit}`;
  const revision = await unlessFailed(
    git.text(["rev-parse", "--verify", "--quiet", "--end-of-options", commit])
  );
  if (!revision) return void 0;
  const printed = await git.text(["rev-list", "-1", "--timestamp", revision, "--"]);
  return { revision, time: Number(printed.split(" ")[0]) };
}
function unknown(text) {
  return new UserError(
    `${JSON.stringify(text)} names no commit in the checkout or on its remote: write a branch, a tag or a commit id that exists there`
  );
}

// src/revision/source.ts
import { appendFile } from "node:fs/promises";
import { join as join5 } from "node:path";
async function sourceRepository(places, revisions) {
  const { checkout, access, scratch } = places;
  const directory = join5(scratch, "source.git");
  const source = await (checkout.partial ? emptyRepository : borrowingRepository)(checkout, directory);
  const lacking = [];
  for (const revision of revisions) {
    if (await adopt(source, revision, revisions)) continue;
    if (checkout.partial) await copyFrom(checkout, source, revision);
    if (!await adopt(source, revision, revisions)) lacking.push(revision);
  }
  const remote = checkout.remote === void 0 ? void 0 : await openRemote(places);
  if (remote !== void 0) await source.git.text(["config", "remote.origin.url", remote.publicUrl]);
  for (const revision of lacking) {
    await obtain(source, revision, remote ?? await openRemote(places), access);
    if (!await adopt(source, revision, revisions))
      throw new RemoteError(
        "incomplete",
        `${remote?.publicUrl} did not give the commit ${revision}: fetch it in an earlier step, or check out with \`fetch-depth: 0\``
      );
  }
  return directory;
}
async function adopt(source, revision, all) {
  if (await unlessFailed(source.git.text(["rev-parse", "--verify", "--quiet", `${revision}^{tree}`])) === void 0)
    return false;
  const branch = `refs/heads/revision-${all.indexOf(revision) + 1}`;
  await source.git.text(["update-ref", "--stdin"], `start
update ${branch} ${revision}
commit
`);
  return true;
}
async function copyFrom(checkout, source, revision) {
  const git = openGit(source.directory, { isolated: true, borrowed: checkout.objects });
  const list = ["rev-list", "--objects", "--no-object-names", "--no-walk", revision, "--"];
  const objects = await unlessFailed(git.text(list));
  if (objects === void 0) return;
  const pack = ["pack-objects", "-q", join5(source.directory, "objects/pack/pack")];
  if (await unlessFailed(git.text(pack, `${objects}
`)) === void 0) return;
  const shallowFile = join5(source.directory, "shallow");
  if (await hasParents(source.git, revision)) await appendFile(shallowFile, `${revision}
`);
}
async function obtain(source, revision, remote, access) {
  try {
    await remote.fetch(source.directory, ["--depth=1"], [revision]);
  } catch (error) {
    if (!(error instanceof RemoteError) || error.reason !== "refused") throw error;
    await remote.fetch(source.directory, ["--depth=2147483647"], [refOf(access)]);
  }
}

// src/revision/work-tree.ts
import { existsSync as existsSync5 } from "node:fs";
import { mkdir as mkdir2, writeFile as writeFile2 } from "node:fs/promises";
import { basename, join as join6, relative } from "node:path";
async function workTree(places, revision, source) {
  const { checkout, scratch } = places;
  const directory = join6(scratch, "trees", revision, basename(checkout.topLevel));
  const ready = join6(directory, ".git/incremental-nix");
  if (existsSync5(ready)) return directory;
  const repository = await source([revision]);
  await mkdir2(directory, { recursive: true });
  const config = [["core.logAllRefUpdates", "false"]];
  const git = openGit(directory, { isolated: true, config });
  await git.text(["init", "--quiet", "--template=", `--object-format=${checkout.objectFormat}`, "."]);
  const objects = join6(directory, ".git/objects");
  await mkdir2(join6(objects, "info"), { recursive: true });
  const borrowed = relative(objects, join6(repository, "objects"));
  await writeFile2(join6(objects, "info/alternates"), `${quotePath(borrowed)}
`);
  if (await hasParents(git, revision)) await writeFile2(join6(directory, ".git/shallow"), `${revision}
`);
  await git.text(["checkout", "--quiet", "--detach", revision]);
  await git.text(["read-tree", revision]);
  await writeFile2(ready, "");
  return directory;
}
async function readFileAt(source, revision, path) {
  const git = openGit(await source([revision]), { isolated: true });
  return unlessFailed(git.text(["cat-file", "blob", `${revision}:${path}`]));
}

// src/revision/history.ts
function openHistory(places) {
  const { checkout } = places;
  const inTurn = createQueue();
  const source = rememberingLast((revisions) => sourceRepository(places, revisions));
  return {
    checkout,
    truncate: (wanted) => truncate(places, wanted),
    truncateAll: (wanted) => truncateAll(places, wanted),
    commitsPassed: (wanted) => commitsPassed(places, wanted),
    resolve: (text) => resolveRevision(places, text),
    fetchStart: (id) => fetchStart(places, id),
    parseDate: (text, instant) => parseDate(checkout, text, instant),
    branches: () => remoteBranches(places),
    changedFiles: (from, to) => changedFiles(places, from, to),
    replay: (most) => openReplay(places, most),
    changesOf: (pairs, patterns) => changesOf(places, pairs, patterns),
    sourceRepository: (revisions) => inTurn(() => source(revisions)),
    workTree: (revision) => inTurn(() => workTree(places, revision, source)),
    readFile: (revision, path) => inTurn(() => readFileAt(source, revision, path))
  };
}
function rememberingLast(fill) {
  let last;
  return async (revisions) => {
    const key = revisions.join(" ");
    if (last?.key === key) return last.path;
    last = void 0;
    const path = await fill(revisions);
    last = { key, path };
    return path;
  };
}
function createQueue() {
  let last = Promise.resolve();
  return (work) => {
    const next = last.then(work, work);
    last = next.catch(() => void 0);
    return next;
  };
}

// src/revision/interval.ts
var import_ms = __toESM(require_ms(), 1);

// node_modules/croner/dist/croner.js
function g(s3, e, t, n = 0, r = 0, a = 0, i = 0) {
  let o = s3 >= 0 && s3 < 100, u = Date.UTC(o ? s3 + 400 : s3, e, t, n, r, a, i);
  return o ? u - 126227808e5 : u;
}
function D(s3) {
  return g(s3.y, s3.m - 1, s3.d, s3.h, s3.i, s3.s);
}
function w(s3, e) {
  return s3.y === e.y && s3.m === e.m && s3.d === e.d && s3.h === e.h && s3.i === e.i && s3.s === e.s;
}
function O(s3) {
  let e = s3.substring(9);
  return e.includes("Z") || e.includes("+") || e.includes("-");
}
function Z(s3, e) {
  let t = new Date(Date.parse(s3));
  if (isNaN(t)) throw new Error("Invalid ISO8601 passed to timezone parser.");
  return O(s3) ? { tp: T(t.getUTCFullYear(), t.getUTCMonth() + 1, t.getUTCDate(), t.getUTCHours(), t.getUTCMinutes(), t.getUTCSeconds(), "Etc/UTC"), ms: t.getUTCMilliseconds() } : { tp: T(t.getFullYear(), t.getMonth() + 1, t.getDate(), t.getHours(), t.getMinutes(), t.getSeconds(), e), ms: t.getMilliseconds() };
}
function v(s3, e, t) {
  let { tp: n, ms: r } = Z(s3, e);
  return new Date(N(n, t).getTime() + r);
}
function N(s3, e) {
  let t = _(s3);
  if (t.kind === "single") return t.date;
  if (t.kind === "ambiguous") return t.earlier;
  if (e) throw new Error("Invalid date passed to fromTZ()");
  return t.after;
}
function _(s3) {
  let e = D(s3), t = (i) => R(new Date(i), s3.tz), n = e - t(e), r = y(new Date(n), s3.tz);
  if (w(r, s3)) {
    let i = D(r) - n, o = n - (t(n - E) - i);
    if (o < n && w(y(new Date(o), s3.tz), s3)) return { kind: "ambiguous", earlier: new Date(o), later: new Date(n) };
    let u = n + (i - t(n + E));
    return u > n && w(y(new Date(u), s3.tz), s3) ? { kind: "ambiguous", earlier: new Date(n), later: new Date(u) } : { kind: "single", date: new Date(n) };
  }
  let a = e - (D(r) - n);
  return w(y(new Date(a), s3.tz), s3) ? { kind: "single", date: new Date(a) } : { kind: "gap", before: new Date(Math.min(n, a)), after: new Date(Math.max(n, a)) };
}
var E = 3 * 36e5;
function R(s3, e) {
  return D(y(s3, e)) - (s3.getTime() - s3.getUTCMilliseconds());
}
function k(s3, e, t) {
  let n = R(new Date(s3), t);
  for (; e - s3 > 1e3; ) {
    let r = s3 + Math.floor((e - s3) / 2e3) * 1e3;
    R(new Date(r), t) === n ? s3 = r : e = r;
  }
  return e;
}
function U(s3, e) {
  let t = _(y(new Date(s3), e));
  if (t.kind === "ambiguous") return s3 < t.later.getTime() ? "earlier" : "later";
}
var H = g(1, 0, 1);
var S = 864e5;
var W = /* @__PURE__ */ new Map();
function y(s3, e) {
  if (e === void 0) return T(s3.getFullYear(), s3.getMonth() + 1, s3.getDate(), s3.getHours(), s3.getMinutes(), s3.getSeconds());
  let t = W.get(e), n;
  try {
    t || (t = new Intl.DateTimeFormat("en-US", { timeZone: e, year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric", hour12: false }), W.set(e, t)), n = t.formatToParts(s3);
  } catch (i) {
    let o = i instanceof Error ? i.message : String(i);
    throw new RangeError(`toTZ: Invalid timezone '${e}' or date. Please provide a valid IANA timezone (e.g., 'America/New_York', 'Europe/Stockholm'). Original error: ${o}`);
  }
  let r = { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0 };
  for (let i of n) (i.type === "year" || i.type === "month" || i.type === "day" || i.type === "hour" || i.type === "minute" || i.type === "second") && (r[i.type] = parseInt(i.value, 10));
  if (isNaN(r.year) || isNaN(r.month) || isNaN(r.day) || isNaN(r.hour) || isNaN(r.minute) || isNaN(r.second)) throw new Error(`toTZ: Failed to parse all date components from timezone '${e}'. This may indicate an invalid date or timezone configuration. Parsed components: ${JSON.stringify(r)}`);
  let a = s3.getTime() - H;
  return (a < -S || a < S && r.month === 12) && (r.year = 1 - r.year), r.hour === 24 && (r.hour = 0), { y: r.year, m: r.month, d: r.day, h: r.hour, i: r.minute, s: r.second, tz: e };
}
function T(s3, e, t, n, r, a, i) {
  return { y: s3, m: e, d: t, h: n, i: r, s: a, tz: i };
}
var x = [1, 2, 4, 8, 16];
var C = class s {
  pattern;
  timezone;
  mode;
  alternativeWeekdays;
  sloppyRanges;
  fixedTimeRule;
  second;
  minute;
  hour;
  day;
  month;
  dayOfWeek;
  year;
  lastDayOfMonth;
  lastWeekday;
  nearestWeekdays;
  starDOM;
  starDOW;
  starYear;
  useAndLogic;
  isFixedTime;
  constructor(e, t, n) {
    this.pattern = e, this.timezone = t, this.mode = n?.mode ?? "auto", this.alternativeWeekdays = n?.alternativeWeekdays ?? false, this.sloppyRanges = n?.sloppyRanges ?? false, this.fixedTimeRule = n?.fixedTimeRule ?? "single-value", this.second = Array(60).fill(0), this.minute = Array(60).fill(0), this.hour = Array(24).fill(0), this.day = Array(31).fill(0), this.month = Array(12).fill(0), this.dayOfWeek = Array(7).fill(0), this.year = [], this.lastDayOfMonth = false, this.lastWeekday = false, this.nearestWeekdays = Array(31).fill(0), this.starDOM = false, this.starDOW = false, this.starYear = false, this.useAndLogic = false, this.isFixedTime = false, this.parse();
  }
  parse() {
    if (!(typeof this.pattern == "string" || this.pattern instanceof String)) throw new TypeError("CronPattern: Pattern has to be of type string.");
    this.pattern.indexOf("@") >= 0 && (this.pattern = this.handleNicknames(this.pattern).trim());
    let e = this.pattern.match(/\S+/g) || [""], t = e.length;
    if (e.length < 5 || e.length > 7) throw new TypeError("CronPattern: invalid configuration format ('" + this.pattern + "'), exactly five, six, or seven space separated parts are required.");
    if (this.mode !== "auto") {
      let i;
      switch (this.mode) {
        case "5-part":
          i = 5;
          break;
        case "6-part":
          i = 6;
          break;
        case "7-part":
          i = 7;
          break;
        case "5-or-6-parts":
          i = [5, 6];
          break;
        case "6-or-7-parts":
          i = [6, 7];
          break;
        default:
          i = 0;
      }
      if (!(Array.isArray(i) ? i.includes(t) : t === i)) {
        let u = Array.isArray(i) ? i.join(" or ") : i.toString();
        throw new TypeError(`CronPattern: mode '${this.mode}' requires exactly ${u} parts, but pattern '${this.pattern}' has ${t} parts.`);
      }
    }
    if (e.length === 5 && e.unshift("0"), e.length === 6 && e.push("*"), this.pattern.indexOf("?") >= 0) for (let i = 0; i < e.length; i++) e[i] = e[i].replace(/\?/g, "*");
    if (e[3].toUpperCase() === "LW") this.lastWeekday = true, e[3] = "";
    else if (e[3].toUpperCase().indexOf("L") >= 0) {
      let i = e[3].split(",");
      if (i.length > 1 && i.some((o) => o.toUpperCase() === "LW")) throw new TypeError(`CronPattern: Syntax error, LW can not be in a list in day-of-month ('${e[3]}').`);
      if (i.some((o) => o === "" || o.toUpperCase() !== "L" && /l/i.test(o))) throw new TypeError("CronPattern: Syntax error, L has to be a value of its own in day-of-month ('" + e[3] + "').");
      e[3] = i.filter((o) => o.toUpperCase() !== "L").join(","), this.lastDayOfMonth = true;
    }
    if (e[3] == "*" && (this.starDOM = true), e[6] == "*" && (this.starYear = true), e[4].length >= 3 && (e[4] = this.replaceAlpha(e[4], s.MONTH_NAMES)), e[5].length >= 3 && (e[5] = this.alternativeWeekdays ? this.replaceAlpha(e[5], s.DAY_NAMES_QUARTZ) : this.replaceAlpha(e[5], s.DAY_NAMES)), e[5].startsWith("+") && (this.useAndLogic = true, e[5] = e[5].substring(1), e[5] === "")) throw new TypeError("CronPattern: Day-of-week field cannot be empty after '+' modifier.");
    switch (e[5] == "*" && (this.starDOW = true), this.mode) {
      case "5-part":
        e[0] = "0", e[6] = "*";
        break;
      case "6-part":
        e[6] = "*";
        break;
      case "5-or-6-parts":
        e[6] = "*";
        break;
      case "6-or-7-parts":
        break;
      case "7-part":
      case "auto":
        break;
    }
    this.throwAtIllegalCharacters(e), this.partToArray("second", e[0], 0, 1), this.partToArray("minute", e[1], 0, 1), this.partToArray("hour", e[2], 0, 1), this.partToArray("day", e[3], -1, 1), this.partToArray("month", e[4], -1, 1);
    let n = this.alternativeWeekdays ? -1 : 0;
    this.partToArray("dayOfWeek", e[5], n, 63), e[6] === "*" ? this.year = Array(1e4).fill(1) : (this.year = Array(1e4).fill(0), this.partToArray("year", e[6], 0, 1)), !this.alternativeWeekdays && this.dayOfWeek[7] && (this.dayOfWeek[0] = this.dayOfWeek[7]);
    let r = this.fixedTimeRule === "single-value", a = (i, o) => !i.includes("*") && !i.includes("/") && (!r || o.filter((u) => u).length === 1);
    this.isFixedTime = a(e[0], this.second) && a(e[1], this.minute) && a(e[2], this.hour);
  }
  partToArray(e, t, n, r) {
    let a = this[e];
    if (t === "" && !(e === "day" && (this.lastDayOfMonth || this.lastWeekday))) throw new TypeError("CronPattern: configuration entry " + e + " (" + t + ") is empty, check for trailing spaces.");
    if (t === "*") return a.fill(r);
    let i = t.split(",");
    if (i.length > 1) for (let o of i) this.partToArray(e, o, n, r);
    else t.includes("-") && t.includes("/") ? this.handleRangeWithStepping(t, e, n, r) : t.includes("-") ? this.handleRange(t, e, n, r) : t.includes("/") ? this.handleStepping(t, e, n, r) : t !== "" && this.handleNumber(t, e, n, r);
  }
  throwAtIllegalCharacters(e) {
    for (let t = 0; t < e.length; t++) if ((t === 3 ? /[^/*0-9,\-WwLl]+/ : t === 5 ? /[^/*0-9,\-#Ll]+/ : /[^/*0-9,\-]+/).test(e[t])) throw new TypeError("CronPattern: configuration entry " + t + " (" + e[t] + ") contains illegal characters.");
  }
  handleNumber(e, t, n, r) {
    let a = this.extractNth(e, t), i = e.toUpperCase().includes("W");
    if (t !== "day" && i) throw new TypeError("CronPattern: Nearest weekday modifier (W) only allowed in day-of-month.");
    i && (t = "nearestWeekdays");
    let o = i ? a[0].replace(/W$/i, "") : a[0], u = s.toNumber(o) + n;
    if (isNaN(u)) throw new TypeError("CronPattern: " + t + " is not a number: '" + e + "'");
    this.setPart(t, u, a[1] || r);
  }
  setPart(e, t, n) {
    if (!Object.prototype.hasOwnProperty.call(this, e)) throw new TypeError("CronPattern: Invalid part specified: " + e);
    if (e === "dayOfWeek") {
      if (t === 7 && (t = 0), t < 0 || t > 6) throw new RangeError("CronPattern: Invalid value for dayOfWeek: " + t);
      this.setNthWeekdayOfMonth(t, n);
      return;
    }
    if (e === "second" || e === "minute") {
      if (t < 0 || t >= 60) throw new RangeError("CronPattern: Invalid value for " + e + ": " + t);
    } else if (e === "hour") {
      if (t < 0 || t >= 24) throw new RangeError("CronPattern: Invalid value for " + e + ": " + t);
    } else if (e === "day" || e === "nearestWeekdays") {
      if (t < 0 || t >= 31) throw new RangeError("CronPattern: Invalid value for " + e + ": " + t);
    } else if (e === "month") {
      if (t < 0 || t >= 12) throw new RangeError("CronPattern: Invalid value for " + e + ": " + t);
    } else if (e === "year" && (t < 1 || t >= 1e4)) throw new RangeError("CronPattern: Invalid value for " + e + ": " + t + " (supported range: 1-9999)");
    this[e][t] = n;
  }
  static toNumber(e) {
    return /^\d+$/.test(e) ? parseInt(e, 10) : NaN;
  }
  validateNotNaN(e, t) {
    if (isNaN(e)) throw new TypeError(t);
  }
  validateRange(e, t, n, r, a) {
    if (e > t) throw new TypeError("CronPattern: From value is larger than to value: '" + a + "'");
    if (n !== void 0) {
      if (n === 0) throw new TypeError("CronPattern: Syntax error, illegal stepping: 0");
      if (n > this[r].length) throw new TypeError("CronPattern: Syntax error, steps cannot be greater than maximum value of part (" + this[r].length + ")");
    }
  }
  handleRangeWithStepping(e, t, n, r) {
    if (e.toUpperCase().includes("W")) throw new TypeError("CronPattern: Syntax error, W is not allowed in ranges with stepping.");
    let a = this.extractNth(e, t), i = a[0].match(/^(\d+)-(\d+)\/(\d+)$/);
    if (i === null) throw new TypeError("CronPattern: Syntax error, illegal range with stepping: '" + e + "'");
    let [, o, u, l] = i, h = parseInt(o, 10) + n, m = parseInt(u, 10) + n, d = parseInt(l, 10);
    this.validateNotNaN(h, "CronPattern: Syntax error, illegal lower range (NaN)"), this.validateNotNaN(m, "CronPattern: Syntax error, illegal upper range (NaN)"), this.validateNotNaN(d, "CronPattern: Syntax error, illegal stepping: (NaN)"), this.validateRange(h, m, d, t, e);
    for (let p = h; p <= m; p += d) this.setPart(t, p, a[1] || r);
  }
  extractNth(e, t) {
    let n = e, r;
    if (n.includes("#")) {
      if (t !== "dayOfWeek") throw new Error("CronPattern: nth (#) only allowed in day-of-week field");
      let a = n.split("#");
      if (a.length !== 2 || a[1] === "") throw new TypeError("CronPattern: Syntax error, illegal nth weekday: '" + e + "'");
      n = a[0], r = a[1];
    } else if (n.toUpperCase().endsWith("L")) {
      if (t !== "dayOfWeek") throw new Error("CronPattern: L modifier only allowed in day-of-week field (use L alone for day-of-month)");
      r = "L", n = n.slice(0, -1);
    }
    return [n, r];
  }
  handleRange(e, t, n, r) {
    if (e.toUpperCase().includes("W")) throw new TypeError("CronPattern: Syntax error, W is not allowed in a range.");
    let a = this.extractNth(e, t), i = a[0].split("-");
    if (i.length !== 2) throw new TypeError("CronPattern: Syntax error, illegal range: '" + e + "'");
    let o = s.toNumber(i[0]) + n, u = s.toNumber(i[1]) + n;
    this.validateNotNaN(o, "CronPattern: Syntax error, illegal lower range (NaN)"), this.validateNotNaN(u, "CronPattern: Syntax error, illegal upper range (NaN)"), this.validateRange(o, u, void 0, t, e);
    for (let l = o; l <= u; l++) this.setPart(t, l, a[1] || r);
  }
  handleStepping(e, t, n, r) {
    if (e.toUpperCase().includes("W")) throw new TypeError("CronPattern: Syntax error, W is not allowed in parts with stepping.");
    let a = this.extractNth(e, t), i = a[0].split("/");
    if (i.length !== 2) throw new TypeError("CronPattern: Syntax error, illegal stepping: '" + e + "'");
    if (this.sloppyRanges) i[0] === "" && (i[0] = "*");
    else {
      if (i[0] === "") throw new TypeError("CronPattern: Syntax error, stepping with missing prefix ('" + e + "') is not allowed. Use wildcard (*/step) or range (min-max/step) instead.");
      if (i[0] !== "*") throw new TypeError("CronPattern: Syntax error, stepping with numeric prefix ('" + e + "') is not allowed. Use wildcard (*/step) or range (min-max/step) instead.");
    }
    let o = 0;
    i[0] !== "*" && (o = s.toNumber(i[0]) + n, this.validateNotNaN(o, "CronPattern: Syntax error, illegal stepping start (NaN)"));
    let u = s.toNumber(i[1]);
    this.validateNotNaN(u, "CronPattern: Syntax error, illegal stepping: (NaN)"), this.validateRange(0, this[t].length - 1, u, t, e);
    for (let l = o; l < this[t].length; l += u) t === "year" && l === 0 || this.setPart(t, l, a[1] || r);
  }
  replaceAlpha(e, t) {
    let n = e;
    for (let [r, a] of Object.entries(t)) n = n.replace(new RegExp(r, "gi"), (i, o, u) => {
      let l = o + i.length - 3, h = u.charAt(l - 1), m = u.charAt(l + 3);
      if (/[a-z\d/#]/i.test(h) || /[a-km-z\d]/i.test(m)) throw new TypeError(`CronPattern: Syntax error, a month or day name has to stand alone ('${e}').`);
      return a;
    });
    return n;
  }
  static DAY_NAMES = { "-sun": "-7", sun: "0", mon: "1", tue: "2", wed: "3", thu: "4", fri: "5", sat: "6" };
  static DAY_NAMES_QUARTZ = { sun: "1", mon: "2", tue: "3", wed: "4", thu: "5", fri: "6", sat: "7" };
  static MONTH_NAMES = { jan: "1", feb: "2", mar: "3", apr: "4", may: "5", jun: "6", jul: "7", aug: "8", sep: "9", oct: "10", nov: "11", dec: "12" };
  static NICKNAME_MAP = { "@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *", "@monthly": "0 0 1 * *", "@weekly": "0 0 * * SUN", "@daily": "0 0 * * *", "@midnight": "0 0 * * *", "@hourly": "0 * * * *" };
  handleNicknames(e) {
    let t = e.trim().toLowerCase();
    if (t === "@reboot") throw new TypeError("CronPattern: @reboot is not supported in this environment. This is an event-based trigger that requires system startup detection.");
    return s.NICKNAME_MAP[t] || e;
  }
  setNthWeekdayOfMonth(e, t) {
    if (typeof t != "number" && t.toUpperCase() === "L") this.dayOfWeek[e] = this.dayOfWeek[e] | 32;
    else if (t === 63) this.dayOfWeek[e] = 63;
    else if (t < 6 && t > 0) this.dayOfWeek[e] = this.dayOfWeek[e] | x[t - 1];
    else throw new TypeError(`CronPattern: nth weekday out of range, should be 1-5 or L. Value: ${t}, Type: ${typeof t}`);
  }
};
var B = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
var f = [["month", "year", 0], ["day", "month", -1], ["hour", "day", 0], ["minute", "hour", 0], ["second", "minute", 0]];
var c = class s2 {
  tz;
  instantMs;
  instantFields;
  ms;
  second;
  minute;
  hour;
  day;
  month;
  year;
  constructor(e, t) {
    if (this.tz = t, e && e instanceof Date) if (!isNaN(e)) this.fromDate(e);
    else throw new TypeError("CronDate: Invalid date passed to CronDate constructor");
    else if (e == null) this.fromDate(/* @__PURE__ */ new Date());
    else if (e && typeof e == "string") this.fromString(e);
    else if (e instanceof s2) this.fromCronDate(e);
    else throw new TypeError("CronDate: Invalid type (" + typeof e + ") passed to CronDate constructor");
  }
  getLastDayOfMonth(e, t) {
    return t !== 1 ? B[t] : new Date(g(e, t + 1, 0)).getUTCDate();
  }
  getLastWeekday(e, t) {
    let n = this.getLastDayOfMonth(e, t), a = new Date(g(e, t, n)).getUTCDay();
    return a === 0 ? n - 2 : a === 6 ? n - 1 : n;
  }
  getNearestWeekday(e, t, n) {
    let r = this.getLastDayOfMonth(e, t);
    if (n > r) return -1;
    let i = new Date(g(e, t, n)).getUTCDay();
    return i === 0 ? n === r ? n - 2 : n + 1 : i === 6 ? n === 1 ? n + 2 : n - 1 : n;
  }
  isNthWeekdayOfMonth(e, t, n, r) {
    let i = new Date(g(e, t, n)).getUTCDay(), o = 0;
    for (let u = 1; u <= n; u++) new Date(g(e, t, u)).getUTCDay() === i && o++;
    if (r & 63 && x[o - 1] & r) return true;
    if (r & 32) {
      let u = this.getLastDayOfMonth(e, t);
      for (let l = n + 1; l <= u; l++) if (new Date(g(e, t, l)).getUTCDay() === i) return false;
      return true;
    }
    return false;
  }
  fromDate(e) {
    if (this.tz !== void 0) if (typeof this.tz == "number") this.ms = e.getUTCMilliseconds(), this.second = e.getUTCSeconds(), this.minute = e.getUTCMinutes() + this.tz, this.hour = e.getUTCHours(), this.day = e.getUTCDate(), this.month = e.getUTCMonth(), this.year = e.getUTCFullYear(), this.apply();
    else try {
      let t = y(e, this.tz);
      this.ms = e.getMilliseconds(), this.second = t.s, this.minute = t.i, this.hour = t.h, this.day = t.d, this.month = t.m - 1, this.year = t.y, this.cacheInstant(e.getTime() - this.ms);
    } catch (t) {
      let n = t instanceof Error ? t.message : String(t);
      throw new TypeError(`CronDate: Failed to convert date to timezone '${this.tz}'. This may happen with invalid timezone names or dates. Original error: ${n}`);
    }
    else this.ms = e.getMilliseconds(), this.second = e.getSeconds(), this.minute = e.getMinutes(), this.hour = e.getHours(), this.day = e.getDate(), this.month = e.getMonth(), this.year = e.getFullYear(), this.cacheInstant(e.getTime() - this.ms);
  }
  cacheInstant(e) {
    this.instantMs = e;
    let { year: t, month: n, day: r, hour: a, minute: i, second: o } = this;
    this.instantFields = [t, n, r, a, i, o, this.tz];
  }
  cachedInstant() {
    let e = this.instantFields;
    if (!(e === void 0 || e[6] !== this.tz) && !(e[5] !== this.second || e[4] !== this.minute || e[3] !== this.hour) && !(e[2] !== this.day || e[1] !== this.month || e[0] !== this.year)) return this.instantMs;
  }
  fromCronDate(e) {
    this.tz = e.tz, this.year = e.year, this.month = e.month, this.day = e.day, this.hour = e.hour, this.minute = e.minute, this.second = e.second, this.ms = e.ms, this.instantMs = e.instantMs, this.instantFields = e.instantFields;
  }
  apply() {
    if (this.month > 11 || this.month < 0 || this.day > this.getLastDayOfMonth(this.year, this.month) || this.day < 1 || this.hour > 23 || this.minute > 59 || this.second > 59 || this.hour < 0 || this.minute < 0 || this.second < 0) {
      let e = /* @__PURE__ */ new Date(0);
      return e.setUTCFullYear(this.year, this.month, this.day), e.setUTCHours(this.hour, this.minute, this.second, this.ms), this.ms = e.getUTCMilliseconds(), this.second = e.getUTCSeconds(), this.minute = e.getUTCMinutes(), this.hour = e.getUTCHours(), this.day = e.getUTCDate(), this.month = e.getUTCMonth(), this.year = e.getUTCFullYear(), true;
    } else return false;
  }
  fromString(e) {
    if (typeof this.tz == "number") {
      if (O(e)) return this.fromDate(v(e));
      let t = v(e, "Etc/UTC");
      this.ms = t.getUTCMilliseconds(), this.second = t.getUTCSeconds(), this.minute = t.getUTCMinutes(), this.hour = t.getUTCHours(), this.day = t.getUTCDate(), this.month = t.getUTCMonth(), this.year = t.getUTCFullYear(), this.apply();
    } else return this.fromDate(v(e, this.tz));
  }
  findNext(e, t, n, r) {
    return this._findMatch(e, t, n, r, 1);
  }
  _matchDayValue(e, t, n, r) {
    let a = e;
    if (!a) {
      for (let i = 0; i < n.nearestWeekdays.length; i++) if (n.nearestWeekdays[i]) {
        let o = this.getNearestWeekday(this.year, this.month, i + 1);
        if (o !== -1 && o === t) {
          a = 1;
          break;
        }
      }
    }
    if (n.lastWeekday) {
      let i = this.getLastWeekday(this.year, this.month);
      t === i && (a = 1);
    }
    if (n.lastDayOfMonth) {
      let i = this.getLastDayOfMonth(this.year, this.month);
      t === i && (a = 1);
    }
    if (!n.starDOW) {
      let i = new Date(g(this.year, this.month, 1, 0, 0, 0, 0)).getUTCDay(), o = n.dayOfWeek[(i + (t - 1)) % 7];
      o && o & 63 && (o = this.isNthWeekdayOfMonth(this.year, this.month, t, o) ? 1 : 0), n.useAndLogic ? a = a && o : !r.domAndDow && !n.starDOM ? a = a || o : a = a && o;
    }
    return a;
  }
  _findMatch(e, t, n, r, a) {
    let i = this[t], o = t === "day" ? this.getLastDayOfMonth(this.year, this.month) : 0, u = this[t] + r, l = a === 1 ? (h) => h < n[t].length : (h) => h >= 0;
    for (let h = u; l(h); h += a) {
      let m = n[t][h];
      if (t === "day") {
        if (h - r > o) continue;
        m = this._matchDayValue(m, h - r, n, e);
      }
      if (m) return this[t] = h - r, i !== this[t] ? 2 : 1;
    }
    return 3;
  }
  recurse(e, t, n) {
    let r = this.year, a = n;
    for (; typeof a == "number"; ) {
      if (e.starYear && Math.abs(this.year - r) > 400) return null;
      a = this.recurseStep(e, t, a);
    }
    return a;
  }
  recurseStep(e, t, n) {
    if (n === 0 && !e.starYear) {
      if (this.year >= 0 && this.year < e.year.length && e.year[this.year] === 0) {
        let a = -1;
        for (let i = this.year + 1; i < e.year.length && i < 1e4; i++) if (e.year[i] === 1) {
          a = i;
          break;
        }
        if (a === -1) return null;
        this.year = a, this.month = 0, this.day = 1, this.hour = 0, this.minute = 0, this.second = 0, this.ms = 0;
      }
      if (this.year >= 1e4) return null;
    }
    let r = this.findNext(t, f[n][0], e, f[n][2]);
    if (r > 1) {
      let a = n + 1;
      for (; a < f.length; ) this[f[a][0]] = -f[a][2], a++;
      if (r === 3) {
        if (this[f[n][1]]++, this[f[n][0]] = -f[n][2], this.apply(), n === 0 && !e.starYear) {
          for (; this.year >= 0 && this.year < e.year.length && e.year[this.year] === 0 && this.year < 1e4; ) this.year++;
          if (this.year >= 1e4 || this.year >= e.year.length) return null;
        }
        return 0;
      } else if (this.apply()) return n - 1;
    }
    return n += 1, n >= f.length ? this : (e.starYear ? this.year >= 3e3 : this.year >= 1e4) ? null : n;
  }
  increment(e, t, n) {
    return this.instantMs = void 0, this.instantFields = void 0, this.second += t.interval !== void 0 && t.interval > 1 && n ? t.interval : 1, this.ms = 0, this.apply(), this.recurse(e, t, 0);
  }
  decrement(e, t, n = true) {
    this.instantMs = void 0, this.instantFields = void 0;
    let r = t.interval !== void 0 && t.interval >= 1;
    return (this.ms === 0 || r) && (this.second -= r && n ? t.interval : 1), this.ms = 0, this.apply(), this.year < 1 ? null : this.recurseBackward(e, t, 0);
  }
  recurseBackward(e, t, n) {
    let r = this.year, a = n;
    for (; typeof a == "number"; ) {
      if (e.starYear && Math.abs(this.year - r) > 400) return null;
      a = this.recurseBackwardStep(e, t, a);
    }
    return a;
  }
  recurseBackwardStep(e, t, n) {
    if (n === 0 && !e.starYear) {
      if (this.year >= 0 && this.year < e.year.length && e.year[this.year] === 0) {
        let a = -1;
        for (let i = this.year - 1; i >= 0; i--) if (e.year[i] === 1) {
          a = i;
          break;
        }
        if (a === -1) return null;
        this.year = a, this.month = 11, this.day = 31, this.hour = 23, this.minute = 59, this.second = 59, this.ms = 0;
      }
      if (this.year < 1) return null;
    }
    let r = this.findPrevious(t, f[n][0], e, f[n][2]);
    if (r > 1) {
      let a = n + 1;
      for (; a < f.length; ) {
        let i = f[a][0], o = f[a][2], u = this.getMaxPatternValue(i, e, o);
        this[i] = u, a++;
      }
      if (r === 3) {
        if (this[f[n][1]]--, n === 0) {
          let u = this.getLastDayOfMonth(this.year, this.month);
          this.day > u && (this.day = u);
        }
        if (n === 1) if (this.day <= 0) this.day = 1;
        else {
          let u = this.year, l = this.month;
          for (; l < 0; ) l += 12, u--;
          for (; l > 11; ) l -= 12, u++;
          let h = this.getLastDayOfMonth(u, l);
          this.day > h && (this.day = h);
        }
        this.apply();
        let i = f[n][0], o = f[n][2];
        if (this[i] = this.getMaxPatternValue(i, e, o), this.apply(), n === 0) {
          let u = f[1][2], l = this.getMaxPatternValue("day", e, u);
          l !== this.day && (this.day = l, this.hour = this.getMaxPatternValue("hour", e, f[2][2]), this.minute = this.getMaxPatternValue("minute", e, f[3][2]), this.second = this.getMaxPatternValue("second", e, f[4][2]));
        }
        if (n === 0 && !e.starYear) {
          for (; this.year >= 0 && this.year < e.year.length && e.year[this.year] === 0; ) this.year--;
          if (this.year < 1) return null;
        }
        return 0;
      } else if (this.apply()) return n - 1;
    }
    return n += 1, n >= f.length ? this : this.year < 1 ? null : n;
  }
  getMaxPatternValue(e, t, n) {
    let r = t[e].length - 1 - n;
    for (let a = t[e].length - 1; a >= 0; a--) if (t[e][a]) {
      r = a - n;
      break;
    }
    if (e === "day") {
      let a = this.getLastDayOfMonth(this.year, this.month);
      return t.lastWeekday || t.nearestWeekdays.some((i) => i) || t.lastDayOfMonth || !t.starDOW ? a : Math.min(r, a);
    }
    return r;
  }
  findPrevious(e, t, n, r) {
    return this._findMatch(e, t, n, r, -1);
  }
  getDate(e) {
    if (!e && typeof this.tz != "number") {
      let t = this.cachedInstant();
      if (t !== void 0) return new Date(t + (this.tz === void 0 ? this.ms : 0));
    }
    if (e || this.tz === void 0) {
      if (this.year >= 0 && this.year < 100) {
        let t = /* @__PURE__ */ new Date(0);
        return t.setFullYear(this.year, this.month, this.day), t.setHours(this.hour, this.minute, this.second, this.ms), t;
      }
      return new Date(this.year, this.month, this.day, this.hour, this.minute, this.second, this.ms);
    } else return typeof this.tz == "number" ? new Date(g(this.year, this.month, this.day, this.hour, this.minute - this.tz, this.second, this.ms)) : N(T(this.year, this.month + 1, this.day, this.hour, this.minute, this.second, this.tz), false);
  }
  getTime() {
    return this.getDate(false).getTime();
  }
  match(e, t) {
    if (!e.starYear && (this.year < 0 || this.year >= e.year.length || e.year[this.year] === 0)) return false;
    for (let n = 0; n < f.length; n++) {
      let r = f[n][0], a = f[n][2], i = this[r];
      if (i + a < 0 || i + a >= e[r].length) return false;
      let o = e[r][i + a];
      if (r === "day" && (o = this._matchDayValue(o, i, e, t)), !o) return false;
    }
    return true;
  }
};
function F(s3) {
  s3 === void 0 && (s3 = {}), delete s3.name, s3.legacyMode !== void 0 && s3.domAndDow === void 0 ? s3.domAndDow = !s3.legacyMode : s3.domAndDow === void 0 && (s3.domAndDow = false), s3.legacyMode = !s3.domAndDow;
  let e = (n, r) => n === void 0 ? r : n;
  if (s3.paused = e(s3.paused, false), s3.maxRuns = e(s3.maxRuns, 1 / 0), s3.catch = e(s3.catch, false), s3.unref = e(s3.unref, false), s3.mode = e(s3.mode, "auto"), s3.alternativeWeekdays = e(s3.alternativeWeekdays, false), s3.sloppyRanges = e(s3.sloppyRanges, false), s3.fixedTimeRule = e(s3.fixedTimeRule, "single-value"), s3.allowPast = e(s3.allowPast, false), s3.interval = s3.interval === void 0 ? 0 : parseInt(s3.interval.toString(), 10), s3.utcOffset = s3.utcOffset === void 0 ? void 0 : parseInt(s3.utcOffset.toString(), 10), s3.dayOffset = s3.dayOffset === void 0 ? 0 : parseInt(s3.dayOffset.toString(), 10), !["auto", "5-part", "6-part", "7-part", "5-or-6-parts", "6-or-7-parts"].includes(s3.mode)) throw new Error("CronOptions: mode must be one of 'auto', '5-part', '6-part', '7-part', '5-or-6-parts', or '6-or-7-parts'.");
  if (!["single-value", "no-wildcard"].includes(s3.fixedTimeRule)) throw new Error("CronOptions: fixedTimeRule must be one of 'single-value' or 'no-wildcard'.");
  s3.timezone === "" && (s3.timezone = void 0);
  let t = s3.timezone ?? s3.utcOffset;
  if (s3.startAt && (s3.startAt = I(new c(s3.startAt, t))), s3.stopAt && (s3.stopAt = I(new c(s3.stopAt, t))), s3.interval !== null) {
    if (isNaN(s3.interval)) throw new Error("CronOptions: Supplied value for interval is not a number");
    if (s3.interval < 0) throw new Error("CronOptions: Supplied value for interval can not be negative");
  }
  if (s3.utcOffset !== void 0) {
    if (isNaN(s3.utcOffset)) throw new Error("CronOptions: Invalid value passed for utcOffset, should be number representing minutes offset from UTC.");
    if (s3.utcOffset < -870 || s3.utcOffset > 870) throw new Error("CronOptions: utcOffset out of bounds.");
    if (s3.utcOffset !== void 0 && s3.timezone) throw new Error("CronOptions: Combining 'utcOffset' with 'timezone' is not allowed.");
  }
  if (s3.unref !== true && s3.unref !== false) throw new Error("CronOptions: Unref should be either true, false or undefined(false).");
  if (s3.dayOffset !== void 0 && s3.dayOffset !== 0 && isNaN(s3.dayOffset)) throw new Error("CronOptions: Invalid value passed for dayOffset, should be a number representing days to offset.");
  return s3;
}
function I(s3) {
  return s3.ms ? (s3.ms = 0, new c(new Date(s3.getTime() + 1e3), s3.tz)) : s3;
}
function b(s3) {
  return typeof s3 == "function";
}
function L(s3) {
  return b(s3);
}
function Y(s3) {
  typeof Deno < "u" && typeof Deno.unrefTimer < "u" ? Deno.unrefTimer(s3) : s3 && typeof s3.unref < "u" && s3.unref();
}
var P = 1440 * 60 * 1e3;
var $ = 30 * 1e3;
var M = [];
var j = class {
  name;
  options;
  _states;
  fn;
  _startAtRoundingMs = 0;
  getTz() {
    return this.options.timezone ?? this.options.utcOffset;
  }
  applyDayOffset(e) {
    let t = this._offsetMs();
    return t ? new Date(e.getTime() + t) : e;
  }
  _offsetMs() {
    return (this.options.dayOffset ?? 0) * P;
  }
  get _startAt() {
    return this.options.startAt;
  }
  get _stopAt() {
    return this.options.stopAt;
  }
  _nextTarget(e, t) {
    let n = this._offsetMs(), r = this._next(this._shift(e), new Date(t.getTime() - n), { startAt: this._shift(this._startAt), stopAt: this._shift(this._stopAt) });
    return r ? this.applyDayOffset(r.getDate(false)) : null;
  }
  _previousTarget(e, t) {
    let n = this._toMs(e ?? t) - this._offsetMs(), r = this._previous(new Date(n), { startAt: this._shift(this._startAt), stopAt: this._shift(this._stopAt) });
    return r ? this.applyDayOffset(r.getDate(false)) : null;
  }
  _shift(e) {
    if (e != null) return new c(new Date(this._toMs(e) - this._offsetMs()), this.getTz());
  }
  constructor(e, t, n) {
    let r, a;
    if (b(t)) a = t;
    else if (typeof t == "object") r = t;
    else if (t !== void 0) throw new Error("Cron: Invalid argument passed for optionsIn. Should be one of function, or object (options).");
    if (b(n)) a = n;
    else if (typeof n == "object") r = n;
    else if (n !== void 0) throw new Error("Cron: Invalid argument passed for funcIn. Should be one of function, or object (options).");
    this.name = r?.name;
    let i = r?.startAt;
    this.options = F(r), i && this._startAt && (this._startAtRoundingMs = this._startAt.getTime() - new c(i, this.getTz()).getTime());
    let o = !!e && (e instanceof Date || typeof e == "string" && e.indexOf(":") > 0);
    if (this._states = { kill: false, blocking: false, previousRun: void 0, currentRun: void 0, once: void 0, currentTimeout: void 0, maxRuns: r ? r.maxRuns : void 0, paused: r ? r.paused : false, pattern: o ? new C("* * * * *", void 0, { mode: "auto" }) : new C(e, this.options.timezone, { mode: this.options.mode, alternativeWeekdays: this.options.alternativeWeekdays, sloppyRanges: this.options.sloppyRanges, fixedTimeRule: this.options.fixedTimeRule }) }, o && (this._states.once = new c(e, this.getTz())), this.name) {
      if (M.find((l) => l.name === this.name)) throw new Error("Cron: Tried to initialize new named job '" + this.name + "', but name already taken.");
      M.push(this);
    }
    return a !== void 0 && L(a) && (this.fn = a, this.schedule()), this;
  }
  nextRun(e) {
    return this._nextTarget(e, /* @__PURE__ */ new Date());
  }
  nextRuns(e, t) {
    this._states.maxRuns !== void 0 && e > this._states.maxRuns && (e = this._states.maxRuns);
    let n = t || this._states.currentRun || void 0;
    return this._enumerateRuns(e, n, "next");
  }
  previousRuns(e, t) {
    return this._enumerateRuns(e, t || void 0, "previous");
  }
  enumerate(e) {
    return new A(this, e);
  }
  _enumerateRuns(e, t, n) {
    let r = [], a = /* @__PURE__ */ new Date(), i = t;
    for (; e-- > 0; ) {
      let o = n === "next" ? this._nextTarget(i, a) : this._previousTarget(i, a);
      if (!o) break;
      r.push(o), i = o;
    }
    return r;
  }
  match(e) {
    if (this._states.once) {
      let n = new c(e, this.getTz());
      n.ms = 0;
      let r = new c(this._states.once, this.getTz());
      return r.ms = 0, n.getTime() === r.getTime();
    }
    let t = new c(e, this.getTz());
    return t.ms = 0, t.match(this._states.pattern, this.options);
  }
  getPattern() {
    if (!this._states.once) return this._states.pattern ? this._states.pattern.pattern : void 0;
  }
  getOnce() {
    return this._states.once ? this._states.once.getDate() : null;
  }
  isRunning() {
    return !this._states.paused && !this._states.kill && this.fn !== void 0 && this._nextTarget(this._states.currentRun, /* @__PURE__ */ new Date()) !== null;
  }
  isStopped() {
    return this._states.kill;
  }
  isBusy() {
    return this._states.blocking;
  }
  currentRun() {
    return this._states.currentRun ? this._states.currentRun.getDate() : null;
  }
  previousRun() {
    return this._states.previousRun ? this._states.previousRun.getDate() : null;
  }
  msToNext(e) {
    let t = /* @__PURE__ */ new Date(), n = this._nextTarget(e, t);
    return n ? n.getTime() - this._toMs(e ?? t) : null;
  }
  stop() {
    this._states.kill = true, this._states.currentTimeout && clearTimeout(this._states.currentTimeout);
    let e = M.indexOf(this);
    e >= 0 && M.splice(e, 1);
  }
  pause() {
    return this._states.paused = true, !this._states.kill;
  }
  resume() {
    return this._states.paused = false, !this._states.kill;
  }
  schedule(e) {
    return this._schedule(e);
  }
  _schedule(e, t) {
    if (e && this.fn) throw new Error("Cron: It is not allowed to schedule two functions using the same Croner instance.");
    e && (this.fn = e);
    let n = t ?? /* @__PURE__ */ new Date(), r = this._nextTarget(void 0, n), a = r ? r.getTime() - n.getTime() : null, i = this._states.currentRun;
    i && i.getTime() > n.getTime() && (i = void 0);
    let o = this._nextTarget(i, n);
    return a === null || isNaN(a) || o === null ? this : (a > $ && (a = $), a < 0 && (a = this._states.paused ? 1e3 : 0), this._states.currentTimeout = setTimeout(() => this._checkTrigger(o), a), this._states.currentTimeout && this.options.unref && Y(this._states.currentTimeout), this);
  }
  async _trigger(e = /* @__PURE__ */ new Date()) {
    this._states.blocking = true, this._states.currentRun = new c(e, this.getTz());
    try {
      if (this.options.catch) try {
        this.fn !== void 0 && await this.fn(this, this.options.context);
      } catch (t) {
        if (b(this.options.catch)) try {
          Promise.resolve(this.options.catch(t, this)).catch(() => {
          });
        } catch {
        }
      }
      else this.fn !== void 0 && await this.fn(this, this.options.context);
    } finally {
      this._states.previousRun = new c(e, this.getTz()), this._states.blocking = false;
    }
  }
  async trigger() {
    await this._trigger();
  }
  runsLeft() {
    return this._states.maxRuns;
  }
  _checkTrigger(e) {
    let t = /* @__PURE__ */ new Date(), n = !this._states.paused && t.getTime() >= e.getTime(), r = this._states.blocking && this.options.protect;
    n && !r ? (this._states.maxRuns !== void 0 && this._states.maxRuns--, this._trigger(t)) : n && r && b(this.options.protect) && setTimeout(() => this.options.protect(this), 0), this._schedule(void 0, n ? void 0 : t);
  }
  _next(e, t, n) {
    let r = n ? n.startAt : this._startAt, a = n ? n.stopAt : this._stopAt, i = !!e, o = !!(e || this._states.currentRun), u = false;
    !e && r && this.options.interval && (e = this._calculatePreviousRun(r, t), e && (o = true), u = !e);
    let l = e ?? t ?? /* @__PURE__ */ new Date(), h = this._toMs(l);
    e = new c(l, this.getTz()), r && h < r.getTime() && (e = u ? r : new c(new Date(r.getTime() - 1e3), this.getTz()), h = e.getTime());
    let m = this._states.once || new c(e, this.getTz());
    if (!u && m !== this._states.once && (m = this._findOccurrence(e, h, 1, o)), this._states.once) {
      let d = this._states.once.getTime(), p = h - d;
      if (r && d < r.getTime() - this._startAtRoundingMs || this._states.currentRun && this.applyDayOffset(this._states.once.getDate()).getTime() <= this._states.currentRun.getTime() || (i ? p >= 0 : p > 1e3 && !this.options.allowPast)) return null;
    }
    return m === null || this._states.maxRuns !== void 0 && this._states.maxRuns <= 0 || this._states.kill || a && m.getTime() >= a.getTime() ? null : m;
  }
  _previous(e, t) {
    let n = this._toMs(e ?? /* @__PURE__ */ new Date());
    if (t.stopAt && n > t.stopAt.getTime() && (n = t.stopAt.getTime()), this._states.once) return this._states.once.getTime() < n ? this._states.once : null;
    let r = this._findOccurrence(new c(new Date(n), this.getTz()), n, -1);
    return r === null || t.startAt && r.getTime() < t.startAt.getTime() ? null : r;
  }
  _toMs(e) {
    if (e instanceof Date) return e.getTime();
    let t = new c(e, this.getTz());
    return t.getTime() + (typeof t.tz == "string" ? t.ms : 0);
  }
  _findOccurrence(e, t, n, r = false) {
    let a = this.options.interval ?? 0;
    if (a > 1 && (n === -1 || r)) {
      t += (a - 1) * 1e3 * n;
      let m = new Date(t);
      if (isNaN(m.getTime()) || (e = new c(m, this.getTz()), !(e.year >= 1 && e.year <= 9999))) return null;
      r = false;
    }
    let i = this._walk(e, t, n, r), o = this.getTz();
    if (this._states.pattern.isFixedTime && n === 1 || typeof o == "number" || U(t, o) !== (n === 1 ? "earlier" : "later")) return i;
    let u = Math.floor(t / 1e3) * 1e3, l = n === 1 ? k(u, u + P, o) : k(u - P, u, o) - 1e3;
    if (i && (l - i.getTime()) * n > 0) return i;
    let h = this._walk(new c(new Date(l), o), l - n, n, false, true);
    return !i || !h ? i ?? h : (i.getTime() - h.getTime()) * n > 0 ? h : i;
  }
  _walk(e, t, n, r, a = false) {
    let i = this._states.pattern, o = (l, h) => n === 1 ? l.increment(i, this.options, h) : l.decrement(i, this.options, h), u = new c(e, this.getTz());
    for ((!a || !u.match(i, this.options)) && (u = o(u, r)); u; ) {
      let l = this._runAt(u, t, n);
      if (l) return new c(l, this.getTz());
      u = o(u, false);
    }
    return null;
  }
  _runAt(e, t, n) {
    let r = (d) => (d.getTime() - t) * n > 0, a = e.tz;
    if (typeof a == "number") {
      let d = e.getDate();
      return r(d) ? d : null;
    }
    let i = T(e.year, e.month + 1, e.day, e.hour, e.minute, e.second, a), o = _(i), u = this._states.pattern.isFixedTime;
    if (o.kind === "single") return r(o.date) ? o.date : null;
    if (o.kind === "ambiguous") {
      let { earlier: d, later: p } = o;
      return (u ? [d] : n === 1 ? [d, p] : [p, d]).find(r) ?? null;
    }
    if (!u) return null;
    let l = new Date(k(o.before.getTime(), o.after.getTime(), a)), h = y(l, a);
    return h.y === i.y && h.m === i.m && h.d === i.d && r(l) ? l : null;
  }
  _calculatePreviousRun(e, t) {
    let n = new c(t, this.getTz()).getTime();
    if (e.getTime() > n) return;
    let r = this.options.interval * 1e3, a = e;
    for (; a.getTime() + r <= n; ) {
      let i = this._findOccurrence(a, a.getTime(), 1, true);
      if (i === null) break;
      a = i;
    }
    return a;
  }
};
var A = class {
  cron;
  cursor;
  now;
  done;
  initialMaxRuns;
  remainingRuns;
  constructor(e, t) {
    this.cron = e, this.initialMaxRuns = e.runsLeft() ?? 1 / 0, this.reset(t);
  }
  next() {
    if (this.done || this.remainingRuns <= 0) return this.done = true, { value: void 0, done: true };
    let e = this.cron._nextTarget(this.cursor, this.now);
    return e === null ? (this.done = true, { value: void 0, done: true }) : (this.cursor = e, this.remainingRuns--, { value: e, done: false });
  }
  peek() {
    return this.done || this.remainingRuns <= 0 ? null : this.cron._nextTarget(this.cursor, this.now);
  }
  reset(e) {
    this.cursor = e instanceof Date ? new Date(e.getTime()) : e ?? void 0, this.now = /* @__PURE__ */ new Date(), this.done = false, this.remainingRuns = this.initialMaxRuns;
  }
  [Symbol.iterator]() {
    return this;
  }
};

// src/revision/cron.ts
var fields = [
  { name: "minute", min: 0, max: 59, names: [] },
  { name: "hour", min: 0, max: 23, names: [] },
  { name: "day of the month", min: 1, max: 31, names: [] },
  {
    name: "month",
    min: 1,
    max: 12,
    names: ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
  },
  { name: "day of the week", min: 0, max: 6, names: ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"] }
];
function looksLikeCron(text) {
  return /^[*\d]\S*(\s+\S+){4,}$/.test(text.trim()) || text.trim().startsWith("@");
}
function parseCron(text) {
  const parts = text.trim().toUpperCase().split(/\s+/);
  const refuse = (why) => {
    throw new Error(`${JSON.stringify(text)} is not a cron expression as GitHub takes it: ${why}`);
  };
  if (parts.length !== fields.length)
    return refuse("write five fields, minute, hour, day of the month, month and day of the week");
  for (const [index, part] of parts.entries()) {
    const field = fields[index];
    if (field === void 0 || part.split(",").every((item) => isItem(item, field))) continue;
    refuse(`${JSON.stringify(part)} is no ${field.name} (${field.min} to ${field.max})`);
  }
  const expression = parts.join(" ");
  if (open(expression).nextRun(/* @__PURE__ */ new Date(0)) === null) refuse("there is no such day in any year");
  return expression;
}
function lastOccurrence(expression, instant) {
  const [last] = open(expression).previousRuns(1, new Date((instant + 1) * 1e3));
  if (last === void 0) throw new Error(`${expression} does not occur before ${instant}`);
  return last.getTime() / 1e3;
}
function open(expression) {
  return new j(expression, { utcOffset: 0, mode: "5-part", domAndDow: false });
}
function isItem(item, { min, max, names }) {
  const match = /^(?:\*|(\w+)(?:-(\w+))?)(?:\/(\d{1,2}))?$/.exec(item);
  if (match === null) return false;
  const [, first, last, step] = match;
  const numberOf = (text) => /^\d{1,2}$/.test(text) ? Number(text) : min + indexOf(names, text);
  const [from, to] = [numberOf(first ?? String(min)), numberOf(last ?? first ?? String(max))];
  const stepped = step === void 0 || Number(step) >= 1 && (first === void 0 || last !== void 0);
  return from >= min && to <= max && from <= to && stepped;
}
function indexOf(names, text) {
  const index = names.indexOf(text);
  return index < 0 ? Number.NaN : index;
}

// src/revision/interval.ts
var forms = 'a number with a unit ("1 day", "6h", "90 min", "2 weeks") or a whole number of seconds ("3600")';
function parseLevels(text) {
  const parts = text.split(",");
  const several = parts.length > 1 && (/,\s/.test(text) || parts.every((part) => parseSeconds(part)));
  if (!several && looksLikeCron(text)) return [{ cron: parseCron(text) }];
  const allowed = `${forms}, several of them ("1 week, 1 day"), or a cron expression of five fields ("5 0 * * *")`;
  const durations = parts.map((part) => parseDuration(part, allowed));
  const wrong = durations.findIndex((seconds, index) => seconds >= (durations[index - 1] ?? Infinity));
  if (wrong > 0)
    throw new Error(
      `an interval of ${durations[wrong]} s comes after one of ${durations[wrong - 1]} s: write the longest first, as in "1 week, 1 day"`
    );
  const [finest, ...coarser] = durations.map((seconds) => ({ seconds, offset: 0 })).reverse();
  return [finest, ...coarser];
}
function withOffset(levels, text) {
  const offset = parseOffset(text);
  const [finest, ...coarser] = levels.map((interval) => {
    if (!("cron" in interval)) return { ...interval, offset };
    if (offset === 0) return interval;
    throw new Error(
      "a cron expression says the time of day itself; leave the offset out, and change the expression"
    );
  });
  const longest = levels.at(-1);
  if (!("cron" in longest)) checkOffset(offset, longest.seconds);
  return [finest, ...coarser];
}
function parseDuration(text, allowed = forms) {
  const seconds = parseSeconds(text);
  if (seconds === void 0 || seconds <= 0)
    throw new Error(`${JSON.stringify(text)} is not a duration above zero: write ${allowed}`);
  return seconds;
}
function parseOffset(text) {
  const seconds = parseSeconds(text);
  if (seconds === void 0) throw new Error(`${JSON.stringify(text)} is not a duration: write ${forms}`);
  return seconds;
}
function checkOffset(offset, interval) {
  if (Math.abs(offset) >= interval)
    throw new Error(`${offset} s is not shorter than the interval of ${interval} s: write a smaller offset`);
}
function boundaryOf(instant, interval) {
  if ("cron" in interval) return lastOccurrence(interval.cron, instant);
  const { seconds, offset } = interval;
  return Math.floor((instant - offset) / seconds) * seconds + offset;
}
function previousBoundaries(boundary, interval, count) {
  const found = [];
  while (found.length < count) found.push(boundaryOf((found.at(-1) ?? boundary) - 1, interval));
  return found;
}
function parseSeconds(text) {
  const trimmed = text.trim();
  const seconds = /^[+-]?\d+$/.test(trimmed) ? Number(trimmed) : milliseconds(trimmed) / 1e3;
  return Number.isSafeInteger(seconds) ? seconds + 0 : void 0;
}
function milliseconds(text) {
  const hasUnit = /^[+-]?(\d+|\d*\.\d+) *[a-z]+$/i.test(text) && text.length <= 100;
  return hasUnit ? (0, import_ms.default)(text.replace(/^\+/, "")) ?? Number.NaN : Number.NaN;
}

// src/revision/pattern.ts
function parseFilter(patterns) {
  const rules = patterns.map((pattern) => {
    const negative = pattern.startsWith("!");
    return { negative, expression: expressionOf(negative ? pattern.slice(1) : pattern, pattern) };
  });
  if (rules.length > 0 && rules.every(({ negative }) => negative))
    throw new Error("every pattern begins with `!`; begin with what to take, as in `**`");
  return {
    rank(name2) {
      const last = rules.findLast(({ expression }) => expression.test(name2));
      if (last === void 0 || last.negative) return void 0;
      return rules.findIndex(({ expression, negative }) => !negative && expression.test(name2));
    }
  };
}
var pieces = /\\.|\[[^\]]*\]|\*\*|\*|[?+]|./gsu;
function expressionOf(text, pattern) {
  const refuse = (why) => {
    throw new Error(`\`${pattern}\` is not a pattern: ${why}`);
  };
  if (text === "") refuse("it is empty");
  let repeatable = false;
  const parts = (text.match(pieces) ?? []).map((piece) => {
    if (piece === "?" || piece === "+") {
      if (!repeatable) refuse(`\`${piece}\` repeats the character before it, and there is none`);
      repeatable = false;
      return piece;
    }
    repeatable = !piece.startsWith("*");
    if (piece === "**") return ".*";
    if (piece === "*") return "[^/]*";
    if (piece === "[") refuse("`[` is never closed");
    if (piece.startsWith("[")) {
      if (!/^\[(?:[a-z]-[a-z]|[A-Z]-[A-Z]|\d-\d|[\w.-])+\]$/.test(piece))
        refuse(`\`${piece}\` may hold letters, digits and ranges of them`);
      return piece;
    }
    return (piece.length > 1 ? piece.slice(1) : piece).replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
  });
  try {
    return new RegExp(`^${parts.join("")}$`, "s");
  } catch {
    return refuse("a range in it runs backwards");
  }
}

export {
  readAnswer,
  GitError,
  openCheckout,
  trackedFiles,
  headFiles,
  headLines,
  RemoteError,
  openHistory,
  parseLevels,
  withOffset,
  parseDuration,
  boundaryOf,
  previousBoundaries,
  parseFilter
};
