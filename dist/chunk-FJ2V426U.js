import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  linuxSystems
} from "./chunk-CYDJ2FUD.js";
import {
  parseMachineLines
} from "./chunk-C52QVC37.js";
import {
  UserError,
  entryDirectory,
  leftOutFile,
  maskUrls,
  messageOf,
  parseNarinfo,
  reach,
  readFound,
  readStored,
  readTold,
  reasonOf,
  removable,
  repairKey,
  require_ms,
  require_src
} from "./chunk-TEML5WMU.js";
import {
  HttpClient,
  getInput,
  setSecret
} from "./chunk-TDTZV6BA.js";
import {
  ProcessError,
  cancelled,
  childEnvironment,
  run
} from "./chunk-UCXRDE6J.js";
import {
  __commonJS,
  __require,
  __toESM
} from "./chunk-LQK3ML4U.js";

// node_modules/@kwsites/file-exists/dist/src/index.js
var require_src2 = __commonJS({
  "node_modules/@kwsites/file-exists/dist/src/index.js"(exports) {
    "use strict";
    var __importDefault = exports && exports.__importDefault || function(mod) {
      return mod && mod.__esModule ? mod : { "default": mod };
    };
    Object.defineProperty(exports, "__esModule", { value: true });
    var fs_1 = __require("fs");
    var debug_1 = __importDefault(require_src());
    var log = debug_1.default("@kwsites/file-exists");
    function check(path, isFile, isDirectory) {
      log(`checking %s`, path);
      try {
        const stat4 = fs_1.statSync(path);
        if (stat4.isFile() && isFile) {
          log(`[OK] path represents a file`);
          return true;
        }
        if (stat4.isDirectory() && isDirectory) {
          log(`[OK] path represents a directory`);
          return true;
        }
        log(`[FAIL] path represents something other than a file or directory`);
        return false;
      } catch (e) {
        if (e.code === "ENOENT") {
          log(`[FAIL] path is not accessible: %o`, e);
          return false;
        }
        log(`[FATAL] %o`, e);
        throw e;
      }
    }
    function exists(path, type = exports.READABLE) {
      return check(path, (type & exports.FILE) > 0, (type & exports.FOLDER) > 0);
    }
    exports.exists = exists;
    exports.FILE = 1;
    exports.FOLDER = 2;
    exports.READABLE = exports.FILE + exports.FOLDER;
  }
});

// node_modules/@kwsites/file-exists/dist/index.js
var require_dist = __commonJS({
  "node_modules/@kwsites/file-exists/dist/index.js"(exports) {
    "use strict";
    function __export(m2) {
      for (var p2 in m2) if (!exports.hasOwnProperty(p2)) exports[p2] = m2[p2];
    }
    Object.defineProperty(exports, "__esModule", { value: true });
    __export(require_src2());
  }
});

// node_modules/@kwsites/promise-deferred/dist/index.js
var require_dist2 = __commonJS({
  "node_modules/@kwsites/promise-deferred/dist/index.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.createDeferred = exports.deferred = void 0;
    function deferred() {
      let done;
      let fail;
      let status = "pending";
      const promise = new Promise((_done, _fail) => {
        done = _done;
        fail = _fail;
      });
      return {
        promise,
        done(result2) {
          if (status === "pending") {
            status = "resolved";
            done(result2);
          }
        },
        fail(error) {
          if (status === "pending") {
            status = "rejected";
            fail(error);
          }
        },
        get fulfilled() {
          return status !== "pending";
        },
        get status() {
          return status;
        }
      };
    }
    exports.deferred = deferred;
    exports.createDeferred = deferred;
    exports.default = deferred;
  }
});

// src/revision/checkout.ts
import { existsSync as existsSync2 } from "node:fs";
import { resolve } from "node:path";

// src/lib/answer.ts
function readAnswer(command, printed, read3) {
  try {
    return read3(printed);
  } catch {
    throw new ProcessError("unreadable", command, void 0, "");
  }
}

// src/revision/git.ts
import { existsSync } from "node:fs";

// node_modules/@simple-git/args-pathspec/dist/index.mjs
var t = /* @__PURE__ */ new WeakMap();
function c(...n) {
  const e = new String(n);
  return t.set(e, n), e;
}
function r(n) {
  return n instanceof String && t.has(n);
}
function o(n) {
  return t.get(n) ?? [];
}

// node_modules/simple-git/dist/index.mjs
var import_file_exists = __toESM(require_dist(), 1);
var import_debug = __toESM(require_src(), 1);
var import_promise_deferred = __toESM(require_dist2(), 1);
import { spawn as ve } from "node:child_process";
import { normalize as Se } from "node:path";

// node_modules/@simple-git/argv-parser/dist/index.mjs
function* x(e, n) {
  const t2 = n === "global";
  for (const o2 of e)
    o2.isGlobal === t2 && (yield o2);
}
var P = /* @__PURE__ */ new Set([
  "--add",
  "--edit",
  "--remove-section",
  "--rename-section",
  "--replace-all",
  "--unset",
  "--unset-all",
  "-e"
]);
var S = /* @__PURE__ */ new Set([
  "--get",
  "--get-all",
  "--get-color",
  "--get-colorbool",
  "--get-regexp",
  "--get-urlmatch",
  "--list",
  "-l"
]);
var E = /* @__PURE__ */ new Set([
  "edit",
  "remove-section",
  "rename-section",
  "set",
  "unset"
]);
var F = /* @__PURE__ */ new Set(["get", "get-color", "get-colorbool", "list"]);
function A(e, n) {
  for (const { name: o2 } of x(e, "task")) {
    if (P.has(o2))
      return w(true, n);
    if (S.has(o2))
      return w(false, n);
  }
  const t2 = n.at(0)?.toLowerCase();
  return t2 === void 0 ? null : E.has(t2) ? w(true, n.slice(1)) : F.has(t2) ? w(false, n.slice(1)) : n.length === 1 ? w(false, n) : w(true, n);
}
function w(e = false, n = []) {
  const t2 = n.at(0)?.toLowerCase();
  return t2 === void 0 ? null : {
    isWrite: e,
    isRead: !e,
    key: t2,
    value: n.at(1)
  };
}
function O(e, n) {
  return n.isWrite && n.value !== void 0 ? { key: n.key, value: n.value, scope: e } : { key: n.key, scope: e };
}
function G(e) {
  const n = e?.indexOf("=") || -1;
  return !e || n < 0 ? null : {
    key: e.slice(0, n).trim().toLowerCase(),
    value: e.slice(n + 1)
  };
}
function M(e) {
  for (const { name: n } of x(e, "task"))
    switch (n) {
      case "--global":
        return "global";
      case "--system":
        return "system";
      case "--worktree":
        return "worktree";
      case "--local":
        return "local";
      case "--file":
      case "-f":
        return "file";
    }
  return "local";
}
function N({ name: e }) {
  if (e === "-c" || e === "--config")
    return "inline";
  if (e === "--config-env")
    return "env";
}
function* $(e) {
  for (const n of e) {
    const t2 = N(n), o2 = t2 && G(n.value);
    o2 && (yield {
      ...o2,
      scope: t2
    });
  }
}
function D(e, n, t2) {
  const o2 = {
    read: [],
    write: [...$(n)]
  };
  return e === "config" && L(
    o2,
    M(n),
    A(n, t2)
  ), o2;
}
function L(e, n, t2) {
  if (t2 === null)
    return;
  const o2 = O(n, t2);
  t2.isWrite ? e.write.push(o2) : e.read.push(o2);
}
var C = {
  short: /* @__PURE__ */ new Map([
    ["c", true]
    //  -c <k=v>    set config key for this invocation
  ])
};
var I = {
  short: new Map([
    ["C", true],
    //  -C <path>   change working directory
    ["P", false],
    // -P          no pager (alias for --no-pager)
    ["h", false],
    // -h          help
    ["p", false],
    // -p          paginate
    ["v", false],
    // -v          version
    ...C.short.entries()
  ]),
  long: /* @__PURE__ */ new Set([
    "attr-source",
    "config-env",
    "exec-path",
    "git-dir",
    "list-cmds",
    "namespace",
    "super-prefix",
    "work-tree"
  ])
};
var R = {
  clone: {
    short: /* @__PURE__ */ new Map([
      ["b", true],
      // -b <branch>
      ["j", true],
      // -j <n>          parallel jobs
      ["l", false],
      // -l local
      ["n", false],
      // -n no-checkout
      ["o", true],
      // -o <name>       remote name
      ["q", false],
      // -q quiet
      ["s", false],
      // -s shared
      ["u", true]
      // -u <upload-pack>
    ]),
    long: /* @__PURE__ */ new Set(["branch", "config", "jobs", "origin", "upload-pack", "u", "template"])
  },
  commit: {
    short: /* @__PURE__ */ new Map([
      ["C", true],
      // -C <commit>  reuse message
      ["F", true],
      // -F <file>    read message from file
      ["c", true],
      // -c <commit>  reedit message
      ["m", true],
      // -m <msg>
      ["t", true]
      // -t <template>
    ]),
    long: /* @__PURE__ */ new Set(["file", "message", "reedit-message", "reuse-message", "template"])
  },
  config: {
    short: /* @__PURE__ */ new Map([
      ["e", false],
      // -e  open editor
      ["f", true],
      //  -f <file>
      ["l", false]
      // -l  list
    ]),
    long: /* @__PURE__ */ new Set(["blob", "comment", "default", "file", "type", "value"])
  },
  fetch: {
    short: /* @__PURE__ */ new Map(),
    long: /* @__PURE__ */ new Set(["upload-pack"])
  },
  init: {
    short: /* @__PURE__ */ new Map(),
    long: /* @__PURE__ */ new Set(["template"])
  },
  pull: {
    short: /* @__PURE__ */ new Map(),
    long: /* @__PURE__ */ new Set(["upload-pack"])
  },
  push: {
    short: /* @__PURE__ */ new Map(),
    long: /* @__PURE__ */ new Set(["exec", "receive-pack"])
  },
  rebase: {
    short: /* @__PURE__ */ new Map([
      ["X", true],
      // -X <option>   strategy option
      ["f", false],
      // -f force-rebase
      ["i", false],
      // -i interactive
      ["k", false],
      // -k keep-base
      ["m", false],
      // -m merge
      ["n", false],
      // -n no-stat
      ["q", false],
      // -q quiet
      ["r", false],
      // -r rebase-merges
      ["s", true],
      // -s <strategy>
      ["v", false],
      // -v verbose
      ["x", true]
      // -x <cmd>      exec
    ]),
    long: /* @__PURE__ */ new Set(["exec", "onto", "strategy", "strategy-option"])
  }
};
var T = { short: /* @__PURE__ */ new Map(), long: /* @__PURE__ */ new Set() };
function B(e) {
  const n = R[e ?? ""] ?? T;
  return {
    short: new Map([...C.short.entries(), ...n.short.entries()]),
    long: n.long
  };
}
function b(e, n = I) {
  if (e.startsWith("--")) {
    const t2 = e.indexOf("=");
    if (t2 > 2)
      return [{ name: e.slice(0, t2), value: e.slice(t2 + 1), needsNext: false }];
    const o2 = e.slice(2);
    return [{ name: e, needsNext: n.long.has(o2) }];
  }
  if (e.length === 2) {
    const t2 = e.charAt(1), o2 = n.short.get(t2);
    return [{ name: e, needsNext: o2 === true }];
  }
  return j(e, n.short);
}
function j(e, n) {
  const t2 = e.slice(1).split(""), o2 = [];
  for (let a = 0; a < t2.length; a++) {
    const s3 = t2[a], r2 = n.get(s3);
    if (r2 === void 0)
      return [{ name: e, needsNext: false }];
    if (r2) {
      const i = t2.slice(a + 1).join("");
      if (i && ![...i].every((m2) => n.has(m2)))
        return o2.push({ name: `-${s3}`, value: i, needsNext: false }), o2;
    }
    o2.push({ name: `-${s3}`, needsNext: r2 });
  }
  return o2;
}
function W(e, n = []) {
  let t2 = 0;
  for (; t2 < e.length; ) {
    const o2 = String(e[t2]);
    if (!o2.startsWith("-") || o2.length < 2) break;
    const a = b(o2);
    let s3 = t2 + 1;
    for (const r2 of a) {
      const i = {
        name: r2.name,
        value: r2.value,
        absorbedNext: false,
        isGlobal: true
      };
      r2.needsNext && i.value === void 0 && s3 < e.length && (i.value = String(e[s3]), i.absorbedNext = true, s3++), n.push(i);
    }
    t2 = s3;
  }
  return { flags: n, taskIndex: t2 };
}
function V(e, n, t2 = []) {
  const o2 = B(n), a = [], s3 = [];
  let r2 = 0;
  for (; r2 < e.length; ) {
    const i = e[r2];
    if (r(i)) {
      s3.push(...o(i)), r2++;
      continue;
    }
    const p2 = String(i);
    if (p2 === "--") {
      for (let d2 = r2 + 1; d2 < e.length; d2++) {
        const g3 = e[d2];
        r(g3) ? s3.push(...o(g3)) : s3.push(String(g3));
      }
      break;
    }
    if (!p2.startsWith("-") || p2.length < 2) {
      a.push(p2), r2++;
      continue;
    }
    const m2 = b(p2, o2);
    let u2 = r2 + 1;
    for (const d2 of m2) {
      const g3 = {
        name: d2.name,
        value: d2.value,
        absorbedNext: false,
        isGlobal: false
      };
      d2.needsNext && g3.value === void 0 && u2 < e.length && !r(e[u2]) && (g3.value = String(e[u2]), g3.absorbedNext = true, u2++), t2.push(g3);
    }
    r2 = u2;
  }
  return { flags: t2, positionals: a, pathspecs: s3 };
}
function* q({
  write: e
}) {
  for (const n of e)
    for (const t2 of K) {
      const o2 = t2(n.key);
      o2 && (yield o2);
    }
}
function f(e, n, t2 = String(e)) {
  const o2 = typeof e == "string" ? new RegExp(`\\s*${e.toLowerCase()}`) : e;
  return function(s3) {
    if (o2.test(s3))
      return {
        category: n,
        message: `Configuring ${t2} is not permitted without enabling ${n}`
      };
  };
}
function l(e, n) {
  const t2 = new RegExp(`\\s*${e.toLowerCase().replace(/\./g, "(..+)?.")}`);
  return f(t2, n, e);
}
var K = [
  f("alias", "allowUnsafeAlias"),
  f("core.askPass", "allowUnsafeAskPass"),
  f("core.editor", "allowUnsafeEditor"),
  f("core.fsmonitor", "allowUnsafeFsMonitor"),
  f("core.gitProxy", "allowUnsafeGitProxy"),
  f("core.hooksPath", "allowUnsafeHooksPath"),
  f("core.pager", "allowUnsafePager"),
  f("core.sshCommand", "allowUnsafeSshCommand"),
  l("credential.helper", "allowUnsafeCredentialHelper"),
  l("diff.command", "allowUnsafeDiffExternal"),
  f("diff.external", "allowUnsafeDiffExternal"),
  l("difftool.cmd", "allowUnsafeDiffExternal"),
  l("diff.textconv", "allowUnsafeDiffTextConv"),
  l("filter.clean", "allowUnsafeFilter"),
  l("filter.process", "allowUnsafeFilter"),
  l("filter.smudge", "allowUnsafeFilter"),
  l("gpg.program", "allowUnsafeGpgProgram"),
  f("include.path", "allowUnsafeInclude"),
  l("includeIf", "allowUnsafeInclude"),
  f("init.templateDir", "allowUnsafeTemplateDir"),
  l("pager.", "allowUnsafePager"),
  l("merge.driver", "allowUnsafeMergeDriver"),
  l("mergetool.path", "allowUnsafeMergeDriver"),
  l("mergetool.cmd", "allowUnsafeMergeDriver"),
  l("protocol.allow", "allowUnsafeProtocolOverride"),
  l("remote.receivepack", "allowUnsafePack"),
  l("remote.uploadpack", "allowUnsafePack"),
  f("uploadpack.packObjectsHook", "allowUnsafePack"),
  f("sequence.editor", "allowUnsafeEditor"),
  l("submodule.update", "allowUnsafeSubmodule"),
  l("tar.command", "allowUnsafeCommandBinaries"),
  l("trailer.cmd", "allowUnsafeCommandBinaries"),
  l("trailer.command", "allowUnsafeCommandBinaries"),
  l("url.insteadOf", "allowUnsafeUrlRewrite")
];
function* H(e, n) {
  for (const t2 of n)
    for (const o2 of X) {
      const a = o2(e, t2);
      a && (yield a);
    }
}
function c2(e, n, t2, { name: o2 = String(n), globalOnly: a = false, withValue: s3 = false } = {}) {
  const r2 = typeof n == "string" ? new RegExp(`\\s*${n.toLowerCase()}`) : n, i = `Use of ${e ? `${e} with option ` : ""}${o2} is not permitted without enabling ${t2}`;
  return function(m2, u2) {
    if (!(e && m2 !== e) && !(a && !u2.isGlobal) && !(s3 && u2.value === void 0) && r2.test(u2.name))
      return {
        category: t2,
        message: i
      };
  };
}
var h = { globalOnly: true, withValue: true };
var X = [
  c2(null, /--(upload|receive)-pack/, "allowUnsafePack", {
    name: "--upload-pack or --receive-pack"
  }),
  c2("clone", /^-\w*u/, "allowUnsafePack"),
  c2("clone", "--u", "allowUnsafePack"),
  c2("push", /^--exec$/, "allowUnsafePack", { name: "--exec" }),
  // `git` accepts unambiguous abbreviations of long options, so `--ex` and `--exe` are `--exec`
  c2("rebase", /^(-x|--ex(ec?)?)$/, "allowUnsafeExec", { name: "-x or --exec" }),
  c2(null, "--template", "allowUnsafeTemplateDir"),
  c2(null, "--exec-path", "allowUnsafeExec", h),
  // `git` reads the configuration of whichever repository these name, so the
  // directory alone is enough to deliver config the argv guards never see
  c2(null, "--git-dir", "allowUnsafeConfigPaths", h),
  c2(null, "--work-tree", "allowUnsafeConfigPaths", h),
  c2(null, /^-C$/, "allowUnsafeConfigPaths", { ...h, name: "-C" })
];
function k(e, n, t2) {
  return [...H(e, n), ...q(t2)];
}
function Y(...e) {
  const { flags: n, taskIndex: t2 } = W(e), o2 = t2 < e.length ? String(e[t2]).toLowerCase() : null, a = o2 !== null ? e.slice(t2 + 1) : [], { positionals: s3, pathspecs: r2 } = V(a, o2, n), i = D(o2, n, s3);
  return {
    task: o2,
    flags: n.map(J),
    paths: r2,
    config: i,
    vulnerabilities: z(k(o2, n, i))
  };
}
function z(e) {
  return Object.defineProperty(e, "vulnerabilities", {
    value: e
  });
}
function J({ value: e, name: n }) {
  return e !== void 0 ? { name: n, value: e } : { name: n };
}
var y = {
  editor: "allowUnsafeEditor",
  git_askpass: "allowUnsafeAskPass",
  git_config_global: "allowUnsafeConfigPaths",
  git_config_system: "allowUnsafeConfigPaths",
  git_config_count: "allowUnsafeConfigEnvCount",
  git_config_parameters: "allowUnsafeConfigEnvCount",
  git_config: "allowUnsafeConfigPaths",
  git_editor: "allowUnsafeEditor",
  git_exec_path: "allowUnsafeExec",
  git_external_diff: "allowUnsafeDiffExternal",
  git_pager: "allowUnsafePager",
  git_proxy_command: "allowUnsafeGitProxy",
  git_template_dir: "allowUnsafeTemplateDir",
  git_sequence_editor: "allowUnsafeEditor",
  git_ssh: "allowUnsafeSshCommand",
  git_ssh_command: "allowUnsafeSshCommand",
  pager: "allowUnsafePager",
  prefix: "allowUnsafeConfigPaths",
  ssh_askpass: "allowUnsafeAskPass",
  visual: "allowUnsafeEditor"
};
function* Q(e) {
  const n = parseInt(e.git_config_count ?? "0", 10);
  for (let t2 = 0; t2 < n; t2++) {
    const o2 = e[`git_config_key_${t2}`], a = e[`git_config_value_${t2}`];
    o2 !== void 0 && (yield { key: o2.toLowerCase().trim(), value: a, scope: "env" });
  }
}
function* Z(e) {
  for (const n of Object.keys(e))
    if (_(n)) {
      const t2 = y[n];
      yield {
        category: t2,
        message: `Use of "${n.toUpperCase()}" is not permitted without enabling ${t2}`
      };
    }
}
function _(e) {
  return Object.hasOwn(y, e);
}
function ee(e) {
  const n = {};
  for (const [t2, o2] of Object.entries(e)) {
    const a = t2.toLowerCase().trim();
    (_(a) || a.startsWith("git")) && (n[a] = String(o2));
  }
  return n;
}
function ne(e) {
  const n = ee(e), t2 = {
    read: [],
    write: [...Q(n)]
  }, o2 = [
    ...Z(n),
    ...k(null, [], t2)
  ];
  return {
    config: t2,
    vulnerabilities: o2
  };
}
function oe(e, n) {
  return [...Y(...e).vulnerabilities, ...ne(n).vulnerabilities];
}

// node_modules/simple-git/dist/index.mjs
import { EventEmitter as Ce } from "node:events";
var O2 = class extends Error {
  constructor(e, n) {
    super(n), this.task = e, Object.setPrototypeOf(this, new.target.prototype);
  }
};
var Ae = class extends O2 {
  constructor(e, n) {
    super(void 0, n), this.config = e;
  }
};
var A2 = class extends O2 {
  constructor(e, n, r2) {
    super(e, r2), this.task = e, this.plugin = n, Object.setPrototypeOf(this, new.target.prototype);
  }
};
var at = class extends O2 {
  constructor(e, n) {
    super(void 0, n || String(e)), this.git = e;
  }
};
var xe = class extends O2 {
  constructor(e) {
    super(void 0, e);
  }
};
var I2 = "\0";
var W2 = () => {
};
function Ne(t2) {
  return typeof t2 != "function" ? W2 : t2;
}
function $e(t2) {
  return typeof t2 == "function" && t2 !== W2;
}
function Pe(t2, e) {
  const n = t2.indexOf(e);
  return n <= 0 ? [t2, ""] : [t2.substr(0, n), t2.substr(n + 1)];
}
function Me(t2, e = 0) {
  return Dt(t2) && t2.length > e ? t2[e] : void 0;
}
function N2(t2, e = 0) {
  if (Dt(t2) && t2.length > e)
    return t2[t2.length - 1 - e];
}
function Dt(t2) {
  return Bt(t2);
}
function H2(t2 = "", e = true, n = `
`) {
  return t2.split(n).reduce((r2, s3) => {
    const o2 = e ? s3.trim() : s3;
    return o2 && r2.push(o2), r2;
  }, []);
}
function ut(t2, e) {
  return H2(t2, true).map((n) => e(n));
}
function Lt(t2) {
  return (0, import_file_exists.exists)(t2, import_file_exists.FOLDER);
}
function S2(t2, e) {
  return Array.isArray(t2) ? t2.includes(e) || t2.push(e) : t2.add(e), e;
}
function De(t2, e) {
  return Array.isArray(t2) && !t2.includes(e) && t2.push(e), t2;
}
function ct(t2, e) {
  if (Array.isArray(t2)) {
    const n = t2.indexOf(e);
    n >= 0 && t2.splice(n, 1);
  } else
    t2.delete(e);
  return e;
}
var ft = Object.prototype.toString.call.bind(Object.prototype.toString);
function v(t2) {
  return Array.isArray(t2) ? t2 : [t2];
}
function jt(t2) {
  return t2.replace(/[\s-]+(.)/g, (e, n) => n.toUpperCase());
}
function L2(t2) {
  return v(t2).map((e) => e instanceof String ? e : String(e));
}
function p(t2, e = 0) {
  if (t2 == null)
    return e;
  const n = parseInt(t2, 10);
  return Number.isNaN(n) ? e : n;
}
function U(t2, e) {
  const n = [];
  for (let r2 = 0, s3 = t2.length; r2 < s3; r2++)
    n.push(e, t2[r2]);
  return n;
}
function F2(t2) {
  return (Array.isArray(t2) ? Buffer.concat(t2) : t2).toString("utf-8");
}
function Le(t2) {
  return t2 ? Buffer.isBuffer(t2) ? t2.length : Buffer.byteLength(t2) : 0;
}
function je(t2, e) {
  const n = {};
  return e.forEach((r2) => {
    t2[r2] !== void 0 && (n[r2] = t2[r2]);
  }), n;
}
function wt(t2 = 0) {
  return new Promise((e) => setTimeout(e, t2));
}
function bt(t2) {
  if (t2 !== false)
    return t2;
}
function d(t2, e, n) {
  return e(t2) ? t2 : arguments.length > 2 ? n : void 0;
}
var K2 = (t2) => Array.isArray(t2);
function st(t2, e) {
  const n = r(t2) ? "string" : typeof t2;
  return /number|string|boolean/.test(n) && (!e || !e.includes(n));
}
var m = (t2) => typeof t2 == "string" || r(t2);
var Be = (t2) => m(t2) || Buffer.isBuffer(t2);
var G2 = (t2) => m(t2) || Array.isArray(t2) && t2.every(m);
function lt(t2) {
  return !!t2 && ft(t2) === "[object Object]";
}
function Ie(t2) {
  return typeof t2 == "function";
}
var Bt = (t2) => t2 == null || "number|boolean|function".includes(typeof t2) ? false : typeof t2.length == "number";
var V2 = /* @__PURE__ */ ((t2) => (t2[t2.SUCCESS = 0] = "SUCCESS", t2[t2.ERROR = 1] = "ERROR", t2[t2.NOT_FOUND = -2] = "NOT_FOUND", t2[t2.UNCLEAN = 128] = "UNCLEAN", t2))(V2 || {});
var z2 = class _z {
  constructor(e, n) {
    this.stdOut = e, this.stdErr = n;
  }
  asStrings() {
    return new _z(this.stdOut.toString("utf8"), this.stdErr.toString("utf8"));
  }
};
function Ue() {
  throw new Error("LineParser:useMatches not implemented");
}
var l2 = class {
  constructor(e, n) {
    this.matches = [], this.useMatches = Ue, this.parse = (r2, s3) => (this.resetMatches(), this._regExp.every((o2, i) => this.addMatch(o2, i, r2(i))) ? this.useMatches(s3, this.prepareMatches()) !== false : false), this._regExp = Array.isArray(e) ? e : [e], n && (this.useMatches = n);
  }
  resetMatches() {
    this.matches.length = 0;
  }
  prepareMatches() {
    return this.matches;
  }
  addMatch(e, n, r2) {
    const s3 = r2 && e.exec(r2);
    return s3 && this.pushMatch(n, s3), !!s3;
  }
  pushMatch(e, n) {
    this.matches.push(...n.slice(1));
  }
};
var x2 = class extends l2 {
  addMatch(e, n, r2) {
    return /^remote:\s/.test(String(r2)) && super.addMatch(e, n, r2);
  }
  pushMatch(e, n) {
    (e > 0 || n.length > 1) && super.pushMatch(e, n);
  }
};
var Fe = {
  binary: "git",
  maxConcurrentProcesses: 5,
  config: [],
  trimmed: false
};
function Ge(...t2) {
  const e = process.cwd(), n = Object.assign(
    { baseDir: e, ...Fe },
    ...t2.filter((r2) => typeof r2 == "object" && r2)
  );
  return n.baseDir = n.baseDir || e, n.trimmed = n.trimmed === true, n;
}
function It(t2, e = []) {
  return lt(t2) ? Object.keys(t2).reduce((n, r2) => {
    const s3 = t2[r2];
    if (r(s3))
      n.push(s3);
    else if (st(s3, ["boolean"]))
      n.push(r2 + "=" + s3);
    else if (Array.isArray(s3))
      for (const o2 of s3)
        st(o2, ["string", "number"]) || n.push(r2 + "=" + o2);
    else
      n.push(r2);
    return n;
  }, e) : e;
}
function h2(t2, e = 0, n = false) {
  const r2 = [];
  for (let s3 = 0, o2 = e < 0 ? t2.length : e; s3 < o2; s3++)
    "string|number".includes(typeof t2[s3]) && r2.push(String(t2[s3]));
  return It(ht(t2), r2), n || r2.push(...ze(t2)), r2;
}
function ze(t2) {
  const e = typeof N2(t2) == "function";
  return L2(d(N2(t2, e ? 1 : 0), K2, []));
}
function ht(t2) {
  const e = Ie(N2(t2));
  return d(N2(t2, e ? 1 : 0), lt);
}
function u(t2, e = true) {
  const n = Ne(N2(t2));
  return e || $e(n) ? n : void 0;
}
function Tt(t2, e) {
  return t2(e.stdOut, e.stdErr);
}
function E2(t2, e, n, r2 = true) {
  return v(n).forEach((s3) => {
    for (let o2 = H2(s3, r2), i = 0, a = o2.length; i < a; i++) {
      const c4 = (y3 = 0) => {
        if (!(i + y3 >= a))
          return o2[i + y3];
      };
      e.some(({ parse: y3 }) => y3(c4, t2));
    }
  }), t2;
}
var mt = ({ exitCode: t2 }, e, n, r2) => {
  if (t2 === V2.UNCLEAN && Ve(e))
    return n(Buffer.from("false"));
  r2(e);
};
var Ut = (t2) => t2.trim() === "true";
function We(t2) {
  switch (t2) {
    case "bare":
      return Ke();
    case "root":
      return He();
  }
  return {
    commands: ["rev-parse", "--is-inside-work-tree"],
    format: "utf-8",
    onError: mt,
    parser: Ut
  };
}
function He() {
  return {
    commands: ["rev-parse", "--git-dir"],
    format: "utf-8",
    onError: mt,
    parser(e) {
      return /^\.(git)?$/.test(e.trim());
    }
  };
}
function Ke() {
  return {
    commands: ["rev-parse", "--is-bare-repository"],
    format: "utf-8",
    onError: mt,
    parser: Ut
  };
}
function Ve(t2) {
  return /(Not a git repository|Kein Git-Repository)/i.test(String(t2));
}
var Xe = class {
  constructor(e) {
    this.paths = [], this.files = [], this.folders = [], this.dryRun = e;
  }
};
var Ye = /^[a-z]+\s*/i;
var Qe = /^[a-z]+\s+[a-z]+\s*/i;
var Je = /\/$/;
function Ze(t2, e) {
  const n = new Xe(t2), r2 = t2 ? Qe : Ye;
  return H2(e).forEach((s3) => {
    const o2 = s3.replace(r2, "");
    n.paths.push(o2), (Je.test(o2) ? n.folders : n.files).push(o2);
  }), n;
}
var Ft = [];
function tn(t2) {
  return {
    commands: Ft,
    format: "empty",
    parser: t2
  };
}
function b2(t2) {
  return {
    commands: Ft,
    format: "empty",
    parser() {
      throw typeof t2 == "string" ? new xe(t2) : t2;
    }
  };
}
function g(t2, e = false) {
  return {
    commands: t2,
    format: "utf-8",
    parser(n) {
      return e ? String(n).trim() : n;
    }
  };
}
function Gt(t2) {
  return {
    commands: t2,
    format: "buffer",
    parser(e) {
      return e;
    }
  };
}
function en(t2) {
  return t2.format === "buffer";
}
function kt(t2) {
  return t2.format === "empty" || !t2.commands.length;
}
var nn = "Git clean interactive mode is not supported";
var rn = 'Git clean mode parameter ("n" or "f") is required';
var sn = "Git clean unknown option found in: ";
var zt = /* @__PURE__ */ ((t2) => (t2.DRY_RUN = "n", t2.FORCE = "f", t2.IGNORED_INCLUDED = "x", t2.IGNORED_ONLY = "X", t2.EXCLUDING = "e", t2.QUIET = "q", t2.RECURSIVE = "d", t2))(zt || {});
var qt = /* @__PURE__ */ new Set([
  "i",
  ...L2(Object.values(zt))
]);
function on(t2, e) {
  const { cleanMode: n, options: r2, valid: s3 } = cn(t2);
  return n ? s3.options ? (r2.push(...e), r2.some(hn) ? b2(nn) : an(n, r2)) : b2(sn + JSON.stringify(t2)) : b2(rn);
}
function an(t2, e) {
  return {
    commands: ["clean", `-${t2}`, ...e],
    format: "utf-8",
    parser(r2) {
      return Ze(t2 === "n", r2);
    }
  };
}
function un(t2) {
  return Array.isArray(t2) && t2.every((e) => qt.has(e));
}
function cn(t2) {
  let e, n = [], r2 = { cleanMode: false, options: true };
  return t2.replace(/[^a-z]i/g, "").split("").forEach((s3) => {
    fn(s3) ? (e = s3, r2.cleanMode = true) : r2.options = r2.options && ln(n[n.length] = `-${s3}`);
  }), {
    cleanMode: e,
    options: n,
    valid: r2
  };
}
function fn(t2) {
  return t2 === "f" || t2 === "n";
}
function ln(t2) {
  return /^-[a-z]$/i.test(t2) && qt.has(t2.charAt(1));
}
function hn(t2) {
  return /^-[^\-]/.test(t2) ? t2.indexOf("i") > 0 : t2 === "--interactive";
}
var mn = class {
  constructor() {
    this.files = [], this.values = /* @__PURE__ */ Object.create(null);
  }
  get all() {
    return this._all || (this._all = this.files.reduce((e, n) => Object.assign(e, this.values[n]), {})), this._all;
  }
  addFile(e) {
    if (!(e in this.values)) {
      const n = N2(this.files);
      this.values[e] = n ? Object.create(this.values[n]) : {}, this.files.push(e);
    }
    return this.values[e];
  }
  addValue(e, n, r2) {
    const s3 = this.addFile(e);
    Object.hasOwn(s3, n) ? Array.isArray(s3[n]) ? s3[n].push(r2) : s3[n] = [s3[n], r2] : s3[n] = r2, this._all = void 0;
  }
};
function pn(t2) {
  const e = new mn();
  for (const n of Wt(t2))
    e.addValue(n.file, String(n.key), n.value);
  return e;
}
function dn(t2, e) {
  let n = null;
  const r2 = [], s3 = /* @__PURE__ */ new Map();
  for (const o2 of Wt(t2, e))
    o2.key === e && (r2.push(n = o2.value), s3.has(o2.file) || s3.set(o2.file, []), s3.get(o2.file).push(n));
  return {
    key: e,
    paths: Array.from(s3.keys()),
    scopes: s3,
    value: n,
    values: r2
  };
}
function gn(t2) {
  return t2.replace(/^(file):/, "");
}
function* Wt(t2, e = null) {
  const n = t2.split("\0");
  for (let r2 = 0, s3 = n.length - 1; r2 < s3; ) {
    const o2 = gn(n[r2++]);
    let i = n[r2++], a = e;
    if (i.includes(`
`)) {
      const c4 = Pe(i, `
`);
      a = c4[0], i = c4[1];
    }
    yield { file: o2, key: a, value: i };
  }
}
var Ht = /* @__PURE__ */ ((t2) => (t2.system = "system", t2.global = "global", t2.local = "local", t2.worktree = "worktree", t2))(Ht || {});
function Y2(t2, e) {
  return typeof t2 == "string" && Object.hasOwn(Ht, t2) ? t2 : e;
}
function yn(t2, e, n, r2) {
  const s3 = ["config", `--${r2}`];
  return n && s3.push("--add"), s3.push(t2, e), {
    commands: s3,
    format: "utf-8",
    parser(o2) {
      return o2;
    }
  };
}
function wn(t2, e) {
  const n = ["config", "--null", "--show-origin", "--get-all", t2];
  return e && n.splice(1, 0, `--${e}`), {
    commands: n,
    format: "utf-8",
    parser(r2) {
      return dn(r2, t2);
    }
  };
}
function bn(t2) {
  const e = ["config", "--list", "--show-origin", "--null"];
  return t2 && e.push(`--${t2}`), {
    commands: e,
    format: "utf-8",
    parser(n) {
      return pn(n);
    }
  };
}
function Tn() {
  return {
    addConfig(t2, e, ...n) {
      return this._runTask(
        yn(
          t2,
          e,
          n[0] === true,
          Y2(
            n[1],
            "local"
            /* local */
          )
        ),
        u(arguments)
      );
    },
    getConfig(t2, e) {
      return this._runTask(
        wn(t2, Y2(e, void 0)),
        u(arguments)
      );
    },
    listConfig(...t2) {
      return this._runTask(
        bn(Y2(t2[0], void 0)),
        u(arguments)
      );
    }
  };
}
var Kt = /* @__PURE__ */ ((t2) => (t2.ADDED = "A", t2.COPIED = "C", t2.DELETED = "D", t2.MODIFIED = "M", t2.RENAMED = "R", t2.CHANGED = "T", t2.UNMERGED = "U", t2.UNKNOWN = "X", t2.BROKEN = "B", t2))(Kt || {});
var kn = new Set(Object.values(Kt));
function _n(t2) {
  return kn.has(t2);
}
var _t;
var vn = ["-h"];
var j2 = /* @__PURE__ */ Symbol("grepQuery");
var En = class {
  constructor() {
    this[_t] = [];
  }
  *[(_t = j2, Symbol.iterator)]() {
    for (const e of this[j2])
      yield e;
  }
  and(...e) {
    return e.length && this[j2].push("--and", "(", ...U(e, "-e"), ")"), this;
  }
  param(...e) {
    return this[j2].push(...U(e, "-e")), this;
  }
};
function Sn(...t2) {
  return new En().param(...t2);
}
function Rn(t2) {
  const e = /* @__PURE__ */ new Set(), n = {};
  return ut(t2, (r2) => {
    const [s3, o2, i] = r2.split(I2);
    e.add(s3), (n[s3] = n[s3] || []).push({
      line: p(o2),
      path: s3,
      preview: i
    });
  }), {
    paths: e,
    results: n
  };
}
function On() {
  return {
    grep(t2) {
      const e = u(arguments), n = h2(arguments);
      for (const s3 of vn)
        if (n.includes(s3))
          return this._runTask(
            b2(`git.grep: use of "${s3}" is not supported.`),
            e
          );
      typeof t2 == "string" && (t2 = Sn().param(t2));
      const r2 = ["grep", "--null", "-n", "--full-name", ...n, ...t2];
      return this._runTask(
        {
          commands: r2,
          format: "utf-8",
          parser(s3) {
            return Rn(s3);
          }
        },
        e
      );
    }
  };
}
var Vt = /* @__PURE__ */ ((t2) => (t2.MIXED = "mixed", t2.SOFT = "soft", t2.HARD = "hard", t2.MERGE = "merge", t2.KEEP = "keep", t2))(Vt || {});
var Cn = L2(Object.values(Vt));
function An(t2, e) {
  const n = ["reset"];
  return Xt(t2) && n.push(`--${t2}`), n.push(...e), g(n);
}
function xn(t2) {
  if (Xt(t2))
    return t2;
  switch (typeof t2) {
    case "string":
    case "undefined":
      return "soft";
  }
}
function Xt(t2) {
  return typeof t2 == "string" && Cn.includes(t2);
}
import_debug.default.formatters.L = (t2) => String(Bt(t2) ? t2.length : "-");
import_debug.default.formatters.B = (t2) => Buffer.isBuffer(t2) ? t2.toString("utf8") : ft(t2);
function Nn() {
  return (0, import_debug.default)("simple-git");
}
function vt(t2, e, n) {
  return !e || !String(e).replace(/\s*/, "") ? n ? (r2, ...s3) => {
    t2(r2, ...s3), n(r2, ...s3);
  } : t2 : (r2, ...s3) => {
    t2(`%s ${r2}`, e, ...s3), n && n(r2, ...s3);
  };
}
function $n(t2, e, { namespace: n }) {
  if (typeof t2 == "string")
    return t2;
  const r2 = e && e.namespace || "";
  return r2.startsWith(n) ? r2.substr(n.length + 1) : r2 || n;
}
function $2(t2, e, n, r2 = Nn()) {
  const s3 = t2 && `[${t2}]` || "", o2 = [], i = typeof e == "string" ? r2.extend(e) : e, a = $n(d(e, m), i, r2);
  return y3(n);
  function c4(w3, T3) {
    return S2(
      o2,
      $2(t2, a.replace(/^[^:]+/, w3), T3, r2)
    );
  }
  function y3(w3) {
    const T3 = w3 && `[${w3}]` || "", k3 = i && vt(i, T3) || W2, C3 = vt(r2, `${s3} ${T3}`, k3);
    return Object.assign(i ? k3 : C3, {
      label: t2,
      sibling: c4,
      info: C3,
      step: y3
    });
  }
}
var M2 = class M3 {
  constructor(e = "GitExecutor") {
    this.logLabel = e, this._queue = /* @__PURE__ */ new Map();
  }
  withProgress(e) {
    return this._queue.get(e);
  }
  createProgress(e) {
    const n = M3.getName(e.commands[0]), r2 = $2(this.logLabel, n);
    return {
      task: e,
      logger: r2,
      name: n
    };
  }
  push(e) {
    const n = this.createProgress(e);
    return n.logger("Adding task to the queue, commands = %o", e.commands), this._queue.set(e, n), n;
  }
  fatal(e) {
    for (const [n, { logger: r2 }] of Array.from(this._queue.entries()))
      n === e.task ? (r2.info("Failed %o", e), r2(
        "Fatal exception, any as-yet un-started tasks run through this executor will not be attempted"
      )) : r2.info(
        "A fatal exception occurred in a previous task, the queue has been purged: %o",
        e.message
      ), this.complete(n);
    if (this._queue.size !== 0)
      throw new Error(`Queue size should be zero after fatal: ${this._queue.size}`);
  }
  complete(e) {
    this.withProgress(e) && this._queue.delete(e);
  }
  attempt(e) {
    const n = this.withProgress(e);
    if (!n)
      throw new O2(void 0, "TasksPendingQueue: attempt called for an unknown task");
    return n.logger("Starting task"), n;
  }
  static getName(e = "empty") {
    return `task:${e}:${++M3.counter}`;
  }
};
M2.counter = 0;
var ot = M2;
var Pn = class {
  constructor(e, n, r2) {
    this._executor = e, this._scheduler = n, this._plugins = r2, this._chain = Promise.resolve(), this._queue = new ot();
  }
  get cwd() {
    return this._cwd || this._executor.cwd;
  }
  set cwd(e) {
    this._cwd = e;
  }
  get env() {
    return this._executor.env;
  }
  get outputHandler() {
    return this._executor.outputHandler;
  }
  chain() {
    return this;
  }
  push(e) {
    return this._queue.push(e), this._chain = this._chain.then(() => this.attemptTask(e));
  }
  async attemptTask(e) {
    const n = await this._scheduler.next(), r2 = () => this._queue.complete(e);
    try {
      const { logger: s3 } = this._queue.attempt(e);
      return await (kt(e) ? this.attemptEmptyTask(e, s3) : this.attemptRemoteTask(e, s3));
    } catch (s3) {
      throw this.onFatalException(e, s3);
    } finally {
      r2(), n();
    }
  }
  onFatalException(e, n) {
    const r2 = n instanceof O2 ? Object.assign(n, { task: e }) : new O2(e, n && String(n));
    return this._chain = Promise.resolve(), this._queue.fatal(r2), r2;
  }
  async attemptRemoteTask(e, n) {
    const r2 = this._plugins.exec("spawn.binary", "", this.taskContext(e, e.commands)), s3 = this._plugins.exec(
      "spawn.args",
      [...e.commands],
      this.taskContext(e, e.commands)
    ), o2 = await this.gitResponse(
      e,
      r2,
      s3,
      this.outputHandler,
      n.step("SPAWN")
    ), i = await this.handleTaskData(e, s3, o2, n.step("HANDLE"));
    return n("passing response to task's parser as a %s", e.format), en(e) ? Tt(e.parser, i) : Tt(e.parser, i.asStrings());
  }
  async attemptEmptyTask(e, n) {
    return n("empty task bypassing child process to call to task's parser"), e.parser(this);
  }
  handleTaskData(e, n, r2, s3) {
    const { exitCode: o2, rejection: i, stdOut: a, stdErr: c4 } = r2;
    return new Promise((y3, w3) => {
      s3("Preparing to handle process response exitCode=%d stdOut=", o2);
      const { error: T3 } = this._plugins.exec(
        "task.error",
        { error: i },
        {
          ...this.taskContext(e, n),
          ...r2
        }
      );
      if (T3 && e.onError)
        return s3.info("exitCode=%s handling with custom error handler"), e.onError(
          r2,
          T3,
          (k3) => {
            s3.info("custom error handler treated as success"), s3("custom error returned a %s", ft(k3)), y3(
              new z2(
                Array.isArray(k3) ? Buffer.concat(k3) : k3,
                Buffer.concat(c4)
              )
            );
          },
          w3
        );
      if (T3)
        return s3.info(
          "handling as error: exitCode=%s stdErr=%s rejection=%o",
          o2,
          c4.length,
          i
        ), w3(T3);
      s3.info("retrieving task output complete"), y3(new z2(Buffer.concat(a), Buffer.concat(c4)));
    });
  }
  async gitResponse(e, n, r2, s3, o2) {
    const i = o2.sibling("output"), a = this._plugins.exec(
      "spawn.options",
      {
        cwd: this.cwd,
        env: this.env,
        windowsHide: true
      },
      this.taskContext(e, e.commands)
    );
    return new Promise((c4) => {
      const y3 = [], w3 = [];
      o2.info("%s %o", n, r2), o2("%O", a);
      let T3 = this._beforeSpawn(e, r2);
      if (T3)
        return c4({
          stdOut: y3,
          stdErr: w3,
          exitCode: 9901,
          rejection: T3
        });
      this._plugins.exec("spawn.before", void 0, {
        ...this.taskContext(e, r2),
        kill(C3) {
          T3 = C3 || T3;
        }
      });
      const k3 = ve(n, r2, a);
      k3.stdout.on(
        "data",
        Et(y3, "stdOut", o2, i.step("stdOut"))
      ), k3.stderr.on(
        "data",
        Et(w3, "stdErr", o2, i.step("stdErr"))
      ), k3.on("error", Mn(w3, o2)), s3 && (o2("Passing child process stdOut/stdErr to custom outputHandler"), s3(n, k3.stdout, k3.stderr, [...r2])), this._plugins.exec("spawn.after", void 0, {
        ...this.taskContext(e, r2),
        spawned: k3,
        close(C3, Te) {
          c4({
            stdOut: y3,
            stdErr: w3,
            exitCode: C3,
            rejection: T3 || Te
          });
        },
        kill(C3) {
          k3.killed || (T3 = C3, k3.kill("SIGINT"));
        }
      });
    });
  }
  _beforeSpawn(e, n) {
    let r2;
    return this._plugins.exec("spawn.before", void 0, {
      ...this.taskContext(e, n),
      kill(s3) {
        r2 = s3 || r2;
      }
    }), r2;
  }
  taskContext(e, n) {
    return {
      method: String(Me(e.commands) || ""),
      commands: n,
      env: { ...this.env },
      input: kt(e) ? void 0 : e.input
    };
  }
};
function Mn(t2, e) {
  return (n) => {
    e("[ERROR] child process exception %o", n), t2.push(Buffer.from(String(n.stack), "ascii"));
  };
}
function Et(t2, e, n, r2) {
  return (s3) => {
    n("%s received %L bytes", e, s3), r2("%B", s3), t2.push(s3);
  };
}
var Dn = class {
  constructor(e, n, r2) {
    this.cwd = e, this._scheduler = n, this._plugins = r2, this._chain = this.chain();
  }
  chain() {
    return new Pn(this, this._scheduler, this._plugins);
  }
  push(e) {
    return this._chain.push(e);
  }
};
function Ln(t2, e, n = W2) {
  const r2 = (o2) => {
    n(null, o2);
  }, s3 = (o2) => {
    o2?.task === t2 && n(o2, void 0);
  };
  e.then(r2, s3);
}
function St(t2, e) {
  return tn((n) => {
    if (!Lt(t2))
      throw new Error(`Git.cwd: cannot change to non-directory "${t2}"`);
    return (e || n).cwd = t2;
  });
}
function Q2(t2) {
  const e = ["checkout", ...t2];
  return e[1] === "-b" && e.includes("-B") && (e[1] = ct(e, "-B")), g(e);
}
function jn() {
  return {
    checkout() {
      return this._runTask(
        Q2(h2(arguments, 1)),
        u(arguments)
      );
    },
    checkoutBranch(t2, e) {
      return this._runTask(
        Q2(["-b", t2, e, ...h2(arguments)]),
        u(arguments)
      );
    },
    checkoutLocalBranch(t2) {
      return this._runTask(
        Q2(["-b", t2, ...h2(arguments)]),
        u(arguments)
      );
    }
  };
}
var Yt = (t2, e, n) => {
  const r2 = ["clone", ...n];
  return m(t2) && r2.push(c(t2)), m(e) && r2.push(c(e)), g(r2);
};
var Bn = (t2, e, n) => (S2(n, "--mirror"), Yt(t2, e, n));
function Rt(t2, e, n, ...r2) {
  return m(n) ? e(n, d(r2[0], m), h2(arguments)) : b2(`git.${t2}() requires a string 'repoPath'`);
}
function In() {
  return {
    clone(t2, ...e) {
      return this._runTask(
        Rt("clone", Yt, d(t2, m), ...e),
        u(arguments)
      );
    },
    mirror(t2, ...e) {
      return this._runTask(
        Rt("mirror", Bn, d(t2, m), ...e),
        u(arguments)
      );
    }
  };
}
var Un = [
  new l2(/^\[([^\s]+)( \([^)]+\))? ([^\]]+)/, (t2, [e, n, r2]) => {
    t2.branch = e, t2.commit = r2, t2.root = !!n;
  }),
  new l2(/\s*Author:\s(.+)/i, (t2, [e]) => {
    const n = e.split("<"), r2 = n.pop();
    !r2 || !r2.includes("@") || (t2.author = {
      email: r2.substr(0, r2.length - 1),
      name: n.join("<").trim()
    });
  }),
  new l2(
    /(\d+)[^,]*(?:,\s*(\d+)[^,]*)(?:,\s*(\d+))/g,
    (t2, [e, n, r2]) => {
      t2.summary.changes = parseInt(e, 10) || 0, t2.summary.insertions = parseInt(n, 10) || 0, t2.summary.deletions = parseInt(r2, 10) || 0;
    }
  ),
  new l2(
    /^(\d+)[^,]*(?:,\s*(\d+)[^(]+\(([+-]))?/,
    (t2, [e, n, r2]) => {
      t2.summary.changes = parseInt(e, 10) || 0;
      const s3 = parseInt(n, 10) || 0;
      r2 === "-" ? t2.summary.deletions = s3 : r2 === "+" && (t2.summary.insertions = s3);
    }
  )
];
function Fn(t2) {
  return E2({
    author: null,
    branch: "",
    commit: "",
    root: false,
    summary: {
      changes: 0,
      insertions: 0,
      deletions: 0
    }
  }, Un, t2);
}
function Gn(t2, e, n) {
  return {
    commands: [
      "-c",
      "core.abbrev=40",
      "commit",
      ...U(t2, "-m"),
      ...e,
      ...n
    ],
    format: "utf-8",
    parser: Fn
  };
}
function zn() {
  return {
    commit(e, ...n) {
      const r2 = u(arguments), s3 = t2(e) || Gn(
        v(e),
        v(d(n[0], G2, [])),
        [
          ...L2(d(n[1], K2, [])),
          ...h2(arguments, 0, true)
        ]
      );
      return this._runTask(s3, r2);
    }
  };
  function t2(e) {
    return !G2(e) && b2(
      "git.commit: requires the commit message to be supplied as a string/string[]"
    );
  }
}
function qn() {
  return {
    count: 0,
    garbage: 0,
    inPack: 0,
    packs: 0,
    prunePackable: 0,
    size: 0,
    sizeGarbage: 0,
    sizePack: 0
  };
}
var Wn = new l2(
  /([a-z-]+): (\d+)$/,
  (t2, [e, n]) => {
    const r2 = jt(e);
    Object.hasOwn(t2, r2) && (t2[r2] = p(n));
  }
);
function Hn() {
  return {
    countObjects() {
      return this._runTask({
        commands: ["count-objects", "--verbose"],
        format: "utf-8",
        parser(t2) {
          return E2(qn(), [Wn], t2);
        }
      });
    }
  };
}
function Kn() {
  return {
    firstCommit() {
      return this._runTask(
        g(["rev-list", "--max-parents=0", "HEAD"], true),
        u(arguments)
      );
    }
  };
}
function Vn(t2, e) {
  const n = ["hash-object", t2];
  return e && n.push("-w"), g(n, true);
}
var J2 = class {
  constructor(e, n, r2, s3) {
    this.bare = e, this.path = n, this.existing = r2, this.gitDir = s3;
  }
};
var Xn = /^Init.+ repository in (.+)$/;
var Yn = /^Rein.+ in (.+)$/;
function Qn(t2, e, n) {
  const r2 = String(n).trim();
  let s3;
  if (s3 = Xn.exec(r2))
    return new J2(t2, e, false, s3[1]);
  if (s3 = Yn.exec(r2))
    return new J2(t2, e, true, s3[1]);
  let o2 = "";
  const i = r2.split(" ");
  for (; i.length; )
    if (i.shift() === "in") {
      o2 = i.join(" ");
      break;
    }
  return new J2(t2, e, /^re/i.test(r2), o2);
}
var Qt = "--bare";
function Jn(t2) {
  return t2.includes(Qt);
}
function Zn(t2 = false, e, n) {
  const r2 = ["init", ...n];
  return t2 && !Jn(r2) && r2.splice(1, 0, Qt), {
    commands: r2,
    format: "utf-8",
    parser(s3) {
      return Qn(r2.includes("--bare"), e, s3);
    }
  };
}
function tr(t2) {
  return t2 === void 0 ? b2("interpretTrailers called without input content") : {
    format: "utf-8",
    parser(e) {
      return Object.fromEntries(
        ut(e, (n) => {
          const r2 = n.indexOf(":");
          return [
            jt(n.substring(0, r2).toLowerCase()),
            n.substring(r2 + 2).trim()
          ];
        })
      );
    },
    commands: ["interpret-trailers", "--parse"],
    input: t2
  };
}
function er() {
  return {
    interpretTrailers(t2) {
      return this._runTask(
        tr(d(t2, Be)),
        u(arguments)
      );
    }
  };
}
var R2 = /* @__PURE__ */ ((t2) => (t2.NONE = "", t2.STAT = "--stat", t2.NUM_STAT = "--numstat", t2.NAME_ONLY = "--name-only", t2.NAME_STATUS = "--name-status", t2))(R2 || {});
var Jt = /^--(stat|numstat|name-only|name-status)(=|$)/;
function pt(t2) {
  for (let e = 0; e < t2.length; e++) {
    const n = Jt.exec(t2[e]);
    if (n)
      return `--${n[1]}`;
  }
  return "";
}
function nr(t2) {
  return Jt.test(t2);
}
var rr = class {
  constructor() {
    this.changed = 0, this.deletions = 0, this.insertions = 0, this.files = [];
  }
};
var Ot = [
  new l2(
    /^(.+)\s+\|\s+(\d+)(\s+[+\-]+)?$/,
    (t2, [e, n, r2 = ""]) => {
      t2.files.push({
        file: e.trim(),
        changes: p(n),
        insertions: r2.replace(/[^+]/g, "").length,
        deletions: r2.replace(/[^-]/g, "").length,
        binary: false
      });
    }
  ),
  new l2(
    /^(.+) \|\s+Bin ([0-9.]+) -> ([0-9.]+) ([a-z]+)/,
    (t2, [e, n, r2]) => {
      t2.files.push({
        file: e.trim(),
        before: p(n),
        after: p(r2),
        binary: true
      });
    }
  ),
  new l2(/^(.+)\s+\|\s+Bin\s*$/, (t2, [e]) => {
    t2.files.push({
      file: e.trim(),
      before: 0,
      after: 0,
      binary: true
    });
  }),
  new l2(
    /(\d+) files? changed\s*((?:, \d+ [^,]+){0,2})/,
    (t2, [e, n]) => {
      const r2 = /(\d+) i/.exec(n), s3 = /(\d+) d/.exec(n);
      t2.changed = p(e), t2.insertions = p(r2?.[1]), t2.deletions = p(s3?.[1]);
    }
  )
];
var sr = [
  new l2(
    /(\d+)\t(\d+)\t(.+)$/,
    (t2, [e, n, r2]) => {
      const s3 = p(e), o2 = p(n);
      t2.changed++, t2.insertions += s3, t2.deletions += o2, t2.files.push({
        file: r2,
        changes: s3 + o2,
        insertions: s3,
        deletions: o2,
        binary: false
      });
    }
  ),
  new l2(/-\t-\t(.+)$/, (t2, [e]) => {
    t2.changed++, t2.files.push({
      file: e,
      after: 0,
      before: 0,
      binary: true
    });
  })
];
var or = [
  new l2(/(.+)$/, (t2, [e]) => {
    t2.changed++, t2.files.push({
      file: e,
      changes: 0,
      insertions: 0,
      deletions: 0,
      binary: false
    });
  })
];
var ir = [
  new l2(
    /([ACDMRTUXB])([0-9]{0,3})\t(.[^\t]*)(\t(.[^\t]*))?$/,
    (t2, [e, n, r2, s3, o2]) => {
      t2.changed++, t2.files.push({
        file: o2 ?? r2,
        changes: 0,
        insertions: 0,
        deletions: 0,
        binary: false,
        status: bt(_n(e) && e),
        from: bt(!!o2 && r2 !== o2 && r2),
        similarity: p(n)
      });
    }
  )
];
var ar = {
  [R2.NONE]: Ot,
  [R2.STAT]: Ot,
  [R2.NUM_STAT]: sr,
  [R2.NAME_STATUS]: ir,
  [R2.NAME_ONLY]: or
};
function Zt(t2 = R2.NONE) {
  const e = ar[t2];
  return (n) => E2(new rr(), e, n, false);
}
var te = "\xF2\xF2\xF2\xF2\xF2\xF2 ";
var ee2 = " \xF2\xF2";
var ne2 = " \xF2 ";
var ur = ["hash", "date", "message", "refs", "author_name", "author_email"];
function cr(t2, e) {
  return e.reduce(
    (n, r2, s3) => (n[r2] = t2[s3] || "", n),
    /* @__PURE__ */ Object.create({ diff: null })
  );
}
function re(t2 = ne2, e = ur, n = R2.NONE) {
  const r2 = Zt(n);
  return function(s3) {
    const o2 = H2(
      s3.trim(),
      false,
      te
    ).map(function(i) {
      const a = i.split(ee2), c4 = cr(a[0].split(t2), e);
      return a.length > 1 && a[1].trim() && (c4.diff = r2(a[1])), c4;
    });
    return {
      all: o2,
      latest: o2.length && o2[0] || null,
      total: o2.length
    };
  };
}
function fr(t2) {
  let e = pt(t2);
  const n = ["diff"];
  return e === R2.NONE && (e = R2.STAT, n.push("--stat=4096")), n.push(...t2), dt(n) || {
    commands: n,
    format: "utf-8",
    parser: Zt(e)
  };
}
function dt(t2) {
  const e = t2.filter(nr);
  if (e.length > 1)
    return b2(
      `Summary flags are mutually exclusive - pick one of ${e.join(",")}`
    );
  if (e.length && t2.includes("-z"))
    return b2(
      `Summary flag ${e} parsing is not compatible with null termination option '-z'`
    );
}
var se = /* @__PURE__ */ ((t2) => (t2[t2["--pretty"] = 0] = "--pretty", t2[t2["max-count"] = 1] = "max-count", t2[t2.maxCount = 2] = "maxCount", t2[t2.n = 3] = "n", t2[t2.file = 4] = "file", t2[t2.format = 5] = "format", t2[t2.from = 6] = "from", t2[t2.to = 7] = "to", t2[t2.splitter = 8] = "splitter", t2[t2.symmetric = 9] = "symmetric", t2[t2.mailMap = 10] = "mailMap", t2[t2.multiLine = 11] = "multiLine", t2[t2.strictDate = 12] = "strictDate", t2))(se || {});
function lr(t2, e) {
  const n = [], r2 = [];
  return Object.keys(t2).forEach((s3) => {
    n.push(s3), r2.push(String(t2[s3]));
  }), [n, r2.join(e)];
}
function hr(t2) {
  return Object.keys(t2).reduce((e, n) => (n in se || (e[n] = t2[n]), e), {});
}
function oe2(t2 = {}, e = []) {
  const n = d(t2.splitter, m, ne2), r2 = lt(t2.format) ? t2.format : {
    hash: "%H",
    date: t2.strictDate === false ? "%ai" : "%aI",
    message: "%s",
    refs: "%D",
    body: t2.multiLine ? "%B" : "%b",
    author_name: t2.mailMap !== false ? "%aN" : "%an",
    author_email: t2.mailMap !== false ? "%aE" : "%ae"
  }, [s3, o2] = lr(r2, n), i = [], a = [
    `--pretty=format:${te}${o2}${ee2}`,
    ...e
  ], c4 = t2.n || t2["max-count"] || t2.maxCount;
  if (c4 && a.push(`--max-count=${c4}`), t2.from || t2.to) {
    const y3 = t2.symmetric !== false ? "..." : "..";
    i.push(`${t2.from || ""}${y3}${t2.to || ""}`);
  }
  return m(t2.file) && a.push("--follow", c(t2.file)), It(hr(t2), a), {
    fields: s3,
    splitter: n,
    commands: [...a, ...i]
  };
}
function mr(t2, e, n) {
  const r2 = re(t2, e, pt(n));
  return {
    commands: ["log", ...n],
    format: "utf-8",
    parser: r2
  };
}
function pr() {
  return {
    log(...n) {
      const r2 = u(arguments), s3 = oe2(
        ht(arguments),
        L2(d(arguments[0], K2, []))
      ), o2 = e(...n) || dt(s3.commands) || t2(s3);
      return this._runTask(o2, r2);
    }
  };
  function t2(n) {
    return mr(n.splitter, n.fields, n.commands);
  }
  function e(n, r2) {
    return m(n) && m(r2) && b2(
      "git.log(string, string) should be replaced with git.log({ from: string, to: string })"
    );
  }
}
var Z2 = class {
  constructor(e, n = null, r2) {
    this.reason = e, this.file = n, this.meta = r2;
  }
  toString() {
    return `${this.file}:${this.reason}`;
  }
};
var dr = class {
  constructor() {
    this.conflicts = [], this.merges = [], this.result = "success";
  }
  get failed() {
    return this.conflicts.length > 0;
  }
  get reason() {
    return this.result;
  }
  toString() {
    return this.conflicts.length ? `CONFLICTS: ${this.conflicts.join(", ")}` : "OK";
  }
};
var ie = class {
  constructor() {
    this.remoteMessages = {
      all: []
    }, this.created = [], this.deleted = [], this.files = [], this.deletions = {}, this.insertions = {}, this.summary = {
      changes: 0,
      deletions: 0,
      insertions: 0
    };
  }
};
var gr = class {
  constructor() {
    this.remote = "", this.hash = {
      local: "",
      remote: ""
    }, this.branch = {
      local: "",
      remote: ""
    }, this.message = "";
  }
  toString() {
    return this.message;
  }
};
function tt(t2) {
  return t2.objects = t2.objects || {
    compressing: 0,
    counting: 0,
    enumerating: 0,
    packReused: 0,
    reused: { count: 0, delta: 0 },
    total: { count: 0, delta: 0 }
  };
}
function Ct(t2) {
  const e = /^\s*(\d+)/.exec(t2), n = /delta (\d+)/i.exec(t2);
  return {
    count: p(e && e[1] || "0"),
    delta: p(n && n[1] || "0")
  };
}
var yr = [
  new x2(
    /^remote:\s*(enumerating|counting|compressing) objects: (\d+),/i,
    (t2, [e, n]) => {
      const r2 = e.toLowerCase(), s3 = tt(t2.remoteMessages);
      Object.assign(s3, { [r2]: p(n) });
    }
  ),
  new x2(
    /^remote:\s*(enumerating|counting|compressing) objects: \d+% \(\d+\/(\d+)\),/i,
    (t2, [e, n]) => {
      const r2 = e.toLowerCase(), s3 = tt(t2.remoteMessages);
      Object.assign(s3, { [r2]: p(n) });
    }
  ),
  new x2(
    /total ([^,]+), reused ([^,]+), pack-reused (\d+)/i,
    (t2, [e, n, r2]) => {
      const s3 = tt(t2.remoteMessages);
      s3.total = Ct(e), s3.reused = Ct(n), s3.packReused = p(r2);
    }
  )
];
var wr = [
  new x2(/^remote:\s*(.+)$/, (t2, [e]) => (t2.remoteMessages.all.push(e.trim()), false)),
  ...yr,
  new x2(
    [/create a (?:pull|merge) request/i, /\s(https?:\/\/\S+)$/],
    (t2, [e]) => {
      t2.remoteMessages.pullRequestUrl = e;
    }
  ),
  new x2(
    [/found (\d+) vulnerabilities.+\(([^)]+)\)/i, /\s(https?:\/\/\S+)$/],
    (t2, [e, n, r2]) => {
      t2.remoteMessages.vulnerabilities = {
        count: p(e),
        summary: n,
        url: r2
      };
    }
  )
];
function ae(t2, e) {
  return E2({ remoteMessages: new br() }, wr, e);
}
var br = class {
  constructor() {
    this.all = [];
  }
};
var Tr = /^\s*(.+?)\s+\|\s+\d+\s*(\+*)(-*)/;
var kr = /(\d+)\D+((\d+)\D+\(\+\))?(\D+(\d+)\D+\(-\))?/;
var _r = /^(create|delete) mode \d+ (.+)/;
var vr = [
  new l2(Tr, (t2, [e, n, r2]) => {
    t2.files.push(e), n && (t2.insertions[e] = n.length), r2 && (t2.deletions[e] = r2.length);
  }),
  new l2(kr, (t2, [e, , n, , r2]) => n !== void 0 || r2 !== void 0 ? (t2.summary.changes = +e || 0, t2.summary.insertions = +n || 0, t2.summary.deletions = +r2 || 0, true) : false),
  new l2(_r, (t2, [e, n]) => {
    S2(t2.files, n), S2(e === "create" ? t2.created : t2.deleted, n);
  })
];
var Er = [
  new l2(/^from\s(.+)$/i, (t2, [e]) => {
    t2.remote = e;
  }),
  new l2(/^fatal:\s(.+)$/, (t2, [e]) => {
    t2.message = e;
  }),
  new l2(
    /([a-z0-9]+)\.\.([a-z0-9]+)\s+(\S+)\s+->\s+(\S+)$/,
    (t2, [e, n, r2, s3]) => {
      t2.branch.local = r2, t2.hash.local = e, t2.branch.remote = s3, t2.hash.remote = n;
    }
  )
];
var Sr = (t2, e) => E2(new ie(), vr, [t2, e]);
var ue = (t2, e) => Object.assign(
  new ie(),
  Sr(t2, e),
  ae(t2, e)
);
function Rr(t2, e) {
  const n = E2(new gr(), Er, [t2, e]);
  return n.message && n;
}
var Or = [
  new l2(/^Auto-merging\s+(.+)$/, (t2, [e]) => {
    t2.merges.push(e);
  }),
  new l2(/^CONFLICT\s+\((.+)\): Merge conflict in (.+)$/, (t2, [e, n]) => {
    t2.conflicts.push(new Z2(e, n));
  }),
  new l2(
    /^CONFLICT\s+\((.+\/delete)\): (.+) deleted in (.+) and/,
    (t2, [e, n, r2]) => {
      t2.conflicts.push(new Z2(e, n, { deleteRef: r2 }));
    }
  ),
  new l2(/^CONFLICT\s+\((.+)\):/, (t2, [e]) => {
    t2.conflicts.push(new Z2(e, null));
  }),
  new l2(/^Automatic merge failed;\s+(.+)$/, (t2, [e]) => {
    t2.result = e;
  })
];
var Cr = (t2, e) => Object.assign(Ar(t2), ue(t2, e));
var Ar = (t2) => E2(new dr(), Or, t2);
function At(t2) {
  return t2.length ? {
    commands: ["merge", ...t2],
    format: "utf-8",
    parser(e, n) {
      const r2 = Cr(e, n);
      if (r2.failed)
        throw new at(r2);
      return r2;
    }
  } : b2("Git.merge requires at least one option");
}
function xr(t2, e, n) {
  const r2 = n.includes("deleted"), s3 = n.includes("tag") || /^refs\/tags/.test(t2), o2 = !n.includes("new");
  return {
    deleted: r2,
    tag: s3,
    branch: !s3,
    new: !o2,
    alreadyUpdated: o2,
    local: t2,
    remote: e
  };
}
var Nr = [
  new l2(/^Pushing to (.+)$/, (t2, [e]) => {
    t2.repo = e;
  }),
  new l2(/^updating local tracking ref '(.+)'/, (t2, [e]) => {
    t2.ref = {
      ...t2.ref || {},
      local: e
    };
  }),
  new l2(/^[=*-]\s+([^:]+):(\S+)\s+\[(.+)]$/, (t2, [e, n, r2]) => {
    t2.pushed.push(xr(e, n, r2));
  }),
  new l2(
    /^Branch '([^']+)' set up to track remote branch '([^']+)' from '([^']+)'/,
    (t2, [e, n, r2]) => {
      t2.branch = {
        ...t2.branch || {},
        local: e,
        remote: n,
        remoteName: r2
      };
    }
  ),
  new l2(
    /^([^:]+):(\S+)\s+([a-z0-9]+)\.\.([a-z0-9]+)$/,
    (t2, [e, n, r2, s3]) => {
      t2.update = {
        head: {
          local: e,
          remote: n
        },
        hash: {
          from: r2,
          to: s3
        }
      };
    }
  )
];
var $r = (t2, e) => {
  const n = Pr(t2, e), r2 = ae(t2, e);
  return {
    ...n,
    ...r2
  };
};
var Pr = (t2, e) => E2({ pushed: [] }, Nr, [t2, e]);
function Mr(t2 = {}, e) {
  return S2(e, "--tags"), ce(t2, e);
}
function ce(t2 = {}, e) {
  const n = ["push", ...e];
  return t2.branch && n.splice(1, 0, t2.branch), t2.remote && n.splice(1, 0, t2.remote), ct(n, "-v"), S2(n, "--verbose"), S2(n, "--porcelain"), {
    commands: n,
    format: "utf-8",
    parser: $r
  };
}
function Dr() {
  return {
    showBuffer() {
      const t2 = ["show", ...h2(arguments, 1)];
      return t2.includes("--binary") || t2.splice(1, 0, "--binary"), this._runTask(
        Gt(t2),
        u(arguments)
      );
    },
    show() {
      const t2 = ["show", ...h2(arguments, 1)];
      return this._runTask(
        g(t2),
        u(arguments)
      );
    }
  };
}
var Lr = /^(.+)\0(.+)$/;
var jr = class {
  constructor(e, n, r2) {
    if (this.path = e, this.index = n, this.working_dir = r2, n === "R" || r2 === "R") {
      const s3 = Lr.exec(e) || [null, e, e];
      this.from = s3[2] || "", this.path = s3[1] || "";
    }
  }
};
var Br = class {
  constructor() {
    this.not_added = [], this.conflicted = [], this.created = [], this.deleted = [], this.ignored = void 0, this.modified = [], this.renamed = [], this.files = [], this.staged = [], this.ahead = 0, this.behind = 0, this.current = null, this.tracking = null, this.detached = false, this.isClean = () => !this.files.length;
  }
};
function xt(t2) {
  const [e, n] = t2.split(I2);
  return {
    from: n || e,
    to: e
  };
}
function _2(t2, e, n) {
  return [`${t2}${e}`, n];
}
function et(t2, ...e) {
  return e.map((n) => _2(t2, n, (r2, s3) => r2.conflicted.push(s3)));
}
var Ir = new Map([
  _2(
    " ",
    "A",
    (t2, e) => t2.created.push(e)
  ),
  _2(
    " ",
    "D",
    (t2, e) => t2.deleted.push(e)
  ),
  _2(
    " ",
    "M",
    (t2, e) => t2.modified.push(e)
  ),
  _2("A", " ", (t2, e) => {
    t2.created.push(e), t2.staged.push(e);
  }),
  _2("A", "M", (t2, e) => {
    t2.created.push(e), t2.staged.push(e), t2.modified.push(e);
  }),
  _2("D", " ", (t2, e) => {
    t2.deleted.push(e), t2.staged.push(e);
  }),
  _2("M", " ", (t2, e) => {
    t2.modified.push(e), t2.staged.push(e);
  }),
  _2("M", "M", (t2, e) => {
    t2.modified.push(e), t2.staged.push(e);
  }),
  _2("R", " ", (t2, e) => {
    t2.renamed.push(xt(e));
  }),
  _2("R", "M", (t2, e) => {
    const n = xt(e);
    t2.renamed.push(n), t2.modified.push(n.to);
  }),
  _2("!", "!", (t2, e) => {
    (t2.ignored = t2.ignored || []).push(e);
  }),
  _2(
    "?",
    "?",
    (t2, e) => t2.not_added.push(e)
  ),
  ...et(
    "A",
    "A",
    "U"
    /* UNMERGED */
  ),
  ...et(
    "D",
    "D",
    "U"
    /* UNMERGED */
  ),
  ...et(
    "U",
    "A",
    "D",
    "U"
    /* UNMERGED */
  ),
  [
    "##",
    (t2, e) => {
      const n = /ahead (\d+)/, r2 = /behind (\d+)/, s3 = /^(.+?(?=(?:\.{3}|\s|$)))/, o2 = /\.{3}(\S*)/, i = /\son\s(\S+?)(?=\.{3}|$)/;
      let a = n.exec(e);
      t2.ahead = a && +a[1] || 0, a = r2.exec(e), t2.behind = a && +a[1] || 0, a = s3.exec(e), t2.current = d(a?.[1], m, null), a = o2.exec(e), t2.tracking = d(a?.[1], m, null), a = i.exec(e), a && (t2.current = d(a?.[1], m, t2.current)), t2.detached = /\(no branch\)/.test(e);
    }
  ]
]);
var Ur = function(t2) {
  const e = t2.split(I2), n = new Br();
  for (let r2 = 0, s3 = e.length; r2 < s3; ) {
    let o2 = e[r2++].trim();
    o2 && (o2.charAt(0) === "R" && (o2 += I2 + (e[r2++] || "")), Fr(n, o2));
  }
  return n;
};
function Fr(t2, e) {
  const n = e.trim();
  switch (" ") {
    case n.charAt(2):
      return r2(n.charAt(0), n.charAt(1), n.slice(3));
    case n.charAt(1):
      return r2(" ", n.charAt(0), n.slice(2));
    default:
      return;
  }
  function r2(s3, o2, i) {
    const a = `${s3}${o2}`, c4 = Ir.get(a);
    c4 && c4(t2, i), a !== "##" && a !== "!!" && t2.files.push(new jr(i, s3, o2));
  }
}
var Gr = ["--null", "-z"];
function zr(t2) {
  return {
    format: "utf-8",
    commands: [
      "status",
      "--porcelain",
      "-b",
      "-u",
      "--null",
      ...t2.filter((n) => !Gr.includes(n))
    ],
    parser(n) {
      return Ur(n);
    }
  };
}
var fe = "installed=false";
function q2(t2 = 0, e = 0, n = 0, r2 = "", s3 = true) {
  return Object.defineProperty(
    {
      major: t2,
      minor: e,
      patch: n,
      agent: r2,
      installed: s3
    },
    "toString",
    {
      value() {
        return `${this.major}.${this.minor}.${this.patch}`;
      },
      configurable: false,
      enumerable: false
    }
  );
}
function qr() {
  return q2(0, 0, 0, "", false);
}
function Wr() {
  return {
    version() {
      return this._runTask({
        commands: ["--version"],
        format: "utf-8",
        parser: Kr,
        onError(t2, e, n, r2) {
          if (t2.exitCode === V2.NOT_FOUND)
            return n(Buffer.from(fe));
          r2(e);
        }
      });
    }
  };
}
var Hr = [
  new l2(
    /version (\d+)\.(\d+)\.(\d+)(?:\s*\((.+)\))?/,
    (t2, [e, n, r2, s3 = ""]) => {
      Object.assign(
        t2,
        q2(p(e), p(n), p(r2), s3)
      );
    }
  ),
  new l2(
    /version (\d+)\.(\d+)\.(\D+)(.+)?$/,
    (t2, [e, n, r2, s3 = ""]) => {
      Object.assign(t2, q2(p(e), p(n), r2, s3));
    }
  )
];
function Kr(t2) {
  return t2 === fe ? qr() : E2(q2(0, 0, 0, t2), Hr, t2);
}
var le = class {
  constructor(e) {
    this._executor = e;
  }
  _runTask(e, n) {
    const r2 = this._executor.chain(), s3 = r2.push(e);
    return n && Ln(e, s3, n), Object.create(this, {
      then: { value: s3.then.bind(s3) },
      catch: { value: s3.catch.bind(s3) },
      _executor: { value: r2 }
    });
  }
  add(e) {
    return this._runTask(
      g(["add", ...v(e)]),
      u(arguments)
    );
  }
  cwd(e) {
    const n = u(arguments);
    return typeof e == "string" ? this._runTask(St(e, this._executor), n) : typeof e?.path == "string" ? this._runTask(
      St(
        e.path,
        e.root && this._executor || void 0
      ),
      n
    ) : this._runTask(
      b2("Git.cwd: workingDirectory must be supplied as a string"),
      n
    );
  }
  hashObject(e, n) {
    return this._runTask(
      Vn(e, n === true),
      u(arguments)
    );
  }
  init(e) {
    return this._runTask(
      Zn(e === true, this._executor.cwd, h2(arguments)),
      u(arguments)
    );
  }
  merge() {
    return this._runTask(
      At(h2(arguments)),
      u(arguments)
    );
  }
  mergeFromTo(e, n) {
    return m(e) && m(n) ? this._runTask(
      At([e, n, ...h2(arguments)]),
      u(arguments, false)
    ) : this._runTask(
      b2(
        "Git.mergeFromTo requires that the 'remote' and 'branch' arguments are supplied as strings"
      )
    );
  }
  outputHandler(e) {
    return this._executor.outputHandler = e, this;
  }
  push() {
    const e = ce(
      {
        remote: d(arguments[0], m),
        branch: d(arguments[1], m)
      },
      h2(arguments)
    );
    return this._runTask(e, u(arguments));
  }
  stash() {
    return this._runTask(
      g(["stash", ...h2(arguments)]),
      u(arguments)
    );
  }
  status() {
    return this._runTask(
      zr(h2(arguments)),
      u(arguments)
    );
  }
};
Object.assign(
  le.prototype,
  jn(),
  In(),
  zn(),
  Tn(),
  Hn(),
  Kn(),
  On(),
  er(),
  pr(),
  Dr(),
  Wr()
);
var Vr = /* @__PURE__ */ (() => {
  let t2 = 0;
  return () => {
    t2++;
    const { promise: e, done: n } = (0, import_promise_deferred.createDeferred)();
    return {
      promise: e,
      done: n,
      id: t2
    };
  };
})();
var Xr = class {
  constructor(e = 2) {
    this.concurrency = e, this.logger = $2("", "scheduler"), this.pending = [], this.running = [], this.logger("Constructed, concurrency=%s", e);
  }
  schedule() {
    if (!this.pending.length || this.running.length >= this.concurrency) {
      this.logger(
        "Schedule attempt ignored, pending=%s running=%s concurrency=%s",
        this.pending.length,
        this.running.length,
        this.concurrency
      );
      return;
    }
    const e = S2(this.running, this.pending.shift());
    this.logger("Attempting id=%s", e.id), e.done(() => {
      this.logger("Completing id=", e.id), ct(this.running, e), this.schedule();
    });
  }
  next() {
    const { promise: e, id: n } = S2(this.pending, Vr());
    return this.logger("Scheduling id=%s", n), this.schedule(), e;
  }
};
function Yr(t2, e) {
  return g(["apply", ...e, ...t2]);
}
var he = /* @__PURE__ */ ((t2) => (t2.CURRENT = "*", t2.LINKED = "+", t2))(he || {});
var Qr = class {
  constructor() {
    this.all = [], this.branches = {}, this.current = "", this.detached = false;
  }
  push(e, n, r2, s3, o2) {
    e === "*" && (this.detached = n, this.current = r2), this.all.push(r2), this.branches[r2] = {
      current: e === "*",
      linkedWorkTree: e === "+",
      name: r2,
      commit: s3,
      label: o2
    };
  }
};
var Jr = [
  new l2(
    /^([*+]\s)?\((?:HEAD )?detached (?:from|at) (\S+)\)\s+([a-z0-9]+)\s(.*)$/,
    (t2, [e, n, r2, s3]) => {
      t2.push(Nt(e), true, n, r2, s3);
    }
  ),
  new l2(
    /^([*+]\s)?(\S+)\s+([a-z0-9]+)\s?(.*)$/s,
    (t2, [e, n, r2, s3]) => {
      t2.push(Nt(e), false, n, r2, s3);
    }
  )
];
var Zr = new l2(/^(\S+)$/s, (t2, [e]) => {
  t2.push(he.CURRENT, false, e, "", "");
});
function Nt(t2) {
  return t2 ? t2.charAt(0) : "";
}
function me(t2, e = false) {
  return E2(
    new Qr(),
    e ? [Zr] : Jr,
    t2
  );
}
var ts = class {
  constructor() {
    this.all = [], this.branches = {}, this.errors = [];
  }
  get success() {
    return !this.errors.length;
  }
};
function es(t2, e) {
  return {
    branch: t2,
    hash: e,
    success: true
  };
}
function ns(t2) {
  return {
    branch: t2,
    hash: null,
    success: false
  };
}
var rs = /(\S+)\s+\(\S+\s([^)]+)\)/;
var pe = /^error[^']+'([^']+)'/m;
var ss = [
  new l2(rs, (t2, [e, n]) => {
    const r2 = es(e, n);
    t2.all.push(r2), t2.branches[e] = r2;
  }),
  new l2(pe, (t2, [e]) => {
    const n = ns(e);
    t2.errors.push(n), t2.all.push(n), t2.branches[e] = n;
  })
];
var gt = (t2, e) => E2(new ts(), ss, [t2, e]);
function de(t2, e) {
  return e === V2.ERROR && pe.test(t2);
}
function os(t2) {
  const e = ["-d", "-D", "--delete"];
  return t2.some((n) => e.includes(n));
}
function is(t2) {
  const e = os(t2), n = t2.includes("--show-current"), r2 = ["branch", ...t2];
  return r2.length === 1 && r2.push("-a"), r2.includes("-v") || r2.splice(1, 0, "-v"), {
    format: "utf-8",
    commands: r2,
    parser(s3, o2) {
      return e ? gt(s3, o2).all[0] : me(s3, n);
    }
  };
}
function as() {
  return {
    format: "utf-8",
    commands: ["branch", "-v"],
    parser(t2) {
      return me(t2);
    }
  };
}
function us(t2, e = false) {
  return {
    format: "utf-8",
    commands: ["branch", "-v", e ? "-D" : "-d", ...t2],
    parser(n, r2) {
      return gt(n, r2);
    },
    onError({ exitCode: n, stdOut: r2 }, s3, o2, i) {
      if (!de(String(s3), n))
        return i(s3);
      o2(r2);
    }
  };
}
function cs(t2, e = false) {
  const n = {
    format: "utf-8",
    commands: ["branch", "-v", e ? "-D" : "-d", t2],
    parser(r2, s3) {
      return gt(r2, s3).branches[t2];
    },
    onError({ exitCode: r2, stdErr: s3, stdOut: o2 }, i, a, c4) {
      if (!de(String(i), r2))
        return c4(i);
      throw new at(
        n.parser(F2(o2), F2(s3)),
        String(i)
      );
    }
  };
  return n;
}
function fs(t2) {
  return {
    commands: ["check-ignore", ...t2],
    format: "utf-8",
    parser: ls
  };
}
function ls(t2) {
  return t2.split(/\n/g).map(hs).filter(Boolean);
}
function hs(t2) {
  const e = t2.trim().replace(/^["']|["']$/g, "");
  return e && Se(e);
}
var ms = [
  new l2(/From (.+)$/, (t2, [e]) => {
    t2.remote = e;
  }),
  new l2(/\* \[new branch]\s+(\S+)\s*-> (.+)$/, (t2, [e, n]) => {
    t2.branches.push({
      name: e,
      tracking: n
    });
  }),
  new l2(/\* \[new tag]\s+(\S+)\s*-> (.+)$/, (t2, [e, n]) => {
    t2.tags.push({
      name: e,
      tracking: n
    });
  }),
  new l2(/- \[deleted]\s+\S+\s*-> (.+)$/, (t2, [e]) => {
    t2.deleted.push({
      tracking: e
    });
  }),
  new l2(
    /\s*([^.]+)\.\.(\S+)\s+(\S+)\s*-> (.+)$/,
    (t2, [e, n, r2, s3]) => {
      t2.updated.push({
        name: r2,
        tracking: s3,
        to: n,
        from: e
      });
    }
  )
];
function ps(t2, e) {
  return E2({
    raw: t2,
    remote: null,
    branches: [],
    tags: [],
    updated: [],
    deleted: []
  }, ms, [t2, e]);
}
function ds(t2) {
  return /^--upload-pack(=|$)/.test(t2);
}
function gs(t2, e, n) {
  const r2 = ["fetch", ...n];
  return t2 && e && r2.push(t2, e), r2.find(ds) ? b2("git.fetch: potential exploit argument blocked.") : {
    commands: r2,
    format: "utf-8",
    parser: ps
  };
}
var ys = [
  new l2(/^Renaming (.+) to (.+)$/, (t2, [e, n]) => {
    t2.moves.push({ from: e, to: n });
  })
];
function ws(t2) {
  return E2({ moves: [] }, ys, t2);
}
function bs(t2, e) {
  return {
    commands: ["mv", "-v", ...v(t2), e],
    format: "utf-8",
    parser: ws
  };
}
function Ts(t2, e, n) {
  const r2 = ["pull", ...n];
  return t2 && e && r2.splice(1, 0, t2, e), {
    commands: r2,
    format: "utf-8",
    parser(s3, o2) {
      return ue(s3, o2);
    },
    onError(s3, o2, i, a) {
      const c4 = Rr(
        F2(s3.stdOut),
        F2(s3.stdErr)
      );
      if (c4)
        return a(new at(c4));
      a(o2);
    }
  };
}
function ks(t2) {
  const e = {};
  return ge(t2, ([n]) => e[n] = { name: n }), Object.values(e);
}
function _s(t2) {
  const e = {};
  return ge(t2, ([n, r2, s3]) => {
    Object.hasOwn(e, n) || (e[n] = {
      name: n,
      refs: { fetch: "", push: "" }
    }), s3 && r2 && (e[n].refs[s3.replace(/[^a-z]/g, "")] = r2);
  }), Object.values(e);
}
function ge(t2, e) {
  ut(t2, (n) => e(n.split(/\s+/)));
}
function vs(t2, e, n) {
  return g(["remote", "add", ...n, t2, e]);
}
function Es(t2) {
  const e = ["remote"];
  return t2 && e.push("-v"), {
    commands: e,
    format: "utf-8",
    parser: t2 ? _s : ks
  };
}
function Ss(t2) {
  const e = [...t2];
  return e[0] !== "ls-remote" && e.unshift("ls-remote"), g(e);
}
function Rs(t2) {
  const e = [...t2];
  return e[0] !== "remote" && e.unshift("remote"), g(e);
}
function Os(t2) {
  return g(["remote", "remove", t2]);
}
function Cs(t2 = {}, e) {
  const n = oe2(t2), r2 = ["stash", "list", ...n.commands, ...e], s3 = re(
    n.splitter,
    n.fields,
    pt(r2)
  );
  return dt(r2) || {
    commands: r2,
    format: "utf-8",
    parser: s3
  };
}
function As(t2, e) {
  return X2(["add", t2, e]);
}
function xs(t2) {
  return X2(["init", ...t2]);
}
function X2(t2) {
  const e = [...t2];
  return e[0] !== "submodule" && e.unshift("submodule"), g(e);
}
function Ns(t2) {
  return X2(["update", ...t2]);
}
var $s = class {
  constructor(e, n) {
    this.all = e, this.latest = n;
  }
};
var Ps = function(t2, e = false) {
  const n = t2.split(`
`).map(Ds).filter(Boolean);
  e || n.sort(function(s3, o2) {
    const i = s3.split("."), a = o2.split(".");
    if (i.length === 1 || a.length === 1)
      return Ms(B2(i[0]), B2(a[0]));
    for (let c4 = 0, y3 = Math.max(i.length, a.length); c4 < y3; c4++) {
      const w3 = ye(B2(i[c4]), B2(a[c4]));
      if (w3)
        return w3;
    }
    return 0;
  });
  const r2 = e ? n[0] : [...n].reverse().find((s3) => s3.indexOf(".") >= 0);
  return new $s(n, r2);
};
function Ms(t2, e) {
  const n = Number.isNaN(t2), r2 = Number.isNaN(e);
  return n !== r2 ? n ? 1 : -1 : n ? ye(t2, e) : 0;
}
function ye(t2, e) {
  return t2 === e ? 0 : t2 > e ? 1 : -1;
}
function Ds(t2) {
  return t2.trim();
}
function B2(t2) {
  return typeof t2 == "string" && parseInt(t2.replace(/^\D+/g, ""), 10) || 0;
}
function Ls(t2 = []) {
  const e = t2.some((n) => /^--sort=/.test(n));
  return {
    format: "utf-8",
    commands: ["tag", "-l", ...t2],
    parser(n) {
      return Ps(n, e);
    }
  };
}
function js(t2) {
  return {
    format: "utf-8",
    commands: ["tag", t2],
    parser() {
      return { name: t2 };
    }
  };
}
function Bs(t2, e) {
  return {
    format: "utf-8",
    commands: ["tag", "-a", "-m", e, t2],
    parser() {
      return { name: t2 };
    }
  };
}
function f2(t2, e) {
  this._plugins = e, this._executor = new Dn(
    t2.baseDir,
    new Xr(t2.maxConcurrentProcesses),
    e
  ), this._trimmed = t2.trimmed;
}
(f2.prototype = Object.create(le.prototype)).constructor = f2;
f2.prototype.customBinary = function(t2) {
  return this._plugins.reconfigure("binary", t2), this;
};
f2.prototype.env = function(t2, e) {
  return arguments.length === 1 && typeof t2 == "object" ? this._executor.env = t2 : (this._executor.env = this._executor.env || {})[t2] = e, this;
};
f2.prototype.stashList = function(t2) {
  return this._runTask(
    Cs(
      ht(arguments) || {},
      K2(t2) && t2 || []
    ),
    u(arguments)
  );
};
f2.prototype.mv = function(t2, e) {
  return this._runTask(bs(t2, e), u(arguments));
};
f2.prototype.checkoutLatestTag = function(t2) {
  var e = this;
  return this.pull(function() {
    e.tags(function(n, r2) {
      e.checkout(r2.latest, t2);
    });
  });
};
f2.prototype.pull = function(t2, e, n, r2) {
  return this._runTask(
    Ts(
      d(t2, m),
      d(e, m),
      h2(arguments)
    ),
    u(arguments)
  );
};
f2.prototype.fetch = function(t2, e) {
  return this._runTask(
    gs(
      d(t2, m),
      d(e, m),
      h2(arguments)
    ),
    u(arguments)
  );
};
f2.prototype.tags = function(t2, e) {
  return this._runTask(
    Ls(h2(arguments)),
    u(arguments)
  );
};
f2.prototype.rebase = function() {
  return this._runTask(
    g(["rebase", ...h2(arguments)]),
    u(arguments)
  );
};
f2.prototype.reset = function(t2) {
  return this._runTask(
    An(xn(t2), h2(arguments)),
    u(arguments)
  );
};
f2.prototype.revert = function(t2) {
  const e = u(arguments);
  return typeof t2 != "string" ? this._runTask(b2("Commit must be a string"), e) : this._runTask(
    g(["revert", ...h2(arguments, 0, true), t2]),
    e
  );
};
f2.prototype.addTag = function(t2) {
  const e = typeof t2 == "string" ? js(t2) : b2("Git.addTag requires a tag name");
  return this._runTask(e, u(arguments));
};
f2.prototype.addAnnotatedTag = function(t2, e) {
  return this._runTask(
    Bs(t2, e),
    u(arguments)
  );
};
f2.prototype.deleteLocalBranch = function(t2, e, n) {
  return this._runTask(
    cs(t2, typeof e == "boolean" ? e : false),
    u(arguments)
  );
};
f2.prototype.deleteLocalBranches = function(t2, e, n) {
  return this._runTask(
    us(t2, typeof e == "boolean" ? e : false),
    u(arguments)
  );
};
f2.prototype.branch = function(t2, e) {
  return this._runTask(
    is(h2(arguments)),
    u(arguments)
  );
};
f2.prototype.branchLocal = function(t2) {
  return this._runTask(as(), u(arguments));
};
f2.prototype.raw = function(t2) {
  const e = !Array.isArray(t2), n = [].slice.call(e ? arguments : t2, 0);
  for (let s3 = 0; s3 < n.length && e; s3++)
    if (!st(n[s3])) {
      n.splice(s3, n.length - s3);
      break;
    }
  n.push(...h2(arguments, 0, true));
  var r2 = u(arguments);
  return n.length ? this._runTask(g(n, this._trimmed), r2) : this._runTask(
    b2("Raw: must supply one or more command to execute"),
    r2
  );
};
f2.prototype.submoduleAdd = function(t2, e, n) {
  return this._runTask(As(t2, e), u(arguments));
};
f2.prototype.submoduleUpdate = function(t2, e) {
  return this._runTask(
    Ns(h2(arguments, true)),
    u(arguments)
  );
};
f2.prototype.submoduleInit = function(t2, e) {
  return this._runTask(
    xs(h2(arguments, true)),
    u(arguments)
  );
};
f2.prototype.subModule = function(t2, e) {
  return this._runTask(
    X2(h2(arguments)),
    u(arguments)
  );
};
f2.prototype.listRemote = function() {
  return this._runTask(
    Ss(h2(arguments)),
    u(arguments)
  );
};
f2.prototype.addRemote = function(t2, e, n) {
  return this._runTask(
    vs(t2, e, h2(arguments)),
    u(arguments)
  );
};
f2.prototype.removeRemote = function(t2, e) {
  return this._runTask(Os(t2), u(arguments));
};
f2.prototype.getRemotes = function(t2, e) {
  return this._runTask(Es(t2 === true), u(arguments));
};
f2.prototype.remote = function(t2, e) {
  return this._runTask(
    Rs(h2(arguments)),
    u(arguments)
  );
};
f2.prototype.tag = function(t2, e) {
  const n = h2(arguments);
  return n[0] !== "tag" && n.unshift("tag"), this._runTask(g(n), u(arguments));
};
f2.prototype.updateServerInfo = function(t2) {
  return this._runTask(
    g(["update-server-info"]),
    u(arguments)
  );
};
f2.prototype.pushTags = function(t2, e) {
  const n = Mr(
    { remote: d(t2, m) },
    h2(arguments)
  );
  return this._runTask(n, u(arguments));
};
f2.prototype.rm = function(t2) {
  return this._runTask(
    g(["rm", "-f", ...v(t2)]),
    u(arguments)
  );
};
f2.prototype.rmKeepLocal = function(t2) {
  return this._runTask(
    g(["rm", "--cached", ...v(t2)]),
    u(arguments)
  );
};
f2.prototype.catFile = function(t2, e) {
  return this._catFile("utf-8", arguments);
};
f2.prototype.binaryCatFile = function() {
  return this._catFile("buffer", arguments);
};
f2.prototype._catFile = function(t2, e) {
  var n = u(e), r2 = ["cat-file"], s3 = e[0];
  if (typeof s3 == "string")
    return this._runTask(
      b2("Git.catFile: options must be supplied as an array of strings"),
      n
    );
  Array.isArray(s3) && r2.push.apply(r2, s3);
  const o2 = t2 === "buffer" ? Gt(r2) : g(r2);
  return this._runTask(o2, n);
};
f2.prototype.diff = function(t2, e) {
  const n = m(t2) ? b2(
    "git.diff: supplying options as a single string is no longer supported, switch to an array of strings"
  ) : g(["diff", ...h2(arguments)]);
  return this._runTask(n, u(arguments));
};
f2.prototype.diffSummary = function() {
  return this._runTask(
    fr(h2(arguments, 1)),
    u(arguments)
  );
};
f2.prototype.applyPatch = function(t2) {
  const e = G2(t2) ? Yr(v(t2), h2([].slice.call(arguments, 1))) : b2(
    "git.applyPatch requires one or more string patches as the first argument"
  );
  return this._runTask(e, u(arguments));
};
f2.prototype.revparse = function() {
  const t2 = ["rev-parse", ...h2(arguments, true)];
  return this._runTask(
    g(t2, true),
    u(arguments)
  );
};
f2.prototype.clean = function(t2, e, n) {
  const r2 = un(t2), s3 = r2 && t2.join("") || d(t2, m) || "", o2 = h2([].slice.call(arguments, r2 ? 1 : 0));
  return this._runTask(
    on(s3, o2),
    u(arguments)
  );
};
f2.prototype.exec = function(t2) {
  const e = {
    commands: [],
    format: "utf-8",
    parser() {
      typeof t2 == "function" && t2();
    }
  };
  return this._runTask(e);
};
f2.prototype.checkIgnore = function(t2, e) {
  return this._runTask(
    fs(v(d(t2, G2, []))),
    u(arguments)
  );
};
f2.prototype.checkIsRepo = function(t2, e) {
  return this._runTask(
    We(d(t2, m)),
    u(arguments)
  );
};
function Is(t2) {
  return t2 ? [{
    type: "spawn.before",
    action(r2, s3) {
      t2.aborted && s3.kill(new A2(void 0, "abort", "Abort already signaled"));
    }
  }, {
    type: "spawn.after",
    action(r2, s3) {
      function o2() {
        s3.kill(new A2(void 0, "abort", "Abort signal received"));
      }
      t2.addEventListener("abort", o2), s3.spawned.on("close", () => t2.removeEventListener("abort", o2));
    }
  }] : void 0;
}
var Us = $2("", "plugin:allowEnvironment");
function Fs(t2, e = false) {
  const n = new Set(t2.map((r2) => r2.toLowerCase().trim()));
  return {
    type: "spawn.options",
    action(r2, s3) {
      const o2 = { ...r2.env ?? process.env }, i = new Set(
        Object.keys(s3.env).map((a) => a.toLowerCase().trim())
      );
      for (const a of Object.keys(o2)) {
        const c4 = a.toLowerCase().trim();
        if (!(!Gs(c4) || n.has(c4))) {
          if (i.has(c4))
            throw new A2(
              void 0,
              "allowEnvironment",
              `Use of "${a}" is blocked by the environment guard - add it to the allowEnvironment option to permit it`
            );
          Us("removing ambient guarded environment variable %s", a), delete o2[a];
        }
      }
      return {
        ...r2,
        env: {
          ...o2,
          GIT_TEST_DISALLOW_ABBREVIATED_OPTIONS: String(!e)
        }
      };
    }
  };
}
function Gs(t2) {
  const e = t2.toLowerCase().trim();
  return e.startsWith("git_") || _(e);
}
function zs(t2 = {}) {
  return {
    type: "spawn.args",
    action(e, { env: n }) {
      for (const r2 of oe(e, n))
        if (t2[r2.category] !== true)
          throw new A2(void 0, "unsafe", r2.message);
      return e;
    }
  };
}
function qs(t2) {
  const e = U(t2, "-c");
  return {
    type: "spawn.args",
    action(n) {
      return [...e, ...n];
    }
  };
}
var $t = (0, import_promise_deferred.deferred)().promise;
function Ws({
  onClose: t2 = true,
  onExit: e = 50
} = {}) {
  function n() {
    let s3 = -1;
    const o2 = {
      close: (0, import_promise_deferred.deferred)(),
      closeTimeout: (0, import_promise_deferred.deferred)(),
      exit: (0, import_promise_deferred.deferred)(),
      exitTimeout: (0, import_promise_deferred.deferred)()
    }, i = Promise.race([
      t2 === false ? $t : o2.closeTimeout.promise,
      e === false ? $t : o2.exitTimeout.promise
    ]);
    return r2(t2, o2.close, o2.closeTimeout), r2(e, o2.exit, o2.exitTimeout), {
      close(a) {
        s3 = a, o2.close.done();
      },
      exit(a) {
        s3 = a, o2.exit.done();
      },
      get exitCode() {
        return s3;
      },
      result: i
    };
  }
  function r2(s3, o2, i) {
    s3 !== false && (s3 === true ? o2.promise : o2.promise.then(() => wt(s3))).then(i.done);
  }
  return {
    type: "spawn.after",
    async action(s3, { spawned: o2, close: i }) {
      const a = n();
      let c4 = true, y3 = () => {
        c4 = false;
      };
      o2.stdout?.on("data", y3), o2.stderr?.on("data", y3), o2.on("error", y3), o2.on("close", (w3) => a.close(w3)), o2.on("exit", (w3) => a.exit(w3));
      try {
        await a.result, c4 && await wt(50), i(a.exitCode);
      } catch (w3) {
        i(a.exitCode, w3);
      }
    }
  };
}
var we = $2("", "plugin:binary");
var Hs = "Invalid value supplied for custom binary, requires a single string or an array containing either one or two strings";
var Ks = "Invalid value supplied for custom binary, restricted characters must be removed or supply the unsafe.allowUnsafeCustomBinary option";
function Vs(t2) {
  return !t2 || !/^([a-z]:)?([a-z0-9/.\\_~-]+)$/i.test(t2);
}
function Pt(t2, e) {
  if (t2.length < 1 || t2.length > 2)
    throw new A2(void 0, "binary", Hs);
  if (t2.some(Vs))
    if (e)
      we("permitted unsafe binary %o", t2);
    else
      throw new A2(void 0, "binary", Ks);
  const [r2, s3] = t2;
  return {
    binary: r2,
    prefix: s3
  };
}
function Xs(t2, e = ["git"], n = false) {
  let r2 = Pt(v(e), n);
  t2.on("binary", (s3) => {
    r2 = Pt(v(s3), n), we.info("reconfiguring %o", r2);
  }), t2.append("spawn.binary", () => r2.binary), t2.append("spawn.args", (s3) => r2.prefix ? [r2.prefix, ...s3] : s3);
}
var be = {
  DISALLOWED_ABBREVIATED: {
    text: "disallowed abbreviated or ambiguous option",
    solution: "Unambiguous abbreviated options blocked with unsafe.allowAbbreviatedOptions setting: {message}"
  },
  UNKNOWN: {
    text: "~ unknown ~",
    solution: void 0
  }
};
function Ys(t2) {
  if (!t2)
    return "UNKNOWN";
  for (const [e, { text: n }] of Object.entries(be))
    if (t2.startsWith(`fatal: ${n}`))
      return e;
  return "UNKNOWN";
}
var Qs = class extends O2 {
  constructor(e = "") {
    const n = Ys(e);
    super(void 0, be[n].solution?.replace("{message}", e) ?? e), this.reason = n;
  }
};
function Js(t2) {
  return !!(t2.exitCode && t2.stdErr.length);
}
function Zs(t2) {
  return Buffer.concat([...t2.stdOut, ...t2.stdErr]);
}
function to(t2 = false, e = Js, n = Zs) {
  return (r2, s3) => !t2 && r2 || !e(s3) ? r2 : n(s3);
}
function eo(t2, e) {
  return t2 === 128 && e.startsWith("fatal:") ? new Qs(e) : new O2(void 0, e);
}
function Mt(t2) {
  return {
    type: "task.error",
    action(e, n) {
      const r2 = t2(e.error, {
        stdErr: n.stdErr,
        stdOut: n.stdOut,
        exitCode: n.exitCode
      });
      return Buffer.isBuffer(r2) ? {
        error: eo(n.exitCode, r2.toString("utf-8"))
      } : {
        error: r2
      };
    }
  };
}
var nt = $2("", "plugin:input");
function no(t2) {
  return {
    type: "spawn.after",
    action(e, { commands: n, input: r2, spawned: { stdin: s3 } }) {
      if (!s3)
        return;
      const o2 = t2?.([...n]) ?? r2;
      if (!o2)
        return nt("generated zero length content, not writing to stdin");
      nt("writing %s bytes to stdin", Le(o2)), s3.on("error", (i) => {
        i.code !== "EPIPE" && nt("[ERROR] stdin error %o", i);
      }), s3.end(o2);
    }
  };
}
var ro = class {
  constructor() {
    this.plugins = /* @__PURE__ */ new Set(), this.events = new Ce();
  }
  on(e, n) {
    this.events.on(e, n);
  }
  reconfigure(e, n) {
    this.events.emit(e, n);
  }
  append(e, n) {
    const r2 = S2(this.plugins, { type: e, action: n });
    return () => this.plugins.delete(r2);
  }
  add(e) {
    const n = [];
    return v(e).forEach(
      (r2) => {
        r2 && this.plugins.add(S2(n, r2));
      }
    ), () => {
      n.forEach((r2) => {
        this.plugins.delete(r2);
      });
    };
  }
  exec(e, n, r2) {
    let s3 = n;
    const o2 = Object.freeze(Object.create(r2));
    for (const i of this.plugins)
      i.type === e && (s3 = i.action(s3, o2));
    return s3;
  }
};
function so(t2) {
  const e = "--progress", n = ["checkout", "clone", "fetch", "pull", "push"];
  return [{
    type: "spawn.args",
    action(o2, i) {
      return n.includes(i.method) ? De(o2, e) : o2;
    }
  }, {
    type: "spawn.after",
    action(o2, i) {
      i.commands.includes(e) && i.spawned.stderr?.on("data", (a) => {
        const c4 = /^([\s\S]+?):\s*(\d+)% \((\d+)\/(\d+)\)/.exec(a.toString("utf8"));
        c4 && t2({
          method: i.method,
          stage: oo(c4[1]),
          progress: p(c4[2]),
          processed: p(c4[3]),
          total: p(c4[4])
        });
      });
    }
  }];
}
function oo(t2) {
  return String(t2.toLowerCase().split(" ", 1)) || "unknown";
}
function io(t2) {
  const e = je(t2, ["uid", "gid"]);
  return {
    type: "spawn.options",
    action(n) {
      return { ...e, ...n };
    }
  };
}
function ao() {
  return {
    type: "spawn.args",
    action(t2) {
      const e = [];
      let n;
      function r2(s3) {
        (n = n || []).push(...s3);
      }
      for (let s3 = 0; s3 < t2.length; s3++) {
        const o2 = t2[s3];
        if (r(o2)) {
          r2(o(o2));
          continue;
        }
        if (o2 === "--") {
          r2(
            t2.slice(s3 + 1).flatMap((i) => r(i) && o(i) || i)
          );
          break;
        }
        e.push(o2);
      }
      return n ? [...e, "--", ...n.map(String)] : e;
    }
  };
}
function uo({
  block: t2,
  stdErr: e = true,
  stdOut: n = true
}) {
  if (t2 > 0)
    return {
      type: "spawn.after",
      action(r2, s3) {
        let o2;
        function i() {
          o2 && clearTimeout(o2), o2 = setTimeout(c4, t2);
        }
        function a() {
          s3.spawned.stdout?.off("data", i), s3.spawned.stderr?.off("data", i), s3.spawned.off("exit", a), s3.spawned.off("close", a), o2 && clearTimeout(o2);
        }
        function c4() {
          a(), s3.kill(new A2(void 0, "timeout", "block timeout reached"));
        }
        n && s3.spawned.stdout?.on("data", i), e && s3.spawned.stderr?.on("data", i), s3.spawned.on("exit", a), s3.spawned.on("close", a), i();
      }
    };
}
var wo = (t2, e) => {
  const n = new ro(), r2 = Ge(
    t2 && (typeof t2 == "string" ? { baseDir: t2 } : t2) || {},
    e
  );
  if (!Lt(r2.baseDir))
    throw new Ae(
      r2,
      "Cannot use simple-git on a directory that does not exist"
    );
  return Array.isArray(r2.config) && n.add(qs(r2.config)), n.add(zs(r2.unsafe)), n.add(Ws(r2.completion)), r2.abort && n.add(Is(r2.abort)), r2.progress && n.add(so(r2.progress)), r2.timeout && n.add(uo(r2.timeout)), r2.spawnOptions && n.add(io(r2.spawnOptions)), n.add(ao()), n.add(no(r2.input)), n.add(Mt(to(true))), r2.errors && n.add(Mt(r2.errors)), Xs(n, r2.binary, r2.unsafe?.allowUnsafeCustomBinary), n.add(
    Fs(r2.allowEnvironment ?? [], r2.unsafe?.allowAbbreviatedOptions)
  ), new f2(r2, n);
};

// src/revision/git.ts
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
  return Array.from({ length: count }, (_4, n) => {
    return [process.env[`GIT_CONFIG_KEY_${n}`] ?? "", process.env[`GIT_CONFIG_VALUE_${n}`] ?? ""];
  }).filter(([key]) => isAccessKey(key));
}
function environment(options) {
  const kept = Object.entries(childEnvironment()).filter(
    ([name3]) => !dropped.has(name3) && (!name3.startsWith("GIT_") || keptVariables.has(name3))
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
  const foreign = Object.keys(process.env).filter((name3) => !(name3 in env));
  const { stdout } = await run("git", args, {
    cwd: directory,
    env: { ...Object.fromEntries(foreign.map((name3) => [name3, void 0])), ...env },
    timeoutSeconds: seconds,
    ...input === void 0 ? {} : { input }
  });
  return stdout.replace(/\n+$/, "");
}
async function locally({ directory, args, input, env, seconds }, start) {
  const command = `git ${args[0]}`;
  if (!existsSync(directory)) throw new ProcessError("failed", command, void 0, "no such directory");
  const limit = AbortSignal.timeout(seconds * 1e3);
  let outcome = { exitCode: -1, stderr: "" };
  const git = wo({
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
  }).env(env);
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
  const at2 = visits.findIndex((visit) => visit.time <= boundary);
  const before = at2 < 0 ? visits : visits.slice(0, at2);
  const met = before.filter((visit) => cuts.has(visit.revision)).map((visit) => visit.revision);
  if (met.length > 0) return { cuts: met };
  const found = at2 < 0 ? visits.find((visit) => visit.root) : visits[at2];
  if (found === void 0) throw new Error("a walk without a cut must end in a root");
  return { found, root: at2 < 0 };
}
function parseVisits(printed) {
  if (printed === "") return [];
  return printed.split("\n").map((line) => {
    if (!/^\d+( [0-9a-f]+)+ *$/.test(line)) throw new Error("this is no commit");
    const [time, revision, ...parents2] = line.trimEnd().split(" ");
    return { revision, time: Number(time), root: parents2.length === 0 };
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
  const place = await explained(placeOf(git, absolute2));
  const [head, status, config] = await explained(readState(git));
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
    return new UserError(`${directory} is not in a git repository: run actions/checkout before this step`);
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
  return text.split("\0").filter((path) => path !== "");
}

// src/revision/remote.ts
import { resolve as resolve2 } from "node:path";

// src/revision/credentials.ts
function credentialsFor(effective, url, access2) {
  const inherited = effective.filter(({ key }) => isAccessKey(key) && !/^(url|safe|remote)\./i.test(key));
  const target = hasSsh(effective) ? url : overHttp(url, access2);
  const config = inherited.map(({ key, value }) => [key, value]);
  const secrets = [userInfo(target), ...inherited.filter(isHeader).map(({ value }) => value)];
  if (access2.token && isUnder(target, access2.serverUrl) && !hasCredentials(inherited, target)) {
    const basic = Buffer.from(`x-access-token:${access2.token}`).toString("base64");
    config.push([
      `http.${access2.serverUrl.replace(/\/*$/, "/")}.extraheader`,
      `AUTHORIZATION: basic ${basic}`
    ]);
    secrets.push(access2.token, basic);
  }
  return { url: target, config, secrets: secrets.filter((secret) => secret !== "") };
}
function refOf(access2) {
  return access2.ref?.startsWith("refs/") ? access2.ref : "HEAD";
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
  const [a, b4] = [new URL(url), new URL(base)];
  const path = b4.pathname.replace(/\/*$/, "/");
  return /^https?:$/.test(a.protocol) && a.origin === b4.origin && `${a.pathname}/`.startsWith(path);
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
async function openRemote({ checkout, access: access2 }) {
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
  const { url, config, secrets } = credentialsFor(effective, absolute(configured ?? "", checkout), access2);
  const publicUrl = mask(withoutUserInfo(url), secrets);
  const proxy = effective.filter(({ key }) => key === `remote.${checkout.remote}.proxy`);
  const all = [
    ...config,
    [`remote.${name}.url`, url],
    ...proxy.map(({ value }) => [`remote.${name}.proxy`, value])
  ];
  const seconds = access2.timeoutSeconds ?? fetchSeconds;
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
    const at2 = entry.indexOf("\n");
    return [
      at2 < 0 ? { scope, key: entry, value: "true" } : { scope, key: entry.slice(0, at2), value: entry.slice(at2 + 1) }
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
  const reason = reasonOf2(error.stderr);
  const advice = reason === "failed" && /auth|credential|could not read Username|denied|40[134]|not found/i.test(error.stderr) ? "keep `persist-credentials: true` in actions/checkout, or give this step a `github-token` that may read the repository" : "check that the runner can reach it";
  return new RemoteError(reason, `fetching history from ${url} failed (${cause}): ${advice}, ${remedy}`);
}
function reasonOf2(stderr) {
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

// src/lib/parallel.ts
async function inParallel(items, atOnce2, work) {
  const queue = items.values();
  let failed = false;
  const worker = async () => {
    for (const item of queue) {
      if (failed) return;
      await work(item).catch((error) => {
        failed = true;
        throw error;
      });
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce2, items.length) }, worker));
}

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
  return new Set(candidates.filter((_4, n) => namesParents(raw[n])));
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
  for (let at2 = 0; at2 < batch.length; ) {
    const start = batch.indexOf("\n", at2) + 1;
    const size = Number(/^[0-9a-f]+ \w+ (\d+)$/.exec(batch.toString("latin1", at2, start - 1))?.[1]);
    if (Number.isNaN(size)) throw new Error("this is no object");
    objects.push(batch.subarray(start, start + size));
    at2 = start + size + 1;
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
  const absent2 = await absentFrom(walk.git, [...new Set(wanted.map(({ start }) => start))]);
  if (absent2.length === 0) return lost;
  try {
    await counted(fetchCommits(remote, walk, absent2));
  } catch (error) {
    if (!(error instanceof RemoteError) || error.reason !== "refused" || absent2.length === 1) throw error;
    for (const start of absent2) {
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
  const since = (time) => {
    const option = `--shallow-since=@${Math.max(0, time)} +0000`;
    return { fromCuts: option, fromRef: option };
  };
  const all = "--depth=2147483647";
  return [
    since(boundary),
    { fromCuts: "--depth=2", fromRef: "--deepen=1" },
    since(boundary - 90 * day),
    since(boundary - 365 * day),
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
  const printed = await git.text([
    "rev-list",
    "--timestamp",
    "--parents",
    ...mode(wanted),
    wanted.start,
    "--"
  ]);
  const visits = readAnswer("git rev-list", printed, parseVisits);
  const revisions = visits.map(({ revision }) => revision);
  const judgement = judge(visits, wanted.boundary, await cutsOf(git, shallowFile, revisions));
  return "found" in judgement ? { ...judgement, passed: visits.indexOf(judgement.found) } : judgement;
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
function mode({ parents: parents2 }) {
  return parents2 === "first-parent" ? ["--first-parent"] : [];
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
async function changedFiles(places, from, to2) {
  const { checkout, scratch } = places;
  const { directory, git } = await borrowingRepository(checkout, join3(scratch, "trees.git"));
  const known = await unlessFailed(compare(git, from, to2));
  if (known !== void 0) return known;
  if (checkout.partial) await git.text(["config", "core.alternateRefsCommand", "true"]);
  const remote = await openRemote(places);
  await remote.fetch(directory, ["--filter=blob:none", "--depth=1"], [from]);
  const found = await unlessFailed(compare(git, from, to2));
  if (found === void 0)
    throw new RemoteError("incomplete", `${remote.publicUrl} did not give the list of files of ${from}`);
  return found;
}
async function compare(git, from, to2) {
  const trees = [`${from}^{tree}`, `${to2}^{tree}`];
  const printed = await git.text(["diff-tree", "-r", "-z", "--name-only", "--no-renames", ...trees, "--"]);
  return printed.split("\0").filter((path) => path !== "");
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
  const [date] = /\b\d{4}-\d{1,2}-\d{1,2}\b/.exec(text) ?? [];
  if (date === void 0) return !/[\0-\x1f\x7f]/.test(text);
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
  const names2 = text.startsWith(prefix) ? [text, text.slice(prefix.length)] : [text];
  const refs = await remote.refs(
    walk.directory,
    names2.flatMap((name3) => [name3, `${name3}^{}`])
  );
  const candidates = names2.flatMap((name3) => [
    name3,
    `refs/${name3}`,
    `refs/tags/${name3}`,
    `refs/heads/${name3}`
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
import { join as join4 } from "node:path";
async function sourceRepository(places, revisions) {
  const { checkout, access: access2, scratch } = places;
  const directory = join4(scratch, "source.git");
  const source = await (checkout.partial ? emptyRepository : borrowingRepository)(checkout, directory);
  const lacking3 = [];
  for (const revision of revisions) {
    if (await adopt(source, revision, revisions)) continue;
    if (checkout.partial) await copyFrom(checkout, source, revision);
    if (!await adopt(source, revision, revisions)) lacking3.push(revision);
  }
  const remote = checkout.remote === void 0 ? void 0 : await openRemote(places);
  if (remote !== void 0) await source.git.text(["config", "remote.origin.url", remote.publicUrl]);
  for (const revision of lacking3) {
    await obtain(source, revision, remote ?? await openRemote(places), access2);
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
  const list2 = ["rev-list", "--objects", "--no-object-names", "--no-walk", revision, "--"];
  const objects = await unlessFailed(git.text(list2));
  if (objects === void 0) return;
  const pack2 = ["pack-objects", "-q", join4(source.directory, "objects/pack/pack")];
  if (await unlessFailed(git.text(pack2, `${objects}
`)) === void 0) return;
  const shallowFile = join4(source.directory, "shallow");
  if (await hasParents(source.git, revision)) await appendFile(shallowFile, `${revision}
`);
}
async function obtain(source, revision, remote, access2) {
  try {
    await remote.fetch(source.directory, ["--depth=1"], [revision]);
  } catch (error) {
    if (!(error instanceof RemoteError) || error.reason !== "refused") throw error;
    await remote.fetch(source.directory, ["--depth=2147483647"], [refOf(access2)]);
  }
}

// src/revision/work-tree.ts
import { existsSync as existsSync5 } from "node:fs";
import { mkdir as mkdir2, writeFile as writeFile2 } from "node:fs/promises";
import { basename, join as join5 } from "node:path";
async function workTree(places, revision) {
  const { checkout, scratch } = places;
  const directory = join5(scratch, "trees", revision, basename(checkout.topLevel));
  const ready = join5(directory, ".git/incremental-nix");
  if (existsSync5(ready)) return directory;
  const repository = await sourceRepository(places, [revision]);
  await mkdir2(directory, { recursive: true });
  const git = openGit(directory, { isolated: true });
  await git.text(["init", "--quiet", "--template=", `--object-format=${checkout.objectFormat}`, "."]);
  await mkdir2(join5(directory, ".git/objects/info"), { recursive: true });
  await writeFile2(
    join5(directory, ".git/objects/info/alternates"),
    `${quotePath(join5(repository, "objects"))}
`
  );
  if (await hasParents(git, revision)) await writeFile2(join5(directory, ".git/shallow"), `${revision}
`);
  await git.text(["checkout", "--quiet", "--detach", revision]);
  await writeFile2(ready, "");
  return directory;
}
async function readFileAt(places, revision, path) {
  const git = openGit(await sourceRepository(places, [revision]), { isolated: true });
  return unlessFailed(git.text(["cat-file", "blob", `${revision}:${path}`]));
}

// src/revision/history.ts
function openHistory(places) {
  const { checkout } = places;
  const inTurn = createQueue();
  return {
    checkout,
    truncate: (wanted) => truncate(places, wanted),
    truncateAll: (wanted) => truncateAll(places, wanted),
    commitsPassed: (wanted) => commitsPassed(places, wanted),
    resolve: (text) => resolveRevision(places, text),
    fetchStart: (id) => fetchStart(places, id),
    parseDate: (text, instant) => parseDate(checkout, text, instant),
    branches: () => remoteBranches(places),
    changedFiles: (from, to2) => changedFiles(places, from, to2),
    sourceRepository: (revisions) => inTurn(() => sourceRepository(places, revisions)),
    workTree: (revision) => inTurn(() => workTree(places, revision)),
    readFile: (revision, path) => inTurn(() => readFileAt(places, revision, path))
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
function g2(s3, e, t2, n = 0, r2 = 0, a = 0, i = 0) {
  let o2 = s3 >= 0 && s3 < 100, u2 = Date.UTC(o2 ? s3 + 400 : s3, e, t2, n, r2, a, i);
  return o2 ? u2 - 126227808e5 : u2;
}
function D2(s3) {
  return g2(s3.y, s3.m - 1, s3.d, s3.h, s3.i, s3.s);
}
function w2(s3, e) {
  return s3.y === e.y && s3.m === e.m && s3.d === e.d && s3.h === e.h && s3.i === e.i && s3.s === e.s;
}
function O3(s3) {
  let e = s3.substring(9);
  return e.includes("Z") || e.includes("+") || e.includes("-");
}
function Z3(s3, e) {
  let t2 = new Date(Date.parse(s3));
  if (isNaN(t2)) throw new Error("Invalid ISO8601 passed to timezone parser.");
  return O3(s3) ? { tp: T2(t2.getUTCFullYear(), t2.getUTCMonth() + 1, t2.getUTCDate(), t2.getUTCHours(), t2.getUTCMinutes(), t2.getUTCSeconds(), "Etc/UTC"), ms: t2.getUTCMilliseconds() } : { tp: T2(t2.getFullYear(), t2.getMonth() + 1, t2.getDate(), t2.getHours(), t2.getMinutes(), t2.getSeconds(), e), ms: t2.getMilliseconds() };
}
function v2(s3, e, t2) {
  let { tp: n, ms: r2 } = Z3(s3, e);
  return new Date(N3(n, t2).getTime() + r2);
}
function N3(s3, e) {
  let t2 = _3(s3);
  if (t2.kind === "single") return t2.date;
  if (t2.kind === "ambiguous") return t2.earlier;
  if (e) throw new Error("Invalid date passed to fromTZ()");
  return t2.after;
}
function _3(s3) {
  let e = D2(s3), t2 = (i) => R3(new Date(i), s3.tz), n = e - t2(e), r2 = y2(new Date(n), s3.tz);
  if (w2(r2, s3)) {
    let i = D2(r2) - n, o2 = n - (t2(n - E3) - i);
    if (o2 < n && w2(y2(new Date(o2), s3.tz), s3)) return { kind: "ambiguous", earlier: new Date(o2), later: new Date(n) };
    let u2 = n + (i - t2(n + E3));
    return u2 > n && w2(y2(new Date(u2), s3.tz), s3) ? { kind: "ambiguous", earlier: new Date(n), later: new Date(u2) } : { kind: "single", date: new Date(n) };
  }
  let a = e - (D2(r2) - n);
  return w2(y2(new Date(a), s3.tz), s3) ? { kind: "single", date: new Date(a) } : { kind: "gap", before: new Date(Math.min(n, a)), after: new Date(Math.max(n, a)) };
}
var E3 = 3 * 36e5;
function R3(s3, e) {
  return D2(y2(s3, e)) - (s3.getTime() - s3.getUTCMilliseconds());
}
function k2(s3, e, t2) {
  let n = R3(new Date(s3), t2);
  for (; e - s3 > 1e3; ) {
    let r2 = s3 + Math.floor((e - s3) / 2e3) * 1e3;
    R3(new Date(r2), t2) === n ? s3 = r2 : e = r2;
  }
  return e;
}
function U2(s3, e) {
  let t2 = _3(y2(new Date(s3), e));
  if (t2.kind === "ambiguous") return s3 < t2.later.getTime() ? "earlier" : "later";
}
var H3 = g2(1, 0, 1);
var S3 = 864e5;
var W3 = /* @__PURE__ */ new Map();
function y2(s3, e) {
  if (e === void 0) return T2(s3.getFullYear(), s3.getMonth() + 1, s3.getDate(), s3.getHours(), s3.getMinutes(), s3.getSeconds());
  let t2 = W3.get(e), n;
  try {
    t2 || (t2 = new Intl.DateTimeFormat("en-US", { timeZone: e, year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric", hour12: false }), W3.set(e, t2)), n = t2.formatToParts(s3);
  } catch (i) {
    let o2 = i instanceof Error ? i.message : String(i);
    throw new RangeError(`toTZ: Invalid timezone '${e}' or date. Please provide a valid IANA timezone (e.g., 'America/New_York', 'Europe/Stockholm'). Original error: ${o2}`);
  }
  let r2 = { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0 };
  for (let i of n) (i.type === "year" || i.type === "month" || i.type === "day" || i.type === "hour" || i.type === "minute" || i.type === "second") && (r2[i.type] = parseInt(i.value, 10));
  if (isNaN(r2.year) || isNaN(r2.month) || isNaN(r2.day) || isNaN(r2.hour) || isNaN(r2.minute) || isNaN(r2.second)) throw new Error(`toTZ: Failed to parse all date components from timezone '${e}'. This may indicate an invalid date or timezone configuration. Parsed components: ${JSON.stringify(r2)}`);
  let a = s3.getTime() - H3;
  return (a < -S3 || a < S3 && r2.month === 12) && (r2.year = 1 - r2.year), r2.hour === 24 && (r2.hour = 0), { y: r2.year, m: r2.month, d: r2.day, h: r2.hour, i: r2.minute, s: r2.second, tz: e };
}
function T2(s3, e, t2, n, r2, a, i) {
  return { y: s3, m: e, d: t2, h: n, i: r2, s: a, tz: i };
}
var x3 = [1, 2, 4, 8, 16];
var C2 = class s {
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
  constructor(e, t2, n) {
    this.pattern = e, this.timezone = t2, this.mode = n?.mode ?? "auto", this.alternativeWeekdays = n?.alternativeWeekdays ?? false, this.sloppyRanges = n?.sloppyRanges ?? false, this.fixedTimeRule = n?.fixedTimeRule ?? "single-value", this.second = Array(60).fill(0), this.minute = Array(60).fill(0), this.hour = Array(24).fill(0), this.day = Array(31).fill(0), this.month = Array(12).fill(0), this.dayOfWeek = Array(7).fill(0), this.year = [], this.lastDayOfMonth = false, this.lastWeekday = false, this.nearestWeekdays = Array(31).fill(0), this.starDOM = false, this.starDOW = false, this.starYear = false, this.useAndLogic = false, this.isFixedTime = false, this.parse();
  }
  parse() {
    if (!(typeof this.pattern == "string" || this.pattern instanceof String)) throw new TypeError("CronPattern: Pattern has to be of type string.");
    this.pattern.indexOf("@") >= 0 && (this.pattern = this.handleNicknames(this.pattern).trim());
    let e = this.pattern.match(/\S+/g) || [""], t2 = e.length;
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
      if (!(Array.isArray(i) ? i.includes(t2) : t2 === i)) {
        let u2 = Array.isArray(i) ? i.join(" or ") : i.toString();
        throw new TypeError(`CronPattern: mode '${this.mode}' requires exactly ${u2} parts, but pattern '${this.pattern}' has ${t2} parts.`);
      }
    }
    if (e.length === 5 && e.unshift("0"), e.length === 6 && e.push("*"), this.pattern.indexOf("?") >= 0) for (let i = 0; i < e.length; i++) e[i] = e[i].replace(/\?/g, "*");
    if (e[3].toUpperCase() === "LW") this.lastWeekday = true, e[3] = "";
    else if (e[3].toUpperCase().indexOf("L") >= 0) {
      let i = e[3].split(",");
      if (i.length > 1 && i.some((o2) => o2.toUpperCase() === "LW")) throw new TypeError(`CronPattern: Syntax error, LW can not be in a list in day-of-month ('${e[3]}').`);
      if (i.some((o2) => o2 === "" || o2.toUpperCase() !== "L" && /l/i.test(o2))) throw new TypeError("CronPattern: Syntax error, L has to be a value of its own in day-of-month ('" + e[3] + "').");
      e[3] = i.filter((o2) => o2.toUpperCase() !== "L").join(","), this.lastDayOfMonth = true;
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
    let r2 = this.fixedTimeRule === "single-value", a = (i, o2) => !i.includes("*") && !i.includes("/") && (!r2 || o2.filter((u2) => u2).length === 1);
    this.isFixedTime = a(e[0], this.second) && a(e[1], this.minute) && a(e[2], this.hour);
  }
  partToArray(e, t2, n, r2) {
    let a = this[e];
    if (t2 === "" && !(e === "day" && (this.lastDayOfMonth || this.lastWeekday))) throw new TypeError("CronPattern: configuration entry " + e + " (" + t2 + ") is empty, check for trailing spaces.");
    if (t2 === "*") return a.fill(r2);
    let i = t2.split(",");
    if (i.length > 1) for (let o2 of i) this.partToArray(e, o2, n, r2);
    else t2.includes("-") && t2.includes("/") ? this.handleRangeWithStepping(t2, e, n, r2) : t2.includes("-") ? this.handleRange(t2, e, n, r2) : t2.includes("/") ? this.handleStepping(t2, e, n, r2) : t2 !== "" && this.handleNumber(t2, e, n, r2);
  }
  throwAtIllegalCharacters(e) {
    for (let t2 = 0; t2 < e.length; t2++) if ((t2 === 3 ? /[^/*0-9,\-WwLl]+/ : t2 === 5 ? /[^/*0-9,\-#Ll]+/ : /[^/*0-9,\-]+/).test(e[t2])) throw new TypeError("CronPattern: configuration entry " + t2 + " (" + e[t2] + ") contains illegal characters.");
  }
  handleNumber(e, t2, n, r2) {
    let a = this.extractNth(e, t2), i = e.toUpperCase().includes("W");
    if (t2 !== "day" && i) throw new TypeError("CronPattern: Nearest weekday modifier (W) only allowed in day-of-month.");
    i && (t2 = "nearestWeekdays");
    let o2 = i ? a[0].replace(/W$/i, "") : a[0], u2 = s.toNumber(o2) + n;
    if (isNaN(u2)) throw new TypeError("CronPattern: " + t2 + " is not a number: '" + e + "'");
    this.setPart(t2, u2, a[1] || r2);
  }
  setPart(e, t2, n) {
    if (!Object.prototype.hasOwnProperty.call(this, e)) throw new TypeError("CronPattern: Invalid part specified: " + e);
    if (e === "dayOfWeek") {
      if (t2 === 7 && (t2 = 0), t2 < 0 || t2 > 6) throw new RangeError("CronPattern: Invalid value for dayOfWeek: " + t2);
      this.setNthWeekdayOfMonth(t2, n);
      return;
    }
    if (e === "second" || e === "minute") {
      if (t2 < 0 || t2 >= 60) throw new RangeError("CronPattern: Invalid value for " + e + ": " + t2);
    } else if (e === "hour") {
      if (t2 < 0 || t2 >= 24) throw new RangeError("CronPattern: Invalid value for " + e + ": " + t2);
    } else if (e === "day" || e === "nearestWeekdays") {
      if (t2 < 0 || t2 >= 31) throw new RangeError("CronPattern: Invalid value for " + e + ": " + t2);
    } else if (e === "month") {
      if (t2 < 0 || t2 >= 12) throw new RangeError("CronPattern: Invalid value for " + e + ": " + t2);
    } else if (e === "year" && (t2 < 1 || t2 >= 1e4)) throw new RangeError("CronPattern: Invalid value for " + e + ": " + t2 + " (supported range: 1-9999)");
    this[e][t2] = n;
  }
  static toNumber(e) {
    return /^\d+$/.test(e) ? parseInt(e, 10) : NaN;
  }
  validateNotNaN(e, t2) {
    if (isNaN(e)) throw new TypeError(t2);
  }
  validateRange(e, t2, n, r2, a) {
    if (e > t2) throw new TypeError("CronPattern: From value is larger than to value: '" + a + "'");
    if (n !== void 0) {
      if (n === 0) throw new TypeError("CronPattern: Syntax error, illegal stepping: 0");
      if (n > this[r2].length) throw new TypeError("CronPattern: Syntax error, steps cannot be greater than maximum value of part (" + this[r2].length + ")");
    }
  }
  handleRangeWithStepping(e, t2, n, r2) {
    if (e.toUpperCase().includes("W")) throw new TypeError("CronPattern: Syntax error, W is not allowed in ranges with stepping.");
    let a = this.extractNth(e, t2), i = a[0].match(/^(\d+)-(\d+)\/(\d+)$/);
    if (i === null) throw new TypeError("CronPattern: Syntax error, illegal range with stepping: '" + e + "'");
    let [, o2, u2, l3] = i, h3 = parseInt(o2, 10) + n, m2 = parseInt(u2, 10) + n, d2 = parseInt(l3, 10);
    this.validateNotNaN(h3, "CronPattern: Syntax error, illegal lower range (NaN)"), this.validateNotNaN(m2, "CronPattern: Syntax error, illegal upper range (NaN)"), this.validateNotNaN(d2, "CronPattern: Syntax error, illegal stepping: (NaN)"), this.validateRange(h3, m2, d2, t2, e);
    for (let p2 = h3; p2 <= m2; p2 += d2) this.setPart(t2, p2, a[1] || r2);
  }
  extractNth(e, t2) {
    let n = e, r2;
    if (n.includes("#")) {
      if (t2 !== "dayOfWeek") throw new Error("CronPattern: nth (#) only allowed in day-of-week field");
      let a = n.split("#");
      if (a.length !== 2 || a[1] === "") throw new TypeError("CronPattern: Syntax error, illegal nth weekday: '" + e + "'");
      n = a[0], r2 = a[1];
    } else if (n.toUpperCase().endsWith("L")) {
      if (t2 !== "dayOfWeek") throw new Error("CronPattern: L modifier only allowed in day-of-week field (use L alone for day-of-month)");
      r2 = "L", n = n.slice(0, -1);
    }
    return [n, r2];
  }
  handleRange(e, t2, n, r2) {
    if (e.toUpperCase().includes("W")) throw new TypeError("CronPattern: Syntax error, W is not allowed in a range.");
    let a = this.extractNth(e, t2), i = a[0].split("-");
    if (i.length !== 2) throw new TypeError("CronPattern: Syntax error, illegal range: '" + e + "'");
    let o2 = s.toNumber(i[0]) + n, u2 = s.toNumber(i[1]) + n;
    this.validateNotNaN(o2, "CronPattern: Syntax error, illegal lower range (NaN)"), this.validateNotNaN(u2, "CronPattern: Syntax error, illegal upper range (NaN)"), this.validateRange(o2, u2, void 0, t2, e);
    for (let l3 = o2; l3 <= u2; l3++) this.setPart(t2, l3, a[1] || r2);
  }
  handleStepping(e, t2, n, r2) {
    if (e.toUpperCase().includes("W")) throw new TypeError("CronPattern: Syntax error, W is not allowed in parts with stepping.");
    let a = this.extractNth(e, t2), i = a[0].split("/");
    if (i.length !== 2) throw new TypeError("CronPattern: Syntax error, illegal stepping: '" + e + "'");
    if (this.sloppyRanges) i[0] === "" && (i[0] = "*");
    else {
      if (i[0] === "") throw new TypeError("CronPattern: Syntax error, stepping with missing prefix ('" + e + "') is not allowed. Use wildcard (*/step) or range (min-max/step) instead.");
      if (i[0] !== "*") throw new TypeError("CronPattern: Syntax error, stepping with numeric prefix ('" + e + "') is not allowed. Use wildcard (*/step) or range (min-max/step) instead.");
    }
    let o2 = 0;
    i[0] !== "*" && (o2 = s.toNumber(i[0]) + n, this.validateNotNaN(o2, "CronPattern: Syntax error, illegal stepping start (NaN)"));
    let u2 = s.toNumber(i[1]);
    this.validateNotNaN(u2, "CronPattern: Syntax error, illegal stepping: (NaN)"), this.validateRange(0, this[t2].length - 1, u2, t2, e);
    for (let l3 = o2; l3 < this[t2].length; l3 += u2) t2 === "year" && l3 === 0 || this.setPart(t2, l3, a[1] || r2);
  }
  replaceAlpha(e, t2) {
    let n = e;
    for (let [r2, a] of Object.entries(t2)) n = n.replace(new RegExp(r2, "gi"), (i, o2, u2) => {
      let l3 = o2 + i.length - 3, h3 = u2.charAt(l3 - 1), m2 = u2.charAt(l3 + 3);
      if (/[a-z\d/#]/i.test(h3) || /[a-km-z\d]/i.test(m2)) throw new TypeError(`CronPattern: Syntax error, a month or day name has to stand alone ('${e}').`);
      return a;
    });
    return n;
  }
  static DAY_NAMES = { "-sun": "-7", sun: "0", mon: "1", tue: "2", wed: "3", thu: "4", fri: "5", sat: "6" };
  static DAY_NAMES_QUARTZ = { sun: "1", mon: "2", tue: "3", wed: "4", thu: "5", fri: "6", sat: "7" };
  static MONTH_NAMES = { jan: "1", feb: "2", mar: "3", apr: "4", may: "5", jun: "6", jul: "7", aug: "8", sep: "9", oct: "10", nov: "11", dec: "12" };
  static NICKNAME_MAP = { "@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *", "@monthly": "0 0 1 * *", "@weekly": "0 0 * * SUN", "@daily": "0 0 * * *", "@midnight": "0 0 * * *", "@hourly": "0 * * * *" };
  handleNicknames(e) {
    let t2 = e.trim().toLowerCase();
    if (t2 === "@reboot") throw new TypeError("CronPattern: @reboot is not supported in this environment. This is an event-based trigger that requires system startup detection.");
    return s.NICKNAME_MAP[t2] || e;
  }
  setNthWeekdayOfMonth(e, t2) {
    if (typeof t2 != "number" && t2.toUpperCase() === "L") this.dayOfWeek[e] = this.dayOfWeek[e] | 32;
    else if (t2 === 63) this.dayOfWeek[e] = 63;
    else if (t2 < 6 && t2 > 0) this.dayOfWeek[e] = this.dayOfWeek[e] | x3[t2 - 1];
    else throw new TypeError(`CronPattern: nth weekday out of range, should be 1-5 or L. Value: ${t2}, Type: ${typeof t2}`);
  }
};
var B3 = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
var f3 = [["month", "year", 0], ["day", "month", -1], ["hour", "day", 0], ["minute", "hour", 0], ["second", "minute", 0]];
var c3 = class s2 {
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
  constructor(e, t2) {
    if (this.tz = t2, e && e instanceof Date) if (!isNaN(e)) this.fromDate(e);
    else throw new TypeError("CronDate: Invalid date passed to CronDate constructor");
    else if (e == null) this.fromDate(/* @__PURE__ */ new Date());
    else if (e && typeof e == "string") this.fromString(e);
    else if (e instanceof s2) this.fromCronDate(e);
    else throw new TypeError("CronDate: Invalid type (" + typeof e + ") passed to CronDate constructor");
  }
  getLastDayOfMonth(e, t2) {
    return t2 !== 1 ? B3[t2] : new Date(g2(e, t2 + 1, 0)).getUTCDate();
  }
  getLastWeekday(e, t2) {
    let n = this.getLastDayOfMonth(e, t2), a = new Date(g2(e, t2, n)).getUTCDay();
    return a === 0 ? n - 2 : a === 6 ? n - 1 : n;
  }
  getNearestWeekday(e, t2, n) {
    let r2 = this.getLastDayOfMonth(e, t2);
    if (n > r2) return -1;
    let i = new Date(g2(e, t2, n)).getUTCDay();
    return i === 0 ? n === r2 ? n - 2 : n + 1 : i === 6 ? n === 1 ? n + 2 : n - 1 : n;
  }
  isNthWeekdayOfMonth(e, t2, n, r2) {
    let i = new Date(g2(e, t2, n)).getUTCDay(), o2 = 0;
    for (let u2 = 1; u2 <= n; u2++) new Date(g2(e, t2, u2)).getUTCDay() === i && o2++;
    if (r2 & 63 && x3[o2 - 1] & r2) return true;
    if (r2 & 32) {
      let u2 = this.getLastDayOfMonth(e, t2);
      for (let l3 = n + 1; l3 <= u2; l3++) if (new Date(g2(e, t2, l3)).getUTCDay() === i) return false;
      return true;
    }
    return false;
  }
  fromDate(e) {
    if (this.tz !== void 0) if (typeof this.tz == "number") this.ms = e.getUTCMilliseconds(), this.second = e.getUTCSeconds(), this.minute = e.getUTCMinutes() + this.tz, this.hour = e.getUTCHours(), this.day = e.getUTCDate(), this.month = e.getUTCMonth(), this.year = e.getUTCFullYear(), this.apply();
    else try {
      let t2 = y2(e, this.tz);
      this.ms = e.getMilliseconds(), this.second = t2.s, this.minute = t2.i, this.hour = t2.h, this.day = t2.d, this.month = t2.m - 1, this.year = t2.y, this.cacheInstant(e.getTime() - this.ms);
    } catch (t2) {
      let n = t2 instanceof Error ? t2.message : String(t2);
      throw new TypeError(`CronDate: Failed to convert date to timezone '${this.tz}'. This may happen with invalid timezone names or dates. Original error: ${n}`);
    }
    else this.ms = e.getMilliseconds(), this.second = e.getSeconds(), this.minute = e.getMinutes(), this.hour = e.getHours(), this.day = e.getDate(), this.month = e.getMonth(), this.year = e.getFullYear(), this.cacheInstant(e.getTime() - this.ms);
  }
  cacheInstant(e) {
    this.instantMs = e;
    let { year: t2, month: n, day: r2, hour: a, minute: i, second: o2 } = this;
    this.instantFields = [t2, n, r2, a, i, o2, this.tz];
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
      if (O3(e)) return this.fromDate(v2(e));
      let t2 = v2(e, "Etc/UTC");
      this.ms = t2.getUTCMilliseconds(), this.second = t2.getUTCSeconds(), this.minute = t2.getUTCMinutes(), this.hour = t2.getUTCHours(), this.day = t2.getUTCDate(), this.month = t2.getUTCMonth(), this.year = t2.getUTCFullYear(), this.apply();
    } else return this.fromDate(v2(e, this.tz));
  }
  findNext(e, t2, n, r2) {
    return this._findMatch(e, t2, n, r2, 1);
  }
  _matchDayValue(e, t2, n, r2) {
    let a = e;
    if (!a) {
      for (let i = 0; i < n.nearestWeekdays.length; i++) if (n.nearestWeekdays[i]) {
        let o2 = this.getNearestWeekday(this.year, this.month, i + 1);
        if (o2 !== -1 && o2 === t2) {
          a = 1;
          break;
        }
      }
    }
    if (n.lastWeekday) {
      let i = this.getLastWeekday(this.year, this.month);
      t2 === i && (a = 1);
    }
    if (n.lastDayOfMonth) {
      let i = this.getLastDayOfMonth(this.year, this.month);
      t2 === i && (a = 1);
    }
    if (!n.starDOW) {
      let i = new Date(g2(this.year, this.month, 1, 0, 0, 0, 0)).getUTCDay(), o2 = n.dayOfWeek[(i + (t2 - 1)) % 7];
      o2 && o2 & 63 && (o2 = this.isNthWeekdayOfMonth(this.year, this.month, t2, o2) ? 1 : 0), n.useAndLogic ? a = a && o2 : !r2.domAndDow && !n.starDOM ? a = a || o2 : a = a && o2;
    }
    return a;
  }
  _findMatch(e, t2, n, r2, a) {
    let i = this[t2], o2 = t2 === "day" ? this.getLastDayOfMonth(this.year, this.month) : 0, u2 = this[t2] + r2, l3 = a === 1 ? (h3) => h3 < n[t2].length : (h3) => h3 >= 0;
    for (let h3 = u2; l3(h3); h3 += a) {
      let m2 = n[t2][h3];
      if (t2 === "day") {
        if (h3 - r2 > o2) continue;
        m2 = this._matchDayValue(m2, h3 - r2, n, e);
      }
      if (m2) return this[t2] = h3 - r2, i !== this[t2] ? 2 : 1;
    }
    return 3;
  }
  recurse(e, t2, n) {
    let r2 = this.year, a = n;
    for (; typeof a == "number"; ) {
      if (e.starYear && Math.abs(this.year - r2) > 400) return null;
      a = this.recurseStep(e, t2, a);
    }
    return a;
  }
  recurseStep(e, t2, n) {
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
    let r2 = this.findNext(t2, f3[n][0], e, f3[n][2]);
    if (r2 > 1) {
      let a = n + 1;
      for (; a < f3.length; ) this[f3[a][0]] = -f3[a][2], a++;
      if (r2 === 3) {
        if (this[f3[n][1]]++, this[f3[n][0]] = -f3[n][2], this.apply(), n === 0 && !e.starYear) {
          for (; this.year >= 0 && this.year < e.year.length && e.year[this.year] === 0 && this.year < 1e4; ) this.year++;
          if (this.year >= 1e4 || this.year >= e.year.length) return null;
        }
        return 0;
      } else if (this.apply()) return n - 1;
    }
    return n += 1, n >= f3.length ? this : (e.starYear ? this.year >= 3e3 : this.year >= 1e4) ? null : n;
  }
  increment(e, t2, n) {
    return this.instantMs = void 0, this.instantFields = void 0, this.second += t2.interval !== void 0 && t2.interval > 1 && n ? t2.interval : 1, this.ms = 0, this.apply(), this.recurse(e, t2, 0);
  }
  decrement(e, t2, n = true) {
    this.instantMs = void 0, this.instantFields = void 0;
    let r2 = t2.interval !== void 0 && t2.interval >= 1;
    return (this.ms === 0 || r2) && (this.second -= r2 && n ? t2.interval : 1), this.ms = 0, this.apply(), this.year < 1 ? null : this.recurseBackward(e, t2, 0);
  }
  recurseBackward(e, t2, n) {
    let r2 = this.year, a = n;
    for (; typeof a == "number"; ) {
      if (e.starYear && Math.abs(this.year - r2) > 400) return null;
      a = this.recurseBackwardStep(e, t2, a);
    }
    return a;
  }
  recurseBackwardStep(e, t2, n) {
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
    let r2 = this.findPrevious(t2, f3[n][0], e, f3[n][2]);
    if (r2 > 1) {
      let a = n + 1;
      for (; a < f3.length; ) {
        let i = f3[a][0], o2 = f3[a][2], u2 = this.getMaxPatternValue(i, e, o2);
        this[i] = u2, a++;
      }
      if (r2 === 3) {
        if (this[f3[n][1]]--, n === 0) {
          let u2 = this.getLastDayOfMonth(this.year, this.month);
          this.day > u2 && (this.day = u2);
        }
        if (n === 1) if (this.day <= 0) this.day = 1;
        else {
          let u2 = this.year, l3 = this.month;
          for (; l3 < 0; ) l3 += 12, u2--;
          for (; l3 > 11; ) l3 -= 12, u2++;
          let h3 = this.getLastDayOfMonth(u2, l3);
          this.day > h3 && (this.day = h3);
        }
        this.apply();
        let i = f3[n][0], o2 = f3[n][2];
        if (this[i] = this.getMaxPatternValue(i, e, o2), this.apply(), n === 0) {
          let u2 = f3[1][2], l3 = this.getMaxPatternValue("day", e, u2);
          l3 !== this.day && (this.day = l3, this.hour = this.getMaxPatternValue("hour", e, f3[2][2]), this.minute = this.getMaxPatternValue("minute", e, f3[3][2]), this.second = this.getMaxPatternValue("second", e, f3[4][2]));
        }
        if (n === 0 && !e.starYear) {
          for (; this.year >= 0 && this.year < e.year.length && e.year[this.year] === 0; ) this.year--;
          if (this.year < 1) return null;
        }
        return 0;
      } else if (this.apply()) return n - 1;
    }
    return n += 1, n >= f3.length ? this : this.year < 1 ? null : n;
  }
  getMaxPatternValue(e, t2, n) {
    let r2 = t2[e].length - 1 - n;
    for (let a = t2[e].length - 1; a >= 0; a--) if (t2[e][a]) {
      r2 = a - n;
      break;
    }
    if (e === "day") {
      let a = this.getLastDayOfMonth(this.year, this.month);
      return t2.lastWeekday || t2.nearestWeekdays.some((i) => i) || t2.lastDayOfMonth || !t2.starDOW ? a : Math.min(r2, a);
    }
    return r2;
  }
  findPrevious(e, t2, n, r2) {
    return this._findMatch(e, t2, n, r2, -1);
  }
  getDate(e) {
    if (!e && typeof this.tz != "number") {
      let t2 = this.cachedInstant();
      if (t2 !== void 0) return new Date(t2 + (this.tz === void 0 ? this.ms : 0));
    }
    if (e || this.tz === void 0) {
      if (this.year >= 0 && this.year < 100) {
        let t2 = /* @__PURE__ */ new Date(0);
        return t2.setFullYear(this.year, this.month, this.day), t2.setHours(this.hour, this.minute, this.second, this.ms), t2;
      }
      return new Date(this.year, this.month, this.day, this.hour, this.minute, this.second, this.ms);
    } else return typeof this.tz == "number" ? new Date(g2(this.year, this.month, this.day, this.hour, this.minute - this.tz, this.second, this.ms)) : N3(T2(this.year, this.month + 1, this.day, this.hour, this.minute, this.second, this.tz), false);
  }
  getTime() {
    return this.getDate(false).getTime();
  }
  match(e, t2) {
    if (!e.starYear && (this.year < 0 || this.year >= e.year.length || e.year[this.year] === 0)) return false;
    for (let n = 0; n < f3.length; n++) {
      let r2 = f3[n][0], a = f3[n][2], i = this[r2];
      if (i + a < 0 || i + a >= e[r2].length) return false;
      let o2 = e[r2][i + a];
      if (r2 === "day" && (o2 = this._matchDayValue(o2, i, e, t2)), !o2) return false;
    }
    return true;
  }
};
function F3(s3) {
  s3 === void 0 && (s3 = {}), delete s3.name, s3.legacyMode !== void 0 && s3.domAndDow === void 0 ? s3.domAndDow = !s3.legacyMode : s3.domAndDow === void 0 && (s3.domAndDow = false), s3.legacyMode = !s3.domAndDow;
  let e = (n, r2) => n === void 0 ? r2 : n;
  if (s3.paused = e(s3.paused, false), s3.maxRuns = e(s3.maxRuns, 1 / 0), s3.catch = e(s3.catch, false), s3.unref = e(s3.unref, false), s3.mode = e(s3.mode, "auto"), s3.alternativeWeekdays = e(s3.alternativeWeekdays, false), s3.sloppyRanges = e(s3.sloppyRanges, false), s3.fixedTimeRule = e(s3.fixedTimeRule, "single-value"), s3.allowPast = e(s3.allowPast, false), s3.interval = s3.interval === void 0 ? 0 : parseInt(s3.interval.toString(), 10), s3.utcOffset = s3.utcOffset === void 0 ? void 0 : parseInt(s3.utcOffset.toString(), 10), s3.dayOffset = s3.dayOffset === void 0 ? 0 : parseInt(s3.dayOffset.toString(), 10), !["auto", "5-part", "6-part", "7-part", "5-or-6-parts", "6-or-7-parts"].includes(s3.mode)) throw new Error("CronOptions: mode must be one of 'auto', '5-part', '6-part', '7-part', '5-or-6-parts', or '6-or-7-parts'.");
  if (!["single-value", "no-wildcard"].includes(s3.fixedTimeRule)) throw new Error("CronOptions: fixedTimeRule must be one of 'single-value' or 'no-wildcard'.");
  s3.timezone === "" && (s3.timezone = void 0);
  let t2 = s3.timezone ?? s3.utcOffset;
  if (s3.startAt && (s3.startAt = I3(new c3(s3.startAt, t2))), s3.stopAt && (s3.stopAt = I3(new c3(s3.stopAt, t2))), s3.interval !== null) {
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
function I3(s3) {
  return s3.ms ? (s3.ms = 0, new c3(new Date(s3.getTime() + 1e3), s3.tz)) : s3;
}
function b3(s3) {
  return typeof s3 == "function";
}
function L3(s3) {
  return b3(s3);
}
function Y3(s3) {
  typeof Deno < "u" && typeof Deno.unrefTimer < "u" ? Deno.unrefTimer(s3) : s3 && typeof s3.unref < "u" && s3.unref();
}
var P3 = 1440 * 60 * 1e3;
var $3 = 30 * 1e3;
var M4 = [];
var j3 = class {
  name;
  options;
  _states;
  fn;
  _startAtRoundingMs = 0;
  getTz() {
    return this.options.timezone ?? this.options.utcOffset;
  }
  applyDayOffset(e) {
    let t2 = this._offsetMs();
    return t2 ? new Date(e.getTime() + t2) : e;
  }
  _offsetMs() {
    return (this.options.dayOffset ?? 0) * P3;
  }
  get _startAt() {
    return this.options.startAt;
  }
  get _stopAt() {
    return this.options.stopAt;
  }
  _nextTarget(e, t2) {
    let n = this._offsetMs(), r2 = this._next(this._shift(e), new Date(t2.getTime() - n), { startAt: this._shift(this._startAt), stopAt: this._shift(this._stopAt) });
    return r2 ? this.applyDayOffset(r2.getDate(false)) : null;
  }
  _previousTarget(e, t2) {
    let n = this._toMs(e ?? t2) - this._offsetMs(), r2 = this._previous(new Date(n), { startAt: this._shift(this._startAt), stopAt: this._shift(this._stopAt) });
    return r2 ? this.applyDayOffset(r2.getDate(false)) : null;
  }
  _shift(e) {
    if (e != null) return new c3(new Date(this._toMs(e) - this._offsetMs()), this.getTz());
  }
  constructor(e, t2, n) {
    let r2, a;
    if (b3(t2)) a = t2;
    else if (typeof t2 == "object") r2 = t2;
    else if (t2 !== void 0) throw new Error("Cron: Invalid argument passed for optionsIn. Should be one of function, or object (options).");
    if (b3(n)) a = n;
    else if (typeof n == "object") r2 = n;
    else if (n !== void 0) throw new Error("Cron: Invalid argument passed for funcIn. Should be one of function, or object (options).");
    this.name = r2?.name;
    let i = r2?.startAt;
    this.options = F3(r2), i && this._startAt && (this._startAtRoundingMs = this._startAt.getTime() - new c3(i, this.getTz()).getTime());
    let o2 = !!e && (e instanceof Date || typeof e == "string" && e.indexOf(":") > 0);
    if (this._states = { kill: false, blocking: false, previousRun: void 0, currentRun: void 0, once: void 0, currentTimeout: void 0, maxRuns: r2 ? r2.maxRuns : void 0, paused: r2 ? r2.paused : false, pattern: o2 ? new C2("* * * * *", void 0, { mode: "auto" }) : new C2(e, this.options.timezone, { mode: this.options.mode, alternativeWeekdays: this.options.alternativeWeekdays, sloppyRanges: this.options.sloppyRanges, fixedTimeRule: this.options.fixedTimeRule }) }, o2 && (this._states.once = new c3(e, this.getTz())), this.name) {
      if (M4.find((l3) => l3.name === this.name)) throw new Error("Cron: Tried to initialize new named job '" + this.name + "', but name already taken.");
      M4.push(this);
    }
    return a !== void 0 && L3(a) && (this.fn = a, this.schedule()), this;
  }
  nextRun(e) {
    return this._nextTarget(e, /* @__PURE__ */ new Date());
  }
  nextRuns(e, t2) {
    this._states.maxRuns !== void 0 && e > this._states.maxRuns && (e = this._states.maxRuns);
    let n = t2 || this._states.currentRun || void 0;
    return this._enumerateRuns(e, n, "next");
  }
  previousRuns(e, t2) {
    return this._enumerateRuns(e, t2 || void 0, "previous");
  }
  enumerate(e) {
    return new A3(this, e);
  }
  _enumerateRuns(e, t2, n) {
    let r2 = [], a = /* @__PURE__ */ new Date(), i = t2;
    for (; e-- > 0; ) {
      let o2 = n === "next" ? this._nextTarget(i, a) : this._previousTarget(i, a);
      if (!o2) break;
      r2.push(o2), i = o2;
    }
    return r2;
  }
  match(e) {
    if (this._states.once) {
      let n = new c3(e, this.getTz());
      n.ms = 0;
      let r2 = new c3(this._states.once, this.getTz());
      return r2.ms = 0, n.getTime() === r2.getTime();
    }
    let t2 = new c3(e, this.getTz());
    return t2.ms = 0, t2.match(this._states.pattern, this.options);
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
    let t2 = /* @__PURE__ */ new Date(), n = this._nextTarget(e, t2);
    return n ? n.getTime() - this._toMs(e ?? t2) : null;
  }
  stop() {
    this._states.kill = true, this._states.currentTimeout && clearTimeout(this._states.currentTimeout);
    let e = M4.indexOf(this);
    e >= 0 && M4.splice(e, 1);
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
  _schedule(e, t2) {
    if (e && this.fn) throw new Error("Cron: It is not allowed to schedule two functions using the same Croner instance.");
    e && (this.fn = e);
    let n = t2 ?? /* @__PURE__ */ new Date(), r2 = this._nextTarget(void 0, n), a = r2 ? r2.getTime() - n.getTime() : null, i = this._states.currentRun;
    i && i.getTime() > n.getTime() && (i = void 0);
    let o2 = this._nextTarget(i, n);
    return a === null || isNaN(a) || o2 === null ? this : (a > $3 && (a = $3), a < 0 && (a = this._states.paused ? 1e3 : 0), this._states.currentTimeout = setTimeout(() => this._checkTrigger(o2), a), this._states.currentTimeout && this.options.unref && Y3(this._states.currentTimeout), this);
  }
  async _trigger(e = /* @__PURE__ */ new Date()) {
    this._states.blocking = true, this._states.currentRun = new c3(e, this.getTz());
    try {
      if (this.options.catch) try {
        this.fn !== void 0 && await this.fn(this, this.options.context);
      } catch (t2) {
        if (b3(this.options.catch)) try {
          Promise.resolve(this.options.catch(t2, this)).catch(() => {
          });
        } catch {
        }
      }
      else this.fn !== void 0 && await this.fn(this, this.options.context);
    } finally {
      this._states.previousRun = new c3(e, this.getTz()), this._states.blocking = false;
    }
  }
  async trigger() {
    await this._trigger();
  }
  runsLeft() {
    return this._states.maxRuns;
  }
  _checkTrigger(e) {
    let t2 = /* @__PURE__ */ new Date(), n = !this._states.paused && t2.getTime() >= e.getTime(), r2 = this._states.blocking && this.options.protect;
    n && !r2 ? (this._states.maxRuns !== void 0 && this._states.maxRuns--, this._trigger(t2)) : n && r2 && b3(this.options.protect) && setTimeout(() => this.options.protect(this), 0), this._schedule(void 0, n ? void 0 : t2);
  }
  _next(e, t2, n) {
    let r2 = n ? n.startAt : this._startAt, a = n ? n.stopAt : this._stopAt, i = !!e, o2 = !!(e || this._states.currentRun), u2 = false;
    !e && r2 && this.options.interval && (e = this._calculatePreviousRun(r2, t2), e && (o2 = true), u2 = !e);
    let l3 = e ?? t2 ?? /* @__PURE__ */ new Date(), h3 = this._toMs(l3);
    e = new c3(l3, this.getTz()), r2 && h3 < r2.getTime() && (e = u2 ? r2 : new c3(new Date(r2.getTime() - 1e3), this.getTz()), h3 = e.getTime());
    let m2 = this._states.once || new c3(e, this.getTz());
    if (!u2 && m2 !== this._states.once && (m2 = this._findOccurrence(e, h3, 1, o2)), this._states.once) {
      let d2 = this._states.once.getTime(), p2 = h3 - d2;
      if (r2 && d2 < r2.getTime() - this._startAtRoundingMs || this._states.currentRun && this.applyDayOffset(this._states.once.getDate()).getTime() <= this._states.currentRun.getTime() || (i ? p2 >= 0 : p2 > 1e3 && !this.options.allowPast)) return null;
    }
    return m2 === null || this._states.maxRuns !== void 0 && this._states.maxRuns <= 0 || this._states.kill || a && m2.getTime() >= a.getTime() ? null : m2;
  }
  _previous(e, t2) {
    let n = this._toMs(e ?? /* @__PURE__ */ new Date());
    if (t2.stopAt && n > t2.stopAt.getTime() && (n = t2.stopAt.getTime()), this._states.once) return this._states.once.getTime() < n ? this._states.once : null;
    let r2 = this._findOccurrence(new c3(new Date(n), this.getTz()), n, -1);
    return r2 === null || t2.startAt && r2.getTime() < t2.startAt.getTime() ? null : r2;
  }
  _toMs(e) {
    if (e instanceof Date) return e.getTime();
    let t2 = new c3(e, this.getTz());
    return t2.getTime() + (typeof t2.tz == "string" ? t2.ms : 0);
  }
  _findOccurrence(e, t2, n, r2 = false) {
    let a = this.options.interval ?? 0;
    if (a > 1 && (n === -1 || r2)) {
      t2 += (a - 1) * 1e3 * n;
      let m2 = new Date(t2);
      if (isNaN(m2.getTime()) || (e = new c3(m2, this.getTz()), !(e.year >= 1 && e.year <= 9999))) return null;
      r2 = false;
    }
    let i = this._walk(e, t2, n, r2), o2 = this.getTz();
    if (this._states.pattern.isFixedTime && n === 1 || typeof o2 == "number" || U2(t2, o2) !== (n === 1 ? "earlier" : "later")) return i;
    let u2 = Math.floor(t2 / 1e3) * 1e3, l3 = n === 1 ? k2(u2, u2 + P3, o2) : k2(u2 - P3, u2, o2) - 1e3;
    if (i && (l3 - i.getTime()) * n > 0) return i;
    let h3 = this._walk(new c3(new Date(l3), o2), l3 - n, n, false, true);
    return !i || !h3 ? i ?? h3 : (i.getTime() - h3.getTime()) * n > 0 ? h3 : i;
  }
  _walk(e, t2, n, r2, a = false) {
    let i = this._states.pattern, o2 = (l3, h3) => n === 1 ? l3.increment(i, this.options, h3) : l3.decrement(i, this.options, h3), u2 = new c3(e, this.getTz());
    for ((!a || !u2.match(i, this.options)) && (u2 = o2(u2, r2)); u2; ) {
      let l3 = this._runAt(u2, t2, n);
      if (l3) return new c3(l3, this.getTz());
      u2 = o2(u2, false);
    }
    return null;
  }
  _runAt(e, t2, n) {
    let r2 = (d2) => (d2.getTime() - t2) * n > 0, a = e.tz;
    if (typeof a == "number") {
      let d2 = e.getDate();
      return r2(d2) ? d2 : null;
    }
    let i = T2(e.year, e.month + 1, e.day, e.hour, e.minute, e.second, a), o2 = _3(i), u2 = this._states.pattern.isFixedTime;
    if (o2.kind === "single") return r2(o2.date) ? o2.date : null;
    if (o2.kind === "ambiguous") {
      let { earlier: d2, later: p2 } = o2;
      return (u2 ? [d2] : n === 1 ? [d2, p2] : [p2, d2]).find(r2) ?? null;
    }
    if (!u2) return null;
    let l3 = new Date(k2(o2.before.getTime(), o2.after.getTime(), a)), h3 = y2(l3, a);
    return h3.y === i.y && h3.m === i.m && h3.d === i.d && r2(l3) ? l3 : null;
  }
  _calculatePreviousRun(e, t2) {
    let n = new c3(t2, this.getTz()).getTime();
    if (e.getTime() > n) return;
    let r2 = this.options.interval * 1e3, a = e;
    for (; a.getTime() + r2 <= n; ) {
      let i = this._findOccurrence(a, a.getTime(), 1, true);
      if (i === null) break;
      a = i;
    }
    return a;
  }
};
var A3 = class {
  cron;
  cursor;
  now;
  done;
  initialMaxRuns;
  remainingRuns;
  constructor(e, t2) {
    this.cron = e, this.initialMaxRuns = e.runsLeft() ?? 1 / 0, this.reset(t2);
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
  return new j3(expression, { utcOffset: 0, mode: "5-part", domAndDow: false });
}
function isItem(item, { min, max, names: names2 }) {
  const match = /^(?:\*|(\w+)(?:-(\w+))?)(?:\/(\d{1,2}))?$/.exec(item);
  if (match === null) return false;
  const [, first, last, step] = match;
  const numberOf = (text) => /^\d{1,2}$/.test(text) ? Number(text) : min + indexOf(names2, text);
  const [from, to2] = [numberOf(first ?? String(min)), numberOf(last ?? first ?? String(max))];
  const stepped = step === void 0 || Number(step) >= 1 && (first === void 0 || last !== void 0);
  return from >= min && to2 <= max && from <= to2 && stepped;
}
function indexOf(names2, text) {
  const index = names2.indexOf(text);
  return index < 0 ? Number.NaN : index;
}

// src/revision/interval.ts
var forms = 'a number with a unit ("1 day", "6h", "90 min", "2 weeks") or a whole number of seconds ("3600")';
function parseLevels(text) {
  const parts = text.split(",");
  const several = parts.length > 1 && (/,\s/.test(text) || parts.every((part) => parseSeconds(part)));
  if (!several && looksLikeCron(text)) return [{ cron: parseCron(text) }];
  const allowed3 = `${forms}, several of them ("1 week, 1 day"), or a cron expression of five fields ("5 0 * * *")`;
  const durations = parts.map((part) => parseDuration(part, allowed3));
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
function parseDuration(text, allowed3 = forms) {
  const seconds = parseSeconds(text);
  if (seconds === void 0 || seconds <= 0)
    throw new Error(`${JSON.stringify(text)} is not a duration above zero: write ${allowed3}`);
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
    rank(name3) {
      const last = rules.findLast(({ expression }) => expression.test(name3));
      if (last === void 0 || last.negative) return void 0;
      return rules.findIndex(({ expression, negative }) => !negative && expression.test(name3));
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

// src/action/inputs/reading.ts
import { realpathSync } from "node:fs";
import { relative, resolve as resolve3, sep } from "node:path";

// src/action/inputs/defaults.ts
var defaults = {
  path: ".",
  interval: "1 day",
  offset: "0",
  start: "checkout",
  history: "first-parent",
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

// src/action/inputs/reading.ts
function optional(name3) {
  return getInput(name3) || defaults[name3];
}
function read(name3, parse) {
  try {
    return parse(optional(name3) ?? "");
  } catch (error) {
    throw new UserError(`Input \`${name3}\`: ${messageOf(error)}.`);
  }
}
function given(name3, parse) {
  return optional(name3) === void 0 ? void 0 : read(name3, parse);
}
function oneOf(name3, allowed3) {
  return read(name3, (text) => {
    const found = allowed3.find((value) => value === text);
    if (found === void 0)
      throw new Error(`\`${text}\` is not one of ${allowed3.map((value) => `\`${value}\``).join(", ")}`);
    return found;
  });
}
function flag(name3) {
  return oneOf(name3, ["true", "false"]) === "true";
}
function linesOf(text) {
  return text.split("\n").map((line) => line.trim()).filter((line) => line !== "");
}
function workspaceOf(environment2) {
  return environment2.GITHUB_WORKSPACE || process.cwd();
}
function pathInside(workspace, text) {
  let path;
  try {
    path = realpathSync(resolve3(workspace, text));
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

// src/action/inputs/linux-builder.ts
var builderModes = ["auto", "always", "never"];
var accelerations = ["auto", "kvm", "none"];
function loadBuilderInputs(environment2 = process.env) {
  return {
    workspace: workspaceOf(environment2),
    nixOptions: read("nix-options", settingsOf),
    linuxBuilder: linuxBuilderInputs("always")
  };
}
function linuxBuilderInputs(mode2) {
  const gibibytes = given("linux-builder-memory", (text) => sizeOf(text, 1));
  return {
    mode: mode2,
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

// src/cache/client.ts
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join as join10 } from "node:path";

// src/cache/limit.ts
import { mkdtemp, realpath, rm as rm2 } from "node:fs/promises";
import { join as join6 } from "node:path";
function startLimit(seconds) {
  const end = performance.now() + seconds * 1e3;
  return {
    left() {
      if (cancelled.aborted) throw new Error("it was cancelled");
      const left = (end - performance.now()) / 1e3;
      if (left <= 0) throw new Error(tooSlow(seconds));
      return left;
    }
  };
}
function tooSlow(seconds) {
  return `it did not finish within its time limit of ${seconds} s`;
}
var graceSeconds = 5;
async function settle(seconds, operation) {
  let timer;
  const late = new Promise((_4, reject) => {
    timer = setTimeout(() => reject(new Error(tooSlow(seconds))), (seconds + graceSeconds) * 1e3);
  });
  try {
    return await Promise.race([operation(startLimit(seconds)), late]);
  } catch (error) {
    return { status: "failed", reason: reasonOf(error) };
  } finally {
    clearTimeout(timer);
  }
}
async function settleEach(entries, seconds, operation) {
  if (entries.length === 0) return [];
  const settled = await settle(seconds, operation);
  return "status" in settled ? entries.map(() => settled) : settled;
}
async function withPrivateDirectory(scratch, use) {
  const directory = await realpath(await mkdtemp(join6(scratch, "incremental-nix-cache-")));
  try {
    return await use(directory);
  } finally {
    await rm2(directory, { recursive: true, force: true });
  }
}

// src/cache/pack.ts
import { mkdir as mkdir3, readFile as readFile3, rm as rm3, stat, writeFile as writeFile4 } from "node:fs/promises";
import { dirname, join as join8 } from "node:path";

// src/cache/closure.ts
import { basename as basename2 } from "node:path";
function withoutUpstream(closure, trustedKeyNames) {
  return closure.filter(
    (info) => info.ultimate || !info.signatures.some((signature) => trustedKeyNames.has(signature.split(":")[0] ?? ""))
  );
}
function referencesFirst(infos) {
  const byPath = new Map(infos.map((info) => [info.path, info]));
  const ordered = /* @__PURE__ */ new Set();
  const open2 = /* @__PURE__ */ new Set();
  const visit = (info) => {
    if (ordered.has(info) || open2.has(info)) return;
    open2.add(info);
    for (const reference of info.references) {
      const next = byPath.get(reference);
      if (next !== void 0) visit(next);
    }
    ordered.add(info);
  };
  infos.forEach(visit);
  return [...ordered];
}
function referenceLevels(infos) {
  const depths = /* @__PURE__ */ new Map();
  const levels = [];
  for (const info of referencesFirst(infos)) {
    const depth = Math.max(0, ...info.references.map((path) => (depths.get(path) ?? -1) + 1));
    depths.set(info.path, depth);
    levels[depth] = [...levels[depth] ?? [], info];
  }
  return levels;
}
function closureOf(paths, infos) {
  const all = new Set(paths.filter((path) => infos.has(path)));
  for (const path of all)
    for (const reference of infos.get(path)?.references ?? []) if (infos.has(reference)) all.add(reference);
  return all;
}
function outsideReferences(packed, closure) {
  const inside = new Set(packed.map((info) => info.path));
  const wanted = new Set(packed.flatMap((info) => info.references).filter((path) => !inside.has(path)));
  return closure.filter((info) => wanted.has(info.path));
}
function narinfoName(path) {
  return `${basename2(path).slice(0, 32)}.narinfo`;
}
function narinfoStub(info) {
  return [
    `StorePath: ${info.path}`,
    "URL: nar/none.nar",
    "Compression: none",
    `NarHash: ${info.narHash}`,
    `NarSize: ${info.narSize}`,
    `References: ${info.references.map((path) => basename2(path)).join(" ")}`,
    ""
  ].join("\n");
}

// src/cache/signing.ts
import { writeFile as writeFile3 } from "node:fs/promises";
import { join as join7 } from "node:path";
async function withKeyFile(scratch, key, use) {
  if (key === void 0) return use(void 0);
  return withPrivateDirectory(scratch, async (directory) => {
    const file = join7(directory, "signing-key");
    await writeFile3(file, key, { mode: 384, flag: "wx" });
    return use(file);
  });
}
function parseSigningKey(text) {
  const key = text.trim();
  const match = /^[^\s:]+:([A-Za-z0-9+/]+=*)$/.exec(key);
  if (match === null || Buffer.from(match[1] ?? "", "base64").length !== 64)
    throw new Error(
      "it is not a secret key of Nix, `name:\u2026`; make one with `nix key generate-secret --key-name NAME`"
    );
  return key;
}
function parsePublicKeys(text) {
  const keys = text.split(/\s+/).filter((key) => key !== "");
  for (const key of keys) {
    const match = /^[^:]+:([A-Za-z0-9+/]+=*)$/.exec(key);
    const length = match === null ? 0 : Buffer.from(match[1] ?? "", "base64").length;
    if (length === 64)
      throw new Error(
        "a secret key is among them; give the public one, of `nix key convert-secret-to-public`"
      );
    if (length !== 32)
      throw new Error(
        `\`${key}\` is not a public key of Nix, \`name:\u2026\`; print it with \`nix key convert-secret-to-public\``
      );
  }
  return keys.length === 0 ? void 0 : keys;
}

// src/cache/pack.ts
function withFastCompression(url) {
  return withParameter(url, "compression", "zstd");
}
function withParameter(url, name3, value) {
  const query = url.indexOf("?");
  if (query < 0) return `${url}?${name3}=${value}`;
  const names2 = url.slice(query + 1).split("&").map((pair) => pair.split("=")[0]);
  return names2.includes(name3) ? url : `${url}${url.endsWith("?") ? "" : "&"}${name3}=${value}`;
}
function withoutParameter(url, name3) {
  const [base = "", query] = url.split(/\?(.*)/s);
  if (query === void 0) return url;
  const left = query.split("&").filter((pair) => pair.split("=")[0] !== name3);
  return left.length === 0 ? base : `${base}?${left.join("&")}`;
}
function asSubstituter(url, keys) {
  return keys === void 0 ? withParameter(url, "trusted", "1") : withoutParameter(url, "trusted");
}
async function pack(store, packing) {
  const { directory, closure, parameters = "", signingKey: signingKey2, limit } = packing;
  await mkdir3(directory, { recursive: true, mode: 448 });
  const stubs = outsideReferences(packing.paths, closure);
  for (const info of stubs) await writeFile4(join8(directory, narinfoName(info.path)), narinfoStub(info));
  const compressed = withFastCompression(`file://${directory}${parameters}`);
  const url = withParameter(compressed, "parallel-compression", "true");
  const paths = packing.paths.map((info) => info.path);
  await withKeyFile(
    dirname(directory),
    signingKey2,
    (file) => store.write(
      file === void 0 ? url : withParameter(url, "secret-key", encodeURIComponent(file)),
      paths,
      limit.left()
    )
  );
  for (const info of stubs) await rm3(join8(directory, narinfoName(info.path)));
  return new Map(
    await Promise.all(paths.map(async (path) => [path, await filesOf(directory, path)]))
  );
}
async function filesOf(directory, path) {
  const narinfo = narinfoName(path);
  const text = await readFile3(join8(directory, narinfo), "utf8");
  const nar = parseNarinfo(narinfo, text)?.url;
  if (nar === void 0) throw new Error(`Nix wrote no narinfo of ${path}`);
  const sizes = await Promise.all(
    [narinfo, nar].map(async (file) => (await stat(join8(directory, file))).size)
  );
  return { narinfo, nar, bytes: sizes.reduce((sum, size) => sum + size, 0) };
}

// src/cache/install.ts
import { randomUUID } from "node:crypto";
import { userInfo as userInfo2 } from "node:os";
import { join as join9 } from "node:path";
var outage = /HTTP error (?:401|403|408|429|5\d\d)|could ?n[o']t (?:connect|resolve)|connection (?:reset|refused|timed)|timed out|timeout|transfer closed|recv failure|empty reply|no space left|disk (?:is )?full/i;
function isRefusal(reason) {
  return !outage.test(reason);
}
var toldApart = 4;
var briefSeconds = 3;
async function install(store, { entries, url, roots, attempt }, limit) {
  const paths = pathsOf(entries);
  if (paths.length === 0) return entries.map(() => ({ status: "hit" }));
  const failure = await failureOf(attempt, paths, limit);
  if (failure === void 0) {
    await protect(store, paths, roots);
    return entries.map(() => ({ status: "hit" }));
  }
  const valid = await store.valid(paths, briefSeconds).catch(() => /* @__PURE__ */ new Set());
  await protect(
    store,
    paths.filter((path) => valid.has(path)),
    roots
  );
  const isHit = (entry) => entry.paths.every((path) => valid.has(path));
  const failed = entries.filter((entry) => !isHit(entry));
  const common = await explain3(store, failure, url);
  const apart = entries.length > 1 && failed.length <= toldApart && common.refused === true;
  const results = [];
  for (const entry of entries) {
    if (isHit(entry)) results.push({ status: "hit" });
    else if (!apart) results.push(common);
    else {
      const alone = await failureOf(attempt, entry.paths, limit);
      if (alone === void 0) await protect(store, entry.paths, roots);
      results.push(alone === void 0 ? { status: "hit" } : await explain3(store, alone, url));
    }
  }
  return results;
}
function pathsOf(entries) {
  return [...new Set(entries.flatMap((entry) => entry.paths))];
}
async function failureOf(attempt, paths, limit) {
  const seconds = limit.left();
  try {
    await attempt(paths, seconds);
    return void 0;
  } catch (error) {
    if (error instanceof ProcessError && error.reason === "cancelled") throw error;
    return error ?? new Error("it gave no reason");
  }
}
async function explain3(store, error, url) {
  const reason = reasonOf(error);
  if (error instanceof ProcessError && error.reason !== "failed") return { status: "failed", reason };
  const trusted = await store.trusted(briefSeconds).catch(() => void 0);
  if (trusted === false) return untrusted(userInfo2().username, url);
  return { status: "failed", reason, refused: isRefusal(reason) };
}
async function protect(store, paths, roots) {
  if (roots === void 0 || paths.length === 0) return;
  await store.keep(paths, join9(roots, `restored-${randomUUID()}`), briefSeconds).catch(() => void 0);
}
function untrusted(user, url) {
  const ofItsOwn = url === void 0 ? "" : `, or, for this store alone, \`extra-substituters = ${maskUrls(url)}\` and \`extra-trusted-public-keys = \` with the key that its content is signed by`;
  return {
    status: "failed",
    reason: `the user \`${user}\` is not in \`trusted-users\` of the Nix daemon, which then ignores the stores that a job names`,
    remedy: `Add \`trusted-users = root ${user}\` to /etc/nix/nix.conf and restart the Nix daemon${ofItsOwn}`
  };
}

// src/cache/upstream.ts
var askSeconds = 20;
async function withoutUpstreamPaths(store, closure, limit) {
  const keys = await store.trustedKeyNames(limit.left());
  const candidates = withoutUpstream(closure, keys);
  const fetched = candidates.filter((info) => !info.ultimate).map((info) => info.path);
  if (fetched.length === 0) return candidates;
  const substituters = await store.substituters(limit.left());
  const answers = await Promise.all(
    // Not those with a password in the URL: everybody can read a command line.
    substituters.urls.filter((url) => !/:\/\/[^/]*@/.test(url)).map(async (url) => {
      const seconds = Math.min(askSeconds, limit.left());
      const infos = await store.lookUp(url, fetched, seconds).catch(() => []);
      return { url, infos };
    })
  );
  const theirs = new Set(answers.flatMap(({ url, infos }) => obtainable(infos, url, substituters, keys)));
  return candidates.filter((info) => info.ultimate || !theirs.has(info.path));
}
function obtainable(infos, url, { requireSignatures }, trustedKeyNames) {
  const trusted = !requireSignatures || /[?&]trusted=(1|true)(&|$)/.test(url);
  if (trusted) return infos.map((info) => info.path);
  const refused2 = withoutUpstream(
    infos.map((info) => ({ ...info, ultimate: false })),
    trustedKeyNames
  ).map((info) => info.path);
  return infos.map((info) => info.path).filter((path) => !refused2.includes(path));
}

// src/cache/key.ts
import { createHash } from "node:crypto";
import { basename as basename3 } from "node:path";
function cacheKey({ path, ...prefix }) {
  const hash = basename3(path).split("-")[0] ?? "";
  return `${keyPrefix(prefix)}-${hash}`;
}
function failureKey(key, failure) {
  return key.replace(anyKey, `${anyKey}-failed-${failure}`);
}
function keyPrefix({ system, name: name3, revision }) {
  const parts = [system, name3, revision].map((part) => part.replace(/[^\w.+-]+/g, "_").slice(0, 128));
  return [anyKey, ...parts].join("-");
}
var anyKey = "incremental-nix-v2";
function dependenciesKey(paths) {
  const text = [...new Set(paths)].sort().join("\n");
  return `${anyKey}-dependencies-${createHash("sha256").update(text).digest("hex").slice(0, 32)}`;
}
function isDependenciesKey(key) {
  return /^incremental-nix-v2-(?:repaired-)?dependencies-[0-9a-f]{32}$/.test(key);
}
function parseKey(key) {
  const match = /^((incremental-nix-v2-.+)-([0-9a-f]{64}|[0-9a-f]{40}))-[0-9a-z]{32}$/.exec(key);
  if (match === null || isDependenciesKey(key)) return void 0;
  return { series: match[2], prefix: match[1], revision: match[3] };
}

// src/cache/whole.ts
function notWhole({ key }) {
  if (isDependenciesKey(key)) return { status: "incomplete" };
  return { status: "failed", reason: "not all of its paths are in the local store" };
}

// src/cache/whole-store.ts
async function having(store, url, entries, limit) {
  const missing = new Set(await store.missingIn(url, pathsOf(entries), limit.left()));
  return new Set(entries.filter(({ paths }) => !paths.some((path) => missing.has(path))));
}
async function presenceIn(store, url, entries, limit) {
  const present = await having(store, url, entries, limit);
  return entries.map((entry) => ({ status: present.has(entry) ? "found" : "absent" }));
}
async function restorePresent(store, wanted, { url, named: named2, roots, attempt }, limit) {
  const present = await having(store, url, wanted, limit);
  const entries = wanted.filter((entry) => present.has(entry));
  const installation = { entries, url: named2 ? url : void 0, roots, attempt };
  const restored = await install(store, installation, limit);
  return wanted.map((entry) => restored[entries.indexOf(entry)] ?? { status: "miss" });
}
async function saveMissing(store, wanted, { url, limit }, push) {
  const present = await having(store, url, wanted, limit);
  const valid = await store.valid(pathsOf(wanted), limit.left());
  const isWhole = (entry) => entry.paths.every((path) => valid.has(path));
  const open2 = wanted.filter((entry) => !present.has(entry) && isWhole(entry));
  const closure = open2.length === 0 ? [] : await store.closure(pathsOf(open2), limit.left());
  const infos = new Map(closure.map((info) => [info.path, info]));
  const ours = await withoutUpstreamPaths(store, closure, limit);
  const refusal = open2.length === 0 ? void 0 : await push(pathsOf(open2), ours);
  const counted = /* @__PURE__ */ new Set();
  return wanted.map((entry) => {
    if (present.has(entry)) return { status: "exists" };
    if (!isWhole(entry)) return notWhole(entry);
    if (refusal !== void 0) return refusal;
    const paths = closureOf(entry.paths, infos);
    const own2 = ours.filter(({ path }) => paths.has(path) && !counted.has(path));
    for (const { path } of own2) counted.add(path);
    return { status: "saved", bytes: own2.reduce((sum, info) => sum + info.narSize, 0) };
  });
}

// src/cache/client.ts
var refused = /neither auth token nor signing key|unauthori[sz]ed|forbidden|\b40[13]\b|permission|access ?denied|not authenticated|you don't have access/i;
function clientCache(store, options) {
  const { kind, name: name3, timeoutSeconds, trustedPublicKeys: keys, roots } = options;
  const call = (args, limit, input) => run(kind, args, { timeoutSeconds: limit.left(), ...input === void 0 ? {} : { input } });
  const address = async (limit) => {
    if (kind === "cachix") return (options.cachixUrl ?? ((cache) => `https://${cache}.cachix.org`))(name3);
    const { stdout, stderr } = await call(["cache", "info", name3], limit);
    return readEndpoint(`${stdout}
${stderr}`);
  };
  return {
    name: `${kind}:${name3}`,
    restore: ({ wanted }) => settleEach(wanted, timeoutSeconds, async (limit) => {
      const url = await address(limit);
      const attempt = (paths, seconds) => store.substitute(asSubstituter(url, keys), paths, seconds, keys);
      return restorePresent(store, wanted, { url, attempt, roots, named: true }, limit);
    }),
    has: (entries) => settleEach(
      entries,
      timeoutSeconds,
      async (limit) => presenceIn(store, await address(limit), entries, limit)
    ),
    save: ({ wanted }) => settleEach(
      wanted,
      timeoutSeconds,
      async (limit) => saveMissing(store, wanted, { url: await address(limit), limit }, async (paths) => {
        try {
          if (kind === "cachix") await call(["push", name3], limit, `${paths.join("\n")}
`);
          else await call(["push", name3, ...paths], limit);
          return void 0;
        } catch (error) {
          if (!(error instanceof ProcessError) || error.reason !== "failed" || !refused.test(error.stderr))
            throw error;
          return { status: "read-only", reason: reasonOf(error) };
        }
      })
    )
  };
}
function readEndpoint(text) {
  const url = /^\s*Binary Cache Endpoint:\s*(\S+)\s*$/m.exec(text)?.[1];
  if (url === void 0) throw new Error("attic cache info names no binary cache endpoint");
  return url;
}
var sources = {
  cachix: "with cachix/cachix-action or `nix profile install nixpkgs#cachix`",
  attic: "with `nix profile install nixpkgs#attic-client`, and log in with `attic login`"
};
function demandClients(kinds2, path) {
  for (const { kind } of kinds2) {
    if (kind !== "cachix" && kind !== "attic") continue;
    if (!path.split(delimiter).some((directory) => directory !== "" && isProgram(join10(directory, kind))))
      throw new Error(
        `\`${kind}:\` needs the program \`${kind}\`, which is not on PATH; install it in an earlier step, ${sources[kind]}`
      );
  }
}
function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

// src/cache/input.ts
var allowed = "use `github`, `none`, or the URL of a Nix store: file:///absolute/path, http://\u2026, https://\u2026, s3://\u2026, ssh-ng://\u2026 or ssh://\u2026; or `cachix:NAME`, `attic:NAME`, `attic:SERVER:NAME`";
var kinds = {
  "file:": "file",
  "http:": "http",
  "https:": "http",
  "s3:": "nix",
  "ssh-ng:": "nix",
  "ssh:": "nix"
};
var names = {
  cachix: /^[A-Za-z0-9][\w-]*$/,
  attic: /^(?:[A-Za-z0-9][\w.-]*:)?[A-Za-z0-9][\w+-]*$/
};
function parseCacheList(text) {
  const lines = text.split("\n").map((line) => line.trim()).filter((line) => line !== "");
  if (lines.length === 0) return [parseCacheInput("")];
  const kinds2 = lines.map(parseCacheInput);
  const twice = lines.find((line, index) => lines.indexOf(line) !== index);
  if (twice !== void 0) throw new Error(`"${maskUrls(twice)}" is there twice; leave one out`);
  if (kinds2.every(({ kind }) => kind === "none")) return [];
  if (kinds2.some(({ kind }) => kind === "none"))
    throw new Error("`none` stands beside other caches; leave out `none`, or the others");
  return kinds2;
}
function parseCacheInput(text) {
  const value = text.trim();
  if (value === "github" || value === "none") return { kind: value };
  const refuse = (why) => {
    throw new Error(`"${maskUrls(value)}" ${why}; ${allowed}`);
  };
  if (/[\s\u0000-\u001f\u007f]/.test(value)) return refuse("contains white space or a control character");
  const hosted = /^(cachix|attic):(?!\/\/)(.*)$/.exec(value);
  if (hosted !== null) {
    const [kind2, name3] = [hosted[1], hosted[2] ?? ""];
    return names[kind2].test(name3) ? { kind: kind2, name: name3 } : refuse("names no cache of that service");
  }
  if (!/^[a-z][a-z0-9+.-]*:\/\//.test(value)) return refuse("is not a cache");
  if (!URL.canParse(value)) return refuse("is not a valid URL");
  const url = new URL(value);
  const kind = kinds[url.protocol];
  if (kind === void 0) return refuse(`has the unknown scheme ${url.protocol}//`);
  if (kind === "file" && url.host !== "") return refuse("is not an absolute path");
  if (kind === "file" && url.pathname === "/") return refuse("names no directory");
  if (kind !== "file" && url.hostname === "") return refuse("names no host");
  if (url.hash !== "") return refuse("has a part after #, which Nix does not read");
  return { kind, url: value };
}

// src/cache/files/directory.ts
import { randomUUID as randomUUID2 } from "node:crypto";
import { rmSync } from "node:fs";
import { access, copyFile as copyFile2, mkdir as mkdir4, rename, rm as rm4 } from "node:fs/promises";
import { dirname as dirname2, join as join12 } from "node:path";
import { fileURLToPath } from "node:url";

// src/cache/files/files.ts
import { readdir, writeFile as writeFile5 } from "node:fs/promises";
import { join as join11, relative as relative2 } from "node:path";

// src/cache/files/catalogue.ts
var catalogueDirectory = "incremental-nix";
function descriptionName(key) {
  return `${catalogueDirectory}/${key}.json`;
}
function markName(prefix) {
  return `${catalogueDirectory}/${prefix}`;
}
function describeEntry({ key, paths }, closure, { time, ...rest }) {
  const description = {
    key,
    paths,
    closure: closure.map((info) => info.path),
    ...rest,
    time: Math.floor(time)
  };
  return `${JSON.stringify(description)}
`;
}
function parseDescription(text) {
  try {
    const { key, paths, closure, dependencies, branch, time } = JSON.parse(text);
    if (typeof key !== "string" || !Array.isArray(paths) || !Array.isArray(closure)) return void 0;
    if (dependencies !== void 0 && !Array.isArray(dependencies)) return void 0;
    return { key, paths, closure, dependencies, branch: branch ?? "", time: time ?? 0 };
  } catch {
    return void 0;
  }
}

// src/cache/files/files.ts
var ReadOnlyError = class extends Error {
  name = "ReadOnlyError";
};
var atOnce = 16;
function fileCache(store, options) {
  const withFiles = async (limit, use) => {
    const files = options.open(limit);
    try {
      return await use(files);
    } finally {
      files.close();
    }
  };
  const { url, timeoutSeconds, trustedPublicKeys: keys, roots } = options;
  const name3 = maskUrls(url);
  const withEntries = (entries, use) => settleEach(entries, timeoutSeconds, (limit) => withFiles(limit, (files) => use(files, limit)));
  return {
    name: name3,
    restore: ({ wanted }) => withEntries(wanted, async (files, limit) => {
      const present = await having2(files, wanted);
      const entries = wanted.filter((entry) => present.has(entry));
      const attempt = (paths, seconds) => store.substitute(asSubstituter(url, keys), paths, seconds, keys);
      const restored = await install(store, { entries, url, roots, attempt }, limit);
      return wanted.map((entry) => restored[entries.indexOf(entry)] ?? { status: "miss" });
    }),
    has: (entries) => withEntries(entries, async (files) => {
      const present = await having2(files, entries);
      return entries.map((entry) => ({ status: present.has(entry) ? "found" : "absent" }));
    }),
    find: (prefixes) => withEntries(prefixes, async (files) => {
      const names2 = prefixes.map(markName);
      const missing = await absent(files, names2);
      return names2.map((mark2) => ({ status: missing.has(mark2) ? "absent" : "found" }));
    }),
    save: ({ wanted }) => withEntries(wanted, (files, limit) => saveEntries(store, files, wanted, { name: name3, options, limit }))
  };
}
async function saveEntries(store, files, wanted, { name: name3, options, limit }) {
  const { scratch, signingKey: signingKey2 } = options;
  const replaced = wanted.filter((entry) => entry.refusedFrom?.includes(name3) === true);
  const present = await having2(
    files,
    wanted.filter((entry) => !replaced.includes(entry))
  );
  const valid = await store.valid(pathsOf(wanted), limit.left());
  const isWhole = (entry) => entry.paths.every((path) => valid.has(path));
  const isUsed = (entry) => present.has(entry) && isDependenciesKey(entry.key);
  const open2 = wanted.filter((entry) => (!present.has(entry) || isUsed(entry)) && isWhole(entry));
  const closure = open2.length === 0 ? [] : await store.closure(pathsOf(open2), limit.left());
  const infos = new Map(closure.map((info) => [info.path, info]));
  const ours = await withoutUpstreamPaths(store, closure, limit);
  const ofEntry = new Map(
    open2.map((entry) => {
      const paths = closureOf(entry.paths, infos);
      return [entry, ours.filter(({ path }) => paths.has(path))];
    })
  );
  const again = new Set(replaced.flatMap((entry) => ofEntry.get(entry) ?? []));
  const lacked = new Set(
    await lacking(
      files,
      ours.filter((info) => !again.has(info))
    )
  );
  const missing = ours.filter((info) => again.has(info) || lacked.has(info));
  const pushed = open2.filter((entry) => ofEntry.get(entry)?.some((info) => missing.includes(info)));
  const described = open2.filter((entry) => pushed.includes(entry) || isUsed(entry));
  const dependencies = wanted.map(({ key }) => key).filter(isDependenciesKey);
  const bytes = /* @__PURE__ */ new Map();
  const push = async (directory) => {
    const packed = join11(directory, "store");
    if (missing.length > 0) {
      const { search: parameters } = new URL(options.url);
      const packing = { directory: packed, paths: missing, closure, parameters, signingKey: signingKey2, limit };
      const sizes = new Map(await pack(store, packing));
      for (const entry of pushed) {
        const own2 = (ofEntry.get(entry) ?? []).map(({ path }) => path);
        const sum = own2.reduce((total, path) => total + (sizes.get(path)?.bytes ?? 0), 0);
        bytes.set(entry, sum);
        for (const path of own2) sizes.delete(path);
      }
    }
    await inParallel([...described.entries()], atOnce, ([index, entry]) => {
      const text = describeEntry(entry, ofEntry.get(entry) ?? [], {
        dependencies: isDependenciesKey(entry.key) ? [] : dependencies,
        branch: options.ref ?? "",
        time: Date.now() / 1e3
      });
      return describe(files, join11(directory, `description-${index}`), entry, text);
    });
    if (missing.length > 0) await upload(files, packed, missing, limit);
    await inParallel(
      [...pushed.entries()],
      atOnce,
      ([index, entry]) => mark(files, join11(directory, `mark-${index}`), entry)
    );
  };
  let refusal;
  if (described.length > 0)
    await withPrivateDirectory(scratch, push).catch((error) => {
      if (!(error instanceof ReadOnlyError)) throw error;
      refusal = { status: "read-only", reason: maskUrls(error.message) };
    });
  return wanted.map((entry) => {
    if (present.has(entry)) return { status: "exists" };
    if (!isWhole(entry)) return notWhole(entry);
    if (!pushed.includes(entry)) return { status: "exists" };
    return refusal ?? { status: "saved", bytes: bytes.get(entry) ?? 0 };
  });
}
async function absent(files, names2) {
  const missing = /* @__PURE__ */ new Set();
  await inParallel([...new Set(names2)], atOnce, async (name3) => {
    if (!await files.has(name3)) missing.add(name3);
  });
  return missing;
}
async function having2(files, entries) {
  const missing = await absent(files, pathsOf(entries).map(narinfoName));
  return new Set(entries.filter(({ paths }) => paths.every((path) => !missing.has(narinfoName(path)))));
}
async function lacking(files, infos) {
  const missing = await absent(
    files,
    infos.map(({ path }) => narinfoName(path))
  );
  return infos.filter(({ path }) => missing.has(narinfoName(path)));
}
async function describe(files, file, { key }, description) {
  await writeFile5(file, description);
  await files.put(descriptionName(key), file).catch(() => void 0);
}
async function mark(files, file, entry) {
  const prefix = parseKey(entry.key)?.prefix;
  if (prefix === void 0) return;
  await writeFile5(file, `${entry.key}
`);
  await files.put(markName(prefix), file).catch(() => void 0);
}
async function upload(files, packed, infos, limit) {
  const entries = await readdir(packed, { recursive: true, withFileTypes: true });
  const names2 = entries.filter((entry) => entry.isFile()).map((entry) => relative2(packed, join11(entry.parentPath, entry.name)));
  const narinfos = new Set(infos.map((info) => narinfoName(info.path)));
  const description = "nix-cache-info";
  const put = async (name3) => {
    limit.left();
    await files.put(name3, join11(packed, name3));
  };
  if (!await files.has(description)) await put(description);
  await inParallel(
    names2.filter((name3) => name3 !== description && !narinfos.has(name3)),
    atOnce,
    put
  );
  for (const level of referenceLevels(infos))
    await inParallel(
      level.map((info) => narinfoName(info.path)),
      atOnce,
      put
    );
}

// src/cache/files/directory.ts
var partials = /* @__PURE__ */ new Set();
process.on("exit", () => {
  for (const partial of partials) rmSync(partial, { force: true });
});
var forbidden = /* @__PURE__ */ new Set(["EACCES", "EPERM", "EROFS"]);
function directoryOf(url) {
  return fileURLToPath(new URL(new URL(url).pathname, "file://"));
}
function directoryFiles(url) {
  const root = directoryOf(url);
  return {
    async has(name3) {
      try {
        await access(join12(root, name3));
        return true;
      } catch (error) {
        if (codeOf(error) === "ENOENT") return false;
        throw error;
      }
    },
    async put(name3, source) {
      const target = join12(root, name3);
      const partial = `${target}.${randomUUID2()}.tmp`;
      partials.add(partial);
      try {
        await makeDirectory(dirname2(target));
        await copyFile2(source, partial);
        await rename(partial, target);
      } catch (error) {
        await rm4(partial, { force: true }).catch(() => void 0);
        const code = codeOf(error);
        if (code !== void 0 && forbidden.has(code)) {
          throw new ReadOnlyError(`${root} is not writable for this job (${code})`);
        }
        throw error;
      } finally {
        partials.delete(partial);
      }
    },
    close() {
    }
  };
}
async function makeDirectory(path) {
  const make = () => mkdir4(path).catch((error) => {
    if (codeOf(error) !== "EEXIST") throw error;
  });
  try {
    await make();
  } catch (error) {
    if (codeOf(error) !== "ENOENT" || dirname2(path) === path) throw error;
    await makeDirectory(dirname2(path));
    await make();
  }
}
function codeOf(error) {
  return error.code;
}

// src/cache/files/http.ts
import { createReadStream } from "node:fs";
import { stat as stat2 } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
var attempts = 4;
var silenceSeconds = 30;
function httpFiles(url, limit) {
  const { origin, pathname, username, password } = new URL(url);
  const base = `${origin}${pathname.endsWith("/") ? pathname : `${pathname}/`}`;
  const headers = username === "" && password === "" ? {} : { authorization: basicAuth(username, password) };
  const client = new HttpClient("incremental-nix", [], {
    allowRetries: false,
    keepAlive: true,
    socketTimeout: Math.min(silenceSeconds, limit.left()) * 1e3
  });
  const end = setTimeout(() => client.dispose(), limit.left() * 1e3);
  end.unref();
  const request = async (verb, name3, send) => {
    for (let attempt = 1; ; attempt++) {
      limit.left();
      const answer = await send().then(answerOf, failureOf2);
      if (answer.status !== void 0 && !isTransient(answer.status)) return answer.status;
      const pause = pauseSeconds(attempt, answer.retryAfter);
      if (attempt === attempts || pause >= limit.left()) {
        const why = answer.failure ?? `HTTP status ${answer.status}`;
        throw new Error(
          `${verb} ${base}${name3} failed ${attempt === 1 ? "once" : `${attempt} times`}: ${why}`
        );
      }
      await sleep(pause * 1e3);
    }
  };
  return {
    async has(name3) {
      const status = await request("HEAD", name3, () => client.head(base + name3, { ...headers }));
      if (status >= 200 && status < 300) return true;
      if (status === 404 || status === 410) return false;
      throw new Error(`HEAD ${base}${name3} failed: ${explain4(status)}`);
    },
    async put(name3, source) {
      const length = (await stat2(source)).size;
      const status = await request("PUT", name3, async () => {
        const body = createReadStream(source);
        try {
          return await client.sendStream("PUT", base + name3, body, {
            ...headers,
            "content-type": "application/octet-stream",
            "content-length": length
          });
        } finally {
          body.destroy();
        }
      });
      if (status >= 200 && status < 300) return;
      const text = `PUT ${base}${name3} failed: ${explain4(status)}`;
      if (status === 401 || status === 403 || status === 405) throw new ReadOnlyError(text);
      throw new Error(text);
    },
    close() {
      clearTimeout(end);
      client.dispose();
    }
  };
}
function basicAuth(username, password) {
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return `Basic ${Buffer.from(credentials).toString("base64")}`;
}
async function answerOf({ message }) {
  await drained(message);
  return { status: message.statusCode ?? 0, retryAfter: message.headers["retry-after"] };
}
function failureOf2(error) {
  return { failure: messageOf(error) };
}
function drained(message) {
  return new Promise((resolve4) => {
    message.on("error", () => resolve4()).on("close", resolve4).resume();
  });
}
function isTransient(status) {
  return status === 408 || status === 429 || status >= 500;
}
function pauseSeconds(attempt, retryAfter, now = Date.now()) {
  if (retryAfter !== void 0) {
    const seconds = Number(retryAfter);
    if (Number.isFinite(seconds) && seconds >= 0) return seconds;
    const date = Date.parse(retryAfter);
    if (!Number.isNaN(date)) return Math.max(0, (date - now) / 1e3);
  }
  return 2 ** (attempt - 2);
}
function explain4(status) {
  switch (status) {
    case 401:
    case 403:
      return `HTTP status ${status}; check the credentials in the URL and the rights that they give`;
    case 405:
      return "HTTP status 405; the server takes no PUT there";
    default:
      return `HTTP status ${status}`;
  }
}

// src/cache/files/prune.ts
import { readdir as readdir2, readFile as readFile4, rm as rm5, stat as stat3 } from "node:fs/promises";
import { basename as basename4, join as join13 } from "node:path";

// src/cache/prune.ts
function identify(key) {
  const parsed = parseKey(key);
  if (parsed !== void 0) return { revision: parsed.revision, series: parsed.series };
  return isDependenciesKey(key) ? { revision: void 0, series: void 0 } : void 0;
}
var pushTime = 24 * 3600;
function chooseRemoved(entries, keep, inUse, now) {
  const newestFirst = [...entries].sort((a, b4) => b4.time - a.time || (a.key < b4.key ? 1 : -1));
  const counts = /* @__PURE__ */ new Map();
  const isInUse = ({ revision }) => revision !== void 0 && inUse.has(revision);
  const isTooOld = ({ time }) => now - time > (keep.age ?? Number.POSITIVE_INFINITY);
  const fullBuilds = newestFirst.filter(({ series }) => series !== void 0);
  const inUseFirst = [...fullBuilds.filter(isInUse), ...fullBuilds.filter((one) => !isInUse(one))];
  const removed = inUseFirst.filter((entry) => {
    const group = JSON.stringify([entry.branch, entry.series]);
    const rank = (counts.get(group) ?? 0) + 1;
    counts.set(group, rank);
    if (isInUse(entry)) return false;
    return rank > (keep.count ?? Number.POSITIVE_INFINITY) || isTooOld(entry);
  });
  const kept = fullBuilds.filter((one) => !removed.includes(one));
  const used = new Set(kept.flatMap(({ dependencies }) => dependencies ?? []));
  const allTell = kept.every(({ dependencies }) => dependencies !== void 0);
  const unused = newestFirst.filter((entry) => {
    if (entry.series !== void 0 || used.has(entry.key)) return false;
    return allTell ? now - entry.time > pushTime : isTooOld(entry);
  });
  return [...removed.reverse(), ...unused.reverse()];
}

// src/cache/files/prune.ts
var orphanAge = 24 * 3600;
function directoryPruner(url, timeoutSeconds) {
  const root = directoryOf(url);
  return {
    async prune(keep, inUse, now) {
      const removed = [];
      let freedBytes = 0;
      const remove = async (name3) => {
        const path = join13(root, name3);
        const size = await stat3(path).then(
          ({ size: size2 }) => size2,
          () => 0
        );
        await rm5(path, { force: true });
        freedBytes += size;
      };
      const settled = await settle(timeoutSeconds, async (limit) => {
        const descriptions = await readDescriptions(root, limit);
        const narinfos = await readNarinfos(root, limit);
        const entries = descriptions.flatMap((description) => {
          const { key, dependencies, branch, time } = description;
          const identity = identify(key);
          return identity === void 0 ? [] : [{ key, ...identity, dependencies, branch, time, bytes: 0, description }];
        });
        const chosen = chooseRemoved(entries, keep, inUse, now).map(({ description }) => description);
        const kept = descriptions.filter((one) => !chosen.includes(one));
        const victims = removable(narinfos, namesOf(chosen), namesOf(kept));
        const prefixes = new Set(kept.map(({ key }) => parseKey(key)?.prefix));
        for (const { key } of chosen) {
          const prefix = parseKey(key)?.prefix;
          if (prefix !== void 0 && !prefixes.has(prefix)) await remove(markName(prefix));
        }
        for (const { file } of victims) {
          limit.left();
          await remove(file);
        }
        const gone = new Set(victims);
        const named2 = new Set(narinfos.filter((narinfo) => !gone.has(narinfo)).map((narinfo) => narinfo.url));
        for (const { url: url2 } of victims) {
          limit.left();
          if (/^nar\/[^/]+$/.test(url2) && !named2.has(url2)) await remove(url2);
        }
        for (const name3 of await orphans(root, new Set(narinfos.map((narinfo) => narinfo.url)), now)) {
          await remove(name3);
        }
        for (const { key } of chosen) {
          await remove(descriptionName(key));
          removed.push(key);
        }
        return { removed, freedBytes };
      });
      if ("removed" in settled) return settled;
      const kind = /\b(EACCES|EPERM|EROFS)\b/.test(settled.reason) ? "forbidden" : "failed";
      return { removed, freedBytes, problem: { kind, reason: settled.reason } };
    }
  };
}
function namesOf(descriptions) {
  return new Set(
    descriptions.flatMap(({ closure, paths }) => [...closure, ...paths].map((path) => basename4(path)))
  );
}
async function readDescriptions(root, limit) {
  const names2 = (await list(join13(root, catalogueDirectory))).filter((name3) => name3.endsWith(".json"));
  const found = [];
  for (const name3 of names2) {
    limit.left();
    const description = parseDescription(await read2(join13(root, catalogueDirectory, name3)));
    if (description !== void 0 && `${description.key}.json` === name3) found.push(description);
  }
  return found;
}
async function readNarinfos(root, limit) {
  const found = [];
  for (const file of (await list(root)).filter((name3) => name3.endsWith(".narinfo"))) {
    limit.left();
    const narinfo = parseNarinfo(file, await read2(join13(root, file)));
    if (narinfo !== void 0) found.push(narinfo);
  }
  return found;
}
async function orphans(root, named2, now) {
  const found = [];
  for (const directory of ["nar", ".", catalogueDirectory]) {
    for (const name3 of await list(join13(root, directory))) {
      const path = join13(directory, name3);
      const left = /\.[0-9a-f-]{36}\.tmp$/.test(name3) || /^[0-9a-z]+\.nar(\.\w+)?$/.test(name3) && !named2.has(path);
      if (!left) continue;
      const time = await stat3(join13(root, path)).then(
        ({ mtimeMs }) => mtimeMs / 1e3,
        () => now
      );
      if (now - time > orphanAge) found.push(path);
    }
  }
  return found;
}
async function list(directory) {
  return readdir2(directory).catch(unless("ENOENT", []));
}
async function read2(path) {
  return readFile4(path, "utf8").catch(unless("ENOENT", ""));
}
function unless(code, value) {
  return (error) => {
    if (error.code !== code) throw error;
    return value;
  };
}

// src/cache/github/github.ts
import { link, mkdir as mkdir5, writeFile as writeFile6 } from "node:fs/promises";
import { basename as basename5, dirname as dirname3, join as join14 } from "node:path";
import { fileURLToPath as fileURLToPath2 } from "node:url";

// src/cache/github/contents.ts
function contentsOf(entry, { entries, infos, ours }) {
  const own2 = new Set(entry.paths);
  const others = entries.filter(({ key }) => key !== entry.key);
  const theirs = new Set(others.flatMap(({ paths }) => paths));
  const dependencies = others.filter(({ key }) => isDependenciesKey(key) && (!isDependenciesKey(entry.key) || key < entry.key)).flatMap(({ paths }) => [...closureOf(paths, infos)]);
  const shared = new Set(dependencies);
  const all = [...closureOf(entry.paths, infos)].filter((path) => ours.has(path));
  const held = all.filter((path) => own2.has(path) || !theirs.has(path) && !shared.has(path));
  const here = new Set(held);
  const leftOut = /* @__PURE__ */ new Map();
  for (const path of held.filter((one) => own2.has(one))) {
    const elsewhere = [...closureOf([path], infos)].filter((one) => ours.has(one) && !here.has(one));
    if (elsewhere.length > 0) leftOut.set(path, elsewhere);
  }
  return { held: held.map((path) => infos.get(path)), leftOut };
}

// src/cache/github/github.ts
var defaultWorker = fileURLToPath2(
  new URL(import.meta.url.endsWith(".ts") ? "./worker.ts" : "./cache/github-worker.js", import.meta.url)
);
function serviceVariables() {
  const names2 = ["CACHE_MODE", "CACHE_SERVICE_V2", "CACHE_URL", "RESULTS_URL", "RUNTIME_TOKEN"];
  return Object.fromEntries(names2.map((one) => [`ACTIONS_${one}`, process.env[`ACTIONS_${one}`]]));
}
var share = { lookup: 0.9, find: 0.9, restore: 0.8, save: 0.95 };
var name2 = "GitHub Actions cache";
function githubCache(store, options) {
  const { scratch, timeoutSeconds, worker } = options;
  const workIn = (directory, limit) => async (task) => {
    const temporary = join14(directory, "temporary");
    await mkdir5(temporary, { recursive: true });
    const seconds = limit.left() * share[task.operation];
    const order = { ...task, seconds, late: tooSlow(timeoutSeconds) };
    const { stdout } = await run(process.execPath, [worker], {
      cwd: directory,
      env: { ...serviceVariables(), GITHUB_WORKSPACE: directory, RUNNER_TEMP: temporary },
      input: JSON.stringify(order),
      timeoutSeconds: limit.left()
    }).catch((error) => {
      const late = error instanceof ProcessError && error.reason === "timed-out";
      throw late ? new Error(tooSlow(timeoutSeconds)) : error;
    });
    return readTold(stdout);
  };
  const withWorker = (entries, use) => settleEach(
    entries,
    timeoutSeconds,
    (limit) => withPrivateDirectory(scratch, (directory) => use(directory, workIn(directory, limit), limit))
  );
  return {
    name: name2,
    restore: (request) => withWorker(
      request.wanted,
      (directory, work, limit) => restoreEntries(store, request, { directory, work, limit, options })
    ),
    has: (entries) => withWorker(entries, async (_4, work) => {
      const told = await work({ operation: "lookup", keys: keysOf(entries) });
      return entries.map(({ key }) => readFound(told.get(key), key));
    }),
    find: (prefixes) => withWorker(prefixes, async (_4, work) => {
      const keys = prefixes.map((prefix) => `${prefix}-`);
      const told = await work({ operation: "find", keys: [...new Set(keys)] });
      return keys.map((key) => readFound(told.get(key), key, "prefix"));
    }),
    save: (request) => withWorker(
      request.wanted,
      (directory, work, limit) => saveEntries2(store, request, { directory, work, limit, options })
    )
  };
}
function keysOf(entries) {
  return [...new Set(entries.map(({ key }) => key))];
}
function namesOf2(paths) {
  return paths.map((path) => basename5(path));
}
async function restoreEntries(store, { wanted, neighbours }, { directory, work, limit, options }) {
  const others = neighbours.filter(({ key }) => !isDependenciesKey(key));
  const there = await store.valid(pathsOf(others), limit.left());
  const holders = {};
  for (const { key, paths: paths2 } of others)
    for (const path of paths2) if (!there.has(path)) holders[basename5(path)] ??= key;
  const names2 = namesOf2(pathsOf(wanted));
  const fetched = new Fetched(holders);
  const fetch = async (task) => {
    const missing = Object.fromEntries(Object.entries(holders).filter(([, key]) => !fetched.has(key)));
    return fetched.add(await work({ operation: "restore", holders: missing, ...task }));
  };
  await fetch({ keys: keysOf(wanted), names: names2, repairs: true });
  const dependencies = keysOf(neighbours.filter(({ key }) => isDependenciesKey(key)));
  const storeDirectory = dirname3(pathsOf(wanted)[0] ?? "");
  const left = fetched.reach(names2).leftOut;
  const paths = left.map((one) => join14(storeDirectory, one));
  const present = await store.valid(paths, limit.left());
  const unheld = left.filter((_4, index) => !present.has(paths[index]));
  if (unheld.length > 0) {
    const more = dependencies.filter((key) => !fetched.has(key));
    if (more.length > 0) await fetch({ keys: more, names: unheld, repairs: true });
    fetched.lacks(unheld, dependencies);
  }
  const { trustedPublicKeys: keys, roots } = options;
  const url = asSubstituter(`file://${join14(directory, entryDirectory)}`, keys);
  const installFrom = (entries) => install(
    store,
    { entries, roots, attempt: (paths2, seconds) => store.substitute(url, paths2, seconds, keys) },
    limit
  );
  const outcomes = wanted.map(({ key }) => fetched.found(key));
  const arrived = wanted.filter((_4, index) => outcomes[index]?.status === "found");
  const first = await installFrom(arrived);
  const results = new Map(arrived.map((entry, index) => [entry, first[index]]));
  const refused2 = arrived.filter(
    (entry) => isRefused(results.get(entry)) && fetched.missing(entry) === void 0
  );
  if (refused2.length > 0) {
    const culprits = await fetched.culprits(store, storeDirectory, refused2, limit);
    const suspects = [...new Set([...culprits.values()].flatMap(({ suspects: suspects2 }) => suspects2))];
    const told = await fetch({ keys: suspects.map(repairKey), names: [], repairs: false });
    if (suspects.some((key) => readFound(told.get(repairKey(key)), repairKey(key)).status === "found")) {
      const second = await installFrom(refused2);
      for (const [index, entry] of refused2.entries())
        if (second[index]?.status === "hit") results.set(entry, { status: "hit" });
    }
    for (const entry of refused2) {
      const result2 = results.get(entry);
      if (isRefused(result2)) results.set(entry, judged(entry, result2, culprits.get(entry)));
    }
  }
  return wanted.map((entry, index) => {
    const outcome = outcomes[index];
    if (outcome.status === "absent") return { status: "miss" };
    if (outcome.status === "failed") return outcome;
    const result2 = results.get(entry);
    return result2.status === "failed" ? lacking2(entry, result2, fetched) : result2;
  });
}
function isRefused(result2) {
  return result2?.status === "failed" && result2.refused === true;
}
function judged(entry, failure, culprits) {
  const proven = culprits?.proven ?? [];
  if (proven.length === 0) return failure;
  return { ...failure, refused: proven.includes(entry.key), refusedKeys: proven };
}
function lacking2(entry, failure, fetched) {
  const missing = fetched.missing(entry);
  if (missing === void 0) return failure;
  for (const key of missing) {
    const found = fetched.found(key);
    if (found.status === "failed")
      return {
        status: "failed",
        reason: `it refers to ${key}: ${found.reason}`,
        ..."refused" in found ? { refused: false, refusedKeys: [key] } : {}
      };
  }
  return { status: "miss" };
}
var Fetched = class {
  #told = /* @__PURE__ */ new Map();
  #references = /* @__PURE__ */ new Map();
  /** The key of the entry that each path came with. */
  #suppliers = /* @__PURE__ */ new Map();
  #leftOut = /* @__PURE__ */ new Map();
  #holders;
  /** Names of paths that only dependencies can hold, and the keys of these. */
  #unheld = /* @__PURE__ */ new Set();
  #dependencies = [];
  constructor(holders) {
    this.#holders = new Map(Object.entries(holders));
  }
  add(told) {
    for (const [key, one] of told) {
      this.#told.set(key, one);
      for (const [path, others] of Object.entries(one.leftOut ?? {})) this.#leftOut.set(path, others);
      for (const [path, references] of Object.entries(one.paths ?? {})) {
        this.#references.set(path, references);
        if (!this.#suppliers.has(path)) this.#suppliers.set(path, key);
      }
    }
    return told;
  }
  has(key) {
    return this.#told.has(key);
  }
  /** The store lacks `names`, which only `dependencies` can hold. */
  lacks(names2, dependencies) {
    this.#unheld = new Set(names2);
    this.#dependencies = dependencies;
  }
  /** The entries that an entry refers to and that did not come, as far as they are known; undefined if all did. */
  missing(entry) {
    const { keys, leftOut } = this.reach(namesOf2(entry.paths));
    const lacksDependencies = leftOut.some((one) => this.#unheld.has(one));
    if (keys.size === 0 && !lacksDependencies) return void 0;
    return [...keys, ...lacksDependencies ? this.#dependencies : []];
  }
  found(key) {
    return readFound(this.#told.get(key), key);
  }
  reach(names2) {
    return reach(names2, {
      references: this.#references,
      holders: this.#holders,
      leftOut: this.#leftOut
    });
  }
  /** For each of the entries who is to blame that its paths are not valid. */
  async culprits(store, storeDirectory, entries, limit) {
    const needed = entries.map((entry) => [entry, [...this.reach(namesOf2(entry.paths)).here]]);
    const all = [...new Set(needed.flatMap(([, names2]) => names2))];
    const valid = await store.valid(
      all.map((one) => join14(storeDirectory, one)),
      limit.left()
    );
    const invalid = new Set(all.filter((one) => !valid.has(join14(storeDirectory, one))));
    const proven = (one) => (this.#references.get(one) ?? []).every((reference) => reference === one || !invalid.has(reference));
    const keys = (names2) => [
      ...new Set(names2.flatMap((one) => this.#suppliers.get(one) ?? []))
    ];
    return new Map(
      needed.map(([entry, names2]) => {
        const bad = names2.filter((one) => invalid.has(one));
        return [entry, { suspects: keys(bad), proven: keys(bad.filter(proven)) }];
      })
    );
  }
};
async function saveEntries2(store, { wanted, neighbours }, { directory, work, limit, options }) {
  const forbidden2 = writesForbidden(process.env.ACTIONS_CACHE_MODE);
  if (forbidden2 !== void 0) return wanted.map(() => ({ status: "read-only", reason: forbidden2 }));
  const keyOf = (entry) => entry.refusedFrom?.includes(name2) === true ? repairKey(entry.key) : entry.key;
  const told = await work({ operation: "lookup", keys: [...new Set(wanted.map(keyOf))] });
  const results = /* @__PURE__ */ new Map();
  for (const key of new Set(wanted.map(keyOf))) {
    const found = readFound(told.get(key), key);
    if (found.status === "found") results.set(key, { status: "exists" });
    if (found.status === "failed") results.set(key, found);
  }
  const open2 = wanted.filter((entry) => !results.has(keyOf(entry)));
  if (open2.length > 0) {
    const packed = await packEntries(store, open2, [...wanted, ...neighbours], {
      directory,
      work,
      limit,
      options
    });
    const keys = [];
    const bytes = [];
    for (const [index, entry] of open2.entries()) {
      const one = packed[index];
      const key = keyOf(entry);
      if ("status" in one) results.set(key, one);
      else {
        keys.push(key);
        bytes.push(one.bytes);
        await one.moveTo(join14(directory, String(keys.length - 1), entryDirectory));
      }
    }
    const stored = keys.length === 0 ? /* @__PURE__ */ new Map() : await work({ operation: "save", keys });
    for (const [index, key] of keys.entries()) {
      const one = readStored(stored.get(key));
      results.set(key, one.status === "saved" ? { status: "saved", bytes: bytes[index] ?? 0 } : one);
    }
  }
  return wanted.map((entry) => results.get(keyOf(entry)));
}
async function packEntries(store, open2, entries, { directory, limit, options }) {
  const dependencies = pathsOf(entries.filter(({ key }) => isDependenciesKey(key)));
  const asked = [.../* @__PURE__ */ new Set([...pathsOf(open2), ...dependencies])];
  const valid = await store.valid(asked, limit.left());
  const closure = await store.closure(
    asked.filter((path) => valid.has(path)),
    limit.left()
  );
  const infos = new Map(closure.map((info) => [info.path, info]));
  const ours = new Set((await withoutUpstreamPaths(store, closure, limit)).map((info) => info.path));
  const isWhole = ({ paths }) => paths.every((path) => valid.has(path));
  const left = new Set(open2.filter((entry) => !isWhole(entry)).map(({ key }) => key));
  const kept = entries.filter(({ key }) => !left.has(key));
  const contents = open2.map(
    (entry) => isWhole(entry) ? contentsOf(entry, { entries: kept, infos, ours }) : void 0
  );
  const held = [...new Set(contents.flatMap((one) => one?.held ?? []))];
  const source = join14(directory, "packed");
  const files = held.length === 0 ? /* @__PURE__ */ new Map() : await pack(store, { directory: source, paths: held, closure, signingKey: options.signingKey, limit });
  return contents.map((one, index) => {
    if (one === void 0) return notWhole(open2[index]);
    if (one.held.length === 0) return { status: "exists" };
    const own2 = one.held.map(({ path }) => files.get(path));
    return {
      bytes: own2.reduce((sum, { bytes }) => sum + bytes, 0),
      async moveTo(target) {
        await mkdir5(join14(target, "nar"), { recursive: true });
        const names2 = /* @__PURE__ */ new Set(["nix-cache-info", ...own2.flatMap(({ narinfo, nar }) => [narinfo, nar])]);
        for (const file of names2) await link(join14(source, file), join14(target, file));
        const leftOut = Object.fromEntries(
          [...one.leftOut].map(([path, others]) => [basename5(path), namesOf2(others)])
        );
        if (one.leftOut.size > 0) await writeFile6(join14(target, leftOutFile), JSON.stringify(leftOut));
      }
    };
  });
}
function writesForbidden(mode2) {
  const known = mode2?.trim().toLowerCase();
  return known === "none" || known === "read" ? `the cache mode of this job is "${known}"` : void 0;
}

// src/cache/github/newest.ts
async function newestInGithubCache(series, refs, { token, repository, apiUrl, timeoutSeconds }) {
  if (token === void 0) return { status: "unknown" };
  const [owner = "", repo = ""] = repository.split("/");
  const settled = await settle(timeoutSeconds, async (limit) => {
    const { getOctokit } = await import("./github-3CD2JXG7.js");
    const octokit = getOctokit(token, { baseUrl: apiUrl });
    const times = await Promise.all(
      series.map(async (one) => {
        const { data } = await octokit.rest.actions.getActionsCacheList({
          owner,
          repo,
          key: `${one}-`,
          sort: "created_at",
          direction: "desc",
          per_page: 100,
          request: { signal: AbortSignal.timeout(Math.ceil(limit.left() * 1e3)) }
        });
        const newest = data.actions_caches.find(
          // A package's name may begin with another's.
          ({ key = "", ref = "" }) => parseKey(key)?.series === one && refs.includes(ref)
        );
        return newest?.created_at === void 0 ? [] : [Date.parse(newest.created_at) / 1e3];
      })
    );
    return times.flat();
  });
  if ("status" in settled) return { status: "unknown" };
  return settled.length === 0 ? { status: "none" } : { status: "found", time: Math.max(...settled) };
}

// src/cache/github/prune.ts
function githubPruner(options) {
  return {
    async prune(keep, inUse, now) {
      const { token, repository } = options;
      if (token === void 0) return nothing("forbidden", "the input `github-token` is empty");
      const [owner = "", repo = ""] = repository.split("/");
      const removed = [];
      let freedBytes = 0;
      const settled = await settle(options.timeoutSeconds, async (limit) => {
        const { getOctokit } = await import("./github-3CD2JXG7.js");
        const octokit = getOctokit(token, { baseUrl: options.apiUrl });
        const signal = AbortSignal.timeout(Math.ceil(limit.left() * 1e3));
        const request = { signal };
        try {
          const caches = await octokit.paginate(octokit.rest.actions.getActionsCacheList, {
            owner,
            repo,
            key: `${anyKey}-`,
            per_page: 100,
            request
          });
          const entries = caches.flatMap(
            ({ id, key = "", ref = "", created_at, last_accessed_at, size_in_bytes }) => {
              const identity = identify(key);
              const time = identity?.series === void 0 ? last_accessed_at ?? created_at : created_at;
              if (id === void 0 || identity === void 0 || time === void 0) return [];
              return [
                {
                  id,
                  key,
                  ...identity,
                  dependencies: void 0,
                  branch: ref,
                  time: Date.parse(time) / 1e3,
                  bytes: size_in_bytes ?? 0
                }
              ];
            }
          );
          for (const { id, key, bytes } of chooseRemoved(entries, keep, inUse, now)) {
            limit.left();
            try {
              await octokit.rest.actions.deleteActionsCacheById({ owner, repo, cache_id: id, request });
            } catch (error) {
              if (statusOf(error) === 404) continue;
              throw error;
            }
            removed.push(key);
            freedBytes += bytes;
          }
          return { removed, freedBytes };
        } catch (error) {
          const kind = isForbidden(error) ? "forbidden" : "failed";
          return { removed, freedBytes, problem: { kind, reason: messageOf(error) } };
        }
      });
      return "removed" in settled ? settled : { removed, freedBytes, problem: { kind: "failed", reason: settled.reason } };
    }
  };
}
function nothing(kind, reason) {
  return { removed: [], freedBytes: 0, problem: { kind, reason } };
}
function statusOf(error) {
  return error.status;
}
function isForbidden(error) {
  return statusOf(error) === 403 && !/rate limit/i.test(messageOf(error));
}

// src/cache/remote.ts
function remoteCache(store, options) {
  const { url, timeoutSeconds, trustedPublicKeys: keys, roots } = options;
  const binaryCache = url.startsWith("s3://");
  const attempt = (paths, seconds) => store.pull(url, paths, seconds, keys);
  return {
    name: maskUrls(url),
    restore: ({ wanted }) => settleEach(
      wanted,
      timeoutSeconds,
      (limit) => restorePresent(store, wanted, { url, attempt, roots, named: false }, limit)
    ),
    has: (entries) => settleEach(entries, timeoutSeconds, (limit) => presenceIn(store, url, entries, limit)),
    save: ({ wanted }) => settleEach(
      wanted,
      timeoutSeconds,
      (limit) => saveMissing(store, wanted, { url, limit }, async (paths, ours) => {
        await withKeyFile(options.scratch, options.signingKey, async (file) => {
          const target = binaryCache ? withFastCompression(url) : url;
          if (file === void 0) return store.push(target, paths, limit.left());
          if (binaryCache) return store.push(withParameter(target, "secret-key", file), paths, limit.left());
          await store.sign(
            ours.map((info) => info.path),
            file,
            limit.left()
          );
          return store.push(target, paths, limit.left());
        });
        return void 0;
      })
    )
  };
}

// src/cache/open.ts
function openCaches(kinds2, store, options, permission) {
  return kinds2.flatMap((kind) => {
    const cache = openCache(kind, store, options);
    if (cache === void 0) return [];
    const verdict = permission(kind.kind === "github" ? "github" : "store");
    if (verdict.write) return [cache];
    const refusal = { status: "read-only", reason: verdict.why };
    return [{ ...cache, save: async ({ wanted }) => wanted.map(() => refusal) }];
  });
}
function openCache(kind, store, options) {
  const { scratch, timeoutSeconds, signingKey: signingKey2, trustedPublicKeys, roots, ref } = options;
  const common = { scratch, timeoutSeconds, signingKey: signingKey2, trustedPublicKeys, roots };
  switch (kind.kind) {
    case "none":
      return void 0;
    case "github":
      return githubCache(store, { ...common, worker: options.githubWorker ?? defaultWorker });
    case "file": {
      const { url } = kind;
      return fileCache(store, { ...common, url, ref, open: () => directoryFiles(url) });
    }
    case "http": {
      const { url } = kind;
      return fileCache(store, { ...common, url, ref, open: (limit) => httpFiles(url, limit) });
    }
    case "nix":
      return remoteCache(store, { ...common, url: kind.url });
    case "cachix":
    case "attic":
      return clientCache(store, { ...common, ...kind, cachixUrl: options.cachixUrl });
  }
}
async function newestFullBuild(kinds2, series, refs, api) {
  return kinds2.length === 1 && kinds2[0]?.kind === "github" ? newestInGithubCache(series, refs, api) : { status: "unknown" };
}
function openPruner(kind, api) {
  switch (kind.kind) {
    case "github":
      return githubPruner(api);
    case "file":
      return directoryPruner(kind.url, api.timeoutSeconds);
    default:
      return void 0;
  }
}

// src/cache/permission.ts
var allowed2 = { write: true };
var denied = (why) => ({ write: false, why });
var own = /* @__PURE__ */ new Set([
  "push",
  "schedule",
  "workflow_dispatch",
  "repository_dispatch",
  "merge_group",
  "release"
]);
function mayWrite(setting, cache, occasion) {
  if (setting === "never") return denied("`cache-write` is `never`");
  if (cache === "github") {
    const forbidden2 = writesForbidden(occasion.cacheMode);
    if (forbidden2 !== void 0) return denied(forbidden2);
    if (!occasion.hasCacheToken) return denied("the runner offers it no token for the GitHub Actions cache");
  }
  if (setting === "always") return allowed2;
  const { event, actor, ref, repository, headRepository } = occasion;
  if (event === void 0) return allowed2;
  if (actor === "dependabot[bot]") return denied("it was set off by Dependabot");
  const fromFork = headRepository === void 0 || headRepository !== repository;
  switch (event) {
    case "pull_request":
    case "pull_request_review":
      return fromFork ? denied("the pull request comes from a fork") : allowed2;
    case "pull_request_target":
      return denied("`pull_request_target` runs with rights of the base branch on behalf of any pull request");
    case "workflow_run":
      return fromFork ? denied("it follows a run for a fork") : allowed2;
  }
  if (!own.has(event)) return denied(`outsiders may have caused the event \`${event}\``);
  if (cache === "github" && event === "merge_group")
    return denied("the GitHub Actions cache of a merge queue is read by nobody else");
  if (cache === "github" && ref?.startsWith("refs/tags/") === true)
    return denied("the GitHub Actions cache of a tag is read by nobody else");
  return allowed2;
}

// src/cache/several.ts
async function restoreFromFirst(caches, { wanted, neighbours }) {
  const from = wanted.map(() => void 0);
  const failures = [];
  for (const cache of caches) {
    const open2 = [...wanted.keys()].filter((index) => from[index] === void 0);
    if (open2.length === 0) break;
    const rest = open2.map((index) => wanted[index]);
    const restored = await cache.restore({ wanted: rest, neighbours });
    const groups = /* @__PURE__ */ new Map();
    for (const [position, index] of open2.entries()) {
      const result2 = restored[position];
      if (result2?.status === "hit") from[index] = cache;
      if (result2?.status !== "failed") continue;
      const alike = JSON.stringify(result2);
      const group = groups.get(alike) ?? { failure: result2, entries: [] };
      groups.set(alike, group);
      group.entries.push(wanted[index]);
    }
    for (const { failure, entries } of groups.values()) failures.push({ cache, failure, entries });
  }
  return { from, failures };
}

// src/nix/installable.ts
function parseInstallable(text, fromFile) {
  const [address, outputs] = splitOutputs(text);
  if (fromFile) {
    if (address.includes("#"))
      throw new Error("with `file`, it is an attribute path such as `pkg`, without `#`");
    return { text, directory: "", parameters: "", attributePath: parseAttributePath(address), outputs };
  }
  const hash = address.indexOf("#");
  const reference = hash < 0 ? address : address.slice(0, hash);
  const [directory = "", parameters = ""] = splitOnce(reference, "?");
  if (/^[a-z][a-z0-9+.-]*:/i.test(directory) || !(directory === "" || /^(\.|\/)/.test(directory)))
    throw new Error(
      "it names another flake; only a flake of the checked out repository, written as `.#pkg` or `./directory#pkg`, can be built incrementally"
    );
  const query = new URLSearchParams(parameters);
  if (query.has("rev") || query.has("ref"))
    throw new Error("it names a revision; leave out `rev` and `ref`, the checked out commit is what is built");
  return {
    text,
    directory: directory === "" ? "." : directory,
    parameters,
    attributePath: parseAttributePath(hash < 0 ? "" : decodeURIComponent(address.slice(hash + 1))),
    outputs
  };
}
function parseAttributePath(text) {
  if (text === "") return [];
  const names2 = [...text.matchAll(/(?:"([^"]*)"|([^".]+))(\.|$)/gy)];
  const read3 = names2.reduce((length, match) => length + match[0].length, 0);
  if (read3 !== text.length || names2.at(-1)?.[3] === ".")
    throw new Error(
      `\`${text}\` is not an attribute path; separate names by single dots and quote those with dots`
    );
  return names2.map((match) => match[1] ?? match[2] ?? "");
}
function splitOutputs(text) {
  const match = /^(.*)\^([^^]*)$/.exec(text);
  if (match === null) return [text, []];
  const outputs = (match[2] ?? "").split(",");
  if (!outputs.every((output) => output === "*" || /^[\w+.?=-]+$/.test(output)))
    throw new Error("after `^` come output names separated by commas, or `*`");
  return [match[1] ?? "", outputs];
}
function splitOnce(text, separator) {
  const index = text.indexOf(separator);
  return index < 0 ? [text, ""] : [text.slice(0, index), text.slice(index + 1)];
}
function isWildcard({ attributePath }) {
  return attributePath.at(-1) === "*";
}
function formatInstallable(reference, { attributePath, outputs }) {
  const path = attributePath.map((name3) => /^[A-Za-z_][\w'-]*$/.test(name3) ? name3 : `"${name3}"`).join(".");
  const attribute = reference === "" ? path : `${reference}#${path}`;
  return outputs.length === 0 ? attribute : `${attribute}^${outputs.join(",")}`;
}
function outputsOf(derivation, outputs) {
  return `${derivation}^${outputs.join(",")}`;
}

// src/action/inputs/base.ts
var parents = ["first-parent", "all"];
var starts = ["checkout", "pull-request-head"];
function baseInputs() {
  const levels = read("interval", parseLevels);
  return {
    levels: read("offset", (text) => withOffset(levels, text)),
    start: oneOf("start", starts),
    parents: oneOf("history", parents),
    date: optional("date"),
    fetchTimeout: read("fetch-timeout", parseDuration)
  };
}

// src/action/inputs/inputs.ts
var modes = ["incremental", "full", "plan"];
var writes = ["auto", "always", "never"];
var confirmations = ["auto", "always", "never"];
var annotationLevels = ["all", "errors", "none"];
function loadInputs(environment2 = process.env) {
  const workspace = workspaceOf(environment2);
  const file = optional("file");
  return {
    ...baseInputs(),
    workspace,
    file: given("file", (text) => pathInside(workspace, text)),
    installables: read("installables", (text) => installablesOf(text, file !== void 0)),
    mode: optional("mode") === void 0 ? defaultMode(environment2.GITHUB_EVENT_NAME) : oneOf("mode", modes),
    revisions: given("revision", revisionNames) ?? [],
    branches: given("branches", branchFilter),
    fallbackIntervals: read("fallback-intervals", (text) => {
      const count = wholeNumber(text);
      if (count > 0 && optional("date") !== void 0)
        throw new Error("there are no intervals to look back at with `date`; leave one of the two out");
      return count;
    }),
    caches: read("cache", (text) => {
      const kinds2 = parseCacheList(text);
      demandClients(kinds2, environment2.PATH ?? "");
      return kinds2;
    }),
    cacheWrite: oneOf("cache-write", writes),
    signingKey: signingKey(),
    trustedPublicKeys: read("trusted-public-keys", parsePublicKeys),
    keep: {
      count: given("keep", atLeastOne),
      age: given("keep-days", (text) => atLeastOne(text) * 24 * 3600)
    },
    cacheTimeout: read("cache-timeout", (text) => parseDuration(text)),
    nixOptions: read("nix-options", settingsOf),
    strict: flag("strict"),
    confirmFailures: oneOf("confirm-failures", confirmations),
    summary: flag("summary"),
    annotations: oneOf("annotations", annotationLevels),
    comment: flag("comment"),
    token: optional("github-token"),
    linuxBuilder: linuxBuilderInputs(oneOf("linux-builder", builderModes))
  };
}
function defaultMode(event) {
  return event === "schedule" || event === "workflow_dispatch" ? "full" : "incremental";
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
  const names2 = text.trim().split(/\s+/);
  const wrong = names2.find((name3) => name3.startsWith("-"));
  if (wrong !== void 0) throw new Error(`\`${wrong}\` is not a revision; name a commit, a branch or a tag`);
  return names2;
}
function branchFilter(text) {
  if (optional("revision") !== void 0)
    throw new Error(
      "with `revision` there is one full build, whatever the branches; leave one of the two out"
    );
  return parseFilter(linesOf(text));
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
function signingKey() {
  const text = optional("signing-key");
  if (text === void 0) return void 0;
  setSecret(text);
  try {
    return parseSigningKey(text);
  } catch (error) {
    throw new UserError(`Input \`signing-key\`: ${messageOf(error)}.`);
  }
}

// src/action/inputs/truncate.ts
function loadTruncateInputs(environment2 = process.env) {
  const workspace = workspaceOf(environment2);
  return {
    ...baseInputs(),
    directory: read("path", (text) => pathInside(workspace, text)),
    token: optional("github-token")
  };
}

export {
  cacheKey,
  failureKey,
  keyPrefix,
  dependenciesKey,
  parseKey,
  openCaches,
  newestFullBuild,
  openPruner,
  mayWrite,
  restoreFromFirst,
  isWildcard,
  formatInstallable,
  outputsOf,
  readAnswer,
  GitError,
  openCheckout,
  trackedFiles,
  RemoteError,
  openHistory,
  boundaryOf,
  previousBoundaries,
  loadBuilderInputs,
  loadInputs,
  loadTruncateInputs
};
