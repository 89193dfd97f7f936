import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  BuilderError,
  addLines,
  endOf,
  endVm,
  enterFolder,
  filesOf,
  machineLine,
  machinesFile,
  readJson,
  startVm,
  systemsOfLines,
  writeJson,
  writeSystemFiles
} from "./chunk-XAX5KGFB.js";
import {
  ProcessError,
  childEnvironment,
  run
} from "./chunk-KFJ2C5U2.js";

// src/builder/decide.ts
var linuxSystems = ["aarch64-linux", "x86_64-linux"];
var namesOf = (systems) => systems.join(" and ");
var channel = (name) => `https://channels.nixos.org/${name}/nixexprs.tar.xz`;
var currentPackage = `${channel("nixpkgs-unstable")}#darwin.linux-builder`;
var intelPackage = `${channel("nixpkgs-26.05-darwin")}#darwin.linux-builder`;
var frameworkPackage = `${channel("nixpkgs-unstable")}#darwin.linux-builder-vz`;
var times = {
  accelerated: { expectedSeconds: 45, limitSeconds: 5 * 60 },
  emulated: { expectedSeconds: 4 * 60, limitSeconds: 15 * 60 }
};
function decideVm(host, system, wish) {
  const qemu = qemuPlan(host, system, wish);
  if (wish.command !== void 0) return qemu;
  if (wish.package !== void 0)
    return isOfFramework(wish.package) ? frameworkPlan(wish.package) : { ...qemu, package: wish.package };
  return hasFramework(host) && wish.acceleration === "auto" ? { ...frameworkPlan(frameworkPackage), otherwise: qemu } : qemu;
}
var isOfFramework = (flakeAttribute) => /[#.]linux-builder-vz$/.test(flakeAttribute);
function hasFramework({ os, arch, hosted, hypervisor, macos, rosetta }) {
  return os === "darwin" && arch === "aarch64" && !hosted && hypervisor && macos >= 13 && rosetta;
}
function frameworkPlan(flakeAttribute) {
  return {
    system: "aarch64-linux",
    systems: linuxSystems,
    package: flakeAttribute,
    acceleration: "hvf",
    ...times.accelerated,
    notes: []
  };
}
function qemuPlan(host, system, wish) {
  const native = system === `${host.arch}-linux`;
  const acceleration = accelerationOf(host, native, wish.acceleration);
  return {
    system,
    systems: [system],
    package: packageOf(host, system),
    acceleration,
    ...acceleration === "none" ? times.emulated : times.accelerated,
    notes: notesOf(host, system, native, acceleration)
  };
}
function defaultSystem(host) {
  const own = host.arch === "x86_64" ? "x86_64-linux" : "aarch64-linux";
  if (host.os === "darwin") return own;
  return own === "x86_64-linux" ? "aarch64-linux" : "x86_64-linux";
}
function defaultMemoryMiB(host) {
  return Math.min(16 * 1024, Math.max(2 * 1024, Math.floor(host.memoryMiB / 2)));
}
function accelerationOf(host, native, wish) {
  if (!native || wish === "none") return "none";
  if (host.os === "darwin") return host.hypervisor ? "hvf" : "none";
  return host.os === "linux" && host.kvm && wish === "kvm" ? "kvm" : "none";
}
function packageOf(host, system) {
  if (host.os === "other" || host.arch === "other") return void 0;
  if (host.os === "darwin" && host.arch === "x86_64")
    return system === "x86_64-linux" ? intelPackage : void 0;
  return currentPackage;
}
function notesOf(host, system, native, acceleration) {
  if (acceleration !== "none") return [];
  if (!native)
    return [
      `${system} is emulated on this ${host.arch} machine, which is many times slower than a machine of its own.`
    ];
  if (host.os !== "darwin" || host.hypervisor)
    return ["The VM is emulated, which is many times slower than a machine of its own."];
  if (host.hosted && host.arch === "aarch64")
    return [
      "GitHub's Apple silicon runners cannot accelerate VMs, so the Linux builder is emulated: it works, slowly. Intel runners (`macos-15-intel`), self-hosted ones and remote machines (input `builders`) are much faster."
    ];
  return [
    "This machine has no acceleration for VMs (`sysctl kern.hv_support` is not 1), so the Linux builder is emulated: it works, slowly."
  ];
}

// src/builder/auto.ts
function lackingSystems(systems, buildable) {
  const wanted = new Set(systems);
  return linuxSystems.filter((system) => wanted.has(system) && !buildable.has(system));
}
function namedSystems(attributePath) {
  return linuxSystems.filter((system) => attributePath.includes(system));
}

// src/builder/host.ts
import { access, constants } from "node:fs/promises";
import { availableParallelism, totalmem } from "node:os";

// src/lib/ask.ts
import { setTimeout } from "node:timers/promises";
async function ask(name, args, seconds2) {
  const options = { silent: true, ignoreReturnCode: true, env: childEnvironment() };
  const answer = import("./exec-ZRCS43UH.js").then(({ getExecOutput }) => getExecOutput(name, [...args], options)).then(
    ({ exitCode, stdout }) => exitCode === 0 ? stdout.trim() : "",
    () => ""
  );
  const over = new AbortController();
  try {
    return await Promise.race([answer, setTimeout(seconds2 * 1e3, "", { signal: over.signal })]);
  } finally {
    over.abort();
  }
}

// src/builder/host.ts
var askSeconds = 10;
async function readHost(hosted) {
  const [name = "", machine = ""] = (await ask("uname", ["-sm"], askSeconds)).split(" ");
  const os = name === "Darwin" ? "darwin" : name === "Linux" ? "linux" : "other";
  const { translated, ...mac } = os === "darwin" ? await readMac() : noMac;
  const arch = archOf(translated ? "arm64" : machine);
  return {
    os,
    arch,
    ...mac,
    rosetta: mac.rosetta && arch === "aarch64",
    kvm: os === "linux" && await mayOpen("/dev/kvm"),
    hosted,
    cores: availableParallelism(),
    memoryMiB: Math.floor(totalmem() / 2 ** 20)
  };
}
var noMac = { hypervisor: false, macos: 0, rosetta: false, translated: false };
async function readMac() {
  const setting = (name) => ask("sysctl", ["-n", name], askSeconds);
  const [translated, hypervisor, version, intel] = await Promise.all([
    setting("sysctl.proc_translated"),
    setting("kern.hv_support"),
    ask("sw_vers", ["-productVersion"], askSeconds),
    ask("arch", ["-x86_64", "/usr/bin/uname", "-m"], askSeconds)
  ]);
  return {
    translated: translated === "1",
    hypervisor: hypervisor === "1",
    // Of `26.5.1`, 26; 0 if it does not say.
    macos: Number.parseInt(version, 10) || 0,
    rosetta: intel === "x86_64"
  };
}
function archOf(machine) {
  switch (machine) {
    case "arm64":
    case "aarch64":
      return "aarch64";
    case "x86_64":
    case "amd64":
      return "x86_64";
    default:
      return "other";
  }
}
async function mayOpen(path) {
  return access(path, constants.R_OK | constants.W_OK).then(
    () => true,
    () => false
  );
}

// src/builder/recognise.ts
var inVmLog = [
  {
    words: /Could not set up host forwarding rule|Address already in use/i,
    why: "its port was taken by another program",
    remedy: "Run the job again; if it goes on, see what else on this machine starts VMs",
    portTaken: true
  },
  {
    words: /No space left on device|Disk quota exceeded/i,
    why: "the disk of this machine is full",
    remedy: "Free some space before this step, or give the VM less by `linux-builder-disk`"
  },
  {
    words: /cannot set up guest memory|Cannot allocate memory|failed to allocate memory/i,
    why: "this machine has too little memory for it",
    remedy: "Lower `linux-builder-memory`"
  },
  {
    words: /KVM internal error|failed to initialize kvm|Could not access KVM|HV_(UNSUPPORTED|ERROR|DENIED)/i,
    why: "the acceleration of VMs does not work on this machine",
    remedy: "Set `linux-builder-acceleration: none`"
  },
  {
    words: /Kernel panic|not syncing/i,
    why: "its kernel panicked",
    remedy: "Run the job again; if it goes on, choose another `linux-builder-package`"
  },
  {
    words: /command not found|No such file or directory|not found/i,
    why: "a program or file that it needs is not there",
    remedy: "See that `linux-builder-command` names a program that an earlier step installed"
  }
];
var inProbe = [
  {
    words: /Host key verification failed|REMOTE HOST IDENTIFICATION HAS CHANGED/i,
    why: "it shows another host key than the one that was expected",
    remedy: "The launch command must write the host key of its guest to `$KEYS/ssh_host_ed25519_key.pub`",
    fatal: true
  },
  {
    words: /Permission denied/i,
    why: "it does not accept the key of this job",
    remedy: "The launch command must authorise `$KEYS/builder_ed25519.pub` for the user `builder` of its guest",
    fatal: true
  },
  {
    words: /nix-daemon: (command )?not found|nix-daemon: No such file/i,
    why: "there is no Nix in it",
    remedy: "See that `nix-daemon` is on the PATH of a non-interactive login there",
    fatal: true
  },
  {
    words: /Nix daemon disconnected|Connection refused|Connection reset|Connection closed|timed out|did not finish/i,
    why: "its ssh server or its Nix does not answer yet",
    remedy: "Raise `linux-builder-timeout` if it is only slow",
    fatal: false
  }
];
var inBuild = [
  {
    words: /No space left on device|database or disk is full/i,
    why: "the disk of the Linux builder is full",
    remedy: "Raise `linux-builder-disk`"
  },
  {
    words: /failed with exit code 137|due to signal 9 \(Killed\)|Cannot allocate memory|out of memory|memory exhausted|Killed$/im,
    why: "the Linux builder ran out of memory",
    remedy: "Raise `linux-builder-memory`, or lower `linux-builder-jobs`"
  }
];
var lostConnection = /failed to start SSH connection|Failed to find a machine for remote build|Nix daemon disconnected unexpectedly|error: (unexpected end-of-file|cannot (connect|open connection) to|reading from file|writing to file: Broken pipe)|unexpected EOF|Timeout, server .* not responding|client_loop: send disconnect|Broken pipe/i;
function recogniseVmLog(log) {
  return inVmLog.find(({ words }) => words.test(log));
}
function recogniseProbe(text) {
  return inProbe.find(({ words }) => words.test(text));
}
function recogniseBuild(log) {
  return inBuild.find(({ words }) => words.test(log));
}
function unusableMachine(text) {
  return /cannot build on '[^']*': .*/.exec(text)?.[0];
}
function isLostConnection(text) {
  return lostConnection.test(text);
}

// src/builder/register.ts
import { readFile as readFile2, writeFile as writeFile2 } from "node:fs/promises";

// src/builder/registration.ts
function decideRegistration({ store, trusted, builders, buildHook }, { lines, sshConfig: sshConfig2 }, sshOptions) {
  if (lines.length === 0) return { way: "environment", settings: [], env: {} };
  const settings = [`builders = ${addLines(builders, lines)}`, "builders-use-substitutes = true"];
  if (store === "own") {
    const env = sshConfig2 === void 0 ? {} : { NIX_SSHOPTS: sshOptionsWith(sshOptions, sshConfig2) };
    return { way: "environment", settings, env };
  }
  if (trusted) {
    const hook = sshConfig2 === void 0 ? [] : [`build-hook = /usr/bin/env NIX_SSHOPTS=-F${sshConfig2} ${buildHook}`];
    return { way: "environment", settings: [...settings, ...hook], env: {} };
  }
  const file = machinesFile(builders);
  if (file === void 0)
    return {
      way: "impossible",
      why: "Nix's daemon does not trust this user, and the line `builders` in its nix.conf hides /etc/nix/machines",
      remedy: "Add the user to `trusted-users` in nix.conf (and restart the daemon), or remove that line"
    };
  return { way: "system", machinesFile: file };
}
function sshOptionsWith(existing, sshConfig2) {
  return [existing, "-F", sshConfig2].filter((part) => part !== void 0 && part !== "").join(" ");
}
function readSituation(storeInfo, settings, trusted) {
  const info = JSON.parse(storeInfo);
  const values = JSON.parse(settings);
  const text = (name) => {
    const value = values[name]?.value;
    return Array.isArray(value) ? value.map(String).join(" ") : String(value ?? "");
  };
  return {
    store: /^(daemon|unix)/.test(info.url ?? "") ? "daemon" : "own",
    trusted,
    builders: text("builders"),
    buildHook: text("build-hook"),
    systems: [text("system"), ...text("extra-platforms").split(/\s+/)].filter((system) => system !== "")
  };
}

// src/builder/ssh.ts
import { chmod, readFile, writeFile } from "node:fs/promises";
var quickCallSeconds = 20;
function sshConfig(folder, { alias, port }) {
  const { key, knownHosts } = filesOf(folder);
  const settings = {
    HostName: "127.0.0.1",
    Port: String(port),
    User: "builder",
    IdentityFile: key,
    IdentitiesOnly: "yes",
    HostKeyAlias: alias,
    UserKnownHostsFile: knownHosts,
    GlobalKnownHostsFile: "/dev/null",
    StrictHostKeyChecking: "yes",
    BatchMode: "yes",
    // One connection for hundreds of small builds, for each user that ssh runs as.
    ControlMaster: "auto",
    ControlPath: `${folder}/c%i`,
    ControlPersist: "60",
    // Without these, a VM that hangs hangs the build for good.
    ConnectTimeout: "20",
    ServerAliveInterval: "5",
    ServerAliveCountMax: "3",
    // Over loopback it costs more than it saves.
    Compression: "no",
    LogLevel: "ERROR"
  };
  const lines = Object.entries(settings).map(([name, value]) => `  ${name} ${value}
`);
  return `Host ${alias}
${lines.join("")}`;
}
function nixSshConfig(blocks) {
  const others = "Host * !linux-builder-*\n  Include ~/.ssh/config\n  Include /etc/ssh/ssh_config\n";
  return `${blocks.join("")}${others}`;
}
async function makeKey(folder) {
  const { key } = filesOf(folder);
  await run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "builder@localhost", "-f", key], {
    timeoutSeconds: quickCallSeconds
  });
  await chmod(key, 384);
}
async function pinHostKey(folder, { alias, port }) {
  const { hostKey, knownHosts } = filesOf(folder);
  const published = await readFile(hostKey, "utf8").catch(() => void 0);
  const key = published === void 0 ? await scan(port) : publicKey(published);
  if (key === void 0 && published !== void 0)
    throw new Error(`${hostKey}, which the launch command wrote, is no public key of ssh`);
  if (key === void 0) return false;
  await writeFile(knownHosts, `${alias} ${key}
`, { mode: 384 });
  return true;
}
function publicKey(text) {
  return /^(?:\S+ )?((?:ssh-|ecdsa-|sk-)[\w@.-]+ [A-Za-z0-9+/]+={0,2})(?:\s|$)/m.exec(text)?.[1];
}
async function scan(port) {
  try {
    const { stdout } = await run(
      "ssh-keyscan",
      ["-T", "10", "-t", "ed25519", "-p", String(port), "127.0.0.1"],
      {
        timeoutSeconds: quickCallSeconds
      }
    );
    return publicKey(stdout);
  } catch (error) {
    if (!(error instanceof ProcessError) || error.reason === "cancelled") throw error;
    return void 0;
  }
}

// src/builder/register.ts
var quickCallSeconds2 = 60;
async function askSituation(nix) {
  const { dialect } = nix;
  const limit = { timeoutSeconds: quickCallSeconds2 };
  const [info, settings] = await Promise.all([
    nix.run(dialect.storeInfo, limit),
    nix.run(dialect.showConfig, limit)
  ]);
  return readSituation(info.stdout, settings.stdout, dialect.trusted(info.stdout) ?? false);
}
async function buildableSystems({ systems, builders }) {
  const file = machinesFile(builders);
  const listed = file === void 0 ? "" : await readFile2(file, "utf8").catch(() => "");
  const lines = `${builders}
${listed}`.split(/[\n;]/).map((line) => line.replace(/#.*$/, "").trim()).filter((line) => line !== "" && !line.startsWith("@"));
  return /* @__PURE__ */ new Set([...systems, ...systemsOfLines(lines, systems[0] ?? "")]);
}
async function register(situation, registrant) {
  const { lines, sshBlocks, folder } = registrant;
  const sshConfig2 = sshBlocks.length === 0 ? void 0 : filesOf(folder).nixSshConfig;
  if (sshConfig2 !== void 0) await writeFile2(sshConfig2, nixSshConfig(sshBlocks), { mode: 384 });
  const decided = decideRegistration(situation, { lines, sshConfig: sshConfig2 }, process.env.NIX_SSHOPTS);
  switch (decided.way) {
    case "environment":
      return { settings: decided.settings, env: decided.env };
    case "system":
      await writeSystemFiles(folder, decided.machinesFile, lines, sshBlocks.join(""));
      return { settings: [], env: {} };
    case "impossible":
      throw new BuilderError(decided.why, decided.remedy);
  }
}

// src/builder/virtual-machine.ts
import { existsSync } from "node:fs";
import { readFile as readFile4, rm, writeFile as writeFile3 } from "node:fs/promises";

// src/builder/environment.ts
function launchEnvironment(folder, { port, cores, memoryMiB, diskGiB, plan }, own) {
  const files = filesOf(folder);
  const kernel = plan.acceleration === "none" && plan.system === "aarch64-linux" ? "arm64.nopauth" : "";
  return {
    ...own,
    KEYS: files.keys,
    LINUX_BUILDER_PORT: String(port),
    LINUX_BUILDER_SYSTEM: plan.system,
    LINUX_BUILDER_ACCELERATION: plan.acceleration,
    LINUX_BUILDER_CORES: String(cores),
    LINUX_BUILDER_MEMORY: String(memoryMiB),
    LINUX_BUILDER_DISK: String(diskGiB),
    NIX_DISK_IMAGE: files.disk,
    QEMU_OPTS: `-m ${memoryMiB} -smp ${cores} -pidfile ${files.pidFile} -qmp unix:${files.qmp},server=on,wait=off`,
    QEMU_KERNEL_PARAMS: [own.QEMU_KERNEL_PARAMS, kernel].filter(Boolean).join(" ")
  };
}

// src/builder/nix-runner.ts
function lastLinesOf(error) {
  const lines = error.stderr.replace(/\x1b\[[0-9;]*m/g, "").split("\n").map((line) => line.trim()).filter((line) => line !== "");
  return lines.slice(-3).join(" ").slice(-500) || error.message;
}

// src/builder/launcher.ts
var packageLimitSeconds = 30 * 60;
async function launcherOf(folder, { command, plan, diskGiB }, { nix, packageFile, runScript, print }) {
  if (command !== void 0) return ["bash", "-euo", "pipefail", "-c", command];
  if (plan.package === void 0)
    throw new BuilderError(
      `nixpkgs has no builder of ${namesOf(plan.systems)} for this kind of machine`,
      "Name a machine by the input `builders`, or a program that starts one by `linux-builder-command`"
    );
  const [flake = "", attribute = ""] = plan.package.split("#");
  const result = filesOf(folder).package;
  const strings = { flake, attribute, system: plan.system };
  const args = Object.entries(strings).flatMap(([name, value]) => ["--argstr", name, value]);
  print(`The Linux builder is fetched: ${plan.package}.`);
  try {
    await nix.run(
      ["build", "--out-link", result, "--file", packageFile, ...args, "--arg", "diskGiB", String(diskGiB)],
      { timeoutSeconds: packageLimitSeconds }
    );
  } catch (error) {
    if (!(error instanceof ProcessError) || error.reason === "cancelled") throw error;
    throw new BuilderError(
      `its package ${plan.package} cannot be had: ${lastLinesOf(error)}`,
      "See whether `nix build` can fetch it, or choose another one by `linux-builder-package`"
    );
  }
  return ["bash", runScript, result];
}

// src/builder/port.ts
import { createServer } from "node:net";
var usualPort = 31022;
async function choosePort() {
  return await listening(usualPort) ?? await listening(0) ?? usualPort;
}
async function listening(port) {
  return new Promise((done) => {
    const server = createServer();
    server.once("error", () => done(void 0));
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => done(typeof address === "object" && address !== null ? address.port : void 0));
    });
  });
}

// src/builder/ready.ts
import { readFile as readFile3 } from "node:fs/promises";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
var seconds = { watch: 0.25, banner: 30, refused: 0.5, probe: 2, heartbeat: 30 };
var triesBeforeGivingUp = 3;
async function untilReady(waiting) {
  const { folder, limitSeconds } = waiting;
  const started = Date.now();
  const elapsed = () => (Date.now() - started) / 1e3;
  const stop = new AbortController();
  let lastSaid;
  const heartbeat = setInterval(
    async () => waiting.print(await sayStillBooting(waiting, elapsed())),
    (waiting.heartbeatSeconds ?? seconds.heartbeat) * 1e3
  );
  const watch = async () => {
    for (let round = 0; ; round++) {
      const end = round % 8 === 0 ? await endOf(folder) : await readJson(filesOf(folder).ended);
      if (end !== void 0) throw await diedError(folder, end);
      if (elapsed() > limitSeconds) throw await slowError(waiting, lastSaid);
      await sleep(seconds.watch * 1e3, void 0, { signal: stop.signal });
    }
  };
  try {
    await Promise.race([
      watch(),
      attempt(waiting, stop.signal, (said) => {
        lastSaid = said;
      })
    ]);
    return elapsed();
  } finally {
    stop.abort();
    clearInterval(heartbeat);
  }
}
async function attempt(waiting, signal, tell) {
  const { folder, address } = waiting;
  let refusals = 0;
  let pinned = false;
  while (!signal.aborted) {
    if (!await bannerFrom(address.port, signal)) {
      await sleep(seconds.refused * 1e3, void 0, { signal });
      continue;
    }
    try {
      pinned ||= await pinHostKey(folder, address);
    } catch (error) {
      throw new BuilderError(String(error.message), "See what the launch command writes there");
    }
    if (pinned) {
      const probe2 = await waiting.probe();
      if (probe2.answered) {
        if (probe2.trusted !== false) return;
        throw new BuilderError(
          "Nix in it does not trust the user `builder`",
          "Its nix.conf needs `trusted-users = builder`"
        );
      }
      tell(probe2.said);
      const known = recogniseProbe(probe2.said);
      refusals = known?.fatal === true ? refusals + 1 : 0;
      if (known !== void 0 && refusals >= triesBeforeGivingUp)
        throw new BuilderError(`${known.why} (${probe2.said})`, known.remedy);
    }
    await sleep(seconds.probe * 1e3, void 0, { signal });
  }
}
async function bannerFrom(port, signal) {
  return new Promise((done) => {
    const connection = connect({ port, host: "127.0.0.1" });
    const finish = (answered) => {
      signal.removeEventListener("abort", abort);
      connection.destroy();
      done(answered);
    };
    const abort = () => finish(false);
    signal.addEventListener("abort", abort);
    connection.setTimeout(seconds.banner * 1e3, abort);
    connection.once("error", abort);
    connection.once("close", abort);
    connection.once("data", (data) => finish(data.toString("latin1").startsWith("SSH-")));
  });
}
async function tailOf(folder, lines = 5) {
  const text = await readFile3(filesOf(folder).log, "utf8").catch(() => "");
  return text.slice(-2e4).replace(/\x1b\[[0-9;?]*[A-Za-z]/g, "").replace(/[^\P{Cc}\n]/gu, "").split("\n").map((line) => line.trim()).filter((line) => line !== "").slice(-lines).join(" | ").slice(-1e3);
}
async function diedError(folder, { exitCode }) {
  const known = recogniseVmLog(await readFile3(filesOf(folder).log, "utf8").catch(() => ""));
  const how = exitCode === null ? "was ended by a signal" : `ended with exit code ${exitCode}`;
  const why = known === void 0 ? "" : `: ${known.why}`;
  return new BuilderError(
    `it ${how} before it was ready${why}. It printed last: ${await tailOf(folder) || "nothing"}`,
    known?.remedy ?? "Its complete output is above"
  );
}
async function slowError(waiting, said) {
  const known = said === void 0 ? void 0 : recogniseProbe(said);
  const state = said === void 0 ? "no ssh server answered" : `${known?.why ?? "the last answer was"} (${said})`;
  return new BuilderError(
    `it was not ready within ${Math.round(waiting.limitSeconds)} s: ${state}. It printed last: ${await tailOf(waiting.folder) || "nothing"}`,
    known?.remedy ?? "Raise `linux-builder-timeout` if it is only slow"
  );
}
async function sayStillBooting({ folder, expectedSeconds }, elapsed) {
  const last = await tailOf(folder, 1);
  return `\u2026 ${Math.round(elapsed)} s, the Linux builder is booting (usually ${expectedSeconds} s)${last === "" ? "" : `: ${last}`}`;
}

// src/builder/virtual-machine.ts
var probeSeconds = 30;
function openVm(folder, options, context) {
  const alias = aliasOf(folder);
  const { systems } = options.plan;
  let begun = Date.now();
  let readiness = start(folder, options, context);
  readiness.catch(() => {
  });
  return {
    folder,
    systems,
    machine: machineLine({
      uri: `ssh-ng://builder@${alias}`,
      systems,
      jobs: options.jobs,
      features: options.features
    }),
    async ready() {
      await readiness;
      return (Date.now() - begun) / 1e3;
    },
    ended: () => endOf(folder),
    restart() {
      begun = Date.now();
      readiness = endVm(folder).then(() => boot(folder, options, context));
      readiness.catch(() => {
      });
    }
  };
}
function aliasOf(folder) {
  return folder.split("/").at(-1) ?? folder;
}
async function start(folder, options, context) {
  const created = await enterFolder(folder, context.use, context.job);
  if (!created && await readJson(filesOf(folder).running) !== void 0 && await endOf(folder) === void 0) {
    context.print("The Linux builder of an earlier step is used.");
    await wait(folder, options, context);
    return;
  }
  await boot(folder, options, context);
}
async function boot(folder, options, context) {
  const [file, ...args] = await launcherOf(folder, options, context);
  for (let attempt2 = 1; ; attempt2++) {
    const port = await prepare(folder);
    const { vm, log } = filesOf(folder);
    const env = launchEnvironment(folder, { ...options, port }, context.environment);
    await startVm(folder, { file, args, cwd: vm, env, logFile: log, owner: context.owner });
    try {
      await wait(folder, options, context);
      return;
    } catch (error) {
      await endVm(folder);
      if (attempt2 > 1 || !await portWasTaken(folder)) throw error;
      context.print("Its port was taken meanwhile: it is started on another one.");
    }
  }
}
async function prepare(folder) {
  const files = filesOf(folder);
  const { running, ended, log, disk, hostKey, knownHosts, qmp, pidFile } = files;
  for (const path of [running, ended, log, disk, hostKey, knownHosts, qmp, pidFile])
    await rm(path, { force: true });
  if (!existsSync(files.key)) await makeKey(folder);
  const port = await choosePort();
  await writeJson(files.port, port);
  await writeFile3(files.sshConfig, sshConfig(folder, { alias: aliasOf(folder), port }), { mode: 384 });
  return port;
}
async function wait(folder, options, { nix, print }) {
  const address = { alias: aliasOf(folder), port: await readJson(filesOf(folder).port) ?? 0 };
  await untilReady({
    folder,
    address,
    limitSeconds: options.limitSeconds ?? options.plan.limitSeconds,
    expectedSeconds: options.plan.expectedSeconds,
    probe: () => probe(nix, folder),
    print
  });
}
async function probe(nix, folder) {
  try {
    const { stdout } = await nix.run(
      [...nix.dialect.storeInfo, "--store", `ssh-ng://builder@${aliasOf(folder)}`],
      { env: { NIX_SSHOPTS: `-F ${filesOf(folder).sshConfig}` }, timeoutSeconds: probeSeconds }
    );
    return { answered: true, trusted: nix.dialect.trusted(stdout) };
  } catch (error) {
    if (!(error instanceof ProcessError) || error.reason === "cancelled") throw error;
    return { answered: false, said: lastLinesOf(error) };
  }
}
async function portWasTaken(folder) {
  const log = await readFile4(filesOf(folder).log, "utf8").catch(() => "");
  return recogniseVmLog(log)?.portTaken === true;
}

export {
  linuxSystems,
  namesOf,
  decideVm,
  defaultSystem,
  defaultMemoryMiB,
  lackingSystems,
  namedSystems,
  readHost,
  recogniseBuild,
  unusableMachine,
  isLostConnection,
  askSituation,
  buildableSystems,
  register,
  openVm
};
