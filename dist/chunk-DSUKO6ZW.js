import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  DoubtfulFailure,
  ForeignStoreError
} from "./chunk-MTGYLI3R.js";
import {
  UndatedError
} from "./chunk-VWCMMM3O.js";
import {
  GitError,
  RemoteError,
  trackedFiles
} from "./chunk-L64ZD6G7.js";
import {
  showStack
} from "./chunk-JYBIBX6L.js";
import {
  UserError,
  messageOf
} from "./chunk-HFEJXLD7.js";
import {
  ProcessError,
  cancelled
} from "./chunk-KFJ2C5U2.js";

// src/engine/seek.ts
var foreseen = [ProcessError, RemoteError, GitError, UndatedError, DoubtfulFailure, ForeignStoreError];
async function seek(work) {
  try {
    return await work;
  } catch (error) {
    if (error instanceof UserError || cancelled.aborted) throw error;
    if (!foreseen.some((kind) => error instanceof kind)) await showStack(error);
    return { failed: messageOf(error), error };
  }
}
var isFailed = (value) => typeof value === "object" && value !== null && "failed" in value;

// src/engine/locate.ts
import { readFileSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, isAbsolute, join, normalize, relative, sep } from "node:path";
function createLocator({ topLevel, files, locations }) {
  const root = realpathSync(topLevel);
  const packages = packageDirectories(root, files);
  const contents = /* @__PURE__ */ new Map();
  function linesOf(path) {
    if (!contents.has(path)) contents.set(path, readInside(root, path)?.split("\n"));
    return contents.get(path);
  }
  function fits(path, { line, quoted }) {
    const lines = linesOf(path);
    if (lines === void 0) return false;
    return quoted === void 0 || squeezed(lines[line - 1] ?? "") === squeezed(quoted);
  }
  return (printed, packageName, ours = false) => {
    const named = packageName === void 0 ? [] : packages.get(nameWithoutVersion(packageName)) ?? [];
    const own = [...named, ...ours || packageName === void 0 ? [...locations, ""] : []];
    const others = printed.quoted === void 0 ? [] : ["", ...[...packages.values()].flat()];
    const roots = [.../* @__PURE__ */ new Set([...own, ...others])];
    const candidates = suffixes(printed.file, root, printed.quoted !== void 0).flatMap((suffix) => roots.map((directory) => normalize(join(directory, suffix)))).concat(printed.file.includes("/") ? [] : byName(files, own, printed.file));
    return candidates.find((path) => fits(path, printed));
  };
}
async function locatorOf({ settings, sources: { history, locations } }) {
  const fromFile = settings.file !== void 0;
  return createLocator({
    topLevel: history.checkout.topLevel,
    files: await trackedFiles(history.checkout),
    locations: fromFile ? locations.map((path) => path.split("/").slice(0, -1).join("/")) : locations
  });
}
function packageDirectories(root, files) {
  const found = /* @__PURE__ */ new Map();
  const add = (name, file) => {
    const directory = dirname(file) === "." ? "" : dirname(file);
    if (name !== void 0) found.set(name, [...found.get(name) ?? [], directory]);
  };
  for (const file of files) {
    if (file.endsWith(".cabal")) add(basename(file, ".cabal"), file);
    else if (basename(file) === "package.yaml")
      add(/^name:\s*["']?([\w-]+)/m.exec(readInside(root, file) ?? "")?.[1], file);
  }
  return found;
}
function nameWithoutVersion(name) {
  return name.replace(/-\d[^-]*(-r\d+)?$/, "");
}
function suffixes(file, root, quoted) {
  const path = file.replace(/^«[^»]*»/, "");
  if (!isAbsolute(path)) return [path];
  if (path.startsWith(`${root}/`)) return [path.slice(root.length + 1)];
  const parts = path.split("/").filter((part) => part !== "");
  const shortest = quoted ? 1 : 2;
  return parts.slice(0, Math.max(0, parts.length - shortest + 1)).map((_, index) => parts.slice(index).join("/"));
}
function byName(files, directories, name) {
  const found = files.filter(
    (file) => file.endsWith(`/${name}`) && directories.some((directory) => directory === "" || file.startsWith(`${directory}/`))
  );
  return found.length === 1 ? found : [];
}
var largestSource = 4 * 1024 * 1024;
function readInside(root, path) {
  try {
    const real = realpathSync(join(root, path));
    const inside = relative(root, real);
    if (inside === ".." || inside.startsWith(`..${sep}`) || isAbsolute(inside)) return void 0;
    const status = statSync(real);
    return status.isFile() && status.size <= largestSource ? readFileSync(real, "utf8") : void 0;
  } catch {
    return void 0;
  }
}
function squeezed(line) {
  return line.replace(/\s+/g, "");
}

export {
  seek,
  isFailed,
  locatorOf
};
