import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  createBuildLog
} from "./chunk-WXMDIU6B.js";
import {
  inParallel,
  mayWrite,
  openCaches,
  restoreFromFirst
} from "./chunk-MDYIF7GM.js";
import {
  info
} from "./chunk-D6PTDGIP.js";
import {
  ProcessError
} from "./chunk-D3F7GVS3.js";

// src/engine/full-builds.ts
import { join } from "node:path";

// src/nix/store.ts
var quickCallSeconds = 60;
var askAgain = ["narinfo-cache-negative-ttl", "narinfo-cache-positive-ttl"].flatMap((name) => [
  "--option",
  name,
  "0"
]);
function parsePathInfo(json) {
  const parsed = JSON.parse(json);
  const raw = Array.isArray(parsed) ? parsed.map((info2) => [info2.path ?? "", info2]) : Object.entries(parsed);
  return raw.flatMap(
    ([path, info2]) => info2 === null || info2.valid === false || info2.narHash === void 0 ? [] : [
      {
        path,
        narHash: info2.narHash,
        narSize: info2.narSize ?? 0,
        references: info2.references ?? [],
        signatures: info2.signatures ?? [],
        ultimate: info2.ultimate ?? false
      }
    ]
  );
}
function parseTrustedKeyNames(json) {
  const settings = JSON.parse(json);
  const value = settings["trusted-public-keys"]?.value;
  const keys = Array.isArray(value) ? value.map(String) : String(value ?? "").split(/\s+/);
  return new Set(keys.map((key) => key.split(":")[0]).filter((name) => name !== ""));
}
function parseTrusted(json) {
  const { trusted } = JSON.parse(json);
  return trusted === void 0 || trusted === null ? void 0 : Boolean(trusted);
}
function signedBy(keys) {
  return keys === void 0 ? [] : [`extra-trusted-public-keys = ${keys.join(" ")}`, "require-sigs = true"];
}
function parseSubstituters(json) {
  const settings = JSON.parse(json);
  const value = settings.substituters?.value;
  const urls = Array.isArray(value) ? value.map(String) : String(value ?? "").split(/\s+/);
  return {
    urls: urls.filter((url) => url !== ""),
    requireSignatures: settings["require-sigs"]?.value !== false
  };
}
async function isValid(nix, path) {
  const args = ["path-info", "--json", "--option", "substitute", "false", path];
  const { stdout } = await nix.run(args, { timeoutSeconds: quickCallSeconds });
  return parsePathInfo(stdout).length > 0;
}
function createStoreAccess(nix) {
  const call = async (args, timeoutSeconds) => (await nix.run(args, { timeoutSeconds })).stdout;
  const callEither = async (current, former, seconds) => {
    try {
      return await call(current, seconds);
    } catch (error) {
      if (!(error instanceof ProcessError) || error.reason !== "failed") throw error;
      return call(former, seconds);
    }
  };
  const settings = (seconds) => callEither(["config", "show", "--json"], ["show-config", "--json"], seconds);
  const lookUp = async (url, paths, seconds) => {
    const args = ["path-info", "--json", "--option", "substitute", "false", "--store", url];
    return parsePathInfo(await call([...args, ...askAgain, ...paths], seconds));
  };
  const fromUpstream = "--substitute-on-destination";
  return {
    async valid(paths, seconds) {
      if (paths.length === 0) return /* @__PURE__ */ new Set();
      const args = ["path-info", "--json", "--option", "substitute", "false", ...paths];
      return new Set(parsePathInfo(await call(args, seconds)).map((info2) => info2.path));
    },
    async keep(paths, link, seconds) {
      await call(["build", "--option", "substitute", "false", "--out-link", link, ...paths], seconds);
    },
    async closure(paths, seconds) {
      return parsePathInfo(await call(["path-info", "--json", "--recursive", ...paths], seconds));
    },
    async trustedKeyNames(seconds) {
      return parseTrustedKeyNames(await settings(seconds));
    },
    async trusted(seconds) {
      return parseTrusted(await callEither(["store", "info", "--json"], ["store", "ping", "--json"], seconds));
    },
    async sign(paths, keyFile, seconds) {
      await call(["store", "sign", "--key-file", keyFile, ...paths], seconds);
    },
    async substituters(seconds) {
      return parseSubstituters(await settings(seconds));
    },
    lookUp,
    async missingIn(url, paths, seconds) {
      const present = new Set((await lookUp(url, paths, seconds)).map((info2) => info2.path));
      return paths.filter((path) => !present.has(path));
    },
    async write(url, paths, seconds) {
      await call(["copy", "--no-recursive", "--to", url, ...paths], seconds);
    },
    async substitute(url, paths, seconds, keys) {
      const env = { NIX_CONFIG: [`extra-substituters = ${url}`, ...signedBy(keys)].join("\n") };
      await nix.run(["build", "--no-link", "--keep-going", ...askAgain, ...paths], {
        env,
        timeoutSeconds: seconds
      });
    },
    async push(url, paths, seconds) {
      await call(["copy", "--no-check-sigs", fromUpstream, "--to", url, ...paths], seconds);
    },
    async pull(url, paths, seconds, keys) {
      const check = keys === void 0 ? ["--no-check-sigs"] : [];
      await nix.run(["copy", ...check, fromUpstream, ...askAgain, "--from", url, ...paths], {
        env: { NIX_CONFIG: signedBy(keys).join("\n") },
        timeoutSeconds: seconds
      });
    }
  };
}

// src/engine/full-builds.ts
function openInputCaches(settings, nix, { scratch, surroundings }) {
  const { occasion } = surroundings;
  const { signingKey, trustedPublicKeys } = settings;
  const options = {
    scratch,
    timeoutSeconds: settings.cacheTimeout,
    signingKey,
    trustedPublicKeys,
    ref: occasion.ref
  };
  return openCaches(
    settings.caches,
    createStoreAccess(nix),
    options,
    (cache) => mayWrite(settings.cacheWrite, cache, occasion)
  );
}
var restoresAtOnce = 3;
async function restoreFullBuilds(plan, nix, caches, ladder) {
  const origins = /* @__PURE__ */ new Map();
  const refusedFrom = /* @__PURE__ */ new Map();
  const givenUp = /* @__PURE__ */ new Set();
  const neighbours = plan.packages.flatMap(({ full }) => full ?? []);
  await inParallel(plan.packages, restoresAtOnce, async (one) => {
    const { full, installable } = one;
    if (full === void 0) return;
    if (await isValid(nix, full.intermediates)) {
      info(`${installable.text}: the full build is in the store already.`);
      origins.set(one, "store");
      return;
    }
    const asked = caches.filter((cache) => !givenUp.has(cache));
    const restored = await restoreFromFirst(asked, { wanted: [full], neighbours });
    const { failures } = restored;
    const from = restored.from[0];
    if (from !== void 0) origins.set(one, "cache");
    const consequence = from === void 0 ? "It is built anew" : `${from.name} had it`;
    for (const { cache, failure } of failures) {
      if (failure.remedy !== void 0) givenUp.add(cache);
      const remedy = failure.remedy ?? "If this goes on, see whether the cache can be reached and read";
      ladder.complain(
        `The full build of ${installable.text} could not be restored from ${cache.name}: ${failure.reason}. ${consequence}. ${remedy}.`
      );
    }
    refusedFrom.set(
      one,
      failures.filter(({ failure }) => failure.refused === true).map(({ cache }) => cache.name)
    );
    info(
      `${installable.text}: ${from === void 0 ? "no full build in the cache" : `restored from ${from.name}`}.`
    );
  });
  return { origins, refusedFrom };
}
async function buildFullBuilds(missing, nix, builder, ladder, scratch) {
  const wanted = missing.flatMap(
    ({ full }) => full === void 0 ? [] : [`${full.derivation}^intermediates`]
  );
  if (wanted.length === 0) {
    info("All full builds are there.");
    return { built: [], log: createBuildLog() };
  }
  const outLink = join(scratch, "full-build");
  const { ok, error, log } = await builder.build(wanted, { outLink, keepGoing: true });
  const built = [];
  for (const one of missing) {
    if (one.full === void 0) continue;
    if (await isValid(nix, one.full.intermediates)) built.push(one);
    else if (!ok) ladder.stepDown(one.installable.text, "full-build-failed", error, log);
  }
  return { built, log };
}
async function pushFullBuilds(entries, caches, complain) {
  if (caches.length === 0 || entries.length === 0) {
    info("There is nothing to push.");
    return;
  }
  for (const cache of caches) {
    const saved = await cache.save({ wanted: entries, neighbours: [] });
    for (const [index, entry] of entries.entries()) tell(entry, cache, saved[index], complain);
  }
}
function tell(entry, cache, saved, complain) {
  switch (saved.status) {
    case "saved":
      info(`Pushed ${entry.key} (${(saved.bytes / 1e6).toFixed(1)} MB) to ${cache.name}.`);
      break;
    case "exists":
      info(`${entry.key} is in the cache already (${cache.name}).`);
      break;
    case "read-only":
      info(
        `${entry.key} is not pushed to ${cache.name}: this job may not write to the cache (${saved.reason}).`
      );
      break;
    case "failed":
      complain(
        `The full build ${entry.key} could not be pushed to ${cache.name}: ${saved.reason}. Later jobs will build it again; see whether the cache can be reached and written.`
      );
  }
}

export {
  isValid,
  openInputCaches,
  restoreFullBuilds,
  buildFullBuilds,
  pushFullBuilds
};
