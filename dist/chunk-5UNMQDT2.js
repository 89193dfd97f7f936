import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  failedDerivation
} from "./chunk-EN6BY45L.js";
import {
  nameOf
} from "./chunk-MVCJGDJC.js";
import {
  readAnswer
} from "./chunk-L64ZD6G7.js";

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

// src/nix/log.ts
import { stripVTControlCharacters } from "node:util";

// src/adapters/checkpoint/objects.ts
var compiling = /^incremental-nix: compiled (.+?)(?: \[(.+)\])?$/;
var total = /^incremental-nix: \d+ of (\d+) objects were compiled$/;
function createObjectCount() {
  const compiled = /* @__PURE__ */ new Map();
  let considered;
  return {
    feed(line) {
      if (!line.startsWith("incremental-nix: ")) return;
      const [, object, reason] = compiling.exec(line) ?? [];
      if (object !== void 0) compiled.set(object, reason);
      const number = total.exec(line)?.[1];
      if (number !== void 0) considered = Number(number);
    },
    objects: () => ({
      compiled: [...compiled].map(([object, reason]) => ({ name: object, reason, file: object })),
      considered: new Map(considered === void 0 ? [] : [["objects", considered]])
    })
  };
}

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
var compiling2 = /^\[\s*\d+ of\s+(\d+)\] Compiling (\S+)(?: \[boot\])?\s+\( ([^,]+), (\S+?)\.(?:\w+_)?o(?:-boot)?(?:, [^)]*)? \)(?: \[(.+)\])?\s*$/;
function createModuleCount() {
  const components = /* @__PURE__ */ new Map();
  return {
    feed(line) {
      const match = compiling2.exec(line);
      if (match === null) return;
      const [, total2 = "0", name = "", file = "", object = "", reason] = match;
      if (!object.startsWith("dist/build/")) return;
      const directory = object.slice(0, Math.max(0, object.length - name.length));
      const component = components.get(directory) ?? { considered: 0, compiled: /* @__PURE__ */ new Map() };
      components.set(directory, component);
      component.considered = Math.max(component.considered, Number(total2));
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
      objects: createObjectCount(),
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
  function current() {
    return [...builds.values()].map(({ derivation, started }) => ({
      derivation,
      phase: records.get(derivation)?.phase,
      seconds: now() - started
    }));
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
    const { modules, objects, compiler, tail } = recordOf(derivation);
    modules.feed(text);
    objects.feed(text);
    compiler.feed(text);
    tail?.push(text);
    return [`${nameOf(derivation)}> ${text}`];
  }
  function stop(id) {
    const build = builds.get(id);
    if (build === void 0) return;
    builds.delete(id);
    const record = recordOf(build.derivation);
    record.seconds = now() - build.started;
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
    current,
    running: () => current().map(
      ({ derivation, phase }) => phase === void 0 ? nameOf(derivation) : `${nameOf(derivation)} (${phase})`
    ),
    modules(derivation) {
      const record = records.get(derivation);
      const [modules, objects] = [record?.modules.modules(), record?.objects.objects()];
      return {
        compiled: [...modules?.compiled ?? [], ...objects?.compiled ?? []],
        considered: new Map([...modules?.considered ?? [], ...objects?.considered ?? []])
      };
    },
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

export {
  evaluationLimitSeconds,
  dryRun,
  readToBuild,
  createBuildLog
};
