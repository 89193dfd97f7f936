import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  createBuildLog,
  readToBuild
} from "./chunk-5UNMQDT2.js";
import {
  nixFile,
  requiredSystem,
  systemsOf,
  withSettings
} from "./chunk-EN6BY45L.js";
import {
  nameOf
} from "./chunk-MVCJGDJC.js";
import {
  askSituation,
  buildableSystems,
  decideVm,
  defaultMemoryMiB,
  defaultSystem,
  isLostConnection,
  lackingSystems,
  namedSystems,
  namesOf,
  openVm,
  readHost,
  recogniseBuild,
  register,
  unusableMachine
} from "./chunk-H5PN2JLX.js";
import {
  building,
  foreign,
  info
} from "./chunk-JYBIBX6L.js";
import {
  BuilderError,
  enterFolder,
  filesOf,
  folderFor,
  leftovers,
  takeDown
} from "./chunk-XAX5KGFB.js";
import {
  messageOf
} from "./chunk-HFEJXLD7.js";
import {
  ProcessError
} from "./chunk-KFJ2C5U2.js";

// src/engine/linux-builder.ts
import { readFile as readFile2 } from "node:fs/promises";

// src/nix/build.ts
async function build(nix, args, options) {
  const log = createBuildLog();
  options.watch?.(() => worksOf(log, options.fullSeconds));
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
        timeoutSeconds: void 0,
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
function worksOf(log, fullSeconds) {
  return log.current().map(({ derivation, phase, seconds }) => {
    const { compiled, considered } = log.modules(derivation);
    return {
      name: nameOf(derivation),
      phase,
      seconds,
      modulesCompiled: compiled.length,
      modulesTotal: [...considered.values()].reduce((sum, number) => sum + number, 0),
      fullSeconds: fullSeconds?.get(derivation)
    };
  });
}
function readBuilt(stdout) {
  let results;
  try {
    results = JSON.parse(stdout);
  } catch {
    return [];
  }
  return results.map((one) => {
    if (typeof one === "string") return { derivation: "", paths: [one] };
    return { derivation: one.drvPath ?? "", paths: Object.values(one.outputs ?? {}) };
  });
}

// src/engine/linux-vms.ts
import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { stripVTControlCharacters } from "node:util";
var shownCharacters = 3e4;
function createVms(settings, host, nix, ports) {
  const { surroundings, handOver } = ports;
  const { job, owner, environment } = surroundings;
  const use = randomUUID();
  const starting = /* @__PURE__ */ new Map();
  const hopeless = /* @__PURE__ */ new Set();
  const started = /* @__PURE__ */ new Map();
  let cleanedUp;
  const ready = /* @__PURE__ */ new Set();
  const folders = /* @__PURE__ */ new Set();
  function folderOf(name) {
    const folder = folderFor(job.runnerTemp, tmpdir(), [job.id, name]);
    folders.add(folder);
    handOver.takeDown({ use, folders: [...folders] });
    return folder;
  }
  function planFor(system) {
    let plan = decideVm(host, system, settings);
    while (plan.otherwise !== void 0 && hopeless.has(plan.package ?? "")) plan = plan.otherwise;
    return plan;
  }
  const begin = (plan) => ({ plan, vm: startOne(plan) });
  async function start(system) {
    const own = starting.get(system) ?? [...starting.values()].find(({ plan }) => plan.systems.includes(system)) ?? begin(planFor(system));
    starting.set(system, own);
    started.set(system, await own.vm);
    return own;
  }
  async function startOne(plan) {
    cleanedUp ??= cleanUpBefore(job);
    await cleanedUp;
    const source = settings.command === void 0 ? plan.package ?? "nowhere" : "`linux-builder-command`";
    info(
      `Linux builder: ${namesOf(plan.systems)} on ${host.hosted ? "hosted" : "self-hosted"} ${host.os} ${host.arch}, acceleration: ${plan.acceleration}, from ${source}.`
    );
    for (const note of plan.notes) info(note);
    const cores = settings.cores ?? host.cores;
    const options = {
      plan,
      command: settings.command,
      cores,
      memoryMiB: settings.memoryMiB ?? defaultMemoryMiB(host),
      diskGiB: settings.diskGiB,
      jobs: settings.jobs ?? cores,
      features: settings.features,
      limitSeconds: settings.limitSeconds
    };
    return openVm(folderOf(plan.systems.join("-")), options, {
      nix,
      packageFile: nixFile("linux-builder.nix"),
      runScript: nixFile("run-linux-builder.sh"),
      use,
      job,
      owner,
      environment,
      print: info
    });
  }
  async function wait(vm) {
    if (ready.has(vm)) return;
    const waiting = Date.now();
    const systems = namesOf(vm.systems);
    info(`Waiting for the Linux builder of ${systems}.`);
    try {
      const took = Math.round(await vm.ready());
      const waited = Math.round((Date.now() - waiting) / 1e3);
      ready.add(vm);
      info(
        `The Linux builder of ${systems} is ready, ${took} s after its start; the job waited ${waited} s for it.`
      );
    } catch (error) {
      if (error instanceof BuilderError) await showLog(vm);
      throw error;
    }
  }
  async function connect(system) {
    const { plan, vm } = await start(system);
    try {
      await wait(await vm);
    } catch (error) {
      if (!(error instanceof BuilderError) || plan.otherwise === void 0) throw error;
      info(
        `The Linux builder from ${plan.package} cannot be used: ${error.message}. One of QEMU takes its place.`
      );
      hopeless.add(plan.package ?? "");
      for (const [one, { plan: its }] of starting) if (its === plan) starting.delete(one);
      await connect(system);
    }
  }
  return {
    started,
    ready,
    connect,
    async start(system) {
      await start(system);
    },
    async restart(vm) {
      info(`The Linux builder of ${namesOf(vm.systems)} was lost while it built; it is started once more.`);
      await showLog(vm);
      ready.delete(vm);
      vm.restart();
    },
    async commonFolder() {
      const folder = folderOf("machines");
      await enterFolder(folder, use, job);
      return folder;
    }
  };
}
async function showLog(vm) {
  const text = await readFile(filesOf(vm.folder).log, "utf8").catch(() => "");
  info(`What the Linux builder of ${namesOf(vm.systems)} printed:`);
  await foreign(async (print) => {
    for (const line of text.slice(-shownCharacters).split(/\r?\n/)) print(stripVTControlCharacters(line));
  });
}
async function cleanUpBefore(job) {
  for (const folder of await leftovers([job.runnerTemp, tmpdir()], job)) {
    info(`A Linux builder that an earlier job left behind is removed: ${folder}.`);
    await takeDown(folder);
  }
}

// src/engine/linux-builder.ts
var dryRunSeconds = 10 * 60;
var derivationsShown = 4e3;
async function openLinuxBuilder(settings, nix, ports) {
  const { complain, surroundings } = ports;
  const host = await readHost(surroundings.hosted);
  const vms = createVms(settings, host, nix, ports);
  const situation = once(() => askSituation(nix));
  const buildable = once(async () => buildableSystems(await situation()));
  const failures = /* @__PURE__ */ new Map();
  const restarted = /* @__PURE__ */ new Set();
  let registered;
  async function lacking(systems) {
    if (settings.mode === "never" || settings.builders.length > 0) return [];
    const others = [...systems].filter((system) => system !== nix.system);
    return others.length === 0 ? [] : lackingSystems(others, await buildable());
  }
  async function connect(systems) {
    for (const system of systems.filter((one) => !failures.has(one))) {
      try {
        await vms.connect(system);
      } catch (error) {
        if (!(error instanceof BuilderError)) throw error;
        failures.set(system, `${error.message}. ${error.remedy}`);
        complain(
          `There is no Linux builder of ${system}: ${error.message}. The build is attempted without it. ${error.remedy}.`
        );
      }
    }
  }
  async function registration() {
    const ready = [...vms.ready];
    const lines = [...settings.builders, ...ready.map((vm) => vm.machine)];
    if (lines.length === 0) return { settings: [], env: {} };
    if (registered?.lines !== lines.join("\n"))
      registered = { lines: lines.join("\n"), value: registerAll(lines, ready) };
    return registered.value;
  }
  async function registerAll(lines, ready) {
    const folder = ready[0]?.folder ?? await vms.commonFolder();
    const sshBlocks = await Promise.all(ready.map((vm) => readFile2(filesOf(vm.folder).sshConfig, "utf8")));
    return register(await situation(), { lines, sshBlocks, folder });
  }
  async function currentNix() {
    try {
      const { settings: settings2, env } = await registration();
      return settings2.length === 0 ? nix : withSettings(nix, settings2, env);
    } catch (error) {
      if (!(error instanceof BuilderError)) throw error;
      const why = `${error.message}. ${error.remedy}`;
      const known = [...failures.values()].includes(why);
      for (const system of [...vms.started.keys(), "any"]) failures.set(system, why);
      if (!known)
        complain(
          `The Linux builder cannot be registered with Nix: ${error.message}. The build is attempted without it. ${error.remedy}.`
        );
      return nix;
    }
  }
  async function neededBy(args) {
    const options = { timeoutSeconds: dryRunSeconds };
    try {
      const { stderr } = await evaluating.run(["build", "--dry-run", "--no-link", ...args], options);
      const derivations = readToBuild(stderr).slice(0, derivationsShown);
      if (derivations.length === 0) return [];
      const { stdout } = await nix.run(["derivation", "show", ...derivations], options);
      return lacking(systemsOf(stdout));
    } catch (error) {
      if (!(error instanceof ProcessError) || error.reason === "cancelled") throw error;
      return [];
    }
  }
  async function comeTooLate(errors) {
    const systems = await lacking(errors.flatMap((error) => requiredSystem(error) ?? []));
    const isReady = (system) => {
      const vm = vms.started.get(system);
      return vm !== void 0 && vms.ready.has(vm);
    };
    return systems.filter((system) => !failures.has(system) && !isReady(system));
  }
  async function revive(said) {
    const lost = isLostConnection(said);
    let any = false;
    for (const vm of new Set(vms.started.values())) {
      if (!vms.ready.has(vm) || restarted.has(vm)) continue;
      if (await vm.ended() === void 0 && !lost) continue;
      any = true;
      restarted.add(vm);
      const systems = [...vms.started].filter(([, one]) => one === vm).map(([system]) => system);
      await vms.restart(vm);
      await connect(systems);
    }
    return any;
  }
  async function explained(result, said) {
    const reasons = [];
    const system = requiredSystem(result.error);
    const failure = system === void 0 ? void 0 : failures.get(system) ?? failures.get("any");
    if (failure !== void 0) reasons.push(`there is no Linux builder: ${failure}`);
    const unusable = system === void 0 ? void 0 : unusableMachine(said);
    if (unusable !== void 0) reasons.push(unusable);
    else if (system?.endsWith("-linux") && system !== nix.system && settings.mode === "never")
      reasons.push("no machine builds it, and none is started with `linux-builder: never`");
    for (const vm of vms.ready) {
      if (await vm.ended() !== void 0)
        reasons.push(
          `the Linux builder of ${namesOf(vm.systems)} ended twice while it built. Raise \`linux-builder-memory\` if what it printed says no more`
        );
    }
    const known = vms.ready.size > 0 ? recogniseBuild(said) : void 0;
    if (known !== void 0) reasons.push(`${known.why}. ${known.remedy}`);
    return reasons.length === 0 ? result : { ...result, error: `${result.error} (${reasons.join("; ")})` };
  }
  const evaluating = {
    ...nix,
    async run(args, options) {
      const current = await currentNix();
      const machines = vms.ready.size;
      try {
        return await current.run(args, options);
      } catch (error) {
        if (!(error instanceof ProcessError) || error.reason !== "failed") throw error;
        const systems = await comeTooLate([error.stderr]);
        if (systems.length === 0 && vms.ready.size === machines) throw error;
        if (systems.length > 0) info(`The evaluation depends on a build for ${systems.join(", ")}.`);
        await connect(systems);
        return (await currentNix()).run(args, options);
      }
    }
  };
  async function attempt(args, options) {
    const telling = [];
    const current = await currentNix();
    const result = await building(
      (print, watch) => build(current, args, {
        ...options,
        watch,
        print: (line) => {
          if ([recogniseBuild, isLostConnection, unusableMachine].some((know) => know(line)))
            telling.push(line);
          print(line);
        }
      })
    );
    return { result, said: [...telling, ...result.log.errors()].join("\n") };
  }
  return {
    nix: evaluating,
    async expect(systems) {
      try {
        const wanted = settings.mode === "always" ? alwaysWanted(systems) : await lacking(systems);
        for (const system of wanted) await vms.start(system);
      } catch (error) {
        if (!(error instanceof ProcessError) || error.reason === "cancelled") throw error;
        complain(`Whether a Linux builder is needed could not be found out: ${messageOf(error)}.`);
      }
    },
    async build(args, options) {
      const booting = [...vms.started.values()].some((vm) => !vms.ready.has(vm));
      if (booting || host.os === "darwin" && settings.mode !== "never") await connect(await neededBy(args));
      let { result, said } = await attempt(args, options);
      if (result.ok) return result;
      const late = await comeTooLate(result.log.errors());
      if (late.length > 0) {
        await connect(late);
        ({ result, said } = await attempt(args, options));
      }
      if (!result.ok && await revive(said)) ({ result, said } = await attempt(args, options));
      return result.ok ? result : explained(result, said);
    },
    async ready() {
      for (const system of [...vms.started.keys()]) await vms.connect(system);
      return registration();
    }
  };
  function alwaysWanted(systems) {
    if (vms.started.size > 0 || settings.builders.length > 0) return [];
    if (settings.system !== void 0) return [settings.system];
    const named = lackingSystems(systems, /* @__PURE__ */ new Set());
    return named.length > 0 ? named : [defaultSystem(host)];
  }
}
function systemsNamedBy({ installables }) {
  return installables.flatMap(({ attributePath }) => namedSystems(attributePath));
}
function once(ask) {
  let answer;
  return () => {
    answer ??= ask();
    return answer;
  };
}

export {
  openLinuxBuilder,
  systemsNamedBy
};
