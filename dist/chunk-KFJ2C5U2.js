import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);

// src/lib/process.ts
import { spawn } from "node:child_process";
import { open } from "node:fs/promises";
var isWithheld = () => false;
function withhold(names) {
  isWithheld = names;
}
function childEnvironment() {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      (entry) => entry[1] !== void 0 && !isWithheld(entry[0])
    )
  );
}
var ProcessError = class extends Error {
  name = "ProcessError";
  command;
  exitCode;
  stderr;
  reason;
  constructor(reason, command, exitCode, stderr) {
    super(describe(reason, command, exitCode, stderr));
    this.reason = reason;
    this.command = command;
    this.exitCode = exitCode;
    this.stderr = stderr;
  }
};
function describe(reason, command, exitCode, stderr) {
  switch (reason) {
    case "not-found":
      return `${command} is not on PATH`;
    case "timed-out":
      return `${command} did not finish within its time limit`;
    case "cancelled":
      return `${command} was cancelled`;
    case "unreadable":
      return `${command} gave an answer that cannot be read`;
    case "failed": {
      const last = stderr.trimEnd().split("\n").at(-1)?.trim();
      return `${command} failed with exit code ${exitCode ?? "unknown"}${last ? `: ${last}` : ""}`;
    }
  }
}
var cancellation = new AbortController();
var groups = /* @__PURE__ */ new Set();
var graceSeconds = 2;
function cancelAll() {
  cancellation.abort();
}
var cancelled = cancellation.signal;
function endGroup(pid) {
  signalGroup(pid, "SIGTERM");
  setTimeout(() => signalGroup(pid, "SIGKILL"), graceSeconds * 1e3).unref();
}
function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch {
  }
}
cancelled.addEventListener("abort", () => {
  for (const pid of groups) endGroup(pid);
});
process.on("exit", () => {
  for (const pid of groups) signalGroup(pid, "SIGKILL");
});
async function run(file, args, options = {}) {
  const command = [file, ...args.slice(0, file === "nix" ? 2 : 1)].join(" ");
  const mayBeCancelled = options.evenIfCancelled !== true;
  const isOver = () => mayBeCancelled && cancelled.aborted || options.signal?.aborted === true;
  if (isOver()) throw new ProcessError("cancelled", command, void 0, "");
  const { execa } = await import("./execa-TDZTL5CN.js");
  const child = execa(file, args, {
    ...options.cwd === void 0 ? {} : { cwd: options.cwd },
    env: { ...childEnvironment(), ...options.env },
    extendEnv: false,
    ...options.input === void 0 ? { stdin: "ignore" } : { input: options.input },
    buffer: { stdout: options.readStdout === void 0, stderr: options.onStderrLine === void 0 },
    maxBuffer: 256 * 1024 * 1024,
    detached: true,
    cleanup: false,
    reject: false
  });
  const pid = child.pid;
  if (pid !== void 0 && mayBeCancelled) groups.add(pid);
  const end = () => {
    if (pid !== void 0) endGroup(pid);
  };
  options.signal?.addEventListener("abort", end);
  let timedOut = false;
  const timer = options.timeoutSeconds === void 0 ? void 0 : setTimeout(() => {
    timedOut = true;
    end();
  }, options.timeoutSeconds * 1e3);
  try {
    if (options.readStdout !== void 0) {
      try {
        await options.readStdout(child.stdout);
      } catch (error) {
        end();
        throw error;
      }
    }
    if (options.onStderrLine !== void 0) {
      for await (const line of child.iterable({ from: "stderr" })) options.onStderrLine(String(line));
    }
    const result = await child;
    const stderr = options.onStderrLine === void 0 ? String(result.stderr ?? "") : "";
    if (timedOut) throw new ProcessError("timed-out", command, result.exitCode, stderr);
    if (isOver()) throw new ProcessError("cancelled", command, result.exitCode, stderr);
    if (result.code === "ENOENT") throw new ProcessError("not-found", file, void 0, "");
    if (result.failed) throw new ProcessError("failed", command, result.exitCode, stderr);
    return { stdout: String(result.stdout ?? ""), stderr };
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener("abort", end);
    if (pid !== void 0) groups.delete(pid);
  }
}
async function launch(file, args, options) {
  const log = await open(options.logFile, "a", 384);
  try {
    const child = spawn(file, args, {
      cwd: options.cwd,
      env: options.env,
      detached: true,
      stdio: ["ignore", log.fd, log.fd]
    });
    const exited = new Promise((done) => {
      child.once("exit", (code) => done(code ?? void 0));
    });
    await new Promise((done, fail) => {
      child.once("spawn", done);
      child.once("error", () => fail(new ProcessError("not-found", file, void 0, "")));
    });
    child.unref();
    return { pid: child.pid, exited };
  } finally {
    await log.close();
  }
}

export {
  withhold,
  childEnvironment,
  ProcessError,
  cancelAll,
  cancelled,
  run,
  launch
};
