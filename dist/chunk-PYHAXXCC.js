import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  createBuildLog,
  nixFile,
  withSettings
} from "./chunk-ZQ3OGZWR.js";
import {
  messageOf
} from "./chunk-J5QJOZLM.js";
import {
  saveBuilderState
} from "./chunk-W66MHRPA.js";
import {
  askSituation,
  buildableSystems,
  decideVm,
  defaultMemoryMiB,
  defaultSystem,
  foreign,
  info,
  isLostConnection,
  lackingSystems,
  namedSystems,
  openVm,
  readHost,
  recogniseBuild,
  register,
  requiredSystem,
  systemsOf,
  toBeBuilt
} from "./chunk-ZLMAC2V3.js";
import {
  BuilderError,
  enterFolder,
  filesOf,
  folderFor,
  leftovers,
  processId,
  ps,
  takeDown
} from "./chunk-Z7VWXL6F.js";
import {
  ProcessError
} from "./chunk-DV6SSZRF.js";

// src/linux-builder.ts
import { randomUUID } from "node:crypto";
import { readFile as readFile2 } from "node:fs/promises";
import { tmpdir } from "node:os";
import { stripVTControlCharacters } from "node:util";

// src/nix/build.ts
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
async function build(nix, args, options) {
  const log = createBuildLog();
  const started = Date.now();
  const heartbeat = setInterval(
    () => {
      const minutes = Math.round((Date.now() - started) / 6e4);
      options.print(`\u2026 ${minutes} min, still building: ${log.running().join(", ") || "nothing yet"}`);
    },
    (options.heartbeatSeconds ?? 60) * 1e3
  );
  const link = options.outLink === void 0 ? ["--no-link"] : ["--out-link", options.outLink];
  const keepGoing = options.keepGoing === true ? ["--keep-going"] : [];
  try {
    const { stdout } = await nix.run(
      ["build", "--log-format", "internal-json", "-v", "--json", ...link, ...keepGoing, ...args],
      {
        onStderrLine(line) {
          for (const text of log.feed(line)) {
            heartbeat.refresh();
            options.print(text);
          }
        }
      }
    );
    return { ok: true, error: "", built: readBuilt(stdout), log };
  } catch (error) {
    if (!(error instanceof ProcessError) || error.reason === "cancelled" || error.reason === "not-found")
      throw error;
    return {
      ok: false,
      error: log.failures()[0]?.error ?? log.errors().at(-1) ?? error.message,
      built: [],
      log
    };
  } finally {
    clearInterval(heartbeat);
  }
}
function readBuilt(stdout) {
  const results = JSON.parse(stdout);
  return results.map(({ drvPath = "", outputs = {} }) => ({
    derivation: drvPath,
    paths: Object.values(outputs)
  }));
}
async function countModules(intermediates) {
  const files = await readdir(join(intermediates, "share", "haskell"), { recursive: true });
  return files.filter((file) => file.endsWith(".hi")).length;
}
async function recordedSeconds(intermediates) {
  const root = join(intermediates, "share", "haskell");
  for (const ghc of await readdir(root).catch(() => [])) {
    for (const name of await readdir(join(root, ghc))) {
      const file = join(root, ghc, name, "dist", "build", "incremental-nix-seconds");
      const text = await readFile(file, "utf8").catch(() => "");
      if (/^\d+\s*$/.test(text)) return Number(text);
    }
  }
  return void 0;
}

// src/linux-builder.ts
var dryRunSeconds = 10 * 60;
var derivationsShown = 4e3;
var shownCharacters = 3e4;
async function openLinuxBuilder(inputs, nix, complain) {
  const host = await readHost();
  const job = currentJob();
  const use = randomUUID();
  const vms = /* @__PURE__ */ new Map();
  const connected = /* @__PURE__ */ new Set();
  const failures = /* @__PURE__ */ new Map();
  const restarted = /* @__PURE__ */ new Set();
  const folders = /* @__PURE__ */ new Set();
  const situation = once(() => askSituation(nix));
  const buildable = once(async () => buildableSystems(await situation()));
  let registered;
  const lacking = async (systems) => inputs.mode === "never" || inputs.builders.length > 0 ? [] : lackingSystems(systems, await buildable());
  function folderOf(name) {
    const folder = folderFor(job.runnerTemp, tmpdir(), [job.id, name]);
    folders.add(folder);
    saveBuilderState({ use, folders: [...folders] });
    return folder;
  }
  async function start(system) {
    const known = vms.get(system);
    if (known !== void 0) return known;
    if (vms.size === 0) await cleanUpBefore(job);
    const plan = decideVm(host, system, inputs.acceleration);
    const source = inputs.command === void 0 ? inputs.package ?? plan.package : "linux-builder-command";
    info(
      `Linux builder: ${system} on ${host.os} ${host.arch}, ${host.hosted ? "hosted" : "self-hosted"}, acceleration: ${plan.acceleration}, from ${source ?? "nowhere"}.`
    );
    for (const note of plan.notes) info(note);
    const options = {
      plan: { ...plan, package: inputs.package ?? plan.package },
      command: inputs.command,
      cores: inputs.cores ?? host.cores,
      memoryMiB: inputs.memoryMiB ?? defaultMemoryMiB(host),
      diskGiB: inputs.diskGiB,
      jobs: inputs.jobs ?? inputs.cores ?? host.cores,
      features: inputs.features,
      limitSeconds: inputs.limitSeconds
    };
    const vm = openVm(folderOf(system), options, {
      nix,
      packageFile: nixFile("linux-builder.nix"),
      runScript: nixFile("run-linux-builder.sh"),
      use,
      job,
      owner: await runnerProcess(),
      print: info
    });
    vms.set(system, vm);
    return vm;
  }
  async function connect(systems) {
    for (const system of systems) {
      const vm = await start(system);
      if (connected.has(vm) || failures.has(system)) continue;
      const waiting = Date.now();
      info(`Waiting for the Linux builder of ${system}.`);
      try {
        const took = await vm.ready();
        connected.add(vm);
        const waited = (Date.now() - waiting) / 1e3;
        info(
          `The Linux builder of ${system} is ready, ${Math.round(took)} s after its start; the job waited ${Math.round(waited)} s for it.`
        );
      } catch (error) {
        await fail(system, vm, error);
      }
    }
  }
  async function fail(system, vm, error) {
    if (error instanceof ProcessError && error.reason === "cancelled") throw error;
    const remedy = error instanceof BuilderError ? error.remedy : "See the log";
    failures.set(system, `${messageOf(error)}. ${remedy}`);
    if (vm !== void 0) await showLog(vm);
    complain(
      `There is no Linux builder of ${system}: ${messageOf(error)}. The build is attempted without it. ${remedy}.`
    );
  }
  async function currentNix() {
    const { settings, env } = await registration();
    return settings.length === 0 ? nix : withSettings(nix, settings, env);
  }
  async function registration() {
    const ready = [...connected];
    const lines = [...inputs.builders, ...ready.map((vm) => vm.machine)];
    if (lines.length === 0) return { settings: [], env: {} };
    const key = lines.join("\n");
    if (registered?.lines !== key) registered = { lines: key, value: registerAll(lines, ready) };
    return registered.value;
  }
  async function registerAll(lines, ready) {
    try {
      const folder = ready[0]?.folder ?? folderOf("machines");
      if (ready.length === 0) await enterFolder(folder, use, job);
      const sshBlocks = await Promise.all(ready.map((vm) => readFile2(filesOf(vm.folder).sshConfig, "utf8")));
      return await register(await situation(), { lines, sshBlocks, folder });
    } catch (error) {
      if (!(error instanceof BuilderError)) throw error;
      for (const system of vms.keys()) failures.set(system, `${error.message}. ${error.remedy}`);
      complain(
        `The Linux builder could not be registered with Nix: ${error.message}. The build is attempted without it. ${error.remedy}.`
      );
      return { settings: [], env: {} };
    }
  }
  async function neededBy(args) {
    try {
      const { stderr } = await evaluating.run(["build", "--dry-run", "--no-link", ...args], {
        timeoutSeconds: dryRunSeconds
      });
      const derivations = toBeBuilt(stderr).slice(0, derivationsShown);
      if (derivations.length === 0) return [];
      const { stdout } = await nix.run(["derivation", "show", ...derivations], {
        timeoutSeconds: dryRunSeconds
      });
      return lacking(systemsOf(stdout));
    } catch (error) {
      if (!(error instanceof ProcessError) || error.reason === "cancelled") throw error;
      return [];
    }
  }
  async function revive(said) {
    let any = false;
    for (const [system, vm] of vms) {
      if (!connected.has(vm) || restarted.has(vm)) continue;
      if (await vm.ended() === void 0 && !isLostConnection(said)) continue;
      any = true;
      restarted.add(vm);
      connected.delete(vm);
      info(`The Linux builder of ${system} was lost while it built; it is started once more.`);
      await showLog(vm);
      vm.restart();
      await connect([system]);
    }
    return any;
  }
  async function explained(result, lines) {
    const reasons = [];
    const system = requiredSystem(result.error);
    const failure = failures.get(system);
    if (failure !== void 0) reasons.push(`there is no Linux builder: ${failure}`);
    for (const vm of connected) {
      if (await vm.ended() !== void 0)
        reasons.push(
          `the Linux builder of ${vm.system} ended while it built, twice. Raise \`linux-builder-memory\``
        );
    }
    const known = connected.size > 0 ? recogniseBuild(lines.join("\n")) : void 0;
    if (known !== void 0) reasons.push(`${known.why}. ${known.remedy}`);
    return reasons.length === 0 ? result : { ...result, error: `${result.error} (${reasons.join("; ")})` };
  }
  const evaluating = {
    ...nix,
    async run(args, options) {
      try {
        return await (await currentNix()).run(args, options);
      } catch (error) {
        if (!(error instanceof ProcessError) || error.reason !== "failed") throw error;
        const systems = await lacking([requiredSystem(error.stderr) ?? ""]);
        if (systems.length === 0 || systems.every((system) => failures.has(system))) throw error;
        info(`The evaluation depends on a build for ${systems.join(", ")}.`);
        await connect(systems);
        return (await currentNix()).run(args, options);
      }
    }
  };
  return {
    nix: evaluating,
    async expect(systems) {
      try {
        const wanted = inputs.mode === "always" ? alwaysWanted(systems) : await lacking(systems);
        for (const system of wanted) await start(system);
      } catch (error) {
        if (!(error instanceof ProcessError) || error.reason === "cancelled") throw error;
        complain(`Whether a Linux builder is needed could not be found out: ${messageOf(error)}.`);
      }
    },
    async build(args, options) {
      const attempt = async () => {
        const seen2 = [];
        const current = await currentNix();
        const result2 = await foreign(
          (print) => build(current, args, {
            ...options,
            print: (line) => {
              if (recogniseBuild(line) !== void 0 || isLostConnection(line)) seen2.push(line);
              print(line);
            }
          })
        );
        return { result: result2, seen: seen2 };
      };
      const unready = [...vms.values()].some((vm) => !connected.has(vm));
      if (unready || host.os === "darwin" && inputs.mode !== "never") await connect(await neededBy(args));
      let { result, seen } = await attempt();
      if (!result.ok) {
        const required = result.log.errors().flatMap((error) => requiredSystem(error) ?? []);
        const systems = (await lacking(required)).filter((system) => !failures.has(system));
        const late = systems.filter((system) => {
          const vm = vms.get(system);
          return vm === void 0 || !connected.has(vm);
        });
        if (late.length > 0) {
          await connect(late);
          ({ result, seen } = await attempt());
        }
      }
      if (!result.ok && await revive([...seen, ...result.log.errors()].join("\n")))
        ({ result, seen } = await attempt());
      return result.ok ? result : explained(result, [...seen, ...result.log.errors()]);
    },
    async ready() {
      for (const vm of vms.values()) {
        try {
          await vm.ready();
          connected.add(vm);
        } catch (error) {
          await showLog(vm);
          throw error;
        }
      }
      return registration();
    }
  };
  function alwaysWanted(systems) {
    if (vms.size > 0 || inputs.builders.length > 0) return [];
    if (inputs.system !== void 0) return [inputs.system];
    const named = lackingSystems(systems, /* @__PURE__ */ new Set());
    return named.length > 0 ? named : [defaultSystem(host)];
  }
}
function systemsNamedBy({ installables }) {
  return installables.flatMap(({ attributePath }) => namedSystems(attributePath));
}
function currentJob() {
  const { RUNNER_TEMP, GITHUB_RUN_ID, GITHUB_RUN_ATTEMPT, GITHUB_JOB } = process.env;
  return {
    runnerTemp: RUNNER_TEMP || tmpdir(),
    id: [GITHUB_RUN_ID, GITHUB_RUN_ATTEMPT, GITHUB_JOB].join(" ")
  };
}
async function runnerProcess() {
  const name = await ps(process.ppid, "comm=");
  return name !== void 0 && /Runner\.Worker/.test(name) ? processId(process.ppid) : void 0;
}
async function cleanUpBefore(job) {
  for (const folder of await leftovers([job.runnerTemp, tmpdir()], job)) {
    info(`A Linux builder that an earlier job left behind is removed: ${folder}.`);
    await takeDown(folder);
  }
}
async function showLog(vm) {
  const text = await readFile2(filesOf(vm.folder).log, "utf8").catch(() => "");
  info(`What the Linux builder of ${vm.system} printed:`);
  await foreign(async (print) => {
    for (const line of text.slice(-shownCharacters).split(/\r?\n/)) print(stripVTControlCharacters(line));
  });
}
function once(ask) {
  let answer;
  return () => {
    answer ??= ask();
    return answer;
  };
}

export {
  countModules,
  recordedSeconds,
  openLinuxBuilder,
  systemsNamedBy
};
