import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  failedDerivation,
  nameOf,
  nixFile,
  requiredSystem,
  systemsOf,
  withSettings
} from "./chunk-FZ34OIUZ.js";
import {
  readAnswer
} from "./chunk-ZONF3NNX.js";
import {
  askSituation,
  buildableSystems,
  decideVm,
  defaultMemoryMiB,
  defaultSystem,
  isLostConnection,
  lackingSystems,
  namedSystems,
  openVm,
  readHost,
  recogniseBuild,
  register,
  unusableMachine
} from "./chunk-QUY74AD6.js";
import {
  foreign,
  info
} from "./chunk-WGR6TSEM.js";
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

// src/nix/log.ts
import { stripVTControlCharacters } from "node:util";

// src/adapters/haskell/compiler.ts
var longestLine = 2e3;
var mostLines = 40;
var mostDiagnostics = 2e3;
var place = String.raw`(?:(\d{1,7})(?::(\d{1,7})(?:-(\d{1,7}))?)?|\((\d{1,7}),(\d{1,7})\)-\((\d{1,7}),(\d{1,7})\))`;
var located = new RegExp(String.raw`^(?:error: )?([^\s<:].*?):${place}: (fatal error|error|warning):(.*)$`);
var generator = /^([^\s<:].*?\.(?:x|y|lx|ly)): ?(\d{1,7})(?::(\d{1,7}))?: (.+)$/;
var cabal = /^(?:Warning|Error): ([^\s<:].*?\.cabal):(\d{1,7}):(\d{1,7}):\s*(.*)$/;
var quotation = /^\s*(?:(\d+) )?\|(?:\s(.*))?$/;
var inner = /^\s*(fatal error|error|warning|note): (.*)$/;
function createCompilerParser() {
  const found = [];
  let open;
  function add(diagnostic) {
    if (diagnostic !== void 0 && found.length < mostDiagnostics) found.push(diagnostic);
  }
  function close() {
    if (open !== void 0) add(finish(open));
    open = void 0;
  }
  function continues(current, line) {
    if (line.trim() === "") return false;
    const quote = quotation.exec(line);
    if (quote !== null) {
      current.quoting = true;
      if (Number(quote[1]) === current.head.line) current.quoted ??= quote[2] ?? "";
      return true;
    }
    if (!/^\s/.test(line) && (!current.flush || /^(Error|Warning|Setup\S*): /.test(line))) return false;
    if (!current.quoting && current.lines.length < mostLines) current.lines.push(line);
    return true;
  }
  return {
    feed(line) {
      const text = line.slice(0, longestLine);
      if (text.startsWith('{"version":')) {
        close();
        add(readJson(line));
        return;
      }
      const head = headOf(text);
      if (head !== void 0) {
        close();
        open = { head, lines: [], flush: cabal.test(text), quoting: false };
      } else if (open !== void 0 && !continues(open, text)) close();
      if (/^(?:Error: )?(?:\S+: )?Failed parsing "/.test(text)) promoteCabal(found);
    },
    found() {
      close();
      return found;
    }
  };
}
function headOf(text) {
  const match = located.exec(text);
  if (match !== null) {
    const [, file2 = "", , , , , , , , word, rest2 = ""] = match;
    return { file: file2, ...placeOf(match.slice(2, 9)), ...severityAndText(word, rest2) };
  }
  const other = generator.exec(text) ?? cabal.exec(text);
  if (other === null) return void 0;
  const [, file = "", line, column, rest = ""] = other;
  const severity = text.startsWith("Warning: ") ? "warning" : "error";
  return { severity, file, ...placeOf([line, column]), text: rest };
}
function placeOf(groups) {
  const [line, column, endColumn, spanLine, spanColumn, lastLine, lastColumn] = groups.map(
    (group) => group === void 0 || Number(group) === 0 ? void 0 : Number(group)
  );
  const place2 = {
    line: line ?? spanLine ?? 1,
    column: column ?? spanColumn,
    endLine: lastLine,
    endColumn: endColumn ?? lastColumn
  };
  return Object.fromEntries(
    Object.entries(place2).filter(([, value]) => value !== void 0)
  );
}
function severityAndText(word, rest) {
  let text = rest.trim();
  let code;
  let flag;
  for (let match = /^\[([^\]]*)\]\s*/.exec(text); match !== null; match = /^\[([^\]]*)\]\s*/.exec(text)) {
    const [whole, inside = ""] = match;
    if (/^GHC-\d+$/.test(inside)) code = inside;
    else if (inside.startsWith("-W")) flag = firstFlag(inside);
    else break;
    text = text.slice(whole.length);
  }
  return { severity: word === "warning" ? "warning" : "error", ...named(code, flag), text };
}
function firstFlag(flags) {
  return /^-W[\w-]+/.exec(flags)?.[0];
}
function named(code, flag) {
  return { ...code === void 0 ? {} : { code }, ...flag === void 0 ? {} : { flag } };
}
function finish({ head, lines, quoted }) {
  const nested = head.text === "" ? inner.exec(lines[0] ?? "") : null;
  if (nested?.[1] === "note") return void 0;
  const severity = nested === null ? head.severity : nested[1] === "warning" ? "warning" : "error";
  const body = nested === null ? lines : [nested[2] ?? "", ...lines.slice(1)];
  const [first = "", ...rest] = [...head.text === "" ? [] : [head.text], ...outdented(body)];
  const trailing = head.flag === void 0 ? /^(.*\S) \[(-W[\w=+-]+)\]$/.exec(first) : null;
  const text = [trailing?.[1] ?? first, ...rest].join("\n").trim();
  if (text.includes(" failed in phase ")) return void 0;
  return {
    ...head,
    severity,
    ...trailing?.[2] === void 0 ? {} : { flag: trailing[2] },
    ...quoted === void 0 ? {} : { quoted },
    text
  };
}
function outdented(lines) {
  const indentation = Math.min(...lines.map((line) => line.search(/\S/)));
  return lines.map((line, index) => {
    const text = line.slice(indentation);
    return index === 0 ? text.replace(/^• /, "") : text;
  });
}
function promoteCabal(found) {
  found.forEach((one, index) => {
    if (one.file.endsWith(".cabal")) found[index] = { ...one, severity: "error" };
  });
}
function readJson(line) {
  try {
    const { span, severity, code, message, reason } = JSON.parse(line);
    const { file, start, end } = span;
    const flag = firstFlag(`-W${reason?.flags?.[0] ?? ""}`);
    const text = [message].flat().join("\n").trim();
    if (typeof file !== "string" || !Number.isInteger(start.line)) return void 0;
    return {
      severity: severity === "Error" ? "error" : "warning",
      file,
      ...placeOf(
        start.line === end.line ? [start.line, start.column, end.column - 1] : [void 0, void 0, void 0, start.line, start.column, end.line, end.column - 1]
      ),
      ...named(Number.isInteger(code) ? `GHC-${String(code).padStart(5, "0")}` : void 0, flag),
      text: text.slice(0, longestLine)
    };
  } catch {
    return void 0;
  }
}

// src/adapters/haskell/modules.ts
var compiling = /^\[\s*\d+ of\s+(\d+)\] Compiling (\S+)(?: \[boot\])?\s+\( ([^,]+), (\S+?)\.(?:\w+_)?o(?:-boot)?(?:, [^)]*)? \)(?: \[(.+)\])?\s*$/;
function createModuleCount() {
  const components = /* @__PURE__ */ new Map();
  return {
    feed(line) {
      const match = compiling.exec(line);
      if (match === null) return;
      const [, total = "0", name = "", file = "", object = "", reason] = match;
      if (!object.startsWith("dist/build/")) return;
      const directory = object.slice(0, Math.max(0, object.length - name.length));
      const component = components.get(directory) ?? { considered: 0, compiled: /* @__PURE__ */ new Map() };
      components.set(directory, component);
      component.considered = Math.max(component.considered, Number(total));
      if (!component.compiled.has(object)) component.compiled.set(object, { name, reason, file });
    },
    modules() {
      const found = [...components.values()];
      return {
        compiled: found.flatMap(({ compiled }) => [...compiled.values()]),
        considered: new Map([...components].map(([directory, { considered }]) => [directory, considered]))
      };
    }
  };
}

// src/nix/tail.ts
function createTail(most) {
  const kept = [];
  return {
    push(line) {
      if (kept.push(line) > 2 * most) kept.splice(0, most);
    },
    lines: () => kept.slice(-most)
  };
}

// src/nix/log.ts
var buildActivity = 105;
var substituteActivity = 108;
var logLineResult = 101;
var postBuildLogLineResult = 107;
var setPhaseResult = 104;
var keptLines = 1e3;
var keptLogs = 100;
function createBuildLog(now = () => performance.now() / 1e3) {
  const builds = /* @__PURE__ */ new Map();
  const records = /* @__PURE__ */ new Map();
  const ended = [];
  const errors = [];
  const failures = [];
  function recordOf(derivation) {
    const record = records.get(derivation) ?? {
      modules: createModuleCount(),
      compiler: createCompilerParser(),
      tail: createTail(keptLines),
      seconds: void 0,
      phase: void 0
    };
    records.set(derivation, record);
    return record;
  }
  function fail(text) {
    const derivation = failedDerivation(text);
    if (derivation === void 0) return;
    failures.push({
      derivation,
      error: oneLine(text.split(/\n\s*(?:last \d+ log lines|Output paths):/i)[0] ?? text).replace(/;$/, ""),
      log: records.get(derivation)?.tail?.lines() ?? [],
      phase: records.get(derivation)?.phase
    });
  }
  function start(message) {
    const subject = String(message.fields?.[0] ?? "");
    if (message.type === buildActivity && message.id !== void 0) {
      builds.set(message.id, { derivation: subject, started: now() });
      return [`building ${nameOf(subject)}`];
    }
    if (message.type === substituteActivity) return [`fetching ${nameOf(subject)}`];
    return [];
  }
  function result(message) {
    const derivation = builds.get(message.id ?? -1)?.derivation;
    const text = stripVTControlCharacters(String(message.fields?.[0] ?? ""));
    if (derivation === void 0) return [];
    if (message.type === setPhaseResult) recordOf(derivation).phase = text;
    if (message.type !== logLineResult && message.type !== postBuildLogLineResult) return [];
    const { modules, compiler, tail } = recordOf(derivation);
    modules.feed(text);
    compiler.feed(text);
    tail?.push(text);
    return [`${nameOf(derivation)}> ${text}`];
  }
  function stop(id) {
    const build2 = builds.get(id);
    if (build2 === void 0) return;
    builds.delete(id);
    const record = recordOf(build2.derivation);
    record.seconds = now() - build2.started;
    ended.push(record);
    const longOver = ended.length > keptLogs ? ended.shift() : void 0;
    if (longOver !== void 0) longOver.tail = void 0;
  }
  return {
    feed(line) {
      const message = parse(line);
      if (message === void 0) return line.trim() === "" ? [] : [stripVTControlCharacters(line)];
      switch (message.action) {
        case "start":
          return start(message);
        case "stop":
          stop(message.id ?? -1);
          return [];
        case "result":
          return result(message);
        case "msg": {
          const text = stripVTControlCharacters(message.msg ?? "");
          if (message.level === 0) {
            errors.push(oneLine(text));
            fail(text);
          }
          return (message.level ?? 0) <= 3 ? text.split("\n") : [];
        }
        default:
          return [];
      }
    },
    running: () => [...builds.values()].map(({ derivation }) => {
      const phase = records.get(derivation)?.phase;
      return phase === void 0 ? nameOf(derivation) : `${nameOf(derivation)} (${phase})`;
    }),
    modules: (derivation) => records.get(derivation)?.modules.modules() ?? { compiled: [], considered: /* @__PURE__ */ new Map() },
    seconds: (derivation) => records.get(derivation)?.seconds,
    built: () => [...records].flatMap(
      ([derivation, { seconds }]) => seconds === void 0 ? [] : [{ derivation, seconds }]
    ),
    errors: () => errors,
    diagnostics: () => [...records].flatMap(
      ([derivation, { compiler }]) => compiler.found().map((one) => ({ ...one, derivation }))
    ),
    failures: () => failures
  };
}
function parse(line) {
  if (!line.startsWith("@nix ")) return void 0;
  try {
    return JSON.parse(line.slice("@nix ".length));
  } catch {
    return void 0;
  }
}
function oneLine(text) {
  return text.replace(/^error:\s*/, "").split("\n").map((line) => line.trim()).filter((line) => line !== "").join(" ");
}

// src/nix/build.ts
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

// src/nix/dry-run.ts
var evaluationLimitSeconds = 15 * 60;
async function dryRun(nix, args) {
  const { stdout, stderr } = await nix.run(["build", "--dry-run", "--json", "--no-link", ...args], {
    timeoutSeconds: evaluationLimitSeconds
  });
  return { wanted: readAnswer("nix build --dry-run", stdout, readWanted), toBuild: readToBuild(stderr) };
}
function readWanted(json) {
  return JSON.parse(json).map((one) => {
    if (typeof one === "string") return { derivation: void 0, outputs: { out: one } };
    const outputs = Object.entries(one.outputs ?? {}).flatMap(
      ([name, path]) => path === null ? [] : [[name, path]]
    );
    return { derivation: one.drvPath, outputs: Object.fromEntries(outputs) };
  });
}
function readToBuild(stderr) {
  const start = stderr.search(/^.*derivations? will be built:$/m);
  if (start < 0) return [];
  const lines = stderr.slice(start).split("\n").slice(1);
  const end = lines.findIndex((line) => !/^\s+\S+\.drv\s*$/.test(line));
  return lines.slice(0, end < 0 ? void 0 : end).map((line) => line.trim());
}

// src/engine/linux-vms.ts
import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { stripVTControlCharacters as stripVTControlCharacters2 } from "node:util";
var shownCharacters = 3e4;
function createVms(settings, host, nix, ports) {
  const { surroundings, handOver } = ports;
  const { job, owner, environment } = surroundings;
  const use = randomUUID();
  const starting = /* @__PURE__ */ new Map();
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
  async function startOne(system) {
    cleanedUp ??= cleanUpBefore(job);
    await cleanedUp;
    const decided = decideVm(host, system, settings.acceleration);
    const plan = { ...decided, package: settings.package ?? decided.package };
    const source = settings.command === void 0 ? plan.package ?? "nowhere" : "`linux-builder-command`";
    info(
      `Linux builder: ${system} on ${host.hosted ? "hosted" : "self-hosted"} ${host.os} ${host.arch}, acceleration: ${plan.acceleration}, from ${source}.`
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
    const vm = openVm(folderOf(system), options, {
      nix,
      packageFile: nixFile("linux-builder.nix"),
      runScript: nixFile("run-linux-builder.sh"),
      use,
      job,
      owner,
      environment,
      print: info
    });
    started.set(system, vm);
    return vm;
  }
  return {
    started,
    ready,
    start(system) {
      const start = starting.get(system) ?? startOne(system);
      starting.set(system, start);
      return start;
    },
    async wait(vm) {
      if (ready.has(vm)) return;
      const waiting = Date.now();
      info(`Waiting for the Linux builder of ${vm.system}.`);
      try {
        const took = Math.round(await vm.ready());
        const waited = Math.round((Date.now() - waiting) / 1e3);
        ready.add(vm);
        info(
          `The Linux builder of ${vm.system} is ready, ${took} s after its start; the job waited ${waited} s for it.`
        );
      } catch (error) {
        if (error instanceof BuilderError) await showLog(vm);
        throw error;
      }
    },
    async restart(vm) {
      info(`The Linux builder of ${vm.system} was lost while it built; it is started once more.`);
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
  info(`What the Linux builder of ${vm.system} printed:`);
  await foreign(async (print) => {
    for (const line of text.slice(-shownCharacters).split(/\r?\n/)) print(stripVTControlCharacters2(line));
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
        await vms.wait(await vms.start(system));
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
    for (const [system, vm] of vms.started) {
      if (!vms.ready.has(vm) || restarted.has(vm)) continue;
      if (await vm.ended() === void 0 && !lost) continue;
      any = true;
      restarted.add(vm);
      await vms.restart(vm);
      await connect([system]);
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
      reasons.push("`linux-builder: never` leaves nothing that builds it; `auto` would start a VM");
    for (const vm of vms.ready) {
      if (await vm.ended() !== void 0)
        reasons.push(
          `the Linux builder of ${vm.system} ended twice while it built. Raise \`linux-builder-memory\` if what it printed says no more`
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
    const result = await foreign(
      (print) => build(current, args, {
        ...options,
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
      for (const vm of vms.started.values()) await vms.wait(vm);
      return registration();
    }
  };
  function alwaysWanted(systems) {
    if (vms.started.size > 0 || settings.builders.length > 0) return [];
    if (settings.system !== void 0) return [settings.system];
    const named2 = lackingSystems(systems, /* @__PURE__ */ new Set());
    return named2.length > 0 ? named2 : [defaultSystem(host)];
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
  evaluationLimitSeconds,
  dryRun,
  createBuildLog,
  openLinuxBuilder,
  systemsNamedBy
};
