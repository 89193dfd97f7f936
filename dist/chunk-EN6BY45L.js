import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  UserError
} from "./chunk-HFEJXLD7.js";
import {
  ProcessError,
  run
} from "./chunk-KFJ2C5U2.js";

// src/nix/nix.ts
import { fileURLToPath } from "node:url";

// src/nix/dialect.ts
function dialectOf(printed) {
  const match = /(?:\((.*)\)\s+)?(\d+\.\d+[\w.+-]*)\s*$/.exec(printed.trim());
  if (match === null) return void 0;
  const [, name = "", version = ""] = match;
  const isLix = /\bLix\b/.test(name);
  const since = (least) => !isLix && isAtLeast(version, least);
  return {
    version,
    // Without the format it warns since 2.33, and is to be an error.
    pathInfo: ["path-info", "--json", ...since("2.33") ? ["--json-format", "1"] : []],
    // Each new name came with the old one as an alias, which is gone since for the store.
    storeInfo: ["store", since("2.19") ? "info" : "ping", "--json"],
    showConfig: since("2.20") ? ["config", "show", "--json"] : ["show-config", "--json"],
    trusted: parseTrusted
  };
}
function isAtLeast(version, least) {
  const numbers = (text) => text.split(".", 2).map((part) => Number.parseInt(part, 10));
  const [[major = 0, minor = 0], [leastMajor = 0, leastMinor = 0]] = [numbers(version), numbers(least)];
  return major > leastMajor || major === leastMajor && minor >= leastMinor;
}
function parsePathInfo(json) {
  const parsed = JSON.parse(json);
  const raw = Array.isArray(parsed) ? parsed.map((info) => [info.path ?? "", info]) : Object.entries(parsed);
  return raw.flatMap(
    ([path, info]) => info === null || info.valid === false || info.narHash === void 0 ? [] : [
      {
        path,
        narHash: info.narHash,
        narSize: info.narSize ?? 0,
        references: info.references ?? [],
        signatures: info.signatures ?? [],
        ultimate: info.ultimate ?? false
      }
    ]
  );
}
function parseTrusted(storeInfo) {
  const { trusted } = JSON.parse(storeInfo);
  return trusted === void 0 || trusted === null ? void 0 : Boolean(trusted);
}
function systemsOf(shown) {
  const parsed = JSON.parse(shown);
  const derivations = typeof parsed.derivations === "object" && parsed.derivations !== null ? parsed.derivations : parsed;
  return new Set(Object.values(derivations).flatMap((derivation) => derivation?.system ?? []));
}
function failedDerivation(error) {
  if (/Reason: .*\bdependenc(?:y|ies) failed/.test(error)) return void 0;
  return /^(?:error:\s*)?(?:builder for|Cannot build) '([^'\n]+\.drv)'/.exec(error)?.[1];
}
function requiredSystem(text) {
  const plain = text.replace(/\x1b\[[0-9;]*m/g, "");
  const match = /a '([\w-]+)' with features|Required system: '([\w-]+)'/.exec(plain);
  return match?.[1] ?? match?.[2];
}

// src/nix/nix.ts
var minimumVersion = "2.18";
var quickCallSeconds = 60;
var leftAlone = { INCREMENTAL_NIX_REVISION: "none" };
async function openNix(settings, workspace) {
  const features = "extra-experimental-features = nix-command flakes";
  const config = (...more) => [process.env.NIX_CONFIG, ...settings, features, ...more].filter((text) => text !== void 0).join("\n");
  const nix = (args, { env, ...options }) => run("nix", args, {
    cwd: workspace,
    ...options,
    env: { ...env, ...leftAlone, NIX_CONFIG: config(env?.NIX_CONFIG) }
  });
  const ask = (args) => nix(args, { timeoutSeconds: quickCallSeconds }).catch((error) => {
    throw notUsable(error);
  });
  const question = 'builtins.currentSystem + "\n" + builtins.storeDir';
  const asked = ask(["eval", "--impure", "--raw", "--expr", question]);
  asked.catch(() => {
  });
  const { stdout } = await ask(["--version"]);
  const dialect = dialectOf(stdout);
  if (dialect === void 0) throw notUsable(new ProcessError("unreadable", "nix --version", void 0, ""));
  if (!isAtLeast(dialect.version, minimumVersion))
    throw new UserError(
      `Nix ${dialect.version} is too old: ${minimumVersion} or later is needed. Install a newer one, in a job by an earlier step such as cachix/install-nix-action.`
    );
  const facts = /^(\w+-\w+)\n(\/.*)$/.exec((await asked).stdout.trim());
  if (facts === null) throw notUsable(new ProcessError("unreadable", "nix eval", void 0, ""));
  const [, system = "", storeDirectory = ""] = facts;
  return { system, dialect, storeDirectory, run: nix };
}
function withSettings(nix, settings, env = {}) {
  return {
    ...nix,
    run: (args, options) => {
      const config = [...settings, options.env?.NIX_CONFIG].filter((text) => text !== void 0).join("\n");
      return nix.run(args, { ...options, env: { ...env, ...options.env, NIX_CONFIG: config } });
    }
  };
}
function endedBy(nix, signal) {
  return { ...nix, run: (args, options) => nix.run(args, { ...options, signal }) };
}
function notUsable(error) {
  if (!(error instanceof ProcessError)) return error instanceof Error ? error : new Error(String(error));
  if (error.reason === "not-found")
    return new UserError(
      "There is no `nix` on PATH. Install Nix, in a job by an earlier step such as cachix/install-nix-action."
    );
  if (error.reason === "cancelled") return error;
  return new UserError(
    `Nix does not work here: ${lastErrorOf(error.stderr) || error.message}. See whether \`nix --version\` works in the same place, and whether \`nix-options\` is at fault.`
  );
}
function nixString(text) {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("${", "\\${").replaceAll("\r", "\\r")}"`;
}
function nixFile(name) {
  return fileURLToPath(new URL(`../nix/${name}`, bundleUrl()));
}
function bundleUrl() {
  return import.meta.url.replace(/\/src\/nix\/nix\.ts$/, "/src/nix.ts");
}
function lastErrorOf(stderr) {
  const plain = stderr.replace(/\x1b\[[0-9;]*m/g, "");
  const start = plain.lastIndexOf("error:");
  if (start < 0) return plain.trim().split("\n").at(-1)?.trim() ?? "";
  const lines = plain.slice(start + "error:".length).split("\n");
  return lines.map((line) => line.trim()).filter((line) => line !== "").slice(0, 3).join(" ");
}

export {
  parsePathInfo,
  systemsOf,
  failedDerivation,
  requiredSystem,
  openNix,
  withSettings,
  endedBy,
  nixString,
  nixFile,
  lastErrorOf
};
