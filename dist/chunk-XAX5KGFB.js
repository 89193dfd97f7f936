import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  ProcessError,
  launch,
  run
} from "./chunk-KFJ2C5U2.js";

// src/builder/error.ts
var BuilderError = class extends Error {
  name = "BuilderError";
  remedy;
  constructor(why, remedy) {
    super(why);
    this.remedy = remedy;
  }
};

// src/builder/folder.ts
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, rmdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
function filesOf(folder) {
  const at = (name) => join(folder, name);
  return {
    /** One file for each use of the action that shares the VM. */
    users: at("users"),
    keys: at("keys"),
    key: at("keys/builder_ed25519"),
    /** Written by the launch command. */
    hostKey: at("keys/ssh_host_ed25519_key.pub"),
    knownHosts: at("known_hosts"),
    sshConfig: at("ssh_config"),
    /** For the Nix that builds: all VMs of this use, and what the user has set up for other machines. */
    nixSshConfig: at("nix_ssh_config"),
    /** Of which job it is. */
    job: at("job.json"),
    /** Where the launch command runs. */
    vm: at("vm"),
    disk: at("vm/disk.qcow2"),
    log: at("vm.log"),
    qmp: at("qmp"),
    pidFile: at("qemu.pid"),
    launch: at("launch.json"),
    port: at("port.json"),
    running: at("running.json"),
    ended: at("ended.json"),
    system: at("system.json"),
    /** Root of the garbage collector for nixpkgs' builder. */
    package: at("package")
  };
}
var longestFolder = 104 - "/c4294967295".length - 18;
function folderFor(runnerTemp, otherPlace, identity) {
  const hash = createHash("sha256").update(JSON.stringify([runnerTemp, ...identity]));
  const name = `${folderPrefix}${hash.digest("hex").slice(0, 12)}`;
  const usual = join(runnerTemp, name);
  return usual.length <= longestFolder && /^[\w./+-]+$/.test(usual) ? usual : join(otherPlace, name);
}
var folderPrefix = "linux-builder-";
async function enterFolder(folder, use, job) {
  const { users, keys, vm, job: jobFile } = filesOf(folder);
  const created = await make(folder);
  if (created) await writeJson(jobFile, job);
  for (const path of [users, keys, vm]) await mkdir(path, { recursive: true, mode: 448 });
  await writeFile(join(users, use), "");
  return created;
}
async function leftovers(places, job) {
  const found = [];
  for (const place of places) {
    const names = await readdir(place).catch(() => []);
    for (const name of names.filter((one) => one.startsWith(folderPrefix))) {
      const folder = join(place, name);
      const other = await readJson(filesOf(folder).job);
      if (other?.runnerTemp === job.runnerTemp && other.id !== job.id) found.push(folder);
    }
  }
  return found;
}
async function leaveFolder(folder, use) {
  const { users } = filesOf(folder);
  await rm(join(users, use), { force: true });
  try {
    await rmdir(users);
    return true;
  } catch (error) {
    return error.code === "ENOENT";
  }
}
async function make(path) {
  try {
    await mkdir(path, { mode: 448 });
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
    return false;
  }
}
async function readJson(path) {
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch {
    return void 0;
  }
}
async function writeJson(path, value) {
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, JSON.stringify(value), { mode: 384 });
  await rename(draft, path);
}

// src/builder/machines.ts
var form = "write `URI SYSTEMS KEY JOBS SPEED FEATURES MANDATORY HOSTKEY`, as in /etc/nix/machines, with `-` for what is left out";
function machineLine({ uri, systems, jobs, features }) {
  return [uri, list(systems), "-", String(jobs), "1", list(features), "-", "-"].join(" ");
}
function list(items) {
  return items.length === 0 ? "-" : items.join(",");
}
function parseMachineLines(text) {
  return text.split(/[\n;]/).map((line) => line.replace(/#.*$/, "").trim()).filter((line) => line !== "").map((line) => {
    check(line);
    return line;
  });
}
function check(line) {
  const [uri = "", systems = "-", , jobs = "-", speed = "-", , , hostKey = "-", ...more] = line.split(/\s+/);
  const refuse = (why) => {
    throw new Error(`\`${line}\`: ${why}; ${form}`);
  };
  if (uri.startsWith("@")) refuse("files of machines are for nix.conf; give the lines themselves");
  if (!/^([a-z][a-z0-9+.-]*:\/\/)?[^\s/@]+(@[^\s/@]+)?(\/\S*|\?\S*)?$/.test(uri))
    refuse("it does not begin with a store URI");
  if (/^https?:/.test(uri)) refuse("a binary cache builds nothing; it must be `ssh-ng://\u2026` or `ssh://\u2026`");
  if (systems !== "-" && !systems.split(",").every((system) => /^[\w]+-[\w]+$/.test(system)))
    refuse(`\`${systems}\` are not systems such as \`aarch64-linux,x86_64-linux\``);
  if (jobs !== "-" && !/^[1-9]\d*$/.test(jobs)) refuse(`\`${jobs}\` is not a number of jobs`);
  if (speed !== "-" && !/^(\d+(\.\d+)?|\.\d+)$/.test(speed)) refuse(`\`${speed}\` is not a speed factor`);
  if (hostKey !== "-" && !/^[A-Za-z0-9+/]+={0,2}$/.test(hostKey))
    refuse("the host key is not base64; make it by `base64 -w0 ssh_host_ed25519_key.pub`");
  if (more.length > 0) refuse("it has more than eight fields");
}
function systemsOfLines(lines, ownSystem) {
  return new Set(
    lines.flatMap((line) => {
      const systems = line.split(/\s+/)[1];
      return systems === void 0 || systems === "-" ? [ownSystem] : systems.split(",");
    })
  );
}
function addLines(builders, lines) {
  return [...builders.split(/[\n;]/), ...lines].map((line) => line.trim()).filter((line) => line !== "").join(" ; ");
}
function machinesFile(builders) {
  return builders.split(/[\n;]/).map((line) => line.trim()).find((line) => line.startsWith("@"))?.slice(1);
}
var marker = " # for a job of incremental-nix: ";
function withMarkedLines(text, lines, mark) {
  const separator = text === "" || text.endsWith("\n") ? "" : "\n";
  return `${text}${separator}${lines.map((line) => `${line}${marker}${mark}
`).join("")}`;
}
function withoutMarkedLines(text, mark) {
  return text.split("\n").filter((line) => !line.endsWith(`${marker}${mark}`)).join("\n");
}
function marksIn(text) {
  return text.split("\n").flatMap((line) => line.split(marker)[1] ?? []);
}

// src/builder/process-id.ts
import { readFile as readFile2 } from "node:fs/promises";
async function processId(pid) {
  const info = await lookUp(pid);
  return info === void 0 ? void 0 : { pid, started: info.started };
}
async function isAlive({ pid, started }) {
  const info = await lookUp(pid);
  return info !== void 0 && !info.state.startsWith("Z") && info.started === started;
}
async function processName(pid) {
  if (process.platform !== "linux") return (await fromPs(pid))?.name;
  const line = await readFile2(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
  return line.split("\0")[0]?.split("/").at(-1) || void 0;
}
async function lookUp(pid) {
  if (process.platform !== "linux") return fromPs(pid);
  return parseStat(await readFile2(`/proc/${pid}/stat`, "utf8").catch(() => ""));
}
function parseStat(text) {
  const match = /^\d+ \(.*\) (.*)$/s.exec(text.trim());
  if (match === null) return void 0;
  const [state = "", ...fields] = (match[1] ?? "").split(" ");
  return { state, started: fields[18] ?? "" };
}
async function fromPs(pid) {
  try {
    const columns = ["stat=", "lstart=", "comm="].flatMap((column) => ["-o", column]);
    const { stdout } = await run("ps", [...columns, "-p", String(pid)], {
      env: { LC_ALL: "C", TZ: "UTC" },
      timeoutSeconds: 10,
      evenIfCancelled: true
    });
    return parsePs(stdout);
  } catch (error) {
    if (!(error instanceof ProcessError)) throw error;
    return void 0;
  }
}
function parsePs(text) {
  const match = /^(\S+)\s+(\S+\s+\S+\s+\d+\s+[\d:]+\s+\d+)\s+(.+)$/.exec(text.trim());
  if (match === null) return void 0;
  return { state: match[1] ?? "", started: match[2] ?? "", name: match[3]?.split("/").at(-1) ?? "" };
}

// src/builder/system-files.ts
import { existsSync } from "node:fs";
import { readdir as readdir2, readFile as readFile3 } from "node:fs/promises";
import { basename, join as join2 } from "node:path";
var sshConfig = "/etc/ssh/ssh_config";
var sshSnippets = "/etc/ssh/ssh_config.d";
var quickCallSeconds = 20;
async function writeSystemFiles(folder, machinesFile2, lines, sshText) {
  await demandRoot();
  if (sshText !== "") await demandSnippets();
  await removeStale(machinesFile2);
  await removeSystemFiles(folder);
  const before = await readFile3(machinesFile2, "utf8").catch(() => void 0);
  const snippet = sshText === "" ? void 0 : join2(sshSnippets, `${basename(folder)}.conf`);
  const changes = {
    machinesFile: machinesFile2,
    machinesFileIsNew: before === void 0,
    mark: folder,
    snippet
  };
  await writeJson(filesOf(folder).system, changes);
  if (snippet !== void 0) await writeAsRoot(snippet, sshText);
  await writeAsRoot(machinesFile2, withMarkedLines(before ?? "", lines, folder));
}
async function removeSystemFiles(folder, known) {
  const changes = known ?? await systemChanges(folder);
  if (changes === void 0) return [];
  const left = [];
  const attempt = async (path, body) => {
    await body().catch(() => left.push(path));
  };
  const { machinesFile: machinesFile2, machinesFileIsNew, mark, snippet } = changes;
  if (snippet !== void 0) await attempt(snippet, () => asRoot(["rm", "-f", snippet]));
  await attempt(machinesFile2, async () => {
    const now = await readFile3(machinesFile2, "utf8").catch(() => void 0);
    if (now === void 0) return;
    const without = withoutMarkedLines(now, mark);
    if (without === "" && machinesFileIsNew) await asRoot(["rm", "-f", machinesFile2]);
    else if (without !== now) await writeAsRoot(machinesFile2, without);
  });
  return left;
}
async function systemChanges(folder) {
  return readJson(filesOf(folder).system);
}
async function removeStale(machinesFile2) {
  const text = await readFile3(machinesFile2, "utf8").catch(() => "");
  const gone = marksIn(text).filter((mark) => !existsSync(mark));
  if (gone.length > 0) await writeAsRoot(machinesFile2, gone.reduce(withoutMarkedLines, text));
  for (const name of await readdir2(sshSnippets).catch(() => [])) {
    if (!name.startsWith(folderPrefix)) continue;
    const snippet = await readFile3(join2(sshSnippets, name), "utf8").catch(() => "");
    const key = /IdentityFile (.+)$/m.exec(snippet)?.[1];
    if (key !== void 0 && !existsSync(key)) await asRoot(["rm", "-f", join2(sshSnippets, name)]);
  }
}
async function demandRoot() {
  if (process.getuid?.() === 0) return;
  try {
    await run("sudo", ["-n", "true"], { timeoutSeconds: quickCallSeconds });
  } catch (error) {
    if (!(error instanceof ProcessError) || error.reason === "cancelled") throw error;
    throw new BuilderError(
      "Nix's daemon does not trust this user, and there is no `sudo` without a password to register the builder by",
      "Add the user to `trusted-users` in nix.conf (and restart the daemon); cachix/install-nix-action does so"
    );
  }
}
async function demandSnippets() {
  const text = await readFile3(sshConfig, "utf8").catch(() => "");
  if (/^\s*Include\s+.*ssh_config\.d/im.test(text)) return;
  throw new BuilderError(
    `Nix's daemon does not trust this user, and ${sshConfig} does not include ${sshSnippets}, so the daemon's ssh cannot learn of the builder`,
    "Add the user to `trusted-users` in nix.conf (and restart the daemon)"
  );
}
async function writeAsRoot(path, text) {
  await asRoot(["tee", path], text);
}
async function asRoot(command, input) {
  const [file, ...args] = process.getuid?.() === 0 ? command : ["sudo", "-n", ...command];
  const options = { timeoutSeconds: quickCallSeconds, evenIfCancelled: true };
  await run(file, args, input === void 0 ? options : { ...options, input });
}

// src/builder/vm.ts
import { existsSync as existsSync2 } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

// src/builder/qmp.ts
import { connect } from "node:net";
async function quitQemu(socket, timeoutSeconds) {
  return new Promise((done) => {
    const connection = connect(socket);
    let told = false;
    const finish = () => {
      connection.destroy();
      done(told);
    };
    connection.setTimeout(timeoutSeconds * 1e3, finish);
    connection.once("error", finish);
    connection.once("close", finish);
    connection.once("data", () => {
      connection.write('{"execute":"qmp_capabilities"}\n{"execute":"quit"}\n', () => {
        told = true;
      });
    });
  });
}

// src/builder/vm.ts
var limits = { start: 3, quit: 5, terminate: 8, kill: 5, keeper: 3 };
var pollSeconds = 0.1;
var startLimitSeconds = 20;
async function startVm(folder, order) {
  const { launch: orderFile, running, ended, log } = filesOf(folder);
  await writeJson(orderFile, order);
  const { exited } = await launch(process.execPath, [keeperProgram(), folder], {
    cwd: folder,
    env: order.env,
    logFile: log
  });
  let gone = false;
  void exited.then(() => {
    gone = true;
  });
  await until(
    async () => gone || await readJson(running) !== void 0 || await readJson(ended) !== void 0,
    startLimitSeconds
  );
}
async function endOf(folder) {
  const { ended, running } = filesOf(folder);
  const end = await readJson(ended);
  if (end !== void 0) return end;
  const processes = await readJson(running);
  if (processes === void 0 || !await isAlive(processes.keeper))
    return await readJson(ended) ?? { exitCode: null };
  return void 0;
}
async function endVm(folder) {
  const { launch: order, running, ended, qmp } = filesOf(folder);
  await until(async () => !existsSync2(order) || existsSync2(running) || existsSync2(ended), limits.start);
  const processes = await readJson(running);
  if (processes === void 0) return;
  const over = async () => await readJson(ended) !== void 0 || !await isAlive(processes.command);
  if (!await over() && await quitQemu(qmp, limits.quit)) await until(over, limits.quit);
  if (!await over()) {
    signalGroup(processes.command.pid, "SIGTERM");
    await until(over, limits.terminate);
  }
  signalGroup(processes.command.pid, "SIGKILL");
  await until(over, limits.kill);
  const keeperGone = async () => !await isAlive(processes.keeper);
  if (processes.keeper.pid !== process.pid && !await until(keeperGone, limits.keeper))
    signal(processes.keeper.pid, "SIGKILL");
}
async function until(condition, limitSeconds) {
  const end = Date.now() + limitSeconds * 1e3;
  for (; ; ) {
    if (await condition()) return true;
    if (Date.now() >= end) return false;
    await sleep(pollSeconds * 1e3);
  }
}
function signalGroup(pid, name) {
  signal(-pid, name);
}
function signal(pid, name) {
  try {
    process.kill(pid, name);
  } catch {
  }
}
function keeperProgram() {
  const bundled = import.meta.url.replace(/\/src\/builder\/vm\.ts$/, "/dist/vm.js");
  return fileURLToPath(new URL("./builder/keeper.js", bundled));
}

// src/builder/take-down.ts
import { readdir as readdir3, rm as rm2 } from "node:fs/promises";
import { join as join3 } from "node:path";
async function takeDown(folder) {
  const left = await removeSystemFiles(folder);
  await closeConnections(folder);
  await endVm(folder);
  try {
    await rm2(folder, { recursive: true, force: true, maxRetries: 3 });
    return left;
  } catch {
    return [...left, folder];
  }
}
async function leave(folder, use) {
  return await leaveFolder(folder, use) ? takeDown(folder) : [];
}
async function closeConnections(folder) {
  const names = await readdir3(folder).catch(() => []);
  for (const name of names.filter((one) => /^c\d+$/.test(one))) {
    await run(
      "ssh",
      ["-F", filesOf(folder).sshConfig, "-S", join3(folder, name), "-O", "exit", "linux-builder"],
      {
        timeoutSeconds: 5,
        evenIfCancelled: true
      }
    ).catch((error) => {
      if (!(error instanceof ProcessError)) throw error;
    });
  }
}

export {
  BuilderError,
  filesOf,
  folderFor,
  enterFolder,
  leftovers,
  readJson,
  writeJson,
  machineLine,
  parseMachineLines,
  systemsOfLines,
  addLines,
  machinesFile,
  processId,
  isAlive,
  processName,
  writeSystemFiles,
  removeSystemFiles,
  systemChanges,
  startVm,
  endOf,
  endVm,
  takeDown,
  leave
};
